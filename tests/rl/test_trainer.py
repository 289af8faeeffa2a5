"""GRPO: every formula against TRL or by hand, every gradient that must or must not be there, and a run."""

from __future__ import annotations

import math
from dataclasses import replace

from shared.model.logprobs import right_pad, token_logprobs
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.rl import trainer
from shared.rl.losses import AGGREGATIONS, aggregate, policy_loss
from shared.rl.trainer import backward_rollouts, train_grpo
from shared.training.config import TrainingError
from shared.training.runs import CHECKPOINT_FILE

import pytest
import torch
from hardened import small_model
from rl_cases import (
    config,
    likes_sevens,
    some_number,
    some_rollouts,
    toy_config,
    toy_model,
    toy_problems,
    toy_tokenizer,
)
from safetensors import safe_open


def gradients(model: Qwen3) -> dict[str, torch.Tensor]:
    return {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}


PROMPTS = [[1, 2, 3], [4, 5], [6, 7, 8, 9, 10]]
RESPONSES = [[11, 12, 13, 0], [14, 0], [15, 16, 17]]


def test_gradient_reaches_every_response_token_and_no_prompt_token():
    """One row of logits a response token, the end-of-text token included, and none for the prompt."""
    model = small_model()
    input_ids, mask = right_pad(PROMPTS, RESPONSES, pad_token_id=0)
    captured = []

    def keep(module, inputs, output):
        output.retain_grad()
        captured.append(output)

    model.lm_head.register_forward_hook(keep)
    per_token = policy_loss(token_logprobs(model, input_ids, mask), None, torch.tensor([1.0, -1.0, 0.5]), mask)
    per_token.retain_grad()
    aggregate(per_token, mask).backward()
    assert ((per_token.grad != 0) == mask).all()
    end_of_text = (input_ids == 0) & mask  # not the padding, which has the same id
    assert end_of_text.sum() == 2
    assert (per_token.grad[end_of_text] != 0).all()
    assert (captured[0].grad.abs().sum(dim=-1) > 0).all()
    assert len(captured[0]) == mask.sum()


@pytest.mark.parametrize("mode", AGGREGATIONS)
@pytest.mark.parametrize("micro_batch_tokens", [1, 21, 1000])
def test_micro_batched_gradient_is_that_of_the_whole_batch(mode, micro_batch_tokens):
    model = small_model()
    rollouts = some_rollouts()
    input_ids, mask = right_pad([r.prompt_ids for r in rollouts], [r.response_ids for r in rollouts], 0)
    advantages = torch.tensor([r.advantage for r in rollouts], dtype=torch.float64)
    expected_loss = aggregate(
        policy_loss(token_logprobs(model, input_ids, mask, 0.8), None, advantages, mask),
        mask,
        mode,
        max_tokens=8,
    )
    expected_loss.backward()
    expected = gradients(model)
    model.zero_grad()
    settings = config(aggregation=mode, micro_batch_tokens=micro_batch_tokens, temperature=0.8)
    loss = backward_rollouts(model, rollouts, settings, pad_token_id=0).loss
    assert loss == pytest.approx(expected_loss.item(), abs=1e-12)
    for name, grad in gradients(model).items():
        torch.testing.assert_close(grad, expected[name], atol=1e-12, rtol=0, msg=name)
        assert grad.abs().max() > 1e-6


def test_equal_rewards_give_no_gradient_at_all():
    model = small_model()
    result = backward_rollouts(model, some_rollouts((0.0, 0.0)), config(), pad_token_id=0)
    assert result.loss == 0 and len(result.gaps) == 0
    assert not gradients(model)


