"""The choice of the next token: the rules as properties, transformers' own cuts, and the draw itself."""

from __future__ import annotations

import math

from shared.inference.sampling import (
    GREEDY,
    SamplingParams,
    apply_temperature,
    min_p_filter,
    next_token_probs,
    sample_next,
    top_k_filter,
    top_p_filter,
)

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from torch import Tensor
from transformers import MinPLogitsWarper, TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

# A few values again and again, so that ties are common, and arbitrary ones.
LOGIT = st.one_of(st.sampled_from([-2.0, 0.0, 1.0, 1.5]), st.floats(-30, 30, width=32))
ROW = st.lists(LOGIT, min_size=1, max_size=12)
PARAMS = st.builds(
    SamplingParams,
    temperature=st.floats(0.1, 3),
    top_k=st.integers(0, 14),
    top_p=st.floats(0.05, 1),
    min_p=st.floats(0, 1),
)

unhurried = settings(deadline=None)  # a busy machine is no failure


def kept(filtered: Tensor) -> list[int]:
    """Ids that a cut of one row left in."""
    return filtered[0].isfinite().nonzero()[:, 0].tolist()


# --- the cuts ---------------------------------------------------------------------------------------------


@unhurried
@given(row=ROW, k=st.integers(1, 14))
def test_top_k_keeps_exactly_k_and_ties_by_order(row: list[float], k: int) -> None:
    ranking = sorted(range(len(row)), key=lambda i: (-row[i], i))
    assert kept(top_k_filter(torch.tensor([row]), k)) == sorted(ranking[:k])


@unhurried
@given(row=ROW, p=st.floats(0.01, 0.999))
@example(row=[1.0, 1.5, -2.220446049250313e-16, 0.0], p=0.875)  # two logits, one probability in float32
@example(row=[0.0, 1e-9, 2e-9, 3e-9], p=0.5)
def test_top_p_keeps_the_smallest_set_that_reaches_p(row: list[float], p: float) -> None:
    logits = torch.tensor([row])
    ids = kept(top_p_filter(logits, p))
    probs = logits.double().softmax(-1)[0].tolist()
    ranking = sorted(range(len(row)), key=lambda i: (-row[i], i))
    assert sorted(ids) == sorted(ranking[: len(ids)])
    rounding = 1e-6
    assert math.fsum(probs[i] for i in ids) >= p - rounding
    without_the_least = math.fsum(probs[i] for i in ranking[: len(ids) - 1])
    assert without_the_least < p + rounding


@unhurried
@given(row=ROW, p=st.floats(0, 1))
def test_min_p_keeps_what_is_at_least_that_fraction_of_the_best(row: list[float], p: float) -> None:
    logits = torch.tensor([row])
    ids = kept(min_p_filter(logits, p))
    probs = logits.double().softmax(-1)[0].tolist()
    for i, prob in enumerate(probs):
        if not math.isclose(prob, p * max(probs), rel_tol=1e-5):
            assert (i in ids) == (prob > p * max(probs))
    assert row.index(max(row)) in ids


def test_cuts_by_hand() -> None:
    logits = torch.tensor([[0.2, 0.4, 0.1, 0.3]]).log()
    assert kept(top_p_filter(logits, 0.65)) == [1, 3]
    assert kept(top_p_filter(logits, 0.71)) == [0, 1, 3]
    assert kept(top_p_filter(logits, 1e-9)) == [1]
    assert kept(min_p_filter(logits, 0.6)) == [1, 3]
    assert kept(top_k_filter(torch.zeros(1, 5), 2)) == [0, 1]
    assert kept(top_p_filter(torch.zeros(1, 4), 0.5)) == [0, 1]
    # Cuts follow one another: of what top-k left (4/9, 3/9, 2/9), top-p 0.7 takes the first two.
    probs = next_token_probs(logits, SamplingParams(1.0, top_k=3, top_p=0.7))
    torch.testing.assert_close(probs, torch.tensor([[0.0, 4 / 7, 0.0, 3 / 7]]))


@unhurried
@given(row=ROW)
def test_values_that_cut_nothing(row: list[float]) -> None:
    logits = torch.tensor([row])
    assert torch.equal(top_k_filter(logits, len(row)), logits)
    assert torch.equal(top_p_filter(logits, 1.0), logits)
    assert torch.equal(min_p_filter(logits, 0.0), logits)
    torch.testing.assert_close(next_token_probs(logits, SamplingParams(1.0)), logits.softmax(-1))


def test_the_inputs_are_left_alone() -> None:
    logits = torch.randn(2, 9)
    before = logits.clone()
    sample_next(logits, SamplingParams(0.5, top_k=3, top_p=0.5, min_p=0.1), torch.rand(2))
    assert torch.equal(logits, before)


