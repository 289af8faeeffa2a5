"""The scores by name: each against a computation of its own, and what cannot be read at the bottom."""

from __future__ import annotations

import math
from statistics import fmean

from shared.evaluation.records import Evaluation, Record, Sample
from shared.model.prompts import COT_SUFFIX, render_prompt
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning.reward_model import RewardHead, read_steps
from shared.reasoning.scorers import SCORES, as_score, make_scorer, score_samples
from shared.reasoning.scoring import heuristic_score

import pytest
import torch
from reasoning_cases import PROMPT, QUESTIONS, naive_logprobs

TEXTS = [r"3+4=7" + "\n" + r"\boxed{7}", r" \boxed{12}", "no box"]


@pytest.fixture(scope="module")
def head(model: Qwen3) -> RewardHead:
    torch.manual_seed(3)
    return RewardHead(model.config.hidden_size, width=5).eval()


@pytest.fixture(scope="module")
@torch.no_grad()
def expected(model: Qwen3, tokenizer: Tokenizer, head: RewardHead) -> dict[str, list[float]]:
    prompt_ids = tokenizer.encode(PROMPT)
    ids = [tokenizer.encode(text) for text in TEXTS]
    logprobs = [naive_logprobs(model, prompt_ids, own) for own in ids]
    log_vocab, certainty = math.log(model.config.vocab_size), []
    for own in ids:
        logits = model(torch.tensor([prompt_ids + own]))[0, len(prompt_ids) - 1 : -1]
        certainty.append(float((-logits.log_softmax(-1).mean(-1) - log_vocab).mean()))
    answers = [len(tokenizer.encode(text.split("{")[0] + "{")) if "{" in text else None for text in TEXTS]
    return {
        "heuristic": [heuristic_score(text) for text in TEXTS],
        "logprob": [fmean(values) for values in logprobs],
        "answer-logprob": [
            -math.inf if start is None else fmean(values[start:])
            for start, values in zip(answers, logprobs, strict=True)
        ],
        "self-certainty": certainty,
        "learned": [
            float(head(read_steps(model, tokenizer, PROMPT, [text])[0][-1]).sigmoid()) for text in TEXTS
        ],
    }


@pytest.mark.parametrize("name", SCORES)
@torch.no_grad()
def test_each_score_is_what_its_name_says(
    name: str, model: Qwen3, tokenizer: Tokenizer, head: RewardHead, expected: dict
) -> None:
    found = make_scorer(name, model, tokenizer, head, batch_size=2)(PROMPT, TEXTS)
    assert found == pytest.approx(expected[name], abs=1e-4)
    assert len(set(found)) == len(TEXTS), "the test needs scores that differ"


@pytest.mark.parametrize("name", [name for name in SCORES if name != "heuristic"])
def test_what_cannot_be_read_scores_lowest(
    name: str, model: Qwen3, tokenizer: Tokenizer, head: RewardHead
) -> None:
    found = make_scorer(name, model, tokenizer, head)(PROMPT, ["", r"\boxed{7}", "7" * 600])
    assert found[0] == found[2] == -math.inf < found[1]
    assert make_scorer(name, model, tokenizer, head)(PROMPT, []) == []


def test_what_cannot_be_made(model: Qwen3, tokenizer: Tokenizer) -> None:
    with pytest.raises(ValueError, match="no score is called 'luck'; there are heuristic, logprob"):
        make_scorer("luck", model, tokenizer)
    with pytest.raises(ValueError, match="needs a head"):
        make_scorer("learned", model, tokenizer)


def test_the_samples_of_a_run_are_scored_under_their_own_prompts(model: Qwen3, tokenizer: Tokenizer) -> None:
    samples = [Sample(text, None, False, 3, -1.0, "stop") for text in TEXTS[:2]]
    prompts = [PROMPT, f"Question: {QUESTIONS[1]}\nAnswer:"]
    run = Evaluation([Record(p, 1, "", "7", p, samples, 0, 0, 0.0) for p in prompts])
    found = score_samples(make_scorer("logprob", model, tokenizer), run)
    for own, prompt in zip(found, prompts, strict=True):
        naive = [naive_logprobs(model, tokenizer.encode(prompt), tokenizer.encode(t)) for t in TEXTS[:2]]
        assert own == pytest.approx([fmean(values) for values in naive], abs=1e-4)


@pytest.mark.parametrize("chat", [False, True])
@pytest.mark.parametrize("suffix", [COT_SUFFIX, " Think."])
def test_as_a_rule_of_acceptance_it_reads_an_answer_to_the_question(
    chat: bool, suffix: str, model: Qwen3, tokenizer: Tokenizer
) -> None:
    end = (tokenizer.token_id("<|im_end|>"),) if chat else tokenizer.eos_token_ids
    own = Tokenizer(tokenizer.backend, eos_token_ids=end, pad_token_id=tokenizer.pad_token_id)
    prompt = render_prompt(QUESTIONS[0], suffix, own)
    assert prompt.startswith("<|im_start|>user") is own.is_chat is chat
    naive = naive_logprobs(model, own.encode(prompt), own.encode(" 7"))
    score = as_score(make_scorer("logprob", model, own), own, suffix)
    assert score(QUESTIONS[0], " 7") == pytest.approx(fmean(naive), abs=1e-4)
    assert score(QUESTIONS[0], "") == -math.inf
