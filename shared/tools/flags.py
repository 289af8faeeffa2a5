"""A dataclass as options of a command line: one flag for each field, explained by the class's own docstring."""

from __future__ import annotations

import argparse
import re
import types
from collections.abc import Collection, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, get_args, get_origin, get_type_hints


def add_flags(
    parser: argparse.ArgumentParser,
    cls: type,
    leave_out: Collection[str] = (),
    choices: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Add ``--field-name`` for each field; one that is not given is None.

    Args:
        parser: gets the options, in a group of their own.
        cls: a dataclass of numbers, texts, booleans, tuples of these, and None.
        leave_out: fields that get no option.
        choices: what a field may be, where it is one of a few names.
    """
    group = parser.add_argument_group(cls.__name__)
    hints, told = get_type_hints(cls), explanations(cls)
    for field in fields(cls):
        if field.name in leave_out:
            continue
        default = "" if field.default is MISSING else f" ({as_typed(field.default)})"
        help_text = f"{told.get(field.name, '')}{default}".replace("%", "%%")
        group.add_argument(
            f"--{field.name.replace('_', '-')}",
            default=None,
            help=help_text.strip(),
            **_kind(hints[field.name], (choices or {}).get(field.name)),
        )


def given(args: argparse.Namespace, cls: type) -> dict[str, Any]:
    """The fields of a dataclass that the command line names."""
    values = {field.name: getattr(args, field.name, None) for field in fields(cls)}
    return {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
        if value is not None
    }


def explanations(cls: type) -> dict[str, str]:
    """What the docstring's ``Attributes`` say of each field, as plain text."""
    found: dict[str, str] = {}
    for names, text in re.findall(r"^ {8}([\w, ]+): (.+(?:\n {12}.+)*)", cls.__doc__ or "", re.MULTILINE):
        plain = re.sub(r":\w+:`([^`]+)`", r"\1", " ".join(text.split())).replace("``", "")
        found |= dict.fromkeys(names.split(", "), plain)
    return found


def as_typed(value: Any) -> str:
    """A default as one would type it."""
    if isinstance(value, tuple):
        return " ".join(map(str, value)) or "none"
    return (
        {None: "none", True: "yes", False: "no"}.get(value, str(value))
        if value in (None, True, False)
        else str(value)
    )


def _kind(hint: Any, choices: Sequence[str] | None) -> dict[str, Any]:
    """How argparse reads a field of a type."""
    if isinstance(hint, types.UnionType):
        (hint,) = (part for part in get_args(hint) if part is not types.NoneType)
    if hint is bool:
        return {"action": argparse.BooleanOptionalAction}
    if get_origin(hint) is tuple:
        parts = get_args(hint)
        return {
            "nargs": "+" if parts[-1] is Ellipsis else len(parts),
            "type": parts[0],
            "metavar": parts[0].__name__.upper(),
        }
    return {"type": hint, "choices": choices} if choices else {"type": hint, "metavar": hint.__name__.upper()}
