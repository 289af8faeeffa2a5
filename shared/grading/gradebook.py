"""What nbgrader's gradebook says, and what it does not say: who could not be graded, and why.

nbgrader's gradebook knows scores, and not why there is none: it gives 0 both to a wrong answer and to a
submission on which the grader failed, and keeps an old score when a new grading fails. Here scores are
forgotten before grading, a submission counts as graded only when every test cell has a score, and what was said
about each is kept beside the gradebook.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from shared.grading.course import Course, GradingError, nbgrader_config
from shared.grading.outcomes import Outcome
from shared.grading.release import find_programs
from shared.grading.tables import read_table
from shared.tools.files import write_json

from nbgrader.api import Grade, Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.utils import rmtree
from sqlalchemy.exc import SAWarning


@dataclass
class Result:
    """What became of one submission."""

    student: str
    score: float | None = None  # of all tests, before a penalty; None: not graded
    points: float | None = None
    reason: str = ""  # why it was not graded
    notes: list[str] = field(default_factory=list)  # what the pre-flight repaired, what is worth a look
    exercises: list[Outcome] = field(default_factory=list)  # empty: not graded
    seconds: float | None = None  # how long the notebook ran
    peak_memory: int | None = None  # bytes, of its kernel and all that it started
    penalty: float = 0.0  # points that a late submission loses
    handed_in: str = ""  # 2026-01-31 10:30:00, in UTC
    late_seconds: float = 0.0  # after the due date and the student's extension
    tests: str = ""  # a digest of the tests that it was graded with
    submission: str = ""  # a digest of what was handed in
    interrupted: bool = False  # grading ended before anything could be said

    @classmethod
    def from_json(cls, kept: dict) -> Result:
        """The result that :func:`remember` wrote."""
        return cls(**{**kept, "exercises": [Outcome(**outcome) for outcome in kept.get("exercises", [])]})

    @property
    def graded(self) -> bool:
        """Whether the score can be published."""
        return self.score is not None

    @property
    def final(self) -> float | None:
        """The score that counts: what a penalty leaves; None: not graded."""
        return max(0.0, self.score - self.penalty) if self.graded else None

    def line(self) -> str:
        """One line for the terminal."""
        what = f"{self.final:g} of {self.points:g}" if self.graded else f"NOT GRADED: {self.reason}"
        parts = [what, *self.lateness(), *self.notes]
        return f"{self.student}: {'; '.join(parts)}"

    def lateness(self) -> list[str]:
        """How late it was, and what that costs; empty if it was in time."""
        if not self.late_seconds:
            return []
        costs = self.graded and self.penalty
        cost = f", which costs {self.penalty:g} of {self.score:g} points" if costs else ""
        return [f"handed in {in_words(self.late_seconds)} late{cost}"]


def in_words(seconds: float) -> str:
    """A duration in its two largest units: ``1 d 2 h``, ``40 s``."""
    left, parts = round(seconds), []
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")):
        count, left = divmod(left, size)
        if count:
            parts.append((size, f"{count} {unit}"))
    largest = parts[0][0] if parts else 1
    kept = [text for size, text in parts if size * 100 >= largest][:2]
    return " ".join(kept) or "0 s"


def open_gradebook(course: Course) -> Gradebook:
    """The course's gradebook, made if need be; use it in a ``with`` statement."""
    find_programs()
    directory = nbgrader_config(course).CourseDirectory
    return Gradebook(directory.db_url, directory.course_id)


def forget(course: Course, chapter: str, students: Iterable[str]) -> None:
    """Enter the students' submissions without scores; drop graded notebooks and pages of an earlier run."""
    with open_gradebook(course) as gradebook, quietly():
        for student in students:
            gradebook.update_or_create_student(student)
            submission = gradebook.update_or_create_submission(chapter, student)
            for grade in grades_of(submission):
                grade.auto_score = None
                grade.needs_manual_grade = True
            for step in ("autograded", "feedback"):
                if (old := course.folder(step, student, chapter)).exists():
                    rmtree(str(old))
        gradebook.db.commit()


