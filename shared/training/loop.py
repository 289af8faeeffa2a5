"""One training loop for everything: pre-training, distillation and reinforcement learning.

They differ in where the gradient comes from and in nothing else, so :func:`train` asks for a function
``backward(step)`` that leaves gradients in the model, and does the rest: clipping, the optimizer, the learning
rate, evaluations, the metrics log, checkpoints, resuming.

A run is a pure function of its seed. What step ``s`` does is computed from ``(seed, s)`` and from nothing that
happened before: the batch (:func:`batch_indices`), and torch's generator, which is seeded anew for every step.
So a run killed at any moment and started again ends with the same weights as a run left alone: bit for bit on
a CPU, and on a GPU as far as its kernels are deterministic.
"""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Collection
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from shared.model.fingerprint import fingerprint
from shared.tools.interrupts import kill_is_ctrl_c, uninterrupted
from shared.tools.seeds import mix_seed
from shared.tools.settings import chosen
from shared.training.config import Metrics, TrainingConfig, TrainingError, learning_rate_at
from shared.training.optimizers import make_optimizers
from shared.training.runs import RunFolder, State, load_tensors, named_tensors

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

_NOT_OF_THE_RESULT = ("log_every", "checkpoint_every", "checkpoint_minutes")  # these do not touch the weights
_EVALUATED = "evaluation_seconds"  # its presence in a line of the log says that the step was evaluated


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
    identity: dict[str, Any] | None = None,
    may_change: Collection[str] = (),
    memory: dict[str, Any] | None = None,
    evaluate: Callable[[], Metrics] | None = None,
    evaluate_every: int = 0,
    best: str | None = None,
    progress: str | None = None,
    on_step: Callable[[int, Metrics], Metrics | None] | None = None,
) -> list[Metrics]:
    """Run (or resume, or recognize as finished) one training run.

    Whatever ends it (Ctrl-C, a kill, an error in a callback, memory that runs out), the last finished step is
    saved to ``out`` before the exception goes on; a computer that loses power loses ten minutes by default.

    Args:
        model: float32 weights, changed in place. To resume, give the weights that the run began with (or
            those it was interrupted with): the checkpoint replaces them.
        backward: ``backward(step)`` for step 0, 1, … adds gradients to the model and returns numbers to
            log. It must depend on the weights, ``step``, ``memory`` and torch's random state only. The number
            ``"skip": 1.0`` among them means: no update this time.
        config: the updates.
        out: folder for the checkpoint and the metrics log (see :mod:`shared.training.runs`); with the same run
            in it, the run goes on from there. None keeps nothing.
        identity: whatever else decides the result (data, batch size), as plain JSON values; a run only
            resumes under the same. The weights are compared in any case.
        may_change: names of settings in which the run in ``out`` may differ after all, such as
            ``["learning_rate"]`` after a gradient that was not finite. The change is noted in ``run.json``.
        memory: what ``backward`` has to keep from one step to the next: tensors and plain JSON values, which
            it replaces and does not change in place. Saved with the weights, restored on a resume.
        evaluate: measures the model and returns numbers to log. It is called after the last step, and
            what it returns is a part of that step's line. One that was interrupted is made again on a resume.
        evaluate_every: call it after every so many steps as well; 0 does not.
        best: name of one of its numbers, the higher the better: the weights of the best evaluation are kept
            in ``out`` (:func:`shared.training.runs.load_best`). The first of equals counts.
        progress: label of a progress bar; None for no bar.
        on_step: called after each update with the number of finished steps and the step's metrics; what it
            returns is logged with them. It is not called again for a step in which it was interrupted.

    Returns:
        The logged metrics from the first step on, those from before a resume included. Each has ``step``
        (finished steps), ``learning_rate``, ``grad_norm`` (before clipping), ``seconds`` and what ``backward``,
        ``on_step`` and ``evaluate`` gave.

    Raises:
        TrainingError: the folder holds another run or is in use, or a gradient is not finite.
        KeyboardInterrupt: Ctrl-C or SIGTERM.
    """
    with ExitStack() as stack:
        stack.enter_context(kill_is_ctrl_c())
        run = _Run(model, config, identity or {}, {} if memory is None else memory)
        if out is not None:
            run.open(Path(out), may_change)
            stack.callback(run.folder.close)
        bar = stack.enter_context(
            tqdm(
                total=config.total_steps, initial=run.step, desc=progress, disable=progress is None, unit="step"
            )
        )
        try:
            run.evaluate(evaluate, evaluate_every, best)  # one that was due and was interrupted
            while run.step < config.total_steps:
                metrics = run.advance(backward)
                run.log((on_step(run.step, dict(metrics)) if on_step else None) or {})
                run.evaluate(evaluate, evaluate_every, best)
                run.save_if_due()
                bar.set_postfix(_shown(metrics), refresh=False)
                bar.update()
            run.save()
        except BaseException as error:
            run.rescue(error)
            raise
        return run.history


