"""From graded rollouts to a gradient: log-probabilities, loss per token, masks, one number, backward."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from shared.model.logprobs import micro_batches, right_pad, token_logprobs, token_logprobs_and_entropies
from shared.model.precision import autocast
from shared.model.qwen3 import Qwen3
from shared.rl.aggregation import row_weights, weighted_sum
from shared.rl.algorithm import Algorithm
from shared.rl.config import GRPOConfig
from shared.rl.cuts import filled_up, kept_tokens
from shared.rl.objective import token_losses
from shared.rl.rollouts import Rollout
from shared.rl.selection import finished_rows, uncertain_tokens
from shared.rl.tokens import Tokens

import torch
from torch import Tensor


def pieces_of(
    rollouts: Sequence[Rollout], rows: Sequence[int], max_tokens: int, pad_token_id: int, device: torch.device
) -> Iterator[tuple[list[int], Tensor, Tensor]]:
    """Rectangles that fit into memory: numbers of their rows, ``input_ids`` and ``mask`` ``(rows, seq)``."""
    for piece in micro_batches([rollouts[i].length for i in rows], max_tokens):
        chosen = [rows[k] for k in piece]
        batch = [rollouts[i] for i in chosen]
        yield (
            chosen,
            *right_pad([r.prompt_ids for r in batch], [r.response_ids for r in batch], pad_token_id, device),
        )


@torch.no_grad()
def scored(
    model: Qwen3, rollouts: Sequence[Rollout], config: GRPOConfig, pad_token_id: int, name: str
) -> list[Rollout]:
    """Rollouts with the log-probabilities of their tokens under a model, as ``name``; without gradients.

    Where the algorithm chooses tokens by their entropy, ``old_logprobs`` bring ``entropies`` along.
    """
    scored = list(rollouts)
    both = name == "old_logprobs" and config.algorithm.top_entropy < 1
    everything = range(len(scored))
    for rows, input_ids, mask in pieces_of(
        scored, everything, config.micro_batch_tokens, pad_token_id, model.device
    ):
        kept = _kept([scored[i] for i in rows], mask.device)
        with autocast(model.device, config.bfloat16):
            if both:
                found = token_logprobs_and_entropies(model, input_ids, mask, config.temperature, kept)
            else:
                found = (token_logprobs(model, input_ids, mask, config.temperature, kept),)
        for values, of_what in zip(found, (name, "entropies"), strict=False):
            for i, row, row_mask in zip(rows, values, mask, strict=True):
                scored[i] = replace(scored[i], numbers={**scored[i].numbers, of_what: row[row_mask].tolist()})
    return scored


def counted_tokens(rollouts: Sequence[Rollout], algorithm: Algorithm) -> Tensor:
    """Which tokens of each response count in the loss, and in the totals by which it is divided.

    Returns:
        ``(rows, longest response)``.
    """
    lengths = torch.tensor([len(r.response_ids) for r in rollouts])
    responses = torch.arange(int(lengths.max()))[None] < lengths[:, None]
    counted = responses
    if algorithm.drop_truncated:
        counted = finished_rows(counted, torch.tensor([r.truncated for r in rollouts]))
    if algorithm.top_entropy < 1:
        entropies = _per_token([r.numbers["entropies"] for r in rollouts], responses, torch.float64)
        counted = uncertain_tokens(counted, entropies, algorithm.top_entropy)
    return counted


def loss_weights(rollouts: Sequence[Rollout], counted: Tensor, config: GRPOConfig) -> Tensor:
    """The weight of each rollout's tokens in the sum, ``(rows,)``; 0 for those of silent groups, if dropped."""
    kept = [i for i, r in enumerate(rollouts) if not (config.algorithm.drop_silent and r.silent)]
    weights = torch.zeros(len(rollouts), dtype=torch.float64)
    if kept:
        weights[kept] = row_weights(
            counted[kept].sum(dim=1),
            config.algorithm.aggregation,
            group_size=config.group_size,
            max_tokens=config.max_new_tokens,
        )
    return weights


