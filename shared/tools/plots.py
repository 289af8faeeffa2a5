"""Pictures of results: what accuracy costs in tokens, and how training went.

Everything is drawn on ``Figure`` objects, without pyplot: no global state, no window, no display needed.
Colours are those of Okabe and Ito (2008), which colour-blind readers can tell apart, and no meaning hangs on
colour alone.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from shared.tools.files import replacing

from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter, PercentFormatter
from matplotlib.transforms import Bbox

COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#555555")
_BLUE, _ORANGE, _GREEN, *_, _GREY = COLORS
_PALE_BLUE = "#9DC3DC"
_RESOLUTIONS = (144, 120, 100, 80, 60)  # dots per inch, tried in turn until a file is small enough
# Where a name may stand, in points from its point to the nearer end of the name: right before left, near
# before far.
_REACHES = ((8, 0), (8, 9), (8, -9), (8, 18), (8, -18), (16, 28), (16, -28), (24, 40), (24, -40))
_PLACES = [(side * dx, dy) for dx, dy in _REACHES for side in (1, -1)]


def plot_accuracy_against_tokens(
    stages: Sequence[Mapping[str, Any]], figure: Figure | SubFigure | None = None, baseline: str = ""
) -> Figure | SubFigure:
    """A point for each way of answering: how often it is right, and how many tokens it writes.

    Args:
        stages: each with ``name``, ``accuracy`` and ``ci95`` (shares from 0 to 1) and ``mean_tokens`` (tokens
            a problem). Those whose numbers are missing, not finite or, for tokens, not positive are left out.
        figure: an empty one to draw on; None makes a new one.
        baseline: the name of the stage that others are compared with. A line goes from it to the right: what
            lies below costs more and is less often right.

    Returns:
        The figure: tokens on a logarithmic axis, 95 % intervals as bars, names beside the points.
    """
    figure = Figure(figsize=(7.0, 4.6)) if figure is None else figure
    figure.subplots_adjust(left=0.11, right=0.97, bottom=0.13, top=0.91)
    axes = figure.add_subplot()
    points = [s for s in stages if _number(s.get("accuracy")) and _number(s.get("mean_tokens"))]
    points = [s for s in points if s["mean_tokens"] > 0]
    tokens, accuracies = [s["mean_tokens"] for s in points], [s["accuracy"] for s in points]
    axes.set_xscale("log")
    axes.set_ylim(-0.03, 1.03)
    axes.set_xlim(min(tokens, default=1) / 2, max(tokens, default=1000) * 2)
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    in_style(axes, "What accuracy costs")
    axes.set_xlabel("tokens written for each problem (logarithmic)")
    axes.set_ylabel("accuracy, with 95 % interval")
    if points:
        below = [max(0.0, s["accuracy"] - s["ci95"][0]) for s in points]
        above = [max(0.0, s["ci95"][1] - s["accuracy"]) for s in points]
        axes.errorbar(tokens, accuracies, [below, above], fmt="o", color=_BLUE, ecolor=_PALE_BLUE, capsize=3)
        lines = [(s["mean_tokens"], s["accuracy"]) for s in points if s["name"] == baseline]
        for start, height in lines:
            axes.plot([start, axes.get_xlim()[1]], [height] * 2, "--", color=_GREY, linewidth=0.9)
        names = [str(s["name"]) for s in points]
        _label_points(axes, tokens, accuracies, [s["ci95"] for s in points], names, lines)
    return figure


def plot_training_curve(
    curve: Sequence[Mapping[str, Any]],
    figure: Figure | SubFigure | None = None,
    title: str = "Reinforcement learning, step by step",
) -> Figure | SubFigure:
    """How a training run went: accuracy or reward above, length of the responses below.

    Args:
        curve: one record a measured step, each with ``step`` and any of ``accuracy``, ``reward`` (shares from
            0 to 1) and ``response_length`` (tokens). A number that is missing or not finite leaves a gap out.
        figure: an empty one to draw on; None makes a new one.

    Returns:
        The figure: two panels over one axis of steps.
    """
    figure = Figure(figsize=(5.0, 4.6)) if figure is None else figure
    figure.subplots_adjust(left=0.15, right=0.95, bottom=0.13, top=0.91, hspace=0.14)
    above, below = figure.subplots(2, 1, sharex=True)
    in_style(above, title)
    in_style(below)
    drawn = [
        _line(above, curve, "accuracy", _BLUE, "-", "o"),
        _line(above, curve, "reward", _ORANGE, "--", "s"),
    ]
    above.set_ylim(-0.03, 1.03)
    above.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    above.set_ylabel(" and ".join(name for name in drawn if name) or "accuracy")
    if all(drawn):
        above.legend(frameon=False, fontsize=9)
    _line(below, curve, "response_length", _GREEN, "-", "^")
    below.set_ylim(bottom=0)
    below.set_ylabel("tokens per response")
    below.set_xlabel("training step")
    below.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    figure.align_ylabels()
    return figure


def plot_summary(
    stages: Sequence[Mapping[str, Any]], curve: Sequence[Mapping[str, Any]], baseline: str = ""
) -> Figure:
    """Both pictures side by side; see :func:`plot_accuracy_against_tokens` and :func:`plot_training_curve`.

    Without a curve there is only the first.
    """
    if not curve:
        return plot_accuracy_against_tokens(stages, baseline=baseline)
    figure = Figure(figsize=(12.0, 4.8))
    left, right = figure.subfigures(1, 2, width_ratios=(7, 5))
    plot_accuracy_against_tokens(stages, left, baseline)
    plot_training_curve(curve, right)
    return figure


def save_png(figure: Figure, path: str | Path, max_bytes: int = 150_000) -> None:
    """Write a figure to a PNG file atomically, as sharp as the size allows.

    Args:
        max_bytes: the file is no larger; the resolution is lowered, from 144 to 60 dots per inch, to fit.

    Raises:
        ValueError: it is larger even at the lowest resolution. Nothing is written.
    """
    for dpi in _RESOLUTIONS:
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=dpi, facecolor="white")
        if buffer.tell() <= max_bytes:
            with replacing(path) as temporary:
                temporary.write_bytes(buffer.getvalue())
            return
    raise ValueError(
        f"the picture takes {buffer.tell():,} bytes at {dpi} dots per inch, more than {max_bytes:,}: "
        "draw fewer points, or raise max_bytes"
    )


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and math.isfinite(value)


def in_style(axes: Axes, title: str = "") -> None:
    """No frame above and right, a faint grid behind what is drawn."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25, linewidth=0.8)
    axes.set_axisbelow(True)
    if title:
        axes.set_title(title, loc="left", fontsize=12)


