"""The loss of each token, put together from the parts that an algorithm chooses."""

from __future__ import annotations

from shared.rl.algorithm import Algorithm
from shared.rl.kl import kl_estimate
from shared.rl.losses import cispo_loss, clipped_loss, dppo_loss, plain_loss, sapo_loss
from shared.rl.mismatch import mismatch_weights
from shared.rl.selection import off_policy_rows
from shared.rl.tokens import Tokens
from shared.rl.weights import geometric_log_weights, no_log_weights, sequence_log_weights, token_log_weights

import torch
from torch import Tensor

_WEIGHTS = {
    "token": lambda tokens, a: token_log_weights(tokens),
    "sequence": lambda tokens, a: sequence_log_weights(tokens),
    "geometric": lambda tokens, a: geometric_log_weights(tokens, a.clip_low, a.clip_high),
    "none": lambda tokens, a: no_log_weights(tokens),
}
_LOSSES = {
    "clipped": lambda tokens, w, a: clipped_loss(tokens, w, a.clip_low, a.clip_high, a.clip_most),
    "plain": lambda tokens, w, a: plain_loss(tokens, w),
    "cispo": lambda tokens, w, a: cispo_loss(tokens, w, a.weight_most),
    "sapo": lambda tokens, w, a: sapo_loss(tokens, w, *a.sapo_temperatures),
    "dppo": lambda tokens, w, a: dppo_loss(tokens, w, a.clip_low, a.clip_high, a.weight_most),
}


def token_losses(
    tokens: Tokens, algorithm: Algorithm, entropy_bonus: float = 0.0
) -> tuple[Tensor, dict[str, Tensor]]:
    """The loss of every token, before any of them are added up.

    ``policy loss * (response still near the policy) * (sampler's correction) + KL - bonus * entropy``

    Args:
        tokens: the batch, or a part of it.
        algorithm: what to put together.
        entropy_bonus: factor of the entropy in this step.

    Returns:
        ``(rows, seq)`` with gradients, and statistics without, ``(rows, seq)`` each: ``clipped`` (share of
        tokens whose gradient was cut off), ``weight`` (importance weight), ``old_kl`` (k3 estimate of how far
        the policy is from that before the first update), and where they apply ``kept`` (near enough to the
        policy), ``correction``, ``kl`` and ``policy_entropy``.
    """
    log_weights = _WEIGHTS[algorithm.importance](tokens, algorithm)
    loss, cut = _LOSSES[algorithm.policy_loss](tokens, log_weights, algorithm)
    token_weights = token_log_weights(tokens).detach()
    found = {
        "clipped": cut.to(loss),
        "weight": log_weights.exp(),
        "old_kl": torch.expm1(-token_weights) + token_weights,
    }
    if algorithm.off_policy_most is not None:
        found["kept"] = off_policy_rows(tokens, algorithm.off_policy_most).expand_as(loss)
        loss = loss * found["kept"]
    if algorithm.correction != "none":
        found["correction"] = mismatch_weights(
            tokens,
            algorithm.correction,
            algorithm.correction_level,
            algorithm.correction_least,
            algorithm.correction_most,
        )
        loss = loss * found["correction"]
    if algorithm.needs_reference and algorithm.kl_in == "loss":
        found["kl"] = kl_estimate(tokens, algorithm.kl, log_weights)
        loss = loss + algorithm.kl_factor * found["kl"]
    if tokens.entropies is not None:
        found["policy_entropy"] = tokens.entropies
        loss = loss - entropy_bonus * tokens.entropies.where(tokens.mask, 0.0)
    return loss, {name: values.detach() for name, values in found.items()}
