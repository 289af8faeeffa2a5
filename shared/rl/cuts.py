"""Under top-p or top-k the sampler's policy is another one: what was cut has probability 0, and the rest more.

Scored without the cut, a token would seem to come from another distribution than it was drawn from, and its
importance weight would be wrong from the start. So which tokens were kept is noted once, under the weights that
sampled, and every later score, of the same tokens by changed weights, uses the same sets (DeepSeek-V3.2,
2512.02556, "keep sampling mask").
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.inference.sampling import SamplingParams, next_token_probs
from shared.model.logprobs import LOGITS
from shared.model.qwen3 import Qwen3

import torch
from torch import Tensor


@torch.no_grad()
def kept_tokens(model: Qwen3, input_ids: Tensor, mask: Tensor, params: SamplingParams) -> list[list[int]]:
    """The ids that could be drawn at each response token's place, row after row; the drawn one among them.

    Args:
        model: with the weights that sampled.
        input_ids: ``(rows, seq)``, right-padded.
        mask: ``(rows, seq)``, True on response tokens.
        params: of the sampling.
    """
    hidden = model.model(input_ids[:, :-1], None, None, None)[mask[:, 1:]]
    found: list[list[int]] = []
    at_once = max(1, LOGITS // model.config.vocab_size)
    for piece, tokens in zip(hidden.split(at_once), input_ids[mask].split(at_once), strict=True):
        probs = next_token_probs(model.lm_head(piece), params)
        # At the very edge of the cut rounding may decide; what was drawn had been kept.
        kept = (probs > 0).scatter(1, tokens[:, None], True)
        found += [row.nonzero()[:, 0].tolist() for row in kept]
    return found


def filled_up(kept: Sequence[Sequence[int]], device: torch.device | str = "cpu") -> Tensor:
    """Sets of different size as a rectangle ``(tokens, most)``: each is filled up with its first id."""
    most = max(map(len, kept))
    return torch.tensor([[*row, *[row[0]] * (most - len(row))] for row in kept], device=device)