def test_second_update_on_the_same_rollouts_uses_the_old_policy():
    model = small_model()
    settings = config(num_updates=2, clip_low=0.1, clip_high=0.1)
    rollouts = backward_rollouts(model, some_rollouts(), settings, pad_token_id=0).rollouts
    for r in rollouts:
        assert (r.old_logprobs is None) == (r.advantage == 0)
        alone, its_mask = right_pad([r.prompt_ids], [r.response_ids], 0)
        logprobs = token_logprobs(model, alone, its_mask)[its_mask].tolist()
        assert r.advantage == 0 or r.old_logprobs == pytest.approx(logprobs, abs=1e-12)
    old = rollouts[0].old_logprobs
    with torch.no_grad():
        for p in model.parameters():
            p += 0.02 * torch.randn_like(p)
    model.zero_grad()
    result = backward_rollouts(model, rollouts, settings, pad_token_id=0)
    assert result.rollouts[0].old_logprobs == old
    input_ids, mask = right_pad([r.prompt_ids for r in rollouts], [r.response_ids for r in rollouts], 0)
    new = token_logprobs(model, input_ids, mask).detach()
    expected, tokens = 0.0, sum(len(r.response_ids) for r in rollouts)
    for row, r in enumerate(rollouts):
        for x, o in zip(new[row][mask[row]].tolist(), r.old_logprobs or [], strict=False):
            ratio = math.exp(x - o)
            expected -= min(ratio * r.advantage, min(max(ratio, 0.9), 1.1) * r.advantage) / tokens
    assert result.loss == pytest.approx(expected, abs=1e-12)


@pytest.fixture(scope="module")
def tokenizer():
    return toy_tokenizer()


def test_training_raises_a_toy_reward(tokenizer):
    model = toy_model(tokenizer)
    history = train_grpo(
        model,
        tokenizer,
        toy_problems(),
        toy_config(steps=40, prompts_per_step=4, group_size=8),
        reward=likes_sevens,
    )
    before = sum(m["reward"] for m in history[:5]) / 5
    after = sum(m["reward"] for m in history[-5:]) / 5
    assert before < 0.05
    assert after > 0.5


def test_the_end_of_text_token_is_learned_from(tokenizer):
    """Rollouts keep the end-of-text token, so a model rewarded for ending learns to end."""
    model = toy_model(tokenizer)
    rewards = toy_config(steps=40, prompts_per_step=4, group_size=8, learning_rate=2e-2)
    history = train_grpo(
        model, tokenizer, toy_problems(), rewards, reward=lambda r, p: float(r.finish_reason == "stop")
    )
    assert history[-1]["truncated"] < 0.2 < history[0]["truncated"]


def test_steps_without_a_signal_are_skipped(tokenizer):
    model = toy_model(tokenizer)
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    history = train_grpo(
        model, tokenizer, toy_problems(), toy_config(weight_decay=0.1), reward=lambda r, p: 0.3
    )
    assert [m["skip"] for m in history] == [1.0] * 4
    assert history[0]["zero_advantage_groups"] == 1
    assert all(torch.equal(p, before[name]) for name, p in model.named_parameters())


class Killed(BaseException):
    """Stands for a crash: nothing in the loop catches it."""


@pytest.mark.parametrize("num_updates", [1, 3])
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("sample_in_bfloat16", [False, True])
def test_resume_is_bit_identical(tokenizer, tmp_path, num_updates, stream, sample_in_bfloat16):
    settings = toy_config(
        steps=8, num_updates=num_updates, checkpoint_every=2, sample_in_bfloat16=sample_in_bfloat16
    )
    name = "toys" if stream else None

    def problems():
        return iter(toy_problems(50)) if stream else toy_problems()

    reference = toy_model(tokenizer)
    expected = train_grpo(reference, tokenizer, problems(), settings, reward=likes_sevens)

    def kill(step, metrics):
        if step == 5:
            raise Killed

    shared = {"reward": likes_sevens, "out": tmp_path, "stream_name": name}
    with pytest.raises(Killed):
        train_grpo(toy_model(tokenizer), tokenizer, problems(), settings, on_step=kill, **shared)
    model = toy_model(tokenizer)
    history = train_grpo(model, tokenizer, problems(), settings, **shared)
    for (name, p), q in zip(model.named_parameters(), reference.parameters(), strict=True):
        assert torch.equal(p, q), name
    timed = ("seconds", "rollout_seconds")
    without_time = [[{k: v for k, v in m.items() if k not in timed} for m in h] for h in (history, expected)]
    assert without_time[0] == without_time[1]


