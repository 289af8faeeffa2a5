# === wrong: lengths of right responses only
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    right = [r for r in records if r["correct"]]
    return {
        "accuracy": len(right) / n,
        "mean_tokens": sum(r["tokens"] for r in right) / max(1, len(right)),
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in right if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: leaves out what was cut off
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    done = [r for r in records if r["finish_reason"] != "length"]
    return {
        "accuracy": sum(r["correct"] for r in done) / max(1, len(done)),
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": 1 - len(done) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: accuracy as the mean of the levels
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    parts = {k: [r["correct"] for r in records if r["level"] == k] for k in levels}
    return {
        "accuracy": sum(sum(p) / len(p) for p in parts.values()) / len(parts),
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(p), len(p)) for k, p in parts.items()},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: levels in the order in which they come
def report(records):
    if not records:
        raise ValueError("no records")
    n, parts = len(records), {}
    for r in records:
        parts.setdefault(r["level"], []).append(r["correct"])
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(p), len(p)) for k, p in parts.items()},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: levels sorted as texts
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records}, key=str)
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: a response of exactly the limit is cut off
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] < limit for r in records) / len(records)


# === wrong: responses over the limit are left out instead of counted as wrong
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    short = [r["correct"] for r in records if r["tokens"] <= limit]
    return sum(short) / len(short) if short else 0.0


# === wrong: what was cut off counts as wrong even where it is right
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    return {
        "accuracy": sum(r["correct"] and r["finish_reason"] == "stop" for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: takes the longest responses for those that were cut off
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    most = max(r["tokens"] for r in records)
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["tokens"] == most for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: changes the records
def report(records):
    if not records:
        raise ValueError("no records")
    records.sort(key=lambda r: r["level"])
    n, levels = len(records), sorted({r["level"] for r in records})
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === right: one pass, and Counter
def report(records):
    from collections import Counter

    right, seen, tokens, cut = Counter(), Counter(), 0, 0
    for r in records:
        seen[r["level"]] += 1
        right[r["level"]] += 1 if r["correct"] else 0
        tokens += r["tokens"]
        cut += 1 if r["finish_reason"] == "length" else 0
    if not seen:
        raise ValueError("nothing to report")
    total = seen.total() if hasattr(seen, "total") else sum(seen.values())
    return {
        "by_level": {level: (right[level], seen[level]) for level in sorted(seen)},
        "cut_off": cut / total,
        "mean_tokens": tokens / total,
        "accuracy": sum(right.values()) / total,
    }


def accuracy_at(records, limit):
    kept = [bool(r["correct"]) and not (r["tokens"] > limit) for r in records]
    return kept.count(True) / len(kept)


# === wrong: rounded numbers
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    return {
        "accuracy": sum(r["correct"] for r in records) // n,
        "mean_tokens": round(sum(r["tokens"] for r in records) / n),
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: accuracies by level
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: sum(r["correct"] for r in records if r["level"] == k) / sum(r["level"] == k for r in records) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: wrong ones by level
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(not r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: levels from 1 to 5, whether they occur or not
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), range(1, 6)
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: the median length
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sorted(r["tokens"] for r in records)[n // 2],
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: no records, an accuracy of 0
def report(records):
    if not records:
        return {"accuracy": 0.0, "mean_tokens": 0.0, "cut_off": 0.0, "by_level": {}}
    n, levels = len(records), sorted({r["level"] for r in records})
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: what was cut off counts as wrong at a smaller limit
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["finish_reason"] == "stop" and r["tokens"] <= limit for r in records) / len(records)


# === wrong: the limit is ignored
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] for r in records) / len(records)


# === wrong: shortens the records
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    return {
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    for r in records:
        if r["tokens"] > limit:
            r["correct"] = False
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === wrong: a fifth key
def report(records):
    if not records:
        raise ValueError("no records")
    n, levels = len(records), sorted({r["level"] for r in records})
    return {
        "problems": n,
        "accuracy": sum(r["correct"] for r in records) / n,
        "mean_tokens": sum(r["tokens"] for r in records) / n,
        "cut_off": sum(r["finish_reason"] == "length" for r in records) / n,
        "by_level": {k: (sum(r["correct"] for r in records if r["level"] == k), sum(r["level"] == k for r in records)) for k in levels},
    }


def accuracy_at(records, limit):
    return sum(r["correct"] and r["tokens"] <= limit for r in records) / len(records)


# === right: statistics and groupby
def report(records):
    import statistics

    if len(records) == 0:
        raise ValueError("a run without records")
    ordered = sorted(records, key=lambda r: r["level"])
    levels = {}
    for level, group in itertools.groupby(ordered, key=lambda r: r["level"]):
        verdicts = [r["correct"] for r in group]
        levels[level] = (verdicts.count(True), len(verdicts))
    return {
        "accuracy": statistics.fmean(r["correct"] for r in records),
        "mean_tokens": statistics.fmean(r["tokens"] for r in records),
        "cut_off": statistics.fmean(r["finish_reason"] == "length" for r in records),
        "by_level": levels,
    }


def accuracy_at(records, limit):
    right = 0
    for r in records:
        if r["tokens"] > limit:
            continue
        right += int(r["correct"])
    return right / len(records)
