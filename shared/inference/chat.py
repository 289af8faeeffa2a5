"""A conversation with a model: what was said, what of it still fits, and the prompt that follows from it."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, field

from shared.inference.generation import Response
from shared.model.prompts import COT_SUFFIX, render_prompt
from shared.model.tokenizer import THINK_END, THINK_START, TURN_END, TURN_START, Tokenizer, split_thought


@dataclass
class Turn:
    """A question and its answer, the thoughts in it included."""

    question: str
    answer: str


@dataclass
class Conversation:
    """The state of a chat.

    A chat checkpoint sees its system text, the earlier turns (without their thoughts, see
    :func:`shared.model.tokenizer.render_chat`) and the question. A plain checkpoint has learned to answer
    single questions, so it sees the question alone; thinking then means to ask for steps.

    Args:
        tokenizer: of the checkpoint.
        context: tokens that the model can hold, prompt and answer together.
        reserve: tokens of it to keep free for the answer; at most half of the context is.
        thinking: chat checkpoints: think before answering. Plain ones: ask them to explain.
    """

    tokenizer: Tokenizer
    context: int
    reserve: int
    thinking: bool = True
    system: str = ""
    turns: list[Turn] = field(default_factory=list)

    @property
    def remembers(self) -> bool:
        """Whether earlier turns are part of the next prompt."""
        return self.tokenizer.is_chat

    def prompt(self, question: str) -> tuple[str, int]:
        """The text to go on from, and how many of the oldest turns were dropped for good to make it fit.

        Raises:
            ValueError: the question does not fit even without any earlier turn; nothing was dropped.
        """
        if not self.remembers:
            return self._fitting(render_prompt(question, COT_SUFFIX if self.thinking else "")), 0
        for dropped in range(len(self.turns) + 1):
            text = self.tokenizer.apply_chat_template(
                self.messages(question, self.turns[dropped:]), thinking=self.thinking
            )
            if self._fits(text):
                del self.turns[:dropped]
                return text, dropped
        return self._fitting(text), 0

    def messages(self, question: str, turns: list[Turn]) -> list[dict[str, str]]:
        """The conversation in the form that chat templates take."""
        messages = [{"role": "system", "content": self.system}] if self.system else []
        for turn in turns:
            messages += [
                {"role": "user", "content": turn.question},
                {"role": "assistant", "content": turn.answer},
            ]
        return [*messages, {"role": "user", "content": question}]

    def remember(self, question: str, answer: str, complete: bool = True) -> bool:
        """Add a turn; returns False if there is no answer in it to add.

        Args:
            complete: the model ended it. A thought that it never closed is then all it had to say; the
                beginning of a thought that was cut short is no answer.
        """
        if complete and THINK_END not in answer:
            answer = answer.replace(THINK_START, "", 1).strip("\n")
        _, said = split_thought(answer)
        if not said.strip() or said.lstrip().startswith(THINK_START):
            return False
        self.turns.append(Turn(question, answer))
        return True

    def clear(self) -> None:
        """Forget all turns; the system text stays."""
        self.turns.clear()

    def _fits(self, text: str) -> bool:
        reserve = min(self.reserve, self.context // 2)
        return len(self.tokenizer.encode(text)) + reserve <= self.context

    def _fitting(self, text: str) -> str:
        if not self._fits(text):
            raise ValueError(
                f"this takes {len(self.tokenizer.encode(text))} tokens, and the model's context of "
                f"{self.context} must hold the answer too: make it shorter"
            )
        return text


def chat_problem(tokenizer: Tokenizer) -> str | None:
    """Why a checkpoint cannot be given the chat format, in one line; None if it can."""
    try:
        for token in (TURN_START, TURN_END):
            tokenizer.token_id(token)
    except ValueError:
        return f"this model's vocabulary has no {TURN_START} and {TURN_END}: it knows no chat format"
    return None


def speed_line(response: Response) -> str:
    """What a response took, in one line: tokens, tokens/s after the first, time to the first."""
    first, tokens = response.seconds_to_first_token, response.num_tokens
    plural = "" if tokens == 1 else "s"
    line = f"{tokens} token{plural} in {response.seconds:.2f} s, the first after {1000 * first:.0f} ms"
    if tokens > 1 and response.seconds > first:
        line += f", then {(tokens - 1) / (response.seconds - first):,.0f} tokens/s"
    return line + ("; cut off at the limit" if response.finish_reason == "length" else "")


def accept_any_text() -> None:
    """Let a script read and print whatever comes: what cannot be decoded becomes U+FFFD, not an error.

    A model may write any character; on Windows the standard output of a pipe knows few of them.
    """
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
