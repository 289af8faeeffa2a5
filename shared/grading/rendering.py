"""One student's page as HTML: what was found, the exercises, and the notebook as it ran.

The page is opened by the student and by the instructor, and it shows what strangers wrote. So the template
escapes everything; what is not escaped is made here, of our own statements and of code and colours by the
libraries that escape them. No script, no link of a learner's and nothing from the network is in it, and its
Content-Security-Policy forbids what slipped through. Everything is cut to a length.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from shared.grading.messages import Hidden
from shared.grading.notebooks import grade_id, is_answer, is_locked, read_source
from shared.grading.outcomes import TIMED_OUT
from shared.grading.sanitize import clean_notebook, plain

import jinja2
from markupsafe import Markup, escape
from nbconvert.filters import ansi2html, strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

MAX_PAGE = 3_000_000  # bytes
MAX_COLOURED = 10_000  # characters of a cell: what colours code can take time with the square of its length
MAX_ALL_COLOURED = 80_000  # characters of a page; coloured code is ten times as long
MAX_OUTPUT = 10_000  # characters of an output: its beginning and its end
MAX_ALL_TEXT = 400_000  # characters of a page, code and outputs together
MAX_PICTURES = 1_500_000  # characters of all pictures, encoded
TEMPLATES = Path(__file__).parent / "templates"
TOO_LARGE = "[not shown here: the page would be too large]"
LEFT_OUT = "[not shown: it could give a hidden test away]"


@dataclass(frozen=True)
class Row:
    """An exercise in the table."""

    answer: str  # the grade_id of its answer cell
    title: str
    score: float
    points: float
    message: str = ""
    by_hand: bool = False
    comment: str = ""

    @property
    def kind(self) -> str:
        """How the row looks."""
        return "full" if self.score >= self.points else "missing"


@dataclass(frozen=True)
class Page:
    """All that a page says, apart from the notebook, which is read when the page is made."""

    chapter: str
    student: str
    reason: str = ""  # why it was not graded; then nothing else is shown
    handed_in: str = ""
    score: float = 0.0  # before the penalty
    penalty: float = 0.0
    points: float = 0.0
    lateness: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    tests: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # test cell -> score, points
    notebook: Path | None = None
    statements: frozenset[str] = frozenset()  # our own text cells
    released: Mapping[str, str] | None = None  # test cell -> its visible part, where hidden ones are left out
    hidden: tuple[Hidden, ...] = ()  # what is left out

    @property
    def final(self) -> float:
        """What the penalty leaves."""
        return max(0.0, self.score - self.penalty)

    def quotes_hidden(self, text: str) -> bool:
        """Whether a text quotes a test that is not to be shown."""
        return any(hidden.shown_in(text) for hidden in self.hidden)


@dataclass
class Output:
    """An output as the page shows it."""

    kind: str  # stream, error, typed or picture
    text: Markup | str = ""
    picture: str = ""  # as a data: address


@dataclass
class Part:
    """A cell as the page shows it."""

    kind: str  # text (ours), typed (the learner's), answer, passed, failed, code
    body: Markup | str
    label: str = ""
    anchor: str = ""
    open: bool = True
    comment: str = ""
    outputs: list[Output] = field(default_factory=list)


@dataclass
class _Room:
    """What may still go on the page."""

    text: int = MAX_ALL_TEXT
    coloured: int = MAX_ALL_COLOURED
    pictures: int = MAX_PICTURES


def render(page: Page) -> str:
    """The whole page, with the notebook if there is one.

    Raises:
        ValueError: it would be larger than ``MAX_PAGE``.
    """
    parts = _parts(page) if page.notebook is not None and not page.reason else []
    made = _filled(page, parts)
    if len(made.encode("utf-8")) > MAX_PAGE:
        raise ValueError("too large")
    return made


def without_notebook(page: Page, problem: str) -> str:
    """The page with its table only, and why."""
    return _filled(page, [], problem)


def _filled(page: Page, parts: list[Part], problem: str = "") -> str:
    template = _environment().get_template("feedback.html.j2")
    shown = {part.anchor for part in parts}
    return template.render(page=page, parts=parts, problem=problem, shown=shown, css=_css())


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    made.filters["number"] = lambda value: f"{value:g}"
    return made


@cache
def _css() -> Markup:
    """The page's own style, and the colours of code on light and on dark."""
    own = (TEMPLATES / "feedback.css").read_text(encoding="utf-8")
    light, dark = (_colours(name) for name in ("default", "github-dark"))
    return Markup(f"{own}{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}")


def _colours(style: str) -> str:
    """Of a style only what colours words: the background is the page's, and mistakes get no red box."""
    lines = HtmlFormatter(style=style).get_style_defs(".code").splitlines()
    return "\n".join(line for line in lines if line.startswith(".code .") and not line.startswith(".code .err"))


# --- the notebook -------------------------------------------------------------------------------------------


def _parts(page: Page) -> list[Part]:
    """The cells, cleaned once more: the file may come from elsewhere."""
    room = _Room()
    comments = {row.answer: row.comment for row in page.rows if row.comment}
    parts = []
    for cell in clean_notebook(read_source(page.notebook)).cells:
        if cell.cell_type != "code":
            parts += _text_part(cell, page, room)
        elif cell.source.strip():
            parts.append(_code_part(cell, page, comments, room))
    return parts


