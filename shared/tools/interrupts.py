"""Ctrl-C, and the polite kill: what long work does when somebody wants it to stop.

A kill (SIGTERM) is what a cluster, a container or ``timeout`` sends before it gets rude. Here it is the same as
Ctrl-C: a KeyboardInterrupt in the main thread, so whatever saves itself on Ctrl-C saves itself then, too.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def kill_is_ctrl_c() -> Iterator[None]:
    """Within the block, SIGTERM raises KeyboardInterrupt, unless the program has a handler of its own."""
    if not _in_main_thread() or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold both signals back until the block is done: half an update would be no state at all."""
    if not _in_main_thread():
        yield  # Python delivers signals to the main thread only
        return
    received: list[int] = []
    previous = {number: signal.getsignal(number) for number in _SIGNALS}
    for number in _SIGNALS:
        signal.signal(number, lambda number, frame: received.append(number))
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)  # None: not set from Python
    if received:
        signal.raise_signal(received[0])  # to whoever would have got it


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
