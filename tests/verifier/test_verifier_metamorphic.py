"""The verifier on generated answers: rewriting a gold answer keeps it right, changing it makes it wrong.

Each family draws a value, writes it as a gold answer, and writes it again in ways that keep or change the
value. The values are Python integers and fractions, so what is the same and what is not is known without
reading any of the text.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from shared.verifier import equivalent, same_answer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

# The same examples in every run: a failure here is a failure everywhere.
laws = settings(derandomize=True, database=None, deadline=None, max_examples=60)


@dataclass
class Case:
    """A gold answer, answers that equal it, and answers that do not."""

    gold: str
    same: list[str]
    different: list[str]


Family = Callable[[random.Random], Case]
FAMILIES: dict[str, Family] = {}


def family(make: Family) -> Family:
    """Register a generator of cases under its name."""
    FAMILIES[make.__name__] = make
    return make


# --- writing numbers ----------------------------------------------------------------------------------------


def rational(rng: random.Random, low: int = -40, high: int = 40) -> Fraction:
    """An integer half of the time, else a fraction."""
    denominator = rng.choice([1, 1, 1, 2, 3, 4, 5, 7, 8, 12])
    return Fraction(rng.randint(low, high), denominator)


def ways(value: Fraction) -> list[str]:
    """Spellings of a rational number that mean it anywhere, also between the commas of a tuple."""
    p, q = value.numerator, value.denominator
    minus, size = ("-" if p < 0 else ""), abs(p)
    spelled = [
        rf"\frac{{{3 * p}}}{{{3 * q}}}",
        rf"{minus}\dfrac{{{size}}}{{{q}}}",
        f"{p}/{q}",
        rf"\frac{{{-p}}}{{{-q}}}",
    ]
    if q == 1:
        return [str(p), f"{p}.0", f"{minus}0{size}", rf"\left({p}\right)", *spelled]
    if size > q:
        whole, rest = divmod(size, q)
        spelled += [rf"{minus}{whole}\frac{{{rest}}}{{{q}}}", f"{minus}{whole} {rest}/{q}"]
    if 1000 % q == 0:
        spelled += [decimal(value), decimal(value) + "0"]
    return [rf"\frac{{{p}}}{{{q}}}", *spelled]


def decimal(value: Fraction, places: int = 3) -> str:
    """A fraction whose denominator divides ``10**places``, written out."""
    units = value * 10**places
    assert units.denominator == 1
    digits = str(abs(units.numerator)).zfill(places + 1)
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def distinct(rng: random.Random, count: int) -> list[Fraction]:
    values: list[Fraction] = []
    while len(values) < count:
        value = rational(rng)
        if value not in values:
            values.append(value)
    return values


def spell(rng: random.Random, values: list[Fraction], joint: str = ", ") -> str:
    return joint.join(rng.choice(ways(value)) for value in values)


def shuffled(rng: random.Random, items: list) -> list:
    return rng.sample(items, len(items))


# --- numbers ------------------------------------------------------------------------------------------------


@family
def integers(rng: random.Random) -> Case:
    n = rng.choice([1, -1]) * rng.randrange(10 ** rng.randint(1, 12))
    k = rng.randint(2, 9)
    same = [f"{n}.", f"{n}.00", f"{n * k}/{k}", rf"{n // k}\cdot{k}+{n % k}", rf"{n}\times10^{{0}}"]
    if n >= 1000:
        same += [f"{n:,}".replace(",", separator) for separator in (",", "{,}", r"\,", r",\!", r",\! ")]
    different = [str(n + 1), str(n - 1), f"{n}.5", str(10 * n + 1)]
    if n:
        different += [str(-n), f"{n}0", f"{n}/10"]
    return Case(str(n), same, different)


@family
def fractions(rng: random.Random) -> Case:
    value = Fraction(rng.randint(-99, 99), rng.randint(2, 99))
    others = {value + 1, -value, value + Fraction(1, value.denominator)}
    if value:
        others |= {1 / value, Fraction(value.numerator, value.denominator + 1)}
    others.discard(value)
    different = [rng.choice(ways(other)) for other in others]
    return Case(rf"\frac{{{value.numerator}}}{{{value.denominator}}}", ways(value), different)


@family
def decimals(rng: random.Random) -> Case:
    value = Fraction(rng.randint(-9999, 9999), 1000)
    text = decimal(value)
    other = Fraction(1, 1000) * rng.choice([-20, -3, -1, 1, 4, 30, 500])
    same = [text + "0", text.replace("0.", ".", 1) if abs(value) < 1 else f"{text}00", str(value), rf"{text}\,"]
    same += [rf"{decimal(value * 100)}\times10^{{-2}}", f"{decimal(value / 10, 4)}e1"]
    different = [decimal(value + other), f"{text}1", str(value + other)]
    if value:
        different += [decimal(-value), decimal(value * 10), decimal(value / 10, 4)]
    return Case(text, same, different)


@family
def mixed_numbers(rng: random.Random) -> Case:
    q = rng.randint(2, 12)
    whole, p, minus = rng.randint(1, 60), rng.randint(1, q - 1), rng.choice(["", "-"])
    size = whole + Fraction(p, q)
    same = [rf"{minus}{whole}\dfrac{{{p}}}{{{q}}}", f"{minus}{whole} {p}/{q}", f"{minus}{whole * q + p}/{q}"]
    wrong = {size + 1, Fraction(whole * p, q), whole - Fraction(p, q), Fraction(p, q), 1 / size} - {size}
    different = [f"{minus}{w}" for w in sorted(wrong)] + [f"{'' if minus else '-'}{whole * q + p}/{q}"]
    return Case(rf"{minus}{whole}\frac{{{p}}}{{{q}}}", same, different)


@family
def percent(rng: random.Random) -> Case:
    n, half = rng.randint(1, 400), rng.choice(["", ".5"])
    hundredth = Fraction(f"{n}{half}") / 100
    same = [f"{n}{half}%", rf"{n}{half} \%", f"{n}{half} percent", rf"{n}{half}\text{{ percent}}", f"{n}{half}"]
    same += [str(hundredth), decimal(hundredth)]
    different = [
        rf"{n + 1}{half}\%",
        rf"-{n}{half}\%",
        rf"{n}.25\%",
        str(n + 1),
        f"-{n}{half}",
        f"{10 * n}{half}",
    ]
    return Case(rf"{n}{half}\%", same, [*different, decimal(hundredth / 10, 4)])


UNITS = {
    "cm": [" cm", "cm", r"\text{ cm}", r"\,\mathrm{cm}", " centimeters", r"\text{ centimeters}"],
    "m": [r"\,\mathrm{m}", r"\text{ m}", " meters", r"\text{ meters}"],
    "inch": [" inches", r"\text{ inches}", r"\text{ in}"],
    "kg": [" kg", r"\text{ kg}", " kilograms"],
    "second": [" seconds", r"\text{ seconds}", r"\text{ s}"],
    "hour": [" hours", r"\text{ hours}"],
    "cm^2": [" cm^2", r"\text{ cm}^2", r"\mbox{ cm}^2", " square centimeters", r"\text{ square cm}"],
    "cm^3": [" cm^3", r"\text{ cm}^3", " cubic centimeters"],
    "degree": [r"^\circ", r"^{\circ}", "°", " degrees", r"\text{ degrees}"],
}


@family
def units(rng: random.Random) -> Case:
    n = rng.randint(1, 200)
    number = rng.choice([str(n), f"{n}.5"])
    doubled = 2 * n + (number != str(n))
    unit, other = rng.sample(sorted(UNITS), 2)
    same = [f"{way}{suffix}" for way in (number, rf"\frac{{{doubled}}}{{2}}") for suffix in UNITS[unit]]
    suffix = rng.choice(UNITS[unit])
    different = [f"{number}{rng.choice(UNITS[other])}", f"{n + 1}{suffix}", str(n + 1), f"-{number}{suffix}"]
    return Case(f"{number}{suffix}", [*same, number], different)


@family
def currency(rng: random.Random) -> Case:
    n, cents = rng.randint(1, 99_999), rng.choice(["00", "25", "50", "05", "99"])
    same = [rf"\${n:,}.{cents}", f"${n}.{cents}", f"{n}.{cents}", f"{n}.{cents} dollars", rf"\$ {n}.{cents}"]
    different = [
        rf"\${n + 1}.{cents}",
        rf"\${n}.11",
        f"{n}.{cents} cents",
        rf"\${n}{cents}",
        rf"\${10 * n}.{cents}",
    ]
    return Case(rf"\${n}.{cents}", same, different)


@family
def other_bases(rng: random.Random) -> Case:
    base = rng.randint(2, 9)
    digits = "".join(
        [str(rng.randrange(1, base)), *(str(rng.randrange(base)) for _ in range(rng.randint(1, 5)))]
    )
    same = [f"{digits}_{{{base}}}", f"({digits})_{base}", rf"${digits}_{{{base}}}$", f"{digits}_{base}."]
    different = [digits, f"{digits}_{base + 1}", f"{digits}0_{base}", f"{digits}{base}", str(int(digits, base))]
    return Case(f"{digits}_{base}", same, [*different, f"1{digits}_{base}"])


# --- roots, letters -----------------------------------------------------------------------------------------


SQUARE_FREE = [2, 3, 5, 6, 7, 10, 11, 13, 14, 15]


@family
def roots(rng: random.Random) -> Case:
    a, b, c = rng.randint(2, 12), rng.choice(SQUARE_FREE), rng.randint(1, 20)
    gold = rf"{c}+{a}\sqrt{{{b}}}"
    same = [rf"{a}\sqrt{{{b}}}+{c}", rf"\sqrt{{{a * a * b}}} + {c}", rf"{c}+\frac{{{a * b}}}{{\sqrt{{{b}}}}}"]
    same += [
        rf"{c}+{a}\cdot{b}^{{1/2}}",
        f"{c}+{a}*sqrt({b})",
        rf"\frac{{{2 * c}+\sqrt{{{4 * a * a * b}}}}}{{2}}",
    ]
    same += [rf"\sqrt{{{c * c + a * a * b}+{2 * a * c}\sqrt{{{b}}}}}"]  # the root of the square of the gold
    different = [rf"{c}-{a}\sqrt{{{b}}}", rf"{c}+{a + 1}\sqrt{{{b}}}", rf"{c}+{a}\sqrt{{{b + 1}}}", str(c)]
    different += [
        rf"-{c}+{a}\sqrt{{{b}}}",
        rf"{c + a}\sqrt{{{b}}}",
        rf"{c}+{a}\sqrt[3]{{{b}}}",
        rf"{c}+{a * b}",
    ]
    return Case(gold, same, different)


@family
def cube_roots(rng: random.Random) -> Case:
    a, b = rng.randint(2, 6), rng.choice([2, 3, 5, 6, 7, 10])
    same = [rf"\sqrt[3]{{{a**3 * b}}}", rf"{a}\cdot{b}^{{1/3}}", f"({a**3 * b})^(1/3)"]
    different = [
        rf"\sqrt[3]{{{a**2 * b}}}",
        rf"{a}\sqrt{{{b}}}",
        rf"-\sqrt[3]{{{a**3 * b}}}",
        rf"\sqrt[3]{{{a**3 * b + 1}}}",
    ]
    return Case(rf"{a}\sqrt[3]{{{b}}}", same, different)


@family
def complex_numbers(rng: random.Random) -> Case:
    a, b = rng.randint(1, 30), rng.randint(2, 30)
    k = rng.randint(2, 5)
    same = [
        f"{b}i+{a}",
        f"{a} + {b} i",
        rf"{a}+i\cdot {b}",
        rf"\frac{{{a * k}+{b * k}i}}{{{k}}}",
        f"{a}-(-{b}i)",
    ]
    same += [f"i({b}-{a}i)", rf"\frac{{{a * a + b * b}}}{{{a}-{b}i}}"]
    different = [f"{a}-{b}i", f"-{a}+{b}i", f"{a}+{b + 1}i", f"{a + b}", f"{a + 1}+{b}i", f"{a}+{b}"]
    return Case(f"{a}+{b}i", same, different + ([f"{b}+{a}i"] if a != b else []))


@family
def multiples_of_pi(rng: random.Random) -> Case:
    value = rational(rng, 2, 30)
    p, q = value.numerator, value.denominator
    same = [
        rf"\frac{{{p}\pi}}{{{q}}}",
        rf"\pi\cdot\frac{{{p}}}{{{q}}}",
        f"{p}π/{q}",
        f"{p}*pi/{q}",
        rf"\frac{{{p}}}{{{q}}} \pi",
    ]
    different = [
        rf"\frac{{{p + 1}\pi}}{{{q}}}",
        f"{p}/{q}",
        rf"-\frac{{{p}\pi}}{{{q}}}",
        rf"\frac{{{p}\pi^2}}{{{q}}}",
    ]
    return Case(
        rf"\frac{{{p}}}{{{q}}}\pi", same, [*different, rf"\frac{{{p}}}{{{q}\pi}}", rf"\frac{{{p}}}{{{q}}}+\pi"]
    )


Polynomial = dict[tuple[int, ...], int]  # exponents of the letters -> coefficient


def times(a: Polynomial, b: Polynomial) -> Polynomial:
    out: Polynomial = {}
    for (m, c), (n, d) in product(a.items(), b.items()):
        key = tuple(map(sum, zip(m, n, strict=True)))
        out[key] = out.get(key, 0) + c * d
    return {m: c for m, c in out.items() if c}


def written(terms: Polynomial, letters: str, rng: random.Random | None = None) -> str:
    """The sum of the terms, in descending or in random order."""
    keys = sorted(terms, reverse=True)
    parts = []
    for powers in shuffled(rng, keys) if rng else keys:
        factors = "".join(x if n == 1 else f"{x}^{{{n}}}" for x, n in zip(letters, powers, strict=True) if n)
        size = "" if factors and abs(terms[powers]) == 1 else str(abs(terms[powers]))
        parts.append(("-" if terms[powers] < 0 else "+") + size + factors)
    return "".join(parts).removeprefix("+") or "0"


def changed(rng: random.Random, terms: Polynomial) -> Polynomial:
    """The same with another coefficient somewhere."""
    key = rng.choice(sorted(terms))
    out = {**terms, key: terms[key] + rng.choice([-1, 1, 2, 5])}
    return {m: c for m, c in out.items() if c}


def linear(rng: random.Random, count: int) -> Polynomial:
    """A polynomial of degree one in ``count`` letters, none of them missing."""
    terms = {
        tuple(int(i == j) for j in range(count)): rng.choice([-3, -2, -1, 1, 2, 3, 5]) for i in range(count)
    }
    return {**terms, (0,) * count: rng.choice([-7, -2, -1, 1, 3, 4, 6])}


@family
def polynomials(rng: random.Random) -> Case:
    letters = rng.choice(["x", "n", "ab", "xy", "xyz"])
    a, b = linear(rng, len(letters)), linear(rng, len(letters))
    gold = times(a, b)
    left, right = written(a, letters), written(b, letters)
    minus_a, minus_b = ({m: -c for m, c in f.items()} for f in (a, b))
    same = [written(gold, letters, rng), f"({left})({right})", rf"\left({right}\right)\cdot\left({left}\right)"]
    same += [f"({written(minus_a, letters, rng)})({written(minus_b, letters, rng)})"]
    same += [rf"\frac{{{written({m: 6 * c for m, c in gold.items()}, letters, rng)}}}{{6}}"]
    wrong = [changed(rng, gold), {m: -c for m, c in gold.items()}, {m: 2 * c for m, c in gold.items()}]
    different = [written(w, letters, rng) for w in wrong]
    different += [
        written(gold, "zwv"[: len(letters)]),
        f"({left})({right})+1",
        f"({written(changed(rng, a), letters)})({right})",
    ]
    return Case(written(gold, letters), same, different)


@family
def rational_functions(rng: random.Random) -> Case:
    a, b, c = linear(rng, 1), linear(rng, 1), linear(rng, 1)
    while a[1,] * b[0,] == a[0,] * b[1,]:  # the quotient would be a constant
        b = linear(rng, 1)
    top, bottom = written(a, "x"), written(b, "x")
    minus = [{m: -k for m, k in f.items()} for f in (a, b)]
    same = [
        rf"\frac{{{written(times(a, c), 'x', rng)}}}{{{written(times(b, c), 'x', rng)}}}",
        f"({top})/({bottom})",
    ]
    same += [rf"\frac{{{written(minus[0], 'x')}}}{{{written(minus[1], 'x')}}}", rf"({top})({bottom})^{{-1}}"]
    same += [rf"1+\frac{{{top}-({bottom})}}{{{bottom}}}"]
    different = [
        rf"\frac{{{written(changed(rng, a), 'x')}}}{{{bottom}}}",
        rf"-\frac{{{top}}}{{{bottom}}}",
        top,
        bottom,
    ]
    different += [rf"\frac{{{top}}}{{{bottom}}}+1"]
    if times(a, a) != times(b, b):
        different.append(rf"\frac{{{bottom}}}{{{top}}}")
    return Case(
        rf"\frac{{{top}}}{{{bottom}}}", same, [d for d in different if d != rf"\frac{{{top}}}{{{bottom}}}"]
    )


@family
def exponentials(rng: random.Random) -> Case:
    a, k, base = rng.randint(1, 6), rng.randint(2, 4), rng.choice([2, 3, 5])
    gold = rf"{base}^{{{k}n+{a}}}"
    same = [
        rf"{base**a}\cdot {base}^{{{k}n}}",
        rf"{base}^{{{a}}}({base}^n)^{{{k}}}",
        rf"{base**k}^n\cdot{base}^{a}",
    ]
    different = [
        rf"{base}^{{{k}n-{a}}}",
        rf"{base}^{{{k}n}}+{base**a}",
        rf"{base + 1}^{{{k}n+{a}}}",
        rf"{base}^{{{k + 1}n+{a}}}",
    ]
    return Case(gold, same, [*different, rf"{base}^{{{k}m+{a}}}", rf"{base * k}n^{{{a}}}"])


# --- statements ---------------------------------------------------------------------------------------------


@family
def named_values(rng: random.Random) -> Case:
    value = rational(rng) or Fraction(1)
    name, other = rng.sample(["x", "y", "n", "t", r"\theta", "x_1"], 2)
    text = rng.choice(ways(value))
    same = [f"{name} = {text}", f"{name}={value}", str(value), text, rf"$${name}={value}$$"]
    different = [
        f"{other}={value}",
        f"{name}={value + 1}",
        str(value + 1),
        f"{name}<{value}",
        f"2{name}={2 * value}",
    ]
    return Case(f"{name}={value}", same, [*different, f"{name}={-value}"])


@family
def lines(rng: random.Random) -> Case:
    a, b, c = (rng.choice([-1, 1]) * rng.randint(1, 9) for _ in range(3))
    k = rng.choice([-3, -1, 2, 5])

    def line(a: int, b: int, c: int) -> str:
        return f"{a}x{b:+}y={c}"

    same = [line(k * a, k * b, k * c), f"{c}={b}y{a:+}x", f"{a}x{b:+}y{-c:+}=0", f"{a}x={c}{-b:+}y"]
    same += [rf"y=\frac{{{c}{-a:+}x}}{{{b}}}"]
    different = [line(a, b, c + 1), line(a, -b, c), line(-a, b, c), line(a, b, -c), line(a, 2 * b, c)]
    return Case(line(a, b, c), same, different + [f"{a}x{b:+}z={c}"])


FLIPPED = {"<": ">", ">": "<", r"\le": r"\ge", r"\ge": r"\le"}
OTHER_STRICTNESS = {"<": r"\le", ">": r"\ge", r"\le": "<", r"\ge": ">"}
SPELLED = {
    "<": ["<", r"\lt "],
    ">": [">", r"\gt "],
    r"\le": ["<=", r"\leq ", "≤"],
    r"\ge": [">=", r"\geq ", "≥"],
}


@family
def inequalities(rng: random.Random) -> Case:
    bound, relation = rational(rng), rng.choice(sorted(FLIPPED))
    letter, other = rng.sample("xyat", 2)
    interval = {
        "<": rf"(-\infty,{bound})",
        r"\le": rf"(-\infty,{bound}]",
        ">": rf"({bound},\infty)",
        r"\ge": rf"[{bound},\infty)",
    }[relation]
    same = [f"{letter}{way}{rng.choice(ways(bound))}" for way in SPELLED[relation]]
    same += [f"{bound}{FLIPPED[relation]} {letter}", interval, rf"{letter}\in {interval}"]
    different = [f"{letter}{FLIPPED[relation]} {bound}", f"{letter}{OTHER_STRICTNESS[relation]} {bound}"]
    different += [
        f"{letter}{relation} {bound + 1}",
        f"{other}{relation} {bound}",
        f"{letter}={bound}",
        str(bound),
    ]
    return Case(f"{letter}{relation} {bound}", same, different)


# --- containers ---------------------------------------------------------------------------------------------


@family
def tuples(rng: random.Random) -> Case:
    values = distinct(rng, rng.randint(2, 4))
    body = ",".join(map(str, values))
    same = [
        f"({spell(rng, values)})",
        rf"\left({spell(rng, values)}\right)",
        rf"\big( {spell(rng, values)} \big)",
    ]
    swapped = [values[1], values[0], *values[2:]]
    moved = [values[0] + 1, *values[1:]]
    different = [f"({spell(rng, swapped)})", f"({spell(rng, moved)})", f"[{body}]", rf"\{{{body}\}}", body]
    return Case(f"({body})", same, different + [f"({body},{values[0]})", f"({','.join(map(str, values[1:]))})"])


@family
def intervals(rng: random.Random) -> Case:
    low, high = sorted(distinct(rng, 2))
    opening, closing = rng.choice("(["), rng.choice(")]")
    signs = {"(": "<", "[": r"\le ", ")": "<", "]": r"\le "}
    gold = f"{opening}{low},{high}{closing}"
    same = [rf"\left{opening}{spell(rng, [low, high])}\right{closing}", rf"x\in {gold}"]
    same += [f"{low}{signs[opening]}x{signs[closing]}{high}"]
    different = [f"{o}{low},{high}{c}" for o, c in product("([", ")]") if (o, c) != (opening, closing)]
    different += [
        f"{opening}{low},{high + 1}{closing}",
        f"{opening}{low - 1},{high}{closing}",
        rf"\{{{low},{high}\}}",
    ]
    different += [rf"{opening}{low},\infty)", f"{opening}{high},{low}{closing}", f"{low},{high}"]
    return Case(gold, same, different)


@family
def unions(rng: random.Random) -> Case:
    a, b, c, d = sorted(distinct(rng, 4))
    parts = [f"({a},{b})", f"[{c},{d})"]
    first = rf"\left({spell(rng, [a, b])}\right)"
    same = [
        rf"{parts[1]}\cup{parts[0]}",
        rf"{parts[0]} \cup {parts[1]}",
        f"{parts[1]}∪{first}",
        rf"x\in{parts[0]}\cup {parts[1]}",
    ]
    different = [
        parts[0],
        rf"[{a},{b})\cup{parts[1]}",
        rf"({a},{b})\cup({c},{d})",
        f"({a},{d})",
        rf"{parts[0]}\cap{parts[1]}",
    ]
    return Case(r"\cup".join(parts), same, [*different, rf"({a},{b})\cup[{c},{d + 1})"])


@family
def sets(rng: random.Random) -> Case:
    values = distinct(rng, rng.randint(2, 5))
    body = ", ".join(map(str, values))
    same = [
        rf"\{{{spell(rng, shuffled(rng, values))}\}}",
        rf"\left\{{{spell(rng, shuffled(rng, values))}\right\}}",
    ]
    same += [rf"\{{{spell(rng, [*values, values[0]])}\}}"]
    moved = [*values[:-1], max(values) + 1]
    different = [rf"\{{{spell(rng, moved)}\}}", rf"\{{{spell(rng, values[1:])}\}}", f"({body})", f"[{body}]"]
    return Case(rf"\{{{body}\}}", same, [*different, rf"\{{{body},{max(values) + 1}\}}"])


@family
def lists(rng: random.Random) -> Case:
    values = distinct(rng, rng.randint(2, 4))
    body = ", ".join(map(str, values))
    mixed = shuffled(rng, values)
    same = [spell(rng, mixed), spell(rng, mixed, r",\;"), rf"\{{{spell(rng, mixed)}\}}"]
    if len(values) == 2:
        same += [
            spell(rng, mixed, " and "),
            spell(rng, mixed, r"\text{ or }"),
            f"x={values[1]} or x={values[0]}",
        ]
    different = [
        spell(rng, [values[0] + 100, *values[1:]]),
        f"({body})",
        f"[{body}]",
        f"{body}, 1000",
        str(values[0]),
    ]
    return Case(body, same, different)


@family
def plus_minus(rng: random.Random) -> Case:
    a, b, c = rng.randint(1, 9), rng.choice(SQUARE_FREE), rng.randint(2, 5)
    gold = rf"{a}\pm{c}\sqrt{{{b}}}"
    plus, minus = rf"{a}+{c}\sqrt{{{b}}}", rf"{a}-{c}\sqrt{{{b}}}"
    same = [
        f"{minus},{plus}",
        rf"\{{{plus}, {minus}\}}",
        rf"{a}\pm\sqrt{{{c * c * b}}}",
        f"x={plus} or x={minus}",
    ]
    same += [rf"\frac{{{2 * a}\pm{2 * c}\sqrt{{{b}}}}}{{2}}", f"{plus} and {minus}"]
    different = [
        plus,
        minus,
        rf"{a}\pm{c}\sqrt{{{b + 1}}}",
        rf"-{a}\pm{c}\sqrt{{{b}}}",
        rf"{a}\pm{c}",
        f"{plus},{plus}",
    ]
    return Case(gold, same, different)


@family
def matrices(rng: random.Random) -> Case:
    height, width = rng.choice([(2, 1), (3, 1), (1, 3), (2, 2), (2, 3)])
    flat = distinct(rng, height * width)
    rows = [flat[i * width : (i + 1) * width] for i in range(height)]

    def matrix(rows: list, kind: str = "pmatrix", end: str = "") -> str:
        body = r" \\ ".join(spell(rng, row, " & ") for row in rows)
        return rf"\begin{{{kind}}} {body}{end} \end{{{kind}}}"

    same = [matrix(rows), matrix(rows, "bmatrix"), matrix(rows, "pmatrix", r" \\"), matrix(rows, "Bmatrix")]
    same += [rf"\left[ {matrix(rows, 'matrix')} \right]"]
    moved = [[rows[0][0] + 1, *rows[0][1:]], *rows[1:]]
    transposed = [list(column) for column in zip(*rows, strict=True)]
    different = [
        matrix(moved),
        matrix(transposed),
        matrix([*rows, rows[0]]),
        matrix([row[::-1] for row in rows[::-1]]),
    ]
    body = r"\\".join("&".join(map(str, row)) for row in rows)
    return Case(rf"\begin{{pmatrix}}{body}\end{{pmatrix}}", same, different)


@family
def choices(rng: random.Random) -> Case:
    letter, other = rng.sample("ABCDE", 2)
    forms = [r"\text{{({})}}", "({})", "{}", r"\text{{{}}}", r"\textbf{{({})}}", r"\mathrm{{{}}}", "{}."]
    both = [form.format(letter) for form in forms]
    different = [form.format(other) for form in forms] + [
        f"{letter} or {other}",
        letter + other,
        f"{letter}, {other}",
    ]
    return Case(rng.choice(both), both, different)


@family
def words(rng: random.Random) -> Case:
    word, other = rng.sample(["even", "odd", "Evelyn", "ellipse", "parabola", "north", "Tuesday", "neither"], 2)
    same = [
        rf"\text{{{word}}}",
        word.upper(),
        f"{word}.",
        rf"\textbf{{{word}}}",
        rf"\mathrm{{{word}}}",
        rf"\text{{ {word} }}",
    ]
    different = [other, word[::-1], word[:-1], f"not {word}", f"{word}s", rf"\text{{{other}}}"]
    return Case(word, same, different)


# --- the laws -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FAMILIES)
@given(rng=st.randoms(use_true_random=True))
@laws
def test_rewriting_keeps_and_changing_breaks(name: str, rng: random.Random) -> None:
    case = FAMILIES[name](rng)
    refused = [answer for answer in case.same if not equivalent(answer, case.gold)]
    assert not refused, f"{refused} should equal the gold answer {case.gold!r}"
    accepted = [answer for answer in case.different if equivalent(answer, case.gold)]
    assert not accepted, f"{accepted} should not equal the gold answer {case.gold!r}"


@pytest.mark.parametrize("name", [name for name in FAMILIES if name != "percent"])  # 50 = 50% = 0.5 are not one
@given(rng=st.randoms(use_true_random=True))
@laws
def test_symmetric_and_transitive(name: str, rng: random.Random) -> None:
    case = FAMILIES[name](rng)
    for _ in range(4):
        one, other = rng.choices([case.gold, *case.same], k=2)
        assert equivalent(one, other), f"{one!r} and {other!r} both equal {case.gold!r}"
        assert same_answer(one, other) and same_answer(other, one), (one, other)
    for answer in case.different:
        assert not same_answer(answer, case.gold) and not same_answer(case.gold, answer), answer


INNER: list[Callable[[str], str]] = [
    lambda s: s,
    lambda s: rf"\displaystyle {s}",
    lambda s: rf"\,{s}\;",
    lambda s: s.replace(r"\frac", r"\dfrac"),
    lambda s: s.replace("-", "−"),
    lambda s: s.replace(r"\sqrt", r" \sqrt "),
    lambda s: s.replace("+", " + ").replace("=", " = "),
]
OUTER: list[Callable[[str], str]] = [
    lambda s: f"${s}$",
    lambda s: rf"\({s}\)",
    lambda s: rf"\[{s}\]",
    lambda s: f"$${s}$$",
    lambda s: f"  {s}\n",
    lambda s: rf"\boxed{{{s}}}",
    lambda s: f"{s.rstrip('.')}.",
]


@pytest.mark.parametrize("name", FAMILIES)
@given(st.randoms(use_true_random=True), st.sampled_from(INNER), st.sampled_from(OUTER))
@laws
def test_dressing_changes_nothing(name: str, rng: random.Random, inner: Callable, outer: Callable) -> None:
    case = FAMILIES[name](rng)
    if name in ("words", "choices"):
        inner = INNER[0]  # a word is not typeset as mathematics
    dressed = outer(inner(case.gold))
    assert equivalent(dressed, case.gold) and equivalent(case.gold, dressed), dressed
    wrong = outer(inner(rng.choice(case.different)))
    assert not equivalent(wrong, case.gold), f"{wrong!r} should not equal the gold answer {case.gold!r}"


def test_the_generators_contradict_themselves_nowhere() -> None:
    """No text is both a right and a wrong answer to one gold."""
    for name, make in FAMILIES.items():
        for seed in range(50):
            case = make(random.Random(seed))
            assert case.same and len(case.different) >= 3, name
            assert not {case.gold, *case.same} & set(case.different), (name, seed)
