"""Qwen3, written out from scratch: the one model that every chapter uses.

A decoder-only transformer (Qwen3 technical report, Yang et al. 2025, arXiv:2505.09388). Reading from
top to bottom: configuration, RMSNorm, rotary positions, key/value cache, attention, feed-forward, block,
model. The configuration keys and the parameter names are those of the official checkpoints, so a file
from the model hub loads without renaming. With ``qk_norm=False`` the same blocks are Llama's, and
SmolLM2 runs here too.

One idea carries the cache and the batches: **a token's position is its slot in the cache.** ``positions``
is a tensor of the same shape as ``input_ids``; it gives the rotary angle, the cache slot to write, and,
because a query may look at every slot up to its own position, the attention mask. Padding has position
-1: nobody ever looks at it. So a left-padded batch, a batch whose rows have different lengths, and one row
decoding alone are the same code with other numbers.
"""

from __future__ import annotations

from copy import copy
from dataclasses import asdict, dataclass, fields

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint


@dataclass(frozen=True)
class Qwen3Config:
    """Architecture of one checkpoint; the names are the keys of its ``config.json``.

    ``head_dim`` is independent of ``hidden_size / num_attention_heads`` (in Qwen3-0.6B 16 heads of 128
    stand beside a hidden size of 1,024). ``qk_norm`` has no official key: it follows from ``model_type``.
    """

    vocab_size: int
    hidden_size: int
    intermediate_size: int
    num_hidden_layers: int
    num_attention_heads: int
    num_key_value_heads: int
    head_dim: int
    max_position_embeddings: int = 40_960
    rms_norm_eps: float = 1e-6
    rope_theta: float = 1_000_000.0
    tie_word_embeddings: bool = True
    qk_norm: bool = True

    def __post_init__(self) -> None:
        if self.num_attention_heads % self.num_key_value_heads:
            raise ValueError(
                f"num_attention_heads ({self.num_attention_heads}) must be a multiple of "
                f"num_key_value_heads ({self.num_key_value_heads})"
            )
        if self.head_dim % 2:
            raise ValueError(f"head_dim ({self.head_dim}) must be even: rotary positions turn pairs")

    @classmethod
    def from_dict(cls, config: dict) -> Qwen3Config:
        """Build from the contents of an official ``config.json``, in its old or its new form.

        What the file leaves out, or says twice, means what it means to transformers 5.

        Raises:
            ValueError: a key is missing, or the file describes something this model is not (another
                architecture, biases, scaled rotary positions, another activation, sliding windows).
        """
        model_type = config.get("model_type", "qwen3")
        if model_type not in ("qwen3", "llama"):
            raise ValueError(f"model_type is {model_type!r}; this model reads 'qwen3' and 'llama' checkpoints")
        if config.get("attention_bias") or config.get("mlp_bias"):
            raise ValueError("this checkpoint has biases in its linear layers; Qwen3 has none")
        if config.get("hidden_act", "silu") != "silu":
            raise ValueError(f"hidden_act is {config['hidden_act']!r}; only 'silu' is supported")
        if config.get("use_sliding_window") or "sliding_attention" in (config.get("layer_types") or ()):
            raise ValueError("this checkpoint uses sliding-window attention; only full attention is supported")
        values = dict(_LEFT_OUT[model_type])
        values |= {f.name: config[f.name] for f in fields(cls) if config.get(f.name) is not None}
        values |= {"rope_theta": _rope_theta(config), "qk_norm": model_type == "qwen3"}
        heads, hidden = config.get("num_attention_heads"), config.get("hidden_size")
        # Llama's heads have keys of their own and share the hidden size, unless the file says something else.
        if "num_key_value_heads" not in values or config.get("num_key_value_heads", 0) is None:
            values["num_key_value_heads"] = heads
        if "head_dim" not in values and hidden and heads:
            values["head_dim"] = hidden // heads
        required = [f.name for f in fields(cls) if f.name not in values and f.name in _REQUIRED_KEYS]
        if required:
            raise ValueError(f"config.json lacks {', '.join(required)}")
        return cls(**values)

    def to_dict(self) -> dict:
        """The contents of a ``config.json`` that transformers loads unchanged."""
        config = asdict(self)
        qk_norm = config.pop("qk_norm")
        return {
            "architectures": ["Qwen3ForCausalLM" if qk_norm else "LlamaForCausalLM"],
            "model_type": "qwen3" if qk_norm else "llama",
            "attention_bias": False,
            "hidden_act": "silu",
            **config,
        }


