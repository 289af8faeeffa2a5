"""Rollouts: every problem answered several times, graded, and compared within its group."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.inference.engine import generate
from shared.inference.generation import Response
from shared.inference.sampling import SamplingParams
from shared.model.prompts import render_prompt
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.problems import Problem
from shared.rl.advantages import group_advantages
from shared.rl.config import GRPOConfig
from shared.tools.seeds import mix_seed
from shared.training.config import Metrics

import torch
from torch import Tensor

Reward = Callable[[Response, Problem], float]
"""Gets a response and the problem it answers; any finite number."""


@dataclass(frozen=True)
class Rollout:
    """One sampled response, ready to learn from.

    Attributes:
        sampled_logprobs: of the response tokens, as the sampler had them: under its weights and their type, at
            the sampling temperature. What the model that learns says of the same tokens differs a little.
        old_logprobs: of the same tokens, under the model that learns and before its first update on them;
            None until that was computed.
    """

    prompt_ids: list[int]
    response_ids: list[int]
    advantage: float
    sampled_logprobs: list[float]
    old_logprobs: list[float] | None = None


def prompt_of(problem: Problem, config: GRPOConfig, tokenizer: Tokenizer) -> str:
    """The text that a problem's responses continue."""
    return render_prompt(problem.problem, config.suffix, tokenizer, config.thinking)


def sample_rollouts(
    model: Qwen3,
    tokenizer: Tokenizer,
    problems: Sequence[Problem],
    config: GRPOConfig,
    reward: Reward,
    seed: int,
) -> tuple[list[Rollout], Metrics]:
    """Answer every problem ``group_size`` times and grade the answers.

    Returns:
        ``len(problems) * group_size`` rollouts, group after group, and what to log: mean ``reward``,
        ``response_length`` in tokens, shares ``truncated`` and ``zero_advantage_groups`` (all rewards of
        the group equal), and ``entropy`` in nats: the mean of ``-log p`` of the sampled tokens, which
        at temperature 1 estimates the mean entropy of the next-token distributions.

    Raises:
        ValueError: a reward is not a finite number.
    """
    started = time.perf_counter()
    prompts = [prompt_of(problem, config, tokenizer) for problem in problems]
    groups = generate(
        model,
        tokenizer,
        prompts,
        max_new_tokens=config.max_new_tokens,
        params=SamplingParams(temperature=config.temperature),
        num_samples=config.group_size,
        seeds=[mix_seed(seed, place) for place in range(len(prompts))],
        batch_size=config.generation_batch_size,
    )
    graded = [[float(reward(r, p)) for r in group] for group, p in zip(groups, problems, strict=True)]
    rewards = torch.tensor(graded)
    if not rewards.isfinite().all():
        raise ValueError("the reward function returned a number that is not finite")
    advantages = group_advantages(rewards)
    rollouts = [
        Rollout(tokenizer.encode(prompt), list(response.token_ids), advantage, _as_sampled(response))
        for prompt, group, row in zip(prompts, groups, advantages.tolist(), strict=True)
        for response, advantage in zip(group, row, strict=True)
    ]
    responses = [response for group in groups for response in group]
    metrics = {
        "reward": rewards.mean().item(),
        "response_length": statistics.fmean(len(r.token_ids) for r in responses),
        "truncated": statistics.fmean(r.finish_reason == "length" for r in responses),
        "zero_advantage_groups": (advantages == 0).all(dim=1).float().mean().item(),
        "entropy": -statistics.fmean(x for r in responses for x in r.logprobs),
        "rollout_seconds": time.perf_counter() - started,
    }
    return rollouts, metrics


def _as_sampled(response: Response) -> list[float]:
    """The log-probabilities of a response's tokens at the temperature at which they were drawn."""
    return response.logprobs if response.sampled_logprobs is None else response.sampled_logprobs


def pack(rollouts: Sequence[Rollout]) -> dict[str, Tensor]:
    """Rollouts as tensors that a checkpoint can hold: what is of many lengths is laid end to end.

    Numbers that are not there (``old_logprobs`` None) are NaN.
    """
    old = [r.old_logprobs or [float("nan")] * len(r.response_ids) for r in rollouts]
    return {
        "lengths": torch.tensor([[len(r.prompt_ids), len(r.response_ids)] for r in rollouts]),
        "prompt_ids": torch.tensor([token for r in rollouts for token in r.prompt_ids], dtype=torch.int32),
        "response_ids": torch.tensor([token for r in rollouts for token in r.response_ids], dtype=torch.int32),
        "advantages": torch.tensor([r.advantage for r in rollouts], dtype=torch.float64),
        "sampled_logprobs": torch.tensor(
            [x for r in rollouts for x in r.sampled_logprobs], dtype=torch.float64
        ),
        "old_logprobs": torch.tensor([x for row in old for x in row], dtype=torch.float64),
    }


def unpack(packed: dict[str, Tensor]) -> list[Rollout]:
    """The inverse of :func:`pack`."""
    prompts, responses = packed["lengths"].T.tolist()

    def cut(name: str, lengths: list[int]) -> list[list]:
        return [piece.tolist() for piece in packed[name].split(lengths)]

    old = cut("old_logprobs", responses)
    return [
        Rollout(*parts, None if row and row[0] != row[0] else row)
        for *parts, row in zip(
            cut("prompt_ids", prompts),
            cut("response_ids", responses),
            packed["advantages"].tolist(),
            cut("sampled_logprobs", responses),
            old,
            strict=True,
        )
    ]
