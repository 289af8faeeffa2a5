"""A toy to distill: small sums, a teacher's solutions to them, a small random model."""

from __future__ import annotations

from shared.distillation.traces import Trace
from shared.model.prompts import COT_SUFFIX, render_prompt
from shared.model.qwen3 import Qwen3, Qwen3Config
from shared.problems import Problem

import torch


def tiny_model(tokenizer, seed: int = 0) -> Qwen3:
    torch.manual_seed(seed)
    return Qwen3(Qwen3Config(
        vocab_size=tokenizer.vocab_size, hidden_size=32, intermediate_size=48, num_hidden_layers=2,
        num_attention_heads=2, num_key_value_heads=1, head_dim=16, max_position_embeddings=256,
    ))  # fmt: skip


def problem(i: int = 1) -> Problem:
    return Problem(f"What is {i} + {i}?", "", str(2 * i), "Toy", 1, f"toy-{i}")


def trace(i: int = 1, response: str | None = None) -> Trace:
    text = f" {i} + {i} = {2 * i}\n\\boxed{{{2 * i}}}" if response is None else response
    return Trace(problem(i), render_prompt(problem(i).problem, COT_SUFFIX), text, [5, 6, 0], True, True)
