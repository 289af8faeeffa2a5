"""Grading without kernels: what nbgrader would leave in gradebook and folders, written by hand.

A test that is about terms, scores or tables does not need a notebook to run. An answer passes its tests here
exactly if it is one of the right ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from shared.grading import autograde as module
from shared.grading import sandbox
from shared.grading.course import Course
from shared.grading.gradebook import grades_of, open_gradebook, quietly
from shared.grading.notebooks import exercises, grade_id, read_source
from shared.grading.workers import Settings, Verdict

import nbformat
import pytest
from grading_course import CHAPTER, RIGHT, solved, write

FILE = f"{CHAPTER}_exercises.ipynb"


class FakeGrader:
    """Takes the place of the processes that grade."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.graded: list[str] = []  # in this order
        self.failing: dict[str, str] = {}  # student -> why nbgrader fails
        self.interrupt_after: str | None = None
        monkeypatch.setattr(module, "grade_all", self.grade_all)
        monkeypatch.setattr(sandbox, "obstacle", lambda: None)

    def grade_all(
        self,
        course: Course,
        chapter: str,
        settings: Settings,
        students: Iterable[str],
        workers: int,
        scratch: Path,
        progress: Callable[[], object],
    ) -> dict[str, Verdict]:
        """As :func:`shared.grading.workers.grade_all`."""
        verdicts = {}
        for student in students:
            self.graded.append(student)
            verdicts[student] = self.grade(course, chapter, student)
            progress()
            if student == self.interrupt_after:
                raise KeyboardInterrupt
        return verdicts

    def grade(self, course: Course, chapter: str, student: str) -> Verdict:
        """Enter the scores of one submission, and leave its notebook as if it had run."""
        if student in self.failing:
            return Verdict(False, self.failing[student], final=True)
        notebook = read_source(course.folder("prepared", student, chapter) / FILE)
        wrong = [exercise for exercise in exercises(notebook) if not is_right(notebook, exercise.answer)]
        failed = {test for exercise in wrong for test in exercise.tests}
        for cell in notebook.cells:
            if grade_id(cell) in failed:
                cell.outputs = [nbformat.v4.new_output("error", ename="CheckFailed", evalue="no", traceback=[])]
        scores = {}
        with open_gradebook(course) as gradebook, quietly():
            gradebook.update_or_create_submission(chapter, student)
            for grade in grades_of(gradebook.find_submission(chapter, student)):
                grade.auto_score = 0.0 if grade.name in failed else grade.max_score
                grade.needs_manual_grade = False
                scores[grade.name] = grade.auto_score
            gradebook.db.commit()
        target = course.folder("autograded", student, chapter)
        target.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, target / FILE)
        return Verdict(True, scores=scores, seconds=1.5)


def is_right(notebook: nbformat.NotebookNode, answer: str) -> bool:
    """Whether an answer cell holds the right answer."""
    return any(grade_id(cell) == answer and cell.source == RIGHT.get(answer) for cell in notebook.cells)


def hand_in(course: Course, student: str, when: str = "2026-01-31 10:00:00", **answers: str) -> Path:
    """Put a submission in its place, right apart from ``answers``."""
    released = nbformat.read(course.exercises(CHAPTER), as_version=4)
    folder = course.folder("submitted", student, CHAPTER)
    write(solved(released, {**RIGHT, **answers}), folder / FILE)
    (folder / "timestamp.txt").write_text(when, encoding="utf-8")
    return folder


def score_by_hand(course: Course, student: str, **scores: float | None) -> None:
    """Enter scores as Formgrader does."""
    with open_gradebook(course) as gradebook, quietly():
        for grade in grades_of(gradebook.find_submission(CHAPTER, student)):
            if grade.name in scores:
                grade.manual_score = scores[grade.name]
                grade.needs_manual_grade = False
        gradebook.db.commit()
