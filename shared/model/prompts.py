"""How a question is put to a model: the same words for every checkpoint.

A plain checkpoint continues a text, so it gets a text that an answer would continue. A chat checkpoint gets
the same request as a user's message. Which of the two a checkpoint is follows from how it ends its texts
(``tokenizer.is_chat``), never from its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.model.tokenizer import Tokenizer

COT_SUFFIX = " Explain step by step."
_IMPROVED = "Improved answer:"
INSTRUCTION = "Give the answer in \\boxed{}."


def render_prompt(
    question: str, suffix: str = "", tokenizer: Tokenizer | None = None, thinking: bool = True
) -> str:
    """The text that a model is to continue with its response.

    Args:
        question: the problem.
        suffix: appended to the question, such as ``COT_SUFFIX`` (Kojima et al. 2022, arXiv:2205.11916: asking
            for steps is enough to get them).
        tokenizer: of the checkpoint; a chat checkpoint gets its chat format. None means plain.
        thinking: for chat checkpoints: False closes the thinking part before it begins.
    """
    if tokenizer is not None and tokenizer.is_chat:
        message = {"role": "user", "content": f"{question}{suffix}\n{INSTRUCTION}"}
        return tokenizer.apply_chat_template([message], thinking=thinking)
    return f"Question: {question}{suffix}\n{INSTRUCTION}\nAnswer:"


def critique_prompt(
    question: str, draft: str, suffix: str = COT_SUFFIX, tokenizer: Tokenizer | None = None
) -> str:
    """Ask for a review of a draft: the first half of a round of self-refinement (Madaan et al. 2023).

    Args:
        draft: the response to look at, as the model wrote it.
    """
    if tokenizer is not None and tokenizer.is_chat:
        turns = _turns(question, draft, suffix)
        return tokenizer.apply_chat_template(turns)
    # Not the answering prompt with something behind it: a model must not slip from answering into reviewing.
    return f"Question: {question}{suffix}\n{INSTRUCTION}\nDraft: {draft.strip()}\nReview:"


def refine_prompt(
    question: str, draft: str, critique: str, suffix: str = COT_SUFFIX, tokenizer: Tokenizer | None = None
) -> str:
    """Ask for a better answer, with the draft and its review in sight: the second half of the round."""
    if tokenizer is not None and tokenizer.is_chat:
        turns = _turns(question, draft, suffix)
        turns += [
            {"role": "assistant", "content": critique.strip()},
            {"role": "user", "content": f"Now write the improved answer. {INSTRUCTION}"},
        ]
        return tokenizer.apply_chat_template(turns)
    review = critique_prompt(question, draft, suffix)
    # A base model continues texts: behind its review it goes on with the heading that comes next.
    critique = critique.split(_IMPROVED)[0].strip()
    return f"{review} {critique}\n{_IMPROVED}"


def _turns(question: str, draft: str, suffix: str) -> list[dict[str, str]]:
    return [
        {"role": "user", "content": f"{question}{suffix}\n{INSTRUCTION}"},
        {"role": "assistant", "content": draft.strip()},
        {"role": "user", "content": "Review this answer line by line. Say which line is wrong, if any."},
    ]
