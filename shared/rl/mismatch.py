"""When the sampler is not the trainer: other kernels, another number type, weights that are some steps old.

The sampler's probabilities then differ a little from those that the trainer computes for the same tokens, and
the gradient is that of another distribution. The cure is one more importance weight, ``rho = old / sampled``:
both are numbers, so ``rho`` has no gradient and multiplies the policy loss.
"""

from __future__ import annotations

from shared.rl.tokens import Tokens
from shared.rl.weights import LARGEST

import torch
from torch import Tensor

CORRECTIONS = ("none", "truncate", "mask")
LEVELS = ("token", "sequence")


@torch.no_grad()
def mismatch_weights(
    tokens: Tokens, correction: str, level: str = "token", least: float = 0.0, most: float = 2.0
) -> Tensor:
    """What each token's policy loss is multiplied with.

    ============ ========== =====================================================================
    correction   level      known as
    ============ ========== =====================================================================
    truncate     token      TIS, truncated importance sampling (Yao et al. 2025): ``min(rho, most)``
    mask         token      IcePop (2510.18855): 0 outside of ``[least, most]``
    mask         sequence   MIS, masked importance sampling (Liu and Li 2025): the whole response
    truncate     sequence   the same weight for all tokens of a response
    ============ ========== =====================================================================

    Args:
        tokens: with ``sampled_logprobs``. Where one of them is NaN, unknown, ``rho`` is 1.
        correction: one of :data:`CORRECTIONS`.
        level: "token", or "sequence": the product over the response.
        least: the smallest ``rho`` allowed.
        most: the largest.

    Returns:
        ``(rows, seq)``, 1 outside the mask.

    Raises:
        ValueError: there are no ``sampled_logprobs``.
    """
    if correction == "none":
        return torch.ones_like(tokens.logprobs)
    if tokens.sampled_logprobs is None:
        raise ValueError(f'the correction "{correction}" needs the log-probabilities of the sampler')
    log_rho = torch.where(tokens.mask, (tokens.old - tokens.sampled_logprobs).nan_to_num(), 0.0)
    if level == "sequence":
        log_rho = log_rho.sum(dim=1, keepdim=True).expand_as(tokens.mask).where(tokens.mask, 0.0)
    rho = log_rho.clamp(-LARGEST, LARGEST).exp()
    if correction == "truncate":
        return rho.clamp(least, most).where(tokens.mask, 1.0)
    return rho.where((rho >= least) & (rho <= most), 0.0).where(tokens.mask, 1.0)
