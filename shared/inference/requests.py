"""What an engine is asked for, and a response while it is in the making."""

from __future__ import annotations

from collections import abc
from dataclasses import dataclass, field

from shared.inference.generation import Response, check_logprob
from shared.inference.sampling import GREEDY, SamplingParams
from shared.model.tokenizer import Tokenizer


@dataclass(frozen=True)
class Request:
    """A prompt, and how to answer it.

    Args:
        prompt: text to go on from (chat checkpoints: text made with the chat template), or its token ids.
        max_new_tokens: a response ends there; the model's context may end it earlier.
        params: how tokens are chosen; greedy if not given.
        num_samples: responses wanted. The prompt is read once for all of them.
        seed: gives the same responses every time, whatever else is asked beside them.
        stop_ids: tokens that end a response as the end of the text does, but stay in it (a line end, for a
            response of one step).
        first_sample: number of the first of these samples; a sample depends on its number and the seed alone,
            so that more of them can be asked for later.
    """

    prompt: str | abc.Sequence[int]
    max_new_tokens: int
    params: SamplingParams = GREEDY
    num_samples: int = 1
    seed: int = 0
    stop_ids: frozenset[int] = frozenset()
    first_sample: int = 0


@dataclass(eq=False)
class Sequence:
    """One response in the making."""

    prompt_ids: tuple[int, ...]
    limit: int  # new tokens at most
    params: SamplingParams
    seed: int
    stop_ids: frozenset[int] = frozenset()
    token_ids: list[int] = field(default_factory=list)
    logprobs: list[float] = field(default_factory=list)
    sampled_logprobs: list[float] = field(default_factory=list)
    finish_reason: str | None = None
    started: float = 0.0
    first_token_at: float = 0.0
    finished_at: float = 0.0

    @property
    def length(self) -> int:
        """Tokens so far, those of the prompt included."""
        return len(self.prompt_ids) + len(self.token_ids)

    @property
    def longest(self) -> int:
        """Slots it can come to need; the last token is never read."""
        return len(self.prompt_ids) + self.limit - 1

    def add(self, token: int, logprob: float, sampled_logprob: float, end_ids: frozenset[int]) -> bool:
        """Take the next token; returns whether it was the last.

        Args:
            logprob, sampled_logprob: of the token, see :class:`~shared.inference.generation.Response`.

        Raises:
            NotANumberError: its log-probability is NaN.
        """
        check_logprob(logprob, len(self.token_ids))
        self.token_ids.append(token)
        self.logprobs.append(logprob)
        if self.params.tempered:
            self.sampled_logprobs.append(sampled_logprob)
        if token in end_ids:
            self.finish_reason = "stop"
        elif token in self.stop_ids:
            self.finish_reason = "stop_id"
        elif len(self.token_ids) == self.limit:
            self.finish_reason = "length"
        return self.finish_reason is not None

    def respond(self, tokenizer: Tokenizer) -> Response:
        """The finished response."""
        ids = self.token_ids
        return Response(
            ids,
            tokenizer.decode(ids[:-1] if self.finish_reason == "stop" else ids),
            self.logprobs,
            self.finish_reason or "length",
            len(self.prompt_ids),
            self.first_token_at - self.started,
            self.finished_at - self.started,
            self.sampled_logprobs or None,
        )
