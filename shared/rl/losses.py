"""Which way to push each token: the policy losses. Pure functions of small tensors.

All get the logarithms of the importance weights (:mod:`shared.rl.weights`), ``(rows, seq)``, and return the
loss per token and where its gradient was cut off, both ``(rows, seq)``. Aggregation comes later
(:mod:`shared.rl.aggregation`), and so does the mask.

On the first update every weight is 1, and the loss of a token is ``-A`` (clipped, plain, SAPO) or ``-A *
logprob`` (CISPO, DPPO): the number says nothing about how well the model learns, and its gradient everything.
That gradient is ``-A`` times the gradient of the log-probability, for all five.
"""

from __future__ import annotations

from shared.rl.tokens import Tokens

import torch
from torch import Tensor

POLICY_LOSSES = ("clipped", "plain", "cispo", "sapo", "dppo")
Pushed = tuple[Tensor, Tensor]
"""Loss per token, and where its gradient is cut off."""


def clipped_loss(
    tokens: Tokens, log_weights: Tensor, low: float = 0.2, high: float = 0.2, most: float | None = None
) -> Pushed:
    """``-min(w * A, clip(w, 1 - low, 1 + high) * A)`` (PPO, Schulman et al. 2017, eq. 7).

    It rewards moving in the direction of the advantage, but no further than the clip range. ``high`` above
    ``low`` is DAPO's "clip higher" (Yu et al. 2025, section 3.1): room for unlikely tokens to become likelier.

    Args:
        tokens: the batch.
        log_weights: ``(rows, seq)``.
        low: how far a weight may fall below 1.
        high: how far it may rise above 1.
        most: the largest weight that counts where the advantage is negative; there the minimum is not clipped
            from above, and a token that has become much likelier would push without a bound ("dual clip", Ye et
            al. 2020, 1912.09729; "two-sided", INTELLECT-2, 2505.07291). None: no such bound.
    """
    weights = log_weights.exp()
    outer = weights.clamp(1.0 - low, 1.0 + high) * tokens.advantages
    inner = (weights if most is None else weights.clamp(max=most)) * tokens.advantages
    cut = (outer < inner) | (False if most is None else (tokens.advantages < 0) & (weights > most))
    return -torch.minimum(inner, outer), cut


def plain_loss(tokens: Tokens, log_weights: Tensor) -> Pushed:
    """``-w * A``: no clipping. With weights of 1 it is REINFORCE; with geometric ones, GMPO."""
    return -log_weights.exp() * tokens.advantages, torch.zeros_like(tokens.mask)


def cispo_loss(tokens: Tokens, log_weights: Tensor, most: float = 5.0) -> Pushed:
    """``-sg[min(w, most)] * A * logprob`` (MiniMax-M1, 2506.13585): the weight is capped, and the token keeps
    its gradient, where clipping would drop it. ``sg`` lets no gradient through."""
    weights = log_weights.detach().exp()
    return -weights.clamp(max=most) * tokens.advantages * _logprobs(tokens), weights > most


def sapo_loss(tokens: Tokens, log_weights: Tensor, positive: float = 1.0, negative: float = 1.05) -> Pushed:
    """``-(4 / tau) * sigmoid(tau * (w - 1)) * A`` (SAPO, 2511.20347): a clip without a corner. The
    further the weight is from 1 the smaller is the gradient, and ``tau`` says how fast.

    Args:
        tokens: the batch.
        log_weights: ``(rows, seq)``.
        positive: ``tau`` where the advantage is positive.
        negative: where it is not.
    """
    tau = torch.full_like(tokens.advantages, negative).masked_fill(tokens.advantages > 0, positive)
    gate = torch.sigmoid(tau * (log_weights.exp() - 1.0)) * (4.0 / tau)
    return -gate * tokens.advantages, torch.zeros_like(tokens.mask)


def dppo_loss(
    tokens: Tokens, log_weights: Tensor, low: float = 0.2, high: float = 0.2, most: float = 20.0
) -> Pushed:
    """``-sg[min(w, most)] * A * logprob``, and nothing where the *probability* has moved too far (DPPO,
    2602.04879).

    A ratio of 1.2 is much for a token of probability 0.8 and nothing for one of 0.001; a difference of
    probabilities is the same for both.

    Args:
        tokens: the batch.
        log_weights: ``(rows, seq)``.
        low: how far the probability may fall where the advantage is negative.
        high: how far it may rise where it is positive.
        most: the largest weight.
    """
    logprobs = _logprobs(tokens)
    moved = logprobs.detach().exp() - tokens.old.where(tokens.mask, 0.0).exp()
    cut = torch.where(tokens.advantages > 0, moved > high, moved < -low)
    weights = log_weights.detach().exp().clamp(max=most)
    return (-weights * tokens.advantages * logprobs).where(~cut, 0.0), cut


def _logprobs(tokens: Tokens) -> Tensor:
    return tokens.logprobs.where(tokens.mask, 0.0)
