"""Other people's files: which fields are read, and what happens to hostile ones."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

from shared.evaluation import saved_responses
from shared.evaluation.saved_responses import GUESSES, ResponsesError, read_responses

import pytest


def write(path: Path, content: object) -> Path:
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
    return path


def lines(*records: object) -> str:
    return "".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in records)


def only(path: Path, fields: dict | None = None):
    (saved,) = read_responses(path, fields).responses
    return saved


def test_the_documentation_lists_the_names():
    table = saved_responses.__doc__.split("========  ===")[1]
    rows = re.findall(r"^(\w+)  ([\w, \n]+?)(?=^\w|\Z|\Z)", table + "\n", re.M)
    documented = {role: tuple(re.findall(r"\w+", names)) for role, names in rows}
    assert documented == GUESSES


@pytest.mark.parametrize("response", GUESSES["response"][:11])
@pytest.mark.parametrize("answer", ["gold", "gtruth_answer", "answer"])
def test_common_names(tmp_path, response, answer):
    record = {"unrelated": 5, response: r"so \boxed{7}", answer: 7, "question": "3+4?", "idx": 12, "passed": 1}
    saved = only(write(tmp_path / "f.json", [record]))
    assert (saved.response, saved.gold, saved.problem) == (r"so \boxed{7}", "7", "3+4?")
    assert (saved.unique_id, saved.verdict, saved.place) == ("12", True, "entry 1")


def test_the_name_that_most_records_have_is_read(tmp_path):
    records = [{"output": "x", "answer": "1"}] * 3 + [{"response": "y", "gold": "2", "answer": "1"}]
    read = read_responses(write(tmp_path / "f.json", records))
    assert read.fields["response"] == "output" and read.fields["answer"] == "answer"
    assert [r.response for r in read.responses] == ["x"] * 3
    assert read.refused == [("entry 4", "it has no field 'output'")]


def test_of_equally_frequent_names_the_first_in_the_list_is_read(tmp_path):
    record = {"text": "c", "output": "b", "response": "a", "answer": "2", "gold": "1", "id": 5, "unique_id": 6}
    saved = only(write(tmp_path / "f.json", [record]))
    assert (saved.response, saved.gold, saved.unique_id) == ("a", "1", "6")


def test_a_name_with_nothing_behind_it_does_not_count(tmp_path):
    record = {"response": None, "output": "b", "gold": None, "answer": "2"}
    saved = only(write(tmp_path / "f.json", [record]))
    assert (saved.response, saved.gold) == ("b", "2")


def test_named_fields_and_paths(tmp_path):
    record = {
        "choices": [{"message": {"role": "assistant", "content": "seven"}}],
        "meta": {"right": "7", "a.b": 1},
        "response": "not this",
        "a.b": "with a full stop",
    }
    path = write(tmp_path / "f.jsonl", lines(record))
    saved = only(path, {"response": "choices.0.message.content", "answer": "meta.right", "problem": "a.b"})
    assert (saved.response, saved.gold, saved.problem) == ("seven", "7", "with a full stop")
    for name in ("choices.1", "choices.-1", "choices.x", "meta.right.0", "choices.²", "choices." + "9" * 5000):
        with pytest.raises(ResponsesError, match="nothing to grade; line 1: it has no field"):
            read_responses(path, {"response": name, "answer": "meta.right"})


THOUGHTS = ["reasoning_content", "reasoning", "thinking", "redacted_thinking"]
PARTS = [
    {"type": "thinking", "thinking": r"is it \boxed{8}?"},
    {"type": "text", "text": "so "},
    {"type": "output_text", "text": r"\boxed{7}"},
    {"type": "reasoning", "text": r"or \boxed{9}?"},
    {"type": "tool_use", "name": "calculator"},
]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("", ""),
        (["first", "second"], "second"),  # the record says chosen: 1
        ([{"text": "a"}, {"text": "b"}], "b"),
        ({"content": "inside"}, "inside"),
        ({"content": None, "text": "inside"}, "inside"),
        ({"text": "title", "content": "inside"}, "inside"),
        ([{"role": r, "content": f"{r} {i}"} for i in (1, 2) for r in ("user", "assistant")], "assistant 2"),
        ([{"role": "assistant", "content": "a"}, {"role": "tool", "content": "7"}], "a"),
        ([{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}], "a"),
        ([["only"]], "only"),
        ([{"role": "user", "content": "q"}, {"role": "assistant", "content": PARTS}], "so \\boxed{7}"),
        ({"role": "assistant", "content": PARTS}, "so \\boxed{7}"),
        (PARTS, "so \\boxed{7}"),
        ([["x"], [{"role": "assistant", "content": PARTS}]], "so \\boxed{7}"),
        ([{"type": "reasoning", "summary": []}, {"type": "message", "content": PARTS[1:]}], "so \\boxed{7}"),
        ([{"type": "thinking", "thinking": "8?"}], ""),
        ({"content": "a", "reasoning_content": "b"}, "a"),
        ({"reasoning_content": "b", "content": "a"}, "a"),
        ({"content": "", "reasoning_content": "b"}, ""),
        ({"content": None, "reasoning_content": "b"}, ""),  # cut off in the middle of its thoughts
        ({"content": None, "reasoning_content": ""}, ""),
        ({"content": [], "reasoning": "b"}, ""),
        ([{"role": "user", "content": "q"}, {"role": "assistant", "content": None, "reasoning": "b"}], ""),
        (
            [{"type": "text", "text": "a "}, {"type": "web_search_result", "text": "b"}, PARTS[2]],
            "a \\boxed{7}",
        ),
        ([{"type": "image_url", "image_url": {"url": "x"}}, PARTS[2]], "\\boxed{7}"),
        ([{"kind": "text", "text": "a"}, {"kind": "text", "text": "b"}], "b"),  # samples, not parts
        ("half \ud800\x00", "half \ud800\x00"),
    ],
)
def test_how_a_response_may_be_wrapped_up(tmp_path, value, text):
    assert only(write(tmp_path / "f.json", [{"response": value, "gold": 1, "chosen": 1}])).response == text


@pytest.mark.parametrize(
    "value",
    [None, 5, True, [], {}, [[[[[["deep"]]]]]], [{"role": "user", "content": "q"}], [None]]
    + [
        {"content": None},
        {"reasoning_content": "b"},
        {"content": None, "reasoning_content": None},
        [{"type": "tool_use", "name": "x"}],
        {"content": PARTS[4:]},
    ],
)
def test_what_is_no_response(tmp_path, value):
    path = write(tmp_path / "f.json", [{"response": value, "gold": 1}, {"response": "x", "gold": 1}])
    assert read_responses(path).refused == [("entry 1", "its field 'response' holds no text")]


@pytest.mark.parametrize("kind", ["refusal", "tool_use", "function_call", *THOUGHTS])
def test_parts_that_hold_no_text_are_passed_over(tmp_path, kind):
    value = [{"type": kind, "name": "x"}, {"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    assert only(write(tmp_path / "f.json", [{"response": value, "gold": 1}])).response == "ab"


@pytest.mark.parametrize(("chosen", "text"), [(0, "a"), (1, "b"), (2, "a"), (-1, "a"), (True, "a"), ("1", "a")])
def test_only_an_index_chooses_among_samples(tmp_path, chosen, text):
    record = {"samples": ["a", "b"], "gold": 1, "chosen": chosen}
    assert only(write(tmp_path / "f.json", [record])).response == text


def test_without_an_index_the_first_sample_counts(tmp_path):
    assert only(write(tmp_path / "f.json", [{"samples": ["a", "b"], "gold": 1}])).response == "a"


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ("5", "5"),
        (0.5, "0.5"),
        ("She has 2 * 3 = 6.\n#### 1,206", "1206"),
        ("#### marks the answer.\n#### 5", "5"),
        (r"Thus $x=\boxed{\frac{1}{2}}$.", r"\frac{1}{2}"),
        (r" \frac12 ", r"\frac12"),
    ],
)
def test_a_right_answer_may_be_a_solution(tmp_path, answer, gold):
    assert only(write(tmp_path / "f.json", [{"response": "x", "answer": answer}])).gold == gold


@pytest.mark.parametrize("answer", [None, True, [], {}])
def test_what_is_no_right_answer(tmp_path, answer):
    path = write(tmp_path / "f.json", [{"response": "x", "gold": answer}, {"response": "x", "gold": 1}])
    ((place, reason),) = read_responses(path).refused
    assert place == "entry 1" and "neither a text nor a number" in reason


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(True, True), (False, False), (1, True), (0.0, False), ("Correct", True), ("no", False)]
    + [(word, True) for word in ("true", "right", " yes\n", "1", "1.0", "pass", "passed")]
    + [(word, False) for word in ("false", "incorrect", "wrong", "0", "0.0", "fail", "failed")]
    + [("maybe", None), (0.7, None), (None, None), ([True], None)],
)
def test_verdicts(tmp_path, value, verdict):
    assert only(write(tmp_path / "f.json", [{"response": "x", "gold": 1, "correct": value}])).verdict is verdict


RECORD = {"response": "x", "gold": "1"}


@pytest.mark.parametrize(
    ("name", "content", "ids"),
    [
        ("f.json", [RECORD, RECORD], ["f/0", "f/1"]),
        ("f.json", RECORD, ["f/0"]),
        ("f.json", {"model": "m", "results": [RECORD, RECORD]}, ["f/0", "f/1"]),
        ("f.json", {"p1": RECORD, "p2": RECORD}, ["p1", "p2"]),
        ("f.json", {"p1": RECORD | {"id": "own"}, "p2": RECORD}, ["own", "p2"]),
        ("f.json", lines(RECORD, RECORD), ["f/0", "f/1"]),  # JSON lines under the wrong name
        ("f.jsonl", lines(RECORD, "", RECORD), ["f/0", "f/1"]),
        ("f.jsonl", json.dumps(RECORD), ["f/0"]),
        ("f.JSONL", json.dumps(RECORD | {"samples": []}), ["f/0"]),  # a record, and no list of records
        ("f.txt", "\ufeff" + lines(RECORD), ["f/0"]),
    ],
)
def test_kinds_of_files(tmp_path, name, content, ids):
    read = read_responses(write(tmp_path / name, content))
    assert [r.unique_id for r in read.responses] == ids and not read.refused


@pytest.mark.parametrize("name", ["records", "results", "data", "examples", "entries", "items", "rows"])
def test_the_records_may_be_a_list_in_an_object(tmp_path, name):
    read = read_responses(write(tmp_path / "f.json", {"model": "m", name: [RECORD, RECORD]}))
    assert [r.place for r in read.responses] == ["entry 1", "entry 2"]


def test_lines_that_cannot_be_read_are_reported_by_number(tmp_path):
    path = tmp_path / "f.jsonl"
    bad = [b"{", b"[1, 2]", b"null", b"\xff\xfe", b"[" * 200_000, b'{"response": "x"}', b"1" * 10_000, b"\x00"]
    good = json.dumps(RECORD).encode()
    path.write_bytes(b"\n".join([good, *bad, b"", good]))
    read = read_responses(path)
    assert [r.place for r in read.responses] == ["line 1", "line 11"]
    refused = dict(read.refused)
    assert sorted(refused, key=lambda place: int(place[5:])) == [f"line {n}" for n in range(2, 10)]
    assert refused["line 3"] == "is not an object" and refused["line 5"] == "is not UTF-8 text"
    assert refused["line 6"] == "is nested too deeply" and refused["line 7"] == "it has no field 'gold'"
    assert all("\n" not in reason and len(reason) < 200 for reason in refused.values())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "nothing to grade"),
        ("[]", "nothing to grade"),
        ("[1, 2]", "nothing to grade; entry 1: is not an object"),
        ("{}", "no field for the response .*the first record has no fields"),
        (json.dumps([dict.fromkeys("abcdefghi", 1)]), "the first record has 'a', .*'g', 'h', …"),
        ("oops", "nothing to grade; line 1: is not JSON"),
        ('[{"a\\u001b[31m": 1, "gold": 2}]', r"no field for the response .* --response-field .*'a\\x1b\[31m'"),
        ('[{"response": "x", "solution": "y"}]', "no field for the answer .* --answer-field"),
    ],
)
def test_nothing_left(tmp_path, content, words):
    with pytest.raises(ResponsesError, match=words) as caught:
        read_responses(write(tmp_path / "f.json", content))
    assert "\n" not in str(caught.value)


def test_no_such_file(tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(ResponsesError, match="cannot be read"):
            read_responses(path)


def test_a_large_file_is_read_in_one_pass(tmp_path):
    path = write(tmp_path / "f.jsonl", lines(*[RECORD | {"filler": "z" * 200}] * 20_000))
    start = time.perf_counter()
    assert len(read_responses(path).responses) == 20_000
    assert time.perf_counter() - start < 60  # quadratic work would take far longer
