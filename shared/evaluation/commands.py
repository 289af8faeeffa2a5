"""What the scripts that make a run have in common: their options, their checks, and how they end.

A user's mistake is one line and exit code 2, before the first token is written where that is possible. Ctrl-C
ends with what was done, the command that goes on with it, and exit code 130.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from shared.evaluation.datasets import load_dataset
from shared.evaluation.derived import load_samples
from shared.evaluation.loop import EvaluationInterrupted, evaluate
from shared.evaluation.records import Evaluation, Select
from shared.evaluation.reports import percent
from shared.evaluation.runs import RunError, is_run, read_notes
from shared.inference.options import load_model, sampling_params
from shared.model import checkpoints
from shared.model.prompts import COT_SUFFIX
from shared.model.qwen3 import Qwen3
from shared.model.templates import NAMES, check_template
from shared.model.tokenizer import Tokenizer
from shared.problems import Problem
from shared.tools.commands import fail, text_with_line_ends, whole_number
from shared.tools.environment import describe_environment

import torch
from rich.console import Console

MUCH = 0.05  # a larger share of responses that were cut off gets a word of warning


def suffix_text(text: str) -> str:
    """An argument's type: what follows each question; the word hint stands for the course's request."""
    return COT_SUFFIX if text == "hint" else text_with_line_ends(text)


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """What is asked, how it is put, and where the run goes: ``--dataset`` to ``--resume``."""
    add = parser.add_argument
    data = "tiny-test, math500, gsm8k, or a .json or .jsonl file (tiny-test)"
    add("--dataset", default="tiny-test", help=data)
    add("--limit", type=whole_number(1), help="the first so many problems (default: all)")
    add("--max-new-tokens", type=whole_number(1), default=256, help="tokens a response at most (256)")
    add("--batch-size", type=whole_number(1), default=64, help="responses written together (64)")
    hint = f"follows each question; the word hint stands for {COT_SUFFIX!r}"
    add("--prompt-suffix", type=suffix_text, default="", help=f"{hint} (nothing)")
    template = f"{', '.join(NAMES)}, or a text with {{problem}} (auto)"
    add("--template", type=text_with_line_ends, default="auto", help=template)
    add("--fallback", choices=["last_number"], help="lenient: without a box, the last number is the answer")
    add("--compile", action="store_true", help="compile the decoding step first: for long runs")
    add("--out", type=Path, help="folder of the run (default: runs/ and the names of model and dataset)")
    add("--resume", action="store_true", help="go on with the run in the folder, if there is one")


def default_folder(script: str, model: str, dataset: str) -> Path:
    """Where a run goes if nobody says: ``runs/`` and the names."""
    return Path("runs") / f"{script}-{Path(model).name}-{Path(dataset).stem}"


def check_folder(args: argparse.Namespace) -> None:
    """Refuse a folder that holds a run, unless it is to be resumed.

    Raises:
        RunError: it holds one.
    """
    if not args.resume and is_run(args.out):
        raise RunError(
            f"{args.out} holds a run already: add --resume to go on with it, or choose another --out"
        )


@dataclass(frozen=True)
class Setup:
    """What a run needs, found and checked."""

    model: Qwen3
    tokenizer: Tokenizer
    problems: list[Problem]


def prepare_run(args: argparse.Namespace) -> Setup:
    """Find and check everything before the first token is written; what is cheap comes first.

    Raises:
        RunError, DatasetError, CheckpointError, TemplateError: see their modules; all are ValueErrors with a
            message of one line.
    """
    check_folder(args)
    problems = load_dataset(args.dataset, args.limit)
    check_template(args.template, checkpoints.load_tokenizer(args.model))
    return Setup(*load_model(args), problems)


def source_run(args: argparse.Namespace) -> tuple[Evaluation, dict[str, Any]]:
    """The samples of ``--from-run``, and their run's configuration; what that run has settled goes to ``args``.

    Raises:
        RunError: see :func:`shared.evaluation.derived.load_samples`, or ``--out`` holds a run, or is this one.
    """
    check_folder(args)
    if args.out.resolve() == args.from_run.resolve():
        raise RunError("--out is the run that the samples come from: choose another folder")
    evaluation, config = load_samples(args.from_run, args.num_samples)
    notes = read_notes(args.from_run)
    args.dataset, args.max_new_tokens = notes.get("dataset", "?"), config["max_new_tokens"]
    args.model = args.model or str(notes.get("model", "?"))
    return evaluation, config


def write_responses(
    setup: Setup, args: argparse.Namespace, out: Path, num_samples: int, select: Select
) -> Evaluation:
    """Write and judge the responses that the options ask for.

    Raises:
        RunError, EvaluationInterrupted, ValueError: see :func:`shared.evaluation.loop.evaluate`.
    """
    return evaluate(
        setup.model,
        setup.tokenizer,
        setup.problems,
        suffix=args.prompt_suffix,
        template=args.template,
        num_samples=num_samples,
        params=sampling_params(args),
        max_new_tokens=args.max_new_tokens,
        select=select,
        fallback=args.fallback,
        batch_size=args.batch_size,
        compile=args.compile,
        seed=args.seed,
        out=out,
        notes=run_notes(args),
        progress=args.model,
    )


def run_notes(args: argparse.Namespace) -> dict[str, Any]:
    """How a run was made: the model's name, the command, the machine."""
    notes = {key: getattr(args, key) for key in ("model", "dataset", "batch_size", "compile")}
    return notes | {"arguments": shlex.join(sys.argv[1:]), **describe_environment(args.device)}


