"""A model and a tokenizer that every test of this folder can have."""

from __future__ import annotations

from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer, train_tokenizer

import pytest
from hardened import hardened_model
from reasoning_cases import PROMPT, QUESTIONS, VOCAB


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """Ends texts often, so that responses of random models have many lengths."""
    plain = train_tokenizer([PROMPT, *QUESTIONS], VOCAB)
    return Tokenizer(plain.backend, eos_token_ids=(VOCAB - 5, *range(20, 50)), pad_token_id=0)


@pytest.fixture(scope="session")
def model() -> Qwen3:
    return hardened_model(vocab_size=VOCAB, max_position_embeddings=512)
