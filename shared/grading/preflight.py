"""From a submission to a notebook that nbgrader can grade.

The result is put together from cells of ours and cells of the learner: set-up and test cells always come from
the release, whatever the file says, with the release's metadata (a tag on a test cell could keep it from
running, and a test that did not run counts as passed); answers and everything the learner added keep their
text and their order. An answer is found by its grade_id, then by its cell id, then by the names it defines, so
that a notebook that went through another editor and lost its metadata is graded like any other.

The result will be opened in a browser by somebody who is logged in. A text cell that reads like a released one
is the released one; any other text is shown as it was typed (see :mod:`shared.grading.sanitize`). And since
what colours the code on a page can take time with the square of its length, code has a greatest length.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from shared.grading.notebooks import UnusableNotebook, defined_names, exercises, grade_id, is_answer, is_locked
from shared.grading.sanitize import MAX_TYPED, literal, one_line
from shared.grading.suspicions import suspicions

import nbformat
from nbformat import NotebookNode

MAX_CODE = 20_000  # characters of one cell; the longest answer of the course has 2,300
MAX_ALL_CODE = 250_000  # characters of all code cells together, tests included
MAX_ALL_TEXT = 1_000_000  # characters of all text cells together
MAX_BLANKS = 500  # in a row; at 10,000 the highlighter of nbgrader's pages stands still for ten seconds


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
        UnusableNotebook: not one answer cell of this assignment is in it, or its code is too long.
    """
    _refuse_too_much(submission)
    matches = _match(submission, release, source)
    if not any(match is not None and is_answer(release.cells[match]) for match in matches):
        raise UnusableNotebook("no answer cell of this assignment is in it: is it the right notebook?")
    notes = [*_duplicates(submission, matches, release), *_changes(submission, matches, release, source)]
    cells = [_rebuilt(cell, match, release) for cell, match in zip(submission.cells, matches, strict=True)]
    placed = _without_stub_copies(list(zip(matches, cells, strict=True)), release)
    placed = _within_limits(placed, notes)
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
    found = {
        id(cell): _names_in(cell)
        for cell, match in zip(submission.cells, matches, strict=True)
        if match is None
    }
    claim(lambda ours, theirs, i: bool(names[i] & found[id(theirs)]))
    return matches


def _names_in(cell: NotebookNode) -> set[str]:
    return defined_names(cell.source) if cell.cell_type == "code" and len(cell.source) <= MAX_CODE else set()


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
    ours = copy.deepcopy(release.cells[match]) if match is not None else None
    if ours is not None and (is_locked(ours) or ours.source.strip() == cell.source.strip()):
        return ours
    if ours is not None and grade_id(ours):
        ours.source = cell.source if ours.cell_type == "code" else literal(cell.source)
        return ours
    if cell.cell_type == "code":
        bare = nbformat.v4.new_code_cell(cell.source)
    else:
        bare = nbformat.v4.new_markdown_cell(literal(cell.source))
    bare.id = cell.id
    return bare


def _refuse_too_much(submission: NotebookNode) -> None:
    """Stop before much time is spent on it; cells that are too long by themselves are looked at later."""
    code = [len(cell.source) for cell in submission.cells if cell.cell_type == "code"]
    text = [min(len(cell.source), MAX_TYPED) for cell in submission.cells if cell.cell_type != "code"]
    for what, total, limit in (
        ("code", sum(length for length in code if length <= MAX_CODE), MAX_ALL_CODE),
        ("text", sum(text), MAX_ALL_TEXT),
    ):
        if total > limit:
            raise UnusableNotebook(
                f"its {what} has {total:,} characters in all, and at most {limit:,} are graded"
            )


def _within_limits(placed: Placed, notes: list[str]) -> Placed:
    """Leave out cells that the learner added and that are too long, and say so.

    Raises:
        UnusableNotebook: an answer is too long.
    """
    kept: Placed = []
    for match, cell in placed:
        if cell.cell_type == "code" and not is_locked(cell):
            short = _with_short_blanks(cell.source)
            length = len(short)
            if length > MAX_CODE and grade_id(cell):
                raise UnusableNotebook(
                    f"{_name(cell)} has {length:,} characters, and at most {MAX_CODE:,} are graded"
                )
            if length > MAX_CODE:
                notes.append(f"{_name(cell)} of {length:,} characters was left out (at most {MAX_CODE:,})")
                continue
            if short != cell.source:
                notes.append(f"{_name(cell)}: more than {MAX_BLANKS} blank characters in a row were shortened")
                cell.source = short
        kept.append((match, cell))
    return kept


def _with_short_blanks(source: str) -> str:
    """Code without very long runs of blank characters; what follows one stays indented as it was."""

    def shortened(blanks: re.Match[str]) -> str:
        *lines, last = blanks[0].split("\n")
        return ("\n" if lines else "") + last[:MAX_BLANKS]

    return re.sub(rf"\s{{{MAX_BLANKS + 1},}}", shortened, source) if len(source) <= MAX_ALL_CODE else source


def _name(cell: NotebookNode) -> str:
    """What to call a cell in a note."""
    return f"the answer {grade_id(cell)}" if grade_id(cell) else f"an added cell ({one_line(cell.source, 30)})"


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
    """Give every cell an id of its own; ours keep theirs."""
    taken = {cell.id for cell in notebook.cells if grade_id(cell)}
    for number, cell in enumerate(notebook.cells):
        if not grade_id(cell):
            if cell.id in taken:
                free = (name for k in itertools.count() if (name := f"added-{number}-{k}") not in taken)
                cell.id = next(free)
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
    """What in the learner's own cells is worth a human look."""
    own = [
        cell.source
        for cell, match in zip(submission.cells, matches, strict=True)
        if match is None or is_answer(release.cells[match])
    ]
    found = list(dict.fromkeys(thing for source in own for thing in suspicions(source)))
    shown = ", ".join(found[:6]) + (", …" if len(found) > 6 else "")
    return [f"{shown}: worth a look by hand"] if found else []
