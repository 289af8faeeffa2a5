"""The decoding step, compiled: the same function, with its small operations fused and its launches saved.

A step of a small model, or of one row, spends its time between the operations rather than in them.
``torch.compile`` fuses them; a CUDA graph also replays the launches without Python. The compiler is told which
sizes will change (the number of rows, the size of the cache, how much of it is read) and leaves them open, so
that nothing is compiled twice. A graph has fixed sizes: there all rows always run, and lengths are rounded up.
"""

from __future__ import annotations

from collections.abc import Callable

from shared.inference.generation import decode_step
from shared.model.qwen3 import KVCache, Qwen3

import torch
from torch import Tensor

Decode = Callable[[Qwen3, Tensor, Tensor, KVCache, int], Tensor]
LENGTH_STEP = 64  # the shortest length for which there is a graph; the others are two, four, ... times as long


class CompiledDecoder:
    """:func:`shared.inference.generation.decode_step`, compiled at its first use.

    Where compiling fails (no compiler, unsupported device), it says why in one line and goes on eagerly.

    Args:
        rows: at most. With 1 it is compiled for one row, else for any number from 2 up: a compiler treats 1 as
            something else than a size.
    """

    fixed_rows = False  # whether it must always be called with all rows

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self._step: Decode | None = None

    def __call__(
        self, model: Qwen3, tokens: Tensor, positions: Tensor, kv_cache: KVCache, kv_length: int
    ) -> Tensor:
        """Logits ``(rows, vocab)``; arguments as in :func:`shared.inference.generation.decode_step`."""
        if self._step is None:
            self._step = self._compile(model)
        return self._step(model, tokens, positions, kv_cache, kv_length)

    def release(self) -> None:
        """Let go of the memory that belongs to a cache, once nothing is decoded with it any more."""

    def _compile(self, model: Qwen3) -> Decode:
        """Compile once, with the sizes left open that will change."""
        compiled = torch.compile(_decode_step)
        kv_cache = KVCache(model.config, self.rows, 2 * LENGTH_STEP, model.device, model.dtype)
        span = _span(LENGTH_STEP)
        # Two tensors and not one twice: the compiler would take their being the same for granted.
        tokens, positions = (torch.zeros(self.rows, dtype=torch.long, device=model.device) for _ in range(2))
        held = kv_cache.keys + kv_cache.values
        for tensor, axis in [(span, 0), *((tensor, 2) for tensor in held)]:
            torch._dynamo.mark_dynamic(tensor, axis)
        if self.rows > 1 and not self.fixed_rows:
            for tensor in (tokens, positions, kv_cache.rows, *held):
                torch._dynamo.mark_dynamic(tensor, 0)
        try:
            compiled(model, tokens, positions, kv_cache, span)
        except Exception as error:  # any of a dozen toolchain errors; decoding goes on without
            print(f"not compiled ({type(error).__name__}: {str(error).splitlines()[0]}); decoding eagerly")
            return decode_step
        return lambda model, tokens, positions, kv_cache, length: compiled(
            model, tokens, positions, kv_cache, _span(length)
        )


def _span(length: int) -> Tensor:
    """A length as a tensor's size: a compiler takes a number for a constant, and may leave a size open."""
    return torch.empty(length, device="meta")


def _decode_step(model: Qwen3, tokens: Tensor, positions: Tensor, kv_cache: KVCache, span: Tensor) -> Tensor:
    return decode_step(model, tokens, positions, kv_cache, span.shape[0])


class GraphDecoder(CompiledDecoder):
    """The compiled step, recorded as CUDA graphs: one for each length, with the same tensors in and out.

    A graph is bound to the memory of its cache. The cache is fixed from then on, and another one means
    recording again (milliseconds).
    """

    fixed_rows = True

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self._cache: KVCache | None = None
        self._graphs: dict[int, tuple[torch.cuda.CUDAGraph, Tensor]] = {}

    def __call__(
        self, model: Qwen3, tokens: Tensor, positions: Tensor, kv_cache: KVCache, kv_length: int
    ) -> Tensor:
        """As :class:`CompiledDecoder`; the result is overwritten by the next call."""
        if self._step is None:
            self._step = self._compile(model)
        if self._cache is not kv_cache:
            kv_cache.fixed = True
            self._cache, self._graphs = kv_cache, {}
            self._tokens, self._positions = tokens.clone(), positions.clone()
        # Few graphs: twice the length each time, up to the whole cache.
        length = LENGTH_STEP
        while length < kv_length:
            length *= 2
        length = min(length, kv_cache.capacity)
        self._tokens.copy_(tokens)
        self._positions.copy_(positions)
        if length not in self._graphs:
            self._graphs[length] = self._record(model, length)
        graph, logits = self._graphs[length]
        graph.replay()
        return logits

    def release(self) -> None:
        """Forget the graphs and the cache they are bound to, so that their memory is free for others."""
        self._cache, self._graphs = None, {}

    def _record(self, model: Qwen3, length: int) -> tuple[torch.cuda.CUDAGraph, Tensor]:
        arguments = (model, self._tokens, self._positions, self._cache, length)
        aside = torch.cuda.Stream()  # a step on another stream first, as recording asks for
        aside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(aside):
            self._step(*arguments)
        torch.cuda.current_stream().wait_stream(aside)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            logits = self._step(*arguments)
        return graph, logits
