"""Sampling from a sharpened model: whole texts with probability proportional to p(text) to the power alpha.

Karan and Du 2025, "Reasoning with Sampling: Your Base Model is Smarter Than You Think" (arXiv:2510.14901). A
low temperature sharpens each *token*'s distribution and never asks what the token leads to; the power sharpens
that of *texts*, so it prefers a token after which a likely text can follow. Nobody can draw from it directly.
The Metropolis-Hastings rule gets there step by step: cut the text at a random place, write the rest anew, and
accept the new text or keep the old one with a probability that makes p**alpha the chain's resting place.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from shared.inference.engine import Engine
from shared.inference.generation import Response, check_count, own_seeds
from shared.inference.requests import Request
from shared.inference.sampling import SamplingParams
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.tools.seeds import mix_seed

from tqdm import tqdm


@dataclass(frozen=True)
class Text:
    """A text as the chain needs it: its tokens with two log-probabilities each (nats).

    ``logprobs`` are the model's own, ``proposal_logprobs`` those of the draw that wrote the token.
    """

    token_ids: list[int]
    logprobs: list[float]
    proposal_logprobs: list[float]
    finished: bool

    def __len__(self) -> int:
        return len(self.token_ids)

    def continued(self, response: Response, keep: int) -> Text:
        """The first ``keep`` tokens, and after them what was written."""
        proposal = response.sampled_logprobs or response.logprobs
        return Text(
            self.token_ids[:keep] + response.token_ids,
            self.logprobs[:keep] + response.logprobs,
            self.proposal_logprobs[:keep] + proposal,
            response.finish_reason == "stop",
        )


@dataclass(frozen=True)
class PowerSample:
    """Where a chain ended, and what it cost: ``tokens`` counts everything written, rejected texts included."""

    response: Response
    tokens: int
    proposed: int
    accepted: int


def acceptance(old: Text, new: Text, keep: int, alpha: float) -> float:
    """Log of the Metropolis-Hastings ratio of two texts that share their first ``keep`` tokens (Hastings 1970).

    ``(p(new) / p(old)) ** alpha``, times how likely the way back is against the way there. Both ways choose the
    same place to cut, each with probability 1 over the length of its own text.

    Returns:
        The new text is accepted with probability ``min(1, exp(...))``.
    """
    target = alpha * (math.fsum(new.logprobs[keep:]) - math.fsum(old.logprobs[keep:]))
    back_and_forth = math.fsum(old.proposal_logprobs[keep:]) - math.fsum(new.proposal_logprobs[keep:])
    return target + back_and_forth + math.log(len(old)) - math.log(len(new))


def power_sample(
    model: Qwen3,
    tokenizer: Tokenizer,
    prompts: Sequence[str | Sequence[int]],
    *,
    alpha: float = 4.0,
    steps: int = 10,
    block: int | None = None,
    max_new_tokens: int = 256,
    seed: int = 0,
    seeds: Sequence[int] | None = None,
    batch_size: int = 64,
    progress: str | None = None,
) -> list[PowerSample]:
    """One text for each prompt from p**alpha, by a Markov chain; all chains go on side by side.

    Args:
        prompts: texts to go on from, or their token ids.
        alpha: 1 is the model itself, infinity its likeliest text.
        steps: proposals after each block. With 0 the result is a draw at temperature ``1 / alpha``.
        block: let texts grow by so many tokens at a time, with ``steps`` proposals each time, as in the paper:
            a bad beginning is noticed early. None: the whole text at once.
        max_new_tokens: of a text.
        seed, seeds, batch_size, progress: see :func:`shared.inference.engine.generate`.

    Raises:
        ValueError: ``alpha`` is below 1, ``steps`` below 0, ``block`` below 1, not one seed for each prompt, or
            what :meth:`shared.inference.engine.Engine.generate` refuses.
    """
    if not 1 <= alpha < math.inf or steps < 0:
        raise ValueError(
            f"power sampling needs alpha of 1 or more and no negative steps, not {alpha} and {steps}"
        )
    check_count("max_new_tokens", max_new_tokens)
    check_count("block", max_new_tokens if block is None else block)
    seeds = own_seeds(len(prompts), seed, seeds, "power")
    run = _Chains(Engine(model, tokenizer, max_batch_size=batch_size), alpha, prompts, seeds)
    block = min(block or max_new_tokens, max_new_tokens)
    horizons = [*range(block, max_new_tokens, block), max_new_tokens]
    with tqdm(total=len(horizons) * (1 + steps), desc=progress, unit="step", disable=progress is None) as bar:
        for horizon in horizons:
            run.grow(horizon)
            bar.update()
            for _ in range(steps):
                run.step(horizon)
                bar.update()
    return run.results()


class _Chains:
    """One chain for each prompt, in step with one another so that all proposals are one batch."""

    def __init__(
        self,
        engine: Engine,
        alpha: float,
        prompts: Sequence[str | Sequence[int]],
        seeds: Sequence[int],
    ) -> None:
        self.engine, self.alpha, self.seeds = engine, alpha, seeds
        self.params = SamplingParams(temperature=1 / alpha)
        encode = engine.tokenizer.encode
        self.prompts = [tuple(encode(p) if isinstance(p, str) else p) for p in prompts]
        self.texts = [Text([], [], [], False) for _ in prompts]
        self.chance = [random.Random(mix_seed(seed, "chain")) for seed in seeds]
        self.tokens, self.proposed, self.accepted = ([0] * len(prompts) for _ in range(3))
        self.rounds = 0

    def write(self, keep: dict[int, int], horizon: int) -> dict[int, Text]:
        """New texts of up to ``horizon`` tokens for some chains, each with the first tokens of its own."""
        self.rounds += 1
        requests = [
            Request(
                [*self.prompts[i], *self.texts[i].token_ids[:kept]],
                horizon - kept,
                self.params,
                seed=mix_seed(self.seeds[i], "proposal", self.rounds),
            )
            for i, kept in keep.items()
        ]
        written = {}
        for (i, kept), (response,) in zip(keep.items(), self.engine.generate(requests), strict=True):
            self.tokens[i] += response.num_tokens
            written[i] = self.texts[i].continued(response, kept)
        return written

    def grow(self, horizon: int) -> None:
        """Go on with every text that is not finished."""
        context = self.engine.model.config.max_position_embeddings
        growing = {
            i: len(text)
            for i, text in enumerate(self.texts)
            if not text.finished and len(text) < horizon and len(self.prompts[i]) + len(text) < context
        }
        for i, text in self.write(growing, horizon).items():
            self.texts[i] = text

    def step(self, horizon: int) -> None:
        """One proposal for every chain."""
        keep = {i: self.chance[i].randrange(len(text)) for i, text in enumerate(self.texts)}
        for i, new in self.write(keep, horizon).items():
            self.proposed[i] += 1
            if math.log(1 - self.chance[i].random()) < acceptance(self.texts[i], new, keep[i], self.alpha):
                self.texts[i] = new
                self.accepted[i] += 1

    def results(self) -> list[PowerSample]:
        """What the chains came to."""
        decode = self.engine.tokenizer.decode
        results = []
        for i, text in enumerate(self.texts):
            shown = decode(text.token_ids[:-1] if text.finished else text.token_ids)
            reason = "stop" if text.finished else "length"
            response = Response(text.token_ids, shown, text.logprobs, reason, len(self.prompts[i]))
            results.append(PowerSample(response, self.tokens[i], self.proposed[i], self.accepted[i]))
        return results
