r"""Statements: what ``=``, ``<``, ``≥``, ``∈`` between expressions say.

A statement that is solved for a letter becomes a :class:`Named` value (``x = 5``, ``-1 < x \le 2`` as an
interval, ``x \in [1, 2]``). Everything else becomes a :class:`Relation`, compared up to a factor. It may tell
the value of what is on its left (``m + n = 5``).
"""

from __future__ import annotations

from dataclasses import replace

from . import expressions as ex
from .equality import Comparison
from .limits import Budget, Unsupported
from .values import Collection, Infinity, Named, Number, Ordered, Relation, System, Union, Value, Without

RELATIONS = {
    "equal": "=",
    "unequal": "≠",
    "less": "<",
    "at_most": "≤",
    "greater": ">",
    "at_least": "≥",
    "member": "∈",
    "about": "≈",
}
_MIRRORED = {"<": ">", "≤": "≥"}


def statement(sides: list[Value], signs: list[str], budget: Budget) -> Value:
    """What the sides with the signs between them say.

    Args:
        sides: one more than signs.
        signs: values of ``RELATIONS``.
        budget: for comparing the sides of ``x = 10/2 = 5``.

    Raises:
        Unsupported: the statement has no sense that this module knows, or is false, as ``1 = 2``.
    """
    if set(signs) <= {"=", "≈"}:
        return _equation(sides, signs, budget)
    name = name_of(sides[0])
    if signs == ["∈"] and name and isinstance(sides[1], (Ordered, Union)):
        return Named(name, _as_union(sides[1]))
    if signs == ["∈"] and name and isinstance(sides[1], (Collection, Without)):
        return Named(name, sides[1])
    if signs == ["≠"]:
        return _unequal(*sides)
    return _inequality(sides, signs)


def name_of(value: Value) -> str:
    """The letter (or the letters of a tuple, as ``x,y``) that a value consists of; "" if it is no name."""
    if isinstance(value, Ordered) and value.opening == "(":
        names = [name_of(item) for item in value.items]
        return ",".join(names) if all(names) else ""
    if isinstance(value, Number) and value.unit is None:
        e = value.expression
        return e.args[0] if e.op == ex.LETTER or e in (ex.EULER, ex.IMAGINARY) else ""
    return ""


def named_tuple(names: list[str], values: tuple[Value, ...]) -> Named:
    """``(x, y) = (1, 2)`` and ``y = 2, x = 1`` as one thing: the names in alphabetical order."""
    order = sorted(range(len(names)), key=names.__getitem__)
    items = tuple(values[i] for i in order)
    return Named(",".join(names[i] for i in order), Ordered("(", items, ")"), is_letter=False)


def _equation(sides: list[Value], signs: list[str], budget: Budget) -> Value:
    """``x = 5``, ``5 = x``, ``x = 10/2 = 5``, ``x = 1/3 ≈ 0.33``, ``2 + 3 = 5``, ``y + 2x = 3``."""
    if name := name_of(sides[0]):
        sides, signs = sides[1:], signs[1:]
    elif len(sides) == 2 and (name := name_of(sides[1])):
        sides, signs = sides[:1], []
    if signs and signs[-1] == "≈":
        if not Comparison(True, budget).verdict(sides[-2], sides[-1]):
            raise Unsupported("a wrong approximation")
        sides, signs = sides[:-1], signs[:-1]
    if not name and len(sides) > 2 and _has_letters(sides[0]) and not any(map(_has_letters, sides[1:])):
        _equation(sides[1:], signs[1:], budget)  # a+b = 12+25 = 37: the numbers must agree
        sides = [sides[0], sides[-1]]
    if len(sides) == 2 and not name and any(map(_has_letters, sides)):
        return _with_what_it_tells(_relation("=", *sides), *sides)
    if not all(Comparison(False, budget).verdict(side, sides[-1]) for side in sides[:-1]):
        raise Unsupported("sides that differ")
    return _named(name, sides[-1]) if name else sides[-1]


def _with_what_it_tells(relation: Relation, left: Value, right: Value) -> Relation:
    r"""``m+n = 5`` and ``\cos\theta = \frac12`` tell the value of their left side.

    ``2x = 10`` does not: with one unknown an equation asks for it, unless it is an angle. Nor does
    ``3x+2y = 7``, which is a line, or anything that is 0.
    """
    tells = _is_of_an_angle(left.expression) or (len(left.expression.letters) > 1 and not _is_a_curve(left))
    is_number = not _has_letters(right) and right.terms != {}
    return replace(relation, told=right) if tells and is_number else relation