def _line(
    axes: Axes, curve: Sequence[Mapping[str, Any]], name: str, color: str, line: str, marker: str
) -> str | None:
    """Draw one quantity; returns its name if there was anything to draw."""
    points = [(r["step"], r[name]) for r in curve if _number(r.get("step")) and _number(r.get(name))]
    if not points:
        return None
    # A mark on every point only while they can be told apart.
    marker = marker if len(points) <= 40 else ""
    axes.plot(*zip(*points, strict=True), line, color=color, marker=marker, markersize=5, label=name)
    return name


def _label_points(
    axes: Axes,
    xs: Sequence[float],
    ys: Sequence[float],
    ranges: Sequence[Sequence[float]],
    names: Sequence[str],
    lines: Sequence[tuple[float, float]] = (),
) -> None:
    """Write each point's name beside it, where it covers least; a thin line leads to a name farther off.

    ``lines`` go from a point to the right edge, and are no place for a name. The places are chosen in pixels,
    so the axes must have their final limits and size.
    """
    scale = axes.figure.dpi / 72  # pixels a point
    anchors = axes.transData.transform(list(zip(xs, ys, strict=True)))
    markers = [Bbox.from_extents(x, y, x, y).padded(4 * scale) for x, y in anchors]
    taken = list(markers)
    for x, (low, high) in zip(xs, ranges, strict=True):
        (across, bottom), (_, top) = axes.transData.transform([(x, low), (x, high)])
        taken.append(Bbox.from_extents(across - 2 * scale, bottom, across + 2 * scale, top))
    labels: list[Bbox] = []
    for start in lines:
        left, height = axes.transData.transform(start)
        taken.append(Bbox.from_extents(left, height - scale, axes.bbox.x1, height + scale))
    for i in sorted(range(len(xs)), key=lambda i: (xs[i], ys[i])):
        point = (xs[i], ys[i])
        label = axes.annotate(names[i], point, (0, 0), textcoords="offset points", fontsize=9, parse_math=False)
        size = label.get_window_extent()
        others = markers[:i] + markers[i + 1 :] + labels
        costs = {}
        for place in _PLACES:
            box = _label_box(size, anchors[i], place, scale)
            hidden = box.width * box.height - _overlap(box, axes.bbox)
            covered = sum(_overlap(box, other) for other in taken)
            crossed = sum(_crosses(anchors[i], place, scale, other) for other in others)
            costs[place] = hidden + covered + 1000 * crossed + math.hypot(*place) / 100
        place = min(costs, key=costs.__getitem__)
        labels.append(_label_box(size, anchors[i], place, scale))
        taken.append(labels[-1])
        label.set(x=place[0], y=place[1], ha="left" if place[0] > 0 else "right", va="center")
        if math.hypot(*place) > 20:
            line = {"arrowstyle": "-", "color": _GREY, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 4}
            axes.annotate("", point, place, textcoords="offset points", arrowprops=line)


def _crosses(anchor: Sequence[float], place: tuple[float, float], scale: float, box: Bbox) -> bool:
    """Whether the line from a point to its name's place runs over a box."""
    steps = (0.1 * k * scale for k in range(1, 10))
    return any(box.contains(anchor[0] + place[0] * t, anchor[1] + place[1] * t) for t in steps)


def _label_box(size: Bbox, anchor: Sequence[float], place: tuple[float, float], scale: float) -> Bbox:
    """The pixels of a name at a place, and those between it and its point: nothing should come between them."""
    dx, dy = place
    near = anchor[0] + math.copysign(4.5 * scale, dx)
    far = anchor[0] + dx * scale + math.copysign(size.width, dx)
    middle = anchor[1] + dy * scale
    return Bbox.from_extents(min(near, far), middle - size.height / 2, max(near, far), middle + size.height / 2)


def _overlap(a: Bbox, b: Bbox) -> float:
    """Area that two boxes share, in square pixels."""
    common = Bbox.intersection(a, b)
    return 0.0 if common is None else common.width * common.height
