"""The model against transformers: logits, caches, batches, gradients; and bugs planted to see them caught."""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
import math
from collections.abc import Callable
from dataclasses import replace

from shared.model import checkpoints, qwen3
from shared.model.qwen3 import (
    PRESETS,
    KVCache,
    Qwen3,
    Qwen3Config,
    apply_rope,
    attend_step,
    left_pad,
    rope_angles,
)

import pytest
import torch
import torch.nn.functional as F
from hardened import CONFIG, hardened_model, random_ids, reference_model, relative_error
from torch import nn
from transformers import LlamaConfig, Qwen3ForCausalLM
from transformers import Qwen3Config as ReferenceConfig

TOLERANCE = 1e-4  # of a standard deviation of the logits, in float32

VARIANTS = {
    "tied": {},
    "untied": {"tie_word_embeddings": False},
    "mha": {"num_key_value_heads": 4},
    "gqa-6-to-2": {"num_attention_heads": 6, "num_key_value_heads": 2, "tie_word_embeddings": False},
    "mqa": {"num_attention_heads": 5, "num_key_value_heads": 1, "head_dim": 12},
    "llama": {"qk_norm": False, "rms_norm_eps": 1e-5, "rope_theta": 1e5},
    "llama-untied": {"qk_norm": False, "tie_word_embeddings": False, "num_key_value_heads": 1},
    "small-weights": {"std": 0.02},
}


@pytest.fixture(params=VARIANTS.values(), ids=VARIANTS.keys())
def model(request: pytest.FixtureRequest) -> Qwen3:
    return hardened_model(**request.param)


def token_by_token(model: Qwen3, input_ids: torch.Tensor) -> torch.Tensor:
    """Logits of every position, each computed in a pass of its own over a cache."""
    batch, seq = input_ids.shape
    cache = KVCache(model.config, batch, seq, dtype=model.dtype)
    steps = []
    for i in range(seq):
        positions = torch.full((batch, 1), i)
        steps.append(model(input_ids[:, i : i + 1], positions, cache, kv_length=i + 1))
    return torch.cat(steps, dim=1)


# --- parity -----------------------------------------------------------------------------------------------


@torch.no_grad()
def test_logits_equal_transformers(model: Qwen3) -> None:
    ids = random_ids(2, 220)
    expected = reference_model(model)(ids).logits
    assert relative_error(model(ids), expected) < TOLERANCE


@torch.no_grad()
def test_cached_decoding_token_by_token_equals_transformers(model: Qwen3) -> None:
    ids = random_ids(2, 205)
    expected = reference_model(model)(ids).logits
    assert relative_error(token_by_token(model, ids), expected) < TOLERANCE


@torch.no_grad()
@pytest.mark.parametrize("cached", [False, True])
def test_left_padded_batch_equals_transformers(model: Qwen3, cached: bool) -> None:
    lengths = (210, 37, 1, 204)
    ids, positions = left_pad([random_ids(1, n, seed=n)[0].tolist() for n in lengths], pad_token_id=0)
    mask = (positions >= 0).long()
    expected = reference_model(model)(ids, attention_mask=mask, position_ids=positions.clamp(min=0)).logits
    cache = KVCache(model.config, len(lengths), 256) if cached else None
    logits = model(ids, positions, cache)
    assert torch.isfinite(logits).all()
    assert relative_error(logits[positions >= 0], expected[positions >= 0]) < TOLERANCE


@torch.no_grad()
@pytest.mark.parametrize("variant", ["tied", "untied", "llama"])
def test_bfloat16_is_as_close_to_float32_as_transformers_is(variant: str) -> None:
    """bfloat16 keeps 8 bits (0.4 %); through 3 hardened layers 0.15 standard deviations are allowed."""
    model = hardened_model(**VARIANTS[variant])
    ids = random_ids(1, 24)
    exact = model(ids)
    model = model.bfloat16()
    ours, theirs = model(ids), reference_model(model)(ids).logits
    assert ours.dtype == torch.bfloat16
    assert relative_error(ours, theirs) < 0.15
    assert (ours - exact).square().mean() < 1.5 * (theirs - exact).square().mean()