@pytest.mark.parametrize("temperature", [0.3, 1.0, 2.5])
@pytest.mark.parametrize("top_k", [0, 1, 7, 100])
@pytest.mark.parametrize("top_p", [0.2, 0.9, 1.0])
@pytest.mark.parametrize("min_p", [0.0, 0.05, 0.5])
def test_distribution_equals_transformers(temperature: float, top_k: int, top_p: float, min_p: float) -> None:
    logits = 2 * torch.randn(8, 100, generator=torch.Generator().manual_seed(0))
    expected = TemperatureLogitsWarper(temperature)(None, logits)
    if top_k:
        expected = TopKLogitsWarper(top_k)(None, expected)
    expected = TopPLogitsWarper(top_p)(None, expected)
    expected = MinPLogitsWarper(min_p)(None, expected)
    ours = next_token_probs(logits, SamplingParams(temperature, top_k, top_p, min_p))
    torch.testing.assert_close(ours, expected.softmax(-1), atol=1e-6, rtol=1e-5)
    assert torch.equal(ours > 0, expected.isfinite())


@unhurried
@given(
    rows=st.integers(1, 12).flatmap(
        lambda n: st.lists(st.lists(LOGIT, min_size=n, max_size=n), min_size=2, max_size=4)
    ),
    params=PARAMS,
)
def test_a_batch_is_its_rows(rows: list[list[float]], params: SamplingParams) -> None:
    logits = torch.tensor(rows)
    uniforms = torch.linspace(0.1, 0.9, len(rows))
    together = next_token_probs(logits, params)
    for i in range(len(rows)):
        assert torch.equal(next_token_probs(logits[i : i + 1], params)[0], together[i])
    alone = [sample_next(logits[i : i + 1], params, uniforms[i : i + 1]).item() for i in range(len(rows))]
    assert sample_next(logits, params, uniforms).tolist() == alone


# --- the draw ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "params",
    [
        SamplingParams(1.0),
        SamplingParams(0.7),
        SamplingParams(1.5, top_k=5, top_p=0.8),
        SamplingParams(1.0, min_p=0.1),
    ],
    ids=str,
)
def test_frequencies_match_the_distribution(params: SamplingParams) -> None:
    generator = torch.Generator().manual_seed(0)
    draws = 40_000
    logits = torch.randn(1, 12, generator=generator)
    uniforms = torch.rand(draws, generator=generator)
    counts = sample_next(logits.expand(draws, -1), params, uniforms).bincount(minlength=12).double()
    expected = draws * next_token_probs(logits, params)[0].double()
    possible = expected > 0
    assert counts[~possible].sum() == 0
    chi_square = ((counts - expected)[possible] ** 2 / expected[possible]).sum().item()
    freedom = int(possible.sum()) - 1
    # 99.99 % of such sums lie below (Wilson and Hilferty 1931); the seed is fixed, so this is no gamble.
    assert chi_square < freedom * (1 - 2 / (9 * freedom) + 3.72 * math.sqrt(2 / (9 * freedom))) ** 3


def test_each_token_owns_its_piece_of_the_line() -> None:
    logits = torch.tensor([[0.5, 0.25, 0.25]]).log()
    uniforms = torch.tensor([0.0, 0.49, 0.51, 0.74, 0.76, 0.999])
    assert sample_next(logits.expand(6, -1), SamplingParams(1.0), uniforms).tolist() == [0, 0, 1, 1, 2, 2]


EDGES = [0.0, 1e-45, 0.5, 1 - 2**-24, 1.0]


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@unhurried
@given(
    row=st.lists(st.one_of(LOGIT, st.just(-math.inf)), min_size=1, max_size=12),
    params=PARAMS,
    uniform=st.one_of(st.sampled_from(EDGES), st.floats(0, 1, width=32)),
)
def test_impossible_tokens_are_never_drawn(
    dtype: torch.dtype, row: list[float], params: SamplingParams, uniform: float
) -> None:
    if not any(map(math.isfinite, row)):
        row.append(0.0)
    logits = torch.tensor([row], dtype=dtype)
    chosen = sample_next(logits, params, torch.tensor([uniform])).item()
    assert next_token_probs(logits, params)[0, chosen] > 0


