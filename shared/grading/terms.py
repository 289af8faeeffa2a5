"""Due dates, extensions, and what handing in late costs.

All of it lies where nbgrader keeps it: due dates and extensions in its gradebook, always in UTC, the rule for
penalties in ``nbgrader_config.py`` as a plugin. nbgrader itself asks the plugin when it grades, and never
again; here penalties follow when a due date, an extension, a score or the rule changes, and no notebook runs
for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from shared.grading.collect import STUDENT
from shared.grading.course import Course, GradingError, nbgrader_config
from shared.grading.gradebook import (
    Result,
    counts,
    in_words,
    is_complete,
    open_gradebook,
    quietly,
    recall,
    remember,
    roster,
)
from shared.grading.release import generate

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties

# --- times in words -----------------------------------------------------------------------------------------


def zone(text: str) -> tzinfo:
    """A time zone by its name or by its offset: ``Europe/Berlin``, ``UTC``, ``+01:00``.

    Raises:
        GradingError: there is no such zone.
    """
    if match := re.fullmatch(r"([+-])(\d\d):?(\d\d)", text):
        minutes = int(match[2]) * 60 + int(match[3])
        if minutes < 24 * 60:
            return timezone(timedelta(minutes=minutes if match[1] == "+" else -minutes))
    try:
        return UTC if text.upper() in ("UTC", "Z") else ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        raise GradingError(f"there is no time zone {text!r}: write Europe/Berlin, UTC or +01:00") from None


def moment(text: str, in_zone: tzinfo | None = None) -> datetime:
    """A time in UTC, without a zone, as nbgrader keeps it.

    An offset in the text counts; without one it is a time in ``in_zone``, and without that in the zone of this
    computer. A date alone means the end of that day. What comes twice when clocks go back means the later one.

    Raises:
        GradingError: it is no time, or the clocks leave it out.
    """
    try:
        given = datetime.fromisoformat(text)
        if _is_date(text):
            given = given.replace(hour=23, minute=59, second=59)
        if given.tzinfo is None:
            local = given.replace(fold=1)
            given = local.replace(tzinfo=in_zone) if in_zone else local.astimezone()
            if given.astimezone(UTC).astimezone(in_zone).replace(tzinfo=None) != local:
                raise GradingError(f"there is no {text}: the clocks leave this hour out")
        return given.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    except (ValueError, OverflowError, OSError):
        raise GradingError(f"{text!r} is no date and time: write 2026-12-01T23:59 or 2026-12-01") from None


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def duration(text: str) -> timedelta | None:
    """``2d``, ``36h``, ``1w2d``, ``90m``; None if the text is no duration."""
    match = re.fullmatch(r"(?:(\d{1,4})w)?(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?", text)
    if not text or not match:
        return None
    weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


def time_text(when: datetime, in_zone: tzinfo | None = None) -> str:
    """A time in UTC in words, and in brackets the same in UTC where it is another."""
    local = when.replace(tzinfo=UTC).astimezone(in_zone)
    form = "%Y-%m-%d %H:%M:%S" if when.second else "%Y-%m-%d %H:%M"
    if not local.utcoffset():
        return f"{when:{form}} UTC"
    return f"{local:{form} {'%Z' if (local.tzname() or '').isalpha() else '%z'}} ({when:{form}} UTC)"


# --- due dates and extensions -------------------------------------------------------------------------------


@dataclass
class Terms:
    """When a chapter is due, and for whom later."""

    due: datetime | None  # UTC
    extensions: dict[str, timedelta]

    def lines(self, chapter: str, in_zone: tzinfo | None = None) -> list[str]:
        """What is printed."""
        if self.due is None:
            return [f"{chapter} has no due date"]
        lines = [f"{chapter} is due {time_text(self.due, in_zone)}"]
        for student, more in sorted(self.extensions.items()):
            longer = in_words(more.total_seconds())
            lines.append(f"{student} has until {time_text(self.due + more, in_zone)}, {longer} more")
        return lines


def terms(course: Course, chapter: str) -> Terms:
    """What the gradebook says about a chapter."""
    course.solutions(chapter)
    if not (course.state / "gradebook.db").exists():
        return Terms(None, {})
    with open_gradebook(course) as gradebook:
        return _terms(gradebook, chapter)


def _terms(gradebook: Gradebook, chapter: str) -> Terms:
    try:
        assignment = gradebook.find_assignment(chapter)
    except MissingEntry:
        return Terms(None, {})
    given = {entry.student.id: entry.extension for entry in assignment.submissions}
    return Terms(assignment.duedate, {student: more for student, more in given.items() if more})


def set_due(course: Course, chapter: str, due: datetime | None) -> list[str]:
    """Set or remove a due date; return a line for every penalty that changes with it.

    Raises:
        GradingError: it is to be removed, and there are extensions, which without it mean nothing to nbgrader.
    """
    course.solutions(chapter)
    with course.locked():
        with open_gradebook(course) as gradebook, quietly():
            if due is None and (extended := sorted(_terms(gradebook, chapter).extensions)):
                raise GradingError(f"{', '.join(extended)} have an extension of it: take that away first")
            gradebook.update_or_create_assignment(chapter, duedate=due)
        return refresh(course, chapter)


def extend(course: Course, chapter: str, students: Iterable[str], by: timedelta | datetime) -> list[str]:
    """Give students until a time, or so much longer; a duration of 0 takes an extension away.

    It replaces an earlier extension, and moves along when the due date changes: that is how nbgrader keeps it.

    Returns:
        A line for every penalty that changes with it.

    Raises:
        GradingError: there is no due date, it is no later than that, or the roster lists no such student.
    """
    course.solutions(chapter)
    students = list(dict.fromkeys(students))
    with course.locked():
        due = terms(course, chapter).due
        if due is None:
            raise GradingError(f"{chapter} has no due date to extend: set one with the command due")
        more = by - due if isinstance(by, datetime) else by
        if isinstance(by, datetime) and more <= timedelta(0):
            raise GradingError(f"{time_text(by)} is not after the due date, {time_text(due)}")
        _check_names(course, students)
        _enter_assignment(course, chapter)
        with open_gradebook(course) as gradebook, quietly():
            for student in students:
                gradebook.update_or_create_student(student)
                submission = gradebook.update_or_create_submission(chapter, student)
                submission.extension = more or None
            gradebook.db.commit()
        return refresh(course, chapter)


def _check_names(course: Course, students: Iterable[str]) -> None:
    """Where a list of the class tells a student from a slip of the pen, use it."""
    listed = roster(course)
    known = {*listed, *course.students("submitted")}
    for student in students:
        if not STUDENT.fullmatch(student):
            raise GradingError(f"{student!r} is no student's name (letters, digits and . @ _ - only)")
        if listed and student not in known:
            raise GradingError(f"there is no {student} in {course.state / 'roster.csv'}")


def _enter_assignment(course: Course, chapter: str) -> None:
    """An extension is part of a submission, and a submission needs the assignment's cells."""
    with open_gradebook(course) as gradebook:
        entered = bool(gradebook.find_assignment(chapter).notebooks)
    if not entered:
        generate(course, chapter)


