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

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor

from shared.inference.generation import Response
from shared.model.logprobs import micro_batches, right_pad, token_logprobs
from shared.model.precision import autocast
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.problems import Problem
from shared.rl.config import GRPOConfig
from shared.rl.losses import aggregate, policy_loss
from shared.rl.rewards import correctness_reward
from shared.rl.rollouts import Rollout, sample_rollouts
from shared.tools.seeds import mix_seed
from shared.training.config import Metrics
from shared.training.loop import batch_indices, train


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
    """Train the model in place with GRPO; resumes from ``out`` (see :func:`shared.training.loop.train`).

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
        TrainingError: as in :func:`shared.training.loop.train`.
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
