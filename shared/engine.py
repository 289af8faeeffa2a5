"""Many requests at once, near the limit of the machine: continuous batching over a fixed number of slots.

Each step of decoding reads all weights once, however many rows the batch has, so a full batch is what makes
a token cheap. Rows end at different times. Here a row that is finished leaves at once and the next request
takes its slot (Yu et al. 2022, Orca, section 4.1), so that the batch stays full until nobody waits.

The rules that keep it simple:

- the rows in use are the first ``width`` ones: when one in the middle ends, the last one moves there;
- newcomers are read (prefill) in groups of like length, into a cache of their own, and copied into slots; so a
  prompt of many samples is read once;
- what a request gets depends on the request alone: its random numbers come from its own seed, and rows never
  see each other. (In bfloat16 a batch of another size may round a logit differently.)
"""

from __future__ import annotations

import math
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor
from tqdm import tqdm

from shared.decoders import CompiledDecoder, Decode, GraphDecoder
from shared.generation import (
    Response,
    check_count,
    check_prompt,
    chosen_logprobs,
    decode_step,
    prefill,
    sample_seed,
    uniforms,
)
from shared.qwen3 import KVCache, Qwen3, left_pad
from shared.sampling import GREEDY, SamplingParams, sample_next
from shared.seeds import mix_seed
from shared.tokenizer import Tokenizer

# Room for this many new tokens is made at a time. Reserving the longest possible answers at once would take
# gigabytes that most requests never fill; growing copies the cache, so it is not done in small steps.
_GROWTH = 256
# Reading one prompt costs hardly less than reading a few, so newcomers wait for this part of the slots.
_NEWCOMERS_SHARE = 1 / 16
_PREFILL_TOKENS = 8192  # in one forward pass, padding included
_PADDING = 1.25  # prompts share a pass if padding makes them no longer than this
_CPU_CACHE_BYTES = 4 * 2**30


@dataclass(frozen=True)
class Request:
    """A prompt, and how to answer it.

    Args:
        prompt: text to go on from (chat checkpoints: text made with the chat template), or its token ids.
        max_new_tokens: a response ends there; the model's context may end it earlier.
        params: how tokens are chosen; greedy if not given.
        num_samples: responses wanted. The prompt is read once for all of them.
        seed: gives the same responses every time, whatever else is asked beside them.
    """

    prompt: str | Sequence[int]
    max_new_tokens: int
    params: SamplingParams = GREEDY
    num_samples: int = 1
    seed: int = 0


class GenerationInterrupted(KeyboardInterrupt):
    """Ctrl-C while generating. ``responses`` holds, for each request, the samples that were finished."""

    def __init__(self, responses: list[list[Response]]) -> None:
        super().__init__(f"interrupted; {sum(map(len, responses))} responses are finished")
        self.responses = responses


@dataclass(eq=False)
class _Sequence:
    """One response in the making."""

    prompt_ids: tuple[int, ...]
    limit: int  # new tokens at most
    params: SamplingParams
    seed: int
    token_ids: list[int] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)
    finish_reason: str | None = None
    started: float = 0.0
    first_token_at: float = 0.0
    finished_at: float = 0.0

    @property
    def length(self) -> int:
        """Tokens so far, those of the prompt included."""
        return len(self.prompt_ids) + len(self.token_ids)

    @property
    def longest(self) -> int:
        """Slots it can come to need; the last token is never read."""
        return len(self.prompt_ids) + self.limit - 1

    def add(self, token: int, logprob: float, end_ids: frozenset[int]) -> bool:
        """Take the next token; returns whether it was the last."""
        self.token_ids.append(token)
        self.logprobs.append(logprob)
        if token in end_ids:
            self.finish_reason = "stop"
        elif len(self.token_ids) == self.limit:
            self.finish_reason = "length"
        return self.finish_reason is not None

    def respond(self, tokenizer: Tokenizer) -> Response:
        """The finished response."""
        ids = self.token_ids
        return Response(
            ids,
            tokenizer.decode(ids[:-1] if self.finish_reason == "stop" else ids),
            self.logprobs,
            self.finish_reason or "length",
            len(self.prompt_ids),
            self.first_token_at - self.started,
            self.finished_at - self.started,
        )


