"""What a score is worth: against naive loops over pairs, bins and subsets, and against simulated coverage."""

from __future__ import annotations

import math
from itertools import combinations

from shared.evaluation.metrics import pass_at_k
from shared.evaluation.scores import (
    auroc,
    auroc_interval,
    auroc_within,
    best_at_k,
    calibration_error,
    reliability,
)

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

SCORED = st.lists(
    st.tuples(st.sampled_from([-2.0, -1.0, 0.0, 0.5, 3.0]), st.booleans()), min_size=2, max_size=9
)


@given(SCORED)
def test_auroc_is_the_share_of_pairs_in_order(scored: list[tuple[float, bool]]) -> None:
    scores, rights = map(list, zip(*scored, strict=True))
    pairs = [(a, b) for a, right in scored if right for b, other in scored if not other]
    if not pairs:
        with pytest.raises(ValueError, match="nothing to tell apart"):
            auroc(scores, rights)
    else:
        naive = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs) / len(pairs)
        assert auroc(scores, rights) == pytest.approx(naive, abs=1e-12)
        assert auroc([-s for s in scores], rights) == pytest.approx(1 - naive, abs=1e-12)


def test_a_score_that_knows_hard_from_easy_cannot_choose() -> None:
    scores = [[9.0, 9.0, 9.0, 9.0], [1.0, 1.0, 1.0, 1.0], [5.0, 5.0]]
    rights = [[True, True, True, False], [False, False, False, True], [True, True]]
    assert auroc(sum(scores, []), sum(rights, [])) > 0.7
    assert auroc_within(scores, rights) == 0.5
    scores[0][3] = 8.0
    assert auroc_within(scores, rights) == pytest.approx((1.0 + 0.5) / 2)
    with pytest.raises(ValueError, match="no problem has right and wrong"):
        auroc_within(scores[2:], rights[2:])


def test_auroc_interval_by_hand() -> None:
    # Right: 3 and 1, wrong: 2 and 0. Placements of the right: 1 and 1/2; of the wrong: 1/2 and 1.
    low, high = auroc_interval([3, 1, 2, 0], [True, True, False, False], z=1.0)
    half = math.sqrt(2 * 0.125 / 2)  # each sample variance is 1/8
    assert (low, high) == pytest.approx((0.75 - half, min(1.0, 0.75 + half)))
    with pytest.raises(ValueError, match="two right and two wrong"):
        auroc_interval([1, 0, 0], [True, False, False])


def test_the_interval_covers_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    truth, hits, trials = 0.7602, 0, 600  # of two unit normals one apart: Phi(1 / sqrt(2))
    for _ in range(trials):
        rights = np.arange(100) < 40
        low, high = auroc_interval((rng.normal(size=100) + rights).tolist(), rights.tolist())
        hits += low <= truth <= high
    assert 0.92 < hits / trials < 0.98


@pytest.mark.parametrize(
    ("scores", "rights", "message"),
    [([1.0], [True, False], "got 1 scores"), ([math.nan, 1.0], [True, False], "NaN")],
)
def test_scores_that_cannot_be(scores: list[float], rights: list[bool], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        auroc(scores, rights)


def test_reliability_by_hand() -> None:
    found = reliability([0.05, 0.15, 0.19, 0.2, 1.0], [False, True, False, True, True], bins=10)
    assert [(b.n, b.accuracy) for b in found] == [(1, 0.0), (2, 0.5), (1, 1.0), (1, 1.0)]
    assert found[1].confidence == pytest.approx(0.17) and found[-1].confidence == 1.0
    assert found[1].ci95[0] < 0.5 < found[1].ci95[1]
    assert calibration_error(found) == pytest.approx((0.05 + 2 * 0.33 + 0.8 + 0.0) / 5)
    assert len(reliability([0.1, 0.9], [True, True], bins=1)) == 1


@pytest.mark.parametrize(
    ("confidences", "bins", "message"),
    [
        ([0.5], 10, "got 1 confidences"),
        ([0.5, 1.5], 10, "a probability"),
        ([0.5, math.nan], 10, "a probability"),
        ([0.5, 0.5], 0, "bins must be"),
    ],
)
def test_reliability_of_what_cannot_be(confidences: list[float], bins: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        reliability(confidences, [True, False], bins)


def test_no_bins_have_no_error() -> None:
    with pytest.raises(ValueError, match="no bins"):
        calibration_error([])


@given(SCORED, st.integers(1, 9))
def test_best_at_k_is_the_mean_over_all_subsets(scored: list[tuple[float, bool]], k: int) -> None:
    scores, rights = map(list, zip(*scored, strict=True))
    if k > len(scored):
        with pytest.raises(ValueError, match="not defined"):
            best_at_k(scores, rights, k)
        return
    chances = []
    for subset in combinations(scored, k):
        best = [right for score, right in subset if score == max(s for s, _ in subset)]
        chances.append(sum(best) / len(best))
    assert best_at_k(scores, rights, k) == pytest.approx(sum(chances) / len(chances), abs=1e-12)


def test_who_knows_the_verdicts_reaches_pass_at_k() -> None:
    rights = [True, False, False, True, False, False, False]
    for k in range(1, 8):
        assert best_at_k([float(r) for r in rights], rights, k) == pytest.approx(pass_at_k(7, 2, k))
        assert best_at_k([0.0] * 7, rights, k) == pytest.approx(2 / 7)


@pytest.mark.parametrize(
    ("scores", "rights", "k"), [([1.0], [True], 0), ([math.nan], [True], 1), ([1.0], [], 1)]
)
def test_best_at_k_of_what_cannot_be(scores: list[float], rights: list[bool], k: int) -> None:
    with pytest.raises(ValueError, match="not defined"):
        best_at_k(scores, rights, k)
