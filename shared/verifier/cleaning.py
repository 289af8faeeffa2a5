r"""Before reading: take off what only dresses an answer; and a normal spelling for what stays text.

In order: characters that stand for others, commands of style, what encloses all of an answer (``$…$``,
``\text{}``, a box, ``**…**``) or introduces it ("The answer is"), and what is easier to rewrite than to read
(systems of equations, units in plain words).
"""

from __future__ import annotations

import re

from .tokens import WORDS_OF_MATHEMATICS
from .units import PLAIN_UNITS

# --- characters ---------------------------------------------------------------------------------------------

_FRACTIONS = {"½": 12, "⅓": 13, "⅔": 23, "¼": 14, "¾": 34, "⅕": 15, "⅖": 25, "⅗": 35, "⅘": 45, "⅙": 16, "⅚": 56}
_FRACTIONS |= {"⅐": 17, "⅛": 18, "⅜": 38, "⅝": 58, "⅞": 78, "⅑": 19}
_REPLACED = {character: rf"\frac{digits}" for character, digits in _FRACTIONS.items()} | {"⅒": r"\frac{1}{10}"}
_REPLACED |= dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff\u00ad", "")  # nothing to be seen
_REPLACED |= {chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F)}  # full width
_REPLACED |= {"，": ", ", "、": ", ", "。": ".", "\u2062": "*", "µ": "μ", "℃": "°C", "℉": "°F", "ℎ": "h"}
_REPLACED |= dict.fromkeys("‐‑‒﹣－", "-") | dict.fromkeys("˚º", "°")
_REPLACED |= dict.fromkeys("′’‘", "'") | dict.fromkeys("“”", '"')
_REPLACED |= {chr(0x1D7CE + i): str(i % 10) for i in range(50)}  # digits in bold and other styles
_REPLACED |= {  # italic, sans serif and typewriter letters; bold ones may be vectors
    chr(start + i): (chr(65 + i) if i < 26 else chr(71 + i))
    for start in (0x1D434, 0x1D5A0, 0x1D608, 0x1D670)
    for i in range(52)
}
_REPLACED |= {chr(0x1D6FC + i): chr(0x3B1 + i) for i in range(25)}  # italic Greek
_REPLACEMENTS = str.maketrans(_REPLACED)
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", "0123456789+-aeoxhklmnpstijruv", strict=True))
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱˣʸᵃᵇᶜᵈᵉʰᵏᵐᵖʳˢᵗᶻ", "0123456789+-()nixyabcdehkmprstz", strict=True))
_PLAIN = str.maketrans(_LOWERED | _RAISED)
_SLASHED = re.compile(rf"([{''.join(_RAISED)}]{{1,9}})[⁄/]([{''.join(_LOWERED)}]{{1,9}})|([0-9]+)⁄([0-9]+)")
_RAISED_RUN = re.compile(rf"[{''.join(_RAISED)}]+")
_RAISED_NUMBER = re.compile("⁻?[⁰¹²³⁴-⁹]+")  # a token of its own, so that ² alone stays text
_LOWERED_RUN = re.compile(rf"[{''.join(_LOWERED)}]+")
_DASH_AS_SIGN = re.compile(r"(^|[(\[{,;=<>≤≥±+*/$])\s*[—―]")
_RING_AS_DEGREE = re.compile(r"(?<=[0-9})])\s*\^?\s*(?:∘|\{\s*∘\s*\})")
_THIN_SEPARATOR = re.compile(r"(?<=[0-9])[\u2009\u202f](?=[0-9]{3}(?![0-9]))")


def _plain_characters(text: str) -> str:
    """Characters that stand for others: full width, italic, raised and lowered ones, broken numbers, dashes."""
    text = _THIN_SEPARATOR.sub(r"\\,", text).translate(_REPLACEMENTS)
    text = _SLASHED.sub(_as_fraction, text)
    text = _RAISED_RUN.sub(_as_exponent, text)
    text = _LOWERED_RUN.sub(lambda run: f"_{{{run.group().translate(_PLAIN)}}}", text)
    text = _RING_AS_DEGREE.sub("°", text)
    return _DASH_AS_SIGN.sub(r"\1-", text).replace("⁄", "/")


def _as_fraction(match: re.Match[str]) -> str:
    top, bottom = (part.translate(_PLAIN) for part in match.groups() if part)
    return rf"\frac{{{top}}}{{{bottom}}}"


def _as_exponent(run: re.Match[str]) -> str:
    return run.group() if _RAISED_NUMBER.fullmatch(run.group()) else f"^{{{run.group().translate(_PLAIN)}}}"


# --- style --------------------------------------------------------------------------------------------------

