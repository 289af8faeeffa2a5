r"""Best of N: draw several answers to each problem, and let a score choose. No score knows the right answer.

    python ch05/best_of_n.py --score logprob --num-samples 8 --prompt-suffix hint --limit 100 --out runs/best
    python ch05/best_of_n.py --score self-certainty --from-run runs/best-samples --num-samples 8 --out runs/sure
    python ch05/best_of_n.py --score logprob --judge tiny-teacher --from-run runs/best-samples --out runs/judged
    python ch05/best_of_n.py --score learned --head runs/head.safetensors --from-run runs/best-samples

heuristic         a box, and few characters
logprob           mean log-probability of all tokens: the model's confidence, or with --judge another model's
answer-logprob    the same, of the answer's tokens alone
self-certainty    how far the model is from knowing nothing, whatever it chose
learned           a head that was trained to tell right from wrong

The samples are a run of their own (OUT-samples), and --from-run takes those of a finished one, so that all
scores can be compared on the same samples: python ch03/compare_runs.py runs/best runs/judged
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.evaluation.commands import (
    Setup,
    add_run_options,
    default_folder,
    make_run,
    prepare_run,
    run_notes,
    source_run,
    warn_if_cut_off,
    write_responses,
)
from shared.evaluation.derived import derive, load_samples
from shared.evaluation.loop import first_response
from shared.evaluation.records import Evaluation, Record, Sample, rescore, rescore_record
from shared.evaluation.reports import percent, result_table
from shared.evaluation.votes import best_of_n
from shared.inference.chat import accept_any_text
from shared.inference.options import add_model_options, add_sampling_options, load_model, sampling_params
from shared.inference.sampling import SamplingParams
from shared.model import checkpoints
from shared.model.fingerprint import fingerprint
from shared.problems import Problem
from shared.reasoning.reward_model import load_head
from shared.reasoning.scorers import SCORES, Scorer, make_scorer
from shared.reasoning.selection import select_majority
from shared.tools.commands import Parser, run_script, whole_number

from rich.console import Console

MODEL = "tiny-base"


@dataclass(frozen=True)
class Task:
    """A score, and either samples that are there with their run's configuration, or how to draw them."""

    scorer: Scorer
    scored_by: dict[str, str]
    writer: Setup | None  # where samples are to be drawn
    problems: list[Problem] | list[Record]
    source: dict[str, Any]


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    add = parser.add_argument
    add("--score", choices=SCORES, default="logprob", help="what chooses (logprob)")
    add("--judge", help="another model that reads the answers, for a score that reads (default: --model)")
    add("--head", type=Path, help="of --score learned: a file")
    add("--from-run", type=Path, help="a finished run whose samples are used")
    add("--num-samples", type=whole_number(1), default=8, help="answers a problem (8)")
    add_model_options(parser, MODEL)
    parser.set_defaults(model=None)  # with --from-run it is the one that wrote the samples
    add_run_options(parser)
    add_sampling_options(parser, SamplingParams(temperature=0.9))
    args = parser.parse_args(arguments)
    if args.from_run is None and args.num_samples > 1 and args.temperature == 0:
        parser.error("--num-samples above 1 needs a --temperature above 0: greedy answers are all alike")
    if (args.score == "learned") != (args.head is not None):
        parser.error("--score learned and --head FILE belong together")
    if args.from_run is None:
        args.model = args.model or MODEL
        args.out = args.out or default_folder(f"best-{args.score}", args.model, args.dataset)
    else:
        args.out = args.out or Path(f"{args.from_run}-{args.score}")
    return args


def prepare(args: argparse.Namespace) -> Task:
    """Find and check everything before the first token is written.

    Raises:
        ValueError: see :func:`shared.evaluation.commands.prepare_run`,
            :func:`shared.evaluation.commands.source_run` and
            :func:`shared.reasoning.reward_model.load_head`.
    """
    sampling_params(args)
    writer, source = None, {}
    if args.from_run is None:
        writer = prepare_run(args)
        problems = writer.problems
    else:
        evaluation, source = source_run(args)
        problems = evaluation.records
    if args.judge is not None:
        model, tokenizer = checkpoints.load(args.judge, args.device, checkpoints.DTYPES.get(args.dtype))
    elif writer is not None:
        model, tokenizer = writer.model, writer.tokenizer
    else:
        model, tokenizer = load_model(args)
    head = None if args.head is None else load_head(args.head, model)
    scored_by = {"score": args.score, "reader": fingerprint(model)}
    if head is not None:
        scored_by["head"] = fingerprint(head)
    return Task(make_scorer(args.score, model, tokenizer, head), scored_by, writer, problems, source)


def run(task: Task, args: argparse.Namespace) -> Evaluation:
    """Draw the samples if need be, and choose among them.

    Raises:
        RunError, EvaluationInterrupted, ValueError: see :func:`shared.evaluation.loop.evaluate_method`.
    """
    evaluation, source = Evaluation(list(task.problems)), task.source
    if task.writer is not None:
        samples = args.out.with_name(f"{args.out.name}-samples")
        evaluation = write_responses(task.writer, args, samples, args.num_samples, first_response)
        _, source = load_samples(samples, args.num_samples)

    def best(record: Record) -> Record:
        def select(samples: Sequence[Sample]) -> int:
            return best_of_n(task.scorer(record.prompt, [s.text for s in samples]))

        return rescore_record(record, select, args.num_samples)

    config = {"method": "best-of-n", "num_samples": args.num_samples, **task.scored_by, "source": source}
    notes = run_notes(args) | {"score": args.score, "judge": args.judge}
    return derive(evaluation, best, config, out=args.out, notes=notes, progress=args.score)


def report(evaluation: Evaluation, args: argparse.Namespace, console: Console) -> None:
    """The choice, and what else could have been done with the same samples."""
    reader = args.judge or args.model
    console.print(
        result_table(evaluation, f"best of {args.num_samples} by {args.score} of {reader}, {args.dataset}")
    )
    others = {
        "one sample": evaluation.pass_at(1),
        "majority vote": rescore(evaluation, select_majority).accuracy,
        "some sample right": evaluation.any_correct,
    }
    print("The same samples: " + ", ".join(f"{name} {percent(share)}" for name, share in others.items()) + ".")
    warn_if_cut_off(evaluation, args)


def main() -> int:
    """Make the run; 0 when done, 130 after Ctrl-C, 2 when something has to be put right first."""
    return make_run(parse_args(), prepare, run, report)


if __name__ == "__main__":
    accept_any_text()
    run_script(main)
