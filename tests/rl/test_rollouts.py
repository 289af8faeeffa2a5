"""Rollouts: what is sampled, graded and kept."""

from __future__ import annotations

import math
from dataclasses import replace

from shared.model.logprobs import right_pad, token_logprobs
from shared.rl.rollouts import pack, sample_rollouts, unpack

import pytest
import torch
from rl_cases import some_rollouts, toy_config, toy_model, toy_problems, toy_tokenizer


def test_rollouts_and_their_metrics():
    tokenizer = toy_tokenizer()
    model = toy_model(tokenizer)
    settings = toy_config(group_size=2)
    turn = iter([0.0, 1.0, 1.0, 1.0, 0.0, 0.0])
    rollouts, metrics = sample_rollouts(
        model, tokenizer, toy_problems(3), settings, lambda r, p: next(turn), seed=1
    )
    half = math.sqrt(0.5)
    assert [r.advantage for r in rollouts] == pytest.approx(
        [-0.5 / (half + 1e-4), 0.5 / (half + 1e-4), 0, 0, 0, 0]
    )
    assert (
        rollouts[0].prompt_ids
        == rollouts[1].prompt_ids
        == tokenizer.encode("Question: What is 0 + 0?\nGive the answer in \\boxed{}.\nAnswer:")
    )
    lengths = [len(r.response_ids) for r in rollouts]
    assert metrics["response_length"] == pytest.approx(sum(lengths) / 6)
    ended = [r.response_ids[-1] in tokenizer.eos_token_ids for r in rollouts]
    assert metrics["truncated"] == pytest.approx(1 - sum(ended) / 6)
    assert metrics["reward"] == pytest.approx(0.5)
    assert metrics["zero_advantage_groups"] == pytest.approx(2 / 3)
    input_ids, mask = right_pad([r.prompt_ids for r in rollouts], [r.response_ids for r in rollouts], 0)
    assert metrics["entropy"] == pytest.approx(
        -token_logprobs(model, input_ids, mask)[mask].mean().item(), abs=1e-5
    )


def test_each_reward_is_that_of_its_own_problem_and_response():
    """A pairing of rewards with other problems, or with other responses of the group, would be seen."""
    tokenizer, problems = toy_tokenizer(), toy_problems(3)
    seen = []

    def reward(response, problem):
        seen.append((problem, list(response.token_ids)))
        return float(len(seen) ** 2)  # no two differences are equal

    settings = toy_config(group_size=3)
    rollouts, _ = sample_rollouts(toy_model(tokenizer), tokenizer, problems, settings, reward, seed=1)
    rewards = torch.arange(1.0, 10.0).view(3, 3) ** 2
    expected = (rewards - rewards.mean(1, keepdim=True)) / (rewards.std(1, keepdim=True) + 1e-4)
    for rollout, (problem, response_ids), advantage in zip(rollouts, seen, expected.flatten(), strict=True):
        assert rollout.response_ids == response_ids
        assert problem.problem in tokenizer.decode(rollout.prompt_ids)
        assert rollout.advantage == pytest.approx(advantage.item(), abs=1e-6)
    assert [problem for problem, _ in seen[::3]] == problems


def test_the_sampler_s_log_probabilities_are_kept():
    tokenizer = toy_tokenizer()
    model = toy_model(tokenizer)
    for temperature in (1.0, 0.6):
        settings = toy_config(temperature=temperature)
        rollouts, _ = sample_rollouts(model, tokenizer, toy_problems(2), settings, lambda r, p: 1.0, seed=3)
        for r in rollouts:
            input_ids, mask = right_pad([r.prompt_ids], [r.response_ids], 0)
            expected = token_logprobs(model, input_ids, mask, temperature)[mask].tolist()
            assert r.sampled_logprobs == pytest.approx(expected, abs=1e-5)


def test_rollouts_survive_as_tensors():
    rollouts = some_rollouts((1.0, -0.5, 0.25))
    known = [0.1 * i for i in range(len(rollouts[1].response_ids))]
    rollouts[1] = replace(rollouts[1], old_logprobs=known)
    packed = pack(rollouts)
    assert all(isinstance(t, torch.Tensor) for t in packed.values())
    assert unpack(packed) == rollouts


def test_no_two_prompts_and_no_two_batches_share_their_random_numbers():
    tokenizer = toy_tokenizer()
    (problem,) = toy_problems(1)

    def responses(seed):
        found, _ = sample_rollouts(
            toy_model(tokenizer), tokenizer, [problem, problem], toy_config(), lambda r, p: 1.0, seed
        )
        return [tuple(r.response_ids) for r in found]

    assert len(set(responses(1) + responses(2))) == 16
    assert responses(1) == responses(1)


def test_a_reward_that_is_not_finite_is_refused():
    tokenizer = toy_tokenizer()
    with pytest.raises(ValueError, match="not finite"):
        sample_rollouts(
            toy_model(tokenizer), tokenizer, toy_problems(1), toy_config(), lambda r, p: math.inf, seed=0
        )
