r"""Responses that somebody saved, whatever they called the fields.

A file is JSON (a list of objects, an object that holds such a list, or an object of objects by id) or JSON
lines. Where the caller names no field, the one that most records have is taken, of these (among equally
frequent ones the first):

========  ==================================================================================================
response  response, generated_text, model_response, model_output, completion, generation, output,
          message_content, prediction, model_answer, samples, responses, completions, generations, outputs,
          messages, text
answer    gold, gold_answer, gtruth_answer, ground_truth, reference_answer, expected_answer, correct_answer,
          reference, target, label, answer, expected
problem   problem, question, prompt, input, query, instruction
id        unique_id, id, problem_id, question_id, task_id, uid, index, idx
verdict   correct, is_correct, verdict, passed, acc, score, grade
========  ==================================================================================================

A name may be a path: ``choices.0.message.content``. A response may be a text, an object with the text in
``content`` or ``text``, a list of messages (the assistant's last one counts), a list of content parts as chat
services write them (their texts, joined) or a list of samples (the one with the index in the field ``chosen``
counts, or else the first). Thoughts that stand in a place of their own (``reasoning_content`` beside the
content, or a part of the type ``thinking``) are not read: an answer that was only thought of was not given, so
a response of which nothing else is there is empty. A right answer may be a worked solution: what is graded
against is then what follows ``####``, or what is in its ``\boxed{}``.

The files are data from strangers: nothing in them is evaluated, and what cannot be read is reported by line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.verifier import extract_answer

GUESSES: dict[str, tuple[str, ...]] = {
    "response": (
        *("response", "generated_text", "model_response", "model_output", "completion", "generation", "output"),
        *("message_content", "prediction", "model_answer", "samples", "responses", "completions"),
        *("generations", "outputs", "messages", "text"),
    ),
    "answer": (
        *("gold", "gold_answer", "gtruth_answer", "ground_truth", "reference_answer", "expected_answer"),
        *("correct_answer", "reference", "target", "label", "answer", "expected"),
    ),
    "problem": ("problem", "question", "prompt", "input", "query", "instruction"),
    "id": ("unique_id", "id", "problem_id", "question_id", "task_id", "uid", "index", "idx"),
    "verdict": ("correct", "is_correct", "verdict", "passed", "acc", "score", "grade"),
}
_NEEDED = ("response", "answer")
_LISTS = ("records", "results", "data", "examples", "entries", "items", "rows", "responses", "samples")
_THOUGHTS = ("reasoning_content", "reasoning", "thinking", "redacted_thinking")  # fields, or types of parts
_PARTS = ("text", "output_text", "message", "refusal", "tool_use", "function_call", *_THOUGHTS)
_RIGHT = {"true", "correct", "right", "yes", "1", "1.0", "pass", "passed"}
_WRONG = {"false", "incorrect", "wrong", "no", "0", "0.0", "fail", "failed"}


class ResponsesError(ValueError):
    """A file holds nothing that can be graded; the message is one line and says what to do about it."""


@dataclass(frozen=True)
class SavedResponse:
    """One response to grade.

    Attributes:
        place: where it stands in the file: "line 7", "entry 7" (both counted from 1).
        unique_id: its own id, or the file's name and its index from 0.
        problem: the question, "" where the file has none.
        response: what the model wrote.
        gold: the right answer.
        verdict: whether the file itself says that the response is right; None where it does not say.
    """

    place: str
    unique_id: str
    problem: str
    response: str
    gold: str
    verdict: bool | None


@dataclass(frozen=True)
class SavedResponses:
    """A file's responses; what was refused, as (place, reason); and the fields that were read."""

    responses: list[SavedResponse]
    refused: list[tuple[str, str]]
    fields: dict[str, str]


def read_responses(path: str | Path, fields: Mapping[str, str | None] | None = None) -> SavedResponses:
    """Read a file of saved responses.

    Args:
        fields: names for some of response, answer, problem, id and verdict; the others are guessed, see above.

    Raises:
        ResponsesError: the file cannot be read, or nothing in it can be graded.
    """
    path = Path(path)
    records, refused = _records(path)
    chosen = {role: name for role, name in (fields or {}).items() if name}
    for role in GUESSES.keys() - chosen.keys():
        guess = _guess(role, [record for _, record in records])
        if guess is not None:
            chosen[role] = guess
    for role in _NEEDED:
        if records and role not in chosen:
            raise ResponsesError(
                f"{path}: no field for the {role} was recognized; name it with --{role}-field "
                f"(the first record has {_names(records[0][1])})"
            )
    responses = []
    for index, (place, record) in enumerate(records):
        try:
            responses.append(_response(place, record, chosen, f"{path.stem}/{index}"))
        except ValueError as error:
            refused.append((place, str(error)))
    if not responses:
        why = f"; {refused[0][0]}: {refused[0][1]}" if refused else ""
        raise ResponsesError(f"{path} holds nothing to grade{why}")
    return SavedResponses(responses, refused, {role: chosen[role] for role in GUESSES if role in chosen})


