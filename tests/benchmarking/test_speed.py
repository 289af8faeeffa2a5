"""What a step reads, how cases take turns, and ch02/benchmark.py from the outside."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import shared.benchmarking.speed as benchmark
from shared.benchmarking.speed import (
    Case,
    Measurement,
    cache_bytes,
    copy_bandwidth,
    groups,
    measure,
    mixed_lengths,
    weight_bytes,
)
from shared.model.qwen3 import Qwen3, Qwen3Config

import pytest
import torch
from places import ROOT

SCRIPT = ROOT / "ch02" / "benchmark.py"
SMALL = Qwen3Config(
    vocab_size=50,
    hidden_size=8,
    intermediate_size=12,
    num_hidden_layers=2,
    num_attention_heads=4,
    num_key_value_heads=2,
    head_dim=6,
    max_position_embeddings=64,
)


# --- what a step reads ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize(("dtype", "size"), [(torch.float32, 4), (torch.bfloat16, 2)])
def test_weights_read_in_a_step(tied, dtype, size):
    model = Qwen3(Qwen3Config(**{**SMALL.__dict__, "tie_word_embeddings": tied})).to(dtype)
    attention = 8 * 24 + 2 * 8 * 12 + 24 * 8 + 2 * 6  # queries; keys and values; output; two norms of a head
    block = attention + 3 * 8 * 12 + 2 * 8  # and three matrices of the feed-forward, two norms
    head = 50 * 8  # one table, whether it is tied or not: a lookup reads next to nothing
    assert weight_bytes(model) == size * (2 * block + 8 + head)


@pytest.mark.parametrize(("rows", "prompt", "new"), [(1, 10, 2), (3, 7, 20), (64, 1, 5)])
def test_cache_read_is_the_mean_over_the_steps(rows, prompt, new):
    token = 2 * 2 * 2 * 6 * 2  # keys and values, layers, heads, numbers a head, bytes of bfloat16
    steps = [rows * token * (prompt + written) for written in range(1, new)]
    assert cache_bytes(SMALL, torch.bfloat16, rows, prompt, new) == pytest.approx(sum(steps) / len(steps))


def test_a_copy_counts_what_is_read_and_what_is_written(monkeypatch):
    seconds = iter([9.0, 0.5, 0.25, 4.0])  # the first one does not count
    monkeypatch.setattr(benchmark, "timed", lambda work, device: (work(), next(seconds))[1])
    assert copy_bandwidth("cpu", size=1000, repetitions=3) == 2 * 1000 / 0.5


def test_bandwidth_counts_the_steps_after_the_first_token():
    result = Measurement("engine", 4, tokens=4 * 11, seconds=3.0, first_token_seconds=1.0, step_bytes=6e9)
    assert result.tokens_per_second == pytest.approx(44 / 3)
    assert result.bandwidth == pytest.approx(10 * 6e9 / 2.0)
    result.step_bytes = None
    assert result.bandwidth is None and result.to_dict()["bytes_per_second"] is None


# --- taking turns ---------------------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    """Time that passes only when a case says so."""
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(benchmark.time, "perf_counter", lambda: clock.now)
    return clock


def scripted(clock: SimpleNamespace, name: str, seconds: list[float], log: list[str]) -> Case:
    """A case whose repetitions take so long; one token takes a tenth of that."""
    left = iter(seconds)
    current = [0.0]

    def write(new_tokens: int) -> None:
        if new_tokens > 1:
            current[0] = next(left)
            log.append(name)
        clock.now += current[0] if new_tokens > 1 else current[0] / 10

    return Case(name, 2, write)


def test_cases_alternate_and_the_first_run_does_not_count(clock):
    log, ticks = [], []
    cases = [scripted(clock, "a", [100, 1, 5, 3], log), scripted(clock, "b", [7, 2, 2, 9], log)]
    a, b = measure(cases, 10, 3, "cpu", tick=lambda: ticks.append(1))
    assert log == ["a", "b"] * 4 and len(ticks) == 8
    assert (a.warm_up_seconds, a.all_seconds, a.seconds) == (100, pytest.approx([1, 5, 3]), pytest.approx(3))
    assert (b.warm_up_seconds, b.seconds) == (7, pytest.approx(2))
    assert (a.first_token_seconds, b.first_token_seconds) == (pytest.approx(0.3), pytest.approx(0.2))
    assert a.tokens == 20 and a.tokens_per_second == pytest.approx(20 / 3)
    assert a.peak_bytes > 0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (torch.OutOfMemoryError("CUDA out of memory. Tried"), "out of memory"),
        (RuntimeError("no kernel\nfor this"), "RuntimeError: no kernel"),
    ],
)
def test_a_case_that_fails_leaves_the_others_alone(clock, error, words):
    log: list[str] = []

    def fail(_: int) -> None:
        log.append("bad")
        raise error

    good = scripted(clock, "good", [1, 1, 1], log)
    bad, fine = measure([Case("bad", 1, fail), good], 4, 2, "cpu")
    assert log == ["bad", "good", "good", "good"]
    assert bad.to_dict() == {"mode": "bad", "batch_size": 1, "failure": words}
    assert fine.seconds == pytest.approx(1)


def test_mixed_lengths_are_spread_and_shuffled():
    lengths = mixed_lengths(10, 100, 1000)
    assert sorted(lengths) == list(range(100, 1001, 100)) and lengths != sorted(lengths)
    assert lengths == mixed_lengths(10, 100, 1000) != mixed_lengths(10, 100, 1000, seed=1)


def test_groups():
    assert groups(range(5), 2) == [[0, 1], [2, 3], [4]] and groups([], 3) == []


# --- the script -----------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def bandwidth(script, monkeypatch):
    """A copy's speed, which takes a while to measure."""
    monkeypatch.setattr(script, "copy_bandwidth", lambda device: 20e9)


