"""Better answers from the same weights, paid for in tokens: ask for steps, sample several, choose one.

Asking for intermediate steps is chain-of-thought prompting (Wei et al. 2022, arXiv:2201.11903; that a plain
request is enough, Kojima et al. 2022, arXiv:2205.11916). The functions named ``select_…`` are what
:func:`shared.evaluation.loop.evaluate` takes: they get the samples of a problem and return the index of the
one that counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from shared.evaluation.records import Sample
from shared.evaluation.votes import best_of_n, majority_vote
from shared.model.prompts import COT_SUFFIX, render_prompt
from shared.model.tokenizer import Tokenizer


def chain_of_thought_prompt(question: str, tokenizer: Tokenizer | None = None) -> str:
    """The prompt for a question with the request to explain step by step.

    Args:
        question: the problem.
        tokenizer: of the checkpoint, whose format the prompt gets; None means plain text.
    """
    return render_prompt(question, COT_SUFFIX, tokenizer)


def select_majority(samples: Sequence[Sample]) -> int:
    """Selection: the answer that most samples give, ties to the one that came first."""
    return majority_vote([s.answer for s in samples])


def select_majority_then_best(samples: Sequence[Sample]) -> int:
    """Selection: the answer that most samples give, ties to the one the model was surest of."""
    return majority_vote([s.answer for s in samples], [s.mean_logprob for s in samples])


def select_best(samples: Sequence[Sample]) -> int:
    """Selection: the sample of the highest mean log-probability (best-of-N), among those with an answer.

    A sample without an answer cannot be right, so it is chosen only if there is nothing else.
    """
    answered = [i for i, s in enumerate(samples) if s.answer is not None] or list(range(len(samples)))
    return answered[best_of_n([samples[i].mean_logprob for i in answered])]
