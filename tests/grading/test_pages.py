"""What every student's page says, what it does not, and that no notebook keeps the pages of others waiting."""

from __future__ import annotations

import copy
import os
import re
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

from shared.grading import pages
from shared.grading.__main__ import main
from shared.grading.course import Course, GradingError, nbgrader_config
from shared.grading.deadlines import in_time
from shared.grading.gradebook import Result, find, grades_of, open_gradebook, recall, remember
from shared.grading.messages import A_HIDDEN_TEST, Hidden, grouped, in_two_parts, sentences
from shared.grading.notebooks import grade_id
from shared.grading.pages import TABLE_ONLY, feedback, write_pages
from shared.grading.release import released
from shared.grading.rendering import LEFT_OUT, MAX_OUTPUT, MAX_PAGE, TOO_LARGE
from shared.grading.sanitize import literal
from shared.grading.terms import set_due

import nbformat
import pytest
from grading_course import CHAPTER, RIGHT, make_course, source_notebook
from grading_faked import autograded, enter
from nbformat import NotebookNode

CSP = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    return released(source_notebook(), nbgrader_config(make_course(tmp_path_factory.mktemp("released"))))


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


def ran() -> NotebookNode:
    """The whole notebook as nbgrader leaves it, with right answers and the hidden tests in place."""
    notebook = source_notebook()
    for cell in notebook.cells:
        cell.source = RIGHT.get(grade_id(cell), cell.source)
    return notebook


def with_outputs(name: str, *outputs: dict) -> NotebookNode:
    notebook = ran()
    cell = next(cell for cell in notebook.cells if grade_id(cell) == name)
    cell.outputs = [nbformat.from_dict(output) for output in outputs]
    return notebook


def stream(text: str) -> dict:
    return {"output_type": "stream", "name": "stdout", "text": text}


def error(text: str) -> dict:
    return {"output_type": "error", "ename": "CheckFailed", "evalue": text, "traceback": [text]}


def page_of(course: Course, student: str = "ada", **options) -> str:
    written = feedback(course, CHAPTER, **options)
    assert (path := course.folder("feedback", student, CHAPTER) / "ch01_exercises.html") in written
    return path.read_text(encoding="utf-8")


def body_of(page: str) -> str:
    return page[page.index("<body>") :]


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", body_of(page)).split())


def by_hand(course: Course, student: str, **scores: float) -> None:
    with open_gradebook(course) as gradebook:
        for grade in grades_of(find(gradebook, CHAPTER, student)):
            grade.manual_score = scores.get(grade.name, grade.manual_score)
        gradebook.db.commit()


# --- what a page says ---------------------------------------------------------------------------------------


def test_a_page_says_first_what_was_found_and_what_became_of_each_exercise(course: Course) -> None:
    message = "divide without rounding got 1, expected 1.5"
    slow = "ran longer than 60 s: is there an endless loop?"
    enter(course, CHAPTER, {"ada": ran()}, {"ada": {"mean": message, "count": slow}})
    (result,) = recall(course, CHAPTER).values()
    result.notes = ["test_mean was changed; the original is used", "mentions gc: worth a look by hand"]
    remember(course, CHAPTER, [result])
    said = text_of(page_of(course))
    assert said.startswith("ada ch01: 30 of 100 points What was found in your notebook test_mean was changed;")
    assert said.index("the original is used") < said.index("Exercise Points What to look at first")
    assert "Exercise 1.1: mean 0&nbsp;of&nbsp;40 divide without rounding: got 1, expected 1.5" in said
    assert "Exercise 1.2: reverse 30&nbsp;of&nbsp;30 Exercise 1.3" in said
    assert f"Exercise 1.3: count 0&nbsp;of&nbsp;30 {slow}" in said
    assert "worth a look" not in said
    assert said.index("Your notebook as it ran") > said.index("Exercise 1.3: count 0")


