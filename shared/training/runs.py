"""A training run on disk: a folder that can be taken up again after any kind of end.

::

    run.json                  what decides the result, written before the first step; another run is refused
    metrics.jsonl             one line for each logged step
    checkpoint.safetensors    weights, optimizers and memory as they were after one step
    best.safetensors          the weights of the best evaluation, where a run keeps them

Each file is replaced as a whole, a line is complete or does not count, and while a run is going the folder is
locked: a second start in it is refused and harms nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shared.tools import files
from shared.tools.settings import as_json, differences
from shared.training.config import Metrics, TrainingError

import torch
from torch import Tensor, nn

RUN_FILE, METRICS_FILE = "run.json", "metrics.jsonl"
CHECKPOINT_FILE, BEST_FILE = "checkpoint.safetensors", "best.safetensors"
_FORMAT = "training run 1"
_OPAQUE = ("weights", "tokenizer", "problems", "examples", "rows", "data")  # digests tell a reader nothing
_WEIGHTS = "weights"  # the fingerprint of those that the run began with


@dataclass
class State:
    """What a run is after some step.

    Attributes:
        step: finished steps.
        tensors: weights, optimizer states and the tensors of the memory, by name.
        memory: the rest of what :func:`shared.training.loop.train` calls its memory: plain JSON values.
        weights: fingerprint of these weights.
    """

    step: int
    tensors: dict[str, Tensor]
    memory: dict[str, Any] = field(default_factory=dict)
    weights: str = ""


class RunFolder:
    """The folder of a run, locked until :meth:`close`.

    Args:
        path: made if need be.
        identity: what decides the result, as JSON, with the fingerprint of the starting weights as ``weights``.
        may_change: settings in which the run that is there may differ; the change is noted in ``run.json``.

    Raises:
        TrainingError: the folder holds another run, another process is writing to it, or a file in it is
            damaged. Nothing in it was changed.
    """

    def __init__(self, path: Path, identity: Mapping[str, Any], may_change: Collection[str] = ()) -> None:
        self.path = path
        self._lock = ExitStack()
        try:
            self._lock.enter_context(files.locked(path))
        except files.FolderInUse as error:
            raise TrainingError(str(error)) from error
        try:
            self.state = self._read_checkpoint()
            self._identify(as_json(identity), may_change)
            files.remove_leftovers(path, [RUN_FILE, METRICS_FILE, CHECKPOINT_FILE, BEST_FILE])
            self.history = self._read_log()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let others in."""
        self._lock.close()

    # --- whose folder it is -----------------------------------------------------------------------------------

    def _identify(self, identity: dict[str, Any], may_change: Collection[str]) -> None:
        """Write down whose folder this is, or compare with what stands there."""
        path = self.path / RUN_FILE
        if not path.exists():
            if self.state is not None:
                raise TrainingError(f"{self.path} holds a checkpoint but no {RUN_FILE}; choose another folder")
            files.write_json(path, {"format": _FORMAT, "identity": identity, "changes": []})
            return
        try:
            there = json.loads(path.read_text(encoding="utf-8"))
            before, changes = there["identity"], there["changes"]
        except (ValueError, TypeError, KeyError) as error:
            raise TrainingError(f"{path} is damaged; choose another folder, or delete this one") from error
        changed = differences(before, identity, opaque=_OPAQUE)
        if self.state is not None and identity.get(_WEIGHTS) == self.state.weights:
            changed.pop(_WEIGHTS, None)  # the model of a run that was interrupted, given to it again
            identity = {**identity, _WEIGHTS: before.get(_WEIGHTS)}
        if refused := [told for name, told in changed.items() if name not in may_change]:
            raise TrainingError(
                f"{self.path} holds a run with other settings ({'; '.join(refused)}): choose another folder, "
                "or delete this one to start over"
            )
        if changed:
            step = 0 if self.state is None else self.state.step
            changes = [*changes, {"after_step": step, "changes": list(changed.values())}]
            files.write_json(path, {"format": _FORMAT, "identity": identity, "changes": changes})

    # --- what is in it ----------------------------------------------------------------------------------------

    def save(self, state: State) -> None:
        """Replace the checkpoint."""
        metadata = {"step": str(state.step), "memory": json.dumps(state.memory), "weights": state.weights}
        files.write_safetensors(self.path / CHECKPOINT_FILE, state.tensors, metadata)

    def save_best(self, step: int, model: nn.Module) -> None:
        """Replace the weights that were best so far."""
        files.write_safetensors(self.path / BEST_FILE, dict(named_tensors(model)), {"step": str(step)})

    def log(self, line: Metrics) -> None:
        """Add a line to the metrics log."""
        self.history.append(line)
        files.append_jsonl(self.path / METRICS_FILE, line)

    def log_again(self, line: Metrics) -> None:
        """Replace the last line of the log."""
        self.history[-1] = line
        self._write_log()

    def _write_log(self) -> None:
        files.write_text(self.path / METRICS_FILE, "".join(map(files.json_line, self.history)))

    def _read_checkpoint(self) -> State | None:
        path = self.path / CHECKPOINT_FILE
        if not path.exists():
            return None
        metadata, tensors = _read_safetensors(path)
        try:
            memory = json.loads(metadata["memory"])
            return State(int(metadata["step"]), tensors, memory, metadata["weights"])
        except (KeyError, ValueError) as error:
            raise TrainingError(f"{path} is no checkpoint of a run; choose another folder") from error

    def _read_log(self) -> list[Metrics]:
        """The log up to the checkpoint; later lines are cut off, since those steps are made again."""
        path = self.path / METRICS_FILE
        if not path.exists():
            return []
        step = 0 if self.state is None else self.state.step
        self.history = [line for line in files.read_jsonl(path) if line["step"] <= step]
        self._write_log()
        return self.history


def load_best(path: str | Path, model: nn.Module) -> int:
    """Put the best weights that a run kept (``best`` of :func:`shared.training.loop.train`) into a model.

    Returns:
        The step after which they were measured.

    Raises:
        TrainingError: the folder has none, or they are of a model of another shape.
    """
    file = Path(path) / BEST_FILE
    if not file.exists():
        raise TrainingError(f"{path} keeps no best weights; name the metric to go by when the run is started")
    metadata, tensors = _read_safetensors(file)
    load_tensors(model, tensors, file)
    return int(metadata["step"])


def named_tensors(model: nn.Module) -> list[tuple[str, Tensor]]:
    """Parameters (tied ones once) and persistent buffers, by name."""
    kept = model.state_dict().keys()
    return [*model.named_parameters(), *((name, b) for name, b in model.named_buffers() if name in kept)]


@torch.no_grad()
def load_tensors(model: nn.Module, tensors: Mapping[str, Tensor], source: Path) -> None:
    """Copy tensors into a model's own.

    Raises:
        TrainingError: they are of a model of another shape.
    """
    current = dict(named_tensors(model))
    if {name: t.shape for name, t in current.items()} != {name: t.shape for name, t in tensors.items()}:
        raise TrainingError(f"{source} holds a model of another shape; choose another folder")
    for name, tensor in tensors.items():
        current[name].copy_(tensor)


def _read_safetensors(path: Path) -> tuple[dict[str, str], dict[str, Tensor]]:
    try:
        return files.read_safetensors(path)
    except (ValueError, OSError) as error:
        raise TrainingError(f"cannot read the checkpoint {path} ({error}); delete it to start over") from error
