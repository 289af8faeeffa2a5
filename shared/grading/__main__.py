"""``python -m shared.grading``: exercises, results and grades from the command line.

For learners:

    python -m shared.grading check ch02                 your full result for chapter 2, hidden tests included
    python -m shared.grading check ch02 my_copy.ipynb   the same for another file

For authors:

    python -m shared.grading release ch02               make ch02_exercises.ipynb from ch02_solutions.ipynb
    python -m shared.grading bundle --to course.zip     pack what students get: no solutions, no hidden tests

For instructors (appendix/teaching.md tells the whole story):

    python -m shared.grading collect ch02 downloads/    sort downloaded notebooks by student
    python -m shared.grading autograde ch02             grade all of them, on all cores, in sandboxes
    python -m shared.grading feedback ch02              write a page for every student
    python -m shared.grading statistics ch02            what a class found hard
    python -m shared.grading similar ch02               which submissions are alike: worth a look
    python -m shared.grading export                     write all scores to grading/grades.csv
    python -m shared.grading give-back ch02 --for moodle    pack the pages as a platform takes them back
    python -m shared.grading grades ch02 --for moodle --table theirs.csv    fill scores into its table
    python -m shared.grading due ch02 2026-12-01T23:59  set when it is due; without a time, show it
    python -m shared.grading extend ch02 --student alice 2d   give a student longer
    python -m shared.grading clear-manual ch02          take back what was scored by hand

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

    collected = collect(course, args.chapter, args.folder, args.roster)
    print("\n".join(collected.lines()))
    return 1 if collected.refused else 0


def _autograde(course, args: argparse.Namespace) -> int:
    from shared.grading.autograde import Settings, autograde

    settings = Settings(args.workers, args.timeout, args.total, not args.no_sandbox, args.as_root)
    results = autograde(
        course,
        args.chapter,
        settings,
        args.student,
        everybody=args.all,
        tests_changed=args.tests_changed,
        say=print,
    )
    for result in results:
        print(result.line())
    left = [result for result in results if not result.graded]
    count = f"{len(results) - len(left)} of {len(results)} submissions graded"
    print(count if results else "nothing new to grade")
    return 1 if left else 0


def _feedback(course, args: argparse.Namespace) -> int:
    from shared.grading.pages import write_pages

    pages = write_pages(course, args.chapter, hidden_tests=not args.without_hidden_tests)
    print(f"wrote {len(pages)} pages to {course.state / 'feedback'}")
    for page, remark in pages.items():
        if remark:
            print(f"{page.parent.parent.name}: {remark}")
    return 0


def _statistics(course, args: argparse.Namespace) -> int:
    from shared.grading.statistics import collect_statistics, print_statistics, write_statistics

    from rich.console import Console

    found = collect_statistics(course, args.chapter)
    target = course.state / "statistics" / f"{args.chapter}.csv"
    write_statistics(found, target)
    print_statistics(found, Console())
    print(f"wrote {target}")
    return 0


def _similar(course, args: argparse.Namespace) -> int:
    from shared.grading.similar import similar

    found = [pair.line() for pair in similar(course, args.chapter)]
    print("\n".join(found or ["no submissions are alike beyond what the exercises force"]))
    return 0


def _export(course, args: argparse.Namespace) -> int:
    from shared.grading.export import export

    target = args.to or course.state / "grades.csv"
    wide = args.wide or target.with_name("exercises.csv")
    left = export(course, target, wide)
    print(f"wrote {target} and {wide}")
    for line in left:
        print(line)
    return 1 if left else 0


def _give_back(course, args: argparse.Namespace) -> int:
    from shared.grading.returns import give_back

    returned = give_back(course, args.chapter, args.platform, args.to)
    print("\n".join(returned.lines()))
    return 1 if returned.left else 0


def _grades(course, args: argparse.Namespace) -> int:
    from shared.grading.sheets import grades

    returned = grades(course, args.chapter, args.platform, args.table, args.to, args.column)
    print("\n".join(returned.lines()))
    return 1 if returned.left else 0


def _due(course, args: argparse.Namespace) -> int:
    from shared.grading.terms import moment, set_due, terms, zone

    in_zone = zone(args.timezone) if args.timezone else None
    changed = []
    if args.time:
        due = None if args.time == "none" else moment(args.time, in_zone)
        changed = set_due(course, args.chapter, due)
    print("\n".join([*terms(course, args.chapter).lines(args.chapter, in_zone), *changed]))
    return 0


def _extend(course, args: argparse.Namespace) -> int:
    from shared.grading.terms import duration, extend, moment, terms, zone

    in_zone = zone(args.timezone) if args.timezone else None
    by = duration(args.by)
    changed = extend(course, args.chapter, args.student, moment(args.by, in_zone) if by is None else by)
    print("\n".join([*terms(course, args.chapter).lines(args.chapter, in_zone), *changed]))
    return 0


def _clear_manual(course, args: argparse.Namespace) -> int:
    from shared.grading.manual import clear_manual

    cleared = clear_manual(course, args.chapter, args.student or (), args.cell or ())
    print("\n".join(cleared or ["nothing was entered by hand"]))
    return 0


def _bundle(course, args: argparse.Namespace) -> int:
    from shared.grading.bundle import bundle

    target = args.to or Path("course.zip")
    made = bundle(course, target, args.chapters)
    print(f"wrote {target}: {made.files} files, {made.size / 1e6:.1f} MB")
    for line in made.left_out:
        print(line)
    return 0


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
    collect.add_argument(
        "--roster",
        type=Path,
        help="who is who: a CSV file with a column student_id, or the table that Canvas, "
        "Moodle or Blackboard exports; it is remembered",
    )
    autograde = command("autograde", _autograde, "grade all submissions of a chapter")
    autograde.add_argument("--student", action="append", help="only this one (may be given several times)")
    autograde.add_argument("--all", action="store_true", help="also who was graded and changed nothing since")
    autograde.add_argument(
        "--tests-changed",
        action="store_true",
        help="test or answer cells were added, removed or renamed since students handed in",
    )
    workers = "default: three for every two cores; 1 on Windows"
    autograde.add_argument("--workers", type=whole_number(1), help=workers)
    autograde.add_argument(
        "--no-sandbox",
        action="store_true",
        help="run student code with your own rights: it can then read and change all your files, use your "
        "network, and leave programs running",
    )
    autograde.add_argument("--as-root", action="store_true", help="with --no-sandbox: even if you are root")
    for with_limits in (check, autograde):
        with_limits.add_argument(
            "--timeout", type=decimal_number(1), default=60, help="seconds for one cell (60)"
        )
        with_limits.add_argument(
            "--total", type=decimal_number(1), default=900, help="seconds for one notebook (900)"
        )
    feedback = command("feedback", _feedback, "write a page for every student: scores, reasons, the notebook")
    feedback.add_argument("--without-hidden-tests", action="store_true", help="show nothing of hidden tests")
    command("statistics", _statistics, "what a class found hard: points, messages, time, for each exercise")
    command("similar", _similar, "pairs of submissions that are alike beyond what the exercises force")
    export = command("export", _export, "write the scores of all chapters to a CSV file", chapter=False)
    export.add_argument("--to", type=Path, help="default: grading/grades.csv")
    export.add_argument(
        "--wide", type=Path, help="the table with a column for each exercise; default: exercises.csv beside it"
    )
    back = command("give-back", _give_back, "pack the pages as a learning platform takes them back")
    sheet = command(
        "grades", _grades, "write scores, exercise by exercise, as a learning platform imports them"
    )
    platforms = ["canvas", "moodle", "blackboard"]
    for returning, choices in ((back, platforms), (sheet, [*platforms, "plain"])):
        returning.add_argument("--for", dest="platform", choices=choices, required=True, help="which platform")
        returning.add_argument("--to", type=Path, help="default: a file in grading/returned/")
    sheet.add_argument("--table", type=Path, help="the platform's own table, to be filled in")
    sheet.add_argument("--column", default="", help="the heading in it under which the total goes (not Moodle)")
    due = command("due", _due, "set or show when a chapter is due, and who has longer")
    due.add_argument("time", nargs="?", help="2026-12-01T23:59, or 2026-12-01 for the end of that day, or none")
    extend = command("extend", _extend, "give students longer")
    extend.add_argument("--student", action="append", required=True, help="who (may be given several times)")
    extend.add_argument("by", help="2d, 36h, 1w2d after the due date, or until when; 0d takes it away")
    for with_times in (due, extend):
        with_times.add_argument(
            "--timezone",
            help="Europe/Berlin or +01:00: of a time that has no offset itself, and of what is shown; default: "
            "this computer's",
        )
    clear = command("clear-manual", _clear_manual, "take back scores and comments that were entered by hand")
    clear.add_argument("--student", action="append", help="only of this one (may be given several times)")
    clear.add_argument("--cell", action="append", help="only of this test or answer cell (the same)")
    bundle = command("bundle", _bundle, "pack what students get, without solutions", chapter=False)
    bundle.add_argument("--to", type=Path, help="default: course.zip here")
    bundle.add_argument("chapters", nargs="*", help="only these: ch01, ch02, … (default: all)")
    return parser


def _command_parser(prog: str, description: str, **_: object) -> Parser:
    made = Parser(description)
    made.prog = prog
    return made


if __name__ == "__main__":
    sys.exit(main())
