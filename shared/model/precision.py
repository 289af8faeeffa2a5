"""bfloat16 where the hardware multiplies it, float32 elsewhere."""

from __future__ import annotations

from contextlib import AbstractContextManager

import torch


def autocast(device: torch.device | str, enabled: bool | None = None) -> AbstractContextManager:
    """Run matrix products in bfloat16 where that is faster, and in the weights' own type elsewhere.

    That is on a GPU with bfloat16 instructions (from Ampere on); an older one (T4, V100) only emulates it,
    slower than float32. So do most CPUs, several hundred times slower. On those that have the instructions,
    training a model of two million parameters took as long in either type, and float32 computes the same
    numbers on every laptop: there bfloat16 is for those who ask for it.

    Args:
        device: where the model is.
        enabled: decide by hand instead.
    """
    kind = torch.device(device).type
    if enabled is None:
        enabled = kind == "cuda" and cuda_has_bfloat16(device)
    return torch.autocast(kind, dtype=torch.bfloat16, enabled=enabled)


def cuda_has_bfloat16(device: torch.device | str) -> bool:
    """Whether this GPU multiplies bfloat16 matrices in hardware."""
    with torch.cuda.device(device):  # the question is about the current one
        return torch.cuda.is_bf16_supported(including_emulation=False)
