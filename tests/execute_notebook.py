"""Run notebooks from a fresh kernel, and keep their outputs as they are committed.

    python tests/execute_notebook.py ch01/ch01_main.ipynb
    python tests/execute_notebook.py ch01/ch01_main.ipynb --model smollm2-135m --to /tmp/other.ipynb

With another model the switch cell is changed for the run; the result is written only where ``--to`` says.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

from shared.tools.commands import Parser, fail, run_script
from shared.tools.files import write_text

import nbformat
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import NotebookNode
from places import ROOT

SWITCH = re.compile(r'^MODEL = "[^"]*"', re.MULTILINE)


def merged(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Pieces of one stream that follow one another become one output: where they were cut is chance."""
    made: list[NotebookNode] = []
    for output in outputs:
        last = made[-1] if made else None
        if last and output.output_type == "stream" == last.output_type and output.name == last.name:
            last.text += output.text
        else:
            made.append(output)
    return made


def tidy(notebook: NotebookNode) -> NotebookNode:
    """Only what every system writes, and nothing that changes from run to run without need."""
    notebook.metadata = NotebookNode(
        kernelspec=NotebookNode(name="python3", display_name="Python 3", language="python"),
        language_info=NotebookNode(name="python", version="3.11"),
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = merged(cell.outputs)
    return notebook


def execute(path: Path, model: str = "", timeout: float = 1800) -> tuple[NotebookNode, list[tuple[float, str]]]:
    """A notebook with the outputs of a full run, and how long its slowest cells took."""
    notebook = nbformat.read(path, as_version=4)
    if model:
        changed = 0
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.source, count = SWITCH.subn(f'MODEL = "{model}"', cell.source)
                changed += count
        if changed != 1:
            raise ValueError(f"{path} has {changed} switch cells")
    # Where the package is, whatever is installed; and one thread, as in the tests.
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.pop("MPLBACKEND", None)
    runner = ExecutePreprocessor(timeout=timeout, kernel_name="python3")
    starts: dict[int, float] = {}
    seconds: list[tuple[float, str]] = []
    runner.on_cell_start = lambda cell, cell_index: starts.setdefault(cell_index, time.perf_counter())
    runner.on_cell_executed = lambda cell, cell_index, execute_reply: seconds.append(
        (time.perf_counter() - starts[cell_index], cell.id)
    )
    runner.preprocess(notebook, {"metadata": {"path": str(path.parent)}})
    return tidy(notebook), sorted(seconds, reverse=True)


def main() -> int:
    """Run what the command line names."""
    parser = Parser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("notebooks", nargs="+", type=Path)
    parser.add_argument("--model", default="", help="run it with this model instead of its own")
    parser.add_argument("--to", type=Path, help="write the result here instead of in place (one notebook)")
    args = parser.parse_args()
    if (args.to and len(args.notebooks) > 1) or (args.model and not args.to):
        return fail("--to names one file for one notebook, and --model needs it")
    for path in args.notebooks:
        started = time.perf_counter()
        notebook, seconds = execute(path.resolve(), args.model)
        write_text(args.to or path, nbformat.writes(notebook) + "\n")
        slowest = ", ".join(f"{cell} {time_:.0f} s" for time_, cell in seconds[:5])
        print(f"{args.to or path}: {time.perf_counter() - started:.0f} s in all; slowest: {slowest}")
    return 0


if __name__ == "__main__":
    run_script(main)
