"""Which way to push each token, and one number for a whole batch of them. Pure functions of small tensors.

Everything per token is ``(rows, seq)`` and stands in the token's own column; ``mask (rows, seq)`` is True on
the response's tokens (see :mod:`shared.model.logprobs`).
"""

from __future__ import annotations

import torch
from torch import Tensor

AGGREGATIONS = ("token", "sequence", "constant")


def policy_loss(
    logprobs: Tensor,
    old_logprobs: Tensor | None,
    advantages: Tensor,
    mask: Tensor,
    clip_low: float = 0.2,
    clip_high: float = 0.2,
) -> Tensor:
    """The clipped surrogate of PPO, token by token (Schulman et al. 2017, eq. 7; DeepSeekMath, eq. 3).

    With ``ratio = exp(logprobs - old_logprobs)`` the loss of a token is
    ``-min(ratio * A, clip(ratio, 1 - clip_low, 1 + clip_high) * A)``: it rewards moving in the direction of
    the advantage, but no further than the clip range.

    On policy (``old_logprobs`` None) every ratio is 1 and the loss of every token is ``-A``, whatever the model
    does: the number says nothing about how well it learns, and its gradient everything, since the gradient of
    ``ratio`` at 1 is that of ``logprobs``. Aggregated by sequence it is 0, as the advantages of a group sum to
    0. Aggregated by token it is ``-sum(A * length) / tokens``: negative where the better responses are the
    longer ones, positive where they are the shorter ones.

    Args:
        logprobs: ``(rows, seq)`` under the model being trained.
        old_logprobs: ``(rows, seq)`` under the model that sampled; None if that is the same model.
        advantages: ``(rows,)``.
        mask: ``(rows, seq)``, True on response tokens.
        clip_low: how far the ratio may fall below 1.
        clip_high: how far it may rise above 1 (a larger value is DAPO's "clip higher").

    Returns:
        ``(rows, seq)``, 0 outside the mask.
    """
    old_logprobs = logprobs.detach() if old_logprobs is None else old_logprobs
    # Masked before exp: what stands in the padding could overflow, and infinity times 0 is NaN.
    ratio = torch.where(mask, logprobs - old_logprobs, 0.0).exp()
    clipped = ratio.clamp(1.0 - clip_low, 1.0 + clip_high)
    advantages = advantages[:, None]
    return torch.where(mask, -torch.minimum(ratio * advantages, clipped * advantages), 0.0)


def aggregate(
    per_token: Tensor,
    mask: Tensor,
    mode: str = "token",
    *,
    num_tokens: int | None = None,
    num_rows: int | None = None,
    max_tokens: int | None = None,
) -> Tensor:
    """One number from a loss per token; the modes differ in how much a token of a long response counts.

    ========== ============================================= ==========================================
    mode       formula                                       paper
    ========== ============================================= ==========================================
    token      sum of all / number of tokens in the batch    DAPO (Yu et al. 2025, eq. 8)
    sequence   mean over rows of the row's own mean          DeepSeekMath (Shao et al. 2024, eq. 3)
    constant   sum of all / (rows * max_tokens)              Dr. GRPO (Liu et al. 2025, section 3.2)
    ========== ============================================= ==========================================

    The totals of the whole batch can be given, so that the losses of its micro-batches add up to its loss.

    Args:
        per_token: ``(rows, seq)``.
        mask: ``(rows, seq)``, True on response tokens. A row without any counts as a loss of 0.
        mode: one of :data:`AGGREGATIONS`.
        num_tokens: response tokens in the whole batch; default: those in ``mask``.
        num_rows: rows in the whole batch; default: those of ``mask``.
        max_tokens: longest response possible; needed by "constant".

    Returns:
        A scalar.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``max_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    lengths = mask.sum(dim=1)
    num_rows = len(mask) if num_rows is None else num_rows
    if mode == "token":
        total = lengths.sum().clamp(min=1) if num_tokens is None else max(num_tokens, 1)
        return sums.sum() / total
    if mode == "sequence":
        return (sums / lengths.clamp(min=1)).sum() / num_rows
    if mode == "constant":
        if max_tokens is None:
            raise ValueError('aggregation "constant" needs max_tokens, the longest response possible')
        return sums.sum() / (num_rows * max_tokens)
    raise ValueError(f"aggregation is {mode!r}; choose one of {', '.join(AGGREGATIONS)}")
