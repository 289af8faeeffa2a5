"""Text from a model: read the prompts once (prefill), then write one token at a time (decode).

Many requests run as one batch. Rows have different lengths (they are padded on the left), rows that are
finished leave the batch, and a prompt that is asked for several samples is read once. None of this changes
what a request gets: its random numbers come from its own seed, never from its place in a batch. (In
bfloat16 a batch of another size may round a logit differently; in float32 that is below notice.)
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from shared.qwen3 import KVCache, Qwen3, left_pad
from shared.sampling import GREEDY, SamplingParams, sample_next
from shared.tokenizer import IncrementalDecoder, Tokenizer

# Room for this many new tokens is made at a time. Reserving the maximum at once would take gigabytes for
# long answers that most requests never write; growing copies the cache, so it is not done in small steps.
_GROWTH = 256
# Rows are dropped from the cache, which copies the others, once this part of them is finished.
_FINISHED_SHARE = 0.25


@dataclass(frozen=True)
class Response:
    """What the model wrote for one request.

    Args:
        token_ids: the ids written, the end-of-text token included if it came.
        text: the same as text, without the end-of-text token.
        logprobs: for each token its log-probability (nats) under the model itself: temperature 1, nothing
            cut, whatever distribution it was drawn from.
        finish_reason: "stop" at an end-of-text token, "length" at the limit or at the end of the context.
        prompt_tokens: length of the prompt in tokens.
    """

    token_ids: list[int]
    text: str
    logprobs: list[float]
    finish_reason: str
    prompt_tokens: int

    @property
    def num_tokens(self) -> int:
        """Tokens written, the end-of-text token included."""
        return len(self.token_ids)

    @property
    def mean_logprob(self) -> float:
        """Mean log-probability of a token (nats): how sure the model was of what it wrote."""
        return sum(self.logprobs) / len(self.logprobs)


def prefill(model: Qwen3, input_ids: Tensor, positions: Tensor, kv_cache: KVCache) -> Tensor:
    """Read whole prompts at once into an empty cache.

    Args:
        input_ids, positions: ``(batch, seq)`` from :func:`shared.qwen3.left_pad`.
        kv_cache: has room for ``seq`` positions at least.

    Returns:
        Logits ``(batch, vocab)`` of the first new token.
    """
    seq = input_ids.shape[1]
    return model(input_ids, positions, kv_cache, kv_length=seq, logits_to_keep=1)[:, -1]


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


@dataclass
class _Request:
    """One response in the making."""

    prompt_ids: list[int]
    seed: int
    limit: int  # new tokens at most
    token_ids: list[int] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)
    finish_reason: str | None = None


class _Batch:
    """Requests that are decoded together.

    ``choose`` adds a token to every running request, ``advance`` reads these tokens; they take turns until
    ``running`` is 0. ``rows`` names the request of each cache row; finished ones stay there, unheeded, until
    enough have gathered to make dropping them worth a copy of the cache.
    """

    def __init__(
        self,
        model: Qwen3,
        requests: list[_Request],
        params: SamplingParams,
        eos_token_ids: tuple[int, ...],
        pad_token_id: int,
    ) -> None:
        self._model = model
        self._params = params
        self._eos = frozenset(eos_token_ids)
        self.rows = requests
        self.running = len(requests)
        self._step = 0
        self._history: list[tuple[list[_Request], Tensor]] = []  # each step's rows and their log-probabilities
        self._measure()
        self._uniforms = None if params.greedy else _uniforms(requests).to(model.device)

        prompts = list({tuple(r.prompt_ids): None for r in requests})  # each prompt once, in order
        row_of = {prompt: row for row, prompt in enumerate(prompts)}
        input_ids, positions = left_pad([list(p) for p in prompts], pad_token_id, model.device)
        capacity = min(self._needed, self._longest + _GROWTH)
        self._cache = KVCache(model.config, len(prompts), capacity, model.device, model.dtype)
        self._logits = prefill(model, input_ids, positions, self._cache)
        if len(prompts) < len(requests):
            fork = torch.tensor([row_of[tuple(r.prompt_ids)] for r in requests], device=model.device)
            self._cache.select(fork)
            self._logits = self._logits[fork]
        self._positions = torch.tensor([len(r.prompt_ids) for r in requests], device=model.device)

    def _measure(self) -> None:
        """Bounds over the running rows, in tokens."""
        running = [r for r in self.rows if r.finish_reason is None]
        self._longest = max(len(r.prompt_ids) for r in running)
        self._needed = max(len(r.prompt_ids) + r.limit - 1 for r in running)  # the last token is never read

    def choose(self) -> list[_Request]:
        """Add a token to every running request; returns those that it finished."""
        uniforms = None if self._uniforms is None else self._uniforms[:, self._step]
        self._chosen = sample_next(self._logits, self._params, uniforms)
        self._history.append((self.rows, chosen_logprobs(self._logits, self._chosen)))
        finished = []
        for request, token in zip(self.rows, self._chosen.tolist(), strict=True):
            if request.finish_reason is not None:
                continue
            request.token_ids.append(token)
            if token in self._eos:
                request.finish_reason = "stop"
            elif len(request.token_ids) == request.limit:
                request.finish_reason = "length"
            else:
                continue
            finished.append(request)
        self.running -= len(finished)
        if finished and self.running:
            self._measure()
        return finished

    def advance(self) -> None:
        """Read the tokens chosen last; call it only while requests are running."""
        if self.running <= (1 - _FINISHED_SHARE) * len(self.rows):
            self._drop_finished()
        kv_length = self._longest + self._step + 1
        if kv_length > self._cache.capacity:
            grow(self._cache, min(self._needed, self._cache.capacity + max(_GROWTH, self._cache.capacity // 2)))
        # A finished row may be past the end already; where it writes does not matter.
        positions = self._positions.clamp(max=self._cache.capacity - 1)
        self._logits = decode_step(self._model, self._chosen, positions, self._cache, kv_length)
        self._positions += 1
        self._step += 1

    def _drop_finished(self) -> None:
        keep = [row for row, request in enumerate(self.rows) if request.finish_reason is None]
        self.rows = [self.rows[row] for row in keep]
        index = torch.tensor(keep, device=self._model.device)
        self._cache.select(index)
        self._positions = self._positions[index]
        self._chosen = self._chosen[index]
        if self._uniforms is not None:
            self._uniforms = self._uniforms[index]

    def hand_out_logprobs(self) -> None:
        """Give the requests their log-probabilities, fetched from the device in one go."""
        if not self._history:
            return
        values = iter(torch.cat([logprobs for _, logprobs in self._history]).tolist())
        for rows, _ in self._history:
            for request in rows:
                value = next(values)
                if len(request.logprobs) < len(request.token_ids):  # a finished row's further ones are nothing
                    request.logprobs.append(value)
        self._history.clear()


def grow(kv_cache: KVCache, capacity: int) -> None:
    """Make room for more positions in a cache, keeping what it holds.

    The old slot for padding becomes an ordinary one. It is written before a query may look at it, like
    every other slot.
    """
    more = (0, 0, 0, capacity - kv_cache.capacity)
    for tensors in (kv_cache.keys, kv_cache.values):
        for layer, tensor in enumerate(tensors):  # one at a time: never two whole caches in memory
            tensors[layer] = F.pad(tensor, more)
    kv_cache.capacity = capacity


def chosen_logprobs(logits: Tensor, token_ids: Tensor) -> Tensor:
    """Log-probability (nats, float32) of ``token_ids`` ``(batch,)`` under ``logits`` ``(batch, vocab)``."""
    logits = logits.float()
    return logits.gather(-1, token_ids[:, None])[:, 0] - logits.logsumexp(dim=-1)


def _mix(*parts: object) -> int:
    """A seed from several things; unlike a sum, other things practically never give the same one."""
    return int.from_bytes(hashlib.blake2b(repr(parts).encode(), digest_size=4).digest(), "big")


def _uniforms(requests: list[_Request]) -> Tensor:
    """``(rows, steps)`` numbers in [0, 1), each row from its own seed: a row begins alike at any length."""
    steps = max(r.limit for r in requests)
    generator = torch.Generator()
    return torch.stack([torch.rand(steps, generator=generator.manual_seed(r.seed)) for r in requests])


def _encode_prompts(model: Qwen3, tokenizer: Tokenizer, prompts: list[str]) -> list[list[int]]:
    """Token ids of the prompts.

    Raises:
        ValueError: one is empty, or leaves no room for a new token in the model's context.
    """
    context = model.config.max_position_embeddings
    encoded = tokenizer.encode_batch(prompts)
    for i, ids in enumerate(encoded):
        if not ids:
            raise ValueError(f"prompt {i} is empty; a model needs at least one token to go on from")
        if len(ids) >= context:
            raise ValueError(
                f"prompt {i} has {len(ids)} tokens, but the model's context holds {context}, answer included; "
                "shorten the prompt"
            )
    return encoded


def _check_count(name: str, value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{name} must be a whole number from 1 up, not {value}")


def _prompt_seeds(prompts: list[str], seed: int) -> list[int]:
    """A seed a prompt: of its text and not its place, so that order does not matter; repeats differ."""
    seen: Counter[str] = Counter()
    seeds = []
    for prompt in prompts:
        seeds.append(_mix(int(seed), prompt, seen[prompt]))
        seen[prompt] += 1
    return seeds


def _make_requests(
    model: Qwen3,
    tokenizer: Tokenizer,
    prompts: list[str],
    max_new_tokens: int,
    num_samples: int,
    seeds: list[int],
) -> list[list[_Request]]:
    """``[prompt][sample]``."""
    _check_count("max_new_tokens", max_new_tokens)
    requests = []
    for ids, prompt_seed in zip(_encode_prompts(model, tokenizer, prompts), seeds, strict=True):
        limit = min(max_new_tokens, model.config.max_position_embeddings - len(ids))
        requests.append([_Request(ids, _mix(int(prompt_seed), sample), limit) for sample in range(num_samples)])
    return requests


def _respond(request: _Request, tokenizer: Tokenizer) -> Response:
    ids = request.token_ids
    text = tokenizer.decode(ids[:-1] if request.finish_reason == "stop" else ids)
    return Response(ids, text, request.logprobs, request.finish_reason or "length", len(request.prompt_ids))


@torch.inference_mode()
def generate(
    model: Qwen3,
    tokenizer: Tokenizer,
    prompts: list[str],
    *,
    max_new_tokens: int,
    params: SamplingParams = GREEDY,
    num_samples: int = 1,
    seed: int = 0,
    seeds: list[int] | None = None,
    batch_size: int = 64,
    progress: str | None = None,
) -> list[list[Response]]:
    """Write ``num_samples`` responses to each prompt.

    Args:
        prompts: texts to go on from (chat checkpoints: texts made with the chat template).
        max_new_tokens: a response ends there; the model's context may end it earlier.
        params: how tokens are chosen; greedy if not given.
        num_samples: responses a prompt. The prompt is read once for all of its samples in a batch.
        seed: gives the same responses every time, and in any order of the prompts and any batch size. A
            prompt that stands in the list twice gets different samples.
        seeds: one seed a prompt instead, where the caller wants to say which.
        batch_size: rows decoded together; memory for keys and values grows with it.
        progress: label of a progress bar; None shows none.

    Returns:
        ``[prompt][sample]``, in the order of ``prompts``.

    Raises:
        ValueError: a prompt is empty or as long as the model's context, a count is below 1, or there are
            not as many seeds as prompts.
    """
    if isinstance(prompts, str):
        raise ValueError("prompts must be a list of texts, not one text; put it into [ ]")
    _check_count("num_samples", num_samples)
    _check_count("batch_size", batch_size)
    prompts = list(prompts)
    if seeds is None:
        seeds = _prompt_seeds(prompts, seed)
    elif len(seeds) != len(prompts):
        raise ValueError(f"got {len(seeds)} seeds for {len(prompts)} prompts; give one for each")
    requests = _make_requests(model, tokenizer, prompts, max_new_tokens, num_samples, seeds)
    # Prompts of like length side by side, so that little is padded; the longest first, so that a batch
    # that does not fit into memory fails at once.
    in_order = sorted((r for samples in requests for r in samples), key=lambda r: -len(r.prompt_ids))
    with tqdm(total=len(in_order), desc=progress, unit="response", disable=progress is None) as bar:
        for start in range(0, len(in_order), batch_size):
            rows = in_order[start : start + batch_size]
            batch = _Batch(model, rows, params, tokenizer.eos_token_ids, tokenizer.pad_token_id)
            while True:
                bar.update(len(batch.choose()))
                if not batch.running:
                    break
                batch.advance()
            batch.hand_out_logprobs()
    return [[_respond(r, tokenizer) for r in samples] for samples in requests]


class GenerationStream(Iterator[str]):
    """A response while it is being written: iterate over it for pieces of text.

    ``response`` is None until the iteration has ended. The pieces, joined, are its text.
    """

    def __init__(self, batch: _Batch, tokenizer: Tokenizer) -> None:
        self.response: Response | None = None
        self._pieces = self._run(batch, tokenizer)

    def __iter__(self) -> GenerationStream:
        return self

    def __next__(self) -> str:
        return next(self._pieces)

    @torch.inference_mode()
    def _run(self, batch: _Batch, tokenizer: Tokenizer) -> Iterator[str]:
        request = batch.rows[0]
        decoder = IncrementalDecoder(tokenizer)
        while True:
            batch.choose()
            if request.finish_reason != "stop" and (piece := decoder.push(request.token_ids[-1])):
                yield piece
            if not batch.running:
                break
            batch.advance()
        if piece := decoder.flush():
            yield piece
        batch.hand_out_logprobs()
        self.response = _respond(request, tokenizer)


@torch.inference_mode()
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

    The text is that of ``generate(model, tokenizer, [prompt], …)`` with the same seed. The prompt is read
    before this returns; the pieces come while the result is iterated over, and its ``response`` after.

    Raises:
        ValueError: as :func:`generate`.
    """
    ((request,),) = _make_requests(model, tokenizer, [prompt], max_new_tokens, 1, _prompt_seeds([prompt], seed))
    return GenerationStream(
        _Batch(model, [request], params, tokenizer.eos_token_ids, tokenizer.pad_token_id), tokenizer
    )
