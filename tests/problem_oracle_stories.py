"""The part of the oracle that reads stories: money, collections, sharing, measures, shapes.

A story is read sentence by sentence; a sentence that nothing reads is an error. See :mod:`problem_oracle`.
"""

from __future__ import annotations

import re
from datetime import datetime
from itertools import product

import sympy
from problem_oracle import NUMBER, numbers, parse, reads
from sympy import Point, Rational

NAME = r"[A-Z][a-z]+"
SHARES = {text: Rational(1, n) for n, text in enumerate(("half", "a third", "a quarter", "a fifth"), start=2)}


def captures(text: str, *patterns: str) -> list[tuple[str, tuple[int, ...]]]:
    """Cut a text into consecutive matches of the patterns; each comes as (its words, its numbers).

    Raises:
        ValueError: some stretch of the text fits none of them.
    """
    pattern = re.compile("|".join(f"(?:{p})" for p in patterns))
    found, position = [], 0
    while position < len(text):
        match = pattern.match(text, position)
        if match is None or match.end() == position:
            raise ValueError(f"cannot read {text[position:]!r}")
        found.append((match[0].strip(), tuple(numbers(match[0]))))
        position = match.end()
    return found


# --- word problems ------------------------------------------------------------------------------------------

ITEM = r"\d+ [a-z]+ at \$\d+ each"


@reads(
    rf"(?:(?P<name>{NAME}) buys|{NAME} goes to the shop and takes|At the market {NAME} picks) "
    rf"(?P<items>{ITEM}(?:, {ITEM})*(?: and {ITEM})?)\."
    r"(?: (?:A voucher|The shop) takes \$(?P<voucher>\d+) off(?: the bill)?\.)?"
    r"(?: How many dollars is that\?| What is the total in dollars\?| What must be paid\?"
    r"| How much change is left from \$(?P<a>\d+)\?| How many dollars come back from \$(?P<b>\d+)\?"
    rf"| {NAME} pays with \$(?P<c>\d+)\. What is the change\?)"
)
def shopping(
    items: str, voucher: int | None, a: int | None, b: int | None, c: int | None, name: str | None
) -> int:
    lines = sympy.Matrix([numbers(item) for item in re.findall(ITEM, items)])
    bill = lines[:, 0].dot(lines[:, 1]) - (voucher or 0)
    paid = a or b or c
    return bill if paid is None else paid - bill


@reads(
    rf"(?P<name>{NAME}) (?:has|starts with) (?P<start>\d+) (?P<thing>[a-z]+)\."
    rf"(?P<story>(?: (?:{NAME}|Then \d+ are|The number is) [^.?]+\.)+)"
    r" How many (?P=thing) (?:are there|does (?P=name) have) now\?"
)
def collection(name: str, start: int, thing: str, story: str) -> sympy.Expr:
    total = sympy.Integer(start)
    sentences = captures(
        story,
        rf" {name} (?:finds|wins|loses|sells) \d+(?: more)?\.",
        rf" {name} gives away (?:{'|'.join(SHARES)}) of them\.",
        r" Then \d+ are (?:added|given away)\.",
        r" The number is (?:doubled|tripled)\.",
    )
    for words, amounts in sentences:
        if not amounts:
            share = next((value for text, value in SHARES.items() if f"away {text} of" in words), None)
            total *= 1 - share if share else 2 if "doubled" in words else 3
        else:
            total += amounts[0] if re.search(r"finds|wins|added", words) else -amounts[0]
        assert total.is_integer and total >= 0, f"{total} things: {story}"
    return total


