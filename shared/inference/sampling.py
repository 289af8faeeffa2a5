"""From logits to the next token: temperature, the three usual cuts, and the draw.

All functions are pure and work on ``(batch, vocab)`` logits, row by row. A cut sets the logits of the
rejected tokens to minus infinity and leaves the others alone, so cuts can follow one another: softmax
shares the probability of what was cut among what was kept.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class SamplingParams:
    """How the next token is chosen. The defaults are greedy: always the most probable token.

    Args:
        temperature: 0 is greedy; 1 is the model's own distribution; lower is sharper, higher is flatter.
        top_k: keep the k most probable tokens; 0 keeps all.
        top_p: keep the fewest tokens whose probabilities reach p; 1 keeps all.
        min_p: keep tokens at least this fraction as probable as the most probable one; 0 keeps all.

    Raises:
        ValueError: a value is out of range or not a number.
    """

    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0

    def __post_init__(self) -> None:
        if self.temperature != 0:
            _check_temperature(self.temperature)
        if self.top_k != 0:
            _check_top_k(self.top_k)
        _check_top_p(self.top_p)
        _check_min_p(self.min_p)

    @property
    def greedy(self) -> bool:
        """Whether no chance is involved."""
        return self.temperature == 0

    @property
    def tempered(self) -> bool:
        """Whether the draw is made from another distribution than the model's own, cuts aside."""
        return self.temperature not in (0, 1)


def _check_temperature(temperature: float) -> None:
    if not (1e-6 <= temperature < math.inf):  # NaN fails every comparison
        raise ValueError(f"temperature must be 0 (greedy) or a number from 1e-6 up, not {temperature}")


def _check_top_k(k: int) -> None:
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise ValueError(f"top_k must be a whole number from 1 up (0 in SamplingParams: keep all), not {k}")


def _check_top_p(p: float) -> None:
    if not 0 < p <= 1:
        raise ValueError(f"top_p must be above 0 and at most 1 (1: keep all), not {p}")


def _check_min_p(p: float) -> None:
    if not 0 <= p <= 1:
        raise ValueError(f"min_p must be from 0 (keep all) to 1, not {p}")


GREEDY = SamplingParams()


def apply_temperature(logits: Tensor, temperature: float) -> Tensor:
    """Divide ``(batch, vocab)`` logits by the temperature: below 1 the distribution sharpens.

    Raises:
        ValueError: the temperature is not a number from 1e-6 up (greedy choice is not a division by 0).
    """
    _check_temperature(temperature)
    return logits / temperature


def top_k_filter(logits: Tensor, k: int) -> Tensor:
    """Keep the ``k`` largest logits of each row (Fan et al. 2018, arXiv:1805.04833, section 5.1).

    Exactly ``k``: where several tokens tie for the last places, those with the smaller ids stay.

    Raises:
        ValueError: ``k`` is not a whole number from 1 up. A ``k`` beyond the vocabulary keeps everything.
    """
    _check_top_k(k)
    if k >= logits.shape[-1]:
        return logits
    smallest_kept = logits.topk(k, dim=-1).values[:, -1:]
    above = logits > smallest_kept
    tied = logits == smallest_kept
    places_left = k - above.sum(dim=-1, keepdim=True)
    keep = above | (tied & (tied.cumsum(dim=-1, dtype=torch.int32) <= places_left))
    return logits.masked_fill(~keep, -math.inf)


def top_p_filter(logits: Tensor, p: float) -> Tensor:
    """Keep the smallest set of tokens whose probabilities reach ``p``, the "nucleus" of the distribution.

    Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", arXiv:1904.09751, section 3.1.
    Ties at the edge go to the smaller ids. The most probable token always stays.

    Raises:
        ValueError: ``p`` is not above 0 and at most 1.
    """
    _check_top_p(p)
    if p == 1:
        return logits
    # Sorted by logits: rounding gives some that differ one probability, and may give equal ones two.
    descending, order = logits.float().sort(dim=-1, descending=True, stable=True)
    probs = descending.softmax(dim=-1)
    reached_before = probs.cumsum(dim=-1) - probs
    # A token is needed as long as those before it do not reach p; the first is needed even after rounding.
    reject = reached_before >= p
    reject[:, 0] = False
    return logits.masked_fill(torch.zeros_like(reject).scatter(-1, order, reject), -math.inf)


def min_p_filter(logits: Tensor, p: float) -> Tensor:
    """Keep the tokens whose probability is at least ``p`` times that of the most probable one.

    Nguyen et al. 2024, "Turning Up the Heat: Min-p Sampling", arXiv:2407.01082, section 3. A ratio of
    probabilities is a difference of logits, so no softmax is needed.

    Raises:
        ValueError: ``p`` is not from 0 to 1.
    """
    _check_min_p(p)
    if p == 0:
        return logits
    logits32 = logits.float()
    threshold = logits32.amax(dim=-1, keepdim=True) + math.log(p)
    return logits.masked_fill(logits32 < threshold, -math.inf)


def next_token_probs(logits: Tensor, params: SamplingParams) -> Tensor:
    """The distribution the next token is drawn from: temperature, then top-k, top-p and min-p.

    Args:
        logits: ``(batch, vocab)``, any floating type.

    Returns:
        ``(batch, vocab)`` float32, every row sums to 1; the greedy choice has probability 1.
    """
    logits = logits.float()
    if params.greedy:
        return torch.zeros_like(logits).scatter(-1, logits.argmax(dim=-1, keepdim=True), 1.0)
    logits = apply_temperature(logits, params.temperature)
    if params.top_k:
        logits = top_k_filter(logits, params.top_k)
    logits = top_p_filter(logits, params.top_p)
    logits = min_p_filter(logits, params.min_p)
    return logits.softmax(dim=-1)


def sample_next(logits: Tensor, params: SamplingParams, uniforms: Tensor | None = None) -> Tensor:
    """Choose the next token of each row from one uniform number a row (inverse-CDF sampling).

    The probabilities, laid end to end, fill the line from 0 to 1; the token on whose piece the uniform
    number falls is chosen. The randomness comes from outside, so a row's token depends on its own logits
    and its own number and on nothing else in the batch. A token of probability 0 is never chosen.

    Args:
        logits: ``(batch, vocab)``, any floating type.
        uniforms: ``(batch,)`` numbers from 0 up to but without 1 (1 itself does no harm). Not needed when
            greedy.

    Returns:
        ``(batch,)`` token ids.

    Raises:
        ValueError: not greedy, and the uniform numbers are missing or not one a row.
    """
    if params.greedy:
        return logits.argmax(dim=-1)
    if uniforms is None or uniforms.shape != logits.shape[:1]:
        raise ValueError("sampling at a temperature needs one uniform number for each row of logits")
    probs = next_token_probs(logits, params)
    ends = probs.cumsum(dim=-1)  # where each token's piece ends
    # Rounding leaves the last end a little beside 1. Staying below it, some end lies beyond the point.
    total = ends[:, -1:]
    point = torch.minimum(uniforms[:, None].float() * total, torch.nextafter(total, torch.zeros_like(total)))
    chosen = torch.searchsorted(ends, point, right=True).clamp(max=logits.shape[-1] - 1)
    # A device that adds up in another order may give an empty piece a length of one rounding error.
    possible = probs.gather(-1, chosen) > 0
    return torch.where(possible, chosen, probs.argmax(dim=-1, keepdim=True))[:, 0]
