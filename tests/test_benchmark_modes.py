"""All ways of writing that are compared write the same, and exactly as much as they were asked to."""

from __future__ import annotations

import pytest
import torch
from generation_cases import VOCAB, make_model

from shared.benchmark_modes import (
    NoEnd,
    TransformersWriter,
    random_prompts,
    write_with_cache,
    write_with_engine,
    write_without_cache,
)
from shared.engine import Engine

NEW = 12


@pytest.fixture(scope="module")
def model():
    return make_model()


@pytest.fixture(scope="module")
def prompts() -> torch.Tensor:
    return random_prompts(5, 7, VOCAB)


def one_by_one(model, prompts, new_tokens: int = NEW) -> list[list[int]]:
    return [write_without_cache(model, prompt[None], new_tokens) for prompt in prompts]


def test_every_prompt_is_another_one(prompts):
    assert prompts.shape == (5, 7) and len({tuple(p) for p in prompts.tolist()}) == 5
    assert torch.equal(prompts, random_prompts(5, 7, VOCAB))
    assert int(prompts.min()) >= 0 and int(prompts.max()) < VOCAB


def test_cache_and_engine_write_what_the_plain_loop_writes(model, prompts):
    expected = one_by_one(model, prompts)
    assert [len(ids) for ids in expected] == [NEW] * 5
    assert [write_with_cache(model, prompt[None], NEW) for prompt in prompts] == expected
    assert write_with_engine(Engine(model, NoEnd(), max_batch_size=2), prompts, NEW) == expected


def test_one_token_is_enough(model, prompts):
    expected = one_by_one(model, prompts, 1)
    assert [write_with_cache(model, prompt[None], 1) for prompt in prompts] == expected
    assert write_with_engine(Engine(model, NoEnd()), prompts, 1) == expected


def test_mixed_lengths_in_the_engine(model, prompts):
    limits = [3, 12, 1, 7, 5]
    expected = [ids[:n] for ids, n in zip(one_by_one(model, prompts), limits, strict=True)]
    assert write_with_engine(Engine(model, NoEnd(), max_batch_size=2), prompts, limits) == expected


def test_a_context_too_short_is_noticed(prompts):
    model = make_model(max_position_embeddings=10)
    with pytest.raises(ValueError, match="context is too short"):
        write_with_engine(Engine(model, NoEnd()), prompts, NEW)


@pytest.mark.parametrize("changes", [{}, {"tie_word_embeddings": False}, {"qk_norm": False}])
def test_transformers_writes_the_same_from_the_same_memory(changes, prompts):
    pytest.importorskip("transformers")
    model = make_model(**changes)
    theirs = TransformersWriter(model)
    expected = one_by_one(model, prompts)
    assert theirs.write(prompts, NEW) == expected
    assert theirs.write(prompts, NEW, static_cache=True) == expected
    limits = [3, 12, 1, 7, 5]
    assert theirs.write_mixed(prompts, limits, 2) == [ids[:n] for ids, n in zip(expected, limits, strict=True)]
    mine = {name: p.data_ptr() for name, p in model.named_parameters()}
    assert {name: p.data_ptr() for name, p in theirs._model.named_parameters()} == mine
    assert torch.get_default_dtype() == torch.float32
