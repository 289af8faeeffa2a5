"""Notebooks stay true: the code is the package's, the outputs are of one full run, the exercises work."""

from __future__ import annotations

import ast
import base64
import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

from shared.grading.course import Course
from shared.grading.notebooks import exercises, grade_id, is_answer, is_locked
from shared.grading.release import release

import nbformat
import pytest
from places import ROOT

MAIN = sorted(ROOT.glob("ch[0-9][0-9]/ch[0-9][0-9]_main.ipynb"))
SOLUTIONS = sorted(ROOT.glob("ch[0-9][0-9]/ch[0-9][0-9]_solutions.ipynb"))
EXERCISES = sorted(ROOT.glob("ch[0-9][0-9]/ch[0-9][0-9]_exercises.ipynb"))
READMES = sorted([*ROOT.glob("*.md"), *ROOT.glob("ch[0-9][0-9]/*.md"), *ROOT.glob("appendix/**/*.md")])
OUR_PATHS = re.compile(r"(?<![\w.])(/home/|/root/|/tmp/|/Users/|/private/|/work/|/mnt/|[A-Z]:\\)")
MAX_LINES = 60  # of one cell's output: about a screen
MAX_PICTURE = 150_000  # bytes


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def each(paths: list[Path]):
    return pytest.mark.parametrize("path", paths, ids=name)


# --- the same code as in the package ------------------------------------------------------------------------


def normalized(node: ast.AST) -> str:
    """A definition's syntax tree without docstrings, comments and places."""
    for inner in ast.walk(node):
        if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and ast.get_docstring(
            inner
        ):
            inner.body = inner.body[1:] or [ast.Pass()]
    return ast.dump(node)


def definitions(source: str) -> dict[str, str]:
    return {
        node.name: normalized(node)
        for node in ast.parse(source).body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }


@cache
def package_definitions() -> dict[str, dict[str, str]]:
    """Every function and class of the package: name -> file -> normalized code."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted((ROOT / "shared").rglob("*.py")):
        for defined, code in definitions(path.read_text(encoding="utf-8")).items():
            found.setdefault(defined, {})[name(path)] = code
    return found


def python(source: str) -> str:
    """A cell's source without IPython's own commands."""
    return "\n".join("" if re.match(r"\s*[%!]", line) else line for line in source.splitlines())


def drifted(notebook: nbformat.NotebookNode, package: dict[str, dict[str, str]]) -> list[str]:
    """What a notebook defines differently from the package."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code" and "teaching-variant" not in cell.metadata.get("tags", []):
            for defined, code in definitions(python(cell.source)).items():
                if defined in package and code not in package[defined].values():
                    found.append(f"{defined} in cell {cell.id} differs from {', '.join(package[defined])}")
    return found


@each(MAIN)
def test_what_a_notebook_builds_is_what_the_package_has(path: Path) -> None:
    assert drifted(read(path), package_definitions()) == []


def test_the_guard_against_drift_bites() -> None:
    package = {"f": {"shared/a.py": definitions('def f(x):\n    """Doc."""\n    return x + 1')["f"]}}

    def cell(source: str, *tags: str) -> nbformat.NotebookNode:
        made = nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)})
        return nbformat.v4.new_notebook(cells=[made])

    assert drifted(cell("%time 1\ndef f(x):  # new\n    'Other.'\n    return (x + 1)"), package) == []
    assert len(drifted(cell("def f(x):\n    return x + 2"), package)) == 1
    assert drifted(cell("def f(x):\n    return x + 2", "teaching-variant"), package) == []
    assert drifted(cell("def g(x):\n    return x + 2"), package) == []


# --- the committed outputs ----------------------------------------------------------------------------------


def text_of(output: nbformat.NotebookNode) -> str:
    if output.output_type == "stream":
        return output.text
    return output.get("data", {}).get("text/plain", "")


def untidy(cell: nbformat.NotebookNode) -> list[str]:
    """What is wrong with the outputs of a code cell."""
    problems = []
    tags = cell.metadata.get("tags", [])
    for output in cell.outputs:
        if output.output_type == "error" and "raises-exception" not in tags:
            problems.append(f"an error: {output.ename}: {output.evalue}")
        if output.output_type == "stream" and output.name == "stderr":
            problems.append(f"something on stderr: {output.text[:200]}")
        for kind, data in output.get("data", {}).items():
            if kind == "image/png" and len(base64.b64decode(data)) > MAX_PICTURE:
                problems.append(f"a picture of {len(base64.b64decode(data))} bytes")
            if kind == "image/svg+xml" and len(data) > MAX_PICTURE:
                problems.append(f"a drawing of {len(data)} bytes")
            if kind == "application/vnd.jupyter.widget-view+json":
                problems.append("a widget, which is empty in a stored notebook")
        everything = text_of(output) + output.get("data", {}).get("text/html", "")
        if found := OUR_PATHS.search(everything):
            problems.append(f"a path of the author's machine: {everything[found.start() :][:80]}")
    if (lines := sum(text_of(output).count("\n") for output in cell.outputs)) > MAX_LINES:
        problems.append(f"{lines} lines of output")
    return problems


