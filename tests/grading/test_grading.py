"""Release, check, collect, pre-flight and command line; whole classes are graded in test_grading_class.py."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from shared.grading import sandbox, tampering, workers
from shared.grading.__main__ import main
from shared.grading.autograde import Settings, autograde, preflight
from shared.grading.check import Report, check
from shared.grading.course import Course, GradingError, nbgrader_config
from shared.grading.execution import MAX_PICTURES, MAX_PRINTED, Guarded
from shared.grading.export import export
from shared.grading.gradebook import Result, recall, remember
from shared.grading.notebooks import defined_names, exercises, grade_id, read_submission
from shared.grading.pages import feedback
from shared.grading.preflight import prepare
from shared.grading.release import release, released

import nbformat
import pytest
from grading_class import (
    AT_RUN_TIME,
    FILE,
    SHOWN,
    SHOWS,
    STUB_OF_MEAN,
    SWALLOW,
    Kind,
    answers,
    delete,
    kinds,
    mean,
    submission,
)
from grading_course import CHAPTER, RIGHT, cell_of, make_course, solved, source_notebook, write
from places import ROOT


@pytest.fixture(scope="module")
def shared_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A released course that tests only read."""
    made = make_course(tmp_path_factory.mktemp("course"))
    release(made, CHAPTER)
    return made


@pytest.fixture
def course(tmp_path: Path, shared_course: Course) -> Course:
    made = make_course(tmp_path / "course")
    made.exercises(CHAPTER).write_bytes(shared_course.exercises(CHAPTER).read_bytes())
    return made


def release_of(course: Course) -> nbformat.NotebookNode:
    return nbformat.read(course.exercises(CHAPTER), as_version=4)


def sources(notebook: nbformat.NotebookNode) -> dict[str, str]:
    return {grade_id(cell): cell.source for cell in notebook.cells if grade_id(cell)}


# --- release ------------------------------------------------------------------------------------------------


def test_a_release_has_neither_solutions_nor_hidden_tests_nor_outputs(course: Course) -> None:
    text = course.exercises(CHAPTER).read_text(encoding="utf-8")
    for gone in ("SOLUTION", "HIDDEN", "sum(values)", "1.5", "text[::-1]"):
        assert gone not in text
    cells = sources(release_of(course))
    assert cells["mean"] == STUB_OF_MEAN
    assert "expect_close(mean([1, 2, 6])" in cells["test_mean"]


def test_a_release_is_the_same_every_time_and_leaves_no_state(course: Course) -> None:
    before = course.exercises(CHAPTER).read_bytes()
    release(course, CHAPTER)
    assert course.exercises(CHAPTER).read_bytes() == before
    assert not course.state.exists()


def test_a_release_in_memory_equals_the_one_on_disk(course: Course) -> None:
    in_memory = released(source_notebook(), nbgrader_config(course))
    assert sources(in_memory) == sources(release_of(course))


def test_a_source_that_nbgrader_refuses_is_reported(course: Course) -> None:
    notebook = source_notebook()
    notebook.cells[3].source = notebook.cells[3].source.replace("### END SOLUTION", "")
    nbformat.write(notebook, course.solutions(CHAPTER))
    with pytest.raises(GradingError, match="no end solution statement"):
        release(course, CHAPTER)


# --- pre-flight ---------------------------------------------------------------------------------------------

TABLE = [kind for kind in kinds(Path("/outside"), 9) if not kind.hostile]


@pytest.mark.parametrize("student", TABLE, ids=lambda kind: kind.name)
def test_preflight(course: Course, student: Kind) -> None:
    if os.name == "nt" and set(student.name) & set("[]"):
        pytest.skip("no such folder name")
    folder = course.folder("submitted", student.name, CHAPTER)
    student.write(folder, release_of(course))
    result = preflight(course, CHAPTER, student.name, folder)
    prepared = course.folder("prepared", student.name, CHAPTER)
    if not student.words.startswith(AT_RUN_TIME):
        assert bool(result.reason) == (student.score is None)
        assert student.words in result.reason + "; ".join(result.notes)
    if result.reason:
        assert not prepared.exists()
        return
    notebook = nbformat.read(prepared / FILE, as_version=4)
    nbformat.validate(notebook)
    ours, theirs = sources(release_of(course)), sources(notebook)
    tests = [name for name in ours if name.startswith("test_") or name == "setup"]
    assert {name: theirs[name] for name in tests} == {name: ours[name] for name in tests}
    order = [grade_id(cell) for cell in notebook.cells if grade_id(cell)]
    assert order[0] == "setup" and len(order) == len(set(order))
    for exercise in exercises(release_of(course)):
        after = order.index(exercise.answer) if exercise.answer in order else 0
        assert all(order.index(test) > after for test in exercise.tests)
    assert all(not cell.metadata.get("tags") and not cell.get("outputs") for cell in notebook.cells)


