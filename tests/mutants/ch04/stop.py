# === wrong: one throw too few
def probability_ahead(a: int, b: int) -> Fraction:
    throws = max(a + b, 1)
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: fewer than a heads
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: at most b heads
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(b + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: Beta(a, b)
def probability_ahead(a: int, b: int) -> Fraction:
    a, b = max(a - 1, 0), max(b - 1, 0)
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: returns a float
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return float(Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws))


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: floats, rounded
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(float(Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)))


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: the share of votes
def probability_ahead(a: int, b: int) -> Fraction:
    return Fraction(a + 1, a + b + 2)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: the larger of both is a
def probability_ahead(a: int, b: int) -> Fraction:
    a, b = max(a, b), min(a, b)
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: must be above the level
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) > level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: does not ask after the first sample
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(2, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: one sample more than needed
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return min(m + 1, len(labels))
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: None is a vote
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(labels[:m]).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: None is not drawn
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return sum(label is not None for label in labels[:m])
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: all others are the rival
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = (sizes[0], sum(sizes[1:])) if sizes else (0, 0)
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: the first two labels, not the two leaders
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), key=lambda size: 0)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: nothing stops the drawing: None
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return None


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: needs a rival
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if len(sizes) > 1 and probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: more than half of n
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    return 2 * votes.most_common(1)[0][1] > n
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: forgets the answer that nobody has given yet
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return True


# === wrong: the new answer wins when it draws level
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing < lead


# === wrong: compares with the level in floating point
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if float(probability_ahead(a, b)) >= float(level):
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: too many labels, but only votes are counted
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if n - sum(label is not None for label in labels) < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === right: a new answer matters only while nobody else has a vote
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return bool(others) or missing <= lead


# === wrong: a rival who draws level never wins
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + 1:
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: a rival who draws level always wins
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead:
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: came first the other way round
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + came_first:
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === right: the second is the strongest rival
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others[:1]:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: settled: None is a vote
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(labels)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: settled: None is not drawn
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - sum(label is not None for label in labels)
    if n < len(labels):
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: nobody has voted: settled
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return True
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: nobody has voted: never settled
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return bool(votes)
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: more labels than n are settled
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        return True
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: changes the labels
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    labels[:] = [label for label in labels if label is not None]
    votes = Counter(labels)
    if missing == 0 or not votes:
        return missing == 0
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: unanimous is settled
def probability_ahead(a: int, b: int) -> Fraction:
    throws = a + b + 1
    return Fraction(sum(math.comb(throws, heads) for heads in range(a + 1)), 2**throws)


def samples_drawn(labels: list, level: Fraction) -> int:
    for m in range(1, len(labels) + 1):
        sizes = sorted(Counter(label for label in labels[:m] if label is not None).values(), reverse=True)
        a, b = [*sizes, 0, 0][:2]
        if probability_ahead(a, b) >= level:
            return m
    return len(labels)


def settled(labels: list, n: int) -> bool:
    missing = n - len(labels)
    if missing < 0:
        raise ValueError(f"{len(labels)} of {n} samples is not possible")
    votes = Counter(label for label in labels if label is not None)
    if missing == 0 or not votes:
        return missing == 0
    if len(votes) == 1 and missing < 4:
        return True
    (leader, lead), *others = votes.most_common()
    for label, size in others:
        came_first = labels.index(label) < labels.index(leader)
        if size + missing >= lead + (not came_first):
            return False
    return missing <= lead  # all for an answer that nobody has given yet


# === wrong: an empty list is an error
def probability_ahead(a, b):
    total = a + b + 1
    above = sum(math.comb(total, heads) for heads in range(a + 1, total + 1))
    return 1 - Fraction(above, 2**total)


def samples_drawn(labels, level):
    counts = {}
    for drawn, label in enumerate(labels, 1):
        if label is not None:
            counts[label] = counts.get(label, 0) + 1
        first, second = sorted(counts.values())[::-1][:2] if len(counts) > 1 else (sum(counts.values()), 0)
        if probability_ahead(first, second) >= level:
            break
    return drawn


def settled(labels, n):
    if len(labels) > n:
        raise ValueError("too many")

    def winner(votes):
        votes = [v for v in votes if v is not None]
        return max(dict.fromkeys(votes), key=votes.count) if votes else None

    missing = n - len(labels)
    if missing == 0:
        return True
    now = winner(labels)
    if now is None:
        return False
    rivals = [v for v in dict.fromkeys(labels) if v is not None and v != now] + [object()]
    return all(winner(list(labels) + [rival] * missing) == now for rival in rivals)


# === right: a symmetric sum, counts kept while drawing, the worst continuation tried out
def probability_ahead(a, b):
    total = a + b + 1
    above = sum(math.comb(total, heads) for heads in range(a + 1, total + 1))
    return 1 - Fraction(above, 2**total)


def samples_drawn(labels, level):
    drawn, counts = 0, {}
    for drawn, label in enumerate(labels, 1):
        if label is not None:
            counts[label] = counts.get(label, 0) + 1
        first, second = sorted(counts.values())[::-1][:2] if len(counts) > 1 else (sum(counts.values()), 0)
        if probability_ahead(first, second) >= level:
            break
    return drawn


def settled(labels, n):
    if len(labels) > n:
        raise ValueError("too many")

    def winner(votes):
        votes = [v for v in votes if v is not None]
        return max(dict.fromkeys(votes), key=votes.count) if votes else None

    missing = n - len(labels)
    if missing == 0:
        return True
    now = winner(labels)
    if now is None:
        return False
    rivals = [v for v in dict.fromkeys(labels) if v is not None and v != now] + [object()]
    return all(winner(list(labels) + [rival] * missing) == now for rival in rivals)


# === right: recursion and ranks
def probability_ahead(a, b):
    heads, ways = 1, 1
    for k in range(1, a + 1):
        heads = heads * (a + b + 2 - k) // k
        ways += heads
    return Fraction(ways, 1 << (a + b + 1))


def samples_drawn(labels, level):
    def enough(m):
        common = Counter(x for x in labels[:m] if x is not None).most_common(2)
        a = common[0][1] if common else 0
        b = common[1][1] if len(common) == 2 else 0
        return probability_ahead(a, b) >= level

    return next(filter(enough, range(1, len(labels))), len(labels))


def settled(labels, n):
    left = n - len(labels)
    if left < 0:
        raise ValueError(n)
    if left == 0:
        return True
    places = {}
    for place, label in enumerate(labels):
        if label is not None:
            places.setdefault(label, []).append(place)
    if not places:
        return False
    ranks = sorted((-len(where), where[0]) for where in places.values())
    best = ranks[0]
    challengers = [(size - left, first) for size, first in ranks[1:]] + [(-left, n)]
    return all(challenger > best for challenger in challengers)
