"""Keeping a policy from becoming too sure of itself: a bonus for entropy, and how large it is to be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EntropyBonus:
    """The bonus's factor of a step, and what it follows from (adaptive entropy control, Skywork-OR1,
    2505.22312).

    Attributes:
        factor: what the entropy is multiplied with, where the bonus is on.
        on: whether it is.
    """

    factor: float
    on: bool = True

    @property
    def applied(self) -> float:
        """What the loss of this step subtracts for each nat of entropy."""
        return self.factor if self.on else 0.0

    def after(self, entropy: float, target: float, change: float = 0.005, most: float = 1.0) -> EntropyBonus:
        """The bonus of the next step: larger below the target, smaller above it and off.

        Args:
            entropy: mean over the tokens of the step that ended, in nats.
            target: below which it should not fall.
            change: of the factor in one step.
            most: its largest value; the smallest is 0.
        """
        below = entropy <= target
        factor = min(self.factor + change, most) if below else max(self.factor - change, 0.0)
        return EntropyBonus(factor, below)
