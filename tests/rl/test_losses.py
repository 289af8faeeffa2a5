"""Losses and their gradients, against TRL and by hand."""

from __future__ import annotations

import json
import math

from shared.rl.losses import AGGREGATIONS, aggregate, policy_loss

import pytest
import torch
from places import GOLDEN as GOLDEN_FOLDER

GOLDEN = json.loads((GOLDEN_FOLDER / "trl_grpo.json").read_text())


@pytest.mark.parametrize(
    "case", GOLDEN["cases"], ids=lambda c: f"{c['inputs']}-{c['mode']}-{c['clip']}-{c['old']}"
)
def test_loss_and_gradient_equal_trl(case):
    given = {k: torch.tensor(v, dtype=torch.float64) for k, v in GOLDEN["inputs"][case["inputs"]].items()}
    logprobs = given["logprobs"].requires_grad_()
    mask = given["mask"].bool()
    old = given["old_logprobs"] if case["old"] else None
    per_token = policy_loss(logprobs, old, given["advantages"], mask, *case["clip"])
    loss = aggregate(per_token, mask, case["mode"], max_tokens=GOLDEN["max_tokens"])
    loss.backward()
    assert loss.item() == pytest.approx(case["loss"], abs=1e-12)
    expected = torch.tensor(case["grad"], dtype=torch.float64)
    torch.testing.assert_close(logprobs.grad, expected, atol=1e-12, rtol=0)


@pytest.mark.parametrize("sign", [1, -1])
def test_golden_cases_clip_on_both_sides(sign):
    """The comparison would prove little if no ratio left the clip range."""
    clipped = inside_of_min = False
    for inputs in GOLDEN["inputs"]:
        given = {k: torch.tensor(v) for k, v in inputs.items()}
        beyond = sign * ((given["logprobs"] - given["old_logprobs"]).exp() - 1) > 0.2
        side = given["mask"].bool() & beyond
        clipped |= bool((side & (sign * given["advantages"][:, None] > 0)).any())
        inside_of_min |= bool((side & (sign * given["advantages"][:, None] < 0)).any())
    assert clipped
    assert inside_of_min


def test_on_policy_the_value_is_zero_and_the_gradient_is_not():
    """The loss that puzzles everybody: advantages sum to 0, and the model learns nevertheless."""
    logprobs = torch.tensor([[-1.0, -2.0], [-0.5, -3.0]], requires_grad=True)
    mask = torch.ones(2, 2, dtype=torch.bool)
    loss = aggregate(policy_loss(logprobs, None, torch.tensor([1.0, -1.0]), mask), mask)
    loss.backward()
    assert loss.item() == 0
    assert logprobs.grad.tolist() == [[-0.25, -0.25], [0.25, 0.25]]


def test_on_policy_the_value_of_the_loss_follows_the_lengths():
    """By sequence the loss of a group is 0; by token it is -sum(A * length) / tokens, whatever the model is."""
    mask = torch.tensor([[True, True, True], [True, False, False]])
    advantages = torch.tensor([1.0, -1.0])
    for logprobs in (torch.zeros(2, 3), -torch.rand(2, 3)):
        per_token = policy_loss(logprobs, None, advantages, mask)
        assert aggregate(per_token, mask, "sequence").item() == 0
        assert aggregate(per_token, mask, "token").item() == -(3 * 1.0 - 1 * 1.0) / 4
        assert aggregate(per_token, mask, "constant", max_tokens=5).item() == pytest.approx(-(3 - 1) / 10)


def test_on_policy_gradient_is_that_of_reinforce():
    logprobs = torch.randn(3, 4, requires_grad=True)
    mask = torch.rand(3, 4) < 0.7
    advantages = torch.tensor([0.3, -1.0, 2.0])
    (grad,) = torch.autograd.grad(policy_loss(logprobs, None, advantages, mask).sum(), logprobs)
    torch.testing.assert_close(grad, -advantages[:, None] * mask)


def test_garbage_in_the_padding_does_not_matter():
    logprobs = torch.zeros(1, 3, requires_grad=True)
    old = torch.tensor([[0.0, -1e30, math.nan]])
    mask = torch.tensor([[True, False, False]])
    loss = aggregate(policy_loss(logprobs, old, torch.tensor([1.0]), mask), mask)
    loss.backward()
    assert loss.item() == -1
    assert logprobs.grad.tolist() == [[-1, 0, 0]]


def test_aggregations_by_hand():
    per_token = torch.tensor([[1.0, 2.0, 3.0], [10.0, 99.0, 99.0]])
    mask = torch.tensor([[True, True, True], [True, False, False]])
    assert aggregate(per_token, mask, "token").item() == 16 / 4
    assert aggregate(per_token, mask, "sequence").item() == (2 + 10) / 2
    assert aggregate(per_token, mask, "constant", max_tokens=8).item() == 1
    with pytest.raises(ValueError, match="max_tokens"):
        aggregate(per_token, mask, "constant")
    with pytest.raises(ValueError, match="choose one of"):
        aggregate(per_token, mask, "mean")


@pytest.mark.parametrize("mode", AGGREGATIONS)
def test_micro_batch_losses_add_up(mode):
    per_token, mask = torch.randn(5, 6, dtype=torch.float64), torch.rand(5, 6) < 0.6
    whole = aggregate(per_token, mask, mode, max_tokens=6)
    totals = {"num_tokens": int(mask.sum()), "num_rows": 5, "max_tokens": 6}
    parts = [aggregate(per_token[i:j], mask[i:j], mode, **totals) for i, j in ((0, 2), (2, 5))]
    assert sum(parts).item() == pytest.approx(whole.item(), abs=1e-14)
