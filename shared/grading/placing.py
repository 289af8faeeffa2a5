"""One submission in its folder, as a whole or not at all, and the record of where it came from."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from shared.grading.beside import MAX_BYTES as MAX_BESIDE
from shared.grading.beside import MAX_FILES, TIMESTAMP
from shared.grading.course import Course
from shared.grading.downloads import Downloads, File, Unreadable, in_megabytes
from shared.grading.identify import Parts
from shared.grading.notebooks import MAX_BYTES
from shared.tools.files import write_json

from nbgrader.utils import parse_utc


@dataclass
class Source:
    """Where a submission came from: what giving back needs, and the next collecting."""

    file: str  # as it was found
    system: str  # canvas, moodle, blackboard or plain
    name: str  # the student's, as the system writes it
    number: str  # Canvas's of the user, Moodle's of the participant in this assignment
    prefix: str  # what the name of a file that is given back begins with
    attachment: int  # Canvas's number of the file
    handed_in: str  # in UTC
    sha256: str  # of the notebook
    collected: str  # in UTC


def sources(course: Course, chapter: str) -> dict[str, Source]:
    """Where each student's submission came from, as far as it was collected."""
    path = _record(course, chapter)
    kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {student: Source(**source) for student, source in kept.items()}


def all_sources(course: Course) -> Iterator[tuple[str, Source]]:
    """The sources of all chapters, with their students."""
    for path in sorted((course.state / "collected").glob("ch[0-9][0-9].json")):
        yield from sources(course, path.stem).items()


def keep_sources(course: Course, chapter: str, found: Mapping[str, Source]) -> None:
    """Keep where submissions came from; what is known of other students stays."""
    together = {**sources(course, chapter), **found}
    write_json(_record(course, chapter), {student: asdict(source) for student, source in together.items()})


def _record(course: Course, chapter: str) -> Path:
    return course.state / "collected" / f"{chapter}.json"


def collected_at(folder: Path) -> datetime:
    """When a collected submission was handed in, in UTC, by its timestamp file; the year 1 without one."""
    try:
        return parse_utc((folder / TIMESTAMP).read_text(encoding="utf-8").strip())
    except (OSError, ValueError, OverflowError):
        return datetime.min


def in_place_since(folder: Path, chapter: str) -> datetime | None:
    """When what lies in a submission's folder was handed in; None if nothing does.

    Without a timestamp somebody put the notebook there, and its own time counts.
    """
    notebook = folder / f"{chapter}_exercises.ipynb"
    if not notebook.is_file():
        return None
    if (stamped := collected_at(folder)) > datetime.min:
        return stamped
    return datetime.fromtimestamp(notebook.stat().st_mtime, UTC).replace(tzinfo=None, microsecond=0)


def place(
    course: Course,
    chapter: str,
    student: str,
    downloads: Downloads,
    notebook: File,
    handed_in: datetime,
    beside: Mapping[Parts, File],
) -> dict[Parts, str]:
    """Put a notebook, and what lies beside it, where a student's submission belongs.

    The folder is made beside its destination and renamed, so that there is never half of one.

    Returns:
        Which of the files beside it were not kept, and why.

    Raises:
        Unreadable: the notebook cannot be had; what was there before stays.
    """
    target = course.folder("submitted", student, chapter)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{chapter}-", dir=target.parent) as scratch:
            made = Path(scratch) / "new"
            made.mkdir()
            downloads.copy(notebook, made / f"{chapter}_exercises.ipynb", MAX_BYTES)
            left = _copy_beside(downloads, beside, made)
            stamp = f"{handed_in:%Y-%m-%d %H:%M:%S.%f} UTC"  # as nbgrader writes it
            (made / TIMESTAMP).write_text(stamp, encoding="utf-8")
            before = Path(scratch) / "old"
            if target.exists():
                os.replace(target, before)
            try:
                os.replace(made, target)
            except OSError:
                if before.exists():
                    os.replace(before, target)
                raise
    finally:
        with suppress(OSError):  # it holds other chapters
            target.parent.rmdir()
    return left


def _copy_beside(downloads: Downloads, beside: Mapping[Parts, File], folder: Path) -> dict[Parts, str]:
    """Copy files within the limits; return which were not, and why."""
    left: dict[Parts, str] = {}
    room, count = MAX_BESIDE, 0
    for way, file in beside.items():
        if problem := _reserved(way):
            left[way] = problem
        elif count == MAX_FILES:
            left[way] = f"there are more than {MAX_FILES} files beside the notebook"
        elif file.size > room:
            left[way] = f"there are more than {in_megabytes(MAX_BESIDE)} beside the notebook"
        else:
            path = folder.joinpath(*way)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                downloads.copy(file, path, room)
            except (Unreadable, OSError) as error:
                left[way] = (
                    f"it cannot be kept ({error.strerror})" if isinstance(error, OSError) else str(error)
                )
                with suppress(OSError):
                    path.unlink(missing_ok=True)
            else:
                count += 1
                room -= path.stat().st_size
    return left


def _reserved(way: Parts) -> str:
    """Why a name cannot lie beside a notebook that is to be graded."""
    if way[-1].lower().endswith(".ipynb"):
        return "it is another notebook"
    if any(part.startswith(".") for part in way):
        return "it is hidden"
    if way[0].lower() == TIMESTAMP:
        return "the time of handing in is kept under this name"
    if way[0].lower().removesuffix(".py") == "shared":
        return "the package of the course has this name"
    return ""
