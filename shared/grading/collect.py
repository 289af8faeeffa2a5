"""From downloaded files to one submission for each student.

Whose a file is says :mod:`shared.grading.identify`, and the roster under which name it is kept. Of several
files of one student the newest counts, whether they come together or one after the other; where it is not
certain whose a file is, or which of two folders is meant, nothing is taken and the reason is listed. No
submission is opened here: a notebook that is none is the business of the pre-flight.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shared.grading.collected import (
    BESIDE,
    IGNORED,
    LEFT_OUT,
    OTHER,
    SUPERSEDED,
    TAKEN,
    UNCHANGED,
    Collected,
    Row,
    keep_table,
)
from shared.grading.course import Course, GradingError
from shared.grading.downloads import Downloads, File, Unreadable, in_megabytes
from shared.grading.identify import Owner, OwnName, Parts, moment, own_name, owners
from shared.grading.notebooks import MAX_BYTES
from shared.grading.placing import (
    Source,
    all_sources,
    collected_at,
    in_place_since,
    keep_sources,
    place,
    sources,
)
from shared.grading.roster import ALLOWED, STUDENT, Roster, as_student, extended, plain, remembered, times_in
from shared.grading.tables import spelled_out

__all__ = ["STUDENT", "Collected", "collect", "collected_at"]

MAX_ALL = 5_000_000_000  # bytes of all notebooks that one run takes
# Names, archives and platforms give times without a zone, and the clocks of the world are up to 14 hours ahead
# of UTC: what is less than a day ahead may be honest, what is more is a wrong clock or a trick.
AHEAD = timedelta(days=1)


def collect(course: Course, chapter: str, folder: Path, roster: Path | None = None) -> Collected:
    """Sort the files in ``folder`` (or zip file) into ``grading/submitted/STUDENT/chNN/``.

    Args:
        course: where to.
        chapter: of which assignment they are.
        folder: what was downloaded.
        roster: names that systems use, and the students that they belong to; it is remembered.

    Raises:
        GradingError: there is nothing to collect, or the roster cannot be used.
    """
    course.solutions(chapter)
    with course.locked(), Downloads(folder, lambda name: own_name(name, chapter) is not None) as downloads:
        if not downloads.files:
            raise GradingError(f"{folder} holds no files")
        people = extended(course, roster, chapter) if roster else remembered(course)
        run = _Run(course, chapter, downloads, people, times_in(roster) if roster else {})
        collected = run.collected()
        collected.table = keep_table(course, chapter, collected.rows, run.now)
    if not any(row.notebook for row in collected.rows):
        raise GradingError(
            f"no file in {folder} is called STUDENT_{chapter}_exercises.ipynb or alike; "
            f"{collected.table} lists what is there"
        )
    return collected


@dataclass
class _Other:
    """A file that is no notebook of the chapter."""

    file: File
    owner: Owner
    row: Row


@dataclass
class _Notebook(_Other):
    """A file that may become somebody's submission."""

    own: OwnName
    timed: bool  # its time is its own
    order: int  # among all files

    def age(self) -> tuple:
        """What sorts the files of one student from old to new.

        All files in an archive of Canvas are from the minute in which it was packed, but its numbers of files
        grow. Where times are the same, the copy with the higher number is the later.
        """
        return (self.owner.attachment, self.timed, self.row.handed_in, self.own.copy, self.order)


