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
