"""One loop for every method: prompts, samples, a choice among them, a verdict.

A *method* turns problems into :class:`Attempt` s, each a prompt and one response or more. Greedy decoding, ten
samples, self-refinement are methods. A *selection* names the sample that counts. Majority voting and
best-of-N are selections, so they can share one set of samples (:func:`rescore`).

With an output folder, a run can be killed at any moment and taken up again; see :mod:`shared.evaluation.runs`
for what is in the folder and :mod:`shared.evaluation.records` for what follows from it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from shared.evaluation.records import Evaluation, Record, Sample, Select, choose
from shared.evaluation.runs import append_record, load_run, locked_run, open_run, write_summary
from shared.inference.engine import Engine
from shared.inference.generation import Response
from shared.inference.requests import Request
from shared.inference.sampling import GREEDY, SamplingParams
from shared.model.fingerprint import fingerprint, tokenizer_fingerprint
from shared.model.qwen3 import Qwen3
from shared.model.templates import check_template, make_prompt
from shared.model.tokenizer import Tokenizer
from shared.problems import Problem, digest
from shared.tools.interrupts import kill_is_ctrl_c
from shared.tools.seeds import mix_seed
from shared.verifier import equivalent, extract_answer

from tqdm import tqdm


@dataclass(frozen=True)
class Attempt:
    """What a method wrote for one problem.

    Attributes:
        prompt: what the model was given (of several calls, the first).
        responses: the candidates among which the selection chooses.
        extra_tokens: tokens of texts that are no candidates, such as the reviews of self-refinement.
    """

    prompt: str
    responses: list[Response]
    extra_tokens: int = 0


Method = Callable[[list[Problem], list[int]], list[Attempt]]


class EvaluationInterrupted(KeyboardInterrupt):
    """Ctrl-C during an evaluation.

    Attributes:
        evaluation: the problems that were finished.
        out: the folder of the run; None if it has none.
    """

    def __init__(self, evaluation: Evaluation, out: str | Path | None = None) -> None:
        super().__init__(f"interrupted after {evaluation.n} problems")
        self.evaluation = evaluation
        self.out = out


class Unit(Protocol):
    """What a record is made of: a problem, or the record of another run."""

    @property
    def unique_id(self) -> str:
        """Names the record, too."""


U = TypeVar("U", bound=Unit)


def first_response(samples: Sequence[Sample]) -> int:
    """The selection that does not choose: the first sample counts."""
    return 0


def evaluate(
    model: Qwen3,
    tokenizer: Tokenizer,
    problems: Sequence[Problem],
    *,
    suffix: str = "",
    template: str = "auto",
    num_samples: int = 1,
    params: SamplingParams = GREEDY,
    max_new_tokens: int = 256,
    select: Select = first_response,
    fallback: str | None = None,
    batch_size: int = 64,
    compile: bool = False,
    seed: int = 0,
    out: str | Path | None = None,
    notes: dict[str, Any] | None = None,
    progress: str | None = None,
) -> Evaluation:
    """Ask the model every problem, choose among its samples, and judge the choice.

    Args:
        suffix: follows each question, such as :data:`shared.model.prompts.COT_SUFFIX`.
        template: how a question becomes a prompt; see :mod:`shared.model.templates`.
        num_samples: responses a problem.
        params: how tokens are chosen; greedy if not given.
        max_new_tokens: tokens a response.
        select: which of a problem's samples counts; gets the samples, returns an index.
        batch_size: responses written together.
        compile: see :class:`shared.inference.engine.Engine`.
        seed: with a problem's id it fixes the problem's samples, whatever else is evaluated beside it.
        fallback, out, notes, progress: see :func:`evaluate_method`.

    Raises:
        TemplateError: see :func:`shared.model.templates.check_template`.
        ValueError: a prompt cannot be read or does not fit into the model's context, or a count that
            :class:`shared.inference.engine.Engine` refuses.
        RunError, EvaluationInterrupted: see :func:`evaluate_method`.
    """
    prompt_of = make_prompts(model, tokenizer, problems, suffix, template)
    engine = Engine(model, tokenizer, max_batch_size=batch_size, compile=compile)

    def method(chunk: list[Problem], seeds: list[int]) -> list[Attempt]:
        prompts = [prompt_of[p.unique_id] for p in chunk]
        requests = [
            Request(prompt, max_new_tokens, params, num_samples, own_seed)
            for prompt, own_seed in zip(prompts, seeds, strict=True)
        ]
        return [
            Attempt(prompt, samples) for prompt, samples in zip(prompts, engine.generate(requests), strict=True)
        ]

    config = {
        "method": "sampling",
        **prompt_config(model, tokenizer, suffix, template),
        "num_samples": num_samples,
        "params": asdict(params),
        "max_new_tokens": max_new_tokens,
    }
    # Two batches a chunk: what is kept when a run is killed, and how often the progress bar moves.
    chunk_size = max(1, 2 * batch_size // max(1, num_samples))
    return evaluate_method(
        method,
        problems,
        config,
        select=select,
        fallback=fallback,
        chunk_size=chunk_size,
        seed=seed,
        out=out,
        notes=notes,
        progress=progress,
    )


def make_prompts(
    model: Qwen3, tokenizer: Tokenizer, problems: Sequence[Problem], suffix: str, template: str
) -> dict[str, str]:
    """The prompt of each problem, by its id.

    Raises:
        TemplateError: see :func:`shared.model.templates.check_template`.
        ValueError: a prompt cannot be read or does not fit into the model's context.
    """
    check_template(template, tokenizer)
    prompt_of = {p.unique_id: make_prompt(template, p.problem, suffix, tokenizer) for p in problems}
    _check_text(prompt_of)
    _check_lengths(model, tokenizer, prompt_of)
    return prompt_of


def prompt_config(model: Qwen3, tokenizer: Tokenizer, suffix: str, template: str) -> dict[str, Any]:
    """What the texts of every method depend on: the weights and the prompts, as JSON.

    Batch size, device and compilation are not among it: they change no more than rounding.
    """
    return {
        "model": fingerprint(model),
        "tokenizer": tokenizer_fingerprint(tokenizer),
        "dtype": str(model.dtype).removeprefix("torch."),
        "template": template,
        "suffix": suffix,
    }


def evaluate_method(
    method: Method,
    problems: Sequence[Problem],
    config: dict[str, Any] | None = None,
    *,
    select: Select = first_response,
    fallback: str | None = None,
    chunk_size: int = 64,
    seed: int = 0,
    out: str | Path | None = None,
    notes: dict[str, Any] | None = None,
    progress: str | None = None,
) -> Evaluation:
    """The loop itself, for any way of making responses.

    Problems are taken in chunks with fixed borders, and a chunk that was cut off is made again as a whole:
    a run that was killed and resumed has the same texts as one that was not.

    Args:
        method: gets a chunk of problems and a seed for each, returns an attempt for each.
        config: what identifies the method (JSON), compared when a run is resumed.
        select: which of a problem's samples counts.
        fallback: how an answer is found in a response without a box; see
            :func:`shared.verifier.extract_answer`. None: such a response has no answer.
        chunk_size: problems handed to the method at a time.
        seed: see :func:`problem_seed`.
        out: folder of the run. A run of the same configuration that is there already is taken up where it
            stopped. None keeps everything in memory.
        notes: kept with the run (JSON) and never compared, such as the model's name.
        progress: label of a progress bar; None shows none.

    Raises:
        RunError: the folder holds something else, or a run of another configuration.
        EvaluationInterrupted: Ctrl-C; carries what was finished. What is in the folder stays.
        ValueError: two problems share an id, a question cannot be read, the fallback is unknown, or the
            selection named a sample that does not exist.
    """
    problems = list(problems)
    _check_text({p.unique_id: p.problem for p in problems})
    if len({p.unique_id for p in problems}) != len(problems):
        raise ValueError("two problems have the same unique_id; every problem needs its own")
    extract_answer("", fallback)  # refuses an unknown fallback before any work is done
    identity = {
        "num_problems": len(problems),
        "problems": digest(problems),
        "select": getattr(select, "__name__", type(select).__name__),
        "fallback": fallback,
        "seed": seed,
    }
    return make_records(
        problems,
        lambda chunk: _run_chunk(method, chunk, select, fallback, seed),
        {**(config or {}), **identity},
        chunk_size=chunk_size,
        out=out,
        notes=notes,
        progress=progress,
    )


def make_records(
    units: Sequence[U],
    work: Callable[[list[U]], Iterable[Record]],
    config: dict[str, Any],
    *,
    chunk_size: int = 64,
    out: str | Path | None = None,
    notes: dict[str, Any] | None = None,
    progress: str | None = None,
) -> Evaluation:
    """One record for each unit, in chunks, on disk and resumed: what all runs have in common.

    Args:
        units: what the records are made of; no two have the same id.
        work: gets a chunk of them, gives a record for each, with its id; one by one they go to disk.
        config: what the records depend on (JSON), compared when a run is resumed.
        chunk_size, out, notes, progress: see :func:`evaluate_method`.

    Raises:
        RunError, EvaluationInterrupted: see :func:`evaluate_method`; and what ``work`` raises.
    """
    with ExitStack() as stack:
        stack.enter_context(kill_is_ctrl_c())
        done: dict[str, Record] = {}
        if out is not None:
            stack.enter_context(locked_run(out))
            done = open_run(out, config, notes or {})

        def finished() -> Evaluation:
            return Evaluation([done[u.unique_id] for u in units if u.unique_id in done])

        # Chunks come in bursts, so the rate is that of the whole run; what an earlier start did is not in it.
        bar = tqdm(
            total=len(units),
            initial=len(done),
            desc=progress,
            unit="problem",
            smoothing=0,
            disable=progress is None,
        )
        try:
            with bar:
                for start in range(0, len(units), chunk_size):
                    chunk = list(units[start : start + chunk_size])
                    missing = {u.unique_id for u in chunk} - done.keys()
                    if not missing:
                        continue
                    for record in work(chunk):
                        if record.unique_id in missing:
                            if out is not None:
                                append_record(out, record)
                            done[record.unique_id] = record
                    bar.update(len(missing))
                    bar.set_postfix(accuracy=f"{finished().accuracy:.1%}")
        except KeyboardInterrupt as interrupt:
            if out is not None:  # it may have come between the file and what is known of it here
                done.update((r.unique_id, r) for r in load_run(out).records)
            raise EvaluationInterrupted(finished(), out) from interrupt
        finally:
            if out is not None:
                write_summary(out, finished(), complete=finished().n == len(units))
        return finished()


def problem_seed(problem: Problem, seed: int) -> int:
    """A problem's own seed, from its id and the run's seed; equal in every run and in any order."""
    return mix_seed(int(seed), problem.unique_id)


def judge(response: Response, gold: str, fallback: str | None = None) -> Sample:
    """Extract a response's answer and compare it with the right one."""
    answer = extract_answer(response.text, fallback)
    return Sample(
        text=response.text,
        answer=answer,
        correct=answer is not None and equivalent(answer, gold),
        tokens=response.num_tokens,
        mean_logprob=response.mean_logprob,
        finish_reason=response.finish_reason,
    )


