"""Units of measure: many spellings, one name each; nouns that are counted; and number words, which are factors.

What stands behind a number is a unit only if it can be shown to be one: a spelling from the list below, or a
plural noun ("9 red balls"). "fifths", "squared", "north" and "undefined" are plurals of nothing, or say more.
"""

from __future__ import annotations

import re

from .limits import Unsupported
from .tokens import WORDS_OF_MATHEMATICS

# Each unit with its other spellings, in plain text and in \text{}.
_SPELLINGS = {
    "%": "percent percents percentage pct",
    "$": "dollar dollars usd USD buck bucks",
    "€": "euro euros EUR",
    "£": "GBP",
    "pound": "pounds",
    "yen": "JPY",
    "yuan": "RMB CNY",
    "₹": "rupee rupees INR",
    "₩": "KRW",
    "CHF": "",
    "cent": "cents ¢",
    "degree": "degrees deg °",
    "°C": "celsius Celsius ℃",
    "°F": "fahrenheit Fahrenheit ℉",
    "rad": "radian radians",
    "mm": "millimeter millimeters millimetre millimetres",
    "cm": "centimeter centimeters centimetre centimetres",
    "m": "meter meters metre metres",
    "km": "kilometer kilometers kilometre kilometres",
    "in": "inch inches",
    "ft": "foot feet",
    "yd": "yard yards yds",
    "mi": "mile miles",
    "mg": "milligram milligrams",
    "g": "gram grams",
    "kg": "kilogram kilograms kgs",
    "lb": "lbs",
    "oz": "ounce ounces",
    "ton": "tons",
    "tonne": "tonnes",
    "ml": "mL milliliter milliliters millilitre millilitres",
    "l": "liter liters litre litres",
    "gallon": "gallons gal",
    "quart": "quarts qts",
    "pint": "pints",
    "cup": "cups",
    "tablespoon": "tablespoons tbsp",
    "teaspoon": "teaspoons tsp",
    "acre": "acres",
    "hectare": "hectares",
    "second": "sec secs s seconds",
    "minute": "min mins minutes",
    "hour": "hr hrs h hours",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years yrs",
    "mi/hour": "mph",
    "km/hour": "kph kmh",
    "Hz": "hertz",
    "kHz": "kilohertz",
    "MHz": "megahertz",
    "GHz": "gigahertz",
    "kPa": "kilopascal kilopascals",
    "MPa": "megapascal megapascals",
    "joule": "joules",
    "watt": "watts",
    "newton": "newtons",
    "volt": "volts",
    "ampere": "amperes amps",
    "ohm": "ohms",
    "kelvin": "kelvins",
    "mole": "moles mol",
    "pascal": "pascals",
    "rpm": "",
    "calorie": "calories",
    "kWh": "",
    "kcal": "",
    "point": "points pts",
    "unit": "units",
}
# What would be a letter or a product of letters in plain text.
_IN_TEXT_ONLY = {
    **{"€": "eur", "£": "gbp", "yen": "jpy", "yuan": "rmb cny", "₹": "Rs rs inr", "joule": "J", "watt": "W"},
    **{"newton": "N", "volt": "V", "ampere": "A", "ohm": "Ω", "kelvin": "K", "°C": "C", "°F": "F"},
    **{"pascal": "Pa", "l": "L", "ml": "cc", "quart": "qt", "point": "pt", "hectare": "ha"},
    **{"th": "st nd rd", "µm": "μm um"},
}
_ABBREVIATIONS = "kJ kW MW kN kV mA mV ms ns nm dm dB eV keV MeV psi KB MB GB TB amu AU ly Nm"  # these, too
PLAIN_UNITS = {alias for unit, aliases in _SPELLINGS.items() for alias in [unit, *aliases.split()]}
UNITS = {alias: unit for unit, aliases in _IN_TEXT_ONLY.items() for alias in [unit, *aliases.split()]}
UNITS |= {alias: unit for unit, aliases in _SPELLINGS.items() for alias in [unit, *aliases.split()]}
UNITS |= {name: name for name in _ABBREVIATIONS.split()}
CURRENCIES = {"$": "$", "\\$": "$", "€": "€", "£": "£", "¥": "¥", "₹": "₹", "₩": "₩"}
_MONEY = {*CURRENCIES.values(), "pound", "yen", "yuan", "CHF", "cent"}
_ONE_OF_SEVERAL = {"pound": {"lb", "£"}, "¥": {"yen", "yuan"}}
NUMBER_WORDS = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
# Words that change what an answer says, so that they cannot be passed over as something counted.
_MEANINGFUL_WORDS = """
not no non none nor neither never nothing without except wrong false incorrect invalid true yes undefined
impossible infinite infinity infinitely unknown indeterminate nonexistent dne nan error diverges converges
contradicts violates satisfies or and but to than then if when where for unless mod modulo base out remainder
remainders as is was has this thus its always perhaps equals exceeds becomes approaches besides towards more
less most least fewer over under above below beyond before after ago ahead behind across bigger smaller
greater higher lower larger longer shorter older younger taller faster slower later earlier plus minus times
factorial choose root power powers divided multiplied squared cubed half halves quarter quarters googol score
gross tens dozens up down left right upward upwards downward downwards forward forwards backward backwards
inward inwards outward outwards clockwise counterclockwise anticlockwise off growth reduction markup increased
decreased surplus debt debts
"""
_MEANINGFUL = frozenset(_MEANINGFUL_WORDS.split())
_MEANINGFUL_STEMS = re.compile(
    r"(?:increase|decrease|rise|fall|drop|gain|loss|profit|deficit|discount|fail"
    r"|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundred|thousand|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
    r"|hundredth|thousandth|[a-z]*(?:teen|illion)(?:th)?|[a-z]*tieth"
    r"|(?:north|south|east|west)(?:east|west|ern|erly|ward)*)(?:e?s)?"
)
_LOOKS_LIKE_A_UNIT = re.compile(r"[a-z /.]*")
_LONGEST = 60  # characters of a unit
_PREFIXES = (("square ", 2), ("sq. ", 2), ("sq ", 2), ("cubic ", 3), ("cu ", 3))
_SUFFIXES = ((" squared", 2), ("^2", 2), ("²", 2), (" cubed", 3), ("^3", 3), ("³", 3))
_PER = re.compile(r"(?:^| )(?:per|a|an|every|each) ")
_DEGREES = re.compile(r"degrees? (c|f)(?:elsius|ahrenheit)?", re.IGNORECASE)
_COMPLEMENT = re.compile(r" (?:of|in|on|at|from|with) ")
_DRESS = re.compile(
    r"(?:^| )(?:in total|in all|total|altogether|overall|remaining|each|apiece|of them)$"
    r"|(?<=[a-z]) (?:old|tall|long|wide|high|deep|thick|away|apart)$|(?<=degree) angle$"
)
# "12 apples left" and "3 days left" are what remains; "12 steps left" and "5 feet left" go to the left.
_MAY_REMAIN = {*_MONEY, "%", "second", "minute", "hour", "day", "week", "month", "year"}
_WHAT_MOVES = {"step", "place", "space", "block", "position", "digit", "pixel", "cell", "row", "column", "turn"}
_PLURALS = {"people", "men", "women", "children", "sheep", "fish", "deer", "mice", "geese", "oxen", "dice"}


