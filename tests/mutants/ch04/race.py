# === wrong: multiplies by the probability
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) * probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: the slowest wins
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return torch.where(probs > 0, times, -1.0).argmax(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: log(1 - u) in single precision
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log(1 - uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: log(u) in place of log(1 - u)
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log(uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: forgets the logarithm
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, uniforms / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: a token of probability 0 may win
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = -torch.log1p(-uniforms) / probs
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: NaN in place of infinity
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.nan)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: a small number added to the probabilities
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = -torch.log1p(-uniforms) / (probs + 1e-9)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: the number 0 is no number
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where((probs > 0) & (uniforms > 0), -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: numbers are kept away from 0
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms.clamp(min=1e-6)) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: ties to the larger id
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.shape[-1] - 1 - times.flip(-1).argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: one winner for the batch
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin().view(1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: the first row's numbers for all rows
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms[:1]) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: a draw of its own
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-torch.rand(uniforms.shape)) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: the cumulative sum instead of a race
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    return torch.searchsorted(probs.cumsum(-1).contiguous(), uniforms[:, :1].contiguous(), right=True)[:, 0].clamp(max=probs.shape[-1] - 1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: keeps the dimension
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin(dim=-1, keepdim=True)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: the logits' race without temperature
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits, dim=-1), uniforms)


# === wrong: the temperature divides the noise, too
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits, dim=-1) / temperature, uniforms)


# === wrong: the logits' race divides by 0
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: temperature 0 is temperature 1
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        temperature = 1
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: Gumbel noise with the wrong sign
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return (logits / temperature + torch.log(-torch.log1p(-uniforms))).argmax(dim=-1)


# === wrong: Gumbel noise of 1 - u
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return (logits / temperature - torch.log(-torch.log(uniforms))).argmax(dim=-1)


# === wrong: changes the logits
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    logits /= temperature
    return race(torch.softmax(logits, dim=-1), uniforms)


# === wrong: an unstable sort for the first of equals
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argsort(dim=-1)[:, 0]


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: changes the numbers
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    uniforms[probs == 0] = 0.999
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.softmax(logits / temperature, dim=-1), uniforms)


# === wrong: exp in place of softmax overflows
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return race(torch.exp(logits / temperature), uniforms)


# === wrong: the Gumbel trick makes NaN of minus infinity and 0
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    return (logits / temperature - torch.log(-torch.log1p(-uniforms))).argmax(dim=-1)


# === right: the Gumbel trick in both
def race(probs: Tensor, uniforms: Tensor) -> Tensor:
    times = torch.where(probs > 0, -torch.log1p(-uniforms) / probs, math.inf)
    return times.argmin(dim=-1)


def race_logits(logits: Tensor, uniforms: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(dim=-1)
    gumbel = -torch.log(-torch.log1p(-uniforms))
    keys = torch.where(logits > -math.inf, logits / temperature + gumbel, -math.inf)
    return torch.argmax(keys, dim=-1)


# === right: row by row, in plain Python
def race(probs, uniforms):
    winners = []
    for row, noise in zip(probs.tolist(), uniforms.tolist()):
        times = [-math.log1p(-u) / p if p > 0 else math.inf for p, u in zip(row, noise)]
        winners.append(times.index(min(times)))
    return torch.tensor(winners)


def race_logits(logits, uniforms, temperature):
    if temperature == 0:
        rows = logits.tolist()
        return torch.tensor([row.index(max(row)) for row in rows])
    return race(torch.softmax(logits.double() / temperature, dim=-1), uniforms)
