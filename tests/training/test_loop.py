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
from dataclasses import fields

from shared.model.qwen3 import Qwen3, Qwen3Config
from shared.tools.files import LOCK_FILE
from shared.training import loop
from shared.training.config import TrainingConfig, TrainingError
from shared.training.loop import batch_indices, train
from shared.training.muon import Muon
from shared.training.runs import CHECKPOINT_FILE, METRICS_FILE, RUN_FILE, RunFolder, load_best

import pytest
import torch
from places import ROOT, TESTS
from training_cases import (
    TINY,
    Killed,
    assert_same_weights,
    config,
    interrupted_at,
    next_token_backward,
    read_log,
    saved_step,
    tiny_model,
    without_time,
)


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


@pytest.mark.parametrize(("error", "resumed_from"), [(Killed, 7), (KeyboardInterrupt, 7)])
@pytest.mark.parametrize("optimizer", ["adamw", "muon"])
def test_resume_is_bit_identical(tmp_path, error, resumed_from, optimizer):
    reference = tiny_model()
    expected = train(
        reference,
        next_token_backward(reference),
        config(checkpoint_every=4, optimizer=optimizer),
        tmp_path / "a",
    )

    model = tiny_model()
    with pytest.raises(error):
        train(
            model,
            interrupted_at(next_token_backward(model), 7, error),
            config(checkpoint_every=4, optimizer=optimizer),
            tmp_path / "b",
        )

    other = tiny_model()  # the weights that the run began with; the random state does not matter
    torch.manual_seed(99)
    steps = []
    backward = next_token_backward(other)

    def recording(step):
        steps.append(step)
        return backward(step)

    history = train(other, recording, config(checkpoint_every=4, optimizer=optimizer), tmp_path / "b")
    assert steps == list(range(resumed_from, 10))
    assert_same_weights(reference, other)
    assert without_time(history) == without_time(expected)
    assert without_time(read_log(tmp_path / "b")) == without_time(expected)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_inside_the_update_waits_for_its_end(tmp_path, monkeypatch, number):
    reference = tiny_model()
    train(reference, next_token_backward(reference), config())
    model = tiny_model()
    step_function = torch.optim.AdamW.step
    calls = []

    def step_with_ctrl_c(self, *args, **kwargs):
        calls.append(1)
        if len(calls) == 6:
            signal.raise_signal(number)
        return step_function(self, *args, **kwargs)

    monkeypatch.setattr(torch.optim.AdamW, "step", step_with_ctrl_c)
    with pytest.raises(KeyboardInterrupt):
        train(model, next_token_backward(model), config(), tmp_path)
    assert saved_step(tmp_path) == 6
    train(model, next_token_backward(model), config(), tmp_path)
    assert_same_weights(reference, model)


def test_loop_with_muon_equals_muon_and_adamw_by_hand():
    """Both optimizers are stepped, follow the schedule, and get the weight decay."""
    model, twin = tiny_model(), tiny_model()
    train(model, next_token_backward(model, noise=False), config(total_steps=5, grad_clip=0, optimizer="muon"))
    matrices = [p for n, p in twin.named_parameters() if "_proj" in n]
    embeddings = [p for n, p in twin.named_parameters() if "_proj" not in n and p.ndim == 2]
    norms = [p for p in twin.parameters() if p.ndim == 1]
    groups = [{"params": embeddings, "weight_decay": 0.1}, {"params": norms, "weight_decay": 0.0}]
    optimizers = [
        Muon(matrices, lr=1.0, weight_decay=0.1),
        torch.optim.AdamW(groups, lr=1.0, betas=(0.9, 0.95), foreach=False),
    ]
    backward = next_token_backward(twin, noise=False)
    for step, rate in enumerate([5e-3, 1e-2, 1e-2, 2e-2 / 3, 1e-2 / 3]):
        for optimizer in optimizers:
            optimizer.zero_grad()
            for group in optimizer.param_groups:
                group["lr"] = rate
        backward(step)
        for optimizer in optimizers:
            optimizer.step()
    for (name, p), q in zip(model.named_parameters(), twin.parameters(), strict=True):
        torch.testing.assert_close(p, q, atol=1e-5, rtol=1e-4, msg=name)


