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
