"""Counting and probability."""

from __future__ import annotations

import random
from math import comb

from .core import Worked, family, latex_fraction, multiply, reduce_steps

COLOURS = ["red", "blue", "green", "white", "black"]


@family("Counting & Probability")
def product_rule(rng: random.Random, level: int) -> Worked:
    """Independent choices multiply."""
    kinds = rng.sample(
        ("shirts", "hats", "soups", "cakes", "roads", "songs", "ties"), (2, 2, 3, 3, 4)[level - 1]
    )
    counts = [rng.randint(2, (6, 12, 9, 12, 9)[level - 1]) for _ in kinds]
    steps, total = [], counts[0]
    for count in counts[1:]:
        steps += multiply(total, count)
        total *= count
    listing = ", ".join(f"{c} {k}" for c, k in zip(counts, kinds, strict=True))
    question = rng.choice(
        (
            f"One of each is chosen from {listing}. In how many ways?",
            f"There are {listing}. How many ways are there to take one of each?",
        )
    )
    if level >= 4:
        banned = rng.randint(2, min(20, total - 1))
        steps.append(f"{total}-{banned}={total - banned}")
        question += f" Leave out {banned} that are not allowed."
        total -= banned
    return Worked(question, steps, str(total))


@family("Counting & Probability", (2, 3, 4, 5))
def arrangements(rng: random.Random, level: int) -> Worked:
    """Ordered choices without repetition."""
    n = rng.randint(4, (6, 9, 9, 12)[level - 2])
    k = 2 if level <= 3 else 3
    if level in (3, 5):
        k += rng.randint(0, 1) if n < 8 else 0
    steps, total = [], n
    for i in range(1, k):
        steps += multiply(total, n - i)
        total *= n - i
    question = rng.choice(
        (
            f"In how many ways can {k} of {n} runners win the first {k} places?",
            f"How many ways are there to put {k} of {n} books in a row?",
            f"How many codes of {k} different letters can be made from {n} letters?",
        )
    )
    return Worked(question, steps, str(total))


@family("Counting & Probability", (2, 3, 4, 5))
def pairs_and_groups(rng: random.Random, level: int) -> Worked:
    """Unordered choices: handshakes, teams."""
    k = 2 if level <= 3 else 3
    n = rng.randint(4, (9, 25, 9, 14)[level - 2])
    steps = multiply(n, n - 1)
    total = n * (n - 1)
    if k == 3:
        steps += multiply(total, n - 2)
        total *= n - 2
    divisor = 2 if k == 2 else 6
    steps.append(f"{total}/{divisor}={total // divisor}")
    if k == 2:
        question = rng.choice(
            (
                f"{n} people all shake hands once with each other. How many handshakes is that?",
                f"How many pairs can be chosen from {n} pupils?",
                f"{n} teams all play each other once. How many games is that?",
            )
        )
    else:
        question = rng.choice(
            (f"How many groups of 3 are there among {n} people?", f"Choose 3 of {n} cards: how many ways?")
        )
    return Worked(question, steps, str(comb(n, k)))


@family("Counting & Probability")
def bag(rng: random.Random, level: int) -> Worked:
    """Draw one ball, or two, from a bag; a fraction in lowest terms."""
    colours = rng.sample(COLOURS, 2 if level <= 2 else 3)
    counts = [rng.randint(1, (6, 9, 9, 9, 12)[level - 1]) for _ in colours]
    steps, total = [], counts[0]
    for count in counts[1:]:
        steps.append(f"{total}+{count}={total + count}")
        total += count
    listing = ", ".join(f"{n} {c}" for n, c in zip(counts, colours, strict=True))
    head = rng.choice((f"A bag holds {listing} balls.", f"There are {listing} balls in a box."))
    n, colour = counts[0], colours[0]
    if level == 3 or (level == 2 and rng.random() < 0.5):
        steps.append(f"{total}-{n}={total - n}")
        steps += reduce_steps(total - n, total) or [f"{total - n}/{total}"]
        ask = rng.choice(
            (
                f" What is the chance that one is not {colour}?",
                f" One is drawn. Find the probability that it is not {colour}.",
            )
        )
        return Worked(head + ask, steps, latex_fraction(total - n, total))
    if level <= 2:
        steps += reduce_steps(n, total) or [f"{n}/{total}"]
        ask = rng.choice(
            (f" What is the chance of {colour}?", f" One is drawn. Find the probability that it is {colour}.")
        )
        return Worked(head + ask, steps, latex_fraction(n, total))
    if n < 2:
        return bag(rng, level)
    top, bottom = n * (n - 1), total * (total - 1)
    steps += [f"{n}-1={n - 1}", f"{total}-1={total - 1}", *multiply(n, n - 1), *multiply(total, total - 1)]
    steps += reduce_steps(top, bottom) or [f"{top}/{bottom}"]
    ask = rng.choice(
        (
            f" Two are drawn. What is the chance that both are {colour}?",
            f" Find the probability that two drawn are both {colour}.",
        )
    )
    return Worked(head + ask, steps, latex_fraction(top, bottom))


@family("Counting & Probability", (1, 2, 3))
def dice(rng: random.Random, level: int) -> Worked:
    """One die with some number of sides, or a numbered card."""
    sides = rng.randint(6, (12, 20, 40)[level - 1])
    if level == 1:
        k = rng.randint(1, sides - 1)
        steps = reduce_steps(k, sides) or [f"{k}/{sides}"]
        question = rng.choice(
            (
                f"A die has {sides} sides. What is the chance of at most {k}?",
                f"A card is drawn from 1 to {sides}. What is the chance of a number up to {k}?",
            )
        )
        return Worked(question, steps, latex_fraction(k, sides))
    if level == 2:
        k = rng.randint(1, sides - 1)
        good = sides - k
        steps = [f"{sides}-{k}={good}"]
        question = rng.choice(
            (
                f"A die has {sides} sides. What is the chance of more than {k}?",
                f"A card is drawn from 1 to {sides}. What is the chance of a number above {k}?",
            )
        )
    else:
        k = rng.randint(2, 9)
        good = sides // k
        steps = [f"{sides}={good}*{k}+{sides % k}"]
        if good == 0:
            return dice(rng, level)
        question = rng.choice(
            (
                f"A card is drawn from 1 to {sides}. What is the chance of a multiple of {k}?",
                f"A die has {sides} sides. What is the chance that {k} divides the number?",
            )
        )
    steps += reduce_steps(good, sides) or [f"{good}/{sides}"]
    return Worked(question, steps, latex_fraction(good, sides))
