# === wrong: padding lands in the last slot
def cache_update(keys, values, positions, new_keys, new_values):
    rows = torch.arange(len(positions))[:, None]
    keys[rows, :, positions] = new_keys.transpose(1, 2)
    values[rows, :, positions] = new_values.transpose(1, 2)
    length = int(positions.max()) + 1
    return keys[:, :, :length], values[:, :, :length]


# === wrong: all rows use the first row's slots
def cache_update(keys, values, positions, new_keys, new_values):
    keep = positions[0] >= 0
    keys[:, :, positions[0][keep]] = new_keys[:, :, keep]
    values[:, :, positions[0][keep]] = new_values[:, :, keep]
    length = int(positions.max()) + 1
    return keys[:, :, :length], values[:, :, :length]


# === wrong: stores the keys as values
def cache_update(keys, values, positions, new_keys, new_values):
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys[rows, :, slots] = new_keys[rows, :, tokens]
    values[rows, :, slots] = new_keys[rows, :, tokens]
    length = int(positions.max()) + 1
    return keys[:, :, :length], values[:, :, :length]


# === wrong: works on a copy
def cache_update(keys, values, positions, new_keys, new_values):
    keys, values = keys.clone(), values.clone()
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys[rows, :, slots] = new_keys[rows, :, tokens]
    values[rows, :, slots] = new_values[rows, :, tokens]
    length = int(positions.max()) + 1
    return keys[:, :, :length], values[:, :, :length]


# === wrong: one slot too few
def cache_update(keys, values, positions, new_keys, new_values):
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys[rows, :, slots] = new_keys[rows, :, tokens]
    values[rows, :, slots] = new_values[rows, :, tokens]
    length = int(positions.max())
    return keys[:, :, :length], values[:, :, :length]


# === wrong: the first slots instead of the given ones
def cache_update(keys, values, positions, new_keys, new_values):
    for b, row in enumerate(positions.tolist()):
        for t, slot in enumerate(row):
            if slot >= 0:
                keys[b, :, t], values[b, :, t] = new_keys[b, :, t], new_values[b, :, t]
    length = int(positions.max()) + 1
    return keys[:, :, :length], values[:, :, :length]


# === wrong: appends
def cache_update(keys, values, positions, new_keys, new_values):
    return torch.cat([keys, new_keys], dim=2), torch.cat([values, new_values], dim=2)


# === wrong: the length of the last row
def cache_update(keys, values, positions, new_keys, new_values):
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys[rows, :, slots] = new_keys[rows, :, tokens]
    values[rows, :, slots] = new_values[rows, :, tokens]
    length = int(positions[-1].max()) + 1
    return keys[:, :, :length], values[:, :, :length]


# === right: two loops
def cache_update(keys, values, positions, new_keys, new_values):
    length = 0
    for b in range(positions.shape[0]):
        for t in range(positions.shape[1]):
            slot = int(positions[b, t])
            if slot == -1:
                continue
            keys[b, :, slot, :] = new_keys[b, :, t, :]
            values[b, :, slot, :] = new_values[b, :, t, :]
            length = max(length, slot + 1)
    return keys[:, :, :length], values[:, :, :length]


# === right: a row at a time
def cache_update(keys, values, positions, new_keys, new_values):
    length = positions.max() + 1
    for row, slots in enumerate(positions):
        real = slots >= 0
        keys[row].index_copy_(1, slots[real], new_keys[row][:, real])
        values[row].index_copy_(1, slots[real], new_values[row][:, real])
    return keys.narrow(2, 0, length), values.narrow(2, 0, length)


# === wrong: padding clears slot 0
def cache_update(keys, values, positions, new_keys, new_values):
    padded = (positions < 0).any(dim=1)
    keys[padded, :, 0] = 0
    values[padded, :, 0] = 0
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys[rows, :, slots] = new_keys[rows, :, tokens]
    values[rows, :, slots] = new_values[rows, :, tokens]
    length = int(positions.max()) + 1
    return keys[:, :, :length], values[:, :, :length]