def test_the_logged_gradient_norm_is_that_before_clipping():
    model, twin = tiny_model(), tiny_model()
    history = train(model, next_token_backward(model, noise=False), config(total_steps=1, grad_clip=1e-3))
    next_token_backward(twin, noise=False)(0)
    expected = torch.sqrt(sum(p.grad.pow(2).sum() for p in twin.parameters())).item()
    assert history[0]["grad_norm"] == pytest.approx(expected, rel=1e-5)


def test_every_step_draws_numbers_of_its_own():
    def draws(seed):
        model, drawn = tiny_model(), []

        def backward(step):
            drawn.append(torch.rand(()).item())
            return next_token_backward(model)(step)

        train(model, backward, config(seed=seed))
        return drawn

    assert len(set(draws(0)) | set(draws(1))) == 20
    assert draws(0) == draws(0)


# ---------------------------------------------------------------- every setting matters


VARIED = {
    "learning_rate": 2e-2, "total_steps": 11, "warmup_steps": 3, "schedule": "cosine", "final_ratio": 0.5,
    "weight_decay": 0.3, "betas": (0.5, 0.9), "optimizer": "muon", "grad_clip": 0.01, "seed": 1,
}  # fmt: skip
OF_THE_LOG_AND_THE_DISK = {"log_every", "checkpoint_every", "checkpoint_minutes"}


def test_every_setting_is_varied_below():
    assert {f.name for f in fields(TrainingConfig)} == set(VARIED) | OF_THE_LOG_AND_THE_DISK


@pytest.mark.parametrize("name", VARIED)
def test_every_setting_changes_the_weights_and_is_compared_on_a_resume(name, tmp_path):
    plain, varied = tiny_model(), tiny_model()
    train(plain, next_token_backward(plain), config(), tmp_path)
    train(varied, next_token_backward(varied), config(**{name: VARIED[name]}))
    assert not all(torch.equal(p, q) for p, q in zip(plain.parameters(), varied.parameters(), strict=True))
    with pytest.raises(TrainingError, match=name):
        fresh = tiny_model()
        train(fresh, next_token_backward(fresh), config(**{name: VARIED[name]}), tmp_path)


@pytest.mark.parametrize("changes", [{"checkpoint_every": 4}, {"checkpoint_minutes": 2.0}])
def test_when_checkpoints_are_written(tmp_path, monkeypatch, changes):
    clock = iter(range(0, 10_000, 30))  # every look at the clock is half a minute later
    monkeypatch.setattr(loop.time, "monotonic", lambda: next(clock))
    written = []
    save = RunFolder.save

    def recorded(self, state):
        written.append(state.step)
        save(self, state)

    monkeypatch.setattr(RunFolder, "save", recorded)
    model = tiny_model()
    usual = {"checkpoint_minutes": 0, "total_steps": 10}
    train(model, next_token_backward(model), config(**{**usual, **changes}), tmp_path)
    assert written == [4, 8, 10]
    assert TrainingConfig(1e-3, 5).checkpoint_minutes == 10  # nobody loses more than that by default


# ---------------------------------------------------------------- whatever ends a run


class Full(MemoryError):
    """Stands for a device without memory."""


def infinite(model):
    def backward(step):
        metrics = next_token_backward(model)(step)
        if step == 6:
            model.lm_head.weight.grad.fill_(math.inf)
        return metrics

    return backward


