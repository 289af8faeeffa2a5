"""bfloat16 where the hardware multiplies it, float32 elsewhere."""

from __future__ import annotations

from contextlib import AbstractContextManager

import torch


def autocast(device: torch.device | str, enabled: bool | None = None) -> AbstractContextManager:
    """Run matrix products in bfloat16 where that is faster, and in the weights' own type elsewhere.

    On CUDA that is always; on a CPU only if it has bfloat16 instructions (AVX512-BF16 or AMX), because
    without them a product is several hundred times slower than in float32.

    Args:
        device: where the model is.
        enabled: decide by hand instead.
    """
    kind = torch.device(device).type
    if enabled is None:
        enabled = kind == "cuda" or (kind == "cpu" and cpu_has_bfloat16())
    return torch.autocast(kind, dtype=torch.bfloat16, enabled=enabled)


def cpu_has_bfloat16() -> bool:
    """Whether this CPU multiplies bfloat16 matrices in hardware (as far as torch can tell)."""
    names = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    checks = [getattr(torch.cpu, name) for name in names if hasattr(torch.cpu, name)]
    return any(check() for check in checks)
