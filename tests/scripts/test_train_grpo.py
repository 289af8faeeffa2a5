"""ch06's scripts from the outside: a run, a kill, presets and options, pictures, mistakes."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

from shared.model import checkpoints
from shared.rl.algorithm import Algorithm
from shared.rl.config import GRPOConfig
from shared.rl.presets import PRESETS
from shared.tools.files import read_jsonl, read_safetensors

import pytest
import torch
from places import ROOT
from script_calls import ENVIRONMENT, call, command

SIZES = {
    "steps": 4,
    "prompts-per-step": 2,
    "group-size": 4,
    "max-new-tokens": 40,
    "evaluate-every": 2,
    "evaluate-on": 6,
}
SMALL = [part for name, value in SIZES.items() for part in (f"--{name}", str(value))]
TRAIN, PLOT = "ch06/train_grpo.py", "ch06/plot_run.py"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grpo") / "run"
    said = call(TRAIN, *SMALL, "--out", str(folder))
    assert "held-out problems, best after step" in said
    return folder


def identity(folder: Path) -> dict:
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))["identity"]


def test_a_run_leaves_a_log_a_model_and_the_best_one(run: Path) -> None:
    lines = read_jsonl(run / "metrics.jsonl")
    assert [line["step"] for line in lines] == [1, 2, 3, 4]
    assert ["accuracy" in line for line in lines] == [False, True, False, True]
    last = dict(checkpoints.load(str(run / "model"))[0].named_parameters())
    best = dict(checkpoints.load(str(run / "model-best"))[0].named_parameters())
    kept = read_safetensors(run / "checkpoint.safetensors")[1]
    assert all(torch.equal(kept[f"model.{name}"], p) for name, p in last.items())
    untrained = dict(checkpoints.load("tiny-base")[0].named_parameters())
    assert not all(torch.equal(untrained[name].float(), p) for name, p in best.items())


def test_a_killed_run_ends_with_the_same_weights(run: Path, tmp_path: Path) -> None:
    line = [*SMALL, "--checkpoint-every", "1", "--out", str(tmp_path / "r")]
    process = subprocess.Popen(command(TRAIN, *line), env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    log, deadline = tmp_path / "r" / "metrics.jsonl", time.monotonic() + 60
    while not (log.exists() and log.read_bytes().count(b"\n") >= 2) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert "holds a run already" in call(TRAIN, *line, code=2)
    call(TRAIN, *line, "--resume")
    models = [read_safetensors(folder / "model" / "model.safetensors")[1] for folder in (run, tmp_path / "r")]
    assert all(torch.equal(tensor, models[1][name]) for name, tensor in models[0].items())


def test_ctrl_c_says_how_to_go_on(tmp_path: Path) -> None:
    line = command(TRAIN, "--steps", "500", *SMALL[2:], "--out", str(tmp_path / "r"))
    process = subprocess.Popen(
        line, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    log, deadline = tmp_path / "r" / "metrics.jsonl", time.monotonic() + 60
    while not log.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 130 and "--resume" in said and "Traceback" not in said


def test_a_preset_and_options_that_change_it(tmp_path: Path) -> None:
    line = ["--preset", "dapo", "--clip-low", "0.1", "--rewards", "correct", "format", "--num-updates", "2"]
    call(TRAIN, *SMALL, "--steps", "2", *line, "--out", str(tmp_path / "r"))
    told = identity(tmp_path / "r")
    assert told["clip_high"] == PRESETS["dapo"].clip_high and told["clip_low"] == 0.1
    assert told["rewards"] == ["correct", "format"] and told["num_updates"] == 2


def test_every_field_has_a_flag_that_explains_itself() -> None:
    said = " ".join(call(TRAIN, "--help").split())
    for cls in (GRPOConfig, Algorithm):
        for name in cls.__dataclass_fields__.keys() - {"algorithm"}:
            assert f"--{name.replace('_', '-')} " in said, name


def test_the_picture_and_the_table(run: Path, tmp_path: Path) -> None:
    said = call(PLOT, str(run), str(run), "--png", str(tmp_path / "p.png"), "--smooth", "2")
    assert "reward" in said and "accuracy" in said
    assert (tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")
    only = call(PLOT, str(run), "--metrics", "loss")
    assert "loss" in only and "reward" not in only


def test_following_ends_with_ctrl_c(run: Path) -> None:
    line = command(PLOT, str(run), "--follow", "0.2")
    process = subprocess.Popen(line, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(6)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=30)
    assert process.returncode in (0, 130) and "Traceback" not in complaint


@pytest.mark.parametrize(
    ("script", "line", "message"),
    [
        (TRAIN, "--importance sequence", "a token's"),
        (TRAIN, "--group-size 1", "group_size is 1"),
        (TRAIN, "--preset grop", "invalid choice"),
        (TRAIN, "--problems nowhere.json", "nowhere.json"),
        (TRAIN, "--dtype bfloat16", "stay in float32"),
        (TRAIN, "--level 1 --problems math500", "generated problems"),
        (PLOT, "nowhere", "holds no metrics.jsonl"),
        (PLOT, "RUN --metrics rewrad", "there are accuracy"),
    ],
)
def test_mistakes_are_one_line(script: str, line: str, message: str, run: Path, tmp_path: Path) -> None:
    own = [] if script == PLOT else ["--out", str(tmp_path / "r")]
    said = call(script, *line.replace("RUN", str(run)).split(), *own, code=2)
    assert message in said and len(said.strip().splitlines()) == 1
    assert (ROOT / script).exists()
