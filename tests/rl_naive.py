"""The objective once more, slowly: plain floats, three loops, straight from the papers' formulas."""

from __future__ import annotations

import math

from shared.rl.algorithm import Algorithm
from shared.rl.tokens import Tokens


def naive_loss(tokens: Tokens, a: Algorithm, group_size: int, max_tokens: int, bonus: float) -> float:
    """Loss of a whole batch as a number; ``tokens`` hold float64."""
    losses: list[list[float]] = []
    for row in range(len(tokens.mask)):
        columns = [t for t in range(tokens.mask.shape[1]) if tokens.mask[row, t]]
        advantage = tokens.advantages[row, 0].item()
        logs = {t: (tokens.logprobs[row, t] - tokens.old_logprobs[row, t]).item() for t in columns}
        losses.append([])
        for t in columns:
            now, old = tokens.logprobs[row, t].item(), tokens.old_logprobs[row, t].item()
            w = math.exp(logs[t])
            if a.importance == "sequence":
                w = math.exp(sum(logs.values()) / len(logs))
            if a.importance == "geometric":
                cut = [min(x, a.clip_high) if advantage > 0 else max(x, -a.clip_low) for x in logs.values()]
                w = math.exp(sum(cut) / len(cut))
            if a.importance == "none":
                w = 1.0
            if a.policy_loss == "clipped":
                near = min(max(w, 1 - a.clip_low), 1 + a.clip_high)
                inner = min(w, a.clip_most) if a.clip_most is not None else w
                loss = -min(inner * advantage, near * advantage)
            elif a.policy_loss == "plain":
                loss = -w * advantage
            elif a.policy_loss == "cispo":
                loss = -min(w, a.weight_most) * advantage * now
            elif a.policy_loss == "sapo":
                tau = a.sapo_temperatures[0 if advantage > 0 else 1]
                loss = -4 / tau / (1 + math.exp(-tau * (w - 1))) * advantage
            else:
                far = math.exp(now) - math.exp(old)
                stop = far > a.clip_high if advantage > 0 else far < -a.clip_low
                loss = 0.0 if stop else -min(w, a.weight_most) * advantage * now
            sampled = {s: tokens.sampled_logprobs[row, s].item() for s in columns}
            if a.off_policy_most is not None and advantage < 0:
                distance = sum(sampled[s] - tokens.logprobs[row, s].item() for s in columns) / len(columns)
                loss *= distance <= a.off_policy_most
            if a.correction != "none":
                exponent = old - sampled[t]
                if a.correction_level == "sequence":
                    exponent = sum(tokens.old_logprobs[row, s].item() - sampled[s] for s in columns)
                rho = math.exp(exponent)
                if a.correction == "truncate":
                    rho = min(max(rho, a.correction_least), a.correction_most)
                elif not a.correction_least <= rho <= a.correction_most:
                    rho = 0.0
                loss *= rho
            if a.kl_factor and a.kl_in == "loss":
                d = tokens.ref_logprobs[row, t].item() - now
                kl = {"k2": d * d / 2}.get(a.kl, math.exp(d) - 1 - d)
                loss += a.kl_factor * kl * (w if a.kl == "k3-weighted" else 1)
            losses[-1].append(loss - bonus * tokens.entropies[row, t].item())
    return _aggregate(losses, a.aggregation, group_size, max_tokens)


def _aggregate(losses: list[list[float]], mode: str, group_size: int, max_tokens: int) -> float:
    if mode == "token":
        return sum(map(sum, losses)) / max(1, sum(map(len, losses)))
    if mode == "sequence":
        return sum(sum(row) / max(1, len(row)) for row in losses) / len(losses)
    if mode == "constant":
        return sum(map(sum, losses)) / (len(losses) * max_tokens)
    groups = [losses[i : i + group_size] for i in range(0, len(losses), group_size)]
    return sum(sum(map(sum, g)) / max(1, sum(map(len, g))) for g in groups) / len(groups)
