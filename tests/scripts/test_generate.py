"""ch02/generate.py from the outside: where the text comes from, what the model is given, what is printed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from shared.inference.sampling import SamplingParams
from shared.model.prompts import COT_SUFFIX, render_prompt

import pytest
import torch
from places import ROOT

SCRIPT = ROOT / "ch02" / "generate.py"
QUESTION = "What is 12+30-7?"
STEPS = "12+30=42\n42-7=35\n\\boxed{35}"


@pytest.fixture
def asked(script, monkeypatch) -> list[tuple[str, dict]]:
    """What the model was given, with which options."""
    calls, stream = [], script.stream

    def note(model, tokenizer, prompt, **options):
        calls.append((prompt, {**options, "dtype": model.dtype}))
        return stream(model, tokenizer, prompt, **options)

    monkeypatch.setattr(script, "stream", note)
    return calls


def test_an_answer_and_its_speed(call):
    code, out, err = call("--hint", QUESTION)
    assert code == 0 and out == f" {STEPS}\n"
    assert err.startswith("24 tokens in ") and "the first after" in err and "tokens/s\n" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "prompt"),
    [
        ([], render_prompt("What?")),
        (["--hint"], render_prompt("What?", COT_SUFFIX)),
        (["--raw"], "What?"),
        (["--raw", "--hint"], "What?" + COT_SUFFIX),
        (["--chat"], "<|im_start|>user\nWhat?<|im_end|>\n<|im_start|>assistant\n"),
        (["--model", "tiny-reasoning"], "<|im_start|>user\nWhat?<|im_end|>\n<|im_start|>assistant\n"),
        (
            ["--model", "tiny-reasoning", "--no-thinking", "--hint"],
            f"<|im_start|>user\nWhat?{COT_SUFFIX}<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n",
        ),
    ],
)
def test_what_the_model_is_given(call, asked, options, prompt):
    assert call("What?", "--max-new-tokens", "2", *options)[0] == 0
    assert asked[0][0] == prompt


def test_where_the_text_comes_from(call, asked):
    Path("question.txt").write_text("  Größer?\n", encoding="utf-8")
    few = ("--max-new-tokens", "2")
    assert call("--file", "question.txt", *few)[0] == 0
    assert call(*few, stdin="From a pipe?\n")[0] == 0
    assert call("--raw", "--file", "question.txt", *few)[0] == 0
    texts = [prompt for prompt, _ in asked]
    assert texts == [render_prompt("Größer?"), render_prompt("From a pipe?"), "  Größer?\n"]


def test_options_reach_the_model(call, asked):
    sampling = ["--temperature", "0.7", "--top-k", "5", "--top-p", "0.9", "--min-p", "0.1", "--seed", "4"]
    code, _, err = call(QUESTION, *sampling, "--max-new-tokens", "3", "--dtype", "bfloat16")
    assert code == 0 and "cut off at the limit" in err
    assert asked[0][1] == {
        "params": SamplingParams(0.7, 5, 0.9, 0.1),
        "seed": 4,
        "max_new_tokens": 3,
        "dtype": torch.bfloat16,
    }


def test_a_seed_gives_the_same_text_again(call):
    hot = (QUESTION, "--temperature", "3", "--max-new-tokens", "30")
    first, again, other = (call(*hot, "--seed", seed)[1] for seed in ("1", "1", "2"))
    assert first == again != other


def test_what_was_written_before_ctrl_c_stays(call, script, monkeypatch):
    def interrupted(*arguments, **options):
        yield "so far"
        raise KeyboardInterrupt

    monkeypatch.setattr(script, "stream", interrupted)
    assert call(QUESTION) == (130, "so far", "\nStopped.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([QUESTION, "--model", "tiny-bass"], "did you mean 'tiny-base'"),
        ([QUESTION, "--file", "a.txt"], "not both"),
        (["--file", "none.txt"], "cannot read none.txt"),
        (["--file", "binary"], "cannot read binary as text"),
        ([""], "the text is empty"),
        ([" \n"], "the text is empty"),
        ([], "through a pipe"),
        ([QUESTION * 200], "context holds 512"),
        ([QUESTION, "--raw", "--chat"], "not allowed with"),
        ([QUESTION, "--temperature", "-1"], "--temperature"),
        ([QUESTION, "--temperature", "1e-9"], "temperature must be 0"),
        ([QUESTION, "--top-k", "-1"], "--top-k"),
        ([QUESTION, "--max-new-tokens", "0"], "from 1 up"),
        ([QUESTION, "--device", "abacus"], "'abacus' cannot be used"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(call, arguments, words):
    Path("binary").write_bytes(b"\xff\xfe\x80")
    code, out, err = call(*arguments)
    assert code == 2 and out == ""
    assert words in err and err.count("\n") == 1


def test_a_model_without_a_chat_format_says_so(call, script, monkeypatch):
    monkeypatch.setattr(script, "chat_problem", lambda tokenizer: "this model knows no chat format")
    code, _, err = call(QUESTION, "--chat")
    assert code == 2 and err == "generate: this model knows no chat format\n"


def test_memory_that_runs_out(call, script, monkeypatch):
    def fail(*arguments, **options):
        raise torch.OutOfMemoryError("CUDA out of memory.\nTried to allocate")

    monkeypatch.setattr(script, "stream", fail)
    code, _, err = call(QUESTION)
    assert code == 2 and "choose a smaller model" in err and err.count("\n") == 1


def test_from_the_outside():
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--model", "tiny-reasoning", "--threads", "1"],
        input=QUESTION.encode(),
        capture_output=True,
        timeout=300,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.replace(b"\r\n", b"\n") == b"<think>\n12+30=42\n42-7=35\n</think>\n\n\\boxed{35}\n"
    assert b"tokens/s" in done.stderr
