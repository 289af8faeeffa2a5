"""A run made of another: the same problems, on disk and resumed, and refused where it does not fit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from shared.evaluation.derived import derive, load_samples
from shared.evaluation.loop import EvaluationInterrupted
from shared.evaluation.records import Evaluation, Record, Sample
from shared.evaluation.runs import RunError, append_record, load_run, open_run, write_summary

import pytest


def record(number: int) -> Record:
    samples = [Sample(f"text {number} {i}", str(i), i == 1, 5, -0.5, "stop") for i in range(3)]
    return Record(f"p{number}", 1, "Algebra", "1", f"prompt {number}", samples, 0, 0, 0.25)


SOURCE = Evaluation([record(number) for number in range(40)])


def second(record: Record) -> Record:
    return replace(record, chosen=1)


def test_records_are_transformed_one_by_one_in_order(tmp_path: Path) -> None:
    in_memory = derive(SOURCE, second, {"pick": 1})
    assert in_memory.records == [second(r) for r in SOURCE.records] and in_memory.accuracy == 1.0
    on_disk = derive(SOURCE, second, {"pick": 1}, out=tmp_path / "run")
    assert load_run(tmp_path / "run").records == on_disk.records == in_memory.records


def test_a_derivation_that_was_stopped_goes_on(tmp_path: Path) -> None:
    seen: list[str] = []

    def stops(record: Record) -> Record:
        if len(seen) == 21:
            raise KeyboardInterrupt
        seen.append(record.unique_id)
        return second(record)

    with pytest.raises(EvaluationInterrupted) as stopped:
        derive(SOURCE, stops, {"pick": 1}, out=tmp_path / "run")
    assert stopped.value.evaluation.n == 21 and stopped.value.out == tmp_path / "run"
    seen.clear()

    def counts(record: Record) -> Record:
        seen.append(record.unique_id)
        return second(record)

    again = derive(SOURCE, counts, {"pick": 1}, out=tmp_path / "run")
    assert again.records == [second(r) for r in SOURCE.records]
    assert len(seen) < 40, "what is on disk already is not all made again"


@pytest.mark.parametrize("change", ["config", "text"])
def test_another_source_or_setting_is_refused(change: str, tmp_path: Path) -> None:
    derive(SOURCE, second, {"pick": 1}, out=tmp_path / "run")
    source, config = SOURCE, {"pick": 1}
    if change == "config":
        config = {"pick": 2}
    else:
        first = SOURCE.records[0]
        samples = [replace(first.samples[0], text="another"), *first.samples[1:]]
        source = Evaluation([replace(first, samples=samples), *SOURCE.records[1:]])
    with pytest.raises(RunError, match="another configuration"):
        derive(source, second, config, out=tmp_path / "run")


def saved(folder: Path, config: dict, records: list[Record]) -> Path:
    open_run(folder, config, {})
    for one in records:
        append_record(folder, one)
    write_summary(folder, Evaluation(records), complete=True)
    return folder


CONFIG = {"method": "sampling", "params": {"temperature": 1.0}, "num_problems": 40}


def test_samples_of_a_finished_run_are_loaded(tmp_path: Path) -> None:
    source, config = load_samples(saved(tmp_path / "run", CONFIG, SOURCE.records), 3)
    assert source.records == SOURCE.records and config["params"] == {"temperature": 1.0}


@pytest.mark.parametrize(
    ("config", "count", "wanted", "message"),
    [
        (CONFIG, 39, 1, r"not finished \(39 of 40"),
        (CONFIG, 40, 4, "has 3 samples a problem, not 4"),
        ({**CONFIG, "method": "power"}, 40, 1, "only plain samples"),
        ({"method": "sampling", "num_problems": 40}, 40, 1, "only plain samples"),
        ({**CONFIG, "num_problems": 0}, 0, 1, "not finished"),
    ],
)
def test_runs_whose_samples_cannot_serve(
    config: dict, count: int, wanted: int, message: str, tmp_path: Path
) -> None:
    with pytest.raises(RunError, match=message):
        load_samples(saved(tmp_path / "run", config, SOURCE.records[:count]), wanted)


def test_no_run_at_all(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is not the folder of an evaluation run"):
        load_samples(tmp_path)