class Engine:
    """Answers requests with one model.

    Args:
        model: on any device, in any floating type.
        max_batch_size: slots, that is rows decoded together at most.
        compile: compile the decoding step (and on CUDA replay it as a graph). The first call pays for it,
            tens of seconds; where it does not work, one line says why and the engine runs without.
        cache_bytes: memory for keys and values. None means 80 % of what is free on a CUDA device, and 4 GiB
            elsewhere. With less, fewer rows are decoded together.

    Raises:
        ValueError: ``max_batch_size`` is below 1.
    """

    def __init__(
        self,
        model: Qwen3,
        tokenizer: Tokenizer,
        *,
        max_batch_size: int = 64,
        compile: bool = False,
        cache_bytes: int | None = None,
    ) -> None:
        check_count("max_batch_size", max_batch_size)
        self.model = model
        self.tokenizer = tokenizer
        self.max_batch_size = max_batch_size
        self.cache_bytes = cache_bytes
        on_cuda = model.device.type == "cuda"
        self._decode: Decode = decode_step
        if compile:
            self._decode = GraphDecoder(max_batch_size) if on_cuda else CompiledDecoder(max_batch_size)
        # Looking at a token makes the host wait for the device, which then waits for the host. On CUDA that
        # happens once in so many steps; a row that ended in between has written a few tokens for nothing.
        self.steps_between_looks = 8 if on_cuda else 1

    @torch.inference_mode()
    def generate(self, requests: Sequence[Request], progress: str | None = None) -> list[list[Response]]:
        """Answer all requests.

        Args:
            requests: in any number; those that do not fit side by side wait for their turn.
            progress: label of a progress bar; None shows none.

        Returns:
            ``[request][sample]``.

        Raises:
            ValueError: before any work: a prompt is empty or as long as the model's context, a count is
                below 1, or the cache of a single row would not fit into ``cache_bytes``.
            GenerationInterrupted: Ctrl-C; carries what was finished.
        """
        samples = [list(self._sequences(request, number)) for number, request in enumerate(requests)]
        # The longest first, so that what does not fit into memory fails at once; equal prompts side by side.
        waiting = deque(sorted((s for group in samples for s in group), key=_longest_first))
        if not waiting:
            return [[] for _ in requests]
        slots = _Slots(self, list(waiting))
        try:
            with tqdm(total=len(waiting), desc=progress, unit="response", disable=progress is None) as bar:
                while waiting or slots.sequences:
                    slots.admit(waiting)
                    bar.update(slots.step())
        except KeyboardInterrupt as interrupt:
            finished = [[s for s in group if s.finish_reason is not None] for group in samples]
            raise GenerationInterrupted(self._respond(finished)) from interrupt
        return self._respond(samples)

    def _sequences(self, request: Request, number: int) -> Iterator[_Sequence]:
        check_count("num_samples", request.num_samples)
        check_count("max_new_tokens", request.max_new_tokens)
        prompt, context = request.prompt, self.model.config.max_position_embeddings
        prompt_ids = tuple(self.tokenizer.encode(prompt) if isinstance(prompt, str) else prompt)
        check_prompt(prompt_ids, context, f"prompt {number}")
        limit = min(request.max_new_tokens, context - len(prompt_ids))
        for sample in range(request.num_samples):
            yield _Sequence(prompt_ids, limit, request.params, sample_seed(request.seed, sample))

    def _respond(self, samples: list[list[_Sequence]]) -> list[list[Response]]:
        return [[s.respond(self.tokenizer) for s in group] for group in samples]

    def rows_that_fit(self, length: int) -> int:
        """Rows whose keys and values for ``length`` tokens fit into ``cache_bytes``.

        Raises:
            ValueError: not even one.
        """
        budget = self.cache_bytes
        if budget is None:
            device = self.model.device
            cuda = device.type == "cuda"
            budget = int(0.8 * torch.cuda.mem_get_info(device)[0]) if cuda else _CPU_CACHE_BYTES
        row = KVCache.bytes_per_token(self.model.config, self.model.dtype) * length
        if row > budget:
            raise ValueError(
                f"keys and values of one row of {length} tokens take {row / 2**30:.2f} GiB and the budget is "
                f"{budget / 2**30:.2f} GiB; lower max_new_tokens, or raise cache_bytes"
            )
        return budget // row


