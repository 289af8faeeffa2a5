r"""More thinking at inference time: one model, one data set, and a method that spends tokens on better answers.

    python ch04/scale.py --method greedy
    python ch04/scale.py --method cot --limit 200
    python ch04/scale.py --method self-consistency --prompt-suffix hint --num-samples 16 --out runs/vote
    python ch04/scale.py --method adaptive --from-run runs/vote --level 0.95
    python ch04/scale.py --method weighted --from-run runs/vote --weight lowest-window
    python ch04/scale.py --method budget --model tiny-reasoning --budget 48 --refuse 1
    python ch04/scale.py --method power --prompt-suffix hint --alpha 4 --steps 10
    python ch04/scale.py --method self-consistency --model Qwen/Qwen3-0.6B-Base --dataset math500 \
        --device cuda --max-new-tokens 2048 --batch-size 256 --compile --prompt-suffix hint --top-p 0.9

greedy            the likeliest token each time
cot               the same, asked to explain step by step
self-consistency  --num-samples samples, and a vote among them
adaptive          the same, but each problem stops when its vote is clear
weighted          the same, but a sample weighs as much as the model is sure of it
budget            a thought of at most --budget tokens (models that think in tags)
power             one text from the model's distribution to the power --alpha

A run is a folder with a line for every problem; --resume goes on with it. --from-run takes the samples of a
finished run of self-consistency (or of ch03/evaluate.py --num-samples) instead of drawing new ones.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
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
from shared.evaluation.loop import Attempt, evaluate_method, first_response, make_prompts, prompt_config
from shared.evaluation.records import Evaluation, Record
from shared.evaluation.reports import run_tables
from shared.evaluation.runs import RunError
from shared.inference.chat import accept_any_text
from shared.inference.engine import Engine
from shared.inference.options import add_model_options, add_sampling_options, load_model, sampling_params
from shared.model.fingerprint import fingerprint
from shared.model.prompts import COT_SUFFIX
from shared.problems import Problem
from shared.reasoning.adaptive import draw_adaptively, first_votes, stopped_early, stopping_rule
from shared.reasoning.budget import think_within
from shared.reasoning.power import power_sample
from shared.reasoning.selection import select_majority
from shared.reasoning.weighing import SUMMARIES, WEIGHTS, by_logprob, weigh_by, weighed
from shared.tools.commands import Parser, decimal_number, run_script, whole_number

from rich.console import Console

VOTES = ("self-consistency", "adaptive", "weighted")
METHODS = ("greedy", "cot", *VOTES, "budget", "power")

# An option: the methods that it belongs to, and what it is where nobody says.
OWN: dict[str, tuple[tuple[str, ...], Any]] = {
    "num_samples": (VOTES, 10),
    "temperature": ((*VOTES, "budget"), 0.9),
    "top_k": ((*VOTES, "budget"), 0),
    "top_p": ((*VOTES, "budget"), 1.0),
    "min_p": ((*VOTES, "budget"), 0.0),
    "level": (("adaptive",), None),
    "round": (("adaptive",), 1),
    "weight": (("weighted",), "logprob"),
    "budget": (("budget",), None),
    "refuse": (("budget",), 0),
    "alpha": (("power",), 4.0),
    "steps": (("power",), 10),
    "compile": (("greedy", "cot", *VOTES), False),
    "from_run": (VOTES, None),
}
# What a run that is there has settled.
SETTLED = ("dataset", "limit", "max_new_tokens", "prompt_suffix", "template", "fallback", "compile", "seed")
SETTLED += ("temperature", "top_k", "top_p", "min_p")
READING = ("model", "device", "dtype", "threads", "batch_size")  # only for weights that the model reads


@dataclass(frozen=True)
class Source:
    """The samples of a finished run, and its configuration; the model only where it has to read them."""

    evaluation: Evaluation
    config: dict[str, Any]
    model: Setup | None

    @property
    def problems(self) -> list[Record]:
        """What is done again."""
        return self.evaluation.records


def flag(name: str) -> str:
    """An option as it is typed."""
    return f"--{name.replace('_', '-')}"


def make_parser() -> tuple[Parser, dict[str, Any]]:
    """The parser, for which an option that is not given is None; and what it is then."""
    parser = Parser(__doc__)
    add = parser.add_argument
    add("--method", required=True, choices=METHODS, help="see above")
    add_model_options(parser, "tiny-base")
    add_run_options(parser)
    add_sampling_options(parser)
    add("--num-samples", type=whole_number(1), help="samples a problem, at most (10)")
    add("--from-run", type=Path, help="the folder of a finished run whose samples are used again")
    level = "adaptive: stop at this probability that the leader is ahead (default: when nobody can catch up)"
    add("--level", type=decimal_number(0.5, 1), help=level)
    add("--round", type=whole_number(1), help="adaptive: samples a problem between two looks (1)")
    add("--weight", choices=WEIGHTS, help="weighted: what a sample weighs (logprob)")
    add("--budget", type=whole_number(1), help="budget: tokens of a thought at most; the answer comes after it")
    add("--refuse", type=whole_number(0), help="budget: how often the end of a thought is refused (0)")
    add("--alpha", type=decimal_number(1), help="power: 1 is the model's own distribution (4)")
    add("--steps", type=whole_number(0), help="power: proposals a text (10)")
    defaults = {a.dest: a.default for a in parser._actions if a.dest not in ("help", "method")}
    parser.set_defaults(**dict.fromkeys(defaults))
    return parser, defaults | {name: value for name, (_, value) in OWN.items()}


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser, defaults = make_parser()
    args = parser.parse_args(arguments)
    given = [name for name in defaults if getattr(args, name) is not None]
    if reason := contradiction(args, given):
        parser.error(reason)
    for name, value in defaults.items():
        if name not in given:
            setattr(args, name, value)
    if args.method == "cot" and "prompt_suffix" not in given:
        args.prompt_suffix = COT_SUFFIX
    if args.method in ("greedy", "cot") or (args.method == "budget" and "temperature" not in given):
        args.temperature = 0.0
    if args.from_run is not None:
        args.model = args.model if "model" in given else None
        args.out = args.out or Path(f"{args.from_run}-{args.method}")
    args.out = args.out or default_folder(f"scale-{args.method}", args.model, args.dataset)
    return args


def contradiction(args: argparse.Namespace, given: Sequence[str]) -> str | None:
    """Why the options that were given make no sense together; None if they do."""
    for name in given:
        methods = OWN.get(name, (METHODS, None))[0]
        if args.method not in methods:
            return f"{flag(name)} does nothing with --method {args.method}: it belongs to {', '.join(methods)}"
        if args.from_run is not None and name in SETTLED:
            return f"{flag(name)} cannot be chosen with --from-run: the samples are there"
        reads = args.method == "weighted" and args.weight in SUMMARIES
        if args.from_run is not None and name in READING and not reads:
            return f"{flag(name)} does nothing here: with --from-run no model is needed for this"
    if args.temperature == 0 and args.method in VOTES:
        return f"--method {args.method} needs a --temperature above 0: greedy samples are all alike"
    if args.method == "cot" and args.prompt_suffix == "":
        return "--method cot asks for steps: without a --prompt-suffix it is --method greedy"
    if args.method == "budget" and args.budget is None:
        return "--method budget needs a --budget"
    return None


def prepare(args: argparse.Namespace) -> Setup | Source:
    """Find and check everything before the first token is written.

    Raises:
        ValueError: see :func:`shared.evaluation.commands.prepare_run` and
            :func:`shared.evaluation.commands.source_run`; the rule or the sampling options are out of range;
            or the model is not the one that wrote the samples.
    """
    sampling_params(args)
    stopping_rule(args.num_samples, args.level)
    if args.from_run is None:
        return prepare_run(args)
    evaluation, config = source_run(args)
    if config["params"]["temperature"] == 0 and args.num_samples > 1:
        raise RunError(f"{args.from_run} was decoded greedily: its samples are all alike")
    if args.method != "weighted" or args.weight not in SUMMARIES:
        return Source(evaluation, config, None)
    model, tokenizer = load_model(args)
    if fingerprint(model) != config["model"]:
        raise RunError(
            f"{args.model} has other weights than the model that wrote the samples: name that one with "
            "--model, and its --dtype"
        )
    return Source(evaluation, config, Setup(model, tokenizer, []))


def run(setup: Setup | Source, args: argparse.Namespace) -> Evaluation:
    """Make the run.

    Raises:
        RunError, EvaluationInterrupted, ValueError: see :func:`shared.evaluation.loop.evaluate_method`.
    """
    if isinstance(setup, Source):
        return use_again(setup, args, {"source": setup.config})
    if args.method in ("greedy", "cot", "self-consistency"):
        count, select = (args.num_samples, select_majority) if args.method in VOTES else (1, first_response)
        return write_responses(setup, args, args.out, count, select)
    if args.method == "weighted":
        # The samples are a run of their own: they can serve other methods, too.
        samples = args.out.with_name(f"{args.out.name}-samples")
        source = Source(write_responses(setup, args, samples, args.num_samples, select_majority), {}, setup)
        _, config = load_samples(samples, args.num_samples)
        return use_again(source, args, {"source": config})
    return with_method(setup, args)


def use_again(source: Source, args: argparse.Namespace, config: dict[str, Any]) -> Evaluation:
    """A method's run from samples that are there."""
    config = config | {"method": args.method, "num_samples": args.num_samples}
    transform: Callable[[Record], Record]
    if args.method == "self-consistency":
        transform = partial(first_votes, num_samples=args.num_samples)
    elif args.method == "adaptive":
        stop = stopping_rule(args.num_samples, args.level)
        transform = partial(stopped_early, stop=stop, num_samples=args.num_samples, round_size=args.round)
        config |= {"level": args.level, "round": args.round}
    else:
        weigh = by_logprob
        if args.weight in SUMMARIES:
            model = source.model
            weigh = weigh_by(args.weight, model.model, model.tokenizer, args.batch_size)
        transform = partial(weighed, weigh=weigh, num_samples=args.num_samples)
        config |= {"weight": args.weight}
    notes = run_notes(args) | ({} if args.from_run is None else {"from_run": str(args.from_run)})
    return derive(source.evaluation, transform, config, out=args.out, notes=notes, progress=args.method)


