"""Votes that do not all count the same: a sample weighs as much as the model was sure of it.

Fu et al. 2025 (DeepConf, arXiv:2508.15260) weigh by confidence, Kang et al. 2025 (arXiv:2502.18581) by
self-certainty. The sum of the weights decides, see :func:`shared.evaluation.votes.weighted_vote`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from shared.evaluation.records import Record, Sample, rescore_record
from shared.evaluation.votes import weighted_vote
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning.confidence import Confidence, lowest_window, mean, read_confidences
from shared.reasoning.scoring import can_be_read

SUMMARIES: dict[str, Callable[[Confidence], float]] = {
    "self-certainty": lambda confidence: mean(confidence.self_certainty),
    "lowest-window": lambda confidence: lowest_window(confidence.top_k),
}
WEIGHTS = ("logprob", *SUMMARIES)

Weigh = Callable[[str, Sequence[Sample]], list[float | None]]
"""Gets a prompt and the samples that answer it; None weighs nothing."""


def by_logprob(prompt: str, samples: Sequence[Sample]) -> list[float | None]:
    """The geometric mean of the probabilities of a sample's tokens; the run has noted its logarithm."""
    return [None if s.mean_logprob is None else math.exp(s.mean_logprob) for s in samples]


def weigh_by(name: str, model: Qwen3, tokenizer: Tokenizer, batch_size: int = 32) -> Weigh:
    """Weights for which the model has to read the samples again.

    Args:
        name: ``self-certainty``, the mean of it over the tokens, or ``lowest-window``, the least sure passage
            by the confidence in the likeliest tokens (see :mod:`shared.reasoning.confidence`).
        model, tokenizer: that wrote the samples.
        batch_size: samples read together.

    Raises:
        ValueError: there are no such weights.
    """
    if name not in SUMMARIES:
        raise ValueError(f"no weight is read by the name of {name!r}; there are {', '.join(SUMMARIES)}")

    def weigh(prompt: str, samples: Sequence[Sample]) -> list[float | None]:
        texts = [s.text for s in samples]
        # One without an answer has no vote that could weigh.
        read = [i for i in can_be_read(model, tokenizer, prompt, texts) if samples[i].answer is not None]
        found = read_confidences(model, tokenizer, prompt, [texts[i] for i in read], batch_size=batch_size)
        weights: list[float | None] = [None] * len(samples)
        for i, confidence in zip(read, found, strict=True):
            weights[i] = SUMMARIES[name](confidence)
        return weights

    return weigh


def weighed(record: Record, weigh: Weigh, num_samples: int) -> Record:
    """The record with its first so many samples, among which the weighted vote decides.

    The seconds are those of the samples by their tokens, and of the weighing.

    Raises:
        ValueError: it has fewer.
    """

    def select(samples: Sequence[Sample]) -> int:
        return weighted_vote([s.answer for s in samples], weigh(record.prompt, samples))

    started = time.perf_counter()
    part = rescore_record(record, select, num_samples)
    return replace(part, seconds=part.seconds + time.perf_counter() - started)
