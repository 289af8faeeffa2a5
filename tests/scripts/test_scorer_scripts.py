"""ch05's scripts from the outside: a head is trained, scores choose, mistakes are refused."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

from shared.evaluation.runs import load_run, read_config
from shared.model import checkpoints
from shared.reasoning.reward_model import load_head
from shared.reasoning.scorers import make_scorer
from shared.tools.files import read_safetensors

import pytest
import torch
from script_calls import ENVIRONMENT, call, command


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of samples, and a head."""
    folder = tmp_path_factory.mktemp("scorers")
    drawing = ["--score", "heuristic", "--num-samples", "4", "--prompt-suffix", "hint", "--limit", "20"]
    call("ch05/best_of_n.py", *drawing, "--out", str(folder / "best"))
    said = call("ch05/train_scorer.py", "--problems", "30", "--num-samples", "4", "--out", str(folder / "head"))
    assert "held out: 24 answers to 6 problems" in said
    return folder


@pytest.mark.parametrize(
    "score", ["heuristic", "logprob", "answer-logprob", "self-certainty", "learned", "judge"]
)
def test_the_highest_score_is_chosen(score: str, folder: Path, tmp_path: Path) -> None:
    model, tokenizer = checkpoints.load("tiny-teacher" if score == "judge" else "tiny-base")
    head = load_head(folder / "head", model) if score == "learned" else None
    name = "logprob" if score == "judge" else score
    options = {"learned": ["--head", str(folder / "head")], "judge": ["--judge", "tiny-teacher"]}.get(score, [])
    samples = str(folder / "best-samples")
    options += ["--from-run", samples, "--num-samples", "3", "--out", str(tmp_path / "r")]
    call("ch05/best_of_n.py", "--score", name, *options)
    scorer = make_scorer(name, model, tokenizer, head)
    for record, whole in zip(load_run(tmp_path / "r").records, load_run(samples).records, strict=True):
        assert record.samples == whole.samples[:3]
        values = scorer(record.prompt, [s.text for s in record.samples])
        assert values[record.chosen] == pytest.approx(max(values), abs=1e-6)
    assert read_config(tmp_path / "r")["score"] == name


def test_scores_choose_differently(folder: Path, tmp_path: Path) -> None:
    for score in ("answer-logprob", "logprob"):
        options = ["--score", score, "--from-run", str(folder / "best-samples"), "--num-samples", "4"]
        call("ch05/best_of_n.py", *options, "--out", str(tmp_path / score))
    chosen = [[r.chosen for r in load_run(f).records] for f in (folder / "best", *tmp_path.iterdir())]
    assert len({tuple(one) for one in chosen}) == 3


@pytest.mark.parametrize(
    ("script", "arguments", "part"),
    [
        ("ch05/best_of_n.py", "--score logprob --num-samples 3 --limit 12", "-samples"),
        ("ch05/train_scorer.py", "--problems 12 --num-samples 3", "-lessons"),
    ],
)
def test_a_killed_script_goes_on_to_the_same_end(
    script: str, arguments: str, part: str, tmp_path: Path
) -> None:
    line = [*arguments.split(), "--batch-size", "4", "--max-new-tokens", "80", "--out"]
    process = subprocess.Popen(
        command(script, *line, str(tmp_path / "r")), env=ENVIRONMENT, stderr=subprocess.DEVNULL
    )
    written, deadline = tmp_path / f"r{part}" / "records.jsonl", time.monotonic() + 60
    while not (written.exists() and written.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    call(script, *line, str(tmp_path / "r"), "--resume")
    call(script, *line, str(tmp_path / "whole"))
    pair = [load_run(tmp_path / f"{name}{part}").records for name in ("r", "whole")]
    assert [(r.unique_id, r.samples) for r in pair[0]] == [(r.unique_id, r.samples) for r in pair[1]]
    if script == "ch05/best_of_n.py":
        pair = [load_run(tmp_path / name).records for name in ("r", "whole")]
        assert [r.chosen for r in pair[0]] == [r.chosen for r in pair[1]]
    else:
        heads = [read_safetensors(tmp_path / name)[1] for name in ("r", "whole")]
        assert all(torch.equal(tensor, heads[1][name]) for name, tensor in heads[0].items())


@pytest.mark.parametrize("option", [["--no-confidence"], ["--width", "0"], ["--epochs", "1"]])
def test_options_of_training_reach_the_head(option: list[str], folder: Path, tmp_path: Path) -> None:
    samples = ["--from-run", str(folder / "head-lessons")]
    call("ch05/train_scorer.py", *samples, "--out", str(tmp_path / "plain"))
    call("ch05/train_scorer.py", *samples, "--out", str(tmp_path / "other"), *option)
    files = (folder / "head", tmp_path / "plain", tmp_path / "other")
    first, plain, other = (read_safetensors(path)[1] for path in files)
    assert all(torch.equal(plain[name], first[name]) for name in first), "the same answers, the same head"
    assert any(name not in other or not torch.equal(plain[name], other[name]) for name in plain)


@pytest.mark.parametrize(
    ("script", "arguments", "message"),
    [
        ("ch05/best_of_n.py", "--score learned", "belong together"),
        ("ch05/best_of_n.py", "--score logprob --head x", "belong together"),
        ("ch05/best_of_n.py", "--temperature 0", "above 0"),
        (
            "ch05/best_of_n.py",
            "--score learned --head nowhere --limit 2",
            "cannot read a reward head from nowhere",
        ),
        ("ch05/best_of_n.py", "--from-run nowhere", "nowhere"),
        ("ch05/best_of_n.py", "--from-run SAMPLES --num-samples 9", "has 4 samples a problem, not 9"),
        (
            "ch05/best_of_n.py",
            "--from-run SAMPLES --num-samples 4 --judge tiny-teacher --score learned --head HEAD",
            "other weights",
        ),
        ("ch05/train_scorer.py", "--temperature 0", "above 0"),
        ("ch05/train_scorer.py", "--from-run SAMPLES --model tiny-teacher", "by another model"),
        ("ch05/train_scorer.py", "--problems 30 --out HEAD", "holds a run already"),
    ],
)
def test_mistakes_are_one_line(script: str, arguments: str, message: str, folder: Path) -> None:
    named = {"SAMPLES": str(folder / "best-samples"), "HEAD": str(folder / "head")}
    said = call(script, *(named.get(a, a) for a in arguments.split()), code=2)
    assert message in said and len(said.strip().splitlines()) == 1
