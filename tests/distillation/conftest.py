"""Tokenizers that every test of this folder can have."""

from __future__ import annotations

from itertools import islice

from shared.model.tokenizer import Tokenizer, train_tokenizer
from shared.problems import problem_stream

import pytest


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    texts = [p.problem + " " + p.solution for p in islice(problem_stream("train", seed=0), 50)]
    return train_tokenizer(texts, vocab_size=300)


@pytest.fixture(scope="session")
def chat_tokenizer(tokenizer) -> Tokenizer:
    ends = (tokenizer.token_id("<|im_end|>"), tokenizer.token_id("<|endoftext|>"))
    return Tokenizer(tokenizer.backend, ends, tokenizer.pad_token_id)
