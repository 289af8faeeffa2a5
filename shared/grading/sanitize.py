"""What may stay in a notebook that strangers wrote and a browser will show.

Formgrader, JupyterLab and the feedback pages show submissions to somebody who is logged in. A picture in
SVG, an output in HTML, even the width of a picture can then run a program with that person's rights. So
little is let through, and nothing by its looks: plain text, PNG and JPEG, and errors as text. Whatever else a
cell put out is named and left out; a learner's text is shown as it was typed.

Everything here takes data of any shape, since the process that ran an answer can send what it likes, and never
raises for it. The score that nbgrader reads from outputs stays the same.
"""

from __future__ import annotations

import base64
import binascii
import copy
import re
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

MAX_TEXT = 100_000  # characters of one text in an output
MAX_TYPED = 20_000  # characters of a learner's text cell
MAX_OUTPUTS = 200  # of one cell
MAX_TRACEBACK = 100  # entries
MAX_PICTURE = 300_000  # bytes
MAX_PICTURES = 3_000_000  # bytes in a whole notebook
MAX_PIXELS = 10_000_000  # a small file can hold a picture that fills a browser's memory
PICTURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}

# Escape sequences of terminals (colours, and titles, links and the like, with what they hold), and all control
# characters but line ends and tabs.
_CONTROL = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"
    r"|\x1b[]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?"
    r"|[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]"
)
_COLOUR = re.compile(r"\x1b\[[\d;]{0,60}m")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_MIME_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}", re.ASCII)


@dataclass
class Room:
    """How much a notebook may still show; hand the same one to all of its cells."""

    pictures: int = MAX_PICTURES  # bytes


def clean_notebook(notebook: NotebookNode) -> NotebookNode:
    """A copy of a notebook that ran, with clean outputs and nothing else that the run could have written.

    nbgrader's marks and the sources stay: they are the pre-flight's work.
    """
    made = copy.deepcopy(notebook)
    # The kernel says which language it speaks, and nbconvert's templates believe it.
    made.metadata = NotebookNode(
        kernelspec=NotebookNode(name="python3", display_name="Python 3", language="python"),
        language_info=NotebookNode(name="python"),
    )
    room = Room()
    for cell in made.cells:
        marks = cell.metadata.get("nbgrader")
        cell.metadata = NotebookNode(nbgrader=marks) if marks else NotebookNode()
        cell.pop("attachments", None)
        if cell.cell_type == "code":
            cell.outputs = clean_outputs(cell.get("outputs", []), room)
            cell.execution_count = _count(cell.get("execution_count"))
    return made


def clean_outputs(outputs: Any, room: Room | None = None) -> list[NotebookNode]:
    """The outputs of a cell, with everything taken out that is not text, a PNG, a JPEG or an error.

    Args:
        outputs: as in a notebook, in the fourth version of its format; may be malformed.
        room: for pictures in the whole notebook; by default as much as a whole notebook has.
    """
    given = [output for output in _listed(outputs) if isinstance(output, dict)]
    room = room or Room()
    cleaned = [_clean_output(output, room) for output in given[:MAX_OUTPUTS]]
    if rest := given[MAX_OUTPUTS:]:
        # nbgrader reads the score from the first error or value: an answer must not push it out of sight.
        scoring = {kind: output for output in reversed(rest) if (kind := _scoring(output))}
        cleaned += [_clean_output(output, room) for output in reversed(scoring.values())]
        cleaned.append(_stream("stdout", f"[{len(rest) - len(scoring)} more outputs are not shown]\n"))
    return cleaned


def _scoring(output: dict) -> str:
    """What kind of output it is, if that can decide about points."""
    if output.get("output_type") == "stream":
        return "stderr" if output.get("name") == "stderr" else ""
    return output["output_type"] if output.get("output_type") in ("error", "execute_result") else ""


def plain(text: Any, limit: int = MAX_TEXT) -> str:
    """Text without control characters but line ends, tabs and colours, as a terminal would show it; cut."""
    text = _joined(text)
    rest = len(text) - limit
    text = _CONTROL.sub(lambda m: m[0] if _COLOUR.fullmatch(m[0]) else "", text[:limit])
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))
    text = "\n".join(map(_last_written, text.split("\n")))
    return f"{text}\n[cut: {rest:,} more characters]" if rest > 0 else text


def one_line(text: str, limit: int = 200) -> str:
    """A text for a list, a table or a terminal: in one line, without colours, cut."""
    words = " ".join(_COLOUR.sub("", plain(text, 4 * limit)).split())
    return words if len(words) <= limit else words[:limit] + " …"


