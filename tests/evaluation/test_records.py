"""What follows from records, each figure against a plain count."""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace

from shared.evaluation import records
from shared.evaluation.records import Evaluation, Record, Sample, choose, rescore

import pytest


def record(name: str, answers: str, level: int = 1, subject: str = "Algebra", chosen: int = 0, first_tokens=10):
    """Samples from letters: R right, W and X two wrong answers, - none; a small letter was cut off."""
    answer_of = {"R": "1", "W": "2", "X": "3", "-": None}
    samples = [
        Sample(a, answer_of[a.upper()], a in "Rr", first_tokens + i, -0.5, "length" if a.islower() else "stop")
        for i, a in enumerate(answers)
    ]
    return Record(name, level, subject, "1", "Question", samples, chosen, 5, 2.0)


RUN = Evaluation(
    [
        record("a", "RRW-", level=1),
        record("b", "WRrX", level=2, subject="Geometry"),
        record("c", "WWWw", level=2),
        record("d", "--RX", level=3, chosen=2),
    ]
)


def test_rates_and_lengths():
    assert (RUN.n, RUN.num_correct, RUN.accuracy, RUN.any_correct) == (4, 2, 0.5, 0.75)
    assert list(RUN.verdicts) == [r.unique_id for r in RUN.records] and sum(RUN.verdicts.values()) == 2
    assert RUN.answer_rate == 13 / 16
    assert RUN.truncation_rate == 2 / 16
    assert RUN.mean_tokens == 10 + 11 + 12 + 13 + 5
    assert RUN.response_tokens == pytest.approx({"mean": 11.5, "p50": 11.5, "p90": 13, "p99": 13})
    assert RUN.seconds == 8


def test_percentiles_of_the_lengths():
    run = Evaluation([record(str(i), "R", first_tokens=i) for i in range(1, 102)])
    assert run.response_tokens == {"mean": 51, "p50": 51, "p90": 91, "p99": 100}
    assert run.to_dict()["response_tokens"] == run.response_tokens


def test_only_what_is_known_to_be_cut_off_is_counted():
    samples = [Sample("", None, False, 1, 0.0, reason) for reason in ("stop", "unknown", "length")]
    assert Evaluation([Record("a", 1, "", "1", "", samples, 0, 0, 0.0)]).truncation_rate == 1 / 3


def test_parts():
    assert {level: part.n for level, part in RUN.by_level().items()} == {1: 1, 2: 2, 3: 1}
    assert {subject: part.accuracy for subject, part in RUN.by_subject().items()} == {
        "Algebra": 2 / 3,
        "Geometry": 0,
    }


def test_parts_stand_in_order():
    run = Evaluation([record("a", "R", 3, "Geometry"), record("b", "W", 1, "Number"), record("c", "W", 2)])
    assert (list(run.by_level()), list(run.by_subject())) == ([1, 2, 3], ["Algebra", "Geometry", "Number"])
    assert list(run.to_dict()["by_level"]) == ["1", "2", "3"], "texts, as in the file"


def test_more_samples():
    assert RUN.sample_counts() == [1, 2, 4]
    assert Evaluation([record("a", "RRRRRR")]).sample_counts() == [1, 2, 4, 6]
    assert Evaluation([record("a", "R"), record("b", "RR")]).sample_counts() == []
    assert RUN.pass_at(1) == pytest.approx((2 + 2 + 0 + 1) / 16)
    assert RUN.pass_at(4) == 0.75
    assert RUN.majority_at(1) == pytest.approx((2 + 2 + 0 + 1) / 16)
    assert RUN.majority_at(4) == pytest.approx((1 + 1 + 0 + 0.5) / 4)  # d: one vote each for R and X


def test_answers_of_one_meaning_are_one_candidate():
    answers = ["2", "3", "1/2", "0.5", r"\frac12"]
    samples = [Sample(a, a, a not in "23", 1, 0.0, "stop") for a in answers]
    assert Record("a", 1, "", "1/2", "", samples, 0, 0, 0.0).majority_at(5) == 1.0


def test_a_class_may_hold_right_and_wrong_answers():
    samples = [Sample(a, a, a == "0.5", 1, 0.0, "stop") for a in ("1/2", "0.5", "3")]
    assert Record("a", 1, "", "0.5", "", samples, 0, 0, 0.0).classes == ((2, 1), (1, 0))


