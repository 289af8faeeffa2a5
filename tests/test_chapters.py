"""Chapters are made alike: one course map, a switch, a reader who acts, claims as code, described figures.

What a chapter's notebooks must have, so that a learner who knows one knows all. Small functions list what is
missing; tests of their own try them on notebooks that miss it.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from shared.grading.notebooks import exercises, grade_id

import nbformat
import pytest
from nbformat import NotebookNode
from places import ROOT

OLDER: set[str] = set()  # made before this pattern, and not yet brought to it


def notebooks(kind: str) -> list[Path]:
    found = sorted(ROOT.glob(f"ch[0-9][0-9]/ch[0-9][0-9]_{kind}.ipynb"))
    return [path for path in found if path.parent.name not in OLDER]


MAIN, SOLUTIONS = notebooks("main"), notebooks("solutions")
COURSE_MAP = """```mermaid
flowchart LR
    c1["1 Reasoning<br/>models"] --> c2["2 Generating<br/>text"] --> c3["3 Evaluating"]
    c3 --> c4["4 Inference-time<br/>scaling"] --> c5["5 Scoring and<br/>refining"]
    c3 --> c6["6 Reinforcement<br/>learning"] --> c7["7 Better policy<br/>optimization"]
    c3 --> c8["8 Distillation"]
    classDef here fill:#0072B2,stroke:#0072B2,color:#ffffff
    class c{} here
```"""
# How often the reader is asked to do something, at least: before an output, with a knob, at a section's end.
ACTIONS = {"**Predict.**": 4, "**Try it.**": 3, "**Check yourself.**": 4}
FOLDED = {"**Predict.**", "**Check yourself.**"}  # their answers are there, and are not seen at once
CLAIMS = 6
CHECKS = re.compile(r"from shared\.grading\.checks import [\w, ()\n]+")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def each(paths: list[Path]):
    return pytest.mark.parametrize("path", paths, ids=name)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def text_of(notebook: NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def tree_of(cell: NotebookNode) -> ast.Module:
    return ast.parse(
        "\n".join("" if line.startswith(("%", "!")) else line for line in cell.source.splitlines())
    )


# --- the frame ----------------------------------------------------------------------------------------------


def frame(notebook: NotebookNode, chapter: int) -> list[str]:
    """What is missing at a notebook's beginning."""
    problems = []
    first = notebook.cells[0].source
    if COURSE_MAP.replace("{}", str(chapter)) not in first:
        problems.append("the first cell lacks the course map")
    problems += [
        f"the first cell does not say {what}"
        for what, words in {
            "what one can do at the end": "By the end you can",
            "what one needs to know": "You need",
            "how long it takes": "minutes",
        }.items()
        if words not in first
    ]
    switch = code_cells(notebook)[0].source
    if not re.search(r'^MODEL = "', switch, re.MULTILINE) or not re.search(r"^DEVICE = ", switch, re.MULTILINE):
        problems.append("the first code cell is no switch: MODEL, DEVICE")
    text = text_of(notebook)
    problems += [
        f"there is no section {title}"
        for title in ("## Summary", "## Pitfalls", "## What to read next")
        if title not in text
    ]
    return problems


@each(MAIN)
def test_a_chapter_has_its_frame(path: Path) -> None:
    assert frame(read(path), int(path.parent.name[2:])) == []


def test_the_guard_for_the_frame_bites() -> None:
    empty = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("# Chapter 4"), nbformat.v4.new_code_cell("import torch")]
    )
    assert len(frame(empty, 4)) == 8


# --- the reader acts ----------------------------------------------------------------------------------------


def inactive(notebook: NotebookNode) -> list[str]:
    """Where the reader is not asked, or is told the answer at once."""
    found = dict.fromkeys(ACTIONS, 0)
    problems = []
    for cell in notebook.cells:
        for action in ACTIONS if cell.cell_type == "markdown" else ():
            for asked in cell.source.split(action)[1:]:
                found[action] += 1
                if action in FOLDED and "<details>" not in asked:
                    problems.append(f"{action} in {cell.id} has no folded answer")
    problems += [
        f"{action} {count} times, not {ACTIONS[action]}"
        for action, count in found.items()
        if count < ACTIONS[action]
    ]
    return problems


@each(MAIN)
def test_the_reader_acts(path: Path) -> None:
    assert inactive(read(path)) == []


def test_the_guard_for_actions_bites() -> None:
    def notebook(text: str) -> NotebookNode:
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])

    assert len(inactive(notebook("nothing"))) == 3
    asked = "".join(f"{action} x <details>y</details>" * count for action, count in ACTIONS.items())
    assert inactive(notebook(asked)) == []
    assert len(inactive(notebook(asked + "**Predict.** How many?"))) == 1


# --- claims -------------------------------------------------------------------------------------------------


def claims_of(cell: NotebookNode) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree_of(cell))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "claim"
    ]


def unclaimed(notebook: NotebookNode) -> list[str]:
    """What is wrong with the claims of a notebook."""
    problems, count = [], 0
    for cell in code_cells(notebook):
        calls, tagged = claims_of(cell), "claim" in cell.metadata.get("tags", [])
        count += len(calls)
        if bool(calls) != tagged:
            problems.append(f"{cell.id}: a cell with the tag claim has claims, and no other")
        if tagged and not cell.metadata.get("jupyter", {}).get("source_hidden"):
            problems.append(f"{cell.id} is not folded")
        for call in calls:
            if len(call.args) != 2 or not any(isinstance(n, ast.Name) for n in ast.walk(call.args[1])):
                problems.append(f"{cell.id}: a claim that nothing computed could refute")
    if count < CLAIMS:
        problems.append(f"{count} claims, not {CLAIMS}")
    return problems


