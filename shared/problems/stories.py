"""Word problems: shopping, collections, sharing, pay, travel, ages."""

from __future__ import annotations

import random

from .core import Worked, family, multiply

NAMES = [
    "Mia",
    "Tom",
    "Ana",
    "Leo",
    "Zoe",
    "Ben",
    "Eva",
    "Sam",
    "Ida",
    "Max",
    "Lea",
    "Jon",
    "Amy",
    "Kai",
    "Ruth",
    "Omar",
    "Nina",
    "Paul",
    "Sara",
    "Hugo",
    "Lin",
    "Ravi",
    "Tara",
    "Noah",
    "Ella",
    "Finn",
]
THINGS = ["marbles", "stamps", "shells", "coins", "cards", "stickers", "beads", "apples", "books", "pens"]
GOODS = ["pens", "books", "cups", "hats", "bags", "lamps", "plates", "balls", "kites", "rings"]


def _names(rng: random.Random, count: int) -> list[str]:
    return rng.sample(NAMES, count)


@family("Word Problems")
def shopping(rng: random.Random, level: int) -> Worked:
    """Buy several kinds of things, perhaps with a voucher, and take the change."""
    (name,) = _names(rng, 1)
    kinds = rng.sample(GOODS, (1, 2, 2, 3, 4)[level - 1])
    top = (9, 9, 15, 25, 40)[level - 1]
    steps, parts, total = [], [], None
    for kind in kinds:
        count, price = rng.randint(2, 9), rng.randint(2, top)
        parts.append(f"{count} {kind} at ${price} each")
        cost = count * price
        steps.append(f"{kind}: {count}*{price}={cost}")
        if total is None:
            total = cost
        else:
            steps.append(f"{total}+{cost}={total + cost}")
            total += cost
    listing = parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
    question = rng.choice(
        (
            f"{name} buys {listing}.",
            f"{name} goes to the shop and takes {listing}.",
            f"At the market {name} picks {listing}.",
        )
    )
    if level >= 3 and rng.random() < 0.6:
        voucher = rng.randint(2, min(20, total - 1))
        question += rng.choice(
            (f" A voucher takes ${voucher} off.", f" The shop takes ${voucher} off the bill.")
        )
        steps.append(f"{total}-{voucher}={total - voucher}")
        total -= voucher
    if level == 1 or rng.random() < 0.4:
        question += rng.choice(
            (" How many dollars is that?", " What is the total in dollars?", " What must be paid?")
        )
        return Worked(question, steps, str(total))
    paid = next(bill for bill in (20, 50, 100, 200, 500, 1000, 2000, 5000) if bill >= total)
    question += rng.choice(
        (
            f" How much change is left from ${paid}?",
            f" How many dollars come back from ${paid}?",
            f" {name} pays with ${paid}. What is the change?",
        )
    )
    steps.append(f"{paid}-{total}={paid - total}")
    return Worked(question, steps, str(paid - total))


@family("Word Problems")
def collection(rng: random.Random, level: int) -> Worked:
    """A count that grows and shrinks: found, lost, doubled, given away in part."""
    (name,) = _names(rng, 1)
    thing = rng.choice(THINGS)
    top = (20, 40, 90, 200, 400)[level - 1]
    total = rng.randint(5, top)
    question = rng.choice((f"{name} has {total} {thing}.", f"{name} starts with {total} {thing}."))
    steps = []
    for _ in range(level + 1 if level > 1 else 1):
        kind = rng.choice(("gain", "lose", "double", "part") if level >= 2 else ("gain", "lose"))
        amount = rng.randint(2, top)
        if kind == "lose" and amount >= total:
            kind = "gain"
        divisor = next((d for d in rng.sample((2, 3, 4, 5), 4) if total % d == 0), None)
        if kind == "part" and (divisor is None or total < 10):
            kind = "gain"
        if kind == "double" and total > 4 * top:
            kind = "gain"
        if kind == "gain":
            question += rng.choice(
                (f" {name} finds {amount} more.", f" Then {amount} are added.", f" {name} wins {amount}.")
            )
            steps.append(f"{total}+{amount}={total + amount}")
            total += amount
        elif kind == "lose":
            question += rng.choice(
                (f" {name} loses {amount}.", f" Then {amount} are given away.", f" {name} sells {amount}.")
            )
            steps.append(f"{total}-{amount}={total - amount}")
            total -= amount
        elif kind == "double":
            k = rng.choice((2, 3))
            question += f" The number is {'doubled' if k == 2 else 'tripled'}."
            steps.append(f"{k}*{total}={k * total}")
            total *= k
        else:
            share = {2: "half", 3: "a third", 4: "a quarter", 5: "a fifth"}[divisor]
            question += f" {name} gives away {share} of them."
            part = total // divisor
            steps += [f"{total}/{divisor}={part}", f"{total}-{part}={total - part}"]
            total -= part
    question += rng.choice((f" How many {thing} are there now?", f" How many {thing} does {name} have now?"))
    return Worked(question, steps, str(total))


