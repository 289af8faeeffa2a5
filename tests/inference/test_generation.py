"""One response at a time: prefill and decode against a plain forward, streams against a naive loop."""

from __future__ import annotations

from shared.inference import generation
from shared.inference.generation import (
    NotANumberError,
    Response,
    check_logprob,
    decode_step,
    make_room,
    prefill,
    room_for,
    stream,
    uniforms,
)
from shared.inference.sampling import SamplingParams, next_token_probs
from shared.model.qwen3 import KVCache, Qwen3, left_pad
from shared.model.tokenizer import Tokenizer

import pytest
import torch
from generation_cases import PROMPTS, VOCAB, make_model, make_tokenizer, naive_greedy

SAMPLED = SamplingParams(temperature=1.0)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return make_tokenizer()


@pytest.fixture(scope="module")
def model() -> Qwen3:
    return make_model()


@torch.no_grad()
def test_prefill_and_decode_equal_a_plain_forward(model: Qwen3) -> None:
    sequences = [[5, 6, 7, 8], [9, 10], [11, 12, 13]]
    cache = KVCache(model.config, 3, 5)
    logits = prefill(model, *left_pad(sequences, 0), cache)
    again = decode_step(model, torch.tensor([1, 2, 3]), torch.tensor([4, 2, 3]), cache)
    for row, sequence in enumerate(sequences):
        expected = model(torch.tensor([sequence + [row + 1]]))[0, -2:]
        torch.testing.assert_close(torch.stack([logits[row], again[row]]), expected, atol=1e-4, rtol=1e-4)


@torch.no_grad()
def test_prefill_without_padding_needs_no_positions(model: Qwen3) -> None:
    ids = torch.tensor([[5, 6, 7, 8], [9, 10, 11, 12]])
    first, second = KVCache(model.config, 2, 4), KVCache(model.config, 2, 4)
    logits = prefill(model, ids, None, first)
    expected = prefill(model, ids, torch.arange(4).expand(2, 4), second)
    torch.testing.assert_close(logits, expected, atol=1e-5, rtol=1e-5)
    for ours, theirs in zip(first.keys + first.values, second.keys + second.values, strict=True):
        torch.testing.assert_close(ours[:, :, :4], theirs[:, :, :4], atol=1e-5, rtol=1e-5)


def test_a_greedy_stream_equals_a_naive_loop(model: Qwen3, tokenizer: Tokenizer) -> None:
    reasons = set()
    for prompt in PROMPTS:
        pieces = stream(model, tokenizer, prompt, max_new_tokens=20)
        assert pieces.response is None
        text = "".join(pieces)
        response = pieces.response
        ids, logprobs = naive_greedy(model, tokenizer, prompt, 20)
        stopped = ids[-1] in tokenizer.eos_token_ids
        assert response.token_ids == ids
        assert response.logprobs == pytest.approx(logprobs, abs=1e-3)
        assert response.prompt_tokens == len(tokenizer.encode(prompt))
        assert response.finish_reason == ("stop" if stopped else "length")
        assert response.text == tokenizer.decode(ids[:-1] if stopped else ids) == text
        assert 0 < response.seconds_to_first_token <= response.seconds
        reasons.add(response.finish_reason)
    assert reasons == {"stop", "length"}  # or this test would say little


@torch.no_grad()
def test_samples_follow_the_distribution(model: Qwen3, tokenizer: Tokenizer) -> None:
    params, draws = SamplingParams(temperature=1.0, top_k=8), 600
    counts = torch.zeros(model.config.vocab_size, dtype=torch.double)
    for seed in range(draws):
        pieces = stream(model, tokenizer, PROMPTS[1], max_new_tokens=1, params=params, seed=seed)
        list(pieces)
        counts[pieces.response.token_ids[0]] += 1
    logits = model(torch.tensor([tokenizer.encode(PROMPTS[1])]))[:, -1]
    expected = draws * next_token_probs(logits, params)[0].double()
    possible = expected > 0
    assert counts[~possible].sum() == 0
    chi_square = ((counts - expected)[possible] ** 2 / expected[possible]).sum()
    assert chi_square < 29.9  # 99.99 % of such sums of 8 terms lie below


