"""The same settings, or a refusal: what was made with other ones must not be mixed with what is made now.

Every long piece of work notes what its result depends on, as JSON, beside the result, and compares before it
goes on. A setting at its default is not noted: that way an option that a later version adds leaves the results
of earlier ones usable.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

from shared.tools.files import write_json


def chosen(config: Any, leave_out: Collection[str] = ()) -> dict[str, Any]:
    """The fields of a dataclass that differ from their defaults, as JSON values.

    Args:
        leave_out: fields that do not decide the result.
    """
    values = {}
    for field in fields(config):
        value = getattr(config, field.name)
        default = field.default if field.default_factory is MISSING else field.default_factory()
        if field.name not in leave_out and value != default:
            values[field.name] = value
    return as_json(values)


def as_json(value: Any) -> Any:
    """A value as it will be read back: tuples become lists, keys become texts."""
    return json.loads(json.dumps(value))


def digest(value: Any) -> str:
    """A short name for a large setting (JSON), such as the data: equal for equal values only."""
    return hashlib.blake2b(json.dumps(value).encode(), digest_size=8).hexdigest()


def differences(
    before: Mapping[str, Any], now: Mapping[str, Any], opaque: Collection[str] = ()
) -> dict[str, str]:
    """The settings that differ, each with what is to be told about it: ``learning_rate was 0.01, now 0.02``.

    Args:
        before, now: JSON objects, one within another as well. None is the same as no such key.
        opaque: keys whose values tell a reader nothing (digests): of these it is ``other data``.
    """
    before, now = _flat(as_json(before)), _flat(as_json(now))
    return {
        key: f"other {key}"
        if key in opaque
        else f"{key} was {_short(before.get(key))}, now {_short(now.get(key))}"
        for key in sorted(before.keys() | now.keys())
        if before.get(key) != now.get(key)
    }


def made_with(path: str | Path, settings: Mapping[str, Any]) -> bool:
    """Whether ``path`` was finished earlier by :func:`remember_settings` with the same settings.

    Raises:
        ValueError: it was made with others; what follows from it would be a mixture.
    """
    note = _note(path)
    if not (Path(path).exists() and note.exists()):
        return False
    if changed := differences(json.loads(note.read_text(encoding="utf-8")), settings):
        told = "; ".join(changed.values())
        raise ValueError(f"{path} was made with other settings ({told}); choose another folder")
    return True


def remember_settings(path: str | Path, settings: Mapping[str, Any]) -> None:
    """Note beside ``path``, once it is complete, what it was made with."""
    write_json(_note(path), settings)


def _note(path: str | Path) -> Path:
    return Path(path).with_suffix(".settings.json")


def _flat(settings: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Objects within objects as dotted keys."""
    found: dict[str, Any] = {}
    for key, value in settings.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{prefix}{key}.")
        else:
            found[prefix + key] = value
    return found


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