def _run_chunk(
    method: Method, chunk: list[Problem], select: Select, fallback: str | None, seed: int
) -> list[Record]:
    """Make and judge the responses to some problems; each gets an equal share of the time."""
    start = time.perf_counter()
    attempts = method(chunk, [problem_seed(p, seed) for p in chunk])
    judged = [[judge(r, p.answer, fallback) for r in a.responses] for p, a in zip(chunk, attempts, strict=True)]
    chosen = [choose(select, samples) for samples in judged]
    seconds = (time.perf_counter() - start) / len(chunk)
    return [
        Record(p.unique_id, p.level, p.subject, p.answer, a.prompt, samples, index, a.extra_tokens, seconds)
        for p, a, samples, index in zip(chunk, attempts, judged, chosen, strict=True)
    ]


def _check_text(text_of: dict[str, str]) -> None:
    """Refuse half characters in a question, its template or its suffix; JSON can hold them, UTF-8 cannot."""
    for name, text in text_of.items():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ValueError(
                f"the prompt of problem {_shown(name)} holds {ascii(text[error.start])}, half of a character, "
                "which no tokenizer can read: repair the question (or the template, or the suffix)"
            ) from error


def _shown(name: str) -> str:
    """A problem's id for a message: a file may have given it any text."""
    return ascii(name)[1:-1][:60]


def _check_lengths(model: Qwen3, tokenizer: Tokenizer, prompt_of: dict[str, str]) -> None:
    """Refuse a run that would fail at some problem, hours later perhaps."""
    context = model.config.max_position_embeddings
    for name, ids in zip(prompt_of, tokenizer.encode_batch(prompt_of.values()), strict=True):
        if len(ids) >= context:
            raise ValueError(
                f"the prompt of problem {_shown(name)} has {len(ids)} tokens, but the model's context holds "
                f"{context}, answer included: leave the problem out, or take a model with a longer context"
            )
