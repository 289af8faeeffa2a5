r"""Find the final answer in a response."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .limits import MAX_ANSWER

_BOX_NAMES = ("\\boxed", "\\fbox")
_MAX_BOXES_TRIED = 64
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BARE = re.compile(r"[^\s$]+")
# What a box without braces may hold: \boxed 7, \boxed\frac12, or one letter that ends a sentence.
_BARE_ANSWER = re.compile(
    r"(?![A-Za-z]{2})[^\s$]*[0-9]|\\(?!boxed|fbox)[A-Za-z]|[A-Za-z](?=[.,;:!?$)]*(?:$|\n))"
)
# What a box holds that is only mentioned: "in \boxed{} format", "as \boxed{...}"
_PLACEHOLDER = re.compile(
    r"(?:\s|~|\\[ ,;:!]|\.|…|\\[lc]?dots|(?:(?:your|the|final) )*answer(?: here)?)*", re.IGNORECASE
)

_LONGEST_NUMBER = 100  # characters of a number in running text
_BEHIND_LAST_DIGIT = 6  # such as `} \%`
_MAX_NUMBERS_TRIED = 8
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
_DIGITS = "0123456789" + _VULGAR
_FRACTION = rf"[{_VULGAR}]|\\[dtc]?frac\s*(?:\{{\s*-?[0-9]+\s*\}}\s*\{{\s*[0-9]+\s*\}}|[0-9]\s*[0-9])"
_ENDS = r"(?![0-9]|\.[0-9])"
_NUMBER = re.compile(
    r"(?:(?<![\w.)}\]])[-+−])?(?:\\?[$€£¥](?=[0-9.]))?(?<![0-9.])(?:"
    rf"(?P<whole>[0-9]{{1,3}})(?: ?(?:{_FRACTION})| (?P<top>[0-9]+)/(?P<bottom>[0-9]+){_ENDS})"  # mixed numbers
    rf"|{_FRACTION}"
    r"|(?:[0-9]{1,3}(?:(?:,|\{,\}|,\\!)[0-9]{3})+(?![0-9])|[0-9]+)?(?:\.[0-9]+)?(?<=[0-9])"
    rf"(?: ?/ ?[0-9]+{_ENDS}"
    r"|(?: ?(?:\\times|\\cdot|[×·*x]) ?10)?(?:\^\{?[-+−]?[0-9]+\}?|⁻?[⁰¹²³⁴-⁹]+)|[eE][-+]?[0-9]+)?"
    r")(?:\s?\\?%)?"
)
# Before a number that is none of its own (cm^2, x_1), or the end of a term (\sqrt{2}, \frac{\pi}{4}).
_EXPONENT_OR_INDEX = re.compile(r"[\^_]\{?[-+−]?$")
_REST_OF_A_TERM = re.compile(r"(?:\\sqrt(?:\[[0-9]+\])?\{|√\(?|[A-Za-zπ)}\]] ?/ ?|\}\{)$")


def extract_answer(response: str, fallback: str | None = None) -> str | None:
    r"""The contents of the last ``\boxed{...}`` or ``\fbox{...}`` that follows any thinking.

    Only what comes after the last ``</think>`` counts, and nothing of a thought that was begun and not ended.
    Braces are balanced (``\{`` and ``\}`` are not braces). ``\boxed 7`` without braces holds ``7``. A box that
    is only mentioned (``\boxed`` in a sentence, ``\boxed{}``, ``\boxed{...}``) is passed over.

    Args:
        response: everything the model wrote.
        fallback: None, as rewards and strict scores need it; or ``"last_number"`` for lenient scores: where no
            box counts, the last number outside of thinking, with its sign, decimals, thousands separators,
            fraction (``3/4``, ``2 1/2``, ``\frac34``), power, currency or percent sign. Exponents and indices
            of letters (``cm^2``) are passed over, and what is only part of a term (``\sqrt{2}``) is no number.

    Returns:
        The answer without surrounding spaces, or None: there is no box, or the last one is cut short (the
        response hit its length limit) or longer than ``MAX_ANSWER`` characters, and there is no fallback or no
        number.

    Raises:
        ValueError: an unknown fallback.
    """
    if fallback not in (None, "last_number"):
        raise ValueError(f'fallback must be None or "last_number", not {fallback!r}')
    visible = response.rpartition("</think>")[2].partition("<think>")[0]
    answer = _last_boxed(visible)
    return _last_number(visible) if answer is None and fallback else answer


def _last_boxed(text: str) -> str | None:
    for start in _boxes(text):
        window = text[start : start + MAX_ANSWER + 2].lstrip()
        if not window:
            return None  # the response ends here
        if not window.startswith("{"):
            if _BARE_ANSWER.match(window):
                return _bare(window)
            continue
        answer = _braced(window)
        if answer is None or not _PLACEHOLDER.fullmatch(answer):
            return answer and answer.strip()
    return None


def _boxes(text: str) -> Iterator[int]:
    r"""Where box commands end, the last one first (``\boxedly`` is another command)."""
    end = len(text)
    for _ in range(_MAX_BOXES_TRIED):
        end, name = max((text.rfind(name, 0, end), name) for name in _BOX_NAMES)
        if end < 0:
            return
        after = end + len(name)
        if not text[after : after + 1].isalpha():
            yield after


def _braced(text: str) -> str | None:
    """What the brace that begins ``text`` encloses, or None if it is never closed."""
    depth = 0
    for match in _BRACE.finditer(text):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return text[1 : match.start()]
    return None


def _bare(text: str) -> str | None:
    """The first word, without the punctuation of the sentence around it."""
    match = _BARE.match(text)
    return match.group().removesuffix(r"\)").removesuffix(r"\]").rstrip(".,;:!?") if match else None


def _last_number(text: str) -> str | None:
    """The last number in running text; it is looked for around the last digit, so that length costs nothing."""
    end = len(text)
    for _ in range(_MAX_NUMBERS_TRIED):
        last = max(text.rfind(digit, 0, end) for digit in _DIGITS)
        start = max(0, last - _LONGEST_NUMBER)
        window = text[start : min(end, last + _BEHIND_LAST_DIGIT)]
        match = next((m for m in _NUMBER.finditer(window) if start + m.end() > last), None)
        if last < 0 or match is None or (start and match.start() == 0):
            return None
        before = window[: match.start()]
        if _REST_OF_A_TERM.search(before):
            return None
        if not _EXPONENT_OR_INDEX.search(before):
            improper = match["top"] and int(match["top"]) >= int(match["bottom"])  # 2 7/3 is no mixed number
            return match.group()[match.start("top") - match.start() :] if improper else match.group()
        end = start + match.start()
    return None
