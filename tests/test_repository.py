"""What holds for the repository as a whole: layout, pins, documentation, and no text run as code."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from places import ROOT

MODULES = sorted((ROOT / "shared").rglob("*.py"))
SCRIPTS = sorted(ROOT.glob("ch*/*.py"))
CHAPTERS = [f"ch{number:02d}" for number in range(1, 9)]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_layout() -> None:
    for file in ("README.md", "requirements.txt", "pyproject.toml", "LICENSE", ".ci/run"):
        assert (ROOT / file).is_file(), f"{file} is missing"
    for folder in [*CHAPTERS, "appendix"]:
        assert (ROOT / folder / "README.md").is_file(), f"{folder}/README.md is missing"
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_readme_shows_the_command_that_the_checks_run() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "pip install -r requirements.txt && pytest" in readme
    assert "pip install -r requirements.txt && python ch01/tour.py" in readme


@pytest.mark.parametrize("readme", sorted(ROOT.glob("*/README.md")) + [ROOT / "README.md"], ids=name)
def test_links_between_files_lead_somewhere(readme: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", readme.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (readme.parent / target).exists(), f"{name(readme)} links to {target}, which does not exist"


# --- requirements -------------------------------------------------------------------------------------------


def pins() -> list[Requirement]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-e"))]


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_every_package_is_pinned_once_within_the_ranges_of_the_project(python: str) -> None:
    def applies(marker: Marker | None) -> bool:
        return marker is None or marker.evaluate({"python_version": python})

    pinned: dict[str, str] = {}
    for requirement in pins():
        if not applies(requirement.marker):
            continue
        (version,) = [s.version for s in requirement.specifier if s.operator == "=="]
        assert requirement.name not in pinned, f"{requirement.name} is pinned twice for Python {python}"
        pinned[requirement.name] = version
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ranges = [
        *project["dependencies"],
        *(r for extra in project["optional-dependencies"].values() for r in extra),
    ]
    for requirement in map(Requirement, ranges):
        assert requirement.name in pinned, f"{requirement.name} has no tested version in requirements.txt"
        assert requirement.specifier.contains(pinned[requirement.name]), (
            f"{requirement.name} is out of its range"
        )
    assert {Requirement(r).name for r in ranges} == set(pinned)


def test_requirements_install_the_project_and_the_promised_torch() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert "-e ." in lines
    assert "torch==2.13.0" in lines


# --- code ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES + SCRIPTS, ids=name)
def test_no_text_is_run_as_code_and_no_object_is_unpickled(path: Path) -> None:
    forbidden_calls = {"eval", "exec", "compile", "__import__", "sympify", "parse_expr", "parse_latex"}
    if path == ROOT / "shared/grading/scope.py":  # inside a learner's kernel it runs the course's own tests
        forbidden_calls -= {"exec", "compile", "__import__"}
    forbidden_modules = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name):
                assert called.id not in forbidden_calls, f"line {node.lineno} calls {called.id}"
            elif isinstance(called, ast.Attribute):
                text = ast.unparse(called)
                assert called.attr not in forbidden_calls - {"eval", "compile"}, f"line {node.lineno}: {text}"
                assert text not in ("torch.load", "torch.save"), f"line {node.lineno}: {text} pickles"
                if called.attr == "eval":  # model.eval() switches a mode; with an argument it is something else
                    assert not node.args, f"line {node.lineno}: {text} gets a text"
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = [alias.name for alias in node.names]
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found = forbidden_modules & {m.split(".")[0] for m in modules}
            assert not found, f"line {node.lineno} imports {found}"


def undocumented(tree: ast.Module) -> list[str]:
    """Public functions, classes and methods (``__init__`` and the like aside) without a docstring."""
    missing = [] if ast.get_docstring(tree) else ["the module itself"]
    open_nodes: list[tuple[str, ast.AST]] = [("", tree)]
    while open_nodes:
        prefix, parent = open_nodes.pop()
        for node in parent.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name[0] != "_":
                if not ast.get_docstring(node):
                    missing.append(prefix + node.name)
                if isinstance(node, ast.ClassDef):
                    open_nodes.append((f"{prefix}{node.name}.", node))
    return missing


@pytest.mark.parametrize("path", MODULES + SCRIPTS, ids=name)
def test_everything_public_is_documented(path: Path) -> None:
    assert undocumented(parse(path)) == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_function_knows_which_model_it_is_given(path: Path) -> None:
    """Names of shipped checkpoints appear only where names become weights."""
    if name(path) in ("shared/model/checkpoints.py", "shared/model/gguf_reader.py"):
        return
    tree = parse(path)
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            assert not re.search(r"tiny-(base|teacher|reasoning)|smollm", node.value), f"line {node.lineno}"


# --- the guards themselves ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    ["eval(text)", "exec(text)", "import pickle", "from pickle import loads", "torch.load(f)", "x.eval('1')"]
    + ["sympy.sympify(text)"],
)
def test_the_guard_against_running_text_bites(code: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.py"
    path.write_text(code, encoding="utf-8")
    with pytest.raises(AssertionError):
        test_no_text_is_run_as_code_and_no_object_is_unpickled(path)


def test_the_guard_for_docstrings_bites() -> None:
    code = '"""Doc."""\nclass A:\n    """Doc."""\n    def f(self): ...\n    def _g(self): ...\ndef h(): ...\n'
    assert sorted(undocumented(ast.parse(code))) == ["A.f", "h"]