def warn_if_cut_off(evaluation: Evaluation, args: argparse.Namespace) -> None:
    """A line for runs in which many responses met their limit."""
    if evaluation.truncation_rate > MUCH:
        cut = percent(evaluation.truncation_rate)
        print(f"{cut} of the responses were cut off at {args.max_new_tokens} tokens: raise --max-new-tokens.")


T = TypeVar("T")


def checked(work: Callable[[], T]) -> T:
    """Do a piece of work; what goes wrong is one line, and what is done stays.

    Raises:
        SystemExit: with code 2 after a mistake of the user's (any ValueError), or a machine that is full; with
            130 after a Ctrl-C that the work did not answer itself.
    """
    try:
        return work()
    except ValueError as error:
        code = fail(error)
    except torch.OutOfMemoryError:
        code = fail("out of memory: choose a smaller --batch-size; with --resume, what is done stays")
    except OSError as error:
        code = fail(f"{error}: what is done stays, and --resume goes on with it")
    except KeyboardInterrupt:
        print("\nStopped before the first problem.", file=sys.stderr)
        code = 130
    raise SystemExit(code)


class Prepared(Protocol):
    """What a run starts from; its problems are counted when it is stopped."""

    @property
    def problems(self) -> Sized:
        """What is asked, or the records that are used again."""


P = TypeVar("P", bound=Prepared)


def make_run(
    args: argparse.Namespace,
    prepare: Callable[[argparse.Namespace], P],
    run: Callable[[P, argparse.Namespace], Evaluation],
    report: Callable[[Evaluation, argparse.Namespace, Console], None],
) -> int:
    """Prepare, run, report: the whole of a script that makes one run.

    Returns:
        0 when done, 130 after Ctrl-C.

    Raises:
        SystemExit: see :func:`checked`.
    """
    console = Console()

    def work() -> tuple[Evaluation, Path | None, int]:
        setup = prepare(args)
        try:
            return run(setup, args), None, len(setup.problems)
        except EvaluationInterrupted as interrupt:
            return interrupt.evaluation, Path(interrupt.out or args.out), len(setup.problems)

    evaluation, stopped_in, wanted = checked(work)
    if stopped_in is None:
        report(evaluation, args, console)
        print(f"The run: {args.out}")
        return 0
    if evaluation.n:
        report(evaluation, args, console)
    print(f"\nStopped after {evaluation.n} of {wanted} problems. They are in {stopped_in}; to go on:")
    print(f"  {command_to_resume()}")
    return 130


def command_to_resume() -> str:
    """This script's command line, with ``--resume`` once."""
    return shlex.join(["python", *(a for a in sys.argv if a != "--resume"), "--resume"])