_TEXT_COMMANDS = r"text|mbox|textbf|textit|textrm|textsf|texttt|textnormal|mathrm|mathbf|mathit|mathsf|mathtt"
_SIZES = (
    r"LARGE|[lL]arge|[hH]uge|small|footnotesize|scriptsize|tiny|normalsize|rm|bf|it|sf|tt|em|boldmath|bfseries"
    r"|itshape|normalfont|nonumber|notag|nolimits|scriptscriptstyle"
)
_HOLDS_MATHEMATICS = r"\\(?:" + _TEXT_COMMANDS + r")\s*(?=\{[^{}]*(?:\\[A-Za-z]|\{))"
_HAS_STYLE = re.compile(
    r"\\(?:f?color|text(?:color|sl|up|sc)|bbox|[hv]space|tag|label|bold|bm|pmb|underline|uline|emph|hbox"
    r"|ensuremath|enclose|(?:" + _SIZES + r")(?![A-Za-z]))|" + _HOLDS_MATHEMATICS
)
_STYLES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\\fcolorbox\s*\{[^{}]*\}\s*\{[^{}]*\}", ""),
        (r"\\(?:text)?color(?:box)?\s*(?:\[[^][{}]*\])?\s*\{[^{}]*\}", ""),
        (r"\\bbox\s*(?:\[[^][]*\])?(?=\s*\{)|\\enclose\s*\{[^{}]*\}(?=\s*\{)", ""),
        (r"\\(?:[hv]space\*?|tag\*?|label)\s*\{[^{}]*\}", " "),
        (r"\{\s*\\rm(?![A-Za-z])\s*([^{}\\]*)\}|\\rm\s*\{([^{}\\]*)\}", r"\\mathrm{\1\2}"),
        (r"\\(?:emph|textsl|textup|textsc|hbox)(?=\s*\{)", r"\\text"),
        (r"\\(?:boldsymbol|bold|bm|pmb)\s*(?=\{\s*[A-Za-z]\s*\})", r"\\mathbf"),
        (r"\\(?:boldsymbol|bold|bm|pmb|underline|uline|ensuremath)\s*(?=\{)", ""),
        (_HOLDS_MATHEMATICS, ""),
        (r"\\(?:" + _SIZES + r")(?![A-Za-z])", " "),
    )
]


def _without_style(text: str) -> str:
    r"""Without colours, sizes, fonts: ``\textcolor{red}{7}`` is ``{7}``. A bold letter stays one of its own."""
    for pattern, replacement in _STYLES:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


# --- around the answer --------------------------------------------------------------------------------------

_WRAPPED = re.compile(r"\\(?:" + _TEXT_COMMANDS + r"|boxed|fbox)\s*\{([^{}]*)\}")
_DOLLARS = re.compile(
    r"\$\$((?:[^$\\]|\\.)*)\$\$|\$((?:[^$\\]|\\.)*)\$|\\\(((?:[^\\]|\\[^()])*)\\\)|\\\[((?:[^\\]|\\[^][])*)\\\]"
    r"|\*\*([^*]*)\*\*|__([^_]*)__|`([^`]*)`|\"([^\"]*)\"",
    re.DOTALL,
)
_BEFORE_AN_ANSWER = set('$\\{*_`"')
_BOX = re.compile(r"(?:\\(?:boxed|fbox)\s*)?(?=\{)")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_NEEDS_BRACES = re.compile(r"[,;:|]")  # {1, 2} is a set
_ANSWER_IS = re.compile(
    r"(\\(?:" + _TEXT_COMMANDS + r")\s*\{\s*)?(?:\*\*)?(?:(?:so|thus|hence|therefore),? )?(?:the )?"
    r"(?:(?:final|correct|right) )?(?:answers?|ans\.?|solutions?|results?)(?:\*\*)?"
    r"(?: ?[:=]| (?:is|are):?(?= |$|\}))\s*(?:\*\*)?(?(1)\})\s*(?=.)",
    re.IGNORECASE,
)
_PUNCTUATION = {",", ";", ":"}
_SPACES = ("\\,", "\\;", "\\:", "\\!", "\\>", "\\ ", "~", "\\quad", "\\qquad")
# "$7$ cm": mathematics within text. Dollar signs of money ("$5, $6", "$5-$10") do not look like this.
_INLINE = re.compile(r"(?<!\\)\$(?=\S)((?:[^$\\]|\\.)+)(?<=\S)\$(?![0-9])", re.DOTALL)


