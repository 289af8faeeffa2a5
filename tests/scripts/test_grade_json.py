"""ch03/grade_json.py: what it counts, what it shows, and what it makes of hostile files."""

from __future__ import annotations

import json
import re
from pathlib import Path

from shared.evaluation.saved_responses import GUESSES
from shared.tools.files import read_jsonl

import pytest
from places import ROOT

SCRIPT = ROOT / "ch03" / "grade_json.py"


def write(name: str, *records: object) -> None:
    Path(name).write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in records))


RIGHT = {"output": r"so \boxed{\frac{1}{2}}", "gtruth_answer": "0.5", "question": "Half?", "id": "a"}
WRONG = RIGHT | {"output": r"\boxed{3}", "id": "b"}
UNBOXED = RIGHT | {"output": "The answer is 0.5.", "id": "c"}


def test_accuracy_interval_and_answer_rate(call):
    write("f.jsonl", RIGHT, WRONG, UNBOXED, RIGHT | {"id": "d"})
    code, out, _ = call("f.jsonl")
    assert code == 0
    assert "Fields: response = output, answer = gtruth_answer, problem = question, id = id" in out
    assert "50.0% (2 of 4)" in out and "15.0% to 85.0%" in out and "75.0% (3)" in out
    assert "verdict" not in out and "could not be graded" not in out


def test_only_the_right_answer_may_be_a_rounded_one(call):
    write("f.jsonl", RIGHT | {"output": r"\boxed{1/3}", "gtruth_answer": "0.33"})
    assert "100.0% (1 of 1)" in call("f.jsonl")[1]
    write("f.jsonl", RIGHT | {"output": r"\boxed{0.33}", "gtruth_answer": "1/3"})
    assert "0.0% (0 of 1)" in call("f.jsonl")[1]


def test_a_number_may_begin_with_zeros(call):
    sevens = [(r"\boxed{007}", "7"), (r"\boxed{7}", "007"), (r"\boxed{-007.50}", "-7.5")]
    others = [(r"\boxed{7}", "70"), (r"\boxed{C}", "007"), (r"\boxed{0.07}", "007")]
    write("f.jsonl", *({"output": text, "gtruth_answer": gold} for text, gold in sevens + others))
    code, out, _ = call("f.jsonl", "--out", "graded.jsonl")
    assert code == 0 and "50.0% (3 of 6)" in out
    graded = read_jsonl("graded.jsonl")
    assert [line["correct"] for line in graded] == [True] * 3 + [False] * 3
    assert [(line["answer"], line["gold"]) for line in graded[:2]] == [("007", "7"), ("7", "007")], "as written"


def test_lenient_grading_finds_the_last_number(call):
    write("f.jsonl", RIGHT, WRONG, UNBOXED)
    code, out, _ = call("f.jsonl", "--fallback", "last_number")
    assert code == 0 and "66.7% (2 of 3)" in out and "100.0% (3)" in out


def test_the_graded_file(call):
    write("f.jsonl", RIGHT | {"correct": False}, "oops", UNBOXED)
    code, out, _ = call("f.jsonl", "--out", "graded.jsonl")
    assert code == 0 and out.splitlines()[-1] == "The graded responses: graded.jsonl"
    first, second = read_jsonl("graded.jsonl")
    assert first == {
        "unique_id": "a",
        "problem": "Half?",
        "gold": "0.5",
        "response": RIGHT["output"],
        "answer": r"\frac{1}{2}",
        "correct": True,
        "recorded_verdict": False,
        "place": "line 1",
    }
    assert (second["answer"], second["correct"], second["recorded_verdict"], second["place"]) == (
        None,
        False,
        None,
        "line 3",
    )
    assert call("graded.jsonl")[0] == 0  # and it can be graded again


