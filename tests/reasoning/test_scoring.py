"""Scores against a naive loop and against what generation reported."""

from __future__ import annotations

from shared.evaluation.records import Sample
from shared.inference.engine import generate
from shared.inference.sampling import SamplingParams
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning.scoring import (
    answer_tokens,
    heuristic_score,
    mean_logprob,
    score_responses,
    select_heuristic,
)

import pytest
from reasoning_cases import PROMPT, naive_logprobs


def test_boxed_answers_outweigh_brevity_and_brevity_decides_between_them() -> None:
    long_boxed = "word " * 400 + r"\boxed{7}"
    assert heuristic_score(r"\boxed{7}") > heuristic_score(long_boxed) > heuristic_score("") == 0.5
    assert heuristic_score("x" * 200) == pytest.approx(0.25)
    assert heuristic_score(r"\boxed{7}" + "x" * 191) == pytest.approx(1.25)
    assert heuristic_score("x" * 10**6) >= 0
    assert heuristic_score(r"\boxed{7") < 1, "an unfinished box is no answer"


def test_mean_logprob() -> None:
    assert mean_logprob([-1.0, -3.0]) == -2.0
    with pytest.raises(ValueError, match="without tokens"):
        mean_logprob([])


def test_select_heuristic() -> None:
    texts = ["no answer at all", r"so it is long and then \boxed{7}", r"\boxed{9}"]
    assert select_heuristic([Sample(t, None, False, 5, -1.0, "stop") for t in texts]) == 2


def test_scores_equal_what_generation_reported(model: Qwen3, tokenizer: Tokenizer) -> None:
    params = SamplingParams(temperature=1.3, top_k=20)
    (responses,) = generate(
        model, tokenizer, [PROMPT], max_new_tokens=24, params=params, num_samples=16, seed=1
    )
    assert len({r.num_tokens for r in responses}) > 2, "the test needs responses of many lengths"
    assert {r.finish_reason for r in responses} == {"stop", "length"}
    for scores, response in zip(score_responses(model, tokenizer, PROMPT, responses), responses, strict=True):
        assert scores == pytest.approx(response.logprobs, abs=1e-4)
        assert mean_logprob(scores) == pytest.approx(response.mean_logprob, abs=1e-4)


def test_scores_equal_a_naive_loop_at_any_batch_size(model: Qwen3, tokenizer: Tokenizer) -> None:
    texts = [r" \boxed{7}", " 3 plus 4 is 7, so the answer is 7.", "7", "é"]
    prompt_ids = tokenizer.encode(PROMPT)
    expected = [naive_logprobs(model, prompt_ids, tokenizer.encode(text)) for text in texts]
    for batch_size in (1, 3, 16):
        scores = score_responses(model, tokenizer, PROMPT, texts, batch_size=batch_size)
        for ours, theirs in zip(scores, expected, strict=True):
            assert ours == pytest.approx(theirs, abs=1e-4)
    assert score_responses(model, tokenizer, PROMPT, []) == []


def test_score_errors(model: Qwen3, tokenizer: Tokenizer) -> None:
    with pytest.raises(ValueError, match="the prompt is empty"):
        score_responses(model, tokenizer, "", ["7"])
    with pytest.raises(ValueError, match="response 1 is empty"):
        score_responses(model, tokenizer, PROMPT, ["7", ""])
    with pytest.raises(ValueError, match="response 0 has 600 tokens.*holds 512; score a shorter"):
        score_responses(model, tokenizer, PROMPT, ["7" * 600])
    with pytest.raises(ValueError, match="batch_size"):
        score_responses(model, tokenizer, PROMPT, ["7"], batch_size=0)


def test_a_response_may_fill_the_context(model: Qwen3, tokenizer: Tokenizer) -> None:
    room = model.config.max_position_embeddings - len(tokenizer.encode(PROMPT))
    (scores,) = score_responses(model, tokenizer, PROMPT, ["7" * room])
    assert len(scores) == room, "the test needs a token a character"
    with pytest.raises(ValueError, match=f"has {room + 1} tokens"):
        score_responses(model, tokenizer, PROMPT, ["7" * (room + 1)])


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        (r"3+4=7 so \boxed{7}", "7}"),
        (r"\boxed{5} no, \boxed{12}", "12}"),
        (r"\boxed{\frac{1}{2}}.", r"\frac{1}{2}}."),
        (r"\boxed 7", r"\boxed 7"),
        ("7", ""),
        (r"\boxed{7", ""),
        ("", ""),
    ],
)
def test_answer_tokens_are_those_in_the_last_box(response: str, answer: str, tokenizer: Tokenizer) -> None:
    found = tokenizer.decode(tokenizer.encode(response)[answer_tokens(tokenizer, response)])
    assert found.endswith(answer) and len(found) - len(answer) <= 1, "a token may begin with the brace"