@pytest.mark.parametrize("error", [ValueError("a reward"), Full("no memory"), KeyboardInterrupt(), Killed()])
@pytest.mark.parametrize("place", ["backward", "on_step"])
def test_the_last_finished_step_is_saved_whatever_happens(tmp_path, error, place):
    model = tiny_model()
    backward = next_token_backward(model)

    def on_step(step, metrics):
        if step == 6:
            raise error

    stops = (
        {"backward": interrupted_at(backward, 6, error)}
        if place == "backward"
        else {"backward": backward, "on_step": on_step}
    )
    with pytest.raises(type(error)):
        train(model, config=config(), out=tmp_path, **stops)
    assert saved_step(tmp_path) == 6
    assert [m["step"] for m in read_log(tmp_path)] == [1, 2, 3, 4, 5, 6]
    reference, again = tiny_model(), tiny_model()
    train(reference, next_token_backward(reference), config())
    train(again, next_token_backward(again), config(), tmp_path)
    assert_same_weights(reference, again)


def test_a_full_disk_is_a_footnote_to_what_ended_the_run(tmp_path, monkeypatch):
    def full(self, state):
        raise OSError("no space left on device")

    monkeypatch.setattr(RunFolder, "save", full)
    model = tiny_model()
    with pytest.raises(ValueError, match="a reward") as raised:
        stopping = interrupted_at(next_token_backward(model), 6, ValueError("a reward"))
        train(model, stopping, config(), tmp_path)
    assert raised.value.__notes__ == ["and step 6 could not be saved: no space left on device"]


def test_after_a_gradient_that_is_not_finite_the_run_goes_on_with_a_recorded_change(tmp_path):
    model = tiny_model()
    with pytest.raises(TrainingError, match=r"step 7 is not finite.*after step 6.*may_change"):
        train(model, infinite(model), config(), tmp_path)
    assert saved_step(tmp_path) == 6
    lower = config(learning_rate=1e-3)
    with pytest.raises(TrainingError, match="learning_rate was 0.01, now 0.001"):
        train(tiny_model(), next_token_backward(model), lower, tmp_path)
    # the interrupted model itself: the run goes on, and still belongs to the weights that it began with
    history = train(model, next_token_backward(model), lower, tmp_path, may_change=["learning_rate"])
    fresh = tiny_model()
    assert train(fresh, next_token_backward(fresh), lower, tmp_path) == history
    assert [m["step"] for m in history] == list(range(1, 11))
    assert history[6]["learning_rate"] < 1e-3 < history[5]["learning_rate"]
    noted = json.loads((tmp_path / RUN_FILE).read_text())
    assert noted["changes"] == [{"after_step": 6, "changes": ["learning_rate was 0.01, now 0.001"]}]
    model = tiny_model()
    with pytest.raises(TrainingError, match="learning_rate was 0.001, now 0.01"):  # it is that run from now on
        train(model, next_token_backward(model), config(), tmp_path)
    longer = config(learning_rate=1e-3, total_steps=12)
    assert len(train(model, next_token_backward(model), longer, tmp_path, may_change=["total_steps"])) == 12
    noted = json.loads((tmp_path / RUN_FILE).read_text())
    assert [change["after_step"] for change in noted["changes"]] == [6, 10]


def test_a_run_that_died_in_its_first_step_has_its_identity_on_disk(tmp_path):
    model = tiny_model()
    with pytest.raises(Killed):
        train(model, interrupted_at(next_token_backward(model), 0, Killed), config(), tmp_path)
    assert not (tmp_path / CHECKPOINT_FILE).exists()
    with pytest.raises(TrainingError, match="seed"):
        train(tiny_model(), next_token_backward(model), config(seed=1), tmp_path)


def test_the_weights_at_the_start_belong_to_the_run(tmp_path):
    model = tiny_model()
    with pytest.raises(KeyboardInterrupt):
        train(model, interrupted_at(next_token_backward(model), 6, KeyboardInterrupt), config(), tmp_path)
    other = tiny_model(seed=1)
    with pytest.raises(TrainingError, match="other weights"):
        train(other, next_token_backward(other), config(), tmp_path)
    # the model that was interrupted, given to the run again, as in a notebook's cell that is run a second time
    train(model, next_token_backward(model), config(), tmp_path)
    reference = tiny_model()
    train(reference, next_token_backward(reference), config())
    assert_same_weights(reference, model)
    train(tiny_model(), lambda step: pytest.fail("it is finished"), config(), tmp_path)


