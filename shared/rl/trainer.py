"""The trainer: rollouts, rewards, advantages, losses, plugged into the one training loop.

It knows none of the losses, rewards or weights by name; those are the algorithm's
(:mod:`shared.rl.algorithm`). What a step has to remember of earlier ones is in ``memory``, which the checkpoint
holds, so that a resumed run is bit for bit the run that was never stopped.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from shared.inference.generation import Response
from shared.model.fingerprint import tokenizer_fingerprint
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.problems import Problem
from shared.rl.batches import ProblemSource
from shared.rl.config import GRPOConfig
from shared.rl.entropy import EntropyBonus
from shared.rl.learning import as_tensors, backward_rollouts, scored, sequence_kl, with_sampling_mask
from shared.rl.rewards import Reward, each
from shared.rl.rollouts import (
    Rollout,
    grade,
    pack,
    prompt_of,
    rollout_metrics,
    sample_answers,
    unpack,
    with_advantages,
)
from shared.tools.seeds import mix_seed
from shared.training.config import Metrics
from shared.training.loop import train

import torch
from torch import Tensor

_REFERENCE = "reference."


def train_grpo(
    model: Qwen3,
    tokenizer: Tokenizer,
    problems: Sequence[Problem] | Iterable[Problem],
    config: GRPOConfig,
    *,
    reward: Callable[[Response, Problem], float] | None = None,
    out: str | Path | None = None,
    stream_name: str | None = None,
    may_change: Collection[str] = (),
    evaluate: Callable[[], Metrics] | None = None,
    evaluate_every: int = 0,
    best: str | None = None,
    progress: str | None = None,
    on_step: Callable[[int, Metrics], Metrics | None] | None = None,
) -> list[Metrics]:
    """Train the model in place; resumes from ``out`` (see :func:`shared.training.loop.train`).

    A step in which nothing has a gradient makes no update: AdamW would move the weights even then, by its
    momentum.

    Args:
        model: float32 weights; to resume, those that the run began with.
        tokenizer: the model's.
        problems: a sequence, drawn from in a random order of ``config.seed``; or an endless stream,
            read in its own order (start it anew when resuming: what was read is skipped). Problems of a
            stream whose prompt leaves no room for an answer are left out, and counted as ``left_out``.
        config: the run, and its algorithm.
        reward: of one response to one problem, any finite number; in place of the algorithm's first reward. Its
            name belongs to the run's identity.
        out: folder for checkpoint and metrics log; None keeps nothing.
        stream_name: what the stream is called; needed if there is one and the run is kept.
        may_change, evaluate, evaluate_every, best, progress, on_step: as in
            :func:`shared.training.loop.train`.

    Returns:
        The metrics of the steps: those of :func:`shared.rl.rollouts.rollout_metrics` and of
        :func:`shared.rl.learning.backward_rollouts`, ``skip`` (1 if there was no update), ``left_out``, the
        seconds of sampling, scoring and update, what options add (``resampled``, ``retired``,
        ``entropy_bonus``), and those of the loop.

    Raises:
        ValueError: there are no problems, some of a list leave no room for an answer, a stream has no name or
            ends before the run does.
        TrainingError: as in :func:`shared.training.loop.train`.
    """
    context = model.config.max_position_embeddings
    source = ProblemSource(
        problems,
        config.seed,
        fits=lambda problem: len(tokenizer.encode(prompt_of(problem, config, tokenizer))) < context,
        name=stream_name,
    )
    named = None if reward is None else getattr(reward, "__name__", type(reward).__name__)
    identity = {} if out is None else {
        **config.identity(),
        **source.identity(),
        "reward": named or config.algorithm.rewards[0],
        "tokenizer": tokenizer_fingerprint(tokenizer),
    }  # fmt: skip
    replaced = {} if reward is None else {config.algorithm.rewards[0]: each(reward)}
    learner = _Learner(model, tokenizer, source, config, replaced)
    return train(
        model,
        learner.step,
        config.training(),
        out,
        identity=identity,
        may_change=may_change,
        memory=learner.memory,
        evaluate=evaluate,
        evaluate_every=evaluate_every,
        best=best,
        progress=progress,
        on_step=on_step,
    )


class _Learner:
    """What happens in each step, and what is remembered from one to the next.

    ``memory`` holds the position in the problems, the number of batches sampled, the rollouts of batches that
    are still to be learned from, the weights of the reference, retired problems and the entropy bonus.
    """

    def __init__(
        self,
        model: Qwen3,
        tokenizer: Tokenizer,
        source: ProblemSource,
        config: GRPOConfig,
        replaced: dict[str, Reward],
    ) -> None:
        self.model, self.tokenizer, self.source = model, tokenizer, source
        self.config, self.algorithm, self.replaced = config, config.algorithm, replaced
        self.memory: dict[str, Any] = {"position": 0, "sampled": 0, "retired": []}
        if self.algorithm.needs_reference:  # before a resume puts other weights into the model
            self.memory.update(as_tensors(model, _REFERENCE))
        self._copies: dict[str, Qwen3] = {}
        model.model.recompute = config.recompute

    # --- one step -------------------------------------------------------------------------------------------

    def step(self, number: int) -> Metrics:
        """Leave the gradient of a step in the model."""
        batch, update = divmod(number, self.config.updates_per_batch)
        self._refresh_reference(number)
        if not update:
            self._begin(batch)
        rollouts, metrics = unpack(self.memory, "now."), dict(self.memory["metrics"])
        size = len(rollouts) // self.config.mini_batches
        first = update % self.config.mini_batches * size
        started = time.perf_counter()
        bonus = self._bonus()
        found, any_gradient = backward_rollouts(
            self.model,
            rollouts[first : first + size],
            self.config,
            self.tokenizer.pad_token_id,
            bonus.applied,
        )
        self._adapt(bonus, found)
        metrics |= found | {"skip": float(not any_gradient)}
        if self.algorithm.needs_entropy:
            metrics["entropy_bonus"] = bonus.applied
        if update == self.config.updates_per_batch - 1:
            self._forget("now.")
            del self.memory["metrics"]
        return metrics | {"update_seconds": time.perf_counter() - started}

    def _begin(self, batch: int) -> None:
        """Fetch the rollouts that the next updates learn from, and score them as the model is now."""
        while self.memory["sampled"] <= batch + self.config.lag:
            queued, metrics = self._sample()
            place = self.memory["sampled"]
            self.memory.update(pack(queued, f"queue{place}."))
            self.memory.update({f"metrics of {place}": metrics, "sampled": place + 1})
        rollouts, metrics = unpack(self.memory, f"queue{batch}."), self.memory[f"metrics of {batch}"]
        started = time.perf_counter()
        if self.config.updates_per_batch > 1 or self.config.lag or self.algorithm.top_entropy < 1:
            rollouts = self._scored(self.model, rollouts, "old_logprobs")
        if self.algorithm.needs_reference and self.algorithm.kl_in == "loss":
            rollouts = self._scored(self._copy("reference"), rollouts, "ref_logprobs")
        metrics = {**metrics, "scoring_seconds": metrics["scoring_seconds"] + time.perf_counter() - started}
        self._forget(f"queue{batch}.", f"metrics of {batch}")
        self.memory.update(pack(rollouts, "now."), metrics=metrics)

    def _forget(self, *beginnings: str) -> None:
        for name in [name for name in self.memory if name.startswith(beginnings)]:
            del self.memory[name]

    # --- sampling -------------------------------------------------------------------------------------------

    def _sample(self) -> tuple[list[Rollout], Metrics]:
        """Rollouts of the next problems, with advantages; several times, if silent groups are replaced."""
        started, group = time.perf_counter(), self.config.group_size
        wanted, rounds, scoring = self.config.prompts_per_step, 0, 0.0
        kept: list[Rollout] = []
        spare: list[Rollout] = []
        metrics: Metrics = {}
        seed = mix_seed(self.config.seed, "rollouts", self.memory["sampled"])
        while True:
            found, its_metrics, its_scoring = self._sample_once(seed if not rounds else mix_seed(seed, rounds))
            scoring += its_scoring
            metrics = metrics or its_metrics  # of the first batch: a fair sample of what the policy does
            for i in range(0, len(found), group):
                silent = self.algorithm.active_sampling and found[i].silent
                (spare if silent else kept).extend(found[i : i + group])
            if len(kept) >= wanted * group or rounds >= self.algorithm.active_sampling:
                break
            rounds += 1
        if self.algorithm.active_sampling:
            metrics["resampled"] = float(rounds)
        seconds = {"rollout_seconds": time.perf_counter() - started - scoring, "scoring_seconds": scoring}
        return [*kept, *spare][: wanted * group], {**metrics, **seconds}

    def _sample_once(self, seed: int) -> tuple[list[Rollout], Metrics, float]:
        retired = self.memory["retired"]
        problems, position = self.source.batch(self.memory["position"], self.config.prompts_per_step, retired)
        self.memory["position"] = position
        answers, rollouts = sample_answers(self._copy("sampler"), self.tokenizer, problems, self.config, seed)
        started = time.perf_counter()
        if self.config.cuts:
            sampler, pad = self._copies.get("sampler", self.model), self.tokenizer.pad_token_id
            rollouts = with_sampling_mask(sampler, rollouts, self.config, pad)
        rewards = grade(answers, self.algorithm, self.replaced)
        metrics = {"left_out": float(self.source.left_out)}
        divergence = None
        if self.algorithm.needs_reference and self.algorithm.kl_in == "reward":
            rollouts = self._scored(self._copy("reference"), rollouts, "ref_logprobs")
            divergence = sequence_kl(rollouts, tuple(rewards[0].shape))
            metrics["kl"] = divergence.mean().item()
        rollouts = with_advantages(rollouts, rewards, self.algorithm, divergence)
        if self.algorithm.retire_at is not None:
            solved = (rewards[0] > 0).float().mean(dim=1) >= self.algorithm.retire_at
            new = [p.unique_id for p, done in zip(problems, solved.tolist(), strict=True) if done]
            self.memory["retired"] = sorted({*retired, *new})
            metrics["retired"] = float(len(self.memory["retired"]))
        metrics |= rollout_metrics(answers, rollouts, rewards, self.algorithm)
        return rollouts, metrics, time.perf_counter() - started

    def _scored(self, model: Qwen3, rollouts: Sequence[Rollout], name: str) -> list[Rollout]:
        return scored(model, rollouts, self.config, self.tokenizer.pad_token_id, name)

    # --- other weights --------------------------------------------------------------------------------------

    @torch.no_grad()
    def _copy(self, name: str) -> Qwen3:
        """What samples (the model, or a bfloat16 copy of it as it is now), or the reference."""
        if name == "sampler" and not self.config.sample_in_bfloat16:
            return self.model
        if name not in self._copies:
            self._copies[name] = copy.deepcopy(self.model).requires_grad_(False)
            if name == "sampler":
                self._copies[name].to(torch.bfloat16)
        weights = dict(self.model.named_parameters()) if name == "sampler" else self._reference()
        for key, mine in self._copies[name].named_parameters():
            if name == "sampler":
                mine.copy_(weights[key])
            else:
                mine.data = weights[key]
        return self._copies[name]

    def _reference(self) -> dict[str, Tensor]:
        return {n.removeprefix(_REFERENCE): t for n, t in self.memory.items() if n.startswith(_REFERENCE)}

    def _refresh_reference(self, finished: int) -> None:
        """Make the weights of this moment the reference, if it is time."""
        every = self.algorithm.refresh_reference
        if every and finished and finished % every == 0:
            self.memory.update(as_tensors(self.model, _REFERENCE))

    # --- the entropy bonus ----------------------------------------------------------------------------------

    def _bonus(self) -> EntropyBonus:
        factor, on = self.memory.get("entropy_bonus", (self.algorithm.entropy_bonus, True))
        return EntropyBonus(factor, on)

    def _adapt(self, bonus: EntropyBonus, found: Metrics) -> None:
        if self.algorithm.entropy_target is not None and "policy_entropy" in found:
            bonus = bonus.after(found["policy_entropy"], self.algorithm.entropy_target)
            self.memory["entropy_bonus"] = [bonus.factor, bonus.on]
