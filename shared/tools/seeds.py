"""Seeds made from several things, such as a run's seed, a step and a sample's number."""

from __future__ import annotations

import hashlib


def mix_seed(*parts: int | str) -> int:
    """One 63-bit seed from several numbers and texts, such as ``(seed, step)``.

    Adding them up would give step 1 of seed 0 the data of step 0 of seed 1; a hash keeps all apart.
    """
    digest = hashlib.sha256(repr(parts).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1
