"""From a loss per token to one number: how much a token of a long response counts.

Every mode is a sum over all tokens in which each row has a weight of its own, and the weights follow from the
lengths alone. So they are computed once for the whole batch, and the losses of its micro-batches, or of several
machines, simply add up.
"""

from __future__ import annotations

import torch
from torch import Tensor

AGGREGATIONS = ("token", "sequence", "prompt", "constant")


def row_weights(
    lengths: Tensor, mode: str = "token", *, group_size: int = 1, max_tokens: int | None = None
) -> Tensor:
    """What each token of a row is multiplied with in the sum.

    ========== ============================================= ==========================================
    mode       the loss is                                   paper
    ========== ============================================= ==========================================
    token      the sum / tokens in the batch                 DAPO (Yu et al. 2025, eq. 8)
    sequence   the mean over rows of the row's own mean      DeepSeekMath (Shao et al. 2024, eq. 3)
    prompt     the mean over prompts of its tokens' mean     ScaleRL (Khatri et al. 2025, 2510.13786)
    constant   the sum / (rows * max_tokens)                 Dr. GRPO (Liu et al. 2025, section 3.2)
    ========== ============================================= ==========================================

    Args:
        lengths: ``(rows,)``, the tokens of each row that count; rows of one prompt stand together.
        mode: one of :data:`AGGREGATIONS`.
        group_size: rows of one prompt.
        max_tokens: longest response possible; needed by "constant".

    Returns:
        ``(rows,)``, float64. Rows without tokens count in the means over rows and prompts, with a loss of 0.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``max_tokens``.
    """
    rows, lengths = len(lengths), lengths.double()
    if mode == "token":
        return torch.full_like(lengths, 1 / max(lengths.sum().item(), 1))
    if mode == "sequence":
        return 1 / (rows * lengths.clamp(min=1))
    if mode == "prompt":
        tokens = lengths.view(-1, group_size).sum(dim=1).clamp(min=1)
        return (1 / (len(tokens) * tokens)).repeat_interleave(group_size)
    if mode == "constant":
        if max_tokens is None:
            raise ValueError('aggregation "constant" needs max_tokens, the longest response possible')
        return torch.full_like(lengths, 1 / (rows * max_tokens))
    raise ValueError(f"aggregation is {mode!r}; choose one of {', '.join(AGGREGATIONS)}")


def weighted_sum(per_token: Tensor, mask: Tensor, weights: Tensor) -> Tensor:
    """``sum over rows of weight * sum over its tokens``: a scalar.

    Args:
        per_token: ``(rows, seq)``.
        mask: ``(rows, seq)``, True on the tokens that count.
        weights: ``(rows,)``, of :func:`row_weights`.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    return (sums * weights.to(sums)).sum()


def aggregate(
    per_token: Tensor, mask: Tensor, mode: str = "token", *, group_size: int = 1, max_tokens: int | None = None
) -> Tensor:
    """One number from a loss per token, for a whole batch at once; see :func:`row_weights`."""
    weights = row_weights(mask.sum(dim=1), mode, group_size=group_size, max_tokens=max_tokens)
    return weighted_sum(per_token, mask, weights)
