"""Reading notebooks that may be broken, and finding the exercises in one that is not."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader import utils

MAX_BYTES = 100_000_000
MAX_CELLS = 1000  # the longest chapter has 29
CELL_TYPES = ("code", "markdown", "raw")


class UnusableNotebook(Exception):
    """A file that cannot be graded; the message says why, in words for its author."""


@dataclass
class Exercise:
    """One exercise: an answer cell and the test cells that follow it, named by their grade_id."""

    answer: str
    title: str
    tests: dict[str, float] = field(default_factory=dict)  # test cell -> points

    @property
    def points(self) -> float:
        """What the exercise is worth."""
        return sum(self.tests.values())


def read_source(path: Path) -> NotebookNode:
    """Read one of the course's own notebooks."""
    return nbformat.read(path, as_version=4)


def read_submission(path: Path) -> NotebookNode:
    """Read a notebook of which nothing is certain: only types, sources, ids and grade_ids of its cells survive.

    Raises:
        UnusableNotebook: it is no notebook.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnusableNotebook(f"the file is larger than {MAX_BYTES // 1_000_000} MB: clear its outputs")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnusableNotebook("the file is not a text in UTF-8") from None
    except OSError as error:
        raise UnusableNotebook(f"{path.name} cannot be read ({error.strerror})") from None
    if not text.strip():
        raise UnusableNotebook("the file is empty")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise UnusableNotebook("the file is not valid JSON: it is damaged or not a notebook") from None
    cells = _cells(data)
    if len(cells) > MAX_CELLS:
        raise UnusableNotebook(f"it has {len(cells):,} cells, and at most {MAX_CELLS:,} are graded")
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [_clean(cell, i) for i, cell in enumerate(cells, start=1)]  # ids may still be there twice
    return notebook


def _cells(data: Any) -> list:
    """The cells of a notebook of any version."""
    if isinstance(data, dict) and "worksheets" in data:  # version 3 and older
        try:
            data = nbformat.convert(nbformat.from_dict(data), 4)
        except Exception:
            raise UnusableNotebook("it is a very old notebook that cannot be converted") from None
    if not isinstance(data, dict) or not isinstance(data.get("cells"), list):
        raise UnusableNotebook("the file is JSON but not a notebook: it has no cells")
    return data["cells"]


def _clean(cell: Any, number: int) -> NotebookNode:
    """A cell without outputs and without any metadata but its grade_id; its lines end as ours do."""
    source = cell.get("source") if isinstance(cell, dict) else None
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str) or cell.get("cell_type") not in CELL_TYPES:
        raise UnusableNotebook(f"cell {number} is malformed")
    try:
        source.encode("utf-8")
    except UnicodeEncodeError:
        raise UnusableNotebook(f"cell {number} holds characters that are not valid Unicode") from None
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = marks.get("grade_id") if isinstance(marks, dict) else None
    made = getattr(nbformat.v4, f"new_{cell['cell_type']}_cell")(source)
    if isinstance(grade_id, str):
        made.metadata["nbgrader"] = {"grade_id": grade_id}
    if isinstance(cell.get("id"), str) and re.fullmatch(r"[A-Za-z0-9_-]{1,64}", cell["id"]):
        made.id = cell["id"]
    return made


# --- the course's own notebooks -----------------------------------------------------------------------------


def grade_id(cell: NotebookNode) -> str | None:
    """nbgrader's name of a cell; None for a cell that it does not manage."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def is_locked(cell: NotebookNode) -> bool:
    """Whether the cell is ours: a test, or a set-up cell."""
    return bool(utils.is_locked(cell))


def is_setup(cell: NotebookNode) -> bool:
    """Whether the cell prepares the tests and gives no points."""
    return is_locked(cell) and not utils.is_grade(cell)


def scores_itself(cell: NotebookNode) -> bool:
    """Whether a test cell that ran shows a value.

    nbgrader takes it for the score, even if an error follows. Our tests end in statements, which have no value;
    so an answer made the cell show it.
    """
    return utils.is_grade(cell) and any(o.output_type == "execute_result" for o in cell.get("outputs", []))


def is_answer(cell: NotebookNode) -> bool:
    """Whether the learner writes in this cell."""
    return bool(utils.is_solution(cell))


def exercises(source: NotebookNode) -> list[Exercise]:
    """The exercises of a source or release notebook, in order."""
    found: list[Exercise] = []
    heading = ""
    for cell in source.cells:
        if cell.cell_type == "markdown" and (match := re.search(r"^#{2,} (.+)$", cell.source, re.MULTILINE)):
            heading = re.sub(r" *\([\d.]+ points?\)$", "", match[1].strip())  # the points stand elsewhere
        elif is_answer(cell):
            found.append(Exercise(grade_id(cell), heading or grade_id(cell)))
        elif utils.is_grade(cell) and found:
            found[-1].tests[grade_id(cell)] = float(cell.metadata.nbgrader["points"])
    return found


def defined_names(source: str) -> set[str]:
    """The public names that a cell defines at its top level; by the look of it where it is no valid Python."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(re.findall(r"^(?:async +def|def|class) +([A-Za-z]\w*)", source, re.MULTILINE))
    names: set[str] = set()
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names.update(t.id for t in targets if isinstance(t, ast.Name))
    return {name for name in names if not name.startswith("_")}
