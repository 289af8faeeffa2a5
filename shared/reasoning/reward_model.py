"""A learned scorer: a small head that reads what a model knows at the end of a step, and says how likely the
answer is to come out right.

Read at the end of a response it is an *outcome* reward model (Cobbe et al. 2021, "Training Verifiers to Solve
Math Word Problems", arXiv:2110.14168), read after each step a *process* reward model (Lightman et al. 2023,
"Let's Verify Step by Step", arXiv:2305.20050). It is trained on graded samples, so it never sees an answer key
when it is used. The language model itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shared.model.fingerprint import fingerprint
from shared.model.logprobs import hidden_logprobs
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning.scoring import response_batches
from shared.reasoning.steps import line_end_ids, step_ends
from shared.tools.files import read_safetensors, write_safetensors

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from tqdm import tqdm

CONFIDENCES = 2  # numbers in the features beside the hidden state
_FORMAT = "reward head 1"


class RewardHeadError(ValueError):
    """A file holds no head, or one for another model; the message is one line and says what to do about it."""


class RewardHead(nn.Module):
    """From the features at the end of a step to the logit of "this comes out right".

    Args:
        hidden_size: of the language model.
        confidence: look at the two confidences too, and not only at the hidden state.
        width: 0 for one linear layer; else a hidden layer of so many units before it.
    """

    def __init__(self, hidden_size: int, *, confidence: bool = True, width: int = 0) -> None:
        super().__init__()
        self.hidden_size, self.confidence, self.width = hidden_size, confidence, width
        inputs = hidden_size + CONFIDENCES * confidence
        self.register_buffer("mean", torch.zeros(inputs))
        self.register_buffer("std", torch.ones(inputs))
        layers = [nn.Linear(inputs, width), nn.ReLU()] if width else []
        self.net = nn.Sequential(*layers, nn.Linear(width or inputs, 1))

    def forward(self, features: Tensor) -> Tensor:
        """``(…, hidden_size + 2)`` features, see :func:`read_steps`, to ``(…)`` logits."""
        seen = features[..., : len(self.mean)]
        return self.net((seen - self.mean) / self.std)[..., 0]


def confidences(logprobs: Tensor) -> Tensor:
    """At each token of a response the mean of the log-probabilities so far, and the lowest of them.

    ``(tokens,)`` to ``(tokens, 2)``, nats.
    """
    count = torch.arange(1, len(logprobs) + 1, device=logprobs.device)
    return torch.stack([logprobs.cumsum(dim=0) / count, logprobs.cummin(dim=0).values], dim=-1)


@torch.inference_mode()
def read_steps(
    model: Qwen3, tokenizer: Tokenizer, prompt: str, responses: Sequence[str], *, batch_size: int = 16
) -> list[Tensor]:
    """What the model knows at the end of each step of given responses, read in one pass.

    Args:
        model, tokenizer, prompt, responses, batch_size: see
            :func:`shared.reasoning.scoring.score_responses`.

    Returns:
        For each response ``(steps, hidden_size + 2)`` float32 on the CPU: the last layer's normed state at the
        step's last token, the mean log-probability of the response's tokens up to there, and the lowest (nats).

    Raises:
        ValueError: as there.
    """
    line_ends = line_end_ids(tokenizer)
    found = []
    for input_ids, mask in response_batches(model, tokenizer, prompt, responses, batch_size):
        hidden = model.model(input_ids, None, None, None)
        chosen = hidden_logprobs(model, hidden[:, :-1][mask[:, 1:]], input_ids[mask]).float()
        for row, own, logprobs in zip(
            range(len(mask)), mask, chosen.split(mask.sum(dim=1).tolist()), strict=True
        ):
            ends = step_ends(input_ids[row][own].tolist(), line_ends)
            so_far = logprobs.cumsum(dim=0) / torch.arange(1, len(logprobs) + 1, device=logprobs.device)
            confidences = torch.stack([so_far, logprobs.cummin(dim=0).values], dim=-1)
            found.append(torch.cat([hidden[row][own].float(), confidences], dim=-1)[ends].cpu())
    return found


def fit_head(
    features: Tensor,
    targets: Tensor,
    *,
    confidence: bool = True,
    width: int = 0,
    epochs: int = 20,
    learning_rate: float = 1e-3,
    weight_decay: float = 1e-2,
    batch_size: int = 256,
    seed: int = 0,
    progress: str | None = None,
) -> RewardHead:
    """Train a head by logistic regression: binary cross-entropy, AdamW.

    Args:
        features: ``(n, hidden_size + 2)``: rows of :func:`read_steps`, each the end of a response or of a step.
        targets: ``(n,)``: 1 for right and 0 for wrong, or a success rate between.
        confidence, width: see :class:`RewardHead`.
        epochs: passes over all rows, in a new order each time.
        seed: of the first weights and of the orders: the same head every time.
        progress: label of a progress bar; None shows none.

    Raises:
        ValueError: there are no rows, not one target for each, or a target is no probability.
    """
    if not len(features) or features.shape[:1] != targets.shape:
        raise ValueError(f"got {len(features)} rows of features and {len(targets)} targets; give one for each")
    if not bool(((targets >= 0) & (targets <= 1)).all()):
        raise ValueError("a target must be a probability, from 0 (wrong) to 1 (right)")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        head = RewardHead(features.shape[1] - CONFIDENCES, confidence=confidence, width=width)
    seen = features[:, : len(head.mean)]
    head.mean.copy_(seen.mean(dim=0))
    head.std.copy_(seen.std(dim=0, correction=0).clamp(min=1e-6))
    optimizer = torch.optim.AdamW(head.parameters(), lr=learning_rate, weight_decay=weight_decay)
    order = torch.Generator().manual_seed(seed)
    for _ in tqdm(range(epochs), desc=progress, unit="epoch", disable=progress is None):
        for rows in torch.randperm(len(features), generator=order).split(batch_size):
            loss = binary_cross_entropy_with_logits(head(features[rows]), targets[rows].float())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return head.eval()


@torch.inference_mode()
def step_values(head: RewardHead, steps: Tensor) -> list[float]:
    """How likely the answer is to come out right, after each step; for features of :func:`read_steps`."""
    return head(steps).sigmoid().tolist()


def save_head(path: str | Path, head: RewardHead, model: Qwen3) -> None:
    """Write a head as a safetensors file that knows which model it reads."""
    metadata = {"format": _FORMAT, "model": fingerprint(model), "confidence": str(head.confidence)}
    write_safetensors(path, head.state_dict(), metadata)


def load_head(path: str | Path, model: Qwen3) -> RewardHead:
    """Read a head that was trained for this model.

    Raises:
        RewardHeadError: there is no such file, it holds something else, or a head for another model.
    """
    try:
        metadata, tensors = read_safetensors(path)
    except (OSError, ValueError) as error:
        raise RewardHeadError(f"cannot read a reward head from {path}: {error}") from error
    if metadata.get("format") != _FORMAT:
        raise RewardHeadError(f"{path} holds no reward head: ch05/train_scorer.py makes one")
    if metadata.get("model") != fingerprint(model):
        raise RewardHeadError(f"{path} is a head for other weights than these: train one for this model")
    # The sizes are those of the tensors in the file, so that no number in it can ask for memory.
    width = len(tensors["net.0.weight"]) if "net.2.weight" in tensors else 0
    confidence = metadata.get("confidence") == "True"
    head = RewardHead(len(tensors["mean"]) - CONFIDENCES * confidence, confidence=confidence, width=width)
    try:
        head.load_state_dict(tensors)
    except RuntimeError as error:
        raise RewardHeadError(f"{path} is damaged: {error}") from error
    return head.eval()
