"""What a response says of its tokens."""

from __future__ import annotations

from shared.inference.engine import Engine
from shared.inference.generation import stream
from shared.inference.requests import Request
from shared.inference.sampling import SamplingParams

import pytest
import torch
from generation_cases import PROMPTS, make_model, make_tokenizer


def test_log_probabilities_at_the_sampling_temperature() -> None:
    """Rows of several temperatures side by side, each by its own distribution; a stream says the same."""
    model, tokenizer = make_model(), make_tokenizer()
    params = [SamplingParams(temperature) for temperature in (0.0, 1.0, 0.5, 1.7)]
    requests = [Request(text, 9, p, seed=3) for text, p in zip(PROMPTS, params, strict=False)]
    responses = [sample for (sample,) in Engine(model, tokenizer).generate(requests)]
    for request, response in zip(requests, responses, strict=True):
        temperature = request.params.temperature
        prompt_ids = tokenizer.encode(request.prompt)
        logits = model(torch.tensor([prompt_ids + response.token_ids]))[0, len(prompt_ids) - 1 : -1]
        chosen = torch.tensor(response.token_ids)[:, None]
        plain = logits.log_softmax(-1).gather(1, chosen)[:, 0].tolist()
        assert response.logprobs == pytest.approx(plain, abs=1e-4)
        streamed = stream(
            model, tokenizer, request.prompt, max_new_tokens=9, params=request.params, seed=request.seed
        )
        assert "".join(streamed) == response.text
        if temperature in (0, 1):
            assert response.sampled_logprobs is None is streamed.response.sampled_logprobs
            continue
        tempered = (logits / temperature).log_softmax(-1).gather(1, chosen)[:, 0].tolist()
        assert response.sampled_logprobs == pytest.approx(tempered, abs=1e-4)
        assert response.sampled_logprobs != pytest.approx(plain, abs=1e-2)
        assert streamed.response.sampled_logprobs == pytest.approx(tempered, abs=1e-4)


def test_samples_drawn_later_are_those_that_would_have_been_drawn_at_once() -> None:
    """A vote that asks for more goes on where it stopped: four samples are the same in one request or two."""
    engine = Engine(make_model(), make_tokenizer())
    params = SamplingParams(1.0)
    at_once = engine.generate([Request(text, 7, params, 4, seed=5) for text in PROMPTS])
    first = engine.generate([Request(text, 7, params, 2, seed=5) for text in PROMPTS])
    later = engine.generate([Request(text, 7, params, 2, seed=5, first_sample=2) for text in PROMPTS])
    for whole, begun, gone_on in zip(at_once, first, later, strict=True):
        assert [r.token_ids for r in whole] == [r.token_ids for r in begun + gone_on]
    assert any(begun[0].token_ids != gone_on[0].token_ids for begun, gone_on in zip(first, later, strict=True))