def test_disagreements_with_verdicts_in_the_file(call):
    write("f.jsonl", RIGHT | {"correct": False}, WRONG | {"correct": True}, UNBOXED | {"correct": False})
    code, out, _ = call("f.jsonl")
    assert code == 0
    assert "33.3% (1 of 3)" in out  # the file's verdicts
    assert "same verdict as ours" in out and "33.3% (1 of 3)" in out
    assert "Other verdicts in the file: 2, of which 2 are shown" in out
    cells = [[cell.strip() for cell in re.split("[│┃]", line)[1:-1]] for line in out.splitlines()]
    assert ["id", "right answer", "found", "file", "ours"] in cells
    assert ["a", "0.5", r"\frac{1}{2}", "wrong", "right"] in cells and [
        "b",
        "0.5",
        "3",
        "right",
        "wrong",
    ] in cells
    rows = [line for line in out.splitlines() if "wrong" in line or "right" in line]
    assert any(r" \frac{1}{2} " in r and r.index("wrong") < r.index("right") for r in rows)
    assert any(r.index("right") < r.index("wrong") for r in rows if " 3 " in r)


def cells_of(out: str) -> list[list[str]]:
    return [[cell.strip() for cell in re.split("[│┃]", line)[1:-1]] for line in out.splitlines()]


def test_each_share_has_its_own_count(call):
    """Of five responses one is right and three have a verdict, which says right twice and is ours once."""
    verdicts = [{"correct": True}, {"correct": True}, {"correct": False}, {}, {}]
    texts = [r"\boxed{3}", "none", r"\boxed{4}", r"\boxed{5}", r"\boxed{0.5}"]
    write(
        "f.jsonl",
        *(RIGHT | {"output": t, "id": i} | v for i, (t, v) in enumerate(zip(texts, verdicts, strict=True))),
    )
    cells = cells_of(call("f.jsonl")[1])
    for row in (
        ["accuracy", "20.0% (1 of 5)"],
        ["95 % interval", "3.6% to 62.4%"],
        ["responses with an answer", "80.0% (4)"],
        ["right by the file's verdicts", "66.7% (2 of 3)"],
        ["same verdict as ours", "33.3% (1 of 3)"],
        ["1", "0.5", "no answer", "right", "wrong"],
    ):
        assert row in cells, row


def test_ctrl_c_leaves_nothing_behind(call, script, monkeypatch):
    def interrupted(saved, fallback):
        raise KeyboardInterrupt

    monkeypatch.setattr(script, "grade", interrupted)
    write("f.jsonl", RIGHT)
    code, out, err = call("f.jsonl", "--out", "graded.jsonl")
    assert (code, out) == (130, "") and "Stopped; nothing was written." in err
    assert not Path("graded.jsonl").exists()


def test_only_some_disagreements_are_shown(call):
    write("f.jsonl", *(WRONG | {"id": i, "correct": True} for i in range(30)))
    out = call("f.jsonl")[1]
    assert "30, of which 10 are shown" in out


def test_a_run_of_our_own(call):
    sample = {"answer": "1", "correct": True, "tokens": 3, "mean_logprob": -0.1, "finish_reason": "stop"}
    samples = [sample | {"text": r"\boxed{2}"}, sample | {"text": r"\boxed{1}"}]
    record = {"unique_id": "p/1", "gold": "1", "prompt": "1?", "samples": samples, "chosen": 1, "correct": True}
    write("records.jsonl", record)
    code, out, _ = call("records.jsonl")
    assert code == 0 and "100.0% (1 of 1)" in out and "Other verdicts" not in out
    assert "response = samples" in out


def test_chats_with_content_in_parts_and_thoughts_beside_it(call):
    def chat(message: dict) -> dict:
        said = {"role": "assistant"} | message
        return {"messages": [{"role": "user", "content": "3+4?"}, said], "answer": "7"}

    write(
        "chats.jsonl",
        chat({"content": [{"type": "text", "text": r"\boxed{7}"}]}),
        chat(
            {
                "content": [
                    {"type": "thinking", "thinking": r"\boxed{8}"},
                    {"type": "text", "text": r"\boxed{7}"},
                ]
            }
        ),
        chat({"content": r"\boxed{7}", "reasoning_content": r"\boxed{8}"}),
        chat({"content": r"\boxed{8}", "reasoning_content": r"\boxed{7}"}),  # thought the right thing
        chat({"content": "", "reasoning_content": r"\boxed{7}"}),
        chat({"content": None, "reasoning_content": r"\boxed{7}"}),  # cut off before the answer
        chat({"content": [{"type": "thinking", "thinking": r"\boxed{7}"}]}),
    )
    code, out, _ = call("chats.jsonl", "--out", "graded.jsonl")
    assert code == 0 and "42.9% (3 of 7)" in out and "could not be graded" not in out
    assert [line["answer"] for line in read_jsonl("graded.jsonl")] == ["7", "7", "7", "8", None, None, None]


