"""Everything that can be chosen about *what* is learned from a batch of responses: the algorithm of a run.

How many there are, how long, and with which learning rate is :mod:`shared.rl.config`'s.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from shared.rl.advantages import BASELINES, NORMALIZERS
from shared.rl.aggregation import AGGREGATIONS
from shared.rl.kl import KL_ESTIMATES
from shared.rl.losses import POLICY_LOSSES
from shared.rl.mismatch import CORRECTIONS, LEVELS
from shared.rl.rewards import REWARDS
from shared.rl.weights import IMPORTANCE


@dataclass(frozen=True)
class Algorithm:
    """What is learned from a batch. The defaults are GRPO's, on policy and without a KL term.

    Attributes:
        rewards: names from :data:`shared.rl.rewards.REWARDS`; the first is the one that matters most.
        reward_weights: one for each; empty for 1 each.
        conditional: all rewards but the first count only for responses to which the first gives more than 0.
        combine: "sum", or "gdpo": normalize each reward first (:func:`shared.rl.advantages.gdpo_advantages`).
        baseline, normalizer: see :func:`shared.rl.advantages.advantages`.
        drop_silent: groups whose rewards are all equal do not count in the averages either.
        active_sampling: further batches to sample at most, in a step, to replace silent groups (DAPO,
            2503.14476).
        retire_at: prompts solved in at least this share of their last group are not asked again (ScaleRL,
            2510.13786); None asks all.
        drop_truncated: see :func:`shared.rl.selection.finished_rows`.
        top_entropy: share of the tokens that counts (:func:`shared.rl.selection.uncertain_tokens`).
        off_policy_most: see :func:`shared.rl.selection.off_policy_rows`; None keeps all responses.
        importance: the weight's kind, see :mod:`shared.rl.weights`.
        policy_loss: see :mod:`shared.rl.losses`.
        clip_low, clip_high: of the clipped loss, as ratios; of "dppo", as probabilities; of the "geometric"
            weight, as logarithms.
        clip_most: bound of the clipped loss where the advantage is negative; None for no bound.
        weight_most: largest weight of "cispo" and "dppo".
        sapo_temperatures: of "sapo", for positive and other advantages.
        correction, correction_level, correction_least, correction_most: see
            :func:`shared.rl.mismatch.mismatch_weights`.
        kl: estimate of the divergence from the reference (:data:`shared.rl.kl.KL_ESTIMATES`).
        kl_factor: what it is multiplied with; 0 for no KL term, and no reference.
        kl_in: "loss", or "reward": subtracted from the response's reward, summed over its tokens.
        refresh_reference: steps after which the reference is replaced by the weights of that moment; 0 never.
        entropy_bonus: what a nat of entropy is worth; at the beginning, if there is a target.
        entropy_target: in nats; the bonus adapts (:class:`shared.rl.entropy.EntropyBonus`). None leaves it.
        aggregation: see :func:`shared.rl.aggregation.row_weights`.

    Raises:
        ValueError: a value is out of range, or two of them make no sense together.
    """

    rewards: tuple[str, ...] = ("correct",)
    reward_weights: tuple[float, ...] = ()
    conditional: bool = False
    combine: str = "sum"
    baseline: str = "group"
    normalizer: str = "group-std"
    drop_silent: bool = False
    active_sampling: int = 0
    retire_at: float | None = None
    drop_truncated: bool = False
    top_entropy: float = 1.0
    off_policy_most: float | None = None
    importance: str = "token"
    policy_loss: str = "clipped"
    clip_low: float = 0.2
    clip_high: float = 0.2
    clip_most: float | None = None
    weight_most: float = 5.0
    sapo_temperatures: tuple[float, float] = (1.0, 1.05)
    correction: str = "none"
    correction_level: str = "token"
    correction_least: float = 0.0
    correction_most: float = 2.0
    kl: str = "k3-weighted"
    kl_factor: float = 0.0
    kl_in: str = "loss"
    refresh_reference: int = 0
    entropy_bonus: float = 0.0
    entropy_target: float | None = None
    aggregation: str = "token"

    def __post_init__(self) -> None:
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise ValueError(f"{name} is {getattr(self, name)!r}; choose one of {', '.join(choices)}")
        if not self.rewards or (unknown := [name for name in self.rewards if name not in REWARDS]):
            told = f"{', '.join(unknown)} unknown" if self.rewards else "there is none"
            raise ValueError(f"rewards: {told}; choose from {', '.join(REWARDS)}")
        if self.reward_weights and len(self.reward_weights) != len(self.rewards):
            raise ValueError(
                f"reward_weights: {len(self.reward_weights)} of them for {len(self.rewards)} rewards"
            )
        for name, (least, most) in _RANGES.items():
            value = getattr(self, name)
            if value is not None and not (least <= value <= most and math.isfinite(value)):
                raise ValueError(f"{name} must be from {least:g} to {most:g}, and is {value}")
        if self.top_entropy == 0 or not all(t > 0 for t in self.sapo_temperatures):
            raise ValueError("top_entropy and sapo_temperatures must be above 0")
        if told := self._nonsense():
            raise ValueError(told)

    @property
    def weights(self) -> tuple[float, ...]:
        """One for each reward."""
        return self.reward_weights or (1.0,) * len(self.rewards)

    @property
    def needs_reference(self) -> bool:
        """Whether there is a KL term."""
        return self.kl_factor != 0

    @property
    def needs_entropy(self) -> bool:
        """Whether the loss has an entropy in it."""
        return self.entropy_bonus != 0 or self.entropy_target is not None

    def _nonsense(self) -> str | None:
        """The first combination that does something else than it says."""
        token_range = max(self.clip_low, self.clip_high) > 0.05
        pairs = [
            (
                self.importance == "sequence" and self.policy_loss == "clipped" and token_range,
                "a clip range of 0.2 is a token's, and with importance 'sequence' hardly any weight leaves it; "
                "use about clip_low 3e-4 and clip_high 4e-4",
            ),
            (
                self.importance in ("none", "geometric") and self.policy_loss != "plain",
                f"importance {self.importance!r} goes with policy_loss 'plain': nothing is left to clip",
            ),
            (
                self.policy_loss == "dppo" and self.importance != "token",
                "policy_loss 'dppo' compares the probabilities of tokens; use importance 'token'",
            ),
            (
                self.clip_most is not None and self.clip_most <= 1 + self.clip_high,
                f"clip_most is {self.clip_most}, and must be above 1 + clip_high",
            ),
            (
                self.combine == "gdpo" and len(self.rewards) < 2,
                "combine 'gdpo' is for several rewards, and there is one",
            ),
            (
                self.conditional and len(self.rewards) < 2,
                "conditional is for several rewards, and there is one",
            ),
            (
                self.needs_reference and self.kl_in == "loss" and self.kl == "k1",
                "kl 'k1' in the loss has no gradient on average; use 'k2' or 'k3-weighted', or kl_in 'reward'",
            ),
            (
                self.needs_reference and self.kl_in == "reward" and self.kl != "k1",
                f"kl_in 'reward' goes with kl 'k1', not {self.kl!r}: there it is the value that counts",
            ),
            (
                self.needs_reference and self.kl_in == "reward" and self.combine == "gdpo",
                "kl_in 'reward' and combine 'gdpo' do not go together: the KL term would be normalized, too",
            ),
            (
                self.refresh_reference > 0 and not self.needs_reference,
                "refresh_reference without a kl_factor: there is no reference",
            ),
            (
                self.correction_least > 0 and self.correction == "none",
                "correction_least is a bound of a correction, and there is none",
            ),
            (
                self.correction_least > self.correction_most,
                "correction_least is above correction_most",
            ),
            (
                self.active_sampling > 0 and self.baseline == "none",
                "active_sampling replaces groups of equal rewards; without a baseline they teach too",
            ),
        ]
        return next((told for refused, told in pairs if refused), None)


CHOICES: dict[str, tuple[str, ...]] = {
    "combine": ("sum", "gdpo"),
    "baseline": BASELINES,
    "normalizer": NORMALIZERS,
    "importance": IMPORTANCE,
    "policy_loss": POLICY_LOSSES,
    "correction": CORRECTIONS,
    "correction_level": LEVELS,
    "kl": KL_ESTIMATES,
    "kl_in": ("loss", "reward"),
    "aggregation": AGGREGATIONS,
}
_MANY = 1e9
_RANGES = {
    "active_sampling": (0, 100),
    "retire_at": (0.0, 1.0),
    "top_entropy": (0.0, 1.0),
    "off_policy_most": (0.0, _MANY),
    "clip_low": (0.0, 1.0),
    "clip_high": (0.0, _MANY),
    "clip_most": (1.0, _MANY),
    "weight_most": (1.0, _MANY),
    "correction_least": (0.0, _MANY),
    "correction_most": (0.0, _MANY),
    "kl_factor": (0.0, _MANY),
    "refresh_reference": (0, _MANY),
    "entropy_bonus": (0.0, _MANY),
    "entropy_target": (0.0, _MANY),
}
