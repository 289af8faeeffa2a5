"""Who takes part, under which name in which system: from what a learning platform writes to one stable name.

``grading/roster.csv`` has a column ``student_id``, the name of a student here; every other column is a name of
the same person elsewhere. The tables of Canvas, Moodle and Blackboard are understood as they are. Names meet
whatever their case, spaces, punctuation and order: "Liddell, Alice", "Alice Liddell" and "liddellalice", as
Canvas writes, are one. Where two people answer to a name, nobody is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from shared.grading.course import Course, GradingError
from shared.grading.downloads import composed
from shared.grading.tables import Table, meant, read_table, spelled_out, write_table

STUDENT = re.compile(r"[\w@-][\w.@-]{0,99}")
ALLOWED = "letters, digits and . @ _ - only, 100 at most"
ANYTHING = "any"  # the kind of a name of which nothing is known: it may be a login, an e-mail or a name
EXACT = ("login", "email", "sis", "number")  # kinds of names of which no two people have the same
HEADINGS = {  # headings in tables, in small letters, and what kind of name they stand over
    "name": "name",
    "full name": "name",
    "student": "name",
    "login": "login",
    "username": "login",
    "user name": "login",
    "sis login id": "login",
    "email": "email",
    "e-mail": "email",
    "email address": "email",
    "sis user id": "sis",
    "id number": "sis",
    "student id": "number",
    "canvas": "canvas",
}
FIRST_NAME = ("first name", "firstname")
LAST_NAME = ("last name", "lastname")
WORKSHEET_TIMES = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")


@dataclass
class Person:
    """One student: the name here, and the names elsewhere, by kind."""

    student: str
    names: dict[str, str] = field(default_factory=dict)


class Roster:
    """Everybody who takes part; empty and not ``given``: there is no roster, and nobody is a stranger."""

    def __init__(self, people: Iterable[Person] = (), *, given: bool = True) -> None:
        self.people = {person.student: person for person in people}
        self.given = given and bool(self.people)
        self._exact: dict[str, set[str]] = defaultdict(set)
        self._loose: dict[str, set[str]] = defaultdict(set)
        for student, person in self.people.items():
            # A number of Moodle means somebody else in the next assignment, and never stands alone.
            names = [name for kind, name in person.names.items() if not kind.startswith("moodle ")]
            for name in (student, *names):
                self._exact[name.casefold()].add(student)
                for key in orders(name):
                    self._loose[key].add(student)

    def called(self, name: str) -> set[str]:
        """Who answers to a name: exactly, or else but for case, spaces, punctuation and order."""
        return set(self._exact.get(composed(name).strip().casefold()) or self._loose.get(plain(name), ()))

    def who(self, names: Mapping[str, str]) -> tuple[str, str]:
        """The one student to whom what a system says belongs, or an empty name and why there is none.

        A number that a system gave (``canvas``, ``moodle ch02``) comes first, then what no two people share,
        then the name. A number and a name that belong to different people belong to nobody.
        """
        names = {kind: name for kind, name in names.items() if name.strip()}
        for kind in names:
            if _is_number(kind) and (found := self._numbered(kind, names[kind])):
                return self._agreed(found, kind, names)
        for kind in names:
            if kind in (*EXACT, ANYTHING) and (found := self.called(names[kind])):
                return _one(found, names[kind])
        found = {
            student for student in self.called(names.get("name", "")) if not self.contradicts(student, names)
        }
        if found:
            return _one(found, names["name"])
        return "", f"nobody on the roster is {spelled_out(' '.join(reversed(names.values())))!r}"

    def contradicts(self, student: str, names: Mapping[str, str]) -> bool:
        """Whether somebody of the right name has another number or login: it is a namesake."""
        ours = self.people[student].names
        sure = [kind for kind in names if _is_number(kind) or kind in EXACT]
        return any(ours.get(kind, names[kind]).casefold() != names[kind].casefold() for kind in sure)

    def _numbered(self, kind: str, number: str) -> set[str]:
        """Who has this number; Canvas's may stand under any heading of a roster that has none for it."""
        if kind == "canvas" and not self._has(kind):
            return set(self._exact.get(number, ()))
        return {student for student, person in self.people.items() if person.names.get(kind) == number}

    def _agreed(self, found: set[str], kind: str, names: Mapping[str, str]) -> tuple[str, str]:
        """The one who has the number, unless the name speaks for somebody else."""
        student, problem = _one(found, names[kind])
        name = names.get("name", "")
        namesakes = self.called(name) if name else {student}
        # Canvas's number is sure where it is called so; a worksheet may be the one of another assignment.
        sure = (kind == "canvas" and self._has(kind)) or "name" not in self.people.get(
            student, Person("")
        ).names
        if problem or student in namesakes or (sure and not namesakes):
            return student, problem
        known = f"number {names[kind]} is {student} on the roster"
        return "", f"{known}, and {spelled_out(name)!r} is {_in_words(namesakes)}"

    def _has(self, kind: str) -> bool:
        return any(kind in person.names for person in self.people.values())


