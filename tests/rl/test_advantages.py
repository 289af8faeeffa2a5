"""Advantages, by hand."""

from __future__ import annotations

import math

from shared.rl.advantages import group_advantages

import pytest
import torch


def test_group_advantages_by_hand():
    rewards = torch.tensor([[1.0, 0.0, 0.0], [0.0, 2.0, 1.0]], dtype=torch.float64)
    std = math.sqrt((4 / 9 + 1 / 9 + 1 / 9) / 2)  # TRL divides by group - 1, and adds 1e-4 to the deviation
    expected = [[2 / 3 / (std + 1e-4), -1 / 3 / (std + 1e-4), -1 / 3 / (std + 1e-4)],
                [-1 / 1.0001, 1 / 1.0001, 0.0]]  # fmt: skip
    torch.testing.assert_close(
        group_advantages(rewards), torch.tensor(expected, dtype=torch.float64), atol=1e-12, rtol=0
    )


@pytest.mark.parametrize("reward", [0.0, 1.0, 0.1, 1 / 3])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_equal_rewards_have_advantage_exactly_zero(reward, dtype):
    assert torch.equal(
        group_advantages(torch.full((2, 7), reward, dtype=dtype)), torch.zeros(2, 7, dtype=dtype)
    )


def test_a_group_of_one_is_refused():
    with pytest.raises(ValueError, match="at least 2"):
        group_advantages(torch.ones(3, 1))
