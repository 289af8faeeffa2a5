"""Muon: an optimizer for matrices that moves all directions equally far.

A gradient matrix has a few large singular values and many small ones, so a step along it moves the weights
in a few directions only. Muon (Jordan et al. 2024, kellerjordan.github.io/posts/muon) steps along the
nearest matrix whose singular values are all about 1. The steps are scaled to the size of AdamW's, so one
learning rate serves both (Liu et al. 2025, arXiv:2502.16982, eq. 4).

torch.optim.Muon is the same update in bfloat16, which a CPU without bfloat16 instructions computes several
hundred times slower than float32; here it is float32, and matrices of one shape go through it together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import torch
from torch import Tensor, nn

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)  # steepest at 0: small singular values grow fastest
_ITERATIONS = 5


def orthogonalize(matrices: Tensor) -> Tensor:
    """Pull all singular values to about 1 (between 0.7 and 1.2) and keep the singular vectors.

    Five steps of ``X <- a X + b (X X^T) X + c (X X^T)^2 X``, a Newton-Schulz iteration: each multiplies every
    singular value ``s`` by ``a + b s^2 + c s^4``. Values below a thousandth of the norm do not get there.

    Args:
        matrices: ``(batch, rows, columns)``.

    Returns:
        The same shape.
    """
    a, b, c = _COEFFICIENTS
    tall = matrices.shape[-2] > matrices.shape[-1]
    x = matrices.mT if tall else matrices  # the product X X^T is then the smaller one
    x = x / x.norm(dim=(-2, -1), keepdim=True).clamp(min=1e-7)  # no singular value above 1
    for _ in range(_ITERATIONS):
        gram = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return x.mT if tall else x


class Muon(torch.optim.Optimizer):
    """Momentum, orthogonalized, with decoupled weight decay.

    Args:
        params: matrices ``(out, in)``.
        lr: learning rate, as for AdamW.
        momentum: weight of the past in the running mean of gradients (Nesterov form).
        weight_decay: share of the weights, times ``lr``, taken off at each step.

    Raises:
        ValueError: a parameter is not a matrix.
    """

    def __init__(
        self, params: Iterable[nn.Parameter], lr: float, momentum: float = 0.95, weight_decay: float = 0.0
    ) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})
        if any(p.ndim != 2 for group in self.param_groups for p in group["params"]):
            raise ValueError("Muon takes matrices only; give vectors and embeddings to AdamW")

    @torch.no_grad()
    def step(self) -> None:
        """Update every parameter that has a gradient."""
        for group in self.param_groups:
            same_shape = defaultdict(list)
            for p in group["params"]:
                if p.grad is not None:
                    same_shape[p.shape].append(p)
            for shape, parameters in same_shape.items():
                directions = orthogonalize(
                    torch.stack([self._momentum(p, group["momentum"]) for p in parameters])
                )
                scale = 0.2 * max(shape) ** 0.5  # entries then have a root mean square of 0.2, as AdamW's
                for p, direction in zip(parameters, directions, strict=True):
                    p.mul_(1 - group["lr"] * group["weight_decay"])
                    p.add_(direction, alpha=-group["lr"] * scale)

    def _momentum(self, p: nn.Parameter, momentum: float) -> Tensor:
        state = self.state[p]
        if not state:
            state["momentum_buffer"] = torch.zeros_like(p)
        mean = state["momentum_buffer"].lerp_(p.grad, 1 - momentum)
        return p.grad.lerp(mean, momentum)
