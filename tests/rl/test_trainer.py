"""GRPO: every formula against TRL or by hand, every gradient that must or must not be there, and a run."""

from __future__ import annotations

import math
from itertools import islice

import pytest
import torch
from hardened import small_model

from shared.model.logprobs import right_pad, token_logprobs
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import train_tokenizer
from shared.problems import Problem, problem_stream
from shared.rl.config import GRPOConfig
from shared.rl.losses import AGGREGATIONS, aggregate, policy_loss
from shared.rl.rollouts import Rollout, sample_rollouts
from shared.rl.trainer import backward_rollouts, train_grpo


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


def config(**changes) -> GRPOConfig:
    return GRPOConfig(**{"steps": 4, "learning_rate": 1e-2, "max_new_tokens": 8, "bfloat16": False, **changes})


def some_rollouts(advantages=(1.0, -0.5, 0.0, 0.7)) -> list[Rollout]:
    torch.manual_seed(3)
    return [
        Rollout(torch.randint(1, 40, (2 + i,)).tolist(), torch.randint(1, 40, (7 - i,)).tolist() + [0], a)
        for i, a in enumerate(advantages)
    ]


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
    loss, _ = backward_rollouts(model, rollouts, settings, pad_token_id=0)
    assert loss == pytest.approx(expected_loss.item(), abs=1e-12)
    for name, grad in gradients(model).items():
        torch.testing.assert_close(grad, expected[name], atol=1e-12, rtol=0, msg=name)
        assert grad.abs().max() > 1e-6


def test_equal_rewards_give_no_gradient_at_all():
    model = small_model()
    loss, _ = backward_rollouts(model, some_rollouts((0.0, 0.0)), config(), pad_token_id=0)
    assert loss == 0
    assert not gradients(model)


def test_second_update_on_the_same_rollouts_uses_the_old_policy():
    model = small_model()
    settings = config(num_updates=2, clip_low=0.1, clip_high=0.1)
    _, rollouts = backward_rollouts(model, some_rollouts(), settings, pad_token_id=0)
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
    loss, again = backward_rollouts(model, rollouts, settings, pad_token_id=0)
    assert again[0].old_logprobs == old
    input_ids, mask = right_pad([r.prompt_ids for r in rollouts], [r.response_ids for r in rollouts], 0)
    new = token_logprobs(model, input_ids, mask).detach()
    expected, tokens = 0.0, sum(len(r.response_ids) for r in rollouts)
    for row, r in enumerate(rollouts):
        for x, o in zip(new[row][mask[row]].tolist(), r.old_logprobs or [], strict=False):
            ratio = math.exp(x - o)
            expected -= min(ratio * r.advantage, min(max(ratio, 0.9), 1.1) * r.advantage) / tokens
    assert loss == pytest.approx(expected, abs=1e-12)


@pytest.fixture(scope="module")
def tokenizer():
    texts = [p.problem + " " + p.solution for p in islice(problem_stream("train", seed=0), 50)]
    return train_tokenizer(texts, vocab_size=300)


def toy_problems(count: int = 6) -> list[Problem]:
    return [Problem(f"What is {i} + {i}?", "", str(2 * i), "Toy", 1, f"toy-{i}") for i in range(count)]


def likes_sevens(response, problem) -> float:
    """A toy reward: the share of the token "7"."""
    return response.text.count("7") / response.num_tokens


def toy_config(**changes) -> GRPOConfig:
    usual = {"steps": 4, "learning_rate": 1e-2, "prompts_per_step": 3, "group_size": 4, "max_new_tokens": 6}
    return config(**{**usual, "bfloat16": False, **changes})


def toy_model(tokenizer, seed: int = 0) -> Qwen3:
    return small_model(tokenizer.vocab_size, seed, torch.float32)


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


