"""Units of measure: many spellings, one name each; and number words, which are factors and not units."""

from __future__ import annotations

import re

from .limits import Unsupported

_SPELLINGS = {
    "%": "percent",
    "$": "dollar dollars usd",
    "€": "euro euros eur",
    "£": "gbp",
    "¥": "yen",
    "cent": "cents ¢",
    "degree": "degrees deg °",
    "rad": "radian radians",
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
    "second": "sec secs s seconds",
    "minute": "min mins minutes",
    "hour": "hr hrs h hours",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
    "mi/hour": "mph",
    "km/hour": "kph kmh",
}
UNITS = {alias: unit for unit, aliases in _SPELLINGS.items() for alias in [unit, *aliases.split()]}
CURRENCIES = {"$": "$", "\\$": "$", "€": "€", "£": "£", "¥": "¥"}
NUMBER_WORDS = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
# Words that change what an answer says, so that they cannot be passed over as an unknown unit.
_MEANINGFUL = re.compile(
    r"\b(?:not|no|or|and|to|than|more|less|least|most|over|under|above|below|up|down|minus|plus|times|negative|base"
    r"|mod|modulo|factorial|half|halves|thirds?|fourths?|quarters?|tenths?|hundredths?|thousandths?"
    r"|if|when|where|for|wrong|false)\b"
)
_LOOKS_LIKE_A_UNIT = re.compile(r"(?:[a-z./ ]|\^[23]|[²³]){1,40}|[%$€£¥°¢]")
_PREFIXES = (("square ", 2), ("sq. ", 2), ("sq ", 2), ("cubic ", 3), ("cu ", 3))
_SUFFIXES = ((" squared", 2), ("^2", 2), ("²", 2), (" cubed", 3), ("^3", 3), ("³", 3))


def read_unit(words: str, exponent: int = 1) -> tuple[int, str | None]:
    """``"million dollars"`` is ``(10**6, "$")``; an unknown unit is None.

    Args:
        words: such as ``"square centimeters"``, ``"cm"``, ``"km/h"`` or ``"apples"``.
        exponent: what the unit is raised to; ``"cm"`` with 2 is the unit ``"cm^2"``.

    Raises:
        Unsupported: the words say more than a unit, or are none.
    """
    words = " ".join(words.replace("-", " ").split()).rstrip(".").strip().lower()
    first, _, rest = words.partition(" ")
    factor = NUMBER_WORDS.get(first, 1)
    if factor != 1:
        words = rest.removeprefix("of ")
    if not words:
        return factor, None
    if _MEANINGFUL.search(words) or not _LOOKS_LIKE_A_UNIT.fullmatch(words):
        raise Unsupported("more than a unit")
    return factor, _canonical(words, exponent)


def _canonical(words: str, exponent: int) -> str | None:
    above, slash, below = words.replace(" per ", "/").partition("/")
    if slash:
        top, bottom = _canonical(above.strip(), 1), _canonical(below.strip(), exponent)
        return f"{top}/{bottom}" if top and bottom else None
    for prefix, power in _PREFIXES:
        if words.startswith(prefix):
            words, exponent = words.removeprefix(prefix).strip(), power
    for suffix, power in _SUFFIXES:
        if words.endswith(suffix):
            words, exponent = words.removesuffix(suffix).strip(), power
    unit = UNITS.get(words)
    return unit if unit is None or exponent == 1 else f"{unit}^{exponent}"
