"""ch03/compare_verifiers.py: its counts and times on a handful of pairs, and the command itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from ch03 import compare_verifiers as script
from shared.tools import files
from shared.verifier import equivalent

import pytest
from places import ROOT

COMMAND = [sys.executable, str(ROOT / "ch03" / "compare_verifiers.py")]
PAIRS = [
    {"answer": "0.5", "gold": r"\frac12", "equal": True},
    {"answer": r"\dfrac{1}{2}", "gold": r"\frac12", "equal": True},
    {"answer": r"\frac12", "gold": r"\frac13", "equal": False},
    {"answer": "12", "gold": "21", "equal": False},
    {"answer": "1{,}000", "gold": "1000", "equal": True},
]


def run(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        timeout=300,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), **environment},
    )


def test_counts_by_hand() -> None:
    """A verifier that accepts everything but raises on one pair."""

    def judge(answer: str, gold: str) -> bool:
        if answer == "0.5":
            raise SystemExit  # what a verifier that runs its input can be made to do
        return True

    result = script.measure(script.Verifier("gullible", judge, lambda: None), PAIRS)
    assert (result.num_equal, result.num_unequal) == (3, 2)
    assert result.false_positives == PAIRS[2:4] and result.false_negatives == PAIRS[:1]
    assert result.crashes == 1 and result.timeouts == 0
    assert result.accuracy == pytest.approx(2 / 5)


def test_each_pair_is_judged_cold_after_a_warm_up() -> None:
    calls: list[str] = []
    verifier = script.Verifier(
        "", lambda answer, gold: bool(calls.append(answer)), lambda: calls.append("forget")
    )
    script.measure(verifier, PAIRS[:2])
    assert calls == ["0.5", r"\dfrac{1}{2}", "forget", "0.5", "forget", r"\dfrac{1}{2}"]


def test_a_slow_pair_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "TIME_LIMIT", 0.01)
    slow = script.Verifier("slow", lambda answer, gold: time.sleep(0.02) is None, lambda: None)
    assert script.measure(slow, PAIRS[:2]).timeouts == 2


def test_median_and_percentile() -> None:
    result = script.Result("", seconds=[k / 1e6 for k in range(200, 0, -1)])
    assert result.median_us == pytest.approx(100.5)
    assert result.p99_us == pytest.approx(198)  # 198 of 200 are at or below it
    assert script.Result("", seconds=[3e-6]).p99_us == pytest.approx(3)


def test_ours_and_strings() -> None:
    own, plain = (script.measure(make(), PAIRS) for make in (script.ours, script.strings))
    assert own.false_positives == own.false_negatives == plain.false_positives == []
    assert plain.false_negatives == PAIRS[:1]
    assert len(own.seconds) == len(PAIRS) and min(own.seconds) > 0


def test_the_caches_of_the_verifier_are_emptied() -> None:
    def entries() -> int:
        return sum(function.cache_info().currsize for function in script.cached_functions())

    equivalent(r"\frac{17}{4}", "4.25")
    assert entries() > 0
    script.clear_caches()
    assert entries() == 0
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "shared" / "verifier").glob("*.py"))
    assert len(set(map(id, script.cached_functions()))) == len(re.findall(r"^ *@(?:lru_)?cache", source, re.M))


def test_math_verify() -> None:
    pytest.importorskip("math_verify")
    result = script.measure(script.math_verify(), PAIRS)
    assert result.false_positives == [] and result.crashes == result.timeouts == 0
    assert len(result.false_negatives) <= 1


def test_table() -> None:
    own = script.Result("ours", 2, 3, [PAIRS[2]], [], 0, 0, [1e-5] * 5)
    other = script.Result("other", 2, 3, [], [PAIRS[0]], 1, 2, [1e-3] * 5)
    assert script.rows([own, other]) == [
        ("ours", "1 of 3", "0 of 2", "80.0%", "0", "0", "10", "10", "1.0"),
        ("other", "0 of 3", "1 of 2", "80.0%", "1", "2", "1,000", "1,000", "100.0"),
    ]
    lines = script.markdown([own, other]).splitlines()
    assert len(lines) == 4 and {line.count("|") for line in lines} == {len(script.HEADINGS) + 1}
    assert script.rows([other])[0][-1] == ""


def test_the_command(tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    done = run(
        "--only", "ours", "strings", "--limit", "40", "--markdown", "--show", "strings", "--out", str(out)
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("| verifier | ") and "wrongly refused: " in done.stdout
    saved = json.loads(out.read_text(encoding="utf-8"))
    assert [result["name"] for result in saved["results"]] == ["ours", "strings"]
    for result in saved["results"]:
        assert 20 <= result["num_equal"] + result["num_unequal"] <= 40
        assert 0 < result["median_us"] <= result["p99_us"]
    assert saved["environment"]["python"]


def test_bad_input(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"answer": "1"}\n', encoding="utf-8")
    (tmp_path / "math_verify.py").write_text("raise ImportError", encoding="utf-8")  # as if it were not there
    without = f"{tmp_path}{os.pathsep}{ROOT}"
    for arguments, said, path in [
        (["--pairs", "nowhere.jsonl"], "cannot read the labelled pairs", str(ROOT)),
        (["--pairs", str(tmp_path / "bad.jsonl")], "need lines with answer, gold and equal", str(ROOT)),
        (["--limit", "0"], "must be a whole number from 1 up", str(ROOT)),
        (["--only", "ours", "--show", "strings"], "not among the verifiers", str(ROOT)),
        ([], 'math-verify is missing: pip install "math-verify[antlr4_13_2]"', without),
    ]:
        done = run(*arguments, PYTHONPATH=path)
        assert done.returncode == 2, arguments
        assert said in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr
        assert done.stdout == ""


def test_help_shows_examples() -> None:
    done = run("--help")
    assert done.returncode == 0 and "python ch03/compare_verifiers.py --markdown" in done.stdout


def test_the_labelled_pairs_are_found_from_anywhere(tmp_path: Path) -> None:
    assert len(files.read_jsonl(script.LABELLED)) >= 500
    done = run("--only", "strings", "--limit", "3", folder=tmp_path)
    assert done.returncode == 0, done.stderr