def test_a_page_shows_the_notebook(course: Course) -> None:
    notebook = ran()
    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
    extra = nbformat.v4.new_code_cell("x = 1")
    extra.outputs = [nbformat.from_dict(stream("\x1b[31mred\x1b[0m <b>"))]
    extra.outputs.append(nbformat.v4.new_output("display_data", {"image/png": png, "text/plain": "<Figure>"}))
    typed = nbformat.v4.new_markdown_cell(literal("my *text* $x$"))
    formula = nbformat.v4.new_markdown_cell("not ours: **bold** $y$")
    notebook.cells += [extra, typed, formula]
    enter(course, CHAPTER, {"ada": notebook})
    page = page_of(course)
    for part in (
        "<h2>Exercise 1.1: mean</h2>",
        '<span class="ansi-red-fg">red</span> &lt;b&gt;',
        f'src="data:image/png;base64,{png}"',
        '<pre class="code">my *text* $x$</pre>',
        '<pre class="code">not ours: **bold** $y$</pre>',
        '<span class="nf">mean</span>',
        "Test test_mean: 40 of 40 points",
        "A cell that you added",
    ):
        assert part in page, part
    assert "&lt;Figure" not in page


def test_formulas_of_ours_are_shown_as_they_are_written(course: Course) -> None:
    source = source_notebook()
    source.cells[2].source += "\n\nAn angle $a < b$ and\n\n$$c_i = \\alpha$$\n\n![a plot](plot.png)"
    nbformat.write(source, course.solutions(CHAPTER))
    enter(course, CHAPTER, {"ada": source})
    page = page_of(course)
    assert '<code class="tex">a &lt; b</code>' in page and '<pre class="tex">c_i = \\alpha</pre>' in page
    assert "[a plot]" in page and "<img" not in page


def test_what_an_instructor_entered_counts_and_is_said(course: Course) -> None:
    enter(course, CHAPTER, {"ada": ran()}, {"ada": {"mean": "no"}})
    by_hand(course, "ada", test_mean=25.0)
    with open_gradebook(course) as gradebook:
        for comment in find(gradebook, CHAPTER, "ada").notebooks[0].comments:
            if comment.name == "mean":
                comment.manual_comment = "Nice <b>idea</b>.\nSee chapter 2."
            else:
                comment.auto_comment = "No response."
        gradebook.db.commit()
    page = page_of(course)
    assert "ch01: 85 of 100 points" in page and "25&nbsp;of&nbsp;40" in page
    assert "a score set by your instructor" in page
    assert page.count("Nice &lt;b&gt;idea&lt;/b&gt;.\nSee chapter 2.") == 2, "in the table and at the answer"
    assert "No response." not in page


def test_a_penalty_is_said(course: Course) -> None:
    (course.root / "nbgrader_config.py").write_text(
        "from nbgrader.plugins import BasePlugin\n"
        "class Ten(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
        "        return 10\n"
        "c = get_config()\n"
        "c.AssignLatePenalties.plugin_class = Ten\n"
    )
    enter(course, CHAPTER, {"ada": ran()})
    with open_gradebook(course) as gradebook:
        find(gradebook, CHAPTER, "ada").timestamp = datetime.fromisoformat("2026-02-02T00:00:00")
        gradebook.db.commit()
    set_due(course, CHAPTER, datetime.fromisoformat("2026-02-01T00:00:00"))
    said = text_of(page_of(course))
    assert "ch01: 90 of 100 points" in said and "handed in 1 d late, which costs 10 of 100 points" in said


def test_who_was_not_graded_gets_the_reason_and_what_to_do(course: Course) -> None:
    enter(course, CHAPTER, {"ada": ran()})
    reason = f"[Errno 28] No space left: '{course.state}/prepared'\nsecond line"
    remember(course, CHAPTER, [Result("bob", reason=reason), Result("<i>cy", reason="the file is empty")])
    written = write_pages(course, CHAPTER)
    assert list(written.values()) == ["not graded", "", "not graded"]
    said = text_of(page_of(course, "bob"))
    assert (
        "could not be graded: [Errno 28] No space left: &#39;…/prepared&#39; second line. There is no" in said
    )
    assert "not a zero" in said and "mend it and hand it in again" in said and "Exercise" not in said
    assert "&lt;i&gt;cy" in page_of(course, "<i>cy") and "<i>cy" not in page_of(course, "<i>cy")


