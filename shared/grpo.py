"""Group relative policy optimization: reinforcement learning with rewards that a program can check.

GRPO (Shao et al. 2024, DeepSeekMath, arXiv:2402.03300, section 4.1) asks the model each question several
times, compares every response with the others of its group, and makes the tokens of the better ones more
likely. There is no value network: the group's mean is the baseline.

Reading order: :func:`group_advantages` (how good was a response), :func:`token_logprobs` (how likely are its
tokens), :func:`policy_loss` (which way to push each token), :func:`aggregate` (one number for the batch),
and then :func:`train_grpo`, which plugs them into the training loop that everything shares. The first four
are pure functions of small tensors.

Layout: a batch is right-padded, ``input_ids (rows, seq)`` holds prompt, response, padding, and
``mask (rows, seq)`` is True on the response's tokens, the end-of-text token among them: ending is something
the model has to learn too. Everything per token has that shape, and a token's number stands in its own column.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor

from shared.engine import generate
from shared.generation import Response
from shared.logprobs import micro_batches, right_pad, token_logprobs
from shared.problems import Problem
from shared.prompts import render_prompt
from shared.qwen3 import Qwen3
from shared.sampling import SamplingParams
from shared.seeds import mix_seed
from shared.tokenizer import Tokenizer
from shared.training import Metrics, TrainingConfig, autocast, batch_indices, train
from shared.verifier import is_correct

AGGREGATIONS = ("token", "sequence", "constant")


def group_advantages(rewards: Tensor, eps: float = 1e-4) -> Tensor:
    """Each reward relative to its group: ``(reward - mean) / (std + eps)`` (DeepSeekMath, section 4.1.2).

    The standard deviation divides by ``group - 1``. A group whose rewards are all equal teaches nothing and
    gets exactly 0.

    Args:
        rewards: ``(prompts, group)``, one row for the responses to one prompt.
        eps: keeps a nearly constant group from being blown up.

    Returns:
        ``(prompts, group)``.

    Raises:
        ValueError: a group has fewer than two responses: there is nobody to compare with.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        shape = tuple(rewards.shape)
        raise ValueError(f"rewards must be (prompts, group) with at least 2 in a group, not {shape}")
    centered = rewards - rewards.mean(dim=1, keepdim=True)
    advantages = centered / (rewards.std(dim=1, keepdim=True) + eps)
    all_equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)  # the mean of equal numbers may be rounded
    return advantages.masked_fill(all_equal, 0.0)


def policy_loss(
    logprobs: Tensor,
    old_logprobs: Tensor | None,
    advantages: Tensor,
    mask: Tensor,
    clip_low: float = 0.2,
    clip_high: float = 0.2,
) -> Tensor:
    """The clipped surrogate of PPO, token by token (Schulman et al. 2017, eq. 7; DeepSeekMath, eq. 3).

    With ``ratio = exp(logprobs - old_logprobs)`` the loss of a token is
    ``-min(ratio * A, clip(ratio, 1 - clip_low, 1 + clip_high) * A)``: it rewards moving in the direction of
    the advantage, but no further than the clip range.

    On policy (``old_logprobs`` None) every ratio is 1. The loss of a group then sums to about 0, since its
    advantages do, and yet the gradient is not 0: the gradient of ``ratio`` at 1 is that of ``logprobs``.

    Args:
        logprobs: ``(rows, seq)`` under the model being trained.
        old_logprobs: ``(rows, seq)`` under the model that sampled; None if that is the same model.
        advantages: ``(rows,)``.
        mask: ``(rows, seq)``, True on response tokens.
        clip_low: how far the ratio may fall below 1.
        clip_high: how far it may rise above 1 (a larger value is DAPO's "clip higher").

    Returns:
        ``(rows, seq)``, 0 outside the mask.
    """
    old_logprobs = logprobs.detach() if old_logprobs is None else old_logprobs
    # Masked before exp: what stands in the padding could overflow, and infinity times 0 is NaN.
    ratio = torch.where(mask, logprobs - old_logprobs, 0.0).exp()
    clipped = ratio.clamp(1.0 - clip_low, 1.0 + clip_high)
    advantages = advantages[:, None]
    return torch.where(mask, -torch.minimum(ratio * advantages, clipped * advantages), 0.0)


