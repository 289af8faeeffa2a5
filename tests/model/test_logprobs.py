"""Log-probabilities of responses against a naive loop; padding and pieces change nothing."""

from __future__ import annotations

import pytest
import torch
from hardened import small_model

from shared.model.logprobs import micro_batches, right_pad, token_logprobs

PROMPTS = [[1, 2, 3], [4, 5], [6, 7, 8, 9, 10]]
RESPONSES = [[11, 12, 13, 0], [14, 0], [15, 16, 17]]


@pytest.mark.parametrize("temperature", [1.0, 0.7])
def test_token_logprobs_equal_a_naive_loop(temperature):
    model = small_model()
    input_ids, mask = right_pad(PROMPTS, RESPONSES, pad_token_id=0)
    logprobs = token_logprobs(model, input_ids, mask, temperature)
    expected = torch.zeros_like(logprobs)
    for row, (prompt, response) in enumerate(zip(PROMPTS, RESPONSES, strict=True)):
        for i, token in enumerate(response):
            logits = model(torch.tensor([prompt + response[:i]]))[0, -1] / temperature
            expected[row, len(prompt) + i] = logits.softmax(-1)[token].log()
    torch.testing.assert_close(logprobs, expected, atol=1e-6, rtol=0)
    assert (logprobs[mask] < 0).all()


def test_padding_does_not_change_a_row():
    model = small_model()
    together = token_logprobs(model, *right_pad(PROMPTS, RESPONSES, pad_token_id=0))
    for row in range(3):
        alone = token_logprobs(
            model, *right_pad(PROMPTS[row : row + 1], RESPONSES[row : row + 1], pad_token_id=39)
        )
        torch.testing.assert_close(together[row, : alone.shape[1]], alone[0], atol=1e-12, rtol=0)
        assert (together[row, alone.shape[1] :] == 0).all()


def test_the_head_sees_response_positions_only():
    model = small_model()
    seen = []
    model.lm_head.register_forward_hook(lambda module, inputs, output: seen.append(tuple(output.shape)))
    token_logprobs(model, *right_pad(PROMPTS, RESPONSES, pad_token_id=0))
    assert seen == [(4 + 2 + 3, 40)]


def test_bfloat16_model_output_is_scored_in_float32():
    model = small_model(dtype=torch.float32)
    input_ids, mask = right_pad([[1, 2]], [[3, 0]], pad_token_id=0)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert token_logprobs(model, input_ids, mask).dtype is torch.float32


def test_right_pad():
    input_ids, mask = right_pad([[5, 6], [7]], [[8], [9, 10, 11]], pad_token_id=3)
    assert input_ids.tolist() == [[5, 6, 8, 3], [7, 9, 10, 11]]
    assert mask.tolist() == [[False, False, True, False], [False, True, True, True]]
    with pytest.raises(ValueError, match="empty prompt"):
        right_pad([[5], []], [[8], [9]], pad_token_id=3)
    with pytest.raises(ValueError, match="at least one row"):
        right_pad([], [], pad_token_id=3)


def test_micro_batches():
    lengths = [5, 1, 9, 2, 30, 2]
    pieces = micro_batches(lengths, max_tokens=10)
    assert sorted(i for piece in pieces for i in piece) == list(range(6))
    assert all(len(p) * max(lengths[i] for i in p) <= 10 or len(p) == 1 for p in pieces)
    assert pieces == [[1, 3, 5], [0], [2], [4]]
    assert micro_batches([], 10) == []
