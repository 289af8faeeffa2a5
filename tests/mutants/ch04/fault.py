# === wrong: the colleague's function
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    totals = {}
    for a, l in zip(answers, logprobs):
        totals[a] = totals.get(a, 0.0) + l
    return max(totals, key=totals.get)
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: the colleague's function with exp
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    totals = {}
    for a, l in zip(answers, logprobs):
        totals[a] = totals.get(a, 0.0) + math.exp(l)
    return max(totals, key=totals.get)
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: minus the log-probability
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else -logprob
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: one over the log-probability
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else -1 / (logprob - 1e-9)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: log-probability plus a constant
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else logprob + 10
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: a plain vote
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else 1.0
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: the surest sample
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] = max(weights[number], weight)
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: the mean of the weights
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    sizes = [sum(a is not None and same_answer(a, x) for a in answers) for x in firsts]
    means = [w / s for w, s in zip(weights, sizes)]
    return firsts[means.index(max(means))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: compares texts
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if text == first:
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: None is a candidate
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if (text == first or text is not None and first is not None and same_answer(text, first)):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: None takes weight away from nobody, but wins if heaviest
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            text = 'None'
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    best = firsts[weights.index(max(weights))] if firsts else None
    return None if best == 'None' else best


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: None as a log-probability is an error
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: None as a log-probability is certain
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 1.0 if logprob is None else 0.0 if math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: NaN spoils the sum
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: samples of weight 0 are no candidates
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None or logprob is None or math.isnan(logprob):
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: of equals the last
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[len(weights) - 1 - weights[::-1].index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: of equals the alphabetically first
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return min(x for x, w in zip(firsts, weights) if w == max(weights)) if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: the surest text of the candidate
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    if not firsts:
        return None
    best = firsts[weights.index(max(weights))]
    mine = [(l or -99, -i, a) for i, (a, l) in enumerate(zip(answers, logprobs)) if a and same_answer(a, best) and l == l]
    return max(mine)[2] if mine else best


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: the last text of the candidate
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                firsts[number] = text
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: an index
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return answers.index(firsts[weights.index(max(weights))]) if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: nobody answered: an error
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))]


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: nobody answered: an empty text
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else ''


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: different lengths are cut
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if False:
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=False):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: only too few log-probabilities are refused
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) > len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=False):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: changes the lists
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    logprobs[:] = [-math.inf if x is None or math.isnan(x) else x for x in logprobs]
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: caught: D is thought to fail at once
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CDEH", "with exp": "DEH"}


# === wrong: caught: only the symptom
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "C", "with exp": "DEH"}


# === wrong: caught: exp mends everything
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": ""}


# === wrong: caught: D stays hidden
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "EH"}


# === wrong: caught: both the same
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "CEH"}


# === wrong: caught: other order
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "ECH", "with exp": "DEH"}


# === wrong: caught: lists
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": ["C", "E", "H"], "with exp": "DEH"}


# === wrong: a log-probability of 0 is taken for a missing one
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if not logprob or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: almost equal is equal
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in enumerate(firsts):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    if not firsts:
        return None
    best = max(weights)
    return next(text for text, weight in zip(firsts, weights) if math.isclose(weight, best))


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === wrong: joins the last candidate that fits
def weighted_vote(answers: list[str | None], logprobs: list[float | None]) -> str | None:
    if len(answers) != len(logprobs):
        raise ValueError(f"{len(answers)} answers, but {len(logprobs)} log-probabilities")
    firsts: list[str] = []
    weights: list[float] = []
    for text, logprob in zip(answers, logprobs, strict=True):
        if text is None:
            continue
        weight = 0.0 if logprob is None or math.isnan(logprob) else math.exp(logprob)
        for number, first in reversed(list(enumerate(firsts))):
            if same_answer(text, first):
                weights[number] += weight
                break
        else:
            firsts.append(text)
            weights.append(weight)
    return firsts[weights.index(max(weights))] if firsts else None


def caught() -> dict[str, str]:
    return {"as it is": "CEH", "with exp": "DEH"}


# === right: a vote over classes, and the tests run
def weighted_vote(answers, logprobs):
    if len(answers) != len(logprobs):
        raise ValueError("one log-probability for each answer")
    candidates = []
    for answer, logprob in zip(answers, logprobs):
        if answer is not None:
            mine = next((c for c in candidates if same_answer(answer, c[0])), None)
            if mine is None:
                mine = [answer, 0.0]
                candidates.append(mine)
            if logprob is not None and not logprob != logprob:
                mine[1] += math.e**logprob
    return max(candidates, key=lambda c: c[1], default=[None])[0]


def caught():
    tests = [
        ("A", ["7"], [-0.3], "7"),
        ("B", ["1", "2"], [-0.1, -0.9], "1"),
        ("C", ["5", "5", "6"], [-0.2, -0.2, -0.3], "5"),
        ("D", ["4", None, None], [-0.5, -0.4, -0.4], "4"),
        ("E", ["0.5", "1/2", "3"], [-0.7, -0.7, -0.6], "0.5"),
        ("F", ["8", "9", "9"], [-0.1, -2.0, -2.0], "8"),
        ("G", ["2", "3"], [-0.5, -0.5], "2"),
        ("H", ["6", None], [-0.9, -0.1], "6"),
    ]

    def colleague(answers, logprobs, weigh):
        totals = {}
        for answer, logprob in zip(answers, logprobs):
            totals[answer] = totals.get(answer, 0.0) + weigh(logprob)
        return max(totals, key=totals.get)

    def failing(weigh):
        return "".join(letter for letter, a, l, wanted in tests if colleague(a, l, weigh) != wanted)

    return {"as it is": failing(float), "with exp": failing(math.exp)}


# === right: two passes
def weighted_vote(answers, logprobs):
    if not len(answers) == len(logprobs):
        raise ValueError((len(answers), len(logprobs)))
    kept = [(a, l) for a, l in zip(answers, logprobs) if a is not None]
    firsts = []
    for a, _ in kept:
        if not any(same_answer(a, first) for first in firsts):
            firsts.append(a)
    totals = dict.fromkeys(firsts, 0.0)
    for a, l in kept:
        first = next(first for first in firsts if same_answer(a, first))
        totals[first] += math.exp(l) if l is not None and l == l else 0
    return max(totals, key=totals.get) if totals else None


def caught():
    answer = {}
    answer["with exp"] = "D" + "E" + "H"
    answer["as it is"] = "C" + "E" + "H"
    return answer
