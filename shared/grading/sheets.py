"""Scores for a learning platform: a column for each exercise and their total, in the platform's own table.

A platform passes over what it does not understand, and over grades above its own maximum, without a word. So
the rows are those that it exported, the headings too, and everybody whose score does not arrive is listed.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from shared.grading.course import Course, GradingError
from shared.grading.export import NOTHING, STALE, export
from shared.grading.notebooks import Exercise, exercises, read_source
from shared.grading.placing import Source, sources
from shared.grading.returns import PLATFORMS, Returned
from shared.grading.roster import Person, Roster, names_in, remembered, row_id, system_of
from shared.grading.tables import Table, read_table, write_table

PLAIN = "plain"  # a table for people
# The columns that say whose a row is. Other assignments stay out: an import shall not change them.
IDENTITY = {
    "canvas": "student|lastname|firstname|id|sis user id|sis login id|integration id|root account|section",
    "blackboard": "last name|first name|username|student id",
}


@dataclass
class Scores:
    """The scores of one chapter."""

    chapter: str
    asked: list[Exercise]
    cells: dict[str, list[str]]  # by student: one for each exercise and their total; empty texts: no score
    status: dict[str, str]

    @property
    def points(self) -> list[float]:
        """What each of the cells is worth."""
        each = [exercise.points for exercise in self.asked]
        return [*each, sum(each)]

    def headings(self, total: str = "", *, with_points: bool = True) -> list[str]:
        """The headings of the cells."""
        points = [f" (of {exercise.points:g})" if with_points else "" for exercise in self.asked]
        names = [f"{self.chapter} {exercise.title}" for exercise in self.asked]
        return [
            *(f"{name}{worth}" for name, worth in zip(names, points, strict=True)),
            total or f"{self.chapter} total",
        ]

    def missing(self, students: Iterable[str]) -> tuple[list[str], list[str]]:
        """Lines on who has no score: those who should have one, and those who sent nothing."""
        names = [name for name in sorted(students) if not any(self.cells[name])]
        nothing = [name for name in names if self.status[name] == NOTHING]
        return (
            [f"{name}: {self.status[name]}" for name in names if name not in nothing],
            [f"nothing submitted: {', '.join(nothing)}"] if nothing else [],
        )


def grades(
    course: Course,
    chapter: str,
    platform: str,
    table: Path | None = None,
    target: Path | None = None,
    column: str = "",
) -> Returned:
    """Write a table of scores that a platform imports.

    Args:
        course: whose scores.
        chapter: of which assignment.
        platform: ``canvas``, ``moodle`` or ``blackboard``; ``plain`` for a table of our own.
        table: what the platform exported: Canvas's gradebook, Moodle's grading worksheet, Blackboard's grades.
        target: the table; one in ``grading/returned/`` if not given.
        column: the heading in ``table`` under which the total goes; if not given a new one, in Moodle "Grade".

    Raises:
        GradingError: nothing is graded yet; the table is missing or another one; the platform has other points
            for the assignment.
    """
    scores = scores_of_chapter(course, chapter)
    returned = Returned(target or course.state / "returned" / f"{chapter}-grades-{platform}.csv")
    if platform == PLAIN:
        filled, present = _plain(course, scores), list(scores.cells)
    elif table is None:
        raise GradingError(f"--table is missing: the table that {PLATFORMS[platform]} exports, to be filled in")
    else:
        sheet = _sheet(course, scores, table, platform, column)
        filled = {"canvas": _canvas, "moodle": _moodle, "blackboard": _blackboard}[platform](sheet)
        present = [student for student in sheet.whose if student]
        returned.left += sheet.problems
        absent = sorted(name for name in scores.cells if any(scores.cells[name]) and name not in present)
        returned.left += [f"{name}: {table.name} has no row for this name" for name in absent]
    write_table(returned.path, filled.header, filled.rows, quote_all=platform == "blackboard")
    not_graded, nothing = scores.missing(present)
    returned.left += not_graded
    returned.notes += [*nothing, *filled.notes]
    returned.count = sum(any(scores.cells[name]) for name in present)
    return returned


def scores_of_chapter(course: Course, chapter: str) -> Scores:
    """The scores as ``export`` has them: with what was entered by hand, without what is no longer valid.

    Raises:
        GradingError: nothing is graded yet.
    """
    asked = exercises(read_source(course.solutions(chapter)))
    with tempfile.TemporaryDirectory() as folder:
        wide = Path(folder) / "exercises.csv"
        export(course, Path(folder) / "grades.csv", wide)
        table = read_table(wide)
    rows = [dict(zip(table.header, cells, strict=True)) for cells in table.rows]
    scores = Scores(chapter, asked, {}, {})
    for row in rows:
        if row["assignment"] == chapter:
            student, status = row["student_id"], row["status"]
            valid = status.startswith("graded") and not status.startswith(STALE)
            each = [row.get(exercise.title, "") for exercise in asked]
            scores.cells[student] = [_number(cell if valid else "") for cell in (*each, row["score"])]
            scores.status[student] = status
    if not any(any(cells) for cells in scores.cells.values()):
        raise GradingError(f"nothing of {chapter} is graded: run autograde")
    return scores


def _number(cell: str) -> str:
    """A score with the two decimals that platforms keep."""
    return f"{float(cell):.2f}".rstrip("0").rstrip(".") if cell else ""


# --- whose row ----------------------------------------------------------------------------------------------


@dataclass
class _Sheet:
    """A platform's table and what goes into it."""

    table: Table
    file: Path
    whose: list[str]  # the student of each row; empty for a row that is of nobody here
    problems: list[str]
    scores: Scores
    column: int | None  # of the total, if it is one of the table's

    def cells(self, index: int) -> list[str]:
        """The scores for a row; where there is nothing to say, a column of the platform's stays as it is."""
        ours = self.scores.cells[self.whose[index]] if self.whose[index] else []
        if any(ours):
            return ours
        total = "" if self.column is None else self.table.rows[index][self.column]
        return [""] * len(self.scores.asked) + [total]

    @property
    def total(self) -> str:
        """The heading of the total; empty for a new one."""
        return "" if self.column is None else self.table.header[self.column]

    def same_points(self, cell: str, where: str) -> None:
        """Refuse a maximum that differs: the platform would pass over grades above it, or misread others."""
        try:
            theirs = float(cell.strip().replace(",", "."))
        except ValueError:
            return
        if theirs != self.scores.points[-1]:
            raise GradingError(
                f"{self.file}: {where} is {theirs:g}, and the exercises are worth {self.scores.points[-1]:g}: "
                "make it the same on the platform, and export the table again"
            )


