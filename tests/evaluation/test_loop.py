"""The evaluation loop: what it records, how it selects, and that a run survives being killed."""

from __future__ import annotations

import copy
import inspect
import json
import math
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from shared.evaluation import loop as ev
from shared.evaluation.loop import Attempt, EvaluationInterrupted, evaluate, evaluate_method, problem_seed
from shared.evaluation.metrics import wilson_interval
from shared.evaluation.records import Evaluation, rescore
from shared.evaluation.runs import RunError, append_record, load_run, locked_run, read_config, read_notes
from shared.inference.engine import generate
from shared.inference.generation import Response
from shared.inference.requests import Request
from shared.inference.sampling import SamplingParams
from shared.model.prompts import render_prompt
from shared.model.qwen3 import Qwen3, Qwen3Config
from shared.model.templates import TemplateError
from shared.model.tokenizer import Tokenizer, train_tokenizer
from shared.problems import Problem
from shared.tools.files import read_jsonl

import pytest
import torch

PROBLEMS = [Problem(f"What is {i}+{i}?", "", str(2 * i), "Arithmetic", 1 + i % 5, f"p/{i}") for i in range(10)]


def respond(text: str, tokens: int = 3) -> Response:
    return Response([7] * tokens, text, [-0.5] * tokens, "stop", 5)


def right_if_even(chunk: list[Problem], seeds: list[int]) -> list[Attempt]:
    """Three samples a problem: a wrong one, no answer, and one that is right for even ids."""
    attempts = []
    for problem, seed in zip(chunk, seeds, strict=True):
        assert seed == problem_seed(problem, 0)
        right = problem.answer if int(problem.unique_id[2:]) % 2 == 0 else "-1"
        texts = [r"\boxed{-7}", "I do not know", rf"so \boxed{{{right}}}"]
        attempts.append(
            Attempt(problem.problem, [respond(t, n) for n, t in enumerate(texts, 2)], extra_tokens=10)
        )
    return attempts


def last(samples) -> int:
    return len(samples) - 1


def without_seconds(evaluation: Evaluation) -> list:
    return [replace(r, seconds=0.0) for r in evaluation.records]


def test_verdicts_and_summary():
    result = evaluate_method(right_if_even, PROBLEMS, select=last, chunk_size=3)
    assert [r.unique_id for r in result.records] == [p.unique_id for p in PROBLEMS]
    assert [r.correct for r in result.records] == [True, False] * 5
    assert [s.answer for s in result.records[1].samples] == ["-7", None, "-1"]
    assert result.accuracy == result.any_correct == 0.5
    assert result.ci95 == wilson_interval(5, 10)
    assert result.mean_tokens == 2 + 3 + 4 + 10
    assert result.pass_at(3) == 0.5
    assert result.pass_at(1) == pytest.approx(0.5 / 3)
    assert {level: part.n for level, part in result.by_level().items()} == {1: 2, 2: 2, 3: 2, 4: 2, 5: 2}
    assert result.by_level()[1].accuracy == 0.5
    summary = json.loads(json.dumps(result.to_dict()))
    assert summary["accuracy"] == 0.5 and summary["n"] == 10 and len(summary["ci95"]) == 2
    assert summary["seconds"] > 0 and summary["by_level"]["3"]["n"] == 2


def test_rescore_needs_no_generation():
    result = evaluate_method(right_if_even, PROBLEMS)
    assert result.accuracy == 0.0
    assert rescore(result, last).accuracy == 0.5
    assert rescore(result, last).mean_tokens == result.mean_tokens
    one = rescore(result, ev.first_response, num_samples=1)
    assert one.mean_tokens == 2 + 10 and one.any_correct == 0.0
    assert one.seconds == pytest.approx(result.seconds * 12 / 19)
    with pytest.raises(ValueError, match="3 samples"):
        rescore(result, last, num_samples=4)
    with pytest.raises(ValueError, match="named sample 3"):
        rescore(result, len)


def test_empty_and_duplicates():
    empty = evaluate_method(right_if_even, [])
    assert math.isnan(empty.accuracy) and empty.n == 0 and empty.ci95 == (0.0, 1.0)
    with pytest.raises(ValueError, match="unique_id"):
        evaluate_method(right_if_even, PROBLEMS + PROBLEMS[:1])