@contextmanager
def quietly() -> Iterator[None]:
    """Without warnings of the order in which nbgrader links its own tables."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)
        yield


def enter_times(course: Course, chapter: str, handed_in: Mapping[str, datetime]) -> None:
    """Enter when students handed in, in UTC: nbgrader itself does it only for those that it grades."""
    with open_gradebook(course) as gradebook, quietly():
        for submission in gradebook.assignment_submissions(chapter):
            submission.timestamp = handed_in.get(submission.student.id, submission.timestamp)
        gradebook.db.commit()


class Score(NamedTuple):
    """A submission's place in the gradebook."""

    score: float
    points: float
    by_hand: int  # how many of its tests have a score that a human entered; those outlive a new grading


def score_of(course: Course, chapter: str, student: str) -> Score | None:
    """The score of a submission; None if there is no such submission, or a test cell has no score."""
    with open_gradebook(course) as gradebook:
        submission = find(gradebook, chapter, student)
        if submission is None or not is_complete(submission):
            return None
        return Score(submission.score, submission.max_score, by_hand(submission))


def find(gradebook: Gradebook, chapter: str, student: str) -> SubmittedAssignment | None:
    """A student's submission in the gradebook, if there is one."""
    try:
        return gradebook.find_submission(chapter, student)
    except MissingEntry:
        return None


def grades_of(submission: SubmittedAssignment) -> list[Grade]:
    """The scores of all test cells."""
    return [grade for notebook in submission.notebooks for grade in notebook.grades]


def is_complete(submission: SubmittedAssignment) -> bool:
    """Whether every test cell has a score."""
    grades = grades_of(submission)
    return bool(grades) and all(g.auto_score is not None or g.manual_score is not None for g in grades)


def by_hand(submission: SubmittedAssignment) -> int:
    """How many test cells have a score that a human entered."""
    return sum(grade.manual_score is not None for grade in grades_of(submission))


def counts(submission: SubmittedAssignment, result: Result | None) -> bool:
    """Whether the score in the gradebook is one to publish.

    What could not be graded has no score, even if somebody gave it a few points in Formgrader meanwhile, or let
    nbgrader's own command run over it; only a human who scored every test cell overrules that. Where grading
    was interrupted nothing was said, and what the gradebook has is of what was finished until then.
    """
    if result is not None and result.reason and not result.interrupted:
        return is_complete(submission) and by_hand(submission) == len(grades_of(submission))
    return is_complete(submission)


def scored(course: Course, chapter: str) -> set[str]:
    """Everybody whose score can be published."""
    results = recall(course, chapter)
    with open_gradebook(course) as gradebook:
        entries = gradebook.assignment_submissions(chapter)
        return {entry.student.id for entry in entries if counts(entry, results.get(entry.student.id))}


def remember(course: Course, chapter: str, results: Iterable[Result]) -> None:
    """Keep what was said about each submission, for the export; earlier results of other students stay."""
    path = _results_file(course, chapter)
    together = {**recall(course, chapter), **{result.student: result for result in results}}
    write_json(path, {student: asdict(result) for student, result in together.items()})


def recall(course: Course, chapter: str) -> dict[str, Result]:
    """The last result of every student."""
    path = _results_file(course, chapter)
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {student: Result.from_json(result) for student, result in kept.items()}


def _results_file(course: Course, chapter: str) -> Path:
    return course.state / "results" / f"{chapter}.json"


def roster(course: Course) -> list[str]:
    """Who takes part, by the column ``student_id`` of ``grading/roster.csv``; empty without that file.

    Raises:
        GradingError: the file has no such column.
    """
    file = course.state / "roster.csv"
    if not file.is_file():
        return []
    table = read_table(file)
    if (column := table.column("student_id")) is None:
        raise GradingError(f"{file} has no column student_id")
    return [name for row in table.rows if (name := row[column].strip())]
