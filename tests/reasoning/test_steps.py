"""Steps of a response, and success rates against a loop that continues each beginning by itself."""

from __future__ import annotations

from statistics import fmean

from shared.inference.engine import Engine
from shared.inference.requests import Request
from shared.inference.sampling import GREEDY, SamplingParams
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning import steps as steps_module
from shared.reasoning.steps import line_end_ids, step_ends, success_rates
from shared.tools.seeds import mix_seed

import pytest
from reasoning_cases import PROMPT

TWO_LINES = "3+4=7\nso it is\n\\boxed{7}"


def test_a_step_ends_at_a_line_end_and_at_the_last_token() -> None:
    assert step_ends([5, 9, 5, 5, 9, 5], {9}) == [1, 4, 5]
    assert step_ends([5, 9], {9}) == [1]
    assert step_ends([5, 5], {9}) == [1]
    assert step_ends([], {9}) == []


def test_line_ends_are_found_in_whatever_token_holds_them(tokenizer: Tokenizer) -> None:
    found = line_end_ids(tokenizer)
    for text in ("a\nb", ")\n\n", "x\r\n"):
        ids = tokenizer.encode(text)
        assert [i in found for i in ids] == ["\n" in tokenizer.decode([i]) for i in ids]
        assert any(i in found for i in ids)
    assert not found & set(tokenizer.encode("3+4=7 so it is"))


def test_rates_are_those_of_continuations_one_by_one(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps_module, "is_correct", lambda text, gold: len(text) % 3 == int(gold))
    responses, golds = [TWO_LINES, "7", TWO_LINES], ["0", "1", "2"]
    params = SamplingParams(temperature=1.3)
    found = success_rates(
        model,
        tokenizer,
        [PROMPT] * 3,
        responses,
        golds,
        num_samples=5,
        params=params,
        max_new_tokens=9,
        seed=4,
        batch_size=4,
    )
    ends, prompt_ids = line_end_ids(tokenizer), tokenizer.encode(PROMPT)
    seen = set()
    for rated, response, gold in zip(found, responses, golds, strict=True):
        ids, expected, written = tokenizer.encode(response), [], 0
        for step, end in enumerate(step_ends(ids, ends)[:-1]):
            own = mix_seed(mix_seed(4, "continue", PROMPT, response), step)
            request = Request([*prompt_ids, *ids[: end + 1]], 9, params, 5, own)
            (samples,) = Engine(model, tokenizer).generate([request])
            texts = [tokenizer.decode(ids[: end + 1]) + r.text for r in samples]
            expected.append(fmean(len(text) % 3 == int(gold) for text in texts))
            written += sum(r.num_tokens for r in samples)
        expected.append(float(len(response) % 3 == int(gold)))
        assert (rated.rates, rated.tokens) == (expected, written)
        seen |= set(rated.rates)
    assert len(found[0].rates) == 3 and len(found[1].rates) == 1 and found[1].tokens == 0
    assert len(seen) > 2, "the test needs rates that differ"


def test_a_beginning_that_fills_the_context_has_the_verdict_of_its_response(
    model: Qwen3, tokenizer: Tokenizer
) -> None:
    room = model.config.max_position_embeddings - len(tokenizer.encode(PROMPT))
    ending = tokenizer.encode("\n\\boxed{7}")
    response = "7" * (room - len(ending)) + "\n\\boxed{7}"
    (rated,) = success_rates(model, tokenizer, [PROMPT], ["7" * room + "\n\\boxed{7}"], ["7"])
    assert (rated.rates, rated.tokens) == ([1.0, 1.0], 0)
    (rated,) = success_rates(model, tokenizer, [PROMPT], [response], ["7"], num_samples=2)
    assert rated.rates[-1] == 1.0 and rated.tokens > 0


def test_what_cannot_be(model: Qwen3, tokenizer: Tokenizer) -> None:
    with pytest.raises(ValueError, match="got 1 responses and 2 answers for 1 prompts"):
        success_rates(model, tokenizer, [PROMPT], ["7"], ["7", "8"])
    with pytest.raises(ValueError, match="all alike"):
        success_rates(model, tokenizer, [PROMPT], ["7"], ["7"], params=GREEDY)
    with pytest.raises(ValueError, match="num_samples"):
        success_rates(model, tokenizer, [PROMPT], ["7"], ["7"], num_samples=0)
