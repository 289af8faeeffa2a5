"""Who is graded again, what humans entered, and what the tables say; no notebook runs for any of it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from shared.grading.__main__ import main
from shared.grading.autograde import Settings, autograde
from shared.grading.cells import digest_of_tests
from shared.grading.course import Course, GradingError
from shared.grading.export import export
from shared.grading.gradebook import (
    Result,
    counts,
    find,
    grades_of,
    open_gradebook,
    quietly,
    recall,
    remember,
)
from shared.grading.manual import clear_manual
from shared.grading.notebooks import grade_id
from shared.grading.release import release

import nbformat
import pytest
from grading_course import CHAPTER, POINTS, make_course, managed, source_notebook
from grading_fake import FakeGrader, hand_in, score_by_hand
from nbgrader.api import Grade, SubmittedAssignment, SubmittedNotebook

WRONG = "def mean(values):\n    return 0"


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch) -> FakeGrader:
    return FakeGrader(monkeypatch)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two submissions, and a gradebook with nothing in it."""
    made = make_course(tmp_path_factory.mktemp("course"))
    release(made, CHAPTER)
    hand_in(made, "ada")
    hand_in(made, "bob", mean=WRONG)
    open_gradebook(made).close()  # nbgrader takes a second to make one
    return made.root


@pytest.fixture
def course(tmp_path: Path, template: Path) -> Course:
    shutil.copytree(template, tmp_path / "course")
    return Course.at(tmp_path / "course")


def grade(course: Course, **options) -> dict[str, Result]:
    return {result.student: result for result in autograde(course, CHAPTER, Settings(workers=1), **options)}


def change_source(course: Course, change: Callable[[nbformat.NotebookNode], object]) -> None:
    source = source_notebook()
    change(source)
    nbformat.write(source, course.solutions(CHAPTER))


