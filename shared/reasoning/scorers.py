"""The scores by name: what chooses among several responses to one prompt.

A *scorer* gets a prompt and responses to it, and gives each a number; the higher, the better. None of them
knows the right answer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import fmean

from shared.evaluation.records import Evaluation
from shared.model.prompts import COT_SUFFIX, render_prompt
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning.confidence import read_confidences
from shared.reasoning.reward_model import RewardHead, read_steps, step_values
from shared.reasoning.scoring import Score, answer_tokens, can_be_read, heuristic_score, score_responses

from tqdm import tqdm

Scorer = Callable[[str, Sequence[str]], list[float]]
"""Gets a prompt and responses to it; minus infinity for one that cannot be read (empty, or too long)."""

SCORES = ("heuristic", "logprob", "answer-logprob", "self-certainty", "learned")


def make_scorer(
    name: str, model: Qwen3, tokenizer: Tokenizer, head: RewardHead | None = None, batch_size: int = 32
) -> Scorer:
    """The scorer of a name.

    Args:
        name: one of :data:`SCORES`. ``logprob`` is the mean log-probability (nats) of all tokens,
            ``answer-logprob`` that of the answer's tokens alone (a response without a box has none, and scores
            lowest), ``self-certainty`` the mean of :func:`shared.reasoning.confidence.self_certainty`,
            ``learned`` the value that the head gives to the last step.
        head: for ``learned``.
        batch_size: responses read together.

    Raises:
        ValueError: an unknown name, or ``learned`` without a head.
    """
    if name not in SCORES:
        raise ValueError(f"no score is called {name!r}; there are {', '.join(SCORES)}")
    if name == "learned" and head is None:
        raise ValueError("the learned score needs a head: make one with ch05/train_scorer.py")

    def read(prompt: str, texts: Sequence[str]) -> list[float]:
        if name == "learned":
            steps = read_steps(model, tokenizer, prompt, texts, batch_size=batch_size)
            return [step_values(head, s)[-1] for s in steps]
        if name == "self-certainty":
            found = read_confidences(model, tokenizer, prompt, texts, batch_size=batch_size)
            return [fmean(c.self_certainty) for c in found]
        logprobs = score_responses(model, tokenizer, prompt, texts, batch_size=batch_size)
        if name == "logprob":
            return [fmean(values) for values in logprobs]
        answers = (values[answer_tokens(tokenizer, t)] for t, values in zip(texts, logprobs, strict=True))
        return [fmean(values) if values else -math.inf for values in answers]

    def score(prompt: str, texts: Sequence[str]) -> list[float]:
        if name == "heuristic":
            return [heuristic_score(text) for text in texts]
        fit = can_be_read(model, tokenizer, prompt, texts)
        scores = [-math.inf] * len(texts)
        for i, value in zip(fit, read(prompt, [texts[i] for i in fit]), strict=True):
            scores[i] = value
        return scores

    return score


def score_samples(scorer: Scorer, evaluation: Evaluation, progress: str | None = None) -> list[list[float]]:
    """The score of every sample of a run, problem by problem.

    Args:
        progress: label of a progress bar; None shows none.
    """
    records = tqdm(evaluation.records, desc=progress, unit="problem", disable=progress is None)
    return [scorer(record.prompt, [s.text for s in record.samples]) for record in records]


def as_score(scorer: Scorer, tokenizer: Tokenizer, suffix: str = COT_SUFFIX) -> Score:
    """A scorer as refinement's rule of acceptance takes it: by the question.

    Draft and revision are both scored as answers to the question: under the prompts that they were written
    for, their probabilities could not be compared.
    """

    def score(question: str, response: str) -> float:
        return scorer(render_prompt(question, suffix, tokenizer), [response])[0]

    return score
