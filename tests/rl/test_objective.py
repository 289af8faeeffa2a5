"""Every axis of the objective against a naive loop, its gradient against finite differences, and edges."""

from __future__ import annotations

import math
import random
from dataclasses import replace

from shared.rl.aggregation import AGGREGATIONS, aggregate
from shared.rl.algorithm import Algorithm
from shared.rl.losses import clipped_loss
from shared.rl.objective import token_losses
from shared.rl.tokens import Tokens
from shared.rl.weights import (
    LARGEST,
    geometric_log_weights,
    no_log_weights,
    sequence_log_weights,
    token_log_weights,
)

import pytest
import torch
from rl_naive import naive_loss
from torch import Tensor

LENGTHS, GROUP, MOST = (5, 2, 4, 1), 2, 9


def batch(seed: int = 0, lengths: tuple[int, ...] = LENGTHS) -> Tokens:
    generator = torch.Generator().manual_seed(seed)
    shape = (len(lengths), max(lengths))

    def noise(scale: float) -> Tensor:
        return scale * torch.randn(shape, generator=generator, dtype=torch.float64)

    logprobs = -3 * torch.rand(shape, generator=generator, dtype=torch.float64)
    return Tokens(
        logprobs=logprobs.requires_grad_(),
        mask=torch.arange(shape[1])[None] < torch.tensor(lengths)[:, None],
        advantages=torch.tensor([[0.6], [-0.7], [0.0], [-1.1]], dtype=torch.float64)[: len(lengths)],
        old_logprobs=(logprobs + noise(0.8)).detach(),
        sampled_logprobs=(logprobs + noise(0.5)).detach(),
        ref_logprobs=(logprobs + noise(0.7)).detach(),
        entropies=noise(1.0).abs(),
    )


AXES = {
    "importance": ["token", "sequence", "geometric", "none"],
    "policy_loss": ["clipped", "plain", "cispo", "sapo", "dppo"],
    "clip_low": [0.2, 0.01], "clip_high": [0.2, 0.04], "clip_most": [None, 1.6], "weight_most": [5.0, 1.3],
    "sapo_temperatures": [(1.0, 1.05), (0.5, 2.0)], "off_policy_most": [None, 0.05],
    "correction": ["none", "truncate", "mask"], "correction_level": ["token", "sequence"],
    "correction_least": [0.0, 0.6], "correction_most": [2.0, 1.2],
    "kl": ["k2", "k3", "k3-weighted"], "kl_factor": [0.0, 0.3], "aggregation": list(AGGREGATIONS),
}  # fmt: skip


def combinations(count: int) -> list[Algorithm]:
    """Random combinations, as far as they are allowed."""
    rng, found = random.Random(1), []
    while len(found) < count:
        try:
            found.append(Algorithm(**{name: rng.choice(values) for name, values in AXES.items()}))
        except ValueError:
            continue
    return found


COMBINATIONS = combinations(120)


@pytest.mark.parametrize("number", range(len(COMBINATIONS)))
def test_the_objective_equals_three_loops(number: int) -> None:
    algorithm, tokens = COMBINATIONS[number], batch(number)
    per_token, _ = token_losses(tokens, algorithm, entropy_bonus=0.2)
    loss = aggregate(per_token, tokens.mask, algorithm.aggregation, group_size=GROUP, max_tokens=MOST)
    assert loss.item() == pytest.approx(naive_loss(tokens, algorithm, GROUP, MOST, 0.2), abs=1e-12)


def test_every_value_of_every_axis_is_among_the_combinations() -> None:
    for name, values in AXES.items():
        assert {str(getattr(a, name)) for a in COMBINATIONS} == set(map(str, values)), name


DIFFERENTIABLE = [
    a for a in COMBINATIONS if a.policy_loss in ("clipped", "plain", "sapo") and a.importance != "none"
]


@pytest.mark.parametrize("number", range(min(30, len(DIFFERENTIABLE))))
def test_the_gradient_is_that_of_finite_differences(number: int) -> None:
    """Where no gradient is held back on purpose; that of the others is compared with TRL's and verl's."""
    algorithm, tokens = DIFFERENTIABLE[number], batch(number + 50)
    if algorithm.off_policy_most is not None:
        algorithm = replace(algorithm, off_policy_most=None)  # a step is no slope

    def loss(logprobs: Tensor) -> Tensor:
        per_token, _ = token_losses(replace(tokens, logprobs=logprobs), algorithm)
        return aggregate(per_token, tokens.mask, algorithm.aggregation, group_size=GROUP, max_tokens=MOST)

    torch.autograd.gradcheck(loss, tokens.logprobs, eps=1e-7, atol=1e-6)


