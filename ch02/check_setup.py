r"""Is this machine ready for the course? What runs here, how fast, and what to do about the rest.

    python ch02/check_setup.py
    python ch02/check_setup.py --no-network --no-compile

The exit code is 0 unless the course cannot run here at all.
"""

# This file must say something useful where everything else is missing: it imports nothing but Python's own
# library before it has looked, and it runs on older Pythons than the course does.
from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.model.qwen3 import Qwen3Config

    import torch

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
NEEDED = (
    "torch",
    "numpy",
    "tokenizers",
    "safetensors",
    "huggingface_hub",
    "sympy",
    "tqdm",
    "rich",
    "matplotlib",
)
OPTIONAL = {
    "transformers": "comparisons with it are left out",
    "gguf": "smollm2-135m cannot be read",
    "jupyterlab": "notebooks need it",
}
INSTALL = "pip install -r requirements.txt"
COMPILE_TIMEOUT = 300  # seconds
HUB_TIMEOUT = 5  # seconds
HUB_MODEL = "Qwen/Qwen3-0.6B-Base"
CONTEXT = 4096  # tokens of one long answer, for which there must be room
WORKING_MEMORY = 2**30  # Python, libraries and intermediate results, roughly
GIB = 2**30
SMOLLM2 = {  # its configuration comes with its weights, which are in an optional package
    "vocab_size": 49_152,
    "hidden_size": 576,
    "intermediate_size": 1536,
    "num_hidden_layers": 30,
    "num_attention_heads": 9,
    "num_key_value_heads": 3,
    "head_dim": 64,
    "max_position_embeddings": 8192,
    "qk_norm": False,
}

# What a failed compilation says, and what helps. The first words that fit count.
COMPILE_ADVICE = (
    ("python.h", "install Python's header files (Debian, Ubuntu: sudo apt install python3-dev)"),
    ("omp.h", "the compiler lacks OpenMP (macOS: brew install libomp; Windows: see ch02/setup.md)"),
    ("cl is not found", "install Visual Studio's C++ build tools and start from their prompt: ch02/setup.md"),
    (
        "compiler",
        "install a C++ compiler (Debian, Ubuntu: sudo apt install g++; macOS: xcode-select --install)",
    ),
    ("triton", "this torch has no Triton, which compiling for a GPU needs: see ch02/setup.md"),
    ("timeout", "the compiler took too long; try again on an idle machine"),
)


class Report:
    """Lines on the screen, and what to do in the end."""

    def __init__(self) -> None:
        self.advice: list[str] = []  # what could be better
        self.obstacles: list[str] = []  # without which nothing runs

    def line(self, name: str, text: str) -> None:
        """One finding."""
        print(f"{name:<12}  {text}", flush=True)

    def finish(self) -> int:
        """Say what to do; returns the exit code."""
        print("\nWhat to do")
        if self.obstacles:
            for step in self.obstacles:
                print(f"  - {step}")
            print("Until then the course does not run here. More help: ch02/setup.md")
            return 1
        for step in self.advice:
            print(f"  - {step}")
        print("  - The course runs here: begin with  python ch01/tour.py")
        return 0


def check_python(report: Report) -> None:
    """The interpreter."""
    version = ".".join(map(str, sys.version_info[:3]))
    inside = "in a virtual environment" if sys.prefix != sys.base_prefix else "not in a virtual environment"
    report.line("Python", f"{version}, {inside} ({sys.executable})")
    report.line("system", f"{platform.platform()}, {os.cpu_count()} cores")
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        report.obstacles.append(f"install Python {wanted} or newer: ch02/setup.md")


def check_packages(report: Report) -> None:
    """What is installed, and what of it can be imported."""
    found, broken = [], {}
    for name in NEEDED:
        try:
            importlib.import_module(name)
            found.append(f"{name} {installed_version(name)}")
        except Exception as error:  # a package may be there and yet fail in many ways
            broken[name] = first_line(error)
    report.line("packages", ", ".join(found) or "none")
    for name, reason in broken.items():
        report.line("", f"{name}: {reason}")
    if broken:
        report.obstacles.append(f"in the project's folder: {INSTALL}")
    for name, consequence in OPTIONAL.items():
        version = installed_version(name)
        report.line("", f"{name} {version}" if version else f"{name}: not installed ({consequence})")


