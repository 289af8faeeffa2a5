"""What a figure was measured on and with: written beside every measurement and every trained model."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import torch


def describe_environment(device: torch.device | str = "cpu") -> dict[str, str | int]:
    """Versions, processor, cores, threads, and the accelerator where one is used, as plain JSON values."""
    kind = torch.device(device).type
    record: dict[str, str | int] = {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "system": platform.platform(),
        "processor": processor_name(),
        "cores": os.cpu_count() or 1,
        "threads": torch.get_num_threads(),
        "device": torch.cuda.get_device_name(device) if kind == "cuda" else kind,
    }
    return record


def processor_name() -> str:
    """The processor's name where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
