"""The statistics behind every accuracy in the course: intervals, pass@k, votes, and paired comparisons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import comb, isqrt, sqrt

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


def majority_at_k(sizes: Sequence[int], rights: Sequence[int], n: int, k: int) -> float:
    """Probability that the majority vote of ``k`` samples is right, estimated without bias from ``n`` samples.

    The mean over all subsets of ``k`` samples, in all orders, of what
    :func:`shared.evaluation.votes.majority_vote` decides: the answer that most samples give wins, and of
    equally frequent ones the one that came first (each is first equally often). No subset is left out and none
    is listed, see :func:`_share_won`: 256 samples take milliseconds.

    Args:
        sizes: samples that gave each of the different answers. Those that gave none are in ``n`` alone.
        rights: how many of each of these samples are right: all or none of them, as a rule.

    Returns:
        A number in [0, 1], exact but for rounding, and rounded to twelve decimals: what is reported of a run is
        the same on every machine.

    Raises:
        ValueError: ``k`` is not between 1 and ``n``, or the counts contradict one another.
    """
    blank = n - sum(sizes)
    possible = len(sizes) == len(rights) and all(0 <= r <= s for s, r in zip(sizes, rights, strict=False))
    if not (1 <= k <= n and blank >= 0 and possible):
        raise ValueError(f"majority@{k} of {n} samples in classes {sizes} with {rights} right is not defined")
    if not any(rights):
        return 0.0
    classes, right = Counter(map(int, sizes)), Counter[int]()
    for size, count in zip(sizes, rights, strict=True):
        right[int(size)] += int(count)
    alike = tuple((size, classes[size], right[size]) for size in sorted(classes) if size)
    return round(_share_won(alike, int(blank), int(n), int(k)), 12)


@lru_cache(maxsize=2**14)  # entries are small, and a report asks again for what the summary asked for
def _share_won(alike: tuple[tuple[int, int, int], ...], blank: int, n: int, k: int) -> float:
    """:func:`majority_at_k`, from classes put together by size.

    Keep every sample with probability ``k / n``, on its own. Then what is kept of one class says nothing about
    the others, and if ``k`` are kept in all, every subset of ``k`` is equally likely. In powers of ``y`` for
    every sample that is kept, and of ``x`` for every class that is level with a winner of so many ``votes``, a
    loser is the polynomial ``sum(P(i kept) * y**i for i < votes) + x * P(votes kept) * y**votes``; losers,
    winner and samples without an answer multiply. A winner that is level with ``t`` others came first with
    probability ``1 / (t + 1)``, which is the integral of ``x**t`` from 0 to 1.

    Both steps that follow are sums. The integral is a Gauss-Legendre rule with enough points to be exact. The
    coefficient of ``y**k`` is a mean over roots of unity: over ``m`` of them it has those of ``y**(k + m)``,
    ``y**(k - m)``, ... added to it, no more than the probabilities that so many were kept, which are below
    rounding for the ``m`` chosen here (Hoeffding 1963: at most ``2 * exp(-2 * m * m / n)`` together).

    Args:
        alike: for every size: the size, how many classes have it, how many samples in these are right.
        blank: samples without an answer.
    """
    votes, x, weights = _cases(alike, k)
    half = min(n, isqrt(20 * n) + 1) // 2 + 1
    m = 2 * half + 1
    y = np.exp(2j * np.pi / m * np.arange(half + 1))  # the other half are the conjugates of these
    powers = y ** np.arange(alike[-1][0] + 1)[:, None]
    nothing = np.zeros((1, len(y)))
    others = (1 - k / n + k / n * y) ** blank  # those without an answer, then all classes seen so far
    won = np.zeros((len(votes), len(y)))
    for size, count, right in alike:
        terms = _chances(size, n, k)[:, None] * powers[: size + 1]
        row = np.minimum(votes, size + 1)
        level = np.concatenate([terms, nothing])[row]
        fewer = np.concatenate([nothing, np.cumsum(terms, axis=0)])[row]
        loses = fewer + x * level
        rest = loses ** (count - 1)
        # Either the winner is one that was seen before, or it is of this size and the others of this size lose.
        won = won * (rest * loses) + others * rest * level * (right / size)
        others = others * (rest * loses)
    coefficients = (weights @ won * y**-k).real
    return float((coefficients[0] + 2 * coefficients[1:].sum()) / m / _chance(n, n, k, k))


def _cases(alike: tuple[tuple[int, int, int], ...], k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every number of votes that a right answer can win with, with the points and weights for its ties.

    Returns:
        Three arrays of one length: votes, points ``(…, 1)`` in [0, 1], weights.
    """
    parts = []
    for votes in range(1, min(k, max(size for size, _, right in alike if right)) + 1):
        level = min(sum(count for size, count, _ in alike if size >= votes), k // votes) - 1
        points, weights = _gauss_legendre(level // 2 + 1)
        parts.append((np.full(len(points), votes), points[:, None], weights))
    return tuple(np.concatenate(part) for part in zip(*parts, strict=True))


@lru_cache(maxsize=1024)
def _gauss_legendre(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Points and weights that integrate powers of x up to ``2 * count - 1`` from 0 to 1 exactly."""
    points, weights = np.polynomial.legendre.leggauss(count)
    return (points + 1) / 2, weights / 2


@lru_cache(maxsize=4096)
def _chances(size: int, n: int, k: int) -> np.ndarray:
    """Probability that 0, 1, …, ``size`` of so many samples are kept."""
    return np.array([_chance(size, n, k, kept) for kept in range(size + 1)])


def _chance(size: int, n: int, k: int, kept: int) -> float:
    """Probability that ``kept`` of ``size`` samples are, if each is with ``k / n``; from whole numbers."""
    return comb(size, kept) * k**kept * (n - k) ** (size - kept) / n**size


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
