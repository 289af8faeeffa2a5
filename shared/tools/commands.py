"""What the scripts have in common: how a command line is read, and how a mistake in it is answered."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from shared.tools.interrupts import kill_is_ctrl_c


class Parser(argparse.ArgumentParser):
    """A parser whose ``--help`` is the script's own description, examples included, as it was written.

    A mistake is answered with one line, and exit code 2.
    """

    def __init__(self, description: str | None) -> None:
        super().__init__(
            description=description, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line and leave with exit code 2."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())} (--help shows how it is used)\n")


def run_script(main: Callable[[], int | None]) -> NoReturn:
    """Run a script's ``main`` and leave with the exit code that it returns.

    A kill (SIGTERM) is a Ctrl-C to it; one that it does not answer itself ends the script with a line, and
    exit code 130.
    """
    with kill_is_ctrl_c():
        try:
            code = main()
        except KeyboardInterrupt:
            print(f"{Path(sys.argv[0]).stem}: stopped", file=sys.stderr)
            code = 130
    sys.exit(code)


def fail(reason: object) -> int:
    """Say in one line why a script cannot do its work; returns the exit code for that, 2."""
    print(f"{Path(sys.argv[0]).stem}: {' '.join(str(reason).split())}", file=sys.stderr)
    return 2


def whole_number(minimum: int) -> Callable[[str], int]:
    """An argument's type: a whole number that is not too small."""

    def convert(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = minimum - 1
        if value < minimum:
            raise argparse.ArgumentTypeError(f"must be a whole number from {minimum} up, not {text!r}")
        return value

    return convert


def decimal_number(low: float, high: float = math.inf, *, above: bool = False) -> Callable[[str], float]:
    """An argument's type: a number from ``low`` to ``high``; ``above`` leaves out ``low`` itself."""

    def convert(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not (low <= value <= high and math.isfinite(value)) or (above and value == low):
            start = f"above {low:g}" if above else f"from {low:g} up"
            end = "" if high == math.inf else f" to {high:g}" if not above else f" and at most {high:g}"
            start = start if high == math.inf or above else f"from {low:g}"
            raise argparse.ArgumentTypeError(f"must be a number {start}{end}, not {text!r}")
        return value

    return convert


def text_with_line_ends(text: str) -> str:
    r"""An argument's type: a text in which ``\n`` stands for a line end; shells differ in how to type one."""
    return text.replace("\\n", "\n")
