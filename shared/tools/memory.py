"""How much memory this machine has, and the most that this process has held: asked of the system itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def installed_memory() -> int | None:
    """Main memory of the machine in bytes; None where the system does not tell."""
    if sys.platform == "win32":
        return _windows_installed()
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (OSError, ValueError):
        return None


def peak_memory() -> int:
    """The most main memory this process has held, in bytes: since it began, or since :func:`forget_peak`."""
    if sys.platform == "win32":
        return _windows_peak()
    if (peak := _linux_peak()) is not None:
        return peak
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024  # macOS counts bytes, others kibibytes


def forget_peak() -> bool:
    """Begin anew with the mark of :func:`peak_memory`; returns whether the system can (Linux can)."""
    try:
        _CLEAR.write_text("5", encoding="ascii")  # proc(5): resets the peak resident set size
    except OSError:
        return False
    return True


def _linux_peak() -> int | None:
    try:
        lines = _STATUS.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), None)


def _windows_peak() -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):  # PROCESS_MEMORY_COUNTERS of psapi.h
        _fields_ = [
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            *((f"size{i}", ctypes.c_size_t) for i in range(8)),  # the first one is PeakWorkingSetSize
        ]

    counters = Counters(cb=ctypes.sizeof(Counters))
    get = ctypes.WinDLL("kernel32").K32GetProcessMemoryInfo
    get.argtypes = [wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD]
    current_process = wintypes.HANDLE(-1)
    if not get(current_process, ctypes.byref(counters), counters.cb):
        return 0
    return counters.size0


def _windows_installed() -> int | None:
    import ctypes

    class Status(ctypes.Structure):  # MEMORYSTATUSEX of sysinfoapi.h
        _fields_ = [
            ("dwLength", ctypes.c_ulong),
            ("dwMemoryLoad", ctypes.c_ulong),
            *((f"size{i}", ctypes.c_ulonglong) for i in range(7)),  # the first one is ullTotalPhys
        ]

    status = Status(dwLength=ctypes.sizeof(Status))
    if not ctypes.WinDLL("kernel32").GlobalMemoryStatusEx(ctypes.byref(status)):
        return None
    return status.size0
