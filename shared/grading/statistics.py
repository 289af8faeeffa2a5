"""What a class found hard: for each exercise how many solved it, and what the others were told.

The numbers are those of the automatic grading; a score that somebody set by hand later is not among them. With
every share stands the number of submissions that it is a share of.
"""

from __future__ import annotations

import statistics as numbers
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from shared.grading.course import Course, GradingError
from shared.grading.gradebook import Result, recall
from shared.grading.messages import grouped, sentences
from shared.grading.notebooks import exercises, grade_id, read_source
from shared.grading.sanitize import one_line
from shared.grading.tables import write_table

from nbformat import NotebookNode
from rich.console import Console
from rich.table import Table
from rich.text import Text

MESSAGES = 3  # shown for each exercise
HEADER = ["exercise", "points", "graded", "mean_share", "right", "partly", "wrong"]


@dataclass
class ExerciseStatistics:
    """One exercise over a class."""

    title: str
    points: float
    scores: list[float] = field(default_factory=list)
    messages: Counter[str] = field(default_factory=Counter)  # of those with points missing

    @property
    def mean_share(self) -> float:
        """The mean share of the points, from 0 to 1."""
        return numbers.fmean(self.scores) / self.points if self.scores and self.points else 0.0

    @property
    def right(self) -> int:
        """How many have all points."""
        return sum(score >= self.points for score in self.scores)

    @property
    def wrong(self) -> int:
        """How many have none."""
        return sum(score == 0 < self.points for score in self.scores)

    @property
    def partly(self) -> int:
        """How many have some points and not all."""
        return len(self.scores) - self.right - self.wrong

    def frequent(self) -> list[tuple[str, int]]:
        """The most frequent messages, each with how many got it."""
        return self.messages.most_common(MESSAGES)


@dataclass
class Statistics:
    """A chapter over a class."""

    chapter: str
    exercises: list[ExerciseStatistics]
    graded: list[Result]
    not_graded: Counter[str]  # reasons

    @property
    def seconds(self) -> list[float]:
        """How long the notebooks ran, where that is known."""
        return [result.seconds for result in self.graded if result.seconds is not None]

    @property
    def memory(self) -> list[int]:
        """How many bytes they took at most, where that is known."""
        return [result.peak_memory for result in self.graded if result.peak_memory is not None]

    def lines(self) -> Iterable[str]:
        """What stands below the table."""
        yield f"{len(self.graded)} submissions graded, {self.not_graded.total()} not"
        for reason, count in self.not_graded.most_common():
            yield f"not graded, {count}: {reason}"
        if self.seconds:
            yield f"seconds: median {numbers.median(self.seconds):.1f}, largest {max(self.seconds):.1f}"
        if self.memory:
            middle, largest = numbers.median(self.memory) / 1e6, max(self.memory) / 1e6
            yield f"memory at its peak: median {middle:.0f} MB, largest {largest:.0f} MB"


def collect_statistics(course: Course, chapter: str) -> Statistics:
    """The statistics of a chapter, from what its last gradings said.

    Raises:
        GradingError: nothing of it is graded yet.
    """
    source = read_source(course.solutions(chapter))
    results = list(recall(course, chapter).values())
    if not results:
        raise GradingError(f"nothing of {chapter} is graded yet: run autograde first")
    graded = [result for result in results if result.graded]
    reasons = Counter(one_line(result.reason) for result in results if not result.graded)
    return Statistics(chapter, _by_exercise(graded, source), graded, reasons)


def _by_exercise(graded: list[Result], source: NotebookNode) -> list[ExerciseStatistics]:
    tests = {grade_id(cell): cell.source for cell in source.cells}
    found = []
    for exercise in exercises(source):
        known = sentences(tests[test] for test in exercise.tests)
        made = ExerciseStatistics(exercise.title, exercise.points)
        for outcome in (o for result in graded for o in result.exercises if o.answer == exercise.answer):
            # What it is worth may have changed since: the share of the points stays.
            made.scores.append(outcome.score / outcome.points * exercise.points if outcome.points else 0.0)
            if not outcome.full:
                made.messages[one_line(grouped(outcome.message, known)) or "no reason given"] += 1
        found.append(made)
    return found


def write_statistics(statistics: Statistics, target: Path) -> None:
    """Write the table as CSV, with a last row for the whole notebook."""
    header = [*HEADER, "seconds_median", "seconds_max", "peak_memory_mb_median", "peak_memory_mb_max"]
    header += [f"{what}_{number}" for number in range(1, MESSAGES + 1) for what in ("message", "count")]
    rows = [_row(one) for one in statistics.exercises]
    rows.append(_row_of_all(statistics))
    write_table(target, header, [row + [""] * (len(header) - len(row)) for row in rows])


def _row(one: ExerciseStatistics) -> list[str]:
    told = [text for message, count in one.frequent() for text in (message, str(count))]
    counts = [one.right, one.partly, one.wrong]
    return [
        one.title,
        f"{one.points:g}",
        str(len(one.scores)),
        f"{one.mean_share:.3f}",
        *map(str, counts),
        *[""] * 4,
        *told,
    ]


def _row_of_all(statistics: Statistics) -> list[str]:
    points = sum(one.points for one in statistics.exercises)
    whole = ExerciseStatistics("whole notebook", points, [result.score for result in statistics.graded])
    row = _row(whole)[: len(HEADER)]
    for values, scale in ((statistics.seconds, 1), (statistics.memory, 1e6)):
        row += [f"{numbers.median(values) / scale:.1f}", f"{max(values) / scale:.1f}"] if values else ["", ""]
    return row


def print_statistics(statistics: Statistics, console: Console) -> None:
    """Show the table, and the rest below it."""
    table = Table(title=f"{statistics.chapter}, {len(statistics.graded)} graded submissions")
    table.add_column("exercise", ratio=3)
    for heading in ("points", "mean", "right", "partly", "wrong"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("most frequent messages", ratio=4)
    for one in statistics.exercises:
        told = "\n".join(f"{count} × {message}" for message, count in one.frequent())
        share = f"{one.mean_share:.0%}" if one.scores else "–"
        counts = [str(count) for count in (one.right, one.partly, one.wrong)]
        # As Text, because a learner's message could hold what rich takes for a command.
        table.add_row(Text(one.title), f"{one.points:g}", share, *counts, Text(told))
    console.print(table)
    for line in statistics.lines():
        console.print(Text(line))
