"""Compiled and recorded steps on a machine without a compiler or a GPU: both are played by fakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from unittest.mock import MagicMock

from shared.inference import generation
from shared.inference import slots as slots_module
from shared.inference.decoders import LENGTH_STEP, CompiledDecoder, GraphDecoder
from shared.inference.engine import Engine
from shared.inference.generation import Response, decode_step, prefill
from shared.inference.requests import Request
from shared.inference.sampling import SamplingParams
from shared.model.qwen3 import KVCache, Qwen3
from shared.model.tokenizer import Tokenizer

import pytest
import torch
from generation_cases import PROMPTS, VOCAB, make_model, make_tokenizer
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

SAMPLED = SamplingParams(temperature=1.0)


class FakeGraph(TorchDispatchMode):
    """What a CUDA graph does, on the CPU: notes operations down and repeats them on the very same memory."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple] = []

    def __torch_dispatch__(self, operation, types, arguments=(), options=None):
        result = operation(*arguments, **(options or {}))
        assert isinstance(result, Tensor | tuple), f"{operation} would make the host wait for the device"
        self.calls.append((operation, arguments, options or {}, result))
        return result

    def replay(self) -> None:
        for operation, arguments, options, result in self.calls:
            again = operation(*arguments, **options)
            pairs = [(result, again)] if isinstance(result, Tensor) else zip(result, again, strict=True)
            for recorded, new in pairs:
                # Views, and what was changed in place, are that memory already.
                if (
                    isinstance(new, Tensor)
                    and new.device.type != "meta"
                    and new.data_ptr() != recorded.data_ptr()
                ):
                    recorded.copy_(new)


@contextmanager
def recording(graph: FakeGraph) -> Iterator[None]:
    with graph:
        yield


@pytest.fixture
def fake_cuda(monkeypatch: pytest.MonkeyPatch) -> list[FakeGraph]:
    """Puts fakes in the places of CUDA's graphs and streams; the graphs recorded so far."""
    graphs: list[FakeGraph] = []

    def new_graph() -> FakeGraph:
        graphs.append(FakeGraph())
        return graphs[-1]

    monkeypatch.setattr(torch.cuda, "CUDAGraph", new_graph)
    monkeypatch.setattr(torch.cuda, "graph", recording)
    monkeypatch.setattr(torch.cuda, "Stream", MagicMock())
    monkeypatch.setattr(torch.cuda, "current_stream", MagicMock())
    monkeypatch.setattr(torch.cuda, "stream", lambda stream: nullcontext())
    return graphs


def works(function: Callable) -> Callable:
    """A compiler that leaves everything as it is."""
    return function


def fails(function: Callable) -> Callable:
    """A machine without a compiler."""

    def step(*arguments: object) -> None:
        raise RuntimeError("nvcc is not found\nand a long story")

    return step


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """Most texts go on to their limit with it."""
    return Tokenizer(make_tokenizer().backend, eos_token_ids=(VOCAB - 5, 20), pad_token_id=0)


@pytest.fixture(scope="module")
def model() -> Qwen3:
    return make_model()


def requests() -> list[Request]:
    """More than fit side by side, of all lengths, some beyond the length of the first graph."""
    long = [Request([40 + i % 9 for i in range(70)], 80, SAMPLED, num_samples=2, seed=9)]
    short = [Request(prompt, 5 + 7 * i, SAMPLED, 2, seed=i) for i, prompt in enumerate(PROMPTS)]
    return [*short, *long]


def graph_engine(model: Qwen3, tokenizer: Tokenizer, rows: int = 5) -> Engine:
    """What an engine on a CUDA device is."""
    engine = Engine(model, tokenizer, max_batch_size=rows)
    engine._decode, engine.steps_between_looks = GraphDecoder(rows), 8
    return engine


def texts(responses: list[list[Response]]) -> list[list[tuple[list[int], str]]]:
    return [[(r.token_ids, r.finish_reason) for r in samples] for samples in responses]


