"""Traces: what a teacher wrote, and which of it is worth imitating."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from shared.inference.engine import generate
from shared.inference.generation import Response
from shared.inference.sampling import GREEDY, SamplingParams
from shared.model.prompts import render_prompt
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.problems import Problem
from shared.tools import files
from shared.tools.seeds import mix_seed
from shared.verifier import is_correct

KEEP = ("correct", "finished", "all")


@dataclass(frozen=True)
class Trace:
    """One response of a teacher.

    Attributes:
        problem: what was asked.
        prompt: the text the teacher was given.
        response: the text it wrote, without the end-of-text token.
        token_ids: the same in the teacher's tokens, with the end-of-text token if it came.
        finished: whether the teacher ended by itself, and not at the length limit.
        correct: whether the boxed answer is right.
    """

    problem: Problem
    prompt: str
    response: str
    token_ids: list[int]
    finished: bool
    correct: bool


def make_traces(
    teacher: Qwen3,
    tokenizer: Tokenizer,
    problems: Sequence[Problem],
    *,
    max_new_tokens: int,
    params: SamplingParams = GREEDY,
    num_samples: int = 1,
    suffix: str = "",
    thinking: bool = True,
    seed: int = 0,
    keep: str = "correct",
    batch_size: int = 64,
    progress: str | None = None,
) -> list[Trace]:
    """Let a teacher answer, and keep what is worth imitating.

    Args:
        problems: what to ask.
        max_new_tokens: longest response, in tokens.
        params: how the teacher samples; greedy if not given.
        num_samples: responses a problem (more than one needs a temperature).
        suffix: added to each question, such as ``COT_SUFFIX``.
        thinking: for chat teachers: whether the prompt asks for a thought.
        seed: of the sampling.
        keep: "correct" (finished and right; rejection sampling), "finished", or "all".
        batch_size: rows generated at once.
        progress: label of a progress bar; None for no bar.

    Returns:
        The kept traces in the order of the problems, the samples of one side by side.

    Raises:
        ValueError: ``keep`` is unknown; or as in :func:`shared.inference.generation.generate`.
    """
    if keep not in KEEP:
        raise ValueError(f"keep is {keep!r}; choose one of {', '.join(KEEP)}")
    prompts = [render_prompt(p.problem, suffix, tokenizer, thinking) for p in problems]
    groups = generate(
        teacher,
        tokenizer,
        prompts,
        max_new_tokens=max_new_tokens,
        params=params,
        num_samples=num_samples,
        seeds=[mix_seed(seed, "trace", place) for place in range(len(prompts))],
        batch_size=batch_size,
        progress=progress,
    )
    traces = [
        _trace(problem, prompt, response)
        for problem, prompt, group in zip(problems, prompts, groups, strict=True)
        for response in group
    ]
    if keep == "correct":
        return [t for t in traces if t.finished and t.correct]
    return [t for t in traces if t.finished or keep == "all"]


def _trace(problem: Problem, prompt: str, response: Response) -> Trace:
    return Trace(
        problem=problem,
        prompt=prompt,
        response=response.text,
        token_ids=list(response.token_ids),
        finished=response.finish_reason == "stop",
        correct=is_correct(response.text, problem.answer),
    )


def save_traces(path: str | Path, traces: Sequence[Trace]) -> None:
    """Write traces as JSON lines, atomically."""
    files.write_text(path, "".join(json.dumps(asdict(trace)) + "\n" for trace in traces))


def load_traces(path: str | Path) -> list[Trace]:
    """Read what :func:`save_traces` wrote.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: a line is not a trace.
    """
    traces = []
    for number, record in enumerate(files.read_jsonl(path), start=1):
        try:
            traces.append(Trace(**{**record, "problem": Problem(**record["problem"])}))
        except (TypeError, KeyError) as error:
            raise ValueError(
                f"{path}: record {number} is not a trace ({error}); make the traces anew"
            ) from error
    return traces
