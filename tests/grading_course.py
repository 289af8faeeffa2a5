"""A small course to grade: three exercises that need no torch, so that their kernels start at once."""

from __future__ import annotations

import json
from pathlib import Path

from shared.grading.course import Course

import nbformat
from nbformat import NotebookNode

CHAPTER = "ch01"

SETUP = """import warnings

from shared.grading.checks import expect, expect_close, expect_equal, expect_raises

warnings.filterwarnings("ignore")"""

ANSWERS = {
    "mean": '''def mean(values: list[float]) -> float:
    """The arithmetic mean of at least one value."""
    ### BEGIN SOLUTION
    return sum(values) / len(values)
    ### END SOLUTION''',
    "reverse": '''def reverse(text: str) -> str:
    """The text from back to front."""
    ### BEGIN SOLUTION
    return text[::-1]
    ### END SOLUTION''',
    "count": '''def count(items: list[str]) -> dict[str, int]:
    """How often each item occurs."""
    ### BEGIN SOLUTION
    counts = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return counts
    ### END SOLUTION''',
}

TESTS = {
    "mean": [
        """expect_close(mean([1, 2, 6]), 3.0, "the mean of 1, 2, 6 is 3")
### BEGIN HIDDEN TESTS
expect_close(mean([1, 2]), 1.5, "divide without rounding")
### END HIDDEN TESTS
del warnings"""
    ],
    "reverse": [
        """expect_equal(reverse("abc"), "cba", "abc becomes cba")
_done = True""",
        """expect_equal(reverse(""), "", "an empty text stays empty")
### BEGIN HIDDEN TESTS
expect_equal(reverse("äß"), "ßä", "every letter counts once")
### END HIDDEN TESTS
_done = True""",
    ],
    "count": [
        """expect_equal(count(["a", "b", "a"]), {"a": 2, "b": 1}, "a occurs twice, b once")
### BEGIN HIDDEN TESTS
expect_equal(count([]), {}, "nothing occurs in an empty list")
_items = ["x"]
count(_items)
expect_equal(_items, ["x"], "the list stays as it is")
### END HIDDEN TESTS
_done = True"""
    ],
}
POINTS = {"test_mean": 40, "test_reverse": 20, "test_reverse_2": 10, "test_count": 30}

RIGHT = {
    "mean": "def mean(values):\n    return sum(values) / len(values)",
    "reverse": "def reverse(text):\n    return ''.join(reversed(text))",
    "count": "def count(items):\n    return {item: items.count(item) for item in set(items)}",
}


def managed(source: str, grade_id: str, **marks) -> NotebookNode:
    cell = nbformat.v4.new_code_cell(source, id=grade_id.replace("_", "-"))
    nbgrader = {"grade": False, "solution": False, "locked": False, "schema_version": 3, "grade_id": grade_id}
    cell.metadata["nbgrader"] = {**nbgrader, **marks}
    return cell


def source_notebook() -> NotebookNode:
    cells = [
        nbformat.v4.new_markdown_cell("# Exercises", id="title"),
        managed(SETUP, "setup", locked=True),
    ]
    for number, (name, answer) in enumerate(ANSWERS.items(), start=1):
        cells.append(nbformat.v4.new_markdown_cell(f"## Exercise 1.{number}: {name}", id=f"about-{name}"))
        cells.append(managed(answer, name, solution=True))
        for k, test in enumerate(TESTS[name], start=1):
            grade_id = f"test_{name}" if k == 1 else f"test_{name}_{k}"
            cells.append(managed(test, grade_id, grade=True, locked=True, points=POINTS[grade_id]))
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def make_course(root: Path) -> Course:
    """Write the course's one source notebook below ``root``."""
    folder = root / CHAPTER
    folder.mkdir(parents=True)
    nbformat.write(source_notebook(), folder / f"{CHAPTER}_solutions.ipynb")
    return Course.at(root)


def solved(released: NotebookNode, answers: dict[str, str] = RIGHT) -> dict:
    """The released notebook with these answers, as plain JSON to tamper with."""
    notebook = json.loads(nbformat.writes(released))
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell["source"] = answers[name]
    return notebook


def cell_of(notebook: dict, grade_id: str) -> dict:
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def write(notebook: dict, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path