def test_repeated_ids_are_mentioned(call):
    write("f.jsonl", RIGHT, RIGHT, WRONG)
    assert "1 ids stand in the file more than once" in call("f.jsonl")[1]


def test_what_cannot_be_graded_is_reported_and_not_fatal(call):
    write("f.jsonl", *["oops"] * 14, {"output": 5, "gtruth_answer": "1"}, RIGHT)
    code, out, _ = call("f.jsonl")
    assert code == 0 and "100.0% (1 of 1)" in out
    assert "15 could not be graded and are not counted:" in out
    assert (
        "  line 1: is not JSON" in out and "  line 10: " in out and "line 11" not in out and "and 5 more" in out
    )


def test_bytes_that_are_no_text_and_texts_that_are_no_bytes(call):
    half = json.dumps(RIGHT | {"output": r"\ud800 \boxed{0.5}", "question": "\ud800", "id": "\udfff\x00"})
    huge = json.dumps(RIGHT | {"output": "x\x00" * 1_000_000 + r"\boxed{0.5}", "id": "huge"})
    Path("f.jsonl").write_bytes(
        b"\xff\xfe\n" + half.encode() + b'\n{"output": "\x80"}\n' + huge.encode() + b"\n\x00\n"
    )
    code, out, _ = call("f.jsonl", "--out", "graded.jsonl")
    assert code == 0 and "100.0% (2 of 2)" in out and "3 could not be graded" in out
    assert "  line 1: is not UTF-8 text\n" in out and "  line 3: is not UTF-8 text\n" in out
    first, second = read_jsonl("graded.jsonl")
    assert (first["unique_id"], first["problem"]) == ("\udfff\x00", "\ud800") and len(second["response"]) > 1e6
    assert call("graded.jsonl")[0] == 0


def test_hostile_texts_do_nothing(call):
    for name in (
        "__import__('os').system('touch x')",
        "9^{9^{9^9}}",
        "(" * 50_000,
        "\x1b[2J\x00\ud800[red]\u202e",
    ):
        write("f.jsonl", {"response": rf"\boxed{{{name}}}", "answer": "1", "id": name, "correct": True})
        code, out, _ = call("f.jsonl", "--out", "graded.jsonl")
        assert code == 0 and "0.0% (0 of 1)" in out
        assert out.isprintable() or all(c.isprintable() or c == "\n" for c in out)
        Path("graded.jsonl").unlink()
    assert not Path("x").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "the following arguments are required: file"),
        (["none.json"], "none.json cannot be read"),
        (["."], "cannot be read"),
        (["bad.jsonl"], "bad.jsonl holds nothing to grade; line 1: is not JSON"),
        (["f.jsonl", "--response-field", "text"], "nothing to grade; line 1: it has no field 'text'"),
        (["f.jsonl", "--answer-field", "a.b.c"], "it has no field 'a.b.c'"),
        (["f.jsonl", "--fallback", "guess"], "invalid choice: 'guess'"),
        (["f.jsonl", "--out", "f.jsonl"], "f.jsonl is there already: choose another --out"),
        (["f.jsonl", "--out", "f.jsonl/g.jsonl"], "f.jsonl"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(call, arguments, words):
    write("f.jsonl", RIGHT)
    write("bad.jsonl", "oops")
    before = Path("f.jsonl").read_bytes()
    code, out, err = call(*arguments)
    assert code == 2 and out == ""
    assert words in err and err.count("\n") == 1 and "Traceback" not in err
    assert Path("f.jsonl").read_bytes() == before


def test_help_names_a_field_for_every_role(call):
    code, out, _ = call("--help")
    assert code == 0 and out.count("    python ch03/grade_json.py") >= 3
    assert all(f"--{role}-field" in out for role in GUESSES)
