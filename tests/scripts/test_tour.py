"""The tour from the outside: the command, its files, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from places import ROOT

TOUR = [sys.executable, str(ROOT / "ch01" / "tour.py")]
STAGES = [
    "unprompted",
    "hint",
    "one sample",
    "majority of 4",
    "best of 4",
    "one refinement",
    "after RL",
    "after distillation",
]


def environment() -> dict[str, str]:
    return {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONUTF8": "1", "COLUMNS": "120"}


def check_report(report: dict, names: list[str]) -> None:
    assert [stage["name"] for stage in report["stages"]] == names
    for stage in report["stages"]:
        low, high = stage["ci95"]
        assert 0 <= low <= stage["accuracy"] <= high <= 1
        verdicts = [int(verdict) for verdict in stage["verdicts"]]
        assert len(verdicts) == stage["n"] and sum(verdicts) / stage["n"] == stage["accuracy"]
        assert stage["mean_tokens"] > 1 and stage["seconds"] > 0 and stage["n"] == 40
    assert report["environment"]["torch"]


def test_quick_tour(tmp_path):
    done = subprocess.run(
        [*TOUR, "--quick", "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        env=environment(),
    )
    assert done.returncode == 0, done.stderr[-2000:]
    report = json.loads((tmp_path / "tour.json").read_text(encoding="utf-8"))
    check_report(report, STAGES)
    assert [point["step"] for point in report["curve"]] == [0, 3]
    png = (tmp_path / "tour.png").read_bytes()
    assert png.startswith(b"\x89PNG") and len(png) <= 150_000
    for name in STAGES:
        assert name in done.stdout
    unprompted, hint = (stage["verdicts"].count("1") for stage in report["stages"][:2])
    assert f"{100 * (unprompted - hint) / 40:+.1f} (" in done.stdout  # in pairs, against the hint
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals for a child process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_a_kill_leave_what_was_measured(tmp_path, number):
    tour = subprocess.Popen(
        [*TOUR, "--quick", "--out", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(),
    )
    path, deadline = tmp_path / "tour.json", time.monotonic() + 300
    while not path.exists() and tour.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    tour.send_signal(number)
    out, err = tour.communicate(timeout=120)
    assert tour.returncode == 130, err[-2000:]
    report = json.loads(path.read_text(encoding="utf-8"))
    assert 1 <= len(report["stages"]) < len(STAGES)
    check_report(report, STAGES[: len(report["stages"])])
    assert "What was measured so far" in out and "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--model", "tiny-bass"], "did you mean"),
        (["--problems", "0"], "--problems must be from 1 to 500"),
        (["--device", "abacus"], "cannot be used on this machine"),
    ],
)
def test_mistakes_get_one_line_and_exit_code_2(arguments, message, tmp_path):
    done = subprocess.run(
        [*TOUR, *arguments, "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        env=environment(),
    )
    assert done.returncode == 2
    assert message in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
