"""Measure the shipped models on the shipped test set: the numbers in the README.

    python ch03/measure_tiny_models.py

Greedy decoding without and with the request for steps; for tiny-base also ten samples a problem. Each
model's numbers are written to ``evaluation.json`` beside its weights.
"""

from __future__ import annotations

import argparse

from shared.evaluation.datasets import load_dataset
from shared.evaluation.loop import evaluate, first_response
from shared.evaluation.records import Evaluation, rescore
from shared.inference.sampling import GREEDY, SamplingParams
from shared.model import checkpoints
from shared.model.prompts import COT_SUFFIX
from shared.reasoning.selection import select_best, select_majority
from shared.tools import files
from shared.tools.commands import run_script

import torch
from rich.console import Console
from rich.table import Table

NAMES = ("tiny-base", "tiny-teacher", "tiny-reasoning")
NUM_SAMPLES = 10
SAMPLED = SamplingParams(temperature=0.9)  # as in ch01/tour.py


def measure(name: str, limit: int | None) -> dict[str, Evaluation]:
    """All measurements of one model, by label."""
    model, tokenizer = checkpoints.load(name)
    problems = load_dataset("tiny-test", limit=limit)

    def run(label: str, suffix: str, params: SamplingParams = GREEDY, num_samples: int = 1) -> Evaluation:
        return evaluate(
            model,
            tokenizer,
            problems,
            suffix=suffix,
            params=params,
            num_samples=num_samples,
            max_new_tokens=200,
            batch_size=128,
            progress=f"{name}, {label}",
        )

    results = {"no_hint": run("greedy, no hint", ""), "hint": run("greedy, hint", COT_SUFFIX)}
    if name == "tiny-base":
        sampled = run(f"{NUM_SAMPLES} samples", COT_SUFFIX, SAMPLED, NUM_SAMPLES)
        results["one_sample"] = rescore(sampled, first_response, num_samples=1)
        results[f"majority_of_{NUM_SAMPLES}"] = rescore(sampled, select_majority)
        results[f"best_of_{NUM_SAMPLES}"] = rescore(sampled, select_best)
    return results


def main() -> None:
    """Parse the command line, measure, print the table, write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=NAMES, help="models to measure (default: all three)")
    parser.add_argument("--limit", type=int, help="the first so many problems; nothing is written then")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0 leaves the choice to torch")
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    table = Table("model", "method", "accuracy", "95 % interval", "n", "any right", "levels 1 to 5", "tokens")
    for name in args.names:
        results = measure(name, args.limit)
        for label, e in results.items():
            low, high = e.ci95
            levels = " ".join(f"{part.accuracy:.0%}" for part in e.by_level().values())
            cells = (f"{e.accuracy:.1%}", f"{low:.1%} to {high:.1%}", str(e.n), f"{e.any_correct:.1%}")
            table.add_row(name, label, *cells, levels, f"{e.mean_tokens:.1f}")
        if args.limit is None:
            summary = {label: e.to_dict() for label, e in results.items()}
            files.write_json(checkpoints.MODELS / name / "evaluation.json", summary)
    Console(width=120).print(table)


if __name__ == "__main__":
    run_script(main)