def read_unit(words: str, exponent: int = 1, one: bool = False) -> tuple[int, str | None]:
    """``"million dollars"`` is ``(10**6, "$")``, and ``"red balls"`` is ``(1, "ball;red")``.

    Args:
        words: such as ``"square centimeters"``, ``"cm"``, ``"km/h"`` or ``"apples"``.
        exponent: what the unit is raised to; ``"cm"`` with 2 is the unit ``"cm^2"``.
        one: whether the number is at most one, so that a noun may be singular ("1 apple", "1/2 pizza").

    Returns:
        A factor, and the unit: what is measured or counted, with its adjectives behind a semicolon.

    Raises:
        Unsupported: the words say more than a unit, or are none.
    """
    words = " ".join(words.replace("-", " ").split()).rstrip(".").strip().replace("per cent", "percent")
    if len(words) > _LONGEST:
        raise Unsupported("too long for a unit")
    factor = 1
    while (scale := NUMBER_WORDS.get(words.partition(" ")[0].lower())) and factor <= 10**9:
        factor *= scale
        words = words.partition(" ")[2].removeprefix("of ")
    if not words:
        return factor, None
    for spelling in (words, words.lower()):
        if unit := _canonical(spelling, exponent):
            return factor, unit
    return factor, _counted(words.lower(), exponent, one)