class _Slots:
    """The rows that are being decoded: their cache, and what each needs for its next token.

    Row ``i`` of every tensor belongs to ``sequences[i]``. After :meth:`admit`, ``logits`` holds what the model
    says of each row's next token; :meth:`step` chooses the tokens, lets finished rows go, and reads the
    others' tokens, so that ``logits`` is ready again.
    """

    def __init__(self, engine: Engine, everything: list[_Sequence]) -> None:
        self.engine, self.model = engine, engine.model
        self.end_ids = frozenset(engine.tokenizer.eos_token_ids)
        self.looks = engine.steps_between_looks
        self.fixed = engine._decode is not decode_step  # compiled for a number of rows: all slots always run
        self.longest = max(s.longest for s in everything) + self.looks - 1
        rows = min(engine.max_batch_size, engine.rows_that_fit(self.longest))
        self.count = rows if self.fixed else min(rows, len(everything))
        first = max(len(s.prompt_ids) for s in everything) + _GROWTH
        capacity = self.longest if self.fixed else min(self.longest, first)
        device = self.model.device
        self.cache = KVCache(self.model.config, self.count, capacity, device, self.model.dtype)
        self.sequences: list[_Sequence] = []
        self.tokens = torch.zeros(self.count, dtype=torch.long, device=device)  # chosen last
        self.positions = torch.zeros(self.count, dtype=torch.long, device=device)  # where that one will stand
        self.written = torch.zeros(self.count, dtype=torch.long, device=device)  # tokens so far
        self.logits = torch.zeros(
            self.count, self.model.config.vocab_size, dtype=self.model.dtype, device=device
        )
        steps = max(s.limit for s in everything) + self.looks - 1
        self.draws = torch.zeros(
            self.count if any(not s.params.greedy for s in everything) else 0, steps, device=device
        )
        self.by_params: list[tuple[SamplingParams, Tensor | None]] | None = None  # see _rows_by_params
        self.kept: tuple[tuple[int, ...], KVCache, Tensor] | None = None  # a prompt with samples yet to come

    # --- coming -----------------------------------------------------------------------------------------------

    def admit(self, waiting: deque[_Sequence]) -> None:
        """Fill free slots from the front of the queue and read the newcomers' prompts."""
        free = self.count - len(self.sequences)
        if not waiting or not free or (self.sequences and free < self.count * _NEWCOMERS_SHARE):
            return
        newcomers = [waiting.popleft() for _ in range(min(free, len(waiting)))]
        started = time.perf_counter()
        for sequence in newcomers:
            sequence.started = started
        if self.kept is not None:
            prompt, cache, logits = self.kept
            self._place([s for s in newcomers if s.prompt_ids == prompt], [prompt], cache, logits)
            newcomers = [s for s in newcomers if s.prompt_ids != prompt]
        for prompts in _of_like_length(list(dict.fromkeys(s.prompt_ids for s in newcomers))):
            cache, logits = self._read(prompts)
            self._place([s for s in newcomers if s.prompt_ids in prompts], prompts, cache, logits)
            if waiting and waiting[0].prompt_ids == prompts[-1]:
                own = KVCache(self.model.config, 1, cache.capacity, self.model.device, self.model.dtype)
                last, first = self._index([len(prompts) - 1]), self._index([0])
                own.copy_rows(cache, last, first, cache.capacity)
                self.kept = (prompts[-1], own, logits[-1:])
        if self.kept is not None and not (waiting and waiting[0].prompt_ids == self.kept[0]):
            self.kept = None

    def _read(self, prompts: list[tuple[int, ...]]) -> tuple[KVCache, Tensor]:
        """Prefill: a cache with a row for each prompt, and the logits ``(prompts, vocab)`` that follow."""
        input_ids, positions = left_pad(prompts, self.engine.tokenizer.pad_token_id, self.model.device)
        padded = len({len(p) for p in prompts}) > 1
        cache = KVCache(
            self.model.config, len(prompts), input_ids.shape[1], self.model.device, self.model.dtype
        )
        return cache, prefill(self.model, input_ids, positions if padded else None, cache)

    def _place(
        self, sequences: list[_Sequence], prompts: list[tuple[int, ...]], cache: KVCache, logits: Tensor
    ) -> None:
        """Give slots to sequences whose prompts a cache holds."""
        if not sequences:
            return
        row_of = {prompt: row for row, prompt in enumerate(prompts)}
        sources = self._index([row_of[s.prompt_ids] for s in sequences])
        begin = len(self.sequences)
        rows = torch.arange(begin, begin + len(sequences), device=self.model.device)
        self._make_room(cache.capacity)
        self.cache.copy_rows(cache, sources, rows, cache.capacity)
        self.logits[rows] = logits[sources]
        self.positions[rows] = self._index([len(s.prompt_ids) for s in sequences])
        self.written[rows] = 0
        if len(self.draws):
            for row, sequence in enumerate(sequences, start=begin):
                draws = uniforms(sequence.seed, sequence.limit)
                self.draws[row, : sequence.limit] = draws.to(self.model.device)
        self.sequences += sequences
        self.by_params = None

    def _index(self, numbers: list[int]) -> Tensor:
        return torch.tensor(numbers, device=self.model.device)

    # --- going on ---------------------------------------------------------------------------------------------

    def step(self) -> int:
        """A token for every row (or several, see ``steps_between_looks``); returns how many rows ended."""
        chosen, logprobs = [], []
        for ahead in range(self.looks):
            if ahead:
                self._advance(ahead)
            tokens = self._choose()
            chosen.append(tokens)
            logprobs.append(chosen_logprobs(self.logits[: len(tokens)], tokens))
        now_written = torch.stack(chosen).tolist()  # here the host waits for the device
        their_logprobs = torch.stack(logprobs).tolist()
        now = time.perf_counter()
        stay, ended = [], 0
        for row, sequence in enumerate(self.sequences):
            sequence.first_token_at = sequence.first_token_at or now
            for tokens, values in zip(now_written, their_logprobs, strict=True):
                if sequence.add(tokens[row], values[row], self.end_ids):
                    sequence.finished_at = now
                    ended += 1
                    break
            else:
                stay.append(row)
        if ended:
            self._close_up(stay)
        if self.sequences:
            self._advance(0)
        return ended

    def _choose(self) -> Tensor:
        """The next token of each row in use ``(width,)``; also left in ``tokens``."""
        width = len(self.sequences)
        logits, tokens = self.logits[:width], self.tokens[:width]
        for params, mine in self._rows_by_params():
            draws = None
            if not params.greedy:
                draws = self.draws[:width].gather(1, self.written[:width, None])[:, 0]
            choice = sample_next(logits, params, draws)
            tokens.copy_(choice if mine is None else torch.where(mine, choice, tokens))
        self.written[:width] += 1
        return tokens.clone()

    def _rows_by_params(self) -> list[tuple[SamplingParams, Tensor | None]]:
        """Each way of choosing tokens with the mask ``(width,)`` of its rows; None where there is only one."""
        if self.by_params is None:
            distinct = list(dict.fromkeys(s.params for s in self.sequences))
            masks = (self._index([s.params == params for s in self.sequences]) for params in distinct)
            self.by_params = [
                (params, None if len(distinct) == 1 else mask)
                for params, mask in zip(distinct, masks, strict=True)
            ]
        return self.by_params

    def _advance(self, ahead: int) -> None:
        """Read the tokens chosen last. ``ahead``: tokens that the host has not seen yet."""
        width = len(self.sequences)
        kv_length = max(s.length for s in self.sequences) + ahead
        if self.fixed:
            logits = self.engine._decode(self.model, self.tokens, self.positions, self.cache, kv_length)
            self.logits.copy_(logits)
        else:
            self._make_room(kv_length)
            logits = decode_step(
                self.model, self.tokens[:width], self.positions[:width], self.cache.first(width), kv_length
            )
            self.logits[:width] = logits
        self.positions[:width] += 1

    def _make_room(self, length: int) -> None:
        capacity = self.cache.capacity
        if length > capacity:
            self.cache.grow(max(length, min(self.longest, capacity + max(_GROWTH, capacity // 2))))

    # --- going ------------------------------------------------------------------------------------------------

    def _close_up(self, stay: list[int]) -> None:
        """Drop the rows not in ``stay``: those beyond the new width move into the gaps."""
        width = len(stay)
        gaps = sorted(set(range(width)) - set(stay))
        movers = [row for row in stay if row >= width]
        if movers:
            target, source = self._index(gaps), self._index(movers)
            self.cache.copy_rows(self.cache, source, target, max(self.sequences[row].length for row in movers))
            for tensor in (
                self.tokens,
                self.positions,
                self.written,
                *([self.draws] if len(self.draws) else []),
            ):
                tensor[target] = tensor[source]
            for gap, row in zip(gaps, movers, strict=True):
                self.sequences[gap] = self.sequences[row]
        del self.sequences[width:]
        self.by_params = None
        self.positions[width:] = 0  # idle rows of a fixed batch go on, harmlessly, at the beginning


def _longest_first(sequence: _Sequence) -> tuple:
    return -len(sequence.prompt_ids), sequence.prompt_ids


def _of_like_length(prompts: list[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
    """Split prompts, longest first, where padding or the size of a pass would get out of hand."""
    group: list[tuple[int, ...]] = []
    for prompt in prompts:
        longest = len(group[0]) if group else len(prompt)
        if longest > math.ceil(_PADDING * len(prompt)) or (len(group) + 1) * longest > _PREFILL_TOKENS:
            if group:
                yield group
            group = []
        group.append(prompt)
    if group:
        yield group


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
    """Write ``num_samples`` responses to each prompt, all in the same way, with an engine of its own.

    Args:
        prompts: texts to go on from (chat checkpoints: texts made with the chat template).
        max_new_tokens, params, num_samples: see :class:`Request`.
        seed: gives the same responses every time, and in any order of the prompts and any batch size. A
            prompt that stands in the list twice gets different samples.
        seeds: one seed a prompt instead, where the caller wants to say which.
        batch_size: rows decoded together; memory for keys and values grows with it.
        progress: label of a progress bar; None shows none.

    Returns:
        ``[prompt][sample]``, in the order of ``prompts``.

    Raises:
        ValueError: as :meth:`Engine.generate`, or there are not as many seeds as prompts.
        GenerationInterrupted: Ctrl-C.
    """
    if isinstance(prompts, str):
        raise ValueError("prompts must be a list of texts, not one text; put it into [ ]")
    check_count("batch_size", batch_size)
    prompts = list(prompts)
    if seeds is None:
        seeds = _prompt_seeds(prompts, seed)
    elif len(seeds) != len(prompts):
        raise ValueError(f"got {len(seeds)} seeds for {len(prompts)} prompts; give one for each")
    requests = [
        Request(prompt, max_new_tokens, params, num_samples, own)
        for prompt, own in zip(prompts, seeds, strict=True)
    ]
    check_count("num_samples", num_samples)
    check_count("max_new_tokens", max_new_tokens)
    return Engine(model, tokenizer, max_batch_size=batch_size).generate(requests, progress)


def _prompt_seeds(prompts: list[str], seed: int) -> list[int]:
    """A seed a prompt: of its text and not its place, so that order does not matter; repeats differ."""
    seen: Counter[str] = Counter()
    seeds = []
    for prompt in prompts:
        seeds.append(mix_seed(int(seed), prompt, seen[prompt]))
        seen[prompt] += 1
    return seeds
