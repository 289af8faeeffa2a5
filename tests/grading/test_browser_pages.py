"""No submission runs a program in the browser of whoever looks at it: Formgrader, and the pages of feedback.

Notebooks of more than thirty kinds, and pages beside them, are handed in, graded, and opened in a real browser,
in Formgrader as the instructor and as feedback. A control, the same notebooks as they ran, shows which traps
work where nothing is cleaned: about half of them, the others being stopped by Jupyter or the browser itself.
"""

from __future__ import annotations

import hashlib
import http.server
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.grading import sandbox
from shared.grading.autograde import autograde
from shared.grading.course import Course
from shared.grading.gradebook import open_gradebook
from shared.grading.pages import feedback
from shared.grading.release import release
from shared.grading.workers import Settings

import nbformat
import pytest
from grading_course import CHAPTER, make_course, solved, write
from hostile_notebooks import KINDS, SVG, Trap
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from places import ROOT

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FILE = f"{CHAPTER}_exercises.ipynb"
WORKING = 12  # traps of the control that work, at least
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><script>{0}</script></html>'
PAGES = {"page.html": "<script>{0}</script>", "drawing.svg": SVG, "page.xhtml": XHTML, "evil.xml": XHTML}
FORMGRADERS_OWN = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/"  # its template asks for it on every page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome is installed"),
]


class Canary(http.server.BaseHTTPRequestHandler):
    """Answers everybody, and notes who asked."""

    asked: set[str] = set()

    def do_GET(self) -> None:  # noqa: N802 - the name that the library wants
        self.asked.add(self.path.strip("/"))
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def serving(handler: type, folder: Path | None = None) -> Iterator[str]:
    """A little server on this machine; its address."""
    kwargs = {"directory": str(folder)} if folder else {}

    def make(*args: object) -> object:
        return handler(*args, **kwargs)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), make) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Files of a folder."""

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def canary() -> Iterator[str]:
    with serving(Canary) as address:
        yield address


def lay_page(file: Path, trap: Trap) -> None:
    """Put a page with the trap's program where a file of that name lies."""
    file.write_text(PAGES[file.name].format(trap.script), encoding="utf-8")


def snapped(said: str) -> set[str]:
    """The kinds of the control whose programs ran or whose requests arrived, by their exact names."""
    return {kind for kind in KINDS if re.search(rf"control-{kind}(?![\w-])", said)}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, canary: str) -> Course:
    """One student for each kind of notebook, all graded, with their pages; and the control."""
    made = make_course(tmp_path_factory.mktemp("hostile") / "course")
    shutil.copy(ROOT / "nbgrader_config.py", made.root)
    released = nbformat.read(release(made, CHAPTER), as_version=4)
    for kind, change in KINDS.items():
        notebook = solved(released)
        change(notebook, Trap(kind, canary))
        write(notebook, made.folder("submitted", kind, CHAPTER) / FILE)
    for name in PAGES:
        lay_page(made.folder("submitted", "script", CHAPTER) / name, Trap(name, canary))
    write(solved(released), made.folder("submitted", "control", CHAPTER) / FILE)
    settings = Settings(sandboxed=sandbox.obstacle() is None, as_root=True)
    results = autograde(made, CHAPTER, settings)
    assert [result.line() for result in results if result.score != 100] == []
    assert len(feedback(made, CHAPTER)) == len(KINDS) + 1
    return made


