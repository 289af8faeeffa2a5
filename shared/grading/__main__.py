"""``python -m shared.grading``: exercises, results and grades from the command line.

For learners:

    python -m shared.grading check ch02                 your full result for chapter 2, hidden tests included
    python -m shared.grading check ch02 my_copy.ipynb   the same for another file

For authors:

    python -m shared.grading release ch02               make ch02_exercises.ipynb from ch02_solutions.ipynb

For instructors (appendix/teaching.md tells the whole story):

    python -m shared.grading collect ch02 downloads/    sort downloaded notebooks by student
    python -m shared.grading autograde ch02             grade all of them, on all cores, in sandboxes
    python -m shared.grading feedback ch02              write a page for every student
    python -m shared.grading export                     write all scores to grading/grades.csv

Exit codes: 0 all is well; 1 points are missing, or someone could not be graded; 2 the command cannot be done.
"""

from __future__ import annotations

import argparse
import logging
import sys
import warnings
from pathlib import Path

from shared.tools.commands import Parser, decimal_number, whole_number


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    args = _parser().parse_args(arguments)
    warnings.filterwarnings("ignore", module=r"sqlalchemy|nbgrader|jupyter_client|zmq|nbformat")
    logging.getLogger("traitlets").addHandler(logging.NullHandler())
    try:
        from shared.grading.course import Course, GradingError
        from shared.grading.notebooks import UnusableNotebook
    except ModuleNotFoundError as error:
        print(f"grading needs {error.name}: pip install -r requirements.txt", file=sys.stderr)
        return 2
    course = Course.at(args.course) if args.course else Course.around(Path.cwd())
    try:
        return args.run(course, args)
    except (GradingError, UnusableNotebook, OSError) as error:
        print(f"{args.command}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"{args.command}: interrupted; run it again to finish", file=sys.stderr)
        return 2


def _release(course, args: argparse.Namespace) -> int:
    from shared.grading.release import release

    print(f"wrote {release(course, args.chapter)}")
    return 0


def _check(course, args: argparse.Namespace) -> int:
    from shared.grading.check import check

    report = check(course, args.chapter, args.notebook, args.timeout, args.total)
    print("\n".join(report.lines()))
    return 0 if report.passed else 1


def _collect(course, args: argparse.Namespace) -> int:
    from shared.grading.collect import collect

    collected = collect(course, args.chapter, args.folder)
    print("\n".join(collected.lines()))
    return 1 if collected.refused else 0


def _autograde(course, args: argparse.Namespace) -> int:
    from shared.grading.autograde import Settings, autograde

    settings = Settings(args.workers, args.timeout, args.total, sandboxed=not args.no_sandbox)
    results = autograde(course, args.chapter, settings, args.student)
    for result in results:
        print(result.line())
    left = [result for result in results if not result.graded]
    print(f"{len(results) - len(left)} of {len(results)} submissions graded")
    return 1 if left else 0


def _feedback(course, args: argparse.Namespace) -> int:
    from shared.grading.gradebook import feedback

    pages = feedback(course, args.chapter)
    print(f"wrote {len(pages)} pages to {course.state / 'feedback'}")
    return 0


def _export(course, args: argparse.Namespace) -> int:
    from shared.grading.gradebook import export

    target = args.to or course.state / "grades.csv"
    left = export(course, target)
    print(f"wrote {target}")
    for line in left:
        print(line)
    return 1 if left else 0


def _parser() -> Parser:
    parser = Parser(__doc__)
    parser.prog = "python -m shared.grading"
    parser.add_argument("--course", type=Path, help="the folder that holds ch01, ch02, … (default: this one)")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_command_parser)

    def command(name: str, run, help_text: str, *, chapter: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help_text, description=help_text)
        made.set_defaults(run=run)
        if chapter:
            made.add_argument("chapter", help="ch01, ch02, …")
        return made

    command("release", _release, "make a chapter's exercise notebook from its source")
    check = command("check", _check, "a learner's full result, hidden tests included")
    check.add_argument("notebook", type=Path, nargs="?", help="default: the chapter's exercise notebook")
    collect = command("collect", _collect, "sort downloaded notebooks by student")
    collect.add_argument("folder", type=Path, help="a folder, or a zip file, with what students handed in")
    autograde = command("autograde", _autograde, "grade all submissions of a chapter")
    autograde.add_argument("--student", action="append", help="only this one (may be given several times)")
    autograde.add_argument("--workers", type=whole_number(1), help="default: one for each core; 1 on Windows")
    autograde.add_argument(
        "--no-sandbox",
        action="store_true",
        help="run student code with your own rights: it can then read and change all your files, use your "
        "network, and leave programs running",
    )
    for with_limits in (check, autograde):
        with_limits.add_argument(
            "--timeout", type=decimal_number(1), default=60, help="seconds for one cell (60)"
        )
        with_limits.add_argument(
            "--total", type=decimal_number(1), default=900, help="seconds for one notebook (900)"
        )
    command("feedback", _feedback, "write a page with score and errors for every graded student")
    export = command("export", _export, "write the scores of all chapters to a CSV file", chapter=False)
    export.add_argument("--to", type=Path, help="default: grading/grades.csv")
    return parser


def _command_parser(prog: str, description: str, **_: object) -> Parser:
    made = Parser(description)
    made.prog = prog
    return made


if __name__ == "__main__":
    sys.exit(main())
