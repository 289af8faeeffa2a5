"""A page for every student: what became of each exercise and why, and the notebook as it ran.

Scores and comments come from the gradebook, since a human may have changed them there after grading; reasons
come from what was remembered of the grading. Who could not be graded gets a page, too, of one paragraph.

Each page is made in another process, which is ended if it takes too long: then the page has its table only, and
nobody else waits.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from shared.grading.course import CELL_TIMEOUT, Course, GradingError, nbgrader_config
from shared.grading.deadlines import in_time
from shared.grading.gradebook import (
    Result,
    counts,
    find,
    forget,
    grades_of,
    open_gradebook,
    recall,
    score_of,
)
from shared.grading.messages import Hidden, in_two_parts
from shared.grading.notebooks import exercises, grade_id, read_source
from shared.grading.outcomes import Outcome, outcomes
from shared.grading.release import released
from shared.grading.rendering import Page, Row, render, without_notebook
from shared.grading.sanitize import one_line
from shared.grading.terms import refresh
from shared.tools.files import write_text

from nbformat import NotebookNode
from nbgrader.api import SubmittedAssignment

SECONDS = 20.0  # for one page; an ordinary one takes a quarter of a second
FOR_INSTRUCTORS = "worth a look"  # in every note that is a suspicion
UNKNOWN = "grading was not finished"
TABLE_ONLY = "Your notebook is not shown here: it is too large, or it takes too long to show it."


def feedback(course: Course, chapter: str, *, hidden_tests: bool = True) -> list[Path]:
    """Write a page for everyone whose submission was graded or could not be; return the pages.

    Args:
        course: whose students.
        chapter: which chapter.
        hidden_tests: whether the pages show the hidden tests and what they say.

    Raises:
        GradingError: nothing is graded yet, or another command is at work.
    """
    return list(write_pages(course, chapter, hidden_tests=hidden_tests))


def write_pages(
    course: Course, chapter: str, *, hidden_tests: bool = True, seconds: float = SECONDS
) -> dict[Path, str]:
    """Write all pages; return them, each with a remark if it is not an ordinary one.

    Raises:
        GradingError: nothing is graded yet, or another command is at work.
    """
    source = read_source(course.solutions(chapter))
    nothing = GradingError(f"nothing of {chapter} is graded yet: run autograde first")
    if not (course.state / "gradebook.db").exists():
        raise nothing
    with course.locked():
        if not (recall(course, chapter) or course.submissions("autograded", chapter)):
            raise nothing
        graded = course.submissions("autograded", chapter)
        # What an interrupted grading left behind is no result.
        forget(course, chapter, [student for student in graded if score_of(course, chapter, student) is None])
        refresh(course, chapter)  # penalties: Formgrader may have changed scores
        pages = list(_pages(course, chapter, source, hidden_tests))
        written = {}
        for page, made in zip(pages, in_time(render, pages, seconds, _cores()), strict=True):
            target = course.folder("feedback", page.student, chapter) / f"{chapter}_exercises.html"
            write_text(target, made or without_notebook(page, TABLE_ONLY))
            written[target] = "not graded" if page.reason else "" if made else "without the notebook"
    return written


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pages(course: Course, chapter: str, source: NotebookNode, hidden_tests: bool) -> Iterable[Page]:
    """What the pages say, by student."""
    results = recall(course, chapter)
    release = released(source, nbgrader_config(course))
    common = _common(source, release, hidden_tests)
    hidden = {} if hidden_tests else _hidden(source, release)
    with open_gradebook(course) as gradebook:
        for student in sorted({*results, *course.submissions("autograded", chapter)}):
            entry, result = find(gradebook, chapter, student), results.get(student)
            if entry is None or not counts(entry, result):
                reason = result.reason if result and result.reason else UNKNOWN
                words = one_line(_without_places(reason, course), 500).rstrip(".")
                yield Page(chapter, student, reason=words, handed_in=_handed_in(result))
                continue
            ran = course.folder("autograded", student, chapter) / f"{chapter}_exercises.ipynb"
            notebook = ran if ran.is_file() else None
            known = _outcomes(result, notebook, source)
            yield Page(
                chapter,
                student,
                handed_in=_handed_in(result),
                score=entry.score,
                penalty=entry.late_submission_penalty or 0.0,
                points=entry.max_score,
                lateness=tuple(result.lateness()) if result else (),
                notes=_notes(result, course, hidden.values()),
                rows=tuple(_rows(entry, known, source, hidden)),
                tests={grade.name: (grade.score, grade.max_score) for grade in grades_of(entry)},
                notebook=notebook,
                **common,
            )


def _common(source: NotebookNode, release: NotebookNode, hidden_tests: bool) -> dict:
    """What all pages of a chapter share."""
    statements = {cell.source.strip() for cell in release.cells if cell.cell_type == "markdown"}
    if hidden_tests:
        return {"statements": frozenset(statements)}
    tests = {grade_id(cell): cell.source for cell in release.cells if grade_id(cell)}
    hidden = tuple(hidden for hidden in _hidden(source, release).values() if hidden.lines)
    return {"statements": frozenset(statements), "released": tests, "hidden": hidden}


def _hidden(source: NotebookNode, release: NotebookNode) -> dict[str, Hidden]:
    """For each answer what its tests hide."""
    whole, visible = ({grade_id(cell): cell.source for cell in made.cells} for made in (source, release))
    return {
        exercise.answer: Hidden.between(map(visible.get, exercise.tests), map(whole.get, exercise.tests))
        for exercise in exercises(source)
    }


def _outcomes(result: Result | None, notebook: Path | None, source: NotebookNode) -> list[Outcome]:
    """What became of the exercises: as it was remembered, else as the notebook shows it."""
    if result is not None and result.exercises:
        return result.exercises
    return outcomes(read_source(notebook), source, CELL_TIMEOUT) if notebook is not None else []


def _rows(
    entry: SubmittedAssignment, known: list[Outcome], source: NotebookNode, hidden: dict[str, Hidden]
) -> Iterable[Row]:
    """The table: points as the gradebook has them now, the reason as it was when the notebook ran."""
    grades = {grade.name: grade for grade in grades_of(entry)}
    messages = {outcome.answer: outcome.message for outcome in known}
    tests = {grade_id(cell): cell.source for cell in source.cells}
    comments = {
        comment.name: comment.manual_comment
        for notebook in entry.notebooks
        for comment in notebook.comments
        if comment.manual_comment
    }
    for exercise in exercises(source):
        own = [grades[test] for test in exercise.tests if test in grades]
        score, points = sum(grade.score for grade in own), sum(grade.max_score for grade in own)
        message = messages.get(exercise.answer, "") if score < points else ""
        if exercise.answer in hidden:
            message = _reduced(message, hidden[exercise.answer], hidden.values())
        message = in_two_parts(message, [tests[test] for test in exercise.tests])
        yield Row(
            exercise.answer,
            exercise.title,
            score,
            points,
            message,
            by_hand=any(grade.manual_score is not None or grade.extra_credit for grade in own),
            comment=comments.get(exercise.answer, ""),
        )


def _reduced(message: str, own: Hidden, others: Iterable[Hidden]) -> str:
    """A message that gives no hidden test away, neither of its own exercise nor of another."""
    reduced = own.reduced(message)
    return "" if any(hidden.shown_in(reduced) for hidden in others) else reduced


def _notes(result: Result | None, course: Course, hidden: Iterable[Hidden]) -> tuple[str, ...]:
    """What was repaired; not what only an instructor is to look at."""
    notes = [note for note in result.notes if FOR_INSTRUCTORS not in note] if result else []
    hidden = list(hidden)
    return tuple(
        one_line(_without_places(note, course), 500)
        for note in notes
        if not any(secret.shown_in(note) for secret in hidden)
    )


def _without_places(text: str, course: Course) -> str:
    """A text without the folders of the instructor's computer."""
    for place in (course.state, course.root):
        text = text.replace(str(place), "…")
    return text


def _handed_in(result: Result | None) -> str:
    return result.handed_in if result else ""