def _shown(metrics: Metrics) -> dict[str, str]:
    return {name: f"{metrics[name]:.4g}" for name in ("loss", "reward") if name in metrics}


class _Run:
    """The state of one run: weights, optimizers, finished steps, memory, log."""

    def __init__(
        self, model: nn.Module, config: TrainingConfig, identity: dict[str, Any], memory: dict[str, Any]
    ) -> None:
        self.model, self.config, self.memory = model, config, memory
        self.identity = {**chosen(config, _NOT_OF_THE_RESULT), **identity}
        self.optimizers = make_optimizers(model, config)
        self.parameters = [p for p in model.parameters() if p.requires_grad]
        self.folder: RunFolder | None = None
        self.history: list[Metrics] = []
        self.unlogged: Metrics = {}  # the last step's, until its line is written
        self.step = 0
        self.finished_memory = dict(memory)  # as it was after the last finished step
        self.saved_step, self.saved_at = 0, time.monotonic()

    # --- on disk ----------------------------------------------------------------------------------------------

    def open(self, path: Path, may_change: Collection[str]) -> None:
        """Begin the run in its folder, or go back to the checkpoint that is there."""
        self.folder = RunFolder(path, {**self.identity, "weights": fingerprint(self.model)}, may_change)
        try:
            if self.folder.state is not None:
                self._restore(self.folder.state)
        except BaseException:
            self.folder.close()
            raise
        self.folder.state = None  # a second copy of all weights
        self.history = self.folder.history

    def _restore(self, state: State) -> None:
        of_model, of_memory = _part(state.tensors, "model."), _part(state.tensors, "memory.")
        load_tensors(self.model, of_model, self.folder.path)
        for number, optimizer in enumerate(self.optimizers):
            states: dict[int, dict[str, Tensor]] = {}
            for name, tensor in _part(state.tensors, f"optimizer{number}.").items():
                index, key = name.split(".")
                states.setdefault(int(index), {})[key] = tensor
            optimizer.load_state_dict({**optimizer.state_dict(), "state": states})
        self.memory.clear()
        self.memory.update({**state.memory, **of_memory})
        self.finished_memory = dict(self.memory)
        self.step = self.saved_step = state.step

    def save(self) -> None:
        """Write the checkpoint, unless this step is saved already."""
        if self.folder is None or self.saved_step == self.step:
            return
        tensors = {f"model.{name}": t for name, t in named_tensors(self.model)}
        for number, optimizer in enumerate(self.optimizers):
            for index, state in optimizer.state_dict()["state"].items():
                tensors |= {f"optimizer{number}.{index}.{name}": t for name, t in state.items()}
        kept = self.finished_memory
        tensors |= {f"memory.{name}": t for name, t in kept.items() if isinstance(t, Tensor)}
        values = {name: value for name, value in kept.items() if not isinstance(value, Tensor)}
        self.folder.save(State(self.step, tensors, values, fingerprint(self.model)))
        self.saved_step, self.saved_at = self.step, time.monotonic()

    def save_if_due(self) -> None:
        """Write the checkpoint every so many steps, and when the last one is some minutes old."""
        every, minutes = self.config.checkpoint_every, self.config.checkpoint_minutes
        if (every and self.step % every == 0) or (minutes and time.monotonic() - self.saved_at >= 60 * minutes):
            self.save()

    def rescue(self, error: BaseException) -> None:
        """Save the last finished step before an exception goes on; one that is met on the way is a footnote."""
        try:
            with uninterrupted():
                self.model.zero_grad(set_to_none=True)  # room, if memory was what ran out
                with suppress(OSError):
                    self.log({})
                self.save()
        except KeyboardInterrupt:
            pass  # pressed again while saving: the first one goes on
        except Exception as another:
            error.add_note(f"and step {self.step} could not be saved: {another}")

    # --- one step ---------------------------------------------------------------------------------------------

    def advance(self, backward: Callable[[int], Metrics]) -> Metrics:
        """One step: gradients, clipping, update. Ctrl-C may stop the gradients but not the update."""
        started = time.perf_counter()
        torch.manual_seed(mix_seed(self.config.seed, "step", self.step))
        self.model.train()  # whatever a callback did
        learning_rate = learning_rate_at(self.step, self.config)
        for optimizer in self.optimizers:
            optimizer.zero_grad(set_to_none=True)
            for group in optimizer.param_groups:
                group["lr"] = learning_rate
        metrics = {"step": self.step + 1, "learning_rate": learning_rate, **backward(self.step)}
        norm = float(nn.utils.clip_grad_norm_(self.parameters, self.config.grad_clip or math.inf))
        if not math.isfinite(norm):
            raise TrainingError(self._not_finite())
        with uninterrupted():
            if not metrics.get("skip"):
                for optimizer in self.optimizers:
                    optimizer.step()
            self.step += 1
            self.finished_memory = dict(self.memory)
            self.unlogged = {**metrics, "grad_norm": norm, "seconds": time.perf_counter() - started}
        return self.unlogged

    def _not_finite(self) -> str:
        told = f"the gradient of step {self.step + 1} is not finite"
        if self.folder is None:
            return f"{told}; lower the learning rate"
        return (
            f"{told}; {self.folder.path} keeps the run as it was after step {self.step}: go on from there "
            'with a lower learning_rate and may_change=["learning_rate"], or start over in another folder'
        )

    def log(self, extra: Metrics) -> None:
        """Write the last step's line if it is due, and never twice."""
        due = self.step % self.config.log_every == 0 or self.step == self.config.total_steps or extra
        if due and self.unlogged:
            self.unlogged |= extra
            self._add_line()

    def _add_line(self) -> None:
        with uninterrupted():
            if self.folder is None:
                self.history.append(self.unlogged)
            else:
                self.folder.log(self.unlogged)
            self.unlogged = {}

    # --- evaluations ------------------------------------------------------------------------------------------

    def evaluate(self, evaluate: Callable[[], Metrics] | None, every: int, best: str | None) -> None:
        """Evaluate if that is due after this step and has not been done; the numbers join the step's line."""
        last = self.step == self.config.total_steps
        if evaluate is None or not self.step or not (last or (every and self.step % every == 0)):
            return
        if self.unlogged:  # first: an interruption must not lose it
            self._add_line()
        line = self.history[-1] if self.history and self.history[-1]["step"] == self.step else {}
        if _EVALUATED in line:
            return
        started = time.perf_counter()
        numbers = evaluate()
        if best is not None and best not in numbers:
            raise ValueError(f"there is no {best!r} among the numbers of the evaluation: {', '.join(numbers)}")
        numbers = {**numbers, _EVALUATED: time.perf_counter() - started}
        is_best = best is not None and all(numbers[best] > past[best] for past in self.history if best in past)
        with uninterrupted():
            if is_best and self.folder is not None:
                self.save()  # first: the best weights must not be of a step that a resume makes again
                self.folder.save_best(self.step, self.model)
            if not line:
                self.unlogged = {"step": self.step, **numbers}  # a log that somebody deleted
                self._add_line()
            elif self.folder is None:
                self.history[-1] = {**line, **numbers}
            else:
                self.folder.log_again({**line, **numbers})


def _part(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): t for name, t in tensors.items() if name.startswith(prefix)}
