"""The steps of a GRPO run, plugged into the training loop that everything shares.

Layout: a batch is right-padded, ``input_ids (rows, seq)`` holds prompt, response, padding, and
``mask (rows, seq)`` is True on the response's tokens, the end-of-text token among them: ending is something
the model has to learn too. Everything per token has that shape, and a token's number stands in its own column.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shared.model.fingerprint import tokenizer_fingerprint
from shared.model.logprobs import micro_batches, right_pad, token_logprobs
from shared.model.precision import autocast
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.problems import Problem
from shared.rl.batches import ProblemSource
from shared.rl.config import GRPOConfig
from shared.rl.losses import aggregate, policy_loss
from shared.rl.rewards import correctness_reward
from shared.rl.rollouts import Reward, Rollout, pack, prompt_of, sample_rollouts, unpack
from shared.tools.seeds import mix_seed
from shared.training.config import Metrics
from shared.training.loop import train

import torch
from torch import Tensor


@dataclass(frozen=True)
class BatchLoss:
    """What :func:`backward_rollouts` found.

    Attributes:
        loss: of the whole batch.
        rollouts: with their ``old_logprobs`` where they were computed.
        gaps: for each token of these, how much its log-probability is above the sampler's; empty if none was
            computed.
    """

    loss: float
    rollouts: list[Rollout]
    gaps: Tensor


def backward_rollouts(
    model: Qwen3, rollouts: Sequence[Rollout], config: GRPOConfig, pad_token_id: int
) -> BatchLoss:
    """Add the gradient of the GRPO loss of a batch to the model, micro-batch by micro-batch.

    Rollouts with advantage 0 have no gradient and are not even computed, but they count in the averages.
    """
    totals = {
        "num_tokens": sum(len(r.response_ids) for r in rollouts),
        "num_rows": len(rollouts),
        "max_tokens": config.max_new_tokens,
    }
    rollouts = list(rollouts)
    live = [i for i, r in enumerate(rollouts) if r.advantage != 0]
    lengths = [len(rollouts[i].prompt_ids) + len(rollouts[i].response_ids) for i in live]
    loss_value, gaps = 0.0, [torch.empty(0)]
    for piece in micro_batches(lengths, config.micro_batch_tokens):
        rows = [live[k] for k in piece]
        batch = [rollouts[i] for i in rows]
        input_ids, mask = right_pad(
            [r.prompt_ids for r in batch], [r.response_ids for r in batch], pad_token_id, model.device
        )
        with autocast(model.device, config.bfloat16):
            logprobs = token_logprobs(model, input_ids, mask, config.temperature)
        advantages = torch.tensor([r.advantage for r in batch], dtype=logprobs.dtype, device=model.device)
        known = batch[0].old_logprobs is not None
        old = _per_token([r.old_logprobs for r in batch], logprobs, mask) if known else None
        per_token = policy_loss(logprobs, old, advantages, mask, config.clip_low, config.clip_high)
        loss = aggregate(per_token, mask, config.aggregation, **totals)
        loss.backward()
        loss_value += loss.item()
        now = logprobs.detach()
        gaps.append((now - _per_token([r.sampled_logprobs for r in batch], now, mask))[mask].float().cpu())
        if not known and config.num_updates > 1:
            for i, row, row_mask in zip(rows, now, mask, strict=True):
                rollouts[i] = replace(rollouts[i], old_logprobs=row[row_mask].tolist())
    return BatchLoss(loss_value, rollouts, torch.cat(gaps))


def _per_token(values: Sequence[Sequence[float]], like: Tensor, mask: Tensor) -> Tensor:
    """Numbers of the response tokens of each row, in their columns."""
    numbers = torch.tensor([x for row in values for x in row], dtype=like.dtype, device=like.device)
    return torch.zeros_like(like).masked_scatter(mask, numbers)


def train_grpo(
    model: Qwen3,
    tokenizer: Tokenizer,
    problems: Sequence[Problem] | Iterable[Problem],
    config: GRPOConfig,
    *,
    reward: Reward = correctness_reward,
    out: str | Path | None = None,
    stream_name: str | None = None,
    may_change: Collection[str] = (),
    evaluate: Callable[[], Metrics] | None = None,
    evaluate_every: int = 0,
    best: str | None = None,
    progress: str | None = None,
    on_step: Callable[[int, Metrics], Metrics | None] | None = None,
) -> list[Metrics]:
    """Train the model in place with GRPO; resumes from ``out`` (see :func:`shared.training.loop.train`).

    A step in which every group's rewards are equal has no gradient, and no update: AdamW would move the
    weights even then, by its momentum.

    Args:
        model: float32 weights; to resume, those that the run began with.
        tokenizer: the model's.
        problems: a sequence, drawn from in a random order of ``config.seed``; or an endless stream,
            read in its own order (start it anew when resuming: what was read is skipped). Problems of a
            stream whose prompt leaves no room for an answer are left out, and counted as ``left_out``.
        config: the run.
        reward: of one response to one problem, any finite number. Its name belongs to the run's identity.
        out: folder for checkpoint and metrics log; None keeps nothing.
        stream_name: what the stream is called; needed if there is one and the run is kept.
        may_change, evaluate, evaluate_every, best, progress, on_step: as in
            :func:`shared.training.loop.train`.

    Returns:
        The metrics of the steps: those of :func:`shared.rl.rollouts.sample_rollouts`, ``loss``, ``skip`` (1 if
        there was no update), ``sampler_gap`` and ``sampler_gap_max`` (mean and largest distance of a sampled
        token's log-probability under the model that learns from that under the sampler, before the first
        update on it), ``left_out``, and those of the loop.

    Raises:
        ValueError: there are no problems, some of a list leave no room for an answer, a stream has no name or
            ends before the run does.
        TrainingError: as in :func:`shared.training.loop.train`.
    """
    context = model.config.max_position_embeddings
    source = ProblemSource(
        problems,
        config.prompts_per_step,
        config.seed,
        fits=lambda problem: len(tokenizer.encode(prompt_of(problem, config, tokenizer))) < context,
        name=stream_name,
    )
    identity = {} if out is None else {
        **config.identity(),
        **source.identity(),
        "reward": getattr(reward, "__name__", type(reward).__name__),
        "tokenizer": tokenizer_fingerprint(tokenizer),
    }  # fmt: skip
    batches = _RolloutBatches(model, tokenizer, source, config, reward)

    def backward(step: int) -> Metrics:
        rollouts, metrics = batches.at(step)
        result = backward_rollouts(model, rollouts, config, tokenizer.pad_token_id)
        metrics |= batches.keep(step, result, metrics)
        skip = all(r.advantage == 0 for r in rollouts)
        return {"loss": result.loss, **metrics, "skip": float(skip)}

    return train(
        model,
        backward,
        config.training(),
        out,
        identity=identity,
        may_change=may_change,
        memory=batches.memory,
        evaluate=evaluate,
        evaluate_every=evaluate_every,
        best=best,
        progress=progress,
        on_step=on_step,
    )


class _RolloutBatches:
    """The rollouts of each step.

    With several updates on the same ones they are kept in ``memory``, which the checkpoint holds: they come
    from weights that are gone by then, and a resumed run could not sample them again.
    """

    def __init__(
        self, model: Qwen3, tokenizer: Tokenizer, source: ProblemSource, config: GRPOConfig, reward: Reward
    ) -> None:
        self.model, self.tokenizer, self.source = model, tokenizer, source
        self.config, self.reward = config, reward
        self.memory: dict = {}
        self._sampler: Qwen3 | None = None  # a copy in another type

    def at(self, step: int) -> tuple[list[Rollout], Metrics]:
        """The rollouts that step ``step`` learns from, sampled now or at an earlier step."""
        batch, update = divmod(step, self.config.num_updates)
        if update:
            packed = {name: t for name, t in self.memory.items() if isinstance(t, Tensor)}
            return unpack(packed), dict(self.memory["metrics"])
        problems = self.source.batch(batch)
        seed = mix_seed(self.config.seed, "rollouts", batch)
        rollouts, metrics = sample_rollouts(
            self.sampler(), self.tokenizer, problems, self.config, self.reward, seed
        )
        return rollouts, {**metrics, "left_out": float(self.source.left_out)}

    def keep(self, step: int, result: BatchLoss, metrics: Metrics) -> Metrics:
        """Remember rollouts and their metrics for the further updates; returns what else there is to log."""
        if step % self.config.num_updates:
            return {}
        gaps = result.gaps.abs()
        found = {"sampler_gap": gaps.mean().item(), "sampler_gap_max": gaps.max().item()} if len(gaps) else {}
        if self.config.num_updates > 1:
            self.memory.update(pack(result.rollouts), metrics={**metrics, **found})
        return found

    @torch.no_grad()
    def sampler(self) -> Qwen3:
        """What samples: the model itself, or its copy in bfloat16 with the weights of this moment."""
        if not self.config.sample_in_bfloat16:
            return self.model
        if self._sampler is None:
            self._sampler = copy.deepcopy(self.model).to(torch.bfloat16)
        for mine, theirs in zip(self._sampler.parameters(), self.model.parameters(), strict=True):
            mine.copy_(theirs)
        return self._sampler
