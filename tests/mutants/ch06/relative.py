# === wrong: the mean over prompts, not over the group
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=0, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: the mean of the batch
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - rewards.mean()
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: leave-one-out divides by n
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / rewards.shape[1]
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: leave-one-out is the group's mean
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - mean
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: standard deviations divide by n
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True, unbiased=False) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std(unbiased=False) + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: only the batch's divides by n
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std(unbiased=False) + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: 0.000001 is added
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-6)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-6)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: nothing is added
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True))
    elif normalizer == "batch-std":
        above = above / (rewards.std())
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above.nan_to_num(0.0) if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: batch-std is group-std
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: the spread of what is left, not of the rewards
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (above.std() + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: mean of 0 is not looked after
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / mean
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: mean of 0 by a small number
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / (mean + 1e-4)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: equal rows are only about 0
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above


# === wrong: zeros for equal rows without a baseline, too
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above.masked_fill(equal, 0.0)


# === wrong: float64 stays
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards if rewards.dtype == torch.float64 else rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: hands back the rewards themselves
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: groups of one are accepted
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 1:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: three dimensions are accepted
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim < 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: an unknown normalizer is none
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    elif baseline == "none":
        above = rewards.clone()
    else:
        raise ValueError(f"unknown baseline {baseline!r}")
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === wrong: an unknown baseline is none
def relative_rewards(rewards: Tensor, baseline: str = "group", normalizer: str = "group-std") -> Tensor:
    """How much better each response was than expected: ``(prompts, group)`` to ``(prompts, group)``, float32.

    Raises:
        ValueError: a group has fewer than two responses, or a name is unknown.
    """
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError(f"rewards must be (prompts, 2 or more), not {tuple(rewards.shape)}")
    rewards = rewards.float()
    mean = rewards.mean(dim=1, keepdim=True)
    if baseline == "group":
        above = rewards - mean
    elif baseline == "leave-one-out":
        above = rewards - (rewards.sum(dim=1, keepdim=True) - rewards) / (rewards.shape[1] - 1)
    else:
        above = rewards.clone()
    if normalizer == "group-std":
        above = above / (rewards.std(dim=1, keepdim=True) + 1e-4)
    elif normalizer == "batch-std":
        above = above / (rewards.std() + 1e-4)
    elif normalizer == "mean":
        above = above / torch.where(mean == 0, 1.0, mean)
    elif normalizer != "none":
        raise ValueError(f"unknown normalizer {normalizer!r}")
    equal = (rewards == rewards[:, :1]).all(dim=1, keepdim=True)
    return above if baseline == "none" else above.masked_fill(equal, 0.0)


# === right: tables of functions
def relative_rewards(rewards, baseline="group", normalizer="group-std"):
    if rewards.dim() != 2:
        raise ValueError("a table of rewards is needed")
    n = rewards.size(1)
    if n <= 1:
        raise ValueError("nobody to compare with")
    r = rewards.to(torch.float32).clone()
    m = r.mean(1, True)
    subtract = {"group": m, "leave-one-out": (r.sum(1, True) - r) / (n - 1), "none": torch.zeros_like(m)}
    divide = {
        "group-std": r.std(1, keepdim=True) + 0.0001,
        "batch-std": r.std() + 0.0001,
        "mean": m + (m == 0).float(),
        "none": torch.ones(()),
    }
    if baseline not in subtract or normalizer not in divide:
        raise ValueError(f"{baseline} or {normalizer} is unknown")
    result = (r - subtract[baseline]) / divide[normalizer]
    if baseline != "none":
        result[r.amax(1) == r.amin(1)] = 0.0
    return result


# === right: loops over plain numbers
def deviation(numbers):
    middle = sum(numbers) / len(numbers)
    return (sum((x - middle) ** 2 for x in numbers) / (len(numbers) - 1)) ** 0.5


def relative_rewards(rewards, baseline="group", normalizer="group-std"):
    if baseline not in {"group", "leave-one-out", "none"}:
        raise ValueError(baseline)
    if normalizer not in {"group-std", "batch-std", "mean", "none"}:
        raise ValueError(normalizer)
    if rewards.ndim != 2 or rewards.shape[1] < 2:
        raise ValueError("shape")
    rows = [[float(x) for x in row] for row in rewards.tolist()]
    everything = [x for row in rows for x in row]
    out = []
    for row in rows:
        if baseline != "none" and len(set(row)) == 1:
            out.append([0.0] * len(row))
            continue
        by = 1.0
        if normalizer == "group-std":
            by = deviation(row) + 1e-4
        if normalizer == "batch-std":
            by = deviation(everything) + 1e-4
        if normalizer == "mean":
            by = sum(row) / len(row) or 1.0
        new = []
        for i, x in enumerate(row):
            others = row[:i] + row[i + 1 :]
            minus = {"group": sum(row) / len(row), "leave-one-out": sum(others) / len(others), "none": 0.0}
            new.append((x - minus[baseline]) / by)
        out.append(new)
    return torch.tensor(out, dtype=torch.float32)
