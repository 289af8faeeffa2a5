"""Data sets by name and by path, without the network."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

from shared.evaluation import datasets
from shared.evaluation.datasets import DatasetError, load_dataset
from shared.problems import Problem
from shared.verifier import equivalent, is_correct

import pytest
from places import DATA

FULL = {"problem": "1+1?", "solution": "2", "answer": "2", "subject": "Algebra", "level": 3, "unique_id": "a/1"}


def write(path: Path, entries: list) -> Path:
    path.write_text(
        "".join(json.dumps(e) + "\n" for e in entries) if path.suffix == ".jsonl" else json.dumps(entries)
    )
    return path


def data_file(name: str) -> Path:
    if not (DATA / name).exists():
        pytest.skip(f"{DATA / name} is not there")
    return DATA / name


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_same_fields(tmp_path, suffix):
    path = write(tmp_path / f"mine{suffix}", [FULL, FULL | {"unique_id": "a/2", "level": "Level 5"}])
    first, second = load_dataset(path)
    assert first == Problem(**FULL)
    assert (second.level, second.unique_id) == (5, "a/2")
    assert load_dataset(str(path), limit=1) == [first]


def test_only_question_and_answer_are_needed(tmp_path):
    path = write(
        tmp_path / "mine.json", [{"problem": "p", "answer": 7}, {"problem": "q", "answer": r"\frac12"}]
    )
    assert load_dataset(path) == [
        Problem("p", "", "7", "", 0, "mine/0"),
        Problem("q", "", r"\frac12", "", 0, "mine/1"),
    ]


def test_gsm8k_format(tmp_path):
    entry = {"question": "How many?", "answer": "She has 2*600=<<2*600=1200>>1200.\n#### 1,200"}
    (problem,) = load_dataset(write(tmp_path / "g.jsonl", [entry]))
    assert problem == Problem("How many?", "She has 2*600=1200.", "1200", "", 0, "g/0")


def test_the_answer_stands_behind_the_last_mark(tmp_path):
    entry = {"question": "How many?", "answer": "#### marks the answer.\n#### 5"}
    (problem,) = load_dataset(write(tmp_path / "g.jsonl", [entry]))
    assert (problem.solution, problem.answer) == ("#### marks the answer.", "5")


def test_an_answer_may_be_a_decimal_number(tmp_path):
    (problem,) = load_dataset(write(tmp_path / "mine.json", [{"problem": "p", "answer": 0.5}]))
    assert problem.answer == "0.5"


def test_a_path_may_start_at_home(tmp_path, monkeypatch):
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(tmp_path))
    write(tmp_path / "mine.json", [FULL])
    assert load_dataset("~/mine.json") == [Problem(**FULL)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("not json", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ("{}", "at least one problem"),
        ("[]", "at least one problem"),
        ("[5]", "needs 'problem'"),
        ('[{"problem": "p"}]', "needs 'problem'"),
        ('[{"problem": 5, "answer": "1"}]', "needs 'problem'"),
        ('[{"problem": "p", "answer": true}]', "needs 'problem'"),
        (json.dumps([FULL, FULL]), "occurs twice"),
    ],
)
def test_bad_files(tmp_path, content, message):
    path = tmp_path / "bad.json"
    path.write_text(content)
    with pytest.raises(DatasetError, match=message) as caught:
        load_dataset(path)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_a_problem_comes_before_a_question(tmp_path):
    path = tmp_path / "both.json"
    path.write_text(json.dumps([{"question": "q #### 3", "problem": "p", "answer": "a #### 5"}]))
    (problem,) = load_dataset(path)
    assert (problem.problem, problem.answer) == ("p", "a #### 5"), "MATH's fields, so no solution in the answer"


@pytest.mark.parametrize("text", ["\ud800", "\x00\x1b[2J", "9" * 5000, "x" * 1_000_000])
def test_odd_texts_are_read_as_they_are(tmp_path, text):
    path = tmp_path / "odd.json"
    path.write_text(json.dumps([FULL, dict.fromkeys(FULL, text)]))
    _, odd = load_dataset(path)
    assert [odd.problem, odd.solution, odd.answer, odd.subject, odd.unique_id] == [text] * 5
    assert 0 <= odd.level < 10**9
    path.write_bytes(b"\xff" + path.read_bytes())
    with pytest.raises(DatasetError, match="cannot be read"):
        load_dataset(path)


def test_bad_requests(tmp_path):
    with pytest.raises(DatasetError, match="no data set 'math5000'.*math500"):
        load_dataset("math5000")
    with pytest.raises(DatasetError, match="no file"):
        load_dataset(tmp_path / "none.jsonl")
    with pytest.raises(DatasetError, match="limit"):
        load_dataset("tiny-test", limit=0)


@pytest.fixture
def empty_caches(tmp_path, monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))


@pytest.mark.parametrize("name", ["math500", "gsm8k", "gsm8k-train"])
def test_offline_is_one_clear_line(empty_caches, monkeypatch, name):
    asked = []
    monkeypatch.setattr(datasets.urllib.request, "urlopen", lambda url, **options: asked.append(url))
    with pytest.raises(DatasetError, match="cannot be downloaded.*pass the file's path") as caught:
        load_dataset(name)
    assert "\n" not in str(caught.value) and not asked


def test_download_is_checked_and_cached(empty_caches, monkeypatch):
    from huggingface_hub import constants

    content = (json.dumps({"question": "q", "answer": "#### 5"}) + "\n").encode()
    calls = []

    def urlopen(url, timeout):
        calls.append(url)
        return io.BytesIO(content)

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(datasets.urllib.request, "urlopen", urlopen)
    with pytest.raises(DatasetError, match="SHA-256 differs"):
        load_dataset("gsm8k")
    remote = datasets._REMOTES["gsm8k"]
    good = datasets._Remote(remote.fetch, hashlib.sha256(content).hexdigest(), remote.home)
    monkeypatch.setitem(datasets._REMOTES, "gsm8k", good)
    assert load_dataset("gsm8k")[0].unique_id == "gsm8k/0"
    assert load_dataset("gsm8k")[0].answer == "5"
    assert len(calls) == 1 and calls[0].endswith("test.jsonl")


def test_test_and_training_problems_are_two_files(empty_caches, monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(datasets.urllib.request, "urlopen", lambda url, timeout: io.BytesIO(url.encode()))
    for name, ending in [("gsm8k", "/test.jsonl"), ("gsm8k-train", "/train.jsonl")]:
        assert datasets._REMOTES[name].fetch().read_text().endswith(ending)


@pytest.mark.parametrize("value", [None, ""])
def test_the_usual_cache_where_no_other_is_named(tmp_path, monkeypatch, value):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    if value is not None:
        monkeypatch.setenv("XDG_CACHE_HOME", value)
    assert datasets.cache_folder() == tmp_path / ".cache" / "reasoning-workbook"


def test_math500_from_a_path():
    problems = load_dataset(data_file("math500_test.json"))
    assert len(problems) == len({p.unique_id for p in problems}) == 500
    assert {p.level for p in problems} == {1, 2, 3, 4, 5}
    assert all(is_correct(p.solution, p.answer) for p in problems)


@pytest.mark.parametrize(("split", "count"), [("test", 1319), ("train", 7473)])
def test_gsm8k_from_a_path(split, count):
    path = data_file(f"gsm8k_{split}.jsonl")
    name = "gsm8k" if split == "test" else "gsm8k-train"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == datasets._REMOTES[name].sha256
    problems = load_dataset(path)
    assert len(problems) == count
    assert all(float(p.answer) == int(p.answer) and p.solution and "<<" not in p.solution for p in problems)
    assert equivalent(problems[0].answer, "18" if split == "test" else "72")


def test_tiny_test():
    if not datasets.TINY_TEST.exists():
        pytest.skip("the shipped test set has not been generated yet")
    problems = load_dataset("tiny-test")
    assert len(problems) == 500
    assert all(sum(p.level == level for p in problems) == 100 for level in range(1, 6))
    assert all(is_correct(p.solution, p.answer) for p in problems)
