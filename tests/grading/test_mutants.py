"""The tests of every exercise catch plausible wrong answers and accept right ones written differently.

``tests/mutants/chNN/<grade_id of the answer>.py`` holds whole versions of an answer cell, each below a line
``# === wrong: what is wrong`` or ``# === right: how it differs``.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import symtable
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from shared.grading.course import Course, nbgrader_config
from shared.grading.notebooks import defined_names, exercises, grade_id, is_answer, is_locked
from shared.grading.release import released

import nbformat
import pytest
from places import ROOT

CHAPTERS = [path.parent.name for path in sorted(ROOT.glob("ch[0-9][0-9]/ch[0-9][0-9]_solutions.ipynb"))]
HEADER = re.compile(r"^# === (wrong|right): *(.+)$", re.MULTILINE)
LABS = {"run_cases", "engine_lab", "small_table", "score_table", "leaky", "curve"}
FEW = 10  # wrong versions of a lab in a plain run; ALL_MUTANTS=1 runs every one
TIMEOUT = 60  # seconds for one version; a graded cell should take under 10


class Version(NamedTuple):
    """A way to write an answer."""

    chapter: str
    exercise: str
    kind: str  # wrong, right, stub, solution, collide
    name: str
    source: str

    def __str__(self) -> str:
        return f"{self.chapter}-{self.exercise}-{self.kind}: {self.name}"


def mutant_file(chapter: str, exercise: str) -> Path:
    return ROOT / "tests" / "mutants" / chapter / f"{exercise}.py"


def mutants(chapter: str, exercise: str) -> list[Version]:
    """The versions of a file; of a lab, where each takes seconds, the right and the first wrong ones."""
    file = mutant_file(chapter, exercise)
    parts = HEADER.split(file.read_text(encoding="utf-8"))[1:] if file.exists() else []
    found = [Version(chapter, exercise, *parts[i : i + 3]) for i in range(0, len(parts), 3)]
    if exercise in LABS and not os.environ.get("ALL_MUTANTS"):
        wrong = [version for version in found if version.kind == "wrong"]
        found = [version for version in found if version not in wrong[FEW:]]
    return found


@cache
def source_of(chapter: str) -> nbformat.NotebookNode:
    return nbformat.read(ROOT / chapter / f"{chapter}_solutions.ipynb", as_version=4)


def bound_by(sources: list[str]) -> set[str]:
    """All names that test cells give a meaning to at their top level, in loops and imports too."""
    names: set[str] = set()
    for source in sources:
        for node in symtable.symtable(source, "test", "exec").get_symbols():
            if node.is_assigned() or node.is_imported():
                names.add(node.get_name())
    return names


def colliding(solution: str, names: set[str]) -> str:
    """The solution with helpers that are called as things in the tests are, and on whose work it relies."""
    answers = {node.name for node in ast.parse(solution).body if isinstance(node, ast.FunctionDef)}
    helpers = sorted(names - defined_names(solution))
    parts = [
        "import functools as _functools",
        solution,
        *(f"def {name}():\n    return {name!r}" for name in helpers),
    ]
    relied = " and ".join(f"{name}() == {name!r}" for name in helpers) or "True"
    parts.append(f"def _intact():\n    return {relied}")
    parts.append(
        "def _relying(function):\n    @_functools.wraps(function)\n    def inner(*args, **keywords):\n"
        "        return function(*args, **keywords) if _intact() else None\n    return inner"
    )
    return "\n\n".join([*parts, *(f"{name} = _relying({name})" for name in sorted(answers))])


@cache
def versions(chapter: str) -> list[Version]:
    """The stub, the solution, its variant with names of the tests, and all mutants of a chapter's exercises."""
    source = source_of(chapter)
    release = released(source, nbgrader_config(Course.at(ROOT)))
    cells = {grade_id(cell): cell.source for cell in source.cells if grade_id(cell)}
    tests_of = {exercise.answer: exercise.tests for exercise in exercises(source)}
    found = []
    for ours, stub in zip(source.cells, release.cells, strict=True):
        if is_answer(ours):
            name = grade_id(ours)
            found.append(Version(chapter, name, "stub", "untouched", stub.source))
            found.append(Version(chapter, name, "solution", "ours", ours.source))
            tests = [cells[test] for test in tests_of[name]]
            found.append(Version(chapter, name, "collide", "names", colliding(ours.source, bound_by(tests))))
            found += mutants(chapter, name)
    return found


