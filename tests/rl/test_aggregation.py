"""From a loss per token to one number."""

from __future__ import annotations

from shared.rl.aggregation import AGGREGATIONS, aggregate, row_weights, weighted_sum

import pytest
import torch


def test_aggregations_by_hand():
    per_token = torch.tensor([[1.0, 2.0, 3.0], [10.0, 99.0, 99.0], [4.0, 4.0, 99.0], [0.0, 99.0, 99.0]])
    mask = torch.tensor([[1, 1, 1], [1, 0, 0], [1, 1, 0], [0, 0, 0]]).bool()
    assert aggregate(per_token, mask, "token").item() == 24 / 6
    assert aggregate(per_token, mask, "sequence").item() == (2 + 10 + 4 + 0) / 4
    assert aggregate(per_token, mask, "prompt", group_size=2).item() == (16 / 4 + 8 / 2) / 2
    assert aggregate(per_token, mask, "constant", max_tokens=8).item() == 24 / 32
    with pytest.raises(ValueError, match="max_tokens"):
        aggregate(per_token, mask, "constant")
    with pytest.raises(ValueError, match="choose one of"):
        aggregate(per_token, mask, "mean")


@pytest.mark.parametrize("mode", AGGREGATIONS)
def test_micro_batch_losses_add_up(mode):
    per_token, mask = torch.randn(6, 6, dtype=torch.float64), torch.rand(6, 6) < 0.6
    whole = aggregate(per_token, mask, mode, group_size=2, max_tokens=6)
    weights = row_weights(mask.sum(dim=1), mode, group_size=2, max_tokens=6)
    parts = [weighted_sum(per_token[rows], mask[rows], weights[rows]) for rows in ([5, 0], [1, 2, 3], [4])]
    assert sum(parts).item() == pytest.approx(whole.item(), abs=1e-14)


@pytest.mark.parametrize("mode", AGGREGATIONS)
def test_a_batch_without_tokens_has_a_loss_of_zero(mode):
    assert aggregate(torch.ones(2, 3), torch.zeros(2, 3).bool(), mode, max_tokens=4).item() == 0