def trim(text: str) -> str:
    """Without spaces around it, LaTeX's included, and without the punctuation of a sentence."""
    while True:
        shorter = text.strip()
        if not shorter.endswith(("..", r"\right.")):  # "0.333..." is not 0.333
            shorter = shorter.removesuffix(".")
        if shorter.startswith(_SPACES) or shorter.endswith(_SPACES):
            for space in _SPACES:
                shorter = shorter.removeprefix(space).removesuffix(space)
        shorter = shorter.lstrip("=:") or shorter
        if shorter[-1:] in _PUNCTUATION and not (rest := shorter.rstrip(",;:")).endswith("\\"):
            shorter = rest or shorter
        if shorter == text:
            return text
        text = shorter


def _inside(text: str) -> str | None:
    """What all of the text is dressed in or introduced by, taken off once; None if there is nothing."""
    if not text or not (text[0] in _BEFORE_AN_ANSWER or text[0].isalpha()):
        return None
    if match := _DOLLARS.fullmatch(text) or _WRAPPED.fullmatch(text):
        return next(group for group in match.groups() if group is not None)
    if match := _ANSWER_IS.match(text):
        return text[match.end() :]
    box = _BOX.match(text)
    if box and _closing_brace(text, box.end()) == len(text) - 1:
        content = text[box.end() + 1 : -1]
        return content if box.group() or (content and not _NEEDS_BRACES.search(content)) else None
    return None


def _closing_brace(text: str, start: int) -> int | None:
    """Where the brace at ``start`` is closed."""
    depth = 0
    for match in _BRACE.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.start()
    return None


# --- what is easier to rewrite than to read -----------------------------------------------------------------

_TIMES = re.compile(r"(?<=[0-9])\s*[xX]\s*(?=10\s*(?:\^|\*\*|[⁻⁰¹²³⁴-⁹]))")  # 6 x 10^23, 6x10³
_INSIDE_TEXT = re.compile(r"\\(?:boxed|fbox)(?=\s*\{)|(?<!\\)\\[()]")  # \boxed{16} cm, \(x\) = \(1\)
_LINE_WITHOUT = re.compile(r"(\\mathbb\s*(?:\{\s*R\s*\}|R)|ℝ)\s*(?:[-−∖]|\\setminus|\\)\s*(?=\\?\{)")
_PLAIN_CUP = re.compile(r"(?<=[)\]])\s*U\s*(?=[(\[])")
_ORDINAL = re.compile(
    r"([0-9]{1,9})\s*(?:\^\s*)?\{?\s*(?:\\(?:text|mathrm|textrm|textsuperscript)\s*\{)?\s*(st|nd|rd|th)\s*\}{0,2}"
)
_AMOUNT = re.compile(r"(USD|EUR|GBP|INR|JPY|CNY|RMB|CHF|Rs(?=\.? )|US(?=\\?\$))\.?(?:\\?\$)? ?([0-9][0-9.,]*)")
_SYSTEM = re.compile(
    r"(?:\\left\s*)?(?:\\\{\s*)?\\begin\s*\{(cases|aligned|align\*?|gathered|array)\}(.*)\\end\s*\{\1\}"
    r"\s*(?:\\right\s*\.)?",
    re.DOTALL,
)
_PLAIN_CASES = re.compile(r"\\cases\s*\{(.*)\}", re.DOTALL)
_ROW = re.compile(r"\\\\(?:\[[^][]*\])?|\\cr(?![A-Za-z])")
_RELATION = re.compile(r"\s*(?:=|<|>|≤|≥|\\(?:le|ge|lt|gt|leq|geq|in|approx|ne|neq)(?![A-Za-z]))")
_PIECEWISE = re.compile(r"[,;&]|\\text|\\q?quad")
_ALIGNED = re.compile(r"&(?=" + _RELATION.pattern + r")|^\s*&|(?<==)&")
_LONG_UNITS = "|".join(sorted((re.escape(u) for u in PLAIN_UNITS if len(u) > 1), key=len, reverse=True))
_ANY_UNIT = _LONG_UNITS + "|[mglsh]"
_GAP = r"(?:\s|~|\\[ ,;:])"
_GAPS = re.compile(_GAP + "+")
# "5 cm", "12 square feet", "90degrees", "60 km/h"; or, after a space, words: "7 red apples"
_UNIT_WORDS = re.compile(
    r"(?<=[0-9.})])(?:"
    rf"{_GAP}*+(?:(?:sq\.?|square|cu\.?|cubic)\s+)?(?:(?:{_LONG_UNITS})|[mglsh](?=\s*/))"
    rf"(?:\s*(?:/|\bper\b)\s*(?:{_ANY_UNIT}))?(?:\s+(?:squared|cubed))?(?![A-Za-z])"
    rf"|{_GAP}++(?P<words>[A-Z]?[a-z]+(?:[ -][A-Z]?[a-z]+){{0,5}})"
    r")\.?\s*(?:\^\s*\{?[23]\}?|[²³])?$"
)
_ENDS_OF_UNITS = (".", "²", "³", "^2", "^3", "^ 2", "^ 3", "2}", "3}")
_EXPONENT = re.compile(r"\s*(?:\^\s*\{?([23])\}?|([²³]))$")
_LIKE_A_WORD = re.compile(r"(?=[a-z]*[aeiou])[a-z]{4,}")