def aggregate(
    per_token: Tensor,
    mask: Tensor,
    mode: str = "token",
    *,
    num_tokens: int | None = None,
    num_rows: int | None = None,
    max_tokens: int | None = None,
) -> Tensor:
    """One number from a loss per token; the modes differ in how much a token of a long response counts.

    ========== ============================================= ==========================================
    mode       formula                                       paper
    ========== ============================================= ==========================================
    token      sum of all / number of tokens in the batch    DAPO (Yu et al. 2025, eq. 8)
    sequence   mean over rows of the row's own mean          DeepSeekMath (Shao et al. 2024, eq. 3)
    constant   sum of all / (rows * max_tokens)              Dr. GRPO (Liu et al. 2025, section 3.2)
    ========== ============================================= ==========================================

    The totals of the whole batch can be given, so that the losses of its micro-batches add up to its loss.

    Args:
        per_token: ``(rows, seq)``.
        mask: ``(rows, seq)``, True on response tokens. A row without any counts as a loss of 0.
        mode: one of :data:`AGGREGATIONS`.
        num_tokens: response tokens in the whole batch; default: those in ``mask``.
        num_rows: rows in the whole batch; default: those of ``mask``.
        max_tokens: longest response possible; needed by "constant".

    Returns:
        A scalar.

    Raises:
        ValueError: the mode is unknown, or "constant" was not told ``max_tokens``.
    """
    sums = torch.where(mask, per_token, 0.0).sum(dim=1)
    lengths = mask.sum(dim=1)
    num_rows = len(mask) if num_rows is None else num_rows
    if mode == "token":
        total = lengths.sum().clamp(min=1) if num_tokens is None else max(num_tokens, 1)
        return sums.sum() / total
    if mode == "sequence":
        return (sums / lengths.clamp(min=1)).sum() / num_rows
    if mode == "constant":
        if max_tokens is None:
            raise ValueError('aggregation "constant" needs max_tokens, the longest response possible')
        return sums.sum() / (num_rows * max_tokens)
    raise ValueError(f"aggregation is {mode!r}; choose one of {', '.join(AGGREGATIONS)}")


