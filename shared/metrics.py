"""The two statistics behind every accuracy in the course."""

from __future__ import annotations

from math import comb, sqrt

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
