"""Rollouts: what is sampled, graded and kept."""

from __future__ import annotations

import math
from dataclasses import replace

from shared.model.logprobs import right_pad, token_logprobs
from shared.rl.algorithm import Algorithm
from shared.rl.rewards import each
from shared.rl.rollouts import (
    grade,
    pack,
    rollout_metrics,
    sample_answers,
    unpack,
    with_advantages,
)

import pytest
import torch
from rl_cases import some_rollouts, toy_config, toy_model, toy_problems, toy_tokenizer


def sample_rollouts(model, tokenizer, problems, settings, reward, seed):
    """Sampled, graded and compared, as a step of the trainer does it."""
    answers, rollouts = sample_answers(model, tokenizer, problems, settings, seed)
    rewards = grade(answers, settings.algorithm, {"correct": each(reward)})
    rollouts = with_advantages(rollouts, rewards, settings.algorithm)
    return rollouts, rollout_metrics(answers, rollouts, rewards, settings.algorithm)


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
    other = [[-0.5] * len(r.response_ids) for r in rollouts]
    rollouts = [
        replace(
            r, truncated=i == 1, silent=i == 2, numbers={"old_logprobs": row, "entropies": [x + 1 for x in row]}
        )
        for i, (r, row) in enumerate(zip(rollouts, [other[0], known, other[2]], strict=True))
    ]
    packed = pack(rollouts, "here.") | {"there.lengths": torch.zeros(1)}
    assert all(isinstance(t, torch.Tensor) for t in packed.values())
    assert unpack(packed, "here.") == rollouts


def test_rewards_are_added_up_weighted_and_made_conditional():
    tokenizer = toy_tokenizer()
    problems, settings = toy_problems(2), toy_config(group_size=3)
    answers, rollouts = sample_answers(toy_model(tokenizer), tokenizer, problems, settings, 0)
    first = torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]])
    replaced = {"correct": lambda answers: first}
    options = {"rewards": ("correct", "overlong"), "reward_weights": (1.0, 0.5)}
    plain = grade(answers, Algorithm(**options), replaced)
    assert torch.equal(plain[0], first) and torch.equal(plain[1], torch.full((2, 3), -1.0) * plain[1].abs())
    conditional = grade(answers, Algorithm(**options, conditional=True), replaced)
    assert torch.equal(conditional[1], plain[1] * first)
    metrics = rollout_metrics(answers, rollouts, plain, Algorithm(**options))
    assert metrics["reward"] == pytest.approx((plain[0] + 0.5 * plain[1]).mean().item())
    assert metrics["reward_overlong"] == pytest.approx(plain[1].mean().item())
    penalty = torch.arange(6.0).view(2, 3)
    algorithm = Algorithm(kl="k1", kl_in="reward", kl_factor=0.3, normalizer="none")
    found = with_advantages(rollouts, [first], algorithm, penalty)
    total = first - 0.3 * penalty
    assert [r.advantage for r in found] == pytest.approx(
        (total - total.mean(1, keepdim=True)).flatten().tolist()
    )


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