@reads(
    r"(?P<total>\d+) [a-z]+ are (?:shared evenly by|split equally among) (?P<people>\d+) [a-z]+\."
    r" How many (?:does each get|are there for each)\?",
    r"There are (?P<total>\d+) [a-z]+; (?P<gone>\d+) (?:are lost|are kept back|break)\."
    r" The others are (?:shared evenly by|split equally among) (?P<people>\d+) [a-z]+\."
    r" How many (?:does each get|are there for each)\?",
    r"There are (?P<boxes>\d+) boxes of (?P<full>\d+) [a-z]+(?: and (?P<loose>\d+) loose ones)?;"
    r" (?P<gone>\d+) (?:are lost|are kept back|break)\."
    r" The others are (?:shared evenly by|split equally among) (?P<people>\d+) [a-z]+\."
    r"(?: How many (?:does each get|are there for each)\?"
    r"| If each then buys (?P<gift>\d+) more, how many do all (?P=people) have together\?)",
)
def sharing(
    people: int,
    total: int | None = None,
    gone: int = 0,
    boxes: int = 0,
    full: int = 0,
    loose: int | None = None,
    gift: int | None = None,
) -> int:
    rest = (total or boxes * full + (loose or 0)) - gone
    hands = [0] * people  # dealt out one by one
    for i in range(rest):
        hands[i % people] += 1
    assert len(set(hands)) == 1, "cannot be shared evenly"
    return hands[0] if gift is None else rest + people * gift


@reads(
    rf"{NAME} (?:works (?P<h1>\d+) hours at \$(?P<r1>\d+) an hour"
    r"|earns \$(?P<r2>\d+) an hour and works (?P<h2>\d+) hours)"
    r"(?: a day for (?P<days>\d+) days)?(?:, and (?:spends \$(?P<s1>\d+)|pays \$(?P<s2>\d+) in rent))?"
    r"(?:\. A bonus of \$(?P<bonus>\d+) is added)?(?:\. This happens in (?P<weeks>\d+) weeks)?"
    r"\. How (?:many dollars is that|much money is there) in the end\?"
)
def pay(**given: int | None) -> int:
    n = {key: value or 0 for key, value in given.items()}
    hours = (n["h1"] or n["h2"]) * (n["days"] or 1)
    week = sum([n["r1"] or n["r2"]] * hours) - (n["s1"] or n["s2"]) + n["bonus"]
    return sum([week] * (n["weeks"] or 1))


LEG = r"\d+ hours at \d+ km/h"


@reads(
    rf"A [a-z]+ (?:drives|goes) (?P<legs>{LEG}(?:, then {LEG})*)\."
    r"(?: How many km is that\?| What distance does it cover, in km\?"
    r"| The trip is (?P<a>\d+) km long\. How many km are left\?"
    r"| How far is it still to go to reach (?P<b>\d+) km\?)"
)
def travel(legs: str, a: int | None, b: int | None) -> int:
    hourly = [speed for hours, speed in map(numbers, re.findall(LEG, legs)) for _ in range(hours)]
    whole = a or b
    return sum(hourly) if whole is None else whole - sum(hourly)


PERSON = (
    rf" ?{NAME} is \d+ years old\.",
    rf" {NAME} is \d+ years (?:older|younger) than {NAME}\.",
    rf" {NAME} is \d+ times as old as {NAME}\.",
)


@reads(
    rf"(?P<story>(?:{'|'.join(PERSON)})+)"
    rf"(?: How old is (?P<name>{NAME})(?: in (?P<later>\d+) years)?\?| How old are they all together\?"
    r"| What is the sum of their ages(?: in (?P<years>\d+) years)?\?)"
)
def ages(story: str, name: str | None, later: int | None, years: int | None) -> sympy.Expr:
    equations = []
    for words, (n,) in captures(story, *PERSON):
        who, *whom = [sympy.Symbol(word) for word in re.findall(NAME, words)]
        if "times" in words:
            equations.append(who - n * whom[0])
        elif whom:
            equations.append(who - whom[0] - (n if "older" in words else -n))
        else:
            equations.append(who - n)
    people = sorted(set().union(*(e.free_symbols for e in equations)), key=str)
    (solution,) = sympy.linsolve(equations, people)
    assert all(age > 0 for age in solution), story
    if name is not None:
        return solution[people.index(sympy.Symbol(name))] + (later or 0)
    return sum(age + (years or 0) for age in solution)


@reads(
    r"A (?:shop has (?P<a>\d+) shelves with (?P<b>\d+) (?P<thing>[a-z]+) each"
    r"|room holds (?P<c>\d+) rows of (?P<d>\d+) (?P<other>[a-z]+))"
    r"(?:, and (?P<crates>\d+) crates of (?P<each>\d+) [a-z]+)?"
    r"\. (?P<gone>\d+) are (?:sold|taken out|broken)\.(?: (?P<new>\d+) new ones arrive\.)?"
    r" How many (?P<asked>[a-z]+) (?:are there|remain)\?"
)
def stock(thing: str | None, other: str | None, asked: str, **given: int | None) -> int:
    assert asked == (thing or other)
    n = {key: value or 0 for key, value in given.items()}
    stored = sympy.Matrix([n["a"] or n["c"], n["crates"]]).dot(sympy.Matrix([n["b"] or n["d"], n["each"]]))
    assert 0 < n["gone"] <= stored
    return stored + n["new"] - n["gone"]