def _sheet(course: Course, scores: Scores, file: Path, platform: str, column: str) -> _Sheet:
    table = read_table(file)
    if system_of(table) != platform:
        raise GradingError(f"{file} is no table of {PLATFORMS[platform]}: it has other columns")
    if column and column not in table.header:
        raise GradingError(f"{file} has no column {column!r}: give the heading as it stands there")
    whose = _students_of(course, scores, table, file)
    problems = []
    for student in sorted({name for name in whose if name and whose.count(name) > 1}):
        problems.append(f"{student}: two rows of {file.name} may be theirs, and stay as they are")
        whose = ["" if name == student else name for name in whose]
    return _Sheet(table, file, whose, problems, scores, table.header.index(column) if column else None)


def _students_of(course: Course, scores: Scores, table: Table, file: Path) -> list[str]:
    """The student of each row: by what was collected from this platform, and by the roster."""
    people = {student: Person(student) for student in scores.cells}
    for student, source in sources(course, scores.chapter).items():
        if student in people:
            people[student].names.update(_names_of(source, scores.chapter))
    for student, person in remembered(course).people.items():
        people.setdefault(student, Person(student)).names.update(person.names)
    roster = Roster(people.values())
    rows = [names_in(table, row, scores.chapter, file) for row in table.rows]
    found = [roster.who(names)[0] if names else "" for names in rows]
    return [student if student in scores.cells else "" for student in found]


