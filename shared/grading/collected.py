"""What became of every file that came in: the table that is printed, and the one that is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from shared.grading.course import Course, GradingError
from shared.grading.tables import read_table, spelled_out, write_table

TAKEN, SUPERSEDED, UNCHANGED, BESIDE = "taken", "superseded", "not newer", "kept beside"
LEFT_OUT, OTHER, IGNORED = "left out", "not used", "ignored"
COLUMNS = ["collected", "file", "student", "handed in", "outcome", "why"]
MAX_WIDTH = 60  # of a file's name in the printed table
MAX_WHY = 160


@dataclass
class Row:
    """What became of one file."""

    file: str
    outcome: str = ""
    why: str = ""
    student: str = ""
    handed_in: datetime | None = None  # in UTC
    notebook: bool = False  # it is called like one of the chapter

    def set(self, outcome: str, why: str = "") -> None:
        """Say what became of it."""
        self.outcome, self.why = outcome, why

    def cells(self, width: int | None = None) -> list[str]:
        """File, student, time and outcome, as text that any terminal can print."""
        time = f"{self.handed_in:%Y-%m-%d %H:%M:%S}" if self.handed_in else ""
        return [
            spelled_out(self.file, width),
            spelled_out(self.student),
            time,
            self.outcome,
            spelled_out(self.why),
        ]


@dataclass
class Collected:
    """Whose files were taken, and what became of all others."""

    students: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # students whose earlier collected file is as new or newer
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    table: Path | None = None

    @property
    def refused(self) -> dict[str, str]:
        """Every file that was left out, and why."""
        return {row.file: row.why for row in self.rows if row.outcome == LEFT_OUT}

    def lines(self) -> Iterator[str]:
        """The result as it is printed: a line for each notebook, and one for other files that share a fate."""
        listed: list[list[str]] = []
        alike: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for row in sorted(self.rows, key=lambda row: (row.student, row.file)):
            if row.notebook and row.outcome != IGNORED:
                *cells, outcome, why = row.cells(MAX_WIDTH)
                listed.append([*cells, spelled_out(f"{outcome}: {why}" if why else outcome, MAX_WHY)])
            elif row.outcome != IGNORED:
                alike[row.student, row.outcome, row.why].append(row.file)
        if listed:
            yield from _aligned([["file", "student", "handed in (UTC)", "what became of it"], *listed])
        for (student, outcome, why), files in alike.items():
            names = ", ".join(spelled_out(name, MAX_WIDTH) for name in files[:3])
            more = f" and {len(files) - 3} more" if len(files) > 3 else ""
            yield ": ".join(spelled_out(part) for part in (student, names + more, outcome, why) if part)
        yield from self.notes
        if self.kept:
            yield f"{len(self.kept)} students sent nothing newer than what was collected before, which stays"
        if left := len(self.refused):
            yield f"{left} files left out"
        yield f"{len(self.students) - len(self.kept)} submissions collected; {self.table} lists every file"


def keep_table(course: Course, chapter: str, rows: Sequence[Row], now: datetime) -> Path:
    """Append to the table of a chapter, so that what was said of an earlier download stays."""
    path = course.state / "collected" / f"{chapter}.csv"
    before: list[list[str]] = []
    if path.exists():
        try:
            before = [row for row in read_table(path).rows if len(row) == len(COLUMNS)]
        except GradingError:  # somebody's editor made something else of it
            path.replace(path.with_name(f"{chapter}.before-{now:%Y%m%dT%H%M%S}.csv"))
    write_table(path, COLUMNS, [*before, *([f"{now:%Y-%m-%d %H:%M:%S}", *row.cells()] for row in rows)])
    return path


def _aligned(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for cells in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