def next_token_loss(logits: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    return F.cross_entropy(logits[:, :-1].flatten(0, 1), ids[:, 1:].flatten())


def test_gradients_of_every_parameter_equal_transformers(model: Qwen3) -> None:
    ids = random_ids(2, 200)
    reference = reference_model(model)
    loss, expected_loss = next_token_loss(model(ids), ids), next_token_loss(reference(ids).logits, ids)
    assert loss.item() == pytest.approx(expected_loss.item(), rel=1e-5)
    loss.backward()
    expected_loss.backward()
    expected = dict(reference.named_parameters())
    assert dict(model.named_parameters()).keys() == expected.keys()
    for name, parameter in model.named_parameters():
        difference = (parameter.grad - expected[name].grad).abs().max()
        assert difference < 1e-4 * expected[name].grad.abs().max(), name


def test_gradients_of_a_left_padded_batch_are_those_of_its_rows() -> None:
    """Training on a padded rectangle must not differ from training on each row by itself."""
    model = hardened_model()
    rows = [random_ids(1, n, seed=n)[0].tolist() for n in (40, 7, 23)]
    ids, positions = left_pad(rows, pad_token_id=3)
    targets = torch.where(positions[:, 1:] > 0, ids[:, 1:], -100)
    logits = model(ids, positions)[:, :-1]
    F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="sum").backward()
    padded = {name: parameter.grad.clone() for name, parameter in model.named_parameters()}
    model.zero_grad()
    for row in rows:
        alone = torch.tensor([row])
        (next_token_loss(model(alone), alone) * (len(row) - 1)).backward()
    for name, parameter in model.named_parameters():
        assert (padded[name] - parameter.grad).abs().max() < 1e-4 * parameter.grad.abs().max(), name


# --- one step of decoding, on every path ------------------------------------------------------------------

# Float32 on a CPU takes one line of attend_step; every GPU, and every other type, takes the other.
STEP_TOLERANCES = {torch.float32: TOLERANCE, torch.float64: TOLERANCE, torch.bfloat16: 0.15}


@pytest.mark.parametrize("dtype", STEP_TOLERANCES)
def test_attention_of_a_step_by_hand(dtype: torch.dtype) -> None:
    """Each row sees its own number of keys, each group of query heads its own keys, at the right scale."""
    generator = torch.Generator().manual_seed(0)
    batch, kv_heads, groups, length, head_dim = 3, 2, 4, 9, 16
    q = 2 * torch.randn(batch, kv_heads, groups, head_dim, generator=generator).to(dtype)
    k, v = (2 * torch.randn(batch, kv_heads, length, head_dim, generator=generator).to(dtype) for _ in range(2))
    seen = (9, 1, 4)
    mask = torch.zeros(batch, 1, 1, length, dtype=dtype)
    for row, count in enumerate(seen):
        mask[row, ..., count:] = -torch.inf
    ours = attend_step(q, k, v, mask)
    assert ours.dtype == dtype and ours.shape == q.shape
    for row, count in enumerate(seen):
        for head in range(kv_heads):
            keys, values = k[row, head, :count].double(), v[row, head, :count].double()
            for group in range(groups):
                weights = (keys @ q[row, head, group].double() / math.sqrt(head_dim)).softmax(0)
                expected = weights @ values
                error = (ours[row, head, group].double() - expected).abs().max()
                assert error < (0.05 if dtype == torch.bfloat16 else 1e-5)


@torch.no_grad()
@pytest.mark.parametrize("variant", ["tied", "mha", "gqa-6-to-2", "mqa", "llama"])
def test_cached_decoding_in_float64_equals_transformers(variant: str) -> None:
    model = hardened_model(**VARIANTS[variant]).double()
    ids = random_ids(2, 60)
    expected = reference_model(model)(ids).logits
    assert relative_error(token_by_token(model, ids), expected) < TOLERANCE


@torch.no_grad()
@pytest.mark.parametrize("dtype", STEP_TOLERANCES)
def test_decoding_ragged_rows_equals_transformers(dtype: torch.dtype) -> None:
    """A row sees its own tokens only: not those slots of the cache that longer rows use, nor the padding."""
    model = hardened_model(num_hidden_layers=2).to(dtype)
    reference = reference_model(model)
    prompts = [random_ids(1, n, seed=n)[0] for n in (40, 3, 1, 23)]
    more = random_ids(len(prompts), 5, seed=9)
    ids, positions = left_pad([p.tolist() for p in prompts], pad_token_id=7)
    cache = KVCache(model.config, len(prompts), 50, dtype=dtype)
    for tensor in (*cache.keys, *cache.values):
        tensor.fill_(3.0)  # what a slot held before must not show
    model(ids, positions, cache, kv_length=0)
    lengths = torch.tensor([[len(p)] for p in prompts])
    steps = torch.cat([model(more[:, i : i + 1], lengths + i, cache, 40 + i + 1) for i in range(5)], dim=1)
    for row, prompt in enumerate(prompts):
        alone = reference(torch.cat([prompt, more[row]])[None]).logits[0, len(prompt) :]
        assert relative_error(steps[row], alone) < STEP_TOLERANCES[dtype]


