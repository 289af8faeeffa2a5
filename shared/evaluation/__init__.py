"""Evaluation: benchmarks, graded runs that resume, and what their numbers mean.

Reading order::

    datasets          the problems of a benchmark
    votes             classes of equal answers, the majority, the best of n
    metrics           intervals, pass@k, paired tests
    scores            is a score worth anything? AUROC, reliability, best of k
    records           one problem with its samples; a run of them
    runs              a run on disk
    loop              prompts, samples, a choice among them, a verdict
    derived           a run made of another one
    comparison        is A better than B?
    reports           tables
    saved_responses   what other programs wrote
    commands          what the scripts that make a run have in common
"""

from shared.evaluation.comparison import compare
from shared.evaluation.datasets import load_dataset
from shared.evaluation.loop import evaluate
from shared.evaluation.metrics import majority_at_k, pass_at_k, wilson_interval
from shared.evaluation.records import Evaluation

__all__ = [
    "Evaluation",
    "compare",
    "evaluate",
    "load_dataset",
    "majority_at_k",
    "pass_at_k",
    "wilson_interval",
]
