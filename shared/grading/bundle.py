"""What students get: the course in one zip file, without solutions, hidden tests and whatever tells them.

Packed is what git tracks, as it lies in the folder now (without git, everything that looks like content). Left
out are the sources of the exercises, the wrong and right answers that try the tests, and tests of this
repository that need either, or one another. Exercises are released anew. Then the whole pack is searched for
the code that must not be in it, because a copy may lie anywhere: in a test, a script, a stored output.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from shared.grading.course import Course, GradingError
from shared.grading.notebooks import grade_id, read_source
from shared.grading.release import release
from shared.tools.files import replacing

import nbformat
from nbformat import NotebookNode

TOP = "course"  # the one folder in the zip file
TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say; the same bytes every time
NO_CONTENT = {"__pycache__", "grading", "runs", "build", "dist", "venv", "node_modules"}
WINDOW = 3  # consecutive lines of code that give a solution away
TELLING = 30  # characters that they must have together: shorter ones occur by chance
PARTS = re.compile(r"### BEGIN (SOLUTION|HIDDEN TESTS)\n(.*?)### END \1", re.DOTALL)
MARKS = re.compile(r"^### (BEGIN|END) (SOLUTION|HIDDEN TESTS)$", re.MULTILINE)


@dataclass
class Bundle:
    """What was packed."""

    files: int
    size: int  # bytes of the zip file
    left_out: list[str] = field(default_factory=list)  # in words


def bundle(course: Course, target: Path, chapters: Collection[str] = ()) -> Bundle:
    """Write the zip file that students get.

    Args:
        course: what to pack.
        target: the zip file.
        chapters: only the folders of these; all, if empty.

    Raises:
        GradingError: there is no such chapter, or something in the pack tells a solution or a hidden test.
    """
    if missing := [name for name in chapters if not (course.root / name).is_dir()]:
        raise GradingError(f"there is no chapter {', '.join(missing)} in {course.root}")
    files = [name for name in _content(course.root) if not chapters or _chapter(name) in (None, *chapters)]
    kept = _harmless(course.root, files)
    packed = {name: (course.root / name).read_bytes() for name in kept}
    secrets: dict[str, set[str]] = {}
    for source in sorted(course.root.glob("ch[0-9][0-9]/ch[0-9][0-9]_solutions.ipynb")):
        made = _released(course, source.parent.name)
        secrets |= _secrets(source, made)
        if not chapters or source.parent.name in chapters:
            packed[f"{source.parent.name}/{source.parent.name}_exercises.ipynb"] = made
    if found := _told(packed, secrets):
        raise GradingError(f"not packed: {'; '.join(found[:5])}" + (" …" if len(found) > 5 else ""))
    _write(target, packed, {name for name in kept if os.access(course.root / name, os.X_OK)})
    untracked = _listed_by_git(course.root, "--others", "--exclude-standard") or []
    untracked = [name for name in untracked if not chapters or _chapter(name) in (None, *chapters)]
    return Bundle(len(packed), target.stat().st_size, _in_words(set(files) - set(packed), untracked))


# --- which files --------------------------------------------------------------------------------------------


def _content(root: Path) -> list[str]:
    """Paths of the course's content, with slashes, in one order everywhere; links are none."""
    listed = _listed_by_git(root)
    names = listed if listed is not None else _listed_by_looks(root)
    return sorted(name for name in names if (root / name).is_file() and not (root / name).is_symlink())


def _listed_by_git(root: Path, *options: str) -> list[str] | None:
    """What git tracks; None where there is no git, or the folder is in no repository."""
    if not (root / ".git").exists():  # an outer repository's list would be another one
        return None
    try:
        done = subprocess.run(["git", "ls-files", "-z", *options], cwd=root, capture_output=True)
    except OSError:
        return None
    return os.fsdecode(done.stdout).split("\0")[:-1] if done.returncode == 0 else None


def _listed_by_looks(root: Path) -> Iterator[str]:
    for here, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not (name in NO_CONTENT or re.search(r"^\.|egg-info", name))]
        for name in files:
            if not re.search(r"^\.|\.(tmp|zip|pyc)$", name):
                yield Path(here, name).relative_to(root).as_posix()


def _chapter(name: str) -> str | None:
    """The chapter that a path belongs to."""
    top = PurePosixPath(name).parts[0]
    return top if re.fullmatch(r"ch\d\d", top) and "/" in name else None


