"""Running the cells of a submission: tests in a scope of their own, and nothing kept beyond a limit.

The learner's process is hostile input. Every message it sends is looked at before nbclient, which believes it:
kinds that a page has no use for are dropped, malformed ones counted, and of what is left only the beginning is
kept, so that a loop that prints, or one picture of a gigabyte, fills no memory here.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from shared.grading.notebooks import defined_names, exercises, grade_id, is_answer, is_setup
from shared.grading.sanitize import Room, clean_outputs

import nbformat
import zmq
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute
from traitlets import Dict

MAX_PRINTED = 1_000_000  # characters of one cell's output, of all kinds but pictures
MAX_PICTURES = 3_000_000  # characters of one cell's pictures, as they are encoded in messages
MAX_MESSAGE = 16 << 20  # bytes; a larger one ends the connection before it fills the memory
HOUSEKEEPING = 20.0  # seconds for what the grader itself runs in the kernel
SHOWN = {"display_data", "execute_result"}
KEPT = {"text/plain", "image/png", "image/jpeg"}
SCOPE = '__import__("shared.grading.scope", fromlist=["_"])'
UNREADABLE = "its Python process sent messages that cannot be read"


class UnreadableMessage(CellControlSignal):
    """What came out of the learner's process is no message of a kernel."""


def names_of_tests(source: NotebookNode) -> dict[str, list[str]]:
    """For each test cell of a chapter's source the names that its exercise's answer defines."""
    names = {grade_id(cell): sorted(defined_names(cell.source)) for cell in source.cells if is_answer(cell)}
    return {test: names[exercise.answer] for exercise in exercises(source) for test in exercise.tests}


def shadowing(names: list[str]) -> str:
    """The note for names that the learner gave another meaning; it costs no points."""
    what = f"{', '.join(names[:8])}{', …' if len(names) > 8 else ''}"
    return f"the notebook gives a new meaning to {what}; the tests use the original"