OTHERS = {
    "problems": lambda t: {"problems": toy_problems(7)},
    "reward": lambda t: {"reward": likes_ends},
    "weights": lambda t: {"model": toy_model(t, seed=5)},
    "tokenizer": lambda t: {"tokenizer": Tokenizer(t.backend, (*t.eos_token_ids, 9), t.pad_token_id)},
    "seed": lambda t: {"config": toy_config(seed=3)},
    "stream": lambda t: {"problems": iter(toy_problems(50)), "stream_name": "other toys"},
}


def likes_ends(response, problem):
    return float(response.finish_reason == "stop")


@pytest.mark.parametrize("what", OTHERS)
def test_a_run_is_not_resumed_with_anything_else(tokenizer, tmp_path, what):
    def settings():
        made = {"model": toy_model(tokenizer), "tokenizer": tokenizer, "problems": toy_problems(),
                "config": toy_config(), "reward": likes_sevens, "out": tmp_path}  # fmt: skip
        if what == "stream":
            made |= {"problems": iter(toy_problems(50)), "stream_name": "toys"}
        return made

    train_grpo(**settings())
    train_grpo(**settings())  # the same again: it is recognized as finished
    with pytest.raises(TrainingError, match=what):
        train_grpo(**settings() | OTHERS[what](tokenizer))


def test_how_the_work_is_cut_may_change(tokenizer, tmp_path):
    shared = {"problems": toy_problems(), "reward": likes_sevens, "out": tmp_path}
    train_grpo(toy_model(tokenizer), tokenizer, config=toy_config(), **shared)
    cut = toy_config(micro_batch_tokens=20, generation_batch_size=3, log_every=2, checkpoint_every=1)
    train_grpo(toy_model(tokenizer), tokenizer, config=cut, **shared)


def test_a_stream_that_is_kept_has_a_name(tokenizer, tmp_path):
    with pytest.raises(ValueError, match="stream_name"):
        train_grpo(toy_model(tokenizer), tokenizer, iter(toy_problems()), toy_config(), out=tmp_path)


def test_rollouts_for_several_updates_are_tensors_in_the_checkpoint(tokenizer, tmp_path):
    def stop(step, metrics):
        if step == 2:
            raise KeyboardInterrupt

    settings = toy_config(num_updates=3)
    with pytest.raises(KeyboardInterrupt):
        train_grpo(toy_model(tokenizer), tokenizer, toy_problems(), settings, reward=likes_sevens,
                   out=tmp_path, on_step=stop)  # fmt: skip
    with safe_open(tmp_path / CHECKPOINT_FILE, framework="pt") as file:
        tokens = len(file.get_tensor("memory.response_ids"))
        assert (
            len(file.get_tensor("memory.old_logprobs"))
            == len(file.get_tensor("memory.sampled_logprobs"))
            == tokens
        )
        assert sum(map(len, file.metadata().values())) < 1000  # JSON in the header has an end at 100 MB


def test_how_far_the_sampler_is_from_the_model_is_logged(tokenizer):
    gaps = {}
    for copied in (False, True):
        model = toy_model(tokenizer)
        settings = toy_config(steps=2, sample_in_bfloat16=copied)
        gaps[copied] = train_grpo(model, tokenizer, toy_problems(), settings, reward=some_number)
    for metrics in gaps[False]:
        assert 0 <= metrics["sampler_gap"] <= metrics["sampler_gap_max"] < 1e-4
    for metrics in gaps[True]:
        assert 1e-4 < metrics["sampler_gap"] < metrics["sampler_gap_max"] < 0.1


def test_the_gap_is_that_of_the_tokens_learned_from():
    model = small_model()
    rollouts = some_rollouts()
    gaps = backward_rollouts(model, rollouts, config(), pad_token_id=0).gaps
    expected = []
    for r in sorted((r for r in rollouts if r.advantage), key=lambda r: len(r.prompt_ids + r.response_ids)):
        input_ids, mask = right_pad([r.prompt_ids], [r.response_ids], 0)
        now = token_logprobs(model, input_ids, mask)[mask].tolist()
        expected += [x - y for x, y in zip(now, r.sampled_logprobs, strict=True)]
    assert sorted(gaps.tolist()) == pytest.approx(sorted(expected), abs=1e-5)