def test_run_folder(tmp_path):
    out = tmp_path / "new" / "run"
    result = evaluate_method(right_if_even, PROBLEMS, {"k": (1, 2)}, select=last, out=out)
    assert sorted(p.name for p in out.iterdir() if p.name != ".lock") == [
        "config.json",
        "records.jsonl",
        "summary.json",
    ]
    lines = read_jsonl(out / "records.jsonl")
    assert len(lines) == 10
    assert {"unique_id", "prompt", "samples", "chosen", "correct", "tokens", "seconds"} <= lines[0].keys()
    assert lines[0]["samples"][2].keys() >= {
        "text",
        "answer",
        "correct",
        "tokens",
        "mean_logprob",
        "finish_reason",
    }
    assert load_run(out) == result
    summary = json.loads((out / "summary.json").read_text())
    assert summary["complete"] is True and summary["accuracy"] == 0.5
    before = (out / "records.jsonl").read_bytes()
    forbidden = None  # a finished run asks for nothing: the method is never called
    assert evaluate_method(forbidden, PROBLEMS, {"k": (1, 2)}, select=last, out=out) == result
    assert (out / "records.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"config": {"k": 2}}, "k"),
        ({"config": {"k": 1, "more": None}}, None),
        ({"config": {"k": 1, "more": 5}}, "more"),
        ({"seed": 1}, "seed"),
        ({"select": last}, "select"),
        ({"fallback": "last_number"}, "fallback"),
        ({"problems": PROBLEMS[:9]}, "problems"),
        ({"problems": [replace(PROBLEMS[0], answer="1"), *PROBLEMS[1:]]}, "problems"),
        ({"problems": [replace(PROBLEMS[0], problem="What is 0-0?"), *PROBLEMS[1:]]}, "problems"),
        ({"problems": [replace(PROBLEMS[0], unique_id="q/0"), *PROBLEMS[1:]]}, "problems"),
        ({"problems": PROBLEMS[::-1]}, "problems"),
    ],
)
def test_another_configuration_is_refused(tmp_path, changes, key):
    arguments = {"problems": PROBLEMS, "config": {"k": 1}, "out": tmp_path / "run"}
    evaluate_method(right_if_even, **arguments)
    before = {p.name: p.read_bytes() for p in (tmp_path / "run").iterdir()}
    if key is None:
        evaluate_method(None, **arguments | changes)
        return
    with pytest.raises(RunError, match=rf"another configuration \(.*\b{key}\b") as refusal:
        evaluate_method(right_if_even, **arguments | changes)
    assert "\n" not in str(refusal.value)
    assert {p.name: p.read_bytes() for p in (tmp_path / "run").iterdir()} == before


def test_the_refusal_says_what_differs(tmp_path):
    evaluate_method(right_if_even, PROBLEMS, {"suffix": "", "k": 1}, out=tmp_path)
    with pytest.raises(RunError, match=r"\(seed was 0, now 3; suffix was \"\", now \" Think\.\"\): choose"):
        evaluate_method(right_if_even, PROBLEMS, {"suffix": " Think.", "k": 1}, seed=3, out=tmp_path)
    others = [*PROBLEMS[:9], replace(PROBLEMS[9], answer="1")]
    with pytest.raises(RunError, match=r"\(other problems\)"):
        evaluate_method(right_if_even, others, {"suffix": "", "k": 1}, out=tmp_path)


def test_a_selection_without_a_name_is_known_by_its_class(tmp_path):
    class Longest:
        def __call__(self, samples):
            return max(range(len(samples)), key=lambda i: samples[i].tokens)

    evaluate_method(right_if_even, PROBLEMS, select=Longest(), out=tmp_path)
    assert read_config(tmp_path)["select"] == "Longest"


def test_a_method_cannot_write_over_what_the_loop_notes(tmp_path):
    evaluate_method(right_if_even, PROBLEMS, {"seed": 7, "select": "mine"}, select=last, out=tmp_path)
    assert (read_config(tmp_path)["seed"], read_config(tmp_path)["select"]) == (0, "last")


def test_notes_are_kept_and_not_compared(tmp_path):
    evaluate_method(right_if_even, PROBLEMS, out=tmp_path, notes={"device": "cpu"})
    evaluate_method(right_if_even, PROBLEMS, out=tmp_path, notes={"device": "cuda"})
    assert read_notes(tmp_path) == {"device": "cpu"}


@pytest.mark.parametrize("content", [{"notes.txt": "mine"}, {"config.json": '{"model_type": "qwen3"}'}])
def test_a_folder_that_is_no_run_is_refused(tmp_path, content):
    for name, text in content.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(RunError, match="not the folder of an evaluation run"):
        evaluate_method(right_if_even, PROBLEMS, out=tmp_path)
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == content
    with pytest.raises(RunError):
        load_run(tmp_path)


