"""The graded cells of a chapter, and the gradebook's idea of them: when tests change after students handed in.

nbgrader's gradebook has a row for every managed cell, and a score or a comment for each of them in every
submission. Sources and points may change at any time, but once there are submissions nbgrader refuses a source
with other cells. Here the rows are brought into line with the source first: those of cells that are gone go
with their scores, new cells get empty ones, a cell that only got another name keeps its scores, and everything
else, what humans entered included, stays.
"""

from __future__ import annotations

import contextlib
import copy
import hashlib
import json
from dataclasses import dataclass, field

from shared.grading.course import Course, GradingError, nbgrader_config
from shared.grading.gradebook import open_gradebook, quietly, recall
from shared.grading.notebooks import grade_id, is_answer, is_locked, read_source

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SourceCell,
    SubmittedNotebook,
)
from nbgrader.preprocessors import ClearSolutions


def digest_of_tests(source: NotebookNode) -> str:
    """A digest of all that decides a score: set-up and test cells with hidden parts and points, not the prose.

    Of answer cells only the names count; the solutions in them do not run.
    """
    deciding = [
        [grade_id(cell), cell.cell_type, cell.source if is_locked(cell) else "", _points(cell)]
        for cell in source.cells
        if is_locked(cell) or is_answer(cell)
    ]
    return hashlib.sha256(json.dumps(deciding).encode("utf-8")).hexdigest()


def _points(cell: NotebookNode) -> float | None:
    return float(cell.metadata.nbgrader["points"]) if utils.is_grade(cell) else None


@dataclass
class Changes:
    """Which managed cells the source has, and the gradebook has not, or the other way round."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)  # old name -> new name
    lost: int = 0  # scores and comments that humans gave to the removed ones

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.renamed)

    def __str__(self) -> str:
        renamed = [f"{old} is now {new}" for old, new in self.renamed.items()]
        kinds = {"added": self.added, "removed": self.removed, "renamed": renamed}
        lost = [f"with them {self.lost} scores and comments entered by hand"] if self.lost else []
        return "; ".join([*(f"{kind}: {', '.join(names)}" for kind, names in kinds.items() if names), *lost])


def follow_source(course: Course, chapter: str, *, allowed: bool) -> Changes:
    """Bring the gradebook's cells into line with the source; say what had to change.

    Args:
        course: whose gradebook.
        chapter: whose cells.
        allowed: whether that may be done although submissions have scores.

    Raises:
        GradingError: cells changed, submissions have scores, and it is not allowed.
    """
    if not (course.state / "gradebook.db").exists():
        return Changes()
    source = _as_saved(course, chapter)
    with open_gradebook(course) as gradebook, quietly():
        try:
            notebook = gradebook.find_notebook(f"{chapter}_exercises", chapter)
        except MissingEntry:
            return Changes()
        changes = _changes(notebook, source)
        if changes and not allowed and (recall(course, chapter) or _has_scores(notebook)):
            raise GradingError(
                f"the cells of {chapter} changed since submissions were graded ({changes}): --tests-changed if "
                "you mean it; what was entered by hand for the others stays, and everybody is graded again"
            )
        if changes:
            _apply(gradebook, notebook, source, changes)
        _fill_in(gradebook, notebook)
        gradebook.db.commit()
    return changes


def _as_saved(course: Course, chapter: str) -> dict[str, NotebookNode]:
    """The managed cells of the source by name, as nbgrader keeps them: without solutions, with hidden tests."""
    source = read_source(course.solutions(chapter))
    with contextlib.suppress(RuntimeError, ValueError):  # nbgrader says so itself when it makes the release
        source, _ = ClearSolutions(config=nbgrader_config(course)).preprocess(copy.deepcopy(source), {})
    return {grade_id(cell): cell for cell in source.cells if _kinds(cell)}


def _kinds(cell: NotebookNode) -> set[str]:
    """In which of nbgrader's tables a cell has a row; none for a cell that it does not manage."""
    kinds = {"grade": utils.is_grade(cell), "solution": utils.is_solution(cell), "task": utils.is_task(cell)}
    kinds["source"] = utils.is_locked(cell) or any(kinds.values())
    return {kind for kind, present in kinds.items() if present}


