"""Collecting: whose a file is, when it was handed in, and that every file is accounted for."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import struct
import time
import unicodedata
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shared.grading import collect as collecting
from shared.grading import downloads as downloading
from shared.grading import placing
from shared.grading.__main__ import main
from shared.grading.collect import collect, collected_at
from shared.grading.collected import Collected
from shared.grading.course import Course, GradingError
from shared.grading.identify import own_name, owners
from shared.grading.placing import sources
from shared.grading.roster import orders, plain, remembered
from shared.grading.tables import harmless, meant, read_table, spelled_out

import pytest
from grading_course import CHAPTER, make_course
from lms import (
    BLACKBOARD_GRADES,
    CANVAS_GRADEBOOK,
    MOODLE_WORKSHEET,
    archive,
    blackboard,
    canvas,
    folder,
    moodle,
    packed,
)
from nbgrader.utils import parse_utc

FILE = "ch01_exercises.ipynb"
ZOE = unicodedata.normalize("NFD", "Zoë")
NOW = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
JANUARY = datetime(2026, 1, 31, 10, 30)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


def from_names(course: Course, *names: str, **options) -> Collected:
    """Collect files of these names, of one time, that hold their own names."""
    here = folder(course.root / "in", dict(zip(names, names, strict=True)), times=dict.fromkeys(names, JANUARY))
    return collect(course, CHAPTER, here, **options)


def texts(course: Course) -> dict[str, str]:
    """What each student's submission holds."""
    found = course.submissions("submitted", CHAPTER)
    return {name: (path / FILE).read_text(encoding="utf-8") for name, path in found.items()}


def said(collected: Collected, outcome: str) -> dict[str, str]:
    return {row.file: row.why for row in collected.rows if row.outcome == outcome}


