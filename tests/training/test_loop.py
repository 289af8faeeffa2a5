"""The training loop: schedule, optimizer, checkpoints that survive anything, exact resume."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
import torch
from torch import nn

from shared.model.qwen3 import Qwen3, Qwen3Config
from shared.training import loop as training
from shared.training.config import TrainingConfig, TrainingError, learning_rate_at
from shared.training.loop import CHECKPOINT_FILE, METRICS_FILE, batch_indices, mix_seed, train
from shared.training.optimizers import make_optimizers

TINY = Qwen3Config(
    vocab_size=20, hidden_size=16, intermediate_size=24, num_hidden_layers=2,
    num_attention_heads=2, num_key_value_heads=1, head_dim=8,
)  # fmt: skip


def tiny_model(seed: int = 0) -> Qwen3:
    torch.manual_seed(seed)
    return Qwen3(TINY)


def next_token_backward(model: Qwen3, noise: bool = True):
    """Next-token loss on data of (seed, step), plus noise from torch's own random state."""

    def backward(step: int) -> dict[str, float]:
        generator = torch.Generator().manual_seed(mix_seed(5, step))
        ids = torch.randint(0, TINY.vocab_size, (4, 9), generator=generator)
        logits = model(ids[:, :-1])
        if noise:
            logits = logits + 0.1 * torch.randn_like(logits)
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())
        loss.backward()
        return {"loss": loss.item()}

    return backward


def config(**changes) -> TrainingConfig:
    usual = {"learning_rate": 1e-2, "total_steps": 10, "warmup_steps": 2, "weight_decay": 0.1}
    return TrainingConfig(**{**usual, **changes})


def assert_same_weights(a: nn.Module, b: nn.Module) -> None:
    for (name, p), (_, q) in zip(a.named_parameters(), b.named_parameters(), strict=True):
        assert torch.equal(p, q), name


@pytest.mark.parametrize("schedule", ["constant", "linear", "cosine"])
def test_learning_rate(schedule):
    c = config(schedule=schedule, total_steps=110, warmup_steps=10, final_ratio=0.1, learning_rate=2.0)
    rates = [learning_rate_at(s, c) for s in range(c.total_steps)]
    assert rates[:10] == pytest.approx([0.2 * (s + 1) for s in range(10)])
    assert rates[10] == 2.0
    assert max(rates) == 2.0
    middle = {"constant": 2.0, "linear": 1.1, "cosine": 1.1}[schedule]
    assert rates[60] == pytest.approx(middle)
    quarter = {"constant": 1.0, "linear": 0.75, "cosine": (1 + math.cos(math.pi / 4)) / 2}[schedule]
    assert rates[35] == pytest.approx(0.2 + 1.8 * quarter)
    assert learning_rate_at(110, c) == pytest.approx(2.0 if schedule == "constant" else 0.2)
    assert learning_rate_at(500, c) == pytest.approx(2.0 if schedule == "constant" else 0.2)


@pytest.mark.parametrize(
    "bad", [{"learning_rate": 0}, {"learning_rate": math.nan}, {"total_steps": 0}, {"schedule": "step"},
            {"grad_clip": -1}, {"warmup_steps": -1}, {"log_every": 0}],
)  # fmt: skip
def test_bad_config_is_refused(bad):
    with pytest.raises(ValueError, match=next(iter(bad)) if "schedule" not in bad else "choose"):
        config(**bad)


def test_weight_decay_spares_the_norms():
    model = tiny_model()
    (optimizer,) = make_optimizers(model, config(weight_decay=0.3))
    decayed = {id(p) for g in optimizer.param_groups if g["weight_decay"] for p in g["params"]}
    for name, p in model.named_parameters():
        assert (id(p) in decayed) == ("norm" not in name), name
    assert sum(len(g["params"]) for g in optimizer.param_groups) == len(list(model.parameters()))


def test_muon_gets_the_matrices_of_the_blocks():
    model = tiny_model()
    muon, adamw = make_optimizers(model, config(optimizer="muon"))
    moved = {id(p) for g in muon.param_groups for p in g["params"]}
    rest = {id(p) for g in adamw.param_groups for p in g["params"]}
    for name, p in model.named_parameters():
        assert (id(p) in moved) == ("_proj" in name), name
        assert (id(p) in rest) != (id(p) in moved), name


