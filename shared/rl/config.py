"""Everything that can be chosen about a run; what it learns from the responses is the algorithm's."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from shared.inference.sampling import SamplingParams
from shared.rl.algorithm import Algorithm
from shared.tools.settings import chosen
from shared.training.config import TrainingConfig

_NOT_OF_THE_RESULT = ("micro_batch_tokens", "generation_batch_size", "recompute")  # how the work is cut


@dataclass(frozen=True)
class GRPOConfig:
    """A GRPO run.

    Attributes:
        steps: optimizer steps.
        learning_rate: AdamW's; 1e-6 to 1e-5 for a model of half a billion parameters, 2e-4 for a tiny one.
        prompts_per_step: questions asked before an update.
        group_size: responses to each.
        max_new_tokens: longest response, in tokens.
        temperature: of the sampling.
        top_k, top_p: of the sampling; 0 and 1 cut nothing. Tokens that are cut away can never be learned, and
            what was kept is noted for every later score (:mod:`shared.rl.cuts`).
        algorithm: what is learned from them; one of :data:`shared.rl.presets.PRESETS`, or your own.
        suffix: added to every question.
        thinking: for chat checkpoints: whether the prompt asks for a thought first.
        num_updates: times that the same responses are learned from; above 1 the clipping matters.
        mini_batches: pieces into which they are cut, each an optimizer step.
        lag: batches by which the sampler is ahead: step ``s`` learns from responses of weights that are ``lag``
            batches older, as when sampler and trainer work at the same time.
        micro_batch_tokens: tokens, padding included, whose activations are in memory at once; lower it if
            that runs out.
        generation_batch_size: rows generated at once.
        recompute: keep no activations of the blocks for the gradients, but compute them again: a third more
            work, and a fraction of the memory.
        bfloat16: for the gradients; None chooses by the hardware (:func:`shared.model.precision.autocast`).
        sample_in_bfloat16: sample from a copy of the weights in bfloat16, which halves what a decoding step
            reads. The copy is another policy than the one that learns; how far apart the two are is logged.
        warmup_steps, schedule, weight_decay, betas, grad_clip, seed, log_every, checkpoint_every,
            checkpoint_minutes: see :class:`shared.training.config.TrainingConfig`.

    Raises:
        ValueError: a value is out of range.
    """

    steps: int
    learning_rate: float
    prompts_per_step: int = 16
    group_size: int = 8
    max_new_tokens: int = 256
    temperature: float = 1.0
    top_k: int = 0
    top_p: float = 1.0
    suffix: str = ""
    thinking: bool = True
    algorithm: Algorithm = Algorithm()
    num_updates: int = 1
    mini_batches: int = 1
    lag: int = 0
    micro_batch_tokens: int = 8192
    generation_batch_size: int = 128
    recompute: bool = False
    bfloat16: bool | None = None
    sample_in_bfloat16: bool = False
    warmup_steps: int = 0
    schedule: str = "constant"
    weight_decay: float = 0.0
    betas: tuple[float, float] = (0.9, 0.95)
    grad_clip: float = 1.0
    seed: int = 0
    log_every: int = 1
    checkpoint_every: int = 0
    checkpoint_minutes: float = 10.0

    def __post_init__(self) -> None:
        if self.group_size < 2:
            raise ValueError(f"group_size is {self.group_size}; a response needs another to compare with")
        for name in ("prompts_per_step", "max_new_tokens", "num_updates", "mini_batches", "micro_batch_tokens"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, and is {getattr(self, name)}")
        if not (self.temperature > 0 and math.isfinite(self.temperature)):
            raise ValueError(f"temperature must be above 0 (equal responses teach nothing): {self.temperature}")
        if self.top_k < 0 or not 0 < self.top_p <= 1:
            raise ValueError(f"top_k must be 0 or more, top_p in (0, 1], not {self.top_k} and {self.top_p}")
        if self.lag < 0 or self.prompts_per_step % self.mini_batches:
            raise ValueError("lag must not be negative, and prompts_per_step a multiple of mini_batches")
        self.training()

    def training(self) -> TrainingConfig:
        """The part that the training loop reads."""
        values = {name: getattr(self, name) for name in _shared_with_the_loop()}
        return TrainingConfig(total_steps=self.steps, **values)

    def identity(self) -> dict:
        """What else decides the result, as far as it is not the default."""
        left_out = (*_NOT_OF_THE_RESULT, "steps", "algorithm", *_shared_with_the_loop())
        return {**chosen(self, leave_out=left_out), **chosen(self.algorithm)}

    @property
    def sampling(self) -> SamplingParams:
        """How rollouts are drawn."""
        return SamplingParams(temperature=self.temperature, top_k=self.top_k, top_p=self.top_p)

    @property
    def cuts(self) -> bool:
        """Whether the sampler cuts tokens away."""
        return self.top_k > 0 or self.top_p < 1

    @property
    def updates_per_batch(self) -> int:
        """Optimizer steps for each batch of responses."""
        return self.num_updates * self.mini_batches


def _shared_with_the_loop() -> set[str]:
    return {f.name for f in fields(GRPOConfig)} & {f.name for f in fields(TrainingConfig)}