QUICK = ("--prompt-tokens", "5", "--new-tokens", "4", "--repetitions", "1")
EAGER = ("no-cache", "cache", "engine", "transformers", "transformers-static")


def test_what_it_prints_and_writes(call):
    pytest.importorskip("transformers")
    mixed = ("--mixed", "--mixed-requests", "5", "--mixed-tokens", "2", "6")
    code, out, err = call(*QUICK, *mixed, "--batch-sizes", "3", "1", "--modes", *EAGER)
    assert code == 0, err
    result = json.loads(Path("runs/benchmark/benchmark.json").read_text())
    ways = [(r["mode"], r["batch_size"]) for r in result["results"]]
    assert ways == [(mode, 1) for mode in EAGER] + [(mode, 3) for mode in EAGER[2:]]
    for r in result["results"]:
        assert r["tokens"] == 4 * r["batch_size"] and len(r["all_seconds"]) == 1
        assert r["tokens_per_second"] == pytest.approx(r["tokens"] / r["seconds"])
        cache = 0 if r["mode"] == "no-cache" else r["batch_size"] * (5 + 2) * 2 * 4 * 2 * 32 * 4
        assert r["step_bytes"] == result["weight_bytes_per_step"] + cache
    assert sorted(result["mixed"]["lengths"]) == [2, 3, 4, 5, 6]
    assert [(r["mode"], r["tokens"]) for r in result["mixed"]["results"]] == [
        ("engine", 20),
        ("transformers", 20),
    ]
    assert result["command"].startswith("python ch02/benchmark.py --prompt-tokens 5")
    assert result["environment"]["torch"] == torch.__version__
    assert Path("runs/benchmark/benchmark.png").stat().st_size < 150_000
    for words in (
        "tiny-base, float32, cpu",
        "× theirs",
        "of copy",
        "20.0 GB/s",
        "read and written both counted",
    ):
        assert words in out, words
    assert "transformers, static cache" in out and "5 requests of 2 to 6 new tokens" in out


