"""Algebra: linear equations and systems, values of polynomials, sequences."""

from __future__ import annotations

import random

from .core import Worked, family, multiply, signed

LETTERS = "xyznk"


def _term(coefficient: int, letter: str) -> str:
    return letter if coefficient == 1 else f"{coefficient}{letter}"


@family("Algebra")
def linear_equation(rng: random.Random, level: int) -> Worked:
    """One unknown: ``ax+b=c``, then the unknown on both sides, then a bracket."""
    x, v = rng.randint(1, (9, 12, 20, 30, 60)[level - 1]), rng.choice(LETTERS)
    if level >= 4 and rng.random() < 0.3:
        x = -x
    solve = rng.choice(
        ("Solve for {v}: {e}.", "What is {v} if {e}?", "Find {v} when {e}.", "{e}. What is {v}?")
    )
    if level == 1:
        b = rng.randint(2, 30)
        if rng.random() < 0.5:
            return Worked(solve.format(v=v, e=f"{v}+{b}={x + b}"), [f"{v}={x + b}-{b}={x}"], str(x))
        return Worked(solve.format(v=v, e=f"{v}-{b}={x - b}"), [f"{v}={x - b}+{b}={x}"], str(x))
    a = rng.randint(2, 9)
    if level in (2, 3):
        b = rng.randint(2, 20 * level)
        sign = rng.choice((1, -1))
        c = a * x + sign * b
        e = f"{a}{v}{signed(sign * b)}={c}"
        steps = [f"{a}{v}={c}{signed(-sign * b)}={a * x}", f"{v}={a * x}/{a}={x}"]
        if level == 2:
            return Worked(solve.format(v=v, e=e), steps, str(x))
    d = rng.choice([n for n in range(1, 9) if n != a])
    if level == 5:
        inner = rng.randint(2, 9)
        b = a * inner
        right = (a - d) * x + b
        e = f"{a}({v}+{inner})={_term(d, v)}{signed(right)}"
        first = [f"{a}*{inner}={b}", f"{a}{v}+{b}={_term(d, v)}{signed(right)}"]
    else:
        b = rng.randint(2, 40)
        right = (a - d) * x + b
        e = f"{a}{v}+{b}={_term(d, v)}{signed(right)}"
        first = []
    k = a - d
    steps = [*first, f"{a}-{d}={k}", f"{right}-{b}={k * x}", f"{v}={k * x}/{k}={x}"]
    return Worked(solve.format(v=v, e=e), steps, str(x))


@family("Algebra", (2, 3, 4, 5))
def linear_system(rng: random.Random, level: int) -> Worked:
    """Two unknowns from two equations; the answer is the pair."""
    x, y = rng.randint(1, (9, 20, 12, 20)[level - 2]), rng.randint(1, (9, 20, 12, 20)[level - 2])
    solve = rng.choice(
        (
            "Solve {} and {}. Give (x,y).",
            "Find the pair (x,y) with {} and {}.",
            "If {} and {}, what is (x,y)?",
        )
    )
    if level <= 3:
        if x < y:
            x, y = y, x
        s, d = x + y, x - y
        steps = [f"2x={s}+{d}={2 * x}", f"x={2 * x}/2={x}", f"y={s}-{x}={y}"]
        return Worked(solve.format(f"x+y={s}", f"x-y={d}"), steps, f"({x},{y})")
    a = rng.randint(2, 6)
    b = rng.randint(2, 6) if level == 5 else 1
    first = f"{a}x+{_term(b, 'y')}={a * x + b * y}"
    steps = [f"{b}*{x + y}={b * (x + y)}"] if b > 1 else []
    k = a - b
    if k == 0:
        return linear_system(rng, level)
    difference = a * x + b * y - b * (x + y)
    steps += [f"{a}-{b}={k}", f"{a * x + b * y}-{b * (x + y)}={difference}"]
    steps += [f"x={difference}/{k}={x}", f"y={x + y}-{x}={y}"]
    return Worked(solve.format(first, f"x+y={x + y}"), steps, f"({x},{y})")


