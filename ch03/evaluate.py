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
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.evaluation.datasets import load_dataset
from shared.evaluation.loop import EvaluationInterrupted, evaluate, first_response
from shared.evaluation.records import Evaluation
from shared.evaluation.reports import percent, run_tables
from shared.evaluation.runs import RunError, is_run
from shared.inference.chat import accept_any_text
from shared.inference.options import add_model_options, add_sampling_options, load_model, sampling_params
from shared.inference.sampling import SamplingParams
from shared.model import checkpoints
from shared.model.prompts import COT_SUFFIX
from shared.model.qwen3 import Qwen3
from shared.model.templates import NAMES, check_template
from shared.model.tokenizer import Tokenizer
from shared.problems import Problem
from shared.reasoning.selection import select_best, select_majority
from shared.tools.commands import Parser, fail, run_script, text_with_line_ends, whole_number
from shared.tools.environment import describe_environment

import torch
from rich.console import Console

SELECTIONS: dict[str, Callable] = {
    "first": first_response,
    "majority": select_majority,
    "best": select_best,
}
MUCH = 0.05  # a larger share of responses that were cut off gets a word of warning


@dataclass(frozen=True)
class Setup:
    """What a run needs, found and checked."""

    model: Qwen3
    tokenizer: Tokenizer
    problems: list[Problem]
    params: SamplingParams


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    add = parser.add_argument
    add_model_options(parser, "tiny-base")
    add(
        "--dataset",
        default="tiny-test",
        help="tiny-test, math500, gsm8k, or a .json or .jsonl file (tiny-test)",
    )
    add("--limit", type=whole_number(1), help="the first so many problems (default: all)")
    add("--max-new-tokens", type=whole_number(1), default=256, help="tokens a response at most (256)")
    add("--batch-size", type=whole_number(1), default=64, help="responses written together (64)")
    add("--num-samples", type=whole_number(1), default=1, help="responses a problem (1)")
    add_sampling_options(parser)
    add("--select", choices=SELECTIONS, default="first", help="which sample counts (first)")
    hint = f"follows each question; the word hint stands for {COT_SUFFIX!r}"
    add("--prompt-suffix", type=text_with_line_ends, default="", help=f"{hint} (nothing)")
    names = ", ".join(NAMES)
    add(
        "--template",
        type=text_with_line_ends,
        default="auto",
        help=f"{names}, or a text with {{problem}} (auto)",
    )
    add("--fallback", choices=["last_number"], help="lenient: without a box, the last number is the answer")
    add("--compile", action="store_true", help="compile the decoding step first: for long runs")
    add("--out", type=Path, help="folder of the run (default: runs/ and the names of model and dataset)")
    add("--resume", action="store_true", help="go on with the run in the folder, if there is one")
    args = parser.parse_args(arguments)
    if args.num_samples > 1 and args.temperature == 0:
        parser.error("--num-samples above 1 needs a --temperature above 0: greedy responses are all alike")
    if args.prompt_suffix == "hint":
        args.prompt_suffix = COT_SUFFIX
    if args.out is None:
        names = (Path(args.model).name, Path(args.dataset).stem)
        args.out = Path("runs") / "-".join(["evaluate", *names])
    return args


def prepare(args: argparse.Namespace) -> Setup:
    """Find and check everything before the first token is written; what is cheap comes first.

    Raises:
        RunError, DatasetError, CheckpointError, TemplateError, ValueError: see their modules; all are
            ValueErrors with a message of one line.
    """
    if not args.resume and is_run(args.out):
        raise RunError(
            f"{args.out} holds a run already: add --resume to go on with it, or choose another --out"
        )
    params = sampling_params(args)
    problems = load_dataset(args.dataset, args.limit)
    check_template(args.template, checkpoints.load_tokenizer(args.model))
    model, tokenizer = load_model(args)
    return Setup(model, tokenizer, problems, params)


def run(setup: Setup, args: argparse.Namespace) -> Evaluation:
    """Write and judge all responses.

    Raises:
        RunError, EvaluationInterrupted, ValueError: see :func:`shared.evaluation.loop.evaluate`.
    """
    notes = {key: getattr(args, key) for key in ("model", "dataset", "batch_size", "compile")}
    notes |= {"arguments": shlex.join(sys.argv[1:]), **describe_environment(args.device)}
    return evaluate(
        setup.model,
        setup.tokenizer,
        setup.problems,
        suffix=args.prompt_suffix,
        template=args.template,
        num_samples=args.num_samples,
        params=setup.params,
        max_new_tokens=args.max_new_tokens,
        select=SELECTIONS[args.select],
        fallback=args.fallback,
        batch_size=args.batch_size,
        compile=args.compile,
        seed=args.seed,
        out=args.out,
        notes=notes,
        progress=args.model,
    )


def report(evaluation: Evaluation, args: argparse.Namespace, console: Console) -> None:
    """The tables, and what to watch out for."""
    for table in run_tables(evaluation, f"{args.model} on {args.dataset}"):
        console.print(table)
    if evaluation.truncation_rate > MUCH:
        cut = percent(evaluation.truncation_rate)
        print(f"{cut} of the responses were cut off at {args.max_new_tokens} tokens: raise --max-new-tokens.")


def main() -> int:
    """Evaluate; 0 when done, 130 after Ctrl-C, 2 when something has to be put right first."""
    args, console = parse_args(), Console()
    try:
        setup = prepare(args)
        evaluation = run(setup, args)
    except ValueError as error:
        return fail(error)
    except torch.OutOfMemoryError:
        return fail("out of memory: choose a smaller --batch-size; with --resume, what is done stays")
    except OSError as error:
        return fail(f"{error}: what is done stays, and --resume goes on with it")
    except EvaluationInterrupted as interrupt:
        done = interrupt.evaluation
        if done.n:
            report(done, args, console)
        print(f"\nStopped after {done.n} of {len(setup.problems)} problems. They are in {args.out}; to go on:")
        print(f"  {_command_to_resume()}")
        return 130
    except KeyboardInterrupt:
        print("\nStopped before the first problem.", file=sys.stderr)
        return 130
    report(evaluation, args, console)
    print(f"The run: {args.out}")
    return 0


def _command_to_resume() -> str:
    arguments = [a for a in sys.argv if a != "--resume"]
    return shlex.join(["python", *arguments, "--resume"])


if __name__ == "__main__":
    accept_any_text()
    run_script(main)