def test_what_is_at_its_default_is_not_compared(tmp_path):
    """An option that a later version adds leaves the runs of earlier ones usable."""
    model = tiny_model()
    train(model, next_token_backward(model), config(), tmp_path)
    identity = json.loads((tmp_path / RUN_FILE).read_text())["identity"]
    assert set(identity) == {"learning_rate", "total_steps", "warmup_steps", "weight_decay", "weights"}


CHILD_THAT_IS_KILLED = textwrap.dedent("""
    import sys
    from training_cases import config, next_token_backward, tiny_model
    from shared.training.loop import train
    model = tiny_model()
    try:
        train(model, next_token_backward(model), config(total_steps=100_000), sys.argv[1],
              on_step=lambda step, metrics: print(step, flush=True))
    except KeyboardInterrupt:
        print("stopped", flush=True)
""")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM that a process could answer")
def test_a_polite_kill_is_ctrl_c(tmp_path):
    env = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", CHILD_THAT_IS_KILLED, str(tmp_path)]
    child = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
    first = child.stdout.readline()
    child.terminate()
    out = first + child.communicate(timeout=60)[0]
    steps = [int(line) for line in out.split() if line.isdigit()]
    assert out.split()[-1] == "stopped" and child.returncode == 0
    assert saved_step(tmp_path) in (steps[-1], steps[-1] + 1)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL  # nothing of it stays behind in this process


# ---------------------------------------------------------------- evaluations


class Evaluates:
    """Gives given results; it draws from torch's generator and leaves the model in another mode."""

    def __init__(self, model, results, interrupted=0):
        self.model, self.results, self.calls, self.interrupted = model, iter(results), 0, interrupted

    def __call__(self):
        self.calls += 1
        torch.randn(7)
        self.model.eval()
        if self.calls == self.interrupted:
            raise KeyboardInterrupt
        return {"accuracy": next(self.results)}


def test_evaluations_are_logged_with_their_steps_and_change_nothing(tmp_path):
    reference, model = tiny_model(), tiny_model()
    train(reference, next_token_backward(reference), config())
    modes = []

    def backward(step):
        modes.append(model.training)
        return next_token_backward(model)(step)

    evaluate = Evaluates(model, [0.1, 0.2, 0.3])
    history = train(model, backward, config(), tmp_path, evaluate=evaluate, evaluate_every=4)
    assert {m["step"]: m["accuracy"] for m in history if "accuracy" in m} == {4: 0.1, 8: 0.2, 10: 0.3}
    assert history == read_log(tmp_path)
    assert all(modes)
    assert_same_weights(reference, model)


def test_without_a_step_count_the_evaluation_is_at_the_end():
    model = tiny_model()
    history = train(model, next_token_backward(model), config(log_every=3), evaluate=Evaluates(model, [0.5]))
    assert [m["step"] for m in history] == [3, 6, 9, 10]
    assert history[-1]["accuracy"] == 0.5 and "loss" in history[-1]


@pytest.mark.parametrize("interrupted", [1, 2, 3])
def test_an_interrupted_evaluation_is_made_again(tmp_path, interrupted):
    """The last one, too: a run is not finished before it is measured."""
    results = [0.1, 0.2, 0.3]
    model = tiny_model()
    first = Evaluates(model, results, interrupted)
    settings = {"config": config(log_every=3), "out": tmp_path, "evaluate_every": 4}
    with pytest.raises(KeyboardInterrupt):
        train(model, next_token_backward(model), evaluate=first, **settings)
    step = [4, 8, 10][interrupted - 1]
    assert saved_step(tmp_path) == step
    model = tiny_model()
    rest = Evaluates(model, results[interrupted - 1 :])
    history = train(model, next_token_backward(model), evaluate=rest, **settings)
    assert {m["step"]: m["accuracy"] for m in history if "accuracy" in m} == {4: 0.1, 8: 0.2, 10: 0.3}
    assert all("loss" in m for m in history)
    assert [m["step"] for m in history] == [3, 4, 6, 8, 9, 10]
    assert rest.calls == 4 - interrupted
    train(tiny_model(), next_token_backward(model), evaluate=lambda: pytest.fail("it is measured"), **settings)


