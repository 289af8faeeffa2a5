"""Processes that let nbgrader grade one submission after another, and are replaced when one hangs or dies.

nbgrader grades one submission at a time and has no limit on a whole notebook. Here every core has a process of
its own; what a submission does to the process, or to the time it takes, is that submission's problem only.
"""

from __future__ import annotations

import json
import multiprocessing
import multiprocessing.connection
import os
import queue
import secrets
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from shared.grading.course import CELL_TIMEOUT, TOTAL_TIMEOUT, Course, nbgrader_config
from shared.grading.execution import AUTOGRADE, UNREADABLE, GuardedExecute, names_of_tests
from shared.grading.kernels import KERNEL, connect_through, install
from shared.grading.notebooks import grade_id, read_source
from shared.grading.outcomes import TIMED_OUT, earned_in
from shared.grading.processes import Tree
from shared.grading.release import engine, reason

from nbgrader import utils

MAX_MEETING_BYTES = 64 << 20  # in the folder of the sockets, the one place a sandboxed kernel can fill up
MAX_LOG = 1_000_000  # characters
MAX_MEMORY = 6 << 30  # bytes, of a submission's processes and the one that grades it
LOOK_EVERY = 0.25  # seconds between two looks at a submission that runs
START_TIMEOUT = 120  # seconds
START_PAUSES = (1.0, 5.0, 0.0)  # seconds after a first, second, third failure to start a process
ENDED = "the Python process ended (os._exit, a crash, or no memory left)"
DIED = "the grading process died"
AGAIN = "run autograde again"
STOPPED = "grading was interrupted"


@dataclass
class Settings:
    """How submissions are run."""

    workers: int | None = None  # None: three for every two cores
    cell_timeout: float = CELL_TIMEOUT  # seconds
    total_timeout: float = TOTAL_TIMEOUT  # seconds
    sandboxed: bool = True
    as_root: bool = False  # without a sandbox, also with all rights on this machine


@dataclass
class Verdict:
    """What nbgrader said about one submission."""

    graded: bool
    reason: str = ""
    timed_out: bool = False  # at least one cell ran into its limit
    notes: list[str] = field(default_factory=list)  # what is worth a look
    seconds: float | None = None  # from handing it to a process until its verdict
    peak_memory: int | None = None  # bytes, of the process and all that it started
    scores: dict[str, float] = field(default_factory=dict)  # by test cell, as the notebook that ran has it
    alive: bool = True  # whether the process that graded it can grade the next one
    final: bool = False  # whether a second try could not end differently

    @property
    def unsure(self) -> bool:
        """Whether a busy machine may have been the reason."""
        return (self.timed_out or not self.graded) and not self.final


class CannotStart(Exception):
    """No process to grade in can be had, with the reason."""


