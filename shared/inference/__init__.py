"""Inference: from a prompt to a response, one at a time or many at once.

Reading order::

    sampling      from logits to the next token
    generation    prefill and decode; one response, as it comes
    requests      what an engine is asked for
    decoders      the decoding step, compiled
    slots         the rows that are decoded side by side
    engine        continuous batching: everything that generates calls it
    options       what every script lets its user choose: model and sampling
    chat          a conversation, and what of it fits
"""

from shared.inference.engine import Engine, generate
from shared.inference.generation import Response, decode_step, prefill, stream
from shared.inference.requests import Request
from shared.inference.sampling import SamplingParams

__all__ = ["Engine", "Request", "Response", "SamplingParams", "decode_step", "generate", "prefill", "stream"]
