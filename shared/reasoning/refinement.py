"""Self-refinement: the model reviews its draft and writes it again (Madaan et al. 2023, arXiv:2303.17651).

With a score, a revision that looks worse than its draft is thrown away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from shared.evaluation.loop import Attempt
from shared.evaluation.votes import best_of_n
from shared.inference.engine import generate
from shared.inference.generation import Response
from shared.inference.sampling import GREEDY, SamplingParams
from shared.model.prompts import COT_SUFFIX, critique_prompt, refine_prompt, render_prompt
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning.scoring import Score, encodable, score_responses
from shared.tools.seeds import mix_seed


@dataclass(frozen=True)
class RefinementRound:
    """One draft, what the model said about it, and what became of it.

    Attributes:
        draft: the response that was reviewed.
        critique: the review.
        revision: the improved response; None if draft and review left no room for one in the context.
        accepted: whether the revision replaced the draft.
    """

    draft: str
    critique: Response
    revision: Response | None
    accepted: bool


@dataclass(frozen=True)
class Refinement:
    """The way from a draft to a final response.

    Attributes:
        prompt: the first request for a review; with no round, the question as it was put.
        rounds: fewer than asked for if the texts outgrew the model's context, or if the next round would have
            been the last one once more.
        final: the last accepted revision, or the draft.
        draft_tokens: length of the first draft.
    """

    prompt: str
    rounds: list[RefinementRound]
    final: Response
    draft_tokens: int = 0

    @property
    def tokens(self) -> int:
        """Tokens written in all rounds, reviews included; the first draft is not."""
        return sum(r.critique.num_tokens + (r.revision.num_tokens if r.revision else 0) for r in self.rounds)

    def attempt(self, draft_tokens: int | None = None) -> Attempt:
        """For :func:`shared.evaluation.loop.evaluate_method`: the final response, with the cost of the others.

        Args:
            draft_tokens: what the first draft had cost, if that is not its length (the text of a response has
                no end-of-text token, and a draft that was chosen among ten has cost all ten).
        """
        written = (self.draft_tokens if draft_tokens is None else draft_tokens) + self.tokens
        extra = max(0, written - self.final.num_tokens)
        return Attempt(self.prompt, [self.final], extra)


def refine(
    model: Qwen3,
    tokenizer: Tokenizer,
    questions: Sequence[str],
    drafts: Sequence[Response | str],
    *,
    rounds: int = 1,
    accept: Score | None = None,
    suffix: str = COT_SUFFIX,
    max_new_tokens: int = 256,
    params: SamplingParams = GREEDY,
    seed: int = 0,
    seeds: Sequence[int] | None = None,
    batch_size: int = 64,
    progress: str | None = None,
) -> list[Refinement]:
    """Let the model review and rewrite drafts, all questions side by side (Self-Refine, Madaan et al. 2023).

    Args:
        drafts: a first response to each question; a text where no more is known of it.
        rounds: times to review and rewrite. A greedy model that did not get beyond its draft would write the
            same review and the same revision again, so that draft has had its last round.
        accept: a revision replaces its draft unless it scores lower (NaN is lowest); None: always.
        suffix: followed the questions when the drafts were written.
        max_new_tokens: of a review, and of a revision.
        params: how tokens are chosen; greedy if not given.
        seed: gives the same texts every time.
        seeds: one seed a question instead.
        batch_size: texts written together.
        progress: label of the progress bars; None shows none.

    Returns:
        One a question, in order. A draft too long to be reviewed in the model's context stays as it is. A
        draft that was given as a response and stayed is that response; a text has its finish reason "unknown",
        since nothing in it says whether it was cut off.

    Raises:
        ValueError: not one draft (or seed) for each question, ``rounds`` below 1, or a count that
            :func:`shared.inference.generation.generate` refuses.
    """
    if len(drafts) != len(questions):
        raise ValueError(f"got {len(drafts)} drafts for {len(questions)} questions; give one for each")
    if seeds is not None and len(seeds) != len(questions):
        raise ValueError(f"got {len(seeds)} seeds for {len(questions)} questions; give one for each")
    if rounds < 1:
        raise ValueError(f"rounds must be 1 or more, not {rounds}")

    def write(rows: list[int], prompts: list[str], part: str) -> dict[int, Response]:
        """A response for each row whose prompt leaves room for one."""
        context = model.config.max_position_embeddings
        prompts = list(map(encodable, prompts))
        lengths = map(len, tokenizer.encode_batch(prompts))
        fit = [(row, p) for row, p, length in zip(rows, prompts, lengths, strict=True) if length < context]
        responses = generate(
            model,
            tokenizer,
            [prompt for _, prompt in fit],
            max_new_tokens=max_new_tokens,
            params=params,
            seed=mix_seed(seed, part),
            seeds=None if seeds is None else [mix_seed(seeds[row], part) for row, _ in fit],
            batch_size=batch_size,
            progress=None if progress is None else f"{progress}, {part}",
        )
        return {row: response for (row, _), (response,) in zip(fit, responses, strict=True)}

    current: list[Response | str] = list(drafts)
    history: list[list[RefinementRound]] = [[] for _ in questions]
    rows = list(range(len(questions)))
    for number in range(1, rounds + 1):
        if not rows:
            break
        prompts = [critique_prompt(questions[i], _text(current[i]), suffix, tokenizer) for i in rows]
        critiques = write(rows, prompts, f"review {number}")
        rows = list(critiques)
        prompts = [
            refine_prompt(questions[i], _text(current[i]), critiques[i].text, suffix, tokenizer) for i in rows
        ]
        revisions = write(rows, prompts, f"revision {number}")
        for i in rows:
            draft, revision = _text(current[i]), revisions.get(i)
            accepted = revision is not None and _better(accept, questions[i], draft, revision.text)
            history[i].append(RefinementRound(draft, critiques[i], revision, accepted))
            if accepted:
                current[i] = revision
        # A greedy model that is asked the same again answers the same.
        rows = [i for i in revisions if not params.greedy or _text(current[i]) != history[i][-1].draft]

    results = []
    for question, draft, response, past in zip(questions, drafts, current, history, strict=True):
        prompt = render_prompt(question, suffix, tokenizer)
        tokens = len(tokenizer.encode(encodable(draft))) if isinstance(draft, str) else draft.num_tokens
        if isinstance(response, str):
            response = _as_response(model, tokenizer, prompt, response)
        if past:
            prompt = critique_prompt(question, past[0].draft, suffix, tokenizer)
        results.append(Refinement(prompt, past, response, tokens))
    return results


def _better(accept: Score | None, question: str, draft: str, revision: str) -> bool:
    """The rule of acceptance: always, or when the revision does not score lower."""
    return accept is None or best_of_n([accept(question, revision), accept(question, draft)]) == 0


def _text(response: Response | str) -> str:
    return response if isinstance(response, str) else response.text


def _as_response(model: Qwen3, tokenizer: Tokenizer, prompt: str, text: str) -> Response:
    """A text as if the model had written it to the prompt, with the log-probabilities it would have had.

    A text that cannot be scored (empty, too long) has the lowest there is.
    """
    try:
        (logprobs,) = score_responses(model, tokenizer, prompt, [text])
    except ValueError:
        logprobs = [-math.inf]
    ids, prompt_ids = tokenizer.encode(encodable(text)), tokenizer.encode(encodable(prompt))
    return Response(ids, text, logprobs, "unknown", len(prompt_ids))