# === wrong: padding is stored in slot 0
def cache_update(keys, values, positions, new_keys, new_values):
    for b, row in enumerate(positions.tolist()):
        for t, slot in enumerate(row):
            keys[b, :, max(slot, 0)], values[b, :, max(slot, 0)] = new_keys[b, :, t], new_values[b, :, t]
    length = int(positions.max()) + 1
    return keys[:, :, :length], values[:, :, :length]


# === wrong: a row ends at its first padding
def cache_update(keys, values, positions, new_keys, new_values):
    for b, row in enumerate(positions.tolist()):
        for t, slot in enumerate(row):
            if slot < 0 and t > 0:
                break
            if slot >= 0:
                keys[b, :, slot], values[b, :, slot] = new_keys[b, :, t], new_values[b, :, t]
    length = int(positions.max()) + 1
    return keys[:, :, :length], values[:, :, :length]


# === wrong: only the first head
def cache_update(keys, values, positions, new_keys, new_values):
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys[rows, 0, slots] = new_keys[rows, 0, tokens]
    values[rows, :, slots] = new_values[rows, :, tokens]
    length = int(positions.max()) + 1
    return keys[:, :, :length], values[:, :, :length]


# === wrong: returns the whole cache
def cache_update(keys, values, positions, new_keys, new_values):
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys[rows, :, slots] = new_keys[rows, :, tokens]
    values[rows, :, slots] = new_values[rows, :, tokens]
    length = int(positions.max()) + 1
    return keys, values


# === wrong: returns copies
def cache_update(keys, values, positions, new_keys, new_values):
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys[rows, :, slots] = new_keys[rows, :, tokens]
    values[rows, :, slots] = new_values[rows, :, tokens]
    length = int(positions.max()) + 1
    return keys[:, :, :length].clone(), values[:, :, :length].clone()


# === wrong: the values in use are a copy
def cache_update(keys, values, positions, new_keys, new_values):
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys[rows, :, slots] = new_keys[rows, :, tokens]
    values[rows, :, slots] = new_values[rows, :, tokens]
    length = int(positions.max()) + 1
    return keys[:, :, :length], values[:, :, :length].clone()


# === wrong: a list, not a tuple
def cache_update(keys, values, positions, new_keys, new_values):
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys[rows, :, slots] = new_keys[rows, :, tokens]
    values[rows, :, slots] = new_values[rows, :, tokens]
    length = int(positions.max()) + 1
    return [keys[:, :, :length], values[:, :, :length]]


# === wrong: the length is the number of new tokens
def cache_update(keys, values, positions, new_keys, new_values):
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys[rows, :, slots] = new_keys[rows, :, tokens]
    values[rows, :, slots] = new_values[rows, :, tokens]
    length = positions.shape[1]
    return keys[:, :, :length], values[:, :, :length]


# === wrong: forgets what was in the other slots
def cache_update(keys, values, positions, new_keys, new_values):
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys.zero_()
    values.zero_()
    keys[rows, :, slots] = new_keys[rows, :, tokens]
    values[rows, :, slots] = new_values[rows, :, tokens]
    length = int(positions.max()) + 1
    return keys[:, :, :length], values[:, :, :length]


# === wrong: changes the positions
def cache_update(keys, values, positions, new_keys, new_values):
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys[rows, :, slots] = new_keys[rows, :, tokens]
    values[rows, :, slots] = new_values[rows, :, tokens]
    positions.clamp_(min=0)
    length = int(positions.max()) + 1
    return keys[:, :, :length], values[:, :, :length]


# === wrong: the shortest row's length
def cache_update(keys, values, positions, new_keys, new_values):
    rows, tokens = (positions >= 0).nonzero(as_tuple=True)
    slots = positions[rows, tokens]
    keys[rows, :, slots] = new_keys[rows, :, tokens]
    values[rows, :, slots] = new_values[rows, :, tokens]
    length = int(positions.max(dim=1).values.min()) + 1
    return keys[:, :, :length], values[:, :, :length]