@family("Word Problems")
def sharing(rng: random.Random, level: int) -> Worked:
    """Boxes are filled, some break, the rest is shared evenly."""
    thing = rng.choice(THINGS)
    people, each = rng.randint(2, 9), rng.randint(2, (9, 12, 20, 30, 60)[level - 1])
    total = people * each
    last = f"{total}/{people}={each}"
    who = rng.choice(("children", "friends", "players", "pupils"))
    share = rng.choice((f"are shared evenly by {people} {who}.", f"are split equally among {people} {who}."))
    ask = rng.choice((" How many does each get?", " How many are there for each?"))
    if level == 1:
        return Worked(f"{total} {thing} {share}{ask}", [last], str(each))
    kept = rng.randint(1, each) if level < 4 else rng.randint(each, 3 * each)
    before = total + kept
    kept_text = rng.choice((f"{kept} are lost", f"{kept} are kept back", f"{kept} break"))
    steps = [f"{before}-{kept}={total}", last]
    if level == 2:
        return Worked(f"There are {before} {thing}; {kept_text}. The others {share}{ask}", steps, str(each))
    boxes = rng.randint(2, 9)
    in_box, extra = divmod(before, boxes)
    if in_box < 2:
        return sharing(rng, level)
    packed = [f"{boxes}*{in_box}={boxes * in_box}"]
    if extra:
        packed.append(f"{boxes * in_box}+{extra}={before}")
    more = f" and {extra} loose ones" if extra else ""
    question = f"There are {boxes} boxes of {in_box} {thing}{more}; {kept_text}. The others {share}"
    steps = [*packed, *steps]
    if level < 5:
        return Worked(question + ask, steps, str(each))
    gift = rng.randint(2, each + 5)
    question += f" If each then buys {gift} more, how many do all {people} have together?"
    steps += [f"{each}+{gift}={each + gift}", f"{people}*{each + gift}={people * (each + gift)}"]
    return Worked(question, steps, str(people * (each + gift)))


@family("Word Problems")
def pay(rng: random.Random, level: int) -> Worked:
    """Wages by the hour, costs and savings."""
    (name,) = _names(rng, 1)
    hours, rate = rng.randint(2, 9), rng.randint(5, (12, 20, 30, 45, 60)[level - 1])
    total = hours * rate
    question = rng.choice(
        (
            f"{name} works {hours} hours at ${rate} an hour",
            f"{name} earns ${rate} an hour and works {hours} hours",
        )
    )
    steps = [f"{hours}*{rate}={total}"]
    if level >= 3:
        days = rng.randint(2, 6)
        question += f" a day for {days} days"
        steps.append(f"{days}*{total}={days * total}")
        total *= days
    if level >= 2:
        cost = rng.randint(2, total - 1) if level == 2 else rng.randint(10, min(total - 1, 300))
        question += rng.choice((f", and spends ${cost}", f", and pays ${cost} in rent"))
        steps.append(f"{total}-{cost}={total - cost}")
        total -= cost
    if level >= 4:
        bonus = rng.randint(10, 200)
        question += f". A bonus of ${bonus} is added"
        steps.append(f"{total}+{bonus}={total + bonus}")
        total += bonus
    if level == 5:
        weeks = rng.randint(2, 5)
        question += f". This happens in {weeks} weeks"
        steps.append(f"{weeks}*{total}={weeks * total}")
        total *= weeks
    question += rng.choice((". How many dollars is that in the end?", ". How much money is there in the end?"))
    return Worked(question, steps, str(total))