def backward_rollouts(
    model: Qwen3,
    rollouts: Sequence[Rollout],
    config: GRPOConfig,
    pad_token_id: int,
    entropy_bonus: float = 0.0,
) -> tuple[dict[str, float], bool]:
    """Add the gradient of a batch's loss to the model, micro-batch by micro-batch.

    Rollouts that have no gradient are not computed: those of advantage 0, unless a KL term or an entropy bonus
    gives them one, and those of which no token counts.

    Args:
        model: gets the gradient.
        rollouts: whole groups, one after another.
        config: the run.
        pad_token_id: the tokenizer's.
        entropy_bonus: factor of the entropy in this step.

    Returns:
        ``loss``; the means over all tokens that were computed of :func:`shared.rl.objective.token_losses`'
        statistics; ``sampler_gap`` and ``sampler_gap_max``, mean and largest distance of a token's
        log-probability from the sampler's; and whether anything was computed at all.
    """
    algorithm = config.algorithm
    counted = counted_tokens(rollouts, algorithm)
    weights = loss_weights(rollouts, counted, config)
    without = (algorithm.needs_reference and algorithm.kl_in == "loss") or algorithm.needs_entropy
    live = [
        i
        for i, r in enumerate(rollouts)
        if (without or r.advantage != 0) and weights[i] != 0 and counted[i].any()
    ]
    sums: dict[str, float] = defaultdict(float)
    loss_value, num_tokens, largest_gap = 0.0, 0, 0.0
    for rows, input_ids, mask in pieces_of(
        rollouts, live, config.micro_batch_tokens, pad_token_id, model.device
    ):
        with autocast(model.device, config.bfloat16):
            tokens = _tokens(model, [rollouts[i] for i in rows], input_ids, mask, config)
        per_token, statistics = token_losses(tokens, algorithm, entropy_bonus)
        counts = _per_token([counted[i].tolist() for i in rows], mask, torch.bool)
        loss = weighted_sum(per_token, counts, weights[rows].to(mask.device))
        loss.backward()
        loss_value += loss.item()
        num_tokens += int(mask.sum())
        gaps = (tokens.logprobs.detach() - tokens.sampled_logprobs)[mask].abs().float()
        largest_gap = max(largest_gap, gaps.max().item())
        for name, values in {**statistics, "sampler_gap": gaps}.items():
            sums[name] += (values if values.ndim == 1 else values[mask]).sum().item()
    means = {name: total / num_tokens for name, total in sums.items()}
    return {"loss": loss_value, **means, **({"sampler_gap_max": largest_gap} if live else {})}, bool(live)


def _tokens(
    model: Qwen3, rollouts: Sequence[Rollout], input_ids: Tensor, mask: Tensor, config: GRPOConfig
) -> Tokens:
    """What the loss may look at."""
    entropies, kept = None, _kept(rollouts, mask.device)
    if config.algorithm.needs_entropy:
        logprobs, entropies = token_logprobs_and_entropies(model, input_ids, mask, config.temperature, kept)
    else:
        logprobs = token_logprobs(model, input_ids, mask, config.temperature, kept)

    def numbers(name: str) -> Tensor | None:
        if name not in rollouts[0].numbers:
            return None
        return _per_token([r.numbers[name] for r in rollouts], mask, logprobs.dtype)

    return Tokens(
        logprobs=logprobs,
        mask=mask,
        advantages=torch.tensor([[r.advantage] for r in rollouts], dtype=logprobs.dtype, device=mask.device),
        old_logprobs=numbers("old_logprobs"),
        sampled_logprobs=_per_token([r.sampled_logprobs for r in rollouts], mask, logprobs.dtype),
        ref_logprobs=numbers("ref_logprobs"),
        entropies=entropies,
    )


def _kept(rollouts: Sequence[Rollout], device: torch.device) -> Tensor | None:
    """What the sampler could choose from, for each response token of all rows."""
    if rollouts[0].kept is None:
        return None
    return filled_up([ids for rollout in rollouts for ids in rollout.kept], device)


@torch.no_grad()
def with_sampling_mask(
    model: Qwen3, rollouts: Sequence[Rollout], config: GRPOConfig, pad_token_id: int
) -> list[Rollout]:
    """Rollouts that know what the sampler had cut, and their tokens' log-probabilities among what it kept.

    Args:
        model: with the weights that sampled.
        rollouts: drawn with ``config.sampling``.
        config: the run.
        pad_token_id: the tokenizer's.
    """
    found = list(rollouts)
    everything = range(len(found))
    pieces = pieces_of(found, everything, config.micro_batch_tokens, pad_token_id, model.device)
    for rows, input_ids, mask in pieces:
        ids = iter(kept_tokens(model, input_ids, mask, config.sampling))
        for i in rows:
            found[i] = replace(found[i], kept=[next(ids) for _ in found[i].response_ids])
    return [
        replace(r, sampled_logprobs=r.numbers["sampled"], numbers={})
        for r in scored(model, found, config, pad_token_id, "sampled")
    ]


def _per_token(values: Sequence[Sequence[float]], mask: Tensor, dtype: torch.dtype) -> Tensor:
    """Numbers of the response tokens of each row, in their columns."""
    lengths = mask.sum(dim=1).tolist()  # a row of values may be longer
    flat = [x for row, length in zip(values, lengths, strict=True) for x in row[:length]]
    numbers = torch.tensor(flat, dtype=dtype, device=mask.device)
    return torch.zeros(mask.shape, dtype=dtype, device=mask.device).masked_scatter(mask, numbers)


def sequence_kl(rollouts: Sequence[Rollout], shape: tuple[int, int]) -> Tensor:
    """k1, summed over each response, from the sampler's log-probabilities to the reference's: ``shape``."""
    sums = [
        sum(s - r for s, r in zip(rollout.sampled_logprobs, rollout.numbers["ref_logprobs"], strict=True))
        for rollout in rollouts
    ]
    return torch.tensor(sums).view(shape)


def as_tensors(model: Qwen3, prefix: str) -> Mapping[str, Tensor]:
    """A copy of the weights, by name."""
    return {prefix + name: p.detach().clone() for name, p in model.named_parameters()}
