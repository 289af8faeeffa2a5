"""Which answer counts: classes of equal answers, the majority, the best of n. Strings and numbers only.

Sampling several solutions and taking the answer that most of them reach is self-consistency (Wang et al. 2022,
arXiv:2203.11171). Answers are compared by meaning, so 1/2, 0.5 and \\frac{1}{2} are one candidate with three
votes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction

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


def weighted_vote(answers: Sequence[str | None], weights: Sequence[float | None]) -> int:
    """The answer whose responses weigh most together: a vote in which not all count the same.

    With the weights all equal it is :func:`majority_vote`. Weighing by a verifier's score is Li et al. 2023
    (arXiv:2206.02336), by the model's own confidence Fu et al. 2025 (DeepConf, arXiv:2508.15260).

    Args:
        answers: one a response; None, no answer, is no vote.
        weights: one a response, 0 or more. None and NaN weigh nothing.

    Returns:
        Index of the winning class's first answer; of classes of equal weight the one that appeared first wins.
        0 if nobody answered.

    Raises:
        ValueError: there are no responses, not one weight for each, or a weight is negative or infinite.
    """
    if not answers:
        raise ValueError("there is nothing to vote on: give one answer or more")
    if len(weights) != len(answers):
        raise ValueError(f"got {len(weights)} weights for {len(answers)} answers; give one for each")
    clean = [0.0 if weight is None or math.isnan(weight) else weight for weight in weights]
    if not all(0 <= weight < math.inf for weight in clean):
        raise ValueError("a weight must be a number from 0 up: of a log-probability take exp")
    groups = group_answers(answers)
    if not groups:
        return 0
    return groups[best_of_n([math.fsum(clean[i] for i in group) for group in groups])][0]


def can_stop_early(answers: Sequence[str | None], num_samples: int) -> bool:
    """Whether the vote is settled before all samples are drawn: nobody can catch up.

    Args:
        answers: those that are there already.
        num_samples: how many there would be in the end.

    Returns:
        True exactly if :func:`majority_vote` would choose the same answer whatever the missing samples say.

    Raises:
        ValueError: ``num_samples`` is below 1, or there are more answers already.
    """
    missing = num_samples - len(answers)
    if num_samples < 1 or missing < 0:
        raise ValueError(f"{len(answers)} of {num_samples} samples is not possible")
    groups = group_answers(answers)
    if missing == 0 or not groups:
        return missing == 0
    leader = max(groups, key=len)  # the first of equals
    others = [(len(group), group[0]) for group in groups if group is not leader]
    others.append((0, len(answers)))  # an answer that nobody gave yet
    # Who draws level wins only by having come first.
    return all(size + missing < len(leader) + (leader[0] < first) for size, first in others)


def leader_is_certain(answers: Sequence[str | None], level: float = 0.95) -> bool:
    """Whether so few votes as these already show who would win (Aggarwal et al. 2023, arXiv:2305.11860, eq. 2).

    Of the two most frequent answers, with ``a`` and ``b`` votes, let the first have an unknown share of all
    votes that go to either. If every share was equally likely before, it now follows Beta(a + 1, b + 1); the
    rule stops when the share is above one half with probability ``level``. For whole numbers that probability
    is the chance of at most ``a`` heads in ``a + b + 1`` throws of a coin, so it is computed exactly. (4:0
    stops at 0.95, 3:0 does not.)

    Raises:
        ValueError: ``level`` is not a number from one half up to, but without, 1.
    """
    if not 0.5 <= level < 1:
        raise ValueError(f"level must be a probability from 0.5 up, and below 1, not {level}")
    sizes = sorted(map(len, group_answers(answers)), reverse=True)
    first, second = [*sizes, 0, 0][:2]
    throws = first + second + 1
    at_most = sum(math.comb(throws, heads) for heads in range(first + 1))
    return at_most >= Fraction(level) * 2**throws


def samples_used(
    answers: Sequence[str | None], stop: Callable[[Sequence[str | None]], bool], round_size: int = 1
) -> int:
    """How many samples are drawn if one asks after each round whether to stop: 1 to all of them.

    Args:
        answers: of all the samples that could be drawn, in their order.
        stop: gets those drawn so far.
        round_size: samples between two questions.
    """
    asked = range(round_size, len(answers), round_size)
    return next((n for n in asked if stop(answers[:n])), len(answers))


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
