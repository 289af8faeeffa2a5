# === wrong: the colleague's function
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (input_ids != end_id)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = log_ratios.exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: only the mean is mended
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (input_ids != end_id)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: only the mask is mended
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = log_ratios.exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: padding counts
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = columns >= start
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: the end-of-text token is the first end_id after the prompt
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    ends = ((input_ids == end_id) & (columns >= start)).long().cumsum(dim=1)
    mask = (columns >= start) & ((ends == 0) | ((ends == 1) & (input_ids == end_id)))
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: one token too few
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count - 1)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: one token too many
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns <= start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: the prompt counts, too
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns < start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: the mean over all columns
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.shape[1]).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: the mean of the ratios, not of their logarithms
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = torch.where(mask, (logprobs - old_logprobs.detach()).exp(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1))
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: a weight for each token
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0)
    weights = log_ratios.exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: the mean over rows
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return per_row.mean()


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: NaN outside of the mask is multiplied by 0
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = ((logprobs - old_logprobs.detach()) * mask).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: gradients to the old ones
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs, 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: gradients to the advantages
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: no tokens: 0 / 0
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum()


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: a row without tokens: 0 / 0
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: the maximum
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.maximum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BEG"}


# === wrong: caught: F is thought to fail, too
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEFH", "with the mask mended": "BEG"}


# === wrong: caught: the hidden one is missed
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BCEH", "with the mask mended": "BE"}


# === wrong: caught: the two are exchanged
def step_loss(
    logprobs: Tensor,
    old_logprobs: Tensor,
    input_ids: Tensor,
    prompt_lengths: Tensor,
    response_lengths: Tensor,
    advantages: Tensor,
    end_id: int,
    clip: float,
) -> Tensor:
    """The loss of a step with one weight for each response: a tensor without dimensions."""
    columns = torch.arange(input_ids.shape[1])
    start, count = prompt_lengths[:, None], response_lengths[:, None]
    mask = (columns >= start) & (columns < start + count)
    log_ratios = torch.where(mask, logprobs - old_logprobs.detach(), 0.0).sum(dim=1, keepdim=True)
    weights = (log_ratios / mask.sum(dim=1, keepdim=True).clamp(min=1)).exp()
    above = advantages.detach()[:, None]
    per_row = -torch.minimum(weights * above, weights.clamp(1 - clip, 1 + clip) * above)
    return (per_row * mask).sum() / mask.sum().clamp(min=1)


def caught() -> dict[str, str]:
    """Which tests fail: ``"as it is"``, and ``"with the mask mended"`` as the only change."""
    return {"as it is": "BEG", "with the mask mended": "BCEH"}


# === right: row by row, and the tests are run
def step_loss(logprobs, old_logprobs, input_ids, prompt_lengths, response_lengths, advantages, end_id, clip):
    total, tokens = torch.zeros(()), 0
    for i, (first, number) in enumerate(zip(prompt_lengths.tolist(), response_lengths.tolist())):
        if number == 0:
            continue
        new = logprobs[i, first : first + number]
        old = old_logprobs[i, first : first + number].detach()
        weight = (new - old).mean().exp()
        a = advantages[i].item()
        loss = -torch.min(weight * a, weight.clamp(1 - clip, 1 + clip) * a)
        total, tokens = total + loss * number, tokens + number
    return total / max(tokens, 1)


def caught():
    cases = [
        ([[7, 0]], [[0, 0]], [1], -1),
        ([[7, 0]], [[0.001, 0.005]], [1], -1.0030),
        ([[0]], [[0.005]], [1], -1.0050),
        ([[7, 8]], [[0.004, -0.004]], [1], -1),
        ([[7, 8]], [[0.004, 0.004]], [1], -1.0040),
        ([[7, 8, 0]], [[0.3, 0.3, 0.3]], [1], -1.0100),
        ([[7, 0]], [[0.004, 0.004]], [1], -1.0040),
        ([[0], [7, 8, 0]], [[0], [0, 0, 0]], [1, -1], 0.5),
    ]
    found = {"as it is": "", "with the mask mended": ""}
    for letter, (texts, added, signs, wanted) in zip("ABCDEFGH", cases):
        ids, _ = right_pad([[5]] * len(texts), texts, 0)
        extra = torch.zeros(ids.shape)
        for i, row in enumerate(added):
            extra[i, 1 : 1 + len(row)] = torch.tensor(row)
        counts = torch.tensor([len(t) for t in texts])
        columns = torch.arange(ids.shape[1])
        masks = {
            "as it is": (columns >= 1) & (ids != 0),
            "with the mask mended": (columns >= 1) & (columns <= counts[:, None]),
        }
        for name, mask in masks.items():
            weights = (extra * mask).sum(dim=1, keepdim=True).exp()
            A = torch.tensor(signs, dtype=torch.float32)[:, None]
            loss = -torch.minimum(weights * A, weights.clamp(0.99, 1.01) * A)
            value = ((loss * mask).sum() / mask.sum()).item()
            if not abs(value - wanted) < 1e-4:
                found[name] += letter
    return found


# === right: masked_fill, and each row weighted by its length
def step_loss(logprobs, old_logprobs, input_ids, prompt_lengths, response_lengths, advantages, end_id, clip):
    place = torch.arange(logprobs.size(1)).unsqueeze(0) - prompt_lengths.unsqueeze(1)
    outside = (place < 0) | (place >= response_lengths.unsqueeze(1))
    n = response_lengths.to(logprobs.dtype)
    gain = (logprobs - old_logprobs.detach()).masked_fill(outside, 0.0).sum(1) / n.clamp(min=1)
    a = advantages.detach()
    w = gain.exp()
    row = torch.where(a > 0, w.clamp(max=1 + clip), w.clamp(min=1 - clip)) * -a
    return (row * n).sum() / n.sum().clamp(min=1)


def caught():
    return dict([("as it is", "BCEH"), ("with the mask mended", "BEG")])
