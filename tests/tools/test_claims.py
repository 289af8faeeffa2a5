"""A sentence of a text is printed if it holds, and stops the run if it does not."""

from __future__ import annotations

from shared.tools.claims import NotSupported, claim

import pytest


def test_a_sentence_that_holds_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    claim("A is more often right than B (p < 0.01)", True)
    assert capsys.readouterr().out == "✓ A is more often right than B (p < 0.01)\n"


def test_a_sentence_that_does_not_hold_stops_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NotSupported, match="do not support this: A is right"):
        claim("A is right", False)
    with pytest.raises(AssertionError):
        claim("A is right", False, of="tiny-base", only="tiny-base")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("only", ["tiny-base", ["tiny-base", "tiny-teacher"]])
def test_of_another_model_it_is_not_said(only: str | list[str], capsys: pytest.CaptureFixture[str]) -> None:
    claim("A is right", False, of="smollm2-135m", only=only)
    said = capsys.readouterr().out
    assert said.startswith("– said of tiny-base") and said.endswith("and not of smollm2-135m: A is right\n")
