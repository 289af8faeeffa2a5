"""An evaluation on disk: a folder that can be taken up again after any kind of end.

::

    config.json      what was asked (another configuration is refused), and notes about how it was run
    records.jsonl    one line a problem: prompt, samples, extracted answers, verdicts, tokens, seconds
    summary.json     accuracy with its interval, lengths, rates, seconds; made from the records

A line is complete or it does not count: what a kill left half written is dropped and made again.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from shared.evaluation.records import Evaluation, Record
from shared.tools.files import append_jsonl, read_jsonl, write_json

_FORMAT = "evaluation run 2"
_CONFIG, _RECORDS, _SUMMARY = "config.json", "records.jsonl", "summary.json"
_LEFTOVER = re.compile(r"\.(config|summary)\.[0-9a-f]{8}\.tmp\.json")  # see shared.tools.files.replacing
_FINGERPRINTS = ("model", "problems")  # tell things apart, but tell a reader nothing


class RunError(ValueError):
    """A folder cannot take this run; the message is one line and says what to do about it."""


def is_run(folder: str | Path) -> bool:
    """Whether a folder holds an evaluation run, finished or not."""
    return _config_file(Path(folder)) is not None


def open_run(folder: str | Path, configuration: dict[str, Any], notes: dict[str, Any]) -> dict[str, Record]:
    """Make the folder a run, or take up the run that is there.

    Args:
        configuration: what the results depend on, as JSON; it must be that of the run that is there. A key
            whose value is None is the same as no such key.
        notes: whatever else is worth knowing, as JSON. Kept from the first start, never compared.

    Returns:
        The finished records by problem id, in the order in which they were written.

    Raises:
        RunError: the folder holds something else, or a run of another configuration. Nothing was written.
    """
    folder = Path(folder)
    configuration = json.loads(json.dumps(configuration))  # tuples become lists, as they will read back
    if _holds_nothing(folder):
        _remove_leftovers(folder)
        write_json(folder / _CONFIG, {"format": _FORMAT, "configuration": configuration, "notes": notes})
        return {}
    there = read_config(folder)
    keys = sorted(configuration.keys() | there.keys())
    changed = [key for key in keys if configuration.get(key) != there.get(key)]
    if changed:
        differences = "; ".join(_difference(key, there.get(key), configuration.get(key)) for key in changed)
        raise RunError(
            f"{folder} holds a run with another configuration ({differences}): "
            "choose another folder, or delete this one"
        )
    records = {r.unique_id: r for r in load_run(folder).records}
    _remove_leftovers(folder)
    return records


def load_run(folder: str | Path) -> Evaluation:
    """Read the records of a run, finished or not, in the order in which they were written.

    Raises:
        RunError: the folder does not hold a run, or a line of its records is damaged.
    """
    folder = Path(folder)
    read_config(folder)
    path = folder / _RECORDS
    if not path.exists():
        return Evaluation([])
    try:
        records = [Record.from_dict(line) for line in read_jsonl(path)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else f"{path} holds a line that is no record"
        raise RunError(f"{reason}; without the damaged line, its problem is evaluated again") from error
    first = {}
    for record in records:  # two processes that shared a folder may both have written a problem
        first.setdefault(record.unique_id, record)
    return Evaluation(list(first.values()))


def read_config(folder: str | Path) -> dict[str, Any]:
    """What a run was asked to do.

    Raises:
        RunError: the folder does not hold a run.
    """
    return _read(folder)["configuration"]


def read_notes(folder: str | Path) -> dict[str, Any]:
    """How a run was made: whatever its starter wrote down, such as the model's name.

    Raises:
        RunError: the folder does not hold a run.
    """
    return _read(folder)["notes"]


def append_record(folder: str | Path, record: Record) -> None:
    """Add a finished problem; when this returns, a kill cannot lose it."""
    append_jsonl(Path(folder) / _RECORDS, record.to_dict())


def write_summary(folder: str | Path, evaluation: Evaluation, complete: bool) -> None:
    """Write what follows from the records, for people and other programs."""
    write_json(Path(folder) / _SUMMARY, {"complete": complete, **evaluation.to_dict()})


def _read(folder: str | Path) -> dict[str, Any]:
    content = _config_file(Path(folder))
    if content is None:
        raise RunError(f"{folder} is not the folder of an evaluation run: choose another one")
    return content


def _config_file(folder: Path) -> dict[str, Any] | None:
    """The contents of a run's config.json; None if it is anything else."""
    try:
        content = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        return None
    parts = ("configuration", "notes")
    return content if all(isinstance(content.get(part), dict) for part in parts) else None


def _holds_nothing(folder: Path) -> bool:
    """No folder, or nothing in it but what a run that was killed at its very first step left behind."""
    if not folder.exists():
        return True
    return folder.is_dir() and all(_LEFTOVER.fullmatch(path.name) for path in folder.iterdir())


def _remove_leftovers(folder: Path) -> None:
    """Delete the temporary files of writes that a kill cut short."""
    for path in folder.glob(".*"):
        if _LEFTOVER.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _difference(key: str, there: object, here: object) -> str:
    return key if key in _FINGERPRINTS else f"{key}: {_short(there)} there, {_short(here)} here"


def _short(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
