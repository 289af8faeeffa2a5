"""Weights and tokenizers are told apart by every part that matters."""

from __future__ import annotations

from dataclasses import replace

from shared.model import checkpoints
from shared.model.fingerprint import fingerprint, tokenizer_fingerprint
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer

import pytest
import torch
from training_cases import TINY, tiny_model


def test_equal_weights_have_equal_fingerprints():
    assert fingerprint(tiny_model()) == fingerprint(tiny_model())
    assert fingerprint(tiny_model()) != fingerprint(tiny_model(seed=1))


@pytest.mark.parametrize("place", [0, 31, -32, -1])
@pytest.mark.parametrize("name", ["model.embed_tokens.weight", "model.layers.1.mlp.down_proj.weight"])
def test_either_end_of_every_tensor_counts(name, place):
    model = tiny_model()
    with torch.no_grad():
        dict(model.named_parameters())[name].view(-1)[place] += 1e-3
    assert fingerprint(model) != fingerprint(tiny_model())


def test_every_tensor_counts():
    for name, _ in tiny_model().named_parameters():
        model = tiny_model()
        with torch.no_grad():
            dict(model.named_parameters())[name].mul_(1.01)
        assert fingerprint(model) != fingerprint(tiny_model()), name


def test_the_configuration_and_buffers_count():
    torch.manual_seed(0)
    turned = Qwen3(replace(TINY, rope_theta=5.0))
    assert all(torch.equal(p, q) for p, q in zip(turned.parameters(), tiny_model().parameters(), strict=True))
    assert fingerprint(turned) != fingerprint(tiny_model())
    buffered = [tiny_model(), tiny_model()]
    for value, model in enumerate(buffered):
        model.register_buffer("scale", torch.tensor([float(value)]))
    assert fingerprint(buffered[0]) != fingerprint(buffered[1])


def test_tokenizers():
    tokenizer = checkpoints.load_tokenizer("tiny-base")
    same = checkpoints.load_tokenizer("tiny-teacher")
    assert tokenizer_fingerprint(tokenizer) == tokenizer_fingerprint(same)
    ends = Tokenizer(tokenizer.backend, (*tokenizer.eos_token_ids, 5), tokenizer.pad_token_id)
    padded = Tokenizer(tokenizer.backend, tokenizer.eos_token_ids, 7)
    assert len({tokenizer_fingerprint(t) for t in (tokenizer, ends, padded)}) == 3
