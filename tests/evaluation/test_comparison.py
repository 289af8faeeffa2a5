"""Comparing two runs: counts, words, and the rare case of two minds."""

from __future__ import annotations

import json
import math

from shared.evaluation.comparison import Comparison, compare
from shared.evaluation.metrics import mcnemar_exact, newcombe_interval, wilson_interval

import pytest


def test_counts():
    a = {"1": True, "2": True, "3": False, "4": False, "5": True, "only in a": True}
    b = {"only in b": False, "5": True, "4": True, "3": False, "2": False, "1": False}
    result = compare(a, b)
    assert result == Comparison(both=1, only_a=2, only_b=1, neither=1)
    assert result.n == 5 and result.difference == pytest.approx(0.2)
    assert compare(b, a) == Comparison(both=1, only_a=1, only_b=2, neither=1)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((50, 12, 9, 29), "no difference at 95 %: 12 problems only A solved, 9 only B"),
        ((50, 0, 0, 50), "no difference at 95 %: A and B solved the same problems"),
        ((50, 1, 0, 49), "no difference at 95 %: 1 problem only A solved, 0 only B"),
        ((50, 0, 6, 44), "B is better than A at 95 %: 0 problems only A solved, 6 only B"),
        ((50, 40, 9, 44), "A is better than B at 95 %: 40 problems only A solved, 9 only B"),
    ],
)
def test_words(counts, words):
    result = Comparison(*counts)
    assert result.verdict() == words
    assert result.significant is ("better" in words)
    assert result.caution() is None


def test_names_in_the_words():
    counts = "9 problems only hint solved, 0 only no hint"
    assert Comparison(1, 9, 0, 1).verdict("hint", "no hint") == f"hint is better than no hint at 95 %: {counts}"


def test_test_and_interval_may_disagree_at_the_edge():
    result = Comparison(14, 5, 0, 22)
    assert result.p_value == 0.0625 and result.ci95[0] > 0
    assert "undecided" in result.caution()


def test_as_json():
    result = Comparison(20, 12, 2, 16)
    content = json.loads(json.dumps(result.to_dict()))
    assert content["accuracy_a"] == 0.64 and content["accuracy_b"] == 0.44
    assert content["ci95_a"] == list(wilson_interval(32, 50))
    assert content["ci95_b"] == list(wilson_interval(22, 50))
    assert content["difference"] == 0.2 and content["n"] == 50
    assert content["p_value"] == mcnemar_exact(12, 2)
    assert content["ci95_difference"] == list(newcombe_interval(20, 12, 2, 16))
    assert content["significant"] is True and content["only_a"] == 12


def test_nothing_in_common():
    empty = compare({"1": True}, {"2": True})
    assert empty.n == 0 and math.isnan(empty.difference) and empty.p_value == 1 and empty.ci95 == (-1, 1)
    assert empty.to_dict()["accuracy_a"] is None
