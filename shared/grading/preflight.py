"""From a submission to a notebook that nbgrader can grade.

The result is put together from cells of ours and cells of the learner: set-up and test cells always come from
the release, whatever the file says, with the release's metadata (a tag on a test cell could keep it from
running, and a test that did not run counts as passed); answers and everything the learner added keep their
text and their order. An answer is found by its grade_id, then by its cell id, then by the names it defines, so
that a notebook that went through another editor and lost its metadata is graded like any other.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from dataclasses import dataclass, field

from shared.grading.notebooks import UnusableNotebook, defined_names, exercises, grade_id, is_answer, is_locked

from nbformat import NotebookNode

# What an honest answer hardly needs, and an attempt to fool the tests often does.
SUSPECT = re.compile(
    r"shared\.grading\.checks|CheckFailed|ast_transformers|input_transformers|os\._exit|sys\.modules|_getframe"
    r"|__builtins__|\bbuiltins\b|set_custom_exc|displayhook|gc\.get_objects"
    r"|\bexpect\w*(?= *=[^=])|def expect\w*"
)


@dataclass
class Prepared:
    """A notebook ready for grading, and what was done to it, in words for its author."""

    notebook: NotebookNode
    notes: list[str] = field(default_factory=list)
    suspicions: list[str] = field(default_factory=list)  # for the instructor: what is worth a look


def prepare(submission: NotebookNode, release: NotebookNode, source: NotebookNode) -> Prepared:
    """Put a submission together with the release's own cells.

    Args:
        submission: from :func:`shared.grading.notebooks.read_submission`; left as it is.
        release: what the learner was given.
        source: the release with its solutions, which tell what names each answer defines.

    Raises:
        UnusableNotebook: not one answer cell of this assignment is in it.
    """
    matches = _match(submission, release, source)
    if not any(match is not None and is_answer(release.cells[match]) for match in matches):
        raise UnusableNotebook("no answer cell of this assignment is in it: is it the right notebook?")
    cells = [_rebuilt(cell, match, release) for cell, match in zip(submission.cells, matches, strict=True)]
    notes = [*_duplicates(submission, matches, release), *_changes(submission, matches, release, source)]
    placed = _without_stub_copies(list(zip(matches, cells, strict=True)), release)
    _insert_missing(placed, release)
    if _tests_after_answers(placed, release):
        notes.append("test cells stood before their answers and were moved behind them")
    notebook = copy.deepcopy(release)
    notebook.cells = [cell for _, cell in placed]
    _unique_ids(notebook)
    return Prepared(notebook, notes, _suspicions(submission, matches, release))


# --- which cell is which ------------------------------------------------------------------------------------


def _match(submission: NotebookNode, release: NotebookNode, source: NotebookNode) -> list[int | None]:
    """For every submitted cell the index of the release's cell that it was, None for one the learner added."""
    by_grade_id = {grade_id(cell): i for i, cell in enumerate(release.cells) if grade_id(cell)}
    matches = [by_grade_id.get(grade_id(cell)) for cell in submission.cells]
    _keep_one_of_each(matches, submission, release)

    def claim(same) -> None:
        """Match what is still unmatched on both sides; of several candidates the last one counts."""
        taken = {match for match in matches if match is not None}
        for i, ours in enumerate(release.cells):
            if i not in taken:
                free = [
                    k
                    for k, theirs in enumerate(submission.cells)
                    if matches[k] is None and same(ours, theirs, i)
                ]
                if free:
                    matches[free[-1]] = i

    claim(lambda ours, theirs, i: ours.get("id") == theirs.get("id") and ours.cell_type == theirs.cell_type)
    claim(lambda ours, theirs, i: not is_answer(ours) and ours.source.strip() == theirs.source.strip())
    names = [defined_names(cell.source) if is_answer(cell) else set() for cell in source.cells]
    claim(lambda ours, theirs, i: theirs.cell_type == "code" and bool(names[i] & defined_names(theirs.source)))
    return matches


def _keep_one_of_each(matches: list[int | None], submission: NotebookNode, release: NotebookNode) -> None:
    """Of several cells with one grade_id, keep the mark of the last that is not an untouched stub."""
    for i in [i for i, count in Counter(m for m in matches if m is not None).items() if count > 1]:
        places = [k for k, match in enumerate(matches) if match == i]
        touched = [k for k in places if submission.cells[k].source.strip() != release.cells[i].source.strip()]
        kept = (touched or places)[-1] if is_answer(release.cells[i]) else places[0]
        for k in places:
            if k != kept:
                matches[k] = None


# --- putting together ---------------------------------------------------------------------------------------

Placed = list[tuple["int | None", NotebookNode]]  # the release's index of a cell, and the cell


