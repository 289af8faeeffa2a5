"""Due dates, extensions, penalties: no notebook runs for any of them."""

from __future__ import annotations

import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shared.grading.__main__ import main
from shared.grading.autograde import Settings, autograde
from shared.grading.course import Course, GradingError, base_config, nbgrader_config
from shared.grading.gradebook import Result, in_words, open_gradebook, recall
from shared.grading.release import release
from shared.grading.terms import duration, extend, moment, set_due, terms, time_text, zone

import nbformat
import pytest
from grading_course import CHAPTER, make_course
from grading_fake import FakeGrader, hand_in, score_by_hand

TEN_A_DAY = """
from nbgrader.plugins import BasePlugin

c = get_config()

class TenADay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 10 * -(-total_seconds_late // 86_400)

c.AssignLatePenalties.plugin_class = TenADay
"""
DUE = datetime(2026, 1, 30, 10)


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch) -> FakeGrader:
    return FakeGrader(monkeypatch)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ada handed in in time, bob a day and a second later; there is a gradebook, with nothing in it."""
    made = make_course(tmp_path_factory.mktemp("course"))
    release(made, CHAPTER)
    hand_in(made, "ada", "2026-01-30 10:00:00")
    hand_in(made, "bob", "2026-01-31 10:00:01")
    open_gradebook(made).close()  # nbgrader takes a second to make one
    return made.root


@pytest.fixture
def course(tmp_path: Path, template: Path, grader: FakeGrader) -> Course:
    shutil.copytree(template, tmp_path / "course")
    return Course.at(tmp_path / "course")


def settings(course: Course, text: str) -> None:
    (course.root / "nbgrader_config.py").write_text(text, encoding="utf-8")


def graded(course: Course, **options) -> dict[str, Result]:
    return {result.student: result for result in autograde(course, CHAPTER, Settings(workers=1), **options)}


def penalties(course: Course) -> dict[str, float]:
    with open_gradebook(course) as gradebook:
        entries = gradebook.assignment_submissions(CHAPTER)
        return {entry.student.id: entry.late_submission_penalty for entry in entries}


def run(course: Course, *arguments: str) -> int:
    return main(["--course", str(course.root), *arguments])


# --- times in words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "in_zone", "utc"),
    [
        ("2026-12-01T23:59", "UTC", "2026-12-01 23:59:00"),
        ("2026-12-01 23:59:30", "UTC", "2026-12-01 23:59:30"),
        ("2026-12-01T23:59", "Europe/Berlin", "2026-12-01 22:59:00"),
        ("2026-07-01T23:59", "Europe/Berlin", "2026-07-01 21:59:00"),  # summer
        ("2026-12-01T23:59", "+05:30", "2026-12-01 18:29:00"),
        ("2026-12-01T23:59", "-0500", "2026-12-02 04:59:00"),
        ("2026-12-01T23:59Z", "Europe/Berlin", "2026-12-01 23:59:00"),  # the text's own offset counts
        ("2026-12-01T23:59+02:00", "Europe/Berlin", "2026-12-01 21:59:00"),
        ("2026-12-01", "Europe/Berlin", "2026-12-01 22:59:59"),  # the end of the day
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25 01:30:00"),  # twice there: the later one
    ],
)
def test_a_moment_in_words(text: str, in_zone: str, utc: str) -> None:
    assert str(moment(text, zone(in_zone))) == utc


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of the computer cannot be set")
def test_a_time_without_a_zone_is_one_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert str(moment("2026-12-01T23:59")) == "2026-12-02 04:59:00"
        assert time_text(datetime(2026, 12, 2, 4, 59)) == "2026-12-01 23:59 EST (2026-12-02 04:59 UTC)"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tomorrow", "'tomorrow' is no date and time: write 2026-12-01T23:59"),
        ("2026-13-01", "is no date and time"),
        ("0001-01-01T00:00", "is no date and time"),
        ("2026-03-29T02:30", "there is no 2026-03-29T02:30: the clocks leave this hour out"),
    ],
)
def test_what_is_no_moment(text: str, words: str) -> None:
    with pytest.raises(GradingError, match=words):
        moment(text, zone("Europe/Berlin"))


@pytest.mark.parametrize("text", ["Europe/Berlim", "+25:00", "", "../etc/passwd", "12:00"])
def test_what_is_no_zone(text: str) -> None:
    with pytest.raises(GradingError, match="there is no time zone"):
        zone(text)


def test_durations() -> None:
    assert duration("2d") == timedelta(days=2) and duration("1w2d3h4m") == timedelta(9, hours=3, minutes=4)
    assert duration("0d") == timedelta(0)
    wrong = ["", "2", "d", "2d1w", "-2d", "2 d", "99999d", "2026-12-01"]
    assert [duration(text) for text in wrong] == [None] * len(wrong)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 s"), (61, "1 min 1 s"), (7260, "2 h 1 min"), (3601, "1 h"), (90_061, "1 d 1 h"), (86_400, "1 d")],
)
def test_durations_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


# --- due dates and extensions -------------------------------------------------------------------------------


def test_a_due_date_is_set_and_shown(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(course, "due", CHAPTER) == 0
    assert run(course, "due", CHAPTER, "2026-12-01T23:59", "--timezone", "Europe/Berlin") == 0
    assert run(course, "due", CHAPTER, "--timezone", "UTC") == 0
    assert capsys.readouterr().out.splitlines() == [
        "ch01 has no due date",
        "ch01 is due 2026-12-01 23:59 CET (2026-12-01 22:59 UTC)",
        "ch01 is due 2026-12-01 22:59 UTC",
    ]
    with open_gradebook(course) as gradebook:
        assert gradebook.find_assignment(CHAPTER).duedate == datetime(2026, 12, 1, 22, 59)
    assert run(course, "due", CHAPTER, "none") == 0
    assert capsys.readouterr().out == "ch01 has no due date\n"


def test_an_extension_is_nbgraders_own(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    set_due(course, CHAPTER, DUE)
    assert run(course, "extend", CHAPTER, "--student", "bob", "2d", "--timezone", "UTC") == 0
    assert run(course, "extend", CHAPTER, "--student", "ada", "2026-02-03T10:00Z", "--timezone", "UTC") == 0
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "ch01 is due 2026-01-30 10:00 UTC",
        "ada has until 2026-02-03 10:00 UTC, 4 d more",
        "bob has until 2026-02-01 10:00 UTC, 2 d more",
    ]
    with open_gradebook(course) as gradebook:
        assert gradebook.find_submission(CHAPTER, "bob").extension == timedelta(days=2)
    extend(course, CHAPTER, ["bob"], timedelta(0))
    assert terms(course, CHAPTER).extensions == {"ada": timedelta(days=4)}


def test_an_extension_before_anything_is_handed_in_survives_grading(course: Course) -> None:
    """nbgrader refuses to make an assignment that has submissions, and grades none without cells."""
    settings(course, TEN_A_DAY)
    set_due(course, CHAPTER, DUE)
    extend(course, CHAPTER, ["bob", "eve"], timedelta(days=2))
    assert {name: result.penalty for name, result in graded(course).items()} == {"ada": 0, "bob": 0}
    assert terms(course, CHAPTER).extensions.keys() == {"bob", "eve"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--student", "ada", "2026-01-30T10:00Z"], "is not after the due date"),
        (["--student", "ada", "soon"], "'soon' is no date and time"),
        (["--student", "a b", "2d"], "'a b' is no student's name"),
        (["--student", "eve", "2d"], "there is no eve in "),
    ],
)
def test_extensions_that_cannot_be(
    course: Course, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_due(course, CHAPTER, DUE)
    (course.state / "roster.csv").write_text("student_id,name\nada,Ada\nbob,Bob\n", encoding="utf-8")
    assert run(course, "extend", CHAPTER, *arguments) == 2
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1


def test_without_a_due_date_there_is_no_extension(course: Course) -> None:
    with pytest.raises(GradingError, match="has no due date to extend"):
        extend(course, CHAPTER, ["ada"], timedelta(days=1))
    set_due(course, CHAPTER, DUE)
    extend(course, CHAPTER, ["ada"], timedelta(days=1))
    with pytest.raises(GradingError, match="ada have an extension of it"):
        set_due(course, CHAPTER, None)  # nbgrader cannot grade whom it leaves with an extension of nothing


# --- penalties ----------------------------------------------------------------------------------------------


def test_a_plugin_in_the_course_s_settings_decides(course: Course) -> None:
    settings(course, TEN_A_DAY)
    set_due(course, CHAPTER, DUE)
    results = graded(course)
    assert penalties(course) == {"ada": 0, "bob": 20}
    bob = results["bob"]
    assert (bob.score, bob.penalty, bob.final, bob.late_seconds) == (100, 20, 80, 86_401)
    assert bob.handed_in == "2026-01-31 10:00:01"
    assert bob.line() == "bob: 80 of 100; handed in 1 d late, which costs 20 of 100 points"
    assert results["ada"].line() == "ada: 100 of 100"
    assert recall(course, CHAPTER)["bob"] == bob


def test_lateness_is_told_also_where_it_costs_nothing(course: Course) -> None:
    set_due(course, CHAPTER, DUE)
    assert graded(course)["bob"].line() == "bob: 100 of 100; handed in 1 d late"


def test_nbgraders_own_method_can_be_chosen(course: Course) -> None:
    settings(course, "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'")
    set_due(course, CHAPTER, DUE)
    assert graded(course)["bob"].final == 0


def test_a_plugin_may_lie_beside_the_settings(course: Course) -> None:
    body = TEN_A_DAY.replace("c = get_config()", "").rpartition("c.Assign")[0]
    (course.root / "late_days_of_this_test.py").write_text(body, encoding="utf-8")
    settings(course, "c = get_config()\nc.AssignLatePenalties.plugin_class = 'late_days_of_this_test.TenADay'")
    set_due(course, CHAPTER, DUE)
    assert graded(course)["bob"].penalty == 20


def test_penalties_follow_without_another_run(course: Course, grader: FakeGrader) -> None:
    settings(course, TEN_A_DAY)
    graded(course)
    assert penalties(course) == {"ada": 0, "bob": 0}
    assert set_due(course, CHAPTER, DUE) == ["bob: a penalty of 20 points instead of 0"]
    assert set_due(course, CHAPTER, DUE - timedelta(hours=1)) == ["ada: a penalty of 10 points instead of 0"], (
        "ada is late now, and bob's second day has not ended"
    )
    assert extend(course, CHAPTER, ["bob"], timedelta(days=1)) == ["bob: a penalty of 10 points instead of 20"]
    kept = recall(course, CHAPTER)
    assert {name: (result.penalty, result.late_seconds) for name, result in kept.items()} == {
        "ada": (10, 3600),
        "bob": (10, 3601),
    }
    assert grader.graded == ["ada", "bob"]


def test_a_new_time_of_hand_in_counts_without_another_run(course: Course, grader: FakeGrader) -> None:
    settings(course, TEN_A_DAY)
    set_due(course, CHAPTER, DUE)
    graded(course)
    hand_in(course, "bob", "2026-01-29 10:00:00")
    assert graded(course) == {} and penalties(course)["bob"] == 0
    assert grader.graded == ["ada", "bob"]


def test_a_penalty_follows_a_score_that_is_set_by_hand(course: Course) -> None:
    settings(course, "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'")
    set_due(course, CHAPTER, DUE)
    graded(course)
    score_by_hand(course, "bob", test_mean=10)
    set_due(course, CHAPTER, DUE)
    assert penalties(course)["bob"] == 70
    assert (recall(course, CHAPTER)["bob"].score, recall(course, CHAPTER)["bob"].final) == (70, 0)


def test_who_is_not_graded_has_no_penalty(course: Course, grader: FakeGrader) -> None:
    settings(course, TEN_A_DAY)
    set_due(course, CHAPTER, DUE)
    grader.failing["bob"] = "it broke"
    result = graded(course)["bob"]
    assert (result.final, result.penalty, penalties(course)["bob"]) == (None, 0, 0)
    assert result.line() == "bob: NOT GRADED: it broke; handed in 1 d late"


@pytest.mark.parametrize("value", [-5, 500])
def test_a_penalty_is_from_nothing_to_everything(course: Course, value: int) -> None:
    settings(course, TEN_A_DAY.replace("10 * -(-total_seconds_late // 86_400)", str(value)))
    set_due(course, CHAPTER, DUE)
    assert graded(course)["bob"].penalty == min(max(value, 0), 100)


# --- settings -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("c = get_config()\nc.Late = 1 / 0", "nbgrader_config.py, line 2: ZeroDivisionError: division by zero"),
        ("def f(:\n", "nbgrader_config.py, line 1: SyntaxError"),
        ("raise SystemExit('no')", "nbgrader_config.py, line 1: SystemExit: no"),
        (
            "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'half'",
            "the plugin for late submissions cannot be used: TraitError",
        ),
        (
            "c = get_config()\nc.AssignLatePenalties.plugin_class = 'nowhere.Late'",
            "the plugin for late submissions cannot be used",
        ),
        (
            TEN_A_DAY.replace("return", "raise ValueError('oh')\n        return"),
            "fails for bob: ValueError: oh",
        ),
    ],
)
def test_a_mistake_in_the_settings_takes_one_line(
    course: Course, text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    graded(course)
    capsys.readouterr()
    settings(course, text)
    assert run(course, "due", CHAPTER, "2026-01-30T10:00Z") == 2
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1


def test_a_mistake_in_the_settings_is_found_before_the_grading(course: Course, grader: FakeGrader) -> None:
    settings(course, "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'half'")
    with pytest.raises(GradingError, match="cannot be used"):
        graded(course)
    assert grader.graded == []


def test_the_course_s_settings_are_over_ours_but_not_over_the_command_line(course: Course) -> None:
    settings(
        course,
        "c = get_config()\nc.Execute.iopub_timeout = 3\nc.CourseDirectory.root = '/elsewhere'\n"
        "c.Execute.timeout_func = None\nc.Validator.width = 20",
    )
    c = nbgrader_config(course, 7)
    assert (c.Execute.iopub_timeout, c.Validator.width) == (3, 20)
    assert c.CourseDirectory.root == str(course.state)
    assert c.Execute.timeout_func(nbformat.v4.new_code_cell("1")) == 7
    assert "width" not in base_config(course).Validator


def test_a_file_of_settings_that_asks_for_all_settings_gets_the_base(course: Course) -> None:
    """As earlier versions of the file did."""
    settings(
        course,
        "from pathlib import Path\nfrom shared.grading.course import Course, nbgrader_config\n"
        "c = get_config()\nc.merge(nbgrader_config(Course.at(Path(__file__).parent)))\nc.Validator.width = 20",
    )
    assert nbgrader_config(course).Validator.width == 20


def test_shown_names_the_zone() -> None:
    when = datetime(2026, 7, 1, 21, 59)
    assert time_text(when, zone("Europe/Berlin")) == "2026-07-01 23:59 CEST (2026-07-01 21:59 UTC)"
    assert time_text(when, zone("+05:30")) == "2026-07-02 03:29 +0530 (2026-07-01 21:59 UTC)"
    assert time_text(when, UTC) == "2026-07-01 21:59 UTC"
