"""The trainer: every gradient that must or must not be there, and runs, also interrupted ones."""

from __future__ import annotations

import math
from dataclasses import replace

from shared.model.logprobs import right_pad, token_logprobs, token_logprobs_and_entropies
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.rl import trainer
from shared.rl.aggregation import AGGREGATIONS
from shared.rl.algorithm import Algorithm
from shared.rl.learning import backward_rollouts, counted_tokens, loss_weights, scored
from shared.rl.presets import PRESETS
from shared.rl.tokens import Tokens
from shared.rl.trainer import train_grpo
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
from rl_naive import naive_loss
from safetensors import safe_open


def gradients(model: Qwen3) -> dict[str, torch.Tensor]:
    return {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}


def as_tokens(model: Qwen3, rollouts, temperature: float = 1.0) -> tuple[Tokens, torch.Tensor]:
    """The rollouts in one rectangle, scored by the model; old log-probabilities are those of the rollouts."""
    input_ids, mask = right_pad([r.prompt_ids for r in rollouts], [r.response_ids for r in rollouts], 0)
    logprobs, entropies = token_logprobs_and_entropies(model, input_ids, mask, temperature)

    def rows(lists):
        numbers = torch.tensor([x for row in lists for x in row], dtype=torch.float64)
        return torch.zeros_like(logprobs).masked_scatter(mask, numbers)

    old = [r.numbers.get("old_logprobs") or logprobs[i][mask[i]].tolist() for i, r in enumerate(rollouts)]
    ref = [r.numbers.get("ref_logprobs") or [0.0] * len(r.response_ids) for r in rollouts]
    advantages = torch.tensor([[r.advantage] for r in rollouts], dtype=torch.float64)
    sampled = rows([r.sampled_logprobs for r in rollouts])
    return Tokens(logprobs, mask, advantages, rows(old), sampled, rows(ref), entropies), mask


def test_gradient_reaches_every_response_token_and_no_prompt_token():
    """One row of logits for each response token, the end-of-text token included, and none for the prompt."""
    model = small_model()
    rollouts = some_rollouts()
    captured = []

    def keep(module, inputs, output):
        output.retain_grad()
        captured.append(output)

    model.lm_head.register_forward_hook(keep)
    backward_rollouts(model, rollouts, config(), pad_token_id=0)
    live = [r for r in rollouts if r.advantage]
    assert all(r.response_ids[-1] == 0 for r in live)  # the end of the text, and the padding's id, too
    assert sum(len(each) for each in captured) == sum(len(r.response_ids) for r in live)
    assert all((each.grad.abs().sum(dim=-1) > 0).all() for each in captured)


@pytest.mark.parametrize("mode", AGGREGATIONS)
@pytest.mark.parametrize("micro_batch_tokens", [1, 21, 1000])
@pytest.mark.parametrize("recompute", [False, True])
def test_micro_batched_loss_and_gradient_are_those_of_the_whole_batch(mode, micro_batch_tokens, recompute):
    options = {
        "aggregation": mode,
        "kl_factor": 0.1,
        "kl": "k3-weighted",
        "entropy_bonus": 0.2,
        "correction": "truncate",
    }
    rollouts = [
        replace(
            r,
            numbers={
                "ref_logprobs": [-0.3] * len(r.response_ids),
                "old_logprobs": [-2.0] * len(r.response_ids),
            },
        )
        for r in some_rollouts()
    ]
    found = []
    for most in (micro_batch_tokens, 10**6):
        model = small_model()
        model.model.recompute = recompute and most == micro_batch_tokens
        settings = config(**options, micro_batch_tokens=most, temperature=0.8, group_size=2, max_new_tokens=8)
        metrics, _ = backward_rollouts(model, rollouts, settings, 0, entropy_bonus=0.2)
        found.append((metrics, gradients(model)))
    tokens, _ = as_tokens(small_model(), rollouts, 0.8)
    assert found[0][0]["loss"] == pytest.approx(naive_loss(tokens, settings.algorithm, 2, 8, 0.2), abs=1e-12)
    for name, value in found[0][0].items():
        assert value == pytest.approx(found[1][0][name], abs=1e-6), name
    for name, grad in found[0][1].items():
        torch.testing.assert_close(grad, found[1][1][name], atol=1e-12, rtol=0, msg=name)
        assert grad.abs().max() > 1e-6


def test_equal_rewards_give_no_gradient_at_all():
    model = small_model()
    metrics, any_gradient = backward_rollouts(model, some_rollouts((0.0, 0.0)), config(), pad_token_id=0)
    assert metrics == {"loss": 0.0} and not any_gradient
    assert not gradients(model)


@pytest.mark.parametrize("options", [{"entropy_bonus": 0.1}, {"kl_factor": 0.1, "kl": "k2"}])
def test_a_kl_term_or_an_entropy_bonus_pulls_at_equal_rewards_too(options):
    """Rows of advantage 0 were once dropped whatever the loss was made of."""
    model = small_model()
    rollouts = [
        replace(r, numbers={"ref_logprobs": [-9.0] * len(r.response_ids)}) for r in some_rollouts((0.0, 0.0))
    ]
    _, any_gradient = backward_rollouts(model, rollouts, config(**options), 0, options.get("entropy_bonus", 0))
    assert any_gradient and max(g.abs().max() for g in gradients(model).values()) > 1e-6


