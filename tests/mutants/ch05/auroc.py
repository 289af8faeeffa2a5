# === wrong: ties count 0
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(2 * bisect_left(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: ties count 1
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(2 * bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: counts the wrong ones above
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return 1 - Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: a float
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return halves / (2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: divides by all pairs
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, len(scores) * len(scores))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: the wrong scores are not sorted
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = [value for value, right in zip(scores, rights, strict=True) if not right]
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: all right: 1
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if good and not bad:
        return Fraction(1)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: all wrong: 0
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if bad and not good:
        return Fraction(0)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: undefined: one half
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        return Fraction(1, 2)
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: no answers: one half
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not scores:
        return Fraction(1, 2)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: NaN is not refused
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: NaN is lowest
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    scores = [-math.inf if value != value else value for value in scores]
    if len(scores) != len(rights):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: infinite scores are refused
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(not math.isfinite(value) for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: infinite scores are left out
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    kept = [i for i, value in enumerate(scores) if math.isfinite(value)]
    scores, rights = [scores[i] for i in kept], [rights[i] for i in kept]
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: differences: infinity less infinity
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum((a - b > 0) + (a - b >= 0) for a in good for b in bad)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: near scores are equal
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(1 if math.isclose(a, b, abs_tol=1e-9) else 2 * (a > b) for a in good for b in bad)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: different lengths are cut
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights) if right]
    bad = sorted(value for value, right in zip(scores, rights) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: sorts the lists that were given
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    pairs = sorted(zip(scores, rights))
    scores[:], rights[:] = [p[0] for p in pairs], [p[1] for p in pairs]
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: ranks with ties in the order of the list
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    order = sorted(range(len(scores)), key=lambda i: scores[i])
    halves = sum(2 * (order.index(i) > order.index(j)) for i in order if rights[i] for j in order if not rights[j])
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: ranks with ties as sorted pairs have them
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    order = sorted(zip(scores, rights))
    seen = halves = 0
    for _, right in order:
        halves += 2 * seen if right else 0
        seen += not right
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: within: over all
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(sum(scores, []), sum(rights, []))]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: within: weighed by the number of answers
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    sizes = [len(r) for r in rights if len(set(map(bool, r))) == 2]
    return sum((a * n for a, n in zip(found, sizes)), Fraction(0)) / sum(sizes)


# === wrong: within: weighed by the number of pairs
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    sizes = [sum(r) * (len(r) - sum(r)) for r in rights if len(set(map(bool, r))) == 2]
    return sum((a * n for a, n in zip(found, sizes)), Fraction(0)) / sum(sizes)


# === wrong: within: problems that do not count are one half
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) if len(set(r)) == 2 else Fraction(1, 2) for s, r in zip(scores, rights)]
    if all(len(set(r)) < 2 for r in rights):
        found = []
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: within: divides by all problems
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(scores))


# === wrong: within: all right is an error
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if any(r)]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: within: all wrong is an error
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if not all(r)]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: within: no problem is one half
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        return Fraction(1, 2)
    return sum(found) / Fraction(len(found))


# === wrong: within: lists too many are cut
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    found = [auroc(s, r) for s, r in zip(scores, rights) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: within: the median
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sorted(found)[len(found) // 2]


# === wrong: NaN is looked for with in
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or math.nan in scores:
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: verdicts too many are cut
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) > len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights) if right]
    bad = sorted(value for value, right in zip(scores, rights) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = [auroc(s, r) for s, r in zip(scores, rights, strict=True) if len(set(map(bool, r))) == 2]
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === wrong: within: whatever is refused does not count
def auroc(scores: list[float], rights: list[bool]) -> Fraction:
    if len(scores) != len(rights) or any(value != value for value in scores):
        raise ValueError("give one score, and no NaN, for each verdict")
    good = [value for value, right in zip(scores, rights, strict=True) if right]
    bad = sorted(value for value, right in zip(scores, rights, strict=True) if not right)
    if not good or not bad:
        raise ValueError("there is nothing to tell apart")
    halves = sum(bisect_left(bad, value) + bisect_right(bad, value) for value in good)
    return Fraction(halves, 2 * len(good) * len(bad))


def auroc_within(scores: list[list[float]], rights: list[list[bool]]) -> Fraction:
    if len(scores) != len(rights):
        raise ValueError("give one list of scores for each list of verdicts")
    found = []
    for s, r in zip(scores, rights, strict=True):
        try:
            found.append(auroc(s, r))
        except ValueError:
            continue
    if not found:
        raise ValueError("no problem has right and wrong answers")
    return sum(found) / Fraction(len(found))


# === right: all pairs
def auroc(scores, rights):
    if len(scores) != len(rights):
        raise ValueError("lengths")
    if any(math.isnan(s) for s in scores):
        raise ValueError("NaN")
    won = total = Fraction(0)
    for a, i in zip(scores, rights):
        for b, j in zip(scores, rights):
            if i and not j:
                total += 1
                won += 1 if a > b else Fraction(1, 2) if a == b else 0
    if total == 0:
        raise ValueError("undefined")
    return won / total


def auroc_within(scores, rights):
    if len(scores) != len(rights):
        raise ValueError("lengths")
    total, count = Fraction(0), 0
    for s, r in zip(scores, rights):
        if True in r and False in r:
            total, count = total + auroc(s, r), count + 1
    if not count:
        raise ValueError("undefined")
    return total / count


# === right: mean ranks (Mann-Whitney)
def auroc(scores, rights):
    n, good = len(scores), sum(map(bool, rights))
    if n != len(rights) or good in (0, n) or not all(s == s for s in scores):
        raise ValueError("undefined")
    order = sorted(range(n), key=scores.__getitem__)
    rank_sum, place = Fraction(0), 0
    for _, tied in itertools.groupby(order, key=scores.__getitem__):
        tied = list(tied)
        mean_rank = place + Fraction(len(tied) + 1, 2)
        rank_sum += mean_rank * sum(bool(rights[i]) for i in tied)
        place += len(tied)
    return (rank_sum - Fraction(good * (good + 1), 2)) / (good * (n - good))


def auroc_within(scores, rights):
    values = []
    for s, r in zip(scores, rights, strict=True):
        if 0 < sum(r) < len(r):
            values.append(auroc(s, r))
    if len(values) == 0:
        raise ValueError("nothing")
    return Fraction(sum(values), len(values))
