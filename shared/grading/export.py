"""The tables of scores: nbgrader's columns with a word for everybody, and the score of every exercise.

nbgrader's own table leaves out who is not in its gradebook, gives 0 to a submission that could not be graded,
and knows nothing of tests that changed since. Here everybody who is known has a row in every chapter, and its
status says what the score is worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from shared.grading.beside import digest_of_submission
from shared.grading.cells import digest_of_tests
from shared.grading.course import Course, GradingError
from shared.grading.gradebook import (
    Result,
    by_hand,
    counts,
    find,
    grades_of,
    open_gradebook,
    recall,
    roster,
)
from shared.grading.notebooks import Exercise, exercises, read_source
from shared.grading.tables import write_table
from shared.grading.terms import refresh

from nbgrader.api import Assignment, Student, SubmittedAssignment

COLUMNS = (
    ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"]
    + ["raw_score", "late_submission_penalty", "score", "max_score"]  # until here nbgrader's own
    + ["status", "seconds", "notes"]
)
NOT_GRADED, NOTHING, STALE = "not graded", "nothing submitted", "graded, stale"


class Row(NamedTuple):
    """One student in one chapter."""

    cells: dict[str, object]  # by column of the table
    exercises: dict[str, float]  # scores by title; empty: not graded


def export(course: Course, target: Path, wide: Path | None = None) -> list[str]:
    """Write the table of scores and, beside it, the one of the exercises.

    Args:
        course: whose scores.
        target: the table.
        wide: the table with a column for every exercise; ``exercises.csv`` beside the other, if not given.

    Returns:
        A line for everybody who is not graded, or whose score is stale.

    Raises:
        GradingError: nothing is graded yet, or another command is at work.
    """
    if not (course.state / "gradebook.db").exists():
        raise GradingError("there is no gradebook yet: run autograde first")
    with course.locked():
        chapters = _chapters(course)
        for chapter in chapters:
            refresh(course, chapter)  # Formgrader may have changed scores and due dates
        rows = [row for chapter in chapters for row in _rows(course, chapter)]
    _write(target, COLUMNS, [row.cells for row in rows])
    titles = list(dict.fromkeys(title for row in rows for title in row.exercises))
    columns = ["assignment", "student_id", "status", "score", "max_score", *titles]
    _write(wide or target.with_name("exercises.csv"), columns, [{**row.cells, **row.exercises} for row in rows])
    return [
        f"{row.cells['assignment']}, {row.cells['student_id']}: {row.cells['status']}"
        for row in rows
        if str(row.cells["status"]).startswith((NOT_GRADED, STALE))
    ]


# --- rows ---------------------------------------------------------------------------------------------------


def _chapters(course: Course) -> list[str]:
    """Everything that has an entry in the gradebook, a result or a submission."""
    with open_gradebook(course) as gradebook:
        found = {assignment.name for assignment in gradebook.assignments}
    found |= {file.stem for file in (course.state / "results").glob("ch[0-9][0-9].json")}
    found |= {folder.name for folder in (course.state / "submitted").glob("*/ch[0-9][0-9]") if folder.is_dir()}
    return sorted(found)


def _rows(course: Course, chapter: str) -> list[Row]:
    """A row for everybody known."""
    results, submitted = recall(course, chapter), course.submissions("submitted", chapter)
    file = course.root / chapter / f"{chapter}_solutions.ipynb"
    source = read_source(file) if file.is_file() else None
    tests = digest_of_tests(source) if source else ""
    asked = exercises(source) if source else []
    with open_gradebook(course) as gradebook:
        students = {student.id: student for student in gradebook.students}
        assignment = next((entry for entry in gradebook.assignments if entry.name == chapter), None)
        rows = []
        for student in sorted({*students, *roster(course), *course.students("submitted"), *results}):
            entry, result = find(gradebook, chapter, student), results.get(student)
            status = _status(entry, result, submitted.get(student), tests)
            rows.append(_row(chapter, student, students.get(student), assignment, entry, result, status, asked))
        return rows


def _status(entry: SubmittedAssignment | None, result: Result | None, folder: Path | None, tests: str) -> str:
    """One of ``graded``, ``graded by hand``, ``graded, stale: …``, ``not graded: …``, ``nothing submitted``."""
    if entry is not None and counts(entry, result):
        if result is None:
            return "graded"  # by nbgrader's own command
        if result.interrupted:  # a second try, and what is worth a look, are missing
            return f"{STALE}: {result.reason}"
        if changed := _changed(result, folder, tests):
            return f"{STALE}: {changed} changed since"
        return "graded by hand" if result.reason else "graded"
    if result is not None and result.reason:
        return f"{NOT_GRADED}: {result.reason}"
    return NOTHING if folder is None and result is None else f"{NOT_GRADED}: run autograde"


def _changed(result: Result, folder: Path | None, tests: str) -> str:
    """What is no longer as it was when it was graded, where that is known."""
    changed = ["the tests"] if tests and result.tests and result.tests != tests else []
    if folder is not None and result.submission and result.submission != digest_of_submission(folder):
        changed.append("the submission")
    return " and ".join(changed)


def _row(
    chapter: str,
    student: str,
    person: Student | None,
    assignment: Assignment | None,
    entry: SubmittedAssignment | None,
    result: Result | None,
    status: str,
    asked: list[Exercise],
) -> Row:
    score = penalty = 0.0
    valid = status.startswith("graded")
    if valid:
        score, penalty = entry.score, entry.late_submission_penalty
    handed_in = (entry.timestamp if entry else None) or (result.handed_in if result else "")
    empty = status.startswith(NOT_GRADED)
    cells = {
        "assignment": chapter,
        "duedate": assignment.duedate if assignment else None,
        "timestamp": handed_in,
        "student_id": student,
        "last_name": person.last_name if person else None,
        "first_name": person.first_name if person else None,
        "email": person.email if person else None,
        "raw_score": None if empty else score,
        "late_submission_penalty": None if empty else penalty,
        "score": None if empty else max(0.0, score - penalty),
        "max_score": assignment.max_score if assignment else None,
        "status": status,
        "seconds": round(result.seconds, 1) if result and result.seconds is not None else None,
        "notes": "; ".join(_notes(entry, result)),
    }
    return Row(cells, _by_exercise(entry, result, asked) if valid else {})


def _notes(entry: SubmittedAssignment | None, result: Result | None) -> list[str]:
    """What was repaired and what is worth a look; how many scores are set by hand is counted anew."""
    said = [] if result is None else [note for note in result.notes if not note.endswith("by hand and stand")]
    count = by_hand(entry) if entry is not None else 0
    return [*(result.lateness() if result else []), *said, *([f"{count} scores set by hand"] if count else [])]


def _by_exercise(entry: SubmittedAssignment, result: Result | None, asked: list[Exercise]) -> dict[str, float]:
    """The score of every exercise: as it was graded, with what a human changed since."""
    grades = {grade.name: grade for grade in grades_of(entry)}
    tests = {exercise.answer: exercise.tests for exercise in asked}
    if result is None or not result.exercises:
        return {
            exercise.title: sum(grades[test].score for test in exercise.tests if test in grades)
            for exercise in asked
        }
    by_hand = {name: grade.score - (grade.auto_score or 0.0) for name, grade in grades.items()}
    return {
        outcome.title: outcome.score + sum(by_hand.get(test, 0.0) for test in tests.get(outcome.answer, ()))
        for outcome in result.exercises
    }


# --- files --------------------------------------------------------------------------------------------------


def _write(target: Path, columns: list[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write a table; every cell in one line, because notes hold what strangers wrote."""
    as_text = ({column: "" if value is None else str(value) for column, value in row.items()} for row in rows)
    write_table(
        target, columns, [[" ".join(row.get(column, "").split()) for column in columns] for row in as_text]
    )
