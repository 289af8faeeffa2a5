r"""Reinforcement learning with verifiable rewards: a model learns from problems whose answers can be checked.

    python ch06/train_grpo.py --steps 60 --out runs/grpo
    python ch06/train_grpo.py --preset dapo --steps 100 --max-new-tokens 200 --out runs/dapo
    python ch06/train_grpo.py --num-updates 2 --clip-high 0.28 --kl k2 --kl-factor 0.01 --out runs/clipped
    python ch06/train_grpo.py --model smollm2-135m --level 1 --learning-rate 2e-5 --out runs/smol
    python ch06/train_grpo.py --model Qwen/Qwen3-0.6B-Base --problems gsm8k-train --device cuda --steps 200 \
        --learning-rate 1e-6 --max-new-tokens 512 --recompute --out runs/qwen

A run is a folder: run.json, a line of metrics.jsonl for each step, the checkpoint, and at the end model/ (and
model-best/, the weights of the best evaluation). Ctrl-C and a kill lose nothing: the same command with
--resume goes on and ends with the same weights. ch06/plot_run.py draws it, also while it runs.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from shared.evaluation import evaluate
from shared.evaluation.commands import checked, command_to_resume
from shared.evaluation.datasets import load_dataset
from shared.inference.chat import accept_any_text
from shared.inference.options import add_model_options
from shared.model import checkpoints
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.problems import problem_stream, sample_problems
from shared.rl.algorithm import CHOICES, Algorithm
from shared.rl.config import GRPOConfig
from shared.rl.presets import PRESETS
from shared.rl.trainer import train_grpo
from shared.tools.commands import Parser, run_script, whole_number
from shared.tools.flags import add_flags, given
from shared.training.config import Metrics, TrainingError
from shared.training.runs import CHECKPOINT_FILE, RUN_FILE, load_best

import torch

DEFAULTS = {"steps": 60, "learning_rate": 2e-4, "max_new_tokens": 160}  # those of a tiny model


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    add = parser.add_argument
    add_model_options(parser, "tiny-base")
    add(
        "--problems",
        default="train",
        help="train (generated, without end), a data set, or a .json file (train)",
    )
    add("--level", type=whole_number(1), choices=range(1, 6), help="of the generated problems (all)")
    add("--preset", choices=PRESETS, help="a published algorithm; options below change it")
    add(
        "--evaluate-every",
        type=whole_number(0),
        default=20,
        help="steps between evaluations; 0: only at the end (20)",
    )
    add("--evaluate-on", type=whole_number(1), default=100, help="held-out problems (100)")
    add("--report", choices=["tensorboard"], help="write the metrics for another program as well")
    add("--out", type=Path, help="folder of the run (runs/grpo and the model's name)")
    add("--resume", action="store_true", help="go on with the run in the folder, if there is one")
    add_flags(parser, GRPOConfig, leave_out=("algorithm",))
    add_flags(parser, Algorithm, choices=CHOICES)
    args = parser.parse_args(arguments)
    if args.level and args.problems != "train":
        parser.error("--level is of generated problems: --problems train")
    if args.dtype:
        parser.error("--dtype: weights that learn stay in float32; for the arithmetic there is --bfloat16")
    args.out = args.out or Path("runs") / f"grpo-{Path(args.model).name}"
    return args


def config_of(args: argparse.Namespace) -> GRPOConfig:
    """The run that the options describe.

    Raises:
        ValueError: a value is out of range, or two make no sense together.
    """
    algorithm = replace(PRESETS.get(args.preset, Algorithm()), **given(args, Algorithm))
    return GRPOConfig(**{**DEFAULTS, **given(args, GRPOConfig), "algorithm": algorithm})


def source_of(args: argparse.Namespace, seed: int) -> tuple[Any, str | None]:
    """The problems, and what a stream of them is called."""
    if args.problems != "train":
        return load_dataset(args.problems), None
    level = f", level {args.level}" if args.level else ""
    return problem_stream("train", seed, args.level), f"train, seed {seed}{level}"


def held_out(
    model: Qwen3, tokenizer: Tokenizer, args: argparse.Namespace, config: GRPOConfig
) -> Callable[[], Metrics]:
    """An evaluation on problems that the run does not learn from: greedy, in the prompts of the run."""
    if args.level:
        stream = problem_stream("validation", 0, args.level)
        problems = [next(stream) for _ in range(args.evaluate_on)]
    else:
        problems = sample_problems("validation", args.evaluate_on, 0)

    def measure() -> Metrics:
        model.eval()
        found = evaluate(
            model,
            tokenizer,
            problems,
            suffix=config.suffix,
            max_new_tokens=config.max_new_tokens,
            batch_size=config.generation_batch_size,
        )
        return {"accuracy": found.accuracy, "accuracy_tokens": found.mean_tokens}

    return measure


def reporter(args: argparse.Namespace) -> Callable[[int, Metrics], None] | None:
    """What writes each step's metrics for another program.

    Raises:
        ValueError: that program is not installed.
    """
    if args.report is None:
        return None
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError as error:
        raise ValueError("--report tensorboard needs another package: pip install tensorboard") from error
    writer = SummaryWriter(str(args.out / "tensorboard"))

    def write(step: int, metrics: Metrics) -> None:
        for name, value in metrics.items():
            writer.add_scalar(name, value, step)
        writer.flush()

    return write


def train(args: argparse.Namespace) -> None:
    """The run, from the first check to the saved model.

    Raises:
        ValueError: see :func:`config_of`, :func:`reporter` and :func:`shared.rl.trainer.train_grpo`.
        KeyboardInterrupt: Ctrl-C, or a kill; the last finished step is saved.
    """
    config = config_of(args)
    if not args.resume and any((args.out / name).exists() for name in (RUN_FILE, CHECKPOINT_FILE)):
        raise ValueError(
            f"{args.out} holds a run already: add --resume to go on with it, or choose another --out"
        )
    report = reporter(args)
    if args.threads:
        torch.set_num_threads(args.threads)
    model, tokenizer = checkpoints.load(args.model, args.device, torch.float32)  # see make_optimizers
    problems, name = source_of(args, config.seed)
    try:
        history = train_grpo(
            model,
            tokenizer,
            problems,
            config,
            out=args.out,
            stream_name=name,
            evaluate=held_out(model, tokenizer, args, config),
            evaluate_every=args.evaluate_every,
            best="accuracy",
            progress=str(args.out),
            on_step=report,
        )
    except TrainingError as error:
        raise ValueError(str(error)) from error
    checkpoints.save(args.out / "model", model.eval(), tokenizer)
    step = load_best(args.out, model)
    checkpoints.save(args.out / "model-best", model.eval(), tokenizer)
    first, last = history[0], history[-1]
    print(f"reward {first['reward']:.3f} in step 1, {last['reward']:.3f} in step {last['step']}; ", end="")
    print(f"{last['accuracy']:.1%} of {args.evaluate_on} held-out problems, best after step {step}.")
    print(f"The models: {args.out / 'model'}, {args.out / 'model-best'}")


def main() -> int:
    """Train; 0 when done, 130 after Ctrl-C, 2 when something has to be put right first."""
    args = parse_args()

    def work() -> int:
        try:
            train(args)
        except KeyboardInterrupt:
            print(f"\nStopped; the last finished step is in {args.out}. To go on:\n  {command_to_resume()}")
            return 130
        return 0

    return checked(work)


if __name__ == "__main__":
    accept_any_text()
    run_script(main)