@torch.no_grad()
def test_logprobs_are_the_models_own(model: Qwen3, tokenizer: Tokenizer) -> None:
    """Whatever the tokens were drawn from."""
    for params in (SamplingParams(2.0, top_k=50), SamplingParams(0.5, top_p=0.9)):
        pieces = stream(model, tokenizer, PROMPTS[2], max_new_tokens=15, params=params, seed=4)
        list(pieces)
        prompt_ids, ids = tokenizer.encode(PROMPTS[2]), pieces.response.token_ids
        logits = model(torch.tensor([prompt_ids + ids]))[0, len(prompt_ids) - 1 : -1]
        expected = logits.log_softmax(-1)[torch.arange(len(ids)), ids].tolist()
        assert len(ids) > 1 and pieces.response.logprobs == pytest.approx(expected, abs=1e-4)


def test_more_uniform_numbers_begin_with_the_same_ones() -> None:
    assert torch.equal(uniforms(7, 50)[:5], uniforms(7, 5))
    assert not torch.equal(uniforms(8, 5), uniforms(7, 5))


def test_a_stream_works_no_faster_than_it_is_read(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []
    real = generation.decode_step

    def step(*arguments: object, **options: object) -> torch.Tensor:
        steps.append(1)
        return real(*arguments, **options)

    monkeypatch.setattr(generation, "decode_step", step)
    pieces = stream(model, tokenizer, PROMPTS[0], max_new_tokens=30)
    assert len(steps) == 0
    next(pieces)
    assert len(steps) < 5
    assert not torch.is_inference_mode_enabled()  # the reader's own computations keep their gradients
    list(pieces)
    assert len(steps) == pieces.response.num_tokens - 1


# --- memory -----------------------------------------------------------------------------------------------


def test_room_is_made_in_steps_that_keep_copies_few_and_never_beyond_the_longest() -> None:
    assert room_for(10, 10_000) == 10 + 256
    assert room_for(2000, 10_000) == 3000
    assert room_for(10, 100) == 100
    assert room_for(100, 100) == 100
    growths, length = 0, 10
    while length < 16_000:
        length = room_for(length, 16_000)
        growths += 1
    assert growths < 12


def test_a_cache_grows_only_when_it_must(model: Qwen3) -> None:
    cache = KVCache(model.config, 1, 5)
    make_room(cache, 5, 1000)
    assert cache.capacity == 5
    make_room(cache, 6, 1000)
    assert cache.capacity == 6 + 256


@pytest.mark.parametrize("growth", [1, 3, 256])
def test_the_cache_of_a_stream_grows_with_its_text(
    tokenizer: Tokenizer, growth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = make_model(max_position_embeddings=16_384)
    endless = Tokenizer(tokenizer.backend, eos_token_ids=(VOCAB - 5,), pad_token_id=0)
    expected, _ = naive_greedy(model, endless, PROMPTS[0], 40)
    monkeypatch.setattr(generation, "GROWTH", growth)
    seen = []
    real = generation.decode_step

    def step(model: Qwen3, ids: torch.Tensor, positions: torch.Tensor, cache: KVCache, kv_length: int):
        assert int(positions) < kv_length <= cache.capacity
        seen.append(cache.capacity)
        return real(model, ids, positions, cache, kv_length)

    monkeypatch.setattr(generation, "decode_step", step)
    pieces = stream(model, endless, PROMPTS[0], max_new_tokens=16_000)
    for _ in pieces:
        if len(seen) == 39:
            break
    prompt = len(endless.encode(PROMPTS[0]))
    assert seen[0] == prompt + max(growth, prompt // 2)  # not the 16,000 that were asked for
    assert seen[-1] < prompt + 40 + max(growth, (prompt + 40) // 2)
    assert (len(set(seen)) > 1) == (growth < 256)
    seen.clear()
    pieces = stream(model, endless, PROMPTS[0], max_new_tokens=40)
    list(pieces)
    assert pieces.response.token_ids == expected
    assert seen[-1] == prompt + 39 and (
        growth < 256 or set(seen) == {prompt + 39}
    )  # the last token is not read


# --- what cannot be gone on with --------------------------------------------------------------------------


def test_a_logprob_that_is_no_number_is_refused() -> None:
    for fine in (-0.5, 0.0, -300.0, float("-inf")):
        check_logprob(fine, 0)
    with pytest.raises(
        NotANumberError, match=r"NaN\) after 7 written tokens: its weights are damaged"
    ) as error:
        check_logprob(float("nan"), 7)
    assert "\n" not in str(error.value) and "get the checkpoint again" in str(error.value)


@pytest.mark.parametrize("params", [SamplingParams(), SAMPLED, SamplingParams(0.7, 20, 0.9, 0.1)], ids=str)
@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_stream_of_nan_ends_with_an_error(tokenizer: Tokenizer, params: SamplingParams, bad: float) -> None:
    """It used to go on with token 0 to the limit. One broken number in the weights is enough."""
    model = make_model()
    with torch.no_grad():
        model.model.layers[1].mlp.down_proj.weight[3, 5] = bad
    pieces = stream(model, tokenizer, PROMPTS[0], max_new_tokens=50, params=params)
    with pytest.raises(NotANumberError, match="after 0 written tokens"):
        next(pieces)


def test_one_nan_among_the_logits_is_noticed_when_it_comes(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Greedy and sampled choice could well be another token's."""
    real, steps = generation.decode_step, []

    def step(*arguments: object, **options: object) -> torch.Tensor:
        logits = real(*arguments, **options)
        steps.append(1)
        logits[0, 77] = float("nan") if len(steps) == 4 else 0.0
        return logits

    monkeypatch.setattr(generation, "decode_step", step)
    endless = Tokenizer(tokenizer.backend, eos_token_ids=(VOCAB - 5,), pad_token_id=0)
    with pytest.raises(NotANumberError, match="after 4 written tokens"):
        list(stream(model, endless, PROMPTS[0], max_new_tokens=50))


def test_response() -> None:
    response = Response([5, 6, 7], "ab", [-0.5, -1.0, -1.5], "stop", 4)
    assert response.num_tokens == 3
    assert response.mean_logprob == -1.0


def test_the_context_ends_a_stream(tokenizer: Tokenizer) -> None:
    model = make_model(max_position_embeddings=8)
    endless = Tokenizer(tokenizer.backend, eos_token_ids=(VOCAB - 5,), pad_token_id=0)
    pieces = stream(model, endless, "12", max_new_tokens=100)
    list(pieces)
    assert pieces.response.prompt_tokens + pieces.response.num_tokens == 8


@pytest.mark.parametrize("context", [16, 17, 18])
def test_a_prompt_as_long_as_the_context_is_refused_and_a_shorter_one_is_not(
    tokenizer: Tokenizer, context: int
) -> None:
    model, prompt = make_model(max_position_embeddings=context), tokenizer.decode([40] * 16)
    assert len(tokenizer.encode(prompt)) == 16
    if context == 16:
        with pytest.raises(ValueError, match="the prompt has 16 tokens, but the model's context holds 16"):
            stream(model, tokenizer, prompt, max_new_tokens=1)
        return
    endless = Tokenizer(tokenizer.backend, eos_token_ids=(VOCAB - 5,), pad_token_id=0)
    pieces = stream(model, endless, prompt, max_new_tokens=9)
    list(pieces)
    assert pieces.response.num_tokens == context - 16
    assert pieces.response.token_ids == naive_greedy(model, endless, prompt, context - 16)[0]


def test_streams_refuse_at_once(model: Qwen3, tokenizer: Tokenizer) -> None:
    with pytest.raises(ValueError, match="the prompt is empty"):
        stream(model, tokenizer, "", max_new_tokens=3)
    with pytest.raises(ValueError, match="max_new_tokens must be"):
        stream(model, tokenizer, "a", max_new_tokens=0)
    with pytest.raises(ValueError, match="context holds"):
        stream(make_model(max_position_embeddings=4), tokenizer, PROMPTS[2], max_new_tokens=1)
