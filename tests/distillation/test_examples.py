"""From traces to training rows."""

from __future__ import annotations

from dataclasses import replace

from shared.distillation.examples import build_examples, direct_template, thinking_template
from shared.model.prompts import COT_SUFFIX, render_prompt

import pytest
from distillation_cases import trace

PROMPTS = [[1, 2, 3], [4, 5], [6, 7, 8, 9, 10]]
RESPONSES = [[11, 12, 13, 0], [14, 0], [15, 16, 17, 18, 0]]


def test_examples_decode_to_the_students_text(tokenizer):
    (example,) = build_examples([trace(3)], tokenizer)
    assert tokenizer.decode(example.prompt_ids) == render_prompt("What is 3 + 3?")  # the suffix is gone
    assert tokenizer.decode(example.response_ids[:-1]) == " 3 + 3 = 6\n\\boxed{6}"
    assert example.response_ids[-1] == tokenizer.eos_token_ids[0]
    assert example.num_tokens == len(example.prompt_ids) + len(example.response_ids)


def test_template_with_a_suffix_and_a_function_of_ones_own(tokenizer):
    (example,) = build_examples([trace(3)], tokenizer, direct_template(tokenizer, COT_SUFFIX))
    assert tokenizer.decode(example.prompt_ids) == render_prompt("What is 3 + 3?", COT_SUFFIX)
    (example,) = build_examples([trace(3)], tokenizer, lambda t: ("Q", t.problem.answer))
    assert (tokenizer.decode(example.prompt_ids), tokenizer.decode(example.response_ids[:-1])) == ("Q", "6")


def test_thinking_template_for_a_chat_student(chat_tokenizer):
    (example,) = build_examples([trace(3)], chat_tokenizer, thinking_template(chat_tokenizer))
    prompt = chat_tokenizer.decode(example.prompt_ids)
    assert prompt == render_prompt("What is 3 + 3?", tokenizer=chat_tokenizer)
    assert prompt.endswith("<|im_start|>assistant\n")
    response = chat_tokenizer.decode(example.response_ids)
    assert response == "<think>\n3 + 3 = 6\n\\boxed{6}\n</think>\n\n\\boxed{6}<|im_end|>"
    without_box = thinking_template(chat_tokenizer, box_in_thought=False)
    (example,) = build_examples([trace(3)], chat_tokenizer, without_box)
    response = chat_tokenizer.decode(example.response_ids)
    assert response == "<think>\n3 + 3 = 6\n</think>\n\n\\boxed{6}<|im_end|>"
    thought = trace(3, "<think>\nhm\n</think>\n\n\\boxed{6}")
    (example,) = build_examples([thought], chat_tokenizer, thinking_template(chat_tokenizer))
    assert chat_tokenizer.decode(example.response_ids[:-1]) == thought.response
    with pytest.raises(ValueError, match="toy-3 has no boxed answer"):
        build_examples([trace(3, "six")], chat_tokenizer, thinking_template(chat_tokenizer))


def test_examples_that_are_too_long_are_left_out(tokenizer):
    traces = [trace(1), trace(2, " 2 + 2 = 4" * 10)]
    short, long = build_examples(traces, tokenizer)
    assert build_examples(traces, tokenizer, max_tokens=long.num_tokens) == [short, long]
    assert build_examples(traces, tokenizer, max_tokens=long.num_tokens - 1) == [short]


def test_a_response_that_was_cut_off_gets_no_end(tokenizer):
    whole, cut = trace(1), replace(trace(1), finished=False)
    (ended,), (open_ended,) = build_examples([whole], tokenizer), build_examples([cut], tokenizer)
    assert ended.response_ids == [*open_ended.response_ids, tokenizer.eos_token_ids[0]]
    assert tokenizer.eos_token_ids[0] not in open_ended.response_ids


@pytest.mark.parametrize(
    ("response", "text"),
    [
        ("hm</think>\\boxed{5}", "<think>\nhm\n</think>\n\n\\boxed{5}"),
        ("\nhm\n</think>\n\n\\boxed{5}", "<think>\nhm\n</think>\n\n\\boxed{5}"),
        ("<think>hm</think> \\boxed{5}", "<think>hm</think> \\boxed{5}"),
        ("hm</think>so <think> is a tag \\boxed{5}", None),
    ],
)
def test_a_thought_that_is_only_closed_gets_opened(chat_tokenizer, response, text):
    """Some teachers' prompts end in the opening tag, so it is not in what they write."""
    _, made = thinking_template(chat_tokenizer)(trace(1, response))
    assert made == text if text is not None else made.startswith("<think>\nhm\n</think>")
