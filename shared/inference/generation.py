"""Text from a model, one response at a time: read the prompt (prefill), then write token by token (decode).

This is the plain form, and what a chat page needs: the text comes out while it is being written. Many
requests at once are the business of :mod:`shared.inference.engine`, which is built from the same two steps and
writes the same texts.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shared.inference.sampling import GREEDY, SamplingParams, sample_next
from shared.model.qwen3 import KVCache, Qwen3
from shared.model.tokenizer import IncrementalDecoder, Tokenizer
from shared.tools.seeds import mix_seed

import torch
from torch import Tensor

GROWTH = 256  # a cache is made, and grows, for at least so many tokens at a time


class NotANumberError(ValueError):
    """The model's logits are no numbers; the message is one line and says what to do about it."""


@dataclass(frozen=True)
class Response:
    """What the model wrote for one request.

    Args:
        token_ids: the ids written, the end-of-text token included if it came.
        text: the same as text, without the end-of-text token.
        logprobs: for each token its log-probability (nats) under the model itself: temperature 1, nothing
            cut, whatever distribution it was drawn from.
        finish_reason: "stop" at an end-of-text token, "length" at the limit or at the end of the context,
            "stop_id" at a token that the request named.
        prompt_tokens: length of the prompt in tokens.
        seconds_to_first_token: from the beginning of the prefill until the first token was there.
        seconds: from the same beginning until the last one was there.
        sampled_logprobs: the same at the sampling temperature, nothing cut: what the draw was made from. None
            where that is no other distribution (temperature 1, or greedy).
    """

    token_ids: list[int]
    text: str
    logprobs: list[float]
    finish_reason: str
    prompt_tokens: int
    seconds_to_first_token: float = field(default=0.0, compare=False)
    seconds: float = field(default=0.0, compare=False)
    sampled_logprobs: list[float] | None = None

    @property
    def num_tokens(self) -> int:
        """Tokens written, the end-of-text token included."""
        return len(self.token_ids)

    @property
    def mean_logprob(self) -> float:
        """Mean log-probability of a token (nats): how sure the model was of what it wrote."""
        return sum(self.logprobs) / len(self.logprobs)


def prefill(model: Qwen3, input_ids: Tensor, positions: Tensor | None, kv_cache: KVCache) -> Tensor:
    """Read whole prompts at once into an empty cache.

    Args:
        input_ids, positions: ``(batch, seq)`` from :func:`shared.model.qwen3.left_pad`; None as positions
            where no prompt is padded, which saves the mask.
        kv_cache: has room for ``seq`` positions at least.

    Returns:
        Logits ``(batch, vocab)`` of the first new token.
    """
    return model(input_ids, positions, kv_cache, kv_length=0, logits_to_keep=1)[:, -1]


def decode_step(
    model: Qwen3, token_ids: Tensor, positions: Tensor, kv_cache: KVCache, kv_length: int | None = None
) -> Tensor:
    """Read one more token a row.

    Args:
        token_ids, positions: ``(batch,)`` the token chosen last, and its place in its row.
        kv_length: cache slots to attend over, more than the largest position; None means all of them.

    Returns:
        Logits ``(batch, vocab)`` of the token after it.
    """
    return model(token_ids[:, None], positions[:, None], kv_cache, kv_length, logits_to_keep=1)[:, -1]


def chosen_logprobs(logits: Tensor, token_ids: Tensor, temperature: Tensor | float = 1.0) -> Tensor:
    """Log-probability (nats, float32) of ``token_ids`` ``(batch,)`` under ``logits`` ``(batch, vocab)``.

    Args:
        temperature: of all rows, or ``(batch, 1)``.
    """
    logits = logits.float() / temperature
    return logits.gather(-1, token_ids[:, None])[:, 0] - logits.logsumexp(dim=-1)


def check_logprob(logprob: float, written: int) -> None:
    """Raise NotANumberError if the log-probability of a chosen token is NaN.

    One NaN among the logits is enough for that. The choice would go on regardless, and make a text of nothing.

    Args:
        written: tokens written before this one.
    """
    if math.isnan(logprob):
        raise NotANumberError(
            f"the model's logits are not numbers (NaN) after {written} written tokens: its weights are damaged "
            "or its training has diverged; get the checkpoint again, or take an earlier one (float16 may only "
            "have overflowed: use float32 or bfloat16)"
        )