def _is_a_curve(left: Number) -> bool:
    """Whether an equation with this left side may be a line or a circle. ``x+y`` and ``xy`` are asked for."""
    if not left.expression.letters <= {"x", "y", "z"}:
        return False
    if left.terms is None:
        return True
    return any(abs(c) != 1 or any(abs(n) != 1 for _, n in monomial) for monomial, c in left.terms.items())


def _is_of_an_angle(e: ex.Expression) -> bool:
    """Whether this is a sine, a cosine or what is written with them: a tangent, a square of a sine."""
    if e.op in (ex.POWER, ex.PRODUCT):
        return all(_is_of_an_angle(arg) for arg in (e.args[:1] if e.op == ex.POWER else e.args))
    return e.op in (ex.SIN, ex.COS)


def _unequal(a: Value, b: Value) -> Value:
    """``x ≠ 3`` is the line without a point; other statements are relations."""
    for one, other in ((a, b), (b, a)):
        if (name := name_of(one)) and _is_plain(other) and not _has_letters(other):
            return Named(name, Without((other,)))
    return _relation("≠", a, b)


def _named(name: str, value: Value) -> Named:
    names = name.split(",")
    if len(names) == 1:
        return Named(name, value)
    if not isinstance(value, Ordered) or value.opening != "(" or len(names) != len(value.items):
        raise Unsupported("a tuple that equals something else")
    return named_tuple(names, value.items)


def _inequality(sides: list[Value], signs: list[str]) -> Value:
    """``x > 3`` and ``1 \\le x < 2`` are intervals; other inequalities are relations."""
    if set(signs) <= {"<", "≤"}:
        sides, signs = sides[::-1], [_MIRRORED[sign] for sign in signs[::-1]]
    if not set(signs) <= {">", "≥"}:
        raise Unsupported("a chain that goes up and down")
    names = [name_of(side) for side in sides]
    bounds = [side for side, name in zip(sides, names, strict=True) if not name]
    if all(_is_bound(b) for b in bounds):
        if len(sides) == 2 and names[0] and not names[1]:
            return Named(names[0], _interval(sides[1], signs[0], Infinity(1), ">"))
        if len(sides) == 2 and names[1] and not names[0]:
            return Named(names[1], _interval(Infinity(-1), ">", sides[0], signs[0]))
        if len(sides) == 3 and names[1] and not names[0] and not names[2]:
            return Named(names[1], _interval(sides[2], signs[1], sides[0], signs[0]))
    pairs = zip(sides, signs, sides[1:])  # noqa: B905  (the last side has no sign)
    relations = tuple(_relation(sign, a, b) for a, sign, b in pairs)
    return relations[0] if len(relations) == 1 else System(relations)


def _interval(low: Value, low_sign: str, high: Value, high_sign: str) -> Union:
    return Union((Ordered("[" if low_sign == "≥" else "(", (low, high), "]" if high_sign == "≥" else ")"),))


def _as_union(value: Ordered | Union) -> Union:
    return value if isinstance(value, Union) else Union((value,))


def intersection(sets: list[Value], budget: Budget) -> Union:
    """``x > 1 and x < 3`` as one interval, for two half-lines that meet.

    Raises:
        Unsupported: they are something else.
    """
    unions = [s.parts for s in sets if isinstance(s, Union)]
    intervals = [parts[0] for parts in unions if len(parts) == 1 and isinstance(parts[0], Ordered)]
    if len(sets) == len(intervals) == 2:
        for low, high in (intervals, intervals[::-1]):
            half_lines = low.items[-1] == Infinity(1) and high.items[0] == Infinity(-1)
            if half_lines and Comparison(False, budget).less(low.items[0], high.items[-1]):
                return Union((Ordered(low.opening, (low.items[0], high.items[-1]), high.closing),))
    raise Unsupported("not two half-lines that meet")


def _relation(sign: str, a: Value, b: Value) -> Relation:
    if not (isinstance(a, Number) and isinstance(b, Number)) or a.unit or b.unit:
        raise Unsupported("a relation between other things than numbers")
    difference = ex.subtract(a.expression, b.expression)
    if not difference.letters:
        raise Unsupported("a relation without variables")
    return Relation(sign, difference)


def _is_plain(value: Value) -> bool:
    return isinstance(value, Number) and value.unit is None


def _has_letters(value: Value) -> bool:
    return isinstance(value, Number) and bool(value.expression.letters)


def _is_bound(value: Value) -> bool:
    return isinstance(value, Infinity) or (isinstance(value, Number) and not _has_letters(value))
