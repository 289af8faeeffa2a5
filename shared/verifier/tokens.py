r"""From characters to tokens: LaTeX and plain mathematics in one small vocabulary."""

from __future__ import annotations

import re
from typing import NamedTuple

from .polynomials import Unsupported
from .values import UNITS

MAX_DIGITS = 100


class Token(NamedTuple):
    """``kind`` is a group of ``_TOKEN`` below, or for symbols the symbol itself; ``text`` is what was read."""

    kind: str
    text: str


_SIMPLE_NUMBER = r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+"
_SEPARATED_NUMBER = r"[0-9]{1,3}(?:SEPARATOR[0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
_TEXT_COMMANDS = "text|mbox|textbf|textit|textrm|textnormal|mathrm|mathbf|operatorname"
_TOKEN = r"""
  (?P<space>\s+|\\[,;:!>\ ]|\\q?quad(?![A-Za-z])|~
     |\\(?:left|right|displaystyle|limits|[bB]igg?[lr]?)(?![A-Za-z]))
 |(?P<number>NUMBER)
 |(?P<degree>\^\s*(?:\\circ|\{\s*\\circ\s*\})|\\degrees?(?![A-Za-z])|°)
 |(?P<percent>\\?%)
 |(?P<currency>\\?\$|[€£¥])
 |(?P<frac>\\[dtc]?frac(?![A-Za-z]))
 |(?P<sqrt>\\sqrt(?![A-Za-z])|√)
 |(?P<comma>,(?:\s*(?:and|or)(?![A-Za-z]))?|;|\\(?:text|mbox)\s*\{\s*,?\s*(?:and|or)\s*\}
     |(?<![A-Za-z])(?:and|or)(?![A-Za-z]))
 |(?P<text>\\(?:TEXT_COMMANDS)\s*\{(?P<content>[^{}\\]*)\})
 |(?P<begin>\\begin\s*\{[pbvBV]?matrix\})
 |(?P<end>\\end\s*\{[pbvBV]?matrix\})
 |(?P<row>\\\\)
 |(?P<pm>\\pm(?![A-Za-z])|±)
 |(?P<mp>\\mp(?![A-Za-z])|∓)
 |(?P<times>\\(?:times|cdot)(?![A-Za-z])|[*×·⋅])
 |(?P<over>\\div(?![A-Za-z])|[/÷])
 |(?P<minus>[-−–])
 |(?P<member>\\in(?![A-Za-z])|∈)
 |(?P<cup>\\cup(?![A-Za-z])|∪)
 |(?P<infinity>\\infty(?![A-Za-z])|∞)
 |(?P<pi>\\pi(?![A-Za-z])|π)
 |(?P<empty>\\(?:emptyset|varnothing)(?![A-Za-z])|∅)
 |(?P<set_open>\\\{|\\lbrace(?![A-Za-z]))
 |(?P<set_close>\\\}|\\rbrace(?![A-Za-z]))
 |(?P<letter>\\(?:alpha|beta|gamma|delta|theta|lambda|mu|phi|omega)(?![A-Za-z])|[A-Za-z])
 |(?P<symbol>[-+=^_(){}\[\]&])
"""


def _compile(separator: str) -> re.Pattern[str]:
    number = _SEPARATED_NUMBER.replace("SEPARATOR", separator) + "|" + _SIMPLE_NUMBER
    return re.compile(_TOKEN.replace("NUMBER", number).replace("TEXT_COMMANDS", _TEXT_COMMANDS), re.VERBOSE)


# Inside brackets a plain comma separates items; ",\!" and "{,}" belong to a number everywhere.
_INSIDE = _compile(r"(?:,\\!\s*|\{,\})")
_OUTSIDE = _compile(r"(?:,\\!\s*|\{,\}|,)")
_DEPTH = {"(": 1, "[": 1, "set_open": 1, ")": -1, "]": -1, "set_close": -1}


