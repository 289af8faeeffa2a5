"""Rollouts: every problem answered several times, graded, and compared within its group."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

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


@dataclass(frozen=True)
class Rollout:
    """One sampled response, ready to learn from."""

    prompt_ids: list[int]
    response_ids: list[int]
    advantage: float
    old_logprobs: list[float] | None = None  # of the response tokens, under the model that sampled them


def sample_rollouts(
    model: Qwen3,
    tokenizer: Tokenizer,
    problems: Sequence[Problem],
    config: GRPOConfig,
    reward: Callable[[Response, Problem], float],
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
    prompts = [render_prompt(p.problem, config.suffix, tokenizer, config.thinking) for p in problems]
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
        Rollout(tokenizer.encode(prompt), list(response.token_ids), advantage)
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
