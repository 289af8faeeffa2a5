# === wrong: ties count as right
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += times * any(here)
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: ties count as wrong
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += times * all(here)
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: of ties the first
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += times * here[0]
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: samples drawn with replacement
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = (below + len(here)) ** k - below**k
        won += Fraction(times * sum(here), len(here))
    return won / len(scores) ** k


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: the lowest score
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value > level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: any right one counts (any@k)
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    wrong = sum(not r for r in rights)
    return 1 - Fraction(math.comb(wrong, k), math.comb(len(scores), k))
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: the first k samples only
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    scores, rights = scores[:k], rights[:k]
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: a float
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return float(won / math.comb(len(scores), k))


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: divides in floating point
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = 0.0
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += times * sum(here) / len(here)
    return Fraction(won / math.comb(len(scores), k))


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: powers in place of binomial coefficients
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    n = len(scores)
    return sum((Fraction(sum(r for s, r in zip(scores, rights) if s == v), 1) / sum(s == v for s in scores) * (Fraction(sum(s <= v for s in scores), n) ** k - Fraction(sum(s < v for s in scores), n) ** k) for v in set(scores)), Fraction(0))


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: k = 0 is allowed
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 0 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: k below 1 is taken for 1
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    k = max(1, k)
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: k above n is taken for n
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    k = min(len(scores), k)
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: different lengths are cut
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: NaN is not refused
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: infinite scores are refused
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(not math.isfinite(value) for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: minus infinity never wins
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        if level == -math.inf:
            continue
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: k from 2
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(min(2, min(map(len, scores))), min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: the largest k is left out
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, max(2, min(map(len, scores))))
    }
    return max(means, key=means.get)


# === wrong: up to the most samples
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, max(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: up to the most samples, of problems that have them
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights) if len(s) >= k)
        for k in range(1, max(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: of several the largest
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(reversed(means), key=means.get)


# === wrong: the smallest mean
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return min(means, key=means.get)


# === wrong: the mean and not the k
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means.values())


# === wrong: from 0
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get) - 1


# === wrong: weighed by the number of samples
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(len(s) * best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: all samples in one list
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: best_of_k(sum(scores, []), sum(rights, []), k)
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: no problem is 1
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores:
        return 1
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: lists too many are cut
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores:
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: sorts the scores that were given
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    both = sorted(zip(scores, rights))
    scores[:], rights[:] = [b[0] for b in both], [b[1] for b in both]
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: NaN is looked for with in
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or math.nan in scores:
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: rounded means are compared
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: sum(float(best_of_k(s, r, k)) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === wrong: fmean rounds the means
def best_of_k(scores: list[float], rights: list[bool], k: int) -> Fraction:
    if len(scores) != len(rights) or not 1 <= k <= len(scores) or any(value != value for value in scores):
        raise ValueError(f"best of {k} is not defined for {len(scores)} scores and {len(rights)} verdicts")
    won = Fraction(0)
    for level in set(scores):
        below = sum(value < level for value in scores)
        here = [bool(right) for value, right in zip(scores, rights, strict=True) if value == level]
        times = math.comb(below + len(here), k) - math.comb(below, k)
        won += Fraction(times * sum(here), len(here))
    return won / math.comb(len(scores), k)


def best_k(scores: list[list[float]], rights: list[list[bool]]) -> int:
    if not scores or len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts, and one problem or more")
    means = {
        k: fmean(best_of_k(s, r, k) for s, r in zip(scores, rights, strict=True))
        for k in range(1, min(map(len, scores)) + 1)
    }
    return max(means, key=means.get)


# === right: sorted, group by group
def best_of_k(scores, rights, k):
    n = len(scores)
    if n != len(rights) or k < 1 or k > n:
        raise ValueError("not defined")
    if any(math.isnan(s) for s in scores):
        raise ValueError("NaN")
    order = sorted(range(n), key=lambda i: scores[i], reverse=True)
    total, above = Fraction(0), 0
    for _, group in itertools.groupby(order, key=lambda i: scores[i]):
        group = list(group)
        share = Fraction(sum(1 for i in group if rights[i]), len(group))
        left = n - above
        total += share * (math.comb(left, k) - math.comb(left - len(group), k))
        above += len(group)
    return total / math.comb(n, k)


def best_k(scores, rights):
    if len(scores) == 0 or len(scores) != len(rights):
        raise ValueError("no problem, or not as many")
    best, best_mean = None, Fraction(-1)
    for k in range(1, min(len(s) for s in scores) + 1):
        mean = sum((best_of_k(s, r, k) for s, r in zip(scores, rights)), Fraction(0)) / len(scores)
        if mean > best_mean:
            best, best_mean = k, mean
    return best


# === right: sample by sample: how often is each one taken
def best_of_k(scores, rights, k):
    n = len(scores)
    if len(rights) != n or k not in range(1, n + 1) or any(s != s for s in scores):
        raise ValueError((n, k))
    subsets, won, chance = math.comb(n, k), Fraction(0), {}
    for score, right in zip(scores, rights):
        if right:
            if score not in chance:
                level = sum(s == score for s in scores)
                low = sum(s < score for s in scores)
                ways = sum(math.comb(level, m) * math.comb(low, k - m) for m in range(1, min(level, k) + 1))
                chance[score] = Fraction(ways, level * subsets)
            won += chance[score]
    return won


def best_k(scores, rights):
    pairs = list(zip(scores, rights, strict=True))
    if not pairs:
        raise ValueError("no problem")
    top = min(len(s) for s, _ in pairs)
    return min(range(1, top + 1), key=lambda k: (-sum(best_of_k(s, r, k) for s, r in pairs), k))
