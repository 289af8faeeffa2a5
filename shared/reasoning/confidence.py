"""How sure was the model, token by token? Three measures, and three ways to sum them up over a response.

A token's log-probability says how likely the chosen token was. The other two look at the whole distribution,
and do not ask which token was chosen: how far it is from knowing nothing (self-certainty), and how unlikely its
runners-up are (top-k confidence). A response is as good as its mean, or as its worst passage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.inference.generation import Response
from shared.model.logprobs import LOGITS
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning.scoring import response_batches

import torch
from torch import Tensor

TOP_K = 20  # the paper's code looks at 20 tokens
WINDOW = 16  # tokens; the paper's windows of 1,024 and more are for thoughts of many thousands


def self_certainty(logits: Tensor) -> Tensor:
    """Distance of each distribution from the one that knows nothing (Kang et al. 2025, arXiv:2502.18581).

    ``-1/V sum_j log(V p_j)``, the Kullback-Leibler divergence of the uniform distribution from this one: 0 if
    all tokens are equally likely, and the larger the more certain.

    Args:
        logits: ``(rows, vocab)``.

    Returns:
        ``(rows,)``, nats.
    """
    return -logits.log_softmax(dim=-1).mean(dim=-1) - torch.tensor(float(logits.shape[-1])).log()


def top_k_confidence(logits: Tensor, k: int = TOP_K) -> Tensor:
    """Minus the mean log-probability of the k likeliest tokens (Fu et al. 2025, arXiv:2508.15260).

    A certain model gives the runners-up almost nothing, so the larger the more certain.

    Args:
        logits: ``(rows, vocab)``.
        k: 1 and more; of a smaller vocabulary all tokens.

    Returns:
        ``(rows,)``, nats.
    """
    if k < 1:
        raise ValueError(f"k must be 1 or more, not {k}")
    return -logits.log_softmax(dim=-1).topk(min(k, logits.shape[-1]), dim=-1).values.mean(dim=-1)


@dataclass(frozen=True)
class Confidence:
    """One number for each token of a response, in three measures (nats)."""

    logprobs: list[float]
    self_certainty: list[float]
    top_k: list[float]


@torch.inference_mode()
def read_confidences(
    model: Qwen3,
    tokenizer: Tokenizer,
    prompt: str,
    responses: Sequence[Response | str],
    *,
    k: int = TOP_K,
    batch_size: int = 16,
) -> list[Confidence]:
    """The confidences of given responses, read in one pass (teacher forcing).

    Args:
        model, tokenizer, prompt, responses, batch_size: see
            :func:`shared.reasoning.scoring.score_responses`.
        k: see :func:`top_k_confidence`.

    Raises:
        ValueError: as there.
    """
    found: list[Confidence] = []
    for input_ids, mask in response_batches(model, tokenizer, prompt, responses, batch_size):
        hidden = model.model(input_ids[:, :-1], None, None, None)[mask[:, 1:]]
        # The logits of a long response at a large vocabulary would be gigabytes.
        pieces = hidden.split(max(1, LOGITS // model.config.vocab_size))
        targets = input_ids[mask].split(max(1, LOGITS // model.config.vocab_size))
        measured = torch.cat(
            [_measure(model.lm_head(h).float(), t, k) for h, t in zip(pieces, targets, strict=True)]
        )
        for row in measured.split(mask.sum(dim=1).tolist()):
            found.append(Confidence(*row.T.tolist()))
    return found


def _measure(logits: Tensor, targets: Tensor, k: int) -> Tensor:
    """``(tokens, 3)``: the three measures."""
    chosen = logits.log_softmax(dim=-1).gather(-1, targets[:, None])[:, 0]
    return torch.stack([chosen, self_certainty(logits), top_k_confidence(logits, k)], dim=-1)


# --- over a response ----------------------------------------------------------------------------------------


def mean(values: Sequence[float]) -> float:
    """The mean over all tokens.

    Raises:
        ValueError: there are none.
    """
    if not values:
        raise ValueError("a response without tokens has no confidence")
    return sum(values) / len(values)


def window_means(values: Sequence[float], window: int = WINDOW) -> list[float]:
    """The mean of every ``window`` tokens in a row; of a shorter response the one mean.

    Raises:
        ValueError: there are no values, or ``window`` is below 1.
    """
    if window < 1:
        raise ValueError(f"window must be 1 or more, not {window}")
    width = min(window, len(values))
    return [mean(values[i : i + width]) for i in range(max(1, len(values) - window + 1))]


def lowest_window(values: Sequence[float], window: int = WINDOW) -> float:
    """The least sure passage: a chain of steps is as good as its weakest (DeepConf)."""
    return min(window_means(values, window))


def tail(values: Sequence[float], window: int = WINDOW) -> float:
    """The mean over the last tokens, where the answer stands (DeepConf)."""
    return window_means(values, window)[-1]


def bottom_windows(values: Sequence[float], window: int = WINDOW, share: float = 0.1) -> float:
    """The mean of the least sure tenth of all passages, of one at least (DeepConf).

    Raises:
        ValueError: ``share`` is not above 0 and at most 1.
    """
    if not 0 < share <= 1:
        raise ValueError(f"share must be above 0 and at most 1, not {share}")
    means = sorted(window_means(values, window))
    return mean(means[: max(1, int(share * len(means)))])
