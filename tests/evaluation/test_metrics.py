"""Intervals against published values, pass@k and votes against every subset, tests against naive sums."""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from fractions import Fraction
from itertools import combinations, permutations

from shared.evaluation.metrics import (
    majority_at_k,
    mcnemar_exact,
    newcombe_interval,
    pass_at_k,
    percentiles,
    wilson_interval,
)
from shared.evaluation.votes import majority_vote

import numpy as np
import pytest


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
    for n in range(1, 60):  # the plain formula misses the ends at 7 and at 4 for the first time
        assert wilson_interval(0, n)[0] == 0.0 and wilson_interval(n, n)[1] == 1.0
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


def vote_on_every_draw(answers: list[str | None], right: set[str], k: int) -> Fraction:
    """Majority@k by its definition: the course's own vote on every ordered draw of k samples."""
    draws = list(permutations(answers, k))
    return Fraction(sum(draw[majority_vote(draw)] in right for draw in draws), len(draws))


@pytest.mark.parametrize("seed", range(12))
def test_majority_at_k_counts_every_draw(seed):
    rng = random.Random(seed)
    answers = rng.choices(["a", "b", "c", "d", None], k=rng.randint(1, 6))
    names = sorted({a for a in answers if a is not None})
    right = set(rng.sample(names, min(len(names), rng.randint(0, 2))))
    sizes = tuple(answers.count(name) for name in names)
    rights = tuple(size if name in right else 0 for name, size in zip(names, sizes, strict=True))
    for k in range(1, len(answers) + 1):
        expected = vote_on_every_draw(answers, right, k)
        assert majority_at_k(sizes, rights, len(answers), k) == pytest.approx(float(expected), abs=1e-12)


def vote_counted_in_whole_numbers(sizes: list[int], rights: list[int], n: int, k: int) -> Fraction:
    """Majority@k: for every winner and number of its votes, the draws from all other classes are counted."""
    won, blank = Fraction(0), n - sum(sizes)
    for winner, (size, right) in enumerate(zip(sizes, rights, strict=True)):
        for votes in range(1, min(size, k) + 1) if right else ():
            ways = Counter({(0, 0): 1})  # by members drawn, and classes that are level with the winner
            for other in sizes[:winner] + sizes[winner + 1 :]:
                longer: Counter[tuple[int, int]] = Counter()
                for (drawn, level), count in ways.items():
                    for take in range(min(other, votes, k - votes - drawn) + 1):
                        longer[drawn + take, level + (take == votes)] += count * math.comb(other, take)
                ways = longer
            for (drawn, level), count in ways.items():
                subsets = math.comb(size, votes) * count * math.comb(blank, k - votes - drawn)
                won += Fraction(subsets * right, size * (level + 1))
    return won / math.comb(n, k)


