"""Tables for the terminal: the right figures in them, and nothing that a stranger's text could do to one."""

from __future__ import annotations

import pytest
from rich.console import Console

from shared.evaluation.records import Evaluation, Record, Sample
from shared.evaluation.reports import interval, lengths, percent, points, printable, run_tables


def record(name: str, answers: str, level: int = 1, subject: str = "Algebra") -> Record:
    samples = [Sample(a, a, a == "R", 10, -0.5, "stop") for a in answers]
    return Record(name, level, subject, "R", "Question", samples, 0, 0, 2.0)


def shown(evaluation: Evaluation) -> str:
    console = Console(width=120)
    with console.capture() as capture:
        for table in run_tables(evaluation, "m on [bold]d"):
            console.print(table)
    return capture.get()


def test_figures():
    assert percent(0.1234) == "12.3%" and interval((0.05, 1)) == "5.0% to 100.0%"
    assert (points(0.0123), points(-0.5), points(0)) == ("+1.2", "-50.0", "+0.0")
    assert lengths(Evaluation([record("a", "RW")])) == "mean 10.0; 50 % 10, 90 % 10, 99 % 10"


def test_one_sample_level_and_subject_make_one_table():
    text = shown(Evaluation([record("a", "R"), record("b", "W")]))
    assert "m on [bold]d" in text and "50.0% (1 of 2)" in text and "4.0 s (5 tokens a second)" in text
    assert "pass@k" not in text and "level" not in text and "subject" not in text


def test_more_of_each_make_more_tables():
    text = shown(Evaluation([record("a", "RW"), record("b", "WW", 2, "Geometry")]))
    for words in ("pass@k", "majority@k", "level", "subject", "Geometry", "tokens a problem"):
        assert words in text, words


def test_nothing_evaluated():
    assert "nan% (0 of 0)" in shown(Evaluation([]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"'\frac12", r"'\frac12"),
        ("a\x1b[2J\n\u202e\ud800é", r"a\x1b[2J\n\u202e\ud800\xe9"),
        ("z" * 50, "z" * 37 + "..."),
    ],
)
def test_printable(text, expected):
    assert printable(text) == expected


def test_names_from_a_data_set_are_only_text():
    text = shown(Evaluation([record("a", "R", 1, "[red]x\x1b[2J"), record("b", "W", 1, "y")]))
    assert r"[red]x\x1b[2J" in text and "\x1b" not in text
