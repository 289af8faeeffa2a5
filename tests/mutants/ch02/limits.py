# === wrong: the weights are read for each row
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (batch_size * (weight_bytes + cache_bytes_per_row))


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return math.ceil(compile_seconds / (eager_seconds - compiled_seconds))


# === wrong: one cache for all rows
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return math.ceil(compile_seconds / (eager_seconds - compiled_seconds))


# === wrong: steps, not tokens, per second
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return math.ceil(compile_seconds / (eager_seconds - compiled_seconds))


# === wrong: rounds down
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return int(compile_seconds / (eager_seconds - compiled_seconds))


# === wrong: always rounds up to the next number
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return int(compile_seconds / (eager_seconds - compiled_seconds)) + 1


# === wrong: a negative number where compiling never pays
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds == eager_seconds:
        return None
    return math.ceil(compile_seconds / (eager_seconds - compiled_seconds))


# === wrong: forgets the time of the compiled steps
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return math.ceil(compile_seconds / eager_seconds)


# === right: seconds a step, and floor division of the negative
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    seconds = weight_bytes / bandwidth + batch_size * (cache_bytes_per_row / bandwidth)
    return batch_size / seconds


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    saved = eager_seconds - compiled_seconds
    return int(-(-compile_seconds // saved)) if saved > 0 else None


# === wrong: round(x + 0.5)
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return round(compile_seconds / (eager_seconds - compiled_seconds) + 0.5)


# === wrong: int(x + 0.999)
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return int(compile_seconds / (eager_seconds - compiled_seconds) + 0.999)


# === wrong: rounds to the nearest number
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return round(compile_seconds / (eager_seconds - compiled_seconds))


# === wrong: a hundredth of a step does not count
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return math.ceil(compile_seconds / (eager_seconds - compiled_seconds) - 0.01)


# === wrong: at least one step
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return max(1, math.ceil(compile_seconds / (eager_seconds - compiled_seconds)))


# === wrong: a number with a fraction
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return compile_seconds / (eager_seconds - compiled_seconds)


# === wrong: a whole number, but no int
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return float(math.ceil(compile_seconds / (eager_seconds - compiled_seconds)))


# === wrong: the quotient of the times
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return math.ceil(compile_seconds / (eager_seconds / compiled_seconds))


# === wrong: equally fast steps pay at infinity
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None if compiled_seconds > eager_seconds else math.inf
    return math.ceil(compile_seconds / (eager_seconds - compiled_seconds))


# === wrong: compiling in no time always pays
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compile_seconds == 0:
        return 0
    if compiled_seconds >= eager_seconds:
        return None
    return math.ceil(compile_seconds / (eager_seconds - compiled_seconds))


# === wrong: 0 instead of None
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return 0
    return math.ceil(compile_seconds / (eager_seconds - compiled_seconds))


# === wrong: whole tokens
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth // (weight_bytes + batch_size * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return math.ceil(compile_seconds / (eager_seconds - compiled_seconds))


# === wrong: the cache counted once for the batch, and once for each row
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return batch_size * bandwidth / (weight_bytes + (batch_size + 1) * cache_bytes_per_row)


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return math.ceil(compile_seconds / (eager_seconds - compiled_seconds))


# === wrong: the bytes per token
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    return (weight_bytes + batch_size * cache_bytes_per_row) / bandwidth / batch_size


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if compiled_seconds >= eager_seconds:
        return None
    return math.ceil(compile_seconds / (eager_seconds - compiled_seconds))


# === right: counts the steps
def speed_limit(bandwidth, weight_bytes, batch_size=1, cache_bytes_per_row=0):
    bytes_of_a_step = weight_bytes + sum([cache_bytes_per_row] * batch_size)
    steps = bandwidth / bytes_of_a_step
    return steps * batch_size


def break_even(compile_seconds, eager_seconds, compiled_seconds):
    if not compiled_seconds < eager_seconds:
        return None
    steps = 0
    while compile_seconds + steps * compiled_seconds > steps * eager_seconds:
        steps += 1
    return steps
