"""Which answer counts: classes of equal answers, the majority, the best of n. Strings and numbers only.

Sampling several solutions and taking the answer that most of them reach is self-consistency (Wang et al. 2022,
arXiv:2203.11171). Answers are compared by meaning, so 1/2, 0.5 and \\frac{1}{2} are one candidate with three
votes.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

from shared.verifier import parse, same_answer
from shared.verifier.limits import MAX_ANSWER
from shared.verifier.values import Based, Collection, Infinity, Named, Number, Ordered, Text, Union, Value


def group_answers(answers: Sequence[str | None]) -> list[list[int]]:
    """Sort answers into classes of equal meaning.

    An answer joins the first class whose first member it is the same as. (Equivalence of mathematical texts
    is not quite transitive; this rule makes the classes well defined all the same.)

    Args:
        answers: what was extracted from each response; None, no answer, belongs to no class.

    Returns:
        The indices of each class, rising; classes in the order in which they first appeared.
    """
    groups: list[list[int]] = []
    group_of: dict[str, list[int]] = {}  # texts seen already need no comparing
    numbers: dict[Hashable, list[int]] = {}  # of the classes whose first member has this key, rising
    for index, answer in enumerate(answers):
        if answer is None:
            continue
        if answer not in group_of:
            key = _key(answer)
            rivals = range(len(groups)) if key is None else sorted(numbers.get(key, []) + numbers.get(None, []))
            for number in rivals:
                if same_answer(answer, answers[groups[number][0]]):
                    group_of[answer] = groups[number]
                    break
            else:
                numbers.setdefault(key, []).append(len(groups))
                group_of[answer] = []
                groups.append(group_of[answer])
        group_of[answer].append(index)
    return groups


def _key(answer: str) -> Hashable:
    """What two answers have in common if they are the same; None where nothing so simple can be said.

    It rules pairs out, and nothing else: answers with one key are compared, and those without with all. 256
    different numbers would be 32,640 pairs.
    """
    return _value_key(parse(answer)) if len(answer) <= MAX_ANSWER else None


def _value_key(value: Value) -> Hashable:
    """:func:`_key` of an answer that was read; the rules are :class:`shared.verifier.equality.Comparison`'s."""
    match value:
        case Number(terms=terms, unit=unit) if terms is not None and unit != "%":
            return Number, frozenset(terms.items())  # 5 cm is 5, and 50 % is two numbers
        case Text() | Infinity() | Based():
            return value
        case Ordered(opening=opening, items=items, closing=closing):
            keys = tuple(map(_value_key, items))
            return None if None in keys else (opening, keys, closing)
        case Collection(items=items) | Union(parts=items):
            keys = frozenset(map(_value_key, items))  # in a set neither order nor repeats matter, and {5} is 5
            return None if None in keys else keys if len(keys) != 1 else next(iter(keys))
        case Named(value=Ordered()):
            return None  # x_1=2, x_2=-3 is the pair (2,-3) and the list -3, 2
        case Named(value=named) if not (isinstance(named, Number) and named.expression.letters):
            return _value_key(named)  # x=5 is 5; but y=2x is an equation, and may be x=y/2
    return None


def majority_vote(answers: Sequence[str | None], tie_scores: Sequence[float | None] | None = None) -> int:
    """Which answer do most responses give? Self-consistency (Wang et al. 2022).

    Args:
        answers: one a response; None, no answer, is no vote.
        tie_scores: one score a response. Of classes with equally many votes, the one with the best-scored
            member wins. None: the class that appeared first wins.

    Returns:
        Index of the winning class's first answer; 0 if nobody answered.

    Raises:
        ValueError: there are no responses, or not one score for each.
    """
    if not answers:
        raise ValueError("there is nothing to vote on: give one answer or more")
    if tie_scores is not None and len(tie_scores) != len(answers):
        raise ValueError(f"got {len(tie_scores)} tie_scores for {len(answers)} answers; give one for each")
    groups = group_answers(answers)
    if not groups:
        return 0
    most = max(map(len, groups))
    tied = [group for group in groups if len(group) == most]
    if tie_scores is None:
        return tied[0][0]
    best = best_of_n([max(comparable(tie_scores[i]) for i in group) for group in tied])
    return tied[best][0]


def votes_needed(num_samples: int) -> int:
    """How many equal answers of ``num_samples`` settle the vote: more than half.

    Raises:
        ValueError: ``num_samples`` is below 1.
    """
    if num_samples < 1:
        raise ValueError(f"num_samples must be 1 or more, not {num_samples}")
    return num_samples // 2 + 1


def can_stop_early(answers: Sequence[str | None], num_samples: int) -> bool:
    """Whether the vote is settled before all samples are drawn.

    Args:
        answers: those that are there already.
        num_samples: how many there would be in the end.

    Returns:
        True if one answer has more than half of all votes: no further sample can change the winner.
    """
    needed = votes_needed(num_samples)
    return any(len(group) >= needed for group in group_answers(answers))


def best_of_n(scores: Sequence[float | None]) -> int:
    """Index of the highest score, the first of equals.

    NaN, and None (which NaN and infinity become in a JSON file), are below every number.

    Raises:
        ValueError: there are no scores.
    """
    if not scores:
        raise ValueError("there is nothing to choose from: give one score or more")
    return max(range(len(scores)), key=lambda i: comparable(scores[i]))


def comparable(score: float | None) -> float:
    """A score as a number that can be ordered: NaN, and None, are minus infinity."""
    return -math.inf if score is None or math.isnan(score) else score
