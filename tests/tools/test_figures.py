"""Figures of the notebooks: their style, their caption, and that they are small."""

from __future__ import annotations

import io

from shared.tools import figures

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from PIL import Image


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list:
    made: list = []
    monkeypatch.setattr(figures, "display", made.append)
    return made


def test_one_panel_or_several_in_reading_order() -> None:
    figure, axes = figures.panels()
    assert isinstance(axes, Axes) and figure.axes == [axes]
    figure, several = figures.panels(2, 2, width=4, height=3, sharey=True)
    assert several == figure.axes and len(several) == 4
    assert tuple(figure.get_size_inches()) == (4, 3)
    assert several[0].get_shared_y_axes().joined(several[0], several[1])
    assert not any(axes.spines["top"].get_visible() or axes.spines["right"].get_visible() for axes in several)


def test_runs_differ_in_colour_line_and_marker() -> None:
    looks = [figures.style(number) for number in range(len(figures.MARKERS))]
    assert len({look["color"] for look in looks}) == len({look["marker"] for look in looks}) == len(looks)
    assert figures.style(0) == figures.style(len(figures.COLORS))
    assert "marker" not in figures.style(1, marked=False)


def test_values_stand_with_their_intervals() -> None:
    _, axes = figures.panels()
    figures.plot_with_intervals(axes, [1, 2], [0.5, 0.6], [(0.4, 0.7), (0.5, 0.8)], "a", number=1, shift=0.1)
    (line,), (ends,) = axes.lines, axes.collections
    assert line.get_xydata().tolist() == [[1.1, 0.5], [2.1, 0.6]]
    assert [s.tolist() for s in ends.get_segments()] == [[[1.1, 0.4], [1.1, 0.7]], [[2.1, 0.5], [2.1, 0.8]]]
    assert line.get_color() == figures.COLORS[1]
    assert ends.get_edgecolor().tolist() == [list(to_rgba(figures.COLORS[1]))]


def test_bars_have_their_texts_and_begin_on_top() -> None:
    _, axes = figures.panels()
    figures.bars(axes, ["x", "y"], [1, 3], ["one", "three"])
    assert [patch.get_width() for patch in axes.patches] == [1, 3]
    assert [text.get_text() for text in axes.texts] == ["one", "three"]
    assert axes.yaxis_inverted()
    with pytest.raises(ValueError):
        figures.bars(axes, ["x", "y"], [1, 3], ["one"])


def test_shares_are_percentages_on_the_axes_that_are_named() -> None:
    _, axes = figures.panels()
    figures.percent(axes, "x")
    assert axes.xaxis.get_major_formatter()(0.25) == "25%"
    figures.percent(axes)
    assert axes.yaxis.get_major_formatter()(0.5) == "50%"


def test_a_figure_is_shown_with_caption_and_description(shown: list) -> None:
    figure, axes = figures.panels(width=3, height=2)
    axes.plot([1, 2], [3, 4], label="a")
    figures.legend(axes)
    figures.show(figure, "Figure 1.2. It grows. Look at 2.", "A line from 3 to 4")
    picture, caption = shown
    data, metadata = picture._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == "A line from 3 to 4"
    assert caption.data == "**Figure 1.2.** It grows. Look at 2."
    assert Image.open(io.BytesIO(picture.data)).size[0] > 200


@pytest.mark.parametrize("caption", ["It grows.", "Figure 1.2", "Figure 1.2. "])
def test_a_caption_has_a_number_and_a_text(shown: list, caption: str) -> None:
    with pytest.raises(ValueError, match="needs a caption"):
        figures.show(figures.panels()[0], caption, "words")
    with pytest.raises(ValueError, match="alt"):
        figures.show(figures.panels()[0], "Figure 1.2. It grows.", " ")
    assert shown == []


def test_a_busy_picture_is_made_smaller(shown: list) -> None:
    figure, axes = figures.panels(width=6, height=6)
    axes.imshow(np.random.default_rng(0).random((400, 400)), cmap="gray")
    figures.show(figure, "Figure 1.1. Noise.", "Grey noise")
    plain = io.BytesIO()
    figure.savefig(plain, dpi=110)
    assert len(shown[0].data) < plain.tell() / 2