def table(course: Course) -> list[dict[str, str]]:
    with open(course.state / "collected" / f"{CHAPTER}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def roster(course: Course, text: str | bytes, name: str = "roster.csv") -> Path:
    path = course.root / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


# --- plain names --------------------------------------------------------------------------------------------

PLAIN = {
    "ada_2026-01-31T10-30-00_ch01_exercises.ipynb": "ada, first",
    "ada_2026-02-01T09-00-00_ch01_exercises.ipynb": "ada, second",
    "bob_ch01_exercises.ipynb": "bob",
    "cy/ch01_exercises (1).ipynb": "cy",
    "dee/ch01/ch01_exercises.ipynb": "dee",
    "eve_smith_20260131103000_ch01_exercises.ipynb": "eve",
    "fay_20260131_103000_ch01_exercises.ipynb": "fay",
    "ivy_ch01_exercises-1.ipynb": "ivy",
    "ch01_exercises.ipynb": "nobody",
    "gus x_ch01_exercises.ipynb": "gus",
    "gil_2026-13-31T10-30-00_ch01_exercises.ipynb": "gil",
    "hal_ch02_exercises.ipynb": "hal",
    "cy/.ipynb_checkpoints/ch01_exercises-checkpoint.ipynb": "cy, earlier",
    "notes.txt": "notes",
}


@pytest.mark.parametrize("as_archive", [False, True])
def test_plain_names(course: Course, tmp_path: Path, as_archive: bool) -> None:
    source = archive(tmp_path / "in.zip", PLAIN) if as_archive else folder(tmp_path / "in", PLAIN)
    collected = collect(course, CHAPTER, source)
    assert collected.students == ["ada", "bob", "cy", "dee", "eve_smith", "fay", "ivy"]
    assert collected.kept == []
    assert collected.refused == {
        "ch01_exercises.ipynb": "neither its name nor its folder says whose it is",
        "gus x_ch01_exercises.ipynb": "'gus x' is no student's name "
        "(letters, digits and . @ _ - only, 100 at most)",
        "gil_2026-13-31T10-30-00_ch01_exercises.ipynb": "2026-13-31T10-30-00 is no date and time",
        "hal_ch02_exercises.ipynb": "it is not called STUDENT_ch01_exercises.ipynb",
    }
    assert texts(course) == {
        "ada": "ada, second",
        "bob": "bob",
        "cy": "cy",
        "dee": "dee",
        "eve_smith": "eve",
        "fay": "fay",
        "ivy": "ivy",
    }
    assert said(collected, "superseded") == {
        "ada_2026-01-31T10-30-00_ch01_exercises.ipynb": "by ada_2026-02-01T09-00-00_ch01_exercises.ipynb"
    }
    stamp = (course.folder("submitted", "ada", CHAPTER) / "timestamp.txt").read_text(encoding="utf-8")
    assert stamp == "2026-02-01 09:00:00.000000 UTC" and parse_utc(stamp) == datetime(2026, 2, 1, 9)


def test_every_file_is_in_the_table_once_with_what_became_of_it(course: Course, tmp_path: Path) -> None:
    collected = collect(course, CHAPTER, folder(tmp_path / "in", PLAIN))
    rows = table(course)
    assert sorted(row["file"] for row in rows) == sorted(PLAIN)
    by_file = {row["file"]: row for row in rows}
    assert by_file["ada_2026-02-01T09-00-00_ch01_exercises.ipynb"].items() >= {
        ("student", "ada"),
        ("handed in", "2026-02-01 09:00:00"),
        ("outcome", "taken"),
    }
    assert by_file["notes.txt"]["outcome"] == "not used"
    assert by_file["cy/.ipynb_checkpoints/ch01_exercises-checkpoint.ipynb"]["outcome"] == "ignored"
    assert all(row["outcome"] for row in rows)
    printed = "\n".join(collected.lines())
    for name in PLAIN:
        assert (name in printed) == (".ipynb_checkpoints" not in name)
    assert "7 submissions collected" in printed and "4 files left out" in printed


def test_the_table_keeps_what_was_said_before(course: Course) -> None:
    from_names(course, "ada_ch01_exercises.ipynb")
    from_names(course, "bob_ch01_exercises.ipynb")
    outcomes = [(row["file"][:3], row["outcome"]) for row in table(course)]
    assert outcomes == [("ada", "taken"), ("ada", "not newer"), ("bob", "taken")]
    path = course.state / "collected" / f"{CHAPTER}.csv"
    path.write_bytes(b"PK what a spreadsheet made of it")
    from_names(course, "cyd_ch01_exercises.ipynb")
    assert len(table(course)) == 3 and len(list(path.parent.glob("ch01.before-*.csv"))) == 1


def test_collecting_again_replaces_older_submissions_only(course: Course, tmp_path: Path) -> None:
    def collected_from(where: str, **given: str) -> tuple[list[str], dict[str, str]]:
        folder(tmp_path / where, {f"{k[:3]}_202601{k[3:]}T103000_{FILE}": text for k, text in given.items()})
        kept = collect(course, CHAPTER, tmp_path / where).kept
        return kept, texts(course)

    assert collected_from("first", ada02="2", bob05="5") == ([], {"ada": "2", "bob": "5"})
    mended = course.folder("submitted", "bob", CHAPTER) / FILE
    mended.write_text("5, mended", encoding="utf-8")
    assert collected_from("first") == (["ada", "bob"], {"ada": "2", "bob": "5, mended"})
    assert collected_from("second", ada03="3", bob04="4", cyd01="1") == (
        ["bob"],
        {"ada": "3", "bob": "5, mended", "cyd": "1"},
    )


def test_the_same_file_with_a_later_time_changes_nothing(course: Course, tmp_path: Path) -> None:
    """A second download of the same files has the times of the second download."""
    first = archive(tmp_path / "1.zip", {f"ada/{FILE}": "A"}, time=(2026, 1, 1, 0, 0, 0))
    again = archive(tmp_path / "2.zip", {f"ada/{FILE}": "A"}, time=(2026, 2, 1, 0, 0, 0))
    collect(course, CHAPTER, first)
    place = course.folder("submitted", "ada", CHAPTER)
    (place / FILE).write_text("A, mended", encoding="utf-8")
    assert collect(course, CHAPTER, again).kept == ["ada"]
    assert texts(course) == {"ada": "A, mended"}
    (place / FILE).unlink()  # the instructor wants it back
    assert collect(course, CHAPTER, again).kept == [] and texts(course) == {"ada": "A"}


def test_what_somebody_put_in_place_counts_from_its_own_time(course: Course, tmp_path: Path) -> None:
    folder(course.state / "submitted", {f"ada/ch01/{FILE}": "by hand"})
    assert from_names(course, f"ada_{FILE}").kept == ["ada"]
    assert texts(course) == {"ada": "by hand"}


def test_two_commands_do_not_work_on_one_course_at_once(course: Course) -> None:
    with course.locked(), pytest.raises(GradingError, match="another command is at work"):
        from_names(course, f"ada_{FILE}")
    assert from_names(course, f"ada_{FILE}").students == ["ada"]


@pytest.mark.parametrize(
    ("name", "student", "copy"),
    [
        ("ch01_exercises.ipynb", "", 0),
        ("alice_ch01_exercises.ipynb", "alice", 0),
        ("alice_b_2026-01-31T10-30-00Z_ch01_exercises.ipynb", "alice_b", 0),
        ("ch01_exercises (2).ipynb", "", 2),
        ("ch01_exercises[1].ipynb", "", 1),
        ("ch01_exercises-3.ipynb", "", 3),
        ("ch01_exercises-Copy4.ipynb", "", 4),
        ("ch01_exercises - Copy.ipynb", "", 0),
        ("ch01_exercises - Copy (5).ipynb", "", 5),
        ("ch01_exercises copy 6.ipynb", "", 6),
        ("ch01_exercises-550e8400-e29b-41d4-a716-446655440000.ipynb", "", 0),
        ("Ch01_Exercises.IPYNB", "", 0),
        ("ch01_exercises.ipynb.json", "", 0),
        ("dee_ch01_exercises.ipynb (1).txt", "dee", 0),
    ],
)
def test_names_of_notebooks(name: str, student: str, copy: int) -> None:
    own = own_name(name, CHAPTER)
    assert own and (own.student, own.copy) == (student, copy)


@pytest.mark.parametrize(
    "name", ["ch02_exercises.ipynb", "ch01_solutions.ipynb", "ch01_exercises.pdf", "ch01.ipynb"]
)
def test_other_names_are_no_notebooks_of_the_chapter(name: str) -> None:
    assert own_name(name, CHAPTER) is None


# --- folders ------------------------------------------------------------------------------------------------


def test_folders_inside_a_students_folder_are_the_students(course: Course) -> None:
    """Reported: nbgrader#526, #724; all but one submission were lost."""
    names = [f"{name}/reasoning/ch01/{FILE}" for name in ("alice", "bob", "cy")]
    collected = from_names(course, *names, f"nina/ch01/nested/{FILE}")
    assert (collected.students, collected.refused) == (["alice", "bob", "cy", "nina"], {})
    assert texts(course)["cy"] == f"cy/reasoning/ch01/{FILE}"


@pytest.mark.parametrize(
    "files",
    [
        [f"submissions/alice/{FILE}", f"submissions/bob/{FILE}"],
        [f"submissions/alice_{FILE}", f"submissions/bob_{FILE}"],
        [f"Downloads/ch01/alice/{FILE}", f"Downloads/ch01/bob/ch01/{FILE}"],
        [f"ch01-submissions (1)/alice/{FILE}", f"bob/{FILE}"],
        [f"homework/{canvas('Ali', 1, 5, FILE)}", f"homework/{canvas('Bo', 2, 6, FILE)}"],
        [f"week one/{canvas('Ali', 1, 5, FILE)}", f"week one/{canvas('Bo', 2, 6, FILE)}"],
        [f"week one/{moodle('Ali', 1, FILE)}", f"week one/{moodle('Bo', 2, FILE)}"],
    ],
)
def test_what_lies_around_the_students_is_no_student(course: Course, files: list[str]) -> None:
    collected = from_names(course, *files)
    assert collected.refused == {} and len(collected.students) == 2
    assert sorted(name[:2].lower() for name in collected.students) in (["al", "bo"], ["al", "bo"])


def test_a_folder_that_may_lie_around_several_is_listed_and_not_guessed(course: Course) -> None:
    names = [f"group a/alice/{FILE}", f"group a/bob/{FILE}", f"cy/{FILE}"]
    collected = from_names(course, *names)
    assert collected.students == ["cy"] and set(collected.refused) == set(names[:2])
    assert "'group a' may be a student, or a folder around several (alice, bob)" in collected.refused[names[0]]
    flat = owners([("group a", f"alice_{FILE}"), ("group a", f"bob_{FILE}")], CHAPTER, lambda name: False)
    assert all(owner.problem for owner in flat)


def test_a_roster_says_what_is_a_student_and_what_lies_around(course: Course) -> None:
    people = roster(course, "student_id\nalice\nbob\ncy\n")
    names = [f"group a/alice/{FILE}", f"group a/bob/{FILE}", f"cy/one/{FILE}", f"cy/two/{FILE}"]
    collected = from_names(course, *names, roster=people)
    assert (collected.students, collected.refused) == (["alice", "bob", "cy"], {})


def test_the_folder_beats_the_name_of_the_file(course: Course) -> None:
    collected = from_names(course, f"alice/bob_2026-02-01T00-00-00_{FILE}", f"bob/{FILE}")
    assert texts(course) == {"alice": f"alice/bob_2026-02-01T00-00-00_{FILE}", "bob": f"bob/{FILE}"}
    assert said(collected, "taken") == {
        f"alice/bob_2026-02-01T00-00-00_{FILE}": "its name says 'bob'",
        f"bob/{FILE}": "",
    }


@pytest.mark.parametrize(
    "name",
    [
        moodle("Alice", 1, moodle("Bob", 2, FILE, flat=True)),
        moodle("Alice", 1, f"Bob_2_assignsubmission_file_/{FILE}"),
        moodle("Alice", 1, canvas("bob", 2, 3, FILE), flat=True),
        f"Alice/{moodle('Bob', 2, FILE)}",
        f"Alice/{canvas('bob', 2, 3, FILE)}",
        canvas("alice", 1, 9, blackboard("HW", "bob", "2026-01-31-10-30-00", FILE)),
        blackboard("HW", "alice", "2026-01-31-10-30-00", f"HW_bob_attempt_2099-01-01-00-00-00_{FILE}"),
    ],
)
def test_nobody_hands_in_for_somebody_else(course: Course, name: str) -> None:
    collected = from_names(course, name)
    (student,) = collected.students
    assert student.lower().startswith("alice") and collected.refused == {}


def test_two_folders_of_one_student_are_an_error_for_that_student_only(course: Course) -> None:
    people = roster(course, "student_id,name\nal1,Alice Liddell\nbo2,Bob\n")
    names = [f"Alice Liddell/{FILE}", f"al1/{FILE}", f"bo2/{FILE}"]
    collected = from_names(course, *names, roster=people)
    assert collected.students == ["bo2"]
    why = "the student's files come from Alice Liddell and al1: none is taken until one is left"
    assert collected.refused == {names[0]: why, names[1]: why}


def test_a_folder_and_a_file_of_one_student_are_two_places(course: Course) -> None:
    collected = from_names(course, f"alice/{FILE}", f"alice_{FILE}")
    assert collected.students == [] and len(collected.refused) == 2


def test_names_that_differ_only_in_case_are_not_two_students(course: Course, tmp_path: Path) -> None:
    both = archive(tmp_path / "in.zip", {f"Alice/{FILE}": "1", f"alice/{FILE}": "2", f"bob/{FILE}": "3"})
    collected = collect(course, CHAPTER, both)
    assert collected.students == ["bob"]
    assert set(collected.refused.values()) == {
        "Alice and alice differ only in case: a --roster says who is who"
    }
    later = collect(course, CHAPTER, archive(tmp_path / "later.zip", {f"BOB/{FILE}": "4"}))
    assert later.students == [] and "BOB and bob differ only in case" in later.refused[f"BOB/{FILE}"]


# --- times --------------------------------------------------------------------------------------------------


def test_times_in_the_future_are_refused_wherever_they_stand(course: Course, tmp_path: Path) -> None:
    good, bad = f"ada_2026-01-31T10-30-00_{FILE}", f"ada_2099-01-01T00-00-00_{FILE}"
    names = {good: "good", bad: "bad", f"bob/{FILE}": "bob", "HW_cy_attempt_2099-01-01-00-00-00_" + FILE: "cy"}
    here = folder(tmp_path / "in", names, times={f"bob/{FILE}": NOW + timedelta(days=3)})
    collected = collect(course, CHAPTER, here)
    assert texts(course) == {"ada": "good"}
    assert collected.refused[bad] == "its time is in the future: 2099-01-01 00:00:00"
    assert len(collected.refused) == 3


def test_a_clock_that_is_ahead_by_less_than_a_day_is_honest(course: Course, tmp_path: Path) -> None:
    ahead = NOW + timedelta(hours=14)
    here = folder(tmp_path / "in", {f"ada_{ahead:%Y-%m-%dT%H-%M-%S}_{FILE}": "ada"})
    assert collect(course, CHAPTER, here).students == ["ada"]
    assert collected_at(course.folder("submitted", "ada", CHAPTER)) == ahead


def without_a_time(path: Path, files: dict[str, str]) -> Path:
    """An archive whose members have the date 0, which is no date."""
    data = archive(path, files, time=(1980, 1, 1, 0, 0, 0)).read_bytes()
    for signature, offset in ((b"PK\3\4", 10), (b"PK\1\2", 12)):
        at = data.find(signature)
        while at >= 0:
            data = data[: at + offset] + b"\0\0\0\0" + data[at + offset + 4 :]
            at = data.find(signature, at + 1)
    path.write_bytes(data)
    return path


def test_an_entry_without_a_time_ends_nothing(course: Course, tmp_path: Path) -> None:
    source = without_a_time(tmp_path / "in.zip", {f"ada/{FILE}": "ada", f"bob/{FILE}": "bob"})
    with zipfile.ZipFile(source) as check:
        assert check.infolist()[0].date_time == (1980, 0, 0, 0, 0, 0)
    packed_at = datetime(2026, 2, 3, 4, 5, 6)
    os.utime(source, (packed_at.replace(tzinfo=UTC).timestamp(),) * 2)
    collected = collect(course, CHAPTER, source)
    assert collected.students == ["ada", "bob"]
    assert said(collected, "taken")[f"ada/{FILE}"] == "it has no time: the latest possible counts"
    assert collected_at(course.folder("submitted", "ada", CHAPTER)) == packed_at


def test_a_file_from_before_this_century_has_no_time(course: Course, tmp_path: Path) -> None:
    names = {f"ada/{FILE}": "new", f"ada/old/{FILE}": "dated 1979"}
    here = folder(
        tmp_path / "in", names, times={f"ada/{FILE}": JANUARY, f"ada/old/{FILE}": datetime(1979, 5, 5)}
    )
    collect(course, CHAPTER, here)
    assert texts(course) == {"ada": "new"}, "a file with a time is surer than one without"


# --- platforms ----------------------------------------------------------------------------------------------


def test_canvas(course: Course, tmp_path: Path) -> None:
    """The user is the student, the attachment is not; the times of the archive are those of the download."""
    files = {
        canvas("Liddell, Alice", 12, 345, FILE, late=True): "first",
        canvas("Liddell, Alice", 12, 346, "ch01_exercises-1.ipynb", late=True): "second",
        canvas("Liddell, Alice", 12, 347, "data.csv", late=True): "1,2",
        canvas("van_der Berg, Bo", 13, 300, f"alice_{FILE}"): "bo",
        canvas("Liddell, Alice", 14, 301, FILE): "another Alice",
        "anon_k3fT9_302_" + FILE: "unknown",
        "LATE_anon_Zz9_303_" + FILE: "unknown, too",
        canvas("O'Neil, Jo", 15, 304, "homework.pdf"): "pdf",
        "cytwombly_16_text.html": "typed in",
    }
    collected = collect(course, CHAPTER, archive(tmp_path / "in.zip", files))
    assert texts(course) == {
        "liddellalice_12": "second",
        "van_derbergbo_13": "bo",
        "liddellalice_14": "another Alice",
        "anon_k3fT9": "unknown",
        "anon_Zz9": "unknown, too",
    }
    assert (course.folder("submitted", "liddellalice_12", CHAPTER) / "data.csv").read_text() == "1,2"
    assert collected.refused == {
        "oneiljo_15_304_homework.pdf": "'oneiljo' sent no notebook called ch01_exercises.ipynb"
    }
    second = canvas("Liddell, Alice", 12, 346, "ch01_exercises-1.ipynb", late=True)
    assert said(collected, "taken")[second] == "marked LATE by Canvas"
    assert any("may hold the times of the download" in line for line in collected.lines())


def test_canvas_knows_a_student_by_the_number_alone(course: Course, tmp_path: Path) -> None:
    """LATE, other attachments and a new family name do not make a second student."""
    collect(course, CHAPTER, archive(tmp_path / "1.zip", {canvas("Liddell, Alice", 12, 345, FILE): "1"}))
    newer = {canvas("Carroll, Alice", 12, 400, FILE, late=True): "2"}
    collect(course, CHAPTER, archive(tmp_path / "2.zip", newer))
    assert texts(course) == {"liddellalice_12": "2"}


def test_an_old_archive_of_canvas_does_not_win_by_being_unpacked_late(course: Course, tmp_path: Path) -> None:
    newer = archive(tmp_path / "new.zip", {canvas("Liddell, Alice", 12, 400, FILE): "newer"})
    collect(course, CHAPTER, newer)
    unpacked = folder(tmp_path / "old", {canvas("Liddell, Alice", 12, 345, FILE): "older"})
    assert collect(course, CHAPTER, unpacked).kept == ["liddellalice_12"]
    assert texts(course) == {"liddellalice_12": "newer"}


@pytest.mark.parametrize("layout", [{}, {"old": True}, {"flat": True}])
def test_moodle(course: Course, tmp_path: Path, layout: dict[str, bool]) -> None:
    files = {
        moodle("Alice Liddell", 1234, FILE, **layout): "alice",
        moodle("Alice Liddell", 1234, "data.csv", **layout): "1,2",
        moodle("Jo O'Neil", 1235, FILE, **layout): "jo",
        moodle("Cy Twombly", 1236, "essay.pdf", **layout): "pdf",
        "Alice Liddell_1234_assignsubmission_onlinetext/onlinetext.html": "typed in",
    }
    collected = collect(course, CHAPTER, archive(tmp_path / "in.zip", files))
    assert texts(course) == {"Alice-Liddell": "alice", "Jo-ONeil": "jo"}
    assert (course.folder("submitted", "Alice-Liddell", CHAPTER) / "data.csv").read_text() == "1,2"
    assert list(collected.refused.values()) == ["'Cy Twombly' sent no notebook called ch01_exercises.ipynb"]


def test_moodles_number_is_another_in_every_assignment(course: Course, tmp_path: Path) -> None:
    collect(course, CHAPTER, archive(tmp_path / "1.zip", {moodle("Alice Liddell", 1234, FILE): "1"}))
    later = archive(tmp_path / "2.zip", {moodle("Alice Liddell", 77, FILE): "2"}, time=(2026, 2, 1, 0, 0, 0))
    collect(course, CHAPTER, later)
    assert texts(course) == {"Alice-Liddell": "2"}


def test_two_numbers_of_one_name_in_moodle_are_two_people_or_nobody(course: Course, tmp_path: Path) -> None:
    names = [moodle("Alice Liddell", 1, FILE), moodle("Alice Liddell", 2, FILE), moodle("Bo", 3, FILE)]
    source = archive(tmp_path / "in.zip", {name: name for name in names})
    collected = collect(course, CHAPTER, source)
    assert collected.students == ["Bo"] and set(collected.refused) == set(names[:2])
    assert "has the numbers 1 and 2: are they two people? A --roster" in collected.refused[names[0]]
    people = roster(
        course,
        "Identifier,Full name,Email address\nParticipant 1,Alice Liddell,a@x.y\n"
        "Participant 2,Alice Liddell,b@x.y\n"
        "Participant 3,Bo,Bo\n",
    )
    assert collect(course, CHAPTER, source, people).students == ["Bo", "a@x.y", "b@x.y"]
    assert texts(course)["b@x.y"] == names[1]


def test_blackboard(course: Course) -> None:
    first, second = "2026-01-30-09-00-00", "2026-01-31-10-30-00"
    names = [
        blackboard("Week 1_A", "al_123", first, FILE),
        blackboard("Week 1_A", "al_123", first, "old.csv"),
        blackboard("Week 1_A", "al_123", first),
        blackboard("Week 1_A", "al_123", second, "my_2099-01-01T00-00-00_ch01_exercises (1).ipynb"),
        blackboard("Week 1_A", "al_123", second, "new.csv"),
        blackboard("Week 1_A", "al_123", second),
        blackboard("Week 1_A", "bo_123", second, FILE),
        blackboard("Week 1_A", "cy", second),
    ]
    collected = from_names(course, *names)
    assert texts(course) == {"al_123": names[3], "bo_123": names[6]}
    place = course.folder("submitted", "al_123", CHAPTER)
    assert collected_at(place) == datetime(2026, 1, 31, 10, 30)
    assert sorted(path.name for path in place.iterdir()) == [FILE, "new.csv", "timestamp.txt"]
    assert collected.refused == {names[7]: "'cy' sent no notebook called ch01_exercises.ipynb"}


def test_blackboards_logins_may_hold_underscores(course: Course) -> None:
    """What all names begin with is the assignment; one file alone is read by who is known."""
    when = "2026-01-31-10-30-00"
    from_names(course, *(blackboard("HW 1", login, when, FILE) for login in ("al_123", "bo_123")))
    (course.root / "in").rename(course.root / "before")
    alone = from_names(course, blackboard("HW_2", "al_123", "2026-02-01-00-00-00", FILE))
    assert alone.students == ["al_123"]
    found = owners([(blackboard("HW_2", "cy_9", when, FILE),)], CHAPTER, lambda name: name == "cy_9")
    assert found[0].name == "cy_9"


# --- rosters ------------------------------------------------------------------------------------------------

OWN = (
    'student_id,name,e-mail,canvas\nal1,"Liddell, Alice",alice@uni.example,12\n'
    "jo2,Jo O'Neil,jo@uni.example,13\n"
)


@pytest.mark.parametrize(
    "names",
    [
        [f"al1/{FILE}", f"jo2/{FILE}"],
        [f"AL1_{FILE}", f"jo@uni.example_{FILE}"],
        [f"Alice Liddell/{FILE}", f"o'neil jo/{FILE}"],
        [f"alice liddell_{FILE}", f"jo-o-neil_{FILE}"],
        [canvas("Liddell, Alice", 12, 5, FILE), canvas("O'Neil, Jo", 13, 6, FILE)],
        [canvas("Carroll, Alice", 12, 5, FILE), canvas("O'Neil, Jo", 13, 6, FILE)],
        [moodle("Alice Liddell", 7, FILE), moodle("Jo O'Neil", 8, FILE, flat=True)],
    ],
)
def test_names_meet_on_the_roster_whatever_writes_them(course: Course, names: list[str]) -> None:
    collected = from_names(course, *names, roster=roster(course, OWN))
    assert (collected.students, collected.refused) == (["al1", "jo2"], {})


def test_strangers_and_namesakes_are_listed(course: Course) -> None:
    people = roster(course, OWN + "an1,Ann Lee,,\nan2,Lee Ann,,\n")
    names = [f"al1/{FILE}", f"mallory/{FILE}", f"ann lee/{FILE}", canvas("Liddell, Alice", 99, 5, FILE)]
    collected = from_names(course, *names, roster=people)
    assert collected.students == ["al1", "an1"], "Ann Lee is written exactly so"
    assert collected.refused == {
        names[1]: "nobody on the roster is 'mallory'",
        names[3]: "nobody on the roster is 'liddellalice 99'",
    }
    again = from_names(course, f"ann-lee/{FILE}")
    assert again.refused[f"ann-lee/{FILE}"] == (
        "'ann-lee' is an1 and an2 on the roster: it needs a name that only one has"
    )


def test_a_number_and_a_name_of_different_people_belong_to_nobody(course: Course) -> None:
    collected = from_names(course, canvas("O'Neil, Jo", 12, 5, FILE), roster=roster(course, OWN))
    assert collected.students == []
    assert list(collected.refused.values()) == ["number 12 is al1 on the roster, and 'oneiljo' is jo2"]


def test_a_roster_is_remembered(course: Course) -> None:
    people = roster(course, OWN)
    from_names(course, canvas("Liddell, Alice", 12, 5, FILE), roster=people)
    people.unlink()
    assert read_table(course.state / "roster.csv").header == ["student_id", "name", "email", "canvas"]
    collected = from_names(course, moodle("Jo O'Neil", 8, FILE))
    assert "jo2" in collected.students and texts(course).keys() == {"al1", "jo2"}


def test_canvas_gradebook_as_roster(course: Course) -> None:
    names = [canvas("Liddell, Alice", 12, 5, FILE), moodle("Jo O'Neil", 8, FILE)]
    collected = from_names(course, *names, roster=roster(course, CANVAS_GRADEBOOK))
    assert collected.students == ["al123", "jo77"]
    assert remembered(course).people.keys() == {"al123", "jo77", "99"}


def test_a_table_of_a_german_excel(course: Course) -> None:
    text = CANVAS_GRADEBOOK.replace('"Liddell, Alice"', "Zoë Liddell").replace('"O\'Neil, Jo"', "Jo O'Neil")
    text = text.replace('"Test, Student",99,,,Sec A,,N/A,\n', "").replace(",", ";")
    people = roster(course, text.encode("cp1252"))
    assert from_names(course, f"zoë liddell/{FILE}", roster=people).students == ["al123"]


def test_moodle_worksheet_as_roster(course: Course) -> None:
    """Its numbers hold for this assignment, its e-mails for ever, and it knows when files were handed in."""
    people = roster(course, MOODLE_WORKSHEET)
    names = [moodle("Alice Liddell", 1234, FILE), moodle("Jo O'Neil", 1235, FILE, flat=True)]
    collected = from_names(course, *names, roster=people)
    assert collected.students == ["alice@uni.example", "jo@uni.example"]
    place = course.folder("submitted", "jo@uni.example", CHAPTER)
    assert collected_at(place) == datetime(2026, 2, 1, 21, 5)
    assert not any("times of the download" in line for line in collected.lines())
    assert remembered(course).people["jo@uni.example"].names["moodle ch01"] == "1235"


def test_the_worksheet_of_another_assignment_swaps_nobody(course: Course) -> None:
    people = roster(course, MOODLE_WORKSHEET)
    swapped = [moodle("Alice Liddell", 1235, FILE), moodle("Jo O'Neil", 1234, FILE)]
    collected = from_names(course, *swapped, roster=people)
    assert collected.students == [] and len(collected.refused) == 2
    assert "number 1235 is jo@uni.example on the roster" in collected.refused[swapped[0]]


def test_blackboards_table_as_roster_in_utf_16_with_tabs(course: Course) -> None:
    rows = csv.reader(io.StringIO(BLACKBOARD_GRADES))
    text = "\n".join("\t".join(f'"{cell}"' for cell in row) for row in rows)
    people = roster(course, text.encode("utf-16"), "grades.xls")
    names = [blackboard("HW_1", login, "2026-01-31-10-30-00", FILE) for login in ("al_123",)]
    collected = from_names(course, *names, f"jo o'neil/{FILE}", roster=people)
    assert collected.students == ["al_123", "jo77"]


def test_a_second_roster_adds_names_and_moves_nobody(course: Course) -> None:
    from_names(course, f"al1/{FILE}", roster=roster(course, OWN))
    from_names(course, f"al1/{FILE}", roster=roster(course, MOODLE_WORKSHEET, "worksheet.csv"))
    people = remembered(course).people
    assert people.keys() == {"al1", "jo2", "cy@uni.example"}
    assert people["al1"].names == {
        "name": "Alice Liddell",
        "email": "alice@uni.example",
        "canvas": "12",
        "moodle ch01": "1234",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,mail\nAlice,a@x\n", "it has no column student_id, and it is neither"),
        ("student_id,name\n", "lists nobody"),
        ("student_id,name\na/b,Alice\n", "'a/b' is no student_id"),
        ("student_id,name\n,Alice\n", "'' is no student_id"),
        ("student_id\nalice\nAlice\n", "two people are called alice and Alice"),
        ("student_id,name\nalice,A,too many\n", "row 2 has more cells than the header"),
        ("", "is empty"),
        (b"PK\3\4 a spreadsheet", "is a spreadsheet: save it as CSV"),
        ('student_id\n"' + "x" * 200_000 + '"\n', "is no table"),
        (
            "Identifier,Full name\nParticipant 1,Ann Lee\nParticipant 2,Ann Lee\n",
            "two people are called Ann-Lee",
        ),
    ],
)
def test_a_roster_that_cannot_be_used_is_an_error_in_one_line(
    course: Course, capsys: pytest.CaptureFixture[str], text: str | bytes, words: str
) -> None:
    here = folder(course.root / "in", {f"alice_{FILE}": ""})
    path = roster(course, text)
    assert main(["--course", str(course.root), "collect", CHAPTER, str(here), "--roster", str(path)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and words in error and not (course.state / "roster.csv").exists()


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ("student_id,e-mail\nother,alice@uni.example\n", "other is al1 in"),
        ("student_id,e-mail\nal1,jo@uni.example\n", "al1 is al1 and jo2"),
        (
            "Identifier,Full name,Email address\nParticipant 1,Alice Liddell,\nParticipant 2,Liddell Alice,\n",
            "two people are al1",
        ),
    ],
)
def test_a_roster_that_contradicts_the_one_before_is_refused(course: Course, second: str, words: str) -> None:
    from_names(course, f"al1/{FILE}", roster=roster(course, OWN))
    before = (course.state / "roster.csv").read_bytes()
    with pytest.raises(GradingError, match=words):
        from_names(course, f"al1/{FILE}", roster=roster(course, second, "second.csv"))
    assert (course.state / "roster.csv").read_bytes() == before