CHANGES = {
    "importance": {"importance": "sequence", "clip_low": 0.01, "clip_high": 0.01},
    "policy_loss": {"policy_loss": "sapo"},
    "clip_low": {"clip_low": 0.9}, "clip_high": {"clip_high": 0.9}, "clip_most": {"clip_most": 1.3},
    "weight_most": {"policy_loss": "cispo", "weight_most": 1.1},
    "sapo_temperatures": {"policy_loss": "sapo", "sapo_temperatures": (0.5, 0.5)},
    "off_policy_most": {"off_policy_most": 0.0}, "correction": {"correction": "mask"},
    "correction_level": {"correction": "truncate", "correction_level": "sequence"},
    "correction_least": {"correction": "truncate", "correction_least": 0.9},
    "correction_most": {"correction": "truncate", "correction_most": 0.9},
    "kl": {"kl_factor": 0.1, "kl": "k2"}, "kl_factor": {"kl_factor": 0.2},
    "aggregation": {"aggregation": "prompt"},
}  # fmt: skip
BEFORE = {"weight_most": {"policy_loss": "cispo"}, "sapo_temperatures": {"policy_loss": "sapo"},
          "correction_level": {"correction": "truncate"}, "correction_least": {"correction": "truncate"},
          "correction_most": {"correction": "truncate"}, "kl": {"kl_factor": 0.1}}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_every_option_changes_the_gradient(name: str) -> None:
    gradients = []
    for options in (BEFORE.get(name, {}), CHANGES[name]):
        tokens, algorithm = batch(3), Algorithm(**options)
        per_token, _ = token_losses(tokens, algorithm)
        aggregate(per_token, tokens.mask, algorithm.aggregation, group_size=GROUP, max_tokens=MOST).backward()
        gradients.append(tokens.logprobs.grad)
    assert not torch.allclose(*gradients)


@pytest.mark.parametrize("importance", ["token", "sequence", "none"])
@pytest.mark.parametrize("policy_loss", ["clipped", "plain", "cispo", "sapo", "dppo"])
def test_on_policy_all_losses_have_the_gradient_of_reinforce(importance: str, policy_loss: str) -> None:
    """Of a whole response: a sequence weight spreads the gradient evenly over its tokens."""
    tokens, algorithm = replace(batch(), old_logprobs=None), Algorithm()
    for name, value in (("importance", importance), ("policy_loss", policy_loss)):
        object.__setattr__(algorithm, name, value)
    per_token, _ = token_losses(tokens, algorithm)
    (grad,) = torch.autograd.grad(per_token.where(tokens.mask, 0.0).sum(), tokens.logprobs)
    torch.testing.assert_close(grad, -tokens.advantages * tokens.mask)


def test_on_policy_the_value_says_nothing_and_follows_the_lengths() -> None:
    mask = torch.tensor([[True, True, True], [True, False, False]])
    for logprobs in (torch.zeros(2, 3), -torch.rand(2, 3)):
        tokens = Tokens(logprobs, mask, torch.tensor([[1.0], [-1.0]]))
        per_token, _ = token_losses(tokens, Algorithm())
        assert aggregate(per_token, mask, "sequence").item() == 0
        assert aggregate(per_token, mask, "token").item() == -(3 * 1.0 - 1 * 1.0) / 4
        assert aggregate(per_token, mask, "constant", max_tokens=5).item() == pytest.approx(-(3 - 1) / 10)


