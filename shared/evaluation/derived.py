"""A run made of another one: the same samples, used in another way, without writing a token.

Sampling is what costs. A vote over fewer samples, a weighted vote, a rule that would have stopped earlier all
follow from samples that are there; what comes out is a run like any other, with a line a problem and a summary,
and can be compared with any other.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from shared.evaluation.loop import make_records
from shared.evaluation.records import Evaluation, Record
from shared.evaluation.runs import RunError, load_run, read_config
from shared.tools.settings import digest

CHUNK = 16  # records between two looks at the progress bar; each of them is on disk as soon as it is made


def derive(
    source: Evaluation,
    transform: Callable[[Record], Record],
    config: dict[str, Any],
    *,
    out: str | Path | None = None,
    notes: dict[str, Any] | None = None,
    progress: str | None = None,
) -> Evaluation:
    """Turn the records of a run, one by one, into those of another.

    Args:
        source: the run that is there.
        transform: gets a record and returns that of the new run, for the same problem: with other samples
            chosen, or fewer of them. The same record must always give the same one.
        config: what the new run depends on (JSON): the configuration of the source, and the settings of the
            transform. The source's samples are added as a digest.
        out: folder of the new run; one that is there already is taken up. None keeps everything in memory.
        notes, progress: see :func:`shared.evaluation.loop.evaluate_method`.

    Returns:
        The new run, problems in the order of the source.

    Raises:
        RunError: the folder holds something else, or a run of another configuration.
        EvaluationInterrupted: Ctrl-C; carries what was finished. What is in the folder stays.
        ValueError: what the transform raises.
    """
    texts = [[r.unique_id, r.prompt, [s.text for s in r.samples]] for r in source.records]
    identity = {"num_problems": source.n, "samples": digest(texts)}
    return make_records(
        source.records,
        lambda chunk: map(transform, chunk),
        {**config, **identity},
        chunk_size=CHUNK,
        out=out,
        notes=notes,
        progress=progress,
    )


def load_samples(folder: str | Path, num_samples: int = 1) -> tuple[Evaluation, dict[str, Any]]:
    """A finished run whose samples can serve other methods, and its configuration.

    Args:
        num_samples: a problem needs so many.

    Raises:
        RunError: the folder holds no run, one that is not finished, one of another method than sampling, or
            one of fewer samples.
    """
    config, source = read_config(folder), load_run(folder)
    if config.get("method") != "sampling" or "params" not in config:
        raise RunError(
            f"{folder} holds a run of the method {config.get('method')!r}: only plain samples, "
            "as ch03/evaluate.py and the method self-consistency draw them, serve other methods"
        )
    if source.n < config["num_problems"] or not source.n:
        raise RunError(
            f"{folder} is not finished ({source.n} of {config['num_problems']} problems): resume it first"
        )
    if source.num_samples < num_samples:
        raise RunError(f"{folder} has {source.num_samples} samples a problem, not {num_samples}")
    return source, config
