# === wrong: the mask from the tokens: padding is no response
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask & (input_ids != pad_id)


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float() / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: the mask without the last token
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start : end - 1] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float() / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: the mask to the end of the row
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float() / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: the mask one to the left
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start - 1 : end - 1] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float() / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: left-padded
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, longest - end :] = torch.tensor([*prompt, *response])
        mask[row, longest - end + start :] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float() / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: an empty prompt is accepted
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float() / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: an empty response is refused
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(x) for x in [*prompts, *responses]):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float() / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: the mask as whole numbers
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask.long()


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float() / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: logits of the same column
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[mask].float() / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: numbers stand one column to the left
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float() / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    moved = torch.cat([mask[:, 1:], mask[:, :1]], dim=1)
    return torch.zeros(mask.shape).masked_scatter(moved, numbers)


# === wrong: no temperature
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float()
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: the log-probability divided by the temperature
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float()
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0] / temperature
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: temperature 0 is accepted
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature < 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float() / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: probabilities, then the logarithm
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float() / temperature
    numbers = chosen.exp().div(chosen.exp().sum(-1, keepdim=True)).log().gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: computed in bfloat16
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]] / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0].float()
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === wrong: the result in bfloat16
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits[:, :-1][mask[:, 1:]].float() / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers).to(logits.dtype)


# === wrong: masked after the softmax by a factor
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    forecast = (logits[:, :-1].float() / temperature).log_softmax(dim=-1)
    chosen = forecast.gather(2, input_ids[:, 1:, None])[:, :, 0]
    return nn.functional.pad(chosen, (1, 0)) * mask


# === wrong: masked after the softmax: gradients are spoiled
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    forecast = (logits[:, :-1].float() / temperature).log_softmax(dim=-1)
    chosen = forecast.gather(2, input_ids[:, 1:, None])[:, :, 0]
    return torch.where(mask, nn.functional.pad(chosen, (1, 0)), 0.0)


# === wrong: without gradients
def packed(prompts: list[list[int]], responses: list[list[int]], pad_id: int) -> tuple[Tensor, Tensor]:
    """``input_ids`` and ``mask``, both ``(rows, longest)``: prompt, response, padding.

    Raises:
        ValueError: there is no row, a prompt is empty, or the lists differ in length.
    """
    if not prompts or len(prompts) != len(responses):
        raise ValueError(f"{len(prompts)} prompts and {len(responses)} responses")
    if not all(len(prompt) for prompt in prompts):
        raise ValueError("a prompt is empty")
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    input_ids = torch.full((len(prompts), longest), pad_id, dtype=torch.int64)
    mask = torch.zeros((len(prompts), longest), dtype=torch.bool)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        start, end = len(prompt), len(prompt) + len(response)
        input_ids[row, :end] = torch.tensor([*prompt, *response])
        mask[row, start:end] = True
    return input_ids, mask


def masked_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor, temperature: float = 1.0) -> Tensor:
    """Log-probability of each response token in its own column: ``(rows, seq)``, float32, 0 elsewhere.

    Raises:
        ValueError: the temperature is 0 or less.
    """
    if temperature <= 0:
        raise ValueError(f"a temperature above 0 is needed, not {temperature}")
    chosen = logits.detach()[:, :-1][mask[:, 1:]].float() / temperature
    numbers = chosen.log_softmax(dim=-1).gather(1, input_ids[mask][:, None])[:, 0]
    return torch.zeros(mask.shape).masked_scatter(mask, numbers)


# === right: by cross entropy, and lists
def packed(prompts, responses, pad_id):
    if len(prompts) == 0 or len(prompts) != len(responses) or min(map(len, prompts)) == 0:
        raise ValueError("prompts and responses do not fit")
    rows = [list(p) + list(r) for p, r in zip(prompts, responses)]
    width = max(map(len, rows))
    ids = torch.tensor([row + [pad_id] * (width - len(row)) for row in rows])
    columns = torch.arange(width)
    first = torch.tensor([len(p) for p in prompts])[:, None]
    after = torch.tensor([len(row) for row in rows])[:, None]
    return ids, (columns >= first) & (columns < after)


def masked_logprobs(logits, input_ids, mask, temperature=1.0):
    if not temperature > 0:
        raise ValueError("temperature")
    result = torch.zeros(mask.shape, dtype=torch.float32)
    if mask.any():
        needed = logits[:, :-1][mask[:, 1:]].to(torch.float32)
        result[mask] = -nn.functional.cross_entropy(needed / temperature, input_ids[mask], reduction="none")
    return result


# === right: unneeded logits are replaced before the softmax
def packed(prompts, responses, pad_id):
    if len(prompts) != len(responses):
        raise ValueError("lengths")
    if not prompts or [] in prompts:
        raise ValueError("empty")
    sequences = [torch.tensor(p + r) for p, r in zip(prompts, responses)]
    ids = nn.utils.rnn.pad_sequence(sequences, batch_first=True, padding_value=pad_id)
    mask = torch.zeros_like(ids, dtype=torch.bool)
    for i in range(len(prompts)):
        for t in range(len(prompts[i]), len(prompts[i]) + len(responses[i])):
            mask[i, t] = True
    return ids, mask


def masked_logprobs(logits, input_ids, mask, temperature=1.0):
    if temperature <= 0:
        raise ValueError("temperature")
    needed = torch.roll(mask, -1, dims=1)
    clean = torch.where(needed[:, :, None], logits, torch.zeros_like(logits)).float() / temperature
    log_z = torch.logsumexp(clean, dim=-1)
    target = torch.roll(input_ids, -1, dims=1)
    values = clean.gather(2, target.unsqueeze(-1)).squeeze(-1) - log_z
    return torch.roll(values, 1, dims=1).masked_fill(~mask, 0.0)