def installed_version(name: str) -> str | None:
    """The version of a package, None if it is not there."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def check_devices(report: Report) -> list[tuple[str, int | None]]:
    """Processor and accelerators: torch's name of each, and its memory in bytes where that is known."""
    from shared.tools.environment import processor_name
    from shared.tools.memory import installed_memory

    import torch

    devices = [(processor_name(), "cpu", installed_memory())]
    if torch.cuda.is_available():
        for i in range(torch.cuda.device_count()):
            about = torch.cuda.get_device_properties(i)
            devices.append((about.name, f"cuda:{i}", about.total_memory))
    if torch.backends.mps.is_available():
        devices.append(("Apple GPU", "mps", installed_memory()))  # one memory for both
    if hasattr(torch, "xpu") and torch.xpu.is_available():
        about = torch.xpu.get_device_properties(0)
        devices.append((about.name, "xpu", about.total_memory))
    for name, device, memory in devices:
        amount = "memory unknown" if memory is None else f"{memory / GIB:.1f} GiB"
        report.line("device", f"{device}: {name}, {amount}")
    report.line("", f"torch uses {torch.get_num_threads()} threads on the CPU")
    if len(devices) == 1:
        report.advice.append(
            "No GPU is used. The course's own models need none; for the official ones see ch02/setup.md."
        )
    return [(device, memory) for _, device, memory in devices]


def check_model(report: Report) -> None:
    """The shipped model answers a question."""
    try:
        from shared.inference.generation import stream
        from shared.model import checkpoints
        from shared.model.prompts import COT_SUFFIX, render_prompt

        model, tokenizer = checkpoints.load("tiny-base")
        pieces = stream(model.eval(), tokenizer, render_prompt("What is 2+3?", COT_SUFFIX), max_new_tokens=40)
        text, response = "".join(pieces), pieces.response
    except Exception as error:  # whatever it is, the learner must be told
        report.line("tiny-base", f"does not run: {first_line(error)}")
        report.obstacles.append("get the project's files again: the shipped model does not run")
        return
    report.line(
        "tiny-base", f"runs: {response.num_tokens} tokens in {response.seconds:.2f} s ({text.split()[0]})"
    )


def check_compile(report: Report, device: str) -> None:
    """torch.compile, in a process of its own: a compiler that crashes or hangs must not end the check."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:  # an empty cache, so that the compiler has to work
        environment = {**os.environ, "TORCHINDUCTOR_CACHE_DIR": folder}
        command = [sys.executable, str(Path(__file__).resolve()), "--try-compile", device]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                errors="replace",
                env=environment,
                timeout=COMPILE_TIMEOUT,
            )
            result = last_json(done.stdout) or {"error": done.stderr or f"exit code {done.returncode}"}
        except subprocess.TimeoutExpired:
            result = {"error": f"timeout after {COMPILE_TIMEOUT} s"}
        except OSError as error:
            result = {"error": str(error)}
    if "seconds" in result:
        report.line("compile", f"works on {device}: a small function took {result['seconds']:.1f} s")
        return
    reason = compile_error(result["error"])
    report.line("compile", f"does not work on {device} ({time.perf_counter() - started:.0f} s): {reason}")
    report.advice.append(
        f"torch.compile: {compile_advice(result['error'])}. It is optional: all runs without, more slowly."
    )


def try_compile(device: str) -> None:
    """Compile a small function and run it; print the seconds, or the error, as JSON. For a child process."""
    import torch

    def work(x: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.silu(x) * x.sin() + 1

    x = torch.ones(1000, device=device)
    started = time.perf_counter()
    try:
        compiled = torch.compile(work)(x)
        right = torch.allclose(compiled, work(x), atol=1e-5)
        result = {"seconds": time.perf_counter() - started} if right else {"error": "the result is wrong"}
    except Exception as error:  # any of a dozen toolchain errors
        result = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(result), flush=True)


def last_json(text: str) -> dict | None:
    """The last line that is a JSON object; None if there is none (compilers print things too)."""
    for line in reversed(text.splitlines()):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            return found
    return None


def compile_error(text: str) -> str:
    """The telling line of a compiler's many: the first with the word error, else the last one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()] or ["no message"]
    telling = (
        [line for line in lines if "fatal error" in line] or [li for li in lines if "rror" in li] or lines[-1:]
    )
    return telling[0][:200]


def compile_advice(text: str) -> str:
    """What helps against a failed compilation."""
    text = text.lower()
    return next((help for words, help in COMPILE_ADVICE if words in text), "see ch02/setup.md")


