# === wrong: counts only the tokens of right answers
import math


def price_list(runs):
    prices = []
    for run in runs:
        right = sum(run["correct"])
        spent = sum(t for t, c in zip(run["tokens"], run["correct"]) if c)
        prices.append((run["name"], spent / right if right else math.inf))
    return sorted(prices, key=lambda pair: pair[1])


# === wrong: tokens a problem, not a right answer
import math


def price_list(runs):
    prices = []
    for run in runs:
        price = sum(run["tokens"]) / len(run["tokens"]) if any(run["correct"]) else math.inf
        prices.append((run["name"], price))
    return sorted(prices, key=lambda pair: pair[1])


# === wrong: the dearest first
import math


def price_list(runs):
    prices = []
    for run in runs:
        right = sum(run["correct"])
        prices.append((run["name"], sum(run["tokens"]) / right if right else math.inf))
    return sorted(prices, key=lambda pair: -pair[1])


# === wrong: divides by zero when nothing was right
def price_list(runs):
    prices = [(run["name"], sum(run["tokens"]) / sum(run["correct"])) for run in runs]
    return sorted(prices, key=lambda pair: pair[1])


# === wrong: leaves out runs without right answers
def price_list(runs):
    prices = [(r["name"], sum(r["tokens"]) / sum(r["correct"])) for r in runs if any(r["correct"])]
    return sorted(prices, key=lambda pair: pair[1])


# === wrong: names decide between equal prices
import math


def price_list(runs):
    prices = []
    for run in runs:
        right = sum(run["correct"])
        prices.append((sum(run["tokens"]) / right if right else math.inf, run["name"]))
    return [(name, price) for price, name in sorted(prices)]


# === wrong: whole tokens only
import math


def price_list(runs):
    prices = []
    for run in runs:
        right = sum(run["correct"])
        prices.append((run["name"], sum(run["tokens"]) // right if right else math.inf))
    return sorted(prices, key=lambda pair: pair[1])


# === right: insertion into a sorted list
import math


def price_list(runs):
    result = []
    for run in runs:
        total, right = 0, 0
        for tokens, correct in zip(run["tokens"], run["correct"]):
            total += tokens
            right += 1 if correct else 0
        price = math.inf if right == 0 else total / right
        place = len(result)
        while place and result[place - 1][1] > price:
            place -= 1
        result.insert(place, (run["name"], price))
    return result


# === wrong: a dictionary by name loses one of two runs of the same name
import math


def price_list(runs):
    prices = {}
    for run in runs:
        right = sum(run["correct"])
        prices[run["name"]] = sum(run["tokens"]) / right if right else math.inf
    return sorted(prices.items(), key=lambda pair: pair[1])


# === wrong: sorts the runs it was given
import math


def price_list(runs):
    def price(run):
        right = sum(run["correct"])
        return sum(run["tokens"]) / right if right else math.inf

    runs.sort(key=price)
    return [(run["name"], price(run)) for run in runs]


# === right: prices first, then their order
def price_list(runs):
    infinite = float("inf")
    prices = [sum(r["tokens"]) / r["correct"].count(True) if True in r["correct"] else infinite for r in runs]
    order = sorted(range(len(runs)), key=prices.__getitem__)
    return [(runs[i]["name"], prices[i]) for i in order]
