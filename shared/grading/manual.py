"""Scores and comments that a human entered in Formgrader, and how to take them back.

nbgrader lets them stand whatever a later grading gives, and has no way to clear those of a whole class.
"""

from __future__ import annotations

from collections.abc import Collection

from shared.grading.course import Course, GradingError
from shared.grading.gradebook import open_gradebook, quietly
from shared.grading.terms import refresh

from nbgrader.api import Comment, Grade, SubmittedAssignment


def clear_manual(
    course: Course, chapter: str, students: Collection[str] = (), cells: Collection[str] = ()
) -> list[str]:
    """Take back what was entered by hand, so that the automatic score counts again.

    Args:
        course: whose gradebook.
        chapter: of which chapter.
        students: of whom; everybody, if empty.
        cells: of which test and answer cells; all of them, if empty.

    Returns:
        A line for everything that was cleared.

    Raises:
        GradingError: nothing of the chapter is graded yet, or there is no such student or cell.
    """
    course.solutions(chapter)
    if not (course.state / "gradebook.db").exists():
        raise GradingError(f"nothing of {chapter} is graded yet: run autograde first")
    cleared = []
    with course.locked():
        with open_gradebook(course) as gradebook, quietly():
            submissions = {entry.student.id: entry for entry in gradebook.assignment_submissions(chapter)}
            entries = {student: _entries(submission) for student, submission in submissions.items()}
            _check("submission by", students, submissions)
            _check("graded cell", cells, {entry.name for mine in entries.values() for entry in mine})
            for student in sorted(students or submissions):
                for entry in entries[student]:
                    if (not cells or entry.name in cells) and (what := _clear(entry)):
                        cleared.append(f"{student}, {entry.name}: {what}")
            gradebook.db.commit()
        if cleared:
            refresh(course, chapter)
    return cleared


def _check(what: str, asked: Collection[str], known: Collection[str]) -> None:
    if missing := [name for name in asked if name not in known]:
        raise GradingError(f"there is no {what} {', '.join(missing)} in the gradebook")


def _entries(submission: SubmittedAssignment) -> list[Grade | Comment]:
    """All scores and comments, in the order of their cells' names."""
    found = [entry for notebook in submission.notebooks for entry in (*notebook.grades, *notebook.comments)]
    return sorted(found, key=lambda entry: entry.name)


def _clear(entry: Grade | Comment) -> str:
    """Clear one entry; say what was there, and what is there now."""
    if isinstance(entry, Comment):
        said, entry.manual_comment = entry.manual_comment, None
        return f"the comment {said!r}" if said else ""
    given, extra = entry.manual_score, entry.extra_credit
    entry.manual_score = entry.extra_credit = None
    if given is None and extra is None:
        return ""
    entry.needs_manual_grade = entry.auto_score is None
    what = [f"{given:g} by hand"] if given is not None else []
    what += [f"{extra:g} extra"] if extra is not None else []
    now = "no score" if entry.auto_score is None else f"{entry.auto_score:g}"
    return f"{' and '.join(what)}, now {now}"
