"""Is A better than B? Two runs on the same problems, compared problem by problem.

Two accuracies with their intervals waste what is known: that both runs answered the same problems. Most
problems are easy or hard for both; only those that one run solved and the other did not tell them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from shared.evaluation.metrics import mcnemar_exact, newcombe_interval, wilson_interval

LEVEL = 0.05  # what is called a difference happens by chance in fewer than one of twenty comparisons


@dataclass(frozen=True)
class Comparison:
    """How many problems both runs solved, only A, only B, and neither."""

    both: int
    only_a: int
    only_b: int
    neither: int

    @property
    def n(self) -> int:
        """Problems compared."""
        return self.both + self.only_a + self.only_b + self.neither

    @property
    def difference(self) -> float:
        """Accuracy of A minus that of B; NaN without problems."""
        return (self.only_a - self.only_b) / self.n if self.n else float("nan")

    @property
    def ci95(self) -> tuple[float, float]:
        """95 % interval of the difference; see :func:`shared.evaluation.metrics.newcombe_interval`."""
        return newcombe_interval(self.both, self.only_a, self.only_b, self.neither)

    @property
    def p_value(self) -> float:
        """How likely so uneven a result is if the runs are equally good (McNemar's exact test)."""
        return mcnemar_exact(self.only_a, self.only_b)

    @property
    def significant(self) -> bool:
        """Whether the test tells the runs apart at 95 %."""
        return self.p_value < LEVEL

    def verdict(self, a: str = "A", b: str = "B") -> str:
        """The result in words; ``a`` and ``b`` are what the runs are called."""
        counts = f"{_problems(self.only_a)} only {a} solved, {self.only_b} only {b}"
        if self.only_a == self.only_b == 0:
            return f"no difference at 95 %: {a} and {b} solved the same problems"
        if not self.significant:
            return f"no difference at 95 %: {counts}"
        better, worse = (a, b) if self.only_a > self.only_b else (b, a)
        return f"{better} is better than {worse} at 95 %: {counts}"

    def caution(self) -> str | None:
        """A sentence for the rare case in which test and interval disagree; else None."""
        low, high = self.ci95
        if (low > 0 or high < 0) == self.significant:
            return None
        return (
            "The exact test and the approximate interval disagree about 0, which happens near the edge: "
            "call it undecided and measure on more problems."
        )

    def to_dict(self) -> dict[str, Any]:
        """Counts and conclusions as JSON."""
        solved = {"a": self.both + self.only_a, "b": self.both + self.only_b}
        return {
            "n": self.n,
            **asdict(self),
            **{f"accuracy_{run}": count / self.n if self.n else None for run, count in solved.items()},
            **{f"ci95_{run}": wilson_interval(count, self.n) for run, count in solved.items()},
            "difference": self.difference,
            "ci95_difference": self.ci95,
            "p_value": self.p_value,
            "significant": self.significant,
            "verdict": self.verdict(),
        }


def compare(a: Mapping[str, bool], b: Mapping[str, bool]) -> Comparison:
    """Compare verdicts on the problems that both runs have.

    Args:
        a, b: for each problem's id, whether the run solved it.
    """
    pairs = [(bool(a[key]), bool(b[key])) for key in a if key in b]
    return Comparison(
        *(pairs.count(pair) for pair in ((True, True), (True, False), (False, True), (False,) * 2))
    )


def _problems(count: int) -> str:
    return f"{count} problem" if count == 1 else f"{count} problems"