def compatible(a: str | None, b: str | None) -> bool:
    """Whether two answers may carry these units: one has none, or they are the same as far as can be told.

    "balls" and "red balls" may be the same, "red balls" and "blue balls" not; "units" stand for any unit.
    """
    if a is None or b is None or a == b:
        return True
    (unit_a, _, adjectives_a), (unit_b, _, adjectives_b) = a.partition(";"), b.partition(";")
    if unit_a in _ONE_OF_SEVERAL.get(unit_b, ()) or unit_b in _ONE_OF_SEVERAL.get(unit_a, ()):
        return True
    if "unit" in (unit_a.partition("^")[0], unit_b.partition("^")[0]):
        return unit_a.partition("^")[2] == unit_b.partition("^")[2]
    words_a, words_b = set(adjectives_a.split()), set(adjectives_b.split())
    return unit_a == unit_b and (words_a <= words_b or words_b <= words_a)


def is_currency(unit: str) -> bool:
    """Whether a unit is money, or money for something."""
    return unit.partition("/")[0] in _MONEY


def _canonical(words: str, exponent: int) -> str | None:
    """The name of a listed unit, or of a product or quotient of listed units; else None."""
    above, slash, below = _PER.sub("/", words).partition("/")
    if slash:
        top, bottom = _canonical(above.strip(), 1) if above else "", _canonical(below.strip(), exponent)
        return f"{top}/{bottom}" if top is not None and bottom else None
    for prefix, power in _PREFIXES:
        if words.startswith(prefix):
            words, exponent = words.removeprefix(prefix).strip(), power
    for suffix, power in _SUFFIXES:
        if words.endswith(suffix):
            words, exponent = words.removesuffix(suffix).strip(), power
    if match := _DEGREES.fullmatch(words):
        words = match[1].upper()
    names = [UNITS.get(word) for word in words.split()]
    if not names or None in names:
        return None
    unit = "·".join(sorted(names))
    return unit if exponent == 1 else f"{unit}^{exponent}"


def _counted(words: str, exponent: int, one: bool) -> str | None:
    """The name of what is counted; None if the words are only like "in total"."""
    words = _DRESS.sub("", words)
    if words.endswith(" left") and _is_what_remains(words.split()[-2]):
        words = words.removesuffix(" left")
    if not words:
        return None
    if not _LOOKS_LIKE_A_UNIT.fullmatch(words) or any(map(says_more, re.findall("[a-z]+", words))):
        raise Unsupported("more than a unit")
    above, slash, below = _PER.sub("/", words).partition("/")
    phrase, _, complement = _COMPLEMENT.sub("|", above.strip()).partition("|")
    *adjectives, noun = phrase.split() or [""]
    if known := _canonical(phrase, 1):
        unit, adjectives = known, []
    elif known := UNITS.get(noun):  # light years are no years
        unit, adjectives = " ".join([*sorted(adjectives), known]), []
    else:
        unit = _singular(noun) or (noun if one and noun else None)
    if slash and not phrase:  # 5 per box
        unit = ""
    if unit is None:
        raise Unsupported("not the plural of a noun")
    if slash:
        unit += "/" + (_canonical(below.strip(), exponent) or _singular(below.strip()) or below.strip())
    elif exponent != 1:
        unit += f"^{exponent}"
    about = sorted([*adjectives, *re.findall("[a-z]+", complement)])
    return f"{unit};{' '.join(about)}" if about else unit


def says_more(word: str) -> bool:
    """Whether a word is no noun or adjective of what is counted."""
    if (len(word) == 1 and word != "a") or word in _MEANINGFUL or word in WORDS_OF_MATHEMATICS:
        return True
    return _MEANINGFUL_STEMS.fullmatch(word) is not None


def _is_what_remains(noun: str) -> bool:
    return UNITS[noun] in _MAY_REMAIN if noun in UNITS else (_singular(noun) or "step") not in _WHAT_MOVES


def _singular(noun: str) -> str | None:
    """The singular of a plural noun; None if this is none."""
    if noun in _PLURALS:
        return noun
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "xes", "sses")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 3 else None
