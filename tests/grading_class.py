"""A class of students: every way in which a submission is known to go wrong, and what must become of it."""

from __future__ import annotations

import copy
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from grading_cheats import CHEATS
from grading_course import ANSWERS, RIGHT, cell_of, solved, write
from nbformat import NotebookNode

WRONG = {
    "mean": "def mean(values):\n    return 0.0",
    "reverse": "def reverse(text):\n    return text",
    "count": "def count(items):\n    return {}",
}
FILE = "ch01_exercises.ipynb"
Notebook = dict
Writer = Callable[[Path, NotebookNode], None]  # makes a submission in a folder, from the release


@dataclass
class Kind:
    """One student."""

    name: str
    write: Writer
    score: float | None  # None: cannot be graded; of who cheats it is the least, and more costs a note
    words: str = ""  # what the result must say
    hostile: bool = False  # only behind a sandbox
    quick: bool = False  # part of the small class
    cheats: bool = False


def submission(change: Callable[[Notebook], object], answers: dict[str, str] | None = None) -> Writer:
    """A right notebook with these answers, changed."""

    def make(folder: Path, released: NotebookNode) -> None:
        notebook = solved(released, {**RIGHT, **(answers or {})})
        change(notebook)
        write(notebook, folder / FILE)

    return make


def answers(**given: str) -> Writer:
    return submission(lambda notebook: None, given)


def mean(body: str) -> Writer:
    """A mean that does something first; right apart from that."""
    return answers(mean=f"def mean(values):\n{indented(body)}\n    return sum(values) / len(values)")


def orphan_seconds() -> int:
    """How long the process that outlives its notebook would sleep: a number by which this run finds it."""
    return 900_000_000 + os.getpid()


def indented(body: str) -> str:
    return "\n".join(f"    {line}" for line in body.splitlines())


def raw(content: bytes, name: str = FILE) -> Writer:
    def make(folder: Path, released: NotebookNode) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)

    return make


def encoded(encoding: str) -> Writer:
    def make(folder: Path, released: NotebookNode) -> None:
        raw(json.dumps(solved(released)).encode(encoding))(folder, released)

    return make


def named(*names: str) -> Writer:
    def make(folder: Path, released: NotebookNode) -> None:
        for name in names:
            write(solved(released), folder / name)

    return make


def untouched(folder: Path, released: NotebookNode) -> None:
    write(solved(released, {}), folder / FILE)


def linked(folder: Path, released: NotebookNode) -> None:
    write(solved(released), folder.parent / "elsewhere.ipynb")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).symlink_to(folder.parent / "elsewhere.ipynb")


# --- changes ------------------------------------------------------------------------------------------------


def set_source(grade_id: str, source: str, **marks) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        cell = cell_of(notebook, grade_id)
        cell["source"] = source
        cell["metadata"]["nbgrader"].update(marks)

    return change


def tag(grade_id: str, *tags: str) -> Callable[[Notebook], None]:
    return lambda notebook: cell_of(notebook, grade_id)["metadata"].update(tags=list(tags))


def delete(*grade_ids: str) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        for grade_id in grade_ids:
            notebook["cells"].remove(cell_of(notebook, grade_id))

    return change


def strip(*, ids: bool) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        for number, cell in enumerate(notebook["cells"]):
            cell["metadata"] = {}
            if ids:
                cell["id"] = str(number)

    return change


def repeat(grade_id: str, source: str | None = None, *, at_end: bool = False) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        cell = copy.deepcopy(cell_of(notebook, grade_id))
        cell["id"] = "copied"
        cell["source"] = cell["source"] if source is None else source
        here = notebook["cells"].index(cell_of(notebook, grade_id)) + 1
        notebook["cells"].insert(len(notebook["cells"]) if at_end else here, cell)

    return change


def insert(source: str, before: str) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": 7}
        here = notebook["cells"].index(cell_of(notebook, before))
        notebook["cells"].insert(here, {**cell, "id": "mine"})

    return change


def move_test_first(notebook: Notebook) -> None:
    """Move the test of the mean in front of its answer."""
    test = cell_of(notebook, "test_mean")
    notebook["cells"].remove(test)
    notebook["cells"].insert(notebook["cells"].index(cell_of(notebook, "mean")), test)


def to_markdown(notebook: Notebook) -> None:
    cell = cell_of(notebook, "mean")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def without_ids(notebook: Notebook) -> None:
    notebook["nbformat_minor"] = 0
    for cell in notebook["cells"]:
        del cell["id"]