def _tables(notebook: Notebook) -> dict[str, list]:
    return {
        "grade": notebook.grade_cells,
        "solution": notebook.solution_cells,
        "task": notebook.task_cells,
        "source": notebook.source_cells,
    }


def _changes(notebook: Notebook, source: dict[str, NotebookNode]) -> Changes:
    old: dict[str, set[str]] = {}
    for kind, cells in _tables(notebook).items():
        for cell in cells:
            old.setdefault(cell.name, set()).add(kind)
    new = {name: _kinds(cell) for name, cell in source.items()}
    # A cell that changed its kind, from an answer to a test, say, is another cell.
    added = [name for name in new if old.get(name) != new[name]]
    removed = [name for name in old if old[name] != new.get(name)]
    texts = {cell.name: cell.source for cell in notebook.source_cells}
    renamed = {}
    for name in list(removed):
        same = [other for other in added if new[other] == old[name] and source[other].source == texts.get(name)]
        if name not in new and (same := [other for other in same if other not in old]):
            renamed[name] = same[0]
            added.remove(same[0])
            removed.remove(name)
    lost = [entry for cells in _tables(notebook).values() for cell in cells for entry in _entries(cell)]
    return Changes(added, removed, renamed, sum(_is_human(entry) for entry in lost if entry.name in removed))


def _entries(cell: BaseCell | SourceCell) -> list[Grade | Comment]:
    """What submissions have for a cell."""
    return [*(getattr(cell, "grades", None) or ()), *(getattr(cell, "comments", None) or ())]


def _is_human(entry: Grade | Comment) -> bool:
    """Whether somebody entered it."""
    return (entry.manual_score if isinstance(entry, Grade) else entry.manual_comment) is not None


def _has_scores(notebook: Notebook) -> bool:
    """Whether anything was entered for a submission; one that only has an extension has nothing to lose."""
    return any(
        grade.auto_score is not None or grade.manual_score is not None
        for submission in notebook.submissions
        for grade in submission.grades
    )


def _apply(gradebook: Gradebook, notebook: Notebook, source: dict[str, NotebookNode], changes: Changes) -> None:
    for cells in _tables(notebook).values():
        for cell in list(cells):
            if cell.name in changes.removed:
                for entry in _entries(cell):
                    gradebook.db.delete(entry)
                gradebook.db.delete(cell)
            elif cell.name in changes.renamed:
                cell.name = changes.renamed[cell.name]
    gradebook.db.commit()
    place = (notebook.name, notebook.assignment.name)
    for name in changes.added:
        cell, kinds = source[name], _kinds(source[name])
        worth = {"max_score": float(cell.metadata.nbgrader.get("points", 0)), "cell_type": cell.cell_type}
        if "grade" in kinds:
            gradebook.add_grade_cell(name, *place, **worth)
        if "solution" in kinds:
            gradebook.add_solution_cell(name, *place)
        if "task" in kinds:
            gradebook.add_task_cell(name, *place, **worth)
        gradebook.add_source_cell(
            name, *place, cell_type=cell.cell_type, locked=utils.is_locked(cell), source=cell.source
        )


def _fill_in(gradebook: Gradebook, notebook: Notebook) -> None:
    """Give every submission an entry for every cell that needs one."""
    graded = {cell.id for cell in (*notebook.grade_cells, *notebook.task_cells)}
    commented = {cell.id for cell in (*notebook.solution_cells, *notebook.task_cells)}
    for submission in notebook.assignment.submissions:
        mine = next((entry for entry in submission.notebooks if entry.notebook_id == notebook.id), None)
        if mine is None:
            mine = SubmittedNotebook(notebook=notebook, assignment=submission)
            gradebook.db.add(mine)
        for cell_id in graded - {grade.cell_id for grade in mine.grades}:
            gradebook.db.add(Grade(cell_id=cell_id, notebook=mine))
        for cell_id in commented - {comment.cell_id for comment in mine.comments}:
            gradebook.db.add(Comment(cell_id=cell_id, notebook=mine))
