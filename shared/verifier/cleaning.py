r"""Before reading: take off what only dresses an answer; and a normal spelling for what stays text."""

from __future__ import annotations

import re

from .units import NUMBER_WORDS, UNITS

_TEXT_COMMANDS = (
    r"text|mbox|textbf|textit|textrm|textsf|texttt|textnormal|mathrm|mathbf|mathit|mathsf|boxed|fbox"
)
_WRAPPED = re.compile(r"\\(?:" + _TEXT_COMMANDS + r")\s*\{([^{}]*)\}")
_BOXED = re.compile(r"\\(?:boxed|fbox)\s*\{(.*)\}", re.DOTALL)
_DOLLARS = re.compile(
    r"\$\$((?:[^$\\]|\\.)*)\$\$|\$((?:[^$\\]|\\.)*)\$|\\\((.*)\\\)|\\\[(.*)\\\]|\*\*([^*]*)\*\*", re.DOTALL
)
_SPACES = ("\\,", "\\;", "\\:", "\\!", "\\>", "\\ ", "~")
# "$7$ cm": mathematics within text. Dollar signs of money ("$5, $6", "$5-$10") do not look like this.
_INLINE = re.compile(r"(?<!\\)\$(?=\S)((?:[^$\\]|\\.)+)(?<=\S)\$(?![0-9])", re.DOTALL)
_LONG_UNITS = "|".join(sorted((re.escape(u) for u in UNITS if len(u) > 1), key=len, reverse=True))
_ANY_UNIT = _LONG_UNITS + "|[mglsh]"
# "5 cm", "12 square feet", "90degrees", "60 km/h"; or, after a space, words that look like a unit: "7 apples"
_UNIT_WORDS = re.compile(
    r"(?<=[0-9.})])(?:"
    rf"\s*(?:(?:sq\.?|square|cu\.?|cubic)\s+)?(?:(?:{_LONG_UNITS})|[mglsh](?=\s*/))"
    rf"(?:\s*(?:/|\bper\b)\s*(?:{_ANY_UNIT}))?(?:\s+(?:squared|cubed))?(?![A-Za-z])"
    rf"|\s+(?:{'|'.join(NUMBER_WORDS)})(?:\s+[a-z]+){{0,3}}"
    r"|\s+(?=[a-z]*[aeiou])[a-z]{4,}(?:\s+[a-z]+){0,3}"
    r")\.?\s*(?:\^\s*\{?[23]\}?|[²³])?$"
)
_TIMES = re.compile(r"(?<=[0-9] )x (?=10 ?\^)")  # 6 x 10^23
_EXPONENT = re.compile(r"\s*(?:\^\s*\{?([23])\}?|([²³]))$")


def clean(text: str) -> str:
    r"""Take off dollar signs, a box, a ``\text{}`` or bold around everything, and a final full stop.

    A unit in plain words is wrapped in ``\text{}``, so that the parser sees one form of it.
    """
    text = _TIMES.sub(r"\\times ", " ".join(text.split()))
    for _ in range(4):
        text = _trim(text)
        match = _DOLLARS.fullmatch(text) or _WRAPPED.fullmatch(text) or _BOXED.fullmatch(text)
        if match is None:
            break
        text = next(group for group in match.groups() if group is not None)
    text = _INLINE.sub(r"\1", text)
    if match := _UNIT_WORDS.search(text):
        unit = match.group()
        exponent = ""
        if power := _EXPONENT.search(unit):
            exponent = "^" + (power[1] or {"²": "2", "³": "3"}[power[2]])
            unit = unit[: power.start()]
        text = f"{text[: match.start()]}\\text{{{unit.strip()}}}{exponent}"
    return text


def _trim(text: str) -> str:
    """Without spaces around it, LaTeX's included, and without full stops behind it."""
    while True:
        shorter = text.strip()
        if not shorter.endswith(".."):  # "0.333..." is not 0.333
            shorter = shorter.removesuffix(".")
        for space in _SPACES:
            shorter = shorter.removeprefix(space).removesuffix(space)
        if shorter == text:
            return text
        text = shorter


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
    text = text.removesuffix(".")
    return text if "\\" in text else text.casefold()
