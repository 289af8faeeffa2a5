"""Compare two runs on the same problems: is one better, and by how much?

    python ch03/compare_runs.py runs/no-hint runs/hint
    python ch03/compare_runs.py runs/a graded.jsonl
    python ch03/compare_runs.py runs/a runs/b --json

A run is a folder from evaluate.py, or a file from grade_json.py --out. The test is McNemar's, on the problems
that one run solved and the other did not; the interval of the difference is Newcombe's for paired proportions.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.evaluation.comparison import Comparison, compare
from shared.evaluation.metrics import wilson_interval
from shared.evaluation.records import Evaluation
from shared.evaluation.reports import interval, lengths, percent, points, printable
from shared.evaluation.runs import RunError, load_run, read_config, read_notes
from shared.inference.chat import accept_any_text
from shared.tools.commands import Parser, fail, run_script
from shared.tools.files import read_jsonl

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Run:
    """One side of a comparison: right answers and verdicts by problem id, and what is known of the run."""

    path: Path
    gold: dict[str, str]
    correct: dict[str, bool]
    configuration: dict[str, Any]
    notes: dict[str, Any]
    evaluation: Evaluation | None = None

    @property
    def title(self) -> str:
        """The path, with model and data set where they are known."""
        known = [printable(str(self.notes[key]), 80) for key in ("model", "dataset") if key in self.notes]
        return f"{self.path} ({' on '.join(known)})" if known else str(self.path)

    @property
    def missing(self) -> int:
        """Problems that the run has not come to yet."""
        wanted = self.configuration.get("num_problems")
        return max(0, wanted - len(self.correct)) if isinstance(wanted, int) else 0


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    parser.add_argument("a", type=Path, help="a run")
    parser.add_argument("b", type=Path, help="another run on the same problems")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    return parser.parse_args(arguments)


def read_run(path: Path) -> Run:
    """Read one side of the comparison.

    Raises:
        RunError: it is neither a run's folder nor a file of graded responses.
    """
    if path.is_dir():
        evaluation = load_run(path)
        gold = {r.unique_id: r.gold for r in evaluation.records}
        return Run(path, gold, evaluation.verdicts, read_config(path), read_notes(path), evaluation)
    refusal = f"{path} is neither a run's folder nor a file from grade_json.py --out"
    try:
        lines = read_jsonl(path)
        gold = {line["unique_id"]: line["gold"] for line in lines}
        correct = {line["unique_id"]: line["correct"] for line in lines}
    except FileNotFoundError as error:
        raise RunError(f"there is no run {path}") from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise RunError(refusal) from error
    if not lines or not all(isinstance(verdict, bool) for verdict in correct.values()):
        raise RunError(refusal)
    if len(correct) < len(lines):
        raise RunError(f"{path} has several responses to a problem; give each line an id of its own")
    return Run(path, gold, correct, {}, {})


def check_same_problems(a: Run, b: Run) -> list[str]:
    """The ids that both runs have, in the order of A.

    Raises:
        RunError: there are none, or the right answer to one of them differs.
    """
    common = [key for key in a.correct if key in b.correct]
    if not common:
        raise RunError(
            f"{a.path} and {b.path} have no problem in common: only runs on the same data set compare"
        )
    for key in common:
        if a.gold[key] != b.gold[key]:
            raise RunError(
                f"problem {ascii(key)} has another right answer in {b.path} than in {a.path}: "
                "these are different data sets, or different versions of one"
            )
    return common


def statements(a: Run, b: Run, common: Sequence[str]) -> list[str]:
    """What a reader must know before the figures: unfinished runs, other problems, other configurations."""
    said = [
        f"{name} is not finished: {run.missing} problems are missing."
        for name, run in (("A", a), ("B", b))
        if run.missing
    ]
    if len(common) < max(len(a.correct), len(b.correct)):
        counts = f"A has {len(a.correct)} problems, B {len(b.correct)}"
        said.append(f"{counts}: compared on the {len(common)} that both have.")
    if changed := differing(a, b):
        said.append(f"They differ in: {', '.join(map(printable, changed))}.")
    return said


def differing(a: Run, b: Run) -> list[str]:
    """Keys of the configurations that are not equal; none unless both are known."""
    if not (a.configuration and b.configuration):
        return []
    keys = sorted(a.configuration.keys() | b.configuration.keys())
    return [key for key in keys if a.configuration.get(key) != b.configuration.get(key)]


def table(a: Run, b: Run, common: Sequence[str]) -> Table:
    """The two runs side by side, on the common problems."""
    made = Table("", "A", "B")
    runs, rows = (a, b), []
    solved = [sum(run.correct[key] for key in common) for run in runs]
    rows.append(("accuracy", *(f"{percent(s / len(common))} ({s} of {len(common)})" for s in solved)))
    rows.append(("95 % interval", *(interval(wilson_interval(s, len(common))) for s in solved)))
    kept = set(common)
    parts = [
        None
        if run.evaluation is None
        else Evaluation([r for r in run.evaluation.records if r.unique_id in kept])
        for run in runs
    ]
    figures = {
        "responses with an answer": lambda part: percent(part.answer_rate),
        "responses cut off": lambda part: percent(part.truncation_rate),
        "tokens a response": lengths,
    }
    if any(parts):
        rows += [(name, *("" if part is None else f(part) for part in parts)) for name, f in figures.items()]
    for row in rows:
        made.add_row(*row)
    return made


def conclusion(result: Comparison) -> list[str]:
    """Difference, test and verdict in words."""
    low, high = result.ci95
    p = f"{result.p_value:.3f}" if result.p_value >= 0.001 else f"{result.p_value:.1e}"
    said = [
        f"Difference, A minus B: {points(result.difference)} percentage points, "
        f"95 % interval {points(low)} to {points(high)}.",
        f"McNemar's exact test: p = {p}.",
        f"Verdict: {result.verdict()}.",
    ]
    return [*said, result.caution()] if result.caution() else said


def main() -> int:
    """Compare; 0 when done, 2 when something has to be put right first."""
    args = parse_args()
    try:
        a, b = read_run(args.a), read_run(args.b)
        common = check_same_problems(a, b)
    except RunError as error:
        return fail(error)
    result = compare(a.correct, b.correct)
    if args.json:
        extra = {"a": str(a.path), "b": str(b.path), "problems_a": len(a.correct), "problems_b": len(b.correct)}
        print(json.dumps(extra | {"differ_in": differing(a, b)} | result.to_dict(), indent=2))
        return 0
    print(f"A: {a.title}\nB: {b.title}")
    for line in statements(a, b, common):
        print(line)
    Console().print(table(a, b, common))
    for line in conclusion(result):
        print(line)
    return 0


if __name__ == "__main__":
    accept_any_text()
    run_script(main)