def room_for(length: int, longest: int) -> int:
    """Cache slots to make for ``length`` tokens that may become ``longest``.

    All that the longest answer could need would be gigabytes that most answers never fill. Growing copies the
    cache, so it is not done in small steps: half as much again, or ``GROWTH`` slots if that is more.
    """
    return max(length, min(longest, length + max(GROWTH, length // 2)))


def make_room(kv_cache: KVCache, length: int, longest: int) -> None:
    """Let a cache grow if it holds fewer than ``length`` tokens; the steps are those of :func:`room_for`."""
    if length > kv_cache.capacity:
        kv_cache.grow(room_for(length, longest))


def uniforms(seed: int, count: int) -> Tensor:
    """``(count,)`` numbers in [0, 1) for one response; more of them begin with the same ones."""
    return torch.rand(count, generator=torch.Generator().manual_seed(seed))


def sample_seed(seed: int, sample: int) -> int:
    """The seed of one of a request's samples."""
    return mix_seed(int(seed), "sample", sample)


def own_seeds(count: int, seed: int, seeds: Sequence[int] | None, part: str) -> list[int]:
    """A seed for each of so many prompts: those that the caller named, or some made from one.

    Args:
        part: what the seeds are for, so that different uses of one seed draw differently.

    Raises:
        ValueError: there are not as many seeds as prompts.
    """
    if seeds is None:
        return [mix_seed(seed, part, number) for number in range(count)]
    if len(seeds) != count:
        raise ValueError(f"got {len(seeds)} seeds for {count} prompts; give one for each")
    return list(seeds)


def check_prompt(prompt_ids: list[int], context: int, name: str = "the prompt") -> None:
    """Raise ValueError if a prompt is empty or leaves no room for a token in a context of so many tokens."""
    if not prompt_ids:
        raise ValueError(f"{name} is empty; a model needs at least one token to go on from")
    if len(prompt_ids) >= context:
        raise ValueError(
            f"{name} has {len(prompt_ids)} tokens, but the model's context holds {context}, answer included; "
            "shorten the prompt"
        )


def check_count(name: str, value: int) -> None:
    """Raise ValueError if ``value`` is not a whole number from 1 up."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{name} must be a whole number from 1 up, not {value}")


class GenerationStream(Iterator[str]):
    """A response while it is being written: iterate over it for pieces of text.

    ``response`` is None until the iteration has ended. The pieces, joined, are its text.
    """

    def __init__(self, pieces: Iterator[str | Response]) -> None:
        self.response: Response | None = None
        self._pieces = pieces

    def __iter__(self) -> GenerationStream:
        return self

    def __next__(self) -> str:
        piece = next(self._pieces)
        if isinstance(piece, Response):  # the last thing to come
            self.response = piece
            raise StopIteration
        return piece


def stream(
    model: Qwen3,
    tokenizer: Tokenizer,
    prompt: str,
    *,
    max_new_tokens: int,
    params: SamplingParams = GREEDY,
    seed: int = 0,
) -> GenerationStream:
    """Write one response and hand out its text piece by piece, as it comes.

    The text is that of an engine's :class:`~shared.inference.requests.Request` with the same prompt, limit,
    parameters and seed. The prompt is read when the first piece is asked for; ``response`` is there when the
    pieces are at an end.

    Args:
        prompt: text to go on from (chat checkpoints: text made with the chat template).
        max_new_tokens: the response ends there; the model's context may end it earlier.
        params: how tokens are chosen; greedy if not given.
        seed: gives the same response every time.

    Raises:
        ValueError: the prompt is empty or as long as the model's context, or ``max_new_tokens`` is below 1.
        NotANumberError: while iterating: the model's logits are NaN.
    """
    check_count("max_new_tokens", max_new_tokens)
    prompt_ids, context = tokenizer.encode(prompt), model.config.max_position_embeddings
    check_prompt(prompt_ids, context)
    limit = min(max_new_tokens, context - len(prompt_ids))
    return GenerationStream(_write(model, tokenizer, prompt_ids, limit, params, sample_seed(seed, 0)))


@torch.inference_mode()
def _write(
    model: Qwen3, tokenizer: Tokenizer, prompt_ids: list[int], limit: int, params: SamplingParams, seed: int
) -> Iterator[str | Response]:
    started = time.perf_counter()
    draws = uniforms(seed, limit).to(model.device)
    decoder = IncrementalDecoder(tokenizer)
    token_ids: list[int] = []
    logprobs: list[float] = []
    sampled_logprobs: list[float] = []
    finish_reason = "length"
    longest = len(prompt_ids) + limit - 1  # the last token is never read, so it needs no slot
    kv_cache = KVCache(model.config, 1, room_for(len(prompt_ids), longest), model.device, model.dtype)
    logits = prefill(model, torch.tensor([prompt_ids], device=model.device), None, kv_cache)
    first_token_at = None
    while True:
        chosen = sample_next(logits, params, draws[len(token_ids), None])
        logprobs.append(float(chosen_logprobs(logits, chosen)))
        if params.tempered:
            sampled_logprobs.append(float(chosen_logprobs(logits, chosen, params.temperature)))
        check_logprob(logprobs[-1], len(token_ids))
        token_ids.append(int(chosen))
        first_token_at = first_token_at or time.perf_counter()
        if token_ids[-1] in tokenizer.eos_token_ids:
            finish_reason = "stop"
            break
        if piece := decoder.push(token_ids[-1]):
            yield piece
        if len(token_ids) == limit:
            break
        length = len(prompt_ids) + len(token_ids)
        make_room(kv_cache, length, longest)
        positions = torch.tensor([length - 1], device=model.device)
        logits = decode_step(model, chosen, positions, kv_cache, kv_length=length)
    if piece := decoder.flush():
        yield piece
    yield Response(
        token_ids,
        tokenizer.decode(token_ids[:-1] if finish_reason == "stop" else token_ids),
        logprobs,
        finish_reason,
        len(prompt_ids),
        first_token_at - started,
        time.perf_counter() - started,
        sampled_logprobs or None,
    )
