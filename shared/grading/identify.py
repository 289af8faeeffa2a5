"""Whose file is it? What folders and names say, by the rules of the systems that write them.

Canvas     ``liddellalice_LATE_12_345_NAME``: the first number is the user, the second the attachment, LATE a
           mark; ``anon_k3fT9_345_NAME`` where names are hidden. NAME is the student's own, and may be anything.
Moodle     ``Alice Liddell_1234_assignsubmission_file_``: a folder for each participant, without the last
           underscore since Moodle 4.1, or the beginning of the file's name; the number is another in every
           assignment.
Blackboard ``Assignment 1_al123_attempt_2026-01-31-10-30-00_NAME``, and a note on the attempt that ends in .txt.
Plain      ``alice/…/ch02_exercises.ipynb``, ``alice_2026-01-31T10-30-00_ch02_exercises.ipynb``, and the same
           without the time.

What stands further up counts: a file in a student's folder is that student's, whatever it is called, and so is
everything in the folders below. What lies around the folders of students, ``submissions/``, ``ch02/``, is
skipped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shared.grading.roster import plain

Parts = tuple[str, ...]
TIME = r"\d{4}-?\d\d-?\d\d[T_ -]?\d\d[-:.]?\d\d[-:.]?\d\d"
# What browsers, desktops and Canvas add to a name that is taken already.
COPY = (
    r"(?:[ -]?[([](?P<copy>\d+)[)\]]|-(?P<copy2>\d{1,3})|(?: - |-| )Copy(?: ?\(?(?P<copy3>\d+)\)?)?"
    r"|-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)
AROUND = (
    "archive|assignments?|collected|downloads?|exercises?|exports?|files|handed in|homework|new folder"
    "|notebooks?|students?|submissions?|submitted|turned in|uploads?"
)
MOODLE = re.compile(
    r"(?P<name>.+?)(?:_(?P<number>\d+))?_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL
)
BLACKBOARD = re.compile(r"(?P<head>.+?)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)", re.DOTALL)
ANONYMOUS = re.compile(
    r"(?:LATE_)?anon_(?:LATE_)?(?P<id>[A-Za-z0-9]+)_(?P<attachment>\d+)_(?P<file>.+)", re.DOTALL
)
CANVAS = re.compile(r"(?P<name>\w*?)_(?:LATE_)?(?P<user>\d+)_(?P<attachment>\d+)_(?P<file>.+)", re.DOTALL)


@dataclass(frozen=True)
class Owner:
    """Whose file it is, as its path says, and what else its path says."""

    system: str = ""  # canvas, moodle, blackboard, plain; empty: nothing says whose it is
    name: str = ""
    number: str = ""  # Canvas's user, Moodle's participant
    place: str = ""  # the one folder that this comes from: a student has one
    prefix: str = ""  # what a file that is given back begins with, its folder included
    rest: Parts = ()  # the way on from there; the last part is the student's own name of the file
    time: str = ""  # as a name says it
    attachment: int = 0  # Canvas's number of the file: the larger, the later
    late: bool = False
    note: bool = False  # no file of the student's: the system wrote it, or holds it as a text
    problem: str = ""

    @property
    def key(self) -> Parts:
        """The same for all files of one person in one place."""
        return (self.system, self.place, self.name, self.number)

    def names(self, chapter: str) -> dict[str, str]:
        """What a roster can be asked for."""
        if self.system == "canvas":
            return {"canvas": self.number, "name": self.name} if self.number else {"any": self.name}
        if self.system == "moodle":
            return {f"moodle {chapter}": self.number, "name": "" if self.name == "Participant" else self.name}
        return {"login" if self.system == "blackboard" else "any": self.name}


@dataclass(frozen=True)
class OwnName:
    """What the student's own name of a notebook says."""

    student: str
    time: str
    copy: int  # of several copies the highest is the last
    usual: bool  # it ends in .ipynb


def own_name(name: str, chapter: str) -> OwnName | None:
    """The parts of a notebook's name, ``alice_2026-01-31T10-30-00_ch02_exercises (1).ipynb``, if it is one."""
    pattern = (
        rf"(?:(?P<student>.+?)_(?:(?P<time>{TIME})Z?_)?)?{chapter}_exercises{COPY}?"
        r"(?P<ending>\.ipynb(?: ?\(\d+\))?(?:\.(?:json|txt))?)"
    )
    match = re.fullmatch(pattern, name, re.IGNORECASE | re.DOTALL)
    if not match:
        return None
    copies = [int(match[group]) for group in ("copy", "copy2", "copy3") if match[group]]
    return OwnName(
        match["student"] or "", match["time"] or "", *(copies or [0]), match["ending"].lower() == ".ipynb"
    )


def moment(text: str) -> datetime | None:
    """The date and time in a name; None if there is no such."""
    try:
        return datetime.strptime(re.sub(r"\D", "", text), "%Y%m%d%H%M%S")
    except ValueError:
        return None


def owners(
    files: Sequence[Parts], chapter: str, known: Callable[[str], bool], logins: Iterable[str] = ()
) -> list[Owner]:
    """Whose each of some files is.

    Args:
        files: all that came together: some things only the whole shows.
        chapter: ``ch02``.
        known: whether a name is one of the roster.
        logins: Blackboard's names of students that are known already.
    """
    around: set[Parts] = set()
    while True:
        found = [_owner(parts, chapter, around) for parts in files]
        groups: dict[str, list[int]] = defaultdict(list)
        for index, owner in enumerate(found):
            if owner.system == "plain" and owner.rest[1:]:
                groups[owner.place].append(index)
        more = set()
        for place, members in groups.items():
            verdict = _verdict(found[members[0]].name, [found[i].rest[1:] for i in members], chapter, known)
            if verdict == "around":
                more.add(tuple(place.split("/")))
            elif verdict:
                for index in members:
                    found[index] = replace(found[index], problem=verdict)
        if not more - around:
            return _with_logins(found, known, set(logins))
        around |= more


