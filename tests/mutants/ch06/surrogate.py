# === wrong: the sign of the loss
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: the larger of the two
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.maximum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: only the clipped term
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -clipped


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: the minimum of the weights, then the advantage
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights, weights.clamp(1 - low, 1 + high)) * above


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: high and low are exchanged
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - high, 1 + low) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: low for both sides
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + low) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: the ratio upside down
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (old_logprobs.detach() - logprobs).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: most for both signs
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = weights.clamp(max=most)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | (weights > most)


# === wrong: most where the advantage is positive
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above > 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: most bounds from below
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(min=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: clamped after the exponential
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).exp().clamp(math.exp(-20), math.exp(20))
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: not clamped
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: clamped to 10
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-10, 10).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-10, 10).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: gradients to the old ones
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: gradients to the advantages
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: weights without gradients
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs).detach().clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: the ratio to itself, not to the old one
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: negative ranges are accepted
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: most of 1 + high is accepted
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most < 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: silenced on both sides for both signs
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = (above != 0) & ((weights > 1 + high) | (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: silenced for advantage 0, too
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above <= 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === wrong: silenced does not know most
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + high)) | ((above < 0) & (weights < 1 - low))
    return gone


# === wrong: silenced with low for high
def surrogate(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """The clipped loss of each token: ``(rows, seq)``, from ``(rows, seq)`` twice and ``(rows,)``.

    Raises:
        ValueError: a range is negative, or ``most`` lies within it.
    """
    if low < 0 or high < 0:
        raise ValueError(f"clip ranges are 0 or more, not {low} and {high}")
    if most is not None and most <= 1 + high:
        raise ValueError(f"most must be greater than {1 + high}, not {most}")
    weights = (logprobs - old_logprobs.detach()).clamp(-20, 20).exp()
    above = advantages.detach()[:, None]
    clipped = weights.clamp(1 - low, 1 + high) * above
    if most is not None:
        weights = torch.where(above < 0, weights.clamp(max=most), weights)
    return -torch.minimum(weights * above, clipped)


def silenced(
    logprobs: Tensor,
    old_logprobs: Tensor,
    advantages: Tensor,
    low: float = 0.2,
    high: float = 0.2,
    most: float | None = None,
) -> Tensor:
    """Where a clip has taken the gradient away: ``(rows, seq)``, bool."""
    weights = (logprobs - old_logprobs).clamp(-20, 20).exp()
    above = advantages[:, None]
    gone = ((above > 0) & (weights > 1 + low)) | ((above < 0) & (weights < 1 - low))
    return gone if most is None else gone | ((above < 0) & (weights > most))


# === right: by cases, without a minimum
def ratios_of(logprobs, old_logprobs):
    return torch.exp(torch.clip(logprobs - old_logprobs.detach(), -20.0, 20.0))


def surrogate(logprobs, old_logprobs, advantages, low=0.2, high=0.2, most=None):
    if min(low, high) < 0:
        raise ValueError("negative range")
    if most is not None and not most > 1 + high:
        raise ValueError("most is too small")
    a = advantages.detach().unsqueeze(1).expand_as(logprobs)
    w = ratios_of(logprobs, old_logprobs)
    good = torch.clamp(w, max=1 + high)
    bad = torch.clamp(w, min=1 - low)
    if most is not None:
        bad = torch.clamp(bad, max=most)
    return -a * torch.where(a > 0, good, bad)


def silenced(logprobs, old_logprobs, advantages, low=0.2, high=0.2, most=None):
    w = ratios_of(logprobs, old_logprobs)
    a = advantages.unsqueeze(1)
    top = float("inf") if most is None else most
    return torch.where(a > 0, w > 1 + high, (a < 0) & ((w < 1 - low) | (w > top)))


# === right: the maximum of two losses; silenced asks autograd
def surrogate(logprobs, old_logprobs, advantages, low=0.2, high=0.2, most=None):
    if low < 0 or high < 0 or (most is not None and most <= 1 + high):
        raise ValueError("ranges")
    with torch.no_grad():
        old, adv = old_logprobs.clone(), advantages.clone().reshape(-1, 1)
    ratio = torch.clamp(logprobs - old, min=-20, max=20).exp()
    loss = torch.max(-adv * ratio, -adv * torch.clamp(ratio, 1.0 - low, 1.0 + high))
    if most is None:
        return loss
    return torch.where(adv < 0, torch.min(loss, -adv * most), loss)


def silenced(logprobs, old_logprobs, advantages, low=0.2, high=0.2, most=None):
    old = old_logprobs.detach()
    leaf = (old + (logprobs.detach() - old).clamp(-19.9, 19.9)).requires_grad_()
    surrogate(leaf, old, advantages, low, high, most).sum().backward()
    return (leaf.grad == 0) & (advantages[:, None] != 0)
