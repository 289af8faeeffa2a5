"""The words that are put to a model: written out in full here, since models are trained on exactly these."""

from __future__ import annotations

import inspect

from shared.model import prompts
from shared.model.prompts import COT_SUFFIX, INSTRUCTION, critique_prompt, refine_prompt, render_prompt
from shared.model.tokenizer import TURN_END, Tokenizer, train_tokenizer

import pytest

QUESTION = "What is 3*4?"
DRAFT = "3*4=11\n\\boxed{11}"
REVIEW = "The line 3*4=11 is wrong."


@pytest.fixture(scope="module")
def plain() -> Tokenizer:
    return train_tokenizer([QUESTION, DRAFT, REVIEW], vocab_size=300)


@pytest.fixture(scope="module")
def chat(plain: Tokenizer) -> Tokenizer:
    """The same vocabulary in a checkpoint that ends its texts as a turn ends."""
    tokenizer = Tokenizer(plain.backend, (plain.token_id(TURN_END),), plain.pad_token_id)
    assert tokenizer.is_chat and not plain.is_chat
    return tokenizer


def test_the_fixed_words() -> None:
    assert COT_SUFFIX == " Explain step by step."
    assert INSTRUCTION == "Give the answer in \\boxed{}."


@pytest.mark.parametrize(
    ("suffix", "first_line"),
    [("", "Question: What is 3*4?"), (COT_SUFFIX, "Question: What is 3*4? Explain step by step.")],
)
def test_plain_question(plain: Tokenizer, suffix: str, first_line: str) -> None:
    expected = f"{first_line}\nGive the answer in \\boxed{{}}.\nAnswer:"
    assert render_prompt(QUESTION, suffix) == expected
    assert render_prompt(QUESTION, suffix, plain) == expected
    assert render_prompt(QUESTION, suffix, plain, thinking=False) == expected  # nothing to switch off


def test_plain_prompt_leaves_the_space_to_the_response(plain: Tokenizer) -> None:
    """`` \\boxed`` and the like are tokens with their space; a space before them would split them otherwise."""
    for prompt in (
        render_prompt(QUESTION),
        critique_prompt(QUESTION, DRAFT),
        refine_prompt(QUESTION, DRAFT, REVIEW),
    ):
        assert prompt.endswith(":")
        assert plain.encode(prompt) + plain.encode(" \\boxed{12}") == plain.encode(prompt + " \\boxed{12}")


def test_chat_question(chat: Tokenizer) -> None:
    turn = "<|im_start|>user\nWhat is 3*4? Explain step by step.\nGive the answer in \\boxed{}.<|im_end|>\n"
    opening = "<|im_start|>assistant\n"
    assert render_prompt(QUESTION, COT_SUFFIX, chat) == turn + opening
    assert (
        render_prompt(QUESTION, COT_SUFFIX, chat, thinking=False) == f"{turn}{opening}<think>\n\n</think>\n\n"
    )


def test_plain_review_and_second_try(plain: Tokenizer) -> None:
    head = "Question: What is 3*4? Explain step by step.\nGive the answer in \\boxed{}.\n"
    review = f"{head}Draft: 3*4=11\n\\boxed{{11}}\nReview:"
    assert critique_prompt(QUESTION, DRAFT) == review
    assert critique_prompt(QUESTION, f" {DRAFT}\n\n", tokenizer=plain) == review
    second = f"{review} The line 3*4=11 is wrong.\nImproved answer:"
    assert refine_prompt(QUESTION, DRAFT, REVIEW) == second
    assert refine_prompt(QUESTION, f" {DRAFT}\n", f" {REVIEW}\n", tokenizer=plain) == second
    assert critique_prompt(QUESTION, DRAFT, suffix="").startswith("Question: What is 3*4?\nGive")


def test_a_model_cannot_slip_from_answering_into_reviewing() -> None:
    """No answer makes the answering prompt grow into the reviewing one."""
    assert not critique_prompt(QUESTION, DRAFT).startswith(render_prompt(QUESTION, COT_SUFFIX))


def test_chat_review_and_second_try(chat: Tokenizer) -> None:
    def turn(role: str, content: str) -> str:
        return f"<|im_start|>{role}\n{content}<|im_end|>\n"

    so_far = (
        turn("user", f"{QUESTION}{COT_SUFFIX}\n{INSTRUCTION}")
        + turn("assistant", DRAFT)
        + turn("user", "Review this answer line by line. Say which line is wrong, if any.")
    )
    assert critique_prompt(QUESTION, f" {DRAFT}\n", tokenizer=chat) == f"{so_far}<|im_start|>assistant\n"
    so_far += turn("assistant", REVIEW) + turn("user", f"Now write the improved answer. {INSTRUCTION}")
    assert refine_prompt(QUESTION, DRAFT, f"{REVIEW}\n", tokenizer=chat) == f"{so_far}<|im_start|>assistant\n"


def test_thoughts_about_a_draft_are_not_shown_again(chat: Tokenizer) -> None:
    thought_about = f"<think>\nthree fours\n</think>\n\n{DRAFT}"
    assert critique_prompt(QUESTION, thought_about, tokenizer=chat) == critique_prompt(
        QUESTION, DRAFT, tokenizer=chat
    )


def test_the_end_of_a_turn_decides_and_no_name(plain: Tokenizer, chat: Tokenizer) -> None:
    """Two tokenizers that differ in nothing but how texts end get different prompts."""
    assert plain.backend is chat.backend
    assert render_prompt(QUESTION, tokenizer=plain) != render_prompt(QUESTION, tokenizer=chat)
    for name in ("render_prompt", "critique_prompt", "refine_prompt"):
        assert not {"model", "name", "checkpoint"} & set(inspect.signature(getattr(prompts, name)).parameters)


def test_a_review_ends_where_the_next_heading_begins():
    ran_on = "Line 1 is wrong.\nImproved answer: 4\n\\boxed{4}"
    assert refine_prompt("q", "d", ran_on) == refine_prompt("q", "d", "Line 1 is wrong.")