class Stops:
    """A method that gives up after some problems."""

    def __init__(self, after: int, error: type[BaseException]) -> None:
        self.left, self.error = after, error

    def __call__(self, chunk, seeds):
        self.left -= len(chunk)
        if self.left < 0:
            raise self.error
        return right_if_even(chunk, seeds)


@pytest.mark.parametrize("in_memory", [True, False])
def test_ctrl_c_keeps_what_is_finished(tmp_path, in_memory):
    out = None if in_memory else tmp_path
    with pytest.raises(KeyboardInterrupt) as caught:
        evaluate_method(Stops(6, KeyboardInterrupt), PROBLEMS, select=last, chunk_size=3, out=out)
    assert isinstance(caught.value, EvaluationInterrupted) and "after 6 problems" in str(caught.value)
    assert caught.value.evaluation.n == 6 and caught.value.evaluation.accuracy == 0.5
    if out:
        summary = json.loads((out / "summary.json").read_text())
        assert summary["complete"] is False and summary["n"] == 6
        whole = evaluate_method(right_if_even, PROBLEMS, select=last, chunk_size=3, out=out)
        assert without_seconds(whole) == without_seconds(evaluate_method(right_if_even, PROBLEMS, select=last))


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process that is sent SIGTERM")
def test_a_polite_kill_is_ctrl_c(tmp_path):
    def method(chunk, seeds):
        if chunk[0] is PROBLEMS[6]:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)
        return right_if_even(chunk, seeds)

    handler = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        with pytest.raises(EvaluationInterrupted) as caught:
            evaluate_method(method, PROBLEMS, chunk_size=3, out=tmp_path)
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, handler)
    assert caught.value.evaluation == load_run(tmp_path) and load_run(tmp_path).n == 6
    assert json.loads((tmp_path / "summary.json").read_text())["complete"] is False


def test_a_line_that_was_taken_out_is_made_again_and_the_problems_keep_their_order(tmp_path):
    whole = evaluate_method(right_if_even, PROBLEMS, select=last, chunk_size=3, out=tmp_path)
    log = tmp_path / "records.jsonl"
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:4] + lines[5:]))
    again = evaluate_method(right_if_even, PROBLEMS, select=last, chunk_size=3, out=tmp_path)
    assert without_seconds(again) == without_seconds(whole)
    assert [r.unique_id for r in load_run(tmp_path).records][-1] == "p/4"


def test_ctrl_c_between_the_file_and_the_memory(tmp_path, monkeypatch):
    """A record is counted as soon as its line is written, and not before."""
    written = []

    def append(folder, record):
        if len(written) == 4:
            raise KeyboardInterrupt  # just before a line
        append_record(folder, record)
        written.append(record)
        if len(written) == 2 and moment == "after":
            raise KeyboardInterrupt

    monkeypatch.setattr(ev, "append_record", append)
    for moment, count in (("after", 2), ("before", 4)):
        written.clear()
        folder = tmp_path / moment
        with pytest.raises(EvaluationInterrupted) as caught:
            evaluate_method(right_if_even, PROBLEMS, chunk_size=3, out=folder)
        assert caught.value.evaluation == load_run(folder) and load_run(folder).n == count
        assert json.loads((folder / "summary.json").read_text())["n"] == count


def test_resumes_after_every_possible_cut(tmp_path):
    """Cut the log at any byte, as a crash would: nothing is lost, nothing is there twice."""
    full = tmp_path / "full"
    result = evaluate_method(right_if_even, PROBLEMS[:4], select=last, chunk_size=3, out=full)
    log = (full / "records.jsonl").read_bytes()
    for cut in [*range(0, len(log), 97), len(log) - 1, len(log)]:
        folder = tmp_path / str(cut)
        folder.mkdir()
        (folder / "config.json").write_bytes((full / "config.json").read_bytes())
        (folder / "records.jsonl").write_bytes(log[:cut])
        again = evaluate_method(right_if_even, PROBLEMS[:4], select=last, chunk_size=3, out=folder)
        assert without_seconds(again) == without_seconds(result)
        ids = [line["unique_id"] for line in read_jsonl(folder / "records.jsonl")]
        assert sorted(ids) == [p.unique_id for p in PROBLEMS[:4]]


def aware_of_company(chunk: list[Problem], seeds: list[int]) -> list[Attempt]:
    """What a problem gets depends on those beside it, as rounding does in a batch."""
    company = "+".join(p.unique_id for p in chunk)
    return [Attempt(p.problem, [respond(rf"{company} \boxed{{{p.answer}}}")]) for p in chunk]


