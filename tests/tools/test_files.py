"""Atomic files and JSON-lines logs, with crashes in the middle."""

from __future__ import annotations

import json
import os
from pathlib import Path

from shared.tools import files

import pytest
import torch
from safetensors.torch import load_file

WRITERS = {
    "text": (lambda path, x: files.write_text(path, f"text {x}\n"), lambda path: path.read_text()),
    "json": (lambda path, x: files.write_json(path, {"x": x}), lambda path: json.loads(path.read_text())),
    "safetensors": (
        lambda path, x: files.write_safetensors(path, {"x": torch.tensor([x])}),
        lambda path: load_file(path)["x"].item(),
    ),
}


@pytest.fixture(params=WRITERS.values(), ids=WRITERS.keys())
def writer(request: pytest.FixtureRequest):
    return request.param


def test_write_makes_folders_replaces_and_leaves_nothing_else(writer, tmp_path: Path) -> None:
    write, read = writer
    path = tmp_path / "new" / "folder" / "file.ext"
    write(path, 1)
    first = read(path)
    write(path, 2)
    assert read(path) != first
    assert os.listdir(path.parent) == ["file.ext"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_crash_before_the_rename_leaves_the_old_file(writer, step: str, tmp_path: Path, monkeypatch) -> None:
    write, read = writer
    path = tmp_path / "file"
    write(path, 1)
    before = path.read_bytes()

    def crash(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, step, crash)
    with pytest.raises(KeyboardInterrupt):
        write(path, 2)
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["file"]


def test_content_is_on_disk_before_the_rename(writer, tmp_path: Path, monkeypatch) -> None:
    """Otherwise a power cut could leave the new name with no content behind it."""
    write, read = writer
    events = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (events.append("fsync"), fsync(fd)))
    monkeypatch.setattr(os, "replace", lambda a, b: (events.append("replace"), replace(a, b)))
    write(tmp_path / "file", 1)
    assert events[:2] == ["fsync", "replace"]


def test_replacing_keeps_the_suffix_and_cleans_up_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), files.replacing(tmp_path / "plot.png") as temporary:
        assert temporary.suffix == ".png" and temporary.parent == tmp_path
        temporary.write_bytes(b"half")
        raise ZeroDivisionError
    assert os.listdir(tmp_path) == []


def test_text_is_utf8_with_its_own_line_ends(tmp_path: Path) -> None:
    files.write_text(tmp_path / "a", "é漢\n\r\nend")
    assert (tmp_path / "a").read_bytes() == "é漢\n\r\nend".encode()


def test_json_has_no_nan(tmp_path: Path) -> None:
    value = {"a": [1.5, float("nan"), (float("inf"), -float("inf"))], "b": {"c": float("nan")}, "d": None}
    files.write_json(tmp_path / "a.json", value)
    assert json.loads((tmp_path / "a.json").read_text()) == {
        "a": [1.5, None, [None, None]],
        "b": {"c": None},
        "d": None,
    }


def test_safetensors_takes_views_of_any_type_and_metadata(tmp_path: Path) -> None:
    tensors = {
        "transposed": torch.arange(6.0).view(2, 3).T,
        "parameter": torch.nn.Parameter(torch.ones(2, dtype=torch.bfloat16)),
        "integers": torch.arange(3),
    }
    files.write_safetensors(tmp_path / "a.safetensors", tensors, metadata={"format": "pt"})
    loaded = load_file(tmp_path / "a.safetensors")
    metadata, again = files.read_safetensors(tmp_path / "a.safetensors")
    assert metadata == {"format": "pt"} and again.keys() == loaded.keys()
    assert all(torch.equal(again[name], loaded[name]) for name in loaded)
    assert loaded.keys() == tensors.keys()
    assert all(torch.equal(loaded[name], tensors[name]) for name in tensors)


def test_jsonl_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "new" / "log.jsonl"
    records = [{"text": "a\nb\u2028c é \ud800"}, {"x": [1, None]}, {}]
    for record in records:
        files.append_jsonl(path, record)
    assert files.read_jsonl(path) == records
    assert path.read_bytes().count(b"\n") == len(records)


@pytest.mark.parametrize("cut", range(1, 32))
def test_jsonl_survives_a_cut_anywhere_in_the_last_line(cut: int, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    first, second = {"n": 1}, {"text": "long enough"}
    files.append_jsonl(path, first)
    whole = len(path.read_bytes())
    files.append_jsonl(path, second)
    path.write_bytes(path.read_bytes()[: max(whole, len(path.read_bytes()) - cut)])
    kept = files.read_jsonl(path)
    # Without its line end alone, the last line is still whole.
    assert kept == ([first, second] if cut == 1 else [first])
    files.append_jsonl(path, {"n": 3})
    assert files.read_jsonl(path) == [*kept, {"n": 3}]


def test_jsonl_cuts_an_unfinished_line_longer_than_one_block(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'{"n": 1}\n{"text": "' + b"x" * 10_000)
    files.append_jsonl(path, {"n": 2})
    assert files.read_jsonl(path) == [{"n": 1}, {"n": 2}]


def test_jsonl_written_whole(tmp_path: Path) -> None:
    records = [{"a": "x\ny"}, {"loss": float("nan")}]
    files.write_text(tmp_path / "log.jsonl", "".join(map(files.json_line, records)))
    assert files.read_jsonl(tmp_path / "log.jsonl") == [{"a": "x\ny"}, {"loss": None}]


def test_jsonl_names_a_damaged_line(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text('{"n": 1}\nnonsense\n{"n": 2}\n')
    with pytest.raises(ValueError, match="line 2"):
        files.read_jsonl(path)


def test_jsonl_empty_and_missing(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert files.read_jsonl(tmp_path / "empty") == []
    with pytest.raises(FileNotFoundError):
        files.read_jsonl(tmp_path / "none")


# --- locks and leftovers ------------------------------------------------------------------------------------


def test_a_folder_is_locked_for_everybody_else(tmp_path):
    folder = tmp_path / "deep" / "run"
    with files.locked(folder):
        for _ in range(2):
            with pytest.raises(files.FolderInUse, match="another process is writing"), files.locked(folder):
                pytest.fail("both are in")
    with pytest.raises(RuntimeError, match="mine"), files.locked(folder):
        raise RuntimeError("mine")
    with files.locked(folder):
        pass


def test_only_our_own_leftovers_are_deleted(tmp_path):
    ours = [".a.0123abcd.tmp.json", ".a.ffffffff.tmp.json", ".b.0123abcd.tmp.jsonl"]
    others = [
        ".a.0123abcd.tmp.jsonl",
        ".a.0123abcg.tmp.json",
        ".a.0123abc.tmp.json",
        "a.json",
        ".c.0123abcd.tmp.json",
    ]
    for name in ours + others:
        (tmp_path / name).touch()
    files.remove_leftovers(tmp_path, ["a.json", "b.jsonl"])
    assert sorted(os.listdir(tmp_path)) == sorted(others)


def test_what_replacing_leaves_is_a_leftover(tmp_path):
    with files.replacing(tmp_path / "a.json") as temporary:
        temporary.touch()
        assert files.is_leftover(temporary.name, ["a.json"])
