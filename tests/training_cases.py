"""A tiny run to train: shared by the tests of everything that trains."""

from __future__ import annotations

import json
from pathlib import Path

from shared.model.qwen3 import Qwen3, Qwen3Config
from shared.tools.seeds import mix_seed
from shared.training.config import TrainingConfig
from shared.training.runs import CHECKPOINT_FILE, METRICS_FILE

import torch
from safetensors import safe_open
from torch import nn

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


class Killed(BaseException):
    """Stands for a crash: nothing in the loop catches it."""


def interrupted_at(backward, step_to_stop, error):
    def wrapped(step):
        metrics = backward(step)
        if step == step_to_stop:
            raise error
        return metrics

    return wrapped


def saved_step(folder: Path) -> int:
    with safe_open(folder / CHECKPOINT_FILE, framework="pt") as file:
        return int(file.metadata()["step"])


def read_log(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / METRICS_FILE).read_text().splitlines()]


def without_time(history):
    return [{k: v for k, v in m.items() if k != "seconds"} for m in history]
