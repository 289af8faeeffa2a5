"""One loop for every method: prompts, samples, a choice among them, a verdict.

A *method* turns problems into :class:`Attempt` s, each a prompt and one response or more. Greedy decoding, ten
samples, self-refinement are methods. A *selection* names the sample that counts. Majority voting and
best-of-N are selections, so they can share one set of samples (:func:`rescore`).

With an output folder, a run can be killed at any moment and taken up again::

    config.json      what was asked; another configuration is refused
    records.jsonl    one line a problem: prompt, samples, extracted answers, verdicts, tokens, seconds
    summary.json     accuracy with its interval, tokens, seconds
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from shared.files import append_jsonl, read_jsonl, write_json
from shared.generation import Response, generate
from shared.metrics import pass_at_k, wilson_interval
from shared.problems import Problem
from shared.prompts import render_prompt
from shared.qwen3 import Qwen3
from shared.sampling import GREEDY, SamplingParams
from shared.tokenizer import Tokenizer
from shared.verifier import equivalent, extract_answer

_FORMAT = "evaluation run 1"


@dataclass(frozen=True)
class Sample:
    """One response, judged. ``tokens`` counts the response; ``mean_logprob`` is in nats a token."""

    text: str
    answer: str | None
    correct: bool
    tokens: int
    mean_logprob: float
    finish_reason: str


Select = Callable[[Sequence[Sample]], int]


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


@dataclass(frozen=True)
class Record:
    """One problem's line in ``records.jsonl``. ``chosen`` is the index of the sample that counts."""

    unique_id: str
    level: int
    subject: str
    gold: str
    prompt: str
    samples: list[Sample]
    chosen: int
    extra_tokens: int
    seconds: float

    @property
    def correct(self) -> bool:
        """Whether the chosen sample is right."""
        return self.samples[self.chosen].correct

    @property
    def any_correct(self) -> bool:
        """Whether some sample is right, chosen or not."""
        return any(s.correct for s in self.samples)

    @property
    def tokens(self) -> int:
        """Everything that was written for the problem, all samples together."""
        return sum(s.tokens for s in self.samples) + self.extra_tokens

    def to_dict(self) -> dict[str, Any]:
        """The line as JSON, with the verdict and the token count spelled out for readers."""
        return asdict(self) | {"correct": self.correct, "tokens": self.tokens}

    @classmethod
    def from_dict(cls, line: dict[str, Any]) -> Record:
        """The inverse of :meth:`to_dict`."""
        derived = ("correct", "tokens")
        fields = {key: value for key, value in line.items() if key not in derived}
        return cls(**fields | {"samples": [Sample(**s) for s in line["samples"]]})


@dataclass(frozen=True)
class Evaluation:
    """The result of a run: its records, in the order of the problems, and what follows from them."""

    records: list[Record]

    @property
    def n(self) -> int:
        """Problems counted."""
        return len(self.records)

    @property
    def accuracy(self) -> float:
        """Share of the problems whose chosen sample is right; NaN without problems."""
        return _mean([r.correct for r in self.records])

    @property
    def ci95(self) -> tuple[float, float]:
        """95 % Wilson interval of the accuracy."""
        return wilson_interval(sum(r.correct for r in self.records), self.n)

    @property
    def any_correct(self) -> float:
        """Share of the problems with a right sample: what a perfect selection would reach."""
        return _mean([r.any_correct for r in self.records])

    @property
    def mean_tokens(self) -> float:
        """Tokens written for a problem, all samples together, on average."""
        return _mean([r.tokens for r in self.records])

    @property
    def seconds(self) -> float:
        """Time spent on making and judging the responses, summed over resumed parts."""
        return sum(r.seconds for r in self.records)

    def pass_at(self, k: int) -> float:
        """Unbiased estimate of pass@k; see :func:`shared.metrics.pass_at_k` (also for errors)."""
        return _mean([pass_at_k(len(r.samples), sum(s.correct for s in r.samples), k) for r in self.records])

    def by_level(self) -> dict[int, Evaluation]:
        """An evaluation for each level, in rising order."""
        levels = sorted({r.level for r in self.records})
        return {level: Evaluation([r for r in self.records if r.level == level]) for level in levels}

    def to_dict(self) -> dict[str, Any]:
        """The summary as JSON."""
        keys = ("accuracy", "ci95", "any_correct", "mean_tokens", "seconds", "n")
        levels = {
            str(level): {"accuracy": part.accuracy, "ci95": part.ci95, "n": part.n}
            for level, part in self.by_level().items()
        }
        return {key: getattr(self, key) for key in keys} | {"by_level": levels}


class RunError(ValueError):
    """A folder cannot take this run; the message is one line and says what to do about it."""


class EvaluationInterrupted(KeyboardInterrupt):
    """Ctrl-C during an evaluation. ``evaluation`` holds the problems that were finished."""

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__(f"interrupted after {evaluation.n} problems")
        self.evaluation = evaluation


