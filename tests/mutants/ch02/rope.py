# === wrong: pairs neighbours
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    angles = positions[:, None] * theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    a, b = x[:, 0::2], x[:, 1::2]
    cos, sin = angles.cos(), angles.sin()
    return torch.stack([a * cos - b * sin, b * cos + a * sin], dim=-1).flatten(1)


# === wrong: turns the other way
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    angles = positions[:, None] * theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos + b * sin, b * cos - a * sin], dim=-1)


# === wrong: exponent i/d instead of 2i/d
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    angles = positions[:, None] * theta ** -(torch.arange(head_dim // 2) / head_dim)
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: forgets the minus sign in the exponent
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    angles = positions[:, None] * theta ** (torch.arange(0, head_dim, 2) / head_dim)
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: counts positions itself
def rope(x, positions, theta=10_000.0):
    seq, head_dim = x.shape
    angles = torch.arange(seq)[:, None] * theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: the second half is computed from the first, already turned
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    angles = positions[:, None] * theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    a = a * cos - b * sin
    b = b * cos + a * sin
    return torch.cat([a, b], dim=-1)


# === wrong: one angle for all pairs
def rope(x, positions, theta=10_000.0):
    angles = positions[:, None].float()
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === right: complex numbers
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    exponents = -torch.arange(0, head_dim, 2).double() / head_dim
    angles = torch.outer(positions.double(), theta**exponents)
    a, b = x.double().chunk(2, dim=-1)
    turned = torch.complex(a, b) * torch.polar(torch.ones_like(angles), angles)
    return torch.cat([turned.real, turned.imag], dim=-1).to(x.dtype)


# === right: rotate_half, in the transformers library's way
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    inv_freq = 1.0 / (theta ** (torch.arange(0, head_dim, 2).float() / head_dim))
    freqs = positions.float()[:, None] @ inv_freq[None]
    emb = torch.cat((freqs, freqs), dim=-1)
    half = head_dim // 2
    return x * emb.cos() + torch.cat((-x[..., half:], x[..., :half]), dim=-1) * emb.sin()
