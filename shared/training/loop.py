"""One training loop for everything: pre-training, distillation and reinforcement learning.

They differ in where the gradient comes from and in nothing else, so :func:`train` asks for a function
``backward(step)`` that leaves gradients in the model, and does the rest: clipping, AdamW, the learning rate,
the metrics log, checkpoints, resuming.

A run is a pure function of its seed. The batch of a step is computed from ``(seed, step)`` (see
:func:`batch_indices` and :func:`shared.tools.seeds.mix_seed`) and from nothing that happened before, so the
position in the data is the step itself. A run killed at any moment and started again therefore ends with the
same weights, bit for bit, as a run left alone.
"""

from __future__ import annotations

import functools
import json
import math
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn
from tqdm.auto import tqdm

from shared.tools import files
from shared.tools.seeds import mix_seed
from shared.training.config import Metrics, TrainingConfig, TrainingError, learning_rate_at
from shared.training.optimizers import make_optimizers

CHECKPOINT_FILE = "checkpoint.safetensors"
METRICS_FILE = "metrics.jsonl"

_FREE_TO_CHANGE = ("log_every", "checkpoint_every")  # these do not touch the weights


@functools.lru_cache(maxsize=4)
def _permutation(num_examples: int, seed: int, epoch: int) -> list[int]:
    generator = torch.Generator().manual_seed(mix_seed(seed, epoch))
    return torch.randperm(num_examples, generator=generator).tolist()


