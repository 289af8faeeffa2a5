"""Scores under top-p and top-k: the distribution that a token was drawn from, and its gradient."""

from __future__ import annotations

from dataclasses import replace

from shared.inference.sampling import SamplingParams, next_token_probs
from shared.model.logprobs import right_pad, token_logprobs, token_logprobs_and_entropies
from shared.rl.cuts import filled_up, kept_tokens
from shared.rl.learning import backward_rollouts, scored, with_sampling_mask
from shared.rl.rollouts import pack, sample_answers, unpack

import pytest
import torch
from hardened import small_model
from rl_cases import config, some_rollouts, toy_config, toy_model, toy_problems, toy_tokenizer

PARAMS = [SamplingParams(0.8, top_k=5), SamplingParams(1.0, top_p=0.6), SamplingParams(1.3, top_k=9, top_p=0.8)]


def rectangle():
    rollouts = some_rollouts()
    return right_pad([r.prompt_ids for r in rollouts], [r.response_ids for r in rollouts], 0)


@pytest.mark.parametrize("params", PARAMS, ids=str)
def test_the_scores_are_the_logarithms_of_what_was_drawn_from(params):
    model = small_model()
    input_ids, mask = rectangle()
    kept = filled_up(kept_tokens(model, input_ids, mask, params))
    found, entropies = token_logprobs_and_entropies(model, input_ids, mask, params.temperature, kept)
    torch.testing.assert_close(token_logprobs(model, input_ids, mask, params.temperature, kept), found)
    logits = model(input_ids[:, :-1])[mask[:, 1:]].detach()
    drawn = input_ids[mask]
    probs = next_token_probs(logits, params).double()
    inside = probs.gather(1, drawn[:, None])[:, 0] > 0
    assert (
        inside.any() and not inside.all()
    )  # random tokens: some would have been cut, and are kept all the same
    expected = probs.gather(1, drawn[:, None])[:, 0].log()
    torch.testing.assert_close(found[mask][inside], expected[inside], atol=1e-6, rtol=0)
    nats = -(probs * probs.log().nan_to_num(neginf=0.0)).sum(1)
    torch.testing.assert_close(entropies[mask][inside], nats[inside], atol=1e-6, rtol=0)
    assert found[mask][~inside].isfinite().all()


def test_no_gradient_reaches_what_was_cut():
    model = small_model()
    input_ids, mask = rectangle()
    sets = kept_tokens(model, input_ids, mask, SamplingParams(1.0, top_k=4))
    captured = []

    def keep(module, given, output):
        output.retain_grad()
        captured.append(output)

    model.lm_head.register_forward_hook(keep)
    token_logprobs(model, input_ids, mask, 1.0, filled_up(sets)).sum().backward()
    for row, kept in zip(captured[0].grad, sets, strict=True):
        cut = torch.ones_like(row, dtype=torch.bool)
        cut[kept] = False
        assert (row[cut] == 0).all() and (row[kept] != 0).any()


def test_sets_of_different_size_make_a_rectangle():
    assert filled_up([[3], [1, 2, 5], [7, 8]]).tolist() == [[3, 3, 3], [1, 2, 5], [7, 8, 7]]


def test_what_was_kept_survives_as_tensors():
    rollouts = [replace(r, kept=[[t, t + 1][: 1 + t % 2] for t in r.response_ids]) for r in some_rollouts()]
    assert unpack(pack(rollouts)) == rollouts


@pytest.mark.parametrize("cut", [{"top_p": 0.5}, {"top_k": 3}], ids=str)
def test_on_policy_the_weight_is_one_and_later_it_uses_the_same_sets(cut):
    tokenizer = toy_tokenizer()
    model = toy_model(tokenizer)
    settings = toy_config(num_updates=2, **cut)
    _, rollouts = sample_answers(model, tokenizer, toy_problems(3), settings, seed=1)
    rollouts = with_sampling_mask(model, rollouts, settings, tokenizer.pad_token_id)
    rollouts = [replace(r, advantage=1.0) for r in rollouts]
    again = scored(model, rollouts, settings, tokenizer.pad_token_id, "old_logprobs")
    metrics, _ = backward_rollouts(model, again, settings, tokenizer.pad_token_id)
    assert metrics["sampler_gap_max"] < 1e-5 and metrics["weight"] == pytest.approx(1.0, abs=1e-6)
    without = [replace(r, kept=None) for r in rollouts]
    careless, _ = backward_rollouts(model, without, settings, tokenizer.pad_token_id)
    assert careless["sampler_gap_max"] > 0.1  # scored as if nothing had been cut
    with torch.no_grad():
        for p in model.parameters():
            p += 0.01 * torch.randn_like(p)
    moved, _ = backward_rollouts(model, again, settings, tokenizer.pad_token_id)
    assert moved["weight"] != pytest.approx(1.0, abs=1e-4)


def test_nothing_is_noted_where_nothing_is_cut():
    tokenizer = toy_tokenizer()
    _, rollouts = sample_answers(toy_model(tokenizer), tokenizer, toy_problems(1), toy_config(), seed=1)
    assert all(r.kept is None for r in rollouts)
    assert not config().cuts and config(top_k=1).cuts and config(top_p=0.9).cuts
