"""ch03/compare_runs.py: the table, the words, and the runs that do not compare."""

from __future__ import annotations

import json
import re
from pathlib import Path

from shared.evaluation.metrics import mcnemar_exact, newcombe_interval
from shared.evaluation.records import Evaluation, Record, Sample
from shared.evaluation.runs import append_record, open_run, write_summary
from shared.tools.files import append_jsonl

from places import ROOT

SCRIPT = ROOT / "ch03" / "compare_runs.py"


def make_run(name: str, verdicts: str, prefix: str = "p", wanted: int | None = None, **configuration) -> None:
    """A run with a right (R) or wrong (W) verdict for each problem; ``-`` leaves the problem out."""
    wanted = wanted or len(verdicts.replace("-", ""))
    open_run(name, {"num_problems": wanted, **configuration}, {"model": "m", "dataset": "d"})
    records = []
    for i, verdict in enumerate(verdicts):
        sample = Sample("text", "7", verdict == "R", 10 + i % 2, -0.1, "stop" if i else "length")
        if verdict != "-":
            records.append(Record(f"{prefix}/{i}", 1, "", "7", "prompt", [sample], 0, 0, 0.1))
            append_record(name, records[-1])
    write_summary(name, Evaluation(records), len(records) == wanted)


def test_a_difference(call):
    make_run("a", "R" * 10 + "W" * 20, suffix="")
    make_run("b", "R" * 8 + "WW" + "R" * 15 + "W" * 5, suffix=" Think.")
    code, out, _ = call("a", "b")
    assert code == 0
    assert out.startswith("A: a (m on d)\nB: b (m on d)\nThey differ in: suffix.\n")
    cells = [[cell.strip() for cell in re.split("[│┃]", line)[1:-1]] for line in out.splitlines()]
    assert ["", "A", "B"] in cells and ["accuracy", "33.3% (10 of 30)", "76.7% (23 of 30)"] in cells
    assert ["95 % interval", "19.2% to 51.2%", "59.1% to 88.2%"] in cells
    low, high = newcombe_interval(8, 2, 15, 5)
    assert f"A minus B: -43.3 percentage points, 95 % interval {100 * low:+.1f} to {100 * high:+.1f}." in out
    assert f"p = {mcnemar_exact(2, 15):.3f}." in out
    assert out.endswith("Verdict: B is better than A at 95 %: 2 problems only A solved, 15 only B.\n")


def test_each_figure_stands_below_its_own_run(call):
    make_run("a", "RW")
    open_run("b", {}, {})
    for i, answer in enumerate(["7", None]):
        sample = Sample("", answer, False, 40 + 20 * i, -0.1, "stop")
        append_record("b", Record(f"p/{i}", 1, "", "7", "prompt", [sample], 0, 0, 0.1))
        append_jsonl("graded.jsonl", {"unique_id": f"p/{i}", "gold": "7", "correct": True})
    figures = {
        "a": ["100.0%", "50.0%", "mean 10.5; 50 % 10, 90 % 11, 99 % 11"],
        "b": ["50.0%", "0.0%", "mean 50.0; 50 % 50, 90 % 58, 99 % 60"],
        "graded.jsonl": ["", "", ""],
    }
    for left, right in (("a", "b"), ("b", "a"), ("a", "graded.jsonl"), ("graded.jsonl", "b")):
        lines = call(left, right)[1].splitlines()
        cells = [[cell.strip() for cell in re.split("[│┃]", line)[1:-1]] for line in lines]
        names = ("responses with an answer", "responses cut off", "tokens a response")
        for name, *row in zip(names, figures[left], figures[right], strict=True):
            assert [name, *row] in cells, (left, right, name)


def test_a_test_and_an_interval_of_two_minds_are_mentioned(call):
    make_run("a", "R" * 19 + "W" * 22)
    make_run("b", "R" * 14 + "W" * 27)
    assert "undecided" in call("a", "b")[1].splitlines()[-1]


def test_no_difference(call):
    make_run("a", "RRRWWWWW")
    make_run("b", "WRRRWWWW")
    code, out, _ = call("a", "b")
    assert code == 0 and "differ in" not in out and "compared on" not in out
    assert "Verdict: no difference at 95 %: 1 problem only A solved, 1 only B." in out
    assert "p = 1.000" in out and "responses cut off" in out and "12.5%" in out


def test_a_strangers_run_is_only_text(call):
    make_run("a", "RRW", level=1)
    config = json.loads(Path("a/config.json").read_text())
    odd = {"\x1b[2J\ud800key": 1, "num_problems": "many"}
    Path("b").mkdir()
    Path("b/records.jsonl").write_bytes(Path("a/records.jsonl").read_bytes())
    config |= {"configuration": odd, "notes": {"model": "\x1b[2Jm\ud800", "dataset": ["\u202e"]}}
    Path("b/config.json").write_text(json.dumps(config))
    code, out, _ = call("a", "b")
    assert code == 0 and all(c.isascii() or c in "┏━┳┓┃┡╇┩│└┴┘─" for c in out.replace("\n", ""))
    assert "\x1b" not in out and r"B: b (\x1b[2Jm\ud800 on ['\u202e'])" in out
    assert r"They differ in: \x1b[2J\ud800key, level, num_problems." in out and "missing" not in out