def test_the_best_weights_are_kept(tmp_path):
    model = tiny_model()
    weights = {}

    def on_step(step, metrics):
        weights[step] = [p.detach().clone() for p in model.parameters()]

    evaluate = Evaluates(model, [0.2, 0.7, 0.7, 0.5, 0.1])
    settings = {"evaluate_every": 2, "best": "accuracy", "on_step": on_step}
    train(model, next_token_backward(model), config(), tmp_path, evaluate=evaluate, **settings)
    best = tiny_model(seed=3)
    assert load_best(tmp_path, best) == 4
    assert all(torch.equal(p, q) for p, q in zip(best.parameters(), weights[4], strict=True))
    wide = Qwen3(Qwen3Config(**{**TINY.__dict__, "intermediate_size": 32}))
    with pytest.raises(TrainingError, match="another shape"):
        load_best(tmp_path, wide)
    with pytest.raises(TrainingError, match="keeps no best weights"):
        load_best(tmp_path / "none", best)


def test_the_best_weights_belong_to_the_log_after_a_kill(tmp_path):
    """A kill between an evaluation and the next checkpoint: the step of the best weights is saved with them."""
    model = tiny_model()

    def die(step, metrics):
        if step == 5:
            raise Killed

    settings = {"config": config(), "out": tmp_path, "evaluate_every": 2, "best": "accuracy"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop._Run, "rescue", lambda self, error: None)  # as if the machine lost power
        with pytest.raises(Killed):
            train(
                model,
                next_token_backward(model),
                evaluate=Evaluates(model, [0.2, 0.7]),
                on_step=die,
                **settings,
            )
    assert saved_step(tmp_path) == 4
    model = tiny_model()
    train(model, next_token_backward(model), evaluate=Evaluates(model, [0.5, 0.6, 0.1]), **settings)
    assert load_best(tmp_path, tiny_model()) == 4


def test_a_metric_that_is_not_measured_cannot_be_the_best():
    model = tiny_model()
    with pytest.raises(ValueError, match="no 'accurracy' among the numbers of the evaluation: accuracy"):
        evaluate = Evaluates(model, [1.0])
        train(model, next_token_backward(model), config(), evaluate=evaluate, best="accurracy")


# ---------------------------------------------------------------- what is on disk


def test_finished_run_is_only_loaded(tmp_path):
    model = tiny_model()
    history = train(model, next_token_backward(model), config(), tmp_path)
    other = tiny_model()
    assert train(other, lambda step: pytest.fail("nothing is left to do"), config(), tmp_path) == history
    assert_same_weights(model, other)


def test_another_run_in_the_folder_is_refused(tmp_path):
    model = tiny_model()
    train(model, next_token_backward(model), config(), tmp_path, identity={"data": "a"})
    before = (tmp_path / CHECKPOINT_FILE).read_bytes(), (tmp_path / METRICS_FILE).read_bytes()
    with pytest.raises(TrainingError, match=r"learning_rate was 0.01, now 0.02.*another folder"):
        train(model, next_token_backward(model), config(learning_rate=0.02), tmp_path, identity={"data": "a"})
    with pytest.raises(TrainingError, match="other data"):
        train(model, next_token_backward(model), config(), tmp_path, identity={"data": "b"})
    wide = Qwen3(Qwen3Config(**{**TINY.__dict__, "intermediate_size": 32}))
    with pytest.raises(TrainingError, match="other weights"):
        train(wide, next_token_backward(wide), config(), tmp_path, identity={"data": "a"})
    assert ((tmp_path / CHECKPOINT_FILE).read_bytes(), (tmp_path / METRICS_FILE).read_bytes()) == before
    harmless = config(log_every=3, checkpoint_every=2)
    train(model, next_token_backward(model), harmless, tmp_path, identity={"data": "a"})


