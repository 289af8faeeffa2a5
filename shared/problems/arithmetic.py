"""Arithmetic: sums, mixed operations, brackets, powers and roots, decimals, comparison."""

from __future__ import annotations

import random

from .core import Worked, decimal, family, multiply

ASK = (
    "What is {}?",
    "Compute {}.",
    "Find the value of {}.",
    "Evaluate {}.",
    "Work out {}.",
    "How much is {}?",
)


def _ask(rng: random.Random, expression: str) -> str:
    return rng.choice(ASK).format(expression)


@family("Arithmetic")
def sum_chain(rng: random.Random, level: int) -> Worked:
    """Add and subtract a row of numbers from left to right."""
    top = (20, 60, 200, 600, 2000)[level - 1]
    total = rng.randint(top // 4, top)
    expression, steps = str(total), []
    for _ in range(level + rng.randint(0, 1)):
        term = rng.randint(2, top)
        if term > total or rng.random() < 0.5:
            step, new = f"{total}+{term}", total + term
            expression += f"+{term}"
        else:
            step, new = f"{total}-{term}", total - term
            expression += f"-{term}"
        steps.append(f"{step}={new}")
        total = new
    return Worked(_ask(rng, expression), steps, str(total))


@family("Arithmetic")
def mixed_operations(rng: random.Random, level: int) -> Worked:
    """Products and quotients before sums: ``3*14+20/4-7``."""
    top = (6, 9, 12, 20, 30)[level - 1]
    terms, values, steps = [], [], []
    for index in range((1, 2, 2, 3, 4)[level - 1]):
        if index % 2 == 0 or rng.random() < 0.5:
            a, b = rng.randint(2, top), rng.randint(2, 9)
            terms.append(f"{a}*{b}")
            values.append(a * b)
            steps += multiply(a, b)
        else:
            b, quotient = rng.randint(2, 9), rng.randint(2, top)
            terms.append(f"{b * quotient}/{b}")
            values.append(quotient)
            steps.append(f"{b * quotient}/{b}={quotient}")
    tail = rng.randint(2, 9 * top)
    terms.append(str(tail))
    values.append(tail)
    expression, total = terms[0], values[0]
    for term, value in zip(terms[1:], values[1:], strict=True):
        if value <= total and rng.random() < 0.5:
            expression += f"-{term}"
            steps.append(f"{total}-{value}={total - value}")
            total -= value
        else:
            expression += f"+{term}"
            steps.append(f"{total}+{value}={total + value}")
            total += value
    return Worked(_ask(rng, expression), steps, str(total))


@family("Arithmetic")
def brackets(rng: random.Random, level: int) -> Worked:
    """A bracket first, then what stands around it."""
    top = (9, 15, 30, 60, 99)[level - 1]
    a, b = rng.randint(2, top), rng.randint(2, top)
    if a > b and rng.random() < 0.5:
        inner, value = f"{a}-{b}", a - b
    else:
        inner, value = f"{a}+{b}", a + b
    steps = [f"{inner}={value}"]
    factor = rng.randint(2, 9)
    expression = f"{factor}*({inner})"
    steps.append(f"{factor}*{value}={factor * value}")
    value *= factor
    if level >= 2:
        c = rng.randint(2, top)
        steps.append(f"{value}+{c}={value + c}")
        expression, value = f"{expression}+{c}", value + c
    if level >= 3:
        c, d = rng.randint(top // 3, top), rng.randint(2, top // 3)
        sign = "-" if 2 * (c - d) <= value and rng.random() < 0.5 else "+"
        k = rng.randint(2, 4) if level >= 4 else 1
        part = k * (c - d)
        if sign == "-" and part > value:
            sign = "+"
        expression += f"{sign}{k}*({c}-{d})" if k > 1 else f"{sign}({c}-{d})"
        steps.append(f"{c}-{d}={c - d}")
        if k > 1:
            steps.append(f"{k}*{c - d}={part}")
        new = value - part if sign == "-" else value + part
        steps.append(f"{value}{sign}{part}={new}")
        value = new
    if level == 5:
        k = rng.randint(2, 5)
        expression = f"{k}*({expression})"
        steps.append(f"{k}*{value}={k * value}")
        value *= k
    return Worked(_ask(rng, expression), steps, str(value))


@family("Arithmetic")
def powers_and_roots(rng: random.Random, level: int) -> Worked:
    """Small powers and exact square roots, added up."""
    steps, parts, total = [], [], 0
    for index in range((1, 2, 2, 3, 4)[level - 1]):
        if rng.random() < 0.5:
            base = rng.randint(2, (9, 9, 12, 12, 15)[level - 1])
            exponent = 2 if base > 6 else rng.randint(2, 3 if base > 3 else 5)
            text, value = f"{base}^{exponent}", base**exponent
        else:
            value = rng.randint(2, (10, 12, 15, 20, 25)[level - 1])
            text = f"\\sqrt{{{value * value}}}"
        coefficient = rng.randint(2, 5) if level >= 3 else 1
        steps.append(f"{text}={value}")
        if coefficient > 1:
            steps.append(f"{coefficient}*{value}={coefficient * value}")
            text, value = f"{coefficient}*{text}", coefficient * value
        if index == 0:
            total = value
            parts.append(text)
        elif value <= total and rng.random() < 0.4:
            parts.append(f"-{text}")
            steps.append(f"{total}-{value}={total - value}")
            total -= value
        else:
            parts.append(f"+{text}")
            steps.append(f"{total}+{value}={total + value}")
            total += value
    return Worked(_ask(rng, "".join(parts)), steps, str(total))


@family("Arithmetic", (1, 2, 3, 4))
def decimal_chain(rng: random.Random, level: int) -> Worked:
    """Add and subtract decimals with one or two places."""
    unit = 10 if level <= 2 else 1
    top = (1000, 2000, 3000, 9000)[level - 1] // unit
    total = rng.randint(top // 3, top) * unit
    expression, steps = decimal(total), []
    for _ in range((1, 2, 2, 4)[level - 1]):
        term = rng.randint(2, top) * unit
        sign = "-" if term < total and rng.random() < 0.5 else "+"
        new = total - term if sign == "-" else total + term
        steps.append(f"{decimal(total)}{sign}{decimal(term)}={decimal(new)}")
        expression += f"{sign}{decimal(term)}"
        total = new
    return Worked(_ask(rng, expression), steps, decimal(total))


@family("Arithmetic")
def comparison(rng: random.Random, level: int) -> Worked:
    """Two expressions: which is larger, and by how much."""
    top = (9, 20, 40, 90, 200)[level - 1]
    steps, texts, values = [], [], []
    for _ in range(2):
        a, b = rng.randint(2, top), rng.randint(2, 9)
        text, value = f"{a}*{b}", a * b
        steps.append(f"{text}={value}")
        if level >= 2:
            c = rng.randint(2, top)
            steps.append(f"{value}+{c}={value + c}")
            text, value = f"{text}+{c}", value + c
        if level >= 4:
            c = rng.randint(2, max(2, min(top, value)))
            steps.append(f"{value}-{c}={value - c}")
            text, value = f"{text}-{c}", value - c
        texts.append(text)
        values.append(value)
    if values[0] == values[1]:
        return comparison(rng, level)
    high, low = max(values), min(values)
    if rng.random() < 0.5:
        question = rng.choice(
            (
                "What is the larger of {} and {}?",
                "Which is greater, {} or {}? Give its value.",
                "Find the value of the bigger number: {} or {}.",
            )
        )
        return Worked(question.format(*texts), [*steps, f"{high}>{low}"], str(high))
    question = rng.choice(
        (
            "What is the difference between {} and {}?",
            "How far apart are {} and {}?",
            "By how much do {} and {} differ?",
        )
    )
    return Worked(question.format(*texts), [*steps, f"{high}-{low}={high - low}"], str(high - low))
