"""Geometry: lengths, areas, volumes, angles, coordinates."""

from __future__ import annotations

import random

from .core import Worked, family, latex_fraction, multiply

TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (7, 24, 25), (20, 21, 29))


@family("Geometry")
def rectangle(rng: random.Random, level: int) -> Worked:
    """Area and perimeter, and what has been cut out of them."""
    place = rng.choice(("rectangle", "garden", "room", "field"))
    a, b = rng.randint(2, (9, 15, 30, 60, 90)[level - 1]), rng.randint(2, (9, 9, 12, 25, 40)[level - 1])
    head = rng.choice((f"A {place} is {a} m by {b} m.", f"A {place} has sides of {a} m and {b} m."))
    if level in (1, 2) and rng.random() < 0.5:
        ask = rng.choice((" What is its perimeter in m?", " How many m is the way around it?"))
        return Worked(head + ask, [f"{a}+{b}={a + b}", f"2*{a + b}={2 * (a + b)}"], str(2 * (a + b)))
    area = a * b
    steps = multiply(a, b)
    if level <= 2:
        return Worked(
            head + rng.choice((" What is its area in square m?", " Find its area.")), steps, str(area)
        )
    c = rng.randint(2, min(a, 12))
    d = rng.randint(1, min(b, 9))
    if c * d >= area:
        return rectangle(rng, level)
    head += rng.choice(
        (f" A corner of {c} m by {d} m is cut off.", f" A part of {c} m by {d} m is taken away.")
    )
    steps += [*multiply(c, d), f"{area}-{c * d}={area - c * d}"]
    area -= c * d
    if level >= 4:
        price = rng.randint(2, 9)
        steps.append(f"{price}*{area}={price * area}")
        head += f" Each square m of the rest costs ${price}."
        area *= price
        if level == 5:
            fee = rng.randint(20, 500)
            head += f" A fee of ${fee} is added."
            steps.append(f"{area}+{fee}={area + fee}")
            area += fee
        return Worked(
            head + rng.choice((" What is the cost in dollars?", " How many dollars is that?")), steps, str(area)
        )
    return Worked(head + " What area is left?", steps, str(area))


@family("Geometry", (1, 2, 3, 4))
def triangle_angle(rng: random.Random, level: int) -> Worked:
    """The angles of a triangle or polygon make a known sum."""
    if level <= 2:
        a = rng.randint(20, 90)
        b = rng.randint(20, 150 - a)
        steps = [f"{a}+{b}={a + b}", f"180-{a + b}={180 - a - b}"]
        question = rng.choice(
            (
                f"Two angles of a triangle are {a} and {b} degrees. What is the third?",
                f"A triangle has angles of {a} and {b} degrees. How many degrees has the last one?",
            )
        )
        return Worked(question, steps, str(180 - a - b))
    sides = 4 if level == 3 else rng.randint(5, 6)
    whole = (sides - 2) * 180
    angles = [rng.randint(60, 130) for _ in range(sides - 1)]
    if not 20 <= whole - sum(angles) <= 175:
        return triangle_angle(rng, level)
    steps = [f"{sides}-2={sides - 2}", f"{sides - 2}*180={whole}"]
    running = angles[0]
    for angle in angles[1:]:
        steps.append(f"{running}+{angle}={running + angle}")
        running += angle
    steps.append(f"{whole}-{running}={whole - running}")
    listing = ", ".join(map(str, angles))
    return Worked(
        f"All angles but one of a polygon with {sides} sides are {listing} degrees. What is the last one?",
        steps,
        str(whole - running),
    )


