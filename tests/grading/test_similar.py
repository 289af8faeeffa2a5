"""Similar submissions: copies in disguise are found, what the exercises force is not, nothing takes long."""

from __future__ import annotations

import time
from pathlib import Path

from shared.grading.__main__ import main
from shared.grading.course import GradingError
from shared.grading.release import release
from shared.grading.similar import MANY, MAX_TOKENS, alike, fragments, similar

import nbformat
import pytest
from grading_course import ANSWERS, CHAPTER, RIGHT, make_course, solved, source_notebook

ORIGINAL = '''def count(items):
    """Count them."""
    found = {}
    order = sorted(set(items), key=lambda item: (items.index(item), str(item)))
    for item in order:
        total = 0
        for other in items:
            if other == item and type(other) is type(item):
                total += 1
            elif other != item:
                continue
        if total > 0:
            found[item] = total
    return {key: value for key, value in found.items() if value is not None}
'''
# The same thing after an evening of search and replace.
DISGUISED = """# my own solution
def count(items):
    result = {}
    sequence = sorted(set(items), key=lambda element: (items.index(element), str(element)))
    for element in sequence:   # each of them
        n = 0
        for candidate in items:
            if candidate == element and type(candidate) is type(element):
                n += 1
            elif candidate != element:
                continue

        if n > 0:
            result[element] = n
    return {a: b for a, b in result.items() if b is not None}
"""
OTHER = """def count(items):
    counts = {}
    position = 0
    while position < len(items):
        name = items[position]
        try:
            counts[name] = counts[name] + 1
        except KeyError:
            counts.update([(name, 1)])
        position = position + 1
    assert sum(counts.values()) == len(items), "every item is counted once, and none of them twice"
    return dict(sorted(counts.items(), key=lambda pair: items.index(pair[0])))
"""


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> nbformat.NotebookNode:
    course = make_course(tmp_path_factory.mktemp("released") / "course")
    return nbformat.read(release(course, CHAPTER), as_version=4)


def notebook(released: nbformat.NotebookNode, added: str = "", **answers: str) -> nbformat.NotebookNode:
    made = nbformat.from_dict(solved(released, {**RIGHT, **answers}))
    if added:
        made.cells.append(nbformat.v4.new_code_cell(added))
    return made


def test_a_copy_in_disguise_is_found_and_an_answer_of_ones_own_is_not(released: nbformat.NotebookNode) -> None:
    assert fragments(ORIGINAL) == fragments(DISGUISED), "names, comments, layout and docstrings tell nothing"
    class_ = {"ada": ORIGINAL, "bob": DISGUISED, "cy": OTHER}
    pairs = alike(source_notebook(), {name: notebook(released, count=code) for name, code in class_.items()})
    assert [pair.students for pair in pairs] == [("ada", "bob")]
    ((title, (both, all_)),) = pairs[0].common.items()
    assert "count" in title and both == all_ > 40
    assert (
        pairs[0].line().startswith("ada and bob: worth a look (")
        and f"{both} of {all_} fragments" in pairs[0].line()
    )


def test_half_a_copy_is_found_and_a_quarter_is_not(released: nbformat.NotebookNode) -> None:
    lines = ORIGINAL.splitlines(keepends=True)
    most = "".join(lines[:12]) + "    return dict(found)\n"
    little = "".join(lines[:4]) + OTHER.split("\n", 2)[2]
    for code, expected in ((most, [("ada", "bob")]), (little, [])):
        class_ = {"ada": notebook(released, count=ORIGINAL), "bob": notebook(released, count=code)}
        assert [pair.students for pair in alike(source_notebook(), class_)] == expected


def test_what_everybody_was_given_is_no_copy(released: nbformat.NotebookNode) -> None:
    given = max((cell.source for cell in source_notebook().cells if cell.cell_type == "code"), key=len)
    solution = ANSWERS["count"].replace("### BEGIN SOLUTION", "").replace("### END SOLUTION", "")
    class_ = {name: notebook(released, added=given, count=solution) for name in ("ada", "bob")}
    assert alike(source_notebook(), class_) == []


def test_what_many_write_is_common_knowledge(released: nbformat.NotebookNode) -> None:
    students = [f"s{number}" for number in range(MANY + 1)]
    everybody = {name: notebook(released, count=ORIGINAL) for name in students}
    assert alike(source_notebook(), everybody) == []
    fewer = dict(list(everybody.items())[:MANY])
    assert len(alike(source_notebook(), fewer)) == MANY * (MANY - 1) // 2
    # Two of them share something else besides, and only that counts.
    both = {name: notebook(released, count=ORIGINAL, added=OTHER) for name in ("s0", "s1")}
    (pair,) = alike(source_notebook(), everybody | both)
    assert pair.students == ("s0", "s1") and list(pair.common) == ["added cells"]


def test_short_answers_say_nothing(released: nbformat.NotebookNode) -> None:
    assert alike(source_notebook(), {name: notebook(released) for name in ("ada", "bob")}) == []


@pytest.mark.parametrize(
    "code", ["", "def count(items:\n    x = (\n", "'''", "\x00\x0c", "é = 'ü'\n" * 3, "0x" * 99]
)
def test_broken_code_is_compared_as_well_as_it_goes(released: nbformat.NotebookNode, code: str) -> None:
    class_ = {name: notebook(released, count=code) for name in ("ada", "bob")}
    alike(source_notebook(), class_)
    assert fragments(code + "\n" + ORIGINAL) is not None


def test_a_mistake_hides_no_copy(released: nbformat.NotebookNode) -> None:
    broken = ORIGINAL + "    return (\n"
    assert len(fragments(broken) & fragments(ORIGINAL)) > 0.9 * len(fragments(ORIGINAL))


def test_large_cells_are_cut(released: nbformat.NotebookNode) -> None:
    large = "\n".join(f"x{n} = {n} + y{n} * ({n} - z)" for n in range(50_000))
    started = time.process_time()
    assert len(fragments(large)) <= MAX_TOKENS
    assert time.process_time() - started < 10, "not a measure of speed: only that it ends"


def test_the_command(
    tmp_path: Path, released: nbformat.NotebookNode, capsys: pytest.CaptureFixture[str]
) -> None:
    course = make_course(tmp_path / "course")
    with pytest.raises(GradingError, match="no two submissions of ch01 to compare: run autograde first"):
        similar(course, CHAPTER)
    for name, code in {"ada": ORIGINAL, "bob": DISGUISED, "cy": OTHER}.items():
        folder = course.folder("prepared", name, CHAPTER)
        folder.mkdir(parents=True)
        nbformat.write(notebook(released, count=code), folder / f"{CHAPTER}_exercises.ipynb")
    assert main(["--course", str(course.root), "similar", CHAPTER]) == 0
    assert capsys.readouterr().out.startswith("ada and bob: worth a look")
    nbformat.write(
        notebook(released, count=OTHER),
        course.folder("prepared", "bob", CHAPTER) / f"{CHAPTER}_exercises.ipynb",
    )
    nbformat.write(notebook(released), course.folder("prepared", "cy", CHAPTER) / f"{CHAPTER}_exercises.ipynb")
    assert main(["--course", str(course.root), "similar", CHAPTER]) == 0
    assert "no submissions are alike" in capsys.readouterr().out