def test_loop_equals_plain_pytorch():
    """The same updates written out by hand, unfused."""
    model, twin = tiny_model(), tiny_model()
    c = config(total_steps=5, grad_clip=0.5)
    train(model, next_token_backward(model, noise=False), c)
    norms = [p for n, p in twin.named_parameters() if "norm" in n]
    rest = [p for n, p in twin.named_parameters() if "norm" not in n]
    groups = [{"params": rest, "weight_decay": 0.1}, {"params": norms, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=1.0, betas=c.betas, foreach=False)
    backward = next_token_backward(twin, noise=False)
    for step, rate in enumerate([5e-3, 1e-2, 1e-2, 2e-2 / 3, 1e-2 / 3]):
        optimizer.zero_grad()
        backward(step)
        total = torch.sqrt(sum(p.grad.pow(2).sum() for p in twin.parameters()))
        for p in twin.parameters():
            p.grad *= min(1.0, 0.5 / total)
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.step()
    for p, q in zip(model.parameters(), twin.parameters(), strict=True):
        torch.testing.assert_close(p, q, atol=1e-5, rtol=1e-4)


def test_sixteen_bit_weights_are_refused():
    with pytest.raises(TrainingError, match="float32"):
        make_optimizers(tiny_model().to(torch.bfloat16), config())


def test_skipped_step_changes_nothing():
    """AdamW moves weights on a zero gradient too (momentum, decay), so a skip must not reach it."""
    model = tiny_model()
    backward = next_token_backward(model)
    weights = {}

    def on_step(step, metrics):
        weights[step] = model.lm_head.weight.detach().clone()

    def every_other(step):
        return {**backward(step), "skip": float(step % 2)}

    train(model, every_other, config(total_steps=4), on_step=on_step)
    assert torch.equal(weights[1], weights[2])
    assert torch.equal(weights[3], weights[4])
    assert not torch.equal(weights[2], weights[3])


def test_a_gradient_that_is_not_finite_stops_the_run_before_the_update():
    model = tiny_model()
    before = model.lm_head.weight.detach().clone()

    def backward(step):
        (model.lm_head.weight.sum() * math.inf).backward()
        return {"loss": math.inf}

    with pytest.raises(TrainingError, match="not finite"):
        train(model, backward, config())
    assert torch.equal(model.lm_head.weight, before)


def test_batch_indices_read_every_example_once_an_epoch():
    order = [i for step in range(14) for i in batch_indices(step, num_examples=10, batch_size=5, seed=3)]
    epochs = [order[k : k + 10] for k in range(0, 70, 10)]
    assert all(sorted(e) == list(range(10)) for e in epochs)
    assert epochs[0] != epochs[1]
    odd = [i for step in range(10) for i in batch_indices(step, num_examples=10, batch_size=3, seed=3)]
    assert odd == order[:30]
    assert batch_indices(7, 10, 5, seed=3) == order[35:40]
    assert batch_indices(0, 10, 10, seed=3) != batch_indices(0, 10, 10, seed=4)
    assert sorted(batch_indices(0, 2, 5, seed=0))[:2] == [0, 0]


def test_batch_indices_refuse_nothing_to_read():
    with pytest.raises(ValueError, match="at least one example"):
        batch_indices(0, 0, 4, seed=0)


def test_mixed_seeds_differ():
    assert len({mix_seed(seed, step) for seed in range(30) for step in range(30)}) == 900
    assert mix_seed(1, 23) != mix_seed(12, 3)
    assert all(0 <= mix_seed(i) < 2**63 for i in range(100))


def read_log(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / METRICS_FILE).read_text().splitlines()]


def without_time(history):
    return [{k: v for k, v in m.items() if k != "seconds"} for m in history]


def test_log(tmp_path):
    model = tiny_model()
    seen = []

    def on_step(step, metrics):
        seen.append(step)
        return {"accuracy": 0.5} if step == 5 else None

    history = train(model, next_token_backward(model), config(log_every=4), tmp_path, on_step=on_step)
    assert [m["step"] for m in history] == [4, 5, 8, 10]
    assert seen == list(range(1, 11))
    assert history == read_log(tmp_path)
    assert history[1]["accuracy"] == 0.5
    assert {"loss", "learning_rate", "grad_norm", "seconds"} <= history[0].keys()


class Killed(BaseException):
    """Stands for a crash: nothing in the loop catches it."""


def interrupted_at(backward, step_to_stop, error):
    def wrapped(step):
        metrics = backward(step)
        if step == step_to_stop:
            raise error
        return metrics

    return wrapped


@pytest.mark.parametrize(("error", "resumed_from"), [(Killed, 4), (KeyboardInterrupt, 7)])
def test_resume_is_bit_identical(tmp_path, error, resumed_from):
    reference = tiny_model()
    expected = train(reference, next_token_backward(reference), config(checkpoint_every=4), tmp_path / "a")

    model = tiny_model()
    with pytest.raises(error):
        train(
            model,
            interrupted_at(next_token_backward(model), 7, error),
            config(checkpoint_every=4),
            tmp_path / "b",
        )

    other = tiny_model(seed=99)  # whatever the weights and the random state are now, the checkpoint decides
    steps = []
    backward = next_token_backward(other)

    def recording(step):
        steps.append(step)
        return backward(step)

    history = train(other, recording, config(checkpoint_every=4), tmp_path / "b")
    assert steps == list(range(resumed_from, 10))
    assert_same_weights(reference, other)
    assert without_time(history) == without_time(expected)
    assert without_time(read_log(tmp_path / "b")) == without_time(expected)


def test_interrupt_during_an_evaluation_keeps_the_step(tmp_path):
    model = tiny_model()

    def on_step(step, metrics):
        if step == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(model, next_token_backward(model), config(), tmp_path, on_step=on_step)
    assert [m["step"] for m in read_log(tmp_path)] == [1, 2, 3]
    assert training._read_checkpoint(tmp_path / CHECKPOINT_FILE)[0]["step"] == "3"


