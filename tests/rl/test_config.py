"""Everything that can be chosen about a GRPO run, and that every choice reaches what it is about."""

from __future__ import annotations

import math
from dataclasses import fields

from shared.rl import batches, learning, rollouts, trainer
from shared.rl.algorithm import Algorithm
from shared.rl.config import GRPOConfig
from shared.training.config import TrainingConfig

import pytest
import torch
from rl_cases import config, some_number, toy_config, toy_model, toy_problems, toy_tokenizer


@pytest.mark.parametrize(
    "bad", [{"group_size": 1}, {"temperature": 0}, {"num_updates": 0}, {"mini_batches": 0}, {"lag": -1},
            {"learning_rate": -1}, {"max_new_tokens": 0}, {"temperature": math.nan}, {"mini_batches": 5},
            {"top_p": 0.0}, {"top_k": -1}],
)  # fmt: skip
def test_bad_config_is_refused(bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        config(**bad)


# What a setting is changed to, and every place at which the new value must arrive.
VARIED = {
    "prompts_per_step": (5, ["generate: prompts"]),
    "group_size": (3, ["generate: num_samples", "rewards: group", "rows: group"]),
    "max_new_tokens": (4, ["generate: max_new_tokens", "row_weights: max_tokens"]),
    "temperature": (0.7, ["generate: temperature", "token_logprobs: temperature"]),
    "top_k": (7, ["generate: top_k", "kept: most"]),
    "top_p": (0.4, ["generate: top_p"]),
    "suffix": (" Think.", ["prompt: suffix"]),
    "thinking": (False, ["prompt: thinking"]),
    "num_updates": (2, ["batches: updates"]),
    "algorithm": (Algorithm(clip_low=0.1), ["token_losses: algorithm"]),
    "mini_batches": (3, ["batches: updates"]),
    "lag": (2, ["batches: ahead"]),
    "recompute": (True, ["model: recompute"]),
    "micro_batch_tokens": (50, ["micro_batches: max_tokens"]),
    "generation_batch_size": (7, ["generate: batch_size"]),
    "bfloat16": (True, ["autocast: enabled"]),
    "sample_in_bfloat16": (True, ["sampler: bfloat16"]),
}
OF_THE_LOOP = {  # setting -> what it is changed to; the loop's own tests see to the rest
    "learning_rate": 5e-3, "warmup_steps": 2, "schedule": "cosine", "weight_decay": 0.1, "betas": (0.5, 0.6),
    "grad_clip": 0.5, "seed": 9, "log_every": 2, "checkpoint_every": 3, "checkpoint_minutes": 4.0,
}  # fmt: skip


def test_every_setting_is_varied_here():
    assert {f.name for f in fields(GRPOConfig)} == VARIED.keys() | OF_THE_LOOP.keys() | {"steps"}


@pytest.fixture
def arrivals(monkeypatch):
    """A short run under given settings; returns what arrived at each place."""

    def run(settings: GRPOConfig) -> dict[str, object]:
        arrived: dict[str, object] = {}

        def spy(module, name, look):
            function = getattr(module, name)

            def spied(*arguments, **named):
                arrived.update(look(*arguments, **named))
                return function(*arguments, **named)

            monkeypatch.setattr(module, name, spied)

        spy(rollouts, "generate", lambda model, tokenizer, prompts, **named: {
            "generate: prompts": len(prompts), "generate: temperature": named["params"].temperature,
            "generate: top_k": named["params"].top_k, "generate: top_p": named["params"].top_p,
            "sampler: bfloat16": model.dtype is torch.bfloat16,
            **{f"generate: {k}": named[k] for k in ("num_samples", "max_new_tokens", "batch_size")},
        })  # fmt: skip
        spy(rollouts, "render_prompt", lambda question, suffix, tokenizer, thinking: {
            "prompt: suffix": suffix, "prompt: thinking": thinking,
        })  # fmt: skip
        spy(rollouts, "advantages", lambda rewards, *rest: {"rewards: group": rewards.shape[1]})
        spy(learning, "token_logprobs", lambda model, ids, mask, t, *rest: {
            "token_logprobs: temperature": t, "model: recompute": model.model.recompute,
        })  # fmt: skip
        spy(learning, "filled_up", lambda kept, device: {"kept: most": max(map(len, kept))})
        spy(learning, "token_losses", lambda tokens, algorithm, bonus: {"token_losses: algorithm": algorithm})
        spy(learning, "row_weights", lambda lengths, mode, **totals: {
            "row_weights: max_tokens": totals["max_tokens"], "rows: group": totals["group_size"],
        })  # fmt: skip
        spy(learning, "micro_batches", lambda lengths, most: {"micro_batches: max_tokens": most})
        spy(learning, "autocast", lambda device, enabled: {"autocast: enabled": enabled})
        tokenizer, sampled = toy_tokenizer(), []
        spy(batches.ProblemSource, "batch", lambda self, position, *rest: sampled.append(position) or {})
        train = trainer.train_grpo
        train(toy_model(tokenizer), tokenizer, toy_problems(), settings, reward=some_number)
        learned = settings.steps // settings.updates_per_batch
        return {
            **arrived,
            "batches: updates": settings.steps // learned,
            "batches: ahead": len(sampled) - learned,
        }

    return run


@pytest.mark.parametrize("name", VARIED)
def test_a_setting_arrives_wherever_it_is_about(name, arrivals):
    value, places = VARIED[name]
    usual = arrivals(toy_config(steps=6))
    changed = arrivals(toy_config(steps=6, **{name: value}))
    for place in places:
        assert changed[place] == value != usual.get(place), place


@pytest.mark.parametrize("name", OF_THE_LOOP)
def test_settings_of_the_loop_arrive_there(name):
    usual, changed = toy_config(), toy_config(**{name: OF_THE_LOOP[name]})
    assert getattr(changed.training(), name) == OF_THE_LOOP[name] != getattr(usual.training(), name)


def test_the_other_settings_of_the_loop_are_its_defaults():
    assert toy_config(steps=7).training().total_steps == 7
    assert {f.name for f in fields(TrainingConfig)} - {f.name for f in fields(GRPOConfig)} == {
        "total_steps", "final_ratio", "optimizer",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["seed", "temperature", "suffix", "num_updates", "group_size"])
def test_settings_change_the_weights(name):
    value = VARIED[name][0] if name in VARIED else OF_THE_LOOP[name]
    tokenizer, weights = toy_tokenizer(), []
    for changes in ({}, {name: value}):
        model = toy_model(tokenizer)
        trainer.train_grpo(model, tokenizer, toy_problems(), toy_config(**changes), reward=some_number)
        weights.append(model.lm_head.weight.detach())
    assert not torch.equal(*weights)