@pytest.mark.parametrize("compiler", [works, fails])
def test_recorded_decoding_gives_the_same_texts(
    compiler: Callable, model: Qwen3, tokenizer: Tokenizer, fake_cuda: list[FakeGraph],
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """With a compiler and without one, where the plain step is recorded instead and one line says so."""
    expected = Engine(model, tokenizer, max_batch_size=1).generate(requests())
    monkeypatch.setattr(torch, "compile", compiler)
    monkeypatch.setattr(generation, "GROWTH", 3)  # a cache that does not grow is as long as it can become
    engine = graph_engine(model, tokenizer)
    assert texts(engine.generate(requests())) == texts(expected)
    said = capsys.readouterr().out
    line = "not compiled (RuntimeError: nvcc is not found); decoding eagerly\n"
    assert said == (line if compiler is fails else "")
    assert len(fake_cuda) == 3  # 64, 128, and the whole cache: few, and each more than once
    again = engine.generate(requests()[2:5])  # another cache, other graphs, the same compiled step
    assert texts(again) == texts(expected[2:5])
    assert capsys.readouterr().out == ""


@torch.inference_mode()
def test_a_graph_is_recorded_for_each_doubling_of_the_length(
    model: Qwen3, fake_cuda: list[FakeGraph], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch, "compile", works)
    decode, cache = GraphDecoder(2), KVCache(model.config, 2, 300)
    tokens, positions = torch.tensor([5, 6]), torch.tensor([0, 0])
    covered = []
    for length in (1, 64, 65, 128, 129, 257, 300, 3):
        decode(model, tokens, positions, cache, length)
        covered.append(len(fake_cuda))
    assert covered == [1, 1, 2, 2, 3, 4, 4, 4]
    assert sorted(decode._graphs) == [LENGTH_STEP, 128, 256, 300]


@torch.inference_mode()
def test_a_recorded_step_reads_what_it_is_given_now(
    model: Qwen3, fake_cuda: list[FakeGraph], monkeypatch: pytest.MonkeyPatch
) -> None:
    """New tokens and positions in the same graph, and another cache in a new one."""
    monkeypatch.setattr(torch, "compile", works)
    decode, given = GraphDecoder(2), []
    for prompts in ([[7, 8, 9], [10, 11, 12]], [[1, 2, 3], [4, 5, 6]]):
        cache, plain = KVCache(model.config, 2, 40), KVCache(model.config, 2, 40)
        for held in (cache, plain):
            prefill(model, torch.tensor(prompts), None, held)
        for step, pair in enumerate([[13, 14], [15, 16], [17, 18]]):
            tokens, positions = torch.tensor(pair), torch.full((2,), 3 + step)
            logits = decode(model, tokens, positions, cache, 4 + step).clone()
            expected = decode_step(model, tokens, positions, plain, 4 + step)
            torch.testing.assert_close(logits, expected, atol=1e-4, rtol=1e-4)
            given.append((tokens, pair))
    assert len(fake_cuda) == 2
    assert all(tokens.tolist() == pair for tokens, pair in given)  # the graph's own tensors are others


@torch.inference_mode()
def test_a_cache_under_a_graph_does_not_grow(
    model: Qwen3, fake_cuda: list[FakeGraph], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The graph would go on writing to the memory of before."""
    monkeypatch.setattr(torch, "compile", works)
    cache = KVCache(model.config, 2, 40)
    cache.grow(50)
    GraphDecoder(2)(model, torch.tensor([5, 6]), torch.tensor([0, 0]), cache, 1)
    with pytest.raises(
        RuntimeError, match="internal error: a cache bound to CUDA graphs cannot grow from 50 to 60"
    ):
        cache.grow(60)
    assert cache.capacity == 50


def test_slots_that_underestimate_stop_before_they_write_into_nothing(
    model: Qwen3, tokenizer: Tokenizer, fake_cuda: list[FakeGraph], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch, "compile", works)
    monkeypatch.setattr(slots_module, "slots_needed", lambda sequences, looks: 80)
    with pytest.raises(RuntimeError, match="cannot grow from 80 to"):
        graph_engine(model, tokenizer).generate(requests())


def test_nothing_is_kept_when_a_call_ends(
    model: Qwen3, tokenizer: Tokenizer, fake_cuda: list[FakeGraph], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Graphs hold their cache, gigabytes that the next step of training needs."""
    monkeypatch.setattr(torch, "compile", works)
    engine = graph_engine(model, tokenizer)
    engine.generate(requests()[:3])
    assert engine._decode._cache is None and engine._decode._graphs == {}

    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FakeGraph, "replay", interrupt)
    with pytest.raises(KeyboardInterrupt):
        engine.generate(requests()[:3])
    assert engine._decode._cache is None and engine._decode._graphs == {}


def test_a_step_compiled_for_any_number_of_rows_is_never_given_one(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A compiler takes 1 for something else than a size, and would compile once more (tens of seconds)."""
    rows = []

    def counts(function: Callable) -> Callable:
        def step(model: Qwen3, tokens: Tensor, *others: object) -> Tensor:
            rows.append(len(tokens))
            return function(model, tokens, *others)

        return step

    monkeypatch.setattr(torch, "compile", counts)
    engine = Engine(model, tokenizer, max_batch_size=4, compile=True)
    for asked in (requests(), requests()[:1], [Request(PROMPTS[0], 9)]):
        expected = Engine(model, tokenizer, max_batch_size=1).generate(asked)
        assert texts(engine.generate(asked)) == texts(expected)
    assert (min(rows), max(rows)) == (2, 4)


def test_a_compiled_step_without_graphs_falls_back_too(
    model: Qwen3, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(torch, "compile", fails)
    decode, cache = CompiledDecoder(3), KVCache(model.config, 3, 10)
    arguments = (model, torch.tensor([5, 6, 7]), torch.tensor([0, 0, 0]), cache, 1)
    with torch.inference_mode():
        assert torch.equal(decode(*arguments), decode_step(*arguments))
        decode(*arguments)
    assert capsys.readouterr().out.count("not compiled") == 1