def test_preflight_keeps_the_order_of_tests_that_it_moves(course: Course) -> None:
    notebook = solved(release_of(course))
    answer = cell_of(notebook, "reverse")
    notebook["cells"].remove(answer)
    notebook["cells"].append(answer)  # behind its two tests
    path = write(notebook, course.root / "mine.ipynb")
    made = prepare(read_submission(path), release_of(course), source_notebook()).notebook
    assert [grade_id(cell) for cell in made.cells][-3:] == ["reverse", "test_reverse", "test_reverse_2"]


def test_preflight_leaves_a_right_notebook_alone(course: Course) -> None:
    path = write(solved(release_of(course)), course.root / "mine.ipynb")
    prepared = prepare(read_submission(path), release_of(course), source_notebook())
    assert prepared.notes == []
    assert sources(prepared.notebook) == {**sources(release_of(course)), **RIGHT}
    assert [c.id for c in prepared.notebook.cells] == [c.id for c in release_of(course).cells]


def test_preflight_gives_cells_with_one_id_an_id_each(course: Course) -> None:
    notebook = solved(release_of(course))
    extra = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"] += [{**extra, "id": "same", "source": "1"}, {**extra, "id": "same", "source": "2"}]
    notebook["cells"].append({**extra, "id": "mean", "source": "3"})
    path = write(notebook, course.root / "mine.ipynb")
    made = prepare(read_submission(path), release_of(course), source_notebook()).notebook
    assert len({cell.id for cell in made.cells}) == len(made.cells)
    assert [cell.source for cell in made.cells[-3:]] == ["1", "2", "3"]
    nbformat.validate(made)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(): pass\nclass A: pass\nasync def g(): pass", {"f", "A", "g"}),
        ("x = 1\ny: int = 2\n_z = 3\na.b = 4", {"x", "y"}),
        ("def f(:\n    def inner(): pass\nclass A", {"f", "A"}),
        ("# def f(): pass\nprint('def g')", set()),
        ("\0", set()),
    ],
)
def test_defined_names(source: str, names: set[str]) -> None:
    assert defined_names(source) == names


# --- check --------------------------------------------------------------------------------------------------


def checked(course: Course, student_answers, **limits) -> dict[str, tuple[float, str]]:
    student_answers(course.root / "mine", release_of(course))
    report: Report = check(course, CHAPTER, course.root / "mine" / FILE, **limits)
    return {o.answer: (o.score, o.message) for o in report.outcomes} | {"total": report.score}


def test_check_grades_what_is_left_when_answers_break_the_process(course: Course) -> None:
    given = answers(
        mean="def mean(values):\n    import os; os._exit(0)",
        reverse=f"def reverse(text):\n    if text == 'abc':\n        return 'cba'\n    {_inside(SWALLOW)}",
    )
    assert checked(course, given, cell_timeout=8) == {
        "mean": (0, "the Python process ended (os._exit, a crash, or no memory left)"),
        "reverse": (20, "took longer than 8 s and could not be interrupted"),
        "count": (30, ""),
        "total": 50,
    }


def _inside(code: str) -> str:
    return code.replace("\n", "\n    ")


def test_check_says_what_is_wrong(course: Course) -> None:
    def change(notebook: dict) -> None:
        delete("reverse")(notebook)
        cell_of(notebook, "test_count")["source"] = "pass"

    given = submission(
        change, {"mean": "def mean(values:\n    return 1", "count": "def count(items):\n    return []"}
    )
    found = checked(course, given)
    assert found["mean"][0] == 0 and found["mean"][1].startswith("the answer itself fails: SyntaxError: ")
    assert found["mean"][1].endswith("(line 1)")
    assert found["reverse"] == (0, "the answer cell reverse is missing")
    assert found["count"] == (0, "a occurs twice, b once got [] (type list), expected a dict")