@cache
def outcomes(chapter: str) -> dict[Version, list[str | None]]:
    """For every version and each of its test cells None, or why it fails."""
    source = source_of(chapter)
    cells = {grade_id(cell): cell.source for cell in source.cells if grade_id(cell)}
    tests = {exercise.answer: exercise.tests for exercise in exercises(source)}
    graded = {test for names in tests.values() for test in names}
    job = {
        "setup": [c.source for c in source.cells if is_locked(c) and grade_id(c) not in graded],
        "versions": [
            {
                "source": v.source,
                "tests": [cells[t] for t in tests[v.exercise]],
                "names": sorted(defined_names(cells[v.exercise])),
            }
            for v in versions(chapter)
        ],
        "timeout": TIMEOUT,
    }
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "mutant_runner.py")],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT / chapter,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(versions(chapter), json.loads(done.stdout), strict=True))


ALL = [version for chapter in CHAPTERS for version in versions(chapter)]
EXERCISES = [(chapter, exercise.answer) for chapter in CHAPTERS for exercise in exercises(source_of(chapter))]


def together(chapter: str):
    """One process judges all versions of a chapter, once; on several cores its tests stay together."""
    return pytest.mark.xdist_group(f"mutants of {chapter}")


def of_kind(kind: str):
    found = [pytest.param(v, marks=together(v.chapter)) for v in ALL if v.kind == kind]
    return pytest.mark.parametrize("version", found, ids=[str(v) for v in ALL if v.kind == kind])


@of_kind("wrong")
def test_a_wrong_answer_fails(version: Version) -> None:
    problems = [problem for problem in outcomes(version.chapter)[version] if problem]
    assert problems, f"all tests of {version.exercise} pass"
    own = re.match(
        r"in the answer itself|(SyntaxError|NameError|ImportError|ModuleNotFoundError)\b", problems[0]
    )
    assert not own, f"the version is not wrong but broken: {problems[0]}"


@of_kind("right")
def test_a_right_answer_written_differently_passes(version: Version) -> None:
    assert [problem for problem in outcomes(version.chapter)[version] if problem] == []


@of_kind("solution")
def test_the_solution_passes(version: Version) -> None:
    assert [problem for problem in outcomes(version.chapter)[version] if problem] == []


@of_kind("collide")
def test_a_right_answer_may_use_the_names_of_the_tests(version: Version) -> None:
    assert [problem for problem in outcomes(version.chapter)[version] if problem] == []


@of_kind("stub")
def test_the_untouched_stub_gets_nothing(version: Version) -> None:
    """Every test cell fails, and says that nothing is written yet."""
    for problem in outcomes(version.chapter)[version]:
        assert problem is not None and problem.startswith("NotImplementedError"), problem


@pytest.mark.parametrize(("chapter", "exercise"), EXERCISES)
def test_every_exercise_has_mutants(chapter: str, exercise: str) -> None:
    kinds = [version.kind for version in mutants(chapter, exercise)]
    assert kinds.count("wrong") >= 5, f"{mutant_file(chapter, exercise)} needs 5 wrong versions"
    assert kinds.count("right") >= 2, f"{mutant_file(chapter, exercise)} needs 2 right versions"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_mutant_belongs_to_an_exercise(chapter: str) -> None:
    files = {path.stem for path in (ROOT / "tests" / "mutants" / chapter).glob("*.py")}
    assert files == {name for where, name in EXERCISES if where == chapter}


# --- the harness itself -------------------------------------------------------------------------------------


def test_the_harness_tells_apart_what_it_should(tmp_path: Path) -> None:
    test = "limit = 3\nif answer() != 1:\n    raise ValueError('not 1')"
    sources = {
        "def answer():\n    return 1": None,
        "def answer():\n    return 2": "ValueError: not 1",
        "def answer(:": "in the answer itself: SyntaxError",
        "def answer():\n    import os; os._exit(0)": "the process died",
        "def answer():\n    while True: pass": "took too long",
        "def answer():\n    import sys; print('hm', file=sys.stderr); return 1": None,
        "limit = 5\ndef answer():\n    return 1 if limit == 5 else 2": None,
        "def answer():\n    return left_over": "NameError",
        "left_over = 1\ndef answer():\n    return given": None,
    }
    job = {
        "setup": ["given = 1"],
        "versions": [{"source": s, "tests": [test], "names": ["answer"]} for s in sources],
        "timeout": 5,
    }
    runner = [sys.executable, str(ROOT / "tests" / "mutant_runner.py")]
    done = subprocess.run(runner, input=json.dumps(job), capture_output=True, text=True, cwd=tmp_path)
    found = [outcome for (outcome,) in json.loads(done.stdout)]
    for outcome, expected in zip(found, sources.values(), strict=True):
        assert outcome == expected if expected is None else outcome.startswith(expected)