@pytest.mark.parametrize("policy_loss", ["clipped", "plain", "cispo", "sapo", "dppo"])
def test_what_stands_outside_the_mask_is_never_read(policy_loss: str) -> None:
    options = {"policy_loss": policy_loss, "correction": "truncate", "kl_factor": 0.1, "off_policy_most": 0.1}
    found = []
    for garbage in (0.0, math.nan, 1e30, -math.inf):
        tokens = batch()
        dirty = {
            name: torch.where(tokens.mask, getattr(tokens, name), garbage)
            for name in ("old_logprobs", "sampled_logprobs", "ref_logprobs", "entropies")
        }
        tokens = replace(tokens, **dirty)
        per_token, statistics = token_losses(tokens, Algorithm(**options), entropy_bonus=0.1)
        loss = aggregate(per_token, tokens.mask)
        loss.backward()
        found.append((loss.item(), tokens.logprobs.grad.tolist()))
        assert all(values[tokens.mask].isfinite().all() for values in statistics.values())
    assert all(each == found[0] for each in found)


def test_a_ratio_that_would_overflow_has_a_finite_gradient() -> None:
    logprobs = torch.tensor([[0.0, -1.0]], requires_grad=True)
    tokens = Tokens(logprobs, torch.ones(1, 2).bool(), torch.tensor([[1.0]]), torch.tensor([[-2000.0, -1.0]]))
    loss, cut = clipped_loss(tokens, token_log_weights(tokens))
    loss.sum().backward()
    assert cut.tolist() == [[True, False]]
    assert loss[0, 0].item() == pytest.approx(-1.2)
    assert logprobs.grad.tolist() == [[0.0, -1.0]]
    assert token_log_weights(tokens).max().item() == LARGEST


def test_a_sequence_weight_is_the_mean_and_not_the_sum() -> None:
    tokens = Tokens(
        torch.full((1, 100), -1.0), torch.ones(1, 100).bool(), torch.ones(1, 1), torch.full((1, 100), -1.1)
    )
    assert sequence_log_weights(tokens).exp()[0, 0].item() == pytest.approx(math.exp(0.1))


def test_shapes_are_checked() -> None:
    good = {"logprobs": torch.zeros(2, 3), "mask": torch.ones(2, 3).bool(), "advantages": torch.zeros(2, 1)}
    Tokens(**good)
    Tokens(**good | {"advantages": torch.zeros(2, 3)})
    for bad in (
        {"mask": torch.ones(2, 2).bool()},
        {"advantages": torch.zeros(2)},
        {"old_logprobs": torch.zeros(2, 1)},
    ):
        with pytest.raises(ValueError, match=next(iter(bad))):
            Tokens(**good | bad)


@pytest.mark.parametrize(
    "function", [token_log_weights, sequence_log_weights, geometric_log_weights, no_log_weights]
)
def test_log_weights_are_zero_outside_the_mask(function) -> None:
    tokens = batch()
    assert (function(tokens)[~tokens.mask] == 0).all()


@pytest.mark.parametrize("options", [{}, {"clip_most": 1.5}, {"policy_loss": "dppo"}])
def test_the_share_that_is_clipped_is_where_the_gradient_is_gone(options: dict) -> None:
    seen = set()
    for seed in range(5):
        tokens = batch(seed)
        per_token, statistics = token_losses(tokens, Algorithm(**options))
        (grad,) = torch.autograd.grad(per_token.where(tokens.mask, 0.0).sum(), tokens.logprobs)
        pushes = tokens.mask & (tokens.advantages != 0)
        assert torch.equal(statistics["clipped"][pushes].bool(), grad[pushes] == 0)
        seen |= set(
            zip(
                (tokens.advantages > 0).expand_as(grad)[pushes].tolist(),
                (grad[pushes] == 0).tolist(),
                strict=True,
            )
        )
    assert len(seen) == 4  # both signs, cut and not


def test_the_share_that_is_capped_under_cispo() -> None:
    tokens = batch()
    _, statistics = token_losses(tokens, Algorithm(policy_loss="cispo", weight_most=1.3))
    assert torch.equal(statistics["clipped"].bool(), token_log_weights(tokens).exp() > 1.3)


def test_the_distance_from_the_old_policy_is_estimated_without_bias_and_never_negative() -> None:
    """k3 of Schulman (2020): the mean of exp(d) - 1 - d with d = log old - log now."""
    tokens = batch()
    _, statistics = token_losses(tokens, Algorithm())
    d = (tokens.old_logprobs - tokens.logprobs).detach()
    torch.testing.assert_close(statistics["old_kl"][tokens.mask], (d.exp() - 1 - d)[tokens.mask])
    assert (statistics["old_kl"] >= 0).all()
