# === wrong: top-p drops the token that crosses
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(values.cumsum(dim=-1) <= p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: top-p drops the token that crosses, but never the first
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    before = values.cumsum(dim=-1)
    before[:, 0] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: a sum of exactly p has not reached it
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before <= p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: rounding cuts at p = 1
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: p = 1 is refused
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p < 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: p = 0 is allowed
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 <= p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: p above 1 is allowed
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: p below 0 is allowed
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not p <= 1 or p == 0:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: what is kept is not scaled in top-p
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept


# === wrong: what is kept is not scaled in top-k
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: sorted places
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.where(before < p, values, 0.0)
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: gather where scatter is needed
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.where(before < p, values, 0.0).gather(-1, order)
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: ties to the larger ids in top-p
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.flip(-1).sort(dim=-1, descending=True, stable=True)
    order = probs.shape[-1] - 1 - order
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: ties to the larger ids in top-k
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.flip(-1).sort(dim=-1, descending=True, stable=True)
    order = probs.shape[-1] - 1 - order
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: top-k keeps all ties
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    k = min(k, probs.shape[-1])
    kept = torch.where(probs >= values[:, k - 1 : k], probs, 0.0)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: top-p keeps all ties with the last
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    last = torch.where(before < p, values, 2.0).amin(dim=-1, keepdim=True)
    kept = torch.where(probs >= last, probs, 0.0)
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: k beyond the vocabulary is an error
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    values[:, k - 1] += 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: k = 0 is allowed
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 0:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: keeps one token too few in top-k
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, max(k - 1, 1) :] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: the first row decides for all
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before[:1] < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: the sum runs on from row to row
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.flatten().cumsum(0).view_as(values) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: changes what was given in top-k
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = probs.zero_().scatter_(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: changes what was given in top-p
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = probs.zero_().scatter_(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: softmax in place of a division
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return torch.where(kept > 0, kept, -math.inf).softmax(dim=-1)


# === wrong: a k below 0 counts from the end
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k == 0:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: a tolerance for p
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p - 1e-6, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: p of 0.999 or more is 1
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 0
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p >= 0.999:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === wrong: cut tokens keep a little
def keep_top_k(probs: Tensor, k: int) -> Tensor:
    if k < 1:
        raise ValueError(f"k is 1 or more, not {k}")
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    values[:, k:] = 1e-9
    kept = torch.zeros_like(probs).scatter(-1, order, values)
    return kept / kept.sum(dim=-1, keepdim=True)


def keep_top_p(probs: Tensor, p: float) -> Tensor:
    if not 0 < p <= 1:
        raise ValueError(f"p is above 0 and at most 1, not {p}")
    if p == 1:
        return probs / probs.sum(dim=-1, keepdim=True)
    values, order = probs.sort(dim=-1, descending=True, stable=True)
    before = values.cumsum(dim=-1) - values
    kept = torch.zeros_like(probs).scatter(-1, order, torch.where(before < p, values, 0.0))
    return kept / kept.sum(dim=-1, keepdim=True)


# === right: row by row, in plain Python
def cut_rows(probs, choose):
    out = torch.zeros_like(probs)
    for row, target in zip(probs, out):
        ranked = sorted(range(len(row)), key=lambda i: (-row[i].item(), i))
        kept = choose([row[i].item() for i in ranked])
        total = sum(row[i].item() for i in ranked[:kept])
        for i in ranked[:kept]:
            target[i] = row[i].item() / total
    return out


def keep_top_k(probs, k):
    if k < 1:
        raise ValueError("k must be 1 or more")
    return cut_rows(probs, lambda values: k)


def keep_top_p(probs, p):
    if p <= 0 or p > 1:
        raise ValueError("p must be above 0, and at most 1")

    def choose(values):
        total = 0.0
        for number, value in enumerate(values, 1):
            total += value
            if total >= p and p < 1:
                return number
        return len(values)

    return cut_rows(probs, choose)


# === right: masks, and a sum in double precision
def scaled(probs, order, stays):
    mask = torch.zeros_like(probs, dtype=torch.bool).scatter(1, order, stays)
    kept = probs.masked_fill(~mask, 0.0)
    return kept / kept.sum(1, keepdim=True)


def keep_top_k(probs, k):
    if k <= 0:
        raise ValueError("k must be positive")
    order = torch.argsort(probs, dim=1, descending=True, stable=True)
    places = torch.arange(probs.shape[1]).expand_as(probs)
    return scaled(probs, order, places < k)


def keep_top_p(probs, p):
    if not (p > 0 and p <= 1):
        raise ValueError("p must be in (0, 1]")
    if p == 1:
        return probs.clone()
    order = torch.argsort(probs, dim=1, descending=True, stable=True)
    sums = probs.gather(1, order).double().cumsum(1)
    reached_before = torch.cat([torch.zeros(len(probs), 1).double(), sums[:, :-1]], dim=1)
    return scaled(probs, order, reached_before < p)
