"""Tables for the terminal: the right figures in them, and nothing that a stranger's text could do to one."""

from __future__ import annotations

from shared.evaluation.metrics import percentiles
from shared.evaluation.records import Evaluation, Record, Sample
from shared.evaluation.reports import interval, lengths, percent, points, printable, run_tables

import pytest
from rich.console import Console


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
    for words in ("pass@k", "level", "subject", "tokens a problem"):
        assert words not in text, words


def test_more_of_each_make_more_tables():
    text = shown(Evaluation([record("a", "RW"), record("b", "WW", 2, "Geometry")]))
    for words in ("pass@k", "majority@k", "level", "subject", "Geometry", "tokens a problem"):
        assert words in text, words


def rows(text: str) -> dict[str, list[str]]:
    """The cells of all tables, by what stands in the first column."""
    lines = [line.strip("│┃ ").replace("┃", "│").split("│") for line in text.splitlines()]
    return {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines if len(cells) > 1}


def test_every_figure_stands_in_its_own_place():
    """Four problems of which no two figures are alike."""
    reasons = {"a": "llss", "b": "ssss", "c": "lsss", "d": "ssss"}
    answers = {"a": "RW-W", "b": "WRRR", "c": "WWR-", "d": "W-W-"}
    records = []
    for i, name in enumerate("abcd"):
        samples = []
        for j, (answer, reason) in enumerate(zip(answers[name], reasons[name], strict=True)):
            known, length = None if answer == "-" else answer, (i + 1) * 10 + 3 * j
            reason = {"l": "length", "s": "stop"}[reason]
            samples.append(Sample(answer, known, answer == "R", length, -0.5, reason))
        records.append(Record(name, 1 + i // 3, "xyyy"[i], "R", "Question", samples, 0, i, 0.5))
    run = Evaluation(records)
    found = rows(shown(run))
    lengths_of_all = [s.tokens for s in run.samples]
    assert found["accuracy"] == ["25.0% (1 of 4)"] and found["95 % interval"] == ["4.6% to 69.9%"]
    assert found["responses with an answer"] == ["75.0%"] and found["responses cut off"] == ["18.8%"]
    assert sum(lengths_of_all) == 472
    p50, p90, p99 = (f"{p:.0f}" for p in percentiles(lengths_of_all, (50, 90, 99)))
    assert p50 != p90 != p99
    assert found["tokens a response"] == [f"mean 29.5; 50 % {p50}, 90 % {p90}, 99 % {p99}"]
    assert found["tokens a problem"] == ["119.5"]  # 472 and six extra ones, of four
    assert found["time"] == ["2.0 s (239 tokens a second)"]
    assert found["samples k"] == ["some sample right (pass@k)", "vote right (majority@k)"]
    assert [table.title for table in run_tables(run, "t")] == ["t", "More samples", None, None]
    assert found["4"] == ["75.0%", percent(run.majority_at(4))] and run.majority_at(4) < 0.5
    parts = {table.columns[0].header: table for table in run_tables(run, "") if table.columns[0].header}
    headings = ["problems", "accuracy", "95 % interval", "tokens a response", "cut off"]
    for name, part in (("level", run.by_level()), ("subject", run.by_subject())):
        columns = parts[name].columns
        assert [column.header for column in columns] == [name, *headings]
        cells = [list(column.cells) for column in columns]
        assert cells[0] == [str(value) for value in part]
        for i, e in enumerate(part.values()):
            mean = f"{e.response_tokens['mean']:.1f}"
            figures = [str(e.n), percent(e.accuracy), interval(e.ci95), mean, percent(e.truncation_rate)]
            assert [column[i] for column in cells[1:]] == figures
    assert found["x"] == ["1", "100.0%", "20.7% to 100.0%", "14.5", "50.0%"]
    assert found["y"] == ["3", "0.0%", "0.0% to 56.1%", "34.5", "8.3%"]


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