def first_response(samples: Sequence[Sample]) -> int:
    """The selection that does not choose: the first sample counts."""
    return 0


def evaluate(
    model: Qwen3,
    tokenizer: Tokenizer,
    problems: Sequence[Problem],
    *,
    suffix: str = "",
    num_samples: int = 1,
    params: SamplingParams = GREEDY,
    max_new_tokens: int = 256,
    select: Select = first_response,
    thinking: bool = True,
    batch_size: int = 64,
    seed: int = 0,
    out: str | Path | None = None,
    progress: str | None = None,
) -> Evaluation:
    """Ask the model every problem, choose among its samples, and judge the choice.

    Args:
        suffix: follows each question, such as :data:`shared.prompts.COT_SUFFIX`.
        num_samples: responses a problem.
        params: how tokens are chosen; greedy if not given.
        max_new_tokens: tokens a response.
        select: which of a problem's samples counts; gets the samples, returns an index.
        thinking: for chat checkpoints, see :func:`shared.prompts.render_prompt`.
        batch_size: responses written together.
        seed: with a problem's id it fixes the problem's samples, whatever else is evaluated beside it.
        out, progress: see :func:`evaluate_method`.

    Raises:
        RunError, EvaluationInterrupted, ValueError: see :func:`evaluate_method` and
            :func:`shared.generation.generate`.
    """

    def method(chunk: list[Problem], seeds: list[int]) -> list[Attempt]:
        prompts = [render_prompt(p.problem, suffix, tokenizer, thinking=thinking) for p in chunk]
        responses = generate(
            model,
            tokenizer,
            prompts,
            max_new_tokens=max_new_tokens,
            params=params,
            num_samples=num_samples,
            seeds=seeds,
            batch_size=batch_size,
        )
        return [Attempt(prompt, samples) for prompt, samples in zip(prompts, responses, strict=True)]

    config = {
        "method": "sampling",
        "model": fingerprint(model),
        "suffix": suffix,
        "num_samples": num_samples,
        "params": asdict(params),
        "max_new_tokens": max_new_tokens,
        "thinking": thinking,
    }
    # Two batches a chunk: what is kept when a run is killed, and how often the progress bar moves.
    chunk_size = max(1, 2 * batch_size // max(1, num_samples))
    return evaluate_method(
        method, problems, config, select=select, chunk_size=chunk_size, seed=seed, out=out, progress=progress
    )


def evaluate_method(
    method: Method,
    problems: Sequence[Problem],
    config: dict[str, Any] | None = None,
    *,
    select: Select = first_response,
    chunk_size: int = 64,
    seed: int = 0,
    out: str | Path | None = None,
    progress: str | None = None,
) -> Evaluation:
    """The loop itself, for any way of making responses.

    Problems are taken in chunks with fixed borders, and a chunk that was cut off is made again as a whole:
    a run that was killed and resumed has the same texts as one that was not.

    Args:
        method: gets a chunk of problems and a seed for each, returns an attempt for each.
        config: what identifies the method (JSON), compared when a run is resumed.
        select: which of a problem's samples counts.
        chunk_size: problems handed to the method at a time.
        seed: see :func:`problem_seed`.
        out: folder of the run. A run of the same configuration that is there already is taken up where it
            stopped. None keeps everything in memory.
        progress: label of a progress bar; None shows none.

    Raises:
        RunError: the folder holds something else, or a run of another configuration.
        EvaluationInterrupted: Ctrl-C; carries what was finished. What is in the folder stays.
        ValueError: two problems share an id, or the selection named a sample that does not exist.
    """
    problems = list(problems)
    if len({p.unique_id for p in problems}) != len(problems):
        raise ValueError("two problems have the same unique_id; every problem needs its own")
    out = None if out is None else Path(out)
    done: dict[str, Record] = {}
    if out is not None:
        name = getattr(select, "__name__", type(select).__name__)
        identity = {"problems": _digest(problems), "select": name, "seed": seed}
        done = _open_run(out, {"format": _FORMAT, **(config or {}), **identity})

    def finished() -> Evaluation:
        return Evaluation([done[p.unique_id] for p in problems if p.unique_id in done])

    try:
        with tqdm(total=len(problems), desc=progress, unit="problem", disable=progress is None) as bar:
            for start in range(0, len(problems), chunk_size):
                chunk = problems[start : start + chunk_size]
                missing = {p.unique_id for p in chunk} - done.keys()
                bar.update(len(chunk) - len(missing))
                if not missing:
                    continue
                for record in _run_chunk(method, chunk, select, seed):
                    if record.unique_id in missing:
                        if out is not None:
                            append_jsonl(out / "records.jsonl", record.to_dict())
                        done[record.unique_id] = record
                        bar.update()
                bar.set_postfix(accuracy=f"{finished().accuracy:.1%}")
    except KeyboardInterrupt as interrupt:
        raise EvaluationInterrupted(finished()) from interrupt
    finally:
        if out is not None:
            evaluation = finished()
            write_json(
                out / "summary.json", {"complete": evaluation.n == len(problems), **evaluation.to_dict()}
            )
    return finished()


def rescore(evaluation: Evaluation, select: Select, num_samples: int | None = None) -> Evaluation:
    """Another selection over the same samples, without generating anything.

    Args:
        num_samples: pretend that only the first so many were drawn; their tokens are counted, and of the
            seconds the share that their tokens have. None uses all.

    Raises:
        ValueError: a record has fewer samples, or the selection named one that does not exist.
    """
    return Evaluation([_rescored(record, select, num_samples) for record in evaluation.records])


def _rescored(record: Record, select: Select, num_samples: int | None) -> Record:
    wanted = len(record.samples) if num_samples is None else num_samples
    if not 1 <= wanted <= len(record.samples):
        raise ValueError(f"{record.unique_id} has {len(record.samples)} samples, not {wanted}")
    part = replace(record, samples=record.samples[:wanted], chosen=0)
    seconds = record.seconds * part.tokens / record.tokens if record.tokens else record.seconds
    return replace(part, chosen=_choose(select, part.samples), seconds=seconds)


def load_run(folder: str | Path) -> Evaluation:
    """Read the records of a run, finished or not, in the order in which they were written.

    Raises:
        RunError: the folder does not hold a run.
    """
    folder = Path(folder)
    _read_config(folder)
    records = folder / "records.jsonl"
    return Evaluation([Record.from_dict(line) for line in read_jsonl(records)] if records.exists() else [])


def problem_seed(problem: Problem, seed: int) -> int:
    """A problem's own seed, from its id and the run's seed; equal in every run and in any order."""
    return int.from_bytes(
        hashlib.blake2b(f"{seed}/{problem.unique_id}".encode(), digest_size=7).digest(), "big"
    )


def fingerprint(model: Qwen3) -> str:
    """Tells one set of weights from another, by their shapes and a few numbers of every tensor (no secret)."""
    digest = hashlib.blake2b(json.dumps(model.config.to_dict(), sort_keys=True).encode(), digest_size=8)
    for name, parameter in model.named_parameters():
        ends = torch.cat([parameter.detach().flatten()[:32], parameter.detach().flatten()[-32:]])
        digest.update(name.encode() + ends.float().cpu().numpy().tobytes())
    return digest.hexdigest()


def _run_chunk(method: Method, chunk: list[Problem], select: Select, seed: int) -> list[Record]:
    """Make and judge the responses to some problems; each gets an equal share of the time."""
    start = time.perf_counter()
    attempts = method(chunk, [problem_seed(p, seed) for p in chunk])
    judged = [[_judge(r, p.answer) for r in a.responses] for p, a in zip(chunk, attempts, strict=True)]
    chosen = [_choose(select, samples) for samples in judged]
    seconds = (time.perf_counter() - start) / len(chunk)
    return [
        Record(p.unique_id, p.level, p.subject, p.answer, a.prompt, samples, index, a.extra_tokens, seconds)
        for p, a, samples, index in zip(chunk, attempts, judged, chosen, strict=True)
    ]


def _judge(response: Response, gold: str) -> Sample:
    answer = extract_answer(response.text)
    return Sample(
        text=response.text,
        answer=answer,
        correct=answer is not None and equivalent(answer, gold),
        tokens=response.num_tokens,
        mean_logprob=response.mean_logprob,
        finish_reason=response.finish_reason,
    )


def _choose(select: Select, samples: list[Sample]) -> int:
    index = int(select(samples))
    if not 0 <= index < len(samples):
        raise ValueError(f"the selection named sample {index}, but there are {len(samples)}")
    return index


def _open_run(folder: Path, config: dict[str, Any]) -> dict[str, Record]:
    """Make the folder a run, or take up the run that is there: its finished records by id."""
    config = json.loads(json.dumps(config))  # tuples become lists, as they will read back
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        write_json(folder / "config.json", config)
        return {}
    there = _read_config(folder)
    if changed := sorted(key for key in config.keys() | there.keys() if config.get(key) != there.get(key)):
        raise RunError(
            f"{folder} holds a run with another configuration ({', '.join(changed)}): "
            "choose another folder, or delete this one"
        )
    return {r.unique_id: r for r in load_run(folder).records}


def _read_config(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        config = None
    if not isinstance(config, dict) or config.get("format") != _FORMAT:
        raise RunError(f"{folder} is not the folder of an evaluation run: choose another one")
    return config


def _digest(problems: list[Problem]) -> str:
    content = json.dumps([[p.unique_id, p.problem, p.answer] for p in problems])
    return hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def _mean(values: list[float] | list[bool] | list[int]) -> float:
    return sum(values) / len(values) if values else float("nan")
