"""The learned scorer: its features against passes of their own, its fit against another solver, its file."""

from __future__ import annotations

from pathlib import Path

from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning.reward_model import (
    CONFIDENCES,
    RewardHead,
    RewardHeadError,
    fit_head,
    load_head,
    read_steps,
    save_head,
    step_values,
)
from shared.reasoning.steps import line_end_ids, step_ends
from shared.tools.files import write_safetensors

import numpy as np
import pytest
import torch
from hardened import hardened_model
from reasoning_cases import PROMPT, VOCAB, naive_logprobs
from torch import Tensor

TEXTS = ["3+4=7\nso it is\n\\boxed{7}", "7", " 3 plus 4\n"]


@torch.no_grad()
def test_features_are_those_of_a_pass_that_ends_at_the_step(model: Qwen3, tokenizer: Tokenizer) -> None:
    prompt_ids, line_ends = tokenizer.encode(PROMPT), line_end_ids(tokenizer)
    for batch_size in (1, 2, 16):
        found = read_steps(model, tokenizer, PROMPT, TEXTS, batch_size=batch_size)
        assert [len(steps) for steps in found] == [3, 1, 1]
        for steps, text in zip(found, TEXTS, strict=True):
            ids = tokenizer.encode(text)
            logprobs = naive_logprobs(model, prompt_ids, ids)
            for row, end in zip(steps, step_ends(ids, line_ends), strict=True):
                state = model.model(torch.tensor([prompt_ids + ids[: end + 1]]), None, None, None)[0, -1]
                torch.testing.assert_close(row[:-CONFIDENCES], state, rtol=1e-4, atol=1e-4)
                so_far = logprobs[: end + 1]
                assert row[-CONFIDENCES:].tolist() == pytest.approx(
                    [sum(so_far) / len(so_far), min(so_far)], abs=1e-4
                )


def cases(count: int = 400) -> tuple[Tensor, Tensor]:
    """Features of which the first and the last two say something about the outcome."""
    generator = torch.Generator().manual_seed(0)
    features = torch.randn(count, 3 + CONFIDENCES, generator=generator) * 3 + 1
    logits = 0.3 * features[:, 0] - 0.4 * features[:, -1] + 0.5
    return features, (torch.rand(count, generator=generator) < logits.sigmoid()).float()


@pytest.mark.parametrize("soft", [False, True])
def test_a_linear_head_comes_to_the_optimum_of_logistic_regression(soft: bool) -> None:
    features, targets = cases()
    if soft:
        targets = 0.1 + 0.7 * targets
    head = fit_head(features, targets, epochs=400, learning_rate=0.03, weight_decay=0.0, batch_size=400)
    z = ((features - features.mean(0)) / features.std(0, correction=0)).double().numpy()
    z, y = np.column_stack([z, np.ones(len(z))]), targets.double().numpy()
    best = np.zeros(z.shape[1])
    for _ in range(30):  # Newton's method: no learning rate, no batches
        p = 1 / (1 + np.exp(-z @ best))
        best += np.linalg.solve((z.T * (p * (1 - p))) @ z, z.T @ (y - p))
    ours = torch.cat([head.net[0].weight[0], head.net[0].bias]).detach().double().numpy()
    np.testing.assert_allclose(ours, best, atol=0.02)
    assert np.abs(best).max() > 0.5, "the test needs features that matter"


def test_every_option_changes_the_head() -> None:
    features, targets = cases()
    plain = fit_head(features, targets)(features)
    assert torch.equal(plain, fit_head(features, targets)(features)), "the same seed, the same head"
    options = {
        "confidence": False,
        "width": 8,
        "epochs": 3,
        "learning_rate": 1e-2,
        "weight_decay": 0.5,
        "batch_size": 32,
        "seed": 1,
    }
    for name, value in options.items():
        assert not torch.allclose(plain, fit_head(features, targets, **{name: value})(features)), name


def test_without_confidences_the_head_does_not_see_them() -> None:
    features, targets = cases()
    blind = fit_head(features, targets, confidence=False, width=4)
    changed = features.clone()
    changed[:, -CONFIDENCES:] += 7
    assert torch.equal(blind(features), blind(changed))
    changed[:, 0] += 7
    assert not torch.equal(blind(features), blind(changed))


def test_a_constant_feature_does_no_harm() -> None:
    features, targets = cases()
    features[:, 1] = 5.0
    assert bool(fit_head(features, targets)(features).isfinite().all())


def test_training_leaves_the_callers_random_numbers_alone() -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    fit_head(*cases())
    assert torch.equal(torch.rand(3), expected)


def test_values_are_probabilities() -> None:
    features, targets = cases()
    head = fit_head(features, targets)
    values = step_values(head, features[:7])
    assert values == pytest.approx(torch.sigmoid(head(features[:7])).tolist())
    assert all(0 < value < 1 for value in values)


def test_what_cannot_be_fitted() -> None:
    features, targets = cases()
    with pytest.raises(ValueError, match="400 rows of features and 399 targets"):
        fit_head(features, targets[1:])
    with pytest.raises(ValueError, match="0 rows"):
        fit_head(features[:0], targets[:0])
    with pytest.raises(ValueError, match="probability"):
        fit_head(features, targets + 0.5)


@pytest.mark.parametrize("options", [{}, {"confidence": False}, {"width": 6}])
def test_a_head_comes_back_from_its_file(options: dict, model: Qwen3, tmp_path: Path) -> None:
    torch.manual_seed(0)
    head = RewardHead(model.config.hidden_size, **options)
    head.mean.normal_()
    head.std.uniform_(1, 2)
    save_head(tmp_path / "head.safetensors", head, model)
    again = load_head(tmp_path / "head.safetensors", model)
    features = torch.randn(5, model.config.hidden_size + CONFIDENCES)
    assert torch.equal(again(features), head(features)) and not again.training


def test_files_that_hold_no_head_for_this_model(model: Qwen3, tmp_path: Path) -> None:
    with pytest.raises(RewardHeadError, match="cannot read a reward head from"):
        load_head(tmp_path / "none", model)
    (tmp_path / "text").write_text("hello")
    with pytest.raises(RewardHeadError, match="no safetensors file"):
        load_head(tmp_path / "text", model)
    write_safetensors(tmp_path / "other", {"a": torch.zeros(2)})
    with pytest.raises(RewardHeadError, match="holds no reward head"):
        load_head(tmp_path / "other", model)
    path = tmp_path / "head"
    save_head(path, RewardHead(model.config.hidden_size), model)
    with pytest.raises(RewardHeadError, match="other weights"):
        load_head(path, hardened_model(seed=9, vocab_size=VOCAB, max_position_embeddings=512))
    head = RewardHead(model.config.hidden_size)
    del head.net
    head.net = torch.nn.Sequential(torch.nn.Linear(3, 1))
    save_head(path, head, model)
    with pytest.raises(RewardHeadError, match="damaged"):
        load_head(path, model)
