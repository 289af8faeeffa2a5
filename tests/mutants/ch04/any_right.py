# === wrong: the naive formula
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - (1 - Fraction(correct, n)) ** k


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: returns a float
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - math.comb(n - correct, k) / math.comb(n, k)


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: a float made a fraction
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return Fraction(1 - math.comb(n - correct, k) / math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: a float made a nice fraction
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return Fraction(1 - math.comb(n - correct, k) / math.comb(n, k)).limit_denominator(10**9)


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: all of the k are right
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return Fraction(math.comb(correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: none is right
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: exactly one is right
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return Fraction(correct * math.comb(n - correct, k - 1), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: k may be above n
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, min(k, n)))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: k may be 0
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (0 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: k may not be n
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k < n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: more right ones than samples are allowed
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(max(n - correct, 0), k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: all right is refused
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct < n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: a negative count is allowed
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: none right is refused
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 < correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: must be above the goal
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) > goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: compares with the goal in floating point
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if float(any_at_k(n, correct, middle)) >= float(goal):
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: one sample too many
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return min(high + 1, n)


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: one sample too few
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return max(low, 1)


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: n where nothing is right
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return n
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: estimates from the share
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    if goal < 1 and correct < n:
        return min(n, math.ceil(math.log(1 - goal) / math.log(1 - correct / n)))
    low, high = 0, n
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: the mean weighs by the number of samples
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) * len(v) for v in verdicts) / Fraction(sum(map(len, verdicts))) for k in ks]


# === wrong: all problems are one
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [any_at_k(sum(map(len, verdicts)), sum(map(sum, verdicts)), k) for k in ks]


# === wrong: too few samples: takes what is there
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), min(k, len(v))) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === wrong: leaves out problems with too few samples
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts if len(v) >= k) / Fraction(len(verdicts)) for k in ks]


# === wrong: the first k samples
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(Fraction(any(v[:k])) for v in verdicts) / Fraction(len(verdicts)) for k in ks if not any(1 / (k <= len(v)) == 0 for v in verdicts)]


# === wrong: sorts the ks
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in sorted(ks)]


# === wrong: a sum in place of a mean
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(1) for k in ks]


# === right: a product of fractions and steps of one
def any_at_k(n: int, correct: int, k: int) -> Fraction:
    if not (1 <= k <= n and 0 <= correct <= n):
        raise ValueError(f"any@{k} of {n} samples with {correct} right is not defined")
    return 1 - Fraction(math.perm(n - correct, k), math.perm(n, k))


def fewest_samples(n: int, correct: int, goal: Fraction) -> int | None:
    if correct == 0:
        return None
    low, high = 0, n  # low is not enough, high is
    while high - low > 1:
        middle = (low + high) // 2
        if any_at_k(n, correct, middle) >= goal:
            high = middle
        else:
            low = middle
    return high


def any_curve(verdicts: list[list[bool]], ks: list[int]) -> list[Fraction]:
    return [sum(any_at_k(len(v), sum(v), k) for v in verdicts) / Fraction(len(verdicts)) for k in ks]


# === right: whole numbers, and a running share of subsets without a right one
def any_at_k(n, correct, k):
    if k < 1 or k > n or correct < 0 or correct > n:
        raise ValueError("not defined")
    everything = math.comb(n, k)
    return Fraction(everything - math.comb(n - correct, k), everything)


def fewest_samples(n, correct, goal):
    missed = Fraction(1)
    for k in range(1, n + 1):
        missed *= Fraction(max(n - correct - k + 1, 0), n - k + 1)
        if 1 - missed >= goal:
            return k
    return None


def any_curve(verdicts, ks):
    curve = []
    for k in ks:
        total = Fraction(0)
        for problem in verdicts:
            total += any_at_k(len(problem), problem.count(True), k)
        curve.append(total / len(verdicts))
    return curve


# === right: numerators over a common denominator
def any_at_k(n, correct, k):
    if not 1 <= k <= n:
        raise ValueError("k")
    if not 0 <= correct <= n:
        raise ValueError("correct")
    with_right = sum(math.comb(correct, r) * math.comb(n - correct, k - r) for r in range(1, min(k, correct) + 1))
    return Fraction(with_right, math.comb(n, k)) if n < 100 else 1 - Fraction(math.comb(n - correct, k), math.comb(n, k))


def fewest_samples(n, correct, goal):
    import bisect

    place = bisect.bisect_left(range(1, n + 1), goal, key=lambda k: any_at_k(n, correct, k))
    return place + 1 if place < n else None


def any_curve(verdicts, ks):
    return [Fraction(sum(any_at_k(len(v), sum(map(int, v)), k) for v in verdicts), len(verdicts)) for k in ks]
