"""The decoding step, compiled: the same function, with its small operations fused and its launches saved.

A step of a small model, or of one row, spends its time between the operations rather than in them.
``torch.compile`` fuses them; a CUDA graph also replays the launches without Python. Both want the same shapes
every time. The number of rows is fixed, and the length that attention covers is rounded up and left open
when compiling, so that nothing is compiled again for a longer text.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from shared.generation import decode_step
from shared.qwen3 import KVCache, Qwen3

Decode = Callable[[Qwen3, Tensor, Tensor, KVCache, int], Tensor]
LENGTH_STEP = 64  # attention covers a multiple of this


class CompiledDecoder:
    """:func:`shared.generation.decode_step`, compiled at its first use for ``rows`` rows.

    Where compiling fails (no compiler, unsupported device), it says why in one line and goes on eagerly.
    """

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self._step: Decode | None = None

    def __call__(
        self, model: Qwen3, tokens: Tensor, positions: Tensor, kv_cache: KVCache, kv_length: int
    ) -> Tensor:
        """Logits ``(rows, vocab)``; arguments as in :func:`shared.generation.decode_step`."""
        if self._step is None:
            self._step = self._compile(model)
        kv_length = min(-(-kv_length // LENGTH_STEP) * LENGTH_STEP, kv_cache.capacity)
        return self._step(model, tokens, positions, kv_cache, kv_length)

    def _compile(self, model: Qwen3) -> Decode:
        """Compile once, with the sizes left open that will change: those of the cache, and of what is read."""
        compiled = torch.compile(_decode_step)
        kv_cache = KVCache(model.config, self.rows, 2 * LENGTH_STEP, model.device, model.dtype)
        for tensor in kv_cache.keys + kv_cache.values:
            torch._dynamo.mark_dynamic(tensor, 2)
        span = _span(LENGTH_STEP)
        torch._dynamo.mark_dynamic(span, 0)
        # Two tensors and not one twice: the compiler would take their being the same for granted.
        tokens, positions = (torch.zeros(self.rows, dtype=torch.long, device=model.device) for _ in range(2))
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

    A graph is bound to the memory of its cache, so another cache means recording again (milliseconds).
    """

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