def broken_marks(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if marks := cell["metadata"].get("nbgrader"):
            cell["metadata"]["nbgrader"] = {"grade_id": marks["grade_id"], "points": "many", "grade": "yes"}


def other_kernel(notebook: Notebook) -> None:
    notebook["metadata"]["kernelspec"] = {"name": "julia", "display_name": "Julia"}


def version_3(folder: Path, released: NotebookNode) -> None:
    notebook = nbformat.reads(json.dumps(solved(released)), as_version=4)
    old = nbformat.convert(notebook, 3)
    for cell in old.worksheets[0].cells:
        cell.pop("id", None)
    write(json.loads(json.dumps(old)), folder / FILE)


LOOP = "while True:\n    x = 1"
SWALLOW = (
    "while True:\n    try:\n        while True:\n            x = 1\n    except BaseException:\n        x = 2"
)
STRIPPER = """import ast
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
get_ipython().ast_transformers.append(Strip())
def mean(values):
    return 0.0"""
PATCH = """import shared.grading.checks
def mean(values):
    return 0.0
expect_close = lambda *args, **kwargs: None"""
THREAD = """import threading
def forever():
    while True:
        x = 1
def mean(values):
    threading.Thread(target=forever, daemon=True).start()
    return sum(values) / len(values)"""
KILL = """import os
for pid in range(2, 40000):
    if pid != os.getpid():
        try:
            os.kill(pid, 9)
        except OSError:
            pass"""
# Sends what is no message of a kernel, under a right signature.
SEND = """kernel = get_ipython().kernel
session = kernel.session
def send_raw(content):
    message = session.serialize(session.msg("stream", {"name": "stdout", "text": "x"}))
    message[-1] = content
    start = message.index(b"<IDS|MSG>") + 1
    message[start] = session.sign(message[start + 1:])
    kernel.iopub_socket.send_multipart(message)
def mean(values):
    send_raw(SENT)
    return sum(values) / len(values)"""
MALFORMED = """kernel = get_ipython().kernel
kernel.session.send(kernel.iopub_socket, "stream", content={"name": 5}, parent=kernel.get_parent())"""
TALKATIVE = """import logging, sys, warnings
from tqdm import tqdm
warnings.resetwarnings()
def mean(values):
    logging.warning("careful")
    warnings.warn("careful")
    print("careful", file=sys.stderr)
    return sum(tqdm(values)) / len(values)"""
SHADOWING = """warnings = 5
_items = _done = 1
expect_equal = expect = None"""
SURROGATE = b'{"cells": [{"cell_type": "code", "source": "\\ud800", "metadata": {}}]}'
STUB = 'raise NotImplementedError("Replace this line with your solution")'
STUB_OF_MEAN = re.sub(r"### BEGIN.*### END SOLUTION", STUB, ANSWERS["mean"], flags=re.DOTALL)
SHOWS = "def mean(values):\n    import sys\n    sys.displayhook(40.0)"
ENDED = "the Python process ended"
SHOWN = "test_mean: its test shows a value, which no test of ours does: worth a look by hand"
SHADOWED = "gives a new meaning to "
UNREADABLE = "sent messages that cannot be read"
MALFORMED_MESSAGES = "malformed messages: worth a look by hand"
STUBBORN = "could not be interrupted"
TOO_SLOW = "ran into the time limit"
# What no look at a notebook tells before it runs.
AT_RUN_TIME = (ENDED, SHOWN, SHADOWED, UNREADABLE, MALFORMED_MESSAGES, STUBBORN, TOO_SLOW)


def kinds(outside: Path, port: int) -> list[Kind]:
    """The class.

    Args:
        outside: a folder that hostile students try to write to; the course lies in it.
        port: of this machine, which hostile students try to reach.
    """
    ordinary = [
        Kind("right", answers(), 100, quick=True),
        Kind("untouched", untouched, 0, quick=True),
        Kind("half", answers(reverse=WRONG["reverse"], count=WRONG["count"]), 40, quick=True),
        Kind("all-wrong", answers(**WRONG), 0),
        Kind("fails-hidden-tests", answers(mean="def mean(v):\n    return sum(v) // len(v)"), 60),
        Kind(
            "half-an-exercise",
            answers(reverse="def reverse(t):\n    return t[::-1] if t else None"),
            90,
        ),
        Kind("returns-nothing", answers(mean="def mean(values):\n    sum(values) / len(values)"), 60),
        Kind("unicode", answers(mean=RIGHT["mean"] + "\n# 平均 – Mittelwert ∑"), 100),
        Kind(
            "helper-cell",
            submission(
                insert("def helper(v):\n    return sum(v) / len(v)", "mean"),
                {"mean": "def mean(values):\n    return helper(values)"},
            ),
            100,
        ),
        Kind(
            "late-helper",
            submission(
                insert("def helper(v):\n    return sum(v) / len(v)", "test_mean"),
                {"mean": "def mean(values):\n    return helper(values)"},
            ),
            100,
        ),
        Kind("left-over", answers(mean="def mean(values):\n    return helper_that_was_deleted(values)"), 60),
        Kind("renamed-function", answers(mean=RIGHT["mean"].replace("mean", "average")), 60),
        Kind("magics", answers(mean="%time x = 1\n!echo hello\n" + RIGHT["mean"]), 100),
        Kind("other-kernel", submission(other_kernel), 100),
    ]
    changed = [
        Kind(
            "edited-test",
            submission(set_source("test_mean", "pass"), WRONG),
            0,
            "test_mean was changed",
            quick=True,
        ),
        Kind("more-points", submission(set_source("test_mean", "x = 1", points=1000)), 100, "was changed"),
        Kind("skipped-test", submission(tag("test_mean", "skip-execution"), {"mean": WRONG["mean"]}), 60),
        Kind("tagged-error", submission(tag("test_mean", "raises-exception"), {"mean": WRONG["mean"]}), 60),
        Kind("deleted-test", submission(delete("test_mean")), 100, "test_mean was missing and is put back"),
        Kind("deleted-setup", submission(delete("setup")), 100, "setup was missing and is put back"),
        Kind("deleted-answer", submission(delete("mean")), 60, "mean is missing: it gets no points"),
        Kind("deleted-both", submission(delete("mean", "test_mean")), 60, "mean is missing", quick=True),
        Kind("stripped", submission(strip(ids=False)), 100, "8 cells had lost their marks"),
        Kind("stripped-ids", submission(strip(ids=True)), 100, "8 cells had lost their marks"),
        Kind("broken-marks", submission(broken_marks), 100),
        Kind("copied-answer", submission(repeat("mean")), 100, "mean is there 2 times", quick=True),
        Kind(
            "copied-stub",
            submission(
                repeat(
                    "mean",
                    "def mean(values: list[float]) -> float:\n"
                    '    """The arithmetic mean of at least one value."""\n'
                    '    raise NotImplementedError("Replace this line with your solution")',
                )
            ),
            100,
            "2 times",
        ),
        Kind(
            "better-copy",
            submission(repeat("mean", RIGHT["mean"]), {"mean": WRONG["mean"]}),
            100,
            "the last version",
        ),
        Kind(
            "worse-copy", submission(repeat("mean", WRONG["mean"], at_end=True)), 60, "the last version counts"
        ),
        Kind("copied-test", submission(repeat("test_mean")), 100, "test_mean is there 2 times; it runs once"),
        Kind("test-first", submission(move_test_first), 100, "test cells stood before their answers"),
        Kind("markdown-answer", submission(to_markdown), 100, "was turned into a markdown cell"),
        Kind("no-cell-ids", submission(without_ids), 100),
        Kind("version-3", version_3, 100),
        Kind("byte-order-mark", encoded("utf-8-sig"), 100),
    ]
    failing = [
        Kind("syntax-error", answers(mean="def mean(values:\n    return 1"), 60, quick=True),
        Kind("raises-at-once", answers(mean="raise ValueError('no')"), 60),
        Kind("leaves", answers(mean="import sys\nsys.exit(0)"), 60),
        Kind("leaves-later", mean("import sys; sys.exit(0)"), 60),
        Kind("asks", mean("input('the mean?')"), 60),
        Kind("warns", mean("import sys; print('careful', file=sys.stderr)"), 100),
        Kind("talks", mean("print('x' * 20_000_000)"), 100),
        Kind("recursion", mean("return mean(values)"), 60),
        Kind("loop", mean(LOOP), 60, TOO_SLOW, quick=True),
        Kind("loop-at-top", answers(mean=LOOP), 60, TOO_SLOW),
        Kind("loop-printing", mean("while True:\n    print('x' * 1000)"), 60, TOO_SLOW),
        Kind("stubborn-loop", mean(SWALLOW), None, STUBBORN),
        Kind("exit", mean("import os; os._exit(0)"), None, ENDED, quick=True),
        Kind("segfault", mean("import ctypes; ctypes.string_at(0)"), None, ENDED),
        Kind("thread", answers(mean=THREAD), 100),
        Kind("strips-asserts", answers(mean=STRIPPER), 60, "worth a look by hand"),
        Kind("shows-a-score", answers(mean=SHOWS), 60, SHOWN),
        Kind("fakes-the-checks", answers(mean=PATCH), 60, SHADOWED + "expect_close"),
        Kind("talks-to-stderr", answers(mean=TALKATIVE), 100),
        Kind(
            "names-of-tests",
            submission(insert(SHADOWING, "mean")),
            100,
            SHADOWED + "expect, expect_equal, warnings; the tests use the original",
            quick=True,
        ),
        Kind(
            "star-imports",
            submission(insert("from operator import *\nfrom math import *", "mean")),
            100,
            SHADOWED + "abs, pow",
        ),
        Kind("shadows-builtins", submission(insert("max = min = 3", "test_count")), 100, SHADOWED + "max, min"),
        Kind("shows-800-MB", mean("display({'text/plain': 'x' * 800_000_000}, raw=True)"), 100),
        Kind("raises-100-MB", mean("raise ValueError('x' * 100_000_000)"), 60),
        Kind("large-cell", submission(insert(f"x = {'a' * 30_000!r}", "mean")), 100, "was left out"),
        Kind("malformed-message", mean(MALFORMED), 100, MALFORMED_MESSAGES),
        Kind("half-a-message", answers(mean=SEND.replace("SENT", "b'{'")), None, UNREADABLE),
        Kind("deep-message", answers(mean=SEND.replace("SENT", "b'[' * 100_000")), None, UNREADABLE),
        Kind("no-message", mean("get_ipython().kernel.iopub_socket.send(b'junk')"), None, UNREADABLE),
        Kind("closes-sockets", mean("get_ipython().kernel.iopub_socket.close()"), None, STUBBORN),
    ]
    cheats = [
        Kind(f"cheat-{number:02d}", answers(mean=code), 60, cheats=True)
        for number, code in enumerate(CHEATS.values(), start=1)
    ]
    unusable = [
        Kind("half-a-file", raw(b'{"cells": ['), None, "not valid JSON", quick=True),
        Kind("empty", raw(b""), None, "the file is empty"),
        Kind("a-list", raw(b"[1, 2]"), None, "not a notebook: it has no cells"),
        Kind("a-picture", raw(b"\x89PNG\r\n\x1a\n\x00\xff\xfe"), None, "not a text in UTF-8"),
        Kind("utf-16", encoded("utf-16"), None, "not a text in UTF-8"),
        Kind(
            "odd-cells", raw(b'{"cells": [{"cell_type": "code"}], "nbformat": 4}'), None, "cell 1 is malformed"
        ),
        Kind("surrogate", raw(SURROGATE), None, "not valid Unicode"),
        Kind("deep", raw(b"[" * 200_000), None, "not valid JSON"),
        Kind("another-notebook", raw(b'{"cells": [], "nbformat": 4}'), None, "is it the right notebook?"),
        Kind(
            "numbered", named("ch01_exercises (1).ipynb"), 100, "the file was called ch01_exercises (1).ipynb"
        ),
        Kind("extra-notebook", named(FILE, "scratch.ipynb"), 100),
        Kind("two-names", named("a.ipynb", "b.ipynb"), None, "unclear which of a.ipynb, b.ipynb is meant"),
        Kind("no-notebook", raw(b"hello", "notes.txt"), None, "there is no notebook in the folder"),
        Kind("a name", answers(), None, "a folder of this name cannot be graded"),
        Kind("a[1]", answers(), None, "a folder of this name cannot be graded"),
    ]
    if os.name == "posix":
        unusable.append(Kind("a-link", linked, None, "there is no notebook in the folder"))
    steal = f"open({str(outside / 'course/ch01/ch01_solutions.ipynb')!r})"
    write_to = f"try:\n    open({str(outside)!r} + '/pwned', 'w')\nexcept OSError:\n    pass"
    hostile = [
        Kind("memory", mean("x = bytearray(1 << 40)"), 60),
        Kind("memory-slowly", mean("x = []\nwhile True:\n    x.append(bytearray(50_000_000))"), 60),
        Kind("disk", mean("for i in range(100):\n    open(f'big{i}', 'wb').write(b'0' * 20_000_000)"), 60),
        Kind("big-file", mean("open('/tmp/big', 'wb').write(b'0' * 200_000_000)"), 60),
        Kind("own-folder", mean("open('mine.txt', 'w').write('x')"), 100),
        Kind("network", mean(f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)"), 60),
        Kind("steals-tests", mean(steal), 60),
        Kind("steals-gradebook", mean("open('../../../gradebook.db')"), 60),
        Kind(
            "steals-secret",
            mean("import os\nif 'SECRET_OF_TEACHER' not in os.environ:\n    raise KeyError"),
            60,
        ),
        Kind("writes-outside", mean(write_to), 100),
        Kind("writes-package", mean("import shared; open(shared.__file__, 'a')"), 60),
        Kind("shell", mean(f"import os; os.system('touch {outside}/pwned 2>/dev/null')"), 100),
        Kind(
            "orphan",
            mean(
                f"import subprocess\nsubprocess.Popen(['sleep', '{orphan_seconds()}'], start_new_session=True)"
            ),
            100,
        ),
        Kind("kills", mean(KILL), None, ENDED),
    ]
    for kind in hostile:
        kind.hostile = True
    return ordinary + changed + failing + cheats + unusable + hostile