# --- penalties ----------------------------------------------------------------------------------------------


class Penalties:
    """The course's rule for late submissions: nbgrader's plugin, with nbgrader's limits.

    Raises:
        GradingError: the settings name no usable plugin.
    """

    def __init__(self, course: Course) -> None:
        try:
            step = AssignLatePenalties(config=nbgrader_config(course))
            step.init_plugin()
        except GradingError:
            raise
        except Exception as error:  # the plugin is code of the course, and may do anything
            raise GradingError(f"the plugin for late submissions cannot be used: {_said(error)}") from None
        self.plugin = step.plugin_inst

    def of(self, student: str, score: float, seconds: float) -> float | None:
        """What handing in so late costs: None, or from nothing to the whole score.

        Raises:
            GradingError: the plugin fails.
        """
        if seconds <= 0:
            return None
        try:
            penalty = self.plugin.late_submission_penalty(student, score, seconds)
            return None if penalty is None else min(max(0.0, float(penalty)), score)
        except Exception as error:
            raise GradingError(f"the plugin for late submissions fails for {student}: {_said(error)}") from None


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


def seconds_late(submission: SubmittedAssignment) -> float:
    """How long after its due date, extension included, a submission came.

    nbgrader's own rule, which fails on an extension of no due date.
    """
    return float(submission.total_seconds_late) if submission.assignment.duedate else 0.0


def refresh(course: Course, chapter: str) -> list[str]:
    """Bring penalties up to date, in the gradebook and in what is remembered of each submission.

    Returns:
        A line for each penalty that is another one now.

    Raises:
        GradingError: the rule cannot be used.
    """
    rule, results, changed = Penalties(course), recall(course, chapter), []
    with open_gradebook(course) as gradebook, quietly():
        for submission in gradebook.assignment_submissions(chapter):
            student = submission.student.id
            result = results.get(student)
            before, late = submission.late_submission_penalty, seconds_late(submission)
            for notebook in submission.notebooks:
                valid = counts(submission, result)
                notebook.late_submission_penalty = rule.of(student, notebook.score, late) if valid else None
            gradebook.db.commit()
            after = submission.late_submission_penalty
            if before != after:
                changed.append(f"{student}: a penalty of {after:g} points instead of {before:g}")
            if result is not None:
                results[student] = _updated(result, submission, after, late)
    remember(course, chapter, results.values())
    return changed


def _updated(result: Result, submission: SubmittedAssignment, penalty: float, late: float) -> Result:
    handed_in = f"{submission.timestamp:%Y-%m-%d %H:%M:%S}" if submission.timestamp else result.handed_in
    updated = replace(result, handed_in=handed_in, late_seconds=late, penalty=penalty)
    # A score may have been entered or cleared by hand since the notebook ran.
    return replace(updated, score=submission.score) if result.graded and is_complete(submission) else updated
