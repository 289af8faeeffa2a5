"""How good was a response, compared with the others of its group?"""

from __future__ import annotations

from torch import Tensor


def group_advantages(rewards: Tensor, eps: float = 1e-4) -> Tensor:
    """Each reward relative to its group: ``(reward - mean) / (std + eps)`` (DeepSeekMath, section 4.1.2).

    The standard deviation divides by ``group - 1``. A group whose rewards are all equal teaches nothing and
    gets exactly 0.

    Args:
        rewards: ``(prompts, group)``, one row for the responses to one prompt.
        eps: keeps a nearly constant group from being blown up.

    Returns:
        ``(prompts, group)``.

    Raises:
        ValueError: a group has fewer than two responses: there is nobody to compare with.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        shape = tuple(rewards.shape)
        raise ValueError(f"rewards must be (prompts, group) with at least 2 in a group, not {shape}")
    centered = rewards - rewards.mean(dim=1, keepdim=True)
    advantages = centered / (rewards.std(dim=1, keepdim=True) + eps)
    all_equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)  # the mean of equal numbers may be rounded
    return advantages.masked_fill(all_equal, 0.0)
