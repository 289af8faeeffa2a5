"""What decides the updates of a run, and the learning rate of each step."""

from __future__ import annotations

import math
from dataclasses import dataclass

Metrics = dict[str, float]


class TrainingError(RuntimeError):
    """A run cannot start, go on or resume; the message is one line that says why and what to do."""


@dataclass(frozen=True)
class TrainingConfig:
    """What decides the updates of a run.

    Attributes:
        learning_rate: the highest value, reached after the warm-up.
        total_steps: optimizer steps of the whole run.
        warmup_steps: steps over which the learning rate climbs linearly from near zero.
        schedule: what follows the warm-up: "constant", "linear" or "cosine" decay.
        final_ratio: where the decay ends, as a share of ``learning_rate``.
        weight_decay: AdamW's, applied to matrices and not to norm weights.
        betas: AdamW's two averaging factors.
        optimizer: "adamw", or "muon" for the matrices of the blocks and AdamW for everything else.
        grad_clip: largest allowed norm of the gradient; 0 turns clipping off.
        seed: of everything random in the run.
        log_every: steps between lines of the metrics log (the last step is always logged).
        checkpoint_every: steps between checkpoints; 0 leaves them to the clock.
        checkpoint_minutes: a checkpoint is written when the last one is older than this; 0 for no such rule.
            (The end of a run, whatever it is, writes one in any case.)

    Raises:
        ValueError: a value is out of range.
    """

    learning_rate: float
    total_steps: int
    warmup_steps: int = 0
    schedule: str = "linear"
    final_ratio: float = 0.0
    weight_decay: float = 0.0
    betas: tuple[float, float] = (0.9, 0.95)
    optimizer: str = "adamw"
    grad_clip: float = 1.0
    seed: int = 0
    log_every: int = 1
    checkpoint_every: int = 0
    checkpoint_minutes: float = 10.0

    def __post_init__(self) -> None:
        if self.schedule not in ("constant", "linear", "cosine"):
            raise ValueError(f"schedule is {self.schedule!r}; choose 'constant', 'linear' or 'cosine'")
        if self.optimizer not in ("adamw", "muon"):
            raise ValueError(f"optimizer is {self.optimizer!r}; choose 'adamw' or 'muon'")
        if not (self.learning_rate > 0 and math.isfinite(self.learning_rate)):
            raise ValueError(f"learning_rate must be a positive number, not {self.learning_rate}")
        if self.total_steps < 1 or self.log_every < 1:
            raise ValueError("total_steps and log_every must be at least 1")
        for name in (
            "warmup_steps",
            "final_ratio",
            "weight_decay",
            "grad_clip",
            "checkpoint_every",
            "checkpoint_minutes",
        ):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name} must not be negative, and is {getattr(self, name)}")


def learning_rate_at(step: int, config: TrainingConfig) -> float:
    """Learning rate of step 0, 1, …, ``total_steps - 1``: linear warm-up, then the schedule.

    Cosine decay is Loshchilov and Hutter 2017 (SGDR, eq. 5) without restarts.
    """
    if step < config.warmup_steps:
        return config.learning_rate * (step + 1) / config.warmup_steps
    progress = (step - config.warmup_steps) / max(1, config.total_steps - config.warmup_steps)
    progress = min(progress, 1.0)
    if config.schedule == "constant":
        remaining = 1.0
    elif config.schedule == "linear":
        remaining = 1.0 - progress
    else:
        remaining = 0.5 * (1.0 + math.cos(math.pi * progress))
    return config.learning_rate * (config.final_ratio + (1.0 - config.final_ratio) * remaining)
