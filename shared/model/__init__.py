"""The model: what it computes, how it reads and writes text, where its weights come from.

Reading order::

    qwen3         the network and its key/value cache
    tokenizer     text to token ids and back; the chat format
    prompts       the words in which a question is put
    templates     which of these words, chosen by name
    precision     bfloat16 where the hardware has it
    logprobs      how likely is a given response
    fingerprint   telling weights apart
    gguf_reader   one foreign file format
    checkpoints   names to weights and back
"""

from shared.model.logprobs import right_pad, token_logprobs
from shared.model.prompts import COT_SUFFIX, render_prompt
from shared.model.qwen3 import PRESETS, KVCache, Qwen3, left_pad
from shared.model.tokenizer import IncrementalDecoder, Tokenizer

__all__ = [
    "COT_SUFFIX",
    "IncrementalDecoder",
    "KVCache",
    "PRESETS",
    "Qwen3",
    "Tokenizer",
    "left_pad",
    "render_prompt",
    "right_pad",
    "token_logprobs",
]
