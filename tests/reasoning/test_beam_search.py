"""Beam search on a toy where every step can be enumerated, and on a random model against a plain loop."""

from __future__ import annotations

import math
from collections.abc import Sequence

from shared.inference.engine import Engine
from shared.inference.requests import Request
from shared.inference.sampling import GREEDY, SamplingParams
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning import beam_search
from shared.reasoning.beam_search import Beam, keep_best, search
from shared.reasoning.scorers import make_scorer
from shared.tools.seeds import mix_seed

import pytest
from reasoning_cases import PROMPT, VOCAB, naive_logprobs

PARAMS = SamplingParams(temperature=1.2)
LINE_ENDS = frozenset(range(61, VOCAB, 3))  # none of them ends a text


@pytest.fixture(autouse=True)
def short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A random model hardly writes line ends, so other tokens stand for them."""
    monkeypatch.setattr(beam_search, "line_end_ids", lambda tokenizer: LINE_ENDS)


def by_length(prompt: str, texts: Sequence[str]) -> list[float]:
    """A score that is easy to follow: the longer, the better."""
    return [float(len(text)) for text in texts]


def test_the_best_are_kept_once_each_and_in_order() -> None:
    a, b, c = (Beam((i,), (0.0,), score=score) for i, score in enumerate((1.0, 3.0, 2.0)))
    assert keep_best([a, b, c, b], 2) == [b, c]
    tie = Beam((7,), (0.0,), score=3.0)
    assert keep_best([b, tie], 1) == [b] and keep_best([tie, b], 1) == [tie]
    lost = Beam((8,), (0.0,), score=math.nan)
    assert keep_best([lost, a], 2) == [a, lost]


def test_a_search_is_the_plain_loop(model: Qwen3, tokenizer: Tokenizer) -> None:
    """Round by round, one request at a time, with lists of ids."""
    options = {"beams": 3, "expand": 2, "max_steps": 4, "max_step_tokens": 6}
    found = search(model, tokenizer, [PROMPT, PROMPT + " "], by_length, params=PARAMS, seeds=[5, 6], **options)
    reasons = set()
    for result, prompt, seed in zip(found, [PROMPT, PROMPT + " "], [5, 6], strict=True):
        prompt_ids, line_ends = tokenizer.encode(prompt), LINE_ENDS
        written = 0
        kept: list[tuple[list[int], str]] = [([], "")]
        for number in range(4):
            new = []
            for place, (ids, reason) in enumerate(kept):
                if reason:
                    continue
                count = 2 if number else 6
                request = Request(
                    [*prompt_ids, *ids], 6, PARAMS, count, mix_seed(seed, number, place), line_ends
                )
                for step in Engine(model, tokenizer).generate([request])[0]:
                    end = "" if step.token_ids[-1] in line_ends else step.finish_reason
                    new.append((ids + step.token_ids, end))
                    written += step.num_tokens
            if not new:
                break
            pool = [pair for pair in kept if pair[1]] + new
            unique = list({tuple(ids): (ids, reason) for ids, reason in pool}.values())
            kept = sorted(unique, key=lambda pair: -len(text_of(tokenizer, *pair)))[:3]
        assert [(list(b.token_ids), b.finish_reason) for b in result.beams] == kept
        assert result.tokens == written
        reasons |= {reason for _, reason in kept}
        whole = [pair for pair in kept if pair[1] == "stop"] or kept
        assert result.response.token_ids == whole[0][0]
        assert result.response.text == text_of(tokenizer, *whole[0])
        ids = result.response.token_ids
        assert result.response.logprobs == pytest.approx(naive_logprobs(model, prompt_ids, ids), abs=1e-4)
    assert len(reasons) > 1, "the test needs responses that end in different ways"


def text_of(tokenizer: Tokenizer, ids: list[int], reason: str) -> str:
    return tokenizer.decode(ids[:-1] if reason == "stop" else ids)


def test_a_score_steers(model: Qwen3, tokenizer: Tokenizer) -> None:
    for scorer, sign in ((by_length, 1), (lambda p, texts: [-x for x in by_length(p, texts)], -1)):
        (result,) = search(model, tokenizer, [PROMPT], scorer, params=PARAMS, max_step_tokens=8, max_steps=3)
        scores = [beam.score for beam in result.beams]
        assert scores == sorted(scores, reverse=True)
        assert [sign * s for s in scores] == [len(beam.text(tokenizer)) for beam in result.beams]


def test_every_option_changes_what_is_found(model: Qwen3, tokenizer: Tokenizer) -> None:
    plain = {"beams": 2, "expand": 3, "max_steps": 4, "max_step_tokens": 6, "params": PARAMS, "seed": 0}
    other = {
        "beams": 1,
        "expand": 1,
        "max_steps": 1,
        "max_step_tokens": 2,
        "params": SamplingParams(0.5),
        "seed": 1,
    }

    def found(**changes: object) -> list:
        (result,) = search(model, tokenizer, [PROMPT], by_length, **{**plain, **changes})
        return [beam.token_ids for beam in result.beams]

    first = found()
    assert found() == first == found(batch_size=1), "the same seed, the same search, in any company"
    for name, value in other.items():
        assert found(**{name: value}) != first, name


def test_beginnings_may_fill_the_context(model: Qwen3, tokenizer: Tokenizer) -> None:
    context = model.config.max_position_embeddings
    prompt = "7" * (context - 5)
    assert len(tokenizer.encode(prompt)) == context - 5, "the test needs a token a character"
    (result,) = search(model, tokenizer, [prompt], make_scorer("logprob", model, tokenizer), params=PARAMS)
    assert all(len(b.token_ids) <= 5 and b.finish_reason for b in result.beams)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"beams": 0}, "beams"),
        ({"expand": 0}, "expand"),
        ({"max_steps": 0}, "max_steps"),
        ({"max_step_tokens": 0}, "max_step_tokens"),
        ({"params": GREEDY}, "all alike"),
        ({"seeds": [1, 2]}, "got 2 seeds for 1 prompts"),
    ],
)
def test_what_cannot_be(options: dict, message: str, model: Qwen3, tokenizer: Tokenizer) -> None:
    with pytest.raises(ValueError, match=message):
        search(model, tokenizer, [PROMPT], by_length, **options)