def test_names_are_compared_by_their_letters() -> None:
    assert plain("O’Neil,  Jo-Ann") == plain("oneil JOANN") == "oneiljoann"
    assert plain(ZOE) == plain("ZOË") != plain("Zoe")
    assert plain("कि") != plain("क"), "signs of vowels are marks, and tell names apart"
    assert orders("Lopez Garcia, Maria del Carmen") & orders("Maria del Carmen Lopez Garcia")


def test_a_class_of_a_thousand_is_matched_at_once(course: Course) -> None:
    lines = [f"s{i},Given{i} Family{i},s{i}@uni.example" for i in range(1000)]
    people = roster(course, "student_id,name,email\n" + "\n".join(lines) + "\n")
    begin = time.perf_counter()
    names = [moodle(f"Family{i} Given{i}", i, FILE) for i in range(1000)]
    assert len(from_names(course, *names, roster=people).students) == 1000
    assert time.perf_counter() - begin < 30


# --- hostile and careless files -----------------------------------------------------------------------------


def test_names_in_decomposed_unicode_are_one_name(course: Course, tmp_path: Path) -> None:
    """Reported: filesender#2620. macOS packs letters and accents apart, in UTF-8 without saying so."""
    jose = unicodedata.normalize("NFD", "José")
    names = [f"{jose}_{FILE}", f"Zoë_{FILE}", f"{ZOE}_{FILE}"]
    collected = from_names(course, *names)
    assert (collected.students, collected.refused) == (["José", "Zoë"], {})
    unmarked = tmp_path / "mac.zip"
    with zipfile.ZipFile(unmarked, "w") as made:
        made.writestr("J" * len(f"{jose}_{FILE}".encode()), "mac")
    data = unmarked.read_bytes().replace(b"J" * len(f"{jose}_{FILE}".encode()), f"{jose}_{FILE}".encode())
    unmarked.write_bytes(data)
    other = make_course(tmp_path / "other")
    assert collect(other, CHAPTER, unmarked).students == ["José"]


