# === wrong: the sign of a descent
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    pi = torch.softmax(z.detach(), dim=0)
    return -pi * (payouts - (pi * payouts).sum())


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z.detach(), dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return (rewards - torch.as_tensor(baseline, dtype=torch.float64))[:, None] * scores


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z.detach(), dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).square().sum(dim=1)
    return float((pi * sizes * payouts).sum() / (pi * sizes).sum())


# === wrong: without the mean
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    pi = torch.softmax(z.detach(), dim=0)
    return pi * payouts


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z.detach(), dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return (rewards - torch.as_tensor(baseline, dtype=torch.float64))[:, None] * scores


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z.detach(), dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).square().sum(dim=1)
    return float((pi * sizes * payouts).sum() / (pi * sizes).sum())


# === wrong: the mean is not weighted
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    pi = torch.softmax(z.detach(), dim=0)
    return pi * (payouts - payouts.mean())


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z.detach(), dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return (rewards - torch.as_tensor(baseline, dtype=torch.float64))[:, None] * scores


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z.detach(), dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).square().sum(dim=1)
    return float((pi * sizes * payouts).sum() / (pi * sizes).sum())


# === wrong: exponentials that overflow
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    pi = z.detach().exp() / z.detach().exp().sum()
    return pi * (payouts - (pi * payouts).sum())


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z.detach(), dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return (rewards - torch.as_tensor(baseline, dtype=torch.float64))[:, None] * scores


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z.detach(), dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).square().sum(dim=1)
    return float((pi * sizes * payouts).sum() / (pi * sizes).sum())


# === wrong: results with gradients
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    pi = torch.softmax(z, dim=0)
    return pi * (payouts - (pi * payouts).sum())


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z, dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return (rewards - torch.as_tensor(baseline, dtype=torch.float64))[:, None] * scores


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z, dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).square().sum(dim=1)
    return float((pi * sizes * payouts).sum() / (pi * sizes).sum())


# === wrong: asks z itself for gradients
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    z.requires_grad_()
    z.grad = None
    (torch.softmax(z, dim=0) * payouts).sum().backward()
    return z.grad


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z.detach(), dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return (rewards - torch.as_tensor(baseline, dtype=torch.float64))[:, None] * scores


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z.detach(), dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).square().sum(dim=1)
    return float((pi * sizes * payouts).sum() / (pi * sizes).sum())


# === wrong: the gradient of pi, not of log pi
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    pi = torch.softmax(z.detach(), dim=0)
    return pi * (payouts - (pi * payouts).sum())


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z.detach(), dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return (rewards - torch.as_tensor(baseline, dtype=torch.float64))[:, None] * scores * pi[arms][:, None]


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z.detach(), dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).square().sum(dim=1)
    return float((pi * sizes * payouts).sum() / (pi * sizes).sum())


# === wrong: adds the baseline
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    pi = torch.softmax(z.detach(), dim=0)
    return pi * (payouts - (pi * payouts).sum())


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z.detach(), dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return (rewards + torch.as_tensor(baseline, dtype=torch.float64))[:, None] * scores


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z.detach(), dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).square().sum(dim=1)
    return float((pi * sizes * payouts).sum() / (pi * sizes).sum())


# === wrong: takes the mean over pulls
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    pi = torch.softmax(z.detach(), dim=0)
    return pi * (payouts - (pi * payouts).sum())


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z.detach(), dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return ((rewards - torch.as_tensor(baseline, dtype=torch.float64))[:, None] * scores).mean(dim=0)


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z.detach(), dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).square().sum(dim=1)
    return float((pi * sizes * payouts).sum() / (pi * sizes).sum())


# === wrong: the baseline for numbers only
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    pi = torch.softmax(z.detach(), dim=0)
    return pi * (payouts - (pi * payouts).sum())


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z.detach(), dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return (rewards - float(torch.as_tensor(baseline).mean()))[:, None] * scores


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z.detach(), dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).square().sum(dim=1)
    return float((pi * sizes * payouts).sum() / (pi * sizes).sum())


