"""Problems with known answers, generated: the course's own benchmark and training text.

Forty-five families over eight subjects and five levels; each problem carries its question, a worked
solution in steps, the answer in LaTeX, a subject and a level.

Reading order::

    core         a problem, a family of problems, the three splits
    algebra      equations, polynomials, sequences
    arithmetic   sums, powers, decimals
    chance       counting and probability
    geometry     lengths, areas, angles
    measures     units and the clock
    numbers      divisors, remainders, primes
    stories      word problems
    fractions    fractions, percentages, averages
"""

from . import algebra, arithmetic, chance, fractions, geometry, measures, numbers, stories  # noqa: F401
from .core import (
    FAMILIES,
    LEVELS,
    SPLITS,
    Problem,
    digest,
    generate_problem,
    normalize,
    problem_stream,
    sample_problems,
    split_of,
)

__all__ = [
    "FAMILIES",
    "LEVELS",
    "SPLITS",
    "Problem",
    "digest",
    "generate_problem",
    "normalize",
    "problem_stream",
    "sample_problems",
    "split_of",
]