@each(MAIN + SOLUTIONS)
def test_outputs_are_those_of_one_full_run(path: Path) -> None:
    cells = [cell for cell in read(path).cells if cell.cell_type == "code" and cell.source.strip()]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    for cell in cells:
        assert untidy(cell) == [], f"cell {cell.id}"
        assert "execution" not in cell.metadata, f"cell {cell.id} keeps the times of its run"


@each(MAIN + SOLUTIONS + EXERCISES)
def test_metadata_is_what_every_system_has(path: Path) -> None:
    notebook = read(path)
    assert notebook.metadata.kernelspec.name == "python3"
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)


# In a formula two backslashes are a line break, so \\frac would show the word "frac".
DOUBLED = re.compile(r"\$[^$\n]*\\\\[A-Za-z]{2}[^$\n]*\$")


@each(MAIN + SOLUTIONS)
def test_formulas_can_be_typeset(path: Path) -> None:
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            assert not DOUBLED.search(cell.source), f"cell {cell.id}: one backslash, not two"


def test_the_guard_for_formulas_bites() -> None:
    assert DOUBLED.search(r"so $p = \\frac{1}{2}$ it is")
    assert not DOUBLED.search(r"so $p = \frac{1}{2}$ it is")


@each(EXERCISES)
def test_exercises_come_without_outputs(path: Path) -> None:
    for cell in read(path).cells:
        if cell.cell_type == "code":
            assert cell.outputs == [] and cell.execution_count is None, f"cell {cell.id}"


def test_the_guard_for_outputs_bites() -> None:
    def cell(*outputs: nbformat.NotebookNode, tags: tuple[str, ...] = ()) -> nbformat.NotebookNode:
        return nbformat.v4.new_code_cell("x", outputs=list(outputs), metadata={"tags": list(tags)})

    new = nbformat.v4.new_output
    error = new("error", ename="ValueError", evalue="no", traceback=[])
    picture = base64.b64encode(b"0" * (MAX_PICTURE + 1)).decode()
    assert untidy(cell(new("stream", text="fine, see ./home/ and a/tmp/b\n"))) == []
    assert untidy(cell(error, tags=("raises-exception",))) == []
    for bad in (
        error,
        new("stream", name="stderr", text="Warning"),
        new("stream", text="in /home/me/x.py"),
        new("stream", text="at 'C:\\Users\\me'"),
        new("stream", text="x\n" * (MAX_LINES + 1)),
        new("display_data", data={"image/png": picture}),
    ):
        assert len(untidy(cell(bad))) == 1, bad


# --- exercises ----------------------------------------------------------------------------------------------


@each(SOLUTIONS)
def test_the_exercises_are_what_the_generator_makes(path: Path, tmp_path: Path) -> None:
    chapter = path.parent.name
    made = release(Course.at(ROOT), chapter, tmp_path / "made.ipynb").read_text(encoding="utf-8")
    stored = Course.at(ROOT).exercises(chapter).read_text(encoding="utf-8")
    assert made == stored, f"run: python -m shared.grading release {chapter}"


CHECKS = {"expect", "expect_equal", "expect_close", "expect_raises", "print"}  # they return None


def lint_test(source: str) -> list[str]:
    """What is wrong with the source of a test cell."""
    problems = []
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            problems.append(f"line {node.lineno}: assert can be stripped by an import hook; use the checks")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec"):
            problems.append(f"line {node.lineno}: {node.func.id} runs text")
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        call = last.value
        called = call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""
        if called not in CHECKS:
            problems.append("the last line is a value, which would be taken for a score")
    if not any(isinstance(n, ast.Name) and n.id in CHECKS - {"print"} for n in ast.walk(tree)):
        problems.append("nothing is checked")
    return problems


def hidden(source: str) -> str:
    found = re.search(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", source, re.DOTALL)
    return found[1] if found else ""


@each(SOLUTIONS)
def test_test_cells_keep_the_rules(path: Path) -> None:
    source = read(path)
    cells = {grade_id(cell): cell for cell in source.cells if grade_id(cell)}
    for exercise in exercises(source):
        tests = [cells[test].source for test in exercise.tests]
        for test in tests:
            assert lint_test(test) == [], f"a test of {exercise.answer}"
            visible = test.replace(hidden(test), "")
            assert re.search(r"\bexpect", visible), f"{exercise.answer}: nothing is tested in the open"
        assert any(hidden(test) for test in tests), f"{exercise.answer} has no hidden tests"


@each(SOLUTIONS)
def test_a_chapter_is_worth_100_points(path: Path) -> None:
    found = exercises(read(path))
    assert len(found) >= (3 if path.parent.name == "ch01" else 5)
    assert sum(exercise.points for exercise in found) == 100
    assert all(exercise.tests for exercise in found)


@each(SOLUTIONS)
def test_exercise_cells_are_marked_as_they_should_be(path: Path) -> None:
    source = read(path)
    seen: set[str] = set()
    about = ""
    for cell in source.cells:
        if cell.cell_type == "markdown":
            about = cell.source
        if not grade_id(cell):
            assert cell.cell_type != "code", f"cell {cell.id} is not managed: learners could lose it"
            continue
        marks = cell.metadata.nbgrader
        assert re.fullmatch(r"[a-z][a-z0-9_]*", grade_id(cell)) and grade_id(cell) not in seen
        seen.add(grade_id(cell))
        assert marks.schema_version == 3
        if is_answer(cell):
            assert not marks.grade, f"{grade_id(cell)}: the points belong to the tests"
            assert "### BEGIN SOLUTION" in cell.source and "### END SOLUTION" in cell.source
            assert "<details>" in about, f"{grade_id(cell)}: the text above has no folded hint"
        else:
            assert is_locked(cell), f"{grade_id(cell)} could be changed by learners"
        # Graded code sees nothing but the package: no files around the notebook, no network.
        assert not re.search(r"Path\.cwd|\.\./|__file__|\burllib|\brequests\b", cell.source), grade_id(cell)


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("expect(f() == 1, 'one')", 0),
        ("for i in range(3):\n    expect_equal(f(i), i, 'same')", 0),
        ("assert f() == 1\nexpect(True, '')\nx = 1", 1),
        ("expect(eval('1'), '')", 1),
        ("expect(f(), '')\nf()", 1),
        ("expect(f(), '')\nTrue", 1),
        ("x = f()", 1),
    ],
)
def test_the_lint_bites(source: str, count: int) -> None:
    assert len(lint_test(source)) == count


