"""One training loop for everything: pre-training, distillation and reinforcement learning.

They differ in where the gradient comes from and in nothing else, so :func:`train` asks for a function
``backward(step)`` that leaves gradients in the model, and does the rest: clipping, AdamW, the learning rate,
the metrics log, checkpoints, resuming.

A run is a pure function of its seed. The batch of a step is computed from ``(seed, step)`` (see
:func:`batch_indices` and :func:`shared.seeds.mix_seed`) and from nothing that happened before, so the position
in the data is the step itself. A run killed at any moment and started again therefore ends with the same
weights, bit for bit, as a run left alone.
"""

from __future__ import annotations

import functools
import json
import math
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn
from tqdm.auto import tqdm

from shared import files
from shared.muon import Muon
from shared.seeds import mix_seed

Metrics = dict[str, float]

CHECKPOINT_FILE = "checkpoint.safetensors"
METRICS_FILE = "metrics.jsonl"

_FUSED_DEVICES = ("cpu", "cuda", "mps", "xpu")
_FREE_TO_CHANGE = ("log_every", "checkpoint_every")  # these do not touch the weights


class TrainingError(RuntimeError):
    """A run cannot start, go on or resume; the message is one line that says why and what to do."""


@dataclass(frozen=True)
class TrainingConfig:
    """What decides the updates of a run.

    Attributes:
        learning_rate: the highest value, reached after the warm-up.
        total_steps: optimizer steps of the whole run.
        warmup_steps: steps over which the learning rate climbs linearly from near zero.
        schedule: what follows the warm-up: "constant", "linear" or "cosine" decay.
        final_ratio: where the decay ends, as a share of ``learning_rate``.
        weight_decay: AdamW's, applied to matrices and not to norm weights.
        betas: AdamW's two averaging factors.
        optimizer: "adamw", or "muon" for the matrices of the blocks and AdamW for everything else.
        grad_clip: largest allowed norm of the gradient; 0 turns clipping off.
        seed: of everything random in the run.
        log_every: steps between lines of the metrics log (the last step is always logged).
        checkpoint_every: steps between checkpoints; 0 saves only at the end and on Ctrl-C.

    Raises:
        ValueError: a value is out of range.
    """

    learning_rate: float
    total_steps: int
    warmup_steps: int = 0
    schedule: str = "linear"
    final_ratio: float = 0.0
    weight_decay: float = 0.0
    betas: tuple[float, float] = (0.9, 0.95)
    optimizer: str = "adamw"
    grad_clip: float = 1.0
    seed: int = 0
    log_every: int = 1
    checkpoint_every: int = 0

    def __post_init__(self) -> None:
        if self.schedule not in ("constant", "linear", "cosine"):
            raise ValueError(f"schedule is {self.schedule!r}; choose 'constant', 'linear' or 'cosine'")
        if self.optimizer not in ("adamw", "muon"):
            raise ValueError(f"optimizer is {self.optimizer!r}; choose 'adamw' or 'muon'")
        if not (self.learning_rate > 0 and math.isfinite(self.learning_rate)):
            raise ValueError(f"learning_rate must be a positive number, not {self.learning_rate}")
        if self.total_steps < 1 or self.log_every < 1:
            raise ValueError("total_steps and log_every must be at least 1")
        for name in ("warmup_steps", "final_ratio", "weight_decay", "grad_clip", "checkpoint_every"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name} must not be negative, and is {getattr(self, name)}")


def learning_rate_at(step: int, config: TrainingConfig) -> float:
    """Learning rate of step 0, 1, …, ``total_steps - 1``: linear warm-up, then the schedule.

    Cosine decay is Loshchilov and Hutter 2017 (SGDR, eq. 5) without restarts.
    """
    if step < config.warmup_steps:
        return config.learning_rate * (step + 1) / config.warmup_steps
    progress = (step - config.warmup_steps) / max(1, config.total_steps - config.warmup_steps)
    progress = min(progress, 1.0)
    if config.schedule == "constant":
        remaining = 1.0
    elif config.schedule == "linear":
        remaining = 1.0 - progress
    else:
        remaining = 0.5 * (1.0 + math.cos(math.pi * progress))
    return config.learning_rate * (config.final_ratio + (1.0 - config.final_ratio) * remaining)


def make_optimizers(model: nn.Module, config: TrainingConfig) -> list[torch.optim.Optimizer]:
    """AdamW (Loshchilov and Hutter 2019), or Muon and AdamW, on the model's trainable weights.

    Muon is for matrices that map hidden states to hidden states. A row of the embedding belongs to one token
    and gets a gradient only where that token occurs, so embedding and head stay with AdamW, and the norms too.

    Weights stay in float32: a step at a learning rate of 1e-5 is smaller than the gap between two
    neighbouring bfloat16 numbers and would be rounded away. Speed comes from :func:`autocast`.

    Raises:
        TrainingError: nothing is trainable, or weights are in a 16-bit type.
    """
    parameters = {name: p for name, p in model.named_parameters() if p.requires_grad}
    if not parameters:
        raise TrainingError("the model has no trainable weights")
    if small := {str(p.dtype) for p in parameters.values() if p.dtype in (torch.bfloat16, torch.float16)}:
        raise TrainingError(f"weights are {', '.join(small)}; load the model in float32 to train it")
    optimizers: list[torch.optim.Optimizer] = []
    if config.optimizer == "muon":
        names = [n for n, p in parameters.items() if p.ndim == 2 and "embed" not in n and "lm_head" not in n]
        matrices = [parameters.pop(name) for name in names]
        optimizers.append(Muon(matrices, lr=config.learning_rate, weight_decay=config.weight_decay))
    groups = [
        {"params": [p for p in parameters.values() if p.ndim >= 2], "weight_decay": config.weight_decay},
        {"params": [p for p in parameters.values() if p.ndim < 2], "weight_decay": 0.0},
    ]
    fused = all(p.device.type in _FUSED_DEVICES for p in parameters.values())
    optimizers.append(
        torch.optim.AdamW(
            [g for g in groups if g["params"]], lr=config.learning_rate, betas=config.betas, fused=fused
        )
    )
    return optimizers


def autocast(device: torch.device | str, enabled: bool | None = None) -> AbstractContextManager:
    """Run matrix products in bfloat16 where that is faster, and in the weights' own type elsewhere.

    On CUDA that is always; on a CPU only if it has bfloat16 instructions (AVX512-BF16 or AMX), because
    without them a product is several hundred times slower than in float32.

    Args:
        device: where the model is.
        enabled: decide by hand instead.
    """
    kind = torch.device(device).type
    if enabled is None:
        enabled = kind == "cuda" or (kind == "cpu" and cpu_has_bfloat16())
    return torch.autocast(kind, dtype=torch.bfloat16, enabled=enabled)


def cpu_has_bfloat16() -> bool:
    """Whether this CPU multiplies bfloat16 matrices in hardware (as far as torch can tell)."""
    names = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    checks = [getattr(torch.cpu, name) for name in names if hasattr(torch.cpu, name)]
    return any(check() for check in checks)


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
