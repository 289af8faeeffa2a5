"""Reasoning: better answers from the same weights, paid for in tokens.

Reading order::

    selection     ask for steps; which of several samples counts
    scoring       how good is an answer when nobody knows the right one
    confidence    how sure the model was, token by token, and over a response
    weighing      votes that do not all count the same
    adaptive      stop asking when the vote is clear
    power         whole texts from a sharpened model
    budget        think longer, or shorter
    refinement    review a draft and write it again
    steps         a response step by step, and what a step is worth
    reward_model  a learned scorer on the model's last hidden state
    scorers       all scores by name
    beam_search   keep the beginnings that look best
"""

from shared.reasoning.refinement import refine
from shared.reasoning.scoring import heuristic_score, mean_logprob, score_responses
from shared.reasoning.selection import select_best, select_majority, select_majority_then_best

__all__ = [
    "heuristic_score",
    "mean_logprob",
    "refine",
    "score_responses",
    "select_best",
    "select_majority",
    "select_majority_then_best",
]