@pytest.fixture(scope="module")
def control(course: Course, canary: str) -> nbformat.NotebookNode:
    """All kinds in one notebook, as it ran and not cleaned."""
    notebook = solved(nbformat.read(course.exercises(CHAPTER), as_version=4))
    for kind, change in KINDS.items():
        change(notebook, Trap(f"control-{kind}", canary))
    for cell in notebook["cells"]:
        # nbgrader's database refuses such a name before a page could show it.
        cell["metadata"] = {} if "<img" in str(cell["metadata"].get("nbgrader", "")) else cell["metadata"]
    ran = nbformat.reads(json.dumps(notebook), as_version=4)
    language = ran.metadata.pop("language_info", None)
    NotebookClient(ran, kernel_name="python3", allow_errors=True, timeout=120).execute(
        env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    ran.metadata.language_info = language
    return ran


@contextmanager
def lab(course: Course, scratch: Path) -> Iterator[tuple[str, str]]:
    """A server with Formgrader in the course's folder: its address and token."""
    token, runtime = secrets.token_hex(8), scratch / "runtime"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0"]
    command += [f"--ServerApp.root_dir={course.root}", f"--IdentityProvider.token={token}"]
    places = {"JUPYTER_RUNTIME_DIR": str(runtime), "JUPYTER_CONFIG_DIR": str(scratch / "config")}
    log = scratch / "server.log"
    with open(log, "wb") as file:
        server = subprocess.Popen(
            command,
            cwd=course.root,
            env={**os.environ, **places, "PYTHONPATH": str(ROOT)},
            stdout=file,
            stderr=file,
        )
    try:
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline and server.poll() is None:
            found = [
                json.loads(text) for p in runtime.glob("jpserver-*.json") if (text := p.read_text().strip())
            ]
            if found:
                yield found[0]["url"], token
                return
            time.sleep(0.5)
        raise AssertionError(log.read_text(encoding="utf-8")[-3000:])
    finally:
        server.terminate()
        server.wait(60)


class Watcher:
    """A browser with somebody logged in, and what happens on each page that is opened."""

    def __init__(self, browser) -> None:
        self.page = browser.new_page(viewport={"width": 1200, "height": 900})
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def look(self, address: str) -> str:
        """Open a page and wait until nothing more happens on it; what went wrong, in words."""
        self.requests.clear()
        self.dialogs.clear()
        Canary.asked.clear()
        self.page.goto(address, wait_until="load")
        self.page.wait_for_timeout(700)
        ran = self.page.evaluate("window.pwned || ''")
        own = address.split("/")[2]
        allowed = ("data:", "blob:", "about:")
        outside = {u for u in self.requests if not u.startswith(allowed) and u.split("/")[2] != own}
        links = self.page.evaluate(
            "[...document.querySelectorAll('a,form,iframe')].map(e => "
            "(e.href || e.action || e.src || '') + '').filter(u => /^javascript:/i.test(u))"
        )
        found = {
            "ran": ran,
            "asked": sorted(Canary.asked),
            "outside": sorted(u for u in outside if not u.startswith(FORMGRADERS_OWN)),
            "links": links,
            "dialogs": self.dialogs,
            "wrote": [u for u in self.requests if "/api/contents/pwned" in u],
        }
        return "; ".join(f"{what}: {value}" for what, value in found.items() if value)


def digests(course: Course) -> dict[str, str]:
    """Every file of the course but the gradebook, into which Formgrader writes, and Jupyter's own."""
    files = [p for p in course.root.rglob("*") if p.is_file() and ".ipynb_checkpoints" not in p.parts]
    return {
        str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in files if p.suffix not in (".db", ".log")
    }


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with playwright.sync_playwright() as browsers:
        opened = browsers.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield opened
        opened.close()


def submission_ids(course: Course) -> dict[str, str]:
    with open_gradebook(course) as gradebook:
        return {
            submission.student.id: submission.notebooks[0].id
            for submission in gradebook.assignment_submissions(CHAPTER)
        }


def test_formgrader_shows_hostile_notebooks_and_nothing_happens(
    course: Course, control: nbformat.NotebookNode, browser, canary: str, tmp_path: Path
) -> None:
    ids = submission_ids(course)
    with lab(course, tmp_path) as (address, token):
        watcher = Watcher(browser)
        watcher.page.goto(f"{address}lab?token={token}")  # to be logged in, as the instructor is
        before = digests(course)
        for kind in KINDS:
            said = watcher.look(f"{address}formgrader/submissions/{ids[kind]}/")
            assert "reverse" in watcher.page.inner_text("body"), f"{kind}: the notebook is not there"
            assert said == "", f"{kind}: {said}"
        for name in PAGES:
            said = watcher.look(f"{address}formgrader/submissions/{ids['script']}/{name}")
            assert said == "" and "404" in watcher.page.inner_text("body"), f"{name}: {said}"
        assert digests(course) == before, "a page changed files"
        # The same pages where Formgrader would serve them: they run.
        for name in PAGES:
            lay_page(course.folder("autograded", "control", CHAPTER) / name, Trap(f"control-{name}", canary))
            said = watcher.look(f"{address}formgrader/submissions/{ids['control']}/{name}")
            assert f"ran:  control-{name}" in said and "wrote: " in said, f"{name}: {said}"
        # The control: the notebook as it ran, where Formgrader reads it.
        nbformat.write(control, course.folder("autograded", "control", CHAPTER) / FILE)
        said = watcher.look(f"{address}formgrader/submissions/{ids['control']}/")
        watcher.page.close()
    assert len(snapped(said)) >= WORKING, f"the traps do not work, so nothing is proven: {said}"
    assert "wrote: " in said and list(course.root.glob("pwned-*")), "a file is written by who may write files"
    for path in course.root.glob("pwned-*"):
        path.unlink()


@pytest.mark.parametrize("served", [False, True])
def test_pages_of_feedback_are_opened_and_nothing_happens(
    course: Course, control: nbformat.NotebookNode, browser, tmp_path: Path, served: bool
) -> None:
    pages = tmp_path / "pages"
    for kind in KINDS:
        page = course.folder("feedback", kind, CHAPTER) / f"{CHAPTER}_exercises.html"
        shutil.copytree(page.parent, pages / kind)
    html, _ = HTMLExporter(template_name="classic").from_notebook_node(control)
    (pages / "control.html").write_text(html, encoding="utf-8")
    with serving(Quiet, pages) as address:
        base = address if served else pages.as_uri()
        watcher = Watcher(browser)
        for kind in KINDS:
            said = watcher.look(f"{base}/{kind}/{CHAPTER}_exercises.html")
            assert "reverse" in watcher.page.inner_text("body"), f"{kind}: the notebook is not there"
            assert said == "", f"{kind}: {said}"
        said = watcher.look(f"{base}/control.html")
        watcher.page.close()
    assert len(snapped(said)) >= WORKING, f"the traps do not work, so nothing is proven: {said}"
