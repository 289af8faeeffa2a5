r"""Evaluate a model on a benchmark: write responses, judge them, say how good they are.

    python ch03/evaluate.py --model tiny-base --dataset tiny-test
    python ch03/evaluate.py --model tiny-base --dataset tiny-test --prompt-suffix hint --out runs/hint
    python ch03/evaluate.py --prompt-suffix hint --temperature 0.8 --num-samples 10 --select majority
    python ch03/evaluate.py --model smollm2-135m --dataset gsm8k --limit 200 --batch-size 16
    python ch03/evaluate.py --model Qwen/Qwen3-0.6B --dataset math500 --device cuda --max-new-tokens 4096 \
        --template chat-no-thinking
    python ch03/evaluate.py --template 'Problem:\n{problem}\n\nSolution:\n' --out runs/my_template

A run is a folder with a line for every problem. Stop it with Ctrl-C or lose it to a power cut: the same
command with --resume goes on where it stopped and ends with the same result.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from shared.evaluation.commands import (
    Setup,
    add_run_options,
    default_folder,
    make_run,
    prepare_run,
    warn_if_cut_off,
    write_responses,
)
from shared.evaluation.loop import first_response
from shared.evaluation.records import Evaluation
from shared.evaluation.reports import run_tables
from shared.inference.chat import accept_any_text
from shared.inference.options import add_model_options, add_sampling_options, sampling_params
from shared.reasoning.selection import select_best, select_majority
from shared.tools.commands import Parser, run_script, whole_number

from rich.console import Console

SELECTIONS: dict[str, Callable] = {
    "first": first_response,
    "majority": select_majority,
    "best": select_best,
}


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    add = parser.add_argument
    add_model_options(parser, "tiny-base")
    add_run_options(parser)
    add("--num-samples", type=whole_number(1), default=1, help="responses a problem (1)")
    add_sampling_options(parser)
    add("--select", choices=SELECTIONS, default="first", help="which sample counts (first)")
    args = parser.parse_args(arguments)
    if args.num_samples > 1 and args.temperature == 0:
        parser.error("--num-samples above 1 needs a --temperature above 0: greedy responses are all alike")
    if args.out is None:
        args.out = default_folder("evaluate", args.model, args.dataset)
    return args


def prepare(args: argparse.Namespace) -> Setup:
    """Find and check everything before the first token is written.

    Raises:
        ValueError: see :func:`shared.evaluation.commands.prepare_run`, or a sampling option is out of range.
    """
    sampling_params(args)
    return prepare_run(args)


def run(setup: Setup, args: argparse.Namespace) -> Evaluation:
    """Write and judge all responses.

    Raises:
        RunError, EvaluationInterrupted, ValueError: see :func:`shared.evaluation.commands.write_responses`.
    """
    return write_responses(setup, args, args.out, args.num_samples, SELECTIONS[args.select])


def report(evaluation: Evaluation, args: argparse.Namespace, console: Console) -> None:
    """The tables, and what to watch out for."""
    for table in run_tables(evaluation, f"{args.model} on {args.dataset}"):
        console.print(table)
    warn_if_cut_off(evaluation, args)


def main() -> int:
    """Evaluate; 0 when done, 130 after Ctrl-C, 2 when something has to be put right first."""
    return make_run(parse_args(), prepare, run, report)


if __name__ == "__main__":
    accept_any_text()
    run_script(main)
