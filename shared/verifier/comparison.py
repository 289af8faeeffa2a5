"""Are two answers, as texts, the same?"""

from __future__ import annotations

import re

from .equality import Comparison
from .extraction import extract_answer
from .limits import MAX_ANSWER
from .parser import parse

_INTEGER = re.compile(r"-?[0-9]{1,18}")


def is_correct(response: str, gold: str, fallback: str | None = None) -> bool:
    """Whether the answer boxed in a model's response equals the gold answer; without a box it does not.

    Args:
        response: everything the model wrote, thinking included.
        gold: the answer alone, without a box.
        fallback: what counts as the answer where no box does; see :func:`extract_answer`.

    Raises:
        ValueError: an unknown fallback.
    """
    answer = extract_answer(response, fallback)
    return answer is not None and equivalent(answer, gold)


def equivalent(answer: str, gold: str) -> bool:
    """Whether an answer, in LaTeX or plain text, means what the gold answer means.

    The package's own text gives the rules. Reflexive, never raises, and symmetric but for two rules: a gold
    answer that is a rounded decimal is met by the exact value, and the gold answer 5 by ``m+n = 5``. Integers,
    the common case in training, take a microsecond or so.
    """
    return _compare(answer, gold, has_gold=True)


def same_answer(a: str, b: str) -> bool:
    """:func:`equivalent` without the two rules for gold answers, and so symmetric: for comparing answers of
    which none is the gold one, as in voting."""
    return _compare(a, b, has_gold=False)


def _compare(answer: str, gold: str, has_gold: bool) -> bool:
    if answer == gold:
        return True
    if _INTEGER.fullmatch(answer) and _INTEGER.fullmatch(gold):
        return int(answer) == int(gold)
    if len(answer) > MAX_ANSWER or len(gold) > MAX_ANSWER:
        return answer.strip() == gold.strip()
    return Comparison(has_gold).verdict(parse(answer), parse(gold))