def test_an_interrupted_grading_is_no_result(course: Course) -> None:
    enter(course, CHAPTER, {"ada": ran(), "bob": ran()})
    with open_gradebook(course) as gradebook:
        grades_of(find(gradebook, CHAPTER, "bob"))[0].auto_score = None
        gradebook.db.commit()
    assert "could not be graded: grading was not finished." in text_of(page_of(course, "bob"))
    assert not course.folder("autograded", "bob", CHAPTER).exists()


def test_a_notebook_that_nbgrader_graded_by_itself_has_a_page_with_reasons(course: Course) -> None:
    enter(course, CHAPTER, {"ada": with_outputs("test_mean", error("divide without rounding"))})
    (course.state / "results" / f"{CHAPTER}.json").unlink()
    by_hand(course, "ada", test_mean=0.0)
    assert "0&nbsp;of&nbsp;40 divide without rounding" in text_of(page_of(course))


def test_without_a_grading_there_are_no_pages(course: Course) -> None:
    with pytest.raises(GradingError, match="nothing of ch01 is graded yet"):
        feedback(course, CHAPTER)
    enter(course, CHAPTER, {})
    with pytest.raises(GradingError, match="nothing of ch01 is graded yet"):
        feedback(course, CHAPTER)


def test_pages_wait_for_other_commands(course: Course) -> None:
    enter(course, CHAPTER, {"ada": ran()})
    with course.locked(), pytest.raises(GradingError, match="another command is at work"):
        feedback(course, CHAPTER)