def check_hub(report: Report, network: bool) -> None:
    """Whether official checkpoints can be downloaded."""
    from huggingface_hub import HfApi, constants

    offline = "The official models cannot be downloaded"
    if constants.HF_HUB_OFFLINE:
        report.line("model hub", "not asked: the environment says offline (HF_HUB_OFFLINE)")
        report.advice.append(f"{offline} while HF_HUB_OFFLINE is set; those in the cache can be used.")
    elif not network:
        report.line("model hub", "not asked (--no-network)")
    else:
        started = time.perf_counter()
        try:
            HfApi().model_info(HUB_MODEL, timeout=HUB_TIMEOUT)
        except Exception as error:  # the client passes on the errors of several libraries below it
            report.line("model hub", f"cannot be reached: {first_line(error)}")
            report.advice.append(f"{offline}: see ch02/setup.md. The course's own models are here already.")
        else:
            report.line("model hub", f"can be reached ({time.perf_counter() - started:.1f} s)")


def check_sizes(report: Report, devices: list[tuple[str, int | None]]) -> None:
    """A table: which models fit, in which type, on which device."""
    from shared.model import checkpoints
    from shared.model.qwen3 import PRESETS, Qwen3Config

    import torch
    from rich import box
    from rich.console import Console
    from rich.table import Table

    shipped = {
        file.parent.name: Qwen3Config.from_dict(json.loads(file.read_text(encoding="utf-8")))
        for file in sorted(checkpoints.MODELS.glob("*/config.json"))
    }
    dtypes = (torch.float32, torch.bfloat16)
    table = Table(
        title=f"Memory to write one answer of up to {CONTEXT:,} tokens", title_justify="left", box=box.SIMPLE
    )
    table.add_column("model", no_wrap=True)
    for heading in ("parameters", "float32", "bfloat16"):
        table.add_column(heading, justify="right", no_wrap=True)
    for device, _ in devices:
        table.add_column(f"fits on {device}", no_wrap=True)
    smollm2 = {checkpoints.SMOLLM2: Qwen3Config(**SMOLLM2)}
    for name, config in {**shipped, **smollm2, **PRESETS}.items():
        needs = [memory_needed(config, dtype) for dtype in dtypes]
        fits = [what_fits(dtypes, needs, memory) for _, memory in devices]
        cells = [f"{n / GIB:.1f} GiB" for n in needs]
        table.add_row(name, f"{parameter_count(config) / 1e6:,.1f} M", *cells, *fits)
    console = Console()
    console.width = max(console.width, 100)
    print()
    console.print(table)


def parameter_count(config: Qwen3Config) -> int:
    """How many numbers a model of this configuration has; none of them is made, and only one block is."""
    from shared.model.qwen3 import Qwen3

    import torch

    with torch.device("meta"):
        model = Qwen3(replace(config, num_hidden_layers=1))
    of_block, of_all = (
        sum(parameter.numel() for parameter in module.parameters()) for module in (model.model.layers, model)
    )
    return of_all + (config.num_hidden_layers - 1) * of_block


def memory_needed(config: Qwen3Config, dtype: torch.dtype) -> int:
    """Bytes: the weights, keys and values of a long answer, and something to work with."""
    from shared.model.qwen3 import KVCache

    tokens = min(CONTEXT, config.max_position_embeddings)
    weights = parameter_count(config) * dtype.itemsize
    return weights + tokens * KVCache.bytes_per_token(config, dtype) + WORKING_MEMORY


def what_fits(dtypes: Sequence[torch.dtype], needs: Sequence[int], memory: int | None) -> str:
    """The types in which a model fits into so many bytes, in words."""
    if memory is None:
        return "unknown"
    names = [str(d).split(".")[-1] for d, need in zip(dtypes, needs, strict=True) if need <= memory]
    return ", ".join(names) or "no"


def first_line(error: Exception) -> str:
    """An error in one line."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0][:160]}" if lines else type(error).__name__


def main() -> int:
    """Check everything; 0 if the course can run, 1 if it cannot, 2 for a wrong command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-network", action="store_true", help="do not ask the model hub")
    parser.add_argument("--no-compile", action="store_true", help="do not try torch.compile (up to minutes)")
    parser.add_argument("--try-compile", metavar="DEVICE", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))  # the package itself may not be installed yet
    if args.try_compile:
        try_compile(args.try_compile)
        return 0
    report = Report()
    check_python(report)
    check_packages(report)
    if report.obstacles:
        return report.finish()
    if installed_version("reasoning-workbook") is None:
        report.advice.append(f"The package is not installed, and other scripts will not find it: {INSTALL}")
    devices = check_devices(report)
    check_model(report)
    if args.no_compile:
        report.line("compile", "not tried (--no-compile)")
    else:
        check_compile(report, devices[-1][0])
    check_hub(report, network=not args.no_network)
    check_sizes(report, devices)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
