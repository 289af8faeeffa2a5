"""Files beside a notebook: which are taken, and what a kernel sees of them."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from shared.grading import sandbox
from shared.grading.autograde import Settings, autograde
from shared.grading.beside import KINDS, MAX_FILES, course_files, digest_of_submission, handed_in_files
from shared.grading.release import release

import nbformat
import pytest
from grading_class import mean
from grading_course import CHAPTER, make_course
from grading_fake import FILE


def test_what_lies_beside_the_exercises_is_taken(tmp_path: Path) -> None:
    for name in ("data.csv", "helper.py", "deep/table.txt", "ch01_main.ipynb", "ch01_solutions.ipynb") + (
        "my_solutions.py", ".secret", "__pycache__/x.pyc", "solutions/a.txt", "deep/more.IPYNB"
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "ch01_solutions.ipynb")
    with open(tmp_path / "weights.bin", "wb") as file:
        file.truncate(30_000_000)
    names = [path.relative_to(tmp_path).as_posix() for path in course_files(tmp_path)]
    assert names == ["data.csv", "helper.py", "deep/table.txt"]


def test_of_a_student_s_files_the_harmless_ones_are_taken(tmp_path: Path) -> None:
    for name in ("data.csv", "my helper.py", "helper.py", FILE, "timestamp.txt", ".hidden"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    refused = {
        "numpy.py": "there is a module of this name already",
        "random.py": "there is a module of this name already",
        "shared.py": "there is a module of this name already",
        "ipython_config.py": "a kernel would load it when it starts",
        "sitecustomize.py": "a kernel would load it when it starts",
        "fast.so": "a kernel would load it when it starts",
        "a;b.txt": "its name has odd characters",
    }
    for number, (name, why) in enumerate(refused.items()):
        (tmp_path / name).write_text("x", encoding="utf-8")
        taken, notes = handed_in_files(tmp_path)
        assert [path.name for path in taken] == ["data.csv", "helper.py", "my helper.py"]
        assert notes[0] == "uses files handed in with it: data.csv, helper.py, my helper.py"
        if number < 5:
            assert f"'{name}' was not used: {why}" in notes
    assert len(notes) == 6 and notes[-1] == "3 more files were not used"


@pytest.mark.parametrize(
    "suffix", ["html", "HTM", "xhtml", "xht", "svg", "svgz", "xml", "xsl", "mhtml", "js", "css", "pdf"]
)
def test_what_a_browser_might_run_is_not_taken(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"page.{suffix}").write_text("<script>1</script>", encoding="utf-8")
    taken, notes = handed_in_files(tmp_path)
    assert taken == [] and notes[0].startswith(f"'page.{suffix}' was not used: only programs, tables, text,")


def test_no_kind_that_is_taken_has_a_type_that_a_browser_runs() -> None:
    types = {mimetypes.guess_type(f"a{suffix}")[0] for suffix in KINDS}
    plain = {"text/plain", "text/markdown", "text/csv", "text/tab-separated-values", "text/x-python", None}
    assert {t for t in types - plain if not t.startswith(("image/", "application/"))} == set()
    assert not any(word in (t or "") for t in types for word in ("html", "xml", "svg", "script", "pdf", "css"))


def test_a_student_s_files_are_bounded(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "folder").mkdir()
    with open(tmp_path / "big", "wb") as file:
        file.truncate(20_000_001)
    assert handed_in_files(tmp_path) == (
        [],
        [
            "'big' was not used: there are more than 20 MB of files",
            "'folder' was not used: it is a link or a folder",
            "'link' was not used: it is a link or a folder",
        ],
    )
    for number in range(MAX_FILES + 1):
        (tmp_path / f"{number:03}").write_text("", encoding="utf-8")
    taken, notes = handed_in_files(tmp_path)
    assert len(taken) == MAX_FILES and f"there are more than {MAX_FILES} files" in notes[1]


def test_the_digest_of_a_submission_is_one_of_all_its_files_but_not_of_the_time(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("1", encoding="utf-8")
    before = digest_of_submission(tmp_path)
    (tmp_path / "timestamp.txt").write_text("2026-01-01", encoding="utf-8")
    (tmp_path / "link").symlink_to("/etc/passwd")
    assert digest_of_submission(tmp_path) == before
    (tmp_path / "data.csv").write_text("", encoding="utf-8")
    after = digest_of_submission(tmp_path)
    (tmp_path / FILE).write_text("2", encoding="utf-8")
    assert len({before, after, digest_of_submission(tmp_path)}) == 3


@pytest.mark.slow
@pytest.mark.skipif(sandbox.obstacle() is not None, reason="no sandbox")
def test_the_kernel_sees_files_beside_the_notebook_and_nothing_else(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    release(course, CHAPTER)
    folder = course.root / CHAPTER
    (folder / "deep").mkdir()
    (folder / "deep" / "numbers.txt").write_text("1", encoding="utf-8")
    (folder / "ch01_solutions_2.txt").write_text("secret", encoding="utf-8")
    look = (
        "import os, helper\n"
        "seen = sorted(os.path.join(h, n) for h, _, ns in os.walk('.') for n in ns if '__pycache__' not in h)\n"
        "assert seen == ['./deep/numbers.txt', './helper.py', './mine.csv', './timestamp.txt'], seen\n"
        "assert open('deep/numbers.txt').read() + open('mine.csv').read() + helper.text() == '123'\n"
        "open('deep/numbers.txt', 'a').close()\n"  # it is a copy
    )
    released = nbformat.read(course.exercises(CHAPTER), as_version=4)
    submitted = course.folder("submitted", "ada", CHAPTER)
    mean(look)(submitted, released)
    (submitted / "mine.csv").write_text("2", encoding="utf-8")
    (submitted / "helper.py").write_text("def text():\n    return '3'", encoding="utf-8")
    (result,) = autograde(course, CHAPTER, Settings(workers=1, cell_timeout=30), ["ada"])
    assert result.score == 100, result
    assert "uses files handed in with it: helper.py, mine.csv" in result.notes
    assert (folder / "deep" / "numbers.txt").read_text(encoding="utf-8") == "1"
