"""Work that may take too long, in processes that are ended when it does."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

START = 60.0  # seconds in which a process must have loaded what it needs
MEMORY = 4 << 30  # bytes of address space


@dataclass
class _Helper:
    """A process and what it is doing."""

    process: multiprocessing.process.BaseProcess
    connection: Connection
    deadline: float
    job: int | None = None  # None: it is still loading what it needs, which is nobody's time but ours

    def take(self, number: int, job: Any, seconds: float) -> None:
        self.job, self.deadline = number, time.monotonic() + seconds
        with contextlib.suppress(OSError):  # it has ended: that shows when its result is waited for
            self.connection.send(job)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def in_time(function: Callable[[Any], Any], jobs: Sequence[Any], seconds: float, processes: int) -> list[Any]:
    """``function`` of each job; None where it raised, ran longer than ``seconds`` or ended its process.

    The function must be one that can be imported by its name; jobs and results are copied between processes.
    """
    results: list[Any] = [None] * len(jobs)
    left = deque(enumerate(jobs))
    busy: dict[Connection, _Helper] = {}
    try:
        while left or busy:
            starting = sum(helper.job is None for helper in busy.values())
            if len(busy) < processes and len(left) > starting:
                try:
                    helper = _start(function)
                    busy[helper.connection] = helper
                except OSError:  # no more processes: those that there are do the work
                    processes = len(busy)
                    if not busy:
                        break
            else:
                _collect(busy, left, results, seconds)
    finally:
        for helper in busy.values():
            helper.end()
    return results


def _collect(busy: dict[Connection, _Helper], left: deque, results: list[Any], seconds: float) -> None:
    """Wait until something is done or late; take the results, and hand on the next jobs or end processes."""
    soonest = min(helper.deadline for helper in busy.values())
    ready = wait(list(busy), timeout=max(0.0, soonest - time.monotonic()))
    for connection, helper in list(busy.items()):
        alive = connection in ready
        if not alive and time.monotonic() < helper.deadline:
            continue
        try:
            said = connection.recv() if alive else None
        except (EOFError, OSError):  # it ended
            alive, said = False, None
        if helper.job is not None:
            results[helper.job] = said
        elif not alive and left:
            left.popleft()  # or processes that cannot start would be started for ever
        if alive and left:
            helper.take(*left.popleft(), seconds)
        else:
            del busy[connection]
            helper.end()


def _start(function: Callable[[Any], Any]) -> _Helper:
    ours, theirs = multiprocessing.Pipe()
    # A fresh process, because a copy of this one would hold its locks and its database.
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, function), daemon=True)
    process.start()
    theirs.close()
    return _Helper(process, ours, time.monotonic() + START)


def _serve(connection: Connection, function: Callable[[Any], Any]) -> None:
    """Do one job after the other until the connection is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that started us
    if os.name == "posix":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        soft = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    with contextlib.suppress(EOFError, OSError):
        connection.send("ready")
        while True:
            job = connection.recv()
            try:
                result = function(job)
            except Exception:  # whatever is wrong with this job, the next one gets its turn
                result = None
            connection.send(result)