@pytest.mark.parametrize("seed", range(40))
def test_majority_at_k_equals_a_count_in_whole_numbers(seed):
    """Larger cases than can be listed: many classes of one size, classes of which a part is right, blanks."""
    rng = random.Random(seed)
    sizes = [rng.choice([1, 1, 1, 2, 3, rng.randint(1, 20)]) for _ in range(rng.randint(1, 12))]
    rights = [rng.choice([0, 0, size, rng.randint(0, size)]) for size in sizes]
    n = sum(sizes) + rng.choice([0, 0, 1, 9])
    for k in {1, n // 2 or 1, n - 1 or 1, n, rng.randint(1, n)}:
        expected = float(vote_counted_in_whole_numbers(sizes, rights, n, k))
        assert majority_at_k(tuple(sizes), tuple(rights), n, k) == pytest.approx(expected, rel=0, abs=1e-12)


@pytest.mark.parametrize("k", [1, 3, 40, 255, 256])
@pytest.mark.parametrize("sizes", [[8, *[4] * 62], [1] * 256, [*range(1, 23)], [100, 100, 20, 3], [256]])
def test_majority_at_k_of_256_samples(sizes, k):
    rights = [sizes[0], *[0] * (len(sizes) - 2), *([1] if len(sizes) > 1 else [])]
    expected = float(vote_counted_in_whole_numbers(sizes, rights, 256, k))
    assert majority_at_k(tuple(sizes), tuple(rights), 256, k) == pytest.approx(expected, rel=0, abs=1e-12)


def test_majority_at_k_takes_whole_numbers_of_any_kind():
    sizes, rights = np.array([60, 40]), np.array([60, 0])
    assert majority_at_k(sizes, rights, np.int64(100), np.int64(50)) == majority_at_k(
        [60, 40], [60, 0], 100, 50
    )


def test_majority_at_k_by_hand():
    assert majority_at_k((3, 2), (3, 0), 5, 1) == pytest.approx(3 / 5)
    assert majority_at_k((3, 2), (3, 0), 5, 5) == 1.0
    assert majority_at_k((2, 2), (2, 0), 4, 4) == 0.5  # a tie goes to whichever came first
    assert majority_at_k((1,), (1,), 10, 10) == 1.0  # nine samples without an answer do not vote
    assert majority_at_k((), (), 4, 2) == 0.0
    assert majority_at_k((2, 1), (1, 0), 3, 3) == 0.5  # a class of which half is right counts half


def test_the_curves_of_many_problems_of_many_samples_take_seconds():
    """What a summary asks for at the end of a run; counting in whole numbers takes a minute."""
    rng, start = random.Random(0), time.process_time()
    for distinct in [10, 60, 256, 22] * 10:
        cuts = sorted(rng.sample(range(1, 256), distinct - 1))
        sizes = [b - a for a, b in zip([0, *cuts], [*cuts, 256], strict=True)]
        rights = [max(sizes) if i == sizes.index(max(sizes)) else 0 for i in range(len(sizes))]
        values = [majority_at_k(tuple(sizes), tuple(rights), 256, 2**i) for i in range(9)]
        assert all(0 < value <= 1 for value in values)
    assert time.process_time() - start < 20


def test_majority_of_many_samples_is_quick_and_a_probability():
    sizes = (20, 15, 10, *[1] * 15)
    values = [majority_at_k(sizes, (20, *[0] * 17), 64, k) for k in (1, 8, 32, 64)]
    assert values[0] == pytest.approx(20 / 64) and values[-1] == 1.0
    assert values == sorted(values)


@pytest.mark.parametrize(
    ("sizes", "rights", "n", "k"),
    [((2,), (2,), 2, 0), ((2,), (2,), 2, 3), ((3,), (3,), 2, 1), ((2,), (3,), 4, 1), ((2, 1), (2,), 4, 1)],
)
def test_majority_at_k_refuses(sizes, rights, n, k):
    with pytest.raises(ValueError, match="not defined"):
        majority_at_k(sizes, rights, n, k)


def test_percentiles():
    assert percentiles(range(1, 102), (0, 50, 90, 99, 100)) == [1, 51, 91, 100, 101]
    assert percentiles([1, 2], (50,)) == [1.5]
    assert all(math.isnan(p) for p in percentiles([], (50, 90)))


@pytest.mark.parametrize(
    ("only_a", "only_b", "p"),
    [
        (0, 0, 1.0),
        (5, 5, 1.0),
        (1, 0, 1.0),
        (5, 0, 0.0625),  # 2 / 2^5
        (0, 6, 0.03125),  # 2 / 2^6
        (1, 7, 0.0703125),  # 2 (1 + 8) / 2^8
        (9, 3, 0.14599609375),  # 2 (1 + 12 + 66 + 220) / 2^12
    ],
)
def test_mcnemar_by_hand(only_a, only_b, p):
    assert mcnemar_exact(only_a, only_b) == mcnemar_exact(only_b, only_a) == p


@pytest.mark.parametrize(("only_a", "only_b"), [(12, 9), (40, 22), (3, 30), (0, 11), (150, 101)])
def test_mcnemar_adds_up_all_splits_that_are_as_unlikely(only_a, only_b):
    n = only_a + only_b
    probabilities = [Fraction(math.comb(n, i), 2**n) for i in range(n + 1)]
    as_unlikely = sum(q for q in probabilities if q <= probabilities[only_a])
    assert mcnemar_exact(only_a, only_b) == pytest.approx(float(as_unlikely), rel=1e-12)


def test_mcnemar_of_many():
    assert 0 < mcnemar_exact(0, 900) < 1e-200
    with pytest.raises(ValueError, match="negative"):
        mcnemar_exact(-1, 3)


@pytest.mark.parametrize(
    ("table", "lower", "upper"),
    [
        # Newcombe 1998, "... based on paired data", table III, method 10
        ((36, 12, 2, 0), 0.0569, 0.3404),
        ((20, 12, 2, 16), 0.0562, 0.3292),
        # Fagerland, Lydersen and Laake 2017, "Statistical Analysis of Contingency Tables", chapter 8
        ((59, 6, 16, 80), -0.1186, -0.0046),
    ],
)
def test_newcombe_published(table, lower, upper):
    assert newcombe_interval(*table) == pytest.approx((lower, upper), abs=5e-5)


def test_newcombe_edges():
    assert newcombe_interval(0, 0, 0, 0) == (-1.0, 1.0)
    low, high = newcombe_interval(30, 7, 2, 11)
    assert newcombe_interval(30, 2, 7, 11) == pytest.approx((-high, -low))
    for table in [(10, 0, 0, 0), (0, 0, 0, 10), (5, 0, 0, 5), (0, 10, 0, 0), (0, 0, 10, 0), (0, 5, 5, 0)]:
        n, difference = sum(table), (table[1] - table[2]) / sum(table)
        low, high = newcombe_interval(*table)
        assert -1 <= low <= difference <= high <= 1 and high - low > 0.1, (n, low, high)
    with pytest.raises(ValueError, match="negative"):
        newcombe_interval(1, -1, 0, 0)


def test_newcombe_takes_a_correlation_for_none_where_the_correction_would_turn_its_sign():
    low, high = wilson_interval(3, 5)  # both methods solve three, and 2 * 1 - 1 * 1 is below 5 / 2
    expected = math.hypot(0.6 - low, high - 0.6)
    assert newcombe_interval(2, 1, 1, 1) == pytest.approx((-expected, expected))


def test_newcombe_has_the_width_it_is_asked_for():
    assert newcombe_interval(30, 7, 2, 11, z=0.0) == pytest.approx((0.1, 0.1))
    low, high = newcombe_interval(30, 7, 2, 11, z=1.0)
    assert newcombe_interval(30, 7, 2, 11)[0] < low < 0.1 < high < newcombe_interval(30, 7, 2, 11)[1]


def test_newcombe_covers_the_truth_about_as_often_as_it_says():
    """Fifty problems, A right on 70 %, B on 55 %, not independent: the exact share of covering intervals."""
    chances, n, covered = (0.5, 0.2, 0.05, 0.25), 50, 0.0
    for only_a in range(n + 1):
        for only_b in range(n + 1 - only_a):
            for both in range(n + 1 - only_a - only_b):
                neither = n - only_a - only_b - both
                low, high = newcombe_interval(both, only_a, only_b, neither)
                if low <= 0.15 <= high:
                    ways = (
                        math.comb(n, only_a) * math.comb(n - only_a, only_b) * math.comb(both + neither, both)
                    )
                    counts = (both, only_a, only_b, neither)
                    covered += ways * math.prod(c**m for c, m in zip(chances, counts, strict=True))
    assert 0.94 < covered < 0.97
