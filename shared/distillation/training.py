"""Distillation: a small model learns to write what a better one wrote.

The hard form (Hinton et al. 2015 give the soft one; DeepSeek-R1, arXiv:2501.12948, section 2.4, used this):
sample solutions from a teacher, keep those whose answer is right, and train the student on them with
next-token prediction. Only the response counts in the loss. The prompt is given at inference, so learning
to write questions would be wasted.

Next to reinforcement learning this is the same gradient with other data: :func:`answer_only_loss` is the
policy gradient of a response with advantage 1, sampled from the teacher instead of the student.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from shared.distillation.examples import Example
from shared.model.fingerprint import tokenizer_fingerprint
from shared.model.logprobs import micro_batches, right_pad, token_logprobs
from shared.model.precision import autocast
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.tools.settings import digest
from shared.training.config import Metrics, TrainingConfig
from shared.training.loop import batch_indices, train

import torch
from torch import Tensor


def answer_only_loss(model: Qwen3, input_ids: Tensor, mask: Tensor, num_tokens: int | None = None) -> Tensor:
    """Mean negative log-likelihood (nats) of the response tokens, the end-of-text token included.

    Args:
        input_ids: ``(rows, seq)``, right-padded prompts with their responses.
        mask: ``(rows, seq)``, True on response tokens (both from :func:`shared.model.logprobs.right_pad`).
        num_tokens: response tokens of the whole batch, if these rows are a part of it: the losses of the
            parts then add up to that of the whole.

    Returns:
        A scalar.
    """
    total = mask.sum().clamp(min=1) if num_tokens is None else num_tokens
    return -token_logprobs(model, input_ids, mask).sum() / total


@torch.no_grad()
def validation_loss(
    model: Qwen3,
    examples: Sequence[Example],
    pad_token_id: int,
    *,
    micro_batch_tokens: int = 8192,
    bfloat16: bool | None = None,
) -> float:
    """:func:`answer_only_loss` over all examples: every response token counts the same.

    Raises:
        ValueError: there are no examples.
    """
    if not examples:
        raise ValueError("the validation loss needs at least one example")
    return sum(
        loss.item() for loss in _piecewise_losses(model, examples, pad_token_id, micro_batch_tokens, bfloat16)
    )


def distill(
    student: Qwen3,
    tokenizer: Tokenizer,
    examples: Sequence[Example],
    config: TrainingConfig,
    out: str | Path | None = None,
    *,
    batch_size: int = 32,
    micro_batch_tokens: int = 8192,
    validation: Sequence[Example] = (),
    validate_every: int = 0,
    bfloat16: bool | None = None,
    may_change: Collection[str] = (),
    progress: str | None = None,
    on_step: Callable[[int, Metrics], Metrics | None] | None = None,
) -> list[Metrics]:
    """Train a student on examples, in place; resumes from ``out`` (see :func:`shared.training.loop.train`).

    Args:
        student: float32 weights.
        tokenizer: the student's.
        examples: from :func:`build_examples`; an epoch is ``len(examples) / batch_size`` steps.
        config: the updates.
        out: folder for checkpoint and metrics log; None keeps nothing.
        batch_size: examples a step.
        micro_batch_tokens: tokens, padding included, whose activations are in memory at once; lower it if
            that runs out.
        validation: examples of other problems, never trained on.
        validate_every: steps between measurements of their loss; 0 measures after the last step only.
        bfloat16: for the matrix products; None chooses by the hardware.
        may_change, progress, on_step: as in :func:`shared.training.loop.train`.

    Returns:
        The metrics: ``loss``, ``response_tokens`` of the step, ``validation_loss`` where measured, and those
        of the loop.

    Raises:
        ValueError: there are no examples, or one is longer than the student's context.
        TrainingError: as in :func:`shared.training.loop.train`.
    """
    pad = tokenizer.pad_token_id
    _check_lengths(student, [*examples, *validation])

    def backward(step: int) -> Metrics:
        batch = [examples[i] for i in batch_indices(step, len(examples), batch_size, config.seed)]
        total = 0.0
        for loss in _piecewise_losses(student, batch, pad, micro_batch_tokens, bfloat16):
            loss.backward()
            total += loss.item()
        return {"loss": total, "response_tokens": float(_response_tokens(batch))}

    def validate() -> Metrics:
        found = validation_loss(
            student, validation, pad, micro_batch_tokens=micro_batch_tokens, bfloat16=bfloat16
        )
        return {"validation_loss": found}

    identity = {
        "batch_size": batch_size,
        "examples": digest([[e.prompt_ids, e.response_ids] for e in examples]),
        "bfloat16": bfloat16,
        "tokenizer": tokenizer_fingerprint(tokenizer),
    }
    return train(
        student,
        backward,
        config,
        out,
        identity=identity,
        may_change=may_change,
        evaluate=validate if validation else None,
        evaluate_every=validate_every,
        progress=progress,
        on_step=on_step,
    )


def _check_lengths(student: Qwen3, examples: Sequence[Example]) -> None:
    """Refuse what does not fit into the context: the student will never read such positions again."""
    context = student.config.max_position_embeddings
    lengths = [e.num_tokens for e in examples]
    if too_long := [length for length in lengths if length > context]:
        raise ValueError(
            f"{len(too_long)} of {len(lengths)} examples are longer than the student's context of {context} "
            f"tokens (the longest has {max(too_long)}): build the examples with max_tokens={context}"
        )


def _piecewise_losses(
    model: Qwen3, examples: Sequence[Example], pad_token_id: int, micro_batch_tokens: int, bfloat16: bool | None
) -> Iterator[Tensor]:
    """The losses of the micro-batches, one at a time; they add up to the loss of all examples."""
    total = _response_tokens(examples)
    for piece in micro_batches([e.num_tokens for e in examples], micro_batch_tokens):
        prompts, responses = [examples[i].prompt_ids for i in piece], [examples[i].response_ids for i in piece]
        input_ids, mask = right_pad(prompts, responses, pad_token_id, model.device)
        with autocast(model.device, bfloat16):
            loss = answer_only_loss(model, input_ids, mask, total)
        yield loss


def _response_tokens(examples: Sequence[Example]) -> int:
    return sum(len(e.response_ids) for e in examples)
