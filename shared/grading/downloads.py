"""What was downloaded, as a list of files: from a folder or a zip file, and from zip files in it.

Nothing in it can be trusted. Links are listed and never followed, a path that leads out is listed and never
joined, and nothing is unpacked but what is asked for, by a copy that stops at a limit, whatever an archive says
about the size of its members. A file that cannot be had is an entry with a reason: it ends nobody else's.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from shared.grading.course import GradingError

MAX_INNER_ZIP = 100_000_000  # bytes of a zip file inside
MAX_INNER_DIRECTORY = 2_000_000  # bytes of its list of members: some 30,000; reading more would take a minute
MAX_ARCHIVES = 2  # zip files one inside the other; any deeper is a file like others
EARLIEST = datetime(2000, 1, 1)  # a time before is no time: an archive without one says 1980, a disk 1970
JUNK_FOLDERS = {"__MACOSX", ".ipynb_checkpoints", "__pycache__", ".git"}
JUNK_FILES = {".ds_store", "thumbs.db", "desktop.ini"}
UNREADABLE = (OSError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error, struct.error)


class Unreadable(Exception):
    """A file whose content cannot be had; the message says why."""


@dataclass(frozen=True)
class File:
    """One file of a download."""

    name: str  # its path as found, to speak of it
    parts: tuple[str, ...]  # the same in composed Unicode; a zip file on the way is like a folder
    disk: Path  # the file itself, or the archive that holds it
    members: tuple[zipfile.ZipInfo, ...] = ()  # the way to it through archives
    size: int = 0
    changed: datetime | None = None  # in UTC; None: it has no time that could be right
    problem: str = ""  # why it cannot be taken

    @property
    def junk(self) -> bool:
        """Whether a computer made it by the way: nobody means to hand it in."""
        last = self.parts[-1] if self.parts else ""
        return (
            bool(JUNK_FOLDERS.intersection(self.parts)) or last.startswith("._") or last.lower() in JUNK_FILES
        )


class Downloads:
    """The files of a folder or zip file; use it in a ``with`` statement.

    Args:
        source: the folder or zip file.
        wanted: which file names make a zip file inside worth to be opened; any other is a file like others.

    Raises:
        GradingError: ``source`` is neither, or its list of contents cannot be read.
    """

    def __init__(self, source: Path, wanted: Callable[[str], bool]) -> None:
        self._wanted = wanted
        self._stack = ExitStack()
        self._archive: zipfile.ZipFile | None = None
        if source.is_dir():
            self.files = list(self._in_folder(source))
        elif source.is_file() and source.suffix.lower() == ".zip":
            try:
                self._archive = self._stack.enter_context(zipfile.ZipFile(source))
            except UNREADABLE as error:
                raise GradingError(f"{source} cannot be unpacked: {error}") from None
            self.files = list(self._in_archive(self._archive, File("", (), source)))
        else:
            raise GradingError(f"{source} is no folder and no zip file")

    def __enter__(self) -> Downloads:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def digest(self, file: File, limit: int) -> str:
        """The SHA-256 of a file's content; raises :class:`Unreadable` as :meth:`copy` does."""
        return self._read(file, None, limit)

    def copy(self, file: File, target: Path, limit: int) -> str:
        """Write a file's content to ``target`` and return its SHA-256.

        Raises:
            Unreadable: it has more bytes than ``limit``, it is damaged, or it cannot be read or written.
        """
        return self._read(file, target, limit)

    def _read(self, file: File, target: Path | None, limit: int) -> str:
        digest, length = hashlib.sha256(), 0
        try:
            with self._opened(file) as source, ExitStack() as stack:
                sink = stack.enter_context(open(target, "wb")) if target else None
                while block := source.read(1 << 20):
                    length += len(block)
                    if length > limit:
                        raise Unreadable(f"it is larger than {in_megabytes(limit)}")
                    digest.update(block)
                    if sink:
                        sink.write(block)
        except UNREADABLE as error:
            raise Unreadable(_reason(error)) from None
        return digest.hexdigest()

    @contextmanager
    def _opened(self, file: File) -> Iterator[IO[bytes]]:
        with ExitStack() as stack:
            if self._archive:
                stream: IO[bytes] = stack.enter_context(self._archive.open(file.members[0]))
            else:
                stream = stack.enter_context(_regular(file.disk))
            for member in file.members[bool(self._archive) :]:
                archive = stack.enter_context(zipfile.ZipFile(stream))
                stream = stack.enter_context(archive.open(member))
            yield stream

    def _in_folder(self, source: Path) -> Iterator[File]:
        """All files below a folder; an empty folder and one that cannot be read are entries, too."""
        waiting = [source]
        while waiting:
            folder = waiting.pop()
            name = folder.relative_to(source).as_posix() + "/"
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                yield File(name, _parts(name), folder, problem=f"the folder cannot be read ({error.strerror})")
                continue
            if not entries and folder != source:
                yield File(name, _parts(name), folder, problem="the folder is empty")
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(folder / entry.name)
                else:
                    yield from self._opened_up(_on_disk(folder / entry.name, source))

    def _in_archive(self, archive: zipfile.ZipFile, holder: File) -> Iterator[File]:
        """All members of an archive, as files in a folder that is called like it."""
        members = [(_name(member), member) for member in archive.infolist()]
        filled = {part for name, _ in members for part in PurePosixPath(name).parents}
        for name, member in members:
            if not name.endswith("/"):
                yield from self._opened_up(_inside(holder, name, member))
            elif PurePosixPath(name) not in filled:
                yield replace(_inside(holder, name, member), problem="the folder is empty")

    def _opened_up(self, file: File) -> list[File]:
        """A file, or what is in it if it is a zip file with something that is wanted."""
        deep = len(file.members) >= MAX_ARCHIVES
        if file.problem or file.junk or deep or not file.parts[-1].lower().endswith(".zip"):
            return [file]
        try:
            inner = self._members(file)
        except UNREADABLE as error:
            return [replace(file, problem=f"it cannot be unpacked: {_reason(error)}")]
        return inner if any(self._wanted(found.parts[-1]) for found in inner if found.parts) else [file]

    def _members(self, file: File) -> list[File]:
        if file.size > MAX_INNER_ZIP:
            raise ValueError(f"it is larger than {in_megabytes(MAX_INNER_ZIP)}")
        with self._opened(file) as stream:
            if _directory_size(stream) > MAX_INNER_DIRECTORY:
                raise ValueError("it holds too many files")
            with zipfile.ZipFile(stream) as archive:
                return list(self._in_archive(archive, file))


