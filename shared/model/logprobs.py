"""How likely is a given response? Log-probabilities with gradients, in batches that fit into memory.

Reinforcement learning, distillation and scoring all read prompt and response together and ask for the
probability of each response token. A batch is right-padded: ``input_ids (rows, seq)`` holds prompt, response,
padding, and ``mask (rows, seq)`` is True on the response's tokens, the end-of-text token among them.
Everything per token has that shape, and a token's number stands in its own column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from shared.model.qwen3 import Qwen3

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

Score = Callable[[Tensor, Tensor], Tensor]
LOGITS = 2**25  # numbers in the logits that are in memory at once: 128 MiB in float32


def token_logprobs(
    model: Qwen3, input_ids: Tensor, mask: Tensor, temperature: float = 1.0, kept: Tensor | None = None
) -> Tensor:
    """Log-probability of every response token given what stands before it, with gradients.

    Only the response positions go through the output head, and of those only so many at once that their logits
    stay below ``LOGITS`` numbers; the backward pass computes each piece again. At a vocabulary of 151,936 the
    logits are the largest tensor of all: with their gradients 1.8 MB a token. Where all fit into one piece, as
    with small vocabularies, nothing is computed twice.

    Args:
        input_ids: ``(rows, seq)``, right-padded; causal attention never looks at what comes after.
        mask: ``(rows, seq)``, True on response tokens; the first column is a prompt's.
        temperature: that of the sampling: the policy being improved is the one that was sampled.
        kept: ``(response tokens, most)``, for each of them, row after row, the ids that the sampler could
            choose from, where it had cut the others (top-p, top-k); filled up with repetitions. The others have
            probability 0.

    Returns:
        ``(rows, seq)``, 0 outside the mask; float32, or float64 for a float64 model.
    """
    hidden = model.model(input_ids[:, :-1], None, None, None)[mask[:, 1:]]  # (response tokens, hidden)
    return _in_place(mask, _scored(_chosen_logprobs, model, hidden, input_ids[mask], temperature, kept))


def token_logprobs_and_entropies(
    model: Qwen3, input_ids: Tensor, mask: Tensor, temperature: float = 1.0, kept: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """As :func:`token_logprobs`, and the entropy of each distribution that a response token was drawn from.

    Returns:
        Two times ``(rows, seq)``, both with gradients, 0 outside the mask; entropies are in nats.
    """
    hidden = model.model(input_ids[:, :-1], None, None, None)[mask[:, 1:]]
    score = _logprobs_and_entropies
    logprobs, entropies = _scored(score, model, hidden, input_ids[mask], temperature, kept).T
    return _in_place(mask, logprobs), _in_place(mask, entropies)


def hidden_logprobs(model: Qwen3, hidden: Tensor, tokens: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability ``(n,)`` of ``tokens`` ``(n,)``, each after a hidden state of ``(n, hidden)``.

    In pieces whose logits stay below ``LOGITS`` numbers; see :func:`token_logprobs`.
    """
    return _scored(_chosen_logprobs, model, hidden, tokens, temperature)


def _scored(
    score: Score,
    model: Qwen3,
    hidden: Tensor,
    tokens: Tensor,
    temperature: float,
    kept: Tensor | None = None,
) -> Tensor:
    """A function of logits and tokens, in pieces that fit into memory."""
    at_once = max(1, LOGITS // model.config.vocab_size)
    score = partial(_of_hidden, score, model.lm_head, temperature)
    given = (hidden, tokens) if kept is None else (hidden, tokens, kept)
    if len(tokens) <= at_once:
        return score(*given)
    # Keeps no logits but computes them again for the gradients; nothing in it is random.
    score = partial(checkpoint, score, use_reentrant=False, preserve_rng_state=False)
    pieces = zip(*(each.split(at_once) for each in given), strict=True)
    return torch.cat([score(*piece) for piece in pieces])


def _of_hidden(
    score: Score,
    head: nn.Module,
    temperature: float,
    hidden: Tensor,
    tokens: Tensor,
    kept: Tensor | None = None,
) -> Tensor:
    logits = head(hidden)
    logits = logits.to(torch.promote_types(logits.dtype, torch.float32)) / temperature
    if kept is not None:
        logits = torch.full_like(logits, -torch.inf).scatter(1, kept, logits.gather(1, kept))
    return score(logits, tokens)


def _chosen_logprobs(logits: Tensor, tokens: Tensor) -> Tensor:
    """Log-probability ``(n,)`` of ``tokens`` ``(n,)`` under ``logits`` ``(n, vocab)``."""
    return -F.cross_entropy(logits, tokens, reduction="none")


def _logprobs_and_entropies(logits: Tensor, tokens: Tensor) -> Tensor:
    """The same, and the entropy beside it: ``(n, 2)``."""
    logprobs = logits.log_softmax(dim=-1)
    possible = logprobs > -torch.inf  # 0 times minus infinity is NaN
    entropies = -(logprobs.exp() * logprobs.where(possible, 0.0)).sum(dim=-1)
    return torch.stack([logprobs.gather(1, tokens[:, None])[:, 0], entropies], dim=1)


def _in_place(mask: Tensor, numbers: Tensor) -> Tensor:
    """Numbers of the response tokens, one after another, in their rows and columns."""
    return torch.zeros(mask.shape, dtype=numbers.dtype, device=numbers.device).masked_scatter(mask, numbers)


def right_pad(
    prompts: Sequence[Sequence[int]],
    responses: Sequence[Sequence[int]],
    pad_token_id: int,
    device: torch.device | str = "cpu",
) -> tuple[Tensor, Tensor]:
    """Make the rectangle that :func:`token_logprobs` reads.

    Returns:
        ``input_ids`` and ``mask``, both ``(rows, longest)``.

    Raises:
        ValueError: there is no row, or a prompt is empty (the first response token needs one before it).
    """
    if not prompts or not all(prompts):
        raise ValueError("right_pad needs at least one row, and no empty prompt")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_token_id)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        end = len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, len(prompt) : end] = True
    return input_ids.to(device), mask.to(device)


def micro_batches(lengths: Sequence[int], max_tokens: int) -> list[list[int]]:
    """Cut a batch into pieces that fit in memory: rows of similar length together, so that padding is little.

    Args:
        lengths: tokens of each row.
        max_tokens: at most so many tokens, padding included, in a piece; a longer row stands alone.

    Returns:
        The row numbers of each piece, shortest rows first.
    """
    pieces: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if pieces and (len(pieces[-1]) + 1) * lengths[row] <= max_tokens:
            pieces[-1].append(row)
        else:
            pieces.append([row])
    return pieces
