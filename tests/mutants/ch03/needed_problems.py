# === wrong: the textbook interval
def half_width(accuracy, n, z=1.959964):
    return z * math.sqrt(accuracy * (1 - accuracy) / n)


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 1
    while half_width(accuracy, n, z) > wanted:
        n += 1
    return n


# === wrong: forgets the denominator
def half_width(accuracy, n, z=1.959964):
    return z * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 1
    while half_width(accuracy, n, z) > wanted:
        n += 1
    return n


# === wrong: the whole width
def half_width(accuracy, n, z=1.959964):
    return 2 * z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 1
    while half_width(accuracy, n, z) > wanted:
        n += 1
    return n


# === wrong: one problem too few
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 1
    while half_width(accuracy, n + 1, z) > wanted:
        n += 1
    return n


# === wrong: the rule of thumb for n
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    return max(1, math.ceil(z**2 * accuracy * (1 - accuracy) / wanted**2))


# === wrong: always the worst case
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 1
    while half_width(0.5, n, z) > wanted:
        n += 1
    return n


# === wrong: z is not handed on
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 1
    while half_width(accuracy, n) > wanted:
        n += 1
    return n


# === wrong: no complaint about an impossible width
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    n = 1
    while wanted > 0 and half_width(accuracy, n, z) > wanted:
        n += 1
    return n


# === right: the ends of the interval, and bisection
def half_width(accuracy, n, z=1.959964):
    k = accuracy * n
    root = z * (k * (n - k) / n + z * z / 4) ** 0.5
    low, high = (k + z * z / 2 - root) / (n + z * z), (k + z * z / 2 + root) / (n + z * z)
    return (high - low) / 2


def needed_problems(accuracy, wanted, z=1.959964):
    if not wanted > 0:
        raise ValueError("no test set is large enough")
    low, high = 0, 1
    while half_width(accuracy, high, z) > wanted:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if half_width(accuracy, middle, z) > wanted:
            low = middle
        else:
            high = middle
    return high


# === wrong: gives up at 10,000
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 1
    while n < 10_000 and half_width(accuracy, n, z) > wanted:
        n += 1
    return n


# === wrong: searches up to 10,000, and finds none beyond
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    return next((n for n in range(1, 10_001) if half_width(accuracy, n, z) <= wanted), None)


# === wrong: gives up at 100,000
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 1
    while n < 100_000 and half_width(accuracy, n, z) > wanted:
        n += 1
    return n


# === wrong: raises beyond 20,000
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 1
    while half_width(accuracy, n, z) > wanted:
        n += 1
        if n > 20_000:
            raise ValueError('too many')
    return n


# === wrong: bisection with an upper end of 65,536
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    low, high = 0, 65_536
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if half_width(accuracy, middle, z) > wanted else (low, middle)
    return high


# === wrong: doubles until it is enough, and stays there
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 1
    while half_width(accuracy, n, z) > wanted:
        n *= 2
    return n


# === wrong: steps of ten
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 1
    while half_width(accuracy, n, z) > wanted:
        n += 10
    return n


# === wrong: strictly narrower than one problem needs
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 2
    while half_width(accuracy, n, z) > wanted:
        n += 1
    return n


# === wrong: a float
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 1
    while half_width(accuracy, n, z) > wanted:
        n += 1
    return float(n)


# === wrong: zero is allowed
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted < 0:
        raise ValueError("above 0")
    n = 1
    while wanted and half_width(accuracy, n, z) > wanted:
        n += 1
    return n


# === wrong: a negative width is allowed
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted == 0:
        raise ValueError("above 0")
    n = 1
    while wanted > 0 and half_width(accuracy, n, z) > wanted:
        n += 1
    return n


# === wrong: z without its square
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = 1
    while half_width(accuracy, n, z) > wanted:
        n += 1
    return n


# === wrong: a bracket too few
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / 4 * n**2)


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    return next((n for n in range(1, 5000) if half_width(accuracy, n, z) <= wanted), 5000)


# === wrong: the denominator divides nothing
def half_width(accuracy, n, z=1.959964):
    return z / 1 + z**2 / n * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    return next((n for n in range(1, 5000) if half_width(accuracy, n, z) <= wanted), 5000)


# === wrong: the rule of thumb, rounded up, then one less
def half_width(accuracy, n, z=1.959964):
    return z / (1 + z**2 / n) * math.sqrt(accuracy * (1 - accuracy) / n + z**2 / (4 * n**2))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError("above 0")
    n = max(1, round(z**2 * accuracy * (1 - accuracy) / wanted**2 - z**2))
    return n


# === right: an endless count, and the interval's formula in other words
def half_width(accuracy, n, z=1.959964):
    return z * math.sqrt(4 * n * accuracy * (1 - accuracy) + z * z) / (2 * (n + z * z))


def needed_problems(accuracy, wanted, z=1.959964):
    if wanted <= 0:
        raise ValueError(f"{wanted} is not above 0")
    return next(n for n in itertools.count(1) if half_width(accuracy, n, z) <= wanted)
