"""Call a script of the course as a user would, and see how it ends."""

from __future__ import annotations

import os
import subprocess
import sys

from places import ROOT

ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1", "PYTHONUTF8": "1"}
ENVIRONMENT |= {"PYTHONPATH": str(ROOT)}


def command(script: str, *arguments: str) -> list[str]:
    """The command line of a script, such as ``ch04/scale.py``."""
    return [sys.executable, str(ROOT / script), *arguments]


def call(script: str, *arguments: str, code: int = 0) -> str:
    """What a script says: its output, or its complaint where it is to end with another exit code than 0."""
    line = command(script, *arguments)
    done = subprocess.run(line, capture_output=True, text=True, env=ENVIRONMENT, timeout=300)
    assert done.returncode == code, done.stderr[-1500:]
    return done.stdout if code == 0 else done.stderr