def test_the_copy_that_samples_has_the_weights_of_the_moment(tokenizer, monkeypatch):
    """A copy that is never renewed would sample from the model of the first step for ever."""
    seen = []
    plain = trainer.sample_rollouts

    def recorded(model, *rest):
        seen.append((model.dtype, model.lm_head.weight.detach().clone(), model))
        return plain(model, *rest)

    monkeypatch.setattr(trainer, "sample_rollouts", recorded)
    model = toy_model(tokenizer)
    before = []
    train_grpo(
        model, tokenizer, toy_problems(), toy_config(steps=3, sample_in_bfloat16=True), reward=likes_sevens,
        on_step=lambda step, m: before.append(model.lm_head.weight.detach().clone()),
    )  # fmt: skip
    for (dtype, weight, _), now in zip(seen[1:], before, strict=False):
        assert dtype is torch.bfloat16
        assert torch.equal(weight, now.to(torch.bfloat16))
    assert seen[0][2] is seen[1][2] is not model


def test_several_updates_share_their_rollouts(tokenizer):
    history = train_grpo(
        toy_model(tokenizer), tokenizer, toy_problems(), toy_config(steps=6, num_updates=2), reward=some_number
    )
    for first, second in (history[0:2], history[2:4], history[4:6]):
        assert first["reward"] == second["reward"]
        assert first["sampler_gap_max"] == second["sampler_gap_max"] < 1e-4  # before the first update, that is
    assert len({m["reward"] for m in history}) > 1


def test_the_seed_is_that_of_the_rollouts_too(tokenizer):
    """A stream is read in its own order, so that only what is drawn differs."""
    runs = [
        train_grpo(
            toy_model(tokenizer), tokenizer, iter(toy_problems(9)), toy_config(steps=1, seed=seed),
            reward=some_number,
        )
        for seed in (0, 0, 1)
    ]  # fmt: skip
    entropies = [history[0]["entropy"] for history in runs]
    assert entropies[0] == entropies[1] != entropies[2]


def test_evaluations_and_callbacks(tokenizer):
    seen = []
    history = train_grpo(
        toy_model(tokenizer), tokenizer, toy_problems(), toy_config(steps=5, learning_rate=1e-4),
        evaluate_every=2, evaluate=lambda: {"accuracy": 0.25},
        on_step=lambda step, m: seen.append(step),
    )  # fmt: skip
    assert ["accuracy" in m for m in history] == [False, True, False, True, True]
    assert seen == [1, 2, 3, 4, 5]
    needed = {"reward", "response_length", "truncated", "zero_advantage_groups", "loss", "grad_norm", "entropy"}
    assert needed | {"seconds", "rollout_seconds", "learning_rate", "step"} <= history[0].keys()


def test_mistakes_of_the_caller(tokenizer):
    model = toy_model(tokenizer)
    with pytest.raises(ValueError, match="not finite"):
        train_grpo(model, tokenizer, toy_problems(), toy_config(), reward=lambda r, p: math.nan)
    with pytest.raises(ValueError, match="ended after 4"):
        train_grpo(model, tokenizer, iter(toy_problems(4)), toy_config(), reward=likes_sevens)
    with pytest.raises(ValueError, match="no problems"):
        train_grpo(model, tokenizer, [], toy_config(), reward=likes_sevens)


def test_a_problem_too_long_for_the_context_ends_no_run(tokenizer):
    """In a list it is refused before the first step; in a stream it is left out, and counted."""
    long = replace(toy_problems(1)[0], problem="7 " * 600, unique_id="the-long-one")
    problems = [*toy_problems(4), long, *toy_problems(9)]
    model = toy_model(tokenizer)
    with pytest.raises(ValueError, match=r"1 of 14 problems.*the-long-one"):
        train_grpo(model, tokenizer, problems, toy_config(), reward=lambda r, p: pytest.fail("a step was made"))
    history = train_grpo(model, tokenizer, iter(problems), toy_config(), reward=likes_sevens)
    assert [m["left_out"] for m in history] == [0, 1, 0, 0]
