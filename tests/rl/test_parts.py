"""The smaller parts, on tensors that one can print: selection, mismatch, entropy bonus, algorithm, presets."""

from __future__ import annotations

import math

from shared.rl.algorithm import Algorithm
from shared.rl.config import GRPOConfig
from shared.rl.entropy import EntropyBonus
from shared.rl.mismatch import mismatch_weights
from shared.rl.presets import ELSEWHERE, PRESETS
from shared.rl.selection import finished_rows, off_policy_rows, uncertain_tokens
from shared.rl.tokens import Tokens

import pytest
import torch

MASK = torch.tensor([[True, True, True], [True, True, False]])


def test_responses_that_were_cut_off_do_not_count():
    assert finished_rows(MASK, torch.tensor([True, False])).tolist() == [[False] * 3, [True, True, False]]


def test_the_most_uncertain_tokens_of_the_whole_batch_count():
    entropies = torch.tensor([[0.1, 3.0, 0.2], [2.0, 0.3, 99.0]])
    assert uncertain_tokens(MASK, entropies, 0.4).tolist() == [[False, True, False], [True, False, False]]
    at_the_threshold = uncertain_tokens(MASK, entropies, 0.5)  # the middle one of five, 0.3, is kept
    assert at_the_threshold.tolist() == [[False, True, False], [True, True, False]]
    assert uncertain_tokens(MASK, entropies, 1.0) is MASK
    assert not uncertain_tokens(MASK & False, entropies, 0.5).any()


def tokens(**changes) -> Tokens:
    usual = {"logprobs": torch.tensor([[-1.0, -2.0, -3.0], [-1.0, -2.0, 7.0]]), "mask": MASK,
             "advantages": torch.tensor([[1.0], [-1.0]]), "old_logprobs": torch.full((2, 3), -1.0)}  # fmt: skip
    return Tokens(**usual | changes)


def test_bad_responses_that_the_policy_left_behind_are_dropped():
    assert off_policy_rows(tokens(), 0.4).tolist() == [[1], [0]]  # (0 + 1) / 2 is above 0.4
    assert off_policy_rows(tokens(), 0.5).tolist() == [[1], [1]]
    neutral = tokens(advantages=torch.tensor([[0.0], [0.0]]))
    assert off_policy_rows(neutral, 0.0).tolist() == [[1], [1]]
    nearer = torch.tensor([[0.0, 0.0, 0.0], [-1.0, -2.0, math.nan]])
    assert off_policy_rows(tokens(sampled_logprobs=nearer), 0.0).tolist() == [[1], [1]]


def test_corrections_by_hand():
    sampled = torch.tensor(
        [[-1.0, -1.0 - math.log(3), math.nan], [-1.0 - math.log(2), -1.0 - math.log(0.25), 5.0]]
    )
    given = tokens(sampled_logprobs=sampled)  # rho: 1, 3, unknown; 2, 1/4
    assert mismatch_weights(given, "none").tolist() == [[1, 1, 1], [1, 1, 1]]
    for correction, level, expected in [
        ("truncate", "token", [[1, 2, 1], [2, 0.5, 1]]),
        ("mask", "token", [[1, 0, 1], [2, 0, 1]]),
        ("truncate", "sequence", [[2, 2, 2], [0.5, 0.5, 1]]),
        ("mask", "sequence", [[0, 0, 0], [0.5, 0.5, 1]]),
    ]:
        found = mismatch_weights(given, correction, level, 0.5, 2.0 + 1e-6)
        torch.testing.assert_close(found, torch.tensor(expected, dtype=torch.float32), atol=1e-5, rtol=0)
    with pytest.raises(ValueError, match="sampler"):
        mismatch_weights(tokens(), "mask")


def test_rho_at_its_bound_is_inside():
    given = tokens(sampled_logprobs=torch.full((2, 3), -1.0))  # rho is exactly 1
    assert mismatch_weights(given, "mask", least=1.0, most=1.0).tolist() == [[1, 1, 1], [1, 1, 1]]


def test_the_entropy_bonus_follows_its_target():
    bonus = EntropyBonus(0.01)
    assert bonus.applied == 0.01
    low = bonus.after(0.1, target=0.2)
    assert (low.factor, low.applied) == (pytest.approx(0.015), pytest.approx(0.015))
    high = low.after(0.3, target=0.2)
    assert (high.factor, high.applied) == (pytest.approx(0.01), 0.0)
    assert bonus.after(0.2, target=0.2).factor > bonus.factor
    assert EntropyBonus(0.999).after(0, 1).factor == 1.0
    assert EntropyBonus(0.001).after(2, 1).factor == 0.0


NONSENSE = {
    "a token's": {"importance": "sequence"},
    "nothing is left to clip": {"importance": "none"},
    "goes with policy_loss 'plain'": {"importance": "geometric", "policy_loss": "cispo"},
    "probabilities of tokens": {"policy_loss": "dppo", "importance": "sequence"},
    "must be above 1": {"clip_most": 1.1},
    "combine 'gdpo' is for several": {"combine": "gdpo"},
    "conditional is for several": {"conditional": True},
    "no gradient on average": {"kl": "k1", "kl_factor": 0.1},
    "goes with kl 'k1'": {"kl_in": "reward", "kl_factor": 0.1},
    "do not go together": {"kl_in": "reward", "kl": "k1", "kl_factor": 0.1, "combine": "gdpo",
                           "rewards": ("correct", "format")},
    "there is no reference": {"refresh_reference": 3},
    "there is none": {"correction_least": 0.5},
    "above correction_most": {"correction": "mask", "correction_least": 3.0},
    "teach too": {"baseline": "none", "active_sampling": 2},
    "choose one of": {"aggregation": "mean"},
    "choose from correct": {"rewards": ("corect",)},
    "2 of them for 1": {"reward_weights": (1.0, 2.0)},
    "top_entropy": {"top_entropy": 0.0},
    "retire_at must be": {"retire_at": 1.5},
    "clip_low must be": {"clip_low": math.nan},
}  # fmt: skip


@pytest.mark.parametrize("told", NONSENSE)
def test_what_makes_no_sense_is_refused_in_one_line(told):
    with pytest.raises(ValueError, match=told) as error:
        Algorithm(**NONSENSE[told])
    assert "\n" not in str(error.value)


def test_presets_differ_from_one_another_and_are_named_elsewhere():
    assert {
        "grpo",
        "dr-grpo",
        "dapo",
        "gspo",
        "cispo",
        "maxrl",
        "gdpo",
        "rloo",
        "olmo3",
        "deepseek-v3.2",
        "scalerl",
    } == set(PRESETS)
    assert len(set(PRESETS.values())) == len(PRESETS)
    known = set(Algorithm.__dataclass_fields__) | set(GRPOConfig.__dataclass_fields__)
    assert set(ELSEWHERE) <= known
