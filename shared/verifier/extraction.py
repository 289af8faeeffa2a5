r"""Find the final answer in a response."""

from __future__ import annotations

import re

MAX_ANSWER = 1_000  # characters; a longer box is not an answer
_BOX_NAMES = ("\\boxed", "\\fbox")
_MAX_BOXES_TRIED = 64
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BARE = re.compile(r"[^\s$]+")


def extract_answer(response: str) -> str | None:
    r"""The contents of the last ``\boxed{...}`` or ``\fbox{...}`` that follows any thinking.

    Only what comes after the last ``</think>`` counts, and nothing of a thought that was begun and not ended.
    Braces are balanced (``\{`` and ``\}`` are not braces). ``\boxed 7`` without braces holds ``7``.

    Returns:
        The answer without surrounding spaces, or None: there is no box, or the last one is empty, cut short
        (the response hit its length limit) or longer than ``MAX_ANSWER`` characters.
    """
    visible = response[response.rfind("</think>") + 1 :]  # all of it when there is no such tag
    if (thought := visible.find("<think>")) >= 0:
        visible = visible[:thought]
    start = _last_box(visible)
    if start is None:
        return None
    window = visible[start : start + MAX_ANSWER + 2].lstrip()
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
    return match.group().rstrip(".,;:!?") if match else None
