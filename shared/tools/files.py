"""Files that are either the old one or the new one, never half of each.

A run may be killed at any moment. Whole files are therefore written beside their destination, forced to
disk and renamed over it, which the operating system does in one step. Logs grow by one flushed line at a
time, and reading a log forgives a last line that was cut short. A folder in which a run writes is locked, so
that a second start does not write between the lines of the first.
"""

from __future__ import annotations

import json
import math
import os
import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from torch import Tensor


LOCK_FILE = ".lock"


class FolderInUse(ValueError):
    """Another process is writing to a folder; the message is one line and says what to do about it."""


@contextmanager
def locked(folder: str | Path) -> Iterator[None]:
    """Keep every other process (and every other run of this one) out of a folder, which is made if need be.

    The operating system holds the lock, so that of a killed process is gone with it.

    Raises:
        FolderInUse: somebody else is in it.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise FolderInUse(
            f"another process is writing to {folder}; wait for it, stop it, or choose another folder"
        ) from error
    except NotImplementedError:
        pass  # a file system without locks, as some network drives are: go on without
    try:
        yield
    finally:
        lock.release()


def remove_leftovers(folder: str | Path, names: Collection[str]) -> None:
    """Delete what :func:`replacing` left of files of these names in a folder when its process was killed.

    Nothing else is touched; call it only where no other process is writing (:func:`locked`).
    """
    for path in Path(folder).iterdir():
        if is_leftover(path.name, names):
            path.unlink(missing_ok=True)


def is_leftover(file: str, names: Collection[str]) -> bool:
    """Whether a file's name is one that :func:`replacing` would use for a file of one of ``names``."""
    parts = [(re.escape(Path(name).stem), re.escape(Path(name).suffix)) for name in names]
    return any(re.fullmatch(rf"\.{stem}\.[0-9a-f]{{8}}\.tmp{suffix}", file) for stem, suffix in parts)


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Give a temporary path to write to; on leaving, it takes the place of ``path`` in one step.

    The folder of ``path`` is made if need be. The temporary file lies in that folder (a rename across disks
    is not atomic) and ends like ``path``, so that libraries that go by the suffix are content. If the body
    raises, the temporary file is removed and ``path`` stays as it was.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.stem}.{secrets.token_hex(4)}.tmp{path.suffix}")
    try:
        yield temporary
        with open(temporary, "r+b") as file:
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Force a rename to disk, on systems where a folder can be opened (not on Windows)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # some network file systems refuse; the rename itself was still atomic
    finally:
        os.close(descriptor)


def write_text(path: str | Path, text: str) -> None:
    """Write a UTF-8 text file atomically; line ends stay as they are in ``text``."""
    with replacing(path) as temporary:
        temporary.write_bytes(text.encode("utf-8"))


def write_json(path: str | Path, obj: Any) -> None:
    """Write an indented JSON file atomically. NaN and infinity, which JSON does not have, become null."""
    write_text(path, json.dumps(_finite(obj), indent=2, allow_nan=False) + "\n")


def write_safetensors(
    path: str | Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, str] | None = None
) -> None:
    """Write named tensors atomically; they may be on any device and need not be contiguous.

    Raises:
        RuntimeError: two names share memory (tied weights: leave one of them out).
    """
    from safetensors.torch import save_file  # here, so that the modules without torch can use this file

    with replacing(path) as temporary:
        on_cpu = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
        save_file(on_cpu, temporary, metadata=dict(metadata) if metadata else None)


def read_safetensors(path: str | Path) -> tuple[dict[str, str], dict[str, Tensor]]:
    """The metadata and the named tensors, on the CPU, of a safetensors file.

    Raises:
        OSError: the file cannot be opened.
        ValueError: it is no safetensors file.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="pt") as file:
            return file.metadata() or {}, {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except SafetensorError as error:
        raise ValueError(f"{path} is no safetensors file ({error})") from error


def json_line(record: Mapping[str, Any]) -> str:
    """One record as a line of a JSON-lines file, line end included. NaN and infinity become null."""
    return json.dumps(_finite(record), allow_nan=False) + "\n"


def append_jsonl(path: str | Path, record: Mapping[str, Any]) -> None:
    """Append one record (see :func:`json_line`) to a JSON-lines file and force it to disk.

    A last line that an earlier run left unfinished is cut off first, or the new record would be glued to it.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json_line(record).encode("ascii")
    with open(path, "a+b") as file:
        if tail := _unfinished_line(file):
            if _parses(tail):
                line = b"\n" + line
            else:
                file.truncate(file.seek(0, os.SEEK_END) - len(tail))
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def read_jsonl(path: str | Path) -> list[dict]:
    """All records of a JSON-lines file, in order. A last line cut short by a crash is dropped.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: any other line is not JSON; the message names the line.
    """
    lines = Path(path).read_bytes().split(b"\n")
    if lines[-1] and not _parses(lines[-1]):
        lines.pop()
    records = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            records.append(json.loads(line))
        except ValueError as error:
            raise ValueError(f"{path}, line {number} is not JSON: repair or delete that line") from error
    return records


def _unfinished_line(file: Any) -> bytes:
    """What follows the last line end of an open binary file; empty in a file that is in order."""
    end = position = file.seek(0, os.SEEK_END)
    tail = b""
    while position > 0 and b"\n" not in tail:
        position = max(0, position - 4096)
        file.seek(position)
        tail = file.read(end - position)
    return tail[tail.rfind(b"\n") + 1 :]


def _parses(line: bytes) -> bool:
    """Whether a line is a whole record. No proper part of a JSON object is itself JSON."""
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _finite(obj: Any) -> Any:
    """The same lists and dicts with None for every NaN or infinity."""
    if isinstance(obj, Mapping):
        return {key: _finite(value) for key, value in obj.items()}
    if isinstance(obj, (list, tuple)):
        return [_finite(value) for value in obj]
    if isinstance(obj, float) and not math.isfinite(obj):
        return None
    return obj
