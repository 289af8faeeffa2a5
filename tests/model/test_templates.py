"""Templates by name give the course's own prompts; others are taken word for word."""

from __future__ import annotations

from shared.model.prompts import COT_SUFFIX, INSTRUCTION, render_prompt
from shared.model.templates import NAMES, TemplateError, check_template, make_prompt
from shared.model.tokenizer import THINK_START, TURN_END, Tokenizer, train_tokenizer

import pytest

QUESTION = "What is 3*4?"


@pytest.fixture(scope="module")
def plain() -> Tokenizer:
    return train_tokenizer([QUESTION], vocab_size=270)


@pytest.fixture(scope="module")
def chat(plain: Tokenizer) -> Tokenizer:
    return Tokenizer(plain.backend, (plain.token_id(TURN_END),), plain.pad_token_id)


def test_auto_follows_the_checkpoint(plain, chat):
    for tokenizer in (plain, chat):
        assert make_prompt("auto", QUESTION, COT_SUFFIX, tokenizer) == render_prompt(
            QUESTION, COT_SUFFIX, tokenizer
        )
    assert make_prompt("auto", QUESTION, "", plain) != make_prompt("auto", QUESTION, "", chat)


def test_a_name_overrules_the_checkpoint(plain, chat):
    assert make_prompt("plain", QUESTION, "!", chat) == render_prompt(QUESTION, "!")
    assert make_prompt("chat", QUESTION, "!", plain) == render_prompt(QUESTION, "!", chat)
    expected = f"<|im_start|>user\n{QUESTION}!\n{INSTRUCTION}<|im_end|>\n<|im_start|>assistant\n"
    assert make_prompt("chat", QUESTION, "!", plain) == expected
    quiet = make_prompt("chat-no-thinking", QUESTION, "!", chat)
    assert quiet == render_prompt(QUESTION, "!", chat, thinking=False) == expected + "<think>\n\n</think>\n\n"
    assert THINK_START not in make_prompt("chat", QUESTION, "!", chat)


def test_own_words_are_taken_as_they_are(plain):
    template = "Problem: {problem}\n{answer} \\boxed{} {0} {problem}"
    expected = f"Problem: {QUESTION}!\n{{answer}} \\boxed{{}} {{0}} {QUESTION}!"
    assert make_prompt(template, QUESTION, "!", plain) == expected
    assert make_prompt("{problem}", "{problem} {__class__}", "", plain) == "{problem} {__class__}"


def test_what_is_accepted(plain):
    for template in (*NAMES, "{problem}", "chat {problem}"):
        check_template(template, plain)
    for template in ("", "Chat", "problem", "{ problem }", "{question}"):
        with pytest.raises(TemplateError, match=r"does not contain \{problem\}"):
            check_template(template, plain)


def test_a_vocabulary_without_turns(plain):
    import tokenizers

    backend = tokenizers.Tokenizer(tokenizers.models.WordLevel({"end": 0}, unk_token="end"))
    words = Tokenizer(backend, (0,), 0)
    check_template("auto", words)
    for template in ("chat", "chat-no-thinking"):
        with pytest.raises(TemplateError, match="use the template 'plain'"):
            check_template(template, words)