def test_rollouts_and_their_metrics(tokenizer):
    model = toy_model(tokenizer)
    settings = toy_config(group_size=2)
    turn = iter([0.0, 1.0, 1.0, 1.0, 0.0, 0.0])
    rollouts, metrics = sample_rollouts(
        model, tokenizer, toy_problems(3), settings, lambda r, p: next(turn), seed=1
    )
    half = math.sqrt(0.5)
    assert [r.advantage for r in rollouts] == pytest.approx(
        [-0.5 / (half + 1e-4), 0.5 / (half + 1e-4), 0, 0, 0, 0]
    )
    assert (
        rollouts[0].prompt_ids
        == rollouts[1].prompt_ids
        == tokenizer.encode("Question: What is 0 + 0?\nGive the answer in \\boxed{}.\nAnswer:")
    )
    lengths = [len(r.response_ids) for r in rollouts]
    assert metrics["response_length"] == pytest.approx(sum(lengths) / 6)
    ended = [r.response_ids[-1] in tokenizer.eos_token_ids for r in rollouts]
    assert metrics["truncated"] == pytest.approx(1 - sum(ended) / 6)
    assert metrics["reward"] == pytest.approx(0.5)
    assert metrics["zero_advantage_groups"] == pytest.approx(2 / 3)
    input_ids, mask = right_pad([r.prompt_ids for r in rollouts], [r.response_ids for r in rollouts], 0)
    assert metrics["entropy"] == pytest.approx(
        -token_logprobs(model, input_ids, mask)[mask].mean().item(), abs=1e-5
    )


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


@pytest.mark.parametrize("num_updates", [1, 3])
@pytest.mark.parametrize("stream", [False, True])
def test_resume_is_bit_identical(tokenizer, tmp_path, num_updates, stream):
    settings = toy_config(steps=8, num_updates=num_updates, checkpoint_every=2)

    def problems():
        return iter(toy_problems(50)) if stream else toy_problems()

    reference = toy_model(tokenizer)
    expected = train_grpo(reference, tokenizer, problems(), settings, reward=likes_sevens)

    class Killed(BaseException):
        pass

    def kill(step, metrics):
        if step == 5:
            raise Killed

    model = toy_model(tokenizer)
    with pytest.raises(Killed):
        train_grpo(model, tokenizer, problems(), settings, reward=likes_sevens, out=tmp_path, on_step=kill)
    model = toy_model(tokenizer, seed=5)
    history = train_grpo(model, tokenizer, problems(), settings, reward=likes_sevens, out=tmp_path)
    for (name, p), q in zip(model.named_parameters(), reference.parameters(), strict=True):
        assert torch.equal(p, q), name
    assert [(m["reward"], m["loss"]) for m in history] == [(m["reward"], m["loss"]) for m in expected]


def test_several_updates_share_their_rollouts(tokenizer):
    rewards = [m["reward"] for m in train_grpo(
        toy_model(tokenizer), tokenizer, toy_problems(), toy_config(steps=6, num_updates=2), reward=likes_sevens
    )]  # fmt: skip
    assert rewards[0] == rewards[1]
    assert rewards[2] == rewards[3]


def test_evaluations_and_callbacks(tokenizer):
    seen = []
    history = train_grpo(
        toy_model(tokenizer), tokenizer, toy_problems(), toy_config(steps=5, learning_rate=1e-4),
        evaluate_every=2, evaluate=lambda: {"accuracy": 0.25},
        on_step=lambda step, m: seen.append("accuracy" in m),
    )  # fmt: skip
    assert ["accuracy" in m for m in history] == seen == [False, True, False, True, True]
    needed = {"reward", "response_length", "truncated", "zero_advantage_groups", "loss", "grad_norm", "entropy"}
    assert needed | {"seconds", "rollout_seconds", "learning_rate", "step"} <= history[0].keys()


def test_mistakes_of_the_caller(tokenizer):
    model = toy_model(tokenizer)
    with pytest.raises(ValueError, match="not finite"):
        train_grpo(model, tokenizer, toy_problems(), toy_config(), reward=lambda r, p: math.nan)
    with pytest.raises(ValueError, match="ended before step 2"):
        train_grpo(model, tokenizer, iter(toy_problems(4)), toy_config(), reward=likes_sevens)
    with pytest.raises(ValueError, match="at least one example"):
        train_grpo(model, tokenizer, [], toy_config(), reward=likes_sevens)


@pytest.mark.parametrize(
    "bad", [{"group_size": 1}, {"temperature": 0}, {"aggregation": "mean"}, {"clip_low": 2}, {"num_updates": 0},
            {"learning_rate": -1}, {"max_new_tokens": 0}, {"temperature": math.nan}],
)  # fmt: skip
def test_bad_config_is_refused(bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        config(**bad)