def _names_of(source: Source, chapter: str) -> dict[str, str]:
    """What the name of a file that came from a platform says of its student."""
    if source.system == "canvas":
        return {"canvas": source.number, "name": source.name} if source.number else {}
    if source.system == "moodle":
        return {f"moodle {chapter}": source.number, "name": source.name}
    return {"login": source.name} if source.system == "blackboard" else {}


# --- what goes into it --------------------------------------------------------------------------------------


class _Filled(NamedTuple):
    """A table ready to be written."""

    header: list[str]
    rows: list[list[str]]
    notes: list[str]


def _plain(course: Course, scores: Scores) -> _Filled:
    """Everybody who is known, by our names."""
    people = remembered(course).people
    rows = [
        [student, people.get(student, Person("")).names.get("name", ""), *cells, scores.status[student]]
        for student, cells in scores.cells.items()
    ]
    return _Filled(["student_id", "name", *scores.headings(), "status"], rows, [])


def _canvas(sheet: _Sheet) -> _Filled:
    """Canvas takes a heading that it does not know for a new assignment, worth what "Points Possible" says."""
    table, ours = sheet.table, _identity(sheet.table, "canvas")
    header = [table.header[i] for i in ours] + sheet.scores.headings(sheet.total, with_points=False)
    rows = []
    for index, row in enumerate(table.rows):
        if "points possible" in row[0].casefold():
            if sheet.column is not None:
                sheet.same_points(row[sheet.column], sheet.total)
            rows.append([row[i] for i in ours] + [f"{points:g}" for points in sheet.scores.points])
        elif row_id(table, row):
            rows.append([row[i] for i in ours] + sheet.cells(index))
    return _Filled(header, rows, [])


def _moodle(sheet: _Sheet) -> _Filled:
    """Moodle reads Identifier, Grade and when the grade was changed last; it passes over other columns."""
    table = sheet.table
    grade, most = table.column("grade"), table.column("maximum grade")
    locked = table.column("grade can be changed")
    if grade is None or table.column("last modified (grade)") is None:
        raise GradingError(f"{sheet.file} lacks Grade or Last modified (grade): Moodle would refuse it")
    rows = []
    for index, row in enumerate(table.rows):
        student = sheet.whose[index]
        if most is not None:
            sheet.same_points(row[most], "the maximum grade")
        *each, total = sheet.cells(index)
        if total and locked is not None and row[locked].strip().casefold() == "no":
            sheet.problems.append(f"{student}: the grade is locked, and Moodle will pass over it")
        rows.append([*row[:grade], total or row[grade], *row[grade + 1 :], *each])
    header = [*table.header, *sheet.scores.headings()[:-1]]
    return _Filled(header, rows, ["Moodle imports the column Grade; those of the exercises are for you"])


def _blackboard(sheet: _Sheet) -> _Filled:
    """Blackboard knows a column by the number at the end of its heading, and makes a new one without."""
    table, ours = sheet.table, _identity(sheet.table, "blackboard")
    if points := re.search(r"\[Total Pts: ([\d.,]+)", sheet.total):
        sheet.same_points(points[1], sheet.total)
    header = [table.header[i] for i in ours] + sheet.scores.headings(sheet.total)
    rows = [[row[i] for i in ours] + sheet.cells(index) for index, row in enumerate(table.rows)]
    return _Filled(header, rows, ["Blackboard makes new columns of text: give them their points there"])


def _identity(table: Table, platform: str) -> list[int]:
    wanted = IDENTITY[platform].split("|")
    return [i for i, heading in enumerate(table.header) if " ".join(heading.split()).casefold() in wanted]