@pytest.mark.parametrize("kept", range(len(PROBLEMS) + 1))
def test_a_chunk_that_was_cut_off_is_made_again_as_a_whole(tmp_path, kept):
    full = evaluate_method(aware_of_company, PROBLEMS, chunk_size=4, out=tmp_path)
    log = tmp_path / "records.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:kept]))
    asked = []

    def method(chunk, seeds):
        asked.append([p.unique_id for p in chunk])
        return aware_of_company(chunk, seeds)

    again = evaluate_method(method, PROBLEMS, chunk_size=4, out=tmp_path)
    assert without_seconds(again) == without_seconds(full)
    ids = [p.unique_id for p in PROBLEMS]
    assert asked == [ids[start : start + 4] for start in (0, 4, 8) if kept < min(start + 4, 10)]
    assert [line["unique_id"] for line in read_jsonl(log)] == ids


def test_the_bar_counts_what_was_done_before_but_not_in_its_rate(tmp_path, capsys):
    with pytest.raises(EvaluationInterrupted):
        evaluate_method(Stops(6, KeyboardInterrupt), PROBLEMS, select=last, chunk_size=3, out=tmp_path)
    evaluate_method(right_if_even, PROBLEMS, select=last, chunk_size=3, out=tmp_path, progress="again")
    bars = capsys.readouterr().err.split("\r")
    assert "again:  60%" in bars[1] and "6/10" in bars[1] and "again: 100%" in bars[-1] and "10/10" in bars[-1]


def test_the_bar_ends_at_all_problems_and_the_accuracy(tmp_path, capsys):
    """Also where the chunk that is made again was half done."""
    evaluate_method(right_if_even, PROBLEMS[:9], select=last, chunk_size=4, out=tmp_path)
    log = tmp_path / "records.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:6]))
    evaluate_method(right_if_even, PROBLEMS[:9], select=last, chunk_size=4, out=tmp_path, progress="again")
    bar = capsys.readouterr().err.split("\r")[-1]
    assert "9/9" in bar and "accuracy=55.6%" in bar


def test_only_the_right_answer_may_be_a_rounded_one():
    def method(chunk, seeds):
        return [Attempt("", [respond(r"\boxed{1/3}"), respond(r"\boxed{0.33}")]) for p in chunk]

    problems = [replace(PROBLEMS[0], answer="0.33"), replace(PROBLEMS[1], answer="1/3")]
    run = evaluate_method(method, problems)
    assert [[s.correct for s in r.samples] for r in run.records] == [[True, True], [True, False]]


@pytest.mark.parametrize(
    ("text", "answer", "correct"),
    [
        (r"\boxed{007}", "007", True),
        (r"\boxed{7.0}", "7.0", True),
        (r"\boxed{70}", "70", False),
        (r"\boxed{7}</think>\boxed{8}</think>no box", None, False),
        (r"\boxed{8}</think>so \boxed{7}", "7", True),
        (r"\boxed{7}</think>", None, False),
        (r"<think>\boxed{7}", None, False),
        (r"\boxed{8}, no, \boxed{7}", "7", True),
    ],
)
def test_what_counts_as_the_answer_and_as_right(text: str, answer: str | None, correct: bool):
    sample = ev.judge(respond(text), "7")
    assert (sample.answer, sample.correct) == (answer, correct)


def test_fallback_reaches_the_verdict():
    def method(chunk, seeds):
        return [Attempt(p.problem, [respond(f"I get {p.answer}.")]) for p in chunk]

    strict = evaluate_method(method, PROBLEMS)
    lenient = evaluate_method(method, PROBLEMS, fallback="last_number")
    assert (strict.accuracy, strict.answer_rate) == (0.0, 0.0)
    assert (lenient.accuracy, lenient.answer_rate) == (1.0, 1.0)
    assert lenient.records[3].samples[0].answer == "6"
    with pytest.raises(ValueError, match="fallback"):
        evaluate_method(None, PROBLEMS, fallback="guess")


CHILD = """
import sys, time
from test_loop import PROBLEMS, last, right_if_even
from shared.evaluation.loop import evaluate_method
def slow(chunk, seeds):
    time.sleep(0.05)
    return right_if_even(chunk, seeds)
evaluate_method(slow, PROBLEMS, select=last, chunk_size=1, out=sys.argv[1])
"""


