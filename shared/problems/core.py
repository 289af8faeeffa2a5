"""What a problem is, how a family of problems is declared, and how the three splits stay apart.

No torch here: this module only writes text. Every family is a function of a random generator and a level,
so the same seed gives the same problems on every machine.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import gcd

from shared.tools import settings

LEVELS = (1, 2, 3, 4, 5)
SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class Problem:
    """One question with a known answer; the fields are those of MATH-500.

    Attributes:
        problem: the question, in English.
        solution: worked steps, one a line, the last of them ``\\boxed{answer}``.
        answer: what the box holds, in LaTeX (``42``, ``\\frac{3}{4}``, ``2.5``, ``(3,-1)``).
        subject: one of the subjects, such as ``Algebra``.
        level: difficulty from 1 to 5, as in MATH.
        unique_id: family, level and a hash of the question.
    """

    problem: str
    solution: str
    answer: str
    subject: str
    level: int
    unique_id: str


def digest(problems: Iterable[Problem]) -> str:
    """Tells one list of problems from another: ids, questions, answers, and their order."""
    return settings.digest([[p.unique_id, p.problem, p.answer] for p in problems])


@dataclass(frozen=True)
class Worked:
    """What a family returns: the question, its steps without the box, and the answer in LaTeX."""

    question: str
    steps: list[str]
    answer: str


Family = Callable[[random.Random, int], Worked]
FAMILIES: dict[str, tuple[str, tuple[int, ...], Family]] = {}  # name -> (subject, levels, function)


def family(subject: str, levels: tuple[int, ...] = LEVELS) -> Callable[[Family], Family]:
    """Register the decorated function as a family of ``subject`` for these ``levels``."""

    def register(function: Family) -> Family:
        FAMILIES[function.__name__] = (subject, levels, function)
        return function

    return register


def normalize(question: str) -> str:
    """Lower case and single spaces: two questions that differ in nothing else are the same question."""
    return re.sub(r"\s+", " ", question.lower()).strip()


def split_of(question: str) -> str:
    """The split a question belongs to, from a hash of its text alone: 8 % test, 4 % validation, else train.

    Because the question decides, no seed and no order of drawing can ever put one into two splits.
    """
    bucket = int(_digest(question)[:8], 16) % 100
    return "test" if bucket < 8 else "validation" if bucket < 12 else "train"


def _digest(question: str) -> str:
    return hashlib.sha256(normalize(question).encode()).hexdigest()


def generate_problem(rng: random.Random, level: int | None = None, name: str | None = None) -> Problem:
    """Draw one problem.

    Args:
        rng: the only source of chance.
        level: 1 to 5; None draws one evenly.
        name: a family of ``FAMILIES``; None draws one evenly among those that have the level.

    Raises:
        ValueError: the level or the family does not exist, or the family lacks that level.
    """
    if level is not None and level not in LEVELS:
        raise ValueError(f"level must be one of {LEVELS}, not {level!r}")
    if name is not None and name not in FAMILIES:
        raise ValueError(f"no family {name!r}; there are {', '.join(FAMILIES)}")
    if level is None:
        level = rng.choice(LEVELS if name is None else FAMILIES[name][1])
    if name is None:
        name = rng.choice([n for n, (_, levels, _) in FAMILIES.items() if level in levels])
    subject, levels, function = FAMILIES[name]
    if level not in levels:
        raise ValueError(f"family {name!r} has levels {levels}, not {level}")
    worked = function(rng, level)
    solution = "\n".join([*worked.steps, f"\\boxed{{{worked.answer}}}"])
    unique_id = f"{name}/{level}/{_digest(worked.question)[:12]}"
    return Problem(worked.question, solution, worked.answer, subject, level, unique_id)


def problem_stream(split: str, seed: int, level: int | None = None) -> Iterator[Problem]:
    """Endless problems of one split; the same arguments give the same stream.

    Questions may come again in a long training stream (small numbers run out); validation and test
    streams never repeat one.

    Raises:
        ValueError: an unknown split.
    """
    if split not in SPLITS:
        raise ValueError(f"split must be one of {SPLITS}, not {split!r}")
    return _stream(split, random.Random(f"{split}-{seed}"), level)


def _stream(split: str, rng: random.Random, level: int | None) -> Iterator[Problem]:
    seen: set[str] = set()
    while True:
        problem = generate_problem(rng, level)
        if split_of(problem.problem) != split:
            continue
        if split != "train":
            question = normalize(problem.problem)
            if question in seen:
                continue
            seen.add(question)
        yield problem


def sample_problems(split: str, count: int, seed: int) -> list[Problem]:
    """``count`` problems of a split with the five levels in turn (1, 2, 3, 4, 5, 1, …), none twice."""
    streams = [problem_stream(split, seed * 10 + level, level) for level in LEVELS]
    seen: set[str] = set()
    problems: list[Problem] = []
    while len(problems) < count:
        problem = next(streams[len(problems) % len(LEVELS)])
        question = normalize(problem.problem)
        if question not in seen:
            seen.add(question)
            problems.append(problem)
    return problems


# --- steps that every family writes in the same way ---------------------------------------------------------


def multiply(a: int, b: int) -> list[str]:
    """Steps of ``a*b``. Two factors of several digits are split by the digits of ``b``, as on paper."""
    digits = [int(d) * 10**i for i, d in enumerate(reversed(str(b))) if d != "0"][::-1]
    if a < 10 or len(digits) < 2 or b < 10:
        return [f"{a}*{b}={a * b}"]
    steps = [f"{a}*{part}={a * part}" for part in digits]
    total = a * digits[0]
    for part in digits[1:]:
        steps.append(f"{total}+{a * part}={total + a * part}")
        total += a * part
    return steps


def latex_fraction(numerator: int, denominator: int) -> str:
    """A fraction in lowest terms as LaTeX, an integer where the denominator divides."""
    sign = "-" if (numerator < 0) != (denominator < 0) and numerator else ""
    numerator, denominator = abs(numerator), abs(denominator)
    divisor = gcd(numerator, denominator)
    numerator, denominator = numerator // divisor, denominator // divisor
    return f"{sign}{numerator}" if denominator == 1 else f"{sign}\\frac{{{numerator}}}{{{denominator}}}"


def reduce_steps(numerator: int, denominator: int) -> list[str]:
    """The step that brings a fraction to lowest terms; none where it is there already."""
    divisor = gcd(numerator, denominator)
    if divisor == 1:
        return []
    return [f"{numerator}/{denominator}={numerator // divisor}/{denominator // divisor}".removesuffix("/1")]


def decimal(hundredths: int) -> str:
    """A whole number of hundredths as a decimal without trailing zeros: 250 is ``2.5``."""
    text = f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"
    return text.rstrip("0").rstrip(".")


def signed(value: int) -> str:
    """``+5`` or ``-5``, to append a term to an expression."""
    return f"+{value}" if value >= 0 else f"{value}"
