# === wrong: equal scores are accepted
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value >= best)
        if value >= best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: equal scores replace, but are not called accepted
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value >= best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: always accepted
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(True)
        if True:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: the draft is revised again and again
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(draft, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: the last revision is revised, accepted or not
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    latest = draft
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(latest, number)
        if revision is None:
            break
        value = worth(revision)
        latest = revision
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: compared with the draft only
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current = revision
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: compared with the last revision
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current = revision
        best = value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: ends at the first that is not accepted
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
        else:
            break
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: rounds are numbered from 0
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(rounds):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: one round too few
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: one round too many
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 2):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: the number of accepted ones in place of the round's
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, sum(accepted) + 1)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: the goal must be exceeded
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best > goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: the draft's score is not looked at
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if number > 1 and best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: no goal
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: None is scored
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if best >= goal:
            break
        revision = revision or ''
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: None is skipped
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if best >= goal:
            break
        if revision is None:
            continue
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: None counts as rejected
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            accepted += [False] if best < goal else []
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: scores twice
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if worth(revision) > worth(current):
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: NaN is not replaced
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: NaN is highest
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: NaN is 0
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return 0.0 if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: NaN is just below minus infinity
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best or value == best == -math.inf)
        if accepted[-1]:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: rounds below 0 are none
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < -99:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: no rounds are refused
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 1:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: only the text is returned
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: a list is returned
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return [current, accepted]


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: the number of accepted ones is returned
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, sum(accepted)


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: account: equal scores are accepted
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new >= old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: account: NaN is not replaced
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: account: NaN is highest
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: account: right ones of the revisions
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: account: right ones of the drafts
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: account: right is mended
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(taken and new_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: account: always accepted
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = True
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: account: missed and spared exchanged
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "spared"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "missed"] += 1
    return counts


# === wrong: account: mended are all accepted right ones
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and (taken or not old_right):
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: account: broken are all accepted wrong ones
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if not new_right and (taken or old_right):
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: account: zeros are left out
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return {key: count for key, count in counts.items() if count}


# === wrong: account: shares
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return {key: count / max(1, len(pairs)) for key, count in counts.items()}


# === wrong: account: empties the list
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if revision is None:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    while pairs:
        old, new, old_right, new_right = pairs.pop()
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === wrong: an empty revision is taken for None
def refine_until(
    draft: str,
    revise: Callable[[str, int], str | None],
    score: Callable[[str], float],
    goal: float,
    rounds: int,
) -> tuple[str, list[bool]]:
    if rounds < 0:
        raise ValueError(f"rounds are 0 or more, not {rounds}")

    def worth(text: str) -> float:
        value = score(text)
        return -math.inf if math.isnan(value) else value

    current, best, accepted = draft, worth(draft), []
    for number in range(1, rounds + 1):
        revision = None if best >= goal else revise(current, number)
        if not revision:
            break
        value = worth(revision)
        accepted.append(value > best)
        if value > best:
            current, best = revision, value
    return current, accepted


def account(pairs: list[tuple[float, float, bool, bool]]) -> dict[str, int]:
    counts = dict.fromkeys(["right", "mended", "broken", "missed", "spared"], 0)
    for old, new, old_right, new_right in pairs:
        old, new = (-math.inf if math.isnan(value) else value for value in (old, new))
        taken = new > old
        counts["right"] += bool(new_right if taken else old_right)
        if new_right and not old_right:
            counts["mended" if taken else "missed"] += 1
        if old_right and not new_right:
            counts["broken" if taken else "spared"] += 1
    return counts


# === right: while, a helper for NaN
def clean(value):
    return value if value == value else float("-inf")


def refine_until(draft, revise, score, goal, rounds):
    if rounds < 0:
        raise ValueError("rounds must not be negative")
    text, points, verdicts, number = draft, clean(score(draft)), [], 1
    while number <= rounds and not points >= goal:
        new = revise(text, number)
        if new is None:
            return text, verdicts
        new_points = clean(score(new))
        better = new_points > points
        verdicts.append(better)
        text, points = (new, new_points) if better else (text, points)
        number += 1
    return text, verdicts


def account(pairs):
    kept = [(clean(new) > clean(old), bool(i), bool(j)) for old, new, i, j in pairs]
    return {
        "right": sum(j if taken else i for taken, i, j in kept),
        "mended": kept.count((True, False, True)),
        "broken": kept.count((True, True, False)),
        "missed": kept.count((False, False, True)),
        "spared": kept.count((False, True, False)),
    }


# === right: recursion, match
def refine_until(draft, revise, score, goal, rounds):
    if rounds < 0:
        raise ValueError(rounds)
    history = []

    def read(text):
        points = score(text)
        return points if not math.isnan(points) else -math.inf

    def go(text, points, number):
        if number > rounds or points >= goal:
            return text
        new = revise(text, number)
        if new is None:
            return text
        new_points = read(new)
        history.append(bool(new_points > points))
        return go(new, new_points, number + 1) if history[-1] else go(text, points, number + 1)

    return go(draft, read(draft), 1), history


def account(pairs):
    right = mended = broken = missed = spared = 0
    for old, new, was, now in pairs:
        accept = not math.isnan(new) and (new > old or (math.isnan(old) and new > -math.inf))
        match (bool(was), bool(now), accept):
            case (False, True, True):
                mended += 1
            case (False, True, False):
                missed += 1
            case (True, False, True):
                broken += 1
            case (True, False, False):
                spared += 1
        right += 1 if (now if accept else was) else 0
    return dict(right=right, mended=mended, broken=broken, missed=missed, spared=spared)
