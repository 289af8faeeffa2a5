r"""Compare verifiers on answers labelled by hand: ours, math-verify, and a comparison of normalized strings.

    python ch03/compare_verifiers.py
    python ch03/compare_verifiers.py --only ours strings --show ours
    python ch03/compare_verifiers.py --markdown --out runs/verifiers.json

A false positive is a wrong answer accepted, a false negative a right answer refused. The time is the processor
time of reading and comparing both answers of a pair, with nothing remembered from other pairs: caches of
answers are emptied before each pair, but a first, untimed pass has loaded what is loaded on first use.

math-verify is called as its documentation shows: the gold answer in dollar signs and first, the answer in a
box, the default extraction of LaTeX and plain expressions, its own time limits left on. To install it:

    pip install "math-verify[antlr4_13_2]"
"""

from __future__ import annotations

import argparse
import importlib.metadata
import platform
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from shared.tools import files
from shared.tools.commands import Parser, run_script, whole_number
from shared.verifier import equivalent

from rich.console import Console
from rich.table import Table
from tqdm import tqdm

LABELLED = Path(__file__).resolve().parent.parent / "tests" / "verifier" / "labelled_answers.jsonl"
MATH_VERIFY = "math-verify"
TIME_LIMIT = 5.0  # seconds; what math-verify allows itself by default
# Other programs on the machine do not count, where the system's clock for that is fine enough (not on Windows).
cpu_time = time.process_time if time.get_clock_info("process_time").resolution <= 1e-6 else time.perf_counter
HEADINGS = (
    "verifier", "false positives", "false negatives", "right", "crashes", "timeouts",
    "median µs", "99th percentile µs", "median / ours",
)  # fmt: skip


@dataclass(frozen=True)
class Verifier:
    """A way to judge an answer against a gold answer, and how to make it forget the answers it has read."""

    name: str
    judge: Callable[[str, str], bool]
    forget: Callable[[], None]


