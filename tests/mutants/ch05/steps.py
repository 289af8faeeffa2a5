# === wrong: hard: all continuations must be right
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share == 1) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: hard: more than half
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0.5) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: hard labels for soft ones
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: soft labels for hard ones
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: without the last step
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in outcomes:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: the last step as right as the one before
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels[:-1] + labels[-2:-1] if outcomes else labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: the last step is always 1
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else 1.0
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: no room: 0
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, [right]]:
        share = sum(results) / len(results) if results else 0.0
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: no room: the step before
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        share = share if results or not labels or len(labels) == len(outcomes) else labels[-1]
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: no room: left out
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*filter(None, outcomes), []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: another kind is soft
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: the kind is looked at only with outcomes
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if outcomes and kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: whole numbers for hard labels
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(int(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: counts in place of shares
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = float(sum(results)) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: of eight, however many there are
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / 4 if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: the solution counts as one continuation
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = (sum(results) + right) / (len(results) + 1)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: changes the outcomes
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    outcomes.append([])
    outcomes[:] = outcomes[:-1] + [[right]]
    for results in outcomes:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: the product itself
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return math.prod(values)
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: the logarithm of the product that underflows
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return math.log(math.prod(values)) if math.prod(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: the mean of the logarithms
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return fmean(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: a value of 0 is an error
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values))
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: a value of 0 is a small one
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(math.log(max(v, 1e-9)) for v in values)
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: a value of 0 is left out
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(math.log(v) for v in values if v > 0)
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: the first value for the last
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[0]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: the mean for the smallest
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return fmean(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: the largest for the smallest
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return max(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: no steps: 0
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return 0.0
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: no steps: an empty product is 1
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return 0.0 if how == "product" else -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: no steps: an error
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        raise ValueError('no steps')
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: another way is the last one
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: without steps every way goes
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if values and how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: sorts the values
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    low = list(values)
    values.sort()
    if how == "last":
        return low[-1]
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: of equals the last
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(reversed(range(len(solutions))), key=lambda i: solution_score(solutions[i], how))


# === wrong: the worst
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return min(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: no solutions: None
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        return None
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: no solutions: 0
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        return 0
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: always by the smallest value
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], 'min'))


# === wrong: skips solutions without steps
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    solutions = [s for s in solutions if s] or solutions
    return max(range(len(solutions)), key=lambda i: solution_score(solutions[i], how))


# === wrong: returns the solution
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(solutions, key=lambda s: solution_score(s, how))


# === wrong: of equals the longest
def step_labels(outcomes: list[list[bool]], right: bool, kind: str) -> list[float]:
    if kind not in ("soft", "hard"):
        raise ValueError(f"labels are soft or hard, not {kind!r}")
    labels = []
    for results in [*outcomes, []]:
        share = sum(results) / len(results) if results else float(right)
        labels.append(float(share > 0) if kind == "hard" else share)
    return labels


def solution_score(values: list[float], how: str) -> float:
    if how not in ("min", "last", "product"):
        raise ValueError(f"there is no way {how!r} to make one number of many")
    if not values:
        return -math.inf
    if how == "product":
        return sum(map(math.log, values)) if min(values) > 0 else -math.inf
    return min(values) if how == "min" else values[-1]


def choose(solutions: list[list[float]], how: str) -> int:
    if not solutions:
        raise ValueError("there is nothing to choose from")
    return max(range(len(solutions)), key=lambda i: (solution_score(solutions[i], how), len(solutions[i])))


# === right: match and dictionaries
def step_labels(outcomes, right, kind):
    own = 1.0 if right else 0.0
    if kind == "soft":
        first = [results.count(True) / len(results) if results else own for results in outcomes]
    elif kind == "hard":
        first = [(1.0 if any(results) else 0.0) if results else own for results in outcomes]
    else:
        raise ValueError(kind)
    first.append(own)
    return first


def solution_score(values, how):
    ways = {
        "min": min,
        "last": lambda v: v[-1],
        "product": lambda v: math.fsum(math.log(x) if x > 0 else -math.inf for x in v),
    }
    if how not in ways:
        raise ValueError(how)
    return ways[how](values) if values else float("-inf")


def choose(solutions, how):
    scores = [solution_score(values, how) for values in solutions]
    if not scores:
        raise ValueError("none")
    return scores.index(max(scores))


# === right: numpy and torch
import numpy as np


def step_labels(outcomes, right, kind):
    make = {"soft": np.mean, "hard": np.max}.get(kind)
    if make is None:
        raise ValueError(kind)
    lists = [results if len(results) else [right] for results in outcomes] + [[right]]
    return [float(make(np.array(results, dtype=float))) for results in lists]


def solution_score(values, how):
    if how == "min":
        return min(values, default=-math.inf)
    if how == "last":
        return values[-1] if len(values) else -math.inf
    if how == "product":
        return torch.tensor(values, dtype=torch.float64).log().sum().item() if values else -math.inf
    raise ValueError(f"unknown: {how}")


def choose(solutions, how):
    best = 0
    if solutions == []:
        raise ValueError("empty")
    for number in range(1, len(solutions)):
        if solution_score(solutions[number], how) > solution_score(solutions[best], how):
            best = number
    return best
