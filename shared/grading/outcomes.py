"""From a notebook that ran to a score and a reason for every exercise, in words for the learner."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from shared.grading.course import STUB
from shared.grading.notebooks import exercises, grade_id

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode
from nbgrader import utils

TIMED_OUT = "CellTimeoutError"
UNSOLVED = "not solved yet"
NOT_RUN = "not run: the whole notebook took too long"


@dataclass
class Outcome:
    """What became of one exercise."""

    answer: str  # the grade_id of its answer cell
    title: str
    score: float
    points: float
    message: str = ""  # why points are missing

    @property
    def full(self) -> bool:
        """Whether no point is missing."""
        return self.score == self.points


def outcomes(
    ran: NotebookNode, source: NotebookNode, cell_timeout: float, lost: Mapping[str, str] | None = None
) -> list[Outcome]:
    """The score of each exercise, by nbgrader's own rule, and the first thing that went wrong.

    Args:
        ran: the learner's notebook with the outputs of its last run.
        source: the chapter's source, which says what exercises there are and what they are worth.
        cell_timeout: the limit in seconds that the cells ran under, for the message.
        lost: cells (by ``grade_id``) that took the whole process with them, or did not run, and why.
    """
    cells = {grade_id(cell): cell for cell in ran.cells if grade_id(cell)}
    lost = lost or {}
    found = []
    for exercise in exercises(source):
        answer = cells.get(exercise.answer)
        in_answer = _error(answer, cell_timeout) if answer else ""
        score, message = 0.0, ""
        for test, points in exercise.tests.items():
            earned, problem = 0.0, lost.get(test, NOT_RUN)
            if test in cells and test not in lost:
                earned = earned_in(cells[test])
                problem = _error(cells[test], cell_timeout) if earned < points else ""
            if problem and exercise.answer in lost:
                problem = lost[exercise.answer]
            elif problem and in_answer:
                problem = f"the answer itself fails: {in_answer}"
            elif problem and answer is None:
                problem = f"the answer cell {exercise.answer} is missing"
            score, message = score + earned, message or problem
        found.append(Outcome(exercise.answer, exercise.title, score, exercise.points, message))
    return found


def earned_in(test: NotebookNode) -> float:
    """The points of a test cell that ran, by nbgrader's rule."""
    return float(utils.determine_grade(test)[0] or 0.0)


def _error(cell: NotebookNode, cell_timeout: float) -> str:
    """The first error of a cell that ran, in one line; empty without one."""
    found = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    if any(error.ename == TIMED_OUT for error in found):
        return f"ran longer than {cell_timeout:g} s: is there an endless loop?"
    return _in_one_line(found[0]) if found else ""


def _in_one_line(error: NotebookNode) -> str:
    text = " ".join(strip_ansi(error.evalue).split())[:300]
    text = re.sub(r"\(\d+\.py, line", "(line", text)  # IPython's name for a cell says nothing to a reader
    if error.ename == "NotImplementedError" and error.evalue in ("", STUB.split('"')[1]):
        return UNSOLVED
    if error.ename == "CheckFailed":
        return text
    return f"{error.ename}: {text}" if text else error.ename