class _Run:
    """One run: what is known at its beginning, and the steps."""

    def __init__(
        self, course: Course, chapter: str, downloads: Downloads, people: Roster, times: dict[str, datetime]
    ) -> None:
        self.course, self.chapter, self.downloads, self.people = course, chapter, downloads, people
        self.times = times  # of handing in, by Moodle's numbers
        self.now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        self.before = sources(course, chapter)
        self.room = MAX_ALL
        self.owners: set[Parts] = set()  # of notebooks, by their keys
        known = list(all_sources(course))
        self.users = {source.number: student for student, source in known if source.system == "canvas"}
        self.logins = {source.name for _, source in known if source.system == "blackboard"}

    def collected(self) -> Collected:
        """Place what can be placed, and say what became of every file."""
        rows = [self._row(file) for file in self.downloads.files]
        notebooks, others = self._sorted(rows)
        self._leave_out_conflicts(notebooks)
        found = {student: self._take(student, mine, others) for student, mine in sorted(notebooks.items())}
        keep_sources(self.course, self.chapter, {name: source for name, source in found.items() if source})
        self._say_of_others(others)
        kept = {row.student for row in rows if row.notebook and row.outcome == UNCHANGED}
        students = kept | {row.student for row in rows if row.outcome == TAKEN}
        return Collected(sorted(students), sorted(kept), rows, _notes(found.values(), bool(self.times)))

    def _row(self, file: File) -> Row:
        """The row of a file, with its outcome if that is certain from the start."""
        row = Row(file.name, notebook=bool(file.parts) and own_name(file.parts[-1], self.chapter) is not None)
        if file.junk:
            row.set(IGNORED)
        elif file.problem:
            row.set(LEFT_OUT, file.problem)
        return row

    def _sorted(self, rows: Sequence[Row]) -> tuple[dict[str, list[_Notebook]], list[_Other]]:
        """The notebooks that may be taken, by student, and all other files."""
        still_open = [index for index, row in enumerate(rows) if not row.outcome]
        files = [self.downloads.files[index] for index in still_open]
        found = owners([file.parts for file in files], self.chapter, self._is_known, self.logins)
        notebooks: dict[str, list[_Notebook]] = defaultdict(list)
        others: list[_Other] = []
        for index, file, owner in zip(still_open, files, found, strict=True):
            row, own = rows[index], own_name(owner.rest[-1], self.chapter)
            row.notebook = own is not None
            row.student, problem = self._student(owner)
            if own is None:
                others.append(_Other(file, owner, row))
                continue
            self.owners.add(owner.key)
            if problem:
                row.set(LEFT_OUT, problem)
            else:
                timed = self._date(row, file, owner, own)
                notebooks[row.student].append(_Notebook(file, owner, row, own, timed, index))
        return notebooks, others

    def _is_known(self, name: str) -> bool:
        return bool(self.people.called(name))

    def _student(self, owner: Owner) -> tuple[str, str]:
        """The student that a file belongs to, or none and why."""
        if owner.problem:
            return "", owner.problem
        if not owner.system:
            return "", "neither its name nor its folder says whose it is"
        if self.people.given:
            return self.people.who(owner.names(self.chapter))
        name = owner.name
        if owner.system == "moodle":
            name = as_student(name)
        elif owner.system == "canvas" and owner.number:
            name = self.users.get(owner.number) or f"{name[:80]}_{owner.number}"
        if STUDENT.fullmatch(name):
            return name, ""
        return "", f"{owner.name!r} is no student's name ({ALLOWED})"

    def _date(self, row: Row, file: File, owner: Owner, own: OwnName) -> bool:
        """Enter when a notebook was handed in; whether that is a time of its own.

        What the student called the file counts only where no system gave it a name.
        """
        text = owner.time or (own.time if owner.system == "plain" else "")
        worksheet = self.times.get(owner.number) if owner.system == "moodle" else None
        at = moment(text) if text else worksheet or file.changed
        if text and at is None:
            row.set(LEFT_OUT, f"{text} is no date and time")
        elif at and at > self.now + AHEAD:
            row.set(LEFT_OUT, f"its time is in the future: {at:%Y-%m-%d %H:%M:%S}")
        row.handed_in = at or self._latest(file)
        return at is not None

    def _latest(self, file: File) -> datetime:
        """The latest time at which a file without a time can have been handed in: before it was packed."""
        if not file.members:
            return self.now
        packed = datetime.fromtimestamp(file.disk.stat().st_mtime, UTC).replace(tzinfo=None, microsecond=0)
        return min(self.now, packed)

    def _leave_out_conflicts(self, notebooks: dict[str, list[_Notebook]]) -> None:
        """Leave out everybody of whom it is not certain which files are theirs."""
        in_use = {folder.name for folder in (self.course.state / "submitted").glob("*") if folder.is_dir()}
        alike: dict[str, set[str]] = defaultdict(set)
        for name in in_use | notebooks.keys():
            alike[name.casefold()].add(name)
        for name, mine in notebooks.items():
            problem = _conflict(mine)
            if len(names := alike[name.casefold()]) > 1:
                problem = f"{' and '.join(sorted(names))} differ only in case: a --roster says who is who"
            for notebook in mine if problem else ():
                notebook.row.set(LEFT_OUT, problem)

    def _take(self, student: str, mine: Sequence[_Notebook], others: Sequence[_Other]) -> Source | None:
        """Place the newest notebook that can be had; those before it are superseded."""
        source, newest = None, ""
        for notebook in sorted((one for one in mine if not one.row.outcome), key=_Notebook.age, reverse=True):
            if newest:
                notebook.row.set(SUPERSEDED, f"by {newest}")
                continue
            try:
                source = self._placed(student, notebook, others)
                newest = notebook.file.name
            except Unreadable as error:
                notebook.row.set(LEFT_OUT, str(error))
            except OSError as error:
                notebook.row.set(LEFT_OUT, f"it cannot be put in place ({error.strerror})")
        return source

    def _placed(self, student: str, notebook: _Notebook, others: Sequence[_Other]) -> Source | None:
        """Place one notebook and what lies beside it, unless what is in place is as new."""
        row, owner, at = notebook.row, notebook.owner, notebook.row.handed_in
        digest = self.downloads.digest(notebook.file, MAX_BYTES)
        beside = {way: other for other in others if (way := _way_beside(notebook, other))}
        if self._is_old(student, notebook, digest):
            row.set(UNCHANGED, "what was collected before stays")
            for other in beside.values():
                other.row.set(UNCHANGED)
            return None
        if notebook.file.size > self.room:
            raise Unreadable(f"all notebooks together are larger than {in_megabytes(MAX_ALL)}")
        self.room -= notebook.file.size
        files = {way: other.file for way, other in beside.items()}
        left = place(self.course, self.chapter, student, self.downloads, notebook.file, at, files)
        for way, other in beside.items():
            is_notebook = way[-1].lower().endswith(".ipynb")
            other.row.set((OTHER if is_notebook else LEFT_OUT) if way in left else BESIDE, left.get(way, ""))
        row.set(TAKEN, "; ".join(_remarks(notebook)))
        return Source(
            file=notebook.file.name,
            system=owner.system,
            name=owner.name,
            number=owner.number,
            prefix=owner.prefix,
            attachment=owner.attachment,
            handed_in=f"{at:%Y-%m-%d %H:%M:%S}",
            sha256=digest,
            collected=f"{self.now:%Y-%m-%d %H:%M:%S}",
        )

    def _is_old(self, student: str, notebook: _Notebook, digest: str) -> bool:
        """Whether what is in place is as new as this, or is this, whatever was mended in it since."""
        since = in_place_since(self.course.folder("submitted", student, self.chapter), self.chapter)
        before = self.before.get(student)
        if since is None:
            return False
        if before and before.sha256 == digest:
            return True
        if before and before.system == notebook.owner.system == "canvas":
            return notebook.owner.attachment <= before.attachment
        return notebook.row.handed_in <= since

    def _say_of_others(self, others: Sequence[_Other]) -> None:
        """Say what became of files that are no notebooks: who sent nothing else must not go unseen."""
        for other in others:
            row, owner = other.row, other.owner
            if row.outcome:
                continue
            if owner.system and owner.key in self.owners:
                row.set(
                    OTHER,
                    f"a note of {owner.system.title()}"
                    if owner.note
                    else "it is not beside a notebook that is taken",
                )
            elif owner.system in ("", "plain") and row.file.lower().endswith(".ipynb"):
                row.set(LEFT_OUT, f"it is not called STUDENT_{self.chapter}_exercises.ipynb")
            elif owner.system:
                row.set(LEFT_OUT, f"{owner.name!r} sent no notebook called {self.chapter}_exercises.ipynb")
            else:
                row.set(OTHER)