def test_kill_and_resume(tmp_path):
    out = tmp_path / "run"
    here = Path(__file__).parent
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(here), str(here.parent)])}
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(out)], env=environment)
    log = out / "records.jsonl"
    deadline = time.monotonic() + 600  # for a machine that is busy with other things
    while not (log.exists() and log.read_bytes().count(b"\n") >= 3):
        assert child.poll() is None and time.monotonic() < deadline, "the child never wrote three records"
        time.sleep(0.01)
    child.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    child.wait()
    result = evaluate_method(right_if_even, PROBLEMS, select=last, chunk_size=1, out=out)
    assert [line["unique_id"] for line in read_jsonl(log)] == [p.unique_id for p in PROBLEMS]
    assert without_seconds(result) == without_seconds(evaluate_method(right_if_even, PROBLEMS, select=last))


def test_seeds_belong_to_problems():
    assert problem_seed(PROBLEMS[0], 0) == problem_seed(replace(PROBLEMS[0], problem="reworded"), 0)
    assert len({problem_seed(p, s) for p in PROBLEMS for s in range(3)}) == 30


@pytest.fixture(scope="module")
def tiny():
    torch.manual_seed(0)
    tokenizer = train_tokenizer([render_prompt(p.problem) for p in PROBLEMS], 300)
    config = Qwen3Config(
        vocab_size=tokenizer.vocab_size,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=8,
        max_position_embeddings=256,
    )
    return Qwen3(config).eval(), tokenizer


def test_evaluate_a_model(tiny, tmp_path):
    model, tokenizer = tiny
    options = {
        "num_samples": 3,
        "params": SamplingParams(temperature=1.0),
        "max_new_tokens": 6,
        "batch_size": 4,
    }
    result = evaluate(model, tokenizer, PROBLEMS, **options, out=tmp_path / "a")
    record = result.records[3]
    assert record.prompt == render_prompt(PROBLEMS[3].problem)
    assert len(record.samples) == 3 and len({s.text for s in record.samples}) == 3
    assert all(1 <= s.tokens <= 6 and s.mean_logprob < 0 for s in record.samples)
    assert record.tokens == sum(s.tokens for s in record.samples)

    seeds = [problem_seed(p, 0) for p in PROBLEMS[:2]]
    direct = {k: v for k, v in options.items() if k != "batch_size"}
    responses = generate(model, tokenizer, [r.prompt for r in result.records[:2]], seeds=seeds, **direct)
    assert [[s.text for s in r.samples] for r in result.records[:2]] == [[s.text for s in r] for r in responses]

    # A problem's samples do not depend on the company, nor on the batch, nor on being resumed.
    alone = evaluate(model, tokenizer, [PROBLEMS[3]], **options | {"batch_size": 64})
    assert [s.text for s in alone.records[0].samples] == [s.text for s in record.samples]
    log = tmp_path / "a" / "records.jsonl"
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:5]))
    assert without_seconds(
        evaluate(model, tokenizer, PROBLEMS, **options, out=tmp_path / "a")
    ) == without_seconds(result)

    other_seed = evaluate(model, tokenizer, PROBLEMS[:1], **options, seed=1)
    assert [s.text for s in other_seed.records[0].samples] != [s.text for s in result.records[0].samples]
    suffixed = evaluate(model, tokenizer, PROBLEMS[:1], suffix=" Think.", max_new_tokens=2)
    assert suffixed.records[0].prompt == render_prompt(PROBLEMS[0].problem, " Think.")


def test_template_and_length_of_prompts(tiny):
    model, tokenizer = tiny
    result = evaluate(
        model, tokenizer, PROBLEMS[:2], suffix="!", template="Q {problem} \\boxed{} A", max_new_tokens=2
    )
    assert [r.prompt for r in result.records] == [f"Q {p.problem}! \\boxed{{}} A" for p in PROBLEMS[:2]]
    with pytest.raises(TemplateError, match="problem"):
        evaluate(model, tokenizer, PROBLEMS[:2], template="no place")
    long = [*PROBLEMS[:2], replace(PROBLEMS[2], problem="1+" * 300)]
    with pytest.raises(ValueError, match="problem p/2 has .* tokens, but the model's context holds 256"):
        evaluate(model, tokenizer, long, max_new_tokens=2)
    for length in (255, 256):
        just = replace(PROBLEMS[2], problem="+" * (length - len(tokenizer.encode("{}"))))
        prompt = f"{just.problem}{{}}"
        assert len(tokenizer.encode(prompt)) == length, "the test needs a token a character"
        if length == 256:
            with pytest.raises(ValueError, match="problem p/2 has 256 tokens.*leave the problem out"):
                evaluate(model, tokenizer, [just], template="{problem}{}", max_new_tokens=2)
        else:
            run = evaluate(model, tokenizer, [just], template="{problem}{}", max_new_tokens=2)
            assert run.records[0].samples[0].tokens == 1, "there was room for one"


