"""ch04/scale.py from the outside: every method, samples used again, kills, and what is refused."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

from shared.evaluation.runs import load_run, read_config
from shared.tools.files import read_jsonl
from shared.verifier import same_answer

import pytest
from script_calls import ENVIRONMENT, call, command

FEW = ["--limit", "12", "--max-new-tokens", "60", "--prompt-suffix", "hint"]


def scale(*arguments: str, code: int = 0) -> str:
    return call("ch04/scale.py", *arguments, code=code)


def lines(folder: Path) -> list[dict]:
    return [{k: v for k, v in line.items() if k != "seconds"} for line in read_jsonl(folder / "records.jsonl")]


@pytest.fixture(scope="module")
def votes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scale") / "votes"
    said = scale("--method", "self-consistency", *FEW, "--num-samples", "5", "--out", str(folder))
    assert "5.0 samples" in said
    return folder


def naive_winner(answers: list[str | None]) -> int:
    """The first answer of those that most others equal."""
    counts = [-1 if a is None else sum(b is not None and same_answer(b, a) for b in answers) for a in answers]
    return counts.index(max(counts))


def test_the_vote_is_that_of_a_naive_count(votes: Path) -> None:
    for record in load_run(votes).records:
        assert record.chosen == naive_winner([s.answer for s in record.samples])


def test_fewer_samples_are_the_first_ones(votes: Path, tmp_path: Path) -> None:
    scale(
        "--method",
        "self-consistency",
        "--from-run",
        str(votes),
        "--num-samples",
        "3",
        "--out",
        str(tmp_path / "r"),
    )
    for record, whole in zip(load_run(tmp_path / "r").records, load_run(votes).records, strict=True):
        assert record.samples == whole.samples[:3]
        assert record.chosen == naive_winner([s.answer for s in record.samples])


def test_adaptive_stops_the_same_live_and_from_a_run(votes: Path, tmp_path: Path) -> None:
    options = ["--method", "adaptive", "--num-samples", "5", "--level", "0.9", "--round", "2"]
    scale(*options, *FEW, "--out", str(tmp_path / "live"))
    scale(*options, "--from-run", str(votes), "--out", str(tmp_path / "again"))
    live, again, whole = (load_run(f).records for f in (tmp_path / "live", tmp_path / "again", votes))
    counts = [len(r.samples) for r in live]
    assert [[s.text for s in r.samples] for r in live] == [[s.text for s in r.samples] for r in again]
    assert all(
        [s.text for s in r.samples] == [s.text for s in w.samples[: len(r.samples)]]
        for r, w in zip(live, whole, strict=True)
    )
    assert min(counts) < 5 and set(counts) <= {2, 4, 5}
    assert "pass_at" not in json.loads((tmp_path / "live" / "summary.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("weight", ["logprob", "self-certainty", "lowest-window"])
def test_weighted_uses_the_samples_of_the_run(weight: str, votes: Path, tmp_path: Path) -> None:
    options = ["--method", "weighted", "--weight", weight, "--num-samples", "5"]
    scale(*options, "--from-run", str(votes), "--out", str(tmp_path / "r"))
    found, whole = load_run(tmp_path / "r"), load_run(votes)
    assert [r.samples for r in found.records] == [r.samples for r in whole.records]
    assert read_config(tmp_path / "r")["weight"] == weight


def test_the_methods_with_one_text(tmp_path: Path) -> None:
    few = ["--limit", "24", "--max-new-tokens", "60"]
    for name, options in {
        "greedy": [],
        "cot": [],
        "budget-8": ["--model", "tiny-reasoning", "--budget", "8"],
        "budget-32": ["--model", "tiny-reasoning", "--budget", "32"],
        "budget-64-refused": ["--model", "tiny-reasoning", "--budget", "64", "--refuse", "1"],
        "power-2": ["--prompt-suffix", "hint", "--steps", "2"],
        "power-9": ["--prompt-suffix", "hint", "--steps", "2", "--alpha", "9"],
    }.items():
        scale("--method", name.split("-")[0], *few, *options, "--out", str(tmp_path / name))
    texts = {f.name: str([r.samples for r in load_run(f).records]) for f in tmp_path.iterdir()}
    assert len(set(texts.values())) == 7, "every method and option changes what is written"


def test_a_run_that_was_killed_ends_with_the_same_records(votes: Path, tmp_path: Path) -> None:
    arguments = ["--method", "self-consistency", *FEW, "--num-samples", "5", "--batch-size", "8"]
    arguments += ["--out", str(tmp_path / "r")]
    log = tmp_path / "r" / "records.jsonl"
    process = subprocess.Popen(
        command("ch04/scale.py", *arguments),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
    )
    deadline = time.monotonic() + 120
    while not (log.exists() and log.read_bytes().count(b"\n") >= 2) and time.monotonic() < deadline:
        time.sleep(0.005)
    process.kill()
    process.wait()
    assert 2 <= len(lines(tmp_path / "r")) < 12
    scale(*arguments, "--resume")
    ours, theirs = load_run(tmp_path / "r").records, load_run(votes).records
    assert [[s.text for s in r.samples] for r in ours] == [[s.text for s in r.samples] for r in theirs]
    assert [r.chosen for r in ours] == [r.chosen for r in theirs]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--method cot --prompt-suffix=", "it is --method greedy"),
        ("--method budget --model tiny-reasoning", "needs a --budget"),
        ("--method self-consistency --temperature 0", "above 0"),
        ("--method greedy --budget 8", "--budget"),
        ("--method adaptive --level 0.3", "level"),
        ("--method luck", "luck"),
        ("--method weighted --from-run nowhere", "nowhere"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(arguments: str, message: str, tmp_path: Path) -> None:
    said = scale(
        *arguments.split(),
        *([] if "--from-run" in arguments else ["--limit", "2"]),
        "--out",
        str(tmp_path / "r"),
        code=2,
    )
    shown = [line for line in said.splitlines() if "it/s" not in line and "problem/s" not in line]
    assert message in said and len(shown) == 1, said


def test_a_run_that_is_there_is_left_alone(votes: Path) -> None:
    before = lines(votes)
    said = scale("--method", "self-consistency", *FEW, "--num-samples", "5", "--out", str(votes), code=2)
    assert "holds a run already" in said and lines(votes) == before
    said = scale("--method", "weighted", "--from-run", str(votes), "--out", str(votes), "--resume", code=2)
    assert "choose another folder" in said and lines(votes) == before
