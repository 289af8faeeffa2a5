"""The rows that an engine decodes side by side: how they come, go on and go."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Iterator

from shared.inference.decoders import CompiledDecoder
from shared.inference.generation import chosen_logprobs, decode_step, make_room, prefill, room_for, uniforms
from shared.inference.requests import Sequence
from shared.inference.sampling import SamplingParams, sample_next
from shared.model.qwen3 import KVCache, Qwen3, left_pad
from shared.model.tokenizer import Tokenizer

import torch
from torch import Tensor

# Reading one prompt costs hardly less than reading a few, so newcomers wait for this part of the slots.
_NEWCOMERS_SHARE = 1 / 8
_PREFILL_TOKENS = 8192  # in one forward pass, padding included
_PADDING = 1.25  # prompts share a pass if padding makes them no longer than this


def slots_needed(sequences: list[Sequence], looks: int) -> int:
    """Cache slots that the longest can come to need, if its end is noticed ``looks - 1`` tokens late."""
    return max(s.longest for s in sequences) + looks - 1


class Slots:
    """The rows that are being decoded: their cache, and what each needs for its next token.

    Row ``i`` of every tensor belongs to ``sequences[i]``. After :meth:`admit`, ``logits`` holds what the model
    says of each row's next token; :meth:`step` chooses the tokens, lets finished rows go, and reads the
    others' tokens, so that ``logits`` is ready again.

    Args:
        everything: all that will ever be admitted; it says how long and how many rows can become.
        rows: slots.
        decode: a compiled step. None: the plain one.
        looks: tokens a row writes before the host looks at them.
    """

    def __init__(
        self,
        model: Qwen3,
        tokenizer: Tokenizer,
        everything: list[Sequence],
        rows: int,
        *,
        decode: CompiledDecoder | None = None,
        looks: int = 1,
    ) -> None:
        self.model, self.tokenizer = model, tokenizer
        self.end_ids = frozenset(tokenizer.eos_token_ids)
        self.decode, self.looks = decode, looks
        self.longest = slots_needed(everything, looks)
        self.fixed = decode is not None and decode.fixed_rows  # then rows and cache stay as they are
        self.least = 1 if decode is None else min(2, rows)  # rows that a step must have; see CompiledDecoder
        self.count = rows if self.fixed else min(rows, max(self.least, len(everything)))
        first = max(len(s.prompt_ids) for s in everything)
        capacity = self.longest if self.fixed else room_for(first, self.longest)
        device = self.model.device
        self.cache = KVCache(self.model.config, self.count, capacity, device, self.model.dtype)
        self.sequences: list[Sequence] = []
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

    def admit(self, waiting: deque[Sequence]) -> None:
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
        for prompts in of_like_length(list(dict.fromkeys(s.prompt_ids for s in newcomers))):
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
        input_ids, positions = left_pad(prompts, self.tokenizer.pad_token_id, self.model.device)
        padded = len({len(p) for p in prompts}) > 1
        cache = KVCache(
            self.model.config, len(prompts), input_ids.shape[1], self.model.device, self.model.dtype
        )
        return cache, prefill(self.model, input_ids, positions if padded else None, cache)

    def _place(
        self, sequences: list[Sequence], prompts: list[tuple[int, ...]], cache: KVCache, logits: Tensor
    ) -> None:
        """Give slots to sequences whose prompts a cache holds."""
        if not sequences:
            return
        row_of = {prompt: row for row, prompt in enumerate(prompts)}
        sources = self._index([row_of[s.prompt_ids] for s in sequences])
        begin = len(self.sequences)
        rows = torch.arange(begin, begin + len(sequences), device=self.model.device)
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
        """A token for every row (or ``looks`` of them); returns how many rows ended."""
        chosen, logprobs, sampled = [], [], []
        for ahead in range(self.looks):
            if ahead:
                self._advance(ahead)
            tokens = self._choose()
            chosen.append(tokens)
            logits = self.logits[: len(tokens)]
            logprobs.append(chosen_logprobs(logits, tokens))
            sampled.append(self._sampled_logprobs(logits, tokens, logprobs[-1]))
        now_written = torch.stack(chosen).tolist()  # here the host waits for the device
        their_logprobs = torch.stack(logprobs).tolist()
        their_sampled = torch.stack(sampled).tolist()
        now = time.perf_counter()
        stay, ended = [], 0
        for row, sequence in enumerate(self.sequences):
            sequence.first_token_at = sequence.first_token_at or now
            for tokens, values, drawn in zip(now_written, their_logprobs, their_sampled, strict=True):
                if sequence.add(tokens[row], values[row], drawn[row], self.end_ids):
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

    def _sampled_logprobs(self, logits: Tensor, tokens: Tensor, logprobs: Tensor) -> Tensor:
        """The log-probabilities at each row's sampling temperature; as a rule there is none but 1."""
        for params, mine in self._rows_by_params():
            if params.tempered:
                at_its_own = chosen_logprobs(logits, tokens, params.temperature)
                logprobs = at_its_own if mine is None else torch.where(mine, at_its_own, logprobs)
        return logprobs

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
        rows = self.count if self.fixed else max(self.least, width)  # idle ones go on, harmlessly
        kv_length = max(s.length for s in self.sequences) + ahead
        make_room(self.cache, kv_length, self.longest)
        cache = self.cache if rows == self.count else self.cache.first(rows)
        step = self.decode or decode_step
        self.logits[:rows] = step(self.model, self.tokens[:rows], self.positions[:rows], cache, kv_length)
        self.positions[:width] += 1

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
        self.positions[width:] = 0  # where idle rows do no harm


def of_like_length(prompts: list[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
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
