"""Distillation: traces, examples, the answer-only loss against transformers, and a run."""

from __future__ import annotations

import math
from dataclasses import replace
from inspect import signature

from shared.distillation import training as module
from shared.distillation.examples import Example, build_examples, direct_template
from shared.distillation.traces import make_traces
from shared.distillation.training import answer_only_loss, distill, validation_loss
from shared.inference.engine import generate
from shared.model.logprobs import right_pad
from shared.model.prompts import COT_SUFFIX, render_prompt
from shared.training.config import TrainingConfig, TrainingError
from shared.training.loop import batch_indices

import pytest
import torch
from distillation_cases import problem, tiny_model, trace
from hardened import hardened_model, reference_model

PROMPTS = [[1, 2, 3], [4, 5], [6, 7, 8, 9, 10]]
RESPONSES = [[11, 12, 13, 0], [14, 0], [15, 16, 17, 18, 0]]


def labels_of(input_ids, mask):
    return torch.where(mask, input_ids, -100)


def test_loss_and_gradient_equal_transformers():
    model = hardened_model()
    reference = reference_model(model)
    input_ids, mask = right_pad(PROMPTS, RESPONSES, pad_token_id=0)
    loss = answer_only_loss(model, input_ids, mask)
    expected = reference(input_ids=input_ids, labels=labels_of(input_ids, mask)).loss
    assert loss.item() == pytest.approx(expected.item(), rel=1e-6)
    loss.backward()
    expected.backward()
    theirs = dict(reference.named_parameters())
    for name, p in model.named_parameters():
        torch.testing.assert_close(p.grad, theirs[name].grad, atol=1e-5, rtol=1e-4, msg=name)


def test_prompt_and_padding_do_not_count():
    model = hardened_model()
    input_ids, mask = right_pad(PROMPTS, RESPONSES, pad_token_id=0)
    loss = answer_only_loss(model, input_ids, mask).item()
    repadded, _ = right_pad(PROMPTS, RESPONSES, pad_token_id=200)
    assert answer_only_loss(model, repadded, mask).item() == pytest.approx(loss, rel=1e-6)
    shorter, mask = right_pad(
        PROMPTS, [r[:-1] for r in RESPONSES], pad_token_id=0
    )  # the end-of-text token does
    assert answer_only_loss(model, shorter, mask).item() != pytest.approx(loss, rel=1e-3)


@pytest.mark.parametrize("micro_batch_tokens", [1, 15, 1000])
def test_validation_loss_weighs_every_token_the_same(micro_batch_tokens):
    model = hardened_model()
    examples = [Example(p, r) for p, r in zip(PROMPTS, RESPONSES, strict=True)]
    whole = answer_only_loss(model, *right_pad(PROMPTS, RESPONSES, pad_token_id=0)).item()
    loss = validation_loss(model, examples, 0, micro_batch_tokens=micro_batch_tokens, bfloat16=False)
    assert loss == pytest.approx(whole, rel=1e-6)
    with pytest.raises(ValueError, match="at least one"):
        validation_loss(model, [], 0)


def config(**changes) -> TrainingConfig:
    return TrainingConfig(**{"learning_rate": 1e-2, "total_steps": 6, "warmup_steps": 2, **changes})


def test_student_learns_its_teachers_text(tokenizer):
    examples = build_examples([trace(i) for i in range(1, 7)], tokenizer)
    student = tiny_model(tokenizer)
    history = distill(
        student, tokenizer, examples[:5], config(total_steps=200), batch_size=5, validation=examples[5:],
        validate_every=80, bfloat16=False,
    )  # fmt: skip
    assert history[0]["loss"] == pytest.approx(math.log(tokenizer.vocab_size), rel=0.05)
    assert history[-1]["loss"] < 0.1
    assert [m["step"] for m in history if "validation_loss" in m] == [80, 160, 200]
    assert history[-1]["validation_loss"] == pytest.approx(
        validation_loss(student, examples[5:], 0, bfloat16=False)
    )
    assert history[0]["response_tokens"] == sum(len(e.response_ids) for e in examples[:5])
    ((response,),) = generate(student, tokenizer, [render_prompt("What is 3 + 3?")], max_new_tokens=40)
    assert response.text == trace(3).response
    assert response.finish_reason == "stop"


def test_a_student_becomes_a_teacher(tokenizer):
    """The whole chain on a real model: its traces are right, and another model can be trained on them."""
    teacher = tiny_model(tokenizer)
    examples = build_examples([trace(1), trace(2)], tokenizer, direct_template(tokenizer, COT_SUFFIX))
    distill(teacher, tokenizer, examples, config(total_steps=150), batch_size=2, bfloat16=False)
    traces = make_traces(
        teacher, tokenizer, [problem(1), problem(2)], max_new_tokens=40, suffix=COT_SUFFIX, keep="correct"
    )
    assert [t.response for t in traces] == [trace(1).response, trace(2).response]
    assert traces[0].token_ids == examples[0].response_ids
    assert all(t.finished and t.correct for t in traces)


