"""Number theory: divisors and multiples, remainders, digits, primes."""

from __future__ import annotations

import random
from math import gcd

from .core import Worked, family, multiply


@family("Number Theory")
def greatest_common_divisor(rng: random.Random, level: int) -> Worked:
    """Euclid's algorithm: replace the larger number by the remainder until it is 0."""
    g = rng.randint(2, (6, 9, 12, 15, 25)[level - 1])
    top = (6, 9, 12, 20, 40)[level - 1]
    a, b = g * rng.randint(2, top), g * rng.randint(2, top)
    if a == b:
        return greatest_common_divisor(rng, level)
    steps, big, small = [], max(a, b), min(a, b)
    while small:
        steps.append(f"{big}={big // small}*{small}+{big % small}")
        big, small = small, big % small
    question = rng.choice(
        (
            f"What is the greatest common divisor of {a} and {b}?",
            f"Find gcd({a},{b}).",
            f"What is the largest number that divides both {a} and {b}?",
        )
    )
    return Worked(question, steps, str(big))


@family("Number Theory", (2, 3, 4, 5))
def least_common_multiple(rng: random.Random, level: int) -> Worked:
    """lcm = a * b / gcd."""
    g = rng.randint(1, (4, 6, 6, 12)[level - 2])
    a, b = g * rng.randint(2, (6, 9, 12, 15)[level - 2]), g * rng.randint(2, 9)
    if a == b:
        return least_common_multiple(rng, level)
    steps, big, small = [], max(a, b), min(a, b)
    while small:
        steps.append(f"{big}={big // small}*{small}+{big % small}")
        big, small = small, big % small
    steps.append(f"{a}/{big}={a // big}")
    steps += multiply(b, a // big)
    question = rng.choice(
        (
            f"What is the least common multiple of {a} and {b}?",
            f"Find lcm({a},{b}).",
            f"What is the smallest number that both {a} and {b} divide?",
        )
    )
    return Worked(question, steps, str(a // big * b))


@family("Number Theory")
def remainder(rng: random.Random, level: int) -> Worked:
    """The remainder of a number, a sum or a product."""
    m = rng.randint(3, (9, 9, 12, 15, 20)[level - 1])
    if level <= 2:
        n = rng.randint(m + 1, 9 * m if level == 1 else 20 * m)
        steps = [f"{n // m}*{m}={n // m * m}", f"{n}-{n // m * m}={n % m}"]
        text, value = str(n), n % m
    else:
        a, b = rng.randint(m, 9 * m), rng.randint(m, 9 * m)
        operation = "*" if level >= 4 else "+"
        steps = [f"{a}={a // m}*{m}+{a % m}", f"{b}={b // m}*{m}+{b % m}"]
        raw = (a % m) * (b % m) if operation == "*" else a % m + b % m
        steps += [f"{a % m}{operation}{b % m}={raw}", f"{raw}={raw // m}*{m}+{raw % m}"]
        text, value = f"{a}{operation}{b}", raw % m
        if level == 5:
            c = rng.randint(m, 9 * m)
            steps += [f"{c}={c // m}*{m}+{c % m}", f"{value}+{c % m}={value + c % m}"]
            raw = value + c % m
            steps.append(f"{raw}={raw // m}*{m}+{raw % m}")
            text, value = f"{text}+{c}", raw % m
    question = rng.choice(
        (
            f"What is the remainder when {text} is divided by {m}?",
            f"Find {text} modulo {m}.",
            f"Divide {text} by {m}. What remainder is left?",
        )
    )
    return Worked(question, steps, str(value))


@family("Number Theory", (1, 2, 3, 4))
def digit_sum(rng: random.Random, level: int) -> Worked:
    """Add the digits of a number, of a sum, or of a product."""
    steps = []
    if level <= 2:
        n = rng.randint(10 ** (level + 1), 10 ** (level + 2) - 1)
        text = str(n)
    elif level == 3:
        a, b = rng.randint(100, 4999), rng.randint(100, 4999)
        n, text = a + b, f"{a}+{b}"
        steps.append(f"{a}+{b}={n}")
    else:
        a, b = rng.randint(12, 99), rng.randint(12, 99)
        n, text = a * b, f"{a}*{b}"
        steps += multiply(a, b)
    digits = [int(d) for d in str(n)]
    total = digits[0]
    for digit in digits[1:]:
        steps.append(f"{total}+{digit}={total + digit}")
        total += digit
    question = rng.choice(
        (
            f"What is the sum of the digits of {text}?",
            f"Find the digit sum of {text}.",
            f"Add up the digits of {text}.",
        )
    )
    return Worked(question, steps, str(total))


@family("Number Theory", (1, 2, 3, 4, 5))
def largest_prime_factor(rng: random.Random, level: int) -> Worked:
    """Divide out the smallest primes until a prime is left."""
    primes = (2, 3, 5, 7, 11, 13, 17, 19, 23)
    factors = sorted(rng.choice(primes[: 3 + level]) for _ in range((2, 2, 3, 4, 5)[level - 1]))
    n = 1
    for factor in factors:
        n *= factor
    if n > 9999:
        return largest_prime_factor(rng, level)
    steps, rest = [], n
    for factor in factors[:-1]:
        steps.append(f"{rest}/{factor}={rest // factor}")
        rest //= factor
    question = rng.choice(
        (
            f"What is the largest prime factor of {n}?",
            f"Find the greatest prime that divides {n}.",
            f"Which is the biggest prime factor of {n}?",
        )
    )
    return Worked(question, steps, str(rest))


@family("Number Theory", (2, 3, 4, 5))
def count_multiples(rng: random.Random, level: int) -> Worked:
    """How many multiples lie in a range."""
    k = rng.randint(2, (9, 9, 12, 15)[level - 2])
    if level == 2:
        low, high = 1, rng.randint(20, 99)
    else:
        low = rng.randint(10, (60, 99, 200)[level - 3])
        high = low + rng.randint(20, (99, 300, 600)[level - 3])
    up, down = high // k, (low - 1) // k
    steps = [f"{high}={up}*{k}+{high % k}"]
    if level > 2:
        steps += [f"{low}-1={low - 1}", f"{low - 1}={down}*{k}+{(low - 1) % k}"]
        steps.append(f"{up}-{down}={up - down}")
    question = rng.choice(
        (
            f"How many multiples of {k} are there from {low} to {high}?",
            f"Count the numbers from {low} to {high} that {k} divides.",
        )
    )
    value = up - down
    if level == 5:
        j = rng.randint(2, 9)
        question = f"{j} times the count of multiples of {k} from {low} to {high} is what number?"
        steps.append(f"{j}*{value}={j * value}")
        value *= j
    return Worked(question, steps, str(value))


@family("Number Theory", (3, 4, 5))
def both_conditions(rng: random.Random, level: int) -> Worked:
    """The smallest number with two remainders, found by stepping."""
    m = rng.randint(4, (9, 12, 16)[level - 3])
    n = rng.randint(2, (4, 6, 9)[level - 3])
    if gcd(m, n) != 1:
        return both_conditions(rng, level)
    a, b = rng.randrange(m), rng.randrange(n)
    value, steps = a, []
    while True:
        steps.append(f"{value}={value // n}*{n}+{value % n}")
        if value % n == b:
            break
        value += m
    question = rng.choice(
        (
            f"Which smallest number leaves {a} when divided by {m} and {b} when divided by {n}?",
            f"Find the least number with remainder {a} modulo {m} and {b} modulo {n}.",
        )
    )
    return Worked(question, steps, str(value))