def _harmless(root: Path, files: Collection[str]) -> list[str]:
    """Without sources, their answers, and the tests that read either, or build on such a test."""
    kept = [name for name in files if not _is_secret(name)]
    programs = [name for name in kept if re.fullmatch(r"tests/.+\.py", name)]
    tests = {name: (root / name).read_text(encoding="utf-8") for name in programs}
    more = {name for name, text in tests.items() if re.search(r"[._]solutions\b|\bmutant", text)}
    out: set[str] = set()
    while more:
        out |= more
        gone = "|".join(PurePosixPath(name).stem for name in out)
        using = re.compile(rf"^\s*(?:from|import) (?:{gone})\b", re.MULTILINE)
        more = {name for name, text in tests.items() if name not in out and using.search(text)}
    return [name for name in kept if name not in out]


def _is_secret(name: str) -> bool:
    path = PurePosixPath(name)
    answers = path.parts[0] == "tests" and any(part.startswith("mutant") for part in path.parts)
    return re.search(r"_solutions?\b", path.name) is not None or answers or path.parts[0] in ("grading", ".git")


# --- what must not be told ----------------------------------------------------------------------------------


def _released(course: Course, chapter: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return release(course, chapter, Path(folder) / "exercises.ipynb").read_bytes()


def _secrets(source: Path, made: bytes) -> dict[str, set[str]]:
    """For each answer and each hidden test the pieces of code that tell it; what the release shows is none."""
    shown = _searchable("x.ipynb", made)
    found: dict[str, set[str]] = {}
    for cell in read_source(source).cells:
        for kind, code in PARTS.findall(cell.source):
            what = "the solution" if kind == "SOLUTION" else "a hidden test"
            pieces = {piece for piece in _pieces(code) if f"\n{piece}\n" not in shown}
            found.setdefault(f"{what} in {grade_id(cell)} of {source.parent.name}", set()).update(pieces)
    return found


def _pieces(code: str) -> Iterator[str]:
    """Every few lines that follow each other, without indentation and comments; a short text as a whole."""
    lines = [line for line in _lines(code) if not line.startswith("#")]
    for start in range(max(1, len(lines) - WINDOW + 1)):
        piece = "\n".join(lines[start : start + WINDOW])
        if len(piece) >= TELLING:
            yield piece


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _searchable(name: str, content: bytes) -> str:
    """The lines of a text file, of a notebook those of its cells and outputs; nothing of other files."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    if name.endswith(".ipynb"):
        cells = nbformat.reads(text, as_version=4).cells
        text = "\n".join([*(cell.source for cell in cells), *(_shown(cell) for cell in cells)])
    lines = [line for line in _lines(text) if not line.startswith("#") or MARKS.match(line)]
    return "\n".join(["", *lines, ""])


def _shown(cell: NotebookNode) -> str:
    """What the outputs of a cell hold."""
    outputs = cell.get("outputs", ())
    return "\n".join(
        str(value) for out in outputs for value in (out.get("text"), *out.get("data", {}).values())
    )


def _told(packed: dict[str, bytes], secrets: dict[str, set[str]]) -> list[str]:
    """Where something is told that must not be."""
    found = []
    for name, content in packed.items():
        text = _searchable(name, content)
        if not text:
            continue
        if MARKS.search(text):
            found.append(f"{name} has a part between marks for solutions or hidden tests")
        found += [
            f"{name} tells {what}"
            for what, pieces in secrets.items()
            if any(f"\n{piece}\n" in text for piece in pieces)
        ]
    return found


# --- the zip file -------------------------------------------------------------------------------------------


def _write(target: Path, packed: dict[str, bytes], programs: set[str]) -> None:
    with replacing(target) as temporary, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(packed):
            entry = zipfile.ZipInfo(f"{TOP}/{name}", TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # POSIX, wherever it is made: the rights below are POSIX's
            entry.external_attr = (stat.S_IFREG | (0o755 if name in programs else 0o644)) << 16
            archive.writestr(entry, packed[name])


def _in_words(left_out: Collection[str], untracked: Collection[str]) -> list[str]:
    """What is not in it, a line each; where much of a folder stays out, one line with a number."""
    lines = []
    for names, why in ((left_out, ""), (untracked, ", which git does not track")):
        places: dict[str, list[str]] = {}
        for name in sorted(names):
            places.setdefault("/".join(PurePosixPath(name).parts[:-1][:2]), []).append(name)
        for place, here in places.items():
            few = here if len(here) < 10 else [f"{len(here)} files in {place}/"]
            lines += [f"left out {name}{why}" for name in few]
    return lines
