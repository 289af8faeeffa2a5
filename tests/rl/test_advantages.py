"""Advantages, by hand and by loops."""

from __future__ import annotations

import itertools
import statistics

from shared.rl.advantages import (
    BASELINES,
    NORMALIZERS,
    advantages,
    combined_rewards,
    gdpo_advantages,
    silent_groups,
)

import pytest
import torch


def naive(rewards: list[list[float]], baseline: str, normalizer: str) -> list[list[float]]:
    everything = [r for row in rewards for r in row]
    found = []
    for row in rewards:
        found.append([])
        for i, r in enumerate(row):
            others = row[:i] + row[i + 1 :]
            below = {"group": statistics.fmean(row), "leave-one-out": statistics.fmean(others), "none": 0.0}[
                baseline
            ]
            scale = {
                "group-std": statistics.stdev(row) + 1e-4,
                "batch-std": statistics.stdev(everything) + 1e-4,
                "mean": statistics.fmean(row) or 1.0,
                "none": 1.0,
            }[normalizer]
            found[-1].append((r - below) / scale)
    return found


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize(("baseline", "normalizer"), list(itertools.product(BASELINES, NORMALIZERS)))
def test_every_baseline_and_normalizer(baseline, normalizer, dtype):
    rewards = [[1.0, 0.0, 0.0], [0.0, 2.0, 1.0], [0.5, 0.5, 0.5], [0.0, 0.0, 0.0]]
    found = advantages(torch.tensor(rewards, dtype=dtype), baseline, normalizer)
    expected = torch.tensor(naive(rewards, baseline, normalizer), dtype=dtype)
    torch.testing.assert_close(found, expected, atol=1e-6 if dtype == torch.float32 else 1e-12, rtol=0)


@pytest.mark.parametrize("reward", [0.0, 1.0, 0.1, 1 / 3])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("normalizer", NORMALIZERS)
def test_equal_rewards_have_advantage_exactly_zero(reward, dtype, normalizer):
    rewards = torch.full((2, 7), reward, dtype=dtype)
    for baseline in ("group", "leave-one-out"):
        assert torch.equal(advantages(rewards, baseline, normalizer), torch.zeros_like(rewards))
    assert silent_groups(rewards).tolist() == [True, True]


def test_without_a_baseline_equal_rewards_push():
    assert advantages(torch.ones(1, 3), "none", "none").tolist() == [[1, 1, 1]]


def test_hard_prompts_count_like_one_over_p_under_maxrl():
    rewards = torch.tensor([[1.0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1.0] * 9 + [0]])
    found = advantages(rewards, "group", "mean")
    assert found[0, 0].item() == pytest.approx((1 - 0.1) / 0.1)
    assert found[1, 0].item() == pytest.approx((1 - 0.9) / 0.9)


def test_gdpo_keeps_apart_what_a_sum_would_mix():
    """Sums of 1 that come about in two ways: the same advantage under the sum, and not under GDPO."""
    right = torch.tensor([[1.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 0.0]])
    formed = torch.tensor([[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    summed = advantages(combined_rewards([right, formed], (1.0, 1.0)))
    assert summed[1, 0] == summed[1, 3]
    apart = gdpo_advantages([right, formed], (1.0, 1.0))
    assert apart[1, 0] != apart[1, 3]
    each = [advantages(reward) for reward in (right, formed)]
    total = each[0] + each[1]
    torch.testing.assert_close(apart, (total - total.mean()) / (total.std() + 1e-4))
    without = gdpo_advantages([right, formed], (1.0, 1.0), "none", "none")
    total = right + formed
    torch.testing.assert_close(without, (total - total.mean()) / (total.std() + 1e-4))
    assert not torch.allclose(apart, gdpo_advantages([right, formed], (1.0, 0.1)))


def test_mistakes():
    with pytest.raises(ValueError, match="at least 2"):
        advantages(torch.ones(3, 1))
    with pytest.raises(ValueError, match="choose one of group"):
        advantages(torch.ones(3, 2), "mean")
    with pytest.raises(ValueError, match="choose one of group-std"):
        advantages(torch.ones(3, 2), "group", "std")