def test_check_tells_when_an_answer_scores_itself(course: Course) -> None:
    answers(mean=SHOWS)(course.root / "mine", release_of(course))
    report = check(course, CHAPTER, course.root / "mine" / FILE)
    assert report.notes == [f"{SHOWN}"] and report.score == 60


def test_check_stops_in_time(course: Course) -> None:
    found = checked(course, mean("while True:\n    pass"), cell_timeout=60, total_timeout=12)
    assert found["mean"][0] == 0 and found["total"] < 100
    assert found["count"] == (0, "not run: the whole notebook took too long")


def run(course: Course, *arguments: str) -> int:
    return main(["--course", str(course.root), *arguments])


def test_check_from_the_command_line(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    right = write(solved(release_of(course)), course.root / "right.ipynb")
    assert run(course, "check", CHAPTER, str(right)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ok    Exercise 1.1: mean      40 of  40",
        "ok    Exercise 1.2: reverse   30 of  30",
        "ok    Exercise 1.3: count     30 of  30",
        "total 100 of 100 points",
    ]
    assert run(course, "check", CHAPTER) == 1  # the untouched release
    output = capsys.readouterr().out
    assert output.count("not solved yet") == 3 and "total 0 of 100 points" in output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "ch99"], "ch99 has no exercises"),
        (["check", "chapter"], "'chapter' is not a chapter: write ch01, ch02, …"),
        (["check", CHAPTER, "missing.ipynb"], "missing.ipynb cannot be read (No such file"),
        (["check", CHAPTER, __file__], "not valid JSON"),
        (["release", "ch99"], "ch99 has no exercises"),
        (["autograde", CHAPTER], "run collect first"),
        (["feedback", CHAPTER], "run autograde first"),
        (["export"], "run autograde first"),
        (["collect", CHAPTER, "nowhere"], "nowhere is no folder and no zip file"),
    ],
)
def test_what_cannot_be_done_takes_one_line(
    arguments: list[str], words: str, course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(course, *arguments) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    assert words in said.err and said.err.startswith(f"{arguments[0]}: ")


@pytest.mark.parametrize("arguments", [["grade"], [], ["check"], ["autograde", CHAPTER, "--workers", "0"]])
def test_mistakes_on_the_command_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2 and capsys.readouterr().err.count("\n") == 1


def test_where_the_solutions_are_withheld_a_learner_is_told(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    course.solutions(CHAPTER).unlink()
    assert run(course, "check", CHAPTER) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "ch01_solutions.ipynb with the hidden tests is missing" in said


def test_a_course_is_found_from_a_folder_inside_it(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Course.around(course.root / CHAPTER) == course
    assert Course.around(Path(course.root.anchor)).root == ROOT


# --- running ------------------------------------------------------------------------------------------------


def test_only_the_beginning_of_what_a_cell_prints_is_kept() -> None:
    client, cell = Guarded(nbformat.v4.new_notebook()), nbformat.v4.new_code_cell()
    client.clear_before_next_output = False  # as at the start of every cell
    client.room = {"text": MAX_PRINTED, "pictures": MAX_PICTURES}

    def say(kind: str, **content) -> None:
        head = {"msg_type": kind, "header": {"msg_type": kind}, "parent_header": {"msg_id": "1"}}
        client.process_message({**head, "content": content}, cell, 0)

    say("display_data", data={"image/png": "p" * (MAX_PICTURES + 1), "text/plain": "a picture"}, metadata={})
    say("stream", name="stdout", text="x" * (MAX_PRINTED - 10))
    say("stream", name="stderr", text="yz")
    say("stream", name="stdout", text="w")
    say("error", ename="ValueError", evalue="v" * 50_000_000, traceback=["t" * 50_000_000])
    kept = [
        (out.output_type, len(str(out.get("text", out.get("evalue", out.get("data")))))) for out in cell.outputs
    ]
    assert kept[1:] == [("stream", MAX_PRINTED - 10), ("stream", 1), ("error", 0)]
    assert cell.outputs[0].data == {"text/plain": "a picture"}


@pytest.mark.parametrize(
    "content",
    [
        {"name": "stdout"},
        {"name": "stdout", "text": 5},
        {"name": ["stdout"], "text": {"a": 1}},
        None,
        [],
        "text",
    ],
)
def test_a_malformed_message_is_counted_and_left_out(content) -> None:
    client, cell = Guarded(nbformat.v4.new_notebook()), nbformat.v4.new_code_cell()
    client.room = {"text": MAX_PRINTED, "pictures": MAX_PICTURES}
    assert (
        client.process_message({"msg_type": "stream", "content": content, "parent_header": {}}, cell, 0) is None
    )
    assert cell.outputs == [] and "1 malformed messages" in client.notes()[0]


# --- who may grade, and what happens to the grader ----------------------------------------------------------


def test_without_a_sandbox_grading_is_refused_in_one_line(
    course: Course, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers()(course.folder("submitted", "ada", CHAPTER), release_of(course))
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    assert run(course, "autograde", CHAPTER) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "--no-sandbox" in said and "bubblewrap" in said


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap exists on Linux only")
def test_a_bubblewrap_that_does_not_work_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho 'No permissions to create new namespace' >&2\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert "No permissions to create new namespace" in sandbox.obstacle()
    monkeypatch.setattr(sandbox.sys, "platform", "darwin")
    assert "Linux only" in sandbox.obstacle()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="kills its parent the POSIX way")
def test_a_submission_that_kills_the_grader_harms_only_itself(course: Course) -> None:
    for name, body in (
        ("ada", "x = 1"),
        ("bob", "import os; os.kill(os.getppid(), 9)"),
        ("cy", "import time; time.sleep(1000)"),
        ("dee", "x = 1"),
    ):
        mean(body)(course.folder("submitted", name, CHAPTER), release_of(course))
    settings = Settings(workers=1, cell_timeout=900, total_timeout=20, sandboxed=False, as_root=True)
    results = {result.student: result for result in autograde(course, CHAPTER, settings)}
    assert results["ada"].score == results["dee"].score == 100
    assert results["bob"].reason == "the grading process died"
    assert results["cy"].reason == "the whole notebook took longer than 20 s"
    assert set(course.submissions("autograded", CHAPTER)) == {"ada", "dee"}, "half a notebook is no result"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="forks, and reads memory as Linux tells it")
def test_memory_is_that_of_all_processes_and_a_limit_is_met_once(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = f"import os, time\nfor _ in range(3):\n    if os.fork() == 0:\n        x = b'x' * {250 << 20}\n"
    mean(share + "        time.sleep(1000)\ntime.sleep(1000)")(
        course.folder("submitted", "greedy", CHAPTER), release_of(course)
    )
    mean("import time; time.sleep(1000)")(course.folder("submitted", "slow", CHAPTER), release_of(course))
    for name in ("ada", "bob"):
        answers()(course.folder("submitted", name, CHAPTER), release_of(course))
    monkeypatch.setattr(workers, "MAX_MEMORY", 700 << 20)
    runs = []
    original = workers.Worker.grade
    monkeypatch.setattr(
        workers.Worker, "grade", lambda worker, student: runs.append(student) or original(worker, student)
    )
    settings = Settings(workers=2, cell_timeout=900, total_timeout=20, sandboxed=False, as_root=True)
    results = {result.student: result for result in autograde(course, CHAPTER, settings)}
    assert results["greedy"].reason == "it used more than 0.683594 GiB of memory, all its processes together"
    assert results["slow"].reason == "the whole notebook took longer than 20 s"
    assert results["ada"].score == results["bob"].score == 100
    assert sorted(runs) == ["ada", "bob", "greedy", "slow"], "a second try could not end differently"


def test_a_process_that_cannot_start_costs_its_own_submission_and_says_so(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ada", "bob", "cy"):
        answers()(course.folder("submitted", name, CHAPTER), release_of(course))
    tries = []

    def start(worker: workers.Worker) -> None:
        tries.append(worker)
        if len(tries) <= 2 or 4 <= len(tries) <= 6:
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        original(worker)

    original = workers.Worker._start_once
    monkeypatch.setattr(workers.Worker, "_start_once", start)
    monkeypatch.setattr(workers, "START_PAUSES", (0.0, 0.0, 0.0))
    # ada's process starts at the third try and grades bob, too, until it is ended; cy's never does.
    ended = workers.Worker.grade
    monkeypatch.setattr(
        workers.Worker,
        "grade",
        lambda worker, student: (worker.stop() if student == "cy" else None) or ended(worker, student),
    )
    settings = Settings(workers=1, sandboxed=False, as_root=True)
    results = {result.student: result for result in autograde(course, CHAPTER, settings)}
    assert results["ada"].score == results["bob"].score == 100 and len(tries) == 6
    assert re.fullmatch(
        r"no process could be started for it \(.*Resource temporarily unavailable\): run autograde again",
        results["cy"].reason,
    )


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent the POSIX way")
def test_grading_can_be_interrupted_and_finished_later(course: Course) -> None:
    answers()(course.folder("submitted", "ada", CHAPTER), release_of(course))
    mean("import time; time.sleep(1000)")(course.folder("submitted", "bob", CHAPTER), release_of(course))
    command = [sys.executable, "-m", "shared.grading", "--course", str(course.root), "autograde", CHAPTER]
    command += ["--no-sandbox", "--as-root", "--workers", "1", "--timeout", "900"]
    root = ROOT
    grading = subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 120
    while not course.folder("autograded", "bob", CHAPTER).exists() and time.monotonic() < deadline:
        time.sleep(0.2)  # then bob's notebook runs, or is about to
    os.killpg(grading.pid, signal.SIGINT)  # to all processes of the terminal, as Ctrl-C does
    out, err = grading.communicate(timeout=60)
    assert (grading.returncode, out) == (2, tampering.WHAT_CAN_HAPPEN + "\n")
    assert err.splitlines()[-1] == "autograde: interrupted; run it again to finish" and "Traceback" not in err
    left = export(course, course.state / "grades.csv")
    assert left == [
        "ch01, ada: graded, stale: grading was interrupted",
        "ch01, bob: not graded: grading was interrupted",
    ]
    pages = {page.parts[-3]: page.read_text(encoding="utf-8") for page in feedback(course, CHAPTER)}
    assert set(pages) == {"ada", "bob"} and "not graded" in pages["bob"] and "100 of 100" in pages["ada"]
    answers()(course.folder("submitted", "bob", CHAPTER), release_of(course))
    (again,) = autograde(course, CHAPTER, Settings(workers=1, sandboxed=False, as_root=True), ["bob"])
    assert again.score == 100


@pytest.mark.slow
def test_a_test_may_change_after_hand_in_but_not_disappear(course: Course) -> None:
    answers()(course.folder("submitted", "ada", CHAPTER), release_of(course))
    settings = Settings(workers=1, sandboxed=False, as_root=True)

    def graded_with(**points: float | None) -> Result:
        source = source_notebook()
        for name, value in points.items():
            cell = next(cell for cell in source.cells if grade_id(cell) == name)
            if value is None:
                source.cells.remove(cell)
            else:
                cell.metadata["nbgrader"]["points"] = value
        nbformat.write(source, course.solutions(CHAPTER))
        return autograde(course, CHAPTER, settings)[0]

    assert (graded_with().score, graded_with(test_count=50).score) == (100, 120)
    with pytest.raises(GradingError, match=r"\(removed: test_count\): --tests-changed if you mean it"):
        graded_with(test_count=None)


def test_nbgrader_finds_the_settings_of_the_course() -> None:
    """The file at the root, read as nbgrader reads it."""
    root = ROOT
    code = (
        "from traitlets.config import PyFileConfigLoader as L; c = L('nbgrader_config.py', '.').load_config(); "
    )
    code += "print(c.CourseDirectory.root); print(c.ClearSolutions.code_stub['python'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == str(root / "grading")
    assert re.match(r'raise NotImplementedError\("', done.stdout.splitlines()[1])


def test_results_survive_as_json(course: Course) -> None:
    remember(course, CHAPTER, [Result("ada", 1.0, 2.0), Result("bob", reason="no")])
    remember(course, CHAPTER, [Result("bob", 2.0, 2.0)])
    assert {name: kept.score for name, kept in recall(course, CHAPTER).items()} == {"ada": 1.0, "bob": 2.0}
    assert (
        json.loads((course.state / "results" / "ch01.json").read_text(encoding="utf-8"))["bob"]["reason"] == ""
    )


def test_grading_loads_no_torch() -> None:
    code = "import sys, shared.grading.check, shared.grading.autograde; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
