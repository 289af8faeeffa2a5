"""What nbgrader's gradebook says, and what it does not say: who could not be graded, and why.

nbgrader's own table of scores gives 0 both to a wrong answer and to a submission on which the grader failed,
and keeps an old score when a new grading fails. Here scores are forgotten before grading, a submission counts
as graded only when every test cell has a score, and the exported table leaves the score of the others empty.
"""

from __future__ import annotations

import csv
import json
import warnings
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from shared.grading.course import Course, GradingError, nbgrader_config
from shared.grading.outcomes import Outcome
from shared.grading.release import engine, reason
from shared.tools.files import replacing, write_json

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.plugins.export import CsvExportPlugin
from nbgrader.utils import rmtree
from sqlalchemy.exc import SAWarning


@dataclass
class Result:
    """What became of one submission."""

    student: str
    score: float | None = None  # None: not graded
    points: float | None = None
    reason: str = ""  # why it was not graded
    notes: list[str] = field(default_factory=list)  # what the pre-flight repaired, what is worth a look
    exercises: list[Outcome] = field(default_factory=list)  # empty: not graded
    seconds: float | None = None  # how long the notebook ran
    peak_memory: int | None = None  # bytes, of its kernel and all that it started

    @classmethod
    def from_json(cls, kept: dict) -> Result:
        """The result that :func:`remember` wrote."""
        return cls(**{**kept, "exercises": [Outcome(**outcome) for outcome in kept.get("exercises", [])]})

    @property
    def graded(self) -> bool:
        """Whether the score can be published."""
        return self.score is not None

    def line(self) -> str:
        """One line for the terminal."""
        what = f"{self.score:g} of {self.points:g}" if self.graded else f"NOT GRADED: {self.reason}"
        return f"{self.student}: {what}" + "".join(f"; {note}" for note in self.notes)


def open_gradebook(course: Course) -> Gradebook:
    """The course's gradebook; use it in a ``with`` statement."""
    directory = nbgrader_config(course).CourseDirectory
    return Gradebook(directory.db_url, directory.course_id)


def forget(course: Course, chapter: str, students: Iterable[str]) -> None:
    """Enter the students' submissions without scores; drop graded notebooks and pages of an earlier run."""
    with open_gradebook(course) as gradebook, warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # of the order in which nbgrader links its own tables
        for student in students:
            gradebook.update_or_create_student(student)
            submission = gradebook.update_or_create_submission(chapter, student)
            for grade in _grades(submission):
                grade.auto_score = None
                grade.needs_manual_grade = True
            for step in ("autograded", "feedback"):
                if (old := course.folder(step, student, chapter)).exists():
                    rmtree(str(old))
        gradebook.db.commit()


class Score(NamedTuple):
    """A submission's place in the gradebook."""

    score: float
    points: float
    by_hand: int  # how many of its tests have a score that a human entered; those outlive a new grading


def score_of(course: Course, chapter: str, student: str) -> Score | None:
    """The score of a submission; None if there is no such submission, or a test cell has no score."""
    with open_gradebook(course) as gradebook:
        try:
            submission = gradebook.find_submission(chapter, student)
        except MissingEntry:
            return None
        if not _complete(submission):
            return None
        by_hand = sum(grade.manual_score is not None for grade in _grades(submission))
        return Score(submission.score, submission.max_score, by_hand)


def _grades(submission: SubmittedAssignment) -> list:
    return [grade for notebook in submission.notebooks for grade in notebook.grades]


def _complete(submission: SubmittedAssignment) -> bool:
    grades = _grades(submission)
    return bool(grades) and all(g.auto_score is not None or g.manual_score is not None for g in grades)


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


def feedback(course: Course, chapter: str) -> list[Path]:
    """Write a page for every graded submission; return the pages.

    Raises:
        GradingError: nothing is graded yet, or nbgrader fails.
    """
    course.solutions(chapter)
    if not (course.state / "gradebook.db").exists() or not course.submissions("autograded", chapter):
        raise GradingError(f"nothing of {chapter} is graded yet: run autograde first")
    with course.locked():
        # What an interrupted grading left behind is no result.
        graded = course.submissions("autograded", chapter)
        forget(course, chapter, [student for student in graded if score_of(course, chapter, student) is None])
        result = engine(nbgrader_config(course)).generate_feedback(chapter)
    if not result["success"]:
        raise GradingError(f"nbgrader cannot write all pages: {reason(result)}")
    folders = course.submissions("feedback", chapter).values()
    return sorted(page for folder in folders for page in folder.glob("*.html"))


def export(course: Course, target: Path) -> list[str]:
    """Write nbgrader's table of scores with a column ``status``; return a line for everyone not graded.

    Raises:
        GradingError: there is no gradebook yet.
    """
    if not (course.state / "gradebook.db").exists():
        raise GradingError("there is no gradebook yet: run autograde first")
    left: list[str] = []
    with replacing(target) as temporary:
        with open_gradebook(course) as gradebook:
            CsvExportPlugin(to=str(temporary)).export(gradebook)
            with open(temporary, newline="", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            for row in rows:
                row["status"] = _status(course, gradebook, row["assignment"], row["student_id"])
                if row["status"].startswith("not graded"):
                    row["raw_score"] = row["score"] = ""
                    left.append(f"{row['assignment']}, {row['student_id']}: {row['status']}")
        with open(temporary, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]) if rows else ["assignment", "student_id", "status"])
            writer.writeheader()
            writer.writerows(rows)
    return left


def _status(course: Course, gradebook: Gradebook, chapter: str, student: str) -> str:
    try:
        submission = gradebook.find_submission(chapter, student)
    except MissingEntry:
        return "nothing submitted"
    if _complete(submission):
        return "graded"
    result = recall(course, chapter).get(student)
    return f"not graded: {result.reason}" if result and result.reason else "not graded"
