# === wrong: one-sided
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: not capped at 1
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y)


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: the sum ends one too early
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y))) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: counts all problems as tosses
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    n = len(a)
    return min(1.0, 2 * sum(math.comb(n, i) for i in range(min(sum(a), sum(b)) + 1)) / 2**n)


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: the approximation by chi-squared
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    if x == y:
        return 1.0
    return math.erfc((abs(x - y) - 1) / math.sqrt(2 * (x + y)))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: floats that cannot hold 2**n
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) * 0.5 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: keeps those that can be told apart
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return names[:1] + [n for n in names[1:] if mcnemar(runs[names[0]], runs[n]) < 0.05]


# === wrong: compares each with its neighbour instead of with the best
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    kept = names[:1]
    for name in names[1:]:
        if mcnemar(runs[kept[-1]], runs[name]) >= 0.05:
            kept.append(name)
    return kept


# === wrong: unpaired, by overlap of intervals
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    best = runs[names[0]]
    close = 1.96 * math.sqrt(2 * 0.25 / max(1, len(best)))
    return [n for n in names if (sum(best) - sum(runs[n])) / max(1, len(best)) <= close]


# === wrong: in the order of the dict
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    best = max(runs, key=lambda n: sum(runs[n]))
    return [n for n in runs if mcnemar(runs[best], runs[n]) >= 0.05]


# === wrong: takes runs of different length
def mcnemar(a, b):
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === right: with fractions, and the tail from the other side
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("the runs are not of the same problems")
    pairs = [(x, y) for x, y in zip(a, b) if x != y]
    n, more = len(pairs), max(sum(x for x, _ in pairs), sum(y for _, y in pairs)) if pairs else 0
    tail = Fraction(sum(math.comb(n, i) for i in range(more, n + 1)), 2**n)
    return float(min(Fraction(1), 2 * tail))


def contenders(runs):
    ranked = sorted(runs.items(), key=lambda item: sum(item[1]), reverse=True)
    best = ranked[0][1]
    kept = []
    for name, run in ranked:
        if not mcnemar(run, best) < 0.05:
            kept.append(name)
    return kept


# === wrong: divides the limit by the number of comparisons
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    limit = 0.05 / max(1, len(names) - 1)
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= limit]


# === wrong: a threshold of 0.035
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.035]


# === wrong: a threshold of 0.045
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.045]


# === wrong: a threshold of 0.0485
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.0485]


# === wrong: a threshold of 0.051
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.051]


# === wrong: a threshold of 0.055
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.055]


# === wrong: a threshold of 0.1
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.1]


# === wrong: a threshold of 0.01
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.01]


# === wrong: the p-value is rounded to two decimals first
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if round(mcnemar(runs[names[0]], runs[n]), 2) >= 0.05]


# === wrong: the last of equals is the best
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    best = [n for n in names if sum(runs[n]) == sum(runs[names[0]])][-1]
    return [n for n in names if mcnemar(runs[best], runs[n]) >= 0.05]


# === wrong: equals in the reverse order
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: sum(runs[n]))[::-1]
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: equals in the order of their names
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: (-sum(runs[n]), n))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: only those of the same accuracy, without a test
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if sum(runs[n]) == sum(runs[names[0]])]


# === wrong: those of the same accuracy are left out
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return names[:1] + [n for n in names[1:] if sum(runs[n]) < sum(runs[names[0]]) and mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: compares with anyone that is kept
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    kept = names[:1]
    for n in names[1:]:
        if any(mcnemar(runs[k], runs[n]) >= 0.05 for k in kept):
            kept.append(n)
    return kept


# === wrong: compares with all that share the highest accuracy
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    top = [n for n in names if sum(runs[n]) == sum(runs[names[0]])]
    return [n for n in names if any(mcnemar(runs[t], runs[n]) >= 0.05 for t in top)]


# === wrong: without the best itself
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names[1:] if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: pairs of name and p-value
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [(n, mcnemar(runs[names[0]], runs[n])) for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: changes the runs
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    for run in runs.values():
        run.sort(reverse=True)
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: the larger of the two counts
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(max(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: mid-p, which counts the last term by half
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p and not q for p, q in zip(a, b)), sum(q and not p for p, q in zip(a, b))
    return min(1.0, (2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) - math.comb(x + y, min(x, y))) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === wrong: counts problems that both solved
def mcnemar(a, b):
    if len(a) != len(b):
        raise ValueError("lengths")
    x, y = sum(p for p, q in zip(a, b)), sum(q for p, q in zip(a, b))
    return min(1.0, 2 * sum(math.comb(x + y, i) for i in range(min(x, y) + 1)) / 2 ** (x + y))


def contenders(runs):
    names = sorted(runs, key=lambda n: -sum(runs[n]))
    return [n for n in names if mcnemar(runs[names[0]], runs[n]) >= 0.05]


# === right: counts with Counter, the sum term by term
def mcnemar(a, b):
    from collections import Counter

    kinds = Counter(zip(map(bool, a), map(bool, b), strict=True))
    x, y = kinds[True, False], kinds[False, True]
    term, total = 1, 0
    for i in range(min(x, y) + 1):
        total += term
        term = term * (x + y - i) // (i + 1)
    return min(1.0, total / 2 ** (x + y - 1)) if x + y else 1.0


def contenders(runs):
    best = max(runs, key=lambda name: sum(runs[name]))
    kept = {name: sum(run) for name, run in runs.items() if name == best or mcnemar(runs[best], run) >= 0.05}
    return sorted(kept, key=kept.get, reverse=True)