def test_a_run_with_itself(call):
    make_run("a", "RW")
    assert "A and B solved the same problems" in call("a", "a")[1]


def test_a_very_small_p(call):
    make_run("a", "R" * 60)
    make_run("b", "W" * 60)
    assert f"p = {mcnemar_exact(60, 0):.1e}." in call("a", "b")[1]


def test_common_problems_only(call):
    make_run("a", "RRWW--", wanted=6)
    make_run("b", "-RRRWW", wanted=5)
    code, out, _ = call("a", "b")
    assert code == 0
    assert "A is not finished: 2 problems are missing." in out and "B is not finished" not in out
    assert "A has 4 problems, B 5: compared on the 3 that both have." in out
    swapped = call("b", "a")[1]
    assert "B is not finished: 2 problems are missing." in swapped and "A is not finished" not in swapped
    assert "33.3% (1 of 3)" in out and "100.0% (3 of 3)" in out
    assert "Difference, A minus B: -66.7" in out
    (cut_off,) = (line for line in out.splitlines() if "cut off" in line)
    assert cut_off.count(" 0.0%") == 2  # the one that A was cut off at is not among them


def test_a_part_of_the_other_run(call):
    make_run("a", "RW")
    make_run("b", "RWR")
    assert "A has 2 problems, B 3: compared on the 2 that both have." in call("a", "b")[1]


def test_as_json(call):
    make_run("a", "RRWW", seed=0)
    make_run("b", "RRRR-R", seed=1)
    code, out, _ = call("a", "b", "--json")
    content = json.loads(out)
    assert code == 0
    assert (content["both"], content["only_a"], content["only_b"], content["neither"]) == (2, 0, 2, 0)
    assert (content["a"], content["b"], content["problems_a"]) == ("a", "b", 4)
    assert content["problems_b"] == 5 and content["n"] == 4 and content["differ_in"] == ["num_problems", "seed"]
    assert content["verdict"].startswith("no difference at 95 %")


def test_a_graded_file_is_a_run_too(call):
    make_run("a", "RRWW")
    for i in range(4):
        append_jsonl("graded.jsonl", {"unique_id": f"p/{i}", "gold": "7", "correct": True, "answer": "7"})
    code, out, _ = call("a", "graded.jsonl")
    assert code == 0 and "B: graded.jsonl\n" in out and "100.0% (4 of 4)" in out
    assert "0 problems only A solved, 2 only B" in out


def test_bad_input_is_one_line_and_exit_code_2(call):
    make_run("a", "RW")
    make_run("other", "RW", prefix="q")
    make_run("empty", "--", wanted=2)
    open_run("changed", {}, {})
    wrong = Sample("", None, False, 1, 0.0, "stop")
    append_record("changed", Record("p/0", 1, "", "8", "", [wrong], 0, 0, 0.1))
    Path("folder").mkdir()
    Path("file.txt").write_text("mine")
    Path("list.jsonl").write_text("[1]\n")
    Path("words.jsonl").write_text('{"unique_id": "p/0", "gold": "7", "correct": "false"}\n')
    Path("twice.jsonl").write_text('{"unique_id": "p/0", "gold": "7", "correct": true}\n' * 2)
    for arguments, words in [
        (["a"], "the following arguments are required: b"),
        (["a", "none"], "there is no run none"),
        (["a", "folder"], "folder is not the folder of an evaluation run"),
        (["a", "file.txt"], "file.txt is neither a run's folder nor a file from grade_json.py"),
        (["a", "list.jsonl"], "list.jsonl is neither"),
        (["a", "words.jsonl"], "words.jsonl is neither"),
        (["a", "twice.jsonl"], "twice.jsonl has several responses to a problem"),
        (["a", "other"], "a and other have no problem in common"),
        (["a", "empty"], "no problem in common"),
        (["a", "changed"], "problem 'p/0' has another right answer in changed than in a"),
    ]:
        code, out, err = call(*arguments)
        assert code == 2 and out == "" and words in err, err
        assert err.count("\n") == 1 and "Traceback" not in err


def test_the_first_problem_of_a_with_another_answer_is_named(call):
    for name, ids, gold in (("a.jsonl", "xy", "7"), ("b.jsonl", "yx", "8")):
        for key in ids:
            append_jsonl(name, {"unique_id": key, "gold": gold, "correct": True})
    assert "problem 'x' has another right answer in b.jsonl than in a.jsonl" in call("a.jsonl", "b.jsonl")[2]


def test_help(call):
    code, out, _ = call("--help")
    assert code == 0 and out.count("    python ch03/compare_runs.py") >= 3 and "--json" in out
