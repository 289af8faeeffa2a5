"""Samples drawn until the vote is clear: the same samples, fewer of them, and the same winner."""

from __future__ import annotations

from dataclasses import replace

from shared.evaluation.datasets import load_dataset
from shared.evaluation.loop import evaluate, evaluate_method, make_prompts
from shared.inference.engine import Engine
from shared.inference.sampling import GREEDY, SamplingParams
from shared.model import checkpoints
from shared.model.prompts import COT_SUFFIX
from shared.reasoning.adaptive import draw_adaptively, stopped_early, stopping_rule
from shared.reasoning.selection import select_majority
from shared.verifier import same_answer

import pytest

PARAMS, SAMPLES, TOKENS = SamplingParams(temperature=0.9), 6, 48


@pytest.fixture(scope="module")
def asked():
    """A function that draws adaptively, and the run that draws everything in one call."""
    model, tokenizer = checkpoints.load("tiny-base")
    problems = load_dataset("tiny-test", 30)
    prompt_of = make_prompts(model, tokenizer, problems, COT_SUFFIX, "auto")
    engine = Engine(model, tokenizer)

    def draw(stop, round_size=1):
        method = draw_adaptively(
            engine,
            prompt_of,
            stop=stop,
            num_samples=SAMPLES,
            params=PARAMS,
            max_new_tokens=TOKENS,
            round_size=round_size,
        )
        return evaluate_method(method, problems, select=select_majority)

    options = {"suffix": COT_SUFFIX, "num_samples": SAMPLES, "params": PARAMS, "max_new_tokens": TOKENS}
    return draw, evaluate(model, tokenizer, problems, select=select_majority, **options)


def alike(evaluation):
    """Records but for their seconds and what another batch rounds differently."""

    def rounded(s):
        return replace(s, mean_logprob=round(s.mean_logprob, 4))

    return [replace(r, seconds=0.0, samples=list(map(rounded, r.samples))) for r in evaluation.records]


@pytest.mark.parametrize("round_size", [1, 4, 6])
def test_with_a_rule_that_never_stops_it_is_the_plain_run(asked, round_size):
    draw, whole = asked
    assert alike(draw(lambda answers: False, round_size)) == alike(whole)


def plain_winner(samples):
    """The most frequent answer, the first of equals; compared one by one."""
    answers = [s.answer for s in samples]
    votes = [sum(b is not None and same_answer(a, b) for b in answers) if a is not None else 0 for a in answers]
    return votes.index(max(votes))


@pytest.mark.parametrize("round_size", [1, 2])
def test_the_exact_rule_keeps_every_winner_and_saves_tokens(asked, round_size):
    draw, whole = asked
    early = draw(stopping_rule(SAMPLES), round_size)
    for record, full in zip(early.records, whole.records, strict=True):
        assert record.chosen == full.chosen == plain_winner(full.samples)
        assert len(record.samples) % round_size == 0
        assert [s.text for s in record.samples] == [s.text for s in full.samples[: len(record.samples)]]
    assert early.mean_tokens < whole.mean_tokens


@pytest.mark.parametrize(("level", "round_size"), [(None, 1), (None, 4), (0.8, 1), (0.95, 3)])
def test_a_replay_is_what_would_have_been_drawn(asked, level, round_size):
    draw, whole = asked
    stop = stopping_rule(SAMPLES, level)
    replayed = [stopped_early(r, stop, SAMPLES, round_size) for r in whole.records]
    assert alike(replace(whole, records=replayed)) == alike(draw(stop, round_size))


def test_a_lower_level_draws_less(asked):
    _, whole = asked
    drawn = [
        sum(len(stopped_early(r, stopping_rule(SAMPLES, level), SAMPLES).samples) for r in whole.records)
        for level in (0.6, 0.8, 0.95)
    ]
    assert drawn[0] < drawn[1] < drawn[2] <= SAMPLES * whole.n


def test_refusals(asked):
    _, whole = asked
    good = {"stop": stopping_rule(2), "num_samples": 2, "params": PARAMS, "max_new_tokens": 4}
    for bad in ({"num_samples": 0}, {"round_size": 0}, {"params": GREEDY}):
        with pytest.raises(ValueError):
            draw_adaptively(None, {}, **good | bad)
    for arguments in ((0,), (2, 1.0), (2, 0.3)):
        with pytest.raises(ValueError):
            stopping_rule(*arguments)
    with pytest.raises(ValueError, match="6 samples, not 7"):
        stopped_early(whole.records[0], lambda answers: False, 7)