class Worker:
    """One process, with a folder for its kernels' sockets."""

    def __init__(
        self, course: Course, chapter: str, settings: Settings, scratch: Path, stopped: threading.Event
    ) -> None:
        self.mark = secrets.token_hex(8)
        self.arguments = (course, chapter, settings, scratch, self.mark)
        self.scratch = scratch
        self.settings = settings
        self.stopped = stopped  # set when everything shall end
        self.graded = 0
        self.process: multiprocessing.process.BaseProcess | None = None
        self.connection: multiprocessing.connection.Connection | None = None

    def grade(self, student: str) -> Verdict:
        """Let the process grade a submission, and wait for it."""
        if self.process is None:
            self._start()
        self.graded += 1
        meeting = self.scratch / str(self.graded)  # a new one each time: what was in it may be trapped
        meeting.mkdir()
        tree = Tree(self.process.pid, self.mark)
        begin = time.monotonic()
        self.connection.send((student, meeting))
        verdict = self._wait(meeting, tree)
        verdict.seconds = time.monotonic() - begin
        verdict.peak_memory = tree.peak
        if not verdict.alive:
            self.stop()
        elif not self.settings.sandboxed:  # a sandbox takes everything in it with it
            tree.end_descendants()
        shutil.rmtree(meeting, ignore_errors=True)
        return verdict

    def _start(self) -> None:
        """Start the process and wait until it has loaded what it needs, which is nobody's time but ours.

        Raises:
            CannotStart: it failed several times, with pauses, in which others may have ended.
        """
        for pause in START_PAUSES:
            try:
                self._start_once()
                return
            except (OSError, EOFError, RuntimeError, MemoryError) as error:
                problem = str(error) or type(error).__name__
                self.stop()
            if self.stopped.wait(pause):
                break
        raise CannotStart(problem)

    def _start_once(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, other_end = context.Pipe()
        try:
            process = context.Process(target=_serve, args=(other_end, *self.arguments))
            process.start()
            self.process = process
        finally:
            other_end.close()
        if not self.connection.poll(START_TIMEOUT):
            raise RuntimeError(f"it did not start within {START_TIMEOUT} s")
        self.connection.recv()

    def _wait(self, meeting: Path, tree: Tree) -> Verdict:
        """Wait for the verdict; where there will be none, make one that tells why."""
        deadline = time.monotonic() + self.settings.total_timeout
        while not self.connection.poll(LOOK_EVERY):
            if self.stopped.is_set():
                return Verdict(False, STOPPED, alive=False)
            if not self.process.is_alive():
                return Verdict(False, DIED, alive=False)
            if time.monotonic() > deadline:
                limit = f"{self.settings.total_timeout:g} s"
                return Verdict(False, f"the whole notebook took longer than {limit}", alive=False, final=True)
            if _size(meeting) > MAX_MEETING_BYTES:
                return Verdict(False, "it wrote too much to disk", alive=False, final=True)
            if tree.look() > MAX_MEMORY:
                limit = f"{MAX_MEMORY / 2**30:g} GiB of memory, all its processes together"
                return Verdict(False, f"it used more than {limit}", alive=False, final=True)
        try:
            # Text, and not an object: a submission without a sandbox could write into the pipe.
            return Verdict(**json.loads(self.connection.recv_bytes()))
        except (EOFError, OSError, TypeError, ValueError):
            return Verdict(False, DIED, alive=False)

    def stop(self) -> None:
        """End the process and everything it started."""
        if self.process is not None:
            tree = Tree(self.process.pid, self.mark)
            tree.look()
            self.process.kill()
            tree.end_descendants()
            self.process.join()
            self.process = None
        if self.connection is not None:
            self.connection.close()
            self.connection = None


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
                except CannotStart as error:
                    verdicts[student] = Verdict(False, f"no process could be started for it ({error}): {AGAIN}")
                except Exception as error:  # a full disk, for example: the others still get their turn
                    worker.stop()
                    said = str(error) or type(error).__name__
                    verdicts[student] = Verdict(False, f"the grader failed ({said}): {AGAIN}")
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


def _serve(connection, course: Course, chapter: str, settings: Settings, scratch: Path, mark: str) -> None:
    """Grade what comes through the connection until it is closed."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):  # what kernels write there is of no use, and there may be a lot of it
        os.dup2(nowhere, stream)
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the one that started us
    install(scratch / "jupyter", sandboxed=settings.sandboxed, mark=mark)
    connection.send("ready")
    while True:
        try:
            student, meeting = connection.recv()
        except EOFError:
            return
        verdict = _grade(course, chapter, settings, student, meeting)
        connection.send_bytes(json.dumps(asdict(verdict)).encode())


def _grade(course: Course, chapter: str, settings: Settings, student: str, meeting: Path) -> Verdict:
    """Let nbgrader grade one submission."""
    config = nbgrader_config(course, settings.cell_timeout)
    config.CourseDirectory.submitted_directory = "prepared"
    config.Execute.kernel_name = KERNEL
    config.GuardedExecute.names = names_of_tests(read_source(course.solutions(chapter)))
    config.Autograde.autograde_preprocessors = AUTOGRADE
    connect_through(config, meeting)
    result = engine(config).autograde(chapter, student)
    said = result.get("log", "") + result.get("error", "")
    log = course.state / "logs" / chapter / f"{student}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(said[:MAX_LOG], encoding="utf-8", errors="replace")
    if result["success"]:
        return _graded(GuardedExecute.latest)
    if "DeadKernelError" in said:
        return Verdict(False, ENDED)
    if "Timeout waiting for IOPub output" in said:
        limit = f"{settings.cell_timeout:g} s"
        return Verdict(False, f"a cell took longer than {limit} and could not be interrupted")
    if UNREADABLE in said:
        return Verdict(False, UNREADABLE)
    return Verdict(False, reason(result))


def _graded(run: GuardedExecute) -> Verdict:
    """What the notebook looks like that nbgrader ran: in memory, since a file could have been changed."""
    cells = run.nb.cells
    timed_out = any(output.get("ename") == TIMED_OUT for c in cells for output in c.get("outputs", []))
    scores = {grade_id(cell): earned_in(cell) for cell in cells if utils.is_grade(cell)}
    return Verdict(True, timed_out=timed_out, notes=run.notes(), scores=scores)
