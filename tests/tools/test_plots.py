"""Pictures: the right points, readable labels, files of the right kind and size."""

from __future__ import annotations

import math
from pathlib import Path

from shared.evaluation.metrics import wilson_interval
from shared.tools.plots import plot_accuracy_against_tokens, plot_summary, plot_training_curve, save_png

import matplotlib
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation


def stage(name: str, right: int, tokens: float | None) -> dict:
    return {
        "name": name,
        "accuracy": right / 200,
        "ci95": wilson_interval(right, 200),
        "mean_tokens": tokens,
        "seconds": 1.0,
        "n": 200,
    }


STAGES = [
    stage("base", 34, 7),
    stage("hint", 111, 48),
    stage("one sample", 95, 52),
    stage("majority of 10", 120, 515),
    stage("best of 10", 123, 515),
    stage("one refinement", 96, 130),
    stage("after RL", 114, 46),
    stage("after distillation", 132, 50),
]
CURVE = [{"step": 10 * i, "accuracy": 0.1 * i, "response_length": 7.0 + 9 * i} for i in range(5)]


def annotations(axes: Axes) -> list[Annotation]:
    return [t for t in axes.texts if isinstance(t, Annotation) and t.get_text()]


def boxes(axes: Axes) -> list:
    """Pixels of the labels as drawn."""
    axes.figure.canvas.draw()
    return [super(Annotation, t).get_window_extent() for t in annotations(axes)]


def test_every_stage_is_a_labelled_point_with_its_interval() -> None:
    (axes,) = plot_accuracy_against_tokens(STAGES).axes
    (container,) = axes.containers
    points = list(zip(*container.lines[0].get_data(), strict=True))
    assert points == [(s["mean_tokens"], s["accuracy"]) for s in STAGES]
    bars = container.lines[2][0].get_segments()
    for (low, high), s in zip(bars, STAGES, strict=True):
        assert (low[1], high[1]) == pytest.approx(s["ci95"])
    assert axes.get_xscale() == "log"
    assert {(t.get_text(), *t.xy) for t in annotations(axes)} == {
        (s["name"], s["mean_tokens"], s["accuracy"]) for s in STAGES
    }


def test_labels_do_not_cover_one_another_and_stay_inside() -> None:
    (axes,) = plot_accuracy_against_tokens(STAGES).axes
    found = boxes(axes)
    assert len(found) == len(STAGES)
    for i, box in enumerate(found):
        assert not any(box.overlaps(other) for other in found[:i])
        assert axes.bbox.x0 <= box.x0 and box.x1 <= axes.bbox.x1
        assert axes.bbox.y0 <= box.y0 and box.y1 <= axes.bbox.y1


def test_numbers_that_are_not_there_are_left_out() -> None:
    stages = [*STAGES[:2], stage("broken", 3, None), stage("nan", 3, math.nan), stage("zero", 3, 0)]
    (axes,) = plot_accuracy_against_tokens(stages).axes
    assert len(annotations(axes)) == 2
    curve = [*CURVE, {"step": 50, "accuracy": math.nan, "response_length": 60.0}, {"step": 60}]
    above, below = plot_training_curve(curve).axes
    assert len(above.lines[0].get_xdata()) == 5
    assert len(below.lines[0].get_xdata()) == 6


@pytest.mark.parametrize("accuracy", [0, 200])
def test_extremes_and_odd_names_draw(accuracy: int, tmp_path: Path) -> None:
    save_png(plot_accuracy_against_tokens([stage("costs $5 or $_{", accuracy, 1)]), tmp_path / "a.png")
    save_png(plot_accuracy_against_tokens([]), tmp_path / "none.png")
    save_png(plot_training_curve([]), tmp_path / "empty.png")


def test_training_curve_has_two_panels() -> None:
    above, below = plot_training_curve(CURVE).axes
    assert list(above.lines[0].get_ydata()) == [r["accuracy"] for r in CURVE]
    assert list(below.lines[0].get_ydata()) == [r["response_length"] for r in CURVE]
    assert above.get_legend() is None
    both, _ = plot_training_curve([r | {"reward": 0.3} for r in CURVE]).axes
    assert [t.get_text() for t in both.get_legend().get_texts()] == ["accuracy", "reward"]
    assert both.get_ylabel() == "accuracy and reward"


def test_summary_shows_both_or_only_what_there_is() -> None:
    assert len(plot_summary(STAGES, CURVE).axes) == 3
    assert len(plot_summary(STAGES, []).axes) == 1


def test_png_is_a_png_within_its_size(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "summary.png"
    save_png(plot_summary(STAGES, CURVE), path)
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert 10_000 < len(content) <= 150_000
    assert [p.name for p in path.parent.iterdir()] == ["summary.png"]


def test_resolution_falls_to_fit_and_failure_leaves_the_old_file(tmp_path: Path) -> None:
    figure, path = plot_training_curve(CURVE), tmp_path / "curve.png"
    save_png(figure, path)
    full = path.stat().st_size
    save_png(figure, path, max_bytes=full - 1)
    smaller = path.read_bytes()
    assert len(smaller) < full
    with pytest.raises(ValueError, match="more than 100: draw fewer points, or raise max_bytes"):
        save_png(figure, path, max_bytes=100)
    assert path.read_bytes() == smaller


def test_no_global_state() -> None:
    backend = matplotlib.rcParams._get("backend")
    plot_summary(STAGES, CURVE)
    assert matplotlib.rcParams._get("backend") == backend
    own = Figure()
    assert plot_training_curve(CURVE, own) is own


def test_a_line_goes_from_the_baseline_to_the_right() -> None:
    def lines(baseline: str) -> list:
        (axes,) = plot_accuracy_against_tokens(STAGES, baseline=baseline).axes
        return [line for line in axes.lines if line.get_linestyle() == "--"]

    (line,) = lines("hint")
    (start, end), height = line.get_xdata(), set(line.get_ydata())
    assert start == 48 and end == pytest.approx(1030) and height == {111 / 200}
    assert lines("") == lines("no such stage") == []
    assert any(line.get_linestyle() == "--" for line in plot_summary(STAGES, [], "hint").axes[0].lines)
    assert any(line.get_linestyle() == "--" for line in plot_summary(STAGES, CURVE, "hint").axes[0].lines)
