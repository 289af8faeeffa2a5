"""The rules that choose among samples."""

from __future__ import annotations

from shared.evaluation.records import Sample
from shared.model.prompts import COT_SUFFIX
from shared.model.tokenizer import Tokenizer
from shared.reasoning.selection import (
    chain_of_thought_prompt,
    select_best,
    select_majority,
    select_majority_then_best,
)

from hypothesis import strategies as st

# Texts whose equivalence is identity, so that a plain counter is an oracle.
ANSWERS = st.lists(st.sampled_from(["1", "2", "3", None]), min_size=1, max_size=9)


def sample(answer: str | None, mean_logprob: float = -1.0) -> Sample:
    return Sample(f"text of {answer}", answer, False, 5, mean_logprob, "stop")


def test_chain_of_thought_prompt_holds_question_and_suffix() -> None:
    prompt = chain_of_thought_prompt("What is 2 + 2?")
    assert "What is 2 + 2?" + COT_SUFFIX in prompt
    assert prompt.endswith("Answer:")


def test_chain_of_thought_prompt_has_the_checkpoints_format(tokenizer: Tokenizer) -> None:
    chat = Tokenizer(tokenizer.backend, (tokenizer.token_id("<|im_end|>"),), tokenizer.pad_token_id)
    prompt = chain_of_thought_prompt("What is 2 + 2?", chat)
    assert prompt.startswith("<|im_start|>user\nWhat is 2 + 2?" + COT_SUFFIX)


def test_selections() -> None:
    samples = [sample("1", -3.0), sample("2", -0.5), sample(None, -0.1), sample("1.0", -4.0), sample("2", -0.7)]
    assert select_majority(samples) == 0
    assert select_majority_then_best(samples) == 1
    assert select_best(samples) == 1, "the surest sample has no answer, so it is not chosen"
    assert select_best([sample(None, -2.0), sample(None, -1.0)]) == 1
    assert select_best([sample(None), sample("1", -2.0), sample("2", -0.5)]) == 2


def test_a_long_response_may_be_the_surest() -> None:
    """A token's log-probability counts, and not that of the whole text."""
    samples = [
        Sample("", answer, False, tokens, p, "stop") for answer, tokens, p in [("1", 1, -2.0), ("2", 40, -0.5)]
    ]
    assert select_best(samples) == select_majority_then_best(samples) == 1
