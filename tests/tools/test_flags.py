"""A dataclass as options of a command line."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from shared.tools.flags import add_flags, explanations, given

import pytest


@dataclass(frozen=True)
class Settings:
    """Some settings.

    Attributes:
        steps: how many, see :func:`shared.x`; 50 % of
            them are enough.
        low, high: the ends.
        names: of things.

    Raises:
        ValueError: never.
    """

    steps: int
    low: float = 0.5
    high: float | None = None
    names: tuple[str, ...] = ("a",)
    pair: tuple[float, float] = (1.0, 2.0)
    quick: bool = False
    kind: str = "x"
    hidden: int = 3


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    add_flags(made, Settings, leave_out=["hidden"], choices={"kind": ("x", "y")})
    return made


def test_what_is_given_is_read_in_its_type_and_the_rest_is_left_to_the_class():
    assert given(parser().parse_args([]), Settings) == {}
    line = "--steps 3 --high 1 --names b c --pair 3 4 --quick --kind y --low 0"
    found = given(parser().parse_args(line.split()), Settings)
    assert found == {
        "steps": 3,
        "low": 0.0,
        "high": 1.0,
        "names": ("b", "c"),
        "pair": (3.0, 4.0),
        "quick": True,
        "kind": "y",
    }
    assert Settings(**found).hidden == 3
    assert given(parser().parse_args(["--no-quick"]), Settings) == {"quick": False}


@pytest.mark.parametrize("line", ["--kind z", "--pair 1", "--steps x", "--hidden 3"])
def test_what_cannot_be_is_refused(line, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(line.split())
    assert line.split()[0] in capsys.readouterr().err


def test_the_docstring_explains():
    told = explanations(Settings)
    assert told["steps"] == "how many, see shared.x; 50 % of them are enough."
    assert told["low"] == told["high"] == "the ends."
    shown = parser().format_help()
    assert (
        "50 % of them" in " ".join(shown.split())
        and "(1.0 2.0)" in shown
        and "(none)" in shown
        and "(no)" in shown
    )
