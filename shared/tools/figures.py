"""Figures in a notebook: one style, and a caption and words for readers who do not see them.

Cells draw with matplotlib's own methods on the axes that :func:`panels` makes, and end with :func:`show`. What
concerns the looks alone, frames, grids, colours, legends, is decided here, once.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from shared.tools.plots import COLORS, in_style

from IPython.display import Image, Markdown, display
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

LINES = ("-", "--", ":", "-.", (0, (5, 1)), (0, (1, 1)), "-")
MARKERS = "os^Dv<>"
MAX_BYTES = 120_000
_RESOLUTIONS = (110, 90, 75, 60)  # dots per inch, tried in turn until a picture is small enough


def panels(rows: int = 1, columns: int = 1, width: float = 9.0, height: float = 3.2, **keywords):
    """A figure and its axes, in the course's style.

    Args:
        rows: of panels.
        columns: of panels.
        width: of the figure, in inches.
        height: of the figure, in inches.
        **keywords: for matplotlib's ``Figure.subplots``, such as ``sharey=True``.

    Returns:
        The figure, and its axes: one ``Axes``, or a list of them, row after row.
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    made = figure.subplots(rows, columns, squeeze=False, **keywords).ravel().tolist()
    for axes in made:
        in_style(axes)
        axes.title.set_fontsize(11)
    return figure, made[0] if len(made) == 1 else made


def style(number: int, marked: bool = True) -> dict:
    """Colour, line and marker of a figure's first, second, … run, as keywords for ``plot``."""
    look = {"color": COLORS[number % len(COLORS)], "linestyle": LINES[number % len(LINES)]}
    return {**look, "marker": MARKERS[number % len(MARKERS)]} if marked else look


def plot_with_intervals(
    axes: Axes,
    xs: Sequence[float],
    ys: Sequence[float],
    intervals: Sequence[tuple[float, float]],
    label: str,
    number: int = 0,
    shift: float = 0.0,
) -> None:
    """A line through values, each with its interval.

    Args:
        axes: to draw on.
        xs: places.
        ys: values.
        intervals: lower and upper end for each value.
        label: for the legend.
        number: which run of the figure it is, for colour and line.
        shift: to the right, so that the intervals of several runs stand side by side.
    """
    places = [x + shift for x in xs]
    axes.plot(places, ys, **style(number), label=label)
    lows, highs = zip(*intervals, strict=True)
    axes.vlines(places, lows, highs, color=COLORS[number % len(COLORS)], linewidth=1.2)


def bars(axes: Axes, names: Sequence[str], values: Sequence[float], texts: Sequence[str] = ()) -> None:
    """Lying bars, the first on top, with a text at the end of each."""
    axes.barh(list(names), list(values), color=COLORS[0])
    for name, value, text in zip(names, values, texts, strict=bool(texts)):
        axes.annotate(text, (value, name), (4, 0), textcoords="offset points", va="center", fontsize=9)
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)


def percent(axes: Axes, *which: str) -> None:
    """Label shares as percentages, on the y axis or on those that are named (``"x"``, ``"y"``)."""
    for name in which or ("y",):
        getattr(axes, f"{name}axis").set_major_formatter(PercentFormatter(1.0, decimals=0))


def legend(axes: Axes, outside: bool = False) -> None:
    """Name the runs: where it covers least, or to the right of the panel."""
    place = {"loc": "center left", "bbox_to_anchor": (1, 0.5)} if outside else {"loc": "best"}
    axes.legend(frameon=False, fontsize=9, **place)


def show(figure: Figure, caption: str, alt: str) -> None:
    """Show a figure with its caption.

    Args:
        figure: to show.
        caption: number and what to see: "Figure 2.3. Time grows with …".
        alt: what the picture shows, for readers who do not see it: axes, runs, and where the lines go.

    Raises:
        ValueError: there is no number, or no description.
    """
    number, dot, rest = caption.partition(". ")
    if not (number.startswith("Figure ") and dot and rest and alt.strip()):
        raise ValueError("a figure needs a caption 'Figure N.M. What to see' and a description in words (alt)")
    display(Image(data=_png(figure), alt=alt))
    display(Markdown(f"**{number}.** {rest}"))


def _png(figure: Figure) -> bytes:
    """The picture, as sharp as its size allows: notebooks are kept in version control."""
    for dpi in _RESOLUTIONS:
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=dpi, facecolor="white", metadata={"Software": None})
        if buffer.tell() <= MAX_BYTES:
            break
    return buffer.getvalue()
