"""How good is an answer when nobody knows the right one? Two scores, and a loop that uses them.

A rule of thumb looks at the text: is there a boxed answer, and is it short? The model's own confidence looks
at the probabilities: how likely was each token of the response? Self-refinement (Madaan et al. 2023,
arXiv:2303.17651) lets the model review its draft and write it again; with a score, a revision that looks
worse than its draft is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from shared.evaluation.records import Sample
from shared.evaluation.votes import best_of_n
from shared.inference.generation import Response
from shared.model.logprobs import right_pad, token_logprobs
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.verifier import extract_answer

import torch
from torch import Tensor

Score = Callable[[str, str], float]
"""Gets a question and a response to it; higher is better."""

BREVITY_SCALE = 200.0  # characters at which the credit for brevity has halved


def heuristic_score(response: str) -> float:
    """Score a response by its looks: 1 for a boxed answer, and up to 0.5 for being short.

    Brevity decays as ``0.5 * 2 ** (-characters / 200)``, so an answer always outweighs it. (A long answer is
    not a worse one; the rule is cheap and wrong in interesting ways.)

    Returns:
        A number in [0, 1.5].
    """
    boxed = 1.0 if extract_answer(response) is not None else 0.0
    return boxed + 0.5 * 2.0 ** (-len(response) / BREVITY_SCALE)


def mean_logprob(logprobs: Sequence[float]) -> float:
    """Mean log-probability of a response's tokens (nats a token, at most 0): the model's confidence.

    The mean and not the sum, which would favour short responses.

    Raises:
        ValueError: there are no tokens.
    """
    if not logprobs:
        raise ValueError("a response without tokens has no mean log-probability")
    return sum(logprobs) / len(logprobs)


def answer_tokens(tokenizer: Tokenizer, response: str) -> slice:
    """Which tokens of a response are its answer: those after the last ``\\boxed{``, its closing brace included.

    Returns:
        A slice into the response's tokens; an empty one where there is no answer.
    """
    readable = encodable(response)
    start = readable.rfind("\\boxed")
    if start < 0 or extract_answer(readable) is None:
        return slice(0, 0)
    start = readable.find("{", start) + 1 or start
    spans = tokenizer.backend.encode(readable, add_special_tokens=False).offsets
    return slice(next((i for i, (_, end) in enumerate(spans) if end > start), len(spans)), len(spans))


def encodable(text: str) -> str:
    """The text with U+FFFD for each half of a character (a lone surrogate), which no tokenizer can read.

    A model cannot write one, but JSON can hold one, and so a draft from a file can.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@torch.inference_mode()
def score_responses(
    model: Qwen3,
    tokenizer: Tokenizer,
    prompt: str,
    responses: Sequence[Response | str],
    *,
    batch_size: int = 16,
) -> list[list[float]]:
    """Log-probability of every token of given responses, read in one pass (teacher forcing).

    Nothing is generated: the model reads prompt and response together, and the logits before each token of
    the response say how likely it was. For a response that the same model wrote to the same prompt, these
    are the log-probabilities that generation reported.

    Args:
        prompt: what the responses answer.
        responses: from generation (then the end-of-text token counts too), or texts from anywhere.
        batch_size: responses read together; memory grows with it.

    Returns:
        For each response a list with a number (nats) for each of its tokens.

    Raises:
        ValueError: the prompt or a response is empty, a response does not fit into the model's context
            behind the prompt, or batch_size is below 1.
    """
    scores = []
    for input_ids, mask in response_batches(model, tokenizer, prompt, responses, batch_size):
        logprobs = token_logprobs(model, input_ids, mask)
        scores += [row[response].tolist() for row, response in zip(logprobs, mask, strict=True)]
    return scores


def can_be_read(model: Qwen3, tokenizer: Tokenizer, prompt: str, texts: Sequence[str]) -> list[int]:
    """Which texts the model can read as responses to the prompt: not empty, and within its context.

    Returns:
        Their indices, rising; the others :func:`score_responses` would refuse.
    """
    room = model.config.max_position_embeddings - len(tokenizer.encode(encodable(prompt)))
    lengths = map(len, tokenizer.encode_batch(map(encodable, texts)))
    return [i for i, length in enumerate(lengths) if 0 < length <= room]


def response_batches(
    model: Qwen3, tokenizer: Tokenizer, prompt: str, responses: Sequence[Response | str], batch_size: int
) -> Iterator[tuple[Tensor, Tensor]]:
    """Prompt and responses as a model reads them together, so many at a time; see :func:`score_responses`.

    Yields:
        ``input_ids`` and ``mask``, both ``(rows, seq)``; the mask is True on the tokens of a response.

    Raises:
        ValueError: before the first batch; see :func:`score_responses`.
    """
    if batch_size < 1:
        raise ValueError(f"batch_size must be 1 or more, not {batch_size}")
    prompt_ids = tokenizer.encode(encodable(prompt))
    if not prompt_ids:
        raise ValueError("the prompt is empty; the first token of a response needs something to follow")
    targets = [tokenizer.encode(encodable(r)) if isinstance(r, str) else list(r.token_ids) for r in responses]
    context = model.config.max_position_embeddings
    for i, target in enumerate(targets):
        if not target:
            raise ValueError(f"response {i} is empty; there is no token to score")
        if len(prompt_ids) + len(target) > context:
            raise ValueError(
                f"response {i} has {len(target)} tokens, the prompt {len(prompt_ids)}, and the model's context "
                f"holds {context}; score a shorter response"
            )
    for start in range(0, len(targets), batch_size):
        batch = targets[start : start + batch_size]
        yield right_pad([prompt_ids] * len(batch), batch, tokenizer.pad_token_id, model.device)


def select_heuristic(samples: Sequence[Sample]) -> int:
    """Selection for :func:`shared.evaluation.loop.evaluate`: best-of-N by :func:`heuristic_score`."""
    return best_of_n([heuristic_score(s.text) for s in samples])
