"""Muon against the singular value decomposition and against torch's own (bfloat16) Muon."""

from __future__ import annotations

from shared.training.muon import Muon, orthogonalize

import pytest
import torch


@pytest.mark.parametrize("shape", [(3, 8, 8), (2, 5, 16), (2, 16, 5)])
def test_orthogonalize_keeps_the_singular_vectors(shape):
    torch.manual_seed(0)
    matrices = torch.randn(shape)
    result = orthogonalize(matrices)
    assert result.shape == shape
    for matrix, flat in zip(matrices, result, strict=True):
        u, _, vh = torch.linalg.svd(matrix, full_matrices=False)
        inner = u.T @ flat @ vh.T  # diagonal if the singular vectors are the same
        values = inner.diagonal()
        assert (inner - values.diag()).abs().max() < 1e-4
        assert values.min() > 0.6
        assert values.max() < 1.25


def test_a_zero_gradient_stays_zero():
    assert torch.equal(orthogonalize(torch.zeros(1, 3, 4)), torch.zeros(1, 3, 4))


def test_steps_equal_those_of_torch():
    torch.manual_seed(1)
    ours = [torch.nn.Parameter(torch.randn(shape)) for shape in ((6, 9), (9, 6), (6, 9))]
    theirs = [torch.nn.Parameter(p.detach().clone()) for p in ours]
    a = Muon(ours, lr=0.1, momentum=0.9, weight_decay=0.3)
    b = torch.optim.Muon(theirs, lr=0.1, momentum=0.9, weight_decay=0.3, adjust_lr_fn="match_rms_adamw")
    for _ in range(4):
        for p, q in zip(ours, theirs, strict=True):
            p.grad = torch.randn_like(p)
            q.grad = p.grad.clone()
        a.step()
        b.step()
    for p, q in zip(ours, theirs, strict=True):
        moved = 4 * 0.1 * 0.2 * 3
        assert (p - q).abs().max() < 0.05 * moved  # bfloat16 has three significant digits


def test_vectors_are_refused():
    with pytest.raises(ValueError, match="matrices only"):
        Muon([torch.nn.Parameter(torch.ones(3))], lr=0.1)
