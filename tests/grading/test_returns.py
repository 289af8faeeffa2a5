"""Giving back: pages and scores under the names by which each platform knows its students, and nobody lost."""

from __future__ import annotations

import csv
import os
import shutil
import time
import zipfile
from pathlib import Path

from shared.grading.__main__ import main
from shared.grading.autograde import autograde
from shared.grading.collect import collect
from shared.grading.course import Course, GradingError
from shared.grading.release import generate, release
from shared.grading.returns import Returned, give_back
from shared.grading.sheets import grades
from shared.grading.workers import Settings

import nbformat
import pytest
from grading_course import CHAPTER, RIGHT, make_course, solved
from grading_fake import FILE, FakeGrader, score_by_hand
from lms import (
    BLACKBOARD_GRADES,
    CANVAS_GRADEBOOK,
    MOODLE_WORKSHEET,
    archive,
    blackboard,
    canvas,
    canvas_reads,
    moodle,
    moodle_reads,
)

WRONG_MEAN = {**RIGHT, "mean": "def mean(values):\n    return 0"}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose exercises are released, to be copied: releasing takes a second."""
    made = make_course(tmp_path_factory.mktemp("released") / "course")
    release(made, CHAPTER)
    generate(made, CHAPTER)
    return made.root


@pytest.fixture
def course(released: Path, tmp_path: Path) -> Course:
    shutil.copytree(released, tmp_path / "course")
    return Course.at(tmp_path / "course")


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch) -> FakeGrader:
    return FakeGrader(monkeypatch)


def notebook(course: Course, answers: dict[str, str] = RIGHT) -> str:
    released = nbformat.read(course.exercises(CHAPTER), as_version=4)
    return nbformat.writes(nbformat.from_dict(solved(released, answers)))


def handed_in(course: Course, names: dict[str, dict[str, str]], roster: str = "") -> None:
    """Collect a download of these file names with their answers, and grade it."""
    source = archive(
        course.root / "in.zip", {name: notebook(course, answers) for name, answers in names.items()}
    )
    people = course.root / "people.csv"
    people.write_text(roster, encoding="utf-8")
    collected = collect(course, CHAPTER, source, people if roster else None)
    assert not collected.refused
    autograde(course, CHAPTER, Settings())


def page(course: Course, student: str) -> Path:
    """A page of feedback, newer than what was collected."""
    path = course.folder("feedback", student, CHAPTER) / f"{CHAPTER}_exercises.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<p>for {student}</p>", encoding="utf-8")
    later = time.time() + 60
    os.utime(path, (later, later))
    return path


def members(returned: Returned) -> dict[str, str]:
    with zipfile.ZipFile(returned.path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode("utf-8") for name in packed.namelist()}


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# --- pages --------------------------------------------------------------------------------------------------


def test_canvas_finds_user_and_attachment(course: Course, grader: FakeGrader) -> None:
    late = canvas("Liddell, Alice", 12, 345, FILE, late=True)
    handed_in(course, {late: RIGHT, canvas("O'Neil, Jo", 13, 346, FILE): RIGHT})
    students = sorted(course.submissions("submitted", CHAPTER))
    for student in students:
        page(course, student)
    returned = give_back(course, CHAPTER, "canvas")
    assert returned.count == 2 and returned.left == []
    assert {canvas_reads(name) for name in members(returned)} == {("12", "345"), ("13", "346")}
    by_user = {canvas_reads(name)[0]: text for name, text in members(returned).items()}
    assert "liddell" in by_user["12"] and "oneil" in by_user["13"], "everybody gets their own page"


@pytest.mark.parametrize(("flat", "old"), [(False, False), (False, True), (True, False)])
def test_moodle_finds_the_participant(course: Course, grader: FakeGrader, flat: bool, old: bool) -> None:
    names = {"Alice Liddell": 1234, "Jo O'Neil": 1235, "Zoë Ångström": 1236}
    handed_in(course, {moodle(name, n, FILE, flat=flat, old=old): RIGHT for name, n in names.items()})
    for student in course.submissions("submitted", CHAPTER):
        page(course, student)
    read = {name: moodle_reads(name) for name in members(give_back(course, CHAPTER, "moodle"))}
    assert {found[0] for found in read.values() if found} == set(names.values())
    assert all(found and found[1].endswith(f"{CHAPTER}_exercises.html") for found in read.values())


def test_blackboard_has_the_name_of_the_attempt(course: Course, grader: FakeGrader) -> None:
    # Underscores everywhere: only a roster tells where the assignment's name ends.
    names = {blackboard("Chapter 1", "al_123", "2026-01-31-10-30-00", FILE): RIGHT}
    handed_in(course, names, roster=BLACKBOARD_GRADES)
    (student,) = course.submissions("submitted", CHAPTER)
    page(course, student)
    (name,) = members(give_back(course, CHAPTER, "blackboard"))
    assert name == f"Chapter 1_al_123_attempt_2026-01-31-10-30-00_{CHAPTER}_exercises.html"


def test_who_is_not_in_the_file_is_listed(course: Course, grader: FakeGrader) -> None:
    plain = {f"ada_{FILE}": RIGHT}
    handed_in(
        course, {canvas("Liddell, Alice", 12, 345, FILE): RIGHT, canvas("O'Neil, Jo", 13, 346, FILE): RIGHT}
    )
    handed_in(course, plain)
    alice, jo = sorted(name for name in course.submissions("submitted", CHAPTER) if name != "ada")
    page(course, alice)
    os.utime(page(course, jo), (1, 1))
    page(course, "ada")
    returned = give_back(course, CHAPTER, "canvas")
    assert returned.count == 1 and len(members(returned)) == 1
    assert sorted(returned.left) == sorted(
        [
            "ada: did not come from Canvas",
            f"{jo}: the page is older than the submission: run autograde and feedback",
        ]
    )
    assert returned.lines()[-1] == f"wrote {returned.path} for 1 students"
    assert main(["--course", str(course.root), "give-back", CHAPTER, "--for", "canvas"]) == 1


def test_nothing_to_give_back_says_so_and_leaves_an_older_file(course: Course, grader: FakeGrader) -> None:
    handed_in(course, {canvas("Liddell, Alice", 12, 345, FILE): RIGHT})
    target = course.state / "returned" / f"{CHAPTER}-feedback-canvas.zip"
    target.parent.mkdir(parents=True)
    target.write_text("the one before")
    with pytest.raises(GradingError, match="no page of ch01 to give back .*there is no page: grade it"):
        give_back(course, CHAPTER, "canvas")
    assert target.read_text() == "the one before" and len(list(target.parent.iterdir())) == 1
    with pytest.raises(GradingError):
        give_back(course, "ch09", "canvas")


# --- scores -------------------------------------------------------------------------------------------------


def exported(course: Course, text: str, name: str = "exported.csv") -> Path:
    path = course.root / name
    path.write_text(text, encoding="utf-8")
    return path


def test_canvas_gets_the_total_in_its_column_and_exercises_as_new_ones(
    course: Course, grader: FakeGrader
) -> None:
    late = canvas("Liddell, Alice", 12, 345, FILE)
    handed_in(course, {late: WRONG_MEAN, canvas("O'Neil, Jo", 13, 346, FILE): RIGHT})
    table = exported(course, CANVAS_GRADEBOOK)
    returned = grades(course, CHAPTER, "canvas", table, column="Chapter 1 (9001)")
    possible, alice, jo, test = rows(returned.path)
    new = [heading for heading in alice if heading.startswith(f"{CHAPTER} ")]
    assert len(new) == 3 and [possible[h] for h in new] == ["40", "30", "30"]
    assert [alice[h] for h in new] == ["0", "30", "30"] and alice["Chapter 1 (9001)"] == "60"
    assert [jo[h] for h in new] == ["40", "30", "30"] and jo["Chapter 1 (9001)"] == "100"
    assert [test[h] for h in new] == ["", "", ""] and test["Chapter 1 (9001)"] == "N/A", "not ours: as it was"
    assert (alice["ID"], jo["SIS User ID"]) == ("12", "S2") and "Final Score" not in alice
    assert returned.count == 2 and returned.left == []


def test_moodle_gets_grades_in_its_own_worksheet(course: Course, grader: FakeGrader) -> None:
    names = {moodle("Alice Liddell", 1234, FILE): RIGHT, moodle("Jo O'Neil", 1235, FILE): WRONG_MEAN}
    handed_in(course, names)
    locked = MOODLE_WORKSHEET.replace("55.00,100.00,Yes", "55.00,100.00,No")
    returned = grades(course, CHAPTER, "moodle", exported(course, locked))
    alice, jo, cy = rows(returned.path)
    assert (alice["Grade"], jo["Grade"], cy["Grade"]) == ("100", "60", "")
    assert alice["Identifier"] == "Participant 1234" and alice["Last modified (grade)"] == "-"
    (left,) = returned.left
    assert "the grade is locked" in left
    assert any("Moodle imports the column Grade" in note for note in returned.notes)


def test_blackboard_gets_its_column_by_number(course: Course, grader: FakeGrader) -> None:
    names = {blackboard("Chapter 1", "al_123", "2026-01-31-10-30-00", FILE): WRONG_MEAN}
    handed_in(course, names, roster=BLACKBOARD_GRADES)
    column = "Chapter 1 [Total Pts: 100 Score] |664617"
    returned = grades(course, CHAPTER, "blackboard", exported(course, BLACKBOARD_GRADES), column=column)
    alice, jo = rows(returned.path)
    assert (alice[column], jo[column]) == ("60", "55") and alice["Username"] == "al_123"
    assert returned.path.read_text(encoding="utf-8").startswith('"Last Name","First Name"')


def test_a_table_for_people_has_everybody(course: Course, grader: FakeGrader) -> None:
    roster = "student_id,name\nada,Ada L\nbob,Bob\n"
    grader.failing["bob"] = "it broke"
    handed_in(course, {f"ada_{FILE}": WRONG_MEAN, f"bob_{FILE}": RIGHT}, roster)
    returned = grades(course, CHAPTER, "plain")
    ada, bob = rows(returned.path)
    assert ada["name"] == "Ada L" and ada[f"{CHAPTER} total"] == "60" and ada["status"] == "graded"
    assert bob[f"{CHAPTER} total"] == "" and bob["status"] == "not graded: it broke"
    assert returned.count == 1 and returned.left == ["bob: not graded: it broke"]


def test_a_score_set_by_hand_is_the_one_that_counts(course: Course, grader: FakeGrader) -> None:
    handed_in(course, {f"ada_{FILE}": WRONG_MEAN})
    score_by_hand(course, "ada", test_mean=12.5)
    (ada,) = rows(grades(course, CHAPTER, "plain").path)
    assert ada[f"{CHAPTER} total"] == "72.5"


def test_the_platforms_maximum_must_be_that_of_the_exercises(course: Course, grader: FakeGrader) -> None:
    handed_in(course, {moodle("Alice Liddell", 1234, FILE): RIGHT})
    with pytest.raises(GradingError, match="the maximum grade is 10, and the exercises are worth 100"):
        grades(course, CHAPTER, "moodle", exported(course, MOODLE_WORKSHEET.replace("100.00", "10.00")))
    table = exported(course, CANVAS_GRADEBOOK.replace(",100,(read", ",50,(read"))
    with pytest.raises(GradingError, match="is 50, and the exercises are worth 100"):
        grades(course, CHAPTER, "canvas", table, column="Chapter 1 (9001)")
    with pytest.raises(GradingError, match="is 20, and the exercises"):
        text = BLACKBOARD_GRADES.replace("Total Pts: 100", "Total Pts: 20")
        grades(
            course,
            CHAPTER,
            "blackboard",
            exported(course, text),
            column="Chapter 1 [Total Pts: 20 Score] |664617",
        )


def test_two_rows_that_may_be_one_students_stay_as_they_are(course: Course, grader: FakeGrader) -> None:
    handed_in(course, {canvas("Liddell, Alice", 12, 345, FILE): RIGHT})
    double = CANVAS_GRADEBOOK.replace('"O\'Neil, Jo",13', '"Liddell, Alice",12')
    returned = grades(course, CHAPTER, "canvas", exported(course, double), column="Chapter 1 (9001)")
    assert [row["Chapter 1 (9001)"] for row in rows(returned.path)] == ["100", "", "55", "N/A"]
    assert any("two rows of exported.csv may be theirs" in line for line in returned.left)


def test_scores_without_a_row_are_listed(course: Course, grader: FakeGrader) -> None:
    handed_in(course, {canvas("Hatter, Mad", 77, 345, FILE): RIGHT})
    returned = grades(course, CHAPTER, "canvas", exported(course, CANVAS_GRADEBOOK))
    (left,) = returned.left
    assert "exported.csv has no row for this name" in left and returned.count == 0


@pytest.mark.parametrize(
    ("platform", "text", "column", "message"),
    [
        ("canvas", "", "", "--table is missing: the table that Canvas exports"),
        ("canvas", MOODLE_WORKSHEET, "", "is no table of Canvas"),
        ("moodle", BLACKBOARD_GRADES, "", "is no table of Moodle"),
        ("canvas", CANVAS_GRADEBOOK, "Chapter 7", "has no column 'Chapter 7'"),
        (
            "moodle",
            MOODLE_WORKSHEET.replace('"Last modified (grade)"', "When"),
            "",
            "lacks Grade or Last modified",
        ),
    ],
)
def test_what_cannot_be_filled_in(
    course: Course, grader: FakeGrader, platform: str, text: str, column: str, message: str
) -> None:
    handed_in(course, {f"ada_{FILE}": RIGHT})
    with pytest.raises(GradingError, match=message):
        grades(course, CHAPTER, platform, exported(course, text) if text else None, column=column)
    assert not (course.state / "returned").exists()


def test_nothing_graded_is_said(course: Course, grader: FakeGrader) -> None:
    with pytest.raises(GradingError, match="run autograde"):
        grades(course, CHAPTER, "plain")
