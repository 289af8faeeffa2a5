r"""Train a scorer: a small head that tells right answers from wrong ones by what the model knows at their end.

    python ch05/train_scorer.py --problems 300 --out runs/head.safetensors
    python ch05/train_scorer.py --problems 300 --no-confidence --out runs/blind.safetensors
    python ch05/train_scorer.py --from-run runs/lessons --width 64 --out runs/head64.safetensors

Without --from-run the model answers generated training problems, several times each (the run OUT-lessons, which
--resume goes on with), and the verifier grades them. --from-run takes a finished run with several samples a
problem: of *training* problems, or the figures of every later test are worth nothing. A fifth of the problems
is held out; for these the script prints how well the head tells right from wrong, over all answers and within
a problem. Then: python ch05/best_of_n.py --score learned --head runs/head.safetensors
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from shared.evaluation.commands import checked
from shared.evaluation.derived import load_samples
from shared.evaluation.loop import EvaluationInterrupted, evaluate
from shared.evaluation.records import Evaluation, Record
from shared.evaluation.runs import RunError, is_run
from shared.evaluation.scores import auroc, auroc_within
from shared.inference.chat import accept_any_text
from shared.inference.options import add_model_options, add_sampling_options, load_model, sampling_params
from shared.inference.sampling import SamplingParams
from shared.model.fingerprint import fingerprint
from shared.model.prompts import COT_SUFFIX
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.problems import sample_problems
from shared.reasoning.reward_model import fit_head, read_steps, save_head, step_values
from shared.tools.commands import Parser, run_script, whole_number

import torch
from torch import Tensor
from tqdm import tqdm

HELD_OUT = 5  # every fifth problem


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    add = parser.add_argument
    add("--out", type=Path, default=Path("runs/head.safetensors"), help="the head (runs/head.safetensors)")
    add("--from-run", type=Path, help="a finished run of training problems with several samples each")
    add("--problems", type=whole_number(2 * HELD_OUT), default=600, help="training problems to generate (600)")
    add("--num-samples", type=whole_number(2), default=8, help="answers a problem (8)")
    add("--max-new-tokens", type=whole_number(1), default=256, help="tokens an answer at most (256)")
    add("--batch-size", type=whole_number(1), default=64, help="answers written together (64)")
    add("--resume", action="store_true", help="go on with the run OUT-lessons, if there is one")
    add("--confidence", action=argparse.BooleanOptionalAction, default=True, help="see log-probabilities (yes)")
    add("--width", type=whole_number(0), default=32, help="units between features and score; 0: linear (32)")
    add("--epochs", type=whole_number(1), default=20, help="passes over the answers (20)")
    add_model_options(parser, "tiny-base")
    add_sampling_options(parser, SamplingParams(temperature=0.9))
    args = parser.parse_args(arguments)
    if args.temperature == 0:
        parser.error("a scorer needs answers that differ: give a --temperature above 0")
    return args


def answers(model: Qwen3, tokenizer: Tokenizer, args: argparse.Namespace) -> Evaluation:
    """The graded answers: those of a run that is there, or new ones.

    Raises:
        RunError, EvaluationInterrupted, ValueError: see :mod:`shared.evaluation.derived` and
            :func:`shared.evaluation.loop.evaluate`; or another model wrote the run's answers.
    """
    if args.from_run is not None:
        run, config = load_samples(args.from_run, 2)
        if config["model"] != fingerprint(model):
            raise RunError(
                f"{args.from_run} was written by another model than {args.model}: name it with --model"
            )
        return run
    out = args.out.with_name(f"{args.out.stem}-lessons")
    if is_run(out) and not args.resume:
        raise RunError(f"{out} holds a run already: add --resume to use it, or choose another --out")
    return evaluate(
        model,
        tokenizer,
        sample_problems("train", args.problems, args.seed),
        suffix=COT_SUFFIX,
        num_samples=args.num_samples,
        params=sampling_params(args),
        max_new_tokens=args.max_new_tokens,
        batch_size=args.batch_size,
        seed=args.seed,
        out=out,
        notes={"model": args.model, "dataset": f"{args.problems} generated training problems"},
        progress="lessons",
    )


def read(model: Qwen3, tokenizer: Tokenizer, records: Sequence[Record]) -> list[tuple[Tensor, list[bool]]]:
    """For each problem the features at the end of each answer, ``(answers, …)``, and the verdicts."""
    found = []
    for record in tqdm(records, desc="reading", unit="problem"):
        samples = [s for s in record.samples if s.text]
        if samples:
            steps = read_steps(model, tokenizer, record.prompt, [s.text for s in samples])
            found.append((torch.stack([own[-1] for own in steps]), [s.correct for s in samples]))
    return found


def train(args: argparse.Namespace) -> None:
    """Answers, features, head, file, figures.

    Raises:
        ValueError: see :func:`answers` and :func:`shared.reasoning.reward_model.fit_head`.
    """
    model, tokenizer = load_model(args)
    each = read(model, tokenizer, answers(model, tokenizer, args).records)
    taught = [pair for i, pair in enumerate(each) if i % HELD_OUT]
    held_out = each[::HELD_OUT]
    features = torch.cat([own for own, _ in taught])
    verdicts = torch.tensor([float(right) for _, rights in taught for right in rights])
    options = {"confidence": args.confidence, "width": args.width, "epochs": args.epochs, "seed": args.seed}
    head = fit_head(features, verdicts, **options, progress="training")
    save_head(args.out, head, model)
    values = [step_values(head, own) for own, _ in held_out]
    rights = [own for _, own in held_out]
    print(
        f"{len(verdicts):,} answers to {len(taught)} problems, {verdicts.mean():.1%} right; held out: ", end=""
    )
    print(f"{sum(map(len, rights)):,} answers to {len(rights)} problems.")
    try:
        over_all = auroc([v for own in values for v in own], [r for own in rights for r in own])
        print(f"AUROC over all answers {over_all:.3f}, within a problem {auroc_within(values, rights):.3f}.")
    except ValueError as error:  # the head is there; what it is worth, so few answers do not say
        print(f"No AUROC: {error}. More --problems would tell.")
    print(f"The head: {args.out}")


def main() -> int:
    """Train; 0 when done, 130 after Ctrl-C, 2 when something has to be put right first."""
    args = parse_args()

    def work() -> int:
        try:
            train(args)
        except EvaluationInterrupted as interrupt:
            print(f"\nStopped after {interrupt.evaluation.n} problems; the same command with --resume goes on.")
            return 130
        return 0

    return checked(work)


if __name__ == "__main__":
    accept_any_text()
    run_script(main)
