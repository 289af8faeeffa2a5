"""A response as steps, one a line, and how much each step is worth.

How good is a solution that is not finished yet? One answer needs no human: finish it many times and see how
often it comes out right (Wang et al. 2023, "Math-Shepherd", arXiv:2312.08935). That costs many responses, so it
serves as the label from which :mod:`shared.reasoning.reward_model` learns to tell at a glance.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean

from shared.inference.engine import Engine
from shared.inference.generation import check_count
from shared.inference.requests import Request
from shared.inference.sampling import SamplingParams
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning.scoring import encodable
from shared.tools.seeds import mix_seed
from shared.verifier import is_correct

DRAW = SamplingParams(temperature=1.0)  # the model's own distribution


@lru_cache(maxsize=4)  # a large vocabulary takes a tenth of a second, and every problem asks
def line_end_ids(tokenizer: Tokenizer) -> frozenset[int]:
    """The tokens with a line end in them; a step ends with one."""
    return frozenset(i for i in range(tokenizer.vocab_size) if "\n" in tokenizer.decode([i]))


def step_ends(token_ids: Sequence[int], line_ends: Collection[int]) -> list[int]:
    """Where the steps of a response end: at every token with a line end, and at the last token.

    Returns:
        Indices into ``token_ids``, rising; none for an empty response.
    """
    last = len(token_ids) - 1
    return [i for i, token in enumerate(token_ids) if token in line_ends or i == last]


@dataclass(frozen=True)
class StepRates:
    """For each step of a response the share of its continuations that were right, and what they cost.

    The last rate is the response's own verdict, 0 or 1: nothing is left to be continued.
    """

    rates: list[float]
    tokens: int


def success_rates(
    model: Qwen3,
    tokenizer: Tokenizer,
    prompts: Sequence[str],
    responses: Sequence[str],
    golds: Sequence[str],
    *,
    num_samples: int = 8,
    params: SamplingParams = DRAW,
    max_new_tokens: int = 256,
    seed: int = 0,
    batch_size: int = 64,
    progress: str | None = None,
) -> list[StepRates]:
    """Continue every response after each of its steps, and count how often the answer is right (Math-Shepherd).

    Args:
        prompts, responses, golds: a response each, to its prompt, with the right answer.
        num_samples: continuations a step.
        params: how they are drawn; from the model's own distribution if not given.
        max_new_tokens: of a continuation.
        seed, batch_size, progress: see :func:`shared.inference.engine.generate`.

    Raises:
        ValueError: not one response and one answer for each prompt, ``params`` is greedy (all continuations
            would be one), or what :meth:`shared.inference.engine.Engine.generate` refuses.
    """
    if not len(prompts) == len(responses) == len(golds):
        raise ValueError(
            f"got {len(responses)} responses and {len(golds)} answers for {len(prompts)} prompts; give one of "
            "each"
        )
    if params.greedy:
        raise ValueError("greedy continuations are all alike; give a temperature above 0")
    check_count("num_samples", num_samples)
    line_ends, context = line_end_ids(tokenizer), model.config.max_position_embeddings
    rates: list[list[float]] = []
    tokens = [0] * len(prompts)
    requests, places = [], []
    for number, (prompt, response, gold) in enumerate(zip(prompts, responses, golds, strict=True)):
        prompt_ids, ids = tokenizer.encode(prompt), tokenizer.encode(encodable(response))
        ends = step_ends(ids, line_ends)
        rates.append([float(is_correct(response, gold))] * len(ends))  # stays where nothing can be continued
        own = mix_seed(seed, "continue", prompt, response)
        for step, end in enumerate(ends[:-1]):
            beginning = [*prompt_ids, *ids[: end + 1]]
            if len(beginning) < context:
                requests.append(Request(beginning, max_new_tokens, params, num_samples, mix_seed(own, step)))
                places.append((number, step, tokenizer.decode(ids[: end + 1])))
    continued = Engine(model, tokenizer, max_batch_size=batch_size).generate(requests, progress)
    for (number, step, beginning), samples in zip(places, continued, strict=True):
        rates[number][step] = fmean(is_correct(beginning + r.text, golds[number]) for r in samples)
        tokens[number] += sum(r.num_tokens for r in samples)
    return [StepRates(*pair) for pair in zip(rates, tokens, strict=True)]