# --- fractions, percent, ratios, averages -------------------------------------------------------------------


@reads(r"(?:What is|Find) (?P<p>\d+)/(?P<q>\d+) of (?P<whole>\d+)[.?]")
def fraction_of_number(p: int, q: int, whole: int) -> Rational:
    return Rational(p, q) * whole


@reads(
    rf"(?P<name>{NAME}) has (?P<whole>\d+) (?P<thing>[a-z]+)"
    r" and (?:gives away|sells) (?P<p>\d+)/(?P<q>\d+) of them\."
    r"(?: Then (?P=name) gets (?P<more>\d+) more\.)?"
    r"(?: How many (?P=thing) are there now\?"
    r"| 1/(?P<k>\d+) of all these are red; the others are blue\."
    r"(?: How many are blue\?"
    r"| Each blue one is worth \$(?P<price>\d+)\. How many dollars are the blue ones worth\?))"
)
def fraction_of_things(
    name: str, whole: int, thing: str, p: int, q: int, more: int | None, k: int | None, price: int | None
) -> Rational:
    left = whole * Rational(q - p, q) + (more or 0)
    blue = left if k is None else left * Rational(k - 1, k)
    assert left.is_integer and blue.is_integer
    return blue * (price or 1)


@reads(
    r"(?:What is|Find) (?P<percent>\d+)% of (?P<whole>\d+)[.?]",
    r"(?P<percent>\d+)% of (?P<whole>\d+) pupils sing\. How many is that\?",
)
def percent_of(percent: int, whole: int) -> Rational:
    return whole * Rational(percent, 100)


CHANGE = (
    r" It is reduced by \d+%\.",
    r" The shop takes off \d+%\.",
    r" The price rises by \d+%\.",
    r" \d+% tax is added\.",
)


@reads(
    rf"A [a-z]+ costs \$(?P<price>\d+)\.(?P<changes>(?:{'|'.join(CHANGE)})+)"
    r"(?: What is the price now\?| What does it cost in the end\?)"
)
def percent_chain(price: int, changes: str) -> Rational:
    factors = [
        Rational(100 - n if re.search("reduced|off", words) else 100 + n, 100)
        for words, (n,) in captures(changes, *CHANGE)
    ]
    return price * sympy.prod(factors)


@reads(
    rf"(?:(?P<g1>{NAME}(?:, {NAME})? and {NAME}) share \$(?P<t1>\d+) in the ratio (?P<p1>\d+(?::\d+)+)\."
    rf"|\$(?P<t2>\d+) is split between (?P<g2>{NAME}(?:, {NAME})? and {NAME}) as (?P<p2>\d+(?::\d+)+)\.)"
    rf"(?: How much does (?P<a>{NAME}) get\?| What is the share of (?P<b>{NAME}) in dollars\?"
    rf"| (?P<c>{NAME}) spends \$(?P<spent>\d+) of it\. How many dollars has (?P=c) left\?)"
)
def ratio(spent: int | None, **given: object) -> Rational:
    names = re.findall(NAME, given["g1"] or given["g2"])
    parts = numbers(given["p1"] or given["p2"])
    assert len(set(names)) == len(parts)
    who = names.index(given["a"] or given["b"] or given["c"])
    shares = sympy.symbols(f"s:{len(parts)}", positive=True)
    equations = [sum(shares) - (given["t1"] or given["t2"])]
    equations += [
        shares[0] * part - share * parts[0] for share, part in zip(shares[1:], parts[1:], strict=True)
    ]
    (solution,) = sympy.linsolve(equations, shares)
    return solution[who] - (spent or 0)


NUMBERS = r"(?P<row>\d+(?:, \d+)*)"


@reads(
    rf"What is the average of {NUMBERS}\?",
    rf"Find the mean of {NUMBERS}\.",
    rf"The scores are {NUMBERS}\. What is their average\?",
)
def average(row: str) -> Rational:
    values = numbers(row)
    return sum(Rational(value, len(values)) for value in values)


