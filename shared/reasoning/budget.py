"""Think longer, or shorter: a thought is ended at a budget, or its end is refused.

Budget forcing (Muennighoff et al. 2025, "s1: Simple test-time scaling", arXiv:2501.19393). A reasoning model
writes ``<think>``, its thought, ``</think>``, and the answer. Whoever writes the closing tag for it makes it
answer with what it has; whoever takes the tag away, and puts a word like "Wait" in its place, makes it go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.inference.engine import Engine
from shared.inference.generation import Response, check_count, own_seeds
from shared.inference.requests import Request
from shared.inference.sampling import GREEDY, SamplingParams
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import THINK_END, Tokenizer
from shared.tools.seeds import mix_seed


@dataclass(frozen=True)
class Thought:
    """A response that was steered.

    Attributes:
        response: thought and answer as one text; its log-probabilities are the model's own, those of tokens
            that were put there for it are 0.
        thinking_tokens: from the first token to the closing tag; it is one of them if the model wrote it.
        forced: the thought was ended for the model.
        refused: how often the model wanted to end it and was not let.
        tokens: everything the model wrote, what was thrown away included.
    """

    response: Response
    thinking_tokens: int
    forced: bool
    refused: int
    tokens: int


@dataclass
class _State:
    prompt_ids: list[int]
    token_ids: list[int]
    logprobs: list[float]
    refused: int = 0
    forced: bool = False
    thinking: int | None = None  # tokens of the finished thought
    written: int = 0
    done: bool = False

    def put(self, ids: Sequence[int]) -> None:
        """Tokens that are not the model's own."""
        self.token_ids += ids
        self.logprobs += [0.0] * len(ids)


def think_within(
    model: Qwen3,
    tokenizer: Tokenizer,
    prompts: Sequence[str],
    *,
    budget: int,
    refuse: int = 0,
    wait: str = "\nWait",
    max_answer_tokens: int = 64,
    params: SamplingParams = GREEDY,
    seed: int = 0,
    seeds: Sequence[int] | None = None,
    batch_size: int = 64,
    progress: str | None = None,
) -> list[Thought]:
    """Answer prompts with a thought of at most ``budget`` tokens, all prompts side by side.

    Args:
        prompts: those of a model that thinks in tags.
        budget: tokens of a thought at most; then the closing tag is written for the model.
        refuse: times that the model's own closing tag is replaced by ``wait``, while the budget lasts.
        wait: what stands in its place.
        max_answer_tokens: after the thought.
        params, seed, seeds, batch_size, progress: see :func:`shared.inference.engine.generate`.

    Raises:
        ValueError: the vocabulary has no closing tag; ``budget`` or ``max_answer_tokens`` is below 1, or
            ``refuse`` below 0; not one seed for each prompt; or what
            :meth:`shared.inference.engine.Engine.generate` refuses.
    """
    check_count("budget", budget)
    check_count("max_answer_tokens", max_answer_tokens)
    if refuse < 0:
        raise ValueError(f"refuse must be 0 or more, not {refuse}")
    seeds = own_seeds(len(prompts), seed, seeds, "thought")
    try:
        end = tokenizer.token_id(THINK_END)
    except ValueError as error:
        raise ValueError(f"this model does not think in tags: its vocabulary has no {THINK_END}") from error
    engine = Engine(model, tokenizer, max_batch_size=batch_size)
    context = model.config.max_position_embeddings
    closing, waiting = [*tokenizer.encode("\n"), end, *tokenizer.encode("\n\n")], tokenizer.encode(wait)
    states = [_State(tokenizer.encode(prompt), [], []) for prompt in prompts]

    def write(
        rows: list[int], limits: list[int], part: str, stop_ids: frozenset[int] = frozenset()
    ) -> list[Response]:
        requests = [
            Request(
                [*states[i].prompt_ids, *states[i].token_ids],
                limit,
                params,
                seed=mix_seed(seeds[i], part),
                stop_ids=stop_ids,
            )
            for i, limit in zip(rows, limits, strict=True)
        ]
        label = None if progress is None else f"{progress}, {part}"
        return [response for (response,) in engine.generate(requests, label)]

    def room(i: int) -> bool:
        """Whether the model's context holds another token."""
        return len(states[i].prompt_ids) + len(states[i].token_ids) < context

    thinking = list(range(len(states)))
    for number in range(refuse + 1):
        limits = [budget - len(states[i].token_ids) for i in thinking]
        written = write(thinking, limits, f"thought {number}", frozenset({end}))
        for i, response in zip(thinking, written, strict=True):
            _take_thought(states[i], response, end, waiting if number < refuse else None, budget)
        thinking = [i for i in thinking if states[i].thinking is None and not states[i].done and room(i)]
        thinking = [i for i in thinking if len(states[i].token_ids) < budget]
        if not thinking:
            break
    for state in states:
        if state.thinking is None and not state.done:
            state.forced, state.thinking = True, len(state.token_ids)
            state.put(closing)
    answering = [i for i, s in enumerate(states) if not s.done and room(i)]
    for i, response in zip(
        answering, write(answering, [max_answer_tokens] * len(answering), "answer"), strict=True
    ):
        states[i].token_ids += response.token_ids
        states[i].logprobs += response.logprobs
        states[i].written += response.num_tokens
        states[i].done = response.finish_reason == "stop"
    return [_thought(state, tokenizer) for state in states]


def _take_thought(state: _State, response: Response, end: int, waiting: list[int] | None, budget: int) -> None:
    """Add what was thought to a state; the closing tag, if it came, is its last token."""
    ids, logprobs = response.token_ids, response.logprobs
    if ids[-1] != end:
        state.token_ids += ids
        state.logprobs += logprobs
        state.written += len(ids)
        state.done = response.finish_reason == "stop"  # it answered without ending its thought
        if state.done:
            state.thinking = len(state.token_ids)
        return
    state.written += len(ids)
    state.token_ids += ids[:-1]
    state.logprobs += logprobs[:-1]
    if waiting is not None and len(state.token_ids) + len(waiting) < budget:
        state.put(waiting)
        state.refused += 1
    else:
        state.token_ids.append(end)
        state.logprobs.append(logprobs[-1])
        state.thinking = len(state.token_ids)


def _thought(state: _State, tokenizer: Tokenizer) -> Thought:
    finished = bool(state.token_ids) and state.token_ids[-1] in tokenizer.eos_token_ids
    text = tokenizer.decode(state.token_ids[:-1] if finished else state.token_ids)
    reason = "stop" if finished else "length"
    response = Response(state.token_ids, text, state.logprobs, reason, len(state.prompt_ids))
    return Thought(response, state.thinking or 0, state.forced, state.refused, state.written)
