"""Voting and choosing, against counting by hand and against every possible continuation."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from itertools import combinations, product

from shared.evaluation import votes
from shared.evaluation.records import Sample
from shared.evaluation.votes import (
    best_of_n,
    can_stop_early,
    group_answers,
    leader_is_certain,
    majority_vote,
    samples_used,
    weighted_vote,
)
from shared.reasoning.selection import select_best
from shared.verifier import same_answer

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import TESTS

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
    assert majority_vote(["1", "2", "2", "1"], [-1.0, -2.0, -3.0, -5.0]) == 0, (
        "the best member of a class counts"
    )
    assert majority_vote(["1", "2", "2", "1"], [-5.0, -2.0, -3.0, -1.0]) == 0, "whichever of them it is"
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


def grouped_by_comparing_all(answers: list[str | None]) -> list[list[int]]:
    """The rule, word by word: an answer joins the first class whose first member it is the same as."""
    groups: list[list[int]] = []
    for i, answer in enumerate(answers):
        if answer is not None:
            same = (g for g in groups if same_answer(answer, answers[g[0]]))
            group = next(same, None)
            if group is None:
                groups.append(group := [])
            group.append(i)
    return groups


# One of every kind of value that the verifier knows, in several spellings, and texts that it reads in odd ways.
KINDS = r"""
5|5.0|+5|005|-5|-0|0|00|10/2|\frac{10}{2}|5\text{ cm}|5\text{ m}|5 cm|\$5|5\%|0.05|500\%|50\%|0.5|50
1,000|1000|10^3|1/2|\frac12|0.50|\sqrt{2}|2^{1/2}|\sqrt2+0|\sin(1)|\sin 1|\pi|3.14|2\pi|\infty|+\infty|-\infty|i
x+1|1+x|\frac{x^2-1}{x-1}|c|C|(C)|\text{(C)}|(c)|\text{(A)}|A|a|even|\text{Even}|odd|even.|3+*5|3 + * 5|??|
x=5|y=5|x = 5.0|y=2x|x=y/2|2x-y=0|x=\frac{y}{2}|f(x)=2x|2x|x=1,2|(x,y)=(1,2)|x=1, y=2
(1,2)|(1.0,2)|[1,2]|(2,1)|\{1,2\}|\{2,1\}|1,2|2,1|1, 2, 2|\{1,2,2\}|\{5\}|5,5|\{5,5.0\}|\emptyset|\{\}
x>3|3<x|(3,\infty)|x\in(3,\infty)|[3,\infty)|x\ne3|x<1 or x>3
(-\infty,1)\cup(3,\infty)|(3,\infty)\cup(-\infty,1)
\sqrt{-1}|3:4|6:8|3:15|52_8|(52)_8|42|3/4|\begin{pmatrix}1\\2\end{pmatrix}|\begin{bmatrix}1\\2\end{bmatrix}
1e3|12345678901234567890|12345678901234567890.0
x_1=2, x_2=1|x_1=1, x_2=2|x_{1,2}=2,1|(C) 45|45|7th|7|5 EUR|5 USD"""


def texts_of_all_kinds() -> tuple[list[str], list[str]]:
    """The ones above, and those of the verifier's own tests."""
    labelled = (TESTS / "verifier" / "labelled_answers.jsonl").read_text(encoding="utf-8").splitlines()
    fields = [json.loads(line) for line in labelled]
    texts = {text for f in fields for text in (f.get("answer"), f.get("gold")) if isinstance(text, str)}
    kinds = [text for line in KINDS.split("\n") for text in line.split("|")]
    return [*kinds, "9" * 2000, " " + "9" * 2000, "\ud800", "\x00"], sorted(texts)


@pytest.mark.parametrize("seed", range(12))
def test_classes_are_those_of_comparing_every_answer_with_every_class(seed: int) -> None:
    kinds, texts = texts_of_all_kinds()
    rng = random.Random(seed)
    answers = [*rng.sample(kinds, 60), *rng.sample(texts, 60), None, None]
    rng.shuffle(answers)
    assert group_answers(answers) == grouped_by_comparing_all(answers)


