"""The same settings, or a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field

from shared.tools.files import write_text
from shared.tools.settings import chosen, differences, digest, made_with, remember_settings

import pytest


@dataclass(frozen=True)
class Options:
    rate: float
    pair: tuple[float, float] = (0.9, 0.95)
    names: list[str] = field(default_factory=list)
    log_every: int = 1


def test_only_what_differs_from_its_default_is_noted():
    assert chosen(Options(0.1)) == {"rate": 0.1}
    assert chosen(Options(0.1, (0.5, 0.5), ["a"], 3), leave_out=["log_every"]) == {
        "rate": 0.1,
        "pair": [0.5, 0.5],
        "names": ["a"],
    }


def test_differences():
    before = {"rate": 0.1, "mix": {"a": 1, "b": (2, 3)}, "gone": None, "data": "0f", "text": "x" * 99}
    assert differences(before, {**before, "gone": None, "new": None}) == {}
    assert differences(before, {**before, "mix": {"a": 1, "b": [2, 3]}}) == {}
    assert differences(before, {**before, "rate": 0.2, "mix": {"a": 1, "b": [2, 4]}, "new": True}) == {
        "rate": "rate was 0.1, now 0.2",
        "mix.b": "mix.b was [2, 3], now [2, 4]",
        "new": "new was null, now true",
    }
    assert differences(before, {**before, "data": "1f"}, opaque=["data"]) == {"data": "other data"}
    (told,) = differences(before, {**before, "text": "y"}).values()
    assert len(told) < 100 and told.endswith('now "y"')


def test_digests_differ_where_values_do():
    values = [[1, 2], [2, 1], [[1], 2], ["1", 2], [1, 2, 3], [12], []]
    assert len({digest(value) for value in values}) == len(values)
    assert digest({"a": 1}) == digest({"a": 1})


def test_settings_of_a_file_are_remembered(tmp_path):
    path = tmp_path / "traces.jsonl"
    settings = {"problems": 10, "mix": (0.5, 0.5)}
    assert not made_with(path, settings)
    write_text(path, "{}")
    assert not made_with(path, settings)  # killed before it was noted: not known to be complete
    remember_settings(path, settings)
    assert made_with(path, settings)
    with pytest.raises(ValueError, match="problems was 10, now 11"):
        made_with(path, {**settings, "problems": 11})
