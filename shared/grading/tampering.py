"""Without a sandbox: did what ran leave alone what it must leave alone?

A submission that runs with the instructor's rights can write whatever the instructor can. That cannot be kept
from it; it can be noticed, for what decides about points: the course's package and sources, and the gradebook.
Before a batch both are sealed, and after it compared: the files must be the same, and of the scores only those
of the batch may differ, and these must be what the grading processes reported.
"""

from __future__ import annotations

import compileall
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.grading.course import PACKAGE_ROOT, Course
from shared.grading.gradebook import grades_of, open_gradebook

WHAT_CAN_HAPPEN = (
    "without a sandbox student code runs with your rights: it can read and change all your files, use your "
    "network, and leave programs running"
)
AS_ROOT = (
    "you are root, and without a sandbox student code could change everything on this machine: become another "
    "user, install bubblewrap, or add --as-root if the machine is made to be thrown away"
)
SUFFIXES = {".py", ".pyc", ".ipynb", ".j2", ".css", ".json"}
Place = tuple[str, str, str]  # chapter, student, test


def is_root() -> bool:
    """Whether this process may do everything on this machine."""
    return sys.platform != "win32" and os.geteuid() == 0


@dataclass(frozen=True)
class Seal:
    """Digests of files and all scores at one moment."""

    files: dict[str, str]
    scores: dict[Place, tuple[float | None, float | None]]  # given by a test, and by a human


def seal(course: Course) -> Seal:
    """What grading must leave alone, as it is now; a copy of the gradebook is kept beside it."""
    # Compiled files are run without a look at the source; made now, none has a reason to change later.
    compileall.compile_dir(PACKAGE_ROOT / "shared", quiet=2)
    found = Seal(_digests(course), _scores(course))
    shutil.copyfile(_gradebook(course), _copy(course))
    return found


def changes(course: Course, before: Seal, chapter: str, given: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What is no longer as it was, in words.

    Args:
        course: that was sealed.
        before: the seal.
        chapter: that was graded since.
        given: the scores of its tests by student, as the grading processes reported them; a student of the
            batch who could not be graded has none.
    """
    now = _digests(course)
    names = sorted(before.files.keys() | now.keys())
    found = [f"{name} changed" for name in names if before.files.get(name) != now.get(name)]
    return [*found, *_odd_scores(course, before, chapter, given)]


def restore(course: Course) -> None:
    """Put the gradebook back that was there when it was sealed."""
    os.replace(_copy(course), _gradebook(course))


def unseal(course: Course) -> None:
    """Drop the copy of the gradebook."""
    _copy(course).unlink(missing_ok=True)


def _odd_scores(
    course: Course, before: Seal, chapter: str, given: Mapping[str, Mapping[str, float]]
) -> Iterator[str]:
    now = _scores(course)
    for place in sorted(before.scores.keys() | now.keys()):
        of, student, test = place
        auto, manual = now.get(place, (None, None))
        had_auto, had_manual = before.scores.get(place, (None, None))
        graded_now = of == chapter and student in given
        expected = given[student].get(test) if graded_now else had_auto
        unknown = graded_now and not given[student]  # it failed, and its scores are dropped
        if manual != had_manual or ((auto or 0.0) != (expected or 0.0) and not unknown):
            yield f"the gradebook changed where it should not ({student}, {of}, {test})"


def _scores(course: Course) -> dict[Place, tuple[float | None, float | None]]:
    with open_gradebook(course) as gradebook:
        return {
            (assignment.name, submission.student.id, grade.name): (grade.auto_score, grade.manual_score)
            for assignment in gradebook.assignments
            for submission in gradebook.assignment_submissions(assignment.name)
            for grade in grades_of(submission)
        }


def _digests(course: Course) -> dict[str, str]:
    """The digest of each file of the package, and of the course's own notebooks and settings."""
    package = PACKAGE_ROOT / "shared"
    files = [path for path in package.rglob("*") if path.suffix in SUFFIXES]
    files += [*course.root.glob("ch[0-9][0-9]/*.ipynb"), *course.root.glob("*.py")]
    return {
        _name(path, course): hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.is_file()
    }


def _name(path: Path, course: Course) -> str:
    for root in (course.root, PACKAGE_ROOT):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return str(path)


def _gradebook(course: Course) -> Path:
    return course.state / "gradebook.db"


def _copy(course: Course) -> Path:
    return course.state / "gradebook.sealed.db"