def test_another_type_of_numbers_is_another_run(tiny, tmp_path):
    model, tokenizer = tiny
    evaluate(model, tokenizer, PROBLEMS[:2], max_new_tokens=2, out=tmp_path)
    half = copy.deepcopy(model).to(torch.bfloat16)
    with pytest.raises(RunError, match='dtype was "float32", now "bfloat16"'):
        evaluate(half, tokenizer, PROBLEMS[:2], max_new_tokens=2, out=tmp_path)


def test_other_weights_are_another_run(tiny, tmp_path):
    model, tokenizer = tiny
    evaluate(model, tokenizer, PROBLEMS[:2], max_new_tokens=2, out=tmp_path)
    before = ev.fingerprint(model)
    with torch.no_grad():
        model.model.layers[1].mlp.up_proj.weight[0, 0] += 1e-3
    assert ev.fingerprint(model) != before
    with pytest.raises(RunError, match=r"another configuration \(other model\)"):
        evaluate(model, tokenizer, PROBLEMS[:2], max_new_tokens=2, out=tmp_path)
    with torch.no_grad():
        model.model.layers[1].mlp.up_proj.weight[0, 0] -= 1e-3


def test_another_tokenizer_is_another_run(tiny, tmp_path):
    model, tokenizer = tiny
    evaluate(model, tokenizer, PROBLEMS[:2], max_new_tokens=2, out=tmp_path)
    ends_elsewhere = Tokenizer(tokenizer.backend, (*tokenizer.eos_token_ids, 65), tokenizer.pad_token_id)
    with pytest.raises(RunError, match=r"another configuration \(other tokenizer\)"):
        evaluate(model, ends_elsewhere, PROBLEMS[:2], max_new_tokens=2, out=tmp_path)


# --- every parameter does something -------------------------------------------------------------------------


class Recorder:
    """Stands in for the engine: remembers what it was asked, and answers with what follows from that."""

    def __init__(self) -> None:
        self.made: list[dict] = []
        self.asked: list[list[Request]] = []

    def __call__(self, model, tokenizer, **options) -> Recorder:
        self.made.append(options)
        return self

    def generate(self, requests: list[Request]) -> list[list[Response]]:
        self.asked.append(requests)
        numbers = [[(r.seed + i) % 1000 for i in range(r.num_samples)] for r in requests]
        return [[respond(f"I get {n}.") for n in group] for group in numbers]


def second(samples) -> int:
    return min(1, len(samples) - 1)


OTHER_WAYS = {  # parameter: another value, and what it changes besides the configuration
    "suffix": (" Think.", {"asked", "records"}),
    "template": ("Q {problem} A", {"asked", "records"}),
    "num_samples": (5, {"asked", "records", "chunks"}),
    "params": (SamplingParams(temperature=0.5, top_k=3), {"asked"}),
    "max_new_tokens": (7, {"asked"}),
    "select": (second, {"records"}),
    "fallback": ("last_number", {"records"}),
    "batch_size": (1, {"made", "chunks"}),
    "compile": (True, {"made"}),
    "seed": (5, {"asked", "records"}),
    "out": ("elsewhere", {"out"}),
    "notes": ({"who": "me"}, {"notes"}),
    "progress": ("label", {"shown"}),
}
NOT_IN_THE_CONFIGURATION = {"batch_size", "compile", "out", "notes", "progress"}


def traces(run, recorder: Recorder, capsys, out: Path) -> dict[str, object]:
    """All that can be seen of an evaluation from outside."""
    evaluation = run()
    shown = capsys.readouterr().err
    return {
        "made": recorder.made,
        "asked": sorted((r for chunk in recorder.asked for r in chunk), key=repr),
        "chunks": [len(chunk) for chunk in recorder.asked],
        "records": without_seconds(evaluation),
        "configuration": read_config(out),
        "notes": read_notes(out),
        "out": out.name,
        "shown": shown.split(":")[0] if shown else "",
    }


@pytest.mark.parametrize("name", OTHER_WAYS)
def test_every_parameter_of_evaluate_reaches_what_it_is_about(name, tiny, tmp_path, monkeypatch, capsys):
    parameters = inspect.signature(evaluate).parameters.values()
    assert {p.name for p in parameters if p.kind is p.KEYWORD_ONLY} == OTHER_WAYS.keys(), "a new one: add it"
    found = []
    value, changed = OTHER_WAYS[name]
    for change in ({}, {name: value}):
        options = {"num_samples": 2, "batch_size": 3, "notes": {"a": 1}} | change
        out = tmp_path / str(len(found)) / options.pop("out", "run")
        recorder = Recorder()
        monkeypatch.setattr(ev, "Engine", recorder)
        found.append(
            traces(lambda: evaluate(*tiny, PROBLEMS, out=out, **options), recorder, capsys, out)  # noqa: B023
        )
    before, after = found
    expected = changed | (set() if name in NOT_IN_THE_CONFIGURATION else {"configuration"})
    assert {part for part in before if before[part] != after[part]} == expected


