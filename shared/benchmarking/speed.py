"""How fast tokens are written, and how near that is to what the machine's memory allows.

A decoding step multiplies a few vectors with all weights. Each weight is fetched for two operations a row, so
with few rows the step waits for memory and not for arithmetic. What it must fetch divided by the speed of
memory is then the least time it can take (Pope et al. 2022, arXiv:2211.05102, section 2).
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from shared.model.qwen3 import KVCache, Qwen3, Qwen3Config
from shared.tools.memory import forget_peak, peak_memory

import torch


def weight_bytes(model: Qwen3) -> int:
    """Bytes of weights that a decoding step reads, whatever the number of rows.

    All but the embedding table, of which a step reads a line a row; where the table is also the head (tied),
    it is read as the head.
    """
    total = sum(p.numel() * p.element_size() for p in model.parameters())  # a tied table comes once
    table = model.model.embed_tokens.weight
    return total if model.config.tie_word_embeddings else total - table.numel() * table.element_size()


def cache_bytes(
    config: Qwen3Config, dtype: torch.dtype, rows: int, prompt_tokens: int, new_tokens: int
) -> float:
    """Bytes of keys and values that a decoding step reads: ``rows`` times those of the mean length.

    A row that is to write ``n`` tokens reads ``prompt + 1`` to ``prompt + n - 1`` tokens in its steps, so the
    mean is ``prompt + n / 2``.
    """
    return rows * (prompt_tokens + new_tokens / 2) * KVCache.bytes_per_token(config, dtype)


def copy_bandwidth(device: torch.device | str, size: int | None = None, repetitions: int = 9) -> float:
    """Bytes a second that a large copy moves, those read and those written both counted.

    Args:
        size: bytes to copy; None means 256 MiB (1 GiB on CUDA), many times what the caches hold.

    Returns:
        Of the median repetition, with torch's present number of threads.
    """
    device = torch.device(device)
    size = size or (2**30 if device.type == "cuda" else 2**28)
    source, target = (torch.ones(size, dtype=torch.uint8, device=device) for _ in range(2))
    seconds = [timed(lambda: target.copy_(source), device) for _ in range(repetitions + 1)][1:]
    return 2 * size / statistics.median(seconds)


def synchronize(device: torch.device | str) -> None:
    """Wait until the device has done all it was asked to do; on a CPU that is always so."""
    kind = torch.device(device).type
    if kind != "cpu":
        getattr(torch, kind).synchronize()


def timed(work: Callable[[], object], device: torch.device | str) -> float:
    """Seconds that a piece of work takes, until the device has done it."""
    synchronize(device)
    started = time.perf_counter()
    work()
    synchronize(device)
    return time.perf_counter() - started


@dataclass(frozen=True)
class Case:
    """One way of writing to be measured.

    Args:
        mode: its name.
        batch_size: rows written together.
        write: given a number of new tokens for each row, writes exactly so many.
        reads_cache: False where everything is computed again for each token.
    """

    mode: str
    batch_size: int
    write: Callable[[int], object]
    reads_cache: bool = True


@dataclass
class Measurement:
    """What came out for one case; seconds are medians, and ``failure`` says why there are none.

    Args:
        tokens: new tokens of one repetition, all rows together.
        seconds: for all of them, prompts included.
        first_token_seconds: for one token a row, prompts included.
        warm_up_seconds: the very first repetition, which compiles what is to be compiled. Not in ``seconds``.
        peak_bytes: most memory held in any repetition, the first one included. On CUDA: the model, and what a
            repetition allocated beyond what was there before it; elsewhere: the whole process.
        all_seconds: the repetitions behind ``seconds``.
        step_bytes: what a decoding step reads, weights and cache; None where steps are not alike.
    """

    mode: str
    batch_size: int
    tokens: int = 0
    seconds: float = 0.0
    first_token_seconds: float | None = None
    warm_up_seconds: float = 0.0
    peak_bytes: int = 0
    all_seconds: list[float] = field(default_factory=list)
    step_bytes: float | None = None
    failure: str | None = None

    @property
    def tokens_per_second(self) -> float:
        """All rows together; the time for the prompts counts."""
        return self.tokens / self.seconds

    @property
    def bandwidth(self) -> float | None:
        """Bytes read a second while decoding: the steps after the first token, and what each must read."""
        steps = self.tokens / self.batch_size - 1
        if self.step_bytes is None or self.first_token_seconds is None or steps < 1:
            return None
        decoding = self.seconds - self.first_token_seconds
        return steps * self.step_bytes / decoding if decoding > 0 else None

    def to_dict(self) -> dict:
        """Plain JSON values."""
        known = {"mode": self.mode, "batch_size": self.batch_size}
        if self.failure is not None:
            return known | {"failure": self.failure}
        derived = {"tokens_per_second": self.tokens_per_second, "bytes_per_second": self.bandwidth}
        return {**known, **self.__dict__, **derived}


def measure(
    cases: Sequence[Case],
    new_tokens: int,
    repetitions: int,
    device: torch.device | str,
    *,
    held_bytes: int = 0,
    first_token: bool = True,
    tokens: int | None = None,
    tick: Callable[[], object] = lambda: None,
) -> list[Measurement]:
    """Run cases in turn, again and again, so that what disturbs the machine disturbs all of them alike.

    Args:
        new_tokens: for each row.
        repetitions: that count; one more of each case comes before, and does not.
        held_bytes: memory of the model, which all cases share.
        first_token: also measure the time for one token a row.
        tokens: new tokens of a repetition where it is not ``batch_size * new_tokens``.
        tick: called after each repetition of each case.

    Returns:
        In the order of the cases. One that fails (out of memory, not supported) says so and is left out of
        the next rounds; the others go on.
    """
    results = [Measurement(c.mode, c.batch_size, tokens or c.batch_size * new_tokens) for c in cases]
    first_tokens: list[list[float]] = [[] for _ in cases]
    for repetition in range(repetitions + 1):
        for case, result, firsts in zip(cases, results, first_tokens, strict=True):
            if result.failure is None:
                try:
                    before = _begin_peak(device)
                    seconds = timed(lambda case=case: case.write(new_tokens), device)
                    peak = _peak(device) - before + (held_bytes if before else 0)
                    first = timed(lambda case=case: case.write(1), device) if first_token else None
                except (RuntimeError, ValueError, NotImplementedError, MemoryError) as error:
                    result.failure = _in_one_line(error)
                else:
                    result.peak_bytes = max(peak, result.peak_bytes)
                    if repetition == 0:
                        result.warm_up_seconds = seconds
                    else:
                        result.all_seconds.append(seconds)
                        firsts += [] if first is None else [first]
            tick()
    for result, firsts in zip(results, first_tokens, strict=True):
        if result.failure is None:
            result.seconds = statistics.median(result.all_seconds)
            result.first_token_seconds = statistics.median(firsts) if firsts else None
    return results


def mixed_lengths(count: int, shortest: int, longest: int, seed: int = 0) -> list[int]:
    """Lengths spread evenly from ``shortest`` to ``longest``, in a shuffled order."""
    even = torch.linspace(shortest, longest, count).round().long()
    return even[torch.randperm(count, generator=torch.Generator().manual_seed(seed))].tolist()


def groups(items: Iterable, size: int) -> list[list]:
    """Consecutive groups of ``size`` items; the last one may be smaller."""
    items = list(items)
    return [items[i : i + size] for i in range(0, len(items), size)]


def _begin_peak(device: torch.device | str) -> int:
    """Begin anew with the mark; returns what is held already, as far as it is not to be counted."""
    if torch.device(device).type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
        return torch.cuda.memory_allocated(device)
    forget_peak()
    return 0


def _peak(device: torch.device | str) -> int:
    return torch.cuda.max_memory_allocated(device) if torch.device(device).type == "cuda" else peak_memory()


def _in_one_line(error: Exception) -> str:
    if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
        return "out of memory"
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