def test_the_courses_own_problems(call):
    pytest.importorskip("transformers")
    modes = ("cache", "engine", "transformers")
    code, out, err = call(*QUICK, "--batch-sizes", "2", "--problems", "3", "--modes", *modes)
    assert code == 0, err
    problems = json.loads(Path("runs/benchmark/benchmark.json").read_text())["problems"]
    assert problems["count"] == problems["same_texts"] == 3
    (ours, theirs) = problems["results"]
    assert (ours["mode"], theirs["mode"]) == ("engine", "transformers")
    assert ours["tokens"] == theirs["tokens"] > 9 and ours["batch_size"] == 2
    assert "3 test problems with the hint" in out and "The same text from every way: 3 of 3." in out


def test_without_transformers_the_rest_is_measured(call, monkeypatch):
    monkeypatch.setitem(sys.modules, "transformers", None)
    code, out, err = call(*QUICK, "--batch-sizes", "1", "--modes", "cache", "transformers")
    assert code == 0
    assert err.count("transformers is not installed") == 1
    assert [r["mode"] for r in json.loads(Path("runs/benchmark/benchmark.json").read_text())["results"]] == [
        "cache"
    ]


def test_random_weights_need_no_files(call, script, monkeypatch):
    monkeypatch.setitem(script.PRESETS, "Small/Test", SMALL)
    options = ("--config", "Small/Test", "--random-weights", "--dtype", "bfloat16", "--out", "here")
    code, out, err = call(*QUICK, *options, "--batch-sizes", "2", "--modes", "engine")
    assert code == 0, err
    result = json.loads(Path("here/benchmark.json").read_text())
    assert result["model"] == "Small/Test with random weights" and result["dtype"] == "bfloat16"
    assert torch.get_default_dtype() == torch.float32


def test_a_failure_is_shown_and_the_rest_counts(call, script, monkeypatch):
    def fail(*arguments: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(script, "write_with_engine", fail)
    code, out, _ = call(*QUICK, "--batch-sizes", "1", "--modes", "cache", "engine")
    assert code == 0 and "engine, 1 rows, failed: out of memory" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--model", "tiny-bass"], "did you mean 'tiny-base'"),
        (["--config", "Qwen/Qwen3-0.6B"], "--random-weights belong together"),
        (["--random-weights"], "--random-weights belong together"),
        (["--model", "tiny-base", "--config", "Qwen/Qwen3-0.6B", "--random-weights"], "not both"),
        (["--config", "Qwen/Qwen3-9B", "--random-weights"], "invalid choice"),
        (["--modes", "magic"], "invalid choice: 'magic'"),
        (["--batch-sizes", "0"], "from 1 up"),
        (["--new-tokens", "1"], "from 2 up"),
        (["--prompt-tokens", "500"], "context of 512"),
        (["--config", "Qwen/Qwen3-0.6B", "--random-weights", "--problems", "3"], "real questions"),
        (["--mixed-tokens", "9", "3"], "the smaller number comes first"),
        (["--device", "abacus"], "device 'abacus' cannot be used"),
        (["--config", "Qwen/Qwen3-0.6B", "--random-weights", "--device", "abacus"], "'abacus'"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(call, arguments, words, tmp_path):
    code, out, err = call(*arguments)
    assert code == 2 and out == "" and list(tmp_path.iterdir()) == []
    assert words in err and err.count("\n") == 1


@pytest.mark.slow
def test_compiled_ways(call):
    modes = ("cache", "compile", "engine-compile")
    code, out, err = call(*QUICK, "--batch-sizes", "1", "2", "--modes", *modes)
    assert code == 0, err
    results = json.loads(Path("runs/benchmark/benchmark.json").read_text())["results"]
    assert not any("failure" in r and r["failure"] for r in results) and len(results) == 4