@dataclass(frozen=True)
class GRPOConfig:
    """A GRPO run.

    Attributes:
        steps: optimizer steps.
        learning_rate: AdamW's; 1e-6 to 1e-5 for a model of half a billion parameters, 2e-4 for a tiny one.
        prompts_per_step: questions asked before an update.
        group_size: responses to each.
        max_new_tokens: longest response, in tokens.
        temperature: of the sampling. There is no top-p or top-k: tokens cut away could not be learned.
        suffix: added to every question.
        thinking: for chat checkpoints: whether the prompt asks for a thought first.
        num_updates: optimizer steps on the same responses; above 1 the clipping matters.
        clip_low, clip_high: see :func:`policy_loss`.
        aggregation: see :func:`aggregate`.
        micro_batch_tokens: tokens, padding included, whose activations are in memory at once; lower it if
            that runs out.
        generation_batch_size: rows generated at once.
        bfloat16: for the gradients; None chooses by the hardware (:func:`shared.training.autocast`).
        warmup_steps, schedule, weight_decay, betas, grad_clip, seed, log_every, checkpoint_every: see
            :class:`shared.training.TrainingConfig`.

    Raises:
        ValueError: a value is out of range.
    """

    steps: int
    learning_rate: float
    prompts_per_step: int = 16
    group_size: int = 8
    max_new_tokens: int = 256
    temperature: float = 1.0
    suffix: str = ""
    thinking: bool = True
    num_updates: int = 1
    clip_low: float = 0.2
    clip_high: float = 0.2
    aggregation: str = "token"
    micro_batch_tokens: int = 8192
    generation_batch_size: int = 128
    bfloat16: bool | None = None
    warmup_steps: int = 0
    schedule: str = "constant"
    weight_decay: float = 0.0
    betas: tuple[float, float] = (0.9, 0.95)
    grad_clip: float = 1.0
    seed: int = 0
    log_every: int = 1
    checkpoint_every: int = 0

    def __post_init__(self) -> None:
        if self.group_size < 2:
            raise ValueError(f"group_size is {self.group_size}; a response needs another to compare with")
        for name in ("prompts_per_step", "max_new_tokens", "num_updates", "micro_batch_tokens"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, and is {getattr(self, name)}")
        if not (self.temperature > 0 and math.isfinite(self.temperature)):
            raise ValueError(f"temperature must be above 0 (equal responses teach nothing): {self.temperature}")
        if self.aggregation not in AGGREGATIONS:
            raise ValueError(f"aggregation is {self.aggregation!r}; choose one of {', '.join(AGGREGATIONS)}")
        if not (0 <= self.clip_low <= 1 and self.clip_high >= 0):
            bounds = f"{self.clip_low} and {self.clip_high}"
            raise ValueError(f"clip_low must be in [0, 1] and clip_high at least 0, not {bounds}")
        self.training()

    def training(self) -> TrainingConfig:
        """The part that the training loop reads."""
        names = ("learning_rate", "warmup_steps", "schedule", "weight_decay", "betas", "grad_clip", "seed",
                 "log_every", "checkpoint_every")  # fmt: skip
        return TrainingConfig(total_steps=self.steps, **{name: getattr(self, name) for name in names})

    def identity(self) -> dict:
        """The part that decides the result, as JSON values; how the work is cut into batches does not."""
        cut = ("micro_batch_tokens", "generation_batch_size", "log_every", "checkpoint_every")
        return {name: value for name, value in asdict(self).items() if name not in cut}


@dataclass(frozen=True)
class Rollout:
    """One sampled response, ready to learn from."""

    prompt_ids: list[int]
    response_ids: list[int]
    advantage: float
    old_logprobs: list[float] | None = None  # of the response tokens, under the model that sampled them


def correctness_reward(response: Response, problem: Problem) -> float:
    """1 if the response's boxed answer equals the problem's, else 0. The judge of the evaluation, too."""
    return float(is_correct(response.text, problem.answer))


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


def backward_rollouts(
    model: Qwen3, rollouts: Sequence[Rollout], config: GRPOConfig, pad_token_id: int
) -> tuple[float, list[Rollout]]:
    """Add the gradient of the GRPO loss of a batch to the model, micro-batch by micro-batch.

    Rollouts with advantage 0 have no gradient and are not even computed, but they count in the averages.

    Returns:
        The loss, and the rollouts with their ``old_logprobs`` filled in where they were computed.
    """
    totals = {
        "num_tokens": sum(len(r.response_ids) for r in rollouts),
        "num_rows": len(rollouts),
        "max_tokens": config.max_new_tokens,
    }
    rollouts = list(rollouts)
    live = [i for i, r in enumerate(rollouts) if r.advantage != 0]
    lengths = [len(rollouts[i].prompt_ids) + len(rollouts[i].response_ids) for i in live]
    loss_value = 0.0
    for piece in micro_batches(lengths, config.micro_batch_tokens):
        rows = [live[k] for k in piece]
        batch = [rollouts[i] for i in rows]
        input_ids, mask = right_pad(
            [r.prompt_ids for r in batch], [r.response_ids for r in batch], pad_token_id, model.device
        )
        with autocast(model.device, config.bfloat16):
            logprobs = token_logprobs(model, input_ids, mask, config.temperature)
        advantages = torch.tensor([r.advantage for r in batch], dtype=logprobs.dtype, device=model.device)
        per_token = policy_loss(
            logprobs, _old_logprobs(batch, logprobs, mask), advantages, mask, config.clip_low, config.clip_high
        )
        loss = aggregate(per_token, mask, config.aggregation, **totals)
        loss.backward()
        loss_value += loss.item()
        if config.num_updates > 1:
            for i, row, row_mask in zip(rows, logprobs.detach(), mask, strict=True):
                if rollouts[i].old_logprobs is None:
                    rollouts[i] = replace(rollouts[i], old_logprobs=row[row_mask].tolist())
    return loss_value, rollouts


def _old_logprobs(batch: Sequence[Rollout], like: Tensor, mask: Tensor) -> Tensor | None:
    if batch[0].old_logprobs is None:
        return None
    numbers = torch.tensor([x for r in batch for x in r.old_logprobs], dtype=like.dtype, device=like.device)
    return torch.zeros_like(like).masked_scatter(mask, numbers)


def train_grpo(
    model: Qwen3,
    tokenizer: Tokenizer,
    problems: Sequence[Problem] | Iterable[Problem],
    config: GRPOConfig,
    *,
    reward: Callable[[Response, Problem], float] = correctness_reward,
    out: str | Path | None = None,
    evaluate_every: int = 0,
    evaluate: Callable[[], Metrics] | None = None,
    progress: str | None = None,
    on_step: Callable[[int, Metrics], Metrics | None] | None = None,
) -> list[Metrics]:
    """Train the model in place with GRPO; resumes from ``out`` like every run (:func:`shared.training.train`).

    A step in which every group's rewards are equal has no gradient, and no update: AdamW would move the
    weights even then, by its momentum.

    Args:
        model: float32 weights.
        tokenizer: the model's.
        problems: a sequence, drawn from in a random order of ``config.seed``; or an endless stream,
            read in its own order (start it anew when resuming: the steps done are skipped).
        config: the run.
        reward: of one response to one problem, any finite number.
        out: folder for checkpoint and metrics log; None keeps nothing.
        evaluate_every: call ``evaluate`` after every so many steps and after the last; 0 for never.
        evaluate: measures the model and returns numbers to log.
        progress: label of a progress bar; None for no bar.
        on_step: called after each step with the number of finished steps and its metrics; numbers it
            returns are logged.

    Returns:
        The metrics of the steps: those of :func:`sample_rollouts`, ``loss``, ``skip`` (1 if there was no
        update), and those of the loop.

    Raises:
        ValueError: there are no problems, or the stream ends before the run does.
        TrainingError: as in :func:`shared.training.train`.
    """
    source = _RolloutSource(model, tokenizer, problems, config, reward)

    def backward(step: int) -> Metrics:
        rollouts, metrics = source.at(step)
        loss, rollouts = backward_rollouts(model, rollouts, config, tokenizer.pad_token_id)
        source.keep(rollouts, metrics)
        skip = all(r.advantage == 0 for r in rollouts)
        return {"loss": loss, **metrics, "skip": float(skip)}

    def after_step(step: int, metrics: Metrics) -> Metrics:
        extra = {}
        if evaluate is not None and evaluate_every and (step % evaluate_every == 0 or step == config.steps):
            extra |= evaluate()
        if on_step is not None:
            extra |= on_step(step, {**metrics, **extra}) or {}
        return extra

    return train(
        model,
        backward,
        config.training(),
        out,
        identity=config.identity(),
        memory=source.memory,
        progress=progress,
        on_step=after_step,
    )


class _RolloutSource:
    """The rollouts of each step.

    With several updates on the same ones they are kept in ``memory``, which the checkpoint holds: they come
    from weights that are gone by then, and a resumed run could not sample them again.
    """

    def __init__(
        self,
        model: Qwen3,
        tokenizer: Tokenizer,
        problems: Sequence[Problem] | Iterable[Problem],
        config: GRPOConfig,
        reward: Callable[[Response, Problem], float],
    ) -> None:
        self.model, self.tokenizer, self.config, self.reward = model, tokenizer, config, reward
        self.problems = problems if isinstance(problems, Sequence) else iter(problems)
        self.problems_read = 0
        self.memory: dict = {}

    def at(self, step: int) -> tuple[list[Rollout], Metrics]:
        """The rollouts that step ``step`` learns from, sampled now or at an earlier step."""
        batch, update = divmod(step, self.config.num_updates)
        if update:
            return [Rollout(**r) for r in self.memory["rollouts"]], self.memory["metrics"]
        seed = mix_seed(self.config.seed, "rollouts", batch)
        problems = self._problems_of(batch)
        return sample_rollouts(self.model, self.tokenizer, problems, self.config, self.reward, seed)

    def keep(self, rollouts: list[Rollout], metrics: Metrics) -> None:
        """Remember rollouts, with their log-probabilities, for the further updates."""
        if self.config.num_updates > 1:
            self.memory.update(rollouts=[asdict(r) for r in rollouts], metrics=metrics)

    def _problems_of(self, batch: int) -> list[Problem]:
        count = self.config.prompts_per_step
        if isinstance(self.problems, Sequence):
            return [self.problems[i] for i in batch_indices(batch, len(self.problems), count, self.config.seed)]
        return self._read_stream(self.problems, batch * count, count)

    def _read_stream(self, stream: Iterator[Problem], start: int, count: int) -> list[Problem]:
        chosen = list(islice(stream, start - self.problems_read, start - self.problems_read + count))
        self.problems_read = start + count
        if len(chosen) < count:
            raise ValueError(f"the stream of problems ended before step {start // count + 1}")
        return chosen
