"""What a loss may look at: one frozen set of tensors, one row per response, one column per token."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class Tokens:
    """A batch of responses, token by token.

    Attributes:
        logprobs: ``(rows, seq)`` under the model being trained, with gradients.
        mask: ``(rows, seq)``, True on response tokens. What stands elsewhere, in any of these, is never read.
        advantages: ``(rows, 1)``, or ``(rows, seq)`` where each token has its own.
        old_logprobs: ``(rows, seq)`` under the same model before its first update on these responses; None if
            this is that update.
        sampled_logprobs: ``(rows, seq)`` as the sampler had them: other weights, or another number type.
        ref_logprobs: ``(rows, seq)`` under the reference model.
        entropies: ``(rows, seq)`` of the next-token distributions, in nats, with gradients.

    Raises:
        ValueError: shapes do not fit.
    """

    logprobs: Tensor
    mask: Tensor
    advantages: Tensor
    old_logprobs: Tensor | None = None
    sampled_logprobs: Tensor | None = None
    ref_logprobs: Tensor | None = None
    entropies: Tensor | None = None

    def __post_init__(self) -> None:
        shape = self.logprobs.shape
        if len(shape) != 2 or self.mask.shape != shape:
            raise ValueError(
                f"logprobs and mask must both be (rows, seq), not {tuple(shape)}, {self.mask.shape}"
            )
        if self.advantages.shape not in ((shape[0], 1), shape):
            raise ValueError(f"advantages must be (rows, 1) or (rows, seq), not {tuple(self.advantages.shape)}")
        for name in ("old_logprobs", "sampled_logprobs", "ref_logprobs", "entropies"):
            if (given := getattr(self, name)) is not None and given.shape != shape:
                raise ValueError(f"{name} must be {tuple(shape)}, and is {tuple(given.shape)}")

    @property
    def old(self) -> Tensor:
        """``old_logprobs``; on the first update they are the ``logprobs`` themselves, without gradients."""
        return self.logprobs.detach() if self.old_logprobs is None else self.old_logprobs


def row_mean(values: Tensor, mask: Tensor) -> Tensor:
    """Mean over each row's response tokens.

    Args:
        values: ``(rows, seq)``; finite on the mask.
        mask: ``(rows, seq)``.

    Returns:
        ``(rows, 1)``; 0 for a row without tokens.
    """
    return values.where(mask, 0.0).sum(dim=1, keepdim=True) / mask.sum(dim=1, keepdim=True).clamp(min=1)
