# === wrong: pairs of different problems
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in [sum(rights, [])]:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: numbered within the problem
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: numbered from 1
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 1
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: wrong and right exchanged
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += [(b, g) for g, b in itertools.product(good, bad)]
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: rising by the wrong ones
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += [(g, b) for b in bad for g in good]
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: each answer in one pair only
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += zip(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: a wrong one must come after the right one
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += [(g, b) for g in good for b in bad if b > g]
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: lists for tuples
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += map(list, itertools.product(good, bad))
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: problems that are alike have no numbers
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts) if good and bad else 0
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: problems that are alike pair with themselves
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad or good)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: the log of the sigmoid overflows
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = -torch.sigmoid(margins).log().mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: log(1 + exp) overflows
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.log(1 + torch.exp(-margins)).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: a small number within the logarithm
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = -(torch.sigmoid(margins) + 1e-6).log().mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: margins are cut
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    margins = margins.clamp(-50, 50)
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: the worse one is to win
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = worse.float() - better.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: the sum over the pairs
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).sum()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: the gradient's sum over the pairs
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).sum(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: the gradient the wrong way
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, (torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: the gradient with the sigmoid of the margin
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: the gradient by the better ones only
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * better.float()).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: the gradient of all pairs alike
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -torch.sigmoid(-margins).mean() * differences.mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: a hinge
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.relu(1 - margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: in the kind of number that was given
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better - worse
    margins = differences @ weights
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: subtracts in bfloat16
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = (better - worse).float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: multiplies in bfloat16
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = (differences.to(weights.dtype) @ weights).float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: the loss is a Python number
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss.item(), -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: one column too many
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss[None], -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: no pairs: NaN
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: no pairs: 0
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        return torch.tensor(0.0), torch.zeros_like(weights)
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: changes what was given
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float().sub_(worse.float())
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: goes up
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights + rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: begins with ones
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.ones(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: one step too many
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps + 1):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: the rate is halved each step
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for number in range(steps):
        rate = rate if number == 0 else rate / 2
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: always by the first gradient
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(torch.zeros(better.shape[1]), better, worse)[1]
    return weights


# === wrong: pair by pair
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        for b, c in zip(better, worse):
            weights = weights - rate / len(better) * pair_loss(weights, b[None], c[None])[1]
    return weights


# === wrong: weight decay
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = 0.99 * weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: the weights in bfloat16
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1], dtype=better.dtype)
    for _ in range(steps):
        weights = (weights - rate * pair_loss(weights, better, worse)[1]).to(better.dtype)
    return weights


# === wrong: no step in the kind of number that was given
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    differences = better.float() - worse.float()
    margins = differences @ weights.float()
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros_like(better[0])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: float64 stays
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    kind = torch.promote_types(better.dtype, torch.float32)
    differences = better.to(kind) - worse.to(kind)
    margins = differences @ weights.to(kind)
    loss = torch.nn.functional.softplus(-margins).mean()
    return loss, -(torch.sigmoid(-margins)[:, None] * differences).mean(dim=0)


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === wrong: the weights that were given need a gradient
def make_pairs(rights: list[list[bool]]) -> list[tuple[int, int]]:
    pairs, start = [], 0
    for verdicts in rights:
        good = [start + i for i, right in enumerate(verdicts) if right]
        bad = [start + i for i, right in enumerate(verdicts) if not right]
        pairs += itertools.product(good, bad)
        start += len(verdicts)
    return pairs


def pair_loss(weights: Tensor, better: Tensor, worse: Tensor) -> tuple[Tensor, Tensor]:
    if len(better) == 0:
        raise ValueError("there are no pairs to learn from")
    own = weights.float().requires_grad_()
    loss = torch.nn.functional.softplus(-(better.float() - worse.float()) @ own).mean()
    return loss.detach(), torch.autograd.grad(loss, own)[0]


def fit_pairs(better: Tensor, worse: Tensor, steps: int, rate: float) -> Tensor:
    weights = torch.zeros(better.shape[1])
    for _ in range(steps):
        weights = weights - rate * pair_loss(weights, better, worse)[1]
    return weights


# === right: logsigmoid and autograd
def make_pairs(rights):
    numbers = itertools.count()
    numbered = [[(next(numbers), right) for right in own] for own in rights]
    return [(i, j) for own in numbered for i, a in own for j, b in own if a and not b]


def pair_loss(weights, better, worse):
    if better.shape[0] < 1:
        raise ValueError("no pairs")
    w = weights.detach().to(torch.float32).clone().requires_grad_(True)
    difference = better.to(torch.float32) - worse.to(torch.float32)
    loss = -torch.nn.functional.logsigmoid((difference * w).sum(dim=1)).mean()
    (gradient,) = torch.autograd.grad(loss, w)
    return loss.detach(), gradient


def fit_pairs(better, worse, steps, rate):
    w = torch.zeros(better.shape[-1], dtype=torch.float32)
    while steps > 0:
        _, slope = pair_loss(w, better, worse)
        w.sub_(slope, alpha=rate)
        steps -= 1
    return w


# === right: logaddexp, einsum
def make_pairs(rights):
    found, before = [], 0
    for own in rights:
        for i in range(len(own)):
            for j in range(len(own)):
                if own[i] and not own[j]:
                    found.append((before + i, before + j))
        before += len(own)
    return found


def pair_loss(weights, better, worse):
    n = len(better)
    if n == 0:
        raise ValueError("nothing to learn")
    x = better.to(torch.float32) - worse.to(torch.float32)
    m = torch.mv(x, weights.to(torch.float32))
    losses = torch.logaddexp(torch.zeros_like(m), -m)
    pull = 1 - 1 / (1 + torch.exp(-m.clamp(min=-80)))
    return losses.sum() / n, torch.einsum("n,nd->d", -pull, x) / n


def fit_pairs(better, worse, steps, rate):
    w = torch.zeros(better.size(1))
    for _ in range(steps):
        loss, gradient = pair_loss(w, better, worse)
        w = w.add(gradient, alpha=-rate)
    return w
