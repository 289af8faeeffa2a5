"""Log-probabilities of responses against a naive loop; padding and pieces change nothing."""

from __future__ import annotations

from collections.abc import Callable

from shared.model import checkpoints, logprobs
from shared.model.logprobs import micro_batches, right_pad, token_logprobs
from shared.model.qwen3 import PRESETS, Qwen3

import pytest
import torch
from hardened import hardened_model, small_model

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


def values_and_gradients(model: Qwen3, temperature: float) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """Log-probabilities, and what a loss that weighs each differently sends back to every weight."""
    model.zero_grad()
    input_ids, mask = right_pad(PROMPTS, RESPONSES, pad_token_id=0)
    values = token_logprobs(model, input_ids, mask, temperature)
    weights = torch.randn(mask.shape, generator=torch.Generator().manual_seed(3), dtype=values.dtype)
    (values * weights).sum().backward()
    return values.detach(), {name: parameter.grad.clone() for name, parameter in model.named_parameters()}


MODELS: dict[str, Callable[[], Qwen3]] = {
    "tied": small_model,
    "untied": lambda: hardened_model(vocab_size=40, tie_word_embeddings=False).double(),
}


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize("temperature", [1.0, 0.7])
@pytest.mark.parametrize("at_once", [1, 2, 4, 8])  # of 9 response tokens: a remainder, none, all but one
def test_pieces_give_the_values_and_gradients_of_the_whole(monkeypatch, kind, temperature, at_once):
    model = MODELS[kind]()
    whole, gradients = values_and_gradients(model, temperature)
    monkeypatch.setattr(logprobs, "LOGITS", 40 * at_once + 39)
    pieces, their_gradients = values_and_gradients(model, temperature)
    torch.testing.assert_close(pieces, whole, atol=1e-12, rtol=0)
    assert gradients.keys() == their_gradients.keys() and all(g.any() for g in gradients.values())
    for name, gradient in gradients.items():
        torch.testing.assert_close(their_gradients[name], gradient, atol=1e-12, rtol=1e-10, msg=name)


@pytest.mark.parametrize(
    ("at_once", "forward", "backward"),
    [(1, [1] * 9, [1] * 9), (4, [4, 4, 1], [1, 4, 4]), (8, [8, 1], [1, 8]), (9, [9], []), (50, [9], [])],
)
def test_no_more_logits_than_allowed_are_ever_computed(monkeypatch, at_once, forward, backward):
    """Forward or, once more, backward; what fits at once is computed once."""
    model, seen = small_model(), []
    model.lm_head.register_forward_hook(lambda module, inputs, output: seen.append(tuple(output.shape)))
    monkeypatch.setattr(logprobs, "LOGITS", 40 * at_once)
    values = token_logprobs(model, *right_pad(PROMPTS, RESPONSES, pad_token_id=0))
    assert seen == [(n, 40) for n in forward]
    values.sum().backward()
    assert sorted(seen[len(forward) :]) == sorted((n, 40) for n in backward)
    assert max(rows * vocab for rows, vocab in seen) <= logprobs.LOGITS


def test_scoring_without_gradients_is_in_pieces_too(monkeypatch):
    model, seen = small_model(), []
    batch = right_pad(PROMPTS, RESPONSES, pad_token_id=0)
    expected = token_logprobs(model, *batch)
    model.lm_head.register_forward_hook(lambda module, inputs, output: seen.append(len(output)))
    monkeypatch.setattr(logprobs, "LOGITS", 40 * 4)
    with torch.inference_mode():
        torch.testing.assert_close(token_logprobs(model, *batch), expected, atol=1e-12, rtol=0)
    assert seen == [4, 4, 1]


def test_a_vocabulary_beyond_the_allowance_goes_token_by_token(monkeypatch):
    model, seen = small_model(), []
    model.lm_head.register_forward_hook(lambda module, inputs, output: seen.append(len(output)))
    monkeypatch.setattr(logprobs, "LOGITS", 39)
    token_logprobs(model, *right_pad(PROMPTS, RESPONSES, pad_token_id=0))
    assert seen == [1] * 9


def test_responses_without_a_token_score_nothing():
    input_ids, mask = right_pad([[1, 2], [3]], [[], []], pad_token_id=0)
    assert token_logprobs(small_model(), input_ids, mask).tolist() == [[0.0, 0.0]] * 2


def test_the_allowance_is_small_for_official_models_and_ample_for_the_tiny_ones():
    official = PRESETS["Qwen/Qwen3-0.6B"].vocab_size
    assert 4 * official * (logprobs.LOGITS // official) <= 128 * 2**20  # bytes of one piece in float32
    assert logprobs.LOGITS // official > 100  # or the matrix products would be too thin to be fast
    for name in ("tiny-base", "tiny-teacher", "tiny-reasoning"):
        assert logprobs.LOGITS // checkpoints.load_tokenizer(name).vocab_size > 8192  # a whole micro-batch


def test_pieces_under_autocast_are_computed_again_in_the_same_type(monkeypatch):
    """The backward pass comes after autocast has been left."""
    model = small_model(dtype=torch.float32)
    types = []
    model.lm_head.register_forward_hook(lambda module, inputs, output: types.append(output.dtype))
    results = []
    for allowance in (2**25, 40 * 4):
        monkeypatch.setattr(logprobs, "LOGITS", allowance)
        model.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            values = token_logprobs(model, *right_pad(PROMPTS, RESPONSES, pad_token_id=0))
        values.sum().backward()
        results.append((values.detach(), model.lm_head.weight.grad.clone()))
    assert types == [torch.bfloat16] * 7
    for whole, pieces in zip(*results, strict=True):
        assert pieces.dtype is torch.float32
        torch.testing.assert_close(pieces, whole, atol=0.02 * whole.abs().max().item(), rtol=0)


def test_bfloat16_model_output_is_scored_in_float32():
    model = small_model(dtype=torch.float32)
    input_ids, mask = right_pad([[1, 2]], [[3, 0]], pad_token_id=0)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert token_logprobs(model, input_ids, mask).dtype is torch.float32


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float32, torch.float64])
def test_only_the_logits_are_rounded_to_the_weights_type(dtype):
    """A log-probability in bfloat16 has 8 bits: -3.01 and -3.0 are one number."""
    model = small_model(dtype=dtype)
    input_ids, mask = right_pad(PROMPTS, RESPONSES, pad_token_id=0)
    ours = token_logprobs(model, input_ids, mask, temperature=0.7)
    assert ours.dtype is (torch.float64 if dtype is torch.float64 else torch.float32)
    exact = model.lm_head(model.model(input_ids[:, :-1], None, None, None)[mask[:, 1:]]).double() / 0.7
    expected = exact.log_softmax(-1).gather(-1, input_ids[mask][:, None])[:, 0]
    rounding = 1e-12 if dtype is torch.float64 else 1e-5
    torch.testing.assert_close(ours[mask].double(), expected, atol=rounding, rtol=0)


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
