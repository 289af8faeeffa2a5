"""Rollouts: every problem answered several times, graded, and compared within its group."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shared.inference.engine import generate
from shared.inference.generation import Response
from shared.model.prompts import render_prompt
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.problems import Problem
from shared.rl.advantages import advantages, combined_rewards, gdpo_advantages, silent_groups
from shared.rl.algorithm import Algorithm
from shared.rl.config import GRPOConfig
from shared.rl.rewards import REWARDS, Answers, Reward
from shared.tools.seeds import mix_seed
from shared.training.config import Metrics

import torch
from torch import Tensor


@dataclass(frozen=True)
class Rollout:
    """One sampled response, ready to learn from.

    Attributes:
        prompt_ids, response_ids: the tokens.
        sampled_logprobs: of the response tokens, as the sampler had them: under its weights and their type, at
            the sampling temperature. What the model that learns says of the same tokens differs a little.
        advantage: how much better than the others of its group.
        truncated: whether the token limit ended it.
        silent: whether the rewards of its group are all equal.
        numbers: further numbers for each response token, by name: ``old_logprobs``, ``ref_logprobs``,
            ``entropies``.
        kept: for each response token the ids that the sampler could choose from, where it cut the others.
    """

    prompt_ids: list[int]
    response_ids: list[int]
    sampled_logprobs: list[float]
    advantage: float = 0.0
    truncated: bool = False
    silent: bool = False
    numbers: Mapping[str, list[float]] = field(default_factory=dict)
    kept: list[list[int]] | None = None

    @property
    def length(self) -> int:
        """Tokens, prompt and response."""
        return len(self.prompt_ids) + len(self.response_ids)


def prompt_of(problem: Problem, config: GRPOConfig, tokenizer: Tokenizer) -> str:
    """The text that a problem's responses continue."""
    return render_prompt(problem.problem, config.suffix, tokenizer, config.thinking)


def sample_answers(
    model: Qwen3, tokenizer: Tokenizer, problems: Sequence[Problem], config: GRPOConfig, seed: int
) -> tuple[Answers, list[Rollout]]:
    """Answer every problem ``group_size`` times.

    Returns:
        The responses, to be graded, and the same as rollouts, group after group, without advantages.
    """
    prompts = [prompt_of(problem, config, tokenizer) for problem in problems]
    groups = generate(
        model,
        tokenizer,
        prompts,
        max_new_tokens=config.max_new_tokens,
        params=config.sampling,
        num_samples=config.group_size,
        seeds=[mix_seed(seed, place) for place in range(len(prompts))],
        batch_size=config.generation_batch_size,
    )
    rollouts = []
    for prompt, group in zip(prompts, groups, strict=True):
        prompt_ids = tokenizer.encode(prompt)
        rollouts += [
            Rollout(prompt_ids, list(r.token_ids), _as_sampled(r), truncated=r.finish_reason == "length")
            for r in group
        ]
    return Answers(list(problems), groups, config.max_new_tokens), rollouts


def grade(answers: Answers, algorithm: Algorithm, replaced: Mapping[str, Reward] | None = None) -> list[Tensor]:
    """The rewards that an algorithm asks for, each ``(prompts, group)``.

    Args:
        answers: to be graded.
        algorithm: names the rewards.
        replaced: functions of one's own, by the names of those whose place they take.

    Raises:
        ValueError: a reward is not a finite number.
    """
    functions = {**REWARDS, **(replaced or {})}
    rewards = [functions[name](answers) for name in algorithm.rewards]
    for name, reward in zip(algorithm.rewards, rewards, strict=True):
        if not reward.isfinite().all():
            raise ValueError(f"the reward function of {name!r} returned a number that is not finite")
    if algorithm.conditional:
        rewards = [rewards[0], *(reward * (rewards[0] > 0) for reward in rewards[1:])]
    return rewards


def with_advantages(
    rollouts: Sequence[Rollout],
    rewards: Sequence[Tensor],
    algorithm: Algorithm,
    divergence: Tensor | None = None,
) -> list[Rollout]:
    """Rollouts that know how good they are.

    Args:
        rollouts: group after group.
        rewards: each ``(prompts, group)``.
        algorithm: says how they become advantages.
        divergence: ``(prompts, group)`` from the reference, where it belongs to the reward.
    """
    options = (algorithm.baseline, algorithm.normalizer)
    total = combined_rewards(rewards, algorithm.weights)
    if divergence is not None:
        total = total - algorithm.kl_factor * divergence
    if algorithm.combine == "gdpo":
        found = gdpo_advantages(rewards, algorithm.weights, *options)
        silent = torch.stack([silent_groups(reward) for reward in rewards]).all(dim=0)
    else:
        found, silent = advantages(total, *options), silent_groups(total)
    silent = silent[:, None].expand_as(found)
    pairs = zip(rollouts, found.flatten().tolist(), silent.flatten().tolist(), strict=True)
    return [replace(rollout, advantage=a, silent=s) for rollout, a, s in pairs]