@dataclass
class Result:
    """What a verifier made of the labelled pairs."""

    name: str
    num_equal: int = 0
    num_unequal: int = 0
    false_positives: list[dict] = field(default_factory=list)
    false_negatives: list[dict] = field(default_factory=list)
    crashes: int = 0
    timeouts: int = 0
    seconds: list[float] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        """Share of the pairs judged as they are labelled."""
        wrong = len(self.false_positives) + len(self.false_negatives)
        return 1 - wrong / (self.num_equal + self.num_unequal)

    @property
    def median_us(self) -> float:
        """Median microseconds of processor time a pair."""
        return 1e6 * statistics.median(self.seconds)

    @property
    def p99_us(self) -> float:
        """Microseconds that 99 of 100 pairs stay within: the smallest time with that share at or below it."""
        ordered = sorted(self.seconds)
        return 1e6 * ordered[-(-99 * len(ordered) // 100) - 1]

    def to_dict(self) -> dict:
        """For the JSON file, misjudged pairs included."""
        return {
            "name": self.name,
            "num_equal": self.num_equal,
            "num_unequal": self.num_unequal,
            "accuracy": self.accuracy,
            "crashes": self.crashes,
            "timeouts": self.timeouts,
            "median_us": self.median_us,
            "p99_us": self.p99_us,
            "false_positives": self.false_positives,
            "false_negatives": self.false_negatives,
        }


# --- the verifiers ------------------------------------------------------------------------------------------


@cache
def cached_functions() -> list[Callable]:
    """The functions of the course's verifier that remember their results."""
    modules = [module for name, module in sys.modules.items() if name.startswith("shared.verifier")]
    return [value for module in modules for value in vars(module).values() if hasattr(value, "cache_clear")]


def clear_caches() -> None:
    """Empty every cache of the course's verifier."""
    for function in cached_functions():
        function.cache_clear()


def ours() -> Verifier:
    """The course's verifier."""
    return Verifier("ours", equivalent, clear_caches)


def math_verify() -> Verifier:
    """The library math-verify, which must run in the main thread: its time limits are signals.

    Raises:
        ImportError: it is not installed, or its LaTeX reader lacks the parser runtime.
    """
    from math_verify import parse, parser, verify

    parse("$1$")  # the runtime of its grammar is loaded here, not on import

    def judge(answer: str, gold: str) -> bool:
        return verify(parse(f"${gold}$"), parse(rf"\boxed{{{answer}}}"))

    def forget() -> None:  # only what it remembers of answers; its compiled patterns stay
        for function in (parser.parse_latex_cached, parser.parse_expr_cached, parser.extract_latex):
            function.cache_clear()

    return Verifier(MATH_VERIFY, judge, forget)


_DROPPED = re.compile(
    r"\\left|\\right|\\[,!;: ]|\\(?:text|mbox|mathrm|textbf)\b|\^\{?\\circ\}?|\\?[%$]|[{}\s]|\.$"
)


def normalized(answer: str) -> str:
    """One spelling for what differs only in dress: spaces, braces, dollar signs, the wrappers of words."""
    answer = re.sub(r"\\[dt]frac", r"\\frac", answer)
    answer = re.sub(r"(?<=\d)(?:,|\{,\}|,\\!)\s*(?=\d{3})", "", answer)
    answer = re.sub(r"\\frac\{?(-?\w+)\}?\{?(\w+)\}?", r"\1/\2", answer)
    return _DROPPED.sub("", answer)


def strings() -> Verifier:
    """What a few regular expressions can do."""
    return Verifier("strings", lambda answer, gold: normalized(answer) == normalized(gold), lambda: None)


VERIFIERS = {"ours": ours, MATH_VERIFY: math_verify, "strings": strings}


# --- measuring ----------------------------------------------------------------------------------------------


def measure(verifier: Verifier, pairs: Sequence[dict], progress: bool = False) -> Result:
    """Judge every pair, cold. A pair that raises counts as refused, and as a crash.

    Args:
        verifier: what to measure.
        pairs: dicts with ``answer``, ``gold`` and the label ``equal``.
        progress: whether to show a bar on standard error.
    """
    for pair in tqdm(pairs, f"{verifier.name}, warming up", disable=not progress, leave=False):
        _verdict(verifier, pair)
    result = Result(verifier.name)
    for pair in tqdm(pairs, verifier.name, disable=not progress, leave=False):
        verifier.forget()
        begun, start = time.perf_counter(), cpu_time()
        verdict = _verdict(verifier, pair)
        result.seconds.append(cpu_time() - start)
        timeout = time.perf_counter() - begun >= TIME_LIMIT
        result.num_equal += pair["equal"]
        result.num_unequal += not pair["equal"]
        result.timeouts += timeout
        result.crashes += verdict is None and not timeout
        if bool(verdict) != pair["equal"]:
            (result.false_negatives if pair["equal"] else result.false_positives).append(pair)
    return result


def _verdict(verifier: Verifier, pair: dict) -> bool | None:
    """The verdict on one pair; None if there is none, because the verifier raised."""
    try:
        return bool(verifier.judge(pair["answer"], pair["gold"]))
    except KeyboardInterrupt:
        raise
    except (
        BaseException
    ):  # math-verify's time limit is not an Exception, nor is what a hostile answer may raise
        return None


# --- reporting ----------------------------------------------------------------------------------------------


def rows(results: Sequence[Result]) -> list[tuple[str, ...]]:
    """The cells of the table, one row a verifier; see ``HEADINGS``."""
    own = next((result.median_us for result in results if result.name == "ours"), None)
    return [
        (
            result.name,
            f"{len(result.false_positives)} of {result.num_unequal}",
            f"{len(result.false_negatives)} of {result.num_equal}",
            f"{result.accuracy:.1%}",
            str(result.crashes),
            str(result.timeouts),
            f"{result.median_us:,.0f}",
            f"{result.p99_us:,.0f}",
            f"{result.median_us / own:,.1f}" if own else "",
        )
        for result in results
    ]


def markdown(results: Sequence[Result]) -> str:
    """The table for a README."""
    lines = [HEADINGS, ("---",) * len(HEADINGS), *rows(results)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def environment() -> dict[str, str]:
    """What the times were measured with."""
    found = {"python": platform.python_version(), "system": platform.platform()}
    for package in ("sympy", MATH_VERIFY):
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    parser.add_argument("--only", nargs="+", choices=VERIFIERS, default=list(VERIFIERS), help="these verifiers")
    parser.add_argument("--pairs", type=Path, default=LABELLED, help="another JSONL file of labelled pairs")
    parser.add_argument("--limit", type=whole_number(1), help="so many pairs, spread over the file")
    parser.add_argument("--show", choices=VERIFIERS, help="print the pairs that this verifier misjudges")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--out", type=Path, help="write all results to this JSON file")
    args = parser.parse_args(arguments)
    if args.show and args.show not in args.only:
        parser.error(f"--show {args.show} is not among the verifiers of --only")
    try:
        args.pairs = files.read_jsonl(args.pairs)
    except (OSError, ValueError) as error:
        parser.error(f"cannot read the labelled pairs: {error}")
    if not args.pairs or not all({"answer", "gold", "equal"} <= set(pair) for pair in args.pairs):
        parser.error("the labelled pairs need lines with answer, gold and equal")
    if args.limit:
        args.pairs = args.pairs[:: -(-len(args.pairs) // args.limit)]
    try:
        args.verifiers = [VERIFIERS[name]() for name in args.only]
    except ImportError:
        parser.error(
            f'{MATH_VERIFY} is missing: pip install "math-verify[antlr4_13_2]", or --only ours strings'
        )
    return args


def main() -> None:
    """Parse the command line, measure, print the table, write the file."""
    args = parse_args()
    results = [measure(verifier, args.pairs, progress=True) for verifier in args.verifiers]
    if args.markdown:
        print(markdown(results))
    else:
        table = Table(*HEADINGS)
        for row in rows(results):
            table.add_row(*row)
        Console(width=120).print(table)
    for result in results:
        if result.name == args.show:
            for kind, misjudged in (("accepted", result.false_positives), ("refused", result.false_negatives)):
                for pair in misjudged:
                    print(f"wrongly {kind}: {pair['answer']!r} for {pair['gold']!r}")
    if args.out:
        summary = {"environment": environment(), "results": [result.to_dict() for result in results]}
        files.write_json(args.out, summary)


if __name__ == "__main__":
    run_script(main)
