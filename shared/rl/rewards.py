"""What a response is worth: rewards that a program can check."""

from __future__ import annotations

from shared.inference.generation import Response
from shared.problems import Problem
from shared.verifier import is_correct


def correctness_reward(response: Response, problem: Problem) -> float:
    """1 if the response's boxed answer equals the problem's, else 0. The judge of the evaluation, too."""
    return float(is_correct(response.text, problem.answer))
