"""A learner's own full result: every exercise with its points, hidden tests included, without a gradebook.

The tests come from the solutions notebook, the answers from the learner's. Whatever an answer does to the
Python process that runs it, the other exercises are still graded: after an answer that ends the process or
cannot be interrupted, a fresh process runs the rest without it.
"""

from __future__ import annotations

import copy
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from shared.grading.course import (
    CELL_TIMEOUT,
    OUTPUT_TIMEOUT,
    TOTAL_TIMEOUT,
    Course,
    nbgrader_config,
    time_limit,
)
from shared.grading.execution import UNREADABLE, Guarded, UnreadableMessage, names_of_tests
from shared.grading.kernels import KERNEL, connect_through, install
from shared.grading.notebooks import (
    grade_id,
    is_locked,
    read_source,
    read_submission,
)
from shared.grading.outcomes import NOT_RUN, TIMED_OUT, Outcome, outcomes
from shared.grading.preflight import prepare
from shared.grading.release import released

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbgrader import utils
from traitlets.config import Config


@dataclass
class Report:
    """The result of a whole notebook."""

    outcomes: list[Outcome]
    notes: list[str] = field(default_factory=list)

    @property
    def score(self) -> float:
        """All points together."""
        return sum(outcome.score for outcome in self.outcomes)

    @property
    def points(self) -> float:
        """All points there are."""
        return sum(outcome.points for outcome in self.outcomes)

    @property
    def passed(self) -> bool:
        """Whether nothing is missing."""
        return self.score == self.points

    def lines(self) -> Iterator[str]:
        """The report as it is printed."""
        width = max(len(outcome.title) for outcome in self.outcomes)
        for outcome in self.outcomes:
            mark = "ok  " if outcome.full else "FAIL"
            score = f"{outcome.score:3g} of {outcome.points:3g}"
            yield f"{mark}  {outcome.title:{width}}  {score}  {outcome.message}".rstrip()
        yield from (f"note: {note}" for note in self.notes)
        yield f"total {self.score:g} of {self.points:g} points"


def check(
    course: Course,
    chapter: str,
    notebook: Path | None = None,
    cell_timeout: float = CELL_TIMEOUT,
    total_timeout: float = TOTAL_TIMEOUT,
) -> Report:
    """Run a learner's notebook (by default the chapter's own) with all tests.

    Raises:
        GradingError: the chapter has no exercises.
        UnusableNotebook: the learner's file is no notebook of this chapter.
    """
    source = read_source(course.solutions(chapter))
    path = notebook or course.exercises(chapter)
    prepared = prepare(read_submission(path), released(source, nbgrader_config(course)), source)
    ours = {grade_id(cell): cell for cell in source.cells if is_locked(cell)}
    for cell in prepared.notebook.cells:
        if grade_id(cell) in ours:
            cell.source = ours[grade_id(cell)].source  # with the hidden tests
    run = Run(prepared.notebook, names_of_tests(source), path.resolve().parent, cell_timeout, total_timeout)
    run.to_the_end()
    return Report(run.outcomes(source), prepared.notes + run.notes)


class Run:
    """One notebook on its way through as many kernels as it takes."""

    def __init__(
        self,
        notebook: NotebookNode,
        names: dict[str, list[str]],
        folder: Path,
        cell_timeout: float,
        total_timeout: float,
    ) -> None:
        self.cells: list[NotebookNode] = notebook.cells
        self.notebook = notebook
        self.names = names
        self.notes: list[str] = []
        self.folder = folder
        self.cell_timeout = cell_timeout
        self.limit = time_limit(cell_timeout)
        self.deadline = time.monotonic() + total_timeout
        self.lost: dict[int, str] = {}  # cells that took the kernel with them, and how
        self.done: dict[str, NotebookNode] = {}  # answers and tests as they ran, by grade_id

    def to_the_end(self) -> None:
        """Run everything; start afresh without the cell that broke the kernel as often as need be."""
        while not self._attempt() and time.monotonic() < self.deadline:
            pass

    def _attempt(self) -> bool:
        """Run all cells that are left in one fresh kernel; tell whether it survived."""
        with tempfile.TemporaryDirectory(prefix="check-") as scratch:
            install(Path(scratch), sandboxed=False)
            config = Config()
            connect_through(config, Path(scratch))
            notebook = copy.deepcopy(self.notebook)
            client = Guarded(
                notebook,
                names=self.names,
                config=config,
                kernel_name=KERNEL,
                resources={"metadata": {"path": str(self.folder)}},
                allow_errors=True,
                interrupt_on_timeout=True,
                raise_on_iopub_timeout=True,
                error_on_timeout={"ename": TIMED_OUT, "evalue": "", "traceback": []},
                timeout_func=self._time_left,
                iopub_timeout=OUTPUT_TIMEOUT,
                shutdown_kernel="immediate",
                on_cell_executed=_note_timeout,
            )
            index = 0
            try:
                with client.setup_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
                    for index, cell in enumerate(notebook.cells):
                        if self._wanted(index, cell):
                            client.execute_cell(cell, index)
                            self._keep(cell)
                self._note(client)
                return True
            except DeadKernelError:
                self.lost[index] = "the Python process ended (os._exit, a crash, or no memory left)"
            except CellTimeoutError:
                self.lost[index] = f"took longer than {self.cell_timeout:g} s and could not be interrupted"
            except UnreadableMessage:
                self.lost[index] = UNREADABLE
            self._note(client)
            return False

    def _time_left(self, cell: NotebookNode) -> float:
        return max(1.0, min(self.limit(cell), self.deadline - time.monotonic()))

    def _wanted(self, index: int, cell: NotebookNode) -> bool:
        return (
            cell.cell_type == "code"
            and index not in self.lost
            and not (utils.is_grade(cell) and grade_id(cell) in self.done)
            and time.monotonic() < self.deadline
        )

    def _keep(self, cell: NotebookNode) -> None:
        if grade_id(cell):
            self.done[grade_id(cell)] = cell

    def outcomes(self, source: NotebookNode) -> list[Outcome]:
        """What became of every exercise."""
        ran = copy.deepcopy(self.notebook)
        ran.cells = [self.done.get(grade_id(cell), cell) for cell in ran.cells]
        tests = [grade_id(cell) for cell in ran.cells if utils.is_grade(cell)]
        lost = {name: NOT_RUN for name in tests if name not in self.done}
        lost |= {grade_id(self.cells[index]): how for index, how in self.lost.items()}
        return outcomes(ran, source, self.cell_timeout, lost)

    def _note(self, client: Guarded) -> None:
        self.notes += [note for note in client.notes() if note not in self.notes]


def _note_timeout(cell: NotebookNode, cell_index: int, execute_reply: dict) -> None:
    """Write into the cell that it ran out of time; the kernel only tells of the interruption."""
    said = execute_reply["content"]
    if said.get("status") == "error" and not any(output.output_type == "error" for output in cell.outputs):
        cell.outputs.append(NotebookNode(output_type="error", ename=said["ename"], evalue="", traceback=[]))
