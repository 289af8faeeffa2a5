"""From a base model to a reasoning model on a laptop: the whole course in one command.

    python ch01/tour.py              about five minutes on two CPU cores
    python ch01/tour.py --quick      the same stages, much shorter, to see that all works

Stage by stage, a small base model is evaluated, prompted, sampled and voted, refined, trained with
reinforcement learning, and distilled from a teacher. The numbers are measured on problems that none of the
models was trained on. ``tour.json`` and ``tour.png`` in the output folder grow with every stage, so Ctrl-C
leaves what was measured so far.
"""

from __future__ import annotations

import argparse
import copy
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from shared.distillation.examples import build_examples
from shared.distillation.traces import make_traces
from shared.distillation.training import distill
from shared.evaluation.comparison import compare
from shared.evaluation.datasets import load_dataset
from shared.evaluation.loop import Attempt, evaluate, evaluate_method
from shared.evaluation.records import Evaluation, rescore
from shared.inference.generation import stream
from shared.inference.sampling import GREEDY, SamplingParams
from shared.model import checkpoints
from shared.model.checkpoints import CheckpointError
from shared.model.prompts import COT_SUFFIX, render_prompt
from shared.model.qwen3 import Qwen3
from shared.problems import Problem, problem_stream, sample_problems
from shared.reasoning.refinement import refine
from shared.reasoning.selection import select_best, select_majority
from shared.rl.config import GRPOConfig
from shared.rl.trainer import train_grpo
from shared.tools import files, plots
from shared.tools.commands import fail, run_script
from shared.tools.environment import describe_environment
from shared.training.config import TrainingConfig

import torch
from rich.console import Console
from rich.table import Table

MAX_NEW_TOKENS = 160
# On 500 validation problems voting among ten gained 6, 7 and 9 points at 0.7, 0.8 and 0.9, and ended as high.
SAMPLED = SamplingParams(temperature=0.9)
TEACHER = "tiny-teacher"
# What anyone would do first, at the price of one answer: everything else is compared with it.
BASELINE = "hint"


@dataclass(frozen=True)
class Size:
    """How much of everything a tour does."""

    problems: int
    samples: int
    grpo_steps: int
    curve_every: int
    curve_problems: int
    traces: int
    distill_epochs: int


FULL = Size(
    problems=500, samples=10, grpo_steps=60, curve_every=10, curve_problems=100, traces=2000, distill_epochs=2
)
QUICK = Size(
    problems=40, samples=4, grpo_steps=3, curve_every=3, curve_problems=20, traces=96, distill_epochs=1
)