# What transformers 5 takes where a file leaves a key out; Qwen3Config's own defaults are the official models'.
_LEFT_OUT: dict[str, dict[str, int | bool]] = {
    "qwen3": {
        "head_dim": 128,
        "num_key_value_heads": 32,
        "max_position_embeddings": 32_768,
        "tie_word_embeddings": False,
    },
    "llama": {"max_position_embeddings": 2048, "tie_word_embeddings": False},
}
_REQUIRED_KEYS = [
    "vocab_size",
    "hidden_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads",
    "num_key_value_heads",
    "head_dim",
]


def _rope_theta(config: dict) -> float:
    """The base of the rotary angles in a ``config.json``.

    transformers 5 moved it into ``rope_parameters``, to what was ``rope_scaling``. A file may have all three,
    and they may differ; the precedence here is that of its ``convert_rope_params_to_dict``.

    Raises:
        ValueError: the angles are scaled, or differ from layer to layer.
    """
    rope = config.get("rope_scaling") or config.get("rope_parameters") or {}
    if not isinstance(rope, dict) or any(isinstance(value, dict) for value in rope.values()):
        raise ValueError("rotary positions that differ from layer to layer are not supported")
    if (rope_type := rope.get("rope_type", rope.get("type", "default"))) != "default":
        raise ValueError(f"rotary scaling {rope_type!r} is not supported; only 'default' is")
    named = (place["rope_theta"] for place in (rope, config) if place.get("rope_theta") is not None)
    return next(named, 10_000.0)


def _official(layers: int, hidden: int, heads: int, intermediate: int, tied: bool) -> Qwen3Config:
    return Qwen3Config(
        vocab_size=151_936,
        hidden_size=hidden,
        intermediate_size=intermediate,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        num_key_value_heads=8,
        head_dim=128,
        tie_word_embeddings=tied,
    )


PRESETS: dict[str, Qwen3Config] = {
    "Qwen/Qwen3-0.6B": _official(layers=28, hidden=1024, heads=16, intermediate=3072, tied=True),
    "Qwen/Qwen3-1.7B": _official(layers=28, hidden=2048, heads=16, intermediate=6144, tied=True),
    "Qwen/Qwen3-4B": _official(layers=36, hidden=2560, heads=32, intermediate=9728, tied=True),
    "Qwen/Qwen3-8B": _official(layers=36, hidden=4096, heads=32, intermediate=12_288, tied=False),
    "Qwen/Qwen3-14B": _official(layers=40, hidden=5120, heads=40, intermediate=17_408, tied=False),
    "Qwen/Qwen3-32B": _official(layers=64, hidden=5120, heads=64, intermediate=25_600, tied=False),
}


