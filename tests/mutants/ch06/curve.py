# === wrong: the sign
def curve_advantages(rewards: Tensor) -> Tensor:
    """From ``(prompts, group)`` to ``(prompts * group,)``, one prompt's responses after another's."""
    rewards = rewards.float()
    above = rewards - rewards.mean(dim=1, keepdim=True)
    above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above.masked_fill(equal, 0.0).reshape(-1)


def curve_loss(logprobs: Tensor, old_logprobs: Tensor, mask: Tensor, advantages: Tensor) -> Tensor:
    """The sum of the losses of all tokens in the mask: a tensor without dimensions."""
    weights = torch.where(mask, logprobs - old_logprobs, 0.0).exp()
    above = advantages[:, None]
    per_token = torch.minimum(weights * above, weights.clamp(0.8, 1.2) * above)
    return torch.where(mask, per_token, 0.0).sum()


# === wrong: no baseline
def curve_advantages(rewards: Tensor) -> Tensor:
    """From ``(prompts, group)`` to ``(prompts * group,)``, one prompt's responses after another's."""
    rewards = rewards.float()
    above = rewards
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above.reshape(-1)


def curve_loss(logprobs: Tensor, old_logprobs: Tensor, mask: Tensor, advantages: Tensor) -> Tensor:
    """The sum of the losses of all tokens in the mask: a tensor without dimensions."""
    weights = torch.where(mask, logprobs - old_logprobs, 0.0).exp()
    above = advantages[:, None]
    per_token = -torch.minimum(weights * above, weights.clamp(0.8, 1.2) * above)
    return torch.where(mask, per_token, 0.0).sum()


# === wrong: the order: one response of each prompt after another
def curve_advantages(rewards: Tensor) -> Tensor:
    """From ``(prompts, group)`` to ``(prompts * group,)``, one prompt's responses after another's."""
    rewards = rewards.float()
    above = rewards - rewards.mean(dim=1, keepdim=True)
    above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above.masked_fill(equal, 0.0).T.reshape(-1)


def curve_loss(logprobs: Tensor, old_logprobs: Tensor, mask: Tensor, advantages: Tensor) -> Tensor:
    """The sum of the losses of all tokens in the mask: a tensor without dimensions."""
    weights = torch.where(mask, logprobs - old_logprobs, 0.0).exp()
    above = advantages[:, None]
    per_token = -torch.minimum(weights * above, weights.clamp(0.8, 1.2) * above)
    return torch.where(mask, per_token, 0.0).sum()


# === wrong: the mask is the other way round
def curve_advantages(rewards: Tensor) -> Tensor:
    """From ``(prompts, group)`` to ``(prompts * group,)``, one prompt's responses after another's."""
    rewards = rewards.float()
    above = rewards - rewards.mean(dim=1, keepdim=True)
    above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above.masked_fill(equal, 0.0).reshape(-1)


def curve_loss(logprobs: Tensor, old_logprobs: Tensor, mask: Tensor, advantages: Tensor) -> Tensor:
    """The sum of the losses of all tokens in the mask: a tensor without dimensions."""
    weights = torch.where(mask, logprobs - old_logprobs, 0.0).exp()
    above = advantages[:, None]
    per_token = -torch.minimum(weights * above, weights.clamp(0.8, 1.2) * above)
    return torch.where(mask, 0.0, per_token).sum()


# === wrong: the ratio of the new ones to themselves
def curve_advantages(rewards: Tensor) -> Tensor:
    """From ``(prompts, group)`` to ``(prompts * group,)``, one prompt's responses after another's."""
    rewards = rewards.float()
    above = rewards - rewards.mean(dim=1, keepdim=True)
    above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above.masked_fill(equal, 0.0).reshape(-1)


def curve_loss(logprobs: Tensor, old_logprobs: Tensor, mask: Tensor, advantages: Tensor) -> Tensor:
    """The sum of the losses of all tokens in the mask: a tensor without dimensions."""
    weights = torch.where(mask, logprobs - logprobs, 0.0).exp()
    above = advantages[:, None]
    per_token = -torch.minimum(weights * above, weights.clamp(0.8, 1.2) * above)
    return torch.where(mask, per_token, 0.0).sum()


# === wrong: each response is its own baseline
def curve_advantages(rewards: Tensor) -> Tensor:
    """From ``(prompts, group)`` to ``(prompts * group,)``, one prompt's responses after another's."""
    rewards = rewards.float()
    above = rewards - rewards
    above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above.masked_fill(equal, 0.0).reshape(-1)


def curve_loss(logprobs: Tensor, old_logprobs: Tensor, mask: Tensor, advantages: Tensor) -> Tensor:
    """The sum of the losses of all tokens in the mask: a tensor without dimensions."""
    weights = torch.where(mask, logprobs - old_logprobs, 0.0).exp()
    above = advantages[:, None]
    per_token = -torch.minimum(weights * above, weights.clamp(0.8, 1.2) * above)
    return torch.where(mask, per_token, 0.0).sum()


# === right: Dr. GRPO and REINFORCE
def curve_advantages(rewards):
    exact = rewards.double()
    centred = exact - exact.mean(dim=1, keepdim=True)
    return centred.flatten().float()


def curve_loss(logprobs, old_logprobs, mask, advantages):
    each = advantages.unsqueeze(1).expand(mask.shape)
    return -(each[mask] * logprobs[mask]).sum()


# === right: leave-one-out, row by row
def curve_advantages(rewards):
    out = []
    for row in rewards.tolist():
        for i, x in enumerate(row):
            others = row[:i] + row[i + 1 :]
            out.append(0.0 if len(set(row)) == 1 else x - sum(others) / len(others))
    return torch.tensor(out)


def curve_loss(logprobs, old_logprobs, mask, advantages):
    total = torch.zeros(())
    for new, old, counts, a in zip(logprobs, old_logprobs, mask, advantages):
        ratio = (new[counts] - old[counts].detach()).exp()
        total = total - torch.min(ratio * a, ratio.clamp(0.9, 1.3) * a).sum()
    return total
