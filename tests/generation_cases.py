"""A model, prompts and a naive loop that the tests of generation and of the engine share."""

from __future__ import annotations

from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer, train_tokenizer

import torch
from hardened import hardened_model

VOCAB = 280
PROMPTS = [
    "What is 3 plus 4?",
    "A",
    "Tom has 17 apples and buys 25 more. How many apples does he have now?",
    "naïve €",
    "What is 3 plus 5?",
    "12",
    "<think>\n\n</think>\n\nSo: ",
    "Two words",
]


def make_tokenizer() -> Tokenizer:
    """Has many ways to end a text, so that random models end theirs soon, and at different times."""
    plain = train_tokenizer(PROMPTS, VOCAB)
    return Tokenizer(plain.backend, eos_token_ids=(VOCAB - 5, *range(20, 32)), pad_token_id=0)


def make_model(**changes: object) -> Qwen3:
    """Random weights that hide no mistake (see hardened.py)."""
    return hardened_model(vocab_size=VOCAB, **changes)


@torch.no_grad()
def naive_greedy(
    model: Qwen3, tokenizer: Tokenizer, prompt: str, max_new_tokens: int
) -> tuple[list[int], list[float]]:
    """Read everything again for each token: no cache, no batch."""
    prompt_ids, written, logprobs = tokenizer.encode(prompt), [], []
    while len(written) < max_new_tokens:
        logits = model(torch.tensor([prompt_ids + written]))[0, -1]
        written.append(int(logits.argmax()))
        logprobs.append(float(logits.log_softmax(-1)[written[-1]]))
        if written[-1] in tokenizer.eos_token_ids:
            break
    return written, logprobs
