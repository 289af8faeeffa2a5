"""Memory as the system counts it."""

from __future__ import annotations

import sys

from shared.tools.memory import forget_peak, installed_memory, peak_memory

import pytest
import torch

MIB = 2**20


def hold(mebibytes: int) -> None:
    """Fill so much memory, and let go of it."""
    torch.ones(mebibytes * MIB, dtype=torch.uint8)


def test_a_large_tensor_raises_the_mark_which_stays_when_it_is_gone():
    before = peak_memory()
    forget_peak()
    start = peak_memory()
    hold(200)
    assert 190 * MIB <= peak_memory() - start <= 400 * MIB or sys.platform != "linux"
    assert peak_memory() >= min(before, 100 * MIB)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can begin anew")
def test_the_mark_can_begin_anew():
    hold(300)
    high = peak_memory()
    assert forget_peak()
    assert high - peak_memory() > 200 * MIB


def test_a_process_holds_less_than_is_installed():
    installed = installed_memory()
    assert installed is None or 256 * MIB < peak_memory() < installed


def test_kibibytes_of_other_systems(monkeypatch):
    resource = pytest.importorskip("resource")
    monkeypatch.setattr("shared.tools.memory._linux_peak", lambda: None)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    monkeypatch.setattr(sys, "platform", "freebsd")
    assert peak_memory() >= most * 1024
    monkeypatch.setattr(sys, "platform", "darwin")
    assert most <= peak_memory() < most * 1024
