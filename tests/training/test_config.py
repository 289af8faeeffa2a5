"""What decides the updates of a run."""

from __future__ import annotations

import math

from shared.training.config import learning_rate_at

import pytest
from training_cases import config


@pytest.mark.parametrize("schedule", ["constant", "linear", "cosine"])
def test_learning_rate(schedule):
    c = config(schedule=schedule, total_steps=110, warmup_steps=10, final_ratio=0.1, learning_rate=2.0)
    rates = [learning_rate_at(s, c) for s in range(c.total_steps)]
    assert rates[:10] == pytest.approx([0.2 * (s + 1) for s in range(10)])
    assert rates[10] == 2.0
    assert max(rates) == 2.0
    middle = {"constant": 2.0, "linear": 1.1, "cosine": 1.1}[schedule]
    assert rates[60] == pytest.approx(middle)
    quarter = {"constant": 1.0, "linear": 0.75, "cosine": (1 + math.cos(math.pi / 4)) / 2}[schedule]
    assert rates[35] == pytest.approx(0.2 + 1.8 * quarter)
    assert learning_rate_at(110, c) == pytest.approx(2.0 if schedule == "constant" else 0.2)
    assert learning_rate_at(500, c) == pytest.approx(2.0 if schedule == "constant" else 0.2)


@pytest.mark.parametrize(
    "bad", [{"learning_rate": 0}, {"learning_rate": math.nan}, {"total_steps": 0}, {"schedule": "step"},
            {"grad_clip": -1}, {"warmup_steps": -1}, {"log_every": 0}],
)  # fmt: skip
def test_bad_config_is_refused(bad):
    with pytest.raises(ValueError, match=next(iter(bad)) if "schedule" not in bad else "choose"):
        config(**bad)
