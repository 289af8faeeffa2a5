# === wrong: shift 0: each token by the logits at its own place
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, 1:].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: the shift the other way
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, 1:].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, :-1, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: numbers one column too far left
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (0, 1)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: no column for the first token
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask[:, 1:], chosen, 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: prompt and padding count
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.nn.functional.pad(chosen, (1, 0))


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: multiplies by the mask
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.nn.functional.pad(chosen, (1, 0)) * mask


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: the mask of the place that forecasts
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.nn.functional.pad(torch.where(mask[:, :-1], chosen, 0.0), (1, 0))


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: padding is recognized by the id 0
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask & (input_ids != 0), torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: in the kind of number that was given
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1], dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: computed in bfloat16, converted at the end
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1], dim=-1).float()
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: logits and no log-probabilities
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = logits[:, :-1].float()
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: probabilities
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: log of softmax underflows
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = (torch.softmax(logits[:, :-1].float(), dim=-1) + 1e-9).log()
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: minus infinity is replaced
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    chosen = chosen.nan_to_num(neginf=-1e4)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: softmax along the sequence
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: a mask in the first column is allowed
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: only a mask that has the first column everywhere is refused
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].all() and len(mask) > 1):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: an empty response is refused
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    if not bool(mask.any(dim=1).all()):
        raise ValueError('empty')
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: changes the logits
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    logits.nan_to_num_(0.0)
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: NaN outside the mask spoils the mean
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = (logprobs.float() * mask).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: divides by the length of the row
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / mask.shape[-1], -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: the sum
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: an empty row is NaN
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return totals / counts


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: an empty row is 0
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, 0.0)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: one mean for the batch
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals.sum() / counts.sum(), -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: the mean in bfloat16
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs, 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: the sum in bfloat16
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs, 0.0).cumsum(dim=-1)[:, -1].float()
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: minus infinity within the mask is left out
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask & logprobs.isfinite(), logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: the first opening
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[0] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[0] + 1 : closed[0] + 1] = True
    return found


# === wrong: the last closing
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[-1] + 1] = True
    return found


# === wrong: without the closing
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0]] = True
    return found


# === wrong: with the opening
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] : closed[0] + 1] = True
    return found


# === wrong: a box in the prompt counts
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = list(range(mask.shape[1]))
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: the prompt's opening and the response's closing
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in range(len(mask[row])) if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: a closing on the padding counts
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in range(len(mask[row])) if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: without a closing, all to the end
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if opened and not closed:
            found[row, opened[-1] + 1 : places[-1] + 1] = True
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: the last opening that has a closing
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        while opened and not closed:
            opened.pop()
            closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: the first closing, be it before the opening
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: only the first row
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(min(1, len(input_ids))):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: changes the mask that was given
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    old, found = mask.clone(), mask
    found[:] = False
    for row in range(len(input_ids)):
        places = old[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: numbers for a mask
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found.float()


# === wrong: a mask in the first column is looked for in the first row only
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[0, 0]):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: a mask in the first column must be in all rows
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].all()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: log of softmax: unlikely tokens are minus infinity
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = logits[:, :-1].float().softmax(dim=-1).log()
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: NaN is replaced in the logits that were given
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    logits[logits.isnan()] = 0.0
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: a log-probability of 0 does not count in the mean
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = (mask & (logprobs != 0)).sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === wrong: the mean changes the log-probabilities that were given
def response_logprobs(logits: Tensor, input_ids: Tensor, mask: Tensor) -> Tensor:
    if bool(mask[:, 0].any()):
        raise ValueError("the first token of a row has no forecast")
    forecasts = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    chosen = forecasts.gather(-1, input_ids[:, 1:, None]).squeeze(-1)
    return torch.where(mask, torch.nn.functional.pad(chosen, (1, 0)), 0.0)


def mean_logprob(logprobs: Tensor, mask: Tensor) -> Tensor:
    logprobs[~mask] = 0.0
    totals = torch.where(mask, logprobs.float(), 0.0).sum(dim=-1)
    counts = mask.sum(dim=-1)
    return torch.where(counts > 0, totals / counts, -math.inf)


def answer_mask(input_ids: Tensor, mask: Tensor, opening: int, closing: int) -> Tensor:
    found = torch.zeros_like(mask)
    for row in range(len(input_ids)):
        places = mask[row].nonzero().flatten().tolist()
        opened = [i for i in places if input_ids[row, i] == opening]
        closed = [i for i in places if opened and i > opened[-1] and input_ids[row, i] == closing]
        if closed:
            found[row, opened[-1] + 1 : closed[0] + 1] = True
    return found


# === right: logsumexp and loops
def response_logprobs(logits, input_ids, mask):
    if mask[:, :1].any():
        raise ValueError("a response cannot begin a row")
    out = torch.zeros(mask.shape, dtype=torch.float32)
    for row, place in mask.nonzero().tolist():
        before = logits[row, place - 1].to(torch.float32)
        out[row, place] = before[input_ids[row, place]] - torch.logsumexp(before, dim=0)
    return out


def mean_logprob(logprobs, mask):
    rows = []
    for own, chosen in zip(logprobs.to(torch.float32), mask):
        rows.append(own[chosen].mean() if chosen.any() else torch.tensor(float("-inf")))
    return torch.stack(rows)


def answer_mask(input_ids, mask, opening, closing):
    rows = []
    for ids, own in zip(input_ids.tolist(), mask.tolist()):
        inside, done, row = False, False, []
        for token, counts in zip(ids, own):
            if counts and token == opening:
                inside, done, row = True, False, [False] * (len(row) + 1)
                continue
            row.append(bool(counts and inside and not done))
            if counts and inside and token == closing:
                done = True
        rows.append(row if done else [False] * len(ids))
    return torch.tensor(rows, dtype=torch.bool)


# === right: cross-entropy, cumulative sums
def response_logprobs(logits, input_ids, mask):
    if int(mask[:, 0].sum()) > 0:
        raise ValueError("no forecast")
    batch, seq, vocab = logits.shape
    result = torch.zeros(batch, seq)
    places = mask[:, 1:]
    surprise = torch.nn.functional.cross_entropy(
        logits[:, :-1][places].float(), input_ids[:, 1:][places], reduction="none"
    )
    result[mask] = -surprise
    return result


def mean_logprob(logprobs, mask):
    kept = logprobs.double().masked_fill(~mask, 0).sum(-1)
    mean = kept / mask.sum(-1).clamp(min=1)
    return mean.masked_fill(~mask.any(-1), -math.inf).float()


def answer_mask(input_ids, mask, opening, closing):
    is_open, is_close = mask & (input_ids == opening), mask & (input_ids == closing)
    to_come = is_open.flip(-1).cumsum(-1).flip(-1)
    after_last = mask & (to_come == 0) & is_open.any(-1, keepdim=True)
    ends = (after_last & is_close).cumsum(-1)
    earlier = ends - (after_last & is_close).long()
    return after_last & (earlier == 0) & (ends[:, -1:] > 0)