def tokenize(text: str) -> list[Token]:
    """Tokens of an answer, spaces left out.

    Raises:
        Unsupported: a character or command outside the vocabulary, or a number with too many digits.
    """
    tokens: list[Token] = []
    position = depth = 0
    while position < len(text):
        match = (_INSIDE if depth else _OUTSIDE).match(text, position)
        if match is None:
            raise Unsupported(f"character {position}")
        position = match.end()
        kind, piece = match.lastgroup, match.group()
        if kind == "space":
            continue
        if kind == "number":
            piece = "".join(c for c in piece if c.isdigit() or c == ".")
            if len(piece) > MAX_DIGITS:
                raise Unsupported("digits")
        elif kind == "text":
            piece = match.group("content")
        elif kind == "symbol":
            kind = piece
        depth = max(0, depth + _DEPTH.get(kind, 0))
        tokens.append(Token(kind, piece))
    return tokens


_VALUE_WORDS = (
    "dozen|hundred|thousand|million|billion|trillion|squared|cubed|factorial|half|halves|thirds?|quarters?"
)
_WRAPPED = re.compile(r"\\(?:" + _TEXT_COMMANDS + r")\s*\{([^{}]*)\}")
_DOLLARS = re.compile(r"\$+([^$]*)\$+|\\\((.*)\\\)|\\\[(.*)\\\]", re.DOTALL)
_KNOWN_UNITS = "|".join(sorted((u for u in UNITS if len(u) > 1), key=len, reverse=True))
# "5 cm", "12 square feet", "90degrees"; or, after a space, a word that looks like one: "7 apples"
_UNIT_WORDS = re.compile(
    r"(?<=[0-9.})])(?:\s*(?:sq\.?\s+|square\s+|cubic\s+)?(?:" + _KNOWN_UNITS + r")\.?"
    r"|\s+(?!(?:" + _VALUE_WORDS + r")(?![a-z]))(?=[a-z]*[aeiou])[a-z]{4,}(?:\s+[a-z]+){0,3})"
    r"\s*(?:\^\s*\{?[23]\}?)?$"
)


def clean(text: str) -> str:
    r"""Take off what only dresses an answer: dollar signs, a ``\text{}`` around everything, a final full stop.

    A unit in plain words is wrapped in ``\text{}``, so that the parser sees one form of it.
    """
    text = text.strip()
    for _ in range(3):
        match = _DOLLARS.fullmatch(text) or _WRAPPED.fullmatch(text)
        if match is None:
            break
        text = next(group for group in match.groups() if group is not None).strip()
    text = text.rstrip(".").strip()
    if match := _UNIT_WORDS.search(text):
        unit, caret, exponent = match.group().strip().partition("^")
        text = f"{text[: match.start()]}\\text{{{unit.strip()}}}{caret}{exponent}"
    return text


def canonical_unit(words: str, exponent: int = 1) -> str | None:
    """``"square centimeters"`` and ``"cm"`` with exponent 2 are both ``"cm^2"``; None for an unknown unit.

    Raises:
        Unsupported: the words change the value ("million").
    """
    words = words.strip().rstrip(".").lower()
    if re.match(rf"(?:{_VALUE_WORDS})(?![a-z])", words):
        raise Unsupported("a number in words")
    for prefix, power in (("square ", 2), ("sq ", 2), ("sq. ", 2), ("cubic ", 3)):
        if words.startswith(prefix):
            words, exponent = words.removeprefix(prefix).strip(), power
    unit = UNITS.get(words)
    return unit if unit is None or exponent == 1 else f"{unit}^{exponent}"


_IGNORED = re.compile(r"\\(?:left|right|displaystyle)(?![A-Za-z])|\\[,;:!>]|\s+|\\ ")
_SPELLINGS = [
    (re.compile(r"\\[dtc]frac(?![A-Za-z])"), r"\\frac"),
    (re.compile(r"\\frac([0-9a-z])([0-9a-z])"), r"\\frac{\1}{\2}"),
    (re.compile(r"\\le(?![A-Za-z])|\\leqslant(?![A-Za-z])|≤|<="), r"\\leq"),
    (re.compile(r"\\ge(?![A-Za-z])|\\geqslant(?![A-Za-z])|≥|>="), r"\\geq"),
]


def normal_text(text: str) -> str:
    """A normal spelling for what is compared as text: no spaces, one form of each command, lower case."""
    while (shorter := _WRAPPED.sub(r"\1", text)) != text and len(text) > len(shorter):
        text = shorter
    text = _IGNORED.sub("", text)
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    return text if "\\" in text else text.casefold()