def _owner(parts: Parts, chapter: str, around: set[Parts]) -> Owner:
    """Whose one file is: the first part of its path that is not just around everything says it."""
    depth = 0
    while depth < len(parts) - 1 and (_is_around(parts[depth], chapter) or parts[: depth + 1] in around):
        depth += 1
    part, way = parts[depth], parts[depth + 1 :]
    here = "/".join(parts[:depth])
    for read in (_moodle, _canvas, _blackboard):
        if owner := read(part, here, way):
            return owner
    own = own_name(re.sub(r"\.zip$", ".ipynb", part, flags=re.IGNORECASE), chapter)
    if way:
        name = own.student if own else re.sub(r"\.zip$", "", part, flags=re.IGNORECASE)
        place = "/".join(parts[: depth + 1])
        return Owner("plain", name, place=place, rest=(part, *way), time=own.time if own else "")
    if own and own.student:
        return Owner("plain", own.student, place=here, rest=(part,), time=own.time)
    return Owner(rest=(part,))


def _is_around(folder: str, chapter: str) -> bool:
    """Whether a folder is called like a chapter or like a heap of files: it is no student's name."""
    return bool(
        re.fullmatch(
            rf"(?=\w)(?:(?:ch\d\d|{AROUND})(?:[ _-]+|$))*(?:ch\d\d|{AROUND})?(?: ?\(\d+\)|-\d+)?(?:\.zip)?",
            folder,
            re.IGNORECASE,
        )
    )


def _verdict(name: str, ways: Sequence[Parts], chapter: str, known: Callable[[str], bool]) -> str:
    """Whether what looks like a student's folder is one (empty), lies around several, or why nobody can tell.

    Only the notebooks of the chapter are looked at: a student's folder may hold the whole course.
    """
    inner = [_owner(way, chapter, set()) for way in ways if own_name(way[-1], chapter)]
    names = {owner.name for owner in inner}
    systematic = all(owner.system not in ("", "plain") for owner in inner)
    others = {other for other in names if other and plain(other) != plain(name)}
    if known(name) or not others:
        return ""
    if all(known(other) for other in others) or (systematic and len({(o.name, o.number) for o in inner}) > 1):
        return "around"
    if len(others) == 1:
        return ""
    some = ", ".join(sorted(others)[:3]) + (", …" if len(others) > 3 else "")
    return (
        f"{name!r} may be a student, or a folder around several ({some}): collect that folder, or give --roster"
    )


def _moodle(part: str, here: str, way: Parts) -> Owner | None:
    match = MOODLE.fullmatch(part)
    if not match or (not way and not match["file"]):
        return None
    name, number, file = match["name"], match["number"] or "", match["file"] or ""
    prefix = part[: len(part) - len(file)] if file else f"{part}/"
    rest = (file, *way) if file else way
    return Owner(
        "moodle", name, number, f"{here}/{name}_{number}", prefix, rest, note=match["plugin"] != "file"
    )


def _canvas(part: str, here: str, way: Parts) -> Owner | None:
    """Canvas writes names of letters and digits alone, all of them small."""
    if match := ANONYMOUS.fullmatch(part):
        name, number = f"anon_{match['id']}", ""
    elif match := CANVAS.fullmatch(part):
        name, number = match["name"], match["user"]
        if name != name.lower() or not name:
            return None
        if re.fullmatch(r"20\d{6}_\d{6}", f"{number}_{match['attachment']}") and moment(
            number + match["attachment"]
        ):
            return None  # a date and a time: no Canvas has twenty million users and so few files
    else:
        return None
    prefix = part[: match.start("file")]
    late = "LATE" in prefix.split("_")
    rest = (match["file"], *way)
    return Owner("canvas", name, number, here, prefix, rest, "", int(match["attachment"]), late)


def _blackboard(part: str, here: str, way: Parts) -> Owner | None:
    """The head of the name is the assignment and the login; :func:`_with_logins` tells one from the other."""
    match = BLACKBOARD.fullmatch(part)
    if not match or "_" not in match["head"]:
        return None
    file = match["file"] or ""
    prefix = part[: match.end("time")] + "_"
    rest = (file or part, *way)
    return Owner("blackboard", match["head"], "", here, prefix, rest, match["time"], note=not file)


def _with_logins(found: list[Owner], known: Callable[[str], bool], logins: set[str]) -> list[Owner]:
    """Take the assignment from the heads of Blackboard's names.

    Both may hold underscores. A login that is known decides; else what all heads begin with is the assignment,
    so that two students can never become one.
    """
    heads = {owner.name for owner in found if owner.system == "blackboard"}
    common = _common_start([head.split("_") for head in heads])
    read = {head: _login(head, common, known, logins) for head in heads}
    return [replace(owner, name=read[owner.name]) if owner.system == "blackboard" else owner for owner in found]


def _login(head: str, common: int, known: Callable[[str], bool], logins: set[str]) -> str:
    words = head.split("_")
    endings = ["_".join(words[start:]) for start in range(1, len(words))]
    sure = [ending for ending in endings if ending in logins] or [ending for ending in endings if known(ending)]
    return sure[0] if sure else "_".join(words[common:])


def _common_start(heads: Sequence[Sequence[str]]) -> int:
    """With how many words all heads begin, the last word of each aside."""
    shortest = min((len(words) for words in heads), default=1) - 1
    same = (index for index in range(shortest) if len({words[index] for words in heads}) > 1)
    return next(same, shortest)
