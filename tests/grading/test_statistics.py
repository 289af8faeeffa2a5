"""What a class found hard: shares, messages and times against numbers computed by hand."""

from __future__ import annotations

import csv
from pathlib import Path

from shared.grading.__main__ import main
from shared.grading.course import Course, GradingError
from shared.grading.gradebook import Result, remember
from shared.grading.outcomes import Outcome
from shared.grading.statistics import collect_statistics, print_statistics, write_statistics

import pytest
from grading_course import CHAPTER, make_course
from rich.console import Console

TITLES = {"mean": "Exercise 1.1: mean", "reverse": "Exercise 1.2: reverse", "count": "Exercise 1.3: count"}
POINTS = {"mean": 40.0, "reverse": 30.0, "count": 30.0}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


def result(student: str, seconds: float | None = 2.0, **lost: tuple[float, str]) -> Result:
    """Full marks but for what is lost: answer -> (score, message)."""
    outcomes = []
    for answer, points in POINTS.items():
        score, message = lost.get(answer, (points, ""))
        outcomes.append(Outcome(answer, TITLES[answer], score, points, message))
    score = sum(outcome.score for outcome in outcomes)
    memory = None if seconds is None else int(seconds * 1e8)
    return Result(student, score, 100.0, exercises=outcomes, seconds=seconds, peak_memory=memory)


def test_shares_messages_and_times(course: Course, tmp_path: Path) -> None:
    empty = "an empty text stays empty"
    remember(
        course,
        CHAPTER,
        [
            result("ada"),
            result("bob", 4.0, reverse=(20, empty), mean=(0, "the mean of 1, 2, 6 is 3")),
            result("cy", 9.0, reverse=(0, "NameError: name 'x' is not defined")),
            result("dee", None, reverse=(10, empty)),
            Result("eve", None, None, "the Python process ended"),
            Result("fay", None, None, "the Python process ended"),
        ],
    )
    found = collect_statistics(course, CHAPTER)
    mean, reverse, count = found.exercises
    assert [one.title for one in found.exercises] == [
        one.title for one in (mean, reverse, count)
    ] and "reverse" in reverse.title
    assert mean.mean_share == 0.75 and (mean.right, mean.partly, mean.wrong) == (3, 0, 1)
    assert reverse.mean_share == pytest.approx((30 + 20 + 0 + 10) / 4 / 30)
    assert (reverse.right, reverse.partly, reverse.wrong) == (1, 2, 1)
    assert reverse.frequent()[0] == (empty, 2) and len(reverse.frequent()) == 2
    assert count.mean_share == 1.0 and count.frequent() == []
    lines = list(found.lines())
    assert lines[0] == "4 submissions graded, 2 not"
    assert lines[1] == "not graded, 2: the Python process ended"
    assert lines[2] == "seconds: median 4.0, largest 9.0"
    assert lines[3] == "memory at its peak: median 400 MB, largest 900 MB"
    target = tmp_path / "statistics.csv"
    write_statistics(found, target)
    with open(target, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["mean_share"] for row in rows] == ["0.750", "0.500", "1.000", "0.750"]
    assert [row["graded"] for row in rows] == ["4"] * 4 and rows[-1]["exercise"] == "whole notebook"
    assert (rows[1]["right"], rows[1]["partly"], rows[1]["wrong"]) == ("1", "2", "1")
    assert (rows[1]["message_1"], rows[1]["count_1"]) == (empty, "2")
    assert (rows[-1]["seconds_median"], rows[-1]["peak_memory_mb_max"]) == ("4.0", "900.0")


def test_messages_that_differ_only_in_values_are_one(course: Course) -> None:
    wrong = [f"the mean of 1, 2, 6 is 3: got {value}, expected 3.0" for value in (1, 2.5, "None")]
    remember(course, CHAPTER, [result(name, mean=(0, text)) for name, text in zip("abc", wrong, strict=True)])
    ((message, count),) = collect_statistics(course, CHAPTER).exercises[0].frequent()
    assert count == 3 and message.startswith("the mean of 1, 2, 6 is 3")


def test_points_that_changed_since_keep_their_share(course: Course) -> None:
    half = Outcome("mean", TITLES["mean"], 5.0, 10.0, "half")
    remember(course, CHAPTER, [Result("ada", 5.0, 10.0, exercises=[half])])
    (mean, reverse, _) = collect_statistics(course, CHAPTER).exercises
    assert mean.scores == [20.0] and mean.mean_share == 0.5
    assert reverse.scores == [] and reverse.mean_share == 0.0


def test_a_class_in_which_nobody_could_be_graded(course: Course, tmp_path: Path) -> None:
    remember(course, CHAPTER, [Result("eve", None, None, "it broke")])
    found = collect_statistics(course, CHAPTER)
    assert list(found.lines()) == ["0 submissions graded, 1 not", "not graded, 1: it broke"]
    write_statistics(found, tmp_path / "statistics.csv")
    assert "whole notebook,100,0,0.000,0,0,0" in (tmp_path / "statistics.csv").read_text(encoding="utf-8")


def test_the_command_prints_what_a_learner_wrote_as_text(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    remember(course, CHAPTER, [result("ada", mean=(0, "[red]no[/red] [/nothing]\x1b[31m"))])
    assert main(["--course", str(course.root), "statistics", CHAPTER]) == 0
    said = capsys.readouterr().out
    assert "[red]no[/red]" in "".join(said.split("\n")) or "[red]no" in said
    assert "\x1b[31m" not in said and (course.state / "statistics" / f"{CHAPTER}.csv").exists()
    narrow = Console(width=60, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    print_statistics(collect_statistics(course, CHAPTER), narrow)
    assert all(len(line) <= 60 for line in narrow.export_text().splitlines())


def test_nothing_graded_is_said(course: Course) -> None:
    with pytest.raises(GradingError, match="nothing of ch01 is graded yet: run autograde first"):
        collect_statistics(course, CHAPTER)
