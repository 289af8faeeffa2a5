"""Which optimizer moves which weights."""

from __future__ import annotations

from shared.training.config import TrainingConfig, TrainingError
from shared.training.muon import Muon

import torch
from torch import nn

_FUSED_DEVICES = ("cpu", "cuda", "mps", "xpu")


def make_optimizers(model: nn.Module, config: TrainingConfig) -> list[torch.optim.Optimizer]:
    """AdamW (Loshchilov and Hutter 2019), or Muon and AdamW, on the model's trainable weights.

    Muon is for matrices that map hidden states to hidden states. A row of the embedding belongs to one token
    and gets a gradient only where that token occurs, so embedding and head stay with AdamW, and the norms too.

    Weights stay in float32: a step at a learning rate of 1e-5 is smaller than the gap between two
    neighbouring bfloat16 numbers and would be rounded away. Speed comes from :func:`autocast`.

    Raises:
        TrainingError: nothing is trainable, or weights are in a 16-bit type.
    """
    parameters = {name: p for name, p in model.named_parameters() if p.requires_grad}
    if not parameters:
        raise TrainingError("the model has no trainable weights")
    if small := {str(p.dtype) for p in parameters.values() if p.dtype in (torch.bfloat16, torch.float16)}:
        raise TrainingError(f"weights are {', '.join(small)}; load the model in float32 to train it")
    optimizers: list[torch.optim.Optimizer] = []
    if config.optimizer == "muon":
        names = [n for n, p in parameters.items() if p.ndim == 2 and "embed" not in n and "lm_head" not in n]
        matrices = [parameters.pop(name) for name in names]
        optimizers.append(Muon(matrices, lr=config.learning_rate, weight_decay=config.weight_decay))
    groups = [
        {"params": [p for p in parameters.values() if p.ndim >= 2], "weight_decay": config.weight_decay},
        {"params": [p for p in parameters.values() if p.ndim < 2], "weight_decay": 0.0},
    ]
    fused = all(p.device.type in _FUSED_DEVICES for p in parameters.values())
    optimizers.append(
        torch.optim.AdamW(
            [g for g in groups if g["params"]], lr=config.learning_rate, betas=config.betas, fused=fused
        )
    )
    return optimizers
