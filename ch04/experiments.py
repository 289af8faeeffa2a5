r"""Twelve rows: greedy, a hint, one sample, and votes, each with its interval and beside the book's own figure.

    python ch04/experiments.py --limit 200 --out runs/twelve
    python ch04/experiments.py --dry-run
    python ch04/experiments.py --base Qwen/Qwen3-0.6B-Base --reasoning Qwen/Qwen3-0.6B --dataset math500 \
        --device cuda --max-new-tokens 2048 --batch-size 256 --compile --out runs/twelve-full

What is run stands in experiments.json; --settings takes another file of that kind. Rows that differ only in the
number of samples are votes over the first ones of one set, so each set is drawn once. Every set is a run of its
own below --out; with --resume a run that was stopped, or killed, goes on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from shared.evaluation import compare
from shared.evaluation.commands import add_run_options, checked, command_to_resume, prepare_run, write_responses
from shared.evaluation.loop import EvaluationInterrupted, first_response
from shared.evaluation.records import Evaluation
from shared.evaluation.reports import interval, percent, points
from shared.evaluation.runs import RunError, is_run
from shared.inference.chat import accept_any_text
from shared.inference.options import add_model_options, add_sampling_options
from shared.model.prompts import COT_SUFFIX
from shared.reasoning.adaptive import first_votes
from shared.tools.commands import Parser, run_script

import jsonschema
from rich.console import Console
from rich.markup import escape
from rich.table import Table

SETTINGS = Path(__file__).with_name("experiments.json")
_NAMES = {"type": "object", "required": ["base", "reasoning"], "additionalProperties": {"type": "string"}}
_ROW = {
    "type": "object",
    "required": ["row", "model", "hint", "samples"],
    "additionalProperties": False,
    "properties": {
        "row": {"type": "integer", "minimum": 1},
        "model": {"enum": ["base", "reasoning"]},
        "hint": {"type": "boolean"},
        "samples": {"type": "integer", "minimum": 0, "maximum": 1000},
        "published": {"type": "number", "minimum": 0, "maximum": 100},
    },
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["models", "sampling", "baseline", "rows"],
    "additionalProperties": False,
    "properties": {
        "models": _NAMES,
        "sampling": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "temperature": {"type": "number", "exclusiveMinimum": 0},
                "top_k": {"type": "integer", "minimum": 0},
                "top_p": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
                "min_p": {"type": "number", "minimum": 0, "maximum": 1},
            },
        },
        "baseline": {"type": "integer"},
        "published": {
            "type": "object",
            "required": ["source", "models", "dataset"],
            "additionalProperties": False,
            "properties": {"source": {"type": "string"}, "models": _NAMES, "dataset": {"type": "string"}},
        },
        "rows": {"type": "array", "minItems": 1, "items": _ROW},
    },
}


@dataclass(frozen=True)
class Row:
    """A line of the table: which model, whether asked for steps, and how many samples vote (0: greedy)."""

    number: int
    model: str
    hint: bool
    samples: int
    published: float | None

    @property
    def name(self) -> str:
        """What is done."""
        how = {0: "greedy", 1: "one sample"}.get(self.samples, f"vote of {self.samples}")
        return f"{how}{', hint' if self.hint else ''}"


@dataclass(frozen=True)
class ResponseSet:
    """Responses that are written once, for every row that can use them."""

    model: str
    hint: bool
    samples: int

    @property
    def folder(self) -> str:
        """Where it lies."""
        parts = [
            self.model,
            "hint" if self.hint else "",
            f"{self.samples}-samples" if self.samples else "greedy",
        ]
        return "-".join(part for part in parts if part)


def read_settings(path: Path) -> dict[str, Any]:
    """The settings of a file.

    Raises:
        RunError: it cannot be read, or holds something else; one line that says where.
    """
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(f"cannot read the settings {path}: {error}") from error
    errors = sorted(
        jsonschema.Draft202012Validator(SCHEMA).iter_errors(settings), key=lambda e: list(map(str, e.path))
    )
    if errors:
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in errors[0].path).lstrip(
            "."
        )
        raise RunError(f"{path}{f', {place}' if place else ''}: {errors[0].message}")
    numbers = [row["row"] for row in settings["rows"]]
    if doubled := [number for number in numbers if numbers.count(number) > 1]:
        raise RunError(f"{path}: there are two rows {doubled[0]}")
    if settings["baseline"] not in numbers:
        raise RunError(f"{path}: the baseline is row {settings['baseline']}, which is not there")
    return settings


def rows_of(settings: dict[str, Any]) -> list[Row]:
    """The rows, in the order of the file."""
    return [
        Row(row["row"], row["model"], row["hint"], row["samples"], row.get("published"))
        for row in settings["rows"]
    ]


def sets_of(rows: Sequence[Row]) -> dict[Row, ResponseSet]:
    """For each row the responses that it uses: votes of a kind share the largest set of theirs."""
    found = {}
    for row in rows:
        alike = [r for r in rows if (r.model, r.hint, r.samples > 0) == (row.model, row.hint, row.samples > 0)]
        found[row] = ResponseSet(row.model, row.hint, max(r.samples for r in alike))
    return found


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    parser.add_argument("--settings", type=Path, default=SETTINGS, help="what is run (experiments.json)")
    parser.add_argument("--base", help="the base model (that of the settings)")
    parser.add_argument("--reasoning", help="the reasoning model (that of the settings)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and stop")
    add_model_options(parser, "tiny-base")
    add_run_options(parser)
    add_sampling_options(parser)
    taken = ("model", "prompt_suffix", "temperature", "top_k", "top_p", "min_p")
    parser.set_defaults(**dict.fromkeys(taken))
    args = parser.parse_args(arguments)
    if given := [name for name in taken if getattr(args, name) is not None]:
        parser.error(f"--{given[0].replace('_', '-')} belongs into the settings: each row has its own")
    args.out = args.out or Path("runs") / f"experiments-{Path(args.dataset).stem}"
    return args


def options_of(group: ResponseSet, settings: dict[str, Any], args: argparse.Namespace) -> argparse.Namespace:
    """The command line that would write these responses alone."""
    sampling = {"temperature": 1.0, "top_k": 0, "top_p": 1.0, "min_p": 0.0, **settings["sampling"]}
    if not group.samples:
        sampling |= {"temperature": 0.0, "top_k": 0, "top_p": 1.0, "min_p": 0.0}
    own = {
        "model": getattr(args, group.model) or settings["models"][group.model],
        "prompt_suffix": COT_SUFFIX if group.hint else "",
        "out": args.out / group.folder,
    }
    return argparse.Namespace(**vars(args) | sampling | own)


def write_set(group: ResponseSet, options: argparse.Namespace) -> Evaluation:
    """The responses of a set: written now, gone on with, or read."""
    return write_responses(prepare_run(options), options, options.out, max(1, group.samples), first_response)


def row_evaluation(row: Row, responses: Evaluation) -> Evaluation:
    """What a row makes of its set: the first response, or the vote of the first so many."""
    count = max(1, row.samples)
    return Evaluation([first_votes(record, num_samples=count) for record in responses.records])


def table_of(rows: dict[Row, Evaluation], settings: dict[str, Any], title: str) -> Table:
    """The rows that are finished, beside the published ones and against the baseline."""
    table = Table(title=escape(title))
    for name in (
        "",
        "model",
        "method",
        "accuracy",
        "95 % interval",
        "tokens",
        "against the baseline",
        "published",
    ):
        table.add_column(name, justify="left" if name in ("model", "method") else "right")
    baseline = next((e for row, e in rows.items() if row.number == settings["baseline"]), None)
    for row, evaluation in rows.items():
        paired = ""
        if baseline is not None and evaluation is not baseline:
            change = compare(evaluation.verdicts, baseline.verdicts)
            low, high = change.ci95
            paired = f"{points(change.difference)} ({points(low)} to {points(high)}), p = {change.p_value:.2g}"
        published = "" if row.published is None else f"{row.published:.1f}%"
        table.add_row(
            str(row.number),
            row.model,
            row.name,
            percent(evaluation.accuracy),
            interval(evaluation.ci95),
            f"{evaluation.mean_tokens:.0f}",
            paired,
            published,
        )
    return table


def report(
    rows: dict[Row, Evaluation], settings: dict[str, Any], args: argparse.Namespace, console: Console
) -> None:
    """The table, and what its last column is."""
    models = {kind: getattr(args, kind) or name for kind, name in settings["models"].items()}
    title = f"{models['base']} (base) and {models['reasoning']} (reasoning) on {args.dataset}"
    console.print(table_of(rows, settings, title))
    print(f"The baseline is row {settings['baseline']}; the comparison is paired, problem by problem.")
    if published := settings.get("published"):
        print(f"Published: {published['source']}.")
        if models != published["models"] or args.dataset != published["dataset"]:
            print("These are other models or other problems: compare which rows gain, and not the numbers.")


def announce(sets: dict[Row, ResponseSet], settings: dict[str, Any], args: argparse.Namespace) -> None:
    """What would be written."""
    for group in dict.fromkeys(sets.values()):
        rows = ", ".join(str(row.number) for row, its in sets.items() if its == group)
        options = options_of(group, settings, args)
        count = max(1, group.samples)
        responses = "one response" if count == 1 else f"{count} responses"
        print(f"{options.model}: {responses} a problem, for row {rows} ({options.out})")


def work(args: argparse.Namespace) -> tuple[dict[Row, Evaluation], dict[str, Any], bool]:
    """Every row that could be finished; whether it was all.

    Raises:
        ValueError: see :func:`read_settings` and :func:`shared.evaluation.commands.prepare_run`.
    """
    settings = read_settings(args.settings)
    rows = rows_of(settings)
    sets = sets_of(rows)
    if args.dry_run:
        announce(sets, settings, args)
        return {}, settings, True
    if not args.resume and (there := [g for g in sets.values() if is_run(args.out / g.folder)]):
        folder = args.out / there[0].folder
        raise RunError(f"{folder} holds a run already: add --resume to go on with it, or choose another --out")
    written: dict[ResponseSet, Evaluation] = {}
    try:
        for group in dict.fromkeys(sets.values()):
            written[group] = write_set(group, options_of(group, settings, args))
    except EvaluationInterrupted:
        pass
    done = {row: row_evaluation(row, written[sets[row]]) for row in rows if sets[row] in written}
    return done, settings, len(done) == len(rows)


def main() -> int:
    """Make the runs; 0 when done, 130 after Ctrl-C, 2 when something has to be put right first."""
    args = parse_args()
    rows, settings, complete = checked(partial(work, args))
    if rows:
        report(rows, settings, args, Console(width=140))
    if complete:
        return 0
    print(f"\nStopped. What is done lies in {args.out}; to go on:\n  {command_to_resume()}")
    return 130


if __name__ == "__main__":
    accept_any_text()
    run_script(main)
