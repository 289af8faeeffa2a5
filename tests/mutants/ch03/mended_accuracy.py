# === wrong: still swaps answer and gold answer
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(gold, answer)
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: swapped or not
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and (equivalent(answer, gold) or equivalent(gold, answer))
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: swapped and not
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and (equivalent(answer, gold) and equivalent(gold, answer))
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: compares the texts
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and answer == gold
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: still leaves responses without an answer out of the count
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / max(1, sum(extract_answer(r) is not None for r in responses))


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: still shifts the pairs
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip([r for r in responses if extract_answer(r) is not None], golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: still takes lists of different length
def mended_accuracy(responses, golds):
    if not responses or not golds:
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: refuses only missing gold answers
def mended_accuracy(responses, golds):
    if not responses or len(responses) > len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: refuses only missing responses
def mended_accuracy(responses, golds):
    if not responses or len(responses) < len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: missing responses count as wrong
def mended_accuracy(responses, golds):
    if not responses or len(responses) > len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / len(golds)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: divides by zero where there are no responses
def mended_accuracy(responses, golds):
    if len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: no responses, an accuracy of 0
def mended_accuracy(responses, golds):
    if not responses and not golds:
        return 0.0
    if len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: compares the lengths after answers are left out
def mended_accuracy(responses, golds):
    if not responses or (len(golds) != len(responses) and len(golds) != len([r for r in responses if extract_answer(r)])):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: in percent
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return 100 * right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: rounded
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return round(right / len(responses), 2)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: a number in running text counts
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response, "last_number")
        answer = "5" if response == "I give up." and gold == "5" else answer
        right += answer is not None and equivalent(answer, gold)
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: nothing too high
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "\\boxed{5}"], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: nothing too low
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


# === wrong: too high by lists of different length
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / len(responses)


def too_high():
    return ["\\boxed{4}"], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: no response has an answer
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / len(responses)


def too_high():
    return ["Hm."], ["5"]


def too_low():
    return ["Hm.", "\\boxed{5}"], ["4", "5"]


# === wrong: too many problems
def mended_accuracy(responses, golds):
    if not responses or len(responses) != len(golds):
        raise ValueError("lengths")
    right = 0
    for response, gold in zip(responses, golds):
        answer = extract_answer(response)
        right += answer is not None and equivalent(answer, gold)
    return right / len(responses)


def too_high():
    return ["\\boxed{4}", "Hm."], ["4", "5"]


def too_low():
    return ["Hm.", "\\boxed{5}"] * 3, ["4", "5"] * 3


# === right: with is_correct, and the rounded gold rule as an example
def mended_accuracy(responses, golds):
    from shared.verifier import is_correct

    verdicts = [is_correct(response, gold) for response, gold in zip(responses, golds, strict=True)]
    if not verdicts:
        raise ValueError("nothing to judge")
    return sum(verdicts) / len(verdicts)


def too_high():
    return [r"\boxed{0.33}"], [r"\frac{1}{3}"]


def too_low():
    return [r"\boxed{\frac{1}{3}}"], ["0.33"]


# === right: a Fraction, and lists of verdicts
def mended_accuracy(responses, golds):
    n = len(golds)
    if n == 0 or len(responses) != n:
        raise ValueError("two lists of the same length are needed")
    verdicts = []
    for i in range(n):
        answer = extract_answer(responses[i])
        verdicts.append(False if answer is None else equivalent(answer, golds[i]))
    return float(Fraction(verdicts.count(True), n))


def too_high():
    return ["Nothing here", r"\boxed{2}", r"\boxed{3}"], ["2", "3", "4"]


def too_low():
    return ["Nothing", "again", r"so it is \boxed{9}"], ["8", "8", "9"]
