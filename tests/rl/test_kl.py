"""The estimates of the divergence, against the exact one of a distribution that can be enumerated."""

from __future__ import annotations

from dataclasses import replace

from shared.rl.algorithm import Algorithm
from shared.rl.kl import KL_ESTIMATES, kl_estimate
from shared.rl.tokens import Tokens
from shared.rl.weights import token_log_weights

import pytest
import torch
from torch import Tensor

SIZE = 6
generator = torch.Generator().manual_seed(4)
LOGITS = torch.randn(SIZE, generator=generator, dtype=torch.float64)
REFERENCE = torch.randn(SIZE, generator=generator, dtype=torch.float64).log_softmax(0)


def expected(estimate: str, what: str) -> Tensor:
    """The mean over all six tokens, as often as the policy draws them, of an estimate's value or gradient."""
    logits = LOGITS.clone().requires_grad_()
    logprobs = logits.log_softmax(0)
    tokens = Tokens(
        logprobs[None], torch.ones(1, SIZE).bool(), torch.zeros(1, 1).double(), ref_logprobs=REFERENCE[None]
    )
    values = kl_estimate(tokens, estimate, token_log_weights(tokens))[0]
    often = logprobs.detach().exp()  # numbers: who samples does not differentiate the sampling
    total = (often * values).sum()
    return total.detach() if what == "value" else torch.autograd.grad(total, logits)[0]


def exact(first: str) -> tuple[Tensor, Tensor]:
    """KL(pi || ref), or the other way round, and its gradient."""
    logits = LOGITS.clone().requires_grad_()
    logprobs = logits.log_softmax(0)
    a, b = (logprobs, REFERENCE) if first == "pi" else (REFERENCE, logprobs)
    value = (a.exp() * (a - b)).sum()
    return value.detach(), torch.autograd.grad(value, logits)[0]


@pytest.mark.parametrize("estimate", ["k1", "k3", "k3-weighted"])
def test_the_value_is_that_of_the_divergence(estimate: str) -> None:
    torch.testing.assert_close(expected(estimate, "value"), exact("pi")[0], atol=1e-12, rtol=0)


def test_the_gradients_are_three_different_ones() -> None:
    assert expected("k1", "gradient").abs().max() < 1e-12
    for estimate in ("k2", "k3-weighted"):
        torch.testing.assert_close(expected(estimate, "gradient"), exact("pi")[1], atol=1e-12, rtol=0)
    torch.testing.assert_close(expected("k3", "gradient"), exact("ref")[1], atol=1e-12, rtol=0)
    assert (exact("pi")[1] - exact("ref")[1]).abs().max() > 0.01


def test_k3_is_never_negative() -> None:
    """exp(d) - 1 - d is, in float32, for small d; expm1 is not."""
    tokens = Tokens(torch.zeros(1, 1000), torch.ones(1, 1000).bool(), torch.zeros(1, 1),
                    ref_logprobs=torch.linspace(-1e-3, 1e-3, 1000)[None])  # fmt: skip
    assert (kl_estimate(tokens, "k3") >= 0).all()


def test_what_is_missing_is_said() -> None:
    tokens = Tokens(torch.zeros(1, 2), torch.ones(1, 2).bool(), torch.zeros(1, 1))
    with pytest.raises(ValueError, match="reference"):
        kl_estimate(tokens, "k3")
    with pytest.raises(ValueError, match="choose one of k1"):
        kl_estimate(replace(tokens, ref_logprobs=torch.zeros(1, 2)), "k4")
    assert set(KL_ESTIMATES) >= {Algorithm().kl}