def cell(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    return next(cell for cell in notebook.cells if grade_id(cell) == name)


def worth(name: str, points: float) -> Callable[[nbformat.NotebookNode], object]:
    return lambda source: cell(source, name).metadata["nbgrader"].update(points=points)


def rename(old: str, new: str) -> Callable[[nbformat.NotebookNode], object]:
    return lambda source: cell(source, old).metadata["nbgrader"].update(grade_id=new)


def remove(name: str) -> Callable[[nbformat.NotebookNode], object]:
    return lambda source: source.cells.remove(cell(source, name))


def add(source: nbformat.NotebookNode) -> None:
    """A second test of the mean."""
    test = 'expect_equal(mean([4]), 4, "alone")\n_done = True'
    here = source.cells.index(cell(source, "test_mean")) + 1
    source.cells.insert(here, managed(test, "test_mean_2", grade=True, locked=True, points=5))


def run(course: Course, *arguments: str) -> int:
    return main(["--course", str(course.root), *arguments])


def table(course: Course, file: str = "grades.csv") -> dict[str, dict[str, str]]:
    export(course, course.state / "grades.csv")
    with open(course.state / file, newline="", encoding="utf-8") as lines:
        return {row["student_id"]: row for row in csv.DictReader(lines)}


def status(course: Course) -> dict[str, str]:
    return {student: row["status"] for student, row in table(course).items()}


def comment(course: Course, student: str, name: str, text: str | None) -> None:
    with open_gradebook(course) as gradebook, quietly():
        gradebook.find_comment(name, f"{CHAPTER}_exercises", CHAPTER, student).manual_comment = text
        gradebook.db.commit()


def entered(course: Course, student: str) -> dict[str, float | None]:
    """What the gradebook has for each test: what a human gave, else what the tests gave."""
    with open_gradebook(course) as gradebook:
        grades = grades_of(gradebook.find_submission(CHAPTER, student))
        return {g.name: g.auto_score if g.manual_score is None else g.manual_score for g in grades}


# --- who is graded again ------------------------------------------------------------------------------------


def test_only_what_is_new_or_changed_is_graded_again(course: Course, grader: FakeGrader) -> None:
    assert grade(course)["bob"].score == 60
    said: list[str] = []
    assert grade(course, say=said.append) == {}
    assert said == ["2 submissions were graded before, and nothing changed: --all grades them again"]
    hand_in(course, "bob")
    hand_in(course, "cyd")
    assert {name: result.score for name, result in grade(course).items()} == {"bob": 100, "cyd": 100}
    assert grader.graded == ["ada", "bob", "bob", "cyd"]


def test_a_new_file_beside_a_notebook_is_a_change(course: Course, grader: FakeGrader) -> None:
    grade(course)
    (course.folder("submitted", "ada", CHAPTER) / "data.csv").write_text("1", encoding="utf-8")
    assert set(grade(course)) == {"ada"}


def test_everybody_or_a_named_student_is_graded_on_demand(course: Course, grader: FakeGrader) -> None:
    grade(course)
    assert set(grade(course, students=["ada"])) == {"ada"}
    assert set(grade(course, everybody=True)) == {"ada", "bob"}


def test_who_was_not_graded_is_graded_again(course: Course, grader: FakeGrader) -> None:
    grader.failing["ada"] = "it broke"
    assert grade(course)["ada"].reason == "it broke"
    grader.failing.clear()
    assert {name: result.score for name, result in grade(course).items()} == {"ada": 100}


def test_a_gradebook_that_is_gone_has_no_scores(course: Course, grader: FakeGrader) -> None:
    grade(course)
    (course.state / "gradebook.db").unlink()
    assert set(grade(course)) == {"ada", "bob"}


def test_results_of_an_earlier_version_count_as_unknown(course: Course, grader: FakeGrader) -> None:
    results = grade(course)
    old = [Result(name, result.score, result.points) for name, result in results.items()]
    remember(course, CHAPTER, old)
    assert status(course) == {"ada": "graded", "bob": "graded"}
    assert set(grade(course)) == {"ada", "bob"}


def test_the_command_says_how_many_were_left(
    course: Course, grader: FakeGrader, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(course, "autograde", CHAPTER) == 0
    hand_in(course, "bob")
    capsys.readouterr()
    assert run(course, "autograde", CHAPTER) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 submissions were graded before, and nothing changed: --all grades them again",
        "bob: 100 of 100",
        "1 of 1 submissions graded",
    ]
    assert run(course, "autograde", CHAPTER) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "nothing new to grade"
    assert run(course, "autograde", CHAPTER, "--all") == 0
    assert "2 of 2 submissions graded" in capsys.readouterr().out


def test_an_interrupted_grading_is_told_and_made_good(course: Course, grader: FakeGrader) -> None:
    grader.interrupt_after = "ada"
    with pytest.raises(KeyboardInterrupt):
        grade(course)
    assert status(course) == {
        "ada": "graded, stale: grading was interrupted",
        "bob": "not graded: grading was interrupted",
    }
    grader.interrupt_after = None
    assert set(grade(course)) == {"ada", "bob"}
    assert set(status(course).values()) == {"graded"}


# --- other tests --------------------------------------------------------------------------------------------


def test_the_digest_of_the_tests_is_one_of_what_decides_scores() -> None:
    def digest(change: Callable[[nbformat.NotebookNode], object] = lambda source: None) -> str:
        source = source_notebook()
        change(source)
        return digest_of_tests(source)

    def edit(name: str, old: str, new: str) -> Callable[[nbformat.NotebookNode], object]:
        def change(source: nbformat.NotebookNode) -> None:
            assert old in cell(source, name).source
            cell(source, name).source = cell(source, name).source.replace(old, new)

        return change

    def prose(source: nbformat.NotebookNode) -> None:
        source.cells[0].source = "# Other words"

    same = [prose, edit("mean", "sum(values) / len(values)", "statistics.mean(values)")]
    other = [
        worth("test_mean", 41),
        edit("test_mean", "1.5", "1.50001"),  # in a hidden part
        edit("test_mean", "3.0", "3.1"),
        edit("setup", "import warnings", "import math, warnings"),
        rename("mean", "average"),
        remove("test_reverse_2"),
        add,
    ]
    assert {digest(change) for change in same} == {digest()}
    assert len({digest(change) for change in other} | {digest()}) == len(other) + 1


def test_other_points_make_scores_stale_until_they_are_graded_again(course: Course, grader: FakeGrader) -> None:
    grade(course)
    change_source(course, worth("test_mean", 50))
    assert status(course) == dict.fromkeys(["ada", "bob"], "graded, stale: the tests changed since")
    assert grade(course, students=["ada"])["ada"].score == 110
    assert status(course) == {"ada": "graded", "bob": "graded, stale: the tests changed since"}
    assert set(grade(course)) == {"bob"}
    assert status(course) == {"ada": "graded", "bob": "graded"}


def test_a_changed_submission_makes_its_score_stale(course: Course, grader: FakeGrader) -> None:
    grade(course)
    hand_in(course, "bob")
    assert status(course) == {"ada": "graded", "bob": "graded, stale: the submission changed since"}
    assert export(course, course.state / "g.csv") == ["ch01, bob: graded, stale: the submission changed since"]
    change_source(course, worth("test_mean", 50))
    assert status(course)["bob"] == "graded, stale: the tests and the submission changed since"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (add, "added: test_mean_2"),
        (remove("test_reverse_2"), "removed: test_reverse_2"),
        (rename("test_count", "test_counts"), "renamed: test_count is now test_counts"),
        (rename("mean", "average"), "renamed: mean is now average"),
    ],
)
def test_other_cells_need_a_word(
    course: Course,
    grader: FakeGrader,
    change: Callable[[nbformat.NotebookNode], object],
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    grade(course)
    score_by_hand(course, "ada", test_mean=33)
    comment(course, "ada", "reverse", "well done")
    before = entered(course, "ada")
    capsys.readouterr()
    change_source(course, change)
    assert run(course, "autograde", CHAPTER) == 2
    said = capsys.readouterr().err
    assert words in said and "--tests-changed" in said and said.count("\n") == 1
    assert entered(course, "ada") == before, "what is refused changes nothing"
    assert run(course, "autograde", CHAPTER, "--tests-changed") == 0
    said = capsys.readouterr().out
    assert f"the gradebook follows the source: {words}\n" in said and "2 of 2 submissions graded" in said
    now = entered(course, "ada")
    assert now["test_mean"] == 33 and None not in now.values()
    cells = [cell for cell in nbformat.read(course.solutions(CHAPTER), 4).cells if grade_id(cell)]
    points = {grade_id(cell): cell.metadata.nbgrader.get("points") for cell in cells}
    assert now == {**{name: points[name] for name in now}, "test_mean": 33}
    assert now.keys() == {name for name in points if name.startswith("test_")}
    with open_gradebook(course) as gradebook:
        comments = [entry for book in find(gradebook, CHAPTER, "ada").notebooks for entry in book.comments]
        assert [entry.name for entry in comments if entry.manual_comment == "well done"] == ["reverse"]
    assert status(course) == {"ada": "graded", "bob": "graded"}
    assert grade(course) == {}


def test_what_a_human_gave_to_a_cell_follows_its_new_name(course: Course, grader: FakeGrader) -> None:
    grade(course)
    score_by_hand(course, "bob", test_mean=11)
    comment(course, "bob", "mean", "nearly")

    def other_names(source: nbformat.NotebookNode) -> None:
        rename("test_mean", "test_average")(source)
        rename("mean", "average")(source)

    change_source(course, other_names)
    grade(course, tests_changed=True)
    assert entered(course, "bob")["test_average"] == 11
    with open_gradebook(course) as gradebook:
        found = gradebook.find_comment("average", f"{CHAPTER}_exercises", CHAPTER, "bob")
        assert found.manual_comment == "nearly"


def test_what_a_human_gave_to_a_removed_cell_is_counted(course: Course, grader: FakeGrader) -> None:
    grade(course)
    score_by_hand(course, "bob", test_mean=11)
    change_source(course, remove("test_mean"))
    with pytest.raises(GradingError, match="removed: test_mean; with them 1 scores and comments entered"):
        grade(course)
    grade(course, tests_changed=True)
    assert recall(course, CHAPTER)["bob"].points == 60


def test_before_anybody_is_graded_cells_may_change(course: Course, grader: FakeGrader) -> None:
    """Also where the gradebook has submissions already, because of an extension."""
    assert run(course, "due", CHAPTER, "2026-01-30T10:00Z") == 0
    assert run(course, "extend", CHAPTER, "--student", "ada", "2d") == 0
    change_source(course, add)
    assert grade(course)["ada"].score == 105


def test_other_tests_are_for_everybody(course: Course, grader: FakeGrader) -> None:
    with pytest.raises(GradingError, match="other tests concern everybody"):
        grade(course, students=["ada"], tests_changed=True)


# --- what a human entered -----------------------------------------------------------------------------------


def test_what_was_entered_by_hand_is_cleared_with_a_word(
    course: Course, grader: FakeGrader, capsys: pytest.CaptureFixture[str]
) -> None:
    grade(course)
    score_by_hand(course, "ada", test_mean=1, test_count=2)
    score_by_hand(course, "bob", test_mean=39)
    comment(course, "bob", "mean", "nearly")
    assert grade(course, everybody=True)["ada"].score == 33, "it stands"
    capsys.readouterr()
    assert run(course, "clear-manual", CHAPTER, "--student", "ada", "--cell", "test_mean") == 0
    assert capsys.readouterr().out == "ada, test_mean: 1 by hand, now 40\n"
    assert table(course)["ada"]["raw_score"] == "72.0" and recall(course, CHAPTER)["ada"].score == 72
    assert run(course, "clear-manual", CHAPTER) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ada, test_count: 2 by hand, now 30",
        "bob, mean: the comment 'nearly'",
        "bob, test_mean: 39 by hand, now 0",
    ]
    assert {name: row["raw_score"] for name, row in table(course).items()} == {"ada": "100.0", "bob": "60.0"}
    assert run(course, "clear-manual", CHAPTER) == 0
    assert capsys.readouterr().out == "nothing was entered by hand\n"


