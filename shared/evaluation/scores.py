"""Is a score worth anything? How well it tells right responses from wrong ones, and what choosing by it brings.

A score need not be a probability to be of use: for choosing among responses only the order counts (AUROC,
best-of-k). Where it is read as a probability, it should also be one (reliability).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt

from shared.evaluation.metrics import Z95, wilson_interval

import numpy as np


def auroc(scores: Sequence[float], rights: Sequence[bool]) -> float:
    """Probability that a right response scores higher than a wrong one, a tie counting one half.

    The area under the ROC curve, which is the Mann-Whitney statistic (Hanley and McNeil 1982). 0.5 is a score
    that knows nothing, 1 one that never errs.

    Raises:
        ValueError: there is not one score for each verdict, a score is NaN, or all responses are right, or all
            are wrong: then there is nothing to tell apart.
    """
    return float(_placements(scores, rights)[0].mean())


def auroc_interval(scores: Sequence[float], rights: Sequence[bool], z: float = Z95) -> tuple[float, float]:
    """Confidence interval of :func:`auroc`, cut at 0 and 1 (DeLong et al. 1988).

    The responses are taken to be independent of one another: use one for each problem.

    Raises:
        ValueError: as :func:`auroc`, or there are fewer than two right or two wrong responses.
    """
    of_right, of_wrong = _placements(scores, rights)
    if min(len(of_right), len(of_wrong)) < 2:
        raise ValueError("an interval needs two right and two wrong responses at least")
    middle = float(of_right.mean())
    half = z * sqrt(of_right.var(ddof=1) / len(of_right) + of_wrong.var(ddof=1) / len(of_wrong))
    return max(0.0, middle - half), min(1.0, middle + half)


def auroc_within(scores: Sequence[Sequence[float]], rights: Sequence[Sequence[bool]]) -> float:
    """:func:`auroc` among the samples of one problem, on average over the problems.

    Choosing among answers to one question needs this one. Over all samples at once a score does well that only
    knows which questions are hard.

    Args:
        scores, rights: for each problem a list, one a sample. Problems whose samples are all right, or all
            wrong, leave nothing to choose and do not count.

    Raises:
        ValueError: no problem has right and wrong samples, or as :func:`auroc`.
    """
    mixed = [(s, r) for s, r in zip(scores, rights, strict=True) if any(r) and not all(r)]
    if not mixed:
        raise ValueError("no problem has right and wrong samples: there is nothing to tell apart")
    return sum(auroc(s, r) for s, r in mixed) / len(mixed)


def _placements(scores: Sequence[float], rights: Sequence[bool]) -> tuple[np.ndarray, np.ndarray]:
    """Of each right response the share of wrong ones below, and of each wrong one that of right ones above."""
    if len(scores) != len(rights):
        raise ValueError(f"got {len(scores)} scores for {len(rights)} verdicts; give one for each")
    values, right = np.asarray(scores, dtype=np.float64), np.asarray(rights, dtype=bool)
    if np.isnan(values).any():
        raise ValueError("a score is NaN: leave the response out, or give it the lowest score")
    if right.all() or not right.any():
        raise ValueError("all responses are right, or all are wrong: there is nothing to tell apart")
    good, bad = np.sort(values[right]), np.sort(values[~right])

    def below(sorted_values: np.ndarray, points: np.ndarray) -> np.ndarray:
        less = np.searchsorted(sorted_values, points, side="left")
        return (less + np.searchsorted(sorted_values, points, side="right")) / 2 / len(sorted_values)

    return below(bad, good), 1 - below(good, bad)


@dataclass(frozen=True)
class ReliabilityBin:
    """Responses of like confidence: how sure the model was on average, and how often it was right."""

    confidence: float
    accuracy: float
    ci95: tuple[float, float]
    n: int


def reliability(confidences: Sequence[float], rights: Sequence[bool], bins: int = 10) -> list[ReliabilityBin]:
    """Accuracy against confidence, in bins of equal width; empty bins are left out (Guo et al. 2017).

    Args:
        confidences: probabilities, from 0 to 1.
        rights: whether each response is right.
        bins: of [0, 1]; the last one holds 1 itself.

    Raises:
        ValueError: there is not one confidence for each verdict, one is no probability, or bins is below 1.
    """
    if len(confidences) != len(rights):
        raise ValueError(f"got {len(confidences)} confidences for {len(rights)} verdicts; give one for each")
    if bins < 1:
        raise ValueError(f"bins must be 1 or more, not {bins}")
    if not all(0 <= p <= 1 for p in confidences):
        raise ValueError("a confidence must be a probability, from 0 to 1: of a log-probability take exp")
    members: list[list[int]] = [[] for _ in range(bins)]
    for i, p in enumerate(confidences):
        members[min(int(p * bins), bins - 1)].append(i)
    found = []
    for bin in filter(None, members):
        right = sum(bool(rights[i]) for i in bin)
        mean = sum(confidences[i] for i in bin) / len(bin)
        found.append(ReliabilityBin(mean, right / len(bin), wilson_interval(right, len(bin)), len(bin)))
    return found


def calibration_error(bins: Sequence[ReliabilityBin]) -> float:
    """Expected calibration error: mean distance of confidence and accuracy, weighed by size (Guo et al. 2017).

    Raises:
        ValueError: there are no bins.
    """
    if not bins:
        raise ValueError("there are no bins")
    return sum(b.n * abs(b.confidence - b.accuracy) for b in bins) / sum(b.n for b in bins)


def best_at_k(scores: Sequence[float], rights: Sequence[bool], k: int) -> float:
    """Probability that the best-scored of ``k`` samples is right, estimated without bias from all there are.

    The mean over all subsets of ``k`` samples. A sample is the best of as many subsets as there are ways to
    take the others from those below it; equal scores share theirs. With the verdicts themselves as scores this
    is :func:`shared.evaluation.metrics.pass_at_k`.

    Args:
        scores: one a sample, of one problem.
        rights: whether each sample is right.
        k: 1 to the number of samples.

    Raises:
        ValueError: ``k`` is out of range, a score is NaN, or there is not one score for each verdict.
    """
    n = len(scores)
    if len(rights) != n or not 1 <= k <= n or any(score != score for score in scores):
        raise ValueError(f"best@{k} of {n} scores and {len(rights)} verdicts is not defined")
    above, won = 0, 0.0
    for level in sorted(set(scores), reverse=True):
        of_level = [bool(right) for score, right in zip(scores, rights, strict=True) if score == level]
        subsets = comb(n - above, k) - comb(n - above - len(of_level), k)
        won += subsets * sum(of_level) / len(of_level)
        above += len(of_level)
    return won / comb(n, k)