METHOD_WAYS = {
    "config": ({"k": 2}, {"configuration"}),
    "select": (second, {"records", "configuration"}),
    "fallback": ("last_number", {"records", "configuration"}),
    "chunk_size": (4, {"chunks"}),
    "seed": (5, {"asked", "records", "configuration"}),
    "out": ("elsewhere", {"out"}),
    "notes": ({"who": "me"}, {"notes"}),
    "progress": ("label", {"shown"}),
}


@pytest.mark.parametrize("name", METHOD_WAYS)
def test_every_parameter_of_evaluate_method_reaches_what_it_is_about(name, tmp_path, capsys):
    parameters = [*inspect.signature(evaluate_method).parameters][2:]
    assert set(parameters) == METHOD_WAYS.keys(), "a new one: add it"
    found = []
    value, expected = METHOD_WAYS[name]
    for change in ({}, {name: value}):
        options = {"config": {"k": 1}, "notes": {"a": 1}} | change
        out = tmp_path / str(len(found)) / options.pop("out", "run")
        recorder = Recorder()

        def method(chunk, seeds):
            requests = [Request(p.problem, 1, num_samples=2, seed=s) for p, s in zip(chunk, seeds, strict=True)]
            responses = recorder.generate(requests)  # noqa: B023
            return [Attempt(p.problem, r) for p, r in zip(chunk, responses, strict=True)]

        found.append(
            traces(lambda: evaluate_method(method, PROBLEMS, out=out, **options), recorder, capsys, out)  # noqa: B023
        )
    before, after = found
    assert {part for part in before if before[part] != after[part]} == expected


def test_a_problem_has_its_own_samples_and_every_field_of_them(tmp_path):
    """Text, counts and reason of a sample are recorded for that sample of that problem, and nowhere else."""

    def method(chunk, seeds):
        attempts = []
        for p in chunk:
            number = int(p.unique_id[2:])
            samples = []
            for i, reason in enumerate(("stop", "length", "odd")):
                text, logprobs = rf"{p.unique_id} {i} \boxed{{{i}}}", [-1.0 - i - number, -3.0 - i - number]
                samples.append(Response([7] * (i + number + 1), text, logprobs, reason, 5))
            attempts.append(Attempt(f"prompt of {p.unique_id}", samples, extra_tokens=100 + number))
        return attempts

    for chunk_size in (1, 3, 10):
        run = evaluate_method(method, PROBLEMS, chunk_size=chunk_size, out=tmp_path / str(chunk_size))
        for number, (problem, record) in enumerate(zip(PROBLEMS, run.records, strict=True)):
            assert (record.unique_id, record.level, record.subject, record.gold) == (
                *(problem.unique_id, problem.level, problem.subject, problem.answer),
            )
            assert (record.prompt, record.extra_tokens) == (f"prompt of {problem.unique_id}", 100 + number)
            for i, sample in enumerate(record.samples):
                assert sample.text == rf"{problem.unique_id} {i} \boxed{{{i}}}" and sample.answer == str(i)
                assert sample.correct == (str(i) == problem.answer)
                assert (sample.tokens, sample.mean_logprob) == (i + number + 1, -2.0 - i - number)
                assert sample.finish_reason == ("stop", "length", "odd")[i]
        assert load_run(tmp_path / str(chunk_size)) == run


def test_the_time_of_a_chunk_is_shared_by_its_problems(monkeypatch):
    clock = iter(range(0, 1000, 6))
    monkeypatch.setattr(ev.time, "perf_counter", lambda: next(clock))
    run = evaluate_method(right_if_even, PROBLEMS, chunk_size=4)
    assert [r.seconds for r in run.records] == [1.5] * 8 + [3.0] * 2 and run.seconds == 18


def test_the_time_is_that_of_writing_and_of_judging(monkeypatch):
    now, judge = [0.0], ev.judge

    def takes(seconds, act):
        def slow(*arguments):
            now[0] += seconds
            return act(*arguments)

        return slow

    monkeypatch.setattr(ev.time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(ev, "judge", takes(1, judge))
    run = evaluate_method(takes(4, right_if_even), PROBLEMS[:2])
    assert [r.seconds for r in run.records] == [5, 5], "four seconds and six samples, for two problems"


# --- hostile text -------------------------------------------------------------------------------------------

HOSTILE = [
    "\ud800",
    "\udfff\ud800",
    "\x00",
    "\x1b[2J",
    "\u202e",
    "\ufeff",
    "x" * 3_000_000,
    "<think>" * 1000,
    "{" * 9000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text)[:12])
