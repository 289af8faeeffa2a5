"""What an evaluation found: samples, problems, and the statistics of a whole run. No model in sight.

A *record* is one problem with the samples that were drawn for it; an :class:`Evaluation` is a list of
records. Everything that is reported about a run follows from them, so a report can always be made again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from shared.evaluation.metrics import majority_at_k, pass_at_k, percentiles, wilson_interval
from shared.evaluation.votes import group_answers


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
"""Gets the samples of a problem, returns the index of the one that counts."""


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

    def pass_at(self, k: int) -> float:
        """See :func:`shared.evaluation.metrics.pass_at_k`."""
        return pass_at_k(len(self.samples), sum(s.correct for s in self.samples), k)

    @cached_property
    def classes(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Of every class of equal answers how many samples it has, and how many of them are right.

        Equivalence is not quite transitive, so a class may hold right and wrong members.
        """
        groups = group_answers([s.answer for s in self.samples])
        rights = tuple(sum(self.samples[i].correct for i in group) for group in groups)
        return tuple(map(len, groups)), rights

    def majority_at(self, k: int) -> float:
        """See :func:`shared.evaluation.metrics.majority_at_k`; answers of equal meaning are one candidate."""
        return majority_at_k(*self.classes, len(self.samples), k)

    def to_dict(self) -> dict[str, Any]:
        """The line as JSON, with the verdict and the token count spelled out for readers."""
        return asdict(self) | {"correct": self.correct, "tokens": self.tokens}

    @classmethod
    def from_dict(cls, line: dict[str, Any]) -> Record:
        """The inverse of :meth:`to_dict`.

        Raises:
            KeyError, TypeError, ValueError: fields are missing, there are others, or one holds what cannot be.
        """
        derived = ("correct", "tokens")
        fields = {key: value for key, value in line.items() if key not in derived}
        record = cls(**fields | {"samples": [Sample(**s) for s in line["samples"]]})
        if not _is_sound(record):
            raise TypeError(f"the record of {record.unique_id!r} holds something of another kind")
        return record


def _is_sound(record: Record) -> bool:
    """Whether every field of a record that was read holds what it should; a file may hold anything."""
    samples = record.samples
    texts = (record.unique_id, record.subject, record.gold, record.prompt, *(s.text for s in samples))
    whole = (record.level, record.chosen, record.extra_tokens, *(s.tokens for s in samples))
    return (
        all(isinstance(text, str) for text in texts)
        and all(isinstance(number, int) for number in whole)
        and all(isinstance(s.answer, str | None) and isinstance(s.correct, bool) for s in samples)
        and all(isinstance(s.mean_logprob, float | int | None) for s in samples)
        and isinstance(record.seconds, float | int)
        and 0 <= record.chosen < len(samples)
    )


