"""A whole class is graded: every score and message, nothing changed outside, no process left behind."""

from __future__ import annotations

import csv
import hashlib
import os
import socket
import threading
import time
from pathlib import Path

from shared.grading import sandbox
from shared.grading.autograde import Settings, autograde
from shared.grading.course import Course
from shared.grading.export import export
from shared.grading.gradebook import Result
from shared.grading.pages import feedback
from shared.grading.release import release

import nbformat
import psutil
import pytest
from grading_class import FILE, Kind, answers, kinds, orphan_seconds, raw
from grading_course import CHAPTER, make_course

SANDBOX = sandbox.obstacle() is None
LOOK = "worth a look by hand"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    made = make_course(tmp_path / "course")
    release(made, CHAPTER)
    return made


def hand_in(course: Course, student: Kind) -> None:
    released = nbformat.read(course.exercises(CHAPTER), as_version=4)
    student.write(course.folder("submitted", student.name, CHAPTER), released)


def contents(folder: Path, *, but: str = "") -> dict[str, str]:
    """A fingerprint of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not (but and path.is_relative_to(folder / but))
    }


def running(course: Course) -> set[str]:
    """Processes of this grading: our own, those in the course's folders, and what a submission started."""
    ours = {child.pid for child in psutil.Process().children(recursive=True)}
    found = set()
    for process in psutil.process_iter(["pid", "cmdline", "cwd", "status"]):
        command = process.info["cmdline"] or []
        inside = (process.info["cwd"] or "").startswith(str(course.root))
        started = process.info["pid"] in ours or inside or str(orphan_seconds()) in command
        # Python's own helper for spawned processes stays until the one that spawns them, pytest, ends.
        helper = any("resource_tracker" in word for word in command)
        if started and not helper and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.add(f"{process.info['pid']} {command}")
    return found


def left_running(course: Course, before: set[str]) -> set[str]:
    """What runs that did not run before, after some seconds in which it may come to its end."""
    deadline = time.monotonic() + 20
    while (left := running(course) - before) and time.monotonic() < deadline:
        time.sleep(0.2)
    return left


def grade_class(course: Course, students: list[Kind], timeout: float) -> dict[str, Result]:
    for student in students:
        hand_in(course, student)
    outside = course.root.parent
    submitted = contents(course.state / "submitted")
    around, before = contents(outside, but="course/grading"), running(course)
    settings = Settings(workers=2, cell_timeout=timeout, sandboxed=SANDBOX, as_root=True)
    results = {result.student: result for result in autograde(course, CHAPTER, settings)}
    assert contents(course.state / "submitted") == submitted, "submissions stay as they were handed in"
    assert contents(outside, but="course/grading") == around, "nothing outside changed"
    assert left_running(course, before) == set(), "nothing runs on"
    return results


def check_results(course: Course, students: list[Kind], results: dict[str, Result]) -> None:
    wrong = []
    for student in students:
        result = results[student.name]
        noted = student.cheats and LOOK in result.line()  # a finding never costs a point; it is told
        if (result.score != student.score and not noted) or student.words not in result.line():
            wrong.append(f"{student.name}: expected {student.score} and {student.words!r}, got {result.line()}")
    assert wrong == []
    assert set(results) == {student.name for student in students}
    check_table(course, students, results)
    check_pages(course, students, results)


def check_table(course: Course, students: list[Kind], results: dict[str, Result]) -> None:
    """The exported table has a row for everybody, and a score exactly for those who were graded."""
    table = course.state / "grades.csv"
    left = export(course, table)
    with open(table, newline="", encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert set(rows) == {student.name for student in students}
    for student in students:
        row, score = rows[student.name], results[student.name].score
        if score is None:
            assert row["score"] == row["raw_score"] == "" and row["status"].startswith("not graded: ")
            assert student.words in row["status"]
        else:
            assert float(row["score"]) == score and row["status"] == "graded"
        assert score == student.score or LOOK in row["notes"]
    assert len(left) == sum(result.score is None for result in results.values())


def check_pages(course: Course, students: list[Kind], results: dict[str, Result]) -> None:
    """Everybody gets a page; that of who was not graded says so and why."""
    pages = {page.parts[-3]: page.read_text(encoding="utf-8") for page in feedback(course, CHAPTER)}
    assert set(pages) == {student.name for student in students}
    for student in students:
        assert ("not graded" in pages[student.name]) == (results[student.name].score is None), student.name


def test_a_small_class(course: Course) -> None:
    students = [kind for kind in kinds(course.root.parent, 9) if kind.quick]
    results = grade_class(course, students, timeout=10)
    check_results(course, students, results)


@pytest.mark.slow
def test_a_class_with_everything(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_TEACHER", "42")
    reached = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def accept() -> None:
            while True:
                try:
                    reached.append(server.accept())
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        students = [kind for kind in kinds(course.root.parent, port) if SANDBOX or not kind.hostile]
        if os.name == "nt":
            students = [kind for kind in students if kind.name not in ("magics", "a[1]")]
        assert len(students) >= 40
        results = grade_class(course, students, timeout=10)
        check_results(course, students, results)
    assert reached == []


@pytest.mark.slow
def test_an_old_score_does_not_outlive_a_bad_resubmission(course: Course) -> None:
    settings = Settings(workers=1, cell_timeout=20, sandboxed=SANDBOX, as_root=True)
    hand_in(course, Kind("ada", answers(), 100))
    hand_in(course, Kind("bob", answers(), 100))
    first = {result.student: result for result in autograde(course, CHAPTER, settings)}
    feedback(course, CHAPTER)
    assert (first["ada"].score, first["bob"].score) == (100, 100)
    raw(b"{")(course.folder("submitted", "ada", CHAPTER), None)
    (again,) = autograde(course, CHAPTER, settings, ["ada"])
    assert again.score is None
    left = export(course, course.state / "grades.csv")
    assert left == [f"ch01, ada: not graded: {again.reason}"]
    assert not course.folder("feedback", "ada", CHAPTER).exists()
    assert (course.folder("feedback", "bob", CHAPTER) / FILE).with_suffix(".html").exists()
    hand_in(course, Kind("ada", answers(), 100))
    (mended,) = autograde(course, CHAPTER, settings, ["ada"])
    assert mended.score == 100 and export(course, course.state / "grades.csv") == []