def with_method(setup: Setup, args: argparse.Namespace) -> Evaluation:
    """The methods that are more than samples and a choice among them."""
    model, tokenizer, params = setup.model, setup.tokenizer, sampling_params(args)
    prompt_of = make_prompts(model, tokenizer, setup.problems, args.prompt_suffix, args.template)

    def within_budget(chunk: list[Problem], seeds: list[int]) -> list[Attempt]:
        prompts = [prompt_of[p.unique_id] for p in chunk]
        options = {"refuse": args.refuse, "max_answer_tokens": args.max_new_tokens, "params": params}
        options |= {"seeds": seeds, "batch_size": args.batch_size}
        thoughts = think_within(model, tokenizer, prompts, budget=args.budget, **options)
        # What was put there for the model counts as written: it had to read it all the same.
        return [Attempt(prompt, [t.response]) for prompt, t in zip(prompts, thoughts, strict=True)]

    def sharpened(chunk: list[Problem], seeds: list[int]) -> list[Attempt]:
        prompts = [prompt_of[p.unique_id] for p in chunk]
        options = {"alpha": args.alpha, "steps": args.steps, "max_new_tokens": args.max_new_tokens}
        found = power_sample(model, tokenizer, prompts, **options, seeds=seeds, batch_size=args.batch_size)
        return [
            Attempt(prompt, [f.response], f.tokens - f.response.num_tokens)
            for prompt, f in zip(prompts, found, strict=True)
        ]

    if args.method == "adaptive":
        method = draw_adaptively(
            Engine(model, tokenizer, max_batch_size=args.batch_size, compile=args.compile),
            prompt_of,
            stop=stopping_rule(args.num_samples, args.level),
            num_samples=args.num_samples,
            params=params,
            max_new_tokens=args.max_new_tokens,
            round_size=args.round,
            fallback=args.fallback,
        )
        own = {name: getattr(args, name) for name in ("num_samples", "level", "round")}
        own["params"] = asdict(params)
    elif args.method == "budget":
        method, own = within_budget, {"budget": args.budget, "refuse": args.refuse, "params": asdict(params)}
    else:
        method, own = sharpened, {"alpha": args.alpha, "steps": args.steps}
    config = prompt_config(model, tokenizer, args.prompt_suffix, args.template)
    return evaluate_method(
        method,
        setup.problems,
        {"method": args.method, **config, "max_new_tokens": args.max_new_tokens, **own},
        select=select_majority,
        fallback=args.fallback,
        chunk_size=2 * args.batch_size,
        seed=args.seed,
        out=args.out,
        notes=run_notes(args),
        progress=args.model,
    )


def report(evaluation: Evaluation, args: argparse.Namespace, console: Console) -> None:
    """The tables, and what it cost."""
    for table in run_tables(evaluation, f"{args.method}: {args.model} on {args.dataset}"):
        console.print(table)
    drawn = sum(len(r.samples) for r in evaluation.records) / evaluation.n
    samples = f", {drawn:.1f} samples" if args.method in VOTES else ""
    print(f"Cost: {evaluation.mean_tokens:.1f} tokens a problem{samples}.")
    warn_if_cut_off(evaluation, args)


def main() -> int:
    """Make the run; 0 when done, 130 after Ctrl-C, 2 when something has to be put right first."""
    return make_run(parse_args(), prepare, run, report)


if __name__ == "__main__":
    accept_any_text()
    run_script(main)
