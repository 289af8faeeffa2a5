r"""Grade responses that are already written, in whatever file and under whatever names they were saved.

    python ch03/grade_json.py runs/evaluate-tiny-base-tiny-test/records.jsonl
    python ch03/grade_json.py responses.json --response-field output --answer-field gold
    python ch03/grade_json.py responses.jsonl --fallback last_number --out graded.jsonl
    python ch03/grade_json.py api.jsonl --response-field choices.0.message.content

Fields that are not named are recognized by common names (see shared/evaluation/saved_responses.py). If the
file has verdicts of its own, those that differ from ours are shown. A graded file can be given to
compare_runs.py.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.evaluation.metrics import wilson_interval
from shared.evaluation.reports import interval, percent, printable
from shared.evaluation.saved_responses import (
    GUESSES,
    ResponsesError,
    SavedResponse,
    SavedResponses,
    read_responses,
)
from shared.inference.chat import accept_any_text
from shared.tools.commands import Parser, fail, run_script
from shared.tools.files import json_line, write_text
from shared.verifier import equivalent, extract_answer

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from tqdm import tqdm

SHOWN = 10  # refused lines, and disagreements, that are shown one by one


@dataclass(frozen=True)
class Graded:
    """A response with the answer found in it and our verdict."""

    saved: SavedResponse
    answer: str | None
    correct: bool

    @property
    def disagrees(self) -> bool:
        """Whether the file has a verdict of its own, and another one."""
        return self.saved.verdict is not None and self.saved.verdict != self.correct


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    parser.add_argument("file", type=Path, help="JSON or JSON lines")
    for role in GUESSES:
        parser.add_argument(
            f"--{role}-field", metavar="NAME", help=f"where the {role} is (default: recognized)"
        )
    parser.add_argument(
        "--fallback", choices=["last_number"], help="lenient: without a box, the last number is the answer"
    )
    parser.add_argument("--out", type=Path, help="a new .jsonl file for the graded responses")
    args = parser.parse_args(arguments)
    if args.out is not None and args.out.exists():
        parser.error(f"{args.out} is there already: choose another --out")
    return args


def grade(saved: SavedResponse, fallback: str | None = None) -> Graded:
    """Find the answer in a response and compare it with the right one."""
    answer = extract_answer(saved.response, fallback)
    return Graded(saved, answer, answer is not None and equivalent(answer, saved.gold))


def graded_lines(graded: Sequence[Graded]) -> str:
    """The graded responses as JSON lines."""
    return "".join(
        json_line(
            {
                "unique_id": g.saved.unique_id,
                "problem": g.saved.problem,
                "gold": g.saved.gold,
                "response": g.saved.response,
                "answer": g.answer,
                "correct": g.correct,
                "recorded_verdict": g.saved.verdict,
                "place": g.saved.place,
            }
        )
        for g in graded
    )


def result_table(graded: Sequence[Graded]) -> Table:
    """Accuracy, interval and answer rate."""
    right = sum(g.correct for g in graded)
    answered = sum(g.answer is not None for g in graded)
    table = Table(show_header=False)
    table.add_row("accuracy", f"{percent(right / len(graded))} ({right} of {len(graded)})")
    table.add_row("95 % interval", interval(wilson_interval(right, len(graded))))
    table.add_row("responses with an answer", f"{percent(answered / len(graded))} ({answered})")
    if judged := [g for g in graded if g.saved.verdict is not None]:
        theirs = sum(bool(g.saved.verdict) for g in judged)
        agree = sum(not g.disagrees for g in judged)
        table.add_row(
            "right by the file's verdicts", f"{percent(theirs / len(judged))} ({theirs} of {len(judged)})"
        )
        table.add_row("same verdict as ours", f"{percent(agree / len(judged))} ({agree} of {len(judged)})")
    return table


def disagreements_table(different: Sequence[Graded]) -> Table:
    """Responses with another verdict in the file than ours."""
    table = Table("id", "right answer", "found", "file", "ours")
    words = {True: "right", False: "wrong", None: ""}
    for g in different:
        found = "no answer" if g.answer is None else printable(g.answer)
        cells = (printable(g.saved.unique_id), printable(g.saved.gold), found)
        table.add_row(*map(escape, cells), words[g.saved.verdict], words[g.correct])
    return table


def report(read: SavedResponses, graded: Sequence[Graded], console: Console) -> None:
    """What was read, what was refused, and how good it is."""
    print("Fields: " + ", ".join(f"{role} = {name}" for role, name in read.fields.items()))
    if read.refused:
        print(f"{len(read.refused)} could not be graded and are not counted:")
        for place, reason in read.refused[:SHOWN]:
            print(f"  {place}: {reason}")
        if len(read.refused) > SHOWN:
            print(f"  and {len(read.refused) - SHOWN} more")
    repeated = sum(count > 1 for count in Counter(g.saved.unique_id for g in graded).values())
    if repeated:
        print(
            f"{repeated} ids stand in the file more than once; every response counts, and none is independent."
        )
    console.print(result_table(graded))
    if different := [g for g in graded if g.disagrees]:
        shown = different[:SHOWN]
        print(f"Other verdicts in the file: {len(different)}, of which {len(shown)} are shown:")
        console.print(disagreements_table(shown))


def main() -> int:
    """Grade; 0 when done, 2 when something has to be put right first, 130 after Ctrl-C."""
    args = parse_args()
    try:
        read = read_responses(args.file, {role: getattr(args, f"{role}_field") for role in GUESSES})
        bar = tqdm(read.responses, desc="grading", unit="response", delay=1)
        graded = [grade(saved, args.fallback) for saved in bar]
        if args.out is not None:
            write_text(args.out, graded_lines(graded))
    except (ResponsesError, OSError) as error:
        return fail(error)
    except KeyboardInterrupt:
        print("\nStopped; nothing was written.", file=sys.stderr)
        return 130
    report(read, graded, Console())
    if args.out is not None:
        print(f"The graded responses: {args.out}")
    return 0


if __name__ == "__main__":
    accept_any_text()
    run_script(main)