def test_a_device_that_adds_up_in_another_order_draws_no_impossible_token(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A parallel sum may end the empty piece of a cut token a rounding error after the piece before it."""
    exact = Tensor.cumsum
    rounding = torch.tensor([[0.0, 2**-20, 0.0]])
    monkeypatch.setattr(Tensor, "cumsum", lambda self, dim: exact(self, dim) + rounding)
    logits = torch.tensor([[0.0, -math.inf, 0.0]])
    for uniform in (0.5, 0.5 + 2**-21):
        assert sample_next(logits, SamplingParams(1.0), torch.tensor([uniform])).item() != 1


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("uniform", EDGES)
def test_impossible_tokens_at_both_ends_of_a_large_vocabulary(dtype: torch.dtype, uniform: float) -> None:
    """Sums of 100,000 probabilities end beside 1; beyond the end, and before the start, lie zeros."""
    logits = torch.randn(4, 100_000, generator=torch.Generator().manual_seed(0)).to(dtype)
    logits[:, :500] = -math.inf
    logits[:, -500:] = -math.inf
    chosen = sample_next(logits, SamplingParams(1.0), torch.full((4,), uniform))
    assert ((chosen >= 500) & (chosen < 99_500)).all()
    if uniform == 0:
        assert (chosen == 500).all()
    if uniform == 1:
        assert (chosen > 99_000).all()  # the last piece, or one a rounding error before it


@unhurried
@given(row=ROW)
def test_greedy_takes_the_first_of_the_largest(row: list[float]) -> None:
    logits = torch.tensor([row])
    best = row.index(max(row))
    assert sample_next(logits, GREEDY).item() == best
    assert next_token_probs(logits, GREEDY)[0].tolist() == [float(i == best) for i in range(len(row))]


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("vocab", [1, 7, 40, 151_936])
def test_ties_go_to_the_smaller_id_wherever_they_stand(dtype: torch.dtype, vocab: int) -> None:
    """In bfloat16 the best logits are often equal. Nothing else may lie between them, or be taken for them."""
    generator = torch.Generator().manual_seed(vocab)
    logits = torch.randn(20, vocab, generator=generator).clamp(max=2.9).to(dtype)
    tied = torch.rand(20, vocab, generator=generator) < 0.3
    tied[:, -1] = True
    logits[tied] = 3.0
    first = tied.int().argmax(-1)
    assert torch.equal(first, torch.tensor([row.nonzero()[0, 0] for row in tied]))
    assert torch.equal(sample_next(logits, GREEDY), first)
    assert torch.equal(next_token_probs(logits, GREEDY).nonzero()[:, 1], first)
    only_best = torch.tensor([0.0, 0.5, 1 - 2**-24, 1.0]).repeat(5)
    for params in (SamplingParams(1.0, top_k=1), SamplingParams(1.0, top_p=1e-9)):
        assert torch.equal(sample_next(logits, params, only_best), first)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_of_equal_logits_the_first_are_kept(share: float) -> None:
    """However a processor rounds: of 1,003 the last may go through other instructions than the others."""
    logits = torch.full((3, 1003), 0.3)
    for cut in (top_p_filter(logits, share), top_k_filter(logits, int(share * 1003))):
        ids = cut.isfinite()
        counts = ids.sum(-1, keepdim=True)
        assert torch.equal(ids, torch.arange(1003).expand(3, -1) < counts)
        assert (counts - share * 1003).abs().max() <= 1


def test_low_temperature_approaches_greedy() -> None:
    logits = torch.randn(64, 50, generator=torch.Generator().manual_seed(0))
    uniforms = torch.linspace(0, 1, 64)
    assert torch.equal(sample_next(logits, SamplingParams(1e-6), uniforms), logits.argmax(-1))


# --- refusals ---------------------------------------------------------------------------------------------

NAN = math.nan


@pytest.mark.parametrize(
    ("values", "name"),
    [
        *[({"temperature": t}, "temperature") for t in (-1.0, NAN, math.inf, 1e-9)],
        *[({"top_k": k}, "top_k") for k in (-1, 2.5, True, NAN)],
        *[({"top_p": p}, "top_p") for p in (0.0, -0.1, 1.1, NAN)],
        *[({"min_p": p}, "min_p") for p in (-0.1, 1.1, NAN)],
    ],
)
def test_values_out_of_range(values: dict, name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be"):
        SamplingParams(**values)


def test_functions_check_for_themselves() -> None:
    logits = torch.zeros(1, 3)
    for function, value in [(apply_temperature, 0), (top_k_filter, 0), (top_p_filter, 0), (min_p_filter, 2)]:
        with pytest.raises(ValueError, match="must be"):
            function(logits, value)


def test_sampling_needs_a_number_for_each_row() -> None:
    for uniforms in (None, torch.rand(1), torch.rand(2, 1)):
        with pytest.raises(ValueError, match="one uniform number for each row"):
            sample_next(torch.zeros(2, 3), SamplingParams(1.0), uniforms)
