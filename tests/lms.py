"""Downloads as Canvas, Moodle and Blackboard make them, and what each makes of a file that comes back.

The layouts follow the platforms' own rules: ``lib/content_zipper.rb`` and ``app/models/abstract_assignment.rb``
of instructure/canvas-lms, ``mod/assign/classes/downloader.php`` and ``…/feedback/file/importziplib.php`` of
moodle/moodle, and the names that Blackboard gives to the files of an assignment.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

Files = Mapping[str, str | bytes]


def canvas(name: str, user: int | str, attachment: int, file: str, *, late: bool = False) -> str:
    """A member of Canvas's archive: the sortable name in small letters without spaces and punctuation."""
    sortable = "".join(letter for letter in name.lower() if letter.isalnum() or letter == "_")
    return "_".join([sortable, *(["LATE"] if late else []), str(user), str(attachment), file])


def moodle(name: str, number: int, file: str, *, flat: bool = False, old: bool = False) -> str:
    """A member of Moodle's archive: in a folder, with a last underscore before 4.1, or flat.

    Moodle takes underscores from names, and what a file name must not have.
    """
    cleaned = re.sub(r"[&<>\"`|':\\/]", "", name.replace("_", " "))
    start = f"{cleaned}_{number}_assignsubmission_file"
    return f"{start}_{file}" if flat else f"{start}{'_' if old else ''}/{file}"


def blackboard(assignment: str, login: str, time: str, file: str = "") -> str:
    """A file of an attempt, or Blackboard's own note on it."""
    start = f"{assignment}_{login}_attempt_{time}"
    return f"{start}_{file}" if file else f"{start}.txt"


def folder(root: Path, files: Files, *, times: Mapping[str, datetime] | None = None) -> Path:
    """A folder with these files."""
    root.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        if times and name in times:
            moment = times[name].replace(tzinfo=UTC).timestamp()
            os.utime(path, (moment, moment))
    return root


def archive(path: Path, files: Files, *, time: tuple[int, ...] = (2026, 1, 31, 10, 30, 0)) -> Path:
    """A zip file with these members, all of one time, in this computer's clock."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name, time), content)  # type: ignore[arg-type]
    return path


def packed(files: Files, scratch: Path) -> bytes:
    """The bytes of a zip file."""
    return archive(scratch / "packed.zip", files).read_bytes()


def canvas_reads(name: str) -> tuple[str, str] | None:
    """The user and the attachment that Canvas finds in the name of a file that comes back; None: ignored."""
    words = [word for word in Path(name).name.split("_") if word != "LATE"]
    if words[0] == "anon":
        return (words[1], words[2]) if len(words) > 2 else None
    numbers = [word for word in words if word.isascii() and word.isdigit()][:2]
    return (numbers[0], numbers[1]) if len(numbers) == 2 and not words[-1].startswith("link") else None


def moodle_reads(path: str) -> tuple[int, str] | None:
    """The participant and the name of a feedback file that Moodle finds in an archive; None: ignored."""
    parts = path.split("/")
    if parts[-1].startswith((".", "~")):
        return None
    while parts:
        words = parts.pop(0).split("_", 4)
        if len(words) < 4 or not words[1].isdigit():
            continue
        if (words[2], words[3]) != ("assignsubmission", "file"):
            continue
        rest = [words[4] if len(words) > 4 else "", *parts]
        return int(words[1]), "/".join(rest).lstrip("/")
    return None


CANVAS_GRADEBOOK = """\
Student,ID,SIS User ID,SIS Login ID,Section,Notes,Chapter 1 (9001),Final Score
    Points Possible,,,,,,100,(read only)
"Liddell, Alice",12,S1,al123,Sec A,,,40
"O'Neil, Jo",13,S2,jo77,Sec A,,55,55
"Test, Student",99,,,Sec A,,N/A,
"""
MOODLE_WORKSHEET = """\
Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed",\
"Last modified (submission)","Last modified (grade)","Feedback comments"
"Participant 1234","Alice Liddell",alice@uni.example,"Submitted for grading",,100.00,Yes,\
"Saturday, 31 January 2026, 10:30 AM",-,
"Participant 1235","Jo O'Neil",jo@uni.example,"Submitted for grading",55.00,100.00,Yes,\
"Sunday, 1 February 2026, 9:05 PM","Monday, 2 February 2026, 9:00 AM",
"Participant 1236","Cy Twombly",cy@uni.example,"No submission",,100.00,Yes,-,-,
"""
BLACKBOARD_GRADES = """\
"Last Name","First Name","Username","Student ID","Last Access","Availability",\
"Chapter 1 [Total Pts: 100 Score] |664617"
"Liddell","Alice","al_123","S1","2026-01-31 10:30:00","Yes",""
"O'Neil","Jo","jo77","S2","2026-01-31 10:30:00","Yes","55"
"""
