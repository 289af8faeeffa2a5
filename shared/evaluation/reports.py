"""An evaluation as tables for the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from shared.evaluation.records import Evaluation

from rich.markup import escape
from rich.table import Table


def percent(share: float) -> str:
    """A share of 1 as a percentage with one decimal."""
    return f"{share:.1%}"


def interval(ends: tuple[float, float]) -> str:
    """Both ends of an interval of shares."""
    return f"{percent(ends[0])} to {percent(ends[1])}"


def points(difference: float) -> str:
    """A difference of two shares in percentage points, with its sign."""
    return f"{100 * difference:+.1f}"


def printable(text: str, width: int = 40) -> str:
    """A stranger's text, safe to show: in ASCII, with nothing that a terminal would obey, and not too long."""
    shown = "".join(c if c.isascii() and c.isprintable() else ascii(c)[1:-1] for c in text[: width + 1])
    return shown if len(shown) <= width else shown[: width - 3] + "..."


def lengths(evaluation: Evaluation) -> str:
    """Mean and percentiles of the responses' lengths in tokens."""
    tokens = evaluation.response_tokens
    parts = [f"{name} % {tokens[key]:.0f}" for name, key in (("50", "p50"), ("90", "p90"), ("99", "p99"))]
    return f"mean {tokens['mean']:.1f}; {', '.join(parts)}"


def result_table(evaluation: Evaluation, title: str) -> Table:
    """The figures of a whole run, one a line."""
    table = Table(title=escape(title), show_header=False)
    rows = [
        ("accuracy", f"{percent(evaluation.accuracy)} ({evaluation.num_correct} of {evaluation.n})"),
        ("95 % interval", interval(evaluation.ci95)),
        ("responses with an answer", percent(evaluation.answer_rate)),
        ("responses cut off", percent(evaluation.truncation_rate)),
        ("tokens a response", lengths(evaluation)),
    ]
    if evaluation.mean_tokens != evaluation.response_tokens["mean"]:
        rows.append(("tokens a problem", f"{evaluation.mean_tokens:.1f}"))
    seconds, tokens = evaluation.seconds, sum(r.tokens for r in evaluation.records)
    rate = f" ({tokens / seconds:,.0f} tokens a second)" if seconds else ""
    rows.append(("time", f"{seconds:,.1f} s{rate}"))
    for row in rows:
        table.add_row(*row)
    return table


def samples_table(evaluation: Evaluation) -> Table | None:
    """What more samples buy; None where every problem has one."""
    if not (counts := evaluation.sample_counts()):
        return None
    table = Table("samples k", "some sample right (pass@k)", "vote right (majority@k)", title="More samples")
    for k in counts:
        table.add_row(str(k), percent(evaluation.pass_at(k)), percent(evaluation.majority_at(k)))
    return table


def parts_table(heading: str, parts: Mapping[object, Evaluation]) -> Table | None:
    """A line for each level, or each subject; None where there is only one."""
    if len(parts) < 2:
        return None
    table = Table(heading, "problems", "accuracy", "95 % interval", "tokens a response", "cut off")
    for column in table.columns[1:]:
        column.justify = "right"
    for value, part in parts.items():
        mean = f"{part.response_tokens['mean']:.1f}"
        cells = (str(part.n), percent(part.accuracy), interval(part.ci95), mean, percent(part.truncation_rate))
        table.add_row(escape(printable(str(value))), *cells)
    return table


def run_tables(evaluation: Evaluation, title: str) -> list[Table]:
    """All tables of a run."""
    tables = [
        result_table(evaluation, title),
        samples_table(evaluation),
        parts_table("level", evaluation.by_level()),
        parts_table("subject", evaluation.by_subject()),
    ]
    return [table for table in tables if table is not None]