class Tour:
    """The stages, in order; each adds a line to the table and rewrites the files in the output folder."""

    def __init__(self, args: argparse.Namespace, console: Console) -> None:
        self.args, self.console = args, console
        self.size = QUICK if args.quick else FULL
        self.out: Path = args.out
        self.stages: list[dict] = []
        self.curve: list[dict] = []  # accuracy and response length during reinforcement learning
        self.model, self.tokenizer = checkpoints.load(args.model, args.device, torch.float32)
        self.problems = load_dataset("tiny-test", limit=args.problems or self.size.problems)
        self.batch_size = 128

    def run(self) -> None:
        """All stages. A stage that is interrupted leaves no line; those before it stay."""
        base, size = self.model, self.size
        # One problem to watch: of middling difficulty, and none of the measured ones.
        shown = sample_problems("validation", 5, self.args.seed)[1]
        self.say("The model before, asked without a hint:")
        self.show(base, shown)
        self.measure("unprompted", base)
        self.measure(BASELINE, base, suffix=COT_SUFFIX)
        one = self.measure("one sample", base, suffix=COT_SUFFIX, params=SAMPLED)
        several = self.evaluate(base, f"{size.samples} samples", COT_SUFFIX, SAMPLED, size.samples)
        self.add(f"majority of {size.samples}", rescore(several, select_majority))
        # The same samples, chosen from in another way: nothing is generated again.
        self.add(f"best of {size.samples}", rescore(several, select_best))
        self.refinement(base, one)
        trained = self.reinforcement(base)
        self.measure("after RL", trained)
        distilled = self.distillation(base)
        self.measure("after distillation", distilled)
        self.say("The same problem after reinforcement learning, still without a hint:")
        self.show(trained, shown)

    # --- stages ---------------------------------------------------------------------------------------------

    def measure(self, name: str, model: Qwen3, suffix: str = "", params: SamplingParams = GREEDY) -> Evaluation:
        """Evaluate and add a line."""
        evaluation = self.evaluate(model, name, suffix, params)
        self.add(name, evaluation)
        return evaluation

    def evaluate(
        self, model: Qwen3, name: str, suffix: str, params: SamplingParams, num_samples: int = 1
    ) -> Evaluation:
        """One response a problem, or several."""
        return evaluate(
            model.eval(),
            self.tokenizer,
            self.problems,
            suffix=suffix,
            num_samples=num_samples,
            params=params,
            max_new_tokens=MAX_NEW_TOKENS,
            batch_size=self.batch_size,
            seed=self.args.seed,
            progress=name,
        )

    def refinement(self, model: Qwen3, drafts: Evaluation) -> None:
        """One round of review and improvement of the sampled drafts."""
        texts = {record.unique_id: record.samples[0] for record in drafts.records}
        started = time.perf_counter()

        def method(problems: list[Problem], seeds: list[int]) -> list[Attempt]:
            refinements = refine(
                model.eval(),
                self.tokenizer,
                [p.problem for p in problems],
                [texts[p.unique_id].text for p in problems],
                max_new_tokens=MAX_NEW_TOKENS,
                batch_size=self.batch_size,
            )
            return [r.attempt(texts[p.unique_id].tokens) for p, r in zip(problems, refinements, strict=True)]

        evaluation = evaluate_method(
            method, self.problems, chunk_size=self.batch_size, progress="one refinement"
        )
        seconds = drafts.seconds + time.perf_counter() - started
        self.add("one refinement", evaluation, seconds)

    def reinforcement(self, base: Qwen3) -> Qwen3:
        """GRPO on a copy of the base model, without the hint: nobody tells it to reason."""
        model, size = copy.deepcopy(base), self.size
        held_out = sample_problems("validation", size.curve_problems, self.args.seed)

        def measure_curve() -> dict[str, float]:
            step = min(len(self.curve) * size.curve_every, size.grpo_steps)
            result = evaluate(
                model.eval(),
                self.tokenizer,
                held_out,
                max_new_tokens=MAX_NEW_TOKENS,
                batch_size=self.batch_size,
            )
            measured = {"accuracy": result.accuracy, "response_length": result.mean_tokens}
            self.curve.append({"step": step, **measured})
            return {"accuracy": result.accuracy}

        measure_curve()
        config = GRPOConfig(
            steps=size.grpo_steps,
            learning_rate=2e-4,
            prompts_per_step=16,
            group_size=8,
            max_new_tokens=MAX_NEW_TOKENS,
            seed=self.args.seed,
        )
        started = time.perf_counter()
        train_grpo(
            model,
            self.tokenizer,
            problem_stream("train", self.args.seed),
            config,
            evaluate=measure_curve,
            evaluate_every=size.curve_every,
            progress="reinforcement learning",
        )
        self.say(
            f"{size.grpo_steps} steps of reinforcement learning took {time.perf_counter() - started:.0f} s."
        )
        return model

    def distillation(self, base: Qwen3) -> Qwen3:
        """A copy of the base model imitates the teacher's correct solutions, again without the hint."""
        teacher, teacher_tokenizer = checkpoints.load(TEACHER, self.args.device, torch.float32)
        model, size = copy.deepcopy(base), self.size
        started = time.perf_counter()
        traces = make_traces(
            teacher,
            teacher_tokenizer,
            list(islice(problem_stream("train", self.args.seed + 1), size.traces)),
            max_new_tokens=MAX_NEW_TOKENS,
            suffix=COT_SUFFIX,
            batch_size=self.batch_size,
            progress="the teacher writes",
        )
        examples = build_examples(traces, self.tokenizer)
        batch_size = 32
        steps = max(1, size.distill_epochs * len(examples) // batch_size)
        config = TrainingConfig(
            learning_rate=1e-3, total_steps=steps, warmup_steps=steps // 10, seed=self.args.seed
        )
        distill(model, self.tokenizer, examples, config, batch_size=batch_size, progress="distillation")
        self.say(
            f"Distillation from {len(examples)} correct solutions of {size.traces} took "
            f"{time.perf_counter() - started:.0f} s."
        )
        return model

    # --- what the reader sees -------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """A line of explanation."""
        self.console.print(f"\n{text}", style="bold", highlight=False)

    def show(self, model: Qwen3, problem: Problem) -> None:
        """Answer one problem in front of the reader, as it is written."""
        self.console.print(f"Question: {problem.problem}", markup=False, highlight=False)
        self.console.print("Answer: ", end="")
        prompt = render_prompt(problem.problem, tokenizer=self.tokenizer)
        for piece in stream(model.eval(), self.tokenizer, prompt, max_new_tokens=MAX_NEW_TOKENS):
            self.console.print(piece, end="", markup=False, highlight=False, soft_wrap=True)
        self.console.print(f"\n(right: {problem.answer})\n", markup=False, highlight=False)

    def add(self, name: str, evaluation: Evaluation, seconds: float | None = None) -> None:
        """Add a line to the table and rewrite the files."""
        self.stages.append(
            {
                "name": name,
                "accuracy": evaluation.accuracy,
                "ci95": list(evaluation.ci95),
                "mean_tokens": evaluation.mean_tokens,
                "seconds": evaluation.seconds if seconds is None else seconds,
                "n": evaluation.n,
                "any_correct": evaluation.any_correct,
                "verdicts": "".join(str(int(record.correct)) for record in evaluation.records),
            }
        )
        self.write()

    def against_baseline(self, stage: dict) -> str:
        """How a stage differs from greedy with the hint, problem by problem, in points with an interval."""
        baseline = next((s for s in self.stages if s["name"] == BASELINE), None)
        if baseline is None or stage is baseline:
            return ""
        difference = compare(*({i: v == "1" for i, v in enumerate(s["verdicts"])} for s in (stage, baseline)))
        low, high = difference.ci95
        return f"{100 * difference.difference:+.1f} ({100 * low:+.1f} to {100 * high:+.1f})"

    def write(self) -> None:
        """The results so far, each file replaced as a whole."""
        environment = {
            "model": self.args.model, "seed": self.args.seed, **describe_environment(self.args.device)
        }  # fmt: skip
        report = {"stages": self.stages, "curve": self.curve, "environment": environment}
        files.write_json(self.out / "tour.json", report)
        plots.save_png(plots.plot_summary(self.stages, self.curve, BASELINE), self.out / "tour.png")

    def table(self) -> Table:
        """All stages so far."""
        table = Table(title=f"{self.args.model} on {len(self.problems)} problems it has never seen")
        for heading in ("stage", "accuracy, %", f"against {BASELINE}, points", "tokens", "seconds"):
            table.add_column(heading, justify="left" if heading == "stage" else "right")
        for s in self.stages:
            low, high = s["ci95"]
            table.add_row(
                s["name"],
                f"{100 * s['accuracy']:.1f} ({100 * low:.1f} to {100 * high:.1f})",
                self.against_baseline(s),
                f"{s['mean_tokens']:.1f}",
                f"{s['seconds']:.1f}",
            )
        return table


def parse_args() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="tiny-base", help="a plain (not chat) model by name or folder")
    parser.add_argument("--device", default="cpu", help="cpu, cuda, mps, …")
    parser.add_argument("--problems", type=int, help=f"measured problems, 1 to 500 (default {FULL.problems})")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="everything much smaller: under a minute")
    parser.add_argument("--out", type=Path, default=Path("runs/tour"), help="folder of the results")
    args = parser.parse_args()
    if args.problems is not None and not 1 <= args.problems <= 500:
        parser.error(f"--problems must be from 1 to 500, not {args.problems}")
    return args


def main() -> int:
    """Run the tour; whatever happens, end with the table of what was measured."""
    args = parse_args()
    console = Console()
    started = time.perf_counter()
    try:
        tour = Tour(args, console)
    except CheckpointError as error:
        return fail(error)
    interrupted = False
    try:
        tour.run()
    except KeyboardInterrupt:
        interrupted = True
    if not tour.stages:
        console.print("\nStopped before anything was measured.")
        return 130
    if interrupted:
        console.print("\nStopped. What was measured so far:")
    tour.write()
    console.print(tour.table())
    console.print(
        f"In brackets: 95 % intervals. Against {BASELINE}: paired, problem by problem; where the interval "
        "holds 0, no difference was seen. Tokens: written for each problem, of all samples together.",
        highlight=False,
    )
    files_made = f"{tour.out / 'tour.json'} and {tour.out / 'tour.png'}"
    console.print(f"{time.perf_counter() - started:.0f} s in all; see {files_made}")
    return 130 if interrupted else 0


if __name__ == "__main__":
    run_script(main)
