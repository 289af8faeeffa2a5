"""Questions for a random model, and the plainest way to score what is answered."""

from __future__ import annotations

from shared.model.qwen3 import Qwen3

import torch

VOCAB = 290
PROMPT = "Question: What is 3 plus 4?\nAnswer:"
QUESTIONS = ["What is 3 plus 4?", "What is 12 minus 5?", "Is 7 a prime number?"]


@torch.no_grad()
def naive_logprobs(model: Qwen3, prompt_ids: list[int], response_ids: list[int]) -> list[float]:
    """Each token from a forward pass of its own, over exactly what precedes it."""
    found = []
    for i, token in enumerate(response_ids):
        logits = model(torch.tensor([prompt_ids + response_ids[:i]]))[0, -1]
        found.append(float(logits.log_softmax(-1)[token]))
    return found
