"""From a chapter's source to the notebook that learners get, through nbgrader's own generator.

nbgrader wants one file name in every step; here the source and the release lie side by side under two names. So
the source is copied under the name of the release into nbgrader's source folder first.
"""

from __future__ import annotations

import copy
import os
import shutil
import sys
import tempfile
from pathlib import Path

from shared.grading.beside import course_files
from shared.grading.course import Course, GradingError, nbgrader_config
from shared.tools.files import write_text

from nbformat import NotebookNode
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, ClearOutput, ClearSolutions, LockCells
from traitlets.config import Config


def engine(config: Config) -> NbGraderAPI:
    """nbgrader's programming interface with these settings."""
    find_programs()
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def find_programs() -> None:
    """Let nbgrader find the program that it makes a gradebook with.

    It lies in this environment, which need not be an active one.
    """
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", "")])


def generate(course: Course, chapter: str, *, gradebook: bool = True) -> Path:
    """Make the release in the state folder, enter the assignment in the gradebook, return the release.

    Raises:
        GradingError: nbgrader refuses, with its reason.
    """
    solutions = course.solutions(chapter)
    source = course.state / "source" / chapter
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir(parents=True)
    shutil.copy(solutions, source / f"{chapter}_exercises.ipynb")
    for file in course_files(solutions.parent) if gradebook else ():  # nbgrader puts them to each submission
        target = source / file.relative_to(solutions.parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    config = nbgrader_config(course)
    if not gradebook:
        config.GenerateAssignment.no_database = True
        config.SaveCells.enabled = False
    result = engine(config).generate_assignment(chapter)
    if not result["success"]:
        raise GradingError(f"nbgrader cannot make the exercises from {solutions.name}: {reason(result)}")
    return course.state / "release" / chapter / f"{chapter}_exercises.ipynb"


def release(course: Course, chapter: str, target: Path | None = None) -> Path:
    """Write ``chNN_exercises.ipynb`` (or ``target``) from the source; the same bytes every time."""
    target = target or course.exercises(chapter)
    with tempfile.TemporaryDirectory() as state:  # what learners get must not depend on who was graded before
        made = generate(Course.at(course.root, Path(state)), chapter, gradebook=False)
        write_text(target, made.read_text(encoding="utf-8"))
    return target


def released(source: NotebookNode, config: Config) -> NotebookNode:
    """The release of a source notebook in memory: what learners had before they changed it."""
    notebook, resources = copy.deepcopy(source), {}
    for step in (LockCells, ClearSolutions, ClearOutput, ClearHiddenTests):
        notebook, resources = step(config=config).preprocess(notebook, resources)
    return notebook


def reason(result: dict) -> str:
    """The last line of what nbgrader said that names an error."""
    lines = (result.get("log", "") + "\n" + result.get("error", "")).splitlines()
    named = [line.strip() for line in lines if "Error" in line.split(":")[0] or line.startswith("[ERROR]")]
    vague = ("Please see the", "There was an error processing", "NbGraderException")
    telling = [line for line in named if not any(words in line for words in vague)]
    return (telling or named or ["no reason given"])[-1].removeprefix("[ERROR] ")[:500]
