"""Where things lie, for all tests."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
GOLDEN = TESTS / "golden"
# Official files that a checkout may have beside it. They are no part of the project.
DATA = ROOT.parent / "shared" / "data"