# --- far positions ----------------------------------------------------------------------------------------


@torch.no_grad()
@pytest.mark.parametrize("variant", ["tied", "llama"])
def test_positions_around_20_000_equal_transformers(variant: str) -> None:
    model = hardened_model(**VARIANTS[variant], max_position_embeddings=40_960)
    ids, positions = (
        random_ids(2, 40),
        torch.stack([torch.arange(19_990, 20_030), torch.arange(20_011, 20_051)]),
    )
    reference = reference_model(model)
    expected = reference(ids, position_ids=positions).logits
    assert relative_error(model(ids, positions), expected) < TOLERANCE
    # Attention depends on differences only, so that a common error would not show in the logits.
    cos, sin = rope_angles(positions, model.config.head_dim, model.config.rope_theta)
    their_cos, their_sin = reference.model.rotary_emb(cos, positions)
    half = model.config.head_dim // 2
    torch.testing.assert_close(cos[:, 0], their_cos, atol=1e-6, rtol=0)
    torch.testing.assert_close(sin[:, 0, :, half:], their_sin[..., half:], atol=1e-6, rtol=0)
    torch.testing.assert_close(sin[:, 0, :, :half], -their_sin[..., :half], atol=1e-6, rtol=0)


@torch.no_grad()
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_angles_are_float32_whatever_the_weights_are(dtype: torch.dtype) -> None:
    """bfloat16 has no 20,001: it knows 19,968 and 20,096. Only the finished cosines are rounded."""
    model = hardened_model(max_position_embeddings=40_960).to(dtype)
    ids, positions = random_ids(1, 24), torch.arange(20_001, 20_025)[None]
    seen = []
    model.model.layers[1].register_forward_pre_hook(lambda block, arguments: seen.append(arguments[1]))
    far = model(ids, positions)
    cos, sin = rope_angles(positions, model.config.head_dim, model.config.rope_theta)
    assert cos.dtype == torch.float32
    assert torch.equal(seen[0].cos, cos.to(dtype)) and torch.equal(seen[0].sin, sin.to(dtype))
    their_cos, _ = reference_model(model).model.rotary_emb(torch.zeros(1, dtype=dtype), positions)
    assert torch.equal(seen[0].cos[:, 0], their_cos)
    assert relative_error(far, model(ids)) < (0.2 if dtype == torch.bfloat16 else 0.02)


# --- planted bugs -----------------------------------------------------------------------------------------


