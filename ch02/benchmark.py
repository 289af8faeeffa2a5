r"""How fast a model writes: without a cache, with one, compiled, many rows at once; and how fast it could.

    python ch02/benchmark.py --model tiny-base
    python ch02/benchmark.py --model tiny-base --batch-sizes 1 64 --modes engine transformers --problems 500
    python ch02/benchmark.py --config Qwen/Qwen3-0.6B --random-weights --dtype bfloat16 --batch-sizes 1 \
        --modes cache compile engine engine-compile transformers --new-tokens 64
    python ch02/benchmark.py --config Qwen/Qwen3-0.6B --random-weights --device cuda --new-tokens 512 --mixed

What is compared runs in turn, in one process, on the same weights, prompts and numbers of tokens; no text ends
early, but for the course's own problems (``--problems``), each of which is answered to its end. Of each way the
median of the repetitions counts, after a first one that does not (it compiles).
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from shared.benchmarking.modes import (
    NoEnd,
    TransformersWriter,
    random_prompts,
    write_texts_with_engine,
    write_with_cache,
    write_with_engine,
    write_without_cache,
)
from shared.benchmarking.speed import (
    Case,
    Measurement,
    cache_bytes,
    copy_bandwidth,
    measure,
    mixed_lengths,
    weight_bytes,
)
from shared.evaluation.datasets import load_dataset
from shared.inference.decoders import CompiledDecoder
from shared.inference.engine import Engine
from shared.model import checkpoints
from shared.model.checkpoints import CheckpointError
from shared.model.prompts import COT_SUFFIX, render_prompt
from shared.model.qwen3 import PRESETS, Qwen3
from shared.model.tokenizer import Tokenizer
from shared.tools.commands import Parser, fail, run_script, whole_number
from shared.tools.environment import describe_environment
from shared.tools.files import write_json
from shared.tools.plots import save_png

import torch
from matplotlib.figure import Figure
from rich import box
from rich.console import Console
from rich.table import Table
from torch import Tensor
from tqdm import tqdm

ONE_ROW = ("no-cache", "cache", "compile")
MODES = (*ONE_ROW, "engine", "engine-compile", "transformers", "transformers-static")
LABELS = {
    "no-cache": "no cache",
    "cache": "cache",
    "compile": "cache + compile",
    "engine": "engine",
    "engine-compile": "engine + compile",
    "transformers": "transformers",
    "transformers-static": "transformers, static cache",
}
COLORS = ("#555555", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7", "#E69F00")  # Okabe and Ito 2008
MARKERS = "xs^oDvP"
PROBLEM_TOKENS = 200  # a response to one of the course's problems is cut off there
COLUMNS = (
    "rows",
    "seconds",
    "tokens/s",
    "× theirs",
    "first token, ms",
    "first run, s",
    "memory, GiB",
    "GB/s",
    "of copy",
)


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    add = parser.add_argument
    add("--model", help="a name, a folder, or owner/model on the hub (tiny-base)")
    add("--config", choices=PRESETS, metavar="NAME", help=f"instead: one of {', '.join(PRESETS)}")
    add("--random-weights", action="store_true", help="with --config: nothing is downloaded")
    add("--modes", nargs="+", choices=MODES, default=list(MODES), metavar="MODE", help=", ".join(MODES))
    add("--batch-sizes", nargs="+", type=whole_number(1), default=[1, 8, 64, 256], metavar="N")
    add("--prompt-tokens", type=whole_number(1), default=64, help="tokens of each prompt (64)")
    add("--new-tokens", type=whole_number(2), default=128, help="tokens that each row writes (128)")
    add("--repetitions", type=whole_number(1), default=5, help="that count (5)")
    add("--mixed", action="store_true", help="also requests of mixed lengths, with the largest batch size")
    add("--mixed-requests", type=whole_number(2), default=256, help="how many (256)")
    add("--mixed-tokens", nargs=2, type=whole_number(1), default=[100, 1024], metavar=("MIN", "MAX"))
    add("--problems", type=whole_number(1), metavar="N", help="also so many of the course's test problems")
    add("--device", default="cpu", help="cpu, cuda, mps, ... (cpu)")
    add(
        "--dtype",
        choices=checkpoints.DTYPES,
        help="default: float32 on a CPU, else as stored (random: bfloat16)",
    )
    add("--threads", type=whole_number(1), help="CPU threads (default: torch's choice)")
    add("--out", type=Path, default=Path("runs/benchmark"), help="folder of the results (runs/benchmark)")
    args = parser.parse_args(arguments)
    if args.config and args.model:
        parser.error("choose --model or --config, not both")
    if bool(args.config) != args.random_weights:
        parser.error("--config and --random-weights belong together; trained weights come with --model")
    args.model = args.model or (None if args.config else "tiny-base")
    if args.problems and args.config:
        parser.error("--problems are real questions; they need a trained model: --model")
    if args.mixed_tokens[0] > args.mixed_tokens[1]:
        parser.error("--mixed-tokens: the smaller number comes first")
    args.batch_sizes = sorted(set(args.batch_sizes))
    return args


def prepare(args: argparse.Namespace) -> tuple[Qwen3, Tokenizer | None]:
    """The model to be measured, and its tokenizer if it has one.

    Raises:
        CheckpointError: it cannot be loaded, or the device cannot be used.
        ValueError: the prompt and the new tokens do not fit into its context.
    """
    if args.threads:
        torch.set_num_threads(args.threads)
    dtype = checkpoints.DTYPES.get(args.dtype)
    if args.config:
        default = torch.float32 if args.device == "cpu" else torch.bfloat16
        model, tokenizer = random_model(args.config, args.device, dtype or default), None
    else:
        model, tokenizer = checkpoints.load(args.model, args.device, dtype)
    context = model.config.max_position_embeddings
    if args.prompt_tokens + args.new_tokens > context:
        raise ValueError(
            f"{args.prompt_tokens} prompt tokens and {args.new_tokens} new ones do not fit into the model's "
            f"context of {context}: lower --prompt-tokens or --new-tokens"
        )
    return model.eval(), tokenizer


def random_model(name: str, device: str, dtype: torch.dtype) -> Qwen3:
    """A model of a known shape with random weights, made where and in the type in which it is used.

    Raises:
        CheckpointError: the device cannot be used.
    """
    checkpoints.check_device(device)
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    torch.manual_seed(0)
    try:
        with torch.device(device):
            return Qwen3(PRESETS[name])
    finally:
        torch.set_default_dtype(before)


class Bench:
    """The ways of writing, for one model."""

    def __init__(self, model: Qwen3, tokenizer: Tokenizer | None, args: argparse.Namespace) -> None:
        self.model, self.tokenizer, self.args = model, tokenizer, args
        self.transformers = _transformers(model) if any(m.startswith("trans") for m in args.modes) else None
        self.modes = [m for m in args.modes if self.transformers or not m.startswith("trans")]
        self.weights, self.copy = weight_bytes(model), copy_bandwidth(model.device)
        self.all_weights = sum(p.numel() * p.element_size() for p in model.parameters())
        self.mixed = _mixed_limits(model, args) if args.mixed else []
        self.same_texts: int | None = None  # of --problems: those for which all ways wrote the same

    def run(self) -> tuple[list[Measurement], list[Measurement], list[Measurement]]:
        """Measure everything: rows of equal length, then mixed ones, then the course's problems."""
        sizes, args = self.args.batch_sizes, self.args
        cases = {size: self.cases(size) for size in sizes}
        mixed_cases = self.mixed_cases(sizes[-1]) if self.mixed else []
        written: dict[str, list[list[int]]] = {}
        problem_cases = self.problem_cases(sizes[-1], written) if args.problems else []
        rounds = (args.repetitions + 1) * sum(map(len, [*cases.values(), mixed_cases, problem_cases]))
        device, results, mixed = self.model.device, [], []
        with tqdm(total=rounds, unit="run", desc=args.model or args.config) as bar:
            for size in sizes:
                group = cases.pop(size)  # with its engines, which hold memory
                options = {"held_bytes": self.all_weights, "tick": bar.update}
                found = measure(group, args.new_tokens, args.repetitions, device, **options)
                for case, result in zip(group, found, strict=True):
                    result.step_bytes = self.step_bytes(case)
                results += found
            if mixed_cases:
                total = sum(self.mixed)
                options |= {"first_token": False, "tokens": total}
                mixed = measure(mixed_cases, max(self.mixed), args.repetitions, device, **options)
            options |= {"first_token": False}
            problems = measure(problem_cases, PROBLEM_TOKENS, args.repetitions, device, **options)
        for result in problems:
            if result.failure is None:
                result.tokens = sum(map(len, written[result.mode]))
        if written:
            self.same_texts = sum(
                all(t == texts[0] for t in texts) for texts in zip(*written.values(), strict=True)
            )
        return results, mixed, problems

    def step_bytes(self, case: Case) -> float:
        """What a decoding step of a case has to read, in bytes."""
        if not case.reads_cache:
            return self.weights
        return self.weights + cache_bytes(
            self.model.config, self.model.dtype, case.batch_size, self.args.prompt_tokens, self.args.new_tokens
        )

    def cases(self, size: int) -> list[Case]:
        """The chosen ways of writing ``size`` rows."""
        prompts = random_prompts(size, self.args.prompt_tokens, self.model.config.vocab_size)
        modes = [mode for mode in self.modes if size == 1 or mode not in ONE_ROW]
        writers = {mode: self._writer(mode, prompts) for mode in modes}
        return [Case(m, size, write, reads_cache=m != "no-cache") for m, write in writers.items()]

    def _writer(self, mode: str, prompts: Tensor) -> Callable[[int], object]:
        model, size = self.model, len(prompts)
        if mode == "no-cache":
            return lambda n: write_without_cache(model, prompts, n)
        if mode == "cache":
            return lambda n: write_with_cache(model, prompts, n)
        if mode == "compile":
            decode = CompiledDecoder(1)
            return lambda n: write_with_cache(model, prompts, n, decode)
        if mode in ("transformers", "transformers-static"):
            return lambda n: self.transformers.write(prompts, n, static_cache=mode != "transformers")
        engine = self._engine(mode, size)
        return lambda n: write_with_engine(engine, prompts, n)

    def mixed_cases(self, size: int) -> list[Case]:
        """The ways of writing that can serve requests of mixed lengths with ``size`` rows."""
        limits = self.mixed
        prompts = random_prompts(len(limits), self.args.prompt_tokens, self.model.config.vocab_size)
        cases = []
        for mode in self.modes:
            if mode.startswith("engine"):
                engine = self._engine(mode, size)
                write = lambda _, engine=engine: write_with_engine(engine, prompts, limits)  # noqa: E731
                cases.append(Case(mode, size, write))
            elif mode == "transformers":
                write = lambda _: self.transformers.write_mixed(prompts, limits, size)  # noqa: E731
                cases.append(Case(mode, size, write))
        return cases

    def problem_cases(self, size: int, written: dict[str, list[list[int]]]) -> list[Case]:
        """The ways of answering the course's problems with ``size`` rows; the token ids go to ``written``."""
        questions = load_dataset("tiny-test", limit=self.args.problems)
        texts = [render_prompt(q.problem, COT_SUFFIX, self.tokenizer) for q in questions]
        prompts = [self.tokenizer.encode(text) for text in texts]
        cases = []
        for mode in self.modes:
            if mode.startswith("engine"):
                engine = self._engine(mode, size, self.tokenizer)
                write = partial(write_texts_with_engine, engine, prompts)
            elif mode == "transformers":
                write = partial(
                    self.transformers.write_texts, prompts, tokenizer=self.tokenizer, batch_size=size
                )
            else:
                continue
            cases.append(Case(mode, size, lambda n, m=mode, w=write: written.update({m: w(limit=n)})))
        return cases

    def _engine(self, mode: str, size: int, tokenizer: Tokenizer | NoEnd | None = None) -> Engine:
        tokenizer = tokenizer or NoEnd()
        return Engine(self.model, tokenizer, max_batch_size=size, compile=mode == "engine-compile")


