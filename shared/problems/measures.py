"""Measurement: units of length, weight and volume, and the clock."""

from __future__ import annotations

import random

from .core import Worked, family

UNITS = (
    ("km", "m", 1000),
    ("m", "cm", 100),
    ("kg", "g", 1000),
    ("hours", "minutes", 60),
    ("minutes", "seconds", 60),
    ("days", "hours", 24),
    ("weeks", "days", 7),
)


@family("Measurement")
def convert(rng: random.Random, level: int) -> Worked:
    """Large units into small ones, and sums of both."""
    big, small, factor = rng.choice(UNITS)
    a = rng.randint(2, (9, 9, 12, 15, 20)[level - 1])
    total = a * factor
    steps = [f"{a}*{factor}={total}"]
    if level == 1:
        question = rng.choice(
            (
                f"How many {small} are {a} {big}?",
                f"Write {a} {big} in {small}.",
                f"{a} {big} is how many {small}?",
            )
        )
        return Worked(question, steps, str(total))
    b = rng.randint(1, factor - 1)
    steps.append(f"{total}+{b}={total + b}")
    total += b
    text = f"{a} {big} and {b} {small}"
    if level == 2:
        question = rng.choice((f"How many {small} are {text}?", f"Write {text} in {small}."))
        return Worked(question, steps, str(total))
    for _ in range(level - 2):
        k = rng.choice(("add", "take", "times"))
        if k == "times" and total < 3000:
            n = rng.randint(2, 5)
            text = f"{n} times ({text})"
            steps.append(f"{n}*{total}={n * total}")
            total *= n
        elif k == "take":
            n = rng.randint(1, total - 1)
            text = f"{text} less {n} {small}"
            steps.append(f"{total}-{n}={total - n}")
            total -= n
        else:
            n = rng.randint(2, 999)
            text = f"{text} plus {n} {small}"
            steps.append(f"{total}+{n}={total + n}")
            total += n
        if total < 2:
            return convert(rng, level)
    question = rng.choice(
        (f"How many {small} are {text}?", f"Write {text} in {small}.", f"Give {text} in {small}.")
    )
    return Worked(question, steps, str(total))


@family("Measurement")
def clock(rng: random.Random, level: int) -> Worked:
    """Minutes between two times of a day, or the time after some minutes, counted from midnight."""
    h, m = rng.randint(1, (9, 11, 11, 12, 12)[level - 1]), 5 * rng.randrange(12)
    start = 60 * h + m
    event = rng.choice(("film", "class", "trip", "game", "show"))
    if level == 1:
        d = 5 * rng.randint(1, 11 - m // 5) if m < 55 else 5
        end = start + d
        if end // 60 != h:
            return clock(rng, level)
        question = f"A {event} runs from {h}:{m:02d} to {h}:{m + d:02d}. How many minutes is that?"
        return Worked(question, [f"{m + d}-{m}={d}"], str(d))
    d = rng.randint(20, (120, 200, 300, 500)[level - 2])
    end = start + d
    eh, em = divmod(end, 60)
    steps = [
        f"{h}*60={60 * h}",
        f"{60 * h}+{m}={start}",
        f"{eh}*60={60 * eh}",
        f"{60 * eh}+{em}={end}",
        f"{end}-{start}={d}",
    ]
    question = rng.choice(
        (
            f"A {event} runs from {h}:{m:02d} to {eh}:{em:02d}",
            f"A {event} starts at {h}:{m:02d} and ends at {eh}:{em:02d}",
        )
    )
    if level >= 4:
        pause = rng.randint(2, d // 2)
        question += f", with a break of {pause} minutes"
        steps.append(f"{d}-{pause}={d - pause}")
        d -= pause
    if level == 5:
        times = rng.randint(2, 6)
        question += f". It happens {times} times"
        steps.append(f"{times}*{d}={times * d}")
        d *= times
    return Worked(
        question + rng.choice((". How many minutes is that?", ". How long is that in minutes?")), steps, str(d)
    )


@family("Measurement", (2, 3, 4, 5))
def filling(rng: random.Random, level: int) -> Worked:
    """Tanks that fill and leak at steady rates."""
    rate, minutes = rng.randint(2, (9, 15, 30, 60)[level - 2]), rng.randint(2, 9)
    start = rng.randint(5, 60 * (level - 1))
    total = start + rate * minutes
    question = f"A tank holds {start} litres. {rate} litres a minute run in for {minutes} minutes."
    steps = [f"{minutes}*{rate}={minutes * rate}", f"{start}+{minutes * rate}={total}"]
    if level >= 3:
        leak = rng.randint(1, total - 1) if level == 3 else rng.randint(1, 9)
        if level == 3:
            question += f" Then {leak} litres are used."
            steps.append(f"{total}-{leak}={total - leak}")
            total -= leak
        else:
            again = rng.randint(2, 9)
            if leak * again >= total:
                return filling(rng, level)
            question += f" Then {leak} litres a minute run out for {again} minutes."
            steps += [f"{again}*{leak}={again * leak}", f"{total}-{again * leak}={total - again * leak}"]
            total -= again * leak
    if level == 5:
        cans = next((k for k in rng.sample(range(2, 10), 8) if total % k == 0), None)
        if cans is None:
            return filling(rng, level)
        question += f" It is then poured into {cans} equal cans. How many litres does each hold?"
        return Worked(question, [*steps, f"{total}/{cans}={total // cans}"], str(total // cans))
    return Worked(
        question + rng.choice((" How many litres are in it?", " How full is it then, in litres?")),
        steps,
        str(total),
    )
