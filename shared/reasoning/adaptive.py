"""Stop asking when the vote is clear: samples are drawn in rounds, and each problem stops by itself.

The rules are those of :mod:`shared.evaluation.votes`: nobody can catch up any more, or the leader is ahead with
a given probability (Aggarwal et al. 2023, arXiv:2305.11860). Sample number i of a problem is the same text
however many are drawn, so a run that stopped early holds the first samples of the one that did not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from shared.evaluation.loop import Attempt, Method
from shared.evaluation.records import Record, rescore_record
from shared.evaluation.votes import can_stop_early, leader_is_certain, samples_used
from shared.inference.engine import Engine
from shared.inference.generation import Response, check_count
from shared.inference.requests import Request
from shared.inference.sampling import SamplingParams
from shared.problems import Problem
from shared.reasoning.selection import select_majority
from shared.verifier import extract_answer

Stop = Callable[[Sequence[str | None]], bool]
"""Gets the answers that are there, says whether they are enough."""


def stopping_rule(num_samples: int, level: float | None = None) -> Stop:
    """The rule that a vote of ``num_samples`` samples stops by.

    Args:
        level: stop when the leader is ahead with this probability, at least; None: when nobody can catch up.

    Raises:
        ValueError: ``num_samples`` is below 1, or ``level`` not from one half up to, but without, 1.
    """
    check_count("num_samples", num_samples)
    if level is None:
        return lambda answers: can_stop_early(answers, num_samples)
    leader_is_certain([], level)  # refuses a level that is none
    return lambda answers: leader_is_certain(answers, level)


def draw_adaptively(
    engine: Engine,
    prompt_of: Mapping[str, str],
    *,
    stop: Stop,
    num_samples: int,
    params: SamplingParams,
    max_new_tokens: int,
    round_size: int = 1,
    fallback: str | None = None,
) -> Method:
    """A method for :func:`shared.evaluation.loop.evaluate_method`: as many samples as each problem needs.

    All problems that still go on draw their next samples together, so that the batch stays full.

    Args:
        prompt_of: the prompt of each problem, by its id.
        stop: asked after each round.
        num_samples: at most.
        params, max_new_tokens: of every sample.
        round_size: samples a problem between two looks. Prompts are read once a round.
        fallback: how an answer is found in a response without a box, as for the verdict.

    Raises:
        ValueError: a count is below 1, or ``params`` is greedy, whose samples would be all alike.
    """
    check_count("num_samples", num_samples)
    check_count("round_size", round_size)
    if params.greedy:
        raise ValueError("greedy samples are all alike; give a temperature above 0")

    def method(chunk: list[Problem], seeds: list[int]) -> list[Attempt]:
        responses: list[list[Response]] = [[] for _ in chunk]
        answers: list[list[str | None]] = [[] for _ in chunk]
        going = list(range(len(chunk)))
        for first in range(0, num_samples, round_size):
            count = min(round_size, num_samples - first)
            requests = [
                Request(
                    prompt_of[chunk[i].unique_id], max_new_tokens, params, count, seeds[i], first_sample=first
                )
                for i in going
            ]
            for i, new in zip(going, engine.generate(requests), strict=True):
                responses[i] += new
                answers[i] += [extract_answer(response.text, fallback) for response in new]
            going = [i for i in going if not stop(answers[i])]
        return [Attempt(prompt_of[p.unique_id], own) for p, own in zip(chunk, responses, strict=True)]

    return method


def stopped_early(record: Record, stop: Stop, num_samples: int, round_size: int = 1) -> Record:
    """What :func:`draw_adaptively` would have made, from a record whose samples are all there.

    Args:
        record: has ``num_samples`` samples or more.

    Returns:
        The record with the samples that would have been drawn; their vote decides.

    Raises:
        ValueError: it has fewer samples, or ``round_size`` is below 1.
    """
    check_count("round_size", round_size)
    answers = [s.answer for s in record.samples[:num_samples]]
    if len(answers) < num_samples:
        raise ValueError(f"{record.unique_id} has {len(answers)} samples, not {num_samples}")
    return first_votes(record, samples_used(answers, stop, round_size))


def first_votes(record: Record, num_samples: int) -> Record:
    """The record with its first so many samples, the vote among them decides; seconds by their tokens.

    Raises:
        ValueError: it has fewer.
    """
    return rescore_record(record, select_majority, num_samples)
