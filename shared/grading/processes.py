"""A process and all that it starts, also what runs away from it: how much memory it takes, and its end.

A submission's process may start others, and those others; what is orphaned no longer hangs below its parent. So
descendants are remembered as soon as they are seen, with the session that they belong to, and everything that a
submission starts inherits a mark in its environment, by which it is found afterwards.
"""

from __future__ import annotations

import contextlib
import os

import psutil

MARK = "GRADING_MARK"  # the environment variable
GONE = (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess)


class Tree:
    """The processes below ``pid``."""

    def __init__(self, pid: int, mark: str) -> None:
        self.pid = pid
        self.mark = mark
        self.seen: set[psutil.Process] = set()
        self.sessions: set[int] = set()  # of POSIX: a kernel begins one, and what it starts belongs to it
        self.peak = 0  # bytes

    def look(self) -> int:
        """Remember what runs now; return the bytes of memory that it takes together.

        Memory that two processes share counts twice.
        """
        with contextlib.suppress(*GONE):
            found = psutil.Process(self.pid).children(recursive=True)
            self.seen.update(found)
            self.sessions.update(filter(None, map(_session, found)))
        total = sum(_memory(process) for process in (*self.seen, *_process(self.pid)))
        self.peak = max(self.peak, total)
        return total

    def end_descendants(self) -> None:
        """End everything below the process, what ran away included; the process itself goes on."""
        self.look()
        for _ in range(3):  # what is started while we look is found the next time
            alive = [process for process in self.seen | self._strays() if _running(process)]
            for process in alive:
                with contextlib.suppress(*GONE):
                    process.kill()
            psutil.wait_procs(alive, timeout=5)
        self.seen.clear()
        self.sessions.clear()

    def _strays(self) -> set[psutil.Process]:
        """What carries the mark, or belongs to a session that began below the process."""
        found = set()
        sessions = self.sessions - {_session(psutil.Process())}
        for process in psutil.process_iter():
            with contextlib.suppress(*GONE, OSError):
                if process.pid != self.pid and (
                    _session(process) in sessions or process.environ().get(MARK) == self.mark
                ):
                    found.add(process)
        return found


def _session(process: psutil.Process) -> int | None:
    """The number of a process's session; None where there are none."""
    with contextlib.suppress(OSError, AttributeError):
        return os.getsid(process.pid)
    return None


def _process(pid: int) -> list[psutil.Process]:
    with contextlib.suppress(*GONE):
        return [psutil.Process(pid)]
    return []


def _memory(process: psutil.Process) -> int:
    with contextlib.suppress(*GONE):
        return process.memory_info().rss
    return 0


def _running(process: psutil.Process) -> bool:
    with contextlib.suppress(*GONE):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False
