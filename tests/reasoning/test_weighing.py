"""Weights of a vote: each against the measure it is made of, and a vote that they turn."""

from __future__ import annotations

import math
from statistics import fmean

from shared.evaluation.records import Record, Sample
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning.confidence import lowest_window, read_confidences
from shared.reasoning.weighing import WEIGHTS, by_logprob, weigh_by, weighed

import pytest
from reasoning_cases import PROMPT


def sample(text: str, answer: str | None, logprob: float | None = -1.0) -> Sample:
    return Sample(text, answer, answer == "7", 4, logprob, "stop")


def test_by_logprob_is_the_mean_probability_of_a_token() -> None:
    weights = by_logprob("", [sample("a", "1", math.log(0.5)), sample("b", "1", None)])
    assert weights == [pytest.approx(0.5), None]


@pytest.mark.parametrize("name", [name for name in WEIGHTS if name != "logprob"])
def test_weights_that_are_read(name: str, model: Qwen3, tokenizer: Tokenizer) -> None:
    texts = [r"3+4=7 \boxed{7}", " 12 is it", "", "7" * 600, "no answer here"]
    samples = [sample(t, None if "no answer" in t else "7") for t in texts]
    found = weigh_by(name, model, tokenizer)(PROMPT, samples)
    one, two = read_confidences(model, tokenizer, PROMPT, texts[:2])
    expected = {
        "self-certainty": lambda c: fmean(c.self_certainty),
        "lowest-window": lambda c: lowest_window(c.top_k),
    }[name]
    assert found[:2] == pytest.approx([expected(one), expected(two)], abs=1e-4)
    assert found[2:] == [None, None, None], "empty, too long, and without a vote"


def test_the_weights_decide_among_the_first_samples() -> None:
    samples = [sample("a", "7"), sample("b", "8"), sample("c", "8"), sample("d", "8")]
    record = Record("p", 1, "", "7", PROMPT, samples, 3, 0, 8.0)
    weights = {"a": 5.0, "b": 1.0, "c": 1.0, "d": 9.0}

    def weigh(prompt: str, own: list[Sample]) -> list[float]:
        assert prompt == PROMPT
        return [weights[s.text] for s in own]

    found = weighed(record, weigh, 3)
    assert (found.chosen, found.correct, len(found.samples)) == (0, True, 3)
    assert found.seconds == pytest.approx(6.0, abs=0.5)
    assert weighed(record, weigh, 4).chosen == 1, "8 has eleven votes, and its first sample stands for it"
    for count in (0, 5):
        with pytest.raises(ValueError, match="has 4 samples"):
            weighed(record, weigh, count)


def test_unknown_weights(model: Qwen3, tokenizer: Tokenizer) -> None:
    with pytest.raises(ValueError, match="'luck'"):
        weigh_by("luck", model, tokenizer)