def test_points_on_top_are_cleared_too(course: Course, grader: FakeGrader) -> None:
    grade(course)
    with open_gradebook(course) as gradebook:
        gradebook.find_grade("test_mean", f"{CHAPTER}_exercises", CHAPTER, "ada").extra_credit = 5
        gradebook.db.commit()
    assert table(course)["ada"]["raw_score"] == "105.0"
    assert clear_manual(course, CHAPTER) == ["ada, test_mean: 5 extra, now 40"]
    assert table(course)["ada"]["raw_score"] == "100.0"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--student", "eve"], "there is no submission by eve in the gradebook"),
        (["--cell", "test_x"], "there is no graded cell test_x in the gradebook"),
    ],
)
def test_nothing_is_cleared_by_mistake(
    course: Course, grader: FakeGrader, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    grade(course)
    score_by_hand(course, "ada", test_mean=1)
    capsys.readouterr()
    assert run(course, "clear-manual", CHAPTER, *arguments) == 2
    assert capsys.readouterr().err == f"clear-manual: {words}\n"
    assert entered(course, "ada")["test_mean"] == 1


def test_who_is_not_graded_stays_so_until_a_human_scores_everything(course: Course, grader: FakeGrader) -> None:
    grader.failing["ada"] = "it broke"
    grade(course)
    score_by_hand(course, "ada", test_mean=40)
    assert status(course)["ada"] == "not graded: it broke"
    with open_gradebook(course) as gradebook, quietly():  # nbgrader's own command ran over it
        for entry in grades_of(find(gradebook, CHAPTER, "ada")):
            entry.auto_score = 1.0
        gradebook.db.commit()
    row = table(course)["ada"]
    assert (row["status"], row["score"], row["raw_score"]) == ("not graded: it broke", "", "")
    score_by_hand(course, "ada", **dict.fromkeys(POINTS, 7.0))
    row = table(course)["ada"]
    assert (row["status"], row["score"]) == ("graded by hand", "28.0")
    assert row["notes"] == "4 scores set by hand"
    assert set(grade(course)) == set(), "a human's work is not done again"
    hand_in(course, "ada", mean="# new")
    assert status(course)["ada"] == "graded, stale: the submission changed since"


# --- tables -------------------------------------------------------------------------------------------------


def test_everybody_who_is_known_has_a_row(course: Course, grader: FakeGrader) -> None:
    hand_in(course, "a name")
    (course.state / "roster.csv").write_text("student_id;mail\nada;a@x\neve;e@x\n", encoding="utf-8")
    grade(course)
    hand_in(course, "late")
    assert status(course) == {
        "a name": "not graded: a folder of this name cannot be graded (letters, digits and . @ _ - only)",
        "ada": "graded",
        "bob": "graded",
        "eve": "nothing submitted",
        "late": "not graded: run autograde",
    }
    row = table(course)["eve"]
    assert (row["score"], row["max_score"]) == ("0.0", "100.0")
    assert len(export(course, course.state / "grades.csv")) == 2


def test_an_extension_alone_is_no_submission(course: Course, grader: FakeGrader) -> None:
    run(course, "due", CHAPTER, "2026-01-30T10:00Z")
    run(course, "extend", CHAPTER, "--student", "eve", "2d")
    grade(course)
    assert status(course)["eve"] == "nothing submitted"


def test_a_roster_without_names_is_one_line(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    (course.state / "roster.csv").write_text("who\nada\n", encoding="utf-8")
    assert run(course, "export") == 2
    assert capsys.readouterr().err.endswith("roster.csv has no column student_id\n")


def test_the_columns_of_the_table(course: Course, grader: FakeGrader) -> None:
    hand_in(course, "bob", mean="def mean(values):\n    import sys; sys.modules")
    grade(course)
    score_by_hand(course, "bob", test_count=10)
    rows = table(course)
    assert list(rows["ada"]) == [
        *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
        *("raw_score", "late_submission_penalty", "score", "max_score", "status", "seconds", "notes"),
    ]
    assert rows["ada"] == {
        **dict.fromkeys(rows["ada"], ""),
        "assignment": "ch01",
        "timestamp": "2026-01-31 10:00:00",
        "student_id": "ada",
        "raw_score": "100.0",
        "late_submission_penalty": "0.0",
        "score": "100.0",
        "max_score": "100.0",
        "status": "graded",
        "seconds": "1.5",
    }
    assert "sys.modules" in rows["bob"]["notes"] and rows["bob"]["notes"].endswith("; 1 scores set by hand")


def test_exercises_have_columns_in_a_table_of_their_own(course: Course, grader: FakeGrader) -> None:
    grader.failing["ada"] = "it broke"
    grade(course)
    score_by_hand(course, "bob", test_mean=35.5, test_reverse_2=0)
    rows = table(course, "exercises.csv")
    titles = {"Exercise 1.1: mean": "35.5", "Exercise 1.2: reverse": "20.0", "Exercise 1.3: count": "30.0"}
    kept = {
        "assignment": "ch01",
        "student_id": "bob",
        "status": "graded",
        "score": "85.5",
        "max_score": "100.0",
    }
    assert rows["bob"] == {**kept, **titles}
    assert [rows["ada"][title] for title in titles] == ["", "", ""] and rows["ada"]["score"] == ""


def test_no_cell_is_a_formula(course: Course, grader: FakeGrader) -> None:
    with open_gradebook(course) as gradebook:
        gradebook.update_or_create_student(
            "@sum", last_name='=HYPERLINK("http://x")', first_name="-5", email="+1+1"
        )
    grade(course)
    remember(course, CHAPTER, [Result("bob", reason="no", notes=["two\nlines", '=1+1, "quoted"'])])
    rows = table(course)
    row = rows["'@sum"]
    assert (row["last_name"], row["first_name"], row["email"]) == ('\'=HYPERLINK("http://x")', "-5", "'+1+1")
    assert rows["bob"]["notes"] == 'two lines; =1+1, "quoted"', "in the middle it is harmless"


def test_the_table_is_the_old_one_or_the_new_one(course: Course, grader: FakeGrader) -> None:
    grade(course)
    target = course.state / "grades.csv"
    export(course, target)
    before = target.read_bytes()
    with course.locked(), pytest.raises(GradingError, match="another command is at work"):
        export(course, target)
    (course.root / "nbgrader_config.py").write_text("c = get_config()\n1 / 0", encoding="utf-8")
    with pytest.raises(GradingError, match="ZeroDivisionError"):
        export(course, target)
    assert target.read_bytes() == before
    assert not list(course.state.glob(".*.tmp*"))


def test_what_counts() -> None:
    """The rule on its own."""

    def submission(*scores: tuple[float | None, float | None]) -> SubmittedAssignment:
        grades = [Grade(auto_score=auto, manual_score=manual) for auto, manual in scores]
        return SubmittedAssignment(notebooks=[SubmittedNotebook(grades=grades)])

    automatic, by_hand = submission((1, None), (2, None)), submission((None, 1), (1, 2))
    half, empty = submission((1, None), (None, None)), submission()
    failed, cut_off = Result("ada", reason="no"), Result("ada", reason="no", interrupted=True)
    assert [counts(entry, None) for entry in (automatic, by_hand, half, empty)] == [True, True, False, False]
    assert [counts(entry, failed) for entry in (automatic, by_hand, half)] == [False, True, False]
    assert [counts(entry, cut_off) for entry in (automatic, by_hand, half)] == [True, True, False]
