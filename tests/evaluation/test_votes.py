"""Voting and choosing, against counting by hand and against every possible continuation."""

from __future__ import annotations

import math
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.evaluation.records import Sample
from shared.evaluation.votes import best_of_n, can_stop_early, group_answers, majority_vote, votes_needed
from shared.reasoning.selection import (
    select_best,
)

# Texts whose equivalence is identity, so that a plain counter is an oracle.
ANSWERS = st.lists(st.sampled_from(["1", "2", "3", None]), min_size=1, max_size=9)


def sample(answer: str | None, mean_logprob: float = -1.0) -> Sample:
    return Sample(f"text of {answer}", answer, False, 5, mean_logprob, "stop")


def test_answers_of_one_meaning_vote_together() -> None:
    answers = ["3", r"\frac{1}{2}", "0.5", "3", "1/2"]
    assert group_answers(answers) == [[0, 3], [1, 2, 4]]
    assert majority_vote(answers) == 1


def test_no_answer_is_no_vote() -> None:
    assert majority_vote([None, None, "7", None]) == 2
    assert majority_vote([None, None]) == 0
    assert group_answers([None, "7"]) == [[1]]


def test_ties_go_to_the_class_that_appeared_first() -> None:
    assert majority_vote(["1", "2", "2", "1"]) == 0
    assert majority_vote([None, "2", "1"]) == 1


def test_ties_go_to_the_best_score_if_there_are_scores() -> None:
    assert majority_vote(["1", "2", "2", "1"], [-5.0, -4.0, -1.0, -2.0]) == 1
    assert majority_vote(["1", "2"], [math.nan, -9.0]) == 1
    assert majority_vote(["1", "1", "2"], [-9.0, -9.0, 0.0]) == 0, "a score breaks ties, it is no vote"


@given(ANSWERS)
def test_vote_agrees_with_a_counter(answers: list[str | None]) -> None:
    counts = Counter(a for a in answers if a is not None)
    winner = majority_vote(answers)
    if not counts:
        assert winner == 0
        return
    # Counter.most_common keeps the order of first appearance among equals.
    assert answers[winner] == counts.most_common(1)[0][0]
    assert winner == answers.index(answers[winner])


@given(ANSWERS)
def test_groups_are_a_partition(answers: list[str | None]) -> None:
    groups = group_answers(answers)
    assert sorted(i for g in groups for i in g) == [i for i, a in enumerate(answers) if a is not None]
    assert [g[0] for g in groups] == sorted(g[0] for g in groups)


@pytest.mark.parametrize(("n", "needed"), [(1, 1), (2, 2), (3, 2), (4, 3), (10, 6)])
def test_votes_needed(n: int, needed: int) -> None:
    assert votes_needed(n) == needed


@pytest.mark.parametrize("drawn", range(1, 5))
def test_after_an_early_stop_no_continuation_changes_the_winner(drawn: int) -> None:
    n, options = 5, ["1", "2", None]
    stopped = 0
    for answers in product(options, repeat=drawn):
        if not can_stop_early(answers, n):
            continue
        stopped += 1
        winner = answers[majority_vote(answers)]
        for rest in product(options, repeat=n - drawn):
            full = answers + rest
            assert full[majority_vote(full)] == winner
    assert bool(stopped) == (drawn >= votes_needed(n))


def test_early_stop_counts_meanings() -> None:
    assert can_stop_early(["0.5", "1/2"], 3)
    assert not can_stop_early(["0.5", "2"], 3)
    assert not can_stop_early([None, None], 3)
    assert not can_stop_early([], 1)


def test_best_of_n() -> None:
    assert best_of_n([-3.0, -1.0, -2.0]) == 1
    assert best_of_n([2.0, 2.0]) == 0
    assert best_of_n([math.nan, -math.inf, -9.0]) == 2
    assert best_of_n([None, -9.0]) == 1
    assert best_of_n([math.nan]) == 0


def test_errors_say_what_is_wrong() -> None:
    for call in (lambda: majority_vote([]), lambda: best_of_n([]), lambda: select_best([])):
        with pytest.raises(ValueError, match="give one"):
            call()
    with pytest.raises(ValueError, match="2 tie_scores for 1"):
        majority_vote(["1"], [0.0, 1.0])
    with pytest.raises(ValueError, match="num_samples must be 1 or more, not 0"):
        votes_needed(0)
