"""How far has the policy moved from a reference? Estimates of the Kullback-Leibler divergence from one sample.

The tokens were sampled from the policy ``pi``; what is to be kept small is ``KL(pi || ref)``, the mean of
``log pi - log ref`` under ``pi``. Schulman (2020, "Approximating KL divergence") gives three estimates of its
*value*. As a *loss* they are another matter, because then their gradient counts, and the gradient of an
estimate need not be an estimate of the gradient. On policy, in expectation:

============== ============================== ======================================
estimate       value, with d = ref - pi       gradient as a loss
============== ============================== ======================================
k1             ``-d``                         **0**: it does nothing at all
k2             ``d ** 2 / 2``                 that of ``KL(pi || ref)``
k3             ``exp(d) - 1 - d``             that of ``KL(ref || pi)``, the other way round
k3-weighted    k3 times the weight            that of ``KL(pi || ref)``
============== ============================== ======================================

"k3-weighted" is DeepSeek-V3.2's (2512.02556). In the *reward*, where no gradient flows through it, k1 is
right: it is what RLHF began with (Ouyang et al. 2022).
"""

from __future__ import annotations

from shared.rl.tokens import Tokens
from shared.rl.weights import LARGEST

import torch
from torch import Tensor

KL_ESTIMATES = ("k1", "k2", "k3", "k3-weighted")


def kl_estimate(tokens: Tokens, estimate: str, log_weights: Tensor | None = None) -> Tensor:
    """The divergence from the reference, token by token.

    Args:
        tokens: with ``ref_logprobs``.
        estimate: one of :data:`KL_ESTIMATES`.
        log_weights: ``(rows, seq)``, needed by "k3-weighted".

    Returns:
        ``(rows, seq)``, 0 outside the mask.

    Raises:
        ValueError: there is no reference, or the estimate is unknown.
    """
    if tokens.ref_logprobs is None:
        raise ValueError("a KL term needs the log-probabilities of the reference")
    distance = torch.where(tokens.mask, tokens.ref_logprobs - tokens.logprobs, 0.0).clamp(-LARGEST, LARGEST)
    if estimate == "k1":
        return -distance
    if estimate == "k2":
        return distance.square() / 2
    k3 = torch.expm1(distance) - distance  # expm1: exp(d) - 1 of a tiny d is rounded to below d
    if estimate == "k3":
        return k3
    if estimate == "k3-weighted":
        return k3 * log_weights.exp()
    raise ValueError(f"estimate is {estimate!r}; choose one of {', '.join(KL_ESTIMATES)}")
