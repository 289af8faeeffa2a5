"""Fractions, percentages, ratios and averages."""

from __future__ import annotations

import random
from math import gcd, lcm

from .core import Worked, decimal, family, latex_fraction, reduce_steps
from .stories import NAMES, THINGS


def _proper(rng: random.Random, top: int) -> tuple[int, int]:
    d = rng.randint(2, top)
    n = rng.randint(1, d - 1)
    return n // gcd(n, d), d // gcd(n, d)


@family("Fractions and Percent")
def fraction_arithmetic(rng: random.Random, level: int) -> Worked:
    """Add, subtract and multiply fractions, in lowest terms."""
    top = (6, 9, 12, 12, 15)[level - 1]
    n, d = _proper(rng, top)
    expression, steps = f"\\frac{{{n}}}{{{d}}}", []
    for _ in range((1, 1, 1, 2, 2)[level - 1]):
        m, e = _proper(rng, top if len(expression) < 14 else 6)
        operation = rng.choice("+-*")
        if level == 1 and operation != "*":
            m, e = rng.randint(1, d), d  # level 1: the denominators agree
        if operation == "-" and n * e < m * d:
            operation = "+"
        if operation == "*":
            expression = f"({expression})" if "+" in expression or "-" in expression else expression
            steps += [f"{n}*{m}={n * m}", f"{d}*{e}={d * e}"]
            n, d = n * m, d * e
        else:
            common = lcm(d, e)
            left, right = n * (common // d), m * (common // e)
            if common != d:
                steps.append(f"{n}/{d}={left}/{common}")
            if common != e:
                steps.append(f"{m}/{e}={right}/{common}")
            total = left + right if operation == "+" else left - right
            steps.append(f"{left}{operation}{right}={total}")
            n, d = total, common
        expression += f"{operation}\\frac{{{m}}}{{{e}}}"
        if n == 0:
            return fraction_arithmetic(rng, level)
        steps += reduce_steps(n, d) or [f"{n}/{d}"]
        n, d = n // gcd(n, d), d // gcd(n, d)
    question = rng.choice(
        (
            f"What is {expression}? Give a fraction in lowest terms.",
            f"Compute {expression} in lowest terms.",
            f"Simplify {expression}.",
        )
    )
    return Worked(question, steps, latex_fraction(n, d))


@family("Fractions and Percent")
def fraction_of(rng: random.Random, level: int) -> Worked:
    """A fraction of a quantity, and what then remains."""
    n, d = _proper(rng, (5, 8, 9, 9, 9)[level - 1])
    unit = rng.randint(2, (9, 15, 30, 60, 99)[level - 1])
    whole = d * unit
    part = n * unit
    steps = [f"{whole}/{d}={unit}"] + ([f"{n}*{unit}={part}"] if n > 1 else [])
    name, thing = rng.choice(NAMES), rng.choice(THINGS)
    if level <= 2 and rng.random() < 0.5:
        question = rng.choice((f"What is {n}/{d} of {whole}?", f"Find {n}/{d} of {whole}."))
        return Worked(question, steps, str(part))
    question = f"{name} has {whole} {thing} and " + rng.choice(
        (f"gives away {n}/{d} of them.", f"sells {n}/{d} of them.")
    )
    left = whole - part
    steps.append(f"{whole}-{part}={left}")
    if level >= 3:
        extra = rng.randint(2, 90)
        question += f" Then {name} gets {extra} more."
        steps.append(f"{left}+{extra}={left + extra}")
        left += extra
    if level >= 4:
        k = next((k for k in rng.sample((2, 3, 4, 5, 6, 7, 8, 9), 8) if left % k == 0), None)
        if k is None:
            return fraction_of(rng, level)
        question += f" 1/{k} of all these are red; the others are blue."
        blue = left - left // k
        steps += [f"{left}/{k}={left // k}", f"{left}-{left // k}={blue}"]
        if level == 5:
            price = rng.randint(2, 9)
            question += f" Each blue one is worth ${price}. How many dollars are the blue ones worth?"
            return Worked(question, [*steps, f"{price}*{blue}={price * blue}"], str(price * blue))
        return Worked(question + " How many are blue?", steps, str(blue))
    return Worked(question + f" How many {thing} are there now?", steps, str(left))


@family("Fractions and Percent")
def percentage(rng: random.Random, level: int) -> Worked:
    """Percent of, percent off, percent on top, and chains of them."""
    if level <= 2:
        percent = rng.choice((10, 20, 25, 50) if level == 1 else (5, 10, 15, 20, 25, 30, 40, 60, 75))
        whole = rng.randint(1, 20) * (20 if level == 1 else 20 * rng.randint(1, 2))
        part = percent * whole // 100
        steps = [f"{percent}*{whole}={percent * whole}", f"{percent * whole}/100={part}"]
        if percent * whole % 100:
            return percentage(rng, level)
        question = rng.choice(
            (
                f"What is {percent}% of {whole}?",
                f"Find {percent}% of {whole}.",
                f"{percent}% of {whole} pupils sing. How many is that?",
            )
        )
        return Worked(question, steps, str(part))
    price = rng.randint(2, (20, 30, 60)[level - 3]) * 20
    question = rng.choice((f"A coat costs ${price}.", f"A bike costs ${price}.", f"A trip costs ${price}."))
    steps = []
    for _ in range(level - 2):
        percent = rng.choice((5, 10, 15, 20, 25, 30, 40))
        if percent * price % 100:
            percent = next((p for p in (10, 20, 25, 50) if p * price % 100 == 0), None)
        if percent is None:
            return percentage(rng, level)
        part = percent * price // 100
        steps += [f"{percent}*{price}={percent * price}", f"{percent * price}/100={part}"]
        if rng.random() < 0.6:
            question += rng.choice((f" It is reduced by {percent}%.", f" The shop takes off {percent}%."))
            steps.append(f"{price}-{part}={price - part}")
            price -= part
        else:
            question += rng.choice((f" The price rises by {percent}%.", f" {percent}% tax is added."))
            steps.append(f"{price}+{part}={price + part}")
            price += part
    return Worked(
        question + rng.choice((" What is the price now?", " What does it cost in the end?")), steps, str(price)
    )


@family("Fractions and Percent", (2, 3, 4, 5))
def ratio(rng: random.Random, level: int) -> Worked:
    """Divide an amount in a given ratio."""
    count = 2 if level <= 3 else 3
    parts = [rng.randint(1, 9) for _ in range(count)]
    unit = rng.randint(2, (9, 20, 20, 50)[level - 2])
    names = rng.sample(NAMES, count)
    total_parts = sum(parts)
    total = total_parts * unit
    shown, running, steps = ":".join(map(str, parts)), parts[0], []
    for part in parts[1:]:
        steps.append(f"{running}+{part}={running + part}")
        running += part
    who = rng.randrange(count)
    steps += [f"{total}/{total_parts}={unit}", f"{parts[who]}*{unit}={parts[who] * unit}"]
    group = " and ".join(names) if count == 2 else f"{names[0]}, {names[1]} and {names[2]}"
    question = rng.choice(
        (
            f"{group} share ${total} in the ratio {shown}.",
            f"${total} is split between {group} as {shown}.",
        )
    )
    value = parts[who] * unit
    if level in (3, 5):
        spent = rng.randint(1, value - 1) if value > 1 else 1
        question += f" {names[who]} spends ${spent} of it. How many dollars has {names[who]} left?"
        return Worked(question, [*steps, f"{value}-{spent}={value - spent}"], str(value - spent))
    question += rng.choice(
        (f" How much does {names[who]} get?", f" What is the share of {names[who]} in dollars?")
    )
    return Worked(question, steps, str(value))


@family("Fractions and Percent")
def average(rng: random.Random, level: int) -> Worked:
    """The mean of some numbers, or the one that is missing from them."""
    count = (2, 3, 4, 5, 6)[level - 1]
    top = (20, 30, 60, 99, 150)[level - 1]
    values = [rng.randint(2, top) for _ in range(count - 1)]
    mean = rng.randint(max(2, sum(values) // count + 1), sum(values) // count + top)
    values.append(mean * count - sum(values))
    rng.shuffle(values)
    if level >= 3 and rng.random() < 0.5:
        known, missing = values[:-1], values[-1]
        steps, running = [f"{count}*{mean}={count * mean}"], known[0]
        for value in known[1:]:
            steps.append(f"{running}+{value}={running + value}")
            running += value
        steps.append(f"{count * mean}-{running}={missing}")
        listing = ", ".join(map(str, known))
        question = rng.choice(
            (
                f"The average of {count} numbers is {mean}. All but one are {listing}. What is the other?",
                f"{listing} and one more number have the mean {mean}. What is that number?",
            )
        )
        return Worked(question, steps, str(missing))
    steps, running = [], values[0]
    for value in values[1:]:
        steps.append(f"{running}+{value}={running + value}")
        running += value
    steps.append(f"{running}/{count}={mean}")
    listing = ", ".join(map(str, values))
    question = rng.choice(
        (
            f"What is the average of {listing}?",
            f"Find the mean of {listing}.",
            f"The scores are {listing}. What is their average?",
        )
    )
    return Worked(question, steps, str(mean))


@family("Fractions and Percent", (2, 3, 4))
def price_per_unit(rng: random.Random, level: int) -> Worked:
    """Unit prices in dollars and cents."""
    unit = rng.randint(2, (12, 40, 80)[level - 2]) * (50 if level == 2 else 25)
    bought, wanted = rng.randint(2, 9), rng.randint(2, 9)
    thing = rng.choice(("kg of rice", "kg of flour", "m of rope", "tickets", "litres of milk"))
    question = rng.choice(
        (
            f"{bought} {thing} cost ${decimal(bought * unit)}. What do {wanted} cost, in dollars?",
            f"One pays ${decimal(bought * unit)} for {bought} {thing}. How many dollars are {wanted}?",
        )
    )
    steps = [
        f"{decimal(bought * unit)}/{bought}={decimal(unit)}",
        f"{wanted}*{decimal(unit)}={decimal(wanted * unit)}",
    ]
    value = wanted * unit
    if level == 4:
        fee = rng.randint(1, 9) * 50
        question = question[:-1] + f", with a fee of ${decimal(fee)} added?"
        steps.append(f"{decimal(value)}+{decimal(fee)}={decimal(value + fee)}")
        value += fee
    return Worked(question, steps, decimal(value))
