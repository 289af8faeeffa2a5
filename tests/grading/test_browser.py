"""A learner's way in a real browser: open an exercise in JupyterLab, solve it wrongly, then rightly, validate.

Needs ``pip install playwright`` and a Chromium or Chrome on the path; skipped without. To keep the pictures:
``SCREENSHOTS=some/folder pytest -m slow tests/grading/test_browser.py``.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from shared.grading.notebooks import exercises, grade_id, is_answer

import nbformat
import pytest
from places import ROOT

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHAPTERS = [path.parent.name for path in sorted(ROOT.glob("ch[0-9][0-9]/ch[0-9][0-9]_solutions.ipynb"))]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium or Chrome is installed"),
]


def answers(chapter: str) -> dict[str, str]:
    source = nbformat.read(ROOT / chapter / f"{chapter}_solutions.ipynb", as_version=4)
    solved = {grade_id(cell): cell.source for cell in source.cells if is_answer(cell)}
    return {name: re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", text) for name, text in solved.items()}


def first_mutant(chapter: str, exercise: str) -> str:
    text = (ROOT / "tests" / "mutants" / chapter / f"{exercise}.py").read_text(encoding="utf-8")
    return re.split(r"^# === .*$", text, flags=re.MULTILINE)[1].strip()


def all_but_one_solved(chapter: str, open_exercise: str, target: Path) -> None:
    notebook = nbformat.read(ROOT / chapter / f"{chapter}_exercises.ipynb", as_version=4)
    solved = answers(chapter)
    for cell in notebook.cells:
        if is_answer(cell) and grade_id(cell) != open_exercise:
            cell.source = solved[grade_id(cell)]
    nbformat.write(notebook, target)


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A JupyterLab in a course of its own: its address, with the token, and the folder."""
    folder, config, runtime = tmp_path / "lab", tmp_path / "config", tmp_path / "runtime"
    (config / "labconfig").mkdir(parents=True)
    folder.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    # Without the question whether one wants news, which would hide part of the page.
    page = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
    (config / "labconfig" / "page_config.json").write_text(json.dumps(page), encoding="utf-8")
    token = secrets.token_hex(8)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0"]
    command += [f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={token}"]
    places = {"JUPYTER_RUNTIME_DIR": str(runtime), "JUPYTER_CONFIG_DIR": str(config)}
    with open(tmp_path / "server.log", "wb") as log:
        server = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **places, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )
    try:
        yield f"{_address(server, runtime, tmp_path / 'server.log')}lab/tree/{{}}?token={token}", folder
    finally:
        server.terminate()
        server.wait(60)


def _address(server: subprocess.Popen, runtime: Path, log: Path) -> str:
    """Where the server listens, once it does."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and server.poll() is None:
        for info in runtime.glob("jpserver-*.json"):
            if text := info.read_text(encoding="utf-8").strip():
                return json.loads(text)["url"]
        time.sleep(0.5)
    raise AssertionError(log.read_text(encoding="utf-8")[-3000:])


class Learner:
    """Somebody with one notebook open, who answers one exercise."""

    def __init__(self, page, notebook: str, function: str, pictures: Path) -> None:
        self.page = page
        self.notebook = notebook
        self.pictures = pictures
        self.editor = page.locator(".jp-CodeCell .cm-content", has_text=function).first
        self.editor.scroll_into_view_if_needed()
        page.wait_for_timeout(2_000)  # the page goes on arranging itself
        self.picture("opened")

    def picture(self, name: str) -> None:
        self.page.screenshot(path=self.pictures / f"{self.notebook}-{name}.png")

    def validated(self, answer: str, name: str) -> str:
        """Type an answer, press Validate, and return what the dialog says."""
        self.editor.click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(answer)
        self.page.wait_for_timeout(500)
        self.picture(f"{name}-typed")
        self.page.locator("jp-button, button").filter(has_text="Validate").first.click()
        dialog = self.page.locator(".jp-Dialog").filter(has_text="Validation Results")
        dialog.wait_for()
        self.page.wait_for_timeout(1_000)
        self.picture(name)
        self.page.evaluate("document.querySelectorAll('.jp-Dialog *').forEach(e => e.scrollTop = 1e6)")
        self.page.wait_for_timeout(500)
        self.picture(f"{name}-end")
        said = dialog.inner_text()
        dialog.locator("button").last.click()
        dialog.wait_for(state="detached")
        return said


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_learner_validates_an_exercise(lab, chapter: str, tmp_path: Path) -> None:
    address, folder = lab
    source = nbformat.read(ROOT / chapter / f"{chapter}_solutions.ipynb", as_version=4)
    exercise, answer = exercises(source)[0].answer, answers(chapter)[exercises(source)[0].answer]
    (folder / chapter).mkdir()
    all_but_one_solved(chapter, exercise, folder / chapter / f"{chapter}_exercises.ipynb")
    function = next(line for line in answer.splitlines() if line.startswith("def ")).split("(")[0]
    pictures = Path(os.environ.get("SCREENSHOTS", tmp_path))
    pictures.mkdir(parents=True, exist_ok=True)
    with playwright.sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1300, "height": 1000})
        page.set_default_timeout(600_000)  # the first import of torch may take a minute
        page.goto(address.format(f"{chapter}/{chapter}_exercises.ipynb"))
        learner = Learner(page, chapter, function, pictures)
        wrong = learner.validated(first_mutant(chapter, exercise), "wrong")
        right = learner.validated(answer, "right")
        browser.close()
    assert re.search(r"CheckFailed: .+\n", wrong), wrong
    assert re.search(r"in line \d+ of the test", wrong) and "Traceback" not in wrong, wrong
    assert "Success! Your notebook passes all the tests." in right
