"""Processes that let nbgrader grade one submission after another, and are replaced when one hangs or dies.

nbgrader grades one submission at a time and has no limit on a whole notebook. Here every core has a process of
its own; what a submission does to the process, or to the time it takes, is that submission's problem only.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from shared.grading.course import CELL_TIMEOUT, TOTAL_TIMEOUT, Course, nbgrader_config
from shared.grading.kernels import KERNEL, connect_through, install
from shared.grading.notebooks import grade_id, scores_itself
from shared.grading.outputs import AUTOGRADE
from shared.grading.release import engine, reason

import nbformat
import psutil

MAX_MEETING_BYTES = 64 << 20  # in the folder of the sockets, the one place a sandboxed kernel can fill up
ENDED = "the Python process ended (os._exit, a crash, or no memory left)"
DIED = "the grading process died"
STOPPED = "grading was interrupted"


@dataclass
class Settings:
    """How submissions are run."""

    workers: int | None = None  # None: one for each core
    cell_timeout: float = CELL_TIMEOUT  # seconds
    total_timeout: float = TOTAL_TIMEOUT  # seconds
    sandboxed: bool = True


@dataclass
class Verdict:
    """What nbgrader said about one submission."""

    graded: bool
    reason: str = ""
    timed_out: bool = False  # at least one cell ran into its limit
    notes: list[str] = field(default_factory=list)  # what is worth a look
    seconds: float | None = None  # from handing it to a process until its verdict
    peak_memory: int | None = None  # bytes, of the process and all that it started


class Worker:
    """One process, with a folder for its kernels' sockets."""

    def __init__(
        self, course: Course, chapter: str, settings: Settings, scratch: Path, stopped: threading.Event
    ) -> None:
        self.arguments = (course, chapter, settings, scratch)
        self.scratch = scratch
        self.settings = settings
        self.stopped = stopped  # set when everything shall end
        self.graded = 0
        self.process: multiprocessing.process.BaseProcess | None = None

    def grade(self, student: str) -> Verdict:
        """Let the process grade a submission, and wait for it."""
        if self.process is None:
            self._start()
        self.graded += 1
        meeting = self.scratch / str(self.graded)  # a new one each time: what was in it may be trapped
        meeting.mkdir()
        self.connection.send((student, meeting))
        problem = self._wait(meeting)
        if problem is None:
            try:
                verdict = self.connection.recv()
            except EOFError:
                problem = DIED
        if problem is not None:
            self.stop()
            verdict = Verdict(False, problem)
        shutil.rmtree(meeting, ignore_errors=True)
        return verdict

    def _start(self) -> None:
        """Start the process and wait until it has loaded what it needs, which is nobody's time but ours."""
        context = multiprocessing.get_context("spawn")
        self.connection, other_end = context.Pipe()
        self.process = context.Process(target=_serve, args=(other_end, *self.arguments))
        self.process.start()
        other_end.close()
        try:
            self.connection.recv()
        except EOFError:
            raise RuntimeError("a grading process could not start") from None

    def _wait(self, meeting: Path) -> str | None:
        """Wait for the verdict; tell why there will be none."""
        deadline = time.monotonic() + self.settings.total_timeout
        while not self.connection.poll(0.5):
            if self.stopped.is_set():
                return STOPPED
            if not self.process.is_alive():
                return DIED
            if time.monotonic() > deadline:
                return f"the whole notebook took longer than {self.settings.total_timeout:g} s"
            if _size(meeting) > MAX_MEETING_BYTES:
                return "it wrote too much to disk"
        return None

    def stop(self) -> None:
        """End the process and everything it started."""
        if self.process is not None:
            with contextlib.suppress(psutil.NoSuchProcess):  # it may end meanwhile
                for child in psutil.Process(self.process.pid).children(recursive=True):
                    with contextlib.suppress(psutil.NoSuchProcess):
                        child.kill()
            self.process.kill()
            self.process.join()
            self.connection.close()
            self.process = None


def _size(folder: Path) -> int:
    try:
        return sum(4096 + path.lstat().st_size for path in folder.rglob("*"))
    except OSError:
        return 0  # something vanished while it was looked at


def grade_all(
    course: Course,
    chapter: str,
    settings: Settings,
    students: Iterable[str],
    workers: int,
    scratch: Path,
    progress: Callable[[], object],
) -> dict[str, Verdict]:
    """Grade the prepared submissions of some students; ``progress`` is called after each.

    When it is interrupted (Ctrl-C), the processes are ended first.
    """
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for student in students:
        waiting.put(student)
    verdicts: dict[str, Verdict] = {}
    stopped = threading.Event()

    def work(number: int) -> None:
        folder = scratch / str(number)
        folder.mkdir(parents=True)
        worker = Worker(course, chapter, settings, folder, stopped)
        try:
            while not stopped.is_set():
                student = waiting.get_nowait()
                try:
                    verdicts[student] = worker.grade(student)
                except Exception as error:  # a full disk, no more processes: the others still get their turn
                    worker.stop()
                    verdicts[student] = Verdict(False, f"the grader failed ({error}): try again")
                progress()
        except queue.Empty:
            pass
        finally:
            worker.stop()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    try:
        while any(thread.is_alive() for thread in threads):
            time.sleep(0.1)  # and not join(), which nothing can interrupt on Windows
    finally:
        stopped.set()
        for thread in threads:
            thread.join()
    return verdicts


# --- inside the process -------------------------------------------------------------------------------------


def _serve(connection, course: Course, chapter: str, settings: Settings, scratch: Path) -> None:
    """Grade what comes through the connection until it is closed."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):  # what kernels write there is of no use, and there may be a lot of it
        os.dup2(nowhere, stream)
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the one that started us
    install(scratch / "jupyter", sandboxed=settings.sandboxed)
    connection.send("ready")
    while True:
        try:
            student, meeting = connection.recv()
        except EOFError:
            return
        connection.send(_grade(course, chapter, settings, student, meeting))


def _grade(course: Course, chapter: str, settings: Settings, student: str, meeting: Path) -> Verdict:
    """Let nbgrader grade one submission."""
    config = nbgrader_config(course, settings.cell_timeout)
    config.CourseDirectory.submitted_directory = "prepared"
    config.Execute.kernel_name = KERNEL
    config.Autograde.autograde_preprocessors = AUTOGRADE
    connect_through(config, meeting)
    result = engine(config).autograde(chapter, student)
    log = course.state / "logs" / chapter / f"{student}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(result.get("log", "") + result.get("error", ""), encoding="utf-8", errors="replace")
    if result["success"]:
        return _graded(course, chapter, student)
    said = result.get("log", "") + result.get("error", "")
    if "DeadKernelError" in said:
        return Verdict(False, ENDED)
    if "Timeout waiting for IOPub output" in said:
        return Verdict(
            False, f"a cell took longer than {settings.cell_timeout:g} s and could not be interrupted"
        )
    return Verdict(False, reason(result))


def _graded(course: Course, chapter: str, student: str) -> Verdict:
    """What the notebook looks like that nbgrader ran."""
    path = course.folder("autograded", student, chapter) / f"{chapter}_exercises.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    timed_out = any(output.get("ename") == "CellTimeoutError" for c in cells for output in c.get("outputs", []))
    notes = [
        f"{grade_id(cell)} shows a value, which nbgrader takes for its score: worth a look by hand"
        for cell in cells
        if scores_itself(cell)
    ]
    return Verdict(True, timed_out=timed_out, notes=notes)