@family("Word Problems")
def travel(rng: random.Random, level: int) -> Worked:
    """Speed, time and distance, over one or several legs."""
    legs = (1, 1, 2, 2, 3)[level - 1]
    vehicle = rng.choice(("car", "train", "bus", "boat", "truck"))
    top = (30, 60, 60, 95, 120)[level - 1]
    parts, steps, distance, time = [], [], 0, 0
    for index in range(legs):
        speed, hours = rng.randint(10, top), rng.randint(2, 9)
        parts.append(f"{hours} hours at {speed} km/h")
        steps.append(f"{hours}*{speed}={hours * speed}")
        if index:
            steps.append(f"{distance}+{hours * speed}={distance + hours * speed}")
        distance += hours * speed
        time += hours
    listing = parts[0] if legs == 1 else ", then ".join(parts)
    question = rng.choice((f"A {vehicle} drives {listing}.", f"A {vehicle} goes {listing}."))
    if level in (2, 4) or (level == 5 and rng.random() < 0.5):
        whole = distance + rng.randint(5, 400)
        question += rng.choice(
            (
                f" The trip is {whole} km long. How many km are left?",
                f" How far is it still to go to reach {whole} km?",
            )
        )
        steps.append(f"{whole}-{distance}={whole - distance}")
        return Worked(question, steps, str(whole - distance))
    question += rng.choice((" How many km is that?", " What distance does it cover, in km?"))
    return Worked(question, steps, str(distance))


@family("Word Problems")
def ages(rng: random.Random, level: int) -> Worked:
    """Ages that hang on one another."""
    count = (2, 2, 3, 3, 4)[level - 1]
    names = _names(rng, count)
    age = rng.randint(3, (12, 15, 12, 12, 12)[level - 1])
    sentences, steps, known = [f"{names[0]} is {age} years old."], [], [age]
    for previous, name in zip(names, names[1:], strict=False):
        kind = rng.choice(("older", "younger", "times"))
        amount = rng.randint(2, 9)
        if kind == "younger" and amount >= age:
            kind = "older"
        if kind == "times" and age > 20:
            kind = "older"
        if kind == "older":
            sentences.append(f"{name} is {amount} years older than {previous}.")
            step, new = f"{age}+{amount}", age + amount
        elif kind == "younger":
            sentences.append(f"{name} is {amount} years younger than {previous}.")
            step, new = f"{age}-{amount}", age - amount
        else:
            k = rng.randint(2, 4)
            sentences.append(f"{name} is {k} times as old as {previous}.")
            step, new = f"{k}*{age}", k * age
        steps.append(f"{name}: {step}={new}")
        age = new
        known.append(age)
    if level == 1:
        return Worked(" ".join(sentences) + f" How old is {names[-1]}?", steps, str(age))
    if level in (2, 4) and rng.random() < 0.5:
        later = rng.randint(2, 30)
        steps.append(f"{age}+{later}={age + later}")
        return Worked(
            " ".join(sentences) + f" How old is {names[-1]} in {later} years?", steps, str(age + later)
        )
    total = known[0]
    for value in known[1:]:
        steps.append(f"{total}+{value}={total + value}")
        total += value
    ask = rng.choice((" How old are they all together?", " What is the sum of their ages?"))
    if level == 5:
        later = rng.randint(2, 9)
        ask = f" What is the sum of their ages in {later} years?"
        steps += [f"{count}*{later}={count * later}", f"{total}+{count * later}={total + count * later}"]
        total += count * later
    return Worked(" ".join(sentences) + ask, steps, str(total))


@family("Word Problems", (2, 3, 4, 5))
def stock(rng: random.Random, level: int) -> Worked:
    """Shelves, rows and crates: a product of products, less what is missing."""
    thing = rng.choice(THINGS)
    a, b = rng.randint(2, 9), rng.randint(3, (9, 15, 30, 60)[level - 2])
    total = a * b
    question = rng.choice(
        (f"A shop has {a} shelves with {b} {thing} each", f"A room holds {a} rows of {b} {thing}")
    )
    steps = [f"{a}*{b}={total}"]
    if level >= 4:
        c, d = rng.randint(2, 30), rng.randint(11, 30)
        question += f", and {c} crates of {d} {thing}"
        steps += multiply(c, d)
        steps.append(f"{total}+{c * d}={total + c * d}")
        total += c * d
    missing = rng.randint(2, max(3, total // 2))
    question += rng.choice(
        (f". {missing} are sold.", f". {missing} are taken out.", f". {missing} are broken.")
    )
    steps.append(f"{total}-{missing}={total - missing}")
    total -= missing
    if level in (3, 5):
        delivery = rng.randint(10, 400)
        question += f" {delivery} new ones arrive."
        steps.append(f"{total}+{delivery}={total + delivery}")
        total += delivery
    return Worked(
        question + rng.choice((f" How many {thing} are there?", f" How many {thing} remain?")),
        steps,
        str(total),
    )
