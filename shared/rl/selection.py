"""Which tokens count in the loss? Pure functions that take some away.

Response tokens (``mask``) and tokens that *count* are two things: a response that was cut off is still a
response. What is decided before an update changes the totals by which the loss is divided; what depends on the
policy as it is now (:func:`off_policy_rows`) is a factor 0 or 1 on the loss, as in its paper.
"""

from __future__ import annotations

from shared.rl.tokens import Tokens, row_mean

import torch
from torch import Tensor


def finished_rows(mask: Tensor, truncated: Tensor) -> Tensor:
    """The mask without responses that reached the token limit (DAPO, Yu et al. 2025, section 3.4): their
    reward is that of half a text.

    Args:
        mask: ``(rows, seq)``.
        truncated: ``(rows,)``.

    Returns:
        ``(rows, seq)``.
    """
    return mask & ~truncated[:, None]


def uncertain_tokens(mask: Tensor, entropies: Tensor, share: float) -> Tensor:
    """The mask, kept to the share of tokens whose distribution had the highest entropy (Wang et al. 2025,
    2506.01939): forks in the road, where the model really chose.

    Args:
        mask: ``(rows, seq)`` of the whole batch: the threshold is that of all its tokens.
        entropies: ``(rows, seq)``.
        share: of the tokens in ``mask``; those at the threshold are kept.

    Returns:
        ``(rows, seq)``.
    """
    if share >= 1 or not mask.any():
        return mask
    return mask & (entropies >= torch.quantile(entropies[mask], 1 - share))


@torch.no_grad()
def off_policy_rows(tokens: Tokens, most: float) -> Tensor:
    """1 for responses to learn from, 0 for bad ones that the policy would hardly write any more (DeepSeek-V3.2,
    2512.02556, eq. 9): pushing away from a text of another policy teaches little and destabilizes.

    Args:
        tokens: the batch; with ``sampled_logprobs`` the distance is that from the sampler.
        most: largest mean of ``log sampled - log now`` over the response, where the advantage is negative.

    Returns:
        ``(rows, 1)``.
    """
    sampled = tokens.old if tokens.sampled_logprobs is None else tokens.sampled_logprobs
    distance = row_mean((sampled - tokens.logprobs).nan_to_num(), tokens.mask)
    return ((tokens.advantages >= 0) | (distance <= most)).to(tokens.logprobs)
