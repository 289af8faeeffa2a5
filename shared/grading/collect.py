"""From downloaded files to one submission for each student, through nbgrader's ``zip_collect``.

Understood are ``alice_2026-01-31T10-30-00_ch02_exercises.ipynb``, the same without the time (the file's own
time then counts), and ``alice/ch02_exercises.ipynb``; copies that a browser or Canvas numbered, ``… (1).ipynb``
and ``…-1.ipynb``, and Moodle's folders, ``Alice Liddell_1234_assignsubmission_file_/``, are taken too. Of
several files of one student the newest counts, whether they come together or one after the other.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from shared.grading.course import PACKAGE_ROOT, Course, GradingError
from shared.grading.release import generate

from nbgrader.utils import parse_utc

MAX_UNPACKED = 2_000_000_000  # bytes
STUDENT = re.compile(r"[\w@-][\w.@-]*")
TIME = "%Y%m%dT%H%M%S"


@dataclass
class Collected:
    """Whose files were taken, and which were not."""

    students: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)  # file -> why
    kept: list[str] = field(default_factory=list)  # students whose earlier collected file is as new or newer

    def lines(self) -> Iterator[str]:
        """The result as it is printed."""
        yield from (f"left out {name}: {why}" for name, why in self.refused.items())
        if self.kept:
            yield f"{len(self.kept)} students sent nothing newer than what was collected before, which stays"
        yield f"{len(self.students) - len(self.kept)} submissions collected"


def collect(course: Course, chapter: str, folder: Path) -> Collected:
    """Sort the notebooks in ``folder`` (or zip file) into ``grading/submitted/STUDENT/chNN/``.

    Raises:
        GradingError: there is nothing to collect, or nbgrader refuses.
    """
    course.solutions(chapter)
    with course.locked(), tempfile.TemporaryDirectory() as scratch:
        files = _unpacked(folder, Path(scratch)) if folder.suffix == ".zip" else folder
        if not files.is_dir():
            raise GradingError(f"{folder} is no folder and no zip file")
        collected = _archived(course, chapter, files)
        if not collected.students:
            raise GradingError(f"no file in {folder} is called STUDENT_{chapter}_exercises.ipynb or alike")
        if collected.students != collected.kept:
            generate(course, chapter, gradebook=False)  # nbgrader wants to see what was released
            _zip_collect(course, chapter)
    return collected


def _archived(course: Course, chapter: str, files: Path) -> Collected:
    """Copy what is new under uniform names to where nbgrader looks for downloads."""
    archive = course.state / "downloaded" / chapter / "archive"
    shutil.rmtree(archive, ignore_errors=True)
    archive.mkdir(parents=True)
    refused: dict[str, str] = {}
    new, old = set(), set()
    for file in sorted(path for path in files.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts):
        student, handed_in, problem = _recognize(file, files, chapter)
        if problem:
            refused[file.relative_to(files).as_posix()] = problem
        elif handed_in <= collected_at(course.folder("submitted", student, chapter)):
            old.add(student)
        else:
            new.add(student)
            # A file of the same student and second is replaced.
            shutil.copyfile(file, archive / f"{student}_{handed_in.strftime(TIME)}_{chapter}_exercises.ipynb")
    return Collected(sorted(new | old), refused, sorted(old - new))


def collected_at(folder: Path) -> datetime:
    """When a collected submission was handed in, in UTC, by its timestamp file; the year 1 without one."""
    try:
        return parse_utc((folder / "timestamp.txt").read_text(encoding="utf-8").strip())
    except (OSError, ValueError, OverflowError):
        return datetime.min


def _unpacked(file: Path, folder: Path) -> Path:
    """The contents of a zip file, with their own times."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise GradingError(f"{file} unpacks to more than {MAX_UNPACKED // 10**9} GB")
            for entry in entries:
                path = archive.extract(entry, folder)  # never outside of the folder, whatever its name says
                moment = datetime(*entry.date_time).timestamp()
                os.utime(path, (moment, moment))
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile) as error:  # RuntimeError: it has a password
        raise GradingError(f"{file} cannot be unpacked: {error}") from None
    return folder


def _recognize(file: Path, folder: Path, chapter: str) -> tuple[str, datetime, str]:
    """Whose notebook it is, when it was handed in, and why it cannot be taken (empty if it can)."""
    name = rf"{chapter}_exercises(?: ?\(\d+\)|-\d+)?\.ipynb"
    moment = r"(?P<time>\d{4}-?\d\d-?\d\d[T_ -]?\d\d[-:.]?\d\d[-:.]?\d\d)"
    changed = datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(tzinfo=None, microsecond=0)
    if match := re.fullmatch(rf"(?P<student>.+?)_(?:{moment}Z?_)?{name}", file.name):
        student, time = match["student"], match["time"]
    elif re.fullmatch(name, file.name):
        parents = [part for part in file.relative_to(folder).parts[:-1] if part != chapter]
        student, time = _from_moodle((parents or [""])[-1]), None
    else:
        return "", changed, f"it is not called STUDENT_{chapter}_exercises.ipynb"
    if not student:
        return "", changed, "neither its name nor its folder says whose it is"
    if not STUDENT.fullmatch(student):
        return "", changed, f"{student!r} is no student's name (letters, digits and . @ _ - only)"
    if file.is_symlink():
        return "", changed, "it is a link to another file"
    try:
        return student, datetime.strptime(re.sub(r"\D", "", time), "%Y%m%d%H%M%S") if time else changed, ""
    except ValueError:
        return "", changed, f"{time} is no date and time"


def _from_moodle(folder: str) -> str:
    """``Alice-Liddell_1234`` for Moodle's ``Alice Liddell_1234_assignsubmission_file_``; others as they are."""
    match = re.fullmatch(r"(.+)_(\d+)_assignsubmission_\w*", folder)
    return re.sub(r"[^\w.@-]+", "-", match[1]) + "_" + match[2] if match else folder


def _zip_collect(course: Course, chapter: str) -> None:
    pattern = (
        rf"^.*[/\\](?P<student_id>.+)_(?P<timestamp>\d{{8}}T\d{{6}})_(?P<file_id>{chapter}_exercises)\.ipynb$"
    )
    command = [sys.executable, "-m", "nbgrader", "zip_collect", chapter, "--force"]
    command += [f"--CourseDirectory.root={course.state}", f"--FileNameCollectorPlugin.named_regexp={pattern}"]
    done = subprocess.run(command, cwd=PACKAGE_ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        raise GradingError(f"nbgrader cannot collect: {done.stderr.strip().splitlines()[-1]}")
