"""When products are taken in bfloat16."""

from __future__ import annotations

from contextlib import nullcontext

from shared.model import precision
from shared.model.precision import autocast

import pytest
import torch


def test_autocast_can_be_chosen_by_hand():
    a = torch.randn(4, 4)
    with autocast("cpu", enabled=True):
        assert (a @ a).dtype is torch.bfloat16
    with autocast("cpu", enabled=False):
        assert (a @ a).dtype is torch.float32


@pytest.mark.parametrize("has", [True, False])
def test_autocast_on_a_gpu_only_with_the_instructions(monkeypatch, has):
    """A T4 says that it supports bfloat16, but only emulates it."""
    asked_of, chosen = [], []
    monkeypatch.setattr(torch.cuda, "device", lambda device: (asked_of.append(device), nullcontext())[1])
    monkeypatch.setattr(
        torch.cuda, "is_bf16_supported", lambda including_emulation=True: has or including_emulation
    )
    monkeypatch.setattr(torch, "autocast", lambda kind, dtype, enabled: chosen.append((kind, dtype, enabled)))
    autocast("cuda:1")
    autocast(torch.device("cuda", 1), enabled=True)
    autocast("cuda:1", enabled=False)
    assert chosen == [("cuda", torch.bfloat16, enabled) for enabled in (has, True, False)]
    assert asked_of == ["cuda:1"]  # of that card, not of the first; and only if nobody has decided


def test_autocast_elsewhere_leaves_the_weights_own_type(monkeypatch):
    monkeypatch.setattr(precision, "cuda_has_bfloat16", lambda device: True)
    chosen = []
    monkeypatch.setattr(torch, "autocast", lambda kind, dtype, enabled: chosen.append((kind, enabled)))
    for device in ("mps", "xpu", "meta", "cpu", "cuda"):
        autocast(device)
    assert chosen == [("mps", False), ("xpu", False), ("meta", False), ("cpu", False), ("cuda", True)]