def test_from_the_command_line(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    enter(course, CHAPTER, {"ada": ran()})
    remember(course, CHAPTER, [Result("bob", reason="the file is empty")])
    assert main(["--course", str(course.root), "feedback", CHAPTER, "--without-hidden-tests"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [f"wrote 2 pages to {course.state / 'feedback'}", "bob: not graded"]


# --- what a page must not do --------------------------------------------------------------------------------


def test_a_page_forbids_everything_and_has_nothing_to_forbid(course: Course) -> None:
    hostile = "<script>alert(1)</script><img src=http://evil.example/x onerror=alert(1)>"
    notebook = ran()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                nbformat.from_dict(stream(hostile)),
                nbformat.from_dict(error(hostile)),
                nbformat.v4.new_output("display_data", {"text/html": hostile, "image/svg+xml": hostile}),
            ]
    extra = [nbformat.v4.new_markdown_cell(hostile), nbformat.v4.new_raw_cell(hostile)]
    notebook.cells += [*extra, nbformat.v4.new_code_cell(f"'{hostile}'")]
    notebook.metadata["title"] = hostile
    enter(course, CHAPTER, {"ada": notebook}, {"ada": {"mean": hostile}})
    (result,) = recall(course, CHAPTER).values()
    result.notes, result.handed_in = [hostile], hostile
    remember(course, CHAPTER, [result])
    page = page_of(course)
    assert f'<meta http-equiv="Content-Security-Policy" content="{CSP}">' in page
    tags = Counter(re.findall(r"<(\w+)", page))
    assert not tags.keys() & {"script", "iframe", "object", "embed", "link", "base", "form", "svg", "img"}
    assert not re.findall(r"<[^>]*(?:\bon\w+=|javascript:|https?:)", page)
    assert page.count("&lt;script&gt;") > 20


def test_a_page_is_written_in_one_step(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(course, CHAPTER, {"ada": ran()})
    before = page_of(course)

    def broken(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.replace", broken)
    with pytest.raises(OSError, match="no space left"):
        feedback(course, CHAPTER)
    folder = course.folder("feedback", "ada", CHAPTER)
    assert [path.name for path in folder.iterdir()] == ["ch01_exercises.html"]
    assert (folder / "ch01_exercises.html").read_text(encoding="utf-8") == before


# --- bounds -------------------------------------------------------------------------------------------------


def test_a_page_that_takes_too_long_has_its_table_and_the_others_go_on(course: Course) -> None:
    slow = ran()
    blanks = "x = 1" + " \n" * 4_900  # each of these takes what colours code most of a second
    slow.cells += [nbformat.v4.new_code_cell(blanks + "x") for _ in range(8)]
    enter(course, CHAPTER, {"ada": slow, "bob": ran()})
    begin = time.monotonic()
    written = write_pages(course, CHAPTER, seconds=1.0)
    assert list(written.values()) == ["without the notebook", ""]
    assert time.monotonic() - begin < 30
    ada, bob = (path.read_text(encoding="utf-8") for path in written)
    assert TABLE_ONLY in ada and "Exercise 1.1: mean" in ada and "as it ran" not in ada
    assert TABLE_ONLY not in bob and "as it ran" in bob


def test_a_damaged_notebook_costs_only_its_own_page(course: Course) -> None:
    enter(course, CHAPTER, {"ada": ran(), "bob": ran()})
    autograded(course, CHAPTER, "ada").write_text("{", encoding="utf-8")
    assert list(write_pages(course, CHAPTER).values()) == ["without the notebook", ""]


def test_a_page_has_a_greatest_size(course: Course) -> None:
    large = ran()
    for number in range(150):
        cell = nbformat.v4.new_code_cell(f"x = {number}\n" * 400)
        cell.outputs = [nbformat.from_dict(stream("<" * 50_000)) for _ in range(20)]
        large.cells.append(cell)
    enter(course, CHAPTER, {"ada": large})
    page = page_of(course)
    assert len(page.encode("utf-8")) <= MAX_PAGE and TOO_LARGE in page and "as it ran" in page


def test_a_long_output_keeps_its_beginning_and_its_end(course: Course) -> None:
    text = "begin" + "x" * 3 * MAX_OUTPUT + "end"
    enter(course, CHAPTER, {"ada": with_outputs("mean", stream(text))})
    page = page_of(course)
    assert "beginxxx" in page and "xxxend" in page and f"[… {len(text) - MAX_OUTPUT:,} characters …]" in page


def work(job: int) -> int:
    if job == 1:
        time.sleep(60)
    if job == 2:
        os._exit(1)
    if job == 3:
        raise ValueError
    return job * job


@pytest.mark.parametrize("processes", [1, 3])
def test_what_takes_too_long_is_ended(processes: int) -> None:
    begin = time.monotonic()
    assert in_time(work, range(6), 0.5, processes) == [0, None, None, None, 16, 25]
    assert time.monotonic() - begin < 90
    assert in_time(work, [], 1, 2) == []


# --- hidden tests -------------------------------------------------------------------------------------------


@pytest.fixture
def hidden(release: NotebookNode) -> dict[str, Hidden]:
    return pages._hidden(source_notebook(), release)


@pytest.mark.parametrize(
    ("answer", "message", "reduced"),
    [
        ("mean", "the mean of 1, 2, 6 is 3 got 0, expected 3.0", None),
        ("mean", "divide without rounding got 1, expected 1.5", f"{A_HIDDEN_TEST}: divide without rounding"),
        ("mean", "not solved yet", None),
        ("mean", "ran longer than 60 s: is there an endless loop?", None),
        ("mean", "the answer itself fails: SyntaxError: invalid syntax", None),
        ("mean", "KeyError: 'what a hidden test asked for'", "a test of this exercise ends with KeyError"),
        ("mean", "whatever else", "a test of this exercise fails"),
        ("count", "nothing occurs in an empty list got 1", f"{A_HIDDEN_TEST}: nothing occurs in an empty list"),
        ("count", "a occurs twice, b once got {}, expected {'a': 2}", None),
        ("mean", "", None),
    ],
)
def test_messages_of_hidden_checks_are_reduced(
    hidden: dict, answer: str, message: str, reduced: str | None
) -> None:
    assert hidden[answer].reduced(message) == (message if reduced is None else reduced)


def test_a_sentence_that_gives_a_case_away_is_not_said() -> None:
    visible, whole = "expect(f(1), 'a rule')", "expect(f(1), 'a rule')\nexpect(f(7), 'of 7 comes 8')"
    assert Hidden.between([visible], [whole]).reduced("of 7 comes 8 got 9") == A_HIDDEN_TEST
    filled = Hidden.between([visible], [visible + "\nexpect(f(7), f'the case {x} is wrong')"])
    assert filled.reduced("the case [1, 2] is wrong got 9") == A_HIDDEN_TEST
    shared = Hidden.between([visible], [visible + "\nexpect(f(7), 'a rule')"])
    assert shared.reduced("a rule got 9") == f"{A_HIDDEN_TEST}: a rule", "it is unclear which one said it"
    assert Hidden.between([visible], [visible]).reduced("KeyError: 3") == "KeyError: 3", "nothing is hidden"


def test_hidden_tests_can_be_left_out(course: Course) -> None:
    said = (
        "divide without rounding\n  got 1, expected 1.5\nin line 3 of the test:  expect_close(mean([1, 2]), 1.5"
    )
    notebook = with_outputs("test_mean", error(said), stream("asked for [1, 2]"))
    thief = nbformat.v4.new_code_cell("show()")
    thief.outputs = [
        nbformat.from_dict(stream('expect_equal(reverse("äß"), "ßä", "every letter counts once")'))
    ]
    honest = nbformat.v4.new_code_cell("print(3)")
    honest.outputs = [nbformat.from_dict(stream("three"))]
    notebook.cells += [thief, honest]
    enter(course, CHAPTER, {"ada": notebook}, {"ada": {"mean": said}})
    in_full = text_of(page_of(course))
    assert (
        "HIDDEN TESTS" in in_full and "asked for [1, 2]" in in_full and "Hidden tests are part" not in in_full
    )
    page = page_of(course, hidden_tests=False)
    text = text_of(page)
    for secret in ("HIDDEN TESTS", "1.5", "asked for", "äß", "every letter", "_items", "empty list"):
        assert secret not in text, secret
    assert f"{A_HIDDEN_TEST}: divide without rounding" in text and text.count(LEFT_OUT) == 2
    assert (
        "the mean of 1, 2, 6 is 3" in text and "three" in text and "Hidden tests are part of the points" in text
    )


def test_of_a_test_that_changed_since_only_the_visible_part_is_shown(course: Course) -> None:
    older = ran()
    test = next(cell for cell in older.cells if grade_id(cell) == "test_mean")
    test.source = test.source.replace("mean([1, 2]), 1.5", "mean([77, 78]), 77.5")
    enter(course, CHAPTER, {"ada": older})
    assert "77" in page_of(course) and "77" not in text_of(page_of(course, hidden_tests=False))


def test_messages_lead_back_to_their_check() -> None:
    tests = [
        "expect(a, 'one rule')\nexpect(b, 'one rule and more')\nexpect(c, f'case {c} of {d} fails')",
        "def (",
    ]
    known = sentences(tests)
    assert set(known) == {"one rule", "one rule and more", "case … of … fails"}
    assert grouped("one rule and more got 3", known) == "one rule and more"
    assert grouped("case 3 of 4 fails got 1", known) == "case … of … fails"
    assert grouped("IndexError: list index 17 of 4", known) == "IndexError: list index … of …"
    assert in_two_parts("one rule got 3", tests) == "one rule: got 3"
    assert in_two_parts("one rule", tests) == "one rule" and in_two_parts("else", tests) == "else"
    assert in_two_parts("one ruler", tests) == "one ruler"


def test_thirty_pages_take_seconds(course: Course) -> None:
    enter(course, CHAPTER, {f"student{number}": copy.deepcopy(ran()) for number in range(30)})
    begin = time.monotonic()
    assert len(feedback(course, CHAPTER)) == 30
    assert time.monotonic() - begin < 60, "on a busy machine"
