"""How long does it take to grade a class of ordinary submissions?

    python tests/measure_grading.py --chapter ch02 --students 30 --workers 2

Makes right submissions of a chapter, grades them with nbgrader's own command (one after the other), then with
``shared.grading`` on all cores without and with the sandbox, and checks that all three give full marks. Nothing
else should run on the machine meanwhile.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from shared.grading import sandbox
from shared.grading.autograde import Settings, autograde
from shared.grading.course import Course
from shared.grading.gradebook import score_of
from shared.grading.notebooks import grade_id, is_answer
from shared.grading.release import generate, release
from shared.tools.commands import Parser, whole_number

import nbformat
from places import ROOT


def hand_in(course: Course, chapter: str, students: list[str]) -> None:
    """Give every student the solutions, in the released notebook."""
    source = nbformat.read(course.solutions(chapter), as_version=4)
    answers = {grade_id(cell): cell.source for cell in source.cells if is_answer(cell)}
    notebook = nbformat.read(release(course, chapter), as_version=4)
    for cell in notebook.cells:
        if grade_id(cell) in answers:
            cell.source = re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", answers[grade_id(cell)])
    for student in students:
        folder = course.folder("submitted", student, chapter)
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{chapter}_exercises.ipynb")


def nbgrader_alone(course: Course, chapter: str) -> None:
    """nbgrader's own command, as it comes."""
    generate(course, chapter)
    command = [sys.executable, "-m", "nbgrader", "autograde", chapter, "--force"]
    command += [f"--CourseDirectory.root={course.state}", "--CourseDirectory.course_id=reasoning"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}  # as for our kernels
    done = subprocess.run(
        [*command, "--Execute.timeout=300"], cwd=course.root, env=environment, capture_output=True, text=True
    )
    if done.returncode != 0:
        print(f"nbgrader ended with exit code {done.returncode}: {done.stderr[-500:]}")


def main() -> None:
    """Measure and print a table."""
    parser = Parser(__doc__)
    parser.add_argument("--chapter", default="ch02", help="which chapter's exercises (ch02)")
    parser.add_argument("--students", type=whole_number(1), default=30, help="how many submissions (30)")
    parser.add_argument("--workers", type=whole_number(1), help="default: three for every two cores")
    args = parser.parse_args()
    students = [f"student{number:03d}" for number in range(args.students)]

    def ours(*, sandboxed: bool):
        settings = Settings(args.workers, sandboxed=sandboxed, as_root=True)
        return lambda course: autograde(course, args.chapter, settings)

    ways = {"nbgrader alone": lambda course: nbgrader_alone(course, args.chapter)}
    ways["shared.grading, no sandbox"] = ours(sandboxed=False)
    if (problem := sandbox.obstacle()) is None:
        ways["shared.grading, sandbox"] = ours(sandboxed=True)
    else:
        print(f"no sandbox: {problem}")
    for name, way in ways.items():
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            shutil.copytree(ROOT / args.chapter, root / args.chapter)
            course = Course.at(root)
            hand_in(course, args.chapter, students)
            start = time.perf_counter()
            way(course)
            seconds = time.perf_counter() - start
            scores = [score_of(course, args.chapter, student) for student in students]
        full = sum(score is not None and score.score == score.points for score in scores)
        verdict = "all full marks" if full == len(students) else f"only {full} of {len(students)} full marks"
        print(f"{name:28} {seconds:6.1f} s, {seconds / len(students):4.1f} s each, {verdict}", flush=True)


if __name__ == "__main__":
    main()
