"""What students get: everything that they need, and nothing that tells a solution or a hidden test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

from shared.grading.__main__ import main
from shared.grading.bundle import bundle
from shared.grading.course import Course, GradingError
from shared.grading.release import release

import nbformat
import pytest
from grading_course import CHAPTER, make_course
from places import ROOT

SOLUTION = """counts = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1"""
HIDDEN = 'expect_equal(reverse("äß"), "ßä", "every letter counts once")'
FILES = {
    "README.md": "# A course",
    "nbgrader_config.py": "c = get_config()",
    "ch01/data.csv": "1,2",
    "ch01/setup.sh": "#!/bin/sh",
    "ch02/README.md": "Nothing yet",
    "shared/models/tiny/model.safetensors": "weights",
    "grading/gradebook.db": "grades",
    "ch01/__pycache__/x.pyc": "cache",
    ".venv/lib/x.py": "library",
    "tests/mutants/ch01/count.py": "def count(items): ...",
    "tests/mutant_runner.py": "run = 1",
    "tests/course_of_tests.py": "FILE = 'ch01_solutions.ipynb'",
    "tests/test_with_it.py": "from course_of_tests import FILE",
    "tests/test_by_name.py": "def test(course):\n    course.solutions('ch01')",
    "tests/test_other.py": "def test(): ...",
}
PACKED = {"README.md", "nbgrader_config.py", "ch01/data.csv", "ch01/setup.sh", "ch01/ch01_exercises.ipynb"}
PACKED |= {"ch02/README.md", "shared/models/tiny/model.safetensors", "tests/test_other.py"}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    made = make_course(tmp_path / "course")
    for name, text in FILES.items():
        (made.root / name).parent.mkdir(parents=True, exist_ok=True)
        (made.root / name).write_text(text, encoding="utf-8")
    (made.root / "ch01/setup.sh").chmod(0o755)
    return made


def packed(target: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(target) as archive:
        assert all(name.startswith("course/") for name in archive.namelist())
        return {name.removeprefix("course/"): archive.read(name) for name in archive.namelist()}


def leak(course: Course, name: str, text: str) -> None:
    (course.root / name).parent.mkdir(parents=True, exist_ok=True)
    (course.root / name).write_text(text, encoding="utf-8")


def test_what_is_in_it(course: Course, tmp_path: Path) -> None:
    bundle(course, tmp_path / "out.zip")
    found = packed(tmp_path / "out.zip")
    assert set(found) == PACKED
    assert found["ch01/data.csv"] == b"1,2"
    release(course, CHAPTER)
    assert found["ch01/ch01_exercises.ipynb"] == course.exercises(CHAPTER).read_bytes()


def test_exercises_are_released_anew(course: Course, tmp_path: Path) -> None:
    expected = release(course, CHAPTER).read_bytes()
    course.exercises(CHAPTER).write_text("an old one", encoding="utf-8")
    bundle(course, tmp_path / "out.zip")
    assert packed(tmp_path / "out.zip")["ch01/ch01_exercises.ipynb"] == expected
    assert course.exercises(CHAPTER).read_text(encoding="utf-8") == "an old one", "the course is only read"


def test_it_has_the_same_bytes_every_time_and_everywhere(course: Course, tmp_path: Path) -> None:
    bundle(course, tmp_path / "one.zip")
    shutil.copytree(course.root, tmp_path / "moved")
    for path in (tmp_path / "moved").rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    bundle(Course.at(tmp_path / "moved"), tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="no such rights")
def test_programs_stay_programs(course: Course, tmp_path: Path) -> None:
    bundle(course, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        rights = {name: archive.getinfo(f"course/{name}").external_attr >> 16 & 0o777 for name in PACKED}
    assert {name for name, right in rights.items() if right == 0o755} == {"ch01/setup.sh"}
    assert set(rights.values()) == {0o755, 0o644}


def test_some_chapters_only(course: Course, tmp_path: Path) -> None:
    bundle(course, tmp_path / "out.zip", ["ch02"])
    assert set(packed(tmp_path / "out.zip")) == {name for name in PACKED if not name.startswith("ch01")}
    with pytest.raises(GradingError, match="there is no chapter ch07"):
        bundle(course, tmp_path / "out.zip", ["ch02", "ch07"])


def output(text: str) -> str:
    cell = nbformat.v4.new_code_cell("1", outputs=[nbformat.v4.new_output("stream", text=text)])
    return nbformat.writes(nbformat.v4.new_notebook(cells=[cell]))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("notes.md", f"As I did it:\n\n```\n        {SOLUTION}\n```", "the solution in count of ch01"),
        (
            "ch02/mine.py",
            "def f(values):\n\n  return sum(values) / len(values)  ",
            "the solution in mean of ch01",
        ),
        ("ch01/ch01_main.ipynb", output(SOLUTION), "the solution in count of ch01"),
        ("tests/test_other.py", f"def test():\n    {HIDDEN}", "a hidden test in test_reverse_2 of ch01"),
        ("ch02/x.py", SOLUTION.replace("\n", "\n    # a comment between\n"), "the solution in count of ch01"),
        ("x.txt", "### BEGIN SOLUTION\nx", "has a part between marks"),
        ("shared/x.py", "def f():\n    ### BEGIN HIDDEN TESTS\n    pass", "has a part between marks"),
    ],
)
def test_what_tells_a_secret_is_found_wherever_it_lies(
    course: Course, tmp_path: Path, name: str, text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out.zip").write_text("the last one", encoding="utf-8")
    leak(course, name, text)
    assert main(["--course", str(course.root), "bundle", "--to", str(tmp_path / "out.zip")]) == 2
    said = capsys.readouterr().err
    assert f"{name} " in said and words in said and said.count("\n") == 1
    assert (tmp_path / "out.zip").read_text(encoding="utf-8") == "the last one"


def test_a_secret_of_a_chapter_that_is_not_packed_is_one_too(course: Course, tmp_path: Path) -> None:
    leak(course, "ch02/mine.py", SOLUTION)
    with pytest.raises(GradingError, match="ch02/mine.py tells the solution in count of ch01"):
        bundle(course, tmp_path / "out.zip", ["ch02"])


def test_what_the_release_shows_is_no_secret(course: Course, tmp_path: Path) -> None:
    source = json.loads(course.solutions(CHAPTER).read_text(encoding="utf-8"))
    text = 'expect_equal(reverse("abc"), "cba", "abc becomes cba")'
    for cell in source["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_reverse_2":
            cell["source"] = f"### BEGIN HIDDEN TESTS\n{text}\n### END HIDDEN TESTS\n_done = True"
    course.solutions(CHAPTER).write_text(json.dumps(source), encoding="utf-8")
    bundle(course, tmp_path / "out.zip")


@pytest.mark.skipif(shutil.which("git") is None, reason="no git")
def test_with_git_what_it_tracks_is_packed(course: Course, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=course.root, check=True, capture_output=True)

    git("init")
    leak(course, ".gitignore", "/grading/\n.venv/\n__pycache__/\n")
    git("add", "--all")
    leak(course, "ch02/draft.md", "not yet")
    (course.root / "ch02/README.md").write_text("changed since", encoding="utf-8")
    made = bundle(course, tmp_path / "out.zip")
    found = packed(tmp_path / "out.zip")
    assert set(found) == PACKED | {".gitignore"} and found["ch02/README.md"] == b"changed since"
    assert "left out ch02/draft.md, which git does not track" in made.left_out
    assert "left out tests/test_with_it.py" in made.left_out


def test_links_are_not_followed(course: Course, tmp_path: Path) -> None:
    (course.root / "ch02/link.md").symlink_to(course.solutions(CHAPTER))
    bundle(course, tmp_path / "out.zip")
    assert "ch02/link.md" not in packed(tmp_path / "out.zip")


def test_this_course_can_be_packed(tmp_path: Path) -> None:
    bundle(Course.at(ROOT), tmp_path / "out.zip")
    found = packed(tmp_path / "out.zip")
    for name in ("README.md", "requirements.txt", "ch02/ch02_exercises.ipynb", "ch02/ch02_main.ipynb"):
        assert name in found
    assert "shared/models/tiny-base/model.safetensors" in found and "shared/data/tiny_test.json" in found
    assert "tests/grading/test_checks.py" in found, "tests that need no solutions stay"
    assert not [
        name for name in found if "_solutions" in name or "mutant" in name or name.startswith("grading/")
    ]