def plain(text: str) -> str:
    """A name's letters and digits, accents included, in small letters and without what is between them."""
    text = unicodedata.normalize("NFKC", text).casefold()
    letters = unicodedata.normalize("NFC", text)
    return "".join(c for c in letters if c.isalnum() or unicodedata.category(c)[0] == "M")


def orders(name: str) -> set[str]:
    """A name beginning with each of its words: family names come first here and last there."""
    words = [key for word in re.split(r"[\s,]+", name) if (key := plain(word))]
    return {"".join(words[start:] + words[:start]) for start in range(len(words))}


def as_student(name: str) -> str:
    """A name that a folder can have; empty if nothing is left of it."""
    return re.sub(r"[^\w.@-]+", "-", composed(name)).strip("-.")[:100]


def remembered(course: Course) -> Roster:
    """The roster of the course, from ``grading/roster.csv``; an empty one if there is none.

    Raises:
        GradingError: the file is no roster.
    """
    file = _file(course)
    return Roster(people_in(file, "")) if file.is_file() else Roster(given=False)


def extended(course: Course, file: Path, chapter: str) -> Roster:
    """The roster of the course with what another table says, kept for later chapters.

    Whoever is known keeps the name under which submissions lie already.

    Args:
        course: whose roster.
        file: a roster, or a table that Canvas, Moodle or Blackboard exports.
        chapter: whose assignment a grading worksheet of Moodle belongs to: its numbers hold for no other.

    Raises:
        GradingError: it is none of these, gives somebody known another ``student_id``, or leaves open who is
            meant.
    """
    known = remembered(course)
    together = {student: Person(student, dict(person.names)) for student, person in known.people.items()}
    own = _is_own(read_table(file))
    met: set[str] = set()
    for person in people_in(file, chapter):
        student = _same(known, person, file)
        if own and student != person.student:
            raise GradingError(f"{file}: {person.student} is {student} in {_file(course)}: call them the same")
        if student in met:
            raise GradingError(f"{file}: two people are {student} of {_file(course)}: give it their e-mails")
        met.add(student)
        together.setdefault(student, Person(student)).names.update(person.names)
    roster = Roster(together.values())
    kinds = list(dict.fromkeys(kind for person in together.values() for kind in person.names))
    rows = [[person.student, *(person.names.get(kind, "") for kind in kinds)] for person in together.values()]
    write_table(_file(course), ["student_id", *kinds], rows)
    return roster


def people_in(file: Path, chapter: str) -> list[Person]:
    """The people of a table, as :func:`extended` takes it.

    Raises:
        GradingError: it is none of the known ones, a name cannot be one here, or two people have the same.
    """
    table = read_table(file)
    if _is_own(table):
        people = [_own(table, row) for row in table.rows]
    else:
        people = [_foreign(names) for row in table.rows if (names := names_in(table, row, chapter, file))]
    seen: dict[str, str] = {}
    for person in people:
        if not STUDENT.fullmatch(person.student):
            raise GradingError(f"{file}: {spelled_out(person.student)!r} is no student_id ({ALLOWED})")
        if (key := person.student.casefold()) in seen:
            raise GradingError(f"{file}: two people are called {seen[key]} and {person.student}")
        seen[key] = person.student
    if not people:
        raise GradingError(f"{file} lists nobody")
    return people


