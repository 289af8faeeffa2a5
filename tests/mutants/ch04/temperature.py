# === wrong: multiplies by the temperature
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits * temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: divides by 0
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == -1:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: a small number in place of temperature 0: ties share
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    temperature = max(temperature, 1e-6)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: all of the largest logits get 1
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        return (logits == logits.max(dim=-1, keepdim=True).values).float()
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: of equals the last
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.shape[-1] - 1 - logits.flip(-1).argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: stays in the kind of number that was given
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.bfloat16() if logits.dtype == torch.bfloat16 else logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: computes in bfloat16, converts at the end
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    half = logits.dtype
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax((logits / temperature).to(torch.bfloat16 if half == torch.bfloat16 else torch.float32), dim=-1).float()


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: exp without care for large logits
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    weights = torch.exp(logits / temperature)
    return weights / weights.sum(dim=-1, keepdim=True)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: softmax over the batch
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=0)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: a temperature below 0 is allowed
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < -1000:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: temperature 0 is refused
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature <= 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: changes the logits
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits -= logits.max()
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: 0 log 0 is not a number
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -(probs * probs.log()).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: entropy in bits
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1) / math.log(2)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: entropy without its sign
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: one entropy for the batch
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum()


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: the mean over the tokens
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).mean(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: a small number within the logarithm
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -(probs * (probs + 1e-2).log()).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: searches from 0.1 to 10 only
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.1, 10.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: searches the wrong way
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) > wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: stops the search too early
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(6):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: every entropy is accepted
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if wanted < -9:
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: entropy 0 is accepted
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 <= wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: only what is too large is refused
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not -9 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: the largest entropy is accepted
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted <= math.log(len(logits)) + 1e-9:
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: only what is 0 or less is refused
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted:
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: returns a tensor
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return torch.tensor(math.sqrt(low * high))


# === wrong: float64 stays float64
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits if logits.dtype == torch.float64 else logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    surprise = torch.where(probs > 0, -probs.log(), 0.0)  # a token that never comes surprises nobody
    return (probs * surprise).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: moves float32 logits in place
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    logits -= logits.max(dim=-1, keepdim=True).values
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    surprise = torch.where(probs > 0, -probs.log(), 0.0)  # a token that never comes surprises nobody
    return (probs * surprise).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: a cut token is only very unlikely
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float().clamp(min=-1e4)
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    surprise = torch.where(probs > 0, -probs.log(), 0.0)  # a token that never comes surprises nobody
    return (probs * surprise).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: one maximum for the batch
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    weights = torch.exp((logits - logits.max()) / temperature)
    return weights / weights.sum(dim=-1, keepdim=True)


def entropy(probs: Tensor) -> Tensor:
    surprise = torch.where(probs > 0, -probs.log(), 0.0)  # a token that never comes surprises nobody
    return (probs * surprise).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === wrong: entropy changes the probabilities
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    return torch.softmax(logits / temperature, dim=-1)


def entropy(probs: Tensor) -> Tensor:
    probs.clamp_(min=1e-9)
    surprise = torch.where(probs > 0, -probs.log(), 0.0)  # a token that never comes surprises nobody
    return (probs * surprise).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = math.sqrt(low * high)
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === right: halving on the plain scale, logits moved to a maximum of 0
def distribution(logits: Tensor, temperature: float) -> Tensor:
    if temperature < 0:
        raise ValueError(f"a temperature is 0 or more, not {temperature}")
    logits = logits.float()
    if temperature == 0:
        best = logits.argmax(dim=-1, keepdim=True)
        return torch.zeros_like(logits).scatter(-1, best, 1.0)
    shifted = (logits - logits.amax(dim=-1, keepdim=True)) / temperature
    weights = shifted.exp()
    return weights / weights.sum(dim=-1, keepdim=True)


def entropy(probs: Tensor) -> Tensor:
    return -torch.special.xlogy(probs, probs).sum(dim=-1)


def temperature_for(logits: Tensor, wanted: float) -> float:
    if not 0 < wanted < math.log(len(logits)):
        raise ValueError(f"no temperature gives {len(logits)} tokens an entropy of {wanted}")
    low, high = 0.001, 1000.0
    for _ in range(60):
        middle = (low + high) / 2
        if float(entropy(distribution(logits[None], middle))[0]) < wanted:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


# === right: one_hot, where, recursion
def distribution(logits, temperature):
    if temperature < 0:
        raise ValueError("below 0")
    logits = logits.to(torch.float32)
    if temperature == 0:
        return torch.nn.functional.one_hot(logits.max(dim=1).indices, logits.shape[1]).float()
    scaled = logits.div(temperature)
    return (scaled - scaled.logsumexp(dim=1, keepdim=True)).exp()


def entropy(probs):
    surprise = torch.where(probs > 0, -probs.clamp(min=1e-38).log(), 0.0)
    return (probs * surprise).sum(1)


def temperature_for(logits, wanted):
    if wanted <= 0 or wanted >= math.log(logits.numel()):
        raise ValueError("out of reach")

    def search(low, high, rounds):
        if rounds == 0:
            return math.exp(low)
        middle = (low + high) / 2
        enough = entropy(distribution(logits.unsqueeze(0), math.exp(middle))).item() >= wanted
        return search(low, middle, rounds - 1) if enough else search(middle, high, rounds - 1)

    return search(math.log(0.001), math.log(1000), 50)