# === wrong: the expected reward as the baseline
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    pi = torch.softmax(z.detach(), dim=0)
    return pi * (payouts - (pi * payouts).sum())


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z.detach(), dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return (rewards - torch.as_tensor(baseline, dtype=torch.float64))[:, None] * scores


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z.detach(), dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).square().sum(dim=1)
    return float((pi * payouts).sum())


# === wrong: the mean payout as the baseline
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    pi = torch.softmax(z.detach(), dim=0)
    return pi * (payouts - (pi * payouts).sum())


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z.detach(), dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return (rewards - torch.as_tensor(baseline, dtype=torch.float64))[:, None] * scores


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z.detach(), dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).square().sum(dim=1)
    return float(payouts.mean())


# === wrong: sizes that are not squared
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    pi = torch.softmax(z.detach(), dim=0)
    return pi * (payouts - (pi * payouts).sum())


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z.detach(), dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return (rewards - torch.as_tensor(baseline, dtype=torch.float64))[:, None] * scores


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z.detach(), dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).norm(dim=1)
    return float((pi * sizes * payouts).sum() / (pi * sizes).sum())


# === wrong: a tensor, not a float
def bandit_gradient(z: Tensor, payouts: Tensor) -> Tensor:
    """The exact gradient ``(arms,)`` of the expected reward by ``z`` ``(arms,)``."""
    pi = torch.softmax(z.detach(), dim=0)
    return pi * (payouts - (pi * payouts).sum())


def pull_terms(z: Tensor, arms: Tensor, rewards: Tensor, baseline: float | Tensor = 0.0) -> Tensor:
    """What each pull adds to the estimate of the gradient: ``(pulls, arms)``."""
    pi = torch.softmax(z.detach(), dim=0)
    scores = torch.eye(len(z), dtype=torch.float64)[arms] - pi
    return (rewards - torch.as_tensor(baseline, dtype=torch.float64))[:, None] * scores


def quietest_baseline(z: Tensor, payouts: Tensor) -> float:
    """The baseline with which a pull's estimate varies least."""
    pi = torch.softmax(z.detach(), dim=0)
    sizes = (torch.eye(len(z), dtype=torch.float64) - pi).square().sum(dim=1)
    return (pi * sizes * payouts).sum() / (pi * sizes).sum()


# === right: autograd and loops
def bandit_gradient(z, payouts):
    leaf = z.detach().clone().requires_grad_()
    expected = torch.softmax(leaf, dim=0) @ payouts
    (gradient,) = torch.autograd.grad(expected, leaf)
    return gradient


def pull_terms(z, arms, rewards, baseline=0.0):
    pi = torch.softmax(z, dim=0).tolist()
    numbers = baseline.tolist() if isinstance(baseline, torch.Tensor) else [baseline] * len(arms)
    rows = []
    for arm, reward, b in zip(arms.tolist(), rewards.tolist(), numbers):
        rows.append([(reward - b) * ((i == arm) - p) for i, p in enumerate(pi)])
    return torch.tensor(rows, dtype=torch.float64)


def quietest_baseline(z, payouts):
    pi = torch.softmax(z, dim=0).tolist()
    weights = [p * ((1 - p) ** 2 + sum(q * q for j, q in enumerate(pi) if j != i)) for i, p in enumerate(pi)]
    return sum(w * r for w, r in zip(weights, payouts.tolist())) / sum(weights)


# === right: built on each other, by one-hot rows
def scores_of(z):
    return torch.nn.functional.one_hot(torch.arange(len(z))).double() - z.detach().softmax(0)


def bandit_gradient(z, payouts):
    return z.detach().softmax(0) @ pull_terms(z, torch.arange(len(z)), payouts)


def pull_terms(z, arms, rewards, baseline=0.0):
    return (rewards - baseline).unsqueeze(1) * scores_of(z).index_select(0, arms)


@torch.no_grad()
def quietest_baseline(z, payouts):
    weight = z.softmax(0) * (scores_of(z) ** 2).sum(1)
    return (weight @ payouts / weight.sum()).item()