def in_megabytes(size: int) -> str:
    """A size in words."""
    return f"{size // 1_000_000} MB"


def composed(text: str) -> str:
    """The one form of a text in which letters and their accents are one: macOS writes them apart."""
    return unicodedata.normalize("NFC", text)


def _parts(name: str) -> tuple[str, ...]:
    """The folders and the name of a file; old programs of Windows put backslashes between them."""
    return tuple(part for part in composed(name).replace("\\", "/").split("/") if part not in ("", "."))


def _on_disk(path: Path, source: Path) -> File:
    """A file on the disk; where it cannot be read, the reason."""
    name = path.relative_to(source).as_posix()
    try:
        status = path.lstat()
    except OSError as error:
        return File(name, _parts(name), path, problem=f"it cannot be read ({error.strerror})")
    problem = ""
    if stat.S_ISLNK(status.st_mode):
        problem = "it is a link to a folder" if path.is_dir() else "it is a link to another file"
    elif not stat.S_ISREG(status.st_mode):
        problem = "it is no ordinary file"
    return File(name, _parts(name), path, (), status.st_size, _changed(status.st_mtime), problem)


def _inside(holder: File, name: str, member: zipfile.ZipInfo) -> File:
    """A member of an archive; where it must not be unpacked, the reason."""
    parts = _parts(name)
    problem = ""
    if name.startswith("/") or ".." in parts or (parts and parts[0][1:2] == ":"):
        problem = "its path leads out of the folder"
    elif stat.S_ISLNK(member.external_attr >> 16):
        problem = "it is a link to another file"
    elif member.flag_bits & 1:
        problem = "it has a password"
    elif not parts:
        problem = "it has no name"
    try:
        changed = _changed(datetime(*member.date_time).timestamp())  # the clock of whoever packed it
    except (ValueError, OverflowError, OSError):
        changed = None
    way = f"{holder.name}/{name}" if holder.name else name
    return File(
        way, (*holder.parts, *parts), holder.disk, (*holder.members, member), member.file_size, changed, problem
    )


def _name(member: zipfile.ZipInfo) -> str:
    """A member's path. macOS writes UTF-8 and does not say so; Python takes it for the letters of IBM."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _changed(seconds: float) -> datetime | None:
    """A time in UTC; None for one that no file of this course can have."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None, microsecond=0)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment >= EARLIEST else None


def _regular(path: Path) -> IO[bytes]:
    """Open a file that is still what it was when listed: no link, and nothing that makes a reader wait."""
    flags = sum(getattr(os, name, 0) for name in ("O_RDONLY", "O_BINARY", "O_NOFOLLOW", "O_NONBLOCK"))
    file = os.fdopen(os.open(path, flags), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "it is no ordinary file")
    return file


def _directory_size(stream: IO[bytes]) -> int:
    """How long an archive says its list of members is: Python would read all of it, however long."""
    end = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, end - 65_557))  # the longest comment, and the record that ends an archive
    tail = stream.read()
    stream.seek(0)
    place = tail.rfind(b"PK\5\6")
    if place < 0 or len(tail) < place + 22:
        raise zipfile.BadZipFile
    return int.from_bytes(tail[place + 12 : place + 16], "little")


def _reason(error: Exception) -> str:
    """Why a file cannot be had, in words for its author."""
    if isinstance(error, NotImplementedError):
        return "it is packed in a way that is not known here"
    if isinstance(error, RuntimeError):
        return "it has a password"
    if isinstance(error, OSError) and error.strerror:
        return f"it cannot be read ({error.strerror})"
    if type(error) is ValueError and str(error).startswith("it "):
        return str(error)
    return "it is damaged"
