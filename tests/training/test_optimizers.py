"""Which optimizer moves which weights."""

from __future__ import annotations

from shared.training.config import TrainingError
from shared.training.optimizers import make_optimizers

import pytest
import torch
from training_cases import config, tiny_model


def test_weight_decay_spares_the_norms():
    model = tiny_model()
    (optimizer,) = make_optimizers(model, config(weight_decay=0.3))
    decayed = {id(p) for g in optimizer.param_groups if g["weight_decay"] for p in g["params"]}
    for name, p in model.named_parameters():
        assert (id(p) in decayed) == ("norm" not in name), name
    assert sum(len(g["params"]) for g in optimizer.param_groups) == len(list(model.parameters()))


def test_muon_gets_the_matrices_of_the_blocks():
    model = tiny_model()
    muon, adamw = make_optimizers(model, config(optimizer="muon"))
    moved = {id(p) for g in muon.param_groups for p in g["params"]}
    rest = {id(p) for g in adamw.param_groups for p in g["params"]}
    for name, p in model.named_parameters():
        assert (id(p) in moved) == ("_proj" in name), name
        assert (id(p) in rest) != (id(p) in moved), name


def test_sixteen_bit_weights_are_refused():
    with pytest.raises(TrainingError, match="float32"):
        make_optimizers(tiny_model().to(torch.bfloat16), config())