def batch_indices(step: int, num_examples: int, batch_size: int, seed: int) -> list[int]:
    """Which examples step ``step`` reads: a pure function, so a resumed run needs no data position.

    The epochs' permutations stand one after another in an endless row and every step takes the next
    ``batch_size`` of it. So each example is read once an epoch, and no last batch is short.

    Raises:
        ValueError: there are no examples, or the batch size is below 1.
    """
    if num_examples < 1 or batch_size < 1:
        raise ValueError(f"need at least one example and one row, got {num_examples} and {batch_size}")
    places = range(step * batch_size, (step + 1) * batch_size)
    return [_permutation(num_examples, seed, place // num_examples)[place % num_examples] for place in places]


def train(
    model: nn.Module,
    backward: Callable[[int], Metrics],
    config: TrainingConfig,
    out: str | Path | None = None,
    *,
    identity: dict | None = None,
    memory: dict | None = None,
    progress: str | None = None,
    on_step: Callable[[int, Metrics], Metrics | None] | None = None,
) -> list[Metrics]:
    """Run (or resume, or recognize as finished) one training run.

    Args:
        model: float32 weights, changed in place.
        backward: ``backward(step)`` for step 0, 1, … adds gradients to the model and returns numbers to
            log. It must depend on the weights, ``step``, ``memory`` and torch's random state only. The number
            ``"skip": 1.0`` among them means: no update this time.
        config: the updates.
        out: folder for the checkpoint and the metrics log; with a checkpoint of the same run in it, the
            run goes on from there. None keeps nothing.
        identity: whatever else decides the result (data, batch size), as plain JSON values; a run only
            resumes under the same.
        memory: what ``backward`` has to keep from one step to the next, as plain JSON values; it is saved
            with the weights, and replaced by what was saved on a resume.
        progress: label of a progress bar; None for no bar.
        on_step: called after each update with the number of finished steps and the step's metrics; what it
            returns is logged with them. Evaluations go here.

    Returns:
        The logged metrics from the first step on, those from before a resume included. Each has ``step``
        (finished steps), ``learning_rate``, ``grad_norm`` (before clipping), ``seconds`` and what
        ``backward`` and ``on_step`` gave.

    Raises:
        TrainingError: the folder holds another run, or a gradient is not finite.
        KeyboardInterrupt: on Ctrl-C, passed on after the last finished step has been saved to ``out``.
    """
    memory = {} if memory is None else memory
    run = _Run(model, config, Path(out) if out is not None else None, identity or {}, memory)
    model.train()
    bar = tqdm(total=config.total_steps, initial=run.step, desc=progress, disable=progress is None, unit="step")
    try:
        with bar:
            while run.step < config.total_steps:
                metrics = run.advance(backward)
                extra = on_step(run.step, dict(metrics)) if on_step else None
                run.log(extra or {})
                if config.checkpoint_every and run.step % config.checkpoint_every == 0:
                    run.save()
                shown = {k: f"{metrics[k]:.4g}" for k in ("loss", "reward") if k in metrics}
                bar.set_postfix(shown, refresh=False)
                bar.update()
    except KeyboardInterrupt:
        run.log({})
        run.save()
        raise
    run.save()
    return run.history


class _Run:
    """The state of one run: weights, optimizer, finished steps, random state, log."""

    def __init__(
        self, model: nn.Module, config: TrainingConfig, out: Path | None, identity: dict, memory: dict
    ) -> None:
        self.model, self.config, self.out, self.memory = model, config, out, memory
        self.optimizers = make_optimizers(model, config)
        self.parameters = [p for p in model.parameters() if p.requires_grad]
        settings = {k: v for k, v in asdict(config).items() if k not in _FREE_TO_CHANGE}
        # through JSON and back, so that tuples compare equal to what a checkpoint remembers
        self.identity = json.loads(json.dumps({"config": settings, **identity}))
        self.step = 0
        self.saved_step = -1
        self.metrics: Metrics = {}
        self.history: list[Metrics] = []
        torch.manual_seed(mix_seed(config.seed, "training"))
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            self._resume()
        self.rng = _random_state(model)

    def advance(self, backward: Callable[[int], Metrics]) -> Metrics:
        """One step: gradients, clipping, update. Ctrl-C may stop the gradients but not the update."""
        started = time.perf_counter()
        learning_rate = learning_rate_at(self.step, self.config)
        for optimizer in self.optimizers:
            optimizer.zero_grad(set_to_none=True)
            for group in optimizer.param_groups:
                group["lr"] = learning_rate
        metrics = {"step": self.step + 1, "learning_rate": learning_rate, **backward(self.step)}
        norm = float(nn.utils.clip_grad_norm_(self.parameters, self.config.grad_clip or math.inf))
        if not math.isfinite(norm):
            raise TrainingError(
                f"the gradient of step {self.step + 1} is not finite; lower the learning rate"
                + (f" and resume from {self.out / CHECKPOINT_FILE}" if self.saved_step > 0 else "")
            )
        with _interrupts_wait():
            if not metrics.get("skip"):
                for optimizer in self.optimizers:
                    optimizer.step()
            self.step += 1
            self.rng = _random_state(self.model)
            self.metrics = {**metrics, "grad_norm": norm, "seconds": time.perf_counter() - started}
        return self.metrics

    def log(self, extra: Metrics) -> None:
        """Write the last step's line if it is due, and never twice."""
        due = self.step % self.config.log_every == 0 or self.step == self.config.total_steps or extra
        if not due or not self.metrics:
            return
        with _interrupts_wait():
            self.history.append({**self.metrics, **extra})
            self.metrics = {}
            if self.out is not None:
                files.append_jsonl(self.out / METRICS_FILE, self.history[-1])

    def save(self) -> None:
        """Write the checkpoint: a single file that is replaced as a whole, so it is never half a one."""
        if self.out is None or self.saved_step == self.step:
            return
        tensors = {f"model.{name}": t for name, t in _named_tensors(self.model)}
        for number, optimizer in enumerate(self.optimizers):
            for index, state in optimizer.state_dict()["state"].items():
                tensors |= {f"optimizer{number}.{index}.{name}": t for name, t in state.items()}
        tensors |= {f"random.{kind}": t for kind, t in self.rng.items()}
        metadata = {
            "step": str(self.step),
            "identity": json.dumps(self.identity),
            "memory": json.dumps(self.memory),
        }
        files.write_safetensors(self.out / CHECKPOINT_FILE, tensors, metadata)
        self.saved_step = self.step

    def _resume(self) -> None:
        """Go back to the checkpoint in ``out``, if there is one; cut the log to the same step."""
        for leftover in self.out.glob(".*.tmp.*"):
            leftover.unlink()  # a checkpoint that was being written when the process was killed
        path = self.out / CHECKPOINT_FILE
        if path.exists():
            metadata, tensors = _read_checkpoint(path)
            _check_same_run(json.loads(metadata["identity"]), self.identity, self.out)
            self._restore(tensors)
            self.memory.clear()
            self.memory.update(json.loads(metadata.get("memory", "{}")))
            self.step = self.saved_step = int(metadata["step"])
        log = self.out / METRICS_FILE
        if log.exists():
            self.history = [line for line in files.read_jsonl(log) if line["step"] <= self.step]
            files.write_text(log, "".join(json.dumps(line) + "\n" for line in self.history))

    def _restore(self, tensors: dict[str, Tensor]) -> None:
        current = dict(_named_tensors(self.model))
        saved = {name.removeprefix("model."): t for name, t in tensors.items() if name.startswith("model.")}
        shapes = {name: t.shape for name, t in current.items()}
        if shapes != {name: t.shape for name, t in saved.items()}:
            raise TrainingError(f"{self.out} holds a run of a model of another shape; choose another folder")
        with torch.no_grad():
            for name, t in saved.items():
                current[name].copy_(t)
        for number, optimizer in enumerate(self.optimizers):
            state: dict[int, dict[str, Tensor]] = {}
            for name, t in tensors.items():
                if name.startswith(f"optimizer{number}."):
                    _, index, key = name.split(".")
                    state.setdefault(int(index), {})[key] = t
            optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
        torch.set_rng_state(tensors["random.cpu"])
        if "random.cuda" in tensors and torch.cuda.is_available():
            torch.cuda.set_rng_state(tensors["random.cuda"], self.parameters[0].device)


def _named_tensors(model: nn.Module) -> Iterator[tuple[str, Tensor]]:
    """Parameters (tied ones once) and persistent buffers, by name."""
    parameters = dict(model.named_parameters())
    kept = model.state_dict().keys()
    yield from parameters.items()
    yield from ((name, b) for name, b in model.named_buffers() if name in kept)


def _random_state(model: nn.Module) -> dict[str, Tensor]:
    state = {"cpu": torch.get_rng_state()}
    device = next(model.parameters()).device
    if device.type == "cuda":
        state["cuda"] = torch.cuda.get_rng_state(device)
    return state


def _read_checkpoint(path: Path) -> tuple[dict[str, str], dict[str, Tensor]]:
    try:
        with safe_open(path, framework="pt") as file:
            return file.metadata(), {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise TrainingError(f"cannot read the checkpoint {path} ({error}); delete it to start over") from error


def _check_same_run(saved: dict, current: dict, out: Path) -> None:
    """Refuse to mix two runs: the result would belong to neither."""
    before, now = {**saved, **saved["config"]}, {**current, **current["config"]}
    keys = sorted((before.keys() | now.keys()) - {"config"})
    changed = [f"{k} was {before.get(k)}, now {now.get(k)}" for k in keys if before.get(k) != now.get(k)]
    if changed:
        raise TrainingError(
            f"{out} holds a run with other settings ({'; '.join(changed)}); "
            "choose another folder, or delete this one to start over"
        )


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Hold Ctrl-C back until the block is done: an update of half the weights would be no state at all."""
    if threading.current_thread() is not threading.main_thread():
        yield  # Python delivers Ctrl-C to the main thread only
        return
    pressed: list[bool] = []
    previous = signal.signal(signal.SIGINT, lambda *_: pressed.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)
    if pressed:
        raise KeyboardInterrupt
