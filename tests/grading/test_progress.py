"""Progress where there is no terminal; with one it is tqdm's."""

from __future__ import annotations

from shared.grading.progress import Progress

import pytest


def test_progress_is_told_in_lines_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [0.0]
    monkeypatch.setattr("shared.grading.progress.time.monotonic", lambda: now[0])
    with Progress(40, "grading", "notebook") as progress:
        for seconds in [1] * 7 + [40] + [1] * 32:
            now[0] += seconds
            progress.update()
    lines = capsys.readouterr().err.splitlines()
    assert lines[:3] == ["grading: 4 of 40, 4 s", "grading: 8 of 40, 47 s", "grading: 12 of 40, 51 s"]
    assert lines[-1] == "grading: 40 of 40, 79 s" and len(lines) == 10
    with Progress(100, "grading", "notebook") as progress:
        progress.update()
        now[0] += 31
        progress.refresh()
    assert capsys.readouterr().err == "grading: 1 of 100, 31 s\n"
