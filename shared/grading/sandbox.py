"""A kernel that sees nothing but its own folder: student code behind bubblewrap, on Linux.

What such a kernel has: this Python and its packages, read-only; the course's package, read-only; a folder at
the place where the notebook lies, with copies of the files beside it and nothing else, and ``/tmp``, both in
memory, of limited size and gone afterwards.
What it has not: a network, other processes, the solutions, the gradebook, other submissions, your home folder,
your environment variables, or more than its share of memory, files and processor time.

What it cannot do: keep an answer from tampering with the tests that run in the same Python process.

This file is also the program that Jupyter starts as the kernel (see :func:`kernel_argv`); it then uses nothing
but the standard library, and replaces itself by bubblewrap.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

MEMORY = 6 << 30  # bytes of address space; torch alone takes more than one gigabyte of it
FILE_SIZE = 64 << 20  # bytes, the largest file
OPEN_FILES = 512
PROCESSOR_TIME = 1800  # seconds, for a whole notebook; each cell has nbgrader's own limit
PROCESSES = 512  # beside those that the user runs already; does not hold for root
FOLDER_SIZE = 256 << 20  # bytes in the notebook's folder, and as much in /tmp
MAX_COPIES = 300  # files beside the notebook; each takes one of the open files until the kernel starts

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store")
SETTINGS = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "localtime", "fonts")
PROCESSOR = "/sys/devices/system/cpu"  # torch asks it which instructions there are
PASSED_ON = ("LANG", "LC_ALL", "PYTHONPATH", "OMP_NUM_THREADS", "HF_HUB_OFFLINE")


def obstacle() -> str | None:
    """Why no sandbox can be had here, or None if one can: it is tried."""
    if sys.platform != "linux":
        return "bubblewrap exists on Linux only"
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed (the package is called bubblewrap)"
    command = [*_walls(Path("/tmp")), "--", sys.executable, "-I", "-c", "pass"]
    tried = subprocess.run(command, capture_output=True, text=True, cwd="/tmp")
    if tried.returncode != 0:
        said = (tried.stderr.strip().splitlines() or ["no reason given"])[-1]
        return f"bubblewrap cannot build a sandbox here ({said})"
    return None


def kernel_argv() -> list[str]:
    """The command of the sandboxed kernel, for a ``kernel.json``."""
    return [sys.executable, "-I", __file__, "{connection_file}"]


def _walls(folder: Path, *meeting: str) -> list[str]:
    """The bubblewrap command: what the kernel sees, with ``folder`` as its own."""
    arguments = ["bwrap", "--die-with-parent", "--new-session", "--unshare-all", "--cap-drop", "ALL"]
    arguments += ["--proc", "/proc", "--dev", "/dev"]
    for place in ("/dev/shm", "/tmp"):
        arguments += ["--size", str(FOLDER_SIZE), "--tmpfs", place]
    for place in SYSTEM:
        if os.path.islink(place):
            arguments += ["--symlink", os.readlink(place), place]
        elif os.path.isdir(place):
            arguments += ["--ro-bind", place, place]
    for place in [*(f"/etc/{name}" for name in SETTINGS), PROCESSOR]:
        arguments += ["--ro-bind-try", place, place]
    for place in _python():
        arguments += ["--ro-bind", place, place]
    if str(folder) != "/tmp":
        arguments += ["--size", str(FOLDER_SIZE), "--tmpfs", str(folder), *_copies(folder)]
    for place in meeting:  # where the sockets lie: the one place it shares with the outside
        arguments += ["--bind", place, place]
    return [*arguments, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", str(folder)]


def _copies(folder: Path) -> list[str]:
    """What puts copies of the files beside the notebook into the kernel's own folder, which it may change.

    No notebook is among them: the one that is graded holds the hidden tests. bubblewrap reads the files through
    descriptors that are opened here, so that no name can lead it elsewhere; what is a link stays out.
    """
    arguments: list[str] = []
    room = FOLDER_SIZE // 2
    for here, folders, files in os.walk(folder):
        folders.sort()
        for path in (os.path.join(here, name) for name in sorted(files) if not name.lower().endswith(".ipynb")):
            if len(arguments) >= 3 * MAX_COPIES:
                return arguments
            try:
                descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            except OSError:
                continue
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or status.st_size > min(room, FILE_SIZE):
                os.close(descriptor)
                continue
            room -= status.st_size
            os.set_inheritable(descriptor, True)
            arguments += ["--file", str(descriptor), path]
    return arguments


def _python() -> list[str]:
    """The folders that this Python and the course's package live in; none of them twice."""
    package = Path(__file__).resolve().parents[1]
    wanted = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parent.parent, package}
    # Where the package lies, the solutions lie, too; a path may name that folder in another way.
    wanted |= {
        path.absolute()
        for path in map(Path, filter(None, sys.path))
        if path.is_dir() and path.resolve() != package.parent
    }
    wanted = {
        path for path in wanted if not any(path.is_relative_to(place) for place in ("/usr", "/lib", "/bin"))
    }
    return sorted(str(p) for p in wanted if not any(p != other and p.is_relative_to(other) for other in wanted))


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": "/tmp",
        "USER": "student",
        "LOGNAME": "student",
        "CUDA_VISIBLE_DEVICES": "",
        **kept,
    }


def _limit() -> None:
    import resource

    for kind, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, FILE_SIZE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CPU, PROCESSOR_TIME),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, _running() + PROCESSES),
    ):
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


def _running() -> int:
    """How many threads this user runs on the whole machine, which is what the limit on processes counts."""
    threads = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it may end meanwhile
            threads += len(os.listdir(folder / "task")) if folder.stat().st_uid == os.getuid() else 0
    return threads


def main(connection_file: str) -> None:
    """Become the sandboxed kernel of the notebook in the current folder."""
    meeting = os.path.dirname(connection_file)
    kernel = [sys.executable, "-m", "ipykernel_launcher", "-f", connection_file]
    _limit()
    command = [*_walls(Path.cwd(), meeting), "--", *kernel]
    os.execvpe(command[0], command, _environment())


if __name__ == "__main__":
    main(sys.argv[1])
