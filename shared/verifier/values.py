"""The types an answer can have once it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from .expressions import Expression, exact
from .limits import Unsupported
from .polynomials import Arithmetic, Polynomial


@dataclass(frozen=True)
class Number:
    """A number or an expression in letters.

    Attributes:
        expression: its tree.
        terms: its exact normal form, or None if it has none.
        unit: a canonical unit such as ``cm^2``, or None.
        places: how many decimals it was written with (2 for ``-$1.50``); None if it is not a plain decimal.
    """

    expression: Expression
    terms: Polynomial | None
    unit: str | None = None
    places: int | None = None


@dataclass(frozen=True)
class Infinity:
    """Plus or minus infinity, as the end of an interval."""

    sign: int


@dataclass(frozen=True)
class Based:
    """Digits in a stated base, such as ``52_8``."""

    digits: str
    base: int


@dataclass(frozen=True)
class Ratio:
    """``3:4`` or ``1:2:3``; or, without parts, what may be a time of day (``3:15``), as it is written."""

    parts: tuple[Number, ...]
    clock: str | None = None


@dataclass(frozen=True)
class Ordered:
    """A tuple, an interval or a vector: items in order, and the two brackets that hold them."""

    opening: str
    items: tuple[Value, ...]
    closing: str


@dataclass(frozen=True)
class Collection:
    """A set in braces, or a bare list of answers; the order does not matter."""

    items: tuple[Value, ...]
    braced: bool = True


@dataclass(frozen=True)
class Union:
    """Intervals or sets joined by a cup; the order does not matter."""

    parts: tuple[Value, ...]


@dataclass(frozen=True)
class Without:
    """The real line without some points: ``x ≠ 2``, or the set of all such ``x``."""

    points: tuple[Value, ...]


@dataclass(frozen=True)
class Matrix:
    """Rows of equal length."""

    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Named:
    """``x = value``, ``x in value`` or ``f(x) = value``.

    Attributes:
        name: what is on the left; ``x,y`` for a pair.
        value: what is on the right.
        is_letter: whether the name is one variable, so that the statement is also an equation.
    """

    name: str
    value: Value
    is_letter: bool = True


@dataclass(frozen=True)
class Relation:
    """``difference kind 0``, with ``kind`` one of ``= ≠ > ≥``: a statement that is not solved for a letter.

    Attributes:
        kind: the sign.
        difference: left side minus right side.
        told: the right side, where the statement tells what the left side is worth (``m+n = 5``).
    """

    kind: str
    difference: Expression
    told: Number | None = field(default=None, compare=False)


@dataclass(frozen=True)
class System:
    """Relations that hold together, such as ``1 < 2x < 3``; the order does not matter."""

    relations: tuple[Relation, ...]


@dataclass(frozen=True)
class Choice:
    """The letter of a multiple choice, in upper case, and the text of the option, where it is given."""

    letter: str
    option: str = ""


@dataclass(frozen=True)
class Qualified:
    """A value with the numbers for which it holds, as text: ``3n`` "for all n"."""

    value: Value
    condition: str


@dataclass(frozen=True)
class Text:
    """Words, or mathematics that the grammar does not know, in a normal spelling."""

    content: str


_Solved = Number | Infinity | Based | Ratio | Ordered | Collection | Union | Without | Matrix | Named
Value = _Solved | Relation | System | Choice | Qualified | Text


def number(
    expression: Expression, arithmetic: Arithmetic, unit: str | None = None, places: int | None = None
) -> Number:
    """An expression with its normal form, where that exists and is within the arithmetic's budget."""
    try:
        terms = exact(expression, arithmetic)
    except Unsupported:
        terms = None
    return Number(expression, terms, unit, places)