@reads(
    rf"The average of (?P<n>\d+) numbers is (?P<mean>\d+)\. All but one are {NUMBERS}\. What is the other\?",
    rf"{NUMBERS} and one more number have the mean (?P<mean>\d+)\. What is that number\?",
)
def missing_number(row: object, mean: int, n: int | None = None) -> int:
    values = numbers(str(row))
    assert n in (None, len(values) + 1), "the count does not fit the list"
    return mean + sum(mean - value for value in values)  # what the others lack, the missing one has


FEE = rf"(?:, with a fee of \$(?P<fee>{NUMBER}) added)?"


@reads(
    rf"(?P<n>\d+) [a-z ]+ cost \$(?P<cost>{NUMBER})\. What do (?P<m>\d+) cost, in dollars{FEE}\?",
    rf"One pays \$(?P<cost>{NUMBER}) for (?P<n>\d+) [a-z ]+\. How many dollars are (?P<m>\d+){FEE}\?",
)
def price_per_unit(n: int, cost: Rational, m: int, fee: Rational | None) -> Rational:
    return Rational(m, n) * cost + (fee or 0)


# --- geometry -----------------------------------------------------------------------------------------------

PLACE = (
    r"A (?:rectangle|garden|room|field)"
    r" (?:is (?P<a>\d+) m by (?P<b>\d+) m|has sides of (?P<c>\d+) m and (?P<d>\d+) m)\."
)


@reads(rf"{PLACE}(?: What is its perimeter in m\?| How many m is the way around it\?)")
def perimeter(a: int | None, b: int | None, c: int | None, d: int | None) -> sympy.Expr:
    w, h = a or c, b or d
    return sympy.Polygon((0, 0), (w, 0), (w, h), (0, h)).perimeter


@reads(
    rf"{PLACE}(?: What is its area in square m\?| Find its area\.)",
    rf"{PLACE} A (?:corner|part) of (?P<u>\d+) m by (?P<v>\d+) m is (?:cut off|taken away)\."
    r"(?: What area is left\?| Each square m of the rest costs \$(?P<price>\d+)\."
    r"(?: A fee of \$(?P<fee>\d+) is added\.)?(?: What is the cost in dollars\?| How many dollars is that\?))",
)
def area(
    a: int | None,
    b: int | None,
    c: int | None,
    d: int | None,
    u: int = 0,
    v: int = 0,
    price: int | None = None,
    fee: int | None = None,
) -> int:
    w, h = a or c, b or d
    assert u <= w and v <= h, "the part does not fit in"
    squares = sum(not (x < u and y < v) for x, y in product(range(w), range(h)))
    return squares * (price or 1) + (fee or 0)


@reads(
    r"Two angles of a triangle are (?P<row>\d+ and \d+) degrees\. What is the third\?",
    r"A triangle has angles of (?P<row>\d+ and \d+) degrees\. How many degrees has the last one\?",
    r"All angles but one of a polygon with (?P<sides>\d+) sides are (?P<row>\d+(?:, \d+)+) degrees\."
    r" What is the last one\?",
)
def last_angle(row: str, sides: int = 3) -> int:
    angles = numbers(row)
    assert len(angles) == sides - 1
    turned = sum(180 - angle for angle in angles)  # walking around it, one turns by 360 degrees in all
    return 180 - (360 - turned)


EXTRA = r"(?:, plus (?P<extra>\d+))?\?"


@reads(
    rf"The legs of a right triangle are (?P<a>\d+) and (?P<b>\d+)\. How long is the hypotenuse{EXTRA}",
    rf"How far apart are two corners of a rectangle (?P<a>\d+) by (?P<b>\d+) that face each other{EXTRA}",
)
def hypotenuse(a: int, b: int, extra: int | None) -> sympy.Expr:
    return Point(a, 0).distance(Point(0, b)) + (extra or 0)


@reads(
    rf"A right triangle has hypotenuse (?P<c>\d+) and a leg (?P<a>\d+)\. How long is the other leg{EXTRA}",
    rf"A ladder of (?P<c>\d+) m stands (?P<a>\d+) m from a wall\. How high does it reach{EXTRA}",
)
def leg(c: int, a: int, extra: int | None) -> int:
    return next(b for b in range(1, c) if a * a + b * b == c * c) + (extra or 0)