@each(MAIN)
def test_what_the_text_says_is_checked_when_it_runs(path: Path) -> None:
    assert unclaimed(read(path)) == []


def test_the_guard_for_claims_bites() -> None:
    def cell(source: str, *tags: str, folded: bool = True) -> NotebookNode:
        metadata = {"tags": list(tags), "jupyter": {"source_hidden": folded}}
        return nbformat.v4.new_code_cell(source, metadata=metadata)

    good = [cell("claim('a', x > 1)\n" * CLAIMS, "claim")]
    for more, count in (
        ([], 0),
        ([cell("claim('a', x > 1)")], 1),
        ([cell("x = 1", "claim")], 1),
        ([cell("claim('a', x > 1)", "claim", folded=False)], 1),
        ([cell("claim('a', True)", "claim")], 1),
    ):
        assert len(unclaimed(nbformat.v4.new_notebook(cells=good + more))) == count
    assert len(unclaimed(nbformat.v4.new_notebook(cells=[]))) == 1


# --- figures ------------------------------------------------------------------------------------------------


def undescribed(notebook: NotebookNode, chapter: int) -> list[str]:
    """Pictures without a number in order, a caption, or words for who does not see them."""
    problems, numbers = [], []
    for cell in code_cells(notebook):
        captions = 0
        for output in cell.outputs:
            data = output.get("data", {})
            if "image/png" in data:
                captions -= 1
                if not output.metadata.get("image/png", {}).get("alt"):
                    problems.append(f"{cell.id}: a picture without a description (alt)")
            if match := re.match(r"\*\*Figure (\d+)\.(\d+)\.\*\* \S", data.get("text/markdown", "")):
                captions += 1
                numbers.append((int(match[1]), int(match[2])))
        if captions:
            problems.append(f"{cell.id}: a picture without a caption, or the reverse")
    if numbers != [(chapter, number) for number in range(1, len(numbers) + 1)]:
        problems.append(f"figures are numbered {numbers}")
    return problems


@each(MAIN)
def test_figures_are_described(path: Path) -> None:
    assert undescribed(read(path), int(path.parent.name[2:])) == []


def test_the_guard_for_figures_bites() -> None:
    def notebook(alt: str, *captions: str) -> NotebookNode:
        new = nbformat.v4.new_output
        picture = new(
            "display_data", data={"image/png": "x"}, metadata={"image/png": {"alt": alt} if alt else {}}
        )
        texts = [new("display_data", data={"text/markdown": caption}) for caption in captions]
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[picture, *texts])])

    assert undescribed(notebook("a line", "**Figure 4.1.** Look."), 4) == []
    assert len(undescribed(notebook("", "**Figure 4.1.** Look."), 4)) == 1
    assert len(undescribed(notebook("a line"), 4)) == 1
    assert len(undescribed(notebook("a line", "**Figure 4.2.** Look."), 4)) == 1


# --- exercises ----------------------------------------------------------------------------------------------


def uneven(source: NotebookNode) -> list[str]:
    """What is wrong with how exercises are cut."""
    problems = []
    cells = {grade_id(cell): cell for cell in source.cells if grade_id(cell)}
    about, texts = "", {}
    for cell in source.cells:
        about = cell.source if cell.cell_type == "markdown" else about
        texts[grade_id(cell)] = about
    for exercise in exercises(source):
        if len(exercise.tests) not in (2, 3, 4):
            problems.append(
                f"{exercise.answer}: {len(exercise.tests)} graded cells; one missed edge costs too much"
            )
        if texts[exercise.answer].count("<details>") < 2:
            problems.append(f"{exercise.answer}: a hint in two steps, the second folded deeper")
        problems += [
            f"{test}: begin with the import of the checks, so that no other cell can change them"
            for test in exercise.tests
            if not CHECKS.match(cells[test].source)
        ]
    text = text_of(source).lower()
    problems += [
        f"there is no exercise of the kind {kind!r}" for kind in ("lab", "find the fault") if kind not in text
    ]
    return problems


@each(SOLUTIONS)
def test_exercises_are_cut_fairly(path: Path) -> None:
    assert uneven(read(path)) == []


def test_the_guard_for_exercises_bites() -> None:
    def cell(kind: str, source: str, points: int | None = None) -> NotebookNode:
        made = getattr(nbformat.v4, f"new_{kind}_cell")(source)
        if kind == "code":
            marks = {
                "grade_id": source.split()[0].strip("#"),
                "schema_version": 3,
                "locked": points is not None,
            }
            marks |= {
                "grade": points is not None,
                "solution": points is None,
                "points": points or 0,
                "task": False,
            }
            made.metadata.nbgrader = marks
        return made

    text = cell("markdown", "## Exercise 1.1: A lab\n<details>a<details>b</details></details> find the fault")
    answer = cell("code", "#f\ndef f(): ...")
    test = cell("code", "#t1\nexpect(f(), '')", 5)
    bad = uneven(nbformat.v4.new_notebook(cells=[text, answer, test]))
    assert len(bad) == 2 and "graded cells" in bad[0] and "begin with the import" in bad[1]
