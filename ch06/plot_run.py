r"""Draw the metrics of a training run, or of several, in the terminal and as a picture; also while it goes on.

    python ch06/plot_run.py runs/grpo
    python ch06/plot_run.py runs/grpo runs/dapo --metrics reward accuracy --smooth 10 --png runs.png
    python ch06/plot_run.py runs/grpo --follow 5

Without --metrics it draws what most runs have: reward, held-out accuracy, response length, entropy, silent
groups and the gradient's norm. --smooth is a moving average over so many steps; the numbers in the table are
not smoothed.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Sequence
from pathlib import Path

from shared.tools.commands import Parser, decimal_number, fail, run_script, whole_number
from shared.tools.figures import legend, panels, style
from shared.tools.files import read_jsonl, replacing
from shared.training.runs import METRICS_FILE

from rich.console import Console
from rich.live import Live
from rich.table import Table

USUAL = ("reward", "accuracy", "response_length", "entropy", "zero_advantage_groups", "grad_norm")
BLOCKS = "▁▂▃▄▅▆▇█"
Points = list[tuple[int, float]]
"""Steps, and a metric after each of them."""


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    add = parser.add_argument
    add("runs", type=Path, nargs="+", help="folders of runs")
    add("--metrics", nargs="+", help="what to draw (what most runs have)")
    add("--smooth", type=whole_number(1), default=1, help="steps of the moving average (1: as it is)")
    add("--png", type=Path, help="write a picture")
    add("--follow", type=decimal_number(0, above=True), help="draw again every so many seconds, until Ctrl-C")
    return parser.parse_args(arguments)


def points_of(run: Path, metric: str) -> Points:
    """A metric of a run, where it was logged.

    Raises:
        ValueError: the folder holds no log.
    """
    log = run / METRICS_FILE
    if not log.exists():
        raise ValueError(f"{run} holds no {METRICS_FILE}: give the folder of a training run")
    lines = read_jsonl(log)
    return [(line["step"], line[metric]) for line in lines if math.isfinite(line.get(metric, math.nan))]


def smoothed(points: Points, steps: int) -> Points:
    """The mean of each value and those up to ``steps - 1`` places before it; fewer at the beginning."""
    values = [value for _, value in points]
    windows = [values[max(0, i + 1 - steps) : i + 1] for i in range(len(values))]
    return [(step, sum(window) / len(window)) for (step, _), window in zip(points, windows, strict=True)]


def blocks(points: Points, width: int) -> str:
    """A curve in one line of text: the mean of each of ``width`` pieces, as lower and higher blocks."""
    values = [value for _, value in points]
    width = min(width, len(values))
    cuts = [round(i * len(values) / width) for i in range(width + 1)]
    means = [sum(values[a:b]) / (b - a) for a, b in zip(cuts, cuts[1:], strict=False)]
    low, high = min(means), max(means)
    spread = (high - low) or 1.0
    return "".join(BLOCKS[min(int((mean - low) / spread * len(BLOCKS)), len(BLOCKS) - 1)] for mean in means)


def table_of(runs: Sequence[Path], metrics: Sequence[str], smooth: int, width: int = 60) -> Table:
    """A line for each run and metric: where it began, its curve, where it is, and its range."""
    table = Table("metric", "run", "first", "curve", "last", "lowest", "highest", "step")
    for metric in metrics:
        for run in runs:
            if points := points_of(run, metric):
                values = [value for _, value in points]
                ends = [f"{value:.4g}" for value in (values[0], values[-1], min(values), max(values))]
                curve = blocks(smoothed(points, smooth), width)
                table.add_row(metric, run.name, ends[0], curve, *ends[1:], str(points[-1][0]))
    return table


def draw(runs: Sequence[Path], metrics: Sequence[str], smooth: int, path: Path) -> None:
    """The same as a picture: a panel for each metric, a line for each run."""
    columns = min(3, len(metrics))
    rows = -(-len(metrics) // columns)
    figure, axes = panels(rows, columns, 4.2 * columns, 2.8 * rows)
    for panel, metric in zip(axes if isinstance(axes, list) else [axes], metrics, strict=False):
        for number, run in enumerate(runs):
            if points := smoothed(points_of(run, metric), smooth):
                steps, values = zip(*points, strict=True)
                panel.plot(steps, values, **style(number, marked=False), label=run.name)
        panel.set(title=metric.replace("_", " "), xlabel="step")
        if len(runs) > 1:
            legend(panel)
    with replacing(path) as temporary:
        figure.savefig(temporary, format="png", dpi=110, facecolor="white")


def chosen(runs: Sequence[Path], metrics: Sequence[str] | None) -> list[str]:
    """The metrics to draw.

    Raises:
        ValueError: one that was asked for is in no run.
    """
    if metrics is None:
        return [name for name in USUAL if any(points_of(run, name) for run in runs)]
    for name in metrics:
        if not any(points_of(run, name) for run in runs):
            known = sorted({key for run in runs for line in read_jsonl(run / METRICS_FILE) for key in line})
            raise ValueError(f"no run has the metric {name!r}; there are {', '.join(known)}")
    return list(metrics)


def main() -> int:
    """Draw; 0 when done (following ends with Ctrl-C), 2 when something has to be put right first."""
    args, console = parse_args(), Console()

    def table() -> Table:
        return table_of(args.runs, chosen(args.runs, args.metrics), args.smooth)

    try:
        if args.follow is None:
            console.print(table())
        else:
            try:
                with Live(table(), console=console, auto_refresh=False) as live:
                    while True:
                        time.sleep(args.follow)
                        live.update(table(), refresh=True)
            except KeyboardInterrupt:
                pass
        if args.png is not None:
            draw(args.runs, chosen(args.runs, args.metrics), args.smooth, args.png)
            print(f"The picture: {args.png}")
    except (ValueError, OSError) as error:
        return fail(error)
    return 0


if __name__ == "__main__":
    run_script(main)
