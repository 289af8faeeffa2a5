"""Files that lie beside a notebook: the course's own, and those that a student hands in with it.

A notebook may read a table, or import a helper, that lies in its folder. Of the course's folder everything is
taken that learners get, too; of a student's folder a bounded number of small files with plain names. A
student's module must not stand in for one that the course, Python or a library has: it would be imported
instead of it, by the tests as well. And Formgrader serves these files to whoever is logged in, so that a page
or a drawing with a script in it could do all that the teacher may do: only kinds that no browser runs are
taken.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TIMESTAMP = "timestamp.txt"
NAME = re.compile(r"[\w-][\w .+-]{0,99}")
MAX_FILES = 50  # of a student
MAX_BYTES = 20_000_000  # of a student's files together, and of one of the course's
# By the last suffix, from which a server tells the browser what a file is; without one it is mere bytes.
KINDS = {"", ".py", ".txt", ".md", ".csv", ".tsv", ".json", ".jsonl", ".yaml", ".yml", ".toml"}
KINDS |= {".png", ".jpg", ".jpeg", ".gif", ".zip", ".gz", ".npy", ".npz", ".pt", ".safetensors", ".parquet"}
# Programs and settings that a kernel would load by itself when it starts.
LOADED = re.compile(r"\.(pth|so|pyd|pyc)$|^(ipython|jupyter)\w*config\.|^(site|user)customize\.", re.IGNORECASE)


def course_files(folder: Path) -> list[Path]:
    """What lies beside a chapter's exercises and is no notebook, below the chapter's folder too.

    Links, hidden files, caches, very large files (every student gets a copy) and whatever calls itself a
    solution stay out.
    """

    def stays_out(path: Path) -> bool:
        inside = path.relative_to(folder)
        hidden = any(part.startswith((".", "__pycache__")) for part in inside.parts)
        secret = path.suffix.lower() == ".ipynb" or "solution" in str(inside).lower()
        return hidden or secret or path.stat().st_size > MAX_BYTES

    return [path for path in _files(folder) if not stays_out(path)]


def handed_in_files(folder: Path) -> tuple[list[Path], list[str]]:
    """A student's files that the kernel may see, and a note on each that it may not."""
    taken: list[Path] = []
    notes: list[str] = []
    room = MAX_BYTES
    for path in sorted(folder.iterdir()):
        if path.name == TIMESTAMP or path.suffix.lower() == ".ipynb" or path.name.startswith("."):
            continue
        size = path.lstat().st_size
        if problem := _problem(path, size, room, len(taken)):
            notes.append(f"{path.name!a} was not used: {problem}")
        else:
            taken.append(path)
            room -= size
    if len(notes) > 5:
        notes[4:] = [f"{len(notes) - 4} more files were not used"]
    used = [f"uses files handed in with it: {', '.join(path.name for path in taken)}"] if taken else []
    return taken, used + notes


def _problem(path: Path, size: int, room: int, count: int) -> str:
    if path.is_symlink() or not path.is_file():
        return "it is a link or a folder"
    if not NAME.fullmatch(path.name):
        return "its name has odd characters"
    if LOADED.search(path.name):
        return "a kernel would load it when it starts"
    if path.suffix.lower() not in KINDS:
        return "only programs, tables, text, pictures and arrays are (.py, .csv, .json, .txt, .png, .npy ...)"
    if path.suffix.lower() == ".py" and _exists(path.stem):
        return "there is a module of this name already"
    if size > room:
        return f"there are more than {MAX_BYTES // 1_000_000} MB of files"
    return f"there are more than {MAX_FILES} files" if count >= MAX_FILES else ""


def _exists(module: str) -> bool:
    """Whether tests or libraries may mean another module by this name."""
    if module in sys.stdlib_module_names:
        return True
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return True  # cannot be told


def digest_of_submission(folder: Path) -> str:
    """A digest of everything handed in, the time aside; empty where something cannot be read.

    Links count as what they lead to by name: their targets are never read.
    """
    digest = hashlib.sha256()
    try:
        for path in _files(folder):
            if path.name != TIMESTAMP:
                digest.update(os.fsencode(path.relative_to(folder).as_posix()) + b"\0")
                with open(path, "rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
    except OSError:
        return ""
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """All regular files below a folder, in one order everywhere; links are none, and are not followed."""
    for here, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = Path(here, name)
            if path.is_file() and not path.is_symlink():
                yield path