def test_answers_with_different_keys_are_never_the_same() -> None:
    keys = {text: votes._key(text) for text in texts_of_all_kinds()[0]}
    assert sum(key is not None for key in keys.values()) > 80
    for a, b in combinations(keys, 2):
        if None not in (keys[a], keys[b]) and keys[a] != keys[b]:
            assert not same_answer(a, b) and not same_answer(b, a), (a, b)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        r"\frac{{{}}}{{257}}",
        "{}.5",
        "x^2+{}x",
        r"\sqrt{{{}}}+1",
        "({},1)",
        r"\{{{},1\}}",
        "x>{}",
        "3+*{}",
    ],
)
def test_many_different_answers_are_not_all_compared(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(votes, "same_answer", lambda a, b: asked.append((a, b)) or same_answer(a, b))
    answers = [text.format(1009 + i) for i in range(256)] * 2
    assert group_answers(answers) == [[i, 256 + i] for i in range(256)]
    assert len(asked) < 1000, "in pairs it would be 32,640"


@pytest.mark.parametrize("n", range(1, 6))
def test_a_vote_is_settled_exactly_if_no_continuation_changes_it(n: int) -> None:
    options = ["1", "2", "3", None]
    for drawn in range(n + 1):
        for answers in product(options[:2] + options[3:], repeat=drawn):  # "3" is an answer nobody gave yet
            full = [answers + rest for rest in product(options, repeat=n - drawn)]
            winners = {every[majority_vote(every)] for every in full}
            settled = len(winners) == 1 and (drawn == n or winners != {None})
            assert can_stop_early(answers, n) == settled, answers


def test_early_stop_counts_meanings() -> None:
    assert can_stop_early(["0.5", "1/2"], 3)
    assert not can_stop_early(["0.5", "2"], 3)
    assert not can_stop_early([None, None], 3)
    assert not can_stop_early([], 1)
    assert can_stop_early(["5", "5", "2", None], 5), "2:1 with one to come: at worst level, and 5 was first"
    for answers, n in (([], 0), (["1", "1"], 1)):
        with pytest.raises(ValueError, match="is not possible"):
            can_stop_early(answers, n)


@given(ANSWERS)
def test_equal_weights_are_a_majority_vote(answers: list[str | None]) -> None:
    assert weighted_vote(answers, [0.25] * len(answers)) == majority_vote(answers)


def test_weights_add_up_within_a_class() -> None:
    answers = ["1", "0.5", "1/2", None]
    assert weighted_vote(answers, [0.5, 0.3, 0.3, 9.0]) == 1, "together 1/2 weighs more, and nothing is no vote"
    assert weighted_vote(answers, [0.5, 0.25, 0.25, 0.0]) == 0, "level: who came first"
    assert weighted_vote(answers, [None, math.nan, 0.1, 0.0]) == 1, "what has no weight weighs nothing"
    assert weighted_vote([None, None], [1.0, 1.0]) == 0
    assert weighted_vote(["1", "2"], [0.1 + 0.2, 0.3]) == 0


@pytest.mark.parametrize(
    ("answers", "weights", "message"),
    [
        ([], [], "nothing to vote on"),
        (["1"], [], "got 0 weights"),
        (["1"], [-0.1], "from 0 up"),
        (["1"], [math.inf], "from 0 up"),
    ],
)
def test_weights_that_cannot_be(answers: list[str], weights: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        weighted_vote(answers, weights)


@pytest.mark.parametrize(
    ("first", "second", "certain"),
    [
        (4, 0, True),
        (3, 0, False),
        (6, 1, True),
        (5, 1, False),
        (9, 3, True),
        (7, 2, False),
        (0, 0, False),
        (1, 1, False),
    ],
)
def test_the_leader_is_certain_where_the_paper_says(first: int, second: int, certain: bool) -> None:
    answers = ["1/2", "0.5"] * (first // 2) + ["0.5"] * (first % 2) + ["7"] * second + [None] * 3
    random.Random(first).shuffle(answers)
    assert leader_is_certain(answers) == certain


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99])
def test_the_rule_is_a_tail_of_the_beta_distribution(level: float) -> None:
    x = (np.arange(100_000) + 0.5) / 100_000
    for a in range(12):
        for b in range(a + 1):
            density = x**a * (1 - x) ** b
            share = density[x > 0.5].sum() / density.sum()
            if abs(share - level) > 1e-6:  # the integral is a sum
                third = ["z"] * min(b, 1)  # who comes third does not matter
                assert leader_is_certain(["x"] * a + ["y"] * b + third, level) == (share >= level), (a, b)


@pytest.mark.parametrize("level", [0.4, 1.0, math.nan])
def test_a_level_that_is_none(level: float) -> None:
    with pytest.raises(ValueError, match="level must be"):
        leader_is_certain(["1"], level)


def test_samples_are_drawn_until_the_rule_stops() -> None:
    answers = ["1", "1", "2", "1", "1", "1"]
    assert samples_used(answers, lambda seen: len(seen) == 3) == 3
    assert samples_used(answers, lambda seen: False) == 6
    assert samples_used(answers, lambda seen: True) == 1
    assert samples_used(answers, lambda seen: can_stop_early(seen, 6)) == 4, (
        "3:1 with two to come, and 1 was first"
    )
    assert samples_used(["1"] * 9, leader_is_certain) == 4


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
