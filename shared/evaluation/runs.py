"""An evaluation on disk: a folder that can be taken up again after any kind of end.

::

    config.json      what was asked (another configuration is refused), and notes about how it was run
    records.jsonl    one line a problem: prompt, samples, extracted answers, verdicts, tokens, seconds
    summary.json     accuracy with its interval, lengths, rates, seconds; made from the records

A line is complete or it does not count: what a kill left half written is dropped and made again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from shared.evaluation.records import Evaluation, Record
from shared.tools.files import (
    LOCK_FILE,
    FolderInUse,
    append_jsonl,
    is_leftover,
    locked,
    read_jsonl,
    remove_leftovers,
    write_json,
)
from shared.tools.settings import as_json, differences

_FORMAT = "evaluation run 2"
_CONFIG, _RECORDS, _SUMMARY = "config.json", "records.jsonl", "summary.json"
_HASHES = ("model", "tokenizer", "problems", "samples")  # tell things apart, but tell a reader nothing
_FINGERPRINTS = (*_HASHES, *(f"source.{name}" for name in _HASHES))  # of a run, and of the one it was made of


class RunError(ValueError):
    """A folder cannot take this run; the message is one line and says what to do about it."""


def is_run(folder: str | Path) -> bool:
    """Whether a folder holds an evaluation run, finished or not."""
    return _config_file(Path(folder)) is not None


@contextmanager
def locked_run(folder: str | Path) -> Iterator[None]:
    """Keep other processes out of a run's folder, or out of one that is to become a run's.

    Raises:
        RunError: somebody else is writing there, or the folder holds something else and is left alone.
    """
    if not _holds_nothing(Path(folder)):
        read_config(folder)
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(folder))
        except FolderInUse as error:
            raise RunError(str(error)) from error
        yield


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
    if _holds_nothing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        remove_leftovers(folder, [_CONFIG, _SUMMARY])
        content = {"format": _FORMAT, "configuration": as_json(configuration), "notes": notes}
        write_json(folder / _CONFIG, content)
        return {}
    if changed := differences(read_config(folder), configuration, opaque=_FINGERPRINTS):
        raise RunError(
            f"{folder} holds a run with another configuration ({'; '.join(changed.values())}): "
            "choose another folder, or delete this one"
        )
    records = {r.unique_id: r for r in load_run(folder).records}
    remove_leftovers(folder, [_CONFIG, _SUMMARY])
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
    return folder.is_dir() and all(
        path.name == LOCK_FILE or is_leftover(path.name, [_CONFIG, _SUMMARY]) for path in folder.iterdir()
    )
