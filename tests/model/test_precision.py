"""When products are taken in bfloat16."""

from __future__ import annotations

import pytest
import torch

from shared.model import precision
from shared.model.precision import autocast


def test_autocast_can_be_chosen_by_hand():
    a = torch.randn(4, 4)
    with autocast("cpu", enabled=True):
        assert (a @ a).dtype is torch.bfloat16
    with autocast("cpu", enabled=False):
        assert (a @ a).dtype is torch.float32


@pytest.mark.parametrize("has", [True, False])
def test_autocast_on_a_cpu_only_with_the_instructions(monkeypatch, has):
    monkeypatch.setattr(precision, "cpu_has_bfloat16", lambda: has)
    a = torch.randn(4, 4)
    with autocast("cpu"):
        assert (a @ a).dtype is (torch.bfloat16 if has else torch.float32)
