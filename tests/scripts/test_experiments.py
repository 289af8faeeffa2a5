"""ch04/experiments.py from the outside: the twelve rows, each against scale.py, kills, and mistakes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

from shared.evaluation.runs import load_run

import pytest
from places import ROOT
from script_calls import ENVIRONMENT, call, command

SCRIPT = "ch04/experiments.py"
FEW = ["--limit", "6", "--max-new-tokens", "60"]
SETTINGS = json.loads((ROOT / "ch04" / "experiments.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """All twelve rows, and what was said."""
    folder = tmp_path_factory.mktemp("experiments") / "twelve"
    return folder, call(SCRIPT, *FEW, "--out", str(folder))


def cells(said: str) -> dict[int, list[str]]:
    """The table's lines by their number."""
    lines = [
        [cell.strip() for cell in line.split("│")[1:-1]] for line in said.splitlines() if line.startswith("│")
    ]
    return {int(line[0]): line for line in lines}


def test_there_are_the_twelve_rows_beside_the_book_s(run: tuple[Path, str]) -> None:
    table = cells(run[1])
    assert list(table) == list(range(1, 13))
    published = [15.2, 48.2, 40.6, 17.8, 29.6, 27.8, 31.6, 33.4, 42.2, 48.0, 52.0, 55.2]
    assert [line[-1] for line in table.values()] == [f"{p}%" for p in published]
    assert "other models or other problems" in run[1]
    assert table[3][6] == "" and "p = " in table[1][6]


@pytest.mark.parametrize("number", [2, 3, 5, 7, 9, 12])
def test_each_row_is_what_scale_py_makes_alone(number: int, run: tuple[Path, str], tmp_path: Path) -> None:
    row = SETTINGS["rows"][number - 1]
    options = ["--model", SETTINGS["models"][row["model"]], *FEW, "--out", str(tmp_path / "r")]
    options += ["--prompt-suffix", "hint"] if row["hint"] else []
    if row["samples"]:
        options += [
            "--method",
            "self-consistency",
            "--num-samples",
            str(row["samples"]),
            "--temperature",
            "0.9",
            "--top-p",
            "0.9",
        ]
    else:
        options += ["--method", "greedy"]
    call("ch04/scale.py", *options)
    alone = load_run(tmp_path / "r")
    line = cells(run[1])[number]
    assert line[3] == f"{alone.accuracy:.1%}" and line[5] == f"{alone.mean_tokens:.0f}"


@pytest.mark.parametrize("change", [{"temperature": 0.3}, {"top_p": 0.2}, {"top_k": 1}, {"min_p": 0.9}])
def test_settings_reach_the_samples(change: dict, run: tuple[Path, str], tmp_path: Path) -> None:
    own = {
        **SETTINGS,
        "sampling": {**SETTINGS["sampling"], **change},
        "rows": SETTINGS["rows"][6:7],
        "baseline": 7,
    }
    (tmp_path / "s.json").write_text(json.dumps(own), encoding="utf-8")
    call(SCRIPT, *FEW, "--settings", str(tmp_path / "s.json"), "--out", str(tmp_path / "r"))
    name = "base-10-samples"
    texts = [[s.text for r in load_run(f / name).records for s in r.samples] for f in (tmp_path / "r", run[0])]
    assert texts[0] != texts[1]


def test_a_killed_run_goes_on_to_the_same_records(run: tuple[Path, str], tmp_path: Path) -> None:
    out = tmp_path / "r"
    process = subprocess.Popen(
        command(SCRIPT, *FEW, "--out", str(out)), env=ENVIRONMENT, stderr=subprocess.DEVNULL
    )
    third, deadline = out / "base-hint-greedy" / "records.jsonl", time.monotonic() + 60
    while not third.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert third.exists() and "holds a run already" in call(SCRIPT, *FEW, "--out", str(out), code=2)
    said = call(SCRIPT, *FEW, "--out", str(out), "--resume")
    assert cells(said) == cells(run[1])
    for folder in run[0].iterdir():
        pair = [[(r.unique_id, r.samples) for r in load_run(f).records] for f in (folder, out / folder.name)]
        assert pair[0] == pair[1]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    said = call(SCRIPT, "--dry-run", "--out", str(tmp_path / "r"))
    assert "for row 8, 9, 10, 11" in said and not (tmp_path / "r").exists()


def row(**changes: object) -> dict:
    return {"rows": [{**SETTINGS["rows"][0], **changes}], "baseline": 1}


MISTAKES = {
    "rows[0].model: 'bse' is not one of": row(model="bse"),
    "rows[0].samples: -1 is less than": row(samples=-1),
    "'hnt' was unexpected": row(hnt=True),
    "two rows 1": {"rows": SETTINGS["rows"][:1] * 2, "baseline": 1},
    "the baseline is row 9": {"rows": SETTINGS["rows"][:1], "baseline": 9},
    "sampling.temperature: 0 is less": {"sampling": {"temperature": 0}},
    "'rows' is a required property": None,
}


@pytest.mark.parametrize("told", MISTAKES)
def test_mistakes_in_the_settings_are_one_line(told: str, tmp_path: Path) -> None:
    own = {**SETTINGS, **(MISTAKES[told] or {})}
    if MISTAKES[told] is None:
        del own["rows"]
    (tmp_path / "s.json").write_text(json.dumps(own), encoding="utf-8")
    said = call(SCRIPT, "--dry-run", "--settings", str(tmp_path / "s.json"), code=2)
    assert told in said and len(said.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [("--settings nowhere.json", "cannot read"), ("--temperature 1", "belongs into the settings"),
     ("--model tiny-base", "belongs into the settings")],
)  # fmt: skip
def test_mistakes_on_the_command_line_are_one_line(arguments: str, message: str) -> None:
    said = call(SCRIPT, *arguments.split(), code=2)
    assert message in said and len(said.strip().splitlines()) == 1


def test_nothing_is_loaded_for_help() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / SCRIPT), "--help"], capture_output=True, text=True, env=ENVIRONMENT
    )
    assert done.returncode == 0 and "--settings" in done.stdout