def _rebuilt(cell: NotebookNode, match: int | None, release: NotebookNode) -> NotebookNode:
    """Our cell where it is ours, the learner's text in our cell where it is an answer, else only the text."""
    if match is None or not grade_id(release.cells[match]):
        bare = copy.deepcopy(cell)
        bare.metadata.clear()
        return bare
    made = copy.deepcopy(release.cells[match])
    if is_answer(made):
        made.source = cell.source
    return made


def _without_stub_copies(placed: Placed, release: NotebookNode) -> Placed:
    """Drop added cells that equal one of ours: a copied stub would undo the answer, a copied test is no use."""
    ours = {cell.source.strip() for cell in release.cells if grade_id(cell)}
    return [(match, cell) for match, cell in placed if match is not None or cell.source.strip() not in ours]


def _insert_missing(placed: Placed, release: NotebookNode) -> None:
    """Put our missing cells before the next cell of the release that is there, or at the end."""
    for i in reversed([i for i, cell in enumerate(release.cells) if is_locked(cell)]):
        if any(match == i for match, _ in placed):
            continue
        later = [k for k, (match, _) in enumerate(placed) if match is not None and match > i]
        placed.insert(min(later, default=len(placed)), (i, copy.deepcopy(release.cells[i])))


def _tests_after_answers(placed: Placed, release: NotebookNode) -> bool:
    """Move tests behind their answers and set-up cells to the front; tell whether any had to move."""
    moved = False
    position = {name: i for i, cell in enumerate(release.cells) if (name := grade_id(cell))}
    for exercise in exercises(release):
        for test in reversed(exercise.tests):  # each goes directly behind the answer, the first one last
            here = next(k for k, (match, _) in enumerate(placed) if match == position[test])
            answer = next((k for k, (m, _) in enumerate(placed) if m == position[exercise.answer]), -1)
            if here < answer:
                placed.insert(answer, placed.pop(here))
                moved = True
    first_answer = min(i for i, cell in enumerate(release.cells) if is_answer(cell))
    for i in reversed([i for i, cell in enumerate(release.cells[:first_answer]) if is_locked(cell)]):
        here = next(k for k, (match, _) in enumerate(placed) if match == i)
        if any(match is not None and match >= first_answer for match, _ in placed[:here]):
            placed.insert(0, placed.pop(here))
            moved = True
    return moved


def _unique_ids(notebook: NotebookNode) -> None:
    """Give every cell a valid id of its own; ours keep theirs."""
    taken = {cell.id for cell in notebook.cells if grade_id(cell)}
    for number, cell in enumerate(notebook.cells):
        if not grade_id(cell):
            if cell.id in taken or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", cell.id):
                cell.id = f"added-{number}"
            taken.add(cell.id)


# --- words --------------------------------------------------------------------------------------------------


def _duplicates(submission: NotebookNode, matches: list, release: NotebookNode) -> list[str]:
    known = {grade_id(cell): cell for cell in release.cells if grade_id(cell)}
    counts = Counter(grade_id(cell) for cell in submission.cells if grade_id(cell) in known)
    return [
        f"{name} is there {count} times"
        + ("; the last version counts" if is_answer(known[name]) else "; it runs once")
        for name, count in counts.items()
        if count > 1
    ]


def _changes(submission: NotebookNode, matches: list, release: NotebookNode, source: NotebookNode) -> list[str]:
    """What differs from the release in cells that are managed by nbgrader."""
    notes = []
    unmarked = 0
    for i, ours in enumerate(release.cells):
        name = grade_id(ours)
        if not name:
            continue
        if i not in matches:
            what = "is missing: it gets no points" if is_answer(ours) else "was missing and is put back"
            notes.append(f"{name} {what}")
            continue
        theirs = submission.cells[matches.index(i)]
        unmarked += grade_id(theirs) != name
        originals = (ours.source.strip(), source.cells[i].source.strip())
        if is_locked(ours) and theirs.source.strip() not in originals:
            notes.append(f"{name} was changed; the original is used")
        elif theirs.cell_type != ours.cell_type:
            notes.append(f"{name} was turned into a {theirs.cell_type} cell and is turned back")
    if unmarked:
        notes.append(f"{unmarked} cells had lost their marks and were recognized by their contents")
    return notes


def _suspicions(submission: NotebookNode, matches: list, release: NotebookNode) -> list[str]:
    """Words in the learner's own cells that are worth a human look."""
    own = [
        cell.source
        for cell, match in zip(submission.cells, matches, strict=True)
        if match is None or is_answer(release.cells[match])
    ]
    found = sorted({word for source in own for word in SUSPECT.findall(source)})
    return [f"mentions {', '.join(found)}: worth a look by hand"] if found else []