@family("Geometry", (2, 3, 4, 5))
def right_triangle(rng: random.Random, level: int) -> Worked:
    """Pythagoras with whole sides."""
    a, b, c = rng.choice(TRIPLES[:level])
    k = rng.randint(1, (3, 4, 4, 5)[level - 2])
    a, b, c = a * k, b * k, c * k
    if c > 99:
        return right_triangle(rng, level)
    if rng.random() < 0.5:
        a, b = b, a
    if rng.random() < 0.5:
        steps = [f"{a}^2={a * a}", f"{b}^2={b * b}", f"{a * a}+{b * b}={c * c}", f"\\sqrt{{{c * c}}}={c}"]
        question = rng.choice(
            (
                f"The legs of a right triangle are {a} and {b}. How long is the hypotenuse?",
                f"How far apart are two corners of a rectangle {a} by {b} that face each other?",
            )
        )
        value = c
    else:
        steps = [f"{c}^2={c * c}", f"{a}^2={a * a}", f"{c * c}-{a * a}={b * b}", f"\\sqrt{{{b * b}}}={b}"]
        question = rng.choice(
            (
                f"A right triangle has hypotenuse {c} and a leg {a}. How long is the other leg?",
                f"A ladder of {c} m stands {a} m from a wall. How high does it reach?",
            )
        )
        value = b
    if level == 5:
        extra = rng.randint(2, 60)
        question = question[:-1] + f", plus {extra}?"
        steps.append(f"{value}+{extra}={value + extra}")
        value += extra
    return Worked(question, steps, str(value))


@family("Geometry", (2, 3, 4, 5))
def box_volume(rng: random.Random, level: int) -> Worked:
    """Volumes of boxes, and the depth that a volume leaves."""
    a, b, c = (rng.randint(2, (6, 9, 12, 15)[level - 2]) for _ in range(3))
    steps = [*multiply(a, b), *multiply(a * b, c)]
    volume = a * b * c
    thing = rng.choice(("box", "tank", "pool"))
    question = rng.choice((f"A {thing} is {a} by {b} by {c}.", f"A {thing} has edges {a}, {b} and {c}."))
    if level <= 3:
        return Worked(
            question + rng.choice((" What is its volume?", " How many unit cubes fill it?")), steps, str(volume)
        )
    taken = rng.randint(2, volume - 1)
    question += rng.choice((f" {taken} units of it are full.", f" {taken} unit cubes are in it."))
    steps.append(f"{volume}-{taken}={volume - taken}")
    if level == 4:
        return Worked(question + " How many more go in?", steps, str(volume - taken))
    count = rng.randint(2, 6)
    steps.append(f"{count}*{volume - taken}={count * (volume - taken)}")
    return Worked(
        question + f" How many more go into {count} such ones together?", steps, str(count * (volume - taken))
    )


@family("Geometry", (2, 3, 4))
def midpoint(rng: random.Random, level: int) -> Worked:
    """The point half-way between two points; the answer is a pair."""
    top = (9, 20, 60)[level - 2]
    low = 0 if level < 4 else -20
    x, y = rng.randint(low, top), rng.randint(low, top)
    u, v = x + 2 * rng.randint(1, top // 2), y + 2 * rng.randint(1, top // 2)
    steps = [f"{x}+{u}={x + u}", f"{x + u}/2={(x + u) // 2}", f"{y}+{v}={y + v}", f"{y + v}/2={(y + v) // 2}"]
    question = rng.choice(
        (
            f"What is the midpoint of ({x},{y}) and ({u},{v})?",
            f"Which point is half-way from ({x},{y}) to ({u},{v})?",
        )
    )
    return Worked(question, steps, f"({(x + u) // 2},{(y + v) // 2})")


@family("Geometry", (3, 4, 5))
def slope(rng: random.Random, level: int) -> Worked:
    """The slope of a line through two points, in lowest terms."""
    top = (9, 20, 40)[level - 3]
    x, y, u, v = (rng.randint(0, top) for _ in range(4))
    if u <= x or v == y:
        return slope(rng, level)
    rise, run = v - y, u - x
    question = rng.choice(
        (
            f"What is the slope of the line through ({x},{y}) and ({u},{v})?",
            f"A line goes from ({x},{y}) to ({u},{v}). Find its slope in lowest terms.",
        )
    )
    return Worked(question, [f"{v}-{y}={rise}", f"{u}-{x}={run}", f"{rise}/{run}"], latex_fraction(rise, run))
