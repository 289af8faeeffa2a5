"""Giving pages back: a zip file under the names by which a learning platform knows its students.

What was collected says under which name each submission came, and the same name leads back. A platform skips
what it does not understand without a word, so everybody whose page is not in the file is listed.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from shared.grading.course import Course, GradingError
from shared.grading.placing import Source, sources
from shared.tools.files import replacing

PLATFORMS = {"canvas": "Canvas", "moodle": "Moodle", "blackboard": "Blackboard"}


@dataclass
class Returned:
    """A file that goes back, and who is not in it."""

    path: Path
    count: int = 0  # of students
    left: list[str] = field(default_factory=list)  # a line for everybody who is missing, and why
    notes: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The result as it is printed."""
        return [*self.left, *self.notes, f"wrote {self.path} for {self.count} students"]


def give_back(course: Course, chapter: str, platform: str, target: Path | None = None) -> Returned:
    """Write a zip file of feedback pages, with the names that the platform's upload of feedback expects.

    Args:
        course: whose pages.
        chapter: of which assignment.
        platform: one of ``PLATFORMS``.
        target: the zip file; ``grading/returned/`` has it if not given.

    Raises:
        GradingError: there is nothing to give back.
    """
    course.solutions(chapter)
    returned = Returned(target or course.state / "returned" / f"{chapter}-feedback-{platform}.zip")
    with course.locked():
        came_from = sources(course, chapter)
        pages: dict[str, Path] = {}
        for student in sorted({*came_from, *course.submissions("submitted", chapter)}):
            page = course.folder("feedback", student, chapter) / f"{chapter}_exercises.html"
            if problem := _obstacle(came_from.get(student), platform, page):
                returned.left.append(f"{student}: {problem}")
            else:
                pages[came_from[student].prefix + page.name] = page
        if not pages:
            some = f" ({returned.left[0]})" if returned.left else ""
            raise GradingError(f"there is no page of {chapter} to give back{some}: run feedback first")
        with (
            replacing(returned.path) as temporary,
            zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name, page in sorted(pages.items()):
                archive.write(page, name)
    returned.count = len(pages)
    return returned


def _obstacle(source: Source | None, platform: str, page: Path) -> str:
    """Why a page cannot go back; empty if it can."""
    if source is None or source.system != platform:
        return f"did not come from {PLATFORMS[platform]}"
    if not page.is_file():
        return "there is no page: grade it, and run feedback"
    collected = datetime.strptime(source.collected, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    if page.stat().st_mtime < collected.timestamp():
        return "the page is older than the submission: run autograde and feedback"
    return ""
