"""What runs without a sandbox is looked after: who may start it, and what it must leave alone."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

from shared.grading import tampering
from shared.grading.__main__ import main
from shared.grading.autograde import Settings, autograde
from shared.grading.course import Course, GradingError
from shared.grading.gradebook import score_of
from shared.grading.release import release
from shared.grading.workers import Verdict

import pytest
from grading_course import CHAPTER, make_course
from grading_fake import FakeGrader, hand_in

OPEN = Settings(workers=1, sandboxed=False, as_root=True)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    made = make_course(tmp_path / "course")
    release(made, CHAPTER)
    return made


class Tamperer(FakeGrader):
    """Grades, and then does what a submission could have done meanwhile."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, course: Course) -> None:
        super().__init__(monkeypatch)
        self.course = course
        self.mischief: Callable[[], object] = lambda: None

    def grade_all(self, *arguments, **keywords) -> dict[str, Verdict]:
        verdicts = super().grade_all(*arguments, **keywords)
        self.mischief()
        return verdicts

    def write_scores(self, where: str, column: str = "auto_score", value: float = 40) -> None:
        with sqlite3.connect(self.course.state / "gradebook.db") as database:
            changed = database.execute(f"UPDATE grade SET {column} = {value} WHERE {where}").rowcount
        assert changed > 0


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small package in the place of ours, to write into."""
    root = tmp_path / "package"
    (root / "shared").mkdir(parents=True)
    (root / "shared/checks.py").write_text("x = 1\n", encoding="utf-8")
    monkeypatch.setattr(tampering, "PACKAGE_ROOT", root)
    return root / "shared"


@pytest.fixture
def grader(course: Course, package: Path, monkeypatch: pytest.MonkeyPatch) -> Tamperer:
    return Tamperer(monkeypatch, course)


def of_student(name: str) -> str:
    submissions = f"SELECT id FROM submitted_assignment WHERE student_id = '{name}'"
    return f"notebook_id IN (SELECT id FROM submitted_notebook WHERE assignment_id IN ({submissions}))"


def test_where_nothing_was_touched_scores_stand(course: Course, grader: Tamperer) -> None:
    hand_in(course, "ada")
    hand_in(course, "bob", mean="def mean(values):\n    return 0")
    grader.failing["cy"] = "no"
    hand_in(course, "cy")
    results = {result.student: result.score for result in autograde(course, CHAPTER, OPEN)}
    assert results == {"ada": 100, "bob": 60, "cy": None}
    assert not (course.state / "gradebook.sealed.db").exists()


def test_scores_of_others_are_restored_and_nobody_of_the_batch_is_graded(
    course: Course, grader: Tamperer
) -> None:
    hand_in(course, "bob", mean="def mean(values):\n    return 0")
    autograde(course, CHAPTER, OPEN)
    hand_in(course, "eve")
    grader.mischief = lambda: grader.write_scores(of_student("bob"))
    (eve,) = autograde(course, CHAPTER, OPEN)
    assert eve.score is None
    assert eve.reason.startswith(
        "one of 1 submissions tampered with the grading: the gradebook changed where it"
    )
    assert "(bob, ch01, test_mean)" in eve.reason
    assert score_of(course, CHAPTER, "bob").score == 60, "as it was before"
    grader.mischief = lambda: None
    assert [result.score for result in autograde(course, CHAPTER, OPEN)] == [100], (
        "it is graded again by itself"
    )


@pytest.mark.parametrize("column", ["auto_score", "manual_score"])
def test_a_score_that_no_test_gave_is_noticed(course: Course, grader: Tamperer, column: str) -> None:
    hand_in(course, "eve", mean="def mean(values):\n    return 0")
    grader.mischief = lambda: grader.write_scores(of_student("eve") + " AND auto_score = 0", column)
    (eve,) = autograde(course, CHAPTER, OPEN)
    assert eve.score is None and "(eve, ch01, test_mean)" in eve.reason


def poison_compiled(package: Path) -> str:
    (compiled,) = package.rglob("*.pyc")
    compiled.write_bytes(compiled.read_bytes() + b"x")
    return "shared/__pycache__/"


def write_package(package: Path) -> str:
    (package / "checks.py").write_text("x = 2\n", encoding="utf-8")
    return "shared/checks.py changed"


def add_to_package(package: Path) -> str:
    (package / "new.py").write_text("", encoding="utf-8")
    return "shared/new.py changed"


def delete_from_package(package: Path) -> str:
    (package / "checks.py").unlink()
    return "shared/checks.py changed"


@pytest.mark.parametrize("mischief", [write_package, add_to_package, delete_from_package, poison_compiled])
def test_a_changed_package_is_named(course: Course, grader: Tamperer, package: Path, mischief) -> None:
    hand_in(course, "eve")
    words = []
    grader.mischief = lambda: words.append(mischief(package))
    (eve,) = autograde(course, CHAPTER, OPEN)
    assert eve.score is None and words[0] in eve.reason and "grade in a sandbox" in eve.reason


def test_changed_sources_are_named(course: Course, grader: Tamperer) -> None:
    hand_in(course, "eve")
    solutions = course.solutions(CHAPTER)
    grader.mischief = lambda: solutions.write_text(
        solutions.read_text(encoding="utf-8") + " ", encoding="utf-8"
    )
    (eve,) = autograde(course, CHAPTER, OPEN)
    assert eve.score is None and "ch01/ch01_solutions.ipynb changed" in eve.reason


def test_in_a_sandbox_nothing_is_sealed(course: Course, grader: Tamperer) -> None:
    hand_in(course, "eve")
    grader.mischief = lambda: grader.write_scores(of_student("eve"), value=7)
    (eve,) = autograde(course, CHAPTER, Settings(workers=1))
    assert eve.score is not None, "there a submission cannot reach the gradebook"


def test_root_has_to_say_it_twice(
    course: Course, grader: Tamperer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_in(course, "ada")
    monkeypatch.setattr(tampering, "is_root", lambda: True)
    command = ["--course", str(course.root), "autograde", CHAPTER, "--no-sandbox"]
    assert main(command) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "you are root" in said and "--as-root" in said and grader.graded == []
    assert main([*command, "--as-root"]) == 0
    assert tampering.WHAT_CAN_HAPPEN in capsys.readouterr().out
    monkeypatch.setattr(tampering, "is_root", lambda: False)
    assert main([*command, "--all"]) == 0


@pytest.mark.slow
def test_a_submission_that_writes_the_gradebook_is_found_out(course: Course) -> None:
    database = course.state / "gradebook.db"
    hand_in(course, "bob", mean="def mean(values):\n    return 0.0")
    autograde(course, CHAPTER, OPEN)
    write = f"""def mean(values):
    import sqlite3
    with sqlite3.connect({str(database)!r}) as database:
        database.execute("UPDATE grade SET auto_score = 40")
    return sum(values) / len(values)"""
    hand_in(course, "eve", mean=write)
    (eve,) = autograde(course, CHAPTER, OPEN)
    assert eve.score is None and re.search(r"\(bob, ch01, test_mean\)", eve.reason)
    assert score_of(course, CHAPTER, "bob").score == 60


def test_who_declines_nothing_is_not_warned(course: Course, grader: Tamperer) -> None:
    hand_in(course, "ada")
    said: list[str] = []
    autograde(course, CHAPTER, Settings(workers=1), say=said.append)
    assert said == []
    with pytest.raises(GradingError, match="no submission by zoe"):
        autograde(course, CHAPTER, OPEN, ["zoe"])
