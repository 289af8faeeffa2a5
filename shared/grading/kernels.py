"""The kernel that exercises run in: always this Python with this package, whatever else is installed.

Jupyter finds a kernel by a ``kernel.json`` on its path. The ones it knows already may belong to another Python,
so a fresh one is written for every run. On POSIX systems kernel and client talk through socket files in a
folder of their own: the TCP ports that Jupyter would choose are free when they are chosen and may be taken when
they are used, which loses submissions as soon as several are graded at once.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from shared.grading import sandbox
from shared.grading.course import PACKAGE_ROOT
from shared.grading.processes import MARK

from traitlets.config import Config

KERNEL = "grading"


def install(folder: Path, *, sandboxed: bool, mark: str = "") -> None:
    """Write the kernel's description below ``folder`` and make Jupyter look there first (in this process).

    Args:
        folder: of this run alone.
        sandboxed: whether the kernel runs behind walls.
        mark: by which whatever the kernel starts can be found later.
    """
    if sandboxed:
        argv, interrupt_mode = sandbox.kernel_argv(), "message"  # a signal would stop at the sandbox's wall
    else:
        argv, interrupt_mode = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"], "signal"
    paths = [str(PACKAGE_ROOT), os.environ.get("PYTHONPATH", "")]
    spec = {
        "argv": argv,
        "display_name": "Grading",
        "language": "python",
        "interrupt_mode": interrupt_mode,
        "env": {
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "OMP_NUM_THREADS": "1",  # the tensors are tiny, and every core has a submission of its own
            "HF_HUB_OFFLINE": "1",
            MARK: mark,
        },
    }
    target = folder / "kernels" / KERNEL / "kernel.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(spec), encoding="utf-8")
    os.environ["JUPYTER_PATH"] = str(folder)


def connect_through(c: Config, folder: Path) -> None:
    """Let the next kernel and its client meet in ``folder``, which must be empty and belong to nobody else."""
    c.KernelManager.connection_file = str(folder / "connection.json")
    if os.name == "posix":
        c.KernelManager.transport = "ipc"
        c.KernelManager.ip = str(folder / "k")
