"""ch05/self_refine.py from the outside: rounds, rules of acceptance, an end in the middle, mistakes."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

from shared.evaluation.datasets import load_dataset
from shared.evaluation.runs import load_run
from shared.model import checkpoints
from shared.model.prompts import COT_SUFFIX
from shared.reasoning.refinement import refine
from shared.reasoning.scorers import as_score, make_scorer

import pytest
from script_calls import ENVIRONMENT, call, command

LIMIT = 12
SCRIPT = "ch05/self_refine.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of one round, with its drafts."""
    folder = tmp_path_factory.mktemp("refined")
    said = call(SCRIPT, "--prompt-suffix", "hint", "--limit", str(LIMIT), "--out", str(folder / "r"))
    assert "round 1" in said and "With a perfect rule" in said
    return folder


def texts(path: Path) -> list[list[str]]:
    return [[s.text for s in record.samples] for record in load_run(path).records]


def chosen_texts(path: Path) -> list[str]:
    return [record.samples[record.chosen].text for record in load_run(path).records]


@pytest.mark.parametrize("accept", ["always", "logprob", "judge"])
def test_rounds_equal_the_package_s_in_one_go(accept: str, folder: Path, tmp_path: Path) -> None:
    """Three runs one after another, against one call of ``refine`` with three rounds."""
    rule = "logprob" if accept == "judge" else accept
    options = ["--judge", "tiny-teacher"] if accept == "judge" else []
    drafts = folder / "r-drafts"
    call(
        SCRIPT,
        "--from-run",
        str(drafts),
        "--rounds",
        "3",
        "--accept",
        rule,
        *options,
        "--out",
        str(tmp_path / "r"),
    )
    model, tokenizer = checkpoints.load("tiny-base")
    reader = checkpoints.load("tiny-teacher") if accept == "judge" else (model, tokenizer)
    score = None if accept == "always" else as_score(make_scorer("logprob", *reader), tokenizer, COT_SUFFIX)
    questions = [p.problem for p in load_dataset("tiny-test", LIMIT)]
    expected = refine(model, tokenizer, questions, chosen_texts(drafts), rounds=3, accept=score)
    assert chosen_texts(tmp_path / "r") == [r.final.text for r in expected]
    for record, refinement, draft in zip(
        load_run(tmp_path / "r").records, expected, load_run(drafts).records, strict=True
    ):
        assert record.tokens == draft.tokens + refinement.tokens
    first = [r.rounds[0] for r in expected]
    assert texts(tmp_path / "r-round1") == [[f.draft, f.revision.text] for f in first]
    assert [r.chosen for r in load_run(tmp_path / "r-round1").records] == [int(f.accepted) for f in first]


def test_drafts_of_a_run_give_the_same_as_drafts_written_now(folder: Path, tmp_path: Path) -> None:
    call(SCRIPT, "--from-run", str(folder / "r-drafts"), "--out", str(tmp_path / "r"))
    assert texts(tmp_path / "r") == texts(folder / "r")


@pytest.mark.parametrize(
    "option",
    [["--temperature", "0.9"], ["--temperature", "0.9", "--seed", "5"], ["--max-new-tokens", "30"],
     ["--accept", "heuristic"], ["--accept", "self-certainty"], ["--prompt-suffix", ""]],
    ids=" ".join,
)  # fmt: skip
def test_every_option_changes_the_run(option: list[str], folder: Path, tmp_path: Path) -> None:
    arguments = ["--prompt-suffix", "hint", "--limit", str(LIMIT), "--out", str(tmp_path / "r"), *option]
    call(SCRIPT, *arguments)
    plain = (texts(folder / "r"), chosen_texts(folder / "r"))
    if "--seed" in option:
        call(SCRIPT, *arguments[:-1], "6", "--out", str(tmp_path / "other"))
        plain = (texts(tmp_path / "other"), chosen_texts(tmp_path / "other"))
    assert (texts(tmp_path / "r"), chosen_texts(tmp_path / "r")) != plain


def test_a_killed_run_goes_on_to_the_same_records(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "r"
    arguments = [
        "--from-run",
        str(folder / "r-drafts"),
        "--rounds",
        "2",
        "--batch-size",
        "2",
        "--out",
        str(out),
    ]
    process = subprocess.Popen(command(SCRIPT, *arguments), env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    first = tmp_path / "r-round1" / "records.jsonl"
    deadline = time.monotonic() + 60
    while not (first.exists() and first.read_bytes().count(b"\n") >= 2) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert 2 <= len(load_run(tmp_path / "r-round1").records) <= LIMIT
    call(SCRIPT, *arguments, "--resume")
    whole = tmp_path / "whole"
    call(SCRIPT, *arguments[:-1], str(whole))
    for name in ("", "-round1"):
        pair = [
            (path.with_name(path.name + name) / "records.jsonl").read_text().splitlines()
            for path in (out, whole)
        ]
        lines = [
            [{k: v for k, v in json.loads(line).items() if k != "seconds"} for line in run] for run in pair
        ]
        assert sorted(lines[0], key=str) == sorted(lines[1], key=str)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--accept learned", "belong together"),
        ("--accept logprob --head x", "belong together"),
        ("--judge tiny-teacher", "does not"),
        ("--rounds 0", "rounds"),
        ("--from-run nowhere", "nowhere"),
        ("--from-run DRAFTS --out DRAFTS --resume", "choose another folder"),
        ("--prompt-suffix hint --out RUN", "holds a run already"),
        ("--from-run RUN", "only plain samples"),
    ],
)
def test_mistakes_are_one_line(arguments: str, message: str, folder: Path) -> None:
    named = {"DRAFTS": str(folder / "r-drafts"), "RUN": str(folder / "r")}
    said = call(SCRIPT, *(named.get(a, a) for a in arguments.split()), code=2)
    assert message in said and len(said.strip().splitlines()) == 1
