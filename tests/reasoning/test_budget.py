"""Budget forcing on the shipped reasoning model: thoughts that are ended, and thoughts whose end is refused."""

from __future__ import annotations

from shared.inference.engine import generate
from shared.inference.sampling import SamplingParams
from shared.model import checkpoints
from shared.model.prompts import render_prompt
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import THINK_END, Tokenizer
from shared.problems import sample_problems
from shared.reasoning.budget import think_within

import pytest
import torch

QUESTIONS = [p.problem for p in sample_problems("validation", 12, seed=5)]


@pytest.fixture(scope="module")
def thinker() -> tuple[Qwen3, Tokenizer]:
    return checkpoints.load("tiny-reasoning", dtype=torch.float32)


@pytest.fixture(scope="module")
def prompts(thinker: tuple[Qwen3, Tokenizer]) -> list[str]:
    return [render_prompt(question, "", thinker[1]) for question in QUESTIONS]


def test_with_room_enough_nothing_is_changed(thinker: tuple, prompts: list[str]) -> None:
    plain = [r for (r,) in generate(*thinker, prompts, max_new_tokens=200)]
    for thought, response in zip(think_within(*thinker, prompts, budget=190), plain, strict=True):
        assert thought.response.text == response.text and thought.response.finish_reason == "stop"
        assert thought.response.logprobs == pytest.approx(response.logprobs, abs=1e-4)
        end = response.token_ids.index(thinker[1].token_id(THINK_END))
        assert thought.thinking_tokens == end + 1 and not thought.forced and thought.refused == 0
        assert thought.tokens == response.num_tokens


@pytest.mark.parametrize("budget", [1, 8, 20])
def test_a_thought_ends_at_its_budget(thinker: tuple, prompts: list[str], budget: int) -> None:
    tokenizer = thinker[1]
    plain = [r for (r,) in generate(*thinker, prompts, max_new_tokens=200)]
    closing = [*tokenizer.encode("\n"), tokenizer.token_id(THINK_END), *tokenizer.encode("\n\n")]
    forced = 0
    for thought, response in zip(think_within(*thinker, prompts, budget=budget), plain, strict=True):
        ids = thought.response.token_ids
        assert ids[:budget] == response.token_ids[:budget], "until then it is the model's own thought"
        if thought.forced:
            forced += 1
            after = budget + len(closing)
            assert thought.thinking_tokens == budget and ids[budget:after] == closing
            assert thought.response.logprobs[budget:after] == [0.0] * len(closing)
            assert thought.tokens == len(ids) - len(closing), "what was put there is not written by the model"
        assert THINK_END in thought.response.text
    assert forced > len(prompts) / 2


def test_the_end_of_a_thought_is_refused(thinker: tuple, prompts: list[str]) -> None:
    tokenizer, wait = thinker[1], "\nWait"
    plain = think_within(*thinker, prompts, budget=150)
    once = think_within(*thinker, prompts, budget=150, refuse=1, wait=wait)
    for thought, before in zip(once, plain, strict=True):
        own, _, rest = thought.response.text.partition(wait)
        assert thought.refused == 1 and before.response.text.startswith(own)
        assert rest.count(THINK_END) <= 1, "a model may answer without ending its thought"
        assert thought.thinking_tokens > before.thinking_tokens
        waiting = len(tokenizer.encode(wait))
        assert thought.tokens == thought.response.num_tokens - waiting + 1, "the tag that was taken away counts"
    twice = think_within(*thinker, prompts[:3], budget=150, refuse=2, wait=wait)
    assert [t.refused for t in twice] == [2, 2, 2] and all(t.response.text.count(wait) == 2 for t in twice)
    # Not where the budget leaves no room for going on.
    short = think_within(*thinker, prompts, budget=max(t.thinking_tokens for t in plain), refuse=9, wait=wait)
    assert all(t.thinking_tokens <= max(t.thinking_tokens for t in plain) for t in short)


def test_draws_have_their_own_seeds(thinker: tuple, prompts: list[str]) -> None:
    options = {"budget": 30, "params": SamplingParams(temperature=1.0)}
    texts = [t.response.text for t in think_within(*thinker, prompts, **options, seed=1)]
    assert texts == [t.response.text for t in think_within(*thinker, prompts, **options, seed=1, batch_size=2)]
    assert texts != [t.response.text for t in think_within(*thinker, prompts, **options, seed=2)]
    pair = think_within(*thinker, prompts[:2], **options, seeds=[7, 8])
    (second,) = think_within(*thinker, prompts[1:2], **options, seeds=[8])
    assert pair[1].response.token_ids == second.response.token_ids


def test_a_context_that_is_full_ends_the_text(thinker: tuple) -> None:
    model, tokenizer = thinker
    prompt = render_prompt("What is 1+1?" * 30, "", tokenizer)
    room = model.config.max_position_embeddings - len(tokenizer.encode(prompt))
    (thought,) = think_within(model, tokenizer, [prompt], budget=10_000, refuse=50)
    assert thought.response.num_tokens <= room + len(tokenizer.encode("\nWait")) + 4


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"budget": 0}, "budget must be"),
        ({"budget": 5, "max_answer_tokens": 0}, "max_answer_tokens must be"),
        ({"budget": 5, "refuse": -1}, "refuse must be"),
        ({"budget": 5, "seeds": [1]}, "got 1 seeds for 12 prompts"),
    ],
)
def test_what_cannot_be(thinker: tuple, prompts: list[str], options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        think_within(*thinker, prompts, **options)


def test_a_model_without_tags_is_refused(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = tokenizer.backend.token_to_id
    monkeypatch.setattr(tokenizer, "token_id", lambda token: Tokenizer.token_id(tokenizer, "no " + token))
    assert known(THINK_END) is not None
    with pytest.raises(ValueError, match="no </think>"):
        think_within(model, tokenizer, ["A"], budget=5)