@pytest.mark.parametrize("fallback", [None, "last_number"])
def test_a_hostile_response_is_judged_recorded_and_read_back(tmp_path, text, fallback):
    def method(chunk, seeds):
        shapes = ["{}", r"\boxed{{{}}}", r"\boxed{{2}} {}", "{} 7"]
        return [Attempt(text + p.problem, [respond(s.format(text)) for s in shapes]) for p in chunk]

    problems = [*PROBLEMS[:1], replace(PROBLEMS[1], subject=text[:99], answer=text[:99], unique_id=text[:99])]
    run = evaluate_method(method, problems, fallback=fallback, out=tmp_path)
    assert run.n == 2 and run.records[1].samples[0].text == text
    assert load_run(tmp_path) == run
    assert json.loads((tmp_path / "summary.json").read_text())["complete"] is True
    assert evaluate_method(None, problems, fallback=fallback, out=tmp_path) == run


@pytest.mark.parametrize("text", ["What is 1+1\ud800?", "\udc00", "\ud83d \ude00"])
def test_a_question_that_cannot_be_read_is_named_before_the_start(tiny, tmp_path, text):
    problems = [*PROBLEMS[:2], replace(PROBLEMS[2], problem=text, unique_id="p/\x1b[2J")]
    half = next(c for c in text if "\ud800" <= c <= "\udfff")
    for start in (lambda **o: evaluate(*tiny, problems, **o), lambda **o: evaluate_method(None, problems, **o)):
        with pytest.raises(ValueError) as caught:
            start(out=tmp_path / "run")
        message = str(caught.value)
        assert rf"prompt of problem p/\x1b[2J holds {ascii(half)}, half of a character" in message
        assert message.isprintable() and message.isascii()
    assert not (tmp_path / "run").exists()
    with pytest.raises(ValueError, match=f"of problem {'n' * 60} holds"):
        evaluate_method(None, [replace(problems[2], unique_id="n" * 1000)])
    for change in ({"suffix": "\ud800"}, {"template": "{problem}\ud800"}):
        with pytest.raises(ValueError, match="prompt of problem p/0 holds .*template, or the suffix"):
            evaluate(*tiny, PROBLEMS[:1], **change)


def test_other_odd_questions_are_asked(tiny, tmp_path):
    texts = ["1+1?\x00", "\x1b[2J1+1?", "\u202e1+1?", "", "\ufeff1+1?", "1+1 \U0001f600?"]
    problems = [replace(PROBLEMS[1], problem=text, unique_id=f"odd/{i}") for i, text in enumerate(texts)]
    run = evaluate(*tiny, problems, max_new_tokens=2, out=tmp_path)
    assert [r.prompt for r in run.records] == [render_prompt(text) for text in texts]
    assert load_run(tmp_path) == run


# --- two at once --------------------------------------------------------------------------------------------


def test_a_second_run_in_the_folder_is_refused_and_the_first_goes_on(tmp_path):
    refused = []

    def method(chunk, seeds):
        with pytest.raises(RunError, match="another process is writing to") as caught:
            evaluate_method(right_if_even, PROBLEMS, select=last, chunk_size=3, out=tmp_path)
        refused.append(str(caught.value))
        return right_if_even(chunk, seeds)

    run = evaluate_method(method, PROBLEMS, select=last, chunk_size=3, out=tmp_path)
    assert len(refused) == 4 and "\n" not in refused[0] and str(tmp_path) in refused[0]
    assert without_seconds(run) == without_seconds(evaluate_method(right_if_even, PROBLEMS, select=last))
    assert load_run(tmp_path) == run and len(read_jsonl(tmp_path / "records.jsonl")) == 10
    assert evaluate_method(None, PROBLEMS, select=last, chunk_size=3, out=tmp_path) == run, "the lock is gone"


def test_a_folder_that_somebody_holds_is_left_as_it_is(tmp_path):
    with locked_run(tmp_path):
        before = sorted(path.name for path in tmp_path.iterdir())
        with pytest.raises(RunError, match="wait for it, stop it, or choose another folder"):
            evaluate_method(None, PROBLEMS, out=tmp_path)
        assert sorted(path.name for path in tmp_path.iterdir()) == before
