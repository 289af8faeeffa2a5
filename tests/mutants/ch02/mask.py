# === wrong: real tokens see padding
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    return key <= query.clamp(min=0)


# === wrong: a token does not see itself
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    return (key >= 0) & (key < query.clamp(min=0))


# === wrong: rows of padding are empty
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    return (key >= 0) & (key <= query)


# === wrong: padding looks at itself
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    itself = torch.eye(positions.shape[1], dtype=torch.bool)
    return ((key >= 0) & (key <= query)) | ((query < 0) & itself)


# === wrong: padding looks at position 0 and at itself
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    itself = torch.eye(positions.shape[1], dtype=torch.bool)
    return ((key >= 0) & (key <= query.clamp(min=0))) | itself


# === wrong: padding sees all real tokens
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    return (key >= 0) & ((key <= query) | (query < 0))


# === wrong: padding sees all padding
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    return ((key >= 0) & (key <= query)) | ((query < 0) & (key < 0))


# === wrong: padding looks at the first column
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    mask = (key >= 0) & (key <= query)
    mask[:, :, 0] |= positions < 0
    return mask


# === wrong: padding looks at the last column
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    mask = (key >= 0) & (key <= query)
    mask[:, :, -1] |= positions < 0
    return mask


# === wrong: transposed
def attention_mask(positions):
    query, key = positions[:, None, :], positions[:, :, None]
    return (key >= 0) & (key <= query.clamp(min=0))


# === wrong: the first row's mask for all rows
def attention_mask(positions):
    query, key = positions[:1, :, None], positions[:1, None, :]
    return ((key >= 0) & (key <= query.clamp(min=0))).expand(len(positions), -1, -1)


# === wrong: not Boolean
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    return ((key >= 0) & (key <= query.clamp(min=0))).float()


# === wrong: numbers to add to the scores
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    allowed = (key >= 0) & (key <= query.clamp(min=0))
    return torch.zeros(allowed.shape).masked_fill(~allowed, -torch.inf)


# === wrong: what is forbidden
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    return ~((key >= 0) & (key <= query.clamp(min=0)))


# === wrong: takes a position of 0 for padding
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    return (key > 0) & (key <= query.clamp(min=0))


# === wrong: changes the positions
def attention_mask(positions):
    real = positions[:, None, :] >= 0
    positions.clamp_(min=0)
    query, key = positions[:, :, None], positions[:, None, :]
    return real & (key <= query.clamp(min=0))


# === wrong: the plain triangle, padding or not
def attention_mask(positions):
    batch, seq = positions.shape
    return torch.ones(seq, seq, dtype=torch.bool).tril().expand(batch, seq, seq)


# === wrong: one axis for the heads
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    return ((key >= 0) & (key <= query.clamp(min=0)))[:, None]


# === right: a triangle with the padding cut out, then the rows of padding
def attention_mask(positions):
    batch, seq = positions.shape
    triangle = torch.tril(torch.ones(seq, seq)).bool().expand(batch, seq, seq)
    padding = positions < 0
    mask = triangle & ~padding[:, None, :]
    first = torch.nn.functional.one_hot(padding.sum(dim=1), seq).bool()
    return torch.where(padding[:, :, None], first[:, None, :], mask)


# === right: with loops
def attention_mask(positions):
    batch, seq = positions.shape
    mask = torch.zeros(batch, seq, seq, dtype=torch.bool)
    for b in range(batch):
        for q in range(seq):
            for k in range(seq):
                key, query = int(positions[b, k]), int(positions[b, q])
                if query == -1:
                    mask[b, q, k] = key == 0
                else:
                    mask[b, q, k] = 0 <= key <= query
    return mask
