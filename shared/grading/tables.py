"""Tables that other programs write and read, and text from strangers in them and on the terminal.

A learning platform writes commas, a spreadsheet in Europe semicolons, Blackboard tabs in UTF-16 under the name
of an Excel file. What students control, their names and the names of their files, goes into tables that are
opened in spreadsheets, and onto terminals: neither must take a name for a command.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.grading.course import GradingError
from shared.tools.files import write_text

MAX_TABLE = 50_000_000  # bytes
NUMBER = re.compile(r"[-+]?[\d.,]+(?:[eE][-+]?\d+)?%?")
FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")  # with the wide forms that Japanese keyboards type


@dataclass
class Table:
    """A table as text: every row has as many cells as the header."""

    header: list[str]
    rows: list[list[str]]

    def column(self, *names: str) -> int | None:
        """The first column that is called like one of these, in whatever case; None without one."""
        headings = [" ".join(heading.split()).casefold() for heading in self.header]
        return next((headings.index(name) for name in names if name in headings), None)


def read_table(path: Path) -> Table:
    """Read a table with a header, whatever separates its cells.

    Raises:
        GradingError: there is no such file, or it is no such table.
    """
    try:
        if path.stat().st_size > MAX_TABLE:
            raise GradingError(f"{path} is larger than {MAX_TABLE // 1_000_000} MB: is it a table?")
        content = path.read_bytes()
    except OSError as error:
        raise GradingError(f"{path} cannot be read ({error.strerror})") from None
    if content.startswith(b"PK"):
        raise GradingError(f"{path} is a spreadsheet: save it as CSV")
    text = _decoded(content)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise GradingError(f"{path} is no table ({error})") from None
    filled = [(number, cells) for number, cells in enumerate(lines, 1) if any(cell.strip() for cell in cells)]
    if not filled:
        raise GradingError(f"{path} is empty")
    header = filled[0][1]
    for number, cells in filled[1:]:
        if any(cells[len(header) :]):
            raise GradingError(f"{path}: row {number} has more cells than the header")
    return Table(header, [(cells + [""] * len(header))[: len(header)] for _, cells in filled[1:]])


def write_table(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], *, quote_all: bool = False
) -> None:
    """Write a table atomically. No cell is a formula to a spreadsheet; the header stays as it is."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    write_text(path, text.getvalue())


def harmless(cell: str) -> str:
    """A cell that no spreadsheet calculates: an apostrophe before it makes it text. Numbers stay numbers."""
    text = cell.strip(" ")
    if len(text) < 2 or NUMBER.fullmatch(text) or not FORMULA.match(text):
        return cell
    return "'" + cell


def meant(cell: str) -> str:
    """The cell that :func:`harmless` was given."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:].strip(" ")) else cell


def spelled_out(text: str, width: int | None = None) -> str:
    """A text for the terminal: what cannot be printed is spelled out, and what is too long loses its middle."""
    text = "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )
    if width is None or len(text) <= width:
        return text
    return text[: width - width // 2 - 1] + "…" + text[len(text) - width // 2 :]


def _decoded(content: bytes) -> str:
    """The text of a table: UTF-16 or UTF-8 if it says or shows so, else what Windows in the West writes."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """What separates the cells: that of which the header has the most."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    unquoted = re.sub(r'"[^"]*"', "", first)
    return max((",", ";", "\t"), key=unquoted.count)
