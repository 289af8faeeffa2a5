"""The types an answer can have once it is read."""

from __future__ import annotations

from dataclasses import dataclass

from .polynomials import Polynomial

UNIT_NAMES = {
    "%": "percent",
    "$": "dollar dollars usd",
    "cent": "cents",
    "degree": "degrees deg",
    "mm": "millimeter millimeters millimetre millimetres",
    "cm": "centimeter centimeters centimetre centimetres",
    "m": "meter meters metre metres",
    "km": "kilometer kilometers kilometre kilometres",
    "in": "inch inches",
    "ft": "foot feet",
    "yd": "yard yards",
    "mi": "mile miles",
    "mg": "milligram milligrams",
    "g": "gram grams",
    "kg": "kilogram kilograms",
    "lb": "lbs pound pounds",
    "oz": "ounce ounces",
    "ml": "milliliter milliliters millilitre millilitres",
    "l": "liter liters litre litres",
    "second": "sec s seconds",
    "minute": "min minutes",
    "hour": "hr hrs h hours",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
    "mph": "",
}
UNITS = {alias: unit for unit, aliases in UNIT_NAMES.items() for alias in [unit, *aliases.split()]}


@dataclass(frozen=True)
class Number:
    """A number or an expression in letters; ``unit`` is a canonical unit such as ``cm^2``, or None."""

    terms: Polynomial
    unit: str | None = None


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
class Ordered:
    """A tuple or an interval: items in order, and the two brackets that hold them."""

    opening: str
    items: tuple[Value, ...]
    closing: str


@dataclass(frozen=True)
class Collection:
    """A set or a bare list of answers; the order does not matter."""

    items: tuple[Value, ...]


@dataclass(frozen=True)
class Union:
    """Intervals or sets joined by a cup; the order does not matter."""

    parts: tuple[Value, ...]


@dataclass(frozen=True)
class Matrix:
    """Rows of equal length."""

    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Named:
    """``x = value`` or ``x in value``; ``name`` holds the letters on the left."""

    name: str
    value: Value


@dataclass(frozen=True)
class Equation:
    """``terms = 0`` in two or more variables, the first term divided to 1, or any other equation."""

    terms: Polynomial


@dataclass(frozen=True)
class Text:
    """Words, or mathematics that the grammar does not know, in a normal spelling."""

    content: str


Value = Number | Infinity | Based | Ordered | Collection | Union | Matrix | Named | Equation | Text
