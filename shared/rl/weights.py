"""How much more likely is a token now than when it was sampled? The logarithm of the importance weight.

A response was sampled by the old policy and is used to improve the new one, so each term of the sum is weighted
by ``new probability / old probability``. On the first update on a batch every weight is 1; what differs from
method to method is the gradient, and what happens from the second update on.

Each function returns ``(rows, seq)`` with gradients, 0 outside the mask. Logarithms beyond ±:data:`LARGEST` are
clamped *before* they are exponentiated: an infinite weight times a gradient of 0 would be NaN.
"""

from __future__ import annotations

from shared.rl.tokens import Tokens, row_mean

import torch
from torch import Tensor

LARGEST = 20.0
IMPORTANCE = ("token", "sequence", "geometric", "none")


def token_log_weights(tokens: Tokens) -> Tensor:
    """Each token its own weight (PPO, Schulman et al. 2017, eq. 6; DeepSeekMath, eq. 3)."""
    return torch.where(tokens.mask, tokens.logprobs - tokens.old, 0.0).clamp(-LARGEST, LARGEST)


def sequence_log_weights(tokens: Tokens) -> Tensor:
    """One weight for a response: the mean of its tokens' logarithms (GSPO, Zheng et al. 2025, 2507.18071).

    The mean and not the sum: the probability of a whole response is a product of hundreds of factors, whose
    ratio explodes, while a mean stays as small as that of a token. Clip ranges are therefore small, about 3e-4.
    """
    mean = row_mean(token_log_weights(tokens), tokens.mask)
    return mean.expand_as(tokens.mask).where(tokens.mask, 0.0)


def geometric_log_weights(tokens: Tokens, low: float = 0.4, high: float = 0.4) -> Tensor:
    """As :func:`sequence_log_weights`, each logarithm first clipped to ``[-low, high]`` on the side that would
    be rewarded (GMPO, Zhao et al. 2025, 2507.20673): so one wild token cannot decide the weight of all."""
    log_weights = token_log_weights(tokens)
    clipped = torch.where(tokens.advantages > 0, log_weights.clamp(max=high), log_weights.clamp(min=-low))
    mean = row_mean(clipped, tokens.mask)
    return mean.expand_as(tokens.mask).where(tokens.mask, 0.0)


def no_log_weights(tokens: Tokens) -> Tensor:
    """Always 0: a weight of 1 whose gradient is that of the log-probability (REINFORCE, Williams 1992)."""
    return torch.where(tokens.mask, tokens.logprobs - tokens.logprobs.detach(), 0.0)