def _transformers(model: Qwen3) -> TransformersWriter | None:
    try:
        return TransformersWriter(model)
    except ModuleNotFoundError:
        print("transformers is not installed (pip install transformers), so it is left out", file=sys.stderr)
        return None


def _mixed_limits(model: Qwen3, args: argparse.Namespace) -> list[int]:
    room = model.config.max_position_embeddings - args.prompt_tokens
    shortest, longest = (min(n, room) for n in args.mixed_tokens)
    return mixed_lengths(args.mixed_requests, shortest, longest)


def speed_table(results: Sequence[Measurement], title: str, copy: float) -> Table:
    """A line for each way of writing; those of one batch size are compared with transformers."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE)
    table.add_column("mode", no_wrap=True)
    for name in COLUMNS:
        table.add_column(name, justify="right", no_wrap=True)
    theirs = {r.batch_size: r for r in results if r.mode == "transformers" and r.failure is None}
    for r in results:
        cells = [LABELS[r.mode], str(r.batch_size)]
        if r.failure is not None:
            table.add_row(*cells, "failed")
            continue
        base = theirs.get(r.batch_size)
        cells += [
            f"{r.seconds:.2f}",
            f"{r.tokens_per_second:,.0f}" if r.tokens_per_second >= 10 else f"{r.tokens_per_second:.2f}",
            f"{base.seconds / r.seconds:.2f}" if base else "",
            "" if r.first_token_seconds is None else f"{1000 * r.first_token_seconds:,.1f}",
            f"{r.warm_up_seconds:.1f}",
            f"{r.peak_bytes / 2**30:.2f}",
            "" if r.bandwidth is None else f"{r.bandwidth / 1e9:.1f}",
            "" if r.bandwidth is None else f"{r.bandwidth / copy:.0%}",
        ]
        table.add_row(*cells)
    return table


def plot_speeds(results: Sequence[Measurement], limits: dict[int, float], title: str) -> Figure:
    """Tokens per second against rows, a line for each way of writing.

    Args:
        limits: for each number of rows, what reading at the speed of a copy would allow.
    """
    figure = Figure(figsize=(7.0, 4.6), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25, linewidth=0.8)
    axes.set_title(title, loc="left", fontsize=12)
    for mode, color, marker in zip(MODES, COLORS, MARKERS, strict=True):
        points = [(r.batch_size, r.tokens_per_second) for r in results if r.mode == mode and not r.failure]
        if points:
            axes.plot(*zip(*points, strict=True), color=color, marker=marker, label=LABELS[mode])
    axes.plot(list(limits), list(limits.values()), "--", color="#555555", label="reading at copy speed")
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.set_xticks(list(limits), [str(size) for size in limits])
    axes.set_xlabel("rows written together")
    axes.set_ylabel("tokens/s (logarithmic)")
    axes.legend(frameon=False, fontsize=9)
    return figure


def report(
    bench: Bench,
    results: list[Measurement],
    mixed: list[Measurement],
    problems: list[Measurement],
    args: argparse.Namespace,
) -> None:
    """Tables on the screen; ``benchmark.json`` and ``benchmark.png`` in the folder."""
    environment, copy = describe_environment(args.device), bench.copy
    console = Console()
    console.width = max(console.width, 132)  # in a file or on a narrow screen a wrapped table is no table
    name = args.model or f"{args.config} with random weights"
    dtype = str(bench.model.dtype).removeprefix("torch.")
    title = f"{name}, {dtype}, {environment['device']}"
    shape = f"{args.prompt_tokens} prompt tokens and {args.new_tokens} new ones a row"
    console.print(speed_table(results, f"{title}: {shape}", copy))
    if mixed:
        span = f"{min(bench.mixed)} to {max(bench.mixed)}"
        console.print(speed_table(mixed, f"{title}: {len(bench.mixed)} requests of {span} new tokens", copy))
    if problems:
        console.print(speed_table(problems, f"{title}: {args.problems} test problems with the hint", copy))
        print(f"The same text from every way: {bench.same_texts} of {args.problems}.")
    where = environment["processor"] if environment["device"] == "cpu" else environment["device"]
    print(
        f"A copy of a large tensor moves {copy / 1e9:.1f} GB/s here, bytes read and written both counted "
        f"({where}, {environment['threads']} threads).\n"
        f"GB/s: bytes of weights ({bench.weights / 1e6:,.1f} MB) and cache that a step reads, times steps a "
        "second after the first token.\n"
        f"Median of {args.repetitions}; the first run, which compiles, is shown apart and not counted.\n"
        "× theirs: against transformers with as many rows."
    )
    for failed in (r for r in results + mixed + problems if r.failure):
        print(f"{LABELS[failed.mode]}, {failed.batch_size} rows, failed: {failed.failure}")
    write_json(
        args.out / "benchmark.json",
        {
            "command": shlex.join(["python", *sys.argv]),
            "model": name,
            "dtype": dtype,
            "transformers": bench.transformers.version if bench.transformers else None,
            "prompt_tokens": args.prompt_tokens,
            "new_tokens": args.new_tokens,
            "repetitions": args.repetitions,
            "weight_bytes_per_step": bench.weights,
            "copy_bytes_per_second": copy,
            "environment": environment,
            "results": [r.to_dict() for r in results],
            "mixed": {"lengths": bench.mixed, "results": [r.to_dict() for r in mixed]} if mixed else None,
            "problems": {
                "count": args.problems,
                "same_texts": bench.same_texts,
                "results": [r.to_dict() for r in problems],
            }
            if problems
            else None,
        },
    )
    steps = {r.batch_size: r.step_bytes for r in results if r.step_bytes and r.mode != "no-cache"}
    limits = {size: size * copy / step for size, step in steps.items()}
    save_png(plot_speeds(results, limits, f"{title}"), args.out / "benchmark.png")
    print(f"Written: {args.out / 'benchmark.json'}, {args.out / 'benchmark.png'}")


def main() -> int:
    """Measure; 0 when done, 130 after Ctrl-C, 2 when something has to be put right first."""
    args = parse_args()
    try:
        bench = Bench(*prepare(args), args)
        report(bench, *bench.run(), args)
    except torch.OutOfMemoryError:
        return fail("out of memory: choose a smaller model or --dtype bfloat16")
    except (CheckpointError, ValueError, OSError) as error:
        return fail(error)
    except KeyboardInterrupt:
        print("\nStopped; nothing was written.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    run_script(main)
