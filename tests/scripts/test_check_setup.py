"""ch02/check_setup.py: what it finds, what it advises, and when it says that nothing runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from types import SimpleNamespace

from shared.model import checkpoints
from shared.model.qwen3 import PRESETS, KVCache, Qwen3Config

import pytest
import torch
from places import ROOT

SCRIPT = ROOT / "ch02" / "check_setup.py"


QUICK = ("--no-network", "--no-compile")


def test_a_machine_on_which_all_is_well(call):
    code, out, _ = call(*QUICK)
    assert code == 0
    for words in (
        f"Python        {sys.version.split()[0]}",
        f"torch {torch.__version__}",
        "cpu: ",
        "GiB",
        "tiny-base     runs: ",
        "(2+3=5)",
        "compile       not tried",
        "model hub     not asked",
        "fits on cpu",
    ):
        assert words in out, words
    for name in ("tiny-base", "tiny-reasoning", "tiny-teacher", "smollm2-135m", *PRESETS):
        assert name in out, name
    assert out.rstrip().endswith("The course runs here: begin with  python ch01/tour.py")


# --- what must be there ---------------------------------------------------------------------------------------


def test_missing_packages_end_the_check_with_what_to_do(call, monkeypatch):
    monkeypatch.setitem(sys.modules, "sympy", None)
    code, out, _ = call(*QUICK)
    assert code == 1
    assert "sympy: ModuleNotFoundError" in out and "pip install -r requirements.txt" in out
    assert "tiny-base" not in out and "does not run here" in out


def test_an_old_python(call, script, monkeypatch):
    monkeypatch.setattr(script.sys, "version_info", (3, 8, 1))
    code, out, _ = call(*QUICK)
    assert code == 1 and "install Python 3.11 or newer" in out and "Python        3.8.1" in out


def test_shipped_files_that_are_damaged(call, monkeypatch, tmp_path):
    monkeypatch.setattr(checkpoints, "MODELS", tmp_path)
    code, out, _ = call(*QUICK)
    assert code == 1 and "tiny-base     does not run: CheckpointError" in out
    assert "get the project's files again" in out


def test_nothing_installed_at_all(tmp_path):
    """A bare interpreter, as before the installation: no package, not even this one."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *QUICK], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 1 and done.stderr == ""
    assert "torch: ModuleNotFoundError" in done.stdout and "pip install -r requirements.txt" in done.stdout


def test_it_runs_on_the_oldest_python_it_promises_to_talk_to():
    import ast

    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))


# --- the hub --------------------------------------------------------------------------------------------------


@pytest.fixture
def hub(script, monkeypatch):
    """The hub's answer: an exception, or none."""
    import huggingface_hub

    def answer(error: Exception | None, offline: bool = False) -> list:
        asked = []

        def model_info(self, name: str, timeout: float) -> None:
            asked.append((name, timeout))
            if error is not None:
                raise error

        monkeypatch.setattr(huggingface_hub.HfApi, "model_info", model_info)
        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", offline)
        return asked

    return answer


@pytest.mark.parametrize(
    ("error", "offline", "network", "words", "advised"),
    [
        (None, False, True, "can be reached (", False),
        (
            ConnectionError("no route\nto host"),
            False,
            True,
            "cannot be reached: ConnectionError: no route",
            True,
        ),
        (None, True, True, "not asked: the environment says offline", True),
        (None, False, False, "not asked (--no-network)", False),
    ],
)
def test_the_model_hub(script, hub, capsys, error, offline, network, words, advised):
    asked, report = hub(error, offline), script.Report()
    script.check_hub(report, network)
    assert words in capsys.readouterr().out
    assert bool(report.advice) is advised and not report.obstacles
    assert len(asked) == (network and not offline)
    assert all(timeout <= 10 for _, timeout in asked)


# --- compilation ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (
            "a\nx.h:1:10: fatal error: Python.h: No such file or directory\nb",
            "x.h:1:10: fatal error",
            "python3-dev",
        ),
        ("main.cpp\nfatal error: omp.h: No such file", "fatal error: omp.h", "libomp"),
        ("InductorError: RuntimeError: Compiler: cl is not found.", "InductorError", "build tools"),
        ("InvalidCxxCompiler: No working C++ compiler found", "InvalidCxxCompiler", "g++"),
        ("BackendError: Cannot find a working triton installation.", "BackendError", "Triton"),
        ("timeout after 300 s", "timeout after 300 s", "idle machine"),
        ("Segmentation fault", "Segmentation fault", "ch02/setup.md"),
        ("", "no message", "ch02/setup.md"),
    ],
)
def test_reasons_and_remedies(script, text, line, words):
    assert script.compile_error(text).startswith(line)
    assert "\n" not in script.compile_error(text) and words in script.compile_advice(text)


