# === wrong: real tokens see padding
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    return key <= query


# === wrong: a token does not see itself
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    itself = torch.eye(positions.shape[1], dtype=torch.bool)
    return ((key >= 0) & (key < query)) | ((query < 0) & itself)


# === wrong: rows of padding are empty
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    return (key >= 0) & (key <= query)


# === wrong: transposed
def attention_mask(positions):
    query, key = positions[:, None, :], positions[:, :, None]
    itself = torch.eye(positions.shape[1], dtype=torch.bool)
    return ((key >= 0) & (key <= query)) | ((query < 0) & itself)


# === wrong: padding sees all padding
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    return ((key >= 0) & (key <= query)) | ((query < 0) & (key < 0))


# === wrong: the first row's mask for all rows
def attention_mask(positions):
    query, key = positions[:1, :, None], positions[:1, None, :]
    itself = torch.eye(positions.shape[1], dtype=torch.bool)
    mask = ((key >= 0) & (key <= query)) | ((query < 0) & itself)
    return mask.expand(len(positions), -1, -1)


# === wrong: not Boolean
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    itself = torch.eye(positions.shape[1], dtype=torch.bool)
    return (((key >= 0) & (key <= query)) | ((query < 0) & itself)).float()


# === wrong: takes a position of 0 for padding
def attention_mask(positions):
    query, key = positions[:, :, None], positions[:, None, :]
    itself = torch.eye(positions.shape[1], dtype=torch.bool)
    return ((key > 0) & (key <= query)) | itself


# === right: a triangle with the padding cut out
def attention_mask(positions):
    batch, seq = positions.shape
    triangle = torch.tril(torch.ones(seq, seq)).bool().expand(batch, seq, seq)
    real = positions >= 0
    return (triangle & real[:, None, :] & real[:, :, None]) | torch.eye(seq).bool()


# === right: with loops
def attention_mask(positions):
    batch, seq = positions.shape
    mask = torch.zeros(batch, seq, seq, dtype=torch.bool)
    for b in range(batch):
        for q in range(seq):
            mask[b, q, q] = True
            for k in range(q):
                mask[b, q, k] = positions[b, k] >= 0 and positions[b, q] >= 0
    return mask
