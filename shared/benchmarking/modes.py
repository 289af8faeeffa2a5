"""The ways of writing that a benchmark compares, from the plainest loop to another library.

All are greedy and all get the same prompts. In most of them no text ends early: each row gets the number of
tokens that it was asked for, so that the speeds compare. Prompts and responses are token ids; a model with
random weights has no text. The last kind of work is the course's own: real questions, each answered to its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import ModuleType

from shared.benchmarking.speed import groups
from shared.inference.decoders import Decode
from shared.inference.engine import Engine
from shared.inference.generation import decode_step, prefill
from shared.inference.requests import Request
from shared.model.qwen3 import KVCache, Qwen3, left_pad
from shared.model.tokenizer import Tokenizer

import torch
from torch import Tensor


class NoEnd:
    """Stands in for a tokenizer where token ids are all there is, and none of them ends a text."""

    eos_token_ids: tuple[int, ...] = ()
    pad_token_id = 0

    def decode(self, ids: Iterable[int]) -> str:
        """No text."""
        return ""


def random_prompts(rows: int, length: int, vocab_size: int, seed: int = 0) -> Tensor:
    """Token ids ``(rows, length)``, every row another one, so that no two share their reading."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(vocab_size, (rows, length), generator=generator)


@torch.inference_mode()
def write_without_cache(model: Qwen3, prompt: Tensor, new_tokens: int) -> list[int]:
    """One row ``(1, seq)``: read everything again for each token."""
    ids, written = prompt.to(model.device), []
    for _ in range(new_tokens):
        token = model(ids, logits_to_keep=1)[:, -1].argmax(dim=-1)
        written.append(int(token))  # as a loop does that prints it
        ids = torch.cat([ids, token[:, None]], dim=-1)
    return written


@torch.inference_mode()
def write_with_cache(model: Qwen3, prompt: Tensor, new_tokens: int, decode: Decode = decode_step) -> list[int]:
    """One row ``(1, seq)``: read the prompt once, then only what is new.

    Args:
        decode: the step; a compiled one does the same.
    """
    length = prompt.shape[1]
    kv_cache = KVCache(model.config, 1, length + new_tokens, model.device, model.dtype)
    logits = prefill(model, prompt.to(model.device), None, kv_cache)
    written: list[int] = []
    while True:
        token = logits.argmax(dim=-1)
        written.append(int(token))
        if len(written) == new_tokens:
            return written
        position = torch.tensor([length + len(written) - 1], device=model.device)
        logits = decode(model, token, position, kv_cache, length + len(written))


def write_with_engine(engine: Engine, prompts: Tensor, new_tokens: int | Sequence[int]) -> list[list[int]]:
    """Every row of ``prompts`` through an engine made with :class:`NoEnd`.

    Args:
        new_tokens: of each row, or one number for all.
    """
    limits = [new_tokens] * len(prompts) if isinstance(new_tokens, int) else new_tokens
    requests = [Request(p, n) for p, n in zip(prompts.tolist(), limits, strict=True)]
    written = [samples[0].token_ids for samples in engine.generate(requests)]
    if [len(ids) for ids in written] != list(limits):
        raise ValueError("a text ended early: the context is too short for what was asked")
    return written


def write_texts_with_engine(engine: Engine, prompts: Sequence[Sequence[int]], limit: int) -> list[list[int]]:
    """Each prompt's response to its end-of-text token (included), or to ``limit`` tokens."""
    requests = [Request(prompt, limit) for prompt in prompts]
    return [samples[0].token_ids for samples in engine.generate(requests)]


class TransformersWriter:
    """The same weights in the transformers library, held once: both models look at the same memory.

    Raises:
        ModuleNotFoundError: transformers is not installed; it is one of the development requirements.
        ValueError: the library does not take these weights.
    """

    def __init__(self, model: Qwen3) -> None:
        import transformers

        self.version = transformers.__version__
        self._model = _adopt(transformers, model)
        self._config_class = transformers.GenerationConfig

    @torch.inference_mode()
    def write(self, prompts: Tensor, new_tokens: int, static_cache: bool = False) -> list[list[int]]:
        """All rows of ``prompts`` side by side, greedy, without an end.

        Args:
            static_cache: allocate the cache once in full, and not as it grows.
        """
        prompts = prompts.to(self._model.device)
        config = self._config_class(
            max_new_tokens=new_tokens,
            do_sample=False,
            eos_token_id=None,
            pad_token_id=0,
            cache_implementation="static" if static_cache else None,
        )
        out = self._model.generate(prompts, attention_mask=torch.ones_like(prompts), generation_config=config)
        return out[:, prompts.shape[1] :].tolist()

    def write_mixed(self, prompts: Tensor, limits: Sequence[int], batch_size: int) -> list[list[int]]:
        """Batch after batch, in the order of the rows; a batch goes on until its longest row is done."""
        written = []
        for rows in groups(range(len(prompts)), batch_size):
            longest = self.write(prompts[rows], max(limits[row] for row in rows))
            written += [ids[: limits[row]] for ids, row in zip(longest, rows, strict=True)]
        return written

    @torch.inference_mode()
    def write_texts(
        self, prompts: Sequence[Sequence[int]], limit: int, tokenizer: Tokenizer, batch_size: int
    ) -> list[list[int]]:
        """As :func:`write_texts_with_engine`, batch after batch, in the order of the prompts.

        A batch goes on until the last of its rows has ended; what stands behind a row's end is dropped.
        """
        config = self._config_class(
            max_new_tokens=limit,
            do_sample=False,
            eos_token_id=list(tokenizer.eos_token_ids),
            pad_token_id=tokenizer.pad_token_id,
        )
        written = []
        for batch in groups(prompts, batch_size):
            ids, positions = left_pad(batch, tokenizer.pad_token_id, self._model.device)
            mask = (positions >= 0).long()
            out = self._model.generate(ids, attention_mask=mask, generation_config=config)
            written += [_to_the_end(row, tokenizer.eos_token_ids) for row in out[:, ids.shape[1] :].tolist()]
        return written


def _to_the_end(ids: list[int], end_ids: Iterable[int]) -> list[int]:
    """``ids`` up to the first of ``end_ids``, which is kept."""
    return next((ids[: i + 1] for i, token in enumerate(ids) if token in end_ids), ids)


def _adopt(transformers: ModuleType, model: Qwen3) -> torch.nn.Module:
    """A transformers model whose parameters are those of ``model``."""
    keys = model.config.to_dict()
    keys["rope_parameters"] = {"rope_type": "default", "rope_theta": keys["rope_theta"]}
    name = keys["architectures"][0]
    config = getattr(transformers, name.replace("ForCausalLM", "Config"))(**keys, dtype=model.dtype)
    before = torch.get_default_dtype()
    torch.set_default_dtype(model.dtype)
    try:
        with torch.device(model.device):
            theirs = getattr(transformers, name)(config)
    finally:
        torch.set_default_dtype(before)
    theirs.load_state_dict(model.state_dict(keep_vars=True), assign=True)
    theirs.tie_weights()
    return theirs.eval()
