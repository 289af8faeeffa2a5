"""Pre-train the course's tiny models on generated problems, from nothing.

    python ch02/pretrain_tiny.py tiny-base
    python ch02/pretrain_tiny.py tiny-teacher

Everything is in the recipes below: sizes, text, steps, seed. A run that is stopped goes on where it was when
the same command is given again, and ends with the same weights. The finished checkpoint, its metrics log and
its recipe (with time and hardware) lie in ``<out>/<model>/checkpoint``.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from shared.inference.engine import generate
from shared.inference.sampling import SamplingParams
from shared.model import checkpoints
from shared.model.fingerprint import fingerprint
from shared.model.prompts import COT_SUFFIX, render_prompt
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer, train_tokenizer
from shared.problems import sample_problems
from shared.tools import files
from shared.tools.commands import run_script
from shared.tools.environment import describe_environment
from shared.tools.seeds import mix_seed
from shared.tools.settings import made_with, remember_settings
from shared.training.config import TrainingConfig
from shared.training.pretraining import (
    Mix,
    documents,
    encode_documents,
    pack,
    pretrain,
    tiny_config,
    tokenizer_texts,
    usable_drafts,
)

import torch

VOCAB_SIZE = 1024
ROW_LENGTH = 257  # 256 predictions a row
BATCH_SIZE = 16  # rows a step: 4,096 tokens
NUM_DRAFTS = 12_000


@dataclass(frozen=True)
class Phase:
    """A stretch of training with one mix and one schedule."""

    mix: Mix
    steps: int
    learning_rate: float
    schedule: str
    optimizer: str = "adamw"
    answers_only: bool = False  # learn the answers, only read the questions


@dataclass(frozen=True)
class Recipe:
    """All that makes a tiny model."""

    hidden_size: int
    num_hidden_layers: int
    intermediate_size: int
    phases: tuple[Phase, ...]
    seed: int


RECIPES = {
    # Mostly direct answers. The second phase adds reviews of drafts that the model of the first one wrote:
    # mistakes of its own kind, carried through to the end.
    "tiny-base": Recipe(
        hidden_size=192,
        num_hidden_layers=4,
        intermediate_size=512,
        phases=(
            Phase(Mix(direct=0.5, worked=0.15, hinted=0.35), 2200, 4e-3, "constant"),
            Phase(Mix(direct=0.4, worked=0.08, hinted=0.34, reviewed=0.18), 1300, 4e-3, "linear"),
        ),
        seed=1,
    ),
    # Always works problems out: something to learn from. It has to reckon well and need not write questions.
    "tiny-teacher": Recipe(
        hidden_size=256,
        num_hidden_layers=6,
        intermediate_size=512,
        phases=(
            Phase(
                Mix(direct=0.0, worked=0.3, hinted=0.7),
                2400,
                5e-3,
                "linear",
                optimizer="muon",
                answers_only=True,
            ),
        ),
        seed=2,
    ),
}


def training_rows(phase: Phase, seed: int, tokenizer: Tokenizer, drafts: list | None) -> torch.Tensor:
    """Every row of a phase, each read once."""
    texts = documents(phase.mix, seed, drafts)
    token_lists = encode_documents(texts, tokenizer, answers_only=phase.answers_only)
    return pack(token_lists, ROW_LENGTH, phase.steps * BATCH_SIZE, tokenizer.pad_token_id)


def make_drafts(model: Qwen3, tokenizer: Tokenizer, seed: int, path: Path) -> list:
    """Worked solutions sampled from ``model`` at temperature 0.8; a resume reads them from ``path``."""
    problems = sample_problems("train", NUM_DRAFTS, seed)
    settings = {"count": NUM_DRAFTS, "seed": seed, "model": fingerprint(model)}
    if made_with(path, settings):
        responses = [line["response"] for line in files.read_jsonl(path)]
    else:
        prompts = [render_prompt(p.problem, COT_SUFFIX) for p in problems]
        sampled = generate(
            model,
            tokenizer,
            prompts,
            max_new_tokens=160,
            params=SamplingParams(temperature=0.8),
            seed=seed,
            batch_size=256,
            progress="drafts",
        )
        responses = [samples[0].text for samples in sampled]
        files.write_text(path, "".join(files.json_line({"response": r}) for r in responses))
        remember_settings(path, settings)
    return usable_drafts(problems, responses)


def compiled(model: Qwen3) -> torch.nn.Module | None:
    """A compiled form of the model, a fifth faster; None where this machine has no compiler."""
    try:
        forward = torch.compile(model)
        forward(torch.zeros(BATCH_SIZE, ROW_LENGTH - 1, dtype=torch.long)).sum().backward()
    except Exception as error:  # any of a dozen toolchain errors; training goes on without
        print(f"not compiled ({type(error).__name__}); training in eager mode")
        return None
    model.zero_grad(set_to_none=True)
    return forward


def main() -> None:
    """Parse the command line and run the recipe's phases."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=RECIPES)
    parser.add_argument("--out", type=Path, default=Path("runs/pretrain"), help="folder of the runs")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0 leaves the choice to torch")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the steps, for a trial")
    parser.add_argument("--no-compile", action="store_true", help="do not use torch.compile")
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    recipe, out = RECIPES[args.model], args.out / args.model
    started = time.time()
    tokenizer = train_tokenizer(tokenizer_texts(20_000, seed=0), VOCAB_SIZE)
    torch.manual_seed(mix_seed(recipe.seed, "weights"))
    model = Qwen3(
        tiny_config(
            tokenizer.vocab_size, recipe.hidden_size, recipe.num_hidden_layers, recipe.intermediate_size
        )
    )
    forward = None if args.no_compile else compiled(model)
    drafts, history = None, []
    for number, phase in enumerate(recipe.phases, start=1):
        steps = max(2, round(phase.steps * args.scale))
        phase = replace(phase, steps=steps)
        seed = recipe.seed * 100 + number
        if phase.mix.reviewed:
            drafts = make_drafts(model.eval(), tokenizer, seed, out / "drafts.jsonl")
            print(f"{len(drafts)} drafts to review")
        rows = training_rows(phase, seed, tokenizer, drafts)
        config = TrainingConfig(
            learning_rate=phase.learning_rate,
            total_steps=steps,
            warmup_steps=min(100, steps // 10),
            schedule=phase.schedule,
            weight_decay=0.1,
            optimizer=phase.optimizer,
            seed=seed,
            log_every=10,
            checkpoint_every=200,
        )
        history += pretrain(
            model,
            rows,
            config,
            batch_size=BATCH_SIZE,
            pad_token_id=tokenizer.pad_token_id,
            end_token_id=tokenizer.eos_token_ids[0],
            out=out / f"phase{number}",
            identity={"mix": asdict(phase.mix), "answers_only": phase.answers_only},
            progress=f"{args.model}, phase {number}",
            forward=forward,
        )
    folder = out / "checkpoint"
    checkpoints.save(folder, model.eval(), tokenizer, torch.bfloat16)  # as the official ones are stored
    logs = (out / f"phase{n}" / "metrics.jsonl" for n in range(1, len(recipe.phases) + 1))
    files.write_text(folder / "metrics.jsonl", "".join(log.read_text(encoding="utf-8") for log in logs))
    files.write_json(
        folder / "recipe.json",
        {
            "command": f"python ch02/pretrain_tiny.py {args.model}",
            **asdict(recipe),
            "scale": args.scale,
            "parameters": sum(p.numel() for p in model.parameters()),
            "tokens": sum(phase.steps for phase in recipe.phases) * BATCH_SIZE * (ROW_LENGTH - 1),
            "seconds_training": round(sum(line["seconds"] for line in history) * config.log_every),
            "seconds_this_call": round(time.time() - started),
            "environment": describe_environment(),
        },
    )
    print(f"saved to {folder}; copy it to shared/models/{args.model} to ship it")


if __name__ == "__main__":
    run_script(main)
