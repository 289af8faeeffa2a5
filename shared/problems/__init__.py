"""Problems with known answers, generated: the course's own benchmark and training text.

Forty-five families over eight subjects and five levels; each problem carries its question, a worked
solution in steps, the answer in LaTeX, a subject and a level. See :mod:`shared.problems.core`.
"""

from . import algebra, arithmetic, chance, fractions, geometry, measures, numbers, stories  # noqa: F401
from .core import (
    FAMILIES,
    LEVELS,
    SPLITS,
    Problem,
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
    "generate_problem",
    "normalize",
    "problem_stream",
    "sample_problems",
    "split_of",
]
