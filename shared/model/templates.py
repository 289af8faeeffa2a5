r"""How a question becomes a prompt, chosen by name or written out.

=================  =========================================================================================
auto               The checkpoint's own way: its chat format if it is a chat checkpoint, plain text otherwise.
plain              The course's plain text: ``Question: …``, the request for a box, ``Answer:``.
chat               The chat format, whatever the checkpoint calls itself.
chat-no-thinking   The same, with the thinking part closed before it begins.
a text             Your own words: ``{problem}`` in it stands for the question. Nothing is added to it.
=================  =========================================================================================

A prompt is part of a result: the same weights answer more or fewer problems under other words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.model.prompts import INSTRUCTION, render_prompt
from shared.model.tokenizer import TURN_END, TURN_START

if TYPE_CHECKING:
    from shared.model.tokenizer import Tokenizer

NAMES = ("auto", "plain", "chat", "chat-no-thinking")
PLACE = "{problem}"


class TemplateError(ValueError):
    """A template cannot be used; the message is one line and says what to do about it."""


def check_template(template: str, tokenizer: Tokenizer) -> None:
    """Refuse a template before any work is done with it.

    Raises:
        TemplateError: it is neither a name nor a text with ``{problem}``, or it asks for a chat format whose
            turn tokens are not in the vocabulary.
    """
    if template not in NAMES and PLACE not in template:
        raise TemplateError(
            f"the template {template!r} is none of {', '.join(NAMES)} and does not contain {PLACE}: "
            "write where the question goes"
        )
    if template in ("chat", "chat-no-thinking"):
        try:
            for token in (TURN_START, TURN_END):
                tokenizer.token_id(token)
        except ValueError as error:
            raise TemplateError(
                f"the template {template!r} needs the chat tokens {TURN_START} and {TURN_END}, which this "
                "model's vocabulary does not have: use the template 'plain'"
            ) from error


def make_prompt(template: str, question: str, suffix: str, tokenizer: Tokenizer) -> str:
    """The text that the model is to continue with its response.

    Args:
        template: a name or a text, see the top of this module; :func:`check_template` accepts it.
        suffix: follows the question directly.
    """
    if template in ("auto", "plain"):
        return render_prompt(question, suffix, tokenizer if template == "auto" else None)
    if template in NAMES:
        message = {"role": "user", "content": f"{question}{suffix}\n{INSTRUCTION}"}
        return tokenizer.apply_chat_template([message], thinking=template == "chat")
    # Not str.format: a template may hold other braces, such as those of \boxed{}.
    return template.replace(PLACE, question + suffix)
