"""What a teacher wrote, and what of it is kept."""

from __future__ import annotations

from inspect import signature

from shared.distillation import traces as traces_module
from shared.distillation.traces import load_traces, make_traces, save_traces
from shared.inference.generation import Response
from shared.inference.sampling import SamplingParams
from shared.model.prompts import COT_SUFFIX, render_prompt

import pytest
from distillation_cases import problem, trace

PROMPTS = [[1, 2, 3], [4, 5], [6, 7, 8, 9, 10]]
RESPONSES = [[11, 12, 13, 0], [14, 0], [15, 16, 17, 18, 0]]


def fake_teacher(monkeypatch, answers: list[tuple[str, str]]) -> list[dict]:
    """Replace generation by given (text, finish_reason) pairs, two a problem; returns the calls' arguments."""
    calls = []

    def fake(model, tokenizer, prompts, **options):
        calls.append({"prompts": prompts, **options})
        responses = iter(Response([3, 0], text, [-0.1, -0.1], reason, 4) for text, reason in answers)
        return [[next(responses) for _ in range(options["num_samples"])] for _ in prompts]

    monkeypatch.setattr(traces_module, "generate", fake)
    return calls


@pytest.mark.parametrize(
    ("keep", "kept"), [("correct", [0, 3]), ("finished", [0, 2, 3]), ("all", [0, 1, 2, 3])]
)
def test_what_is_kept(tokenizer, monkeypatch, keep, kept):
    texts = [("\\boxed{2}", "stop"), ("\\boxed{2}", "length"), ("\\boxed{5}", "stop"), ("\\boxed{4}", "stop")]
    calls = fake_teacher(monkeypatch, texts)
    params = SamplingParams(temperature=0.8)
    traces = make_traces(
        None, tokenizer, [problem(1), problem(2)], max_new_tokens=9, params=params, num_samples=2, keep=keep,
        suffix=COT_SUFFIX,
    )  # fmt: skip
    assert [(t.problem, t.response, t.finished) for t in traces] == [
        (problem(1 + i // 2), texts[i][0], texts[i][1] == "stop") for i in kept
    ]
    assert calls[0]["prompts"] == [render_prompt(problem(i).problem, COT_SUFFIX) for i in (1, 2)]
    assert (calls[0]["max_new_tokens"], calls[0]["params"]) == (9, params)
    assert len(set(calls[0]["seeds"])) == 2
    assert traces[0].prompt == calls[0]["prompts"][0]


def test_unknown_keep_is_refused(tokenizer):
    with pytest.raises(ValueError, match="choose one of"):
        make_traces(None, tokenizer, [problem()], max_new_tokens=4, keep="good")


def test_traces_survive_the_disk(tmp_path):
    traces = [trace(1), trace(2, 'a "quote", a\nline and √2')]
    save_traces(tmp_path / "traces.jsonl", traces)
    assert load_traces(tmp_path / "traces.jsonl") == traces
    (tmp_path / "traces.jsonl").write_text('{"problem": {"problem": "?"}}\n')
    with pytest.raises(ValueError, match="record 1 is not a trace"):
        load_traces(tmp_path / "traces.jsonl")


VARIED = {
    "max_new_tokens": 10, "params": SamplingParams(temperature=0.5), "num_samples": 2, "suffix": " Think.",
    "thinking": False, "seed": 5, "batch_size": 3, "progress": "the teacher",
}  # fmt: skip


def test_every_argument_arrives(tokenizer, monkeypatch):
    tested_above = {"teacher", "tokenizer", "problems", "keep"}
    assert set(signature(make_traces).parameters) == VARIED.keys() | tested_above
    calls = fake_teacher(monkeypatch, [("\\boxed{2}", "stop")] * 4)
    prompts = []

    def render(question, suffix, tokenizer, thinking):
        prompts.append((suffix, thinking))
        return f"{question}{suffix}"

    monkeypatch.setattr(traces_module, "render_prompt", render)

    def run(**changes):
        calls.clear()
        prompts.clear()
        made = make_traces(None, tokenizer, [problem(1), problem(2)], **{"max_new_tokens": 9, **changes})
        (call,) = calls
        return {**call, "suffix": prompts[0][0], "thinking": prompts[0][1], "seed": call["seeds"]}, made

    usual, _ = run()
    for name, value in VARIED.items():
        changed, _ = run(**{name: value})
        assert changed[name] != usual[name], name
        assert name == "seed" or changed[name] == value, name


def test_each_trace_has_its_own_problem_and_verdict(tokenizer, monkeypatch):
    fake_teacher(monkeypatch, [("\\boxed{4}", "stop"), ("\\boxed{2}", "stop")] * 2)
    traces = make_traces(
        None, tokenizer, [problem(1), problem(2)], max_new_tokens=9, num_samples=2, keep="finished",
        params=SamplingParams(temperature=1.0),
    )  # fmt: skip
    assert [(t.problem.unique_id, t.correct) for t in traces] == [
        ("toy-1", False), ("toy-1", True), ("toy-2", True), ("toy-2", False),
    ]  # fmt: skip
    assert all(problem(i).problem in t.prompt for i, t in zip((1, 1, 2, 2), traces, strict=True))