def test_scores_are_those_of_the_model_before_the_update():
    model = small_model()
    rollouts = scored(model, some_rollouts(), config(top_entropy=0.5, micro_batch_tokens=20), 0, "old_logprobs")
    for r in rollouts:
        input_ids, mask = right_pad([r.prompt_ids], [r.response_ids], 0)
        logits = model(input_ids[:, :-1])[mask[:, 1:]].log_softmax(-1)
        expected = logits.gather(1, input_ids[mask][:, None])[:, 0]
        assert r.numbers["old_logprobs"] == pytest.approx(expected.tolist(), abs=1e-12)
        entropies = -(logits.exp() * logits).sum(-1)
        assert r.numbers["entropies"] == pytest.approx(entropies.tolist(), abs=1e-12)


def test_what_counts_and_what_the_totals_follow():
    rollouts = [
        replace(
            r,
            truncated=i == 0,
            silent=i >= 2,
            numbers={"entropies": [float(i + t) for t in range(len(r.response_ids))]},
        )
        for i, r in enumerate(some_rollouts())
    ]
    lengths = [len(r.response_ids) for r in rollouts]
    assert counted_tokens(rollouts, Algorithm()).sum(1).tolist() == lengths
    cut = counted_tokens(rollouts, Algorithm(drop_truncated=True))
    assert cut.sum(1).tolist() == [0, *lengths[1:]]
    weights = loss_weights(rollouts, cut, config(drop_truncated=True, group_size=2))
    assert weights.tolist() == pytest.approx([1 / sum(lengths[1:])] * 4)
    dropped = loss_weights(rollouts, cut, config(drop_truncated=True, drop_silent=True, group_size=2))
    assert dropped.tolist() == pytest.approx([1 / lengths[1]] * 2 + [0, 0])
    everything = [h for r in rollouts for h in r.numbers["entropies"]]
    uncertain = counted_tokens(rollouts, Algorithm(top_entropy=0.25))
    least = torch.tensor(everything).quantile(0.75).item()
    for row, r in zip(uncertain.tolist(), rollouts, strict=True):
        assert row[: len(r.response_ids)] == [h >= least for h in r.numbers["entropies"]]
        assert not any(row[len(r.response_ids) :])
    assert 0 < uncertain.sum() < sum(lengths) / 2


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
    without_time = [
        [{k: v for k, v in m.items() if "seconds" not in k} for m in h] for h in (history, expected)
    ]
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
        tokens = len(file.get_tensor("memory.now.response_ids"))
        assert len(file.get_tensor("memory.now.numbers.old_logprobs")) == tokens
        assert len(file.get_tensor("memory.now.sampled_logprobs")) == tokens
        assert sum(map(len, file.metadata().values())) < 1500  # JSON in the header has an end at 100 MB


def test_a_finished_batch_is_not_kept(tokenizer, tmp_path):
    train_grpo(toy_model(tokenizer), tokenizer, toy_problems(), toy_config(), reward=some_number, out=tmp_path)
    with safe_open(tmp_path / CHECKPOINT_FILE, framework="pt") as file:
        assert not [key for key in file.keys() if key.startswith("memory.")]  # noqa: SIM118


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
    metrics, _ = backward_rollouts(model, rollouts, config(), pad_token_id=0)
    gaps = []
    for r in (r for r in rollouts if r.advantage):
        input_ids, mask = right_pad([r.prompt_ids], [r.response_ids], 0)
        now = token_logprobs(model, input_ids, mask)[mask].tolist()
        gaps += [abs(x - y) for x, y in zip(now, r.sampled_logprobs, strict=True)]
    assert metrics["sampler_gap"] == pytest.approx(sum(gaps) / len(gaps), abs=1e-5)
    assert metrics["sampler_gap_max"] == pytest.approx(max(gaps), abs=1e-5)


def test_the_copy_that_samples_has_the_weights_of_the_moment(tokenizer, monkeypatch):
    """A copy that is never renewed would sample from the model of the first step for ever."""
    seen = []
    plain = trainer.sample_answers

    def recorded(model, *rest):
        seen.append((model.dtype, model.lm_head.weight.detach().clone(), model))
        return plain(model, *rest)

    monkeypatch.setattr(trainer, "sample_answers", recorded)
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
        assert first["sampler_gap_max"] < 1e-4 < second["sampler_gap_max"]
        assert first["old_kl"] < 1e-8 < second["old_kl"]
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