def _records(path: Path) -> tuple[list[tuple[str, dict]], list[tuple[str, str]]]:
    """The objects of a file with their places, and what else was there."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ResponsesError(f"{path} cannot be read: {error.strerror or error}") from error
    content = content.removeprefix(b"\xef\xbb\xbf")  # a byte order mark, as some editors write it
    found = _whole(content) if path.suffix.lower() != ".jsonl" else None
    places = _lines(content) if found is None else ((f"entry {i}", value) for i, value in enumerate(found, 1))
    records, refused = [], []
    for place, value in places:
        if isinstance(value, dict):
            records.append((place, value))
        else:
            refused.append((place, str(value) if isinstance(value, ValueError) else "is not an object"))
    return records, refused


def _whole(content: bytes) -> list | None:
    """The entries of a file that is one JSON value; None if it is not."""
    value = _parse(content)
    if isinstance(value, ValueError):
        return None
    if isinstance(value, dict):
        for key in _LISTS:
            if isinstance(value.get(key), list):
                return value[key]
        if value and all(isinstance(v, dict) for v in value.values()):
            return [{"id": key} | record for key, record in value.items()]
        return [value]
    return value if isinstance(value, list) else [value]


def _lines(content: bytes) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            yield f"line {number}", _parse(line)


def _parse(content: bytes) -> Any:
    """A JSON value, or the ValueError that says why it is none."""
    try:
        return json.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        return ValueError("is not UTF-8 text")
    except RecursionError:
        return ValueError("is nested too deeply")
    except ValueError as error:
        return ValueError(f"is not JSON ({error})")


def _guess(role: str, records: list[dict]) -> str | None:
    """The name that most records have; the first of equals, and None if no record has any."""
    counts = {name: sum(record.get(name) is not None for record in records) for name in GUESSES[role]}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None


def _response(place: str, record: dict, fields: Mapping[str, str], default_id: str) -> SavedResponse:
    """One record's response.

    Raises:
        ValueError: what must be there is not there, or is no text.
    """
    index = record.get("chosen", 0)
    response = _text(_field(record, fields["response"]), index)
    if response is None:
        raise ValueError(f"its field {fields['response']!r} holds no text")
    answer = _scalar(_field(record, fields["answer"]))
    if answer is None:
        raise ValueError(f"its field {fields['answer']!r} holds neither a text nor a number")

    def optional(role: str) -> Any:
        return _field(record, fields[role], missing_ok=True) if role in fields else None

    return SavedResponse(
        place,
        _scalar(optional("id")) or default_id,
        _text(optional("problem")) or "",
        response,
        _gold(answer),
        _verdict(optional("verdict")),
    )


def _field(record: dict, name: str, missing_ok: bool = False) -> Any:
    """A field by its name, or by a path of names and indices with full stops between them."""
    if name in record:
        return record[name]
    value: Any = record
    for part in name.split("."):
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdecimal() and int(part[:9]) < len(value):
            value = value[int(part[:9])]
        elif missing_ok:
            return None
        else:
            raise ValueError(f"it has no field {name!r}")
    return value


def _text(value: Any, index: Any = 0, depth: int = 5) -> str | None:
    """The text in a field, however it is wrapped up; None if there is none."""
    if isinstance(value, str):
        return value
    if depth and isinstance(value, dict):
        texts = (_text(value.get(key), 0, depth - 1) for key in ("content", "text"))
        return next((t for t in texts if t is not None), "" if _only_thought(value) else None)
    if depth and isinstance(value, list) and value:
        if all(isinstance(v, dict) and "role" in v for v in value):
            said = [v for v in value if v["role"] == "assistant"]
            return _text(said[-1], 0, depth - 1) if said else None
        if _are_parts(value):
            texts = [
                _text(v, 0, depth - 1) for v in value if v["type"] in _PARTS and v["type"] not in _THOUGHTS
            ]
            said = [t for t in texts if t is not None]
            return "".join(said) if said or any(v["type"] in _THOUGHTS for v in value) else None
        known = isinstance(index, int) and not isinstance(index, bool) and 0 <= index < len(value)
        return _text(value[index if known else 0], 0, depth - 1)
    return None


def _are_parts(value: list) -> bool:
    """Whether a list holds the parts of one message, among them perhaps some of a kind that is new to us."""
    types = [v.get("type") if isinstance(v, dict) else None for v in value]
    return all(isinstance(kind, str) for kind in types) and any(kind in _PARTS for kind in types)


def _only_thought(message: dict) -> bool:
    """Whether a message ends before its content: it was cut off while its writer thought."""
    return "content" in message and any(isinstance(message.get(key), str) for key in _THOUGHTS)


def _scalar(value: Any) -> str | None:
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None


def _gold(answer: str) -> str:
    """The right answer, also where a worked solution is given."""
    if "####" in answer:
        return answer.rpartition("####")[2].strip().replace(",", "")
    return (extract_answer(answer) or answer).strip()


def _verdict(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    word = (_scalar(value) or "").strip().lower()
    return True if word in _RIGHT else False if word in _WRONG else None


def _names(record: dict) -> str:
    names = [ascii(name)[:40] for name in list(record)[:8]]
    return ", ".join(names) + (", …" if len(record) > 8 else "") if names else "no fields"