def _system_in_one_line(text: str) -> str:
    r"""``\begin{cases} x=1 \\ y=2 \end{cases}`` as "x=1 and y=2"; the rows of a piecewise function stay."""
    match = _SYSTEM.fullmatch(text) or _PLAIN_CASES.fullmatch(text)
    if match is None or r"\begin" in match[match.lastindex]:
        return text
    body = match[match.lastindex]
    if match.lastindex == 2 and match[1] == "array":
        if not match.group().startswith((r"\left", r"\{")):
            return text  # a matrix
        body = body.partition("}")[2]
    rows = [_ALIGNED.sub("", row).strip().rstrip(",;") for row in _ROW.split(body)]
    rows = [row for row in rows if row]
    if not all(_RELATION.search(row) and not _PIECEWISE.search(row) for row in rows):
        return text
    joints = ["", *("" if _RELATION.match(row) else r"\text{ and }" for row in rows[1:])]  # "&= 5" goes on
    return "".join(map("".join, zip(joints, rows, strict=True)))


def _ordinal(text: str) -> str:
    """``7th`` and ``7^{th}`` in one form, if the ending is right."""
    match = _ORDINAL.fullmatch(text)
    if match is None:
        return text
    n = int(match[1])
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return rf"{n}\text{{th}}" if match[2] == ending else text


def _unit_in_text(text: str) -> str:
    r"""A unit in plain words in ``\text{}``, so that the parser sees one form of it."""
    if not (text[-1:].isalpha() or text.endswith(_ENDS_OF_UNITS)):
        return text
    match = _UNIT_WORDS.search(text)
    if match is None:
        return text
    unit, exponent = match.group(), ""
    if power := _EXPONENT.search(unit):
        exponent = "^" + (power[1] or {"²": "2", "³": "3"}[power[2]])
        unit = unit[: power.start()]
    words = (match["words"] or "").lower().replace("-", " ").split()
    if words and (not any(map(_LIKE_A_WORD.fullmatch, words)) or not WORDS_OF_MATHEMATICS.isdisjoint(words)):
        return text  # 2 a b, 3 cosh x
    return f"{text[: match.start()]}\\text{{{_GAPS.sub(' ', unit).strip()}}}{exponent}"


def clean(text: str) -> str:
    r"""Take off dollar signs, a box, a ``\text{}`` or style around everything, and a final full stop."""
    if not text.isascii():
        text = _plain_characters(text)
    text = " ".join(text.split())
    if "\\" in text and _HAS_STYLE.search(text):
        text = _without_style(text)
    for _ in range(6):
        text = trim(text)
        inner = _inside(text)
        if inner is None:
            break
        text = inner
    if "$" in text:
        text = _INLINE.sub(r"\1", text)
    if "10" in text:
        text = _TIMES.sub(r"\\times ", text)
    if "\\" in text:
        text = _INSIDE_TEXT.sub("", text)
        if r"\begin" in text or r"\cases" in text:
            text = _system_in_one_line(text)
    if "R" in text or "ℝ" in text:
        text = _LINE_WITHOUT.sub(r"\1\\setminus ", text)
    if "U" in text:
        text = _PLAIN_CUP.sub(r"\\cup ", text)
    if match := _AMOUNT.fullmatch(text):
        text = rf"{match[2]}\text{{{match[1]}{'D' * (match[1] == 'US')}}}"
    return _unit_in_text(_ordinal(text))


# --- text that stays text -----------------------------------------------------------------------------------

_IGNORED = re.compile(r"\\(?:left|right|displaystyle)(?![A-Za-z])|\\[,;:!>]|\s+|\\ ")
_SPELLINGS = [
    (re.compile(r"\\[dtc]frac(?![A-Za-z])"), r"\\frac"),
    (re.compile(r"\\frac([0-9a-z])([0-9a-z])"), r"\\frac{\1}{\2}"),
    (re.compile(r"\\le(?![A-Za-z])|\\leqslant(?![A-Za-z])|≤|<="), r"\\leq"),
    (re.compile(r"\\ge(?![A-Za-z])|\\geqslant(?![A-Za-z])|≥|>="), r"\\geq"),
    (re.compile(r"\.{3,}|⋯|\\[cl]?dots[bcimo]?(?![A-Za-z])"), "…"),
    (re.compile(r"\\%|per ?cent|pct"), "%"),
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