def names_in(table: Table, row: list[str], chapter: str, file: Path) -> dict[str, str]:
    """What one row of a platform's table says of a person, by kind; empty for a row that is of nobody.

    Raises:
        GradingError: the table is of no platform that is known.
    """
    system = system_of(table)
    if not system:
        raise GradingError(
            f"{file} is no roster: it has no column student_id, and it is neither Canvas's gradebook, Moodle's "
            "grading worksheet (in English) nor Blackboard's grade table"
        )
    names = _by_heading(table, row)
    if system == "canvas":
        if "points possible" in names.get("name", "").casefold() or not row_id(table, row):
            return {}
        names["canvas"] = row_id(table, row)
    if system == "moodle" and (number := row_id(table, row)):
        names[f"moodle {chapter}"] = number
    return names


def system_of(table: Table) -> str:
    """Which platform writes tables with these headings; empty if none does."""
    if table.column("identifier") is not None:
        return "moodle"
    if table.column("id") is not None and table.column("student", "lastname") is not None:
        return "canvas"
    return "blackboard" if table.column("username") is not None else ""


def row_id(table: Table, row: list[str]) -> str:
    """A platform's own number of a person: Canvas's ID, what follows "Participant" in Moodle."""
    column = table.column("identifier", "id")
    found = re.search(r"\d+$", row[column].strip()) if column is not None else None
    return found[0] if found else ""


def times_in(file: Path) -> dict[str, datetime]:
    """When each participant handed in, by number, if it is a worksheet of Moodle that says so."""
    table = read_table(file)
    column = table.column("last modified (submission)")
    if system_of(table) != "moodle" or column is None:
        return {}
    moments = {row_id(table, row): _moment(row[column]) for row in table.rows}
    return {number: moment for number, moment in moments.items() if number and moment}


def _moment(text: str) -> datetime | None:
    for form in WORKSHEET_TIMES:
        try:
            return datetime.strptime(" ".join(text.split()), form)
        except ValueError:
            continue
    return None


def _own(table: Table, row: list[str]) -> Person:
    """A person of a roster of one's own."""
    names = _by_heading(table, row)
    return Person(names.pop("student_id", ""), names)


def _foreign(names: dict[str, str]) -> Person:
    """A person of a platform's table: the best name that it has for them becomes the name here."""
    best = next((names[kind] for kind in ("login", "email", "sis", "canvas", "name") if kind in names), "")
    return Person(as_student(best), names)


def _by_heading(table: Table, row: list[str]) -> dict[str, str]:
    """The cells that hold names, by kind. In a roster of one's own every column does."""
    headings = [" ".join(heading.split()).casefold() for heading in table.header]
    cells = {
        heading: composed(meant(cell).strip())
        for heading, cell in zip(headings, row, strict=True)
        if cell.strip()
    }
    found: dict[str, str] = {}
    if full := " ".join(filter(None, (_first(cells, *FIRST_NAME), _first(cells, *LAST_NAME)))):
        found["name"] = full
    for heading, cell in cells.items():
        kind = HEADINGS.get(heading, heading if _is_own(table) else "")
        if kind and heading not in (*FIRST_NAME, *LAST_NAME):
            found.setdefault(kind, cell)
    return found


def _first(cells: Mapping[str, str], *headings: str) -> str:
    return next((cells[heading] for heading in headings if heading in cells), "")


def _same(known: Roster, person: Person, file: Path) -> str:
    """Under which name a person of another table is known; the table's own if not yet."""
    sure = {kind: name.casefold() for kind, name in person.names.items() if kind in (*EXACT, "canvas")}
    shared = {
        other.student
        for other in known.people.values()
        if other.student.casefold() == person.student.casefold()
        or any(other.names.get(kind, "").casefold() == name for kind, name in sure.items())
    }
    if not shared and (name := person.names.get("name")):
        shared = {student for student in known.called(name) if not known.contradicts(student, sure)}
    if len(shared) > 1:
        raise GradingError(f"{file}: {person.student} is {_in_words(shared)} in the roster.csv of the course")
    return next(iter(shared), person.student)


def _is_own(table: Table) -> bool:
    return table.column("student_id") is not None


def _is_number(kind: str) -> bool:
    return kind == "canvas" or kind.startswith("moodle ")


def _one(found: set[str], name: str) -> tuple[str, str]:
    if len(found) == 1:
        return next(iter(found)), ""
    return "", f"{spelled_out(name)!r} is {_in_words(found)} on the roster: it needs a name that only one has"


def _in_words(students: Iterable[str]) -> str:
    return " and ".join(sorted(students)) or "nobody"


def _file(course: Course) -> Path:
    return course.state / "roster.csv"
