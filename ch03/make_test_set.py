"""Make the test set that is shipped as ``tiny-test``: 500 generated problems, 100 of each level.

    python ch03/make_test_set.py

Nothing in it is left to chance: the same command gives the same file, byte for byte. A test compares the
shipped file with what this script makes, so that the two cannot drift apart.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from shared.evaluation.datasets import TINY_TEST
from shared.problems import sample_problems
from shared.tools import files
from shared.tools.commands import run_script

COUNT = 500
SEED = 0


def make_test_set(path: str | Path) -> None:
    """Write the test set to ``path``, atomically, as a JSON list of entries with MATH-500's fields."""
    files.write_json(path, [asdict(problem) for problem in sample_problems("test", COUNT, SEED)])


def main() -> None:
    """Read the command line and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=TINY_TEST, help="the file to write (default: %(default)s)")
    args = parser.parse_args()
    make_test_set(args.out)
    print(f"{COUNT} problems written to {args.out}")


if __name__ == "__main__":
    run_script(main)