def test_memory_is_saved_and_restored(tmp_path):
    """Numbers and tensors, as they were after the last finished step; nothing else stays in it."""

    def run(error_at, memory):
        model = tiny_model()

        def backward(step):
            memory["sum"] = memory.get("sum", 0) + step
            memory["steps"] = torch.cat([memory.get("steps", torch.tensor([])), torch.tensor([float(step)])])
            return next_token_backward(model)(step)

        stopping = interrupted_at(backward, error_at, Killed)
        train(model, stopping, config(checkpoint_every=4), tmp_path, memory=memory)

    with pytest.raises(Killed):
        run(6, {})
    memory = {"of another run": 1}
    run(-1, memory)
    assert memory.keys() == {"sum", "steps"}
    assert memory["sum"] == sum(range(10))
    assert memory["steps"].tolist() == list(range(10))


def test_persistent_buffers_are_saved(tmp_path):
    def run(stop):
        model = tiny_model()
        model.register_buffer("seen", torch.zeros(()))
        model.register_buffer("scratch", torch.zeros(()), persistent=False)

        def backward(step):
            model.seen += 1
            model.scratch += 1
            return next_token_backward(model)(step)

        def on_step(step, metrics):
            if step == stop:
                raise Killed

        train(model, backward, config(), tmp_path, on_step=on_step)
        return model

    with pytest.raises(Killed):
        run(6)
    model = run(-1)
    assert (model.seen, model.scratch) == (10, 4)


def test_a_second_start_in_the_folder_is_refused_and_harms_nothing(tmp_path):
    foreign = [".mine", ".checkpoint.bak.tmp.safetensors", ".notes.0123abcd.tmp.txt"]
    for name in foreign:
        (tmp_path / name).write_text("keep me")
    leftover = tmp_path / ".checkpoint.0123abcd.tmp.safetensors"
    model, second = tiny_model(), tiny_model()
    refused = []

    def on_step(step, metrics):
        if step == 2:
            leftover.write_text("being written")
            with pytest.raises(TrainingError, match="another process is writing") as error:
                train(second, next_token_backward(second), config(), tmp_path)
            refused.append(str(error.value))
            assert leftover.exists()

    train(model, next_token_backward(model), config(), tmp_path, on_step=on_step)
    assert len(refused) == 1 and "\n" not in refused[0]
    with pytest.raises(TrainingError, match="other settings"):
        train(second, next_token_backward(second), config(seed=5), tmp_path)
    assert leftover.exists()  # whose it is is known after the identity only
    train(second, next_token_backward(second), config(), tmp_path)
    assert not leftover.exists()
    assert all((tmp_path / name).read_text() == "keep me" for name in foreign)


def test_damaged_checkpoint_gives_one_clear_line(tmp_path):
    model = tiny_model()
    train(model, next_token_backward(model), config(), tmp_path)
    path = tmp_path / CHECKPOINT_FILE
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(TrainingError, match="delete it to start over"):
        train(model, next_token_backward(model), config(), tmp_path)


CHILD = textwrap.dedent("""
    import sys
    from training_cases import config, next_token_backward, tiny_model
    from shared.training.loop import train
    model = tiny_model()
    train(model, next_token_backward(model), config(total_steps=400, checkpoint_every=1), sys.argv[1],
          on_step=lambda step, metrics: print(step, flush=True))
""")


def test_survives_kill_9(tmp_path):
    """Killed twice at arbitrary moments, mostly while writing: every step writes a checkpoint."""
    env = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{TESTS}", "OMP_NUM_THREADS": "1"}
    for attempt in range(2):
        command = [sys.executable, "-c", CHILD, str(tmp_path)]
        child = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
        child.stdout.readline()
        time.sleep(0.05 + 0.013 * attempt)
        child.kill()
        child.communicate()
    checkpoint = tmp_path / CHECKPOINT_FILE
    step = saved_step(tmp_path) if checkpoint.exists() else 0
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
    assert {p.name for p in tmp_path.iterdir()} == {CHECKPOINT_FILE, METRICS_FILE, RUN_FILE, LOCK_FILE}
