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


# === wrong: positions in half precision
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    frequencies = theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    angles = positions[:, None].half().float() * frequencies
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: positions in bfloat16
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    frequencies = theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    angles = positions[:, None].bfloat16().float() * frequencies
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: angles in half precision
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    frequencies = theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    angles = (positions[:, None] * frequencies).half().float()
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: sines in half precision
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    frequencies = theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    angles = positions[:, None] * frequencies
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos().half().float(), angles.sin().bfloat16().float()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: theta cut to an integer
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    frequencies = int(theta) ** -(torch.arange(0, head_dim, 2) / head_dim)
    angles = positions[:, None] * frequencies
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: theta rounded
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    frequencies = float(round(theta)) ** -(torch.arange(0, head_dim, 2) / head_dim)
    angles = positions[:, None] * frequencies
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: theta is always 10,000
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    frequencies = 10_000.0 ** -(torch.arange(0, head_dim, 2) / head_dim)
    angles = positions[:, None] * frequencies
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: degrees
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    frequencies = theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    angles = positions[:, None] * frequencies
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.deg2rad().cos(), angles.deg2rad().sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: turns x in place
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    frequencies = theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    angles = positions[:, None] * frequencies
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    x[:] = torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)
    return x


# === wrong: positions counted from the first
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    frequencies = theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    angles = (positions - positions[0])[:, None] * frequencies
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: positions sorted
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    frequencies = theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    angles = positions.sort().values[:, None] * frequencies
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: the angles of neighbouring pairs, the pairs of halves
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    frequencies = theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    angles = (positions[:, None] * frequencies).repeat_interleave(2, dim=-1)
    a, b = x.chunk(2, dim=-1)
    return x * angles.cos() + torch.cat([-b, a], dim=-1) * angles.sin()


# === wrong: heads of 4 numbers only
def rope(x, positions, theta=10_000.0):
    head_dim = 4
    frequencies = theta ** -(torch.arange(0, head_dim, 2) / head_dim)
    angles = (positions[:, None] * frequencies).repeat(1, x.shape[-1])[:, : x.shape[-1] // 2]
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === wrong: half the head's size in the exponent
def rope(x, positions, theta=10_000.0):
    head_dim = x.shape[-1]
    frequencies = theta ** -(torch.arange(0, head_dim, 2) / (head_dim // 2))
    angles = positions[:, None] * frequencies
    a, b = x.chunk(2, dim=-1)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1)


# === right: a rotation matrix for each pair
def rope(x, positions, theta=10_000.0):
    half = x.shape[1] // 2
    turned = x.clone()
    for row, m in enumerate(positions.tolist()):
        for i in range(half):
            alpha = m * theta ** (-2 * i / (2 * half))
            matrix = torch.tensor([[math.cos(alpha), -math.sin(alpha)], [math.sin(alpha), math.cos(alpha)]])
            turned[row, [i, i + half]] = matrix @ x[row, [i, i + half]]
    return turned