# --- links, files, commands ---------------------------------------------------------------------------------


def markdown_of(path: Path) -> str:
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    return "\n\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


@each(MAIN + SOLUTIONS + READMES)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", without_code(markdown_of(path))):
        if "://" not in target and not target.startswith(("attachment:", "mailto:")):
            assert (path.parent / target).exists(), f"a link leads to {target}"


# Names that stand for files of the reader's own, of other programs, or of any chapter.
OTHER_FILES = re.compile(r"NN|STUDENT|alice|[Ll]iddell|al123|bob_|my_|your_|chXX|kernel\.json|conftest")


def named_files(text: str) -> list[str]:
    """Files of the course that a text names in code quotes, those still in preparation aside."""
    text = "\n".join(line for line in text.splitlines() if "in preparation" not in line)
    quoted = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)
    found = [f for quote in quoted for f in re.findall(r"(?<![\w/.])[\w][\w/.-]*\.(?:py|ipynb|md)\b", quote)]
    return [file for file in found if not OTHER_FILES.search(file)]


@each(MAIN + SOLUTIONS + READMES)
def test_named_files_exist(path: Path) -> None:
    places = [path.parent, ROOT, ROOT / "shared", ROOT / "tests"]
    for file in named_files(markdown_of(path)):
        assert any((place / file).exists() for place in places), f"{file} does not exist"


def commands_in(text: str) -> list[str]:
    """Calls of the course's own programs that a text shows, in code quotes and code blocks."""
    code = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)
    for block in re.findall(r"```[a-z]*\n(.*?)```", text, flags=re.DOTALL):
        code += block.replace("\\\n", " ").splitlines()
    found = [re.search(r"python3? +((?:ch\d\d/\w+\.py|-m shared\.)[^|;&>]*)", line) for line in code]
    return sorted({match[1].split(" #")[0].strip() for match in found if match and "…" not in match[1]})


COMMANDS = sorted(
    {command for path in READMES + MAIN + SOLUTIONS for command in commands_in(markdown_of(path))}
)


@cache
def help_of(program: tuple[str, ...]) -> str:
    done = subprocess.run(
        [sys.executable, *program, "--help"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_can_be_called_as_they_are_shown(command: str) -> None:
    words = shlex.split(command)
    length = 2 if words[0] == "-m" else 1
    if words[:2] == ["-m", "shared.grading"] and len(words) > 2 and not words[2].startswith("-"):
        length = 3
    usage = help_of(tuple(words[:length]))
    for word in words[length:]:
        if word.startswith("--"):
            option = word.split("=")[0]
            assert re.search(rf"{re.escape(option)}\b", usage), f"{option} is unknown"


def test_commands_are_found_in_texts() -> None:
    text = "Run `python ch01/tour.py --seed 3` or\n```\npython -m shared.grading check ch02  # all\nls\n```\n"
    assert commands_in(text) == ["-m shared.grading check ch02", "ch01/tour.py --seed 3"]
    assert named_files("`ch01/tour.py` and `chNN_main.ipynb`, not ch01/x.py") == ["ch01/tour.py"]


# --- a full run ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_all_notebooks_run_from_a_fresh_kernel() -> None:
    """nbval: no cell fails, and cells tagged ``nbval-check-output`` print what is stored."""
    if not MAIN + SOLUTIONS:
        pytest.skip("no notebooks yet")
    options = ["--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=600", "-o", "addopts="]
    # Whole notebooks side by side: cells of one notebook must not go to different processes.
    options += ["-n", str(min(len(MAIN + SOLUTIONS), cores())), "--dist", "loadfile", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *options, *map(name, MAIN + SOLUTIONS)],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert done.returncode == 0, done.stdout[-10_000:] + done.stderr[-2_000:]


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
