"""How far a long command is: a bar on a terminal, a plain line now and then where the output goes elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType

from tqdm import tqdm

STEP = 0.1  # a line for every tenth of the work,
PAUSE = 30.0  # and where that takes long, after so many seconds


class Progress:
    """Counts what is done; use it in a ``with`` statement. Safe to call from several threads."""

    def __init__(self, total: int, what: str, unit: str) -> None:
        self.total = total
        self.what = what
        self.bar = tqdm(total=total, desc=what, unit=unit, file=sys.stderr, disable=None)
        self.done = self.said = 0
        self.begin = self.last = time.monotonic()
        self.lock = threading.Lock()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.close()

    def update(self) -> None:
        """One more is done."""
        with self.lock:
            self.done += 1
            self.bar.update()
            self._say()

    def refresh(self) -> None:
        """Something happened that does not count."""
        with self.lock:
            self.bar.refresh()
            self._say()

    def _say(self) -> None:
        if not self.bar.disable:
            return
        now = time.monotonic()
        far = self.done - self.said >= self.total * STEP or self.said < self.done == self.total
        if far or now - self.last >= PAUSE:
            line = f"{self.what}: {self.done} of {self.total}, {now - self.begin:.0f} s"
            print(line, file=sys.stderr, flush=True)
            self.said, self.last = self.done, now
