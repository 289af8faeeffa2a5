"""Tell one set of weights from another, and one tokenizer from another (no secrets: for honest mistakes)."""

from __future__ import annotations

import hashlib
import json

from shared.model.tokenizer import Tokenizer

import torch
from torch import nn

_ENDS = 32  # numbers read from either end of a tensor: training moves nearly all of them


def fingerprint(model: nn.Module) -> str:
    """Tells weights apart by the model's configuration and a few numbers of every tensor, buffers included."""
    config = getattr(model, "config", None)
    described = config.to_dict() if hasattr(config, "to_dict") else {}
    digest = hashlib.blake2b(json.dumps(described, sort_keys=True).encode(), digest_size=8)
    buffers = ((name, buffer) for name, buffer in model.named_buffers() if name in model.state_dict())
    for name, tensor in (*model.named_parameters(), *buffers):
        flat = tensor.detach().flatten()
        ends = torch.cat([flat[:_ENDS], flat[-_ENDS:]])
        digest.update(f"{name}{tuple(tensor.shape)}".encode() + ends.float().cpu().numpy().tobytes())
    return digest.hexdigest()


def tokenizer_fingerprint(tokenizer: Tokenizer) -> str:
    """Tells tokenizers apart: the same text must give the same ids, and end at the same token."""
    described = [tokenizer.backend.to_str(), list(tokenizer.eos_token_ids), tokenizer.pad_token_id]
    return hashlib.blake2b(json.dumps(described).encode(), digest_size=8).hexdigest()
