"""Confidence, token by token: against the formulas written as loops, and against passes of one token each."""

from __future__ import annotations

import math

from shared.inference.engine import generate
from shared.inference.sampling import SamplingParams
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning import confidence
from shared.reasoning.confidence import (
    bottom_windows,
    lowest_window,
    mean,
    read_confidences,
    self_certainty,
    tail,
    top_k_confidence,
    window_means,
)

import pytest
import torch
from reasoning_cases import PROMPT, naive_logprobs


def test_measures_of_one_distribution_by_hand() -> None:
    logits = torch.tensor([[0.5, 0.25, 0.25], [1 / 3, 1 / 3, 1 / 3]]).log() + 3.0
    uniform = [math.log(1 / 3 / p) / 3 for p in (0.5, 0.25, 0.25)]  # KL(uniform || p), term by term
    assert self_certainty(logits).tolist() == pytest.approx([sum(uniform), 0.0], abs=1e-6)
    two = -(math.log(0.5) + math.log(0.25)) / 2
    assert top_k_confidence(logits, 2).tolist() == pytest.approx([two, math.log(3)], abs=1e-6)
    assert top_k_confidence(logits, 9).tolist() == pytest.approx(top_k_confidence(logits, 3).tolist())
    with pytest.raises(ValueError, match="k must be"):
        top_k_confidence(logits, 0)


def test_who_is_certain_scores_higher_in_both() -> None:
    sharp, flat = torch.tensor([[9.0, 0, 0, 0]]), torch.tensor([[1.0, 0, 0, 0]])
    assert self_certainty(sharp) > self_certainty(flat) > 0
    assert top_k_confidence(sharp, 3) > top_k_confidence(flat, 3)


def test_reading_equals_a_pass_for_each_token(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    params = SamplingParams(temperature=1.3, top_k=20)
    (responses,) = generate(model, tokenizer, [PROMPT], max_new_tokens=24, params=params, num_samples=6, seed=1)
    assert len({r.num_tokens for r in responses}) > 1
    prompt_ids = tokenizer.encode(PROMPT)
    expected = read_confidences(model, tokenizer, PROMPT, responses, k=4, batch_size=5)
    for found, response in zip(expected, responses, strict=True):
        assert found.logprobs == pytest.approx(naive_logprobs(model, prompt_ids, response.token_ids), abs=1e-4)
        for i in range(response.num_tokens):
            with torch.no_grad():
                logits = model(torch.tensor([prompt_ids + response.token_ids[:i]]))[:, -1]
            assert found.self_certainty[i] == pytest.approx(float(self_certainty(logits)), abs=1e-4)
            assert found.top_k[i] == pytest.approx(float(top_k_confidence(logits, 4)), abs=1e-4)
    # In pieces, and in other batches, it is the same.
    monkeypatch.setattr(confidence, "LOGITS", 3 * model.config.vocab_size)
    for found, one in zip(
        read_confidences(model, tokenizer, PROMPT, responses, k=4, batch_size=2), expected, strict=True
    ):
        assert found.self_certainty == pytest.approx(one.self_certainty, abs=1e-5)
        assert found.top_k == pytest.approx(one.top_k, abs=1e-5)
    with pytest.raises(ValueError, match="response 0 is empty"):
        read_confidences(model, tokenizer, PROMPT, [""])


VALUES = [4.0, 1.0, 2.0, 6.0, 5.0]


def test_passages_by_hand() -> None:
    assert window_means(VALUES, 2) == [2.5, 1.5, 4.0, 5.5]
    assert lowest_window(VALUES, 2) == 1.5
    assert tail(VALUES, 2) == 5.5
    assert bottom_windows(VALUES, 2, share=0.5) == 2.0
    assert bottom_windows(VALUES, 2, share=0.1) == 1.5, "one passage at least"
    assert bottom_windows(VALUES, 2, share=1.0) == mean([2.5, 1.5, 4.0, 5.5])
    assert mean(VALUES) == 3.6


def test_a_response_shorter_than_the_window_is_one_passage() -> None:
    assert window_means(VALUES, 9) == [3.6] and window_means(VALUES, 5) == [3.6]
    assert lowest_window(VALUES, 9) == tail(VALUES, 9) == bottom_windows(VALUES, 9) == 3.6


def test_what_cannot_be_summed_up() -> None:
    with pytest.raises(ValueError, match="without tokens"):
        lowest_window([], 3)
    with pytest.raises(ValueError, match="window must be"):
        window_means(VALUES, 0)
    for share in (0.0, 1.5):
        with pytest.raises(ValueError, match="share must be"):
            bottom_windows(VALUES, 2, share)