OPTIONS = {
    **{f"preset {name}": {"algorithm": preset, "num_updates": 2} for name, preset in PRESETS.items()},
    "top-p": {"top_p": 0.7, "num_updates": 2},
    "mini-batches": {"mini_batches": 3, "num_updates": 2},
    "lag": {"lag": 2},
    "lag and updates": {"lag": 1, "num_updates": 2},
    "adaptive entropy": {"algorithm": Algorithm(entropy_target=9.0)},
    "uncertain tokens": {"algorithm": Algorithm(top_entropy=0.3)},
    "retire": {"algorithm": Algorithm(retire_at=0.25)},
    "fresh reference": {"algorithm": Algorithm(kl="k2", kl_factor=0.1, refresh_reference=2)},
    "active sampling": {"algorithm": Algorithm(active_sampling=3)},
}


def now_and_then(response, problem) -> float:
    """A reward that is often the same for a whole group, and differs often enough."""
    return float(sum(response.token_ids) % 5 == 0)


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option_runs_changes_the_result_and_resumes_bit_for_bit(tokenizer, tmp_path, name):
    settings = toy_config(steps=6, checkpoint_every=1, learning_rate=3e-3, **OPTIONS[name])
    weights = {}

    def run(settings, **options):
        model = toy_model(tokenizer)
        history = train_grpo(model, tokenizer, toy_problems(12), settings, reward=now_and_then, **options)
        return [p.detach() for p in model.parameters()], history

    weights["whole"], history = run(settings)
    updates = OPTIONS[name].get("num_updates", 1) if name.startswith(("preset", "top")) else 1
    weights["plain"], _ = run(toy_config(steps=6, learning_rate=3e-3, num_updates=updates))
    for stop in (1, 4):

        def kill(step, metrics, stop=stop):
            if step == stop:
                raise Killed

        with pytest.raises(Killed):
            run(settings, out=tmp_path / str(stop), on_step=kill)
        resumed, again = run(settings, out=tmp_path / str(stop))
        assert all(torch.equal(p, q) for p, q in zip(resumed, weights["whole"], strict=True))
        for mine, theirs in zip(again, history, strict=True):
            assert {k: v for k, v in mine.items() if "seconds" not in k} == {
                k: v for k, v in theirs.items() if "seconds" not in k
            }
    assert not all(torch.equal(p, q) for p, q in zip(weights["plain"], weights["whole"], strict=True))


def test_the_reference_is_the_model_of_the_start_also_after_a_resume_with_other_weights(tokenizer, tmp_path):
    """To resume, the interrupted weights may be given as well: they are not what the KL term pulls to."""
    settings = toy_config(steps=4, kl="k2", kl_factor=0.5, learning_rate=3e-3)
    model = toy_model(tokenizer)
    expected = train_grpo(model, tokenizer, toy_problems(), settings, reward=some_number)

    def stop(step, metrics):
        if step == 2:
            raise KeyboardInterrupt

    interrupted = toy_model(tokenizer)
    with pytest.raises(KeyboardInterrupt):
        train_grpo(
            interrupted, tokenizer, toy_problems(), settings, reward=some_number, out=tmp_path, on_step=stop
        )
    history = train_grpo(interrupted, tokenizer, toy_problems(), settings, reward=some_number, out=tmp_path)
    assert [m["kl"] for m in history] == [m["kl"] for m in expected]
    assert expected[0]["kl"] == 0 < expected[1]["kl"]


def test_a_lag_learns_from_older_weights(tokenizer):
    def run(lag):
        settings = toy_config(steps=6, lag=lag)
        return train_grpo(toy_model(tokenizer), tokenizer, iter(toy_problems(60)), settings, reward=some_number)

    runs = {lag: run(lag) for lag in (0, 2)}
    assert [m["sampler_gap"] > 1e-4 for m in runs[0]] == [False] * 6
    assert [m["sampler_gap"] > 1e-4 for m in runs[2]] == [False] + [True] * 5


def test_active_sampling_fills_the_batch_and_has_a_limit(tokenizer):
    def run(most, reward):
        settings = toy_config(steps=2, learning_rate=1e-5, active_sampling=most)
        return train_grpo(toy_model(tokenizer), tokenizer, iter(toy_problems(200)), settings, reward=reward)

    never = run(3, lambda r, p: 1.0)
    assert [m["resampled"] for m in never] == [3, 3] and [m["skip"] for m in never] == [1, 1]
    seldom = run(50, lambda r, p: float(p.unique_id.endswith("7")) * some_number(r, p))
    assert all(3 < m["resampled"] < 50 for m in seldom)
    assert [m["resampled"] for m in run(50, some_number)] == [0, 0]


def test_solved_prompts_are_retired(tokenizer):
    asked = []

    def reward(response, problem):
        asked.append(problem.unique_id)
        return float(problem.unique_id in ("toy-1", "toy-2")) or some_number(response, problem) - 7

    settings = toy_config(steps=6, retire_at=1.0, learning_rate=1e-5)
    history = train_grpo(toy_model(tokenizer), tokenizer, toy_problems(4), settings, reward=reward)
    assert history[-1]["retired"] == 2
    assert not {"toy-1", "toy-2"} & set(asked[-24:])
