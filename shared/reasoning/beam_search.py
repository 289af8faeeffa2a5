"""Beam search over steps: write a few next steps, keep the beginnings that look best, go on from these.

Best-of-N judges finished solutions, and many of its tokens go into solutions that were lost at their first
step. With a score for unfinished ones, such as a process reward (:mod:`shared.reasoning.reward_model`), the
tokens can go where they promise most (Snell et al. 2024,
arXiv:2408.03314).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.evaluation.votes import comparable
from shared.inference.engine import Engine
from shared.inference.generation import Response, check_count, own_seeds
from shared.inference.requests import Request
from shared.inference.sampling import SamplingParams
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning.scorers import Scorer
from shared.reasoning.steps import DRAW, line_end_ids
from shared.tools.seeds import mix_seed

from tqdm import tqdm


@dataclass(frozen=True)
class Beam:
    """A beginning of a response, or a whole one. ``finish_reason`` is "" while it can go on."""

    token_ids: tuple[int, ...] = ()
    logprobs: tuple[float, ...] = ()
    finish_reason: str = ""
    score: float = 0.0

    def extended(self, step: Response) -> Beam:
        """With one more step."""
        reason = "" if step.finish_reason == "stop_id" else step.finish_reason
        return Beam((*self.token_ids, *step.token_ids), (*self.logprobs, *step.logprobs), reason)

    def text(self, tokenizer: Tokenizer) -> str:
        """Without the end-of-text token."""
        return tokenizer.decode(self.token_ids[:-1] if self.finish_reason == "stop" else self.token_ids)


@dataclass(frozen=True)
class Search:
    """Where a search ended.

    Attributes:
        response: the best finished one, or the best beginning if none was finished.
        beams: all that were left, the best first.
        tokens: everything that was written, beginnings that were dropped included.
    """

    response: Response
    beams: list[Beam]
    tokens: int


def keep_best(beams: Sequence[Beam], count: int) -> list[Beam]:
    """The beams with the highest scores, the best first; of equal texts only the first, of equal scores too."""
    different = {beam.token_ids: beam for beam in beams}.values()
    return sorted(different, key=lambda beam: -comparable(beam.score))[:count]


def search(
    model: Qwen3,
    tokenizer: Tokenizer,
    prompts: Sequence[str],
    scorer: Scorer,
    *,
    beams: int = 4,
    expand: int = 4,
    max_steps: int = 16,
    max_step_tokens: int = 64,
    params: SamplingParams = DRAW,
    seed: int = 0,
    seeds: Sequence[int] | None = None,
    batch_size: int = 64,
    progress: str | None = None,
) -> list[Search]:
    """Search for a response to each prompt, all prompts side by side.

    Each round draws ``expand`` next steps after every beginning (in the first ``beams * expand``, there being
    only one), scores what came out, and keeps ``beams`` of it. Finished responses stay among them as long as
    nothing better turns up.

    Args:
        scorer: of beginnings and whole responses alike.
        beams: beginnings that are kept.
        expand: next steps drawn after each.
        max_steps: rounds; what is not finished then ends where it is.
        max_step_tokens: a step that is longer ends its response, with the reason "length".
        params: how steps are drawn; from the model's own distribution if not given.
        seed, seeds, batch_size: see :func:`shared.inference.engine.generate`.
        progress: label of a progress bar; None shows none.

    Raises:
        ValueError: a count is below 1, ``params`` is greedy, not one seed for each prompt, or what
            :meth:`shared.inference.engine.Engine.generate` refuses.
    """
    counts = {"beams": beams, "expand": expand, "max_steps": max_steps, "max_step_tokens": max_step_tokens}
    for name, value in counts.items():
        check_count(name, value)
    if params.greedy:
        raise ValueError("greedy steps are all alike; give a temperature above 0")
    seeds = own_seeds(len(prompts), seed, seeds, "search")
    engine = Engine(model, tokenizer, max_batch_size=batch_size)
    line_ends, context = line_end_ids(tokenizer), model.config.max_position_embeddings
    prompt_ids = [tokenizer.encode(prompt) for prompt in prompts]
    kept: list[list[Beam]] = [[Beam()] for _ in prompts]
    tokens = [0] * len(prompts)
    for number in tqdm(range(max_steps), desc=progress, unit="step", disable=progress is None):
        growing = [
            (i, place) for i, own in enumerate(kept) for place, b in enumerate(own) if not b.finish_reason
        ]
        if not growing:
            break
        requests = [
            Request(
                [*prompt_ids[i], *kept[i][place].token_ids],
                max_step_tokens,
                params,
                expand if number else beams * expand,
                mix_seed(seeds[i], number, place),
                line_ends,
            )
            for i, place in growing
        ]
        new: dict[int, list[Beam]] = {}
        for (i, place), steps in zip(growing, engine.generate(requests), strict=True):
            tokens[i] += sum(step.num_tokens for step in steps)
            new.setdefault(i, []).extend(kept[i][place].extended(step) for step in steps)
        for i, found in new.items():
            found = [_ended_by(beam, context - len(prompt_ids[i])) for beam in found]
            scores = scorer(prompts[i], [beam.text(tokenizer) for beam in found])
            found = [replace(beam, score=score) for beam, score in zip(found, scores, strict=True)]
            kept[i] = keep_best([b for b in kept[i] if b.finish_reason] + found, beams)
    return [
        _result(own, len(ids), written, tokenizer)
        for own, ids, written in zip(kept, prompt_ids, tokens, strict=True)
    ]


def _ended_by(beam: Beam, room: int) -> Beam:
    """A beginning that fills the context cannot go on."""
    full = not beam.finish_reason and len(beam.token_ids) >= room
    return replace(beam, finish_reason="length") if full else beam


def _result(beams: list[Beam], prompt_tokens: int, written: int, tokenizer: Tokenizer) -> Search:
    whole = [beam for beam in beams if beam.finish_reason == "stop"] or beams
    best = whole[0]  # they come best first
    response = Response(
        list(best.token_ids),
        best.text(tokenizer),
        list(best.logprobs),
        best.finish_reason or "length",
        prompt_tokens,
    )
    return Search(response, beams, written)
