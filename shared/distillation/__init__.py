"""Distillation: a small model learns to write what a better one wrote.

Reading order::

    traces      what a teacher wrote, and what of it is kept
    examples    the same in the student's words and tokens
    training    the student's run
"""

from shared.distillation.examples import build_examples, direct_template, thinking_template
from shared.distillation.traces import make_traces
from shared.distillation.training import answer_only_loss, distill

__all__ = [
    "answer_only_loss",
    "build_examples",
    "direct_template",
    "distill",
    "make_traces",
    "thinking_template",
]