def test_summary_is_json_with_everything_in_it():
    summary = json.loads(json.dumps(RUN.to_dict()))
    assert summary["pass_at"].keys() == summary["majority_at"].keys() == {"1", "2", "4"}
    assert summary["by_level"]["2"]["n"] == 2 and summary["by_subject"]["Geometry"]["accuracy"] == 0
    assert summary["response_tokens"]["p90"] == 13 and summary["truncation_rate"] == 0.125
    assert summary["pass_at"] == {str(k): RUN.pass_at(k) for k in (1, 2, 4)}
    assert summary["majority_at"] == {str(k): RUN.majority_at(k) for k in (1, 2, 4)} != summary["pass_at"]
    for name, parts in (("by_level", RUN.by_level()), ("by_subject", RUN.by_subject())):
        figures = {str(v): {"accuracy": p.accuracy, "ci95": list(p.ci95), "n": p.n} for v, p in parts.items()}
        assert summary[name] == figures
    for name in ("n", "accuracy", "any_correct", "answer_rate", "truncation_rate", "mean_tokens", "seconds"):
        assert summary[name] == getattr(RUN, name), name
    assert summary["ci95"] == list(RUN.ci95)
    assert "pass_at" not in Evaluation([record("a", "R")]).to_dict()


def test_nothing_evaluated():
    empty = Evaluation([])
    assert empty.ci95 == (0.0, 1.0) and empty.sample_counts() == [] and empty.by_level() == {}
    for value in (empty.accuracy, empty.truncation_rate, empty.response_tokens["p50"], empty.mean_tokens):
        assert math.isnan(value)


def test_a_line_reads_back():
    line = json.loads(json.dumps(RUN.records[1].to_dict()))
    assert line["correct"] is False and line["tokens"] == 51
    assert Record.from_dict(line) == RUN.records[1]


FULL = Record(
    *("id", 4, "Geometry", "1", "Question\ud800", [Sample("text\x00", None, False, 7, -0.25, "length")]),
    0,
    3,
    1.5,
)


def test_a_line_holds_every_field_under_its_own_name():
    line = json.loads(json.dumps(FULL.to_dict()))
    for field in fields(Record):
        if field.name != "samples":
            assert line[field.name] == getattr(FULL, field.name), field.name
    for field in fields(Sample):
        assert line["samples"][0][field.name] == getattr(FULL.samples[0], field.name), field.name
    assert line.keys() == {field.name for field in fields(Record)} | {"correct", "tokens"}
    assert (line["correct"], line["tokens"]) == (False, 10)
    assert Record.from_dict(line) == FULL


@pytest.mark.parametrize(
    "change",
    [
        {"unique_id": 5},
        {"level": "3"},
        {"gold": None},
        {"prompt": ["x"]},
        {"chosen": 1},
        {"chosen": -1},
        {"chosen": 0.0},
        {"samples": []},
        {"extra_tokens": None},
        {"seconds": "long"},
        {"subject": {}},
        {"sample": {"text": None}},
        {"sample": {"answer": 7}},
        {"sample": {"correct": "yes"}},
        {"sample": {"tokens": 1.5}},
        {"sample": {"mean_logprob": "low"}},
    ],
)
def test_a_line_of_the_wrong_kinds_is_refused(change):
    line = FULL.to_dict() | change
    if "sample" in change:
        line["samples"] = [line["samples"][0] | line.pop("sample")]
    with pytest.raises(TypeError):
        Record.from_dict(line)
    assert Record.from_dict(FULL.to_dict() | {"seconds": 2}).seconds == 2
    not_a_number = replace(FULL, samples=[replace(FULL.samples[0], mean_logprob=None)])  # NaN, once in a file
    assert Record.from_dict(not_a_number.to_dict()) == not_a_number


def test_the_answers_of_a_problem_are_sorted_once(monkeypatch):
    asked = []
    group_answers = records.group_answers
    monkeypatch.setattr(
        records, "group_answers", lambda answers: asked.append(answers) or group_answers(answers)
    )
    run = Evaluation([record("a", "RRW-"), record("b", "WRrX")])
    assert run.to_dict() == run.to_dict() and run.majority_at(2) > 0
    assert len(asked) == 2
    assert run.records[0].classes == ((2, 1), (2, 0))
    other = replace(run.records[0], samples=run.records[1].samples)
    assert other.classes == ((1, 2, 1), (0, 2, 0)), "a copy with other samples has other classes"


def test_choice_is_checked():
    samples = RUN.records[0].samples
    assert choose(lambda s: 2, samples) == 2
    with pytest.raises(ValueError, match="named sample -1, but there are 4"):
        choose(lambda s: -1, samples)


def test_rescore_does_not_touch_the_run():
    before = RUN.to_dict()
    assert rescore(RUN, lambda samples: 1, num_samples=2).accuracy == 0.5
    assert RUN.to_dict() == before


def test_rescore_shows_the_selection_only_the_samples_that_count():
    assert [r.chosen for r in rescore(RUN, lambda samples: len(samples) - 1, num_samples=3).records] == [2] * 4
    for wrong in (0, -1, 5):
        with pytest.raises(ValueError, match=f"a has 4 samples, not {wrong}"):
            rescore(RUN, lambda samples: 0, num_samples=wrong)


def test_rescore_of_samples_without_a_token_keeps_the_time():
    blank = replace(FULL, samples=[replace(FULL.samples[0], tokens=0)] * 2, extra_tokens=0)
    assert rescore(Evaluation([blank]), lambda samples: 0, num_samples=1).seconds == 1.5
