"""Random models on which architecture bugs show.

With default initialization many mistakes leave the logits as they are: norms are all 1, so swapping two of
them changes nothing, and weights of 0.02 hardly move the residual stream. A hardened model has random norm
weights, larger weights, and sizes that do not coincide.
"""

from __future__ import annotations

from dataclasses import replace

from shared.model.qwen3 import Qwen3, Qwen3Config

import torch
from torch import Tensor
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedModel, Qwen3ForCausalLM
from transformers import Qwen3Config as ReferenceConfig

CONFIG = Qwen3Config(
    vocab_size=211,
    hidden_size=40,
    intermediate_size=72,
    num_hidden_layers=3,
    num_attention_heads=4,
    num_key_value_heads=2,
    head_dim=16,  # not hidden_size / num_attention_heads
    max_position_embeddings=512,
)


def hardened_model(seed: int = 0, std: float = 0.15, **changes: object) -> Qwen3:
    """A float32 model of ``CONFIG`` with ``changes``: weights of that std, norm weights 1 + 0.5 N(0, 1)."""
    model = Qwen3(replace(CONFIG, **changes))
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.copy_(1 + 0.5 * noise if parameter.ndim == 1 else std * noise)
    return model


def reference_model(model: Qwen3) -> PreTrainedModel:
    """transformers' model of the same architecture, type and weights, with attention written out ("eager")."""
    config = model.config.to_dict()
    config_class, model_class = (
        (ReferenceConfig, Qwen3ForCausalLM) if model.config.qk_norm else (LlamaConfig, LlamaForCausalLM)
    )
    reference = model_class._from_config(config_class(**config), attn_implementation="eager", dtype=model.dtype)
    reference.load_state_dict(model.state_dict(), strict=True)
    return reference.eval()


def random_ids(batch: int, seq: int, vocab_size: int = CONFIG.vocab_size, seed: int = 1) -> Tensor:
    """``(batch, seq)`` random token ids."""
    return torch.randint(vocab_size, (batch, seq), generator=torch.Generator().manual_seed(seed))


def relative_error(ours: Tensor, theirs: Tensor) -> float:
    """Largest difference, in standard deviations of ``theirs``. NaN counts as infinite."""
    error = ((ours.float() - theirs.float()).abs().max() / theirs.float().std()).item()
    return error if error == error else float("inf")


def small_model(vocab_size: int = 40, seed: int = 0, dtype: torch.dtype = torch.float64) -> Qwen3:
    torch.manual_seed(seed)
    model = Qwen3(Qwen3Config(
        vocab_size=vocab_size, hidden_size=32, intermediate_size=48, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, head_dim=8, max_position_embeddings=256,
    ))  # fmt: skip
    for p in model.parameters():  # rows of logits that differ from one another
        p.data += 0.1 * torch.randn_like(p)
    return model.to(dtype)
