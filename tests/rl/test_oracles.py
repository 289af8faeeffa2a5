"""The loss of every token against TRL and verl, with gradients, under random combinations of options."""

from __future__ import annotations

import json

from shared.rl.aggregation import row_weights, weighted_sum
from shared.rl.algorithm import Algorithm
from shared.rl.objective import token_losses
from shared.rl.selection import uncertain_tokens
from shared.rl.tokens import Tokens

import pytest
import torch
from places import GOLDEN as GOLDEN_FOLDER

GOLDEN = json.loads((GOLDEN_FOLDER / "rl_losses.json").read_text())
CASES = GOLDEN["cases"]


def name(case: dict) -> str:
    options = "-".join(str(value) for value in case["options"].values())
    return f"{case['oracle']}-{case['inputs']}-{'old' if case['old'] else 'new'}-{options}"


def given(number: int) -> dict[str, torch.Tensor]:
    read = {k: torch.tensor(v, dtype=torch.float64) for k, v in GOLDEN["inputs"][number].items()}
    return {**read, "mask": read["mask"].bool()}


def loose(options: dict) -> Algorithm:
    """An algorithm, also where we refuse the combination and the oracle has it."""
    algorithm = Algorithm()
    for key, value in options.items():
        object.__setattr__(algorithm, key, value)
    return algorithm


@pytest.mark.parametrize("case", CASES, ids=name)
def test_loss_and_gradient_equal_the_oracle(case: dict) -> None:
    tensors, options = given(case["inputs"]), dict(case["options"])
    leaves = [tensors["logprobs"].requires_grad_(), tensors["entropies"].requires_grad_()]
    if not case["old"]:
        tensors["old_logprobs"] = None
    algorithm = loose(options)
    per_token, _ = token_losses(Tokens(**tensors), algorithm, algorithm.entropy_bonus)
    mask = tensors["mask"]
    weights = row_weights(mask.sum(dim=1), algorithm.aggregation, max_tokens=GOLDEN["max_tokens"])
    # TRL divides by all tokens also where only the uncertain ones count.
    counted = uncertain_tokens(mask, tensors["entropies"].detach(), algorithm.top_entropy)
    loss = weighted_sum(per_token, counted, weights)
    loss.backward()
    assert loss.item() == pytest.approx(case["loss"], abs=1e-12, rel=1e-12)
    for leaf, expected in zip(leaves, case["grads"], strict=True):
        if expected is not None:
            found = torch.zeros_like(leaf) if leaf.grad is None else leaf.grad
            expected = torch.tensor(expected, dtype=torch.float64)
            torch.testing.assert_close(found, expected, atol=1e-12, rtol=1e-12)


def test_there_are_enough_cases_and_every_option_varies() -> None:
    assert len(CASES) >= 300
    seen: dict[str, set] = {}
    for case in CASES:
        for key, value in case["options"].items():
            seen.setdefault(key, set()).add(str(value))
    assert {key: len(values) > 1 for key, values in seen.items() if key not in ("kl_factor", "entropy_bonus")}
    assert seen["policy_loss"] == {"clipped", "plain", "cispo", "sapo", "dppo"}
    assert seen["importance"] == {"token", "sequence", "geometric"}


def test_ratios_leave_every_range_on_both_sides() -> None:
    """The comparison would prove little if nothing were clipped, capped or masked."""
    for number in (0, 2):
        tensors = given(number)
        ratios = (tensors["logprobs"] - tensors["old_logprobs"]).exp()[tensors["mask"]]
        assert ratios.min() < 0.5 and ratios.max() > 2.0