def literal(text: str) -> str:
    """Markdown that shows a text as it is: no tag, link, picture or formula in it comes alive."""
    text = _COLOUR.sub("", plain(text, MAX_TYPED))
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}" if text.strip() else ""


def _last_written(line: str) -> str:
    """What stays of a line on which a progress bar went back to the start again and again."""
    return line.rstrip("\r").rsplit("\r", 1)[-1]


def _clean_output(output: dict, room: Room) -> NotebookNode:
    kind = output.get("output_type")
    if kind == "stream":
        return _stream("stderr" if output.get("name") == "stderr" else "stdout", plain(output.get("text")))
    if kind == "error":
        return NotebookNode(
            output_type="error",
            ename=plain(output.get("ename"), 200),
            evalue=plain(output.get("evalue"), 10_000),
            traceback=_traceback(output.get("traceback")),
        )
    data = output.get("data") if isinstance(output.get("data"), dict) else {}
    shown = _shown(data, room, is_result=kind == "execute_result")
    made = NotebookNode(output_type="display_data", data=shown, metadata=NotebookNode())
    if kind == "execute_result":
        made.output_type = kind
        made.execution_count = _count(output.get("execution_count"))
    return made


def _stream(name: str, text: str) -> NotebookNode:
    return NotebookNode(output_type="stream", name=name, text=text)


def _traceback(given: Any) -> list[str]:
    """The beginning and the end of a traceback."""
    lines, half = _listed(given), MAX_TRACEBACK // 2
    if len(lines) > MAX_TRACEBACK:
        lines = [*lines[:half], "[cut]", *lines[-half:]]
    return [plain(line, MAX_TEXT // 10) for line in lines]


def _listed(value: Any) -> list:
    return list(value) if isinstance(value, (list, tuple)) else []


def _joined(text: Any) -> str:
    """A text, which a notebook may hold as a list of lines; nothing of what is no text."""
    return text if isinstance(text, str) else "".join(part for part in _listed(text) if isinstance(part, str))


def _shown(data: dict, room: Room, *, is_result: bool) -> NotebookNode:
    """The pictures and the text of an output."""
    made = NotebookNode()
    said = plain(data.get("text/plain"))
    for kind in PICTURES:
        if kind in data:
            picture, problem = _picture(data[kind], kind, room)
            if picture:
                made[kind] = picture
            elif not (said and is_result):  # the text of a result can be a score
                said = "\n".join(filter(None, [said, f"[a picture is not shown: {problem}]"]))
    if not said and not made:
        others = [kind if _is_mime_type(kind) else "unknown" for kind in data if kind != "text/plain"]
        said = f"[an output of type {others[0]} is not shown]" if others else "[an output without text]"
    if said or is_result:  # nbgrader fails on a result without a text
        made["text/plain"] = said or "[a picture]"
    return made


def _is_mime_type(kind: Any) -> bool:
    return isinstance(kind, str) and _MIME_TYPE.fullmatch(kind) is not None


def _picture(given: Any, kind: str, room: Room) -> tuple[str, str]:
    """A picture, encoded anew so that its text can hold nothing else; or why it is left out."""
    text = _joined(given)
    if len(text) > 2 * MAX_PICTURE:
        return "", f"it has more than {MAX_PICTURE // 1000} kB"
    try:
        content = base64.b64decode(re.sub(r"\s", "", text), validate=True)
    except (binascii.Error, ValueError):
        return "", "it is damaged"
    if not content.startswith(PICTURES[kind]):
        return "", f"it is no {kind}"
    if len(content) > MAX_PICTURE:
        return "", f"it has more than {MAX_PICTURE // 1000} kB"
    if not 0 < _pixels(content, kind) <= MAX_PIXELS:
        return "", f"it has more than {MAX_PIXELS // 10**6} million pixels, or is damaged"
    if len(content) > room.pictures:
        return "", f"the notebook's pictures have more than {MAX_PICTURES // 10**6} MB"
    room.pictures -= len(content)
    return base64.b64encode(content).decode("ascii"), ""


def _pixels(content: bytes, kind: str) -> int:
    """How many pixels a picture says it has; 0 if it does not say."""
    if kind == "image/png":  # its first chunk begins with the two sizes
        sizes = content[16:24] if content[12:16] == b"IHDR" else b""
    else:
        sizes = _jpeg_sizes(content)
    return int.from_bytes(sizes[: len(sizes) // 2], "big") * int.from_bytes(sizes[len(sizes) // 2 :], "big")


def _jpeg_sizes(content: bytes) -> bytes:
    """Height and width in the header of a JPEG: they stand in the segment that starts a frame."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return content[place + 5 : place + 9]
        place += 2 + length
    return b""


def _count(value: Any) -> int | None:
    """The number of a cell, which templates write into their pages without a look."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None
