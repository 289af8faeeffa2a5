# === wrong: the proposals are left out
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: the proposals the wrong way round
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[i][j]) - math.log(Q[j][i])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: the texts the wrong way round
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[i] - logp[j]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: alpha is left out
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: alpha for the proposals, too
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i] + math.log(Q[j][i]) - math.log(Q[i][j]))
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: alpha as a temperature
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = (logp[j] - logp[i]) / alpha + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: only the way back counts
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: may be above 1
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(700.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: probabilities in place of logarithms
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    there = math.exp(logp[i]) ** alpha * Q[i][j]
    return min(1.0, math.exp(logp[j]) ** alpha * Q[j][i] / there) if there else 1.0


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: exp of a large number
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return min(1.0, math.exp(log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: no way back is an error
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: no way back is no obstacle
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 1.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: greedy: accepts only what is likelier
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return 1.0 if log_ratio >= 0 else 0.0


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: half and half (Barker's rule)
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return 1 / (1 + math.exp(min(700.0, -log_ratio)))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: always accepts in a step
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: accepts above the probability
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] >= accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: accepts at the probability
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] <= accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: the running sum may be level with the number
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total >= uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: one number for both
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[0] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: the numbers change places
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[1])
    return j if uniforms[0] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: a column of Q
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(row[i] for row in Q)
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: numbers of its own
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if random.random() < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: acceptance of the way back
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(j, i, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: rejected proposals are lost
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = row[i]
        K.append(ways)
    return K


# === wrong: rows scaled instead of staying
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = row[i]
        ways = [w / sum(ways) for w in ways]
        K.append(ways)
    return K


# === wrong: acceptance without the proposal
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            accept_probability(i, j, logp, Q, alpha) / len(Q) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: the matrix turned
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return [list(column) for column in zip(*K)]


# === wrong: the target in every row
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    w = [math.exp(alpha * (x - max(logp))) for x in logp]
    return [[x / sum(w) for x in w] for _ in Q]


# === wrong: the matrix at alpha 1
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, 1) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: what is never proposed is an error
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === wrong: changes Q
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(Q[i])
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = Q
    old = copy.deepcopy(Q)
    for i, row in enumerate(old):
        ways = [
            q * accept_probability(i, j, logp, old, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K[i][:] = ways
    return K


# === wrong: never proposes the text it is at
def accept_probability(i: int, j: int, logp: list[float], Q: list[list[float]], alpha: float) -> float:
    if Q[j][i] == 0:
        return 0.0
    log_ratio = alpha * (logp[j] - logp[i]) + math.log(Q[j][i]) - math.log(Q[i][j])
    return math.exp(min(0.0, log_ratio))


def mh_step(
    i: int, logp: list[float], Q: list[list[float]], alpha: float, uniforms: tuple[float, float]
) -> int:
    sums = itertools.accumulate(q / (1 - Q[i][i]) if number != i else 0.0 for number, q in enumerate(Q[i]))
    j = next(number for number, total in enumerate(sums) if total > uniforms[0])
    return j if uniforms[1] < accept_probability(i, j, logp, Q, alpha) else i


def transition_matrix(logp: list[float], Q: list[list[float]], alpha: float) -> list[list[float]]:
    K = []
    for i, row in enumerate(Q):
        ways = [
            q * accept_probability(i, j, logp, Q, alpha) if q > 0 and j != i else 0.0 for j, q in enumerate(row)
        ]
        ways[i] = 1 - sum(ways)
        K.append(ways)
    return K


# === right: two logarithms compared, a loop for the proposal, torch for the matrix
def accept_probability(i, j, logp, Q, alpha):
    back, there = Q[j][i], Q[i][j]
    if back <= 0:
        return 0
    new, old = alpha * logp[j] + math.log(back), alpha * logp[i] + math.log(there)
    return 1.0 if new >= old else math.exp(new - old)


def mh_step(i, logp, Q, alpha, uniforms):
    propose, decide = uniforms
    total = 0.0
    for j, q in enumerate(Q[i]):
        total += q
        if propose < total:
            break
    if decide < accept_probability(i, j, logp, Q, alpha):
        i = j
    return i


def transition_matrix(logp, Q, alpha):
    n = len(logp)
    K = torch.zeros(n, n, dtype=torch.float64)
    for i in range(n):
        for j in range(n):
            if Q[i][j] > 0:
                accepted = Q[i][j] * accept_probability(i, j, logp, Q, alpha)
                K[i, j] += accepted
                K[i, i] += Q[i][j] - accepted
    return K.tolist()


# === right: the smaller of two flows, bisection for the proposal
import bisect


def accept_probability(i, j, logp, Q, alpha):
    if not Q[j][i]:
        return 0.0
    difference = (logp[j] - logp[i]) * alpha
    if difference > 600:
        return 1.0
    return min(math.exp(difference) * (Q[j][i] / Q[i][j]), 1.0)


def mh_step(i, logp, Q, alpha, uniforms):
    j = bisect.bisect_right(list(itertools.accumulate(Q[i])), uniforms[0])
    accepted = accept_probability(i, j, logp, Q, alpha) > uniforms[1]
    return (i, j)[accepted]


def transition_matrix(logp, Q, alpha):
    def entry(i, j):
        if i == j:
            return 1.0 - sum(entry(i, other) for other in range(len(Q)) if other != i)
        return Q[i][j] * accept_probability(i, j, logp, Q, alpha) if Q[i][j] else 0.0

    return [[entry(i, j) for j in range(len(Q))] for i in range(len(Q))]
