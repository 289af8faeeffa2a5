"""Seeds made from several things."""

from __future__ import annotations

from shared.tools.seeds import mix_seed


def test_mixed_seeds_differ():
    assert len({mix_seed(seed, step) for seed in range(30) for step in range(30)}) == 900
    assert mix_seed(1, 23) != mix_seed(12, 3)
    assert all(0 <= mix_seed(i) < 2**63 for i in range(100))
