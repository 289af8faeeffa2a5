"""The statistics behind every accuracy in the course: intervals, pass@k, votes, and paired comparisons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import comb, sqrt

import numpy as np

Z95 = 1.959964  # a standard normal number lies within plus or minus this with probability 0.95


def wilson_interval(successes: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Confidence interval of a proportion (Wilson 1927): honest for few problems and near 0 and 1.

    Args:
        successes: problems answered correctly, of ``n``.
        z: width in standard errors; the default gives a 95 % interval.

    Returns:
        Lower and upper end, in [0, 1]; (0, 1) when nothing was counted.

    Raises:
        ValueError: ``successes`` is not between 0 and ``n``.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"{successes} successes of {n} is not possible")
    if n == 0:
        return 0.0, 1.0
    p = successes / n
    center = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    # At the ends the formula is exact and only rounding would miss them.
    return (0.0 if successes == 0 else center - half), (1.0 if successes == n else center + half)


def pass_at_k(n: int, correct: int, k: int) -> float:
    """Probability that at least one of ``k`` samples is correct, estimated without bias from ``n`` samples.

    One minus the share of the subsets of ``k`` samples that hold no correct one (Chen et al. 2021,
    arXiv:2107.03374, eq. 1). The plug-in ``1 - (1 - correct / n) ** k`` would be too low.

    Raises:
        ValueError: ``k`` is not between 1 and ``n``, or ``correct`` not between 0 and ``n``.
    """
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"pass@{k} of {n} samples with {correct} correct is not defined")
    return 1.0 - comb(n - correct, k) / comb(n, k)


@lru_cache(maxsize=4096)
def majority_at_k(sizes: tuple[int, ...], rights: tuple[int, ...], n: int, k: int) -> float:
    """Probability that the majority vote of ``k`` samples is right, estimated without bias from ``n`` samples.

    The mean over all subsets of ``k`` samples, in all orders, of what
    :func:`shared.evaluation.votes.majority_vote` decides: the answer that most samples give wins, and of
    equally frequent ones the one that came first (each is first equally often). The subsets are counted, not
    listed: for every number of votes that a right answer can win with, how often do all others get fewer, or as
    many?

    Args:
        sizes: samples that gave each of the different answers. Those that gave none are in ``n`` alone.
        rights: how many of each of these samples are right: all or none of them, as a rule.

    Raises:
        ValueError: ``k`` is not between 1 and ``n``, or the counts contradict one another.
    """
    blank = n - sum(sizes)
    possible = len(sizes) == len(rights) and all(0 <= r <= s for s, r in zip(sizes, rights, strict=False))
    if not (1 <= k <= n and blank >= 0 and possible):
        raise ValueError(f"majority@{k} of {n} samples in classes {sizes} with {rights} right is not defined")
    won = Fraction(0)
    for winner, (size, right) in enumerate(zip(sizes, rights, strict=True)):
        others = sizes[:winner] + sizes[winner + 1 :]
        for votes in range(1, min(size, k) + 1) if right else ():
            for (drawn, tied), ways in _draws(others, votes, k - votes).items():
                subsets = comb(size, votes) * ways * comb(blank, k - votes - drawn)
                won += Fraction(subsets * right, size * (tied + 1))
    return float(won / comb(n, k))


def _draws(sizes: tuple[int, ...], cap: int, most: int) -> Counter[tuple[int, int]]:
    """Ways to draw at most ``most`` members from classes, at most ``cap`` from each.

    Returns:
        Ways by (members drawn, classes from which exactly ``cap`` were drawn).
    """
    ways = Counter({(0, 0): 1})
    for size in sizes:
        longer: Counter[tuple[int, int]] = Counter()
        for (drawn, full), count in ways.items():
            for take in range(min(size, cap, most - drawn) + 1):
                longer[drawn + take, full + (take == cap)] += count * comb(size, take)
        ways = longer
    return ways


def percentiles(values: Sequence[float], ranks: Sequence[float]) -> list[float]:
    """Percentiles, between two values by linear interpolation (numpy's default); NaN without values.

    Args:
        ranks: from 0 to 100; 50 is the median.
    """
    return [float(p) for p in np.percentile(values, ranks)] if len(values) else [float("nan")] * len(ranks)


def mcnemar_exact(only_a: int, only_b: int) -> float:
    """Two-sided p-value of McNemar's exact test (McNemar 1947): are two methods equally good on one test set?

    Problems that both or neither solve say nothing about it. If the methods are equally good, each of the
    others is as likely to be solved by A alone as by B alone, like the toss of a coin; the p-value is the
    probability of a split at least as uneven as the one seen.

    Args:
        only_a, only_b: problems that only A, and only B, solved.

    Returns:
        A number in (0, 1]; 1 when there are no such problems.

    Raises:
        ValueError: a count is negative.
    """
    if only_a < 0 or only_b < 0:
        raise ValueError(f"counts cannot be negative: {only_a}, {only_b}")
    tosses = only_a + only_b
    tail = sum(comb(tosses, heads) for heads in range(min(only_a, only_b) + 1))
    return min(1.0, float(Fraction(2 * tail, 2**tosses)))


def newcombe_interval(both: int, only_a: int, only_b: int, neither: int, z: float = Z95) -> tuple[float, float]:
    """Confidence interval of a difference of accuracies on the same problems (A minus B).

    Method 10 of Newcombe 1998, "Improved confidence intervals for the difference between binomial
    proportions based on paired data", Statistics in Medicine 17, 2635-2650: the Wilson intervals of both
    accuracies, put together with regard to how alike the two methods' results are.

    Args:
        both, only_a, only_b, neither: problems solved by both methods, by one of them, by none.
        z: width in standard errors; the default gives a 95 % interval.

    Returns:
        Lower and upper end, in [-1, 1]; (-1, 1) when nothing was counted.

    Raises:
        ValueError: a count is negative.
    """
    if min(both, only_a, only_b, neither) < 0:
        raise ValueError(f"counts cannot be negative: {both}, {only_a}, {only_b}, {neither}")
    n = both + only_a + only_b + neither
    if n == 0:
        return -1.0, 1.0
    solved_a, solved_b = both + only_a, both + only_b
    a, b = solved_a / n, solved_b / n
    (low_a, high_a), (low_b, high_b) = wilson_interval(solved_a, n, z), wilson_interval(solved_b, n, z)
    phi = _phi(both, only_a, only_b, neither)

    def distance(x: float, y: float) -> float:
        return sqrt(max(0.0, x * x - 2 * phi * x * y + y * y))

    return a - b - distance(a - low_a, high_b - b), a - b + distance(high_a - a, b - low_b)


def _phi(both: int, only_a: int, only_b: int, neither: int) -> float:
    """Correlation of two methods' verdicts, a positive one taken with a continuity correction (Newcombe)."""
    n = both + only_a + only_b + neither
    product = both * neither - only_a * only_b
    if product > 0:
        product = max(product - n / 2, 0)
    margins = (both + only_a) * (only_b + neither) * (both + only_b) * (only_a + neither)
    return product / sqrt(margins) if margins else 0.0