def test_interrupt_inside_the_update_waits_for_its_end(tmp_path, monkeypatch):
    reference = tiny_model()
    train(reference, next_token_backward(reference), config())
    model = tiny_model()
    step_function = torch.optim.AdamW.step
    calls = []

    def step_with_ctrl_c(self, *args, **kwargs):
        calls.append(1)
        if len(calls) == 6:
            signal.raise_signal(signal.SIGINT)
        return step_function(self, *args, **kwargs)

    monkeypatch.setattr(torch.optim.AdamW, "step", step_with_ctrl_c)
    with pytest.raises(KeyboardInterrupt):
        train(model, next_token_backward(model), config(), tmp_path)
    assert training._read_checkpoint(tmp_path / CHECKPOINT_FILE)[0]["step"] == "6"
    train(model, next_token_backward(model), config(), tmp_path)
    assert_same_weights(reference, model)


def test_finished_run_is_only_loaded(tmp_path):
    model = tiny_model()
    history = train(model, next_token_backward(model), config(), tmp_path)
    other = tiny_model(seed=1)
    assert train(other, lambda step: pytest.fail("nothing is left to do"), config(), tmp_path) == history
    assert_same_weights(model, other)


def test_another_run_in_the_folder_is_refused(tmp_path):
    model = tiny_model()
    train(model, next_token_backward(model), config(), tmp_path, identity={"data": "a"})
    before = (tmp_path / CHECKPOINT_FILE).read_bytes(), (tmp_path / METRICS_FILE).read_bytes()
    with pytest.raises(TrainingError, match=r"learning_rate was 0.01, now 0.02.*another folder"):
        train(model, next_token_backward(model), config(learning_rate=0.02), tmp_path, identity={"data": "a"})
    with pytest.raises(TrainingError, match="data was a, now b"):
        train(model, next_token_backward(model), config(), tmp_path, identity={"data": "b"})
    wide = Qwen3(Qwen3Config(**{**TINY.__dict__, "intermediate_size": 32}))
    with pytest.raises(TrainingError, match="another shape"):
        train(wide, next_token_backward(wide), config(), tmp_path, identity={"data": "a"})
    assert ((tmp_path / CHECKPOINT_FILE).read_bytes(), (tmp_path / METRICS_FILE).read_bytes()) == before
    harmless = config(log_every=3, checkpoint_every=2)
    train(model, next_token_backward(model), harmless, tmp_path, identity={"data": "a"})


def test_memory_is_saved_and_restored(tmp_path):
    def run(error_at):
        model, memory = tiny_model(), {"sum": 0}

        def backward(step):
            memory["sum"] += step
            return next_token_backward(model)(step)

        stopping = interrupted_at(backward, error_at, Killed)
        return memory, lambda: train(model, stopping, config(checkpoint_every=4), tmp_path, memory=memory)

    _, first = run(error_at=6)
    with pytest.raises(Killed):
        first()
    memory, second = run(error_at=-1)
    second()
    assert memory == {"sum": sum(range(10))}


def test_damaged_checkpoint_gives_one_clear_line(tmp_path):
    model = tiny_model()
    train(model, next_token_backward(model), config(), tmp_path)
    path = tmp_path / CHECKPOINT_FILE
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(TrainingError, match="delete it to start over"):
        train(model, next_token_backward(model), config(), tmp_path)


CHILD = textwrap.dedent("""
    import sys
    from test_loop import config, next_token_backward, tiny_model
    from shared.training.loop import train
    model = tiny_model()
    train(model, next_token_backward(model), config(total_steps=400, checkpoint_every=1), sys.argv[1],
          on_step=lambda step, metrics: print(step, flush=True))
""")


def test_survives_kill_9(tmp_path):
    """Killed twice at arbitrary moments, mostly while writing: every step writes a checkpoint."""
    here = Path(__file__).parent
    env = {**os.environ, "PYTHONPATH": f"{here.parent}{os.pathsep}{here}", "OMP_NUM_THREADS": "1"}
    for attempt in range(2):
        command = [sys.executable, "-c", CHILD, str(tmp_path)]
        child = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
        child.stdout.readline()
        time.sleep(0.05 + 0.013 * attempt)
        child.kill()
        child.communicate()
    checkpoint = tmp_path / CHECKPOINT_FILE
    step = int(training._read_checkpoint(checkpoint)[0]["step"]) if checkpoint.exists() else 0
    assert step < 400
    stop = step + 3
    model, reference = tiny_model(), tiny_model()
    c = config(total_steps=400, checkpoint_every=1)
    with pytest.raises(Killed):
        train(model, interrupted_at(next_token_backward(model), stop, Killed), c, tmp_path)
    with pytest.raises(Killed):
        train(reference, interrupted_at(next_token_backward(reference), stop, Killed), c)
    assert_same_weights(model, reference)
    assert [m["step"] for m in read_log(tmp_path)] == list(range(1, stop + 1))
    assert {p.name for p in tmp_path.iterdir()} == {CHECKPOINT_FILE, METRICS_FILE}  # no leftovers
