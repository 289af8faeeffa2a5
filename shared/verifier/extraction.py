r"""Find the final answer in a response."""

from __future__ import annotations

import re

from .limits import MAX_ANSWER

_BOX_NAMES = ("\\boxed", "\\fbox")
_MAX_BOXES_TRIED = 64
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BARE = re.compile(r"[^\s$]+")
_DIGITS = "0123456789"
_LONGEST_NUMBER = 100  # characters of a number in running text
_NUMBER = re.compile(
    r"(?:(?<![\w.)}\]])[-+−])?\\?[$€£¥]?(?<![0-9.])"
    r"(?:[0-9]{1,3}(?:(?:,|\{,\}|,\\!)[0-9]{3})+(?![0-9])|[0-9]+)?(?:\.[0-9]+)?(?<=[0-9])"
    r"(?:/[0-9]+(?![0-9.]))?(?:\s?\\?%)?"
)


def extract_answer(response: str, fallback: str | None = None) -> str | None:
    r"""The contents of the last ``\boxed{...}`` or ``\fbox{...}`` that follows any thinking.

    Only what comes after the last ``</think>`` counts, and nothing of a thought that was begun and not ended.
    Braces are balanced (``\{`` and ``\}`` are not braces). ``\boxed 7`` without braces holds ``7``.

    Args:
        response: everything the model wrote.
        fallback: None, as rewards and strict scores need it; or ``"last_number"`` for lenient scores: where no
            box counts, the last number outside of thinking, with its sign, decimals, thousands separators,
            fraction (``3/4``), currency or percent sign.

    Returns:
        The answer without surrounding spaces, or None: there is no box, or the last one is empty, cut short
        (the response hit its length limit) or longer than ``MAX_ANSWER`` characters, and there is no fallback
        or no number.

    Raises:
        ValueError: an unknown fallback.
    """
    if fallback not in (None, "last_number"):
        raise ValueError(f'fallback must be None or "last_number", not {fallback!r}')
    visible = response.rpartition("</think>")[2].partition("<think>")[0]
    answer = _last_boxed(visible)
    return _last_number(visible) if answer is None and fallback else answer


def _last_boxed(text: str) -> str | None:
    start = _last_box(text)
    if start is None:
        return None
    window = text[start : start + MAX_ANSWER + 2].lstrip()
    answer = _braced(window) if window.startswith("{") else _bare(window)
    return answer.strip() or None if answer else None


def _last_box(text: str) -> int | None:
    r"""Where the last box command ends (``\boxedly`` is another command), or None."""
    end = len(text)
    for _ in range(_MAX_BOXES_TRIED):
        start, name = max((text.rfind(name, 0, end), name) for name in _BOX_NAMES)
        if start < 0:
            return None
        after = start + len(name)
        if not text[after : after + 1].isalpha():
            return after
        end = start
    return None


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
    last = max(text.rfind(digit) for digit in _DIGITS)
    start = max(0, last - _LONGEST_NUMBER)
    window = text[start : last + 4]  # what may follow the last digit is ` \\%`
    match = next((m for m in _NUMBER.finditer(window) if start + m.end() > last), None)
    if last < 0 or match is None or (start and match.start() == 0):
        return None
    return match.group()
