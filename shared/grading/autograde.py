"""Grade all submissions of a chapter: pre-flight, nbgrader on every core, post-flight.

A limit on time is a limit on a busy machine's time. A submission that ran into one, or failed in any other way,
is therefore graded once more, alone, when all others are done; only then its result stands.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from shared.grading import sandbox
from shared.grading.collect import STUDENT, collected_at
from shared.grading.course import Course, GradingError, nbgrader_config
from shared.grading.gradebook import Result, forget, remember, score_of
from shared.grading.notebooks import UnusableNotebook, read_source, read_submission
from shared.grading.outcomes import outcomes
from shared.grading.preflight import prepare
from shared.grading.release import generate, released
from shared.grading.workers import STOPPED, Settings, Verdict, grade_all

import nbformat
from nbgrader.utils import rmtree
from tqdm import tqdm

__all__ = ["Settings", "autograde"]


def autograde(
    course: Course, chapter: str, settings: Settings, students: Iterable[str] | None = None
) -> list[Result]:
    """Grade what lies in ``grading/submitted/`` and return a result for each submission.

    Raises:
        GradingError: there are no submissions; no sandbox can be had and none was declined; the sources of the
            chapter cannot be made into exercises.
    """
    course.solutions(chapter)
    chosen = _chosen(course, chapter, students)
    if settings.sandboxed and (problem := sandbox.obstacle()):
        raise GradingError(
            f"{problem}; student code would run with your rights: --no-sandbox if you accept that"
        )
    with course.locked():
        generate(course, chapter)
        forget(course, chapter, [name for name in chosen if STUDENT.fullmatch(name)])
        remember(course, chapter, [Result(name, reason=STOPPED) for name in chosen])  # until it is known
        results = {name: preflight(course, chapter, name, folder) for name, folder in chosen.items()}
        ready = [result.student for result in results.values() if not result.reason]
        for student, verdict in _graded(course, chapter, settings, ready).items():
            results[student] = _postflight(course, chapter, settings, results[student], verdict)
        # A process that was ended in the middle may have left some scores, and half a graded notebook.
        forget(course, chapter, [student for student in ready if not results[student].graded])
        remember(course, chapter, results.values())
    return list(results.values())


def _chosen(course: Course, chapter: str, students: Iterable[str] | None) -> dict[str, Path]:
    submitted = course.submissions("submitted", chapter)
    if not submitted:
        raise GradingError(
            f"no submissions in {course.state / 'submitted'}/STUDENT/{chapter}: run collect first"
        )
    missing = [name for name in students or () if name not in submitted]
    if missing:
        raise GradingError(f"no submission by {', '.join(missing)}")
    return {name: submitted[name] for name in students} if students else submitted


def preflight(course: Course, chapter: str, student: str, folder: Path) -> Result:
    """Prepare one submission for nbgrader; the result has a reason if that is impossible."""
    target = course.folder("prepared", student, chapter)
    if target.exists():
        rmtree(str(target))
    if not STUDENT.fullmatch(student):
        return Result(
            student, reason="a folder of this name cannot be graded (letters, digits and . @ _ - only)"
        )
    try:
        source = read_source(course.solutions(chapter))
        file, notes = _find_notebook(folder, chapter)
        prepared = prepare(read_submission(file), released(source, nbgrader_config(course)), source)
    except UnusableNotebook as error:
        return Result(student, reason=str(error))
    target.mkdir(parents=True)
    nbformat.write(prepared.notebook, target / f"{chapter}_exercises.ipynb")
    (target / "timestamp.txt").write_text(_handed_in(folder, file).isoformat(" "), encoding="utf-8")
    return Result(student, notes=[*notes, *prepared.notes, *prepared.suspicions])


def _find_notebook(folder: Path, chapter: str) -> tuple[Path, list[str]]:
    """The notebook to grade; others beside it do no harm.

    Raises:
        UnusableNotebook: there is none, or it is anyone's guess which one is meant.
    """
    files = sorted(path for path in folder.glob("*.ipynb") if path.is_file() and not path.is_symlink())
    name = f"{chapter}_exercises.ipynb"
    exact = [path for path in files if path.name == name]
    similar = [path for path in files if re.search(rf"{chapter}.*exercises", path.name)]
    for candidates in (exact, similar, files):
        if len(candidates) == 1:
            return candidates[0], [] if exact else [f"the file was called {candidates[0].name}"]
    if not files:
        raise UnusableNotebook("there is no notebook in the folder")
    raise UnusableNotebook(f"it is unclear which of {', '.join(path.name for path in files)} is meant")


def _handed_in(folder: Path, file: Path) -> datetime:
    """When a submission was handed in, as UTC: what its timestamp file says, else when it was last changed."""
    if (collected := collected_at(folder)) > datetime.min:
        return collected
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(tzinfo=None, microsecond=0)


def _graded(course: Course, chapter: str, settings: Settings, students: list[str]) -> dict[str, Verdict]:
    """nbgrader's verdicts: all cores first, then what failed or ran out of time once more, alone."""
    workers = settings.workers or (1 if os.name == "nt" else _cores())
    workers = max(1, min(workers, len(students)))
    with tempfile.TemporaryDirectory(prefix="grade-") as scratch, _bar(students) as bar:
        arguments = (course, chapter, settings)
        verdicts = grade_all(*arguments, students, workers, Path(scratch) / "together", bar.update)
        again = [name for name, verdict in verdicts.items() if verdict.timed_out or not verdict.graded]
        if workers > 1 and again:
            forget(course, chapter, again)
            verdicts |= grade_all(*arguments, again, 1, Path(scratch) / "alone", bar.refresh)
    return verdicts


def _cores() -> int:
    """The cores this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _bar(students: list[str]) -> tqdm:
    return tqdm(total=len(students), desc="grading", unit="notebook", file=sys.stderr, disable=None)


def _postflight(course: Course, chapter: str, settings: Settings, result: Result, verdict: Verdict) -> Result:
    """The score, if nbgrader says it graded and the gradebook has a score for every test."""
    if not verdict.graded:
        return replace(result, reason=verdict.reason)
    score = score_of(course, chapter, result.student)
    if score is None:
        return replace(result, reason="nbgrader left a test without a score")
    notes = [*result.notes, *verdict.notes]
    if verdict.timed_out:
        notes.append("a cell ran into the time limit")
    if score.by_hand:
        notes.append(f"{score.by_hand} scores were set by hand and stand")
    source = read_source(course.solutions(chapter))
    ran = read_source(course.folder("autograded", result.student, chapter) / f"{chapter}_exercises.ipynb")
    return replace(
        result,
        score=score.score,
        points=score.points,
        notes=notes,
        exercises=outcomes(ran, source, settings.cell_timeout),
        seconds=verdict.seconds,
        peak_memory=verdict.peak_memory,
    )