def _conflict(mine: Sequence[_Notebook]) -> str:
    """Why it is not certain which notebooks are a student's, if it is not."""
    numbers = sorted({one.owner.number for one in mine if one.owner.number})
    if len(numbers) > 1:
        return (
            f"{mine[0].owner.name!r} has the numbers {' and '.join(numbers)}: are they two people? A --roster "
            "with their numbers, such as Moodle's grading worksheet of this assignment, tells them apart"
        )
    places = sorted({(one.owner.place or "the folder itself", one.owner.system) for one in mine})
    if len(places) > 1:
        same = len({place for place, _ in places}) == 1
        words = [f"{place} (named by {system})" if same else place for place, system in places]
        return f"the student's files come from {' and '.join(words)}: none is taken until one is left"
    return ""


def _way_beside(notebook: _Notebook, other: _Other) -> Parts:
    """The way from a notebook's folder to another file of the student; empty if it does not lie in there."""
    ours, theirs = notebook.owner, other.owner
    folder = ours.rest[:-1]
    if theirs.key != ours.key or theirs.note or other.row.student != notebook.row.student:
        return ()
    if ours.system == "plain" and not folder:  # a file among those of others
        return ()
    if ours.system == "blackboard" and ours.time != theirs.time:  # another attempt
        return ()
    return theirs.rest[len(folder) :] if theirs.rest[: len(folder)] == folder else ()


def _remarks(notebook: _Notebook) -> list[str]:
    """What is worth knowing of a notebook that was taken."""
    said = []
    own, owner = notebook.own, notebook.owner
    if owner.late:
        said.append("marked LATE by Canvas")
    if not own.usual:
        said.append(f"it was called {owner.rest[-1]}")
    inside = owner.system != "plain" or len(owner.rest) > 1
    if inside and own.student and plain(own.student) not in (plain(owner.name), plain(notebook.row.student)):
        said.append(f"its name says {spelled_out(own.student)!r}")
    if not notebook.timed:
        said.append("it has no time: the latest possible counts")
    return said


def _notes(found: Sequence[Source | None], worksheet: bool) -> list[str]:
    """What is worth knowing of the whole."""
    systems = {source.system for source in found if source}
    of_download = [name.title() for name in ("canvas", "moodle") if name in systems]
    if "moodle" in systems and worksheet:
        of_download.remove("Moodle")
    if not of_download:
        return []
    more = "; its grading worksheet as --roster tells them" if "Moodle" in of_download else ""
    return [
        f"an archive of {' and '.join(of_download)} may hold the times of the download, not of handing in{more}"
    ]
