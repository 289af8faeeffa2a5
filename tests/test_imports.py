"""Who may import whom: the map in the README is the tree, and every import goes up in it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

SHARED = ROOT / "shared"
SHIPPED = {"models", "data"}  # not code


def wings_and_files(text: str) -> dict[str, list[str]]:
    """The map: ``wing/  words`` and, indented, ``file.py  words``, in reading order."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if wing := re.match(r"(\w+)/ ", line):
            found[wing[1]] = []
        elif file := re.match(r" +(\w+)\.py ", line):
            next(reversed(found.values())).append(file[1])
    return found


def map_of_the_readme() -> dict[str, list[str]]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme[readme.index("## The package") :]
    return wings_and_files(re.search(r"```\n(.*?)```", section, re.DOTALL)[1])


MAP = map_of_the_readme()
MODULES = [(wing, file) for wing, files in MAP.items() for file in files]


def imported(source: str, wing: str) -> list[tuple[int, str, str | None]]:
    """Imports of the package, wherever they stand (in functions, for type checkers): line, wing, file."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = (node.module or "").split(".") if node.module else []
            if node.level == 1:
                base = ["shared", wing, *base]
            elif node.level == 2:
                base = ["shared", *base]
            names = [[*base, alias.name] for alias in node.names]
        else:
            continue
        for name in names:
            if name[0] == "shared" and len(name) > 1:
                file = name[2] if len(name) > 2 and name[2] in MAP.get(name[1], ()) else None
                found.append((node.lineno, name[1], file))
    return found


def wrong_imports(source: str, wing: str, file: str) -> list[str]:
    """What a module imports that does not stand above it."""
    wings, files = list(MAP), MAP[wing]
    place = files.index(file) if file in files else len(files)  # __init__ comes after all files
    wrong = []
    for line, other, other_file in imported(source, wing):
        if other not in wings or wings.index(other) > wings.index(wing):
            wrong.append(f"line {line} imports {other}, which is not above {wing}")
        elif other == wing and (other_file is None or files.index(other_file) >= place):
            wrong.append(f"line {line} imports {other_file or wing}, which is not above {file}")
    return wrong


def test_the_map_is_the_tree() -> None:
    folders = {p.name for p in SHARED.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert folders == set(MAP)
    for wing in MAP.keys() - SHIPPED:
        assert {p.stem for p in (SHARED / wing).glob("*.py")} - {"__init__"} == set(MAP[wing]), wing
    assert [p.name for p in SHARED.glob("*.py")] == ["__init__.py"]


def test_tests_have_the_same_folders() -> None:
    """One file of tests for a file of the package, or one for a whole wing."""
    for wing in MAP.keys() - SHIPPED:
        assert list((ROOT / "tests" / wing).glob("test_*.py")), f"tests/{wing} is empty"


@pytest.mark.parametrize("wing", [wing for wing in MAP if wing not in SHIPPED])
def test_a_wing_says_in_which_order_to_read_it(wing: str) -> None:
    doc = ast.get_docstring(ast.parse((SHARED / wing / "__init__.py").read_text(encoding="utf-8"))) or ""
    listed = re.findall(r"^ +(\w+) {2,}\S", doc, re.MULTILINE)
    order = [file for file in listed if file in MAP[wing]]
    public = [file for file in MAP[wing] if not file.startswith("__")]
    assert order == public


@pytest.mark.parametrize(("wing", "file"), MODULES, ids=lambda part: part)
def test_imports_go_up_in_the_map(wing: str, file: str) -> None:
    assert wrong_imports((SHARED / wing / f"{file}.py").read_text(encoding="utf-8"), wing, file) == []


@pytest.mark.parametrize("wing", [wing for wing in MAP if wing not in SHIPPED])
def test_a_wing_hands_on_what_is_its_own(wing: str) -> None:
    source = (SHARED / wing / "__init__.py").read_text(encoding="utf-8")
    assert {other for _, other, _ in imported(source, wing)} <= {wing}


def test_the_package_itself_imports_no_wing() -> None:
    tree = ast.parse((SHARED / "__init__.py").read_text(encoding="utf-8"))
    assert [ast.unparse(n) for n in ast.walk(tree) if isinstance(n, (ast.Import, ast.ImportFrom))] == [
        "import os"
    ]


@pytest.mark.parametrize(("given", "policy"), [(None, "PASSIVE"), ("ACTIVE", "ACTIVE")])
def test_threads_wait_asleep_unless_the_user_says_otherwise(given: str | None, policy: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "OMP_WAIT_POLICY"}
    environment |= {"OMP_WAIT_POLICY": given} if given else {}
    code = "import shared, os; print(os.environ['OMP_WAIT_POLICY'])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.stdout.strip() == policy


@pytest.mark.parametrize(
    ("wing", "file", "line"),
    [
        ("evaluation", "votes", "from shared.evaluation.records import Sample"),
        ("evaluation", "votes", "from shared.reasoning import refine"),
        ("evaluation", "votes", "import shared.rl.trainer"),
        ("evaluation", "loop", "from shared.evaluation import evaluate"),
        ("model", "qwen3", "if TYPE_CHECKING:\n    from shared.inference.engine import Engine"),
        ("verifier", "limits", "def f():\n    from .parser import parse"),
        ("verifier", "limits", "from . import parser"),
        ("tools", "seeds", "from shared.scaling import group_answers"),
    ],
)
def test_an_import_turned_round_is_red(wing: str, file: str, line: str) -> None:
    assert len(wrong_imports(line, wing, file)) == 1
    assert wrong_imports("import torch\nfrom shared.tools.seeds import mix_seed", "rl", "trainer") == []


@pytest.mark.parametrize("module", ["problems", "verifier", "tools.files", "tools.plots", "grading.checks"])
def test_what_needs_no_torch_does_not_load_it(module: str) -> None:
    code = f"import sys, shared.{module}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_nothing_speaks_of_the_old_flat_modules() -> None:
    """A path in a text or a string leads to a module that is there."""
    texts = [*ROOT.glob("*.md"), *ROOT.glob("[ac]*/**/*.md"), *ROOT.glob("ch*/*.py"), *ROOT.glob("ch*/*.ipynb")]
    for path in [*texts, *SHARED.rglob("*.py")]:
        text = path.read_text(encoding="utf-8")
        for wing, file in re.findall(r"\bshared[./](\w+)(?:[./](\w+))?", text):
            assert wing in MAP or wing == "__init__", f"{path.name} names shared/{wing}"
            itself = (wing, file) == ("__init__", "py")  # shared/__init__.py
            assert not file or itself or Path(SHARED / wing).is_dir(), f"{path.name} names shared/{wing}/{file}"
