"""What a response is worth: rewards that a program can check.

Some look at one response, some compare the responses of a group, so each gets them all: :class:`Answers` in, a
``(prompts, group)`` tensor out. A function of one response and its problem becomes one by :func:`each`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from shared.inference.generation import Response
from shared.problems import Problem
from shared.verifier import extract_answer, is_correct

import torch
from torch import Tensor


@dataclass(frozen=True)
class Answers:
    """The responses to a batch of problems.

    Attributes:
        problems: one for each group.
        groups: the responses to it.
        max_new_tokens: the longest response possible.
    """

    problems: Sequence[Problem]
    groups: Sequence[Sequence[Response]]
    max_new_tokens: int

    @cached_property
    def correct(self) -> Tensor:
        """``(prompts, group)``: 1 where the boxed answer equals the problem's."""
        return self.each(correctness_reward)

    @cached_property
    def lengths(self) -> Tensor:
        """``(prompts, group)``: tokens of each response."""
        return self.each(lambda response, problem: len(response.token_ids))

    @cached_property
    def truncated(self) -> Tensor:
        """``(prompts, group)``: True where the token limit ended the response."""
        return self.each(lambda response, problem: response.finish_reason == "length").bool()

    def each(self, function: Callable[[Response, Problem], float]) -> Tensor:
        """A function of one response, of all of them: ``(prompts, group)``."""
        pairs = zip(self.groups, self.problems, strict=True)
        return torch.tensor([[float(function(r, problem)) for r in group] for group, problem in pairs])


Reward = Callable[[Answers], Tensor]
"""All responses of a batch in, ``(prompts, group)`` finite numbers out."""


def each(function: Callable[[Response, Problem], float]) -> Reward:
    """A reward from a function of one response and the problem it answers."""

    def reward(answers: Answers) -> Tensor:
        return answers.each(function)

    reward.__name__ = getattr(function, "__name__", type(function).__name__)
    return reward


def correctness_reward(response: Response, problem: Problem) -> float:
    """1 if the response's boxed answer equals the problem's, else 0. The judge of the evaluation, too."""
    return float(is_correct(response.text, problem.answer))


def format_reward(response: Response, problem: Problem | None = None) -> float:
    """Half for a thought, half for a box: whether they are there, and not what they say.

    The thought counts if the response begins with ``<think>`` (white space may stand before it), holds each tag
    once, and goes on after ``</think>``. The box counts if it is complete and stands outside of a thought.
    """
    text = response.text.strip()
    opened, closed = text.count("<think>"), text.count("</think>")
    inside, _, after = text.removeprefix("<think>").partition("</think>")
    thought = (
        text.startswith("<think>") and (opened, closed) == (1, 1) and bool(inside.strip() and after.strip())
    )
    return 0.5 * thought + 0.5 * (extract_answer(text) is not None)


def repetition_reward(response: Response, problem: Problem | None = None, n: int = 3) -> float:
    """From 0 to -1: the share of the response's n-grams that it had before (Yeo et al. 2025, 2502.03373)."""
    ids = response.token_ids
    grams = [tuple(ids[i : i + n]) for i in range(len(ids) - n + 1)]
    return len(set(grams)) / len(grams) - 1.0 if grams else 0.0


def overlong_reward(lengths: Tensor, max_tokens: int, margin: int) -> Tensor:
    """From 0 to -1 over the last ``margin`` tokens below the limit (DAPO, Yu et al. 2025, eq. 13).

    Args:
        lengths: of the responses, in tokens.
        max_tokens: the limit.
        margin: below it.

    Returns:
        As ``lengths``.
    """
    return ((max_tokens - margin - lengths) / margin).clamp(-1.0, 0.0)


def cosine_reward(
    lengths: Tensor,
    correct: Tensor,
    max_tokens: int,
    right: tuple[float, float] = (1.0, 0.5),
    wrong: tuple[float, float] = (-1.0, -0.5),
) -> Tensor:
    """A right response is worth more the shorter it is, a wrong one the longer it is (Yeo et al. 2025,
    2502.03373): do not ramble, but think on where you fail.

    Args:
        lengths: of the responses, in tokens.
        correct: of the same shape, 0 or 1.
        max_tokens: longest possible; beyond it the value no longer changes.
        right: worth of a right response of length 0, and of the longest.
        wrong: the same of a wrong one.

    Returns:
        As ``lengths``. In between it follows half a period of a cosine.
    """
    way = 0.5 * (1 - torch.cos(math.pi * (lengths / max_tokens).clamp(max=1.0)))  # from 0 to 1
    first, last = (torch.where(correct > 0, r, w) for r, w in zip(right, wrong, strict=True))
    return first + (last - first) * way


def linear_length_reward(lengths: Tensor, correct: Tensor) -> Tensor:
    """``-(share of right ones in the group) * length / longest of the group``: a group that has learned to
    solve its problem is asked to be brief, one that has not may go on thinking.

    Args:
        lengths: ``(prompts, group)``, in tokens.
        correct: ``(prompts, group)``, 0 or 1.

    Returns:
        ``(prompts, group)``.
    """
    longest = lengths.amax(dim=1, keepdim=True).clamp(min=1)
    return -correct.mean(dim=1, keepdim=True) * lengths / longest


REWARDS: dict[str, Reward] = {
    "correct": lambda answers: answers.correct,
    "format": each(format_reward),
    "repetition": each(repetition_reward),
    "overlong": lambda a: overlong_reward(a.lengths, a.max_new_tokens, max(1, a.max_new_tokens // 4)),
    "cosine": lambda a: cosine_reward(a.lengths, a.correct, a.max_new_tokens),
    "linear-length": lambda a: linear_length_reward(a.lengths, a.correct),
}
