"""Make tiny-reasoning: tiny-base learns from tiny-teacher to think first and answer then.

    python ch08/make_tiny_reasoning.py

Two stages, as in DeepSeek-R1's recipe for small models with reinforcement learning added at the end: the
teacher's correct solutions become thoughts in the chat format, and the student imitates them; then GRPO
rewards right answers. A stopped run goes on where it was when the command is given again. The finished
checkpoint lies in ``<out>/checkpoint``.
"""

from __future__ import annotations

import argparse
import time
from itertools import islice
from pathlib import Path

from shared.distillation.examples import build_examples, thinking_template
from shared.distillation.traces import Trace, load_traces, make_traces, save_traces
from shared.distillation.training import distill
from shared.model import checkpoints
from shared.model.fingerprint import fingerprint
from shared.model.prompts import COT_SUFFIX
from shared.model.tokenizer import TURN_END, Tokenizer
from shared.problems import problem_stream
from shared.rl.config import GRPOConfig
from shared.rl.trainer import train_grpo
from shared.tools import files
from shared.tools.commands import run_script
from shared.tools.environment import describe_environment
from shared.tools.settings import made_with, remember_settings
from shared.training.config import TrainingConfig

import torch

SEED = 3
MAX_NEW_TOKENS = 200


def chat_tokenizer(plain: Tokenizer) -> Tokenizer:
    """The same vocabulary, but a text ends where a turn of the conversation ends."""
    return Tokenizer(plain.backend, (plain.token_id(TURN_END), *plain.eos_token_ids), plain.pad_token_id)


def teacher_traces(args: argparse.Namespace) -> list[Trace]:
    """The teacher's correct solutions; a resume reads them from the run's folder."""
    path = args.out / "traces.jsonl"
    teacher, tokenizer = checkpoints.load(args.teacher)
    settings = {"teacher": fingerprint(teacher), "problems": args.problems, "seed": SEED}
    if not made_with(path, settings):
        traces = make_traces(
            teacher,
            tokenizer,
            list(islice(problem_stream("train", SEED), args.problems)),
            max_new_tokens=MAX_NEW_TOKENS,
            suffix=COT_SUFFIX,
            batch_size=256,
            progress="the teacher writes",
        )
        save_traces(path, traces)
        remember_settings(path, settings)
    return load_traces(path)


def main() -> None:
    """Parse the command line, make the traces, distill, reinforce, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("runs/tiny-reasoning"))
    parser.add_argument("--base", default="tiny-base", help="name or folder of the student")
    parser.add_argument("--teacher", default="tiny-teacher", help="name or folder of the teacher")
    parser.add_argument("--problems", type=int, default=40_000, help="questions to the teacher")
    parser.add_argument("--epochs", type=float, default=2.0, help="passes over the correct traces")
    parser.add_argument("--learning-rate", type=float, default=3e-3)
    parser.add_argument("--grpo-steps", type=int, default=40, help="0 leaves the second stage out")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0 leaves the choice to torch")
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    started = time.time()
    model, plain = checkpoints.load(args.base)
    tokenizer = chat_tokenizer(plain)

    traces = teacher_traces(args)
    template = thinking_template(tokenizer, box_in_thought=False)
    examples = build_examples(traces, tokenizer, template)
    held_out, examples = examples[:200], examples[200:]
    batch_size = 32
    steps = int(args.epochs * len(examples) / batch_size)
    config = TrainingConfig(
        learning_rate=args.learning_rate, total_steps=steps, warmup_steps=50, seed=SEED, weight_decay=0.1,
        optimizer="muon", log_every=10, checkpoint_every=200,
    )  # fmt: skip
    distill(
        model,
        tokenizer,
        examples,
        config,
        args.out / "distillation",
        batch_size=batch_size,
        validation=held_out,
        validate_every=200,
        progress=f"distillation from {len(examples)} traces",
    )
    logs = [args.out / "distillation" / "metrics.jsonl"]
    if args.grpo_steps:
        reinforced = GRPOConfig(
            steps=args.grpo_steps,
            learning_rate=1e-4,
            max_new_tokens=MAX_NEW_TOKENS,
            seed=SEED,
            checkpoint_every=10,
        )
        train_grpo(
            model,
            tokenizer,
            problem_stream("train", SEED + 1),
            reinforced,
            out=args.out / "grpo",
            stream_name=f"train, seed {SEED + 1}",
            progress="GRPO",
        )
        logs.append(args.out / "grpo" / "metrics.jsonl")

    folder = args.out / "checkpoint"
    checkpoints.save(folder, model.eval(), tokenizer, torch.bfloat16)  # as the official ones are stored
    files.write_text(folder / "metrics.jsonl", "".join(log.read_text(encoding="utf-8") for log in logs))
    recipe = {
        "command": "python ch08/make_tiny_reasoning.py",
        **{k: v for k, v in vars(args).items() if k not in ("out", "threads")},
        "seed": SEED,
        "traces": len(traces),
        "distillation_steps": steps,
        "seconds_this_call": round(time.time() - started),
        "environment": describe_environment(),
    }
    files.write_json(folder / "recipe.json", recipe)
    print(f"saved to {folder}; copy it to shared/models/tiny-reasoning to ship it")


if __name__ == "__main__":
    run_script(main)
