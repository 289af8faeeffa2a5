r"""Self-refinement: the model reviews its drafts and writes them again, and a rule says which revisions stay.

    python ch05/self_refine.py --prompt-suffix hint --limit 200 --out runs/refined
    python ch05/self_refine.py --from-run runs/refined-drafts --rounds 2 --accept logprob --out runs/sure
    python ch05/self_refine.py --from-run runs/refined-drafts --accept logprob --judge tiny-teacher
    python ch05/self_refine.py --from-run runs/refined-drafts --accept learned --head runs/head.safetensors

always            every revision replaces its draft
heuristic, logprob, answer-logprob, self-certainty, learned
                  one that scores lower does not; for the scores see best_of_n.py

The drafts are a run of their own (OUT-drafts), and so is each round but the last (OUT-round1, OUT-round2, …):
any two can be compared, as by python ch03/compare_runs.py runs/refined runs/refined-drafts
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from shared.evaluation import compare
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
from shared.evaluation.datasets import load_dataset
from shared.evaluation.derived import load_samples
from shared.evaluation.loop import first_response, judge, make_records, problem_seed
from shared.evaluation.records import Evaluation, Record
from shared.evaluation.reports import interval, percent
from shared.evaluation.runs import RunError
from shared.inference.chat import accept_any_text
from shared.inference.options import add_model_options, add_sampling_options, load_model, sampling_params
from shared.inference.sampling import GREEDY
from shared.model import checkpoints
from shared.model.fingerprint import fingerprint
from shared.problems import Problem
from shared.reasoning.refinement import Refinement, refine
from shared.reasoning.reward_model import load_head
from shared.reasoning.scorers import SCORES, as_score, make_scorer
from shared.reasoning.scoring import Score
from shared.tools.commands import Parser, run_script, whole_number
from shared.tools.seeds import mix_seed
from shared.tools.settings import digest

from rich.console import Console
from rich.markup import escape
from rich.table import Table

MODEL = "tiny-base"


@dataclass(frozen=True)
class Task:
    """Who writes, what accepts, and either drafts that are there or problems to write them for.

    Attributes:
        drafts: empty where they are to be written.
        source: configuration of the run that the drafts come from.
    """

    setup: Setup
    accept: Score | None
    accepted_by: dict[str, str]
    drafts: list[Record]
    source: dict[str, Any]

    @property
    def problems(self) -> list[Problem]:
        """What is asked."""
        return self.setup.problems


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    add = parser.add_argument
    add("--rounds", type=whole_number(1), default=1, help="times to review and rewrite (1)")
    add("--accept", choices=("always", *SCORES), default="always", help="which revisions stay (always)")
    add(
        "--judge", help="another model that reads draft and revision, for a score that reads (default: --model)"
    )
    add("--head", type=Path, help="of --accept learned: a file")
    add("--from-run", type=Path, help="a finished run whose responses are the drafts")
    add_model_options(parser, MODEL)
    parser.set_defaults(model=None)  # with --from-run it is the one that wrote the drafts
    add_run_options(parser)
    add_sampling_options(parser, GREEDY)
    args = parser.parse_args(arguments)
    args.num_samples = 1
    if (args.accept == "learned") != (args.head is not None):
        parser.error("--accept learned and --head FILE belong together")
    if args.judge is not None and args.accept in ("always", "heuristic"):
        parser.error(f"--judge is for a rule that reads, and --accept {args.accept} does not")
    if args.from_run is None:
        args.model = args.model or MODEL
        args.out = args.out or default_folder(f"refined-{args.accept}", args.model, args.dataset)
    else:
        args.out = args.out or Path(f"{args.from_run}-refined-{args.accept}")
    return args


def prepare(args: argparse.Namespace) -> Task:
    """Find and check everything before the first token is written.

    Raises:
        ValueError: see :func:`shared.evaluation.commands.prepare_run`,
            :func:`shared.evaluation.commands.source_run` and :func:`shared.reasoning.reward_model.load_head`.
    """
    sampling_params(args)
    drafts: list[Record] = []
    source: dict[str, Any] = {}
    if args.from_run is None:
        setup = prepare_run(args)
    else:
        limit = args.limit
        evaluation, source = source_run(args)
        drafts = evaluation.records[:limit]
        args.prompt_suffix, args.fallback = source["suffix"], source["fallback"]
        setup = Setup(*load_model(args), problems_of(drafts, args.dataset))
    model, tokenizer = setup.model, setup.tokenizer
    if args.judge is not None:
        model, tokenizer = checkpoints.load(args.judge, args.device, checkpoints.DTYPES.get(args.dtype))
    accepted_by = {"accept": args.accept}
    if args.accept == "always":
        return Task(setup, None, accepted_by, drafts, source)
    head = None if args.head is None else load_head(args.head, model)
    accepted_by |= {"reader": fingerprint(model)} | ({} if head is None else {"head": fingerprint(head)})
    score = as_score(make_scorer(args.accept, model, tokenizer, head), tokenizer, args.prompt_suffix)
    return Task(setup, score, accepted_by, drafts, source)


def problems_of(records: Sequence[Record], dataset: str) -> list[Problem]:
    """The problems that records answer; a record has their ids, and a review needs the question.

    Raises:
        RunError: the data set does not have them, or cannot be found.
    """
    known = {problem.unique_id: problem for problem in load_dataset(dataset)}
    if missing := [record.unique_id for record in records if record.unique_id not in known]:
        raise RunError(f"{dataset} has no problem {missing[0]}: give --dataset the file that the run used")
    return [known[record.unique_id] for record in records]


def run(task: Task, args: argparse.Namespace, made: list[Evaluation]) -> Evaluation:
    """Write the drafts if need be, and then each round; ``made`` gets them, the drafts first.

    Raises:
        RunError, EvaluationInterrupted, ValueError: see :func:`shared.evaluation.loop.make_records`.
    """
    evaluation, source = Evaluation(task.drafts), task.source
    if not task.drafts:
        folder = args.out.with_name(f"{args.out.name}-drafts")
        evaluation = write_responses(task.setup, args, folder, 1, first_response)
        _, source = load_samples(folder)
    made.append(Evaluation([draft_of(record) for record in evaluation.records]))
    for number in range(1, args.rounds + 1):
        last = number == args.rounds
        folder = args.out if last else args.out.with_name(f"{args.out.name}-round{number}")
        made.append(refine_round(task, args, source, made[-1], number, folder))
    return made[-1]


def draft_of(record: Record) -> Record:
    """A record of the response that counts, alone; what the others cost stays in its account."""
    sample = record.samples[record.chosen]
    return replace(record, samples=[sample], chosen=0, extra_tokens=record.tokens - sample.tokens)


def refine_round(
    task: Task, args: argparse.Namespace, source: dict[str, Any], before: Evaluation, number: int, folder: Path
) -> Evaluation:
    """One round, as a run: each record has the draft and the revision, and the one that stays is chosen."""
    model, tokenizer = task.setup.model, task.setup.tokenizer
    problem_of = {problem.unique_id: problem for problem in task.problems}
    params = sampling_params(args)

    def work(chunk: list[Record]) -> list[Record]:
        rest = [record for record in chunk if not (params.greedy and number > 1 and is_settled(record))]
        problems = [problem_of[record.unique_id] for record in rest]
        refined = refine(
            model,
            tokenizer,
            [problem.problem for problem in problems],
            [record.samples[record.chosen].text for record in rest],
            accept=task.accept,
            suffix=args.prompt_suffix,
            max_new_tokens=args.max_new_tokens,
            params=params,
            seeds=[mix_seed(problem_seed(problem, args.seed), f"round {number}") for problem in problems],
            batch_size=args.batch_size,
        )
        done = {
            record.unique_id: refined_record(record, refinement, args.fallback)
            for record, refinement in zip(rest, refined, strict=True)
        }
        return [done.get(record.unique_id) or draft_of(record) for record in chunk]

    config = {
        "method": "self-refine",
        "round": number,
        **task.accepted_by,
        "writer": fingerprint(model),
        "params": vars(params),
        "max_new_tokens": args.max_new_tokens,
        "seed": args.seed,
        "num_problems": before.n,
        "source": source,
        "drafts": digest([[r.unique_id, r.samples[r.chosen].text] for r in before.records]),
    }
    notes = run_notes(args) | {"accept": args.accept, "judge": args.judge}
    label = f"round {number}"
    return make_records(
        before.records, work, config, chunk_size=args.batch_size, out=folder, notes=notes, progress=label
    )


def refined_record(record: Record, refinement: Refinement, fallback: str | None) -> Record:
    """A record after a round: the review is in its account, and a revision is judged even if it goes."""
    draft = draft_of(record)
    if not refinement.rounds:  # draft and review outgrew the context
        return draft
    (made,) = refinement.rounds
    revisions = [] if made.revision is None else [judge(made.revision, record.gold, fallback)]
    return replace(
        draft,
        samples=[*draft.samples, *revisions],
        chosen=int(made.accepted),
        extra_tokens=draft.extra_tokens + made.critique.num_tokens,
    )


def is_settled(record: Record) -> bool:
    """Whether the last round left the draft as it was: asked the same again, a greedy model writes the same."""
    return record.samples[record.chosen].text == record.samples[0].text


def report(
    rounds: Sequence[Evaluation], evaluation: Evaluation, args: argparse.Namespace, console: Console
) -> None:
    """The rounds beside the drafts, as far as they are finished, and what a perfect rule would have reached."""
    reader = f" of {args.judge}" if args.judge else ""
    table = Table(title=escape(f"{args.model} refines, accepted by {args.accept}{reader}, {args.dataset}"))
    for name in ("", "accuracy", "95 % interval", "tokens", "mended", "broken", "p"):
        table.add_column(name, justify="right" if name else "left")
    for number, made in enumerate(rounds):
        row = [percent(made.accuracy), interval(made.ci95), f"{made.mean_tokens:.0f}"]
        if number:
            change = compare(made.verdicts, rounds[0].verdicts)
            row += [str(change.only_a), str(change.only_b), f"{change.p_value:.2g}"]
        table.add_row(f"round {number}" if number else "drafts", *row)
    console.print(table)
    right = {r.unique_id for made in rounds for r in made.records if any(s.correct for s in r.samples)}
    if rounds:
        print(f"With a perfect rule of acceptance: {percent(len(right) / rounds[0].n)}.")
    warn_if_cut_off(evaluation, args)


def main() -> int:
    """Make the runs; 0 when done, 130 after Ctrl-C, 2 when something has to be put right first."""
    rounds: list[Evaluation] = []
    return make_run(parse_args(), prepare, partial(run, made=rounds), partial(report, rounds))


if __name__ == "__main__":
    accept_any_text()
    run_script(main)