def test_what_computers_leave_behind_is_ignored_without_a_word(course: Course) -> None:
    """Reported: isic-challenge-scoring#15, codabench#1655."""
    junk = [
        f"__MACOSX/._alice_{FILE}",
        f"._alice_{FILE}",
        ".DS_Store",
        "Thumbs.db",
        f"alice/.ipynb_checkpoints/{FILE}",
        f"bob/__pycache__/{FILE}",
    ]
    collected = from_names(course, f"alice_{FILE}", *junk)
    assert (collected.students, collected.refused) == (["alice"], {})
    printed = "\n".join(collected.lines())
    assert not any(name in printed for name in junk)
    assert {row["file"] for row in table(course) if row["outcome"] == "ignored"} == set(junk)


@pytest.mark.parametrize(
    "name", [f"dee_{FILE}.json", "dee_ch01_exercises.IPYNB", f"dee/{FILE}.txt", f"dee/{FILE} (1).json"]
)
def test_what_a_browser_or_windows_called_otherwise_is_taken_with_a_note(course: Course, name: str) -> None:
    """Reported: DO2021#3, Fall2022class#48; such files vanished without a word."""
    collected = from_names(course, name)
    assert (collected.students, collected.refused) == (["dee"], {})
    note = said(collected, "taken")[name]
    assert note == ("" if name.endswith("IPYNB") else f"it was called {name.split('/')[-1]}")