@dataclass(frozen=True)
class Evaluation:
    """The result of a run: its records, in the order of the problems, and what follows from them."""

    records: list[Record]

    @property
    def n(self) -> int:
        """Problems counted."""
        return len(self.records)

    @property
    def num_correct(self) -> int:
        """Problems whose chosen sample is right."""
        return sum(r.correct for r in self.records)

    @property
    def verdicts(self) -> dict[str, bool]:
        """For each problem's id whether its chosen sample is right: what a paired test takes."""
        return {r.unique_id: r.correct for r in self.records}

    @property
    def accuracy(self) -> float:
        """Share of the problems whose chosen sample is right; NaN without problems."""
        return _mean([r.correct for r in self.records])

    @property
    def ci95(self) -> tuple[float, float]:
        """95 % Wilson interval of the accuracy."""
        return wilson_interval(self.num_correct, self.n)

    @property
    def any_correct(self) -> float:
        """Share of the problems with a right sample: what a perfect selection would reach."""
        return _mean([r.any_correct for r in self.records])

    @property
    def samples(self) -> list[Sample]:
        """Every sample of every problem."""
        return [s for r in self.records for s in r.samples]

    @property
    def answer_rate(self) -> float:
        """Share of the samples from which an answer could be extracted."""
        return _mean([s.answer is not None for s in self.samples])

    @property
    def truncation_rate(self) -> float:
        """Share of the samples that were cut off (finish reason "length") before they came to an end."""
        return _mean([s.finish_reason == "length" for s in self.samples])

    @property
    def mean_tokens(self) -> float:
        """Tokens written for a problem, all samples together, on average."""
        return _mean([r.tokens for r in self.records])

    @property
    def response_tokens(self) -> dict[str, float]:
        """Length of a sample in tokens: its mean and its 50th, 90th and 99th percentile."""
        lengths = [s.tokens for s in self.samples]
        p50, p90, p99 = percentiles(lengths, (50, 90, 99))
        return {"mean": _mean(lengths), "p50": p50, "p90": p90, "p99": p99}

    @property
    def seconds(self) -> float:
        """Time spent on making and judging the responses, summed over resumed parts."""
        return sum(r.seconds for r in self.records)

    @property
    def num_samples(self) -> int:
        """Samples that every problem has at least; 0 without problems."""
        return min((len(r.samples) for r in self.records), default=0)

    def pass_at(self, k: int) -> float:
        """Unbiased estimate of pass@k; see :func:`shared.evaluation.metrics.pass_at_k` (also for errors)."""
        return _mean([r.pass_at(k) for r in self.records])

    def majority_at(self, k: int) -> float:
        """Unbiased estimate of majority@k: :func:`shared.evaluation.metrics.majority_at_k` (errors too)."""
        return _mean([r.majority_at(k) for r in self.records])

    def sample_counts(self) -> list[int]:
        """The k for which pass@k and majority@k are reported: 1, 2, 4, …, and all; none for one sample.

        None either where problems have unequally many: who stopped drawing because of what was drawn has
        samples from which these estimates would be biased.
        """
        if len({len(r.samples) for r in self.records}) > 1:
            return []
        n = self.num_samples
        return sorted({2**i for i in range(n.bit_length())} | {n}) if n > 1 else []

    def by_level(self) -> dict[int, Evaluation]:
        """An evaluation for each level, in rising order."""
        return self._split(lambda record: record.level)

    def by_subject(self) -> dict[str, Evaluation]:
        """An evaluation for each subject, in alphabetical order."""
        return self._split(lambda record: record.subject)

    def _split(self, key: Callable[[Record], Any]) -> dict[Any, Evaluation]:
        values = sorted({key(r) for r in self.records})
        return {value: Evaluation([r for r in self.records if key(r) == value]) for value in values}

    def to_dict(self) -> dict[str, Any]:
        """The summary as JSON."""
        keys = ("n", "accuracy", "ci95", "any_correct", "answer_rate", "truncation_rate", "mean_tokens")
        summary = {key: getattr(self, key) for key in (*keys, "response_tokens", "seconds")}
        for name, at in (("pass_at", self.pass_at), ("majority_at", self.majority_at)):
            if counts := self.sample_counts():
                summary[name] = {str(k): at(k) for k in counts}
        for name, parts in (("by_level", self.by_level()), ("by_subject", self.by_subject())):
            summary[name] = {
                str(value): {"accuracy": part.accuracy, "ci95": part.ci95, "n": part.n}
                for value, part in parts.items()
            }
        return summary


def choose(select: Select, samples: list[Sample]) -> int:
    """The index that a selection names, checked.

    Raises:
        ValueError: there is no such sample.
    """
    index = int(select(samples))
    if not 0 <= index < len(samples):
        raise ValueError(f"the selection named sample {index}, but there are {len(samples)}")
    return index


def rescore(evaluation: Evaluation, select: Select, num_samples: int | None = None) -> Evaluation:
    """Another selection over the same samples, without generating anything.

    Args:
        num_samples: pretend that only the first so many were drawn; their tokens are counted, and of the
            seconds the share that their tokens have. None uses all.

    Raises:
        ValueError: a record has fewer samples, or the selection named one that does not exist.
    """
    return Evaluation([rescore_record(record, select, num_samples) for record in evaluation.records])


def rescore_record(record: Record, select: Select, num_samples: int | None = None) -> Record:
    """:func:`rescore` of a single problem."""
    wanted = len(record.samples) if num_samples is None else num_samples
    if not 1 <= wanted <= len(record.samples):
        raise ValueError(f"{record.unique_id} has {len(record.samples)} samples, not {wanted}")
    part = replace(record, samples=record.samples[:wanted], chosen=0)
    seconds = record.seconds * part.tokens / record.tokens if record.tokens else record.seconds
    return replace(part, chosen=choose(select, part.samples), seconds=seconds)


def _mean(values: list[float] | list[bool] | list[int]) -> float:
    return sum(values) / len(values) if values else float("nan")
