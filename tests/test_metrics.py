"""Intervals against published values, pass@k against counting every subset."""

from __future__ import annotations

from itertools import combinations

import pytest

from shared.metrics import pass_at_k, wilson_interval


@pytest.mark.parametrize(
    ("successes", "n", "lower", "upper"),
    [  # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_published(successes, n, lower, upper):
    assert wilson_interval(successes, n) == pytest.approx((lower, upper), abs=5e-5)


def test_wilson_solves_its_equation():
    """Both ends are where the observed share is exactly z standard errors away (the interval's definition)."""
    for successes, n in [(1, 7), (50, 100), (499, 500)]:
        for end in wilson_interval(successes, n, z=1.5):
            assert abs(successes / n - end) == pytest.approx(1.5 * (end * (1 - end) / n) ** 0.5)


def test_wilson_edges():
    assert wilson_interval(0, 0) == (0.0, 1.0)
    assert wilson_interval(0, 5)[0] == 0.0
    assert wilson_interval(5, 5)[1] == 1.0
    low, high = wilson_interval(3, 10)
    assert wilson_interval(7, 10) == pytest.approx((1 - high, 1 - low))
    for successes, n in [(-1, 5), (6, 5)]:
        with pytest.raises(ValueError, match="not possible"):
            wilson_interval(successes, n)


@pytest.mark.parametrize("n", range(1, 8))
def test_pass_at_k_counts_subsets(n):
    for correct in range(n + 1):
        samples = [i < correct for i in range(n)]
        for k in range(1, n + 1):
            subsets = list(combinations(samples, k))
            assert pass_at_k(n, correct, k) == pytest.approx(sum(map(any, subsets)) / len(subsets))


@pytest.mark.parametrize(("n", "correct", "k"), [(5, 2, 0), (5, 2, 6), (5, 6, 2), (5, -1, 2)])
def test_pass_at_k_refuses(n, correct, k):
    with pytest.raises(ValueError, match="not defined"):
        pass_at_k(n, correct, k)
