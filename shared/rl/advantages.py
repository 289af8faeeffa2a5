"""How good was a response, compared with the others of its group?

``advantage = (reward - baseline) / scale``. The baseline lowers the variance of the gradient without changing
its mean; the scale decides how much a prompt counts that is nearly always solved, or hardly ever.
"""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

BASELINES = ("group", "leave-one-out", "none")
NORMALIZERS = ("group-std", "batch-std", "mean", "none")
EPS = 1e-4  # keeps a nearly constant group from being blown up


def advantages(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """Rewards relative to what was to be expected.

    =============== =================================== ================================================
    baseline        what is subtracted                  paper
    =============== =================================== ================================================
    group           the mean of the group               DeepSeekMath (2402.03300, section 4.1.2)
    leave-one-out   the mean of the *others* in the group RLOO (Ahmadian et al. 2024, 2402.14740)
    none            nothing                             REINFORCE (Williams 1992)
    =============== =================================== ================================================

    =============== =================================== ================================================
    normalizer      what the difference is divided by   paper
    =============== =================================== ================================================
    group-std       the standard deviation of the group DeepSeekMath
    batch-std       that of all rewards in the batch    Lite PPO (2508.08221), ScaleRL (2510.13786)
    mean            the mean of the group               MaxRL (2602.02710): hard ones count like 1/p
    none            1                                   Dr. GRPO (2503.20783)
    =============== =================================== ================================================

    Standard deviations divide by ``n - 1``, and ``1e-4`` is added to them. A group whose rewards are all equal
    teaches nothing and gets exactly 0, unless there is no baseline; so does a group of mean 0 under "mean".

    Args:
        rewards: ``(prompts, group)``, one row for the responses to one prompt.
        baseline: one of :data:`BASELINES`.
        normalizer: one of :data:`NORMALIZERS`.

    Returns:
        ``(prompts, group)``.

    Raises:
        ValueError: a group has fewer than two responses, so that there is nobody to compare with; or a name is
            unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        shape = tuple(rewards.shape)
        raise ValueError(f"rewards must be (prompts, group) with at least 2 in a group, not {shape}")
    mean = rewards.mean(dim=1, keepdim=True)
    size = rewards.shape[1]
    above = {
        "group": lambda: rewards - mean,
        "leave-one-out": lambda: (rewards - mean) * size / (size - 1),
        "none": lambda: rewards.clone(),
    }
    scale = {
        "group-std": lambda: rewards.std(dim=1, keepdim=True) + EPS,
        "batch-std": lambda: rewards.std() + EPS,
        "mean": lambda: mean.where(mean != 0, 1.0),
        "none": lambda: 1.0,
    }
    found = _chosen(above, baseline, "baseline") / _chosen(scale, normalizer, "normalizer")
    if baseline == "none":
        return found
    return found.masked_fill(silent_groups(rewards)[:, None], 0.0)  # the mean of equal numbers may be rounded


def silent_groups(rewards: Tensor) -> Tensor:
    """Which groups have rewards that are all equal: ``(prompts,)`` from ``(prompts, group)``."""
    return (rewards == rewards[:, :1]).all(dim=1)


def combined_rewards(rewards: Sequence[Tensor], weights: Sequence[float]) -> Tensor:
    """Several rewards, added up with their weights: ``(prompts, group)``."""
    return sum(weight * reward for weight, reward in zip(weights, rewards, strict=True))


def gdpo_advantages(
    rewards: Sequence[Tensor], weights: Sequence[float], baseline: str = "group", normalizer: str = "group-std"
) -> Tensor:
    """Advantages of several rewards: each normalized in its group, then added up, then normalized in the batch.

    Added up *before*, different mixtures of rewards can have the same sum, and the rare reward disappears
    behind the one that varies more (GDPO, 2601.05242).

    Args:
        rewards: each ``(prompts, group)``.
        weights: one for each.
        baseline: of the first step.
        normalizer: of the first step.

    Returns:
        ``(prompts, group)``.
    """
    total = combined_rewards([advantages(reward, baseline, normalizer) for reward in rewards], weights)
    return (total - total.mean()) / (total.std() + EPS)


def _chosen(table: dict, name: str, what: str) -> Tensor:
    if name not in table:
        raise ValueError(f"{what} is {name!r}; choose one of {', '.join(table)}")
    return table[name]()