class Guarded(NotebookClient):
    """Runs a notebook of exercises; see the head of this file and :mod:`shared.grading.scope`."""

    names = Dict(help="For each test cell the names that it may take from the learner.").tag(config=True)

    def reset_execution_trackers(self) -> None:
        """Begin anew, with a kernel that has run nothing yet."""
        super().reset_execution_trackers()
        self.started = False
        self.testing = False  # whether the next cell would run in a scope for tests
        self.passed: list[str] = []  # sources of the tests in it that passed
        self.malformed = 0
        self.pictures = Room()
        self.room: dict[str, int] = {}
        self.findings: dict[str, str] = {}  # what is worth a look, and the test where it was first seen
        self.shadowed: list[str] = []

    async def async_start_new_kernel_client(self) -> Any:
        """Connect to the kernel, with a limit on what it can send at once."""
        self.km.context.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE)
        return await super().async_start_new_kernel_client()

    async def async_execute_cell(
        self,
        cell: NotebookNode,
        cell_index: int,
        execution_count: int | None = None,
        store_history: bool = True,
    ) -> NotebookNode:
        """Run one cell where it belongs, and keep of its output what is safe to keep."""
        if not _runs(cell):
            return cell
        test = utils.is_grade(cell)
        await self._into_place(cell)
        ran = await self._run(cell, cell_index, execution_count, store_history and not test)
        ran.outputs = clean_outputs(ran.outputs, self.pictures)
        if is_setup(cell):
            await self._tell(f"{SCOPE}.current().end_set_up()")
        elif test:
            self._after_test(ran)
            if not self._next_is_test(cell_index):
                await self._report(grade_id(cell))
        return ran

    execute_cell = run_sync(async_execute_cell)

    async def _into_place(self, cell: NotebookNode) -> None:
        """Let the kernel switch to the namespace that the cell belongs to."""
        steps = []
        if not self.started:
            steps.append(f"{SCOPE}.start(get_ipython())")
            self.started = True
        if is_setup(cell):
            steps.append(f"{SCOPE}.current().begin_set_up()")
        elif utils.is_grade(cell) and not self.testing:
            steps.append(f"{SCOPE}.current().enter({self.names.get(grade_id(cell), [])!r})")
            self.testing = True
        if steps:
            await self._tell("\n".join(steps))

    def _next_is_test(self, cell_index: int) -> bool:
        """Whether the next code cell is another test of the same answer."""
        following = next((cell for cell in self.nb.cells[cell_index + 1 :] if _runs(cell)), None)
        if following is None or not utils.is_grade(following):
            return False
        here, there = (self.names.get(grade_id(c)) for c in (self.nb.cells[cell_index], following))
        return here == there

    def _after_test(self, cell: NotebookNode) -> None:
        kept = []
        for output in cell.outputs:
            if output.output_type == "execute_result":  # nbgrader would take it for the score
                self._find(cell, "its test shows a value, which no test of ours does")
                continue
            if output.get("name") == "stderr":  # nbgrader gives no points to a test that warns
                output.name = "stdout"
            kept.append(output)
        cell.outputs = kept
        if not any(output.output_type == "error" for output in kept):
            self.passed.append(cell.source)

    async def _report(self, test: str) -> None:
        """Leave the scope of an exercise; if it gave points, ask whether they were come by honestly."""
        tests, self.passed, self.testing = self.passed, [], False
        if not tests:
            await self._tell(f"{SCOPE}.current().leave()")
            return
        nonce = secrets.token_hex(8)
        asked = f"{SCOPE}.report({nonce!r}, {tests!r}, {self.names.get(test, [])!r})"
        said = self._read_report(await self._tell(asked), nonce)
        if said is None:
            self._find_in(test, "the check of its tests gave no report")
            return
        for finding in said["findings"]:
            self._find_in(test, finding)
        self.shadowed = sorted({*self.shadowed, *said["shadowed"]})

    @staticmethod
    def _read_report(cell: NotebookNode, nonce: str) -> dict[str, list[str]] | None:
        for output in cell.outputs:
            if output.output_type == "error" and output.ename == "Report":
                try:
                    said = json.loads(output.evalue)
                    lists = [[str(item)[:200] for item in said[key]] for key in ("findings", "shadowed")]
                except (ValueError, TypeError, KeyError, RecursionError):
                    return None
                found = dict(zip(("findings", "shadowed"), lists, strict=True))
                return found if said.get("nonce") == nonce else None
        return None

    def _find(self, cell: NotebookNode, finding: str) -> None:
        self._find_in(grade_id(cell), finding)

    def _find_in(self, test: str, finding: str) -> None:
        self.findings.setdefault(finding, test)

    async def _tell(self, code: str) -> NotebookNode:
        """Run a line of our own in the kernel, beside the notebook."""
        cell = nbformat.v4.new_code_cell(code, metadata={"housekeeping": True})
        here = self.nb.cells
        self.nb.cells = [cell]  # where nbclient puts what it ran
        try:
            return await self._run(cell, 0, None, False)
        finally:
            self.nb.cells = here

    async def _run(
        self, cell: NotebookNode, cell_index: int, execution_count: int | None, store_history: bool
    ) -> NotebookNode:
        self.room = {"text": MAX_PRINTED, "pictures": MAX_PICTURES}
        try:
            return await super().async_execute_cell(cell, cell_index, execution_count, store_history)
        except (CellTimeoutError, DeadKernelError, CellExecutionError):
            raise
        except Exception as error:
            raise UnreadableMessage(f"{UNREADABLE} ({type(error).__name__})") from error

    def _get_timeout(self, cell: NotebookNode | None) -> int | None:
        return (
            HOUSEKEEPING if cell is not None and "housekeeping" in cell.metadata else super()._get_timeout(cell)
        )

    def notes(self) -> list[str]:
        """What was found, in words, for the instructor."""
        found = [f"{test}: {finding}: worth a look by hand" for finding, test in self.findings.items()]
        if self.malformed:
            found.append(f"its Python process sent {self.malformed} malformed messages: worth a look by hand")
        return [*found, shadowing(self.shadowed)] if self.shadowed else found

    # --- what comes out of the kernel -----------------------------------------------------------------------

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Hand on to nbclient what is well-formed, of use and within the limits."""
        try:
            # What an answer shows while it is looked at would leave no room for the report.
            unwanted = "housekeeping" in cell.metadata and msg["msg_type"] not in ("status", "error")
            usable = None if unwanted else self._usable(msg)
        except (KeyError, TypeError, AttributeError, ValueError):
            usable = None
            self.malformed += 1
        return None if usable is None else super().process_message(usable, cell, cell_index)

    def _usable(self, msg: dict[str, Any]) -> dict[str, Any] | None:
        kind, content = msg["msg_type"], msg["content"]
        head = {"msg_type": kind, "header": {"msg_type": kind}, "parent_header": msg["parent_header"]}
        if kind == "status":
            return {**head, "content": {"execution_state": _text(content["execution_state"])}}
        if kind == "clear_output":
            return {**head, "content": {"wait": bool(content.get("wait"))}}
        if kind == "stream":
            name = content["name"] if content["name"] in ("stdout", "stderr") else "stdout"
            return self._with_room(head, {"name": name, "text": self._cut(_text(content["text"]))}, "text")
        if kind == "error":
            lines = [self._cut(_text(line)) for line in content["traceback"][:200]]
            said = {"ename": _text(content["ename"])[:200], "evalue": self._cut(_text(content["evalue"]))}
            return {**head, "content": {**said, "traceback": lines}}
        if kind in SHOWN:
            data = {mime: self._fitting(mime, text) for mime, text in content["data"].items()}
            data = {mime: text for mime, text in data.items() if text}
            count = content.get("execution_count")
            counted = {"execution_count": count} if kind == "execute_result" and isinstance(count, int) else {}
            if kind == "execute_result" and not counted:
                counted = {"execution_count": None}
            return {**head, "content": {"data": data, "metadata": {}, **counted}} if data else None
        return None  # comms, widgets, updates of displays, what nobody knows

    def _with_room(self, head: dict, content: dict, key: str) -> dict | None:
        return {**head, "content": content} if content[key] else None

    def _cut(self, text: str) -> str:
        kept = text[: max(0, self.room["text"])]
        self.room["text"] -= len(text)
        return kept

    def _fitting(self, mime: str, text: Any) -> str:
        if not isinstance(mime, str):
            raise TypeError
        if mime not in KEPT:
            return f"[{mime[:60]}]" if self._cut("x") else ""  # a word in its place; what it holds is dropped
        if not isinstance(text, str):
            raise TypeError
        if mime == "text/plain":
            return self._cut(text)
        self.room["pictures"] -= len(text)
        return text if self.room["pictures"] >= 0 else ""


def _runs(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


class GuardedExecute(Guarded, Execute):
    """nbgrader's own step that runs a submission, guarded."""

    latest: GuardedExecute | None = None  # the last one of this process, which nbgrader makes and drops itself

    def preprocess(self, nb: NotebookNode, resources: Any = None, km: Any = None) -> tuple[NotebookNode, Any]:
        """Run the notebook."""
        GuardedExecute.latest = self
        return super().preprocess(nb, resources, km)


# What nbgrader does with a submission, with that step in place of its own.
AUTOGRADE = [
    GuardedExecute if step is Execute else step
    for step in Autograde.class_traits()["autograde_preprocessors"].default()
]