class RMSNorm(nn.Module):
    """Divide by the root mean square over the last axis, then scale (Zhang and Sennrich 2019, eq. 4).

    ``x / sqrt(mean(x²) + eps) * weight``, in one call: written out it is six operations, and a decoding step
    of a small model is mostly the overhead of its operations.
    """

    def __init__(self, size: int, eps: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        """``(..., size)`` to the same shape and type."""
        return F.rms_norm(x, self.weight.shape, self.weight.to(x.dtype), self.eps)


def rope_angles(positions: Tensor, head_dim: int, theta: float) -> tuple[Tensor, Tensor]:
    """Cosine and sine of the rotary angles (Su et al. 2021, RoFormer, section 3.2.2).

    Pair ``i`` of a head turns by ``position * theta ** (-2 i / head_dim)`` radians.

    Args:
        positions: ``(batch, seq)`` integers.

    Returns:
        Two float32 tensors ``(batch, 1, seq, head_dim)``; the middle axis broadcasts over heads. The first
        half of the sines is negated, which is what :func:`apply_rope` needs.
    """
    exponents = torch.arange(0, head_dim, 2, device=positions.device, dtype=torch.float32) / head_dim
    angles = positions[:, None, :, None].float() * (1.0 / theta**exponents)  # (batch, 1, seq, head_dim / 2)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([cos, cos], dim=-1), torch.cat([-sin, sin], dim=-1)


def apply_rope(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotate queries or keys ``(batch, heads, seq, head_dim)`` by their positions' angles.

    Qwen3 pairs dimension ``i`` with ``i + head_dim / 2`` (the two halves), not with ``i + 1``: a pair
    ``(x, y)`` becomes ``(x cos - y sin, y cos + x sin)``. Rolling by half a head puts each one's partner in its
    place.
    """
    return x * cos + x.roll(x.shape[-1] // 2, dims=-1) * sin


class KVCache:
    """Keys and values of the tokens read so far, allocated once.

    Each layer holds two tensors ``(batch, num_key_value_heads, capacity + 1, head_dim)``. Slot ``p`` belongs
    to position ``p``; the one slot past the capacity takes what padding writes and is never read.

    Args:
        batch_size: rows.
        capacity: positions a row can hold, in tokens.
    """

    def __init__(
        self,
        config: Qwen3Config,
        batch_size: int,
        capacity: int,
        device: torch.device | str = "cpu",
        dtype: torch.dtype = torch.float32,
    ) -> None:
        shape = (batch_size, config.num_key_value_heads, capacity + 1, config.head_dim)
        self.rows = torch.arange(batch_size, device=device)[:, None]
        self.fixed = False  # True: something is bound to this very memory, and it may not be replaced
        # Zeros, not uninitialized memory: a masked slot has weight 0, and 0 * NaN would still be NaN.
        self.keys = [torch.zeros(shape, device=device, dtype=dtype) for _ in range(config.num_hidden_layers)]
        self.values = [torch.zeros(shape, device=device, dtype=dtype) for _ in range(config.num_hidden_layers)]

    @staticmethod
    def bytes_per_token(config: Qwen3Config, dtype: torch.dtype) -> int:
        """Memory that keys and values of one token take, all layers together."""
        return 2 * config.num_hidden_layers * config.num_key_value_heads * config.head_dim * dtype.itemsize

    @property
    def batch_size(self) -> int:
        """Rows held."""
        return self.rows.shape[0]

    @property
    def capacity(self) -> int:
        """Positions that a row can hold. Read off the tensors, whose sizes a compiler can leave open."""
        return self.keys[0].shape[2] - 1

    def write(self, layer: int, slots: Tensor, k: Tensor, v: Tensor) -> None:
        """Store ``k``, ``v`` ``(batch, kv_heads, seq, head_dim)`` in ``slots`` ``(batch, seq)`` of a layer."""
        self.keys[layer][self.rows, :, slots] = k.transpose(1, 2)
        self.values[layer][self.rows, :, slots] = v.transpose(1, 2)

    def read(self, layer: int, length: int) -> tuple[Tensor, Tensor]:
        """The first ``length`` slots of a layer, two views ``(batch, kv_heads, length, head_dim)``."""
        return self.keys[layer][:, :, :length], self.values[layer][:, :, :length]

    def first(self, count: int) -> KVCache:
        """The first ``count`` rows as a cache of their own, in the same memory."""
        part = copy(self)
        part.keys, part.values = [k[:count] for k in self.keys], [v[:count] for v in self.values]
        part.rows = self.rows[:count]
        return part

    def copy_rows(self, source: KVCache, source_rows: Tensor, rows: Tensor, length: int) -> None:
        """Copy the first ``length`` slots of rows of a cache (this one too) into rows of this one.

        Args:
            source_rows, rows: ``(n,)`` indices; a source row may occur several times (to fork a prompt).
        """
        for mine, theirs in zip(self.keys + self.values, source.keys + source.values, strict=True):
            mine[rows, :, :length] = theirs[source_rows, :, :length]

    def grow(self, capacity: int) -> None:
        """Make room for more positions, keeping what is held.

        The old slot for padding becomes an ordinary one. It is written before a query may look at it, like
        every other slot.

        Raises:
            RuntimeError: the cache is fixed. A recorded CUDA graph would go on with the old memory.
        """
        if self.fixed:
            raise RuntimeError(
                f"internal error: a cache bound to CUDA graphs cannot grow from {self.capacity} to {capacity} "
                "slots; it must be as long from the start as it can become"
            )
        more = (0, 0, 0, capacity - self.capacity)
        for tensors in (self.keys, self.values):
            for layer, tensor in enumerate(tensors):  # one at a time: never two whole caches in memory
                tensors[layer] = F.pad(tensor, more)


def attend_step(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    """Attention of a decoding step (Vaswani et al. 2017, eq. 1): ``softmax(q k' / sqrt(head_dim) + mask) v``.

    Args:
        q: ``(batch, kv_heads, groups, head_dim)``, the query heads that share a key head side by side.
        k, v: ``(batch, kv_heads, length, head_dim)``.
        mask: ``(batch, 1, 1, length)``, 0 or -inf.

    Returns:
        The shape of ``q``.
    """
    if q.device.type != "cpu" or q.dtype != torch.float32:
        return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    # The fused kernel is made for many queries. With the few of one step it gains nothing from a second
    # thread, and two batched products do.
    scores = q * q.shape[-1] ** -0.5 @ k.transpose(-1, -2) + mask
    return scores.softmax(dim=-1) @ v


class Attention(nn.Module):
    """Grouped-query attention (Ainslie et al. 2023) with RMSNorm on queries and keys, per head."""

    def __init__(self, config: Qwen3Config, layer: int) -> None:
        super().__init__()
        self.layer = layer
        self.head_dim = config.head_dim
        self.groups = config.num_attention_heads // config.num_key_value_heads
        q_size = config.num_attention_heads * config.head_dim
        kv_size = config.num_key_value_heads * config.head_dim
        self.q_proj = nn.Linear(config.hidden_size, q_size, bias=False)
        self.k_proj = nn.Linear(config.hidden_size, kv_size, bias=False)
        self.v_proj = nn.Linear(config.hidden_size, kv_size, bias=False)
        self.o_proj = nn.Linear(q_size, config.hidden_size, bias=False)
        self.q_norm = RMSNorm(config.head_dim, config.rms_norm_eps) if config.qk_norm else nn.Identity()
        self.k_norm = RMSNorm(config.head_dim, config.rms_norm_eps) if config.qk_norm else nn.Identity()

    def forward(self, x: Tensor, context: _Context) -> Tensor:
        """``(batch, seq, hidden)`` to the same shape."""
        batch, seq, _ = x.shape
        heads = (batch, seq, -1, self.head_dim)
        q = self.q_norm(self.q_proj(x).view(heads)).transpose(1, 2)  # (batch, heads, seq, head_dim)
        k = self.k_norm(self.k_proj(x).view(heads)).transpose(1, 2)  # (batch, kv_heads, seq, head_dim)
        v = self.v_proj(x).view(heads).transpose(1, 2)
        q, k = apply_rope(q, context.cos, context.sin), apply_rope(k, context.cos, context.sin)
        if context.kv_cache is not None:
            context.kv_cache.write(self.layer, context.slots, k, v)
            if context.kv_length:
                k, v = context.kv_cache.read(self.layer, context.kv_length)
        if seq == 1 and context.mask is not None:
            # One new token: let the query heads of a group be the query axis, and no key is copied.
            q = q.reshape(batch, -1, self.groups, self.head_dim)
            out = attend_step(q, k, v, context.mask).reshape(batch, 1, -1)
        else:
            out = F.scaled_dot_product_attention(
                q, k, v, attn_mask=context.mask, is_causal=context.mask is None, enable_gqa=self.groups > 1
            )
            out = out.transpose(1, 2).reshape(batch, seq, -1)
        return self.o_proj(out)


class FeedForward(nn.Module):
    """SwiGLU (Shazeer 2020): ``down(silu(gate(x)) * up(x))``."""

    def __init__(self, config: Qwen3Config) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.up_proj = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.down_proj = nn.Linear(config.intermediate_size, config.hidden_size, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """``(batch, seq, hidden)`` to the same shape."""
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Block(nn.Module):
    """Attention, then feed-forward, each on a normalized copy and added back (pre-norm residual)."""

    def __init__(self, config: Qwen3Config, layer: int) -> None:
        super().__init__()
        self.input_layernorm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.self_attn = Attention(config, layer)
        self.post_attention_layernorm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.mlp = FeedForward(config)

    def forward(self, x: Tensor, context: _Context) -> Tensor:
        """``(batch, seq, hidden)`` to the same shape."""
        x = x + self.self_attn(self.input_layernorm(x), context)
        return x + self.mlp(self.post_attention_layernorm(x))


@dataclass
class _Context:
    """What every layer of one forward pass shares, computed once."""

    cos: Tensor
    sin: Tensor
    mask: Tensor | None  # (batch, 1, seq, kv_length): 0 = may look, -inf = may not; None = plain causal
    kv_cache: KVCache | None
    slots: Tensor | None  # (batch, seq): where this pass writes
    kv_length: int


class Decoder(nn.Module):
    """Embedding, blocks and final norm: token ids to hidden states (``model.*`` in a checkpoint)."""

    def __init__(self, config: Qwen3Config) -> None:
        super().__init__()
        self.config = config
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(Block(config, i) for i in range(config.num_hidden_layers))
        self.norm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.recompute = False  # in training: keep a block's input only, and compute the rest again backwards

    def forward(
        self, input_ids: Tensor, positions: Tensor | None, kv_cache: KVCache | None, kv_length: int | None
    ) -> Tensor:
        """Arguments as in :meth:`Qwen3.forward`; returns hidden states ``(batch, seq, hidden)``."""
        if kv_cache is None:
            kv_length = 0
        elif kv_length is None:
            kv_length = kv_cache.capacity
        plain_causal = positions is None and not kv_length
        if positions is None:
            positions = torch.arange(input_ids.shape[1], device=input_ids.device).expand_as(input_ids)
        visible = positions.clamp(min=0)  # padding looks at slot 0: a row of the mask may not be empty
        slots = None if kv_cache is None else torch.where(positions < 0, kv_cache.capacity, positions)
        if kv_length:
            key_positions = torch.arange(kv_length, device=input_ids.device)[None, None, None, :]
        else:
            key_positions = positions[:, None, None, :]
        x = self.embed_tokens(input_ids)
        mask = None
        if not plain_causal:
            allowed = (key_positions >= 0) & (key_positions <= visible[:, None, :, None])
            # As numbers to add to the scores: from True and False every layer would make them anew.
            mask = torch.zeros_like(allowed, dtype=x.dtype).masked_fill_(~allowed, -torch.inf)
        cos, sin = rope_angles(visible, self.config.head_dim, self.config.rope_theta)
        context = _Context(cos.to(x.dtype), sin.to(x.dtype), mask, kv_cache, slots, kv_length)
        for layer in self.layers:
            if self.recompute and torch.is_grad_enabled():
                x = checkpoint(layer, x, context, use_reentrant=False, preserve_rng_state=False)
            else:
                x = layer(x, context)
        return self.norm(x)


class Qwen3(nn.Module):
    """The language model: token ids to logits over the next token.

    Args:
        config: the architecture. New weights are normal with standard deviation 0.02 and norms are 1.
    """

    def __init__(self, config: Qwen3Config) -> None:
        super().__init__()
        self.config = config
        self.model = Decoder(config)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        for module in self.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, std=0.02)
        if config.tie_word_embeddings:
            self.lm_head.weight = self.model.embed_tokens.weight

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.lm_head.weight.device

    @property
    def dtype(self) -> torch.dtype:
        """The type of the weights."""
        return self.lm_head.weight.dtype

    def forward(
        self,
        input_ids: Tensor,
        positions: Tensor | None = None,
        kv_cache: KVCache | None = None,
        kv_length: int | None = None,
        logits_to_keep: int = 0,
    ) -> Tensor:
        """Logits of the next token after each token.

        Args:
            input_ids: ``(batch, seq)`` token ids.
            positions: ``(batch, seq)`` position of each token in its row, -1 for padding. None means
                0, 1, 2, … in every row, nothing padded.
            kv_cache: cache to write and to read; without one, a token sees the tokens of this call.
            kv_length: how many cache slots to attend over; it must exceed the largest position. None
                means all of them; a tight bound is less work. 0 writes the cache without reading it: right
                when all that a token may see comes in this call, as when a prompt is read.
            logits_to_keep: compute the head for the last so many tokens only; 0 means for all. The head is
                a large part of the work, and generation needs one row of it.

        Returns:
            ``(batch, seq, vocab_size)``, or ``(batch, logits_to_keep, vocab_size)``.
        """
        hidden = self.model(input_ids, positions, kv_cache, kv_length)
        return self.lm_head(hidden[:, -logits_to_keep:])


def left_pad(
    sequences: list[list[int]], pad_token_id: int, device: torch.device | str = "cpu"
) -> tuple[Tensor, Tensor]:
    """Make a rectangle of ragged token lists, so that the last column is everybody's last token.

    Returns:
        ``input_ids`` and ``positions``, both ``(batch, longest)``; padding has position -1.

    Raises:
        ValueError: there is no sequence, or one of them is empty.
    """
    if not sequences or not all(sequences):
        raise ValueError("left_pad needs at least one sequence, and no empty one")
    longest = max(map(len, sequences))
    ids = [[pad_token_id] * (longest - len(s)) + list(s) for s in sequences]
    positions = [[-1] * (longest - len(s)) + list(range(len(s))) for s in sequences]
    return torch.tensor(ids, device=device), torch.tensor(positions, device=device)
