"""Grade all submissions of a chapter: pre-flight, nbgrader on every core, post-flight.

A limit on time is a limit on a busy machine's time. A submission that ran into one, or failed in any other way,
is therefore graded once more, alone, when all others are done; only then its result stands.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from shared.grading import sandbox, tampering
from shared.grading.beside import TIMESTAMP, digest_of_submission, handed_in_files
from shared.grading.cells import digest_of_tests, follow_source
from shared.grading.collect import STUDENT, collected_at
from shared.grading.course import Course, GradingError, nbgrader_config
from shared.grading.gradebook import Result, enter_times, forget, recall, remember, score_of, scored
from shared.grading.notebooks import UnusableNotebook, read_source, read_submission
from shared.grading.outcomes import outcomes
from shared.grading.preflight import prepare
from shared.grading.progress import Progress
from shared.grading.release import generate, released
from shared.grading.sanitize import one_line
from shared.grading.terms import Penalties, refresh
from shared.grading.workers import STOPPED, Settings, Verdict, grade_all

import nbformat
from nbgrader.utils import rmtree

__all__ = ["Settings", "autograde"]


def autograde(
    course: Course,
    chapter: str,
    settings: Settings,
    students: Collection[str] | None = None,
    *,
    everybody: bool = False,
    tests_changed: bool = False,
    say: Callable[[str], object] = lambda line: None,
) -> list[Result]:
    """Grade what lies in ``grading/submitted/`` and return a result for each submission that was graded now.

    Args:
        course: whose submissions.
        chapter: of which chapter.
        settings: how they are run.
        students: only these, whatever was graded before; everybody, if not given.
        everybody: grade all of them, not only who is new, changed, not graded or graded with other tests.
        tests_changed: go on where cells were added, removed or renamed since students handed in.
        say: gets a line on what was done besides grading.

    Raises:
        GradingError: there are no submissions; no sandbox can be had and none was declined; the sources of the
            chapter cannot be made into exercises, or have other cells and nobody said so; a setting is wrong.
    """
    source = course.solutions(chapter)
    chosen = _chosen(course, chapter, students)
    if tests_changed and students:
        raise GradingError("other tests concern everybody: leave out --student, or --tests-changed")
    if problem := _danger(settings):
        raise GradingError(problem)
    if not settings.sandboxed:
        say(tampering.WHAT_CAN_HAPPEN)
    Penalties(course)  # a mistake in it shall show now, and not in an hour
    with course.locked():
        if changes := follow_source(course, chapter, allowed=tests_changed):
            say(f"the gradebook follows the source: {changes}")
        generate(course, chapter)
        tests = digest_of_tests(read_source(source))
        marks = {name: (tests, digest_of_submission(folder)) for name, folder in chosen.items()}
        if not students and not everybody:
            done = _done(course, chapter)
            marks = {name: mark for name, mark in marks.items() if done.get(name) != mark}
        if left := len(chosen) - len(marks):
            say(f"{left} submissions were graded before, and nothing changed: --all grades them again")
        _grade(course, chapter, settings, {name: chosen[name] for name in marks}, marks)
        times = {name: _handed_in(folder, chapter) for name, folder in chosen.items()}
        enter_times(course, chapter, times)
        refresh(course, chapter)
        results = recall(course, chapter)
    return [results[name] for name in marks]


def _danger(settings: Settings) -> str:
    """Why student code is not run: nothing holds it, and nobody said that this is wanted."""
    if settings.sandboxed and (obstacle := sandbox.obstacle()):
        return f"{obstacle}; {tampering.WHAT_CAN_HAPPEN}: --no-sandbox if you accept that"
    if not settings.sandboxed and tampering.is_root() and not settings.as_root:
        return tampering.AS_ROOT
    return ""


Mark = tuple[str, str]  # digests of the tests, and of what was handed in


def _done(course: Course, chapter: str) -> dict[str, Mark]:
    """Who has a score that counts, and with which tests and for what it was given."""
    results, finished = recall(course, chapter), scored(course, chapter)
    return {
        name: (result.tests, result.submission)
        for name, result in results.items()
        if name in finished and result.submission and not result.interrupted
    }


def _grade(
    course: Course, chapter: str, settings: Settings, chosen: dict[str, Path], marks: dict[str, Mark]
) -> None:
    """Grade some submissions and remember what came of it, also when it is interrupted."""

    def marked(result: Result) -> Result:
        tests, submission = marks[result.student]
        return replace(result, tests=tests, submission=submission)

    forget(course, chapter, [name for name in chosen if STUDENT.fullmatch(name)])
    pending = [Result(name, reason=STOPPED, interrupted=True) for name in chosen]  # until it is known
    remember(course, chapter, map(marked, pending))
    results = {name: preflight(course, chapter, name, folder) for name, folder in chosen.items()}
    ready = [result.student for result in results.values() if not result.reason]
    for student, verdict in _watched(course, chapter, settings, ready).items():
        results[student] = _postflight(course, chapter, settings, results[student], verdict)
    # A process that was ended in the middle may have left some scores, and half a graded notebook.
    forget(course, chapter, [student for student in ready if not results[student].graded])
    remember(course, chapter, map(marked, results.values()))


def _chosen(course: Course, chapter: str, students: Collection[str] | None) -> dict[str, Path]:
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
    beside, notes_on_files = handed_in_files(folder)
    for path in beside:
        shutil.copyfile(path, target / path.name)
    (target / TIMESTAMP).write_text(_handed_in(folder, chapter).isoformat(" "), encoding="utf-8")
    return Result(student, notes=[*notes, *prepared.notes, *notes_on_files, *prepared.suspicions])


def _find_notebook(folder: Path, chapter: str) -> tuple[Path, list[str]]:
    """The notebook to grade; others beside it do no harm.

    Raises:
        UnusableNotebook: there is none, or it is anyone's guess which one is meant.
    """
    # Hidden ones are not the learner's: a Mac puts ._NAME beside each file, Jupyter makes .ipynb_checkpoints.
    visible = [path for path in folder.iterdir() if not path.name.startswith(".")] if folder.is_dir() else []
    files = sorted(
        path for path in visible if path.suffix.lower() == ".ipynb" and path.is_file() and not path.is_symlink()
    )
    name = f"{chapter}_exercises.ipynb"
    exact = [path for path in files if path.name == name]
    similar = [path for path in files if re.search(rf"{chapter}.*exercises", path.name)]
    for candidates in (exact, similar, files):
        if len(candidates) == 1:
            return candidates[0], [] if exact else [f"the file was called {one_line(candidates[0].name)}"]
    if not files:
        raise UnusableNotebook("there is no notebook in the folder")
    raise UnusableNotebook(
        f"it is unclear which of {', '.join(one_line(path.name) for path in files)} is meant"
    )


def _handed_in(folder: Path, chapter: str) -> datetime:
    """When a submission was handed in, as UTC: what its timestamp file says, else when it was last changed."""
    if (collected := collected_at(folder)) > datetime.min:
        return collected
    try:
        changed, _ = _find_notebook(folder, chapter)
    except UnusableNotebook:
        changed = folder
    return datetime.fromtimestamp(changed.stat().st_mtime, UTC).replace(tzinfo=None, microsecond=0)


def _graded(course: Course, chapter: str, settings: Settings, students: list[str]) -> dict[str, Verdict]:
    """nbgrader's verdicts: all cores first, then what failed or ran out of time once more, alone."""
    workers = settings.workers or (1 if os.name == "nt" else _workers())
    workers = max(1, min(workers, len(students)))
    with tempfile.TemporaryDirectory(prefix="grade-") as scratch, _bar(students) as bar:
        arguments = (course, chapter, settings)
        verdicts = grade_all(*arguments, students, workers, Path(scratch) / "together", bar.update)
        again = [name for name, verdict in verdicts.items() if verdict.unsure]
        if workers > 1 and again:
            forget(course, chapter, again)
            verdicts |= grade_all(*arguments, again, 1, Path(scratch) / "alone", bar.refresh)
    return verdicts


def _watched(course: Course, chapter: str, settings: Settings, students: list[str]) -> dict[str, Verdict]:
    """The verdicts, if grading left alone what it must; without a sandbox this is looked at."""
    if settings.sandboxed:
        return _graded(course, chapter, settings, students)
    before = tampering.seal(course)
    try:
        verdicts = _graded(course, chapter, settings, students)
        given = {name: verdict.scores for name, verdict in verdicts.items()}
        if found := tampering.changes(course, before, chapter, given):
            tampering.restore(course)
            more = f" and {len(found) - 3} more" if len(found) > 3 else ""
            reason = (
                f"one of {len(students)} submissions tampered with the grading: {', '.join(found[:3])}{more}; "
                "mend the files and grade in a sandbox"
            )
            verdicts = {name: Verdict(False, reason) for name in students}
    finally:
        tampering.unseal(course)
    return verdicts


def _workers() -> int:
    """How many processes grade: a third of its time one waits for its kernel to start, and another can work."""
    return _cores() * 3 // 2


def _cores() -> int:
    """The cores this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _bar(students: list[str]) -> Progress:
    return Progress(len(students), "grading", "notebook")


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