@family("Algebra")
def polynomial_value(rng: random.Random, level: int) -> Worked:
    """Put a number into a polynomial."""
    v, f = rng.choice("xnt"), rng.choice("fgp")
    x = rng.randint(2, (9, 9, 12, 12, 15)[level - 1])
    a = rng.randint(2, 9)
    b, c = rng.randint(2, 9), rng.randint(2, (20, 20, 40, 60, 99)[level - 1])
    if level == 1:
        text, steps, value = f"{a}{v}+{c}", [f"{a}*{x}={a * x}", f"{a * x}+{c}={a * x + c}"], a * x + c
    else:
        square = x * x
        steps, lead = [f"{x}*{x}={square}"], square
        text = f"{v}^2"
        if level >= 3:
            text, lead = f"{a}{v}^2", a * square
            steps += multiply(a, square)
        steps += [f"{b}*{x}={b * x}"]
        minus = b * x <= lead and rng.random() < 0.5
        mid = lead - b * x if minus else lead + b * x
        steps.append(f"{lead}{'-' if minus else '+'}{b * x}={mid}")
        text, value = f"{text}{'-' if minus else '+'}{b}{v}", mid
        if level >= 4:
            text += f"+{c}"
            steps.append(f"{mid}+{c}={mid + c}")
            value += c
        if level == 5:
            k = rng.randint(2, 4)
            text = f"{k}({text})"
            steps.append(f"{k}*{value}={k * value}")
            value *= k
    question = rng.choice(
        (
            f"If {f}({v})={text}, what is {f}({x})?",
            f"Find the value of {text} at {v}={x}.",
            f"Let {f}({v})={text}. Compute {f}({x}).",
            f"What is {text} when {v}={x}?",
        )
    )
    return Worked(question, steps, str(value))


@family("Algebra")
def arithmetic_sequence(rng: random.Random, level: int) -> Worked:
    """The next term, the n-th term, or the sum of an arithmetic sequence."""
    a, d = rng.randint(1, (9, 20, 20, 40, 60)[level - 1]), rng.randint(2, (9, 9, 12, 15, 20)[level - 1])
    row = ", ".join(str(a + i * d) for i in range(4))
    if level == 1:
        question = rng.choice(
            (
                f"What number comes next: {row}, ...?",
                f"Find the next term of {row}, ...",
                f"Continue {row}, ... by one term.",
            )
        )
        return Worked(question, [f"{a + d}-{a}={d}", f"{a + 3 * d}+{d}={a + 4 * d}"], str(a + 4 * d))
    n = rng.randint(6, (10, 20, 30, 20, 30)[level - 1])
    steps = [f"{a + d}-{a}={d}", f"{n}-1={n - 1}", *multiply(n - 1, d), f"{a}+{(n - 1) * d}={a + (n - 1) * d}"]
    last = a + (n - 1) * d
    if level <= 3:
        question = rng.choice(
            (f"What is term {n} of {row}, ...?", f"Find the number at place {n} of {row}, ...")
        )
        return Worked(question, steps, str(last))
    n -= n % 2
    last = a + (n - 1) * d
    steps = [f"{a + d}-{a}={d}", f"{n}-1={n - 1}", *multiply(n - 1, d), f"{a}+{(n - 1) * d}={last}"]
    steps += [f"{a}+{last}={a + last}", f"{n}/2={n // 2}", *multiply(a + last, n // 2)]
    question = rng.choice(
        (f"What is the sum of the first {n} terms of {row}, ...?", f"Add the first {n} terms of {row}, ...")
    )
    return Worked(question, steps, str(n // 2 * (a + last)))


@family("Algebra", (1, 2, 3, 4))
def geometric_sequence(rng: random.Random, level: int) -> Worked:
    """Terms that are multiplied by the same number each time."""
    a, q = rng.randint(1, 9 if level < 4 else 15), rng.randint(2, (3, 3, 4, 5)[level - 1])
    shown = 3
    row = [a * q**i for i in range(shown)]
    listing = ", ".join(map(str, row))
    n = shown + (1, 2, 2, 3)[level - 1]
    steps, value = [f"{row[1]}/{row[0]}={q}"], row[-1]
    for _ in range(n - shown):
        steps.append(f"{value}*{q}={value * q}")
        value *= q
    question = rng.choice(
        (
            f"Each term of {listing}, ... is a fixed multiple of the last. What is term {n}?",
            f"Find term {n} of the geometric sequence {listing}, ...",
        )
    )
    return Worked(question, steps, str(value))