@pytest.mark.skipif(os.name == "nt", reason="making links takes rights there")
def test_links_are_listed_and_never_followed(course: Course, tmp_path: Path) -> None:
    secret = folder(tmp_path / "elsewhere", {FILE: "secret", f"deep/{FILE}": "secret"})
    here = folder(tmp_path / "in", {f"alice/{FILE}": "alice"})
    (here / f"bob_{FILE}").symlink_to(secret / FILE)
    (here / "carol").symlink_to(secret)
    (here / "alice" / "data").symlink_to(secret / FILE)
    os.mkfifo(here / f"dan_{FILE}")
    collected = collect(course, CHAPTER, here)
    assert texts(course) == {"alice": "alice"}
    assert collected.refused == {
        f"bob_{FILE}": "it is a link to another file",
        "carol": "it is a link to a folder",
        "alice/data": "it is a link to another file",
        f"dan_{FILE}": "it is no ordinary file",
    }
    assert not any("secret" in path.read_text() for path in course.state.rglob("*.ipynb"))


@pytest.mark.skipif(os.name == "nt", reason="a trick of the POSIX kind")
def test_a_file_that_becomes_a_link_after_it_was_listed_is_not_followed(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = folder(tmp_path / "elsewhere", {FILE: "secret"}) / FILE
    here = folder(tmp_path / "in", {f"alice_{FILE}": "alice", f"bob_{FILE}": "bob"})
    taken = collecting._Run._take

    def swapped(self, student, *arguments):
        if student == "alice":
            (here / f"alice_{FILE}").unlink()
            (here / f"alice_{FILE}").symlink_to(secret)
        return taken(self, student, *arguments)

    monkeypatch.setattr(collecting._Run, "_take", swapped)
    assert collect(course, CHAPTER, here).students == ["bob"]


def member(name: str, mode: int = 0, **changes: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (2026, 1, 31, 10, 30, 0))
    info.external_attr = mode << 16
    for key, value in changes.items():
        setattr(info, key, value)
    return info


def test_members_of_an_archive_that_must_not_be_unpacked_are_listed(course: Course, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as made:
        made.writestr(member(f"alice/{FILE}"), "alice")
        made.writestr(member(f"../../../pwned/{FILE}"), "{}")
        made.writestr(member(f"/tmp/pwned/{FILE}"), "{}")
        made.writestr(member(f"C:\\pwned\\{FILE}"), "{}")
        made.writestr(member(f"bob/{FILE}", stat.S_IFLNK | 0o777), "/etc/passwd")
        made.writestr(member("carol/"), "")
    collected = collect(course, CHAPTER, tmp_path / "in.zip")
    assert collected.students == ["alice"]
    assert collected.refused == {
        f"../../../pwned/{FILE}": "its path leads out of the folder",
        f"/tmp/pwned/{FILE}": "its path leads out of the folder",
        f"C:/pwned/{FILE}": "its path leads out of the folder",
        f"bob/{FILE}": "it is a link to another file",
        "carol/": "the folder is empty",
    }
    assert not list(tmp_path.parent.rglob(f"pwned/{FILE}")) and not Path("/tmp/pwned").exists()


def test_backslashes_are_paths(course: Course, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as made:
        made.writestr(member("alice\\ch01\\" + FILE), "alice")
    assert collect(course, CHAPTER, tmp_path / "in.zip").students == ["alice"]


def test_damaged_and_locked_members_are_listed_and_the_others_taken(course: Course, tmp_path: Path) -> None:
    names = [f"{name}/{FILE}" for name in ("alice", "bob", "carol", "dan")]
    path = archive(tmp_path / "in.zip", {name: name * 50 for name in names})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as made:
        bob = made.getinfo(names[1]).header_offset
    data[bob + 30 + len(names[1]) + 3] ^= 0xFF
    for place in (data.find(names[2].encode()) - 24, data.rfind(names[2].encode()) - 38):
        data[place] |= 1  # this one has a password
    last = data.rfind(names[3].encode()) - 36
    data[last : last + 2] = struct.pack("<H", 99)  # a compression that nobody knows
    path.write_bytes(bytes(data))
    collected = collect(course, CHAPTER, path)
    assert collected.students == ["alice"]
    assert collected.refused == {
        names[1]: "it is damaged",
        names[2]: "it has a password",
        names[3]: "it is packed in a way that is not known here",
    }


def test_an_older_file_counts_where_the_newest_is_damaged(course: Course, tmp_path: Path) -> None:
    names = [f"ada_2026-01-0{day}T00-00-00_{FILE}" for day in (1, 2, 3)]
    path = archive(tmp_path / "in.zip", {name: name for name in names})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as made:
        data[made.getinfo(names[2]).header_offset + 30 + len(names[2]) + 3] ^= 0xFF
    path.write_bytes(bytes(data))
    collected = collect(course, CHAPTER, path)
    assert texts(course) == {"ada": names[1]} and collected.refused == {names[2]: "it is damaged"}
    assert said(collected, "superseded") == {names[0]: f"by {names[1]}"}


def test_zip_bombs_are_stopped_by_their_bytes_and_not_by_what_they_say(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "MAX_BYTES", 100_000)
    bomb, liar = f"bob/{FILE}", f"carol/{FILE}"
    path = archive(
        tmp_path / "in.zip", {f"alice/{FILE}": "alice", bomb: b"0" * 1_000_000, liar: b"0" * 1_000_000}
    )
    data = bytearray(path.read_bytes())
    for place in (data.find(liar.encode()) - 8, data.rfind(liar.encode()) - 22):
        data[place : place + 4] = struct.pack("<I", 10)  # says it has ten bytes
    path.write_bytes(bytes(data))
    collected = collect(course, CHAPTER, path)
    assert texts(course) == {"alice": "alice"}
    assert collected.refused == {bomb: "it is larger than 0 MB", liar: "it is damaged"}


def test_all_files_together_have_a_limit(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "MAX_ALL", 30)
    collected = from_names(course, f"ada_{FILE}", f"bob_{FILE}")
    assert collected.students == ["ada"]
    assert list(collected.refused.values()) == ["all notebooks together are larger than 0 MB"]


def test_zip_files_of_students_are_opened(course: Course, tmp_path: Path) -> None:
    inner = packed({f"my work/{FILE}": "inside", "my work/data.csv": "1", f"__MACOSX/._{FILE}": ""}, tmp_path)
    evil = packed({f"../{FILE}": "out", FILE: "in"}, tmp_path)
    files = {
        "alice/homework.zip": inner,
        canvas("Bo", 2, 5, "homework.ZIP"): inner,
        moodle("Cy", 3, "hw.zip", flat=True): inner,
        "dan.zip": packed({FILE: "dan"}, tmp_path),
        f"eve/{FILE}": "eve",
        "eve/data.zip": packed({"table.csv": "1"}, tmp_path),
        "fay/broken.zip": b"PK\3\4 nothing more",
        "gus/evil.zip": evil,
        "submissions.zip": packed({f"hal/{FILE}": "hal"}, tmp_path),
        "ivy/deep.zip": packed({"deeper.zip": packed({"deepest.zip": inner}, tmp_path)}, tmp_path),
    }
    expected = {
        "alice": "inside",
        "bo_2": "inside",
        "Cy": "inside",
        "dan": "dan",
        "eve": "eve",
        "gus": "in",
        "hal": "hal",
    }
    for number, source in enumerate((folder(tmp_path / "in", files), archive(tmp_path / "in.zip", files))):
        here = make_course(tmp_path / f"course{number}")
        collected = collect(here, CHAPTER, source)
        assert texts(here) == expected
        assert (here.folder("submitted", "alice", CHAPTER) / "data.csv").read_text() == "1"
        assert (here.folder("submitted", "eve", CHAPTER) / "data.zip").is_file(), "no notebook is in there"
        assert collected.refused == {
            "fay/broken.zip": "it cannot be unpacked: it is damaged",
            f"gus/evil.zip/../{FILE}": "its path leads out of the folder",
            "ivy/deep.zip": "'ivy' sent no notebook called ch01_exercises.ipynb",
        }


def test_zip_files_inside_have_limits(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloading, "MAX_INNER_DIRECTORY", 2000)
    monkeypatch.setattr(downloading, "MAX_INNER_ZIP", 5000)
    many = packed({FILE: "x", **{f"{i}": "" for i in range(100)}}, tmp_path)
    large = packed({FILE: os.urandom(10_000)}, tmp_path)
    here = folder(tmp_path / "in", {"alice/a.zip": many[-4900:], "bob/b.zip": large, f"cy/{FILE}": "cy"})
    (here / "alice/a.zip").write_bytes(many)
    monkeypatch.setattr(downloading, "MAX_INNER_ZIP", max(5000, len(many)))
    collected = collect(course, CHAPTER, here)
    assert collected.students == ["cy"]
    assert collected.refused == {
        "alice/a.zip": "it cannot be unpacked: it holds too many files",
        "bob/b.zip": "it cannot be unpacked: it is larger than 0 MB",
    }


def test_no_name_reaches_the_terminal_raw(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    names = [
        f"a\x1b[2J\x07_{FILE}",
        f"b\u202egnp_{FILE}",
        f"c/\x1b]0;x\x07/{FILE}",
        f"=cmd|'x'!A1_{FILE}",
        f"d_{FILE}",
    ]
    if os.name != "nt":
        (course.root / "in").mkdir()
        (course.root / "in" / os.fsdecode(b"e\xff_" + FILE.encode())).write_text("x")
    from_names(course, *names)
    assert main(["--course", str(course.root), "collect", CHAPTER, str(course.root / "in")]) == 1
    printed = capsys.readouterr().out
    assert all(letter.isprintable() or letter == "\n" for letter in printed)
    assert r"a\x1b[2J\x07_ch01" in printed and r"b\u202egnp" in printed and r"e\udcff" in printed
    kept = (course.state / "collected" / f"{CHAPTER}.csv").read_text(encoding="utf-8")
    assert all(letter.isprintable() or letter == "\n" for letter in kept) and "\n2" in kept
    assert {row["file"] for row in table(course)} >= {f"'=cmd|'x'!A1_{FILE}"}


def test_very_long_names_end_nothing(course: Course, tmp_path: Path) -> None:
    names = {
        f"{'x' * 4000}_{FILE}": "1",
        f"y/{'z' * 5000}.csv": "2",
        f"y/{FILE}": "y",
        f"{'w' * 120}/{FILE}": "3",
    }
    collected = collect(course, CHAPTER, archive(tmp_path / "in.zip", names))
    assert texts(course) == {"y": "y"} and len(collected.refused) == 3
    assert collected.refused[f"y/{'z' * 5000}.csv"] == "it cannot be read (File name too long)"
    assert all(len(line) < 300 for line in collected.lines() if str(tmp_path) not in line)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads everything")
def test_unreadable_files_are_listed(course: Course, tmp_path: Path) -> None:
    here = folder(tmp_path / "in", {f"ada_{FILE}": "ada", f"bob_{FILE}": "bob", f"cy/{FILE}": "cy"})
    (here / f"bob_{FILE}").chmod(0)
    (here / "cy").chmod(0)
    try:
        collected = collect(course, CHAPTER, here)
    finally:
        (here / "cy").chmod(0o755)
    assert collected.students == ["ada"] and set(collected.refused) == {f"bob_{FILE}", "cy/"}


def test_a_file_or_folder_that_cannot_be_read_is_listed(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for those who test as root."""
    here = folder(tmp_path / "in", {f"ada_{FILE}": "ada", f"bob_{FILE}": "bob", f"cy/{FILE}": "cy"})
    scandir, opened = os.scandir, downloading._regular

    def refusing(path):
        if not isinstance(path, int) and Path(path).name == "cy":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    def locked(path):
        if path.name.startswith("bob"):
            raise PermissionError(13, "Permission denied")
        return opened(path)

    monkeypatch.setattr(downloading.os, "scandir", refusing)
    monkeypatch.setattr(downloading, "_regular", locked)
    collected = collect(course, CHAPTER, here)
    monkeypatch.undo()
    assert collected.students == ["ada"]
    assert collected.refused == {
        "cy/": "the folder cannot be read (Permission denied)",
        f"bob_{FILE}": "it cannot be read (Permission denied)",
    }


def test_an_empty_folder_of_a_student_is_listed(course: Course, tmp_path: Path) -> None:
    here = folder(tmp_path / "in", {f"ada/{FILE}": "ada"})
    (here / "bob" / "ch01").mkdir(parents=True)
    assert collect(course, CHAPTER, here).refused == {"bob/ch01/": "the folder is empty"}


@pytest.mark.skipif(os.name == "nt", reason="paths are short there")
def test_folders_may_be_deep(course: Course, tmp_path: Path) -> None:
    """Hundreds, one in the other."""
    way = "/".join(["d"] * 300)
    assert from_names(course, f"ada/{way}/{FILE}").students == ["ada"]


# --- beside the notebook ------------------------------------------------------------------------------------


def test_files_beside_the_notebook_come_along(course: Course) -> None:
    beside = [f"ada/work/{name}" for name in ("data.csv", "helper.py", "img/plot.png")]
    not_used = ["ada/work/ch02_exercises.ipynb", "ada/essay.pdf"]
    out = ["ada/work/timestamp.txt", "ada/work/shared/grading/checks.py", "ada/work/.secret"]
    collected = from_names(course, f"ada/work/{FILE}", *beside, *not_used, *out)
    place = course.folder("submitted", "ada", CHAPTER)
    kept = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert kept == {FILE, "timestamp.txt", "data.csv", "helper.py", "img/plot.png"}
    assert collected_at(place) == JANUARY, "a student's own timestamp says nothing"
    assert set(said(collected, "kept beside")) == set(beside)
    assert set(said(collected, "not used")) == set(not_used) and set(collected.refused) == set(out)
    printed = "\n".join(collected.lines())
    assert "ada: ada/work/data.csv, ada/work/helper.py, ada/work/img/plot.png: kept beside" in printed


def test_files_beside_are_bounded(course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "MAX_FILES", 2)
    monkeypatch.setattr(placing, "MAX_BESIDE", 1000)
    names = {f"ada/{FILE}": "ada", "ada/a": "1" * 900, "ada/b": "2" * 200, "ada/c": "3", "ada/d": "4"}
    collected = collect(course, CHAPTER, folder(tmp_path / "in", names))
    assert collected.students == ["ada"]
    assert set(said(collected, "kept beside")) == {"ada/a", "ada/c"}
    assert collected.refused == {
        "ada/b": "there are more than 0 MB beside the notebook",
        "ada/d": "there are more than 2 files beside the notebook",
    }


def test_a_newer_submission_brings_its_own_files_only(course: Course, tmp_path: Path) -> None:
    old = {f"ada/{FILE}": "old", "ada/old.csv": "1"}
    collect(course, CHAPTER, archive(tmp_path / "1.zip", old, time=(2026, 1, 1, 0, 0, 0)))
    new = {f"ada/{FILE}": "new", "ada/new.csv": "2"}
    collect(course, CHAPTER, archive(tmp_path / "2.zip", new, time=(2026, 1, 2, 0, 0, 0)))
    place = course.folder("submitted", "ada", CHAPTER)
    assert sorted(path.name for path in place.iterdir()) == [FILE, "new.csv", "timestamp.txt"]


def test_a_submission_that_cannot_be_placed_leaves_the_one_before(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [
        {f"{who}_202601{day}T000000_{FILE}": f"{who} {day}" for who in ("ada", "bob")} for day in ("01", "02")
    ]
    collect(course, CHAPTER, folder(tmp_path / "1", names[0]))
    replace = os.replace

    def full(source, target):
        if Path(source).name == "new" and "ada" in str(target):
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(placing.os, "replace", full)
    collected = collect(course, CHAPTER, folder(tmp_path / "2", names[1]))
    monkeypatch.undo()
    assert texts(course) == {"ada": "ada 01", "bob": "bob 02"}
    assert list(collected.refused.values()) == ["it cannot be put in place (No space left on device)"]
    assert sorted(path.name for path in (course.state / "submitted" / "ada").iterdir()) == ["ch01"]


# --- the command --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "holds no files"),
        ({"notes.txt": "", "hal_ch02_exercises.ipynb": ""}, "is called STUDENT_ch01_exercises.ipynb or alike"),
    ],
)
def test_nothing_to_collect_takes_one_line(
    course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str], words: str
) -> None:
    here = folder(tmp_path / "in", files)
    assert main(["--course", str(course.root), "collect", CHAPTER, str(here)]) == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.count("\n") == 1 and words in printed.err
    if files:
        assert {row["file"] for row in table(course)} == set(files), "and the table says what was there"


def test_an_archive_that_is_none_takes_one_line(course: Course, tmp_path: Path) -> None:
    (tmp_path / "in.zip").write_bytes(b"not a zip file")
    with pytest.raises(GradingError, match=r"in\.zip cannot be unpacked"):
        collect(course, CHAPTER, tmp_path / "in.zip")


def test_the_exit_code_says_whether_something_was_left_out(course: Course, tmp_path: Path) -> None:
    def code(**files: str) -> int:
        here = folder(tmp_path / str(len(files)), {f"{name}_{FILE}": text for name, text in files.items()})
        return main(["--course", str(course.root), "collect", CHAPTER, str(here)])

    assert code(ada="1") == 0 and code(ada="1", **{"b b": "2"}) == 1


def test_where_submissions_came_from_is_kept(course: Course) -> None:
    names = [
        canvas("Liddell, Alice", 12, 345, FILE, late=True),
        moodle("Jo", 8, FILE),
        moodle("Bo", 9, FILE, flat=True),
    ]
    from_names(course, *names)
    kept = {
        name: (source.system, source.prefix, source.number) for name, source in sources(course, CHAPTER).items()
    }
    assert kept == {
        "liddellalice_12": ("canvas", "liddellalice_LATE_12_345_", "12"),
        "Jo": ("moodle", "Jo_8_assignsubmission_file/", "8"),
        "Bo": ("moodle", "Bo_9_assignsubmission_file_", "9"),
    }
    assert json.loads((course.state / "collected" / "ch01.json").read_text())["Jo"]["handed_in"] == f"{JANUARY}"


# --- tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|'/c calc'!A0", "'+cmd|'/c calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("＝1+1", "'＝1+1"),
        ("-5", "-5"),
        ("+3.5", "+3.5"),
        ("-1e5", "-1e5"),
        ("-", "-"),
        ("O'Neil", "O'Neil"),
        ("a=b", "a=b"),
    ],
)
def test_no_cell_is_a_formula_and_numbers_stay_numbers(cell: str, written: str) -> None:
    assert harmless(cell) == written and harmless(written) == written and meant(written) == cell


def test_long_texts_lose_their_middle() -> None:
    assert spelled_out("abcdefghij", 5) == "ab…ij" and spelled_out("a\nb\x00") == "a\\nb\\x00"
