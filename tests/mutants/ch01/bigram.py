# === wrong: forgets the last pair
def count_bigrams(tokens):
    counts = {}
    for i in range(len(tokens) - 2):
        followers = counts.setdefault(tokens[i], {})
        followers[tokens[i + 1]] = followers.get(tokens[i + 1], 0) + 1
    return counts


def most_likely_next(counts, token):
    followers = counts.get(token, {})
    return min(followers, key=lambda t: (-followers[t], t), default=None)


# === wrong: counts what came before a token instead of after it
def count_bigrams(tokens):
    counts = {}
    for first, second in zip(tokens, tokens[1:]):
        followers = counts.setdefault(second, {})
        followers[first] = followers.get(first, 0) + 1
    return counts


def most_likely_next(counts, token):
    followers = counts.get(token, {})
    return min(followers, key=lambda t: (-followers[t], t), default=None)


# === wrong: pairs do not overlap
def count_bigrams(tokens):
    counts = {}
    for first, second in zip(tokens[::2], tokens[1::2]):
        followers = counts.setdefault(first, {})
        followers[second] = followers.get(second, 0) + 1
    return counts


def most_likely_next(counts, token):
    followers = counts.get(token, {})
    return min(followers, key=lambda t: (-followers[t], t), default=None)


# === wrong: the last token becomes a key without followers
def count_bigrams(tokens):
    counts = {token: {} for token in tokens}
    for first, second in zip(tokens, tokens[1:]):
        counts[first][second] = counts[first].get(second, 0) + 1
    return counts


def most_likely_next(counts, token):
    followers = counts.get(token, {})
    return min(followers, key=lambda t: (-followers[t], t), default=None)


# === wrong: of equally frequent followers the one seen first
def count_bigrams(tokens):
    counts = {}
    for first, second in zip(tokens, tokens[1:]):
        followers = counts.setdefault(first, {})
        followers[second] = followers.get(second, 0) + 1
    return counts


def most_likely_next(counts, token):
    followers = counts.get(token)
    return max(followers, key=followers.get) if followers else None


# === wrong: of equally frequent followers the alphabetically last
def count_bigrams(tokens):
    counts = {}
    for first, second in zip(tokens, tokens[1:]):
        followers = counts.setdefault(first, {})
        followers[second] = followers.get(second, 0) + 1
    return counts


def most_likely_next(counts, token):
    followers = counts.get(token)
    return max((count, t) for t, count in followers.items())[1] if followers else None


# === wrong: looking up an unknown token adds it
def count_bigrams(tokens):
    counts = {}
    for first, second in zip(tokens, tokens[1:]):
        followers = counts.setdefault(first, {})
        followers[second] = followers.get(second, 0) + 1
    return counts


def most_likely_next(counts, token):
    followers = counts.setdefault(token, {})
    return min(followers, key=lambda t: (-followers[t], t), default=None)


# === wrong: an unknown token is an error
def count_bigrams(tokens):
    counts = {}
    for first, second in zip(tokens, tokens[1:]):
        followers = counts.setdefault(first, {})
        followers[second] = followers.get(second, 0) + 1
    return counts


def most_likely_next(counts, token):
    followers = counts[token]
    return min(followers, key=lambda t: (-followers[t], t))


# === right: with Counter and sorting
from collections import Counter, defaultdict


def count_bigrams(tokens):
    counts = defaultdict(Counter)
    for i, token in enumerate(tokens[1:]):
        counts[tokens[i]][token] += 1
    return counts


def most_likely_next(counts, token):
    if token not in counts:
        return None
    best = None
    for follower in sorted(counts[token]):
        if best is None or counts[token][follower] > counts[token][best]:
            best = follower
    return best


# === wrong: compares counts as texts
def count_bigrams(tokens):
    counts = {}
    for first, second in zip(tokens, tokens[1:]):
        followers = counts.setdefault(first, {})
        followers[second] = followers.get(second, 0) + 1
    return counts


def most_likely_next(counts, token):
    followers = counts.get(token, {})
    most = max(map(str, followers.values()), default="")
    return min((t for t in followers if str(followers[t]) == most), default=None)


# === right: nested defaultdicts that are made plain at the end
from collections import defaultdict


def count_bigrams(tokens):
    counts = defaultdict(lambda: defaultdict(int))
    for i in range(1, len(tokens)):
        counts[tokens[i - 1]][tokens[i]] += 1
    return {first: dict(followers) for first, followers in counts.items()}


def most_likely_next(counts, token):
    if token not in counts or not counts[token]:
        return None
    best = max(counts[token].values())
    return sorted(t for t, c in counts[token].items() if c == best)[0]
