# === wrong: sees only pairs that contradict each other
def consistent(premises):
    return not any((b, a) in premises for a, b in premises)


# === wrong: follows chains of two premises and no longer ones
def consistent(premises):
    pairs = set(premises)
    pairs |= {(a, d) for a, b in premises for c, d in premises if b == c}
    return not any((b, a) in pairs for a, b in pairs)


# === wrong: takes two ways to one place for a circle
def consistent(premises):
    greater = {}
    for a, b in premises:
        greater.setdefault(a, set()).add(b)
    for start in greater:
        seen, todo = set(), [start]
        while todo:
            name = todo.pop()
            if name in seen:
                return False
            seen.add(name)
            todo.extend(greater.get(name, ()))
    return True


# === wrong: looks for circles through the first name only
def consistent(premises):
    if not premises:
        return True
    greater = {}
    for a, b in premises:
        greater.setdefault(a, set()).add(b)
    start = premises[0][0]
    seen, todo = set(), list(greater[start])
    while todo:
        name = todo.pop()
        if name == start:
            return False
        if name not in seen:
            seen.add(name)
            todo.extend(greater.get(name, ()))
    return True


# === wrong: reads "a < b" as "a is at most b"
def consistent(premises):
    names = {name for pair in premises for name in pair}
    reach = {a: {b for x, b in premises if x == a} for a in names}
    for _ in names:
        for a in names:
            reach[a] |= {c for b in reach[a] for c in reach[b]}
    return not any(b in reach[a] and a in reach[b] for a in names for b in names if a != b)


# === wrong: uses up the list it is given
def consistent(premises):
    while premises:
        greater = {b for _, b in premises}
        free = [(a, b) for a, b in premises if a not in greater]
        if not free:
            return False
        for pair in free:
            premises.remove(pair)
    return True


# === wrong: every premise only has to fit to the names in the order they appear
def consistent(premises):
    order = []
    for a, b in premises:
        for name in (a, b):
            if name not in order:
                order.append(name)
    return all(order.index(a) < order.index(b) for a, b in premises)


# === right: gives every name a number and raises it until all fit
def consistent(premises):
    height = {name: 0 for pair in premises for name in pair}
    for _ in range(len(height) + 1):
        changed = False
        for a, b in premises:
            if height[a] >= height[b]:
                height[b] = height[a] + 1
                changed = True
        if not changed:
            return True
    return False


# === right: counts what stands below each name
from collections import Counter, deque


def consistent(premises):
    edges = set(premises)
    names = {name for pair in edges for name in pair}
    below = Counter(b for _, b in edges)
    ready, done = deque(n for n in names if below[n] == 0), 0
    while ready:
        name = ready.popleft()
        done += 1
        for a, b in edges:
            if a == name:
                below[b] -= 1
                if below[b] == 0:
                    ready.append(b)
    return done == len(names)