def test_micro_batches_do_not_change_the_run(tokenizer):
    examples = build_examples([trace(i) for i in (1, 12, 300)], tokenizer)
    losses = []
    for micro_batch_tokens in (1, 10_000):
        student = tiny_model(tokenizer)
        history = distill(
            student,
            tokenizer,
            examples,
            config(),
            batch_size=3,
            micro_batch_tokens=micro_batch_tokens,
            bfloat16=False,
        )
        losses.append([m["loss"] for m in history])
    assert losses[0] == pytest.approx(losses[1], rel=1e-4)


def test_resume_is_bit_identical_and_refuses_other_data(tokenizer, tmp_path):
    examples = build_examples([trace(i) for i in range(1, 6)], tokenizer)
    reference = tiny_model(tokenizer)
    distill(reference, tokenizer, examples, config(), batch_size=2, bfloat16=False)

    def interrupt(step, metrics):
        if step == 3:
            raise KeyboardInterrupt

    student = tiny_model(tokenizer)
    with pytest.raises(KeyboardInterrupt):
        distill(
            student, tokenizer, examples, config(), tmp_path, batch_size=2, bfloat16=False, on_step=interrupt
        )
    first = examples[0]
    other_response = [replace(first, response_ids=[*first.response_ids[:-1], 7]), *examples[1:]]
    other_prompt = [replace(first, prompt_ids=[*first.prompt_ids[:-1], 7]), *examples[1:]]
    for others in (examples[:4], examples[::-1], other_response, other_prompt):
        with pytest.raises(TrainingError, match="other examples"):
            distill(student, tokenizer, others, config(), tmp_path, batch_size=2, bfloat16=False)
    student = tiny_model(tokenizer)
    distill(student, tokenizer, examples, config(), tmp_path, batch_size=2, bfloat16=False)
    for (name, p), q in zip(student.named_parameters(), reference.parameters(), strict=True):
        assert torch.equal(p, q), name


def test_no_examples_is_one_clear_line(tokenizer):
    with pytest.raises(ValueError, match="at least one example"):
        distill(tiny_model(tokenizer), tokenizer, [], config())


def test_examples_beyond_the_context_are_refused_before_the_start(tokenizer):
    student = tiny_model(tokenizer)
    fits, long = Example([1] * 200, [2] * 56), Example([1] * 200, [2] * 57)
    never = {"on_step": lambda step, metrics: pytest.fail("a step was made"), "bfloat16": False}
    with pytest.raises(ValueError, match=r"1 of 2 examples.*context of 256 tokens.*max_tokens=256"):
        distill(student, tokenizer, [fits, long], config(), **never)
    with pytest.raises(ValueError, match="1 of 2 examples"):
        distill(student, tokenizer, [fits], config(), validation=[long], **never)
    distill(student, tokenizer, [fits], config(total_steps=1), batch_size=1, bfloat16=False)


# What an argument of distill is changed to, and every place at which it must arrive.
VARIED = {
    "batch_size": (3, ["examples"]),
    "micro_batch_tokens": (17, ["most", "most of the validation"]),
    "validate_every": (2, ["validations"]),
    "bfloat16": (True, ["bfloat16", "bfloat16 of the validation"]),
}


def test_every_argument_is_varied_or_tested_elsewhere():
    elsewhere = {"student", "tokenizer", "examples", "config", "out", "validation"}
    passed_on = {"may_change", "progress", "on_step"}
    assert set(signature(distill).parameters) == VARIED.keys() | elsewhere | passed_on


@pytest.mark.parametrize("name", VARIED)
def test_an_argument_arrives_where_it_is_about(tokenizer, monkeypatch, name):
    piecewise, validated, indices = module._piecewise_losses, module.validation_loss, module.batch_indices

    def run(**changes):
        arrived = {"validations": 0}

        def losses(model, examples, pad, most, bfloat16):
            if torch.is_grad_enabled():
                arrived.update({"most": most, "bfloat16": bfloat16, "examples": len(examples)})
            return piecewise(model, examples, pad, most, bfloat16)

        def validation(model, examples, pad, *, micro_batch_tokens, bfloat16):
            arrived["validations"] += 1
            arrived.update(
                {"most of the validation": micro_batch_tokens, "bfloat16 of the validation": bfloat16}
            )
            return validated(model, examples, pad, micro_batch_tokens=micro_batch_tokens, bfloat16=bfloat16)

        monkeypatch.setattr(module, "_piecewise_losses", losses)
        monkeypatch.setattr(module, "validation_loss", validation)
        examples = build_examples([trace(i) for i in range(1, 7)], tokenizer)
        usual = {"batch_size": 2, "micro_batch_tokens": 1000, "validate_every": 3, "bfloat16": False}
        distill(
            tiny_model(tokenizer), tokenizer, examples, config(), validation=examples[:1], **usual | changes
        )
        arrived["validations"] = {2: 3, 3: 2}.get(arrived["validations"])  # how often, to every how many steps
        return arrived

    assert indices is batch_indices
    value, places = VARIED[name]
    usual, changed = run(), run(**{name: value})
    for place in places:
        assert changed[place] == value != usual[place], place


def test_the_seed_of_the_run_orders_the_examples(tokenizer):
    examples = build_examples([trace(i) for i in range(1, 20)], tokenizer)
    losses = [
        [m["loss"] for m in distill(tiny_model(tokenizer), tokenizer, examples, config(seed=seed), batch_size=2,
                                    bfloat16=False)]
        for seed in (0, 1)
    ]  # fmt: skip
    assert losses[0] != losses[1]
