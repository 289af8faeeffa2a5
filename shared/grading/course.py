"""Where the course and its grading lie on disk, and nbgrader's settings, in one place.

The sources are ``chNN/chNN_solutions.ipynb``; learners work in ``chNN/chNN_exercises.ipynb``. Everything that
grading produces lies in one folder of its own, ``grading/`` unless told otherwise::

    grading/downloaded/chNN/        what `collect` was given, with uniform names
    grading/submitted/STUDENT/chNN/ what will be graded, as it was handed in
    grading/prepared/…              the same after the pre-flight: what nbgrader reads
    grading/autograded/…            the notebooks as they ran
    grading/feedback/…              pages for the students
    grading/results/chNN.json       what was said about each submission
    grading/gradebook.db            nbgrader's gradebook

Settings of your own, such as a penalty for late submissions, stand in ``nbgrader_config.py`` in the course's
folder, where nbgrader's own commands read them, too.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from shared.grading.notebooks import is_setup

from filelock import FileLock, Timeout
from nbformat import NotebookNode
from traitlets.config import Config, PyFileConfigLoader

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
STUB = 'raise NotImplementedError("Replace this line with your solution")'
CELL_TIMEOUT = 60  # seconds; a graded cell should take under 10
SETUP_TIMEOUT = 300  # seconds for a set-up cell: the first import of torch on a busy machine takes a minute
OUTPUT_TIMEOUT = 20  # seconds that the output of a cell may lag behind its end
TOTAL_TIMEOUT = 900  # seconds for one notebook


class GradingError(Exception):
    """Something the user can put right; the message says what, in one line."""


@dataclass(frozen=True)
class Course:
    """A folder with chapters, and the folder that holds the state of their grading."""

    root: Path
    state: Path

    @classmethod
    def at(cls, root: Path, state: Path | None = None) -> Course:
        """The course in ``root``; its grading lies in ``root/grading`` unless ``state`` says otherwise."""
        root = root.resolve()
        return cls(root, (state or root / "grading").resolve())

    @classmethod
    def around(cls, folder: Path) -> Course:
        """The course that ``folder`` belongs to; outside of any, the one this package lies in."""
        folder = folder.resolve()
        for candidate in (folder, *folder.parents):
            if any(candidate.glob("ch[0-9][0-9]/ch[0-9][0-9]_*.ipynb")):
                return cls.at(candidate)
        return cls.at(PACKAGE_ROOT)

    def solutions(self, chapter: str) -> Path:
        """The source of a chapter's exercises.

        Raises:
            GradingError: there is no such chapter, it has no exercises, or they came without their source.
        """
        path = self.root / chapter / f"{chapter}_solutions.ipynb"
        if not re.fullmatch(r"ch\d\d", chapter):
            raise GradingError(f"{chapter!r} is not a chapter: write ch01, ch02, …")
        if not path.is_file() and self.exercises(chapter).is_file():
            raise GradingError(
                f"{path} with the hidden tests is missing; "
                "the visible tests run in JupyterLab when you press Validate"
            )
        if not path.is_file():
            raise GradingError(f"{chapter} has no exercises: {path} does not exist")
        return path

    def exercises(self, chapter: str) -> Path:
        """The notebook that learners work in."""
        return self.root / chapter / f"{chapter}_exercises.ipynb"

    def submissions(self, step: str, chapter: str) -> dict[str, Path]:
        """Students' folders of one step (``submitted``, ``prepared``, ``autograded``, …), by student."""
        folders = sorted((self.state / step).glob(f"*/{chapter}"))
        return {folder.parent.name: folder for folder in folders if folder.is_dir()}

    def students(self, step: str) -> set[str]:
        """Everybody with a folder in one step, of whatever chapter."""
        return {folder.parent.name for folder in (self.state / step).glob("*/ch[0-9][0-9]") if folder.is_dir()}

    def folder(self, step: str, student: str, chapter: str) -> Path:
        """A student's folder of one step."""
        return self.state / step / student / chapter

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep out other commands that write to the state, for as long as the ``with`` statement lasts.

        Raises:
            GradingError: another one is at work.
        """
        self.state.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.state / "lock", timeout=0):
                yield
        except Timeout:
            raise GradingError(f"another command is at work in {self.state}: wait until it ends") from None


def time_limit(seconds: float) -> Callable[[NotebookNode], float]:
    """The limit of each cell, in seconds; set-up cells, which are ours, get more."""
    return lambda cell: max(seconds, SETUP_TIMEOUT) if is_setup(cell) else seconds


def nbgrader_config(course: Course, cell_timeout: float = CELL_TIMEOUT) -> Config:
    """All of nbgrader's settings: ours, over them the course's own, and over those what must not differ.

    Raises:
        GradingError: the course's file of settings has an error.
    """
    c = base_config(course, cell_timeout)
    c.merge(_own_settings(course))
    c.merge(_fixed(course, cell_timeout))
    return c


def base_config(course: Course, cell_timeout: float = CELL_TIMEOUT) -> Config:
    """The settings that every course starts from; ``nbgrader_config.py`` hands them to nbgrader's commands."""
    c = Config()
    c.CourseDirectory.course_id = "reasoning"
    c.ClearSolutions.code_stub = {"python": STUB}
    c.Execute.iopub_timeout = OUTPUT_TIMEOUT
    c.Execute.shutdown_kernel = "immediate"
    # Torch's C++ code warns on stderr where a processor lacks an instruction set; that is no learner's mistake.
    c.IgnorePattern.enabled = True
    c.IgnorePattern.pattern = r"NNPACK|^\[W\d* .*\.cpp:\d+\]"
    c.Validator.failed_warning = (
        "{num_failed} test cell(s) do not pass yet. Below is each of them, with the reason."
    )
    c.Validator.changed_warning = (
        "{num_changed} test cell(s) differ from the original. Grading restores the original ones."
    )
    c.merge(_fixed(course, cell_timeout))
    return c


def _fixed(course: Course, cell_timeout: float) -> Config:
    """What a command line or our own layout decides, whatever a file of settings says."""
    c = Config()
    c.CourseDirectory.root = str(course.state)
    # Several graders write to one file: wait for each other, rather than give up after sqlite's 5 seconds.
    c.CourseDirectory.db_url = f"sqlite:///{course.state / 'gradebook.db'}?timeout=120"
    c.Execute.timeout_func = time_limit(cell_timeout)
    return c


_reading: ContextVar[bool] = ContextVar("reading", default=False)  # a file of settings that asks for settings


def _own_settings(course: Course) -> Config:
    """What stands in the course's own file of settings, read as nbgrader reads it; the file is optional."""
    file = course.root / "nbgrader_config.py"
    if not file.is_file() or _reading.get():
        return Config()
    if str(course.root) not in sys.path:  # a plugin may be named by a text, "late.SubMarks", and lie beside
        sys.path.append(str(course.root))
    token = _reading.set(True)
    try:
        return PyFileConfigLoader(file.name, str(course.root)).load_config()
    except (Exception, SystemExit) as error:  # it is code, and may do anything
        passed = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
        line = error.lineno if isinstance(error, SyntaxError) else passed[-1].lineno if passed else None
        where = f"{file}, line {line}" if line else str(file)
        what = " ".join(str(error).split())[:300]
        raise GradingError(f"{where}: {type(error).__name__}{': ' if what else ''}{what}") from None
    finally:
        _reading.reset(token)