def child(script, monkeypatch, stdout: str = "", stderr: str = "", returncode: int = 0) -> list[str]:
    """Let the compilation's process end like this; returns report lines after the check."""
    done = SimpleNamespace(stdout=stdout, stderr=stderr, returncode=returncode)
    monkeypatch.setattr(script.subprocess, "run", lambda *a, **k: done)
    report = script.Report()
    script.check_compile(report, "cpu")
    return report.advice


def test_a_compilation_that_works(script, monkeypatch, capsys):
    assert child(script, monkeypatch, 'noise\n{"seconds": 2.25}\nmore noise\n') == []
    assert "works on cpu: a small function took 2.2 s" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ({"stdout": '{"error": "CppCompileError: fatal error: omp.h: No such file"}'}, "omp.h"),
        ({"stderr": "Fatal Python error: Segmentation fault", "returncode": -11}, "Segmentation fault"),
        ({"returncode": -9}, "exit code -9"),
    ],
)
def test_a_compilation_that_fails_is_no_obstacle(script, monkeypatch, capsys, result, words):
    (advice,) = child(script, monkeypatch, **result)
    out = capsys.readouterr().out
    assert "does not work on cpu" in out and words in out and out.count("\n") == 1
    assert "It is optional" in advice


def test_a_compilation_that_never_ends(script, monkeypatch, capsys):
    def hang(*arguments: object, timeout: float, **options: object) -> None:
        raise subprocess.TimeoutExpired("python", timeout)

    monkeypatch.setattr(script.subprocess, "run", hang)
    script.check_compile(script.Report(), "cpu")
    assert "timeout after 300 s" in capsys.readouterr().out


def test_an_error_of_the_compiler_reaches_the_report(script, monkeypatch, capsys):
    def fail(function: object) -> None:
        raise RuntimeError("no compiler here\nand a long story")

    monkeypatch.setattr(torch, "compile", fail)
    script.try_compile("cpu")
    assert json.loads(capsys.readouterr().out) == {"error": "RuntimeError: no compiler here\nand a long story"}


@pytest.mark.slow
def test_a_real_compilation(script, capsys):
    report = script.Report()
    script.check_compile(report, "cpu")
    out = capsys.readouterr().out
    assert "works on cpu: a small function took" in out or "does not work on cpu" in out


# --- sizes ----------------------------------------------------------------------------------------------------


def test_memory_is_that_of_weights_and_a_long_answer(script):
    config = PRESETS["Qwen/Qwen3-8B"]
    per_block = 4096 * 4096 * 2 + 2 * 4096 * 1024 + 3 * 4096 * 12_288 + 2 * 4096 + 2 * 128
    assert script.parameter_count(config) == 36 * per_block + 2 * 151_936 * 4096 + 4096
    need = script.memory_needed(config, torch.bfloat16)
    assert need == 2 * script.parameter_count(config) + 4096 * 2 * 36 * 8 * 128 * 2 + 2**30
    short = Qwen3Config(**{**config.__dict__, "max_position_embeddings": 512})
    fewer = (4096 - 512) * KVCache.bytes_per_token(config, torch.bfloat16)
    assert script.memory_needed(short, torch.bfloat16) == need - fewer


def test_which_types_fit(script):
    types, gib = (torch.float32, torch.bfloat16), 2**30
    assert script.what_fits(types, (8 * gib, 4 * gib), 8 * gib) == "float32, bfloat16"
    assert script.what_fits(types, (8 * gib, 4 * gib), 5 * gib) == "bfloat16"
    assert script.what_fits(types, (8 * gib, 4 * gib), 3 * gib) == "no"
    assert script.what_fits(types, (8 * gib, 4 * gib), None) == "unknown"


@pytest.mark.official
def test_the_configuration_of_smollm2_is_that_of_its_weights(script):
    from shared.model.gguf_reader import GGUFFile

    config = Qwen3Config.from_dict(GGUFFile(checkpoints.locate(checkpoints.SMOLLM2)).config)
    assert script.parameter_count(Qwen3Config(**script.SMOLLM2)) == script.parameter_count(config)


def test_from_the_outside():
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *QUICK],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0 and done.stderr == ""
    assert "not asked: the environment says offline" in done.stdout
