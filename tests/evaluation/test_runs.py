"""The folder of a run: what is refused, and what a kill may leave in it."""

from __future__ import annotations

import json
from dataclasses import replace

from shared.evaluation.records import Record, Sample
from shared.evaluation.runs import RunError, append_record, is_run, load_run, open_run, read_config, read_notes

import pytest

CONFIG = {"k": 1, "pair": (1, 2), "nothing": None}


def record(name: str) -> Record:
    return Record(name, 1, "", "2", "1+1", [Sample("2", "2", True, 3, -0.1, "stop")], 0, 0, 0.5)


def contents(folder) -> dict:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_opening_twice_gives_the_records(tmp_path):
    folder = tmp_path / "deep" / "run"
    assert not is_run(folder)
    assert open_run(folder, CONFIG, {"model": "m"}) == {}
    assert is_run(folder) and read_notes(folder) == {"model": "m"}
    assert read_config(folder) == {"k": 1, "pair": [1, 2], "nothing": None}
    for name in "ab":
        append_record(folder, record(name))
    assert open_run(folder, {"k": 1, "pair": [1, 2]}, {}) == {"a": record("a"), "b": record("b")}
    assert load_run(folder).records == [record("a"), record("b")]


@pytest.mark.parametrize(
    "leftovers",
    [[], [".config.0123abcd.tmp.json"], [".config.0123abcd.tmp.json", ".summary.ffffffff.tmp.json"]],
)
def test_a_kill_before_the_first_file_was_in_place(tmp_path, leftovers):
    for name in leftovers:
        (tmp_path / name).write_text('{"format"')
    assert open_run(tmp_path, CONFIG, {}) == {}
    assert [path.name for path in tmp_path.iterdir()] == ["config.json"]


def test_a_kill_while_the_summary_was_written(tmp_path):
    open_run(tmp_path, CONFIG, {})
    (tmp_path / ".summary.0123abcd.tmp.json").write_text("{")
    (tmp_path / ".mine").write_text("{")
    open_run(tmp_path, CONFIG, {})
    assert sorted(contents(tmp_path)) == [".mine", "config.json"]


@pytest.mark.parametrize(
    "files",
    [
        {"notes.txt": "mine"},
        {".config.0123abcd.tmp.json": "{}", "notes.txt": "mine"},
        {".config.json.swp": "mine"},
        {"config.json": '{"model_type": "qwen3"}'},
        {"config.json": "[" * 100_000},
        {"config.json": "[]"},
        {"config.json": '{"format": "evaluation run 2"}'},
        {"config.json": '{"format": "evaluation run 2", "configuration": {}}'},
        {"config.json": '{"format": "evaluation run 2", "notes": {}}'},
        {"config.json": '{"format": "evaluation run 1", "configuration": {}, "notes": {}}'},
        {"records.jsonl": "{}"},
    ],
)
def test_what_is_no_run_is_refused_and_left_alone(tmp_path, files):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    before = contents(tmp_path)
    for act in (lambda: open_run(tmp_path, CONFIG, {}), lambda: load_run(tmp_path)):
        with pytest.raises(RunError, match="is not the folder of an evaluation run"):
            act()
    assert contents(tmp_path) == before and not is_run(tmp_path)


def test_a_file_in_the_place_of_the_folder(tmp_path):
    path = tmp_path / "run"
    path.write_text("mine")
    with pytest.raises(RunError, match="is not the folder"):
        open_run(path, CONFIG, {})
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[" * 100_000,
        "7",
        "null",
        "{}",
        '{"unique_id": "x", "samples": 3}',
        '{"samples": [{}], "unique_id": "x"}',
    ],
)
def test_a_damaged_line_is_one_clear_message(tmp_path, line):
    open_run(tmp_path, CONFIG, {})
    (tmp_path / "records.jsonl").write_text(line + "\n")
    append_record(tmp_path, record("a"))
    before = contents(tmp_path)
    for act in (lambda: load_run(tmp_path), lambda: open_run(tmp_path, CONFIG, {})):
        with pytest.raises(RunError, match="records.jsonl.*evaluated again") as caught:
            act()
        assert "\n" not in str(caught.value)
    assert contents(tmp_path) == before


def test_a_problem_that_two_processes_wrote_counts_once(tmp_path):
    open_run(tmp_path, CONFIG, {})
    for seconds, name in enumerate("aba", start=1):
        append_record(tmp_path, replace(record(name), seconds=float(seconds)))
    assert [(r.unique_id, r.seconds) for r in load_run(tmp_path).records] == [("a", 1), ("b", 2)]


def test_long_values_are_cut_in_the_refusal(tmp_path):
    open_run(tmp_path, {"template": "x" * 500}, {})
    with pytest.raises(RunError) as caught:
        open_run(tmp_path, {"template": "y" * 500}, {})
    assert len(str(caught.value)) < len(str(tmp_path)) + 300
    assert json.loads((tmp_path / "config.json").read_text())["configuration"]["template"] == "x" * 500