def interleaved_rope(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    half = x.shape[-1] // 2
    cos, sin = cos[..., :half], sin[..., :half]
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack([even * cos - odd * sin, even * sin + odd * cos], dim=-1).flatten(-2)


def swap(first: str, second: str) -> Callable[[Qwen3, pytest.MonkeyPatch], None]:
    def plant(model: Qwen3, patch: pytest.MonkeyPatch) -> None:
        for layer in model.model.layers:
            a, b = layer.get_submodule(first), layer.get_submodule(second)
            a.weight, b.weight = b.weight, a.weight

    return plant


def attention_with(change: Callable[[dict], dict]) -> Callable[[Qwen3, pytest.MonkeyPatch], None]:
    """Plant a change in the arguments of the attention kernel (transformers' eager attention has its own)."""

    def plant(model: Qwen3, patch: pytest.MonkeyPatch) -> None:
        right = F.scaled_dot_product_attention

        def wrong(q, k, v, **options):
            return right(**change({"query": q, "key": k, "value": v, **options}))

        patch.setattr(F, "scaled_dot_product_attention", wrong)

    return plant


def kv_heads_tiled(call: dict) -> dict:
    groups = call["query"].shape[1] // call["key"].shape[1]
    tiled = {name: call[name].repeat(1, groups, 1, 1) for name in ("key", "value")}
    return call | tiled | {"enable_gqa": False}


def with_config(**changes: object) -> Callable[[Qwen3, pytest.MonkeyPatch], None]:
    def plant(model: Qwen3, patch: pytest.MonkeyPatch) -> None:
        wrong = Qwen3(replace(model.config, **changes))
        wrong.load_state_dict(model.state_dict())
        model.model = wrong.model

    return plant


def no_qk_norm(model: Qwen3, patch: pytest.MonkeyPatch) -> None:
    for layer in model.model.layers:
        layer.self_attn.q_norm = layer.self_attn.k_norm = nn.Identity()


def norm_of_one_plus_weight(model: Qwen3, patch: pytest.MonkeyPatch) -> None:
    right = qwen3.RMSNorm.forward
    patch.setattr(qwen3.RMSNorm, "forward", lambda self, x: right(self, x) + right(self, x) / self.weight)


BUGS: dict[str, Callable[[Qwen3, pytest.MonkeyPatch], None]] = {
    "theta 1e4 for 1e6": with_config(rope_theta=1e4),
    "interleaved rope": lambda model, patch: patch.setattr(qwen3, "apply_rope", interleaved_rope),
    "no rope": lambda model, patch: patch.setattr(qwen3, "apply_rope", lambda x, cos, sin: x),
    "kv heads tiled, not repeated": attention_with(kv_heads_tiled),
    "eps 1e-5 for 1e-6": with_config(rms_norm_eps=1e-5),
    "no qk-norm": no_qk_norm,
    "norm1 and norm2 swapped": swap("input_layernorm", "post_attention_layernorm"),
    "q_norm and k_norm swapped": swap("self_attn.q_norm", "self_attn.k_norm"),
    "gate and up swapped": swap("mlp.gate_proj", "mlp.up_proj"),
    # beyond the well-known ones
    "no causal mask": attention_with(lambda call: call | {"is_causal": False}),
    "scale from hidden/heads": attention_with(lambda call: call | {"scale": 1 / math.sqrt(10)}),
    "norms scale by 1 + weight": norm_of_one_plus_weight,
}


@torch.no_grad()
@pytest.mark.parametrize("std", [0.15, 0.02])
@pytest.mark.parametrize("bug", BUGS)
def test_planted_bug_is_caught(bug: str, std: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison of the parity tests must fail by a wide margin on each of these."""
    model = hardened_model(std=std)
    ids = random_ids(2, 220)
    expected = reference_model(model)(ids).logits
    assert relative_error(model(ids), expected) < TOLERANCE
    BUGS[bug](model, monkeypatch)
    assert relative_error(model(ids), expected) > 5 * TOLERANCE


@torch.no_grad()
def test_default_initialization_would_miss_swapped_norms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Why the models here are hardened: on a fresh model this bug has no effect at all."""
    torch.manual_seed(0)
    model = Qwen3(CONFIG)
    ids = random_ids(2, 220)
    before = model(ids)
    BUGS["norm1 and norm2 swapped"](model, monkeypatch)
    assert torch.equal(model(ids), before)


# --- cache and batches ------------------------------------------------------------------------------------


@torch.no_grad()
def test_several_tokens_at_once_after_a_cached_prefix(model: Qwen3) -> None:
    ids = random_ids(2, 60)
    cache = KVCache(model.config, 2, 80)
    positions = torch.arange(60).expand(2, 60)
    parts = [
        model(ids[:, a:b], positions[:, a:b], cache, kv_length=b) for a, b in ((0, 41), (41, 42), (42, 60))
    ]
    assert relative_error(torch.cat(parts, dim=1), model(ids)) < TOLERANCE


@torch.no_grad()
def test_kv_length_none_attends_over_the_whole_cache() -> None:
    """Unused slots, and what padding wrote, must not show."""
    model = hardened_model()
    ids = random_ids(1, 9)
    cache = KVCache(model.config, 1, 50)
    positions = torch.arange(9)[None]
    model(ids[:, :8], positions[:, :8], cache)
    assert relative_error(model(ids[:, 8:], positions[:, 8:], cache), model(ids)[:, 8:]) < TOLERANCE


@torch.no_grad()
def test_without_cache_positions_may_start_anywhere() -> None:
    """Rotary attention depends on differences of positions only."""
    model = hardened_model()
    ids = random_ids(1, 30)
    shifted = torch.arange(100, 130)[None]
    assert relative_error(model(ids, shifted), model(ids)) < TOLERANCE


@torch.no_grad()
def test_ragged_batch_equals_its_rows_alone_in_prefill_and_decoding(model: Qwen3) -> None:
    prompts = [random_ids(1, n, seed=n)[0] for n in (33, 5, 1, 60)]
    more = random_ids(len(prompts), 6, seed=9)
    ids, positions = left_pad([p.tolist() for p in prompts], pad_token_id=7)
    cache = KVCache(model.config, len(prompts), 80)
    batch = [model(ids, positions, cache)[:, -1:]]
    lengths = torch.tensor([[len(p)] for p in prompts])
    for step in range(more.shape[1]):
        batch.append(model(more[:, step : step + 1], lengths + step, cache))
    batch = torch.cat(batch, dim=1)
    for row, prompt in enumerate(prompts):
        alone = model(torch.cat([prompt, more[row]])[None])[0, len(prompt) - 1 :]
        assert relative_error(batch[row], alone) < TOLERANCE


@torch.no_grad()
@pytest.mark.parametrize("variant", ["tied", "mha", "llama"])
def test_a_padded_row_may_sit_out_a_pass(variant: str) -> None:
    """Position -1 in a cached pass writes nothing that is ever seen, whatever the token."""
    model = hardened_model(**VARIANTS[variant])
    ids = random_ids(2, 12)
    positions = torch.arange(12).expand(2, 12)
    cache = KVCache(model.config, 2, 12)
    model(ids[:, :11], positions[:, :11], cache)
    model((ids[:, :1] + 1) % CONFIG.vocab_size, torch.tensor([[-1], [-1]]), cache)
    assert relative_error(model(ids[:, 11:], positions[:, 11:], cache), model(ids)[:, 11:]) < TOLERANCE


@torch.no_grad()
def test_rows_are_forked_moved_and_dropped() -> None:
    model = hardened_model()
    ids = random_ids(2, 20)
    prompts = KVCache(model.config, 2, 20)
    model(ids, None, prompts, kv_length=0)
    cache = KVCache(model.config, 5, 30)
    cache.copy_rows(prompts, torch.tensor([1, 1, 0, 1]), torch.arange(4), 20)  # fork
    part = cache.first(4)
    assert (part.batch_size, cache.batch_size) == (4, 5)
    branches = random_ids(4, 1, seed=5)
    logits = model(branches, torch.full((4, 1), 20), part)
    for row, source in enumerate((1, 1, 0, 1)):
        whole = torch.cat([ids[source], branches[row]])[None]
        assert relative_error(logits[row], model(whole)[0, -1:]) < TOLERANCE
    assert not any(tensor[4].any() for tensor in cache.keys + cache.values)  # rows outside stay as they are
    cache.copy_rows(cache, torch.tensor([3, 2]), torch.tensor([0, 1]), 21)  # move within
    logits = model(branches[:2], torch.full((2, 1), 21), cache.first(2))
    for row, (source, branch) in enumerate(((1, 3), (0, 2))):
        whole = torch.cat([ids[source], branches[branch], branches[row]])[None]
        assert relative_error(logits[row], model(whole)[0, -1:]) < TOLERANCE


@torch.no_grad()
def test_writing_without_reading_the_cache_is_a_prefill() -> None:
    """``kv_length=0``, padded and not, leaves in the cache what a pass that reads it leaves there."""
    model = hardened_model()
    ids = random_ids(3, 12)
    positions = torch.arange(12).expand(3, 12) - torch.tensor([0, 4, 7])[:, None]
    positions = positions.clamp(min=-1)
    for where in (None, positions):
        written, read = KVCache(model.config, 3, 12), KVCache(model.config, 3, 12)
        logits = model(ids, where, written, kv_length=0)
        expected = model(ids, torch.arange(12).expand(3, 12) if where is None else where, read)
        real = torch.ones(3, 12, dtype=torch.bool) if where is None else where >= 0
        assert relative_error(logits[real], expected[real]) < TOLERANCE
        assert relative_error(written.keys[-1][:, :, :12], read.keys[-1][:, :, :12]) < TOLERANCE


def test_bytes_per_token_is_what_a_cache_takes() -> None:
    small, large = (KVCache(CONFIG, 3, capacity, dtype=torch.bfloat16) for capacity in (9, 10))
    sizes = [sum(t.numel() * t.element_size() for t in c.keys + c.values) for c in (small, large)]
    assert sizes[1] - sizes[0] == 3 * KVCache.bytes_per_token(CONFIG, torch.bfloat16)


@torch.no_grad()
def test_logits_to_keep_is_the_tail_of_all_logits() -> None:
    model = hardened_model(tie_word_embeddings=False)
    ids = random_ids(2, 15)
    every = model(ids)
    assert every.shape == (2, 15, CONFIG.vocab_size)
    for keep in (1, 4, 15):
        assert torch.allclose(model(ids, logits_to_keep=keep), every[:, -keep:], atol=1e-5)


def test_left_pad() -> None:
    ids, positions = left_pad([[5, 6, 7], [8]], pad_token_id=1)
    assert ids.tolist() == [[5, 6, 7], [1, 1, 8]]
    assert positions.tolist() == [[0, 1, 2], [-1, -1, 0]]
    for bad in ([], [[1], []]):
        with pytest.raises(ValueError, match="empty"):
            left_pad(bad, pad_token_id=0)


def test_rope_by_hand() -> None:
    """Position 3, head size 4, theta 100: pair 0 turns by 3 rad, pair 1 by 3 / 10 rad."""
    cos, sin = rope_angles(torch.tensor([[3]]), 4, 100.0)
    x = torch.tensor([1.0, 2.0, 3.0, 4.0]).view(1, 1, 1, 4)
    a, b = 3.0, 0.3
    expected = [
        1 * math.cos(a) - 3 * math.sin(a),
        2 * math.cos(b) - 4 * math.sin(b),
        3 * math.cos(a) + 1 * math.sin(a),
        4 * math.cos(b) + 2 * math.sin(b),
    ]
    assert apply_rope(x, cos, sin).flatten().tolist() == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("variant", ["tied", "untied", "llama"])
def test_a_model_holds_its_parameters_and_nothing_else(variant: str) -> None:
    """A buffer in the state would be missing from official files, and stay without memory when they load."""
    model = hardened_model(**VARIANTS[variant])
    assert list(model.buffers()) == []
    assert model.state_dict().keys() == reference_model(model).state_dict().keys()


def test_new_model_has_the_documented_initialization() -> None:
    torch.manual_seed(0)
    model = Qwen3(CONFIG)
    assert model.model.embed_tokens.weight is model.lm_head.weight
    assert model.model.layers[0].mlp.up_proj.weight.std().item() == pytest.approx(0.02, rel=0.1)
    assert (model.model.norm.weight == 1).all()
    assert model.dtype == torch.float32 and model.device.type == "cpu"


# --- configuration and presets ----------------------------------------------------------------------------

PUBLISHED_PARAMETERS = {
    "Qwen/Qwen3-0.6B": 596_049_920,
    "Qwen/Qwen3-1.7B": 1_720_574_976,
    "Qwen/Qwen3-4B": 4_022_468_096,
    "Qwen/Qwen3-8B": 8_190_735_360,
    "Qwen/Qwen3-14B": 14_768_307_200,
    "Qwen/Qwen3-32B": 32_762_123_264,
}


@pytest.mark.parametrize("name", PUBLISHED_PARAMETERS)
def test_preset_has_the_names_shapes_and_size_of_the_official_model(name: str) -> None:
    with torch.device("meta"):
        ours = Qwen3(PRESETS[name])
        theirs = Qwen3ForCausalLM(ReferenceConfig(**PRESETS[name].to_dict()))
    assert sum(p.numel() for p in ours.parameters()) == PUBLISHED_PARAMETERS[name]
    shapes = {name: tuple(p.shape) for name, p in ours.named_parameters()}
    assert shapes == {name: tuple(p.shape) for name, p in theirs.named_parameters()}


def test_presets_are_the_published_list() -> None:
    assert PRESETS.keys() == PUBLISHED_PARAMETERS.keys()


# The config.json of Qwen3-0.6B as the hub has it, byte for byte (a test compares the hash).
OFFICIAL_CONFIG = {
    "architectures": ["Qwen3ForCausalLM"],
    "attention_bias": False,
    "attention_dropout": 0.0,
    "bos_token_id": 151643,
    "eos_token_id": 151645,
    "head_dim": 128,
    "hidden_act": "silu",
    "hidden_size": 1024,
    "initializer_range": 0.02,
    "intermediate_size": 3072,
    "max_position_embeddings": 40960,
    "max_window_layers": 28,
    "model_type": "qwen3",
    "num_attention_heads": 16,
    "num_hidden_layers": 28,
    "num_key_value_heads": 8,
    "rms_norm_eps": 1e-06,
    "rope_scaling": None,
    "rope_theta": 1000000,
    "sliding_window": None,
    "tie_word_embeddings": True,
    "torch_dtype": "bfloat16",
    "transformers_version": "4.51.0",
    "use_cache": True,
    "use_sliding_window": False,
    "vocab_size": 151936,
}
OFFICIAL_CONFIG_SHA256 = "660db3b73d788119c04535e48cf9be5f55bc3100841a718637ae695b442f27dd"
MOVED = ("rope_theta", "rope_scaling", "torch_dtype")
NEW_FORM = {key: value for key, value in OFFICIAL_CONFIG.items() if key not in MOVED} | {
    "dtype": "bfloat16",
    "layer_types": ["full_attention"] * 28,
    "rope_parameters": {"rope_theta": 1000000, "rope_type": "default"},
}


def test_official_config_is_the_published_file() -> None:
    assert hashlib.sha256(json.dumps(OFFICIAL_CONFIG, indent=2).encode()).hexdigest() == OFFICIAL_CONFIG_SHA256


@pytest.mark.parametrize("config", [OFFICIAL_CONFIG, NEW_FORM], ids=["old form", "new form"])
def test_from_dict_reads_both_forms_of_the_official_config(config: dict) -> None:
    assert Qwen3Config.from_dict(config) == PRESETS["Qwen/Qwen3-0.6B"]


@pytest.mark.parametrize("config", [*PRESETS.values(), CONFIG, replace(CONFIG, qk_norm=False)])
def test_config_survives_json_and_transformers(config: Qwen3Config) -> None:
    assert Qwen3Config.from_dict(json.loads(json.dumps(config.to_dict()))) == config
    if config.qk_norm:
        assert Qwen3Config.from_dict(ReferenceConfig(**config.to_dict()).to_dict()) == config


BARE = {
    "vocab_size": 100,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
}
REFERENCES = {"qwen3": ReferenceConfig, "llama": LlamaConfig}


def read_by_both(config: dict) -> tuple[Qwen3Config, dict]:
    """What is made of a config.json here, and what transformers makes of it."""
    theirs = REFERENCES[config["model_type"]](**copy.deepcopy(config)).to_dict()
    return Qwen3Config.from_dict(copy.deepcopy(config)), theirs


@pytest.mark.parametrize("model_type", REFERENCES)
@pytest.mark.parametrize(
    "named",
    [
        {"num_attention_heads": 32},
        {"num_key_value_heads": None},
        {"num_key_value_heads": 2},
        {"num_key_value_heads": 2, "head_dim": 24},
        {"num_key_value_heads": 1, "hidden_size": 128, "tie_word_embeddings": True},
        {"num_key_value_heads": 1, "rms_norm_eps": 1e-5, "max_position_embeddings": 99},
    ],
    ids=str,
)
def test_what_a_config_leaves_out_means_what_it_means_to_transformers(model_type: str, named: dict) -> None:
    ours, theirs = read_by_both(BARE | {"model_type": model_type} | named)
    keys = ["head_dim", "num_key_value_heads", "max_position_embeddings", "tie_word_embeddings", "rms_norm_eps"]
    assert {key: getattr(ours, key) for key in keys} == {key: theirs[key] for key in keys}
    assert ours.rope_theta == theirs["rope_parameters"]["rope_theta"]


def test_head_dim_as_null_is_left_out_too() -> None:
    """transformers refuses that of Qwen3; older versions, and other programs, took it for the default."""
    config = BARE | {"num_key_value_heads": 4, "head_dim": None}
    assert Qwen3Config.from_dict(config | {"model_type": "qwen3"}).head_dim == 128
    assert Qwen3Config.from_dict(config | {"model_type": "llama"}).head_dim == 16


DEFAULT, YARN = {"rope_type": "default"}, {"rope_type": "yarn", "factor": 4.0}
LINEAR = {"type": "linear", "factor": 2.0}  # the oldest form
PLACES = [None, {}, DEFAULT, DEFAULT | {"rope_theta": 10_000.0}, {"rope_theta": 700.0}, YARN, LINEAR]


@pytest.mark.parametrize("model_type", REFERENCES)
@pytest.mark.parametrize("theta", [{}, {"rope_theta": 1_000_000.0}], ids=["no theta", "theta"])
@pytest.mark.parametrize("absent", [True, False])
def test_what_a_config_says_twice_means_what_it_means_to_transformers(
    model_type: str, theta: dict, absent: bool
) -> None:
    for scaling, parameters in itertools.product(PLACES, PLACES):
        rope = {"rope_scaling": scaling, "rope_parameters": parameters}
        if absent:  # rather than null
            rope = {key: value for key, value in rope.items() if value is not None}
        config = BARE | {"model_type": model_type, "num_key_value_heads": 2} | theta | rope
        theirs = REFERENCES[model_type](**copy.deepcopy(config)).rope_parameters
        if theirs["rope_type"] != "default":
            with pytest.raises(ValueError, match=f"rotary scaling '{theirs['rope_type']}' is not supported"):
                Qwen3Config.from_dict(config)
        else:
            assert Qwen3Config.from_dict(config).rope_theta == theirs["rope_theta"], rope


def test_from_dict_fills_what_llama_files_leave_out() -> None:
    config = Qwen3Config.from_dict(
        {
            "model_type": "llama",
            "vocab_size": 100,
            "hidden_size": 64,
            "intermediate_size": 96,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
        }
    )
    assert (config.head_dim, config.num_key_value_heads) == (16, 4)
    assert (config.rope_theta, config.tie_word_embeddings, config.qk_norm) == (10_000.0, False, False)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model_type": "gemma"}, "gemma"),
        ({"attention_bias": True}, "bias"),
        ({"mlp_bias": True}, "bias"),
        ({"hidden_act": "gelu"}, "gelu"),
        ({"rope_scaling": {"type": "yarn", "factor": 4.0}}, "yarn"),
        ({"rope_parameters": {"rope_type": "llama3", "rope_theta": 1e6}}, "llama3"),
        ({"rope_parameters": DEFAULT, "rope_scaling": YARN}, "yarn"),
        ({"rope_parameters": {"full_attention": DEFAULT | {"rope_theta": 1e4}}}, "differ from layer to layer"),
        ({"rope_scaling": "yarn"}, "differ from layer to layer"),
        ({"use_sliding_window": True, "sliding_window": 128}, "sliding"),
        ({"layer_types": ["sliding_attention"] * 28}, "sliding"),
        ({"vocab_size": None}, "vocab_size"),
        ({"num_key_value_heads": 3}, "multiple"),
        ({"head_dim": 15}, "even"),
    ],
)
def test_from_dict_refuses_what_the_model_is_not(change: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Qwen3Config.from_dict(OFFICIAL_CONFIG | change)


# --- official weights -------------------------------------------------------------------------------------


@pytest.mark.official
@torch.inference_mode()
def test_gold_logits_of_the_official_base_model() -> None:
    """Values published in transformers' own test suite and in the book's notebook.

    They come from bfloat16 runs, so single logits may differ by two of their steps (1/16 at this size).
    """
    model, tokenizer = checkpoints.load("Qwen/Qwen3-0.6B-Base", dtype=torch.float32)
    logits = model(torch.tensor([[1, 306, 4658, 278, 6593, 310, 2834, 338]]))[0]
    mean = torch.tensor([-1.4577, 1.3261, 3.8498, 3.4229, 2.9009, 1.8813, 2.1530, 2.1431])
    torch.testing.assert_close(logits.mean(-1), mean, rtol=1e-2, atol=3e-2)
    start = torch.tensor([5.9062, 6.0938, 5.5625, 3.8594, 2.6094, 1.9531, 4.3125, 4.9375])
    torch.testing.assert_close(logits[0, :8], start, rtol=0, atol=0.125)

    ids = tokenizer.encode("Explain large language models.")
    assert ids == [840, 20772, 3460, 4128, 4119, 13]
    last = model(torch.tensor([ids]))[0, -1]
    expected = torch.tensor([7.3750, 2.0312, 8.0, -2.5469])
    torch.testing.assert_close(last[[0, 1, 2, -1]], expected, rtol=0, atol=0.125)
    assert last.argmax().item() == 20286
