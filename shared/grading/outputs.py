"""Running cells without keeping everything that they print.

A loop that prints fills gigabytes within the time limit of a cell: in the memory of the grader, where no limit
on the kernel helps. Only the beginning of what a cell prints is kept.
"""

from __future__ import annotations

from typing import Any

from nbclient import NotebookClient
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute

MAX_PRINTED = 1_000_000  # characters of a cell's standard output, and as many of its error stream


class Bounded(NotebookClient):
    """Runs notebooks, and cuts what a cell prints after ``MAX_PRINTED`` characters."""

    def output(
        self, outs: list[NotebookNode], msg: dict[str, Any], display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        """Keep one message of a cell's output, or what still has room of it."""
        if msg["msg_type"] == "stream":
            content = msg["content"]
            room = MAX_PRINTED - sum(len(out.text) for out in outs if out.get("name") == content["name"])
            if room <= 0:
                return None
            content["text"] = content["text"][:room]
        return super().output(outs, msg, display_id, cell_index)


class BoundedExecute(Bounded, Execute):
    """nbgrader's own step that runs a submission, bounded; configured as ``Execute``."""


# What nbgrader does with a submission, with that step in place of its own.
AUTOGRADE = [
    BoundedExecute if step is Execute else step
    for step in Autograde.class_traits()["autograde_preprocessors"].default()
]
