# === wrong: leaves out responses without an answer
import math


def accuracy_with_interval(verdicts, z=1.96):
    verdicts = [v for v in verdicts if v is not None]
    n = len(verdicts)
    if n == 0:
        raise ValueError("no verdicts")
    p = sum(verdicts) / n
    center, half = p + z**2 / (2 * n), z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return p, (center - half) / (1 + z**2 / n), (center + half) / (1 + z**2 / n)


# === wrong: the normal approximation (Wald)
import math


def accuracy_with_interval(verdicts, z=1.96):
    n = len(verdicts)
    if n == 0:
        raise ValueError("no verdicts")
    p = sum(v is True for v in verdicts) / n
    half = z * math.sqrt(p * (1 - p) / n)
    return p, max(0.0, p - half), min(1.0, p + half)


# === wrong: forgets the denominator
import math


def accuracy_with_interval(verdicts, z=1.96):
    n = len(verdicts)
    if n == 0:
        raise ValueError("no verdicts")
    p = sum(v is True for v in verdicts) / n
    center, half = p + z**2 / (2 * n), z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return p, center - half, center + half


# === wrong: always uses 1.96
import math


def accuracy_with_interval(verdicts, z=1.96):
    n, z = len(verdicts), 1.96
    if n == 0:
        raise ValueError("no verdicts")
    p = sum(v is True for v in verdicts) / n
    center, half = p + z**2 / (2 * n), z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return p, (center - half) / (1 + z**2 / n), (center + half) / (1 + z**2 / n)


# === wrong: returns the middle of the interval as the accuracy
import math


def accuracy_with_interval(verdicts, z=1.96):
    n = len(verdicts)
    if n == 0:
        raise ValueError("no verdicts")
    p = sum(v is True for v in verdicts) / n
    scale = 1 + z**2 / n
    center = (p + z**2 / (2 * n)) / scale
    half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / scale
    return center, center - half, center + half


# === wrong: divides by zero without verdicts
import math


def accuracy_with_interval(verdicts, z=1.96):
    n = len(verdicts)
    p = sum(v is True for v in verdicts) / n
    center, half = p + z**2 / (2 * n), z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return p, (center - half) / (1 + z**2 / n), (center + half) / (1 + z**2 / n)


# === right: as the roots of a quadratic equation
import math


def accuracy_with_interval(verdicts, z=1.96):
    if not verdicts:
        raise ValueError("no verdicts")
    n, k = len(verdicts), len([v for v in verdicts if v])
    # (k/n - x)^2 = z^2 x (1 - x) / n, multiplied out
    a, b, c = n + z * z, -(2 * k + z * z), k * k / n
    root = math.sqrt(max(0.0, b * b - 4 * a * c))
    return k / n, (-b - root) / (2 * a), (-b + root) / (2 * a)


# === right: step by step, with the same denominator for both parts
def accuracy_with_interval(verdicts, z=1.96):
    if not verdicts:
        raise ValueError("nothing was counted")
    n, right = len(verdicts), verdicts.count(True)
    p, spread = right / n, z * z / n
    middle = (p + spread / 2) / (1 + spread)
    width = z / (1 + spread) * (p * (1 - p) / n + spread / (4 * n)) ** 0.5
    return (p, middle - width, middle + width)