def rollout_metrics(
    answers: Answers, rollouts: Sequence[Rollout], rewards: Sequence[Tensor], algorithm: Algorithm
) -> Metrics:
    """What to log of a batch.

    Returns:
        Mean ``reward``, all added up, and where there are several also ``reward_…`` for each;
        ``response_length`` in tokens, shares ``truncated`` and ``zero_advantage_groups`` (all rewards of the
        group equal), and ``entropy`` in nats: the mean of ``-log p`` of the sampled tokens, which at
        temperature 1 estimates the mean entropy of the next-token distributions.
    """
    responses = [response for group in answers.groups for response in group]
    several = dict(zip(algorithm.rewards, rewards, strict=True)) if len(rewards) > 1 else {}
    return {
        "reward": combined_rewards(rewards, algorithm.weights).mean().item(),
        **{f"reward_{name}": reward.mean().item() for name, reward in several.items()},
        "response_length": answers.lengths.mean().item(),
        "truncated": answers.truncated.float().mean().item(),
        "zero_advantage_groups": statistics.fmean(rollout.silent for rollout in rollouts),
        "entropy": -statistics.fmean(x for r in responses for x in r.logprobs),
    }


def _as_sampled(response: Response) -> list[float]:
    """The log-probabilities of a response's tokens at the temperature at which they were drawn."""
    return response.logprobs if response.sampled_logprobs is None else response.sampled_logprobs


def pack(rollouts: Sequence[Rollout], prefix: str = "") -> dict[str, Tensor]:
    """Rollouts as tensors that a checkpoint can hold: what is of many lengths is laid end to end."""

    def flat(lists: Callable[[Rollout], list], dtype: torch.dtype) -> Tensor:
        return torch.tensor([x for rollout in rollouts for x in lists(rollout)], dtype=dtype)

    packed = {
        "lengths": torch.tensor([[len(r.prompt_ids), len(r.response_ids)] for r in rollouts]),
        "prompt_ids": flat(lambda r: r.prompt_ids, torch.int32),
        "response_ids": flat(lambda r: r.response_ids, torch.int32),
        "sampled_logprobs": flat(lambda r: r.sampled_logprobs, torch.float64),
        "advantages": torch.tensor([r.advantage for r in rollouts], dtype=torch.float64),
        "flags": torch.tensor([[r.truncated, r.silent] for r in rollouts]),
    }
    if rollouts[0].kept is not None:
        packed["kept"] = flat(lambda r: [token for row in r.kept for token in row], torch.int32)
        packed["kept_counts"] = flat(lambda r: [len(row) for row in r.kept], torch.int32)
    for name in rollouts[0].numbers:
        packed[f"numbers.{name}"] = flat(lambda r, name=name: r.numbers[name], torch.float64)
    return {prefix + name: tensor for name, tensor in packed.items()}


def unpack(packed: Mapping[str, Tensor], prefix: str = "") -> list[Rollout]:
    """The inverse of :func:`pack`."""
    packed = {name.removeprefix(prefix): t for name, t in packed.items() if name.startswith(prefix)}
    prompts, responses = packed["lengths"].T.tolist()

    def cut(name: str, lengths: list[int]) -> list[list]:
        return [piece.tolist() for piece in packed[name].split(lengths)]

    kept: list[list[list[int]] | None] = [None] * len(prompts)
    if "kept" in packed:
        counts = cut("kept_counts", responses)
        ends = packed["kept_counts"].cumsum(0).tolist()
        rows = iter(
            packed["kept"][end - n : end].tolist()
            for end, n in zip(ends, packed["kept_counts"].tolist(), strict=True)
        )
        kept = [[next(rows) for _ in row] for row in counts]
    numbers = {n.removeprefix("numbers."): cut(n, responses) for n in packed if n.startswith("numbers.")}
    return [
        Rollout(*parts, *flags, {name: rows[i] for name, rows in numbers.items()}, kept[i])
        for i, (*parts, flags) in enumerate(
            zip(
                cut("prompt_ids", prompts),
                cut("response_ids", responses),
                cut("sampled_logprobs", responses),
                packed["advantages"].tolist(),
                packed["flags"].tolist(),
                strict=True,
            )
        )
    ]