def _text_part(cell: NotebookNode, page: Page, room: _Room) -> list[Part]:
    if cell.cell_type == "markdown" and cell.source.strip() in page.statements:
        return [Part("text", _statement(cell.source))]
    source = _typed(strip_ansi(plain(cell.source)))
    return [Part("typed", _cut(source, room), "Your text")] if source.strip() else []


def _typed(source: str) -> str:
    """A learner's text without the fence that the pre-flight put around it."""
    lines = source.split("\n")
    fenced = len(lines) > 2 and lines[0] == lines[-1] and len(lines[0]) > 2 and not lines[0].strip("`")
    return "\n".join(lines[1:-1]) if fenced else source


def _code_part(cell: NotebookNode, page: Page, comments: Mapping[str, str], room: _Room) -> Part:
    name = grade_id(cell) or ""
    if name in page.tests:
        return _test_part(cell, page, room)
    outputs = [shown for output in cell.outputs for shown in _outputs(output, page, room)]
    code = _code(cell.source, room)
    if is_answer(cell):
        return Part("answer", code, "Your answer", name, comment=comments.get(name, ""), outputs=outputs)
    if is_locked(cell):
        return Part("code", code, "Set-up", name, open=bool(outputs), outputs=outputs)
    return Part("code", code, "A cell that you added", outputs=outputs)


def _test_part(cell: NotebookNode, page: Page, room: _Room) -> Part:
    """A test, closed if it passed; of one with hidden parts only the visible one.

    Its outputs are left out then: an answer can print what a hidden test hands to it, and errors quote lines.
    """
    name, source = grade_id(cell), cell.source
    score, points = page.tests[name]
    visible = source if page.released is None else page.released.get(name, "")
    if visible.strip() == source.strip():
        outputs = [shown for output in cell.outputs for shown in _outputs(output, page, room)]
    else:
        outputs = [Output("typed", LEFT_OUT)] if cell.outputs else []
    return Part(
        kind="passed" if score >= points else "failed",
        body=_code(visible, room),
        label=f"Test {name}: {score:g} of {points:g} points",
        anchor=name,
        open=score < points,
        outputs=outputs,
    )


def _outputs(output: NotebookNode, page: Page, room: _Room) -> list[Output]:
    """What is shown of an output: pictures, else its text."""
    if output.output_type in ("display_data", "execute_result"):
        pictures = [Output("picture", picture=picture) for picture in _pictures(output, room)]
        return pictures or [Output("stream", _coloured(output.data.get("text/plain", TOO_LARGE), page, room))]
    if output.output_type == "error":
        text = "\n".join(output.traceback) or f"{output.ename}: {output.evalue}"
        if output.ename == TIMED_OUT:
            text = "[stopped here: it ran longer than the time limit]"
        return [Output("error", _coloured(text, page, room))]
    return [Output("stream", _coloured(output.text, page, room))] if output.text else []


def _pictures(output: NotebookNode, room: _Room) -> list[str]:
    found = []
    for kind in ("image/png", "image/jpeg"):
        if (picture := output.data.get(kind)) and len(picture) <= room.pictures:
            room.pictures -= len(picture)
            found.append(f"data:{kind};base64,{picture}")
    return found


# --- text ---------------------------------------------------------------------------------------------------


def _coloured(text: str, page: Page, room: _Room) -> Markup | str:
    """Text with the colours of a terminal; nothing that quotes a test that is not to be shown."""
    if page.quotes_hidden(text):
        return LEFT_OUT
    return Markup(ansi2html(_cut(text, room, MAX_OUTPUT)))


def _code(source: str, room: _Room) -> Markup | str:
    """Code in colours, as long as that is quick and short enough."""
    source = _cut(plain(source), room)
    if len(source) > min(MAX_COLOURED, room.coloured):
        return source
    room.coloured -= len(source)
    return Markup(highlight(source, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True)).removesuffix("\n"))


def _cut(text: str, room: _Room, limit: int = MAX_ALL_TEXT) -> str:
    """The beginning and the end of a text, if it is long; nothing where the page is full."""
    if len(text) > limit:
        half = limit // 2
        text = f"{text[:half]}\n[… {len(text) - 2 * half:,} characters …]\n{text[-half:]}"
    room.text -= len(text)
    return text if room.text >= 0 else TOO_LARGE


class _Statements(IPythonRenderer):
    """Our own statements; formulas stay as they are written, since what sets them is a program."""

    def inline_math(self, body: str) -> str:
        return f'<code class="tex">{html.escape(body)}</code>'

    def block_math(self, body: str) -> str:
        return f'<pre class="tex">{html.escape(body.strip())}</pre>'

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return str(escape(f"[{text or 'a picture'}]"))  # it lies in a file, which the page does not have


def _statement(source: str) -> Markup:
    renderer = _Statements(escape=False, allow_harmful_protocols=False, exclude_anchor_links=True)
    return Markup(MarkdownWithMath(renderer=renderer).render(source))
