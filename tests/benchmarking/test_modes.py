"""All ways of writing that are compared write the same, and exactly as much as they were asked to."""

from __future__ import annotations

from shared.benchmarking.modes import (
    NoEnd,
    TransformersWriter,
    random_prompts,
    write_texts_with_engine,
    write_with_cache,
    write_with_engine,
    write_without_cache,
)
from shared.inference.engine import Engine
from shared.model import checkpoints

import pytest
import torch
from generation_cases import VOCAB, make_model

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


def test_texts_to_their_ends():
    pytest.importorskip("transformers")
    model, tokenizer = checkpoints.load("tiny-base")
    questions = ("What is 12+30-7?", "A book costs 3 dollars. What do 14 of them cost?", "What is 6*7?")
    prompts = [tokenizer.encode(f"Question: {q}\nGive the answer in \\boxed{{}}.\nAnswer:") for q in questions]
    expected = []
    for prompt in prompts:
        ids = write_without_cache(model, torch.tensor([prompt]), 30)
        end = next(i for i, token in enumerate(ids) if token in tokenizer.eos_token_ids)
        assert end < 29, "the plain loop writes beyond the end, the others do not"
        expected.append(ids[: end + 1])
    assert len({len(ids) for ids in expected}) > 1, "of different lengths"
    theirs = TransformersWriter(model)
    assert write_texts_with_engine(Engine(model, tokenizer, max_batch_size=2), prompts, 30) == expected
    assert theirs.write_texts(prompts, 30, tokenizer, 2) == expected
    cut = [ids[:4] for ids in expected]
    assert write_texts_with_engine(Engine(model, tokenizer), prompts, 4) == cut
    assert theirs.write_texts(prompts, 4, tokenizer, 3) == cut