@reads(
    r"A (?:box|tank|pool) (?:is (?P<s1>\d+ by \d+ by \d+)|has edges (?P<s2>\d+, \d+ and \d+))\."
    r"(?: What is its volume\?| How many unit cubes fill it\?"
    r"| (?P<taken>\d+) (?:units of it are full|unit cubes are in it)\."
    r"(?: How many more go in\?| How many more go into (?P<n>\d+) such ones together\?))"
)
def box(s1: str | None, s2: str | None, taken: int | None, n: int | None) -> int:
    free = sum(1 for _ in product(*map(range, numbers(s1 or s2)))) - (taken or 0)
    return sum([free] * (n or 1))


POINTS = r"\((?P<x>-?\d+),(?P<y>-?\d+)\) {} \((?P<u>-?\d+),(?P<v>-?\d+)\)"


@reads(
    rf"What is the midpoint of {POINTS.format('and')}\?",
    rf"Which point is half-way from {POINTS.format('to')}\?",
)
def midpoint(x: int, y: int, u: int, v: int) -> sympy.Tuple:
    return sympy.Tuple(*Point(x, y).midpoint(Point(u, v)))


@reads(
    rf"What is the slope of the line through {POINTS.format('and')}\?",
    rf"A line goes from {POINTS.format('to')}\. Find its slope in lowest terms\.",
)
def slope(x: int, y: int, u: int, v: int) -> sympy.Expr:
    return sympy.Line((x, y), (u, v)).slope


# --- measurement --------------------------------------------------------------------------------------------

SIZES = {  # in mm, mg, seconds: three dimensions that never meet in one question
    **{"km": 1_000_000, "m": 1000, "cm": 10},
    **{"kg": 1_000_000, "g": 1000},
    **{"weeks": 604_800, "days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1},
}
UNIT = "|".join(SIZES)
AMOUNT = rf"(?P<amount>\d(?:[\d ()]|\b(?:{UNIT}|and|plus|less|times)\b)*?)"


@reads(
    rf"How many (?P<unit>{UNIT}) are {AMOUNT}\?",
    rf"(?:Write|Give) {AMOUNT} in (?P<unit>{UNIT})\.",
    rf"{AMOUNT} is how many (?P<unit>{UNIT})\?",
)
def convert(unit: str, amount: str) -> Rational:
    sized = re.sub(rf"(\d+) ({UNIT})\b", lambda m: f"({m[1]}*{SIZES[m[2]]})", amount)
    for word, sign in (("and", "+"), ("plus", "+"), ("less", "-"), ("times", "*")):
        sized = sized.replace(f" {word} ", sign)
    return parse(sized) / SIZES[unit]


@reads(
    r"A [a-z]+ (?:runs from|starts at) (?P<start>\d+:\d\d) (?:to|and ends at) (?P<end>\d+:\d\d)"
    r"(?:, with a break of (?P<pause>\d+) minutes)?(?:\. It happens (?P<times>\d+) times)?"
    r"\. How (?:many minutes is that|long is that in minutes)\?"
)
def clock(start: str, end: str, pause: int | None, times: int | None) -> Rational:
    length = datetime.strptime(end, "%H:%M") - datetime.strptime(start, "%H:%M")
    return (Rational(length.seconds, 60) - (pause or 0)) * (times or 1)


@reads(
    r"A tank holds (?P<start>\d+) litres\. (?P<rate>\d+) litres a minute run in for (?P<minutes>\d+) minutes\."
    r"(?: Then (?P<used>\d+) litres are used\."
    r"| Then (?P<leak>\d+) litres a minute run out for (?P<again>\d+) minutes\.)?"
    r"(?: How many litres are in it\?| How full is it then, in litres\?"
    r"| It is then poured into (?P<cans>\d+) equal cans\. How many litres does each hold\?)"
)
def filling(start: int, rate: int, minutes: int, cans: int | None, **given: int | None) -> Rational:
    level = start
    for _ in range(minutes):
        level += rate
    for _ in range(given["again"] or 0):
        level -= given["leak"]
        assert level >= 0
    return Rational(level - (given["used"] or 0), cans or 1)
