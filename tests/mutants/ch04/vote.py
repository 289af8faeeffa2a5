# === wrong: compares texts
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if text == answers[group[0]]:
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else 0


# === wrong: always same_answer, whatever is given
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same_answer(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else 0


# === wrong: compares with the last member
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, answers[group[-1]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else 0


# === wrong: compares with any member
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if any(same(text, answers[i]) for i in group):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else 0


# === wrong: compares with all members
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if all(same(text, answers[i]) for i in group):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else 0


# === wrong: joins the last class that fits
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in reversed(groups):
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else 0


# === wrong: joins the largest class that fits
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in sorted(groups, key=len, reverse=True):
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else 0


# === wrong: joins every class that fits
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        fits = [group for group in groups if same(text, answers[group[0]])]
        for group in fits:
            group.append(index)
        if not fits:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else 0


# === wrong: None is an answer
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        text = str(text)
        for group in groups:
            if same(text, str(answers[group[0]])):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else 0


# === wrong: classes of texts, not of indices
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, group[0]):
                group.append(text)
                break
        else:
            groups.append([text])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return answers.index(max(groups, key=len)[0]) if groups else 0


# === wrong: counts indices without None
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(a for a in answers if a is not None):
        if text is None:
            continue
        for group in groups:
            if same(text, [a for a in answers if a is not None][group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else 0


# === wrong: ties to the class that came last
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(reversed(groups), key=len)[0] if groups else 0


# === wrong: ties to the class that led first
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    most = max(map(len, groups), default=0)
    return min((g for g in groups if len(g) == most), key=lambda g: g[-1])[0] if groups else 0


# === wrong: ties to the alphabet
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return min(groups, key=lambda g: (-len(g), answers[g[0]]))[0] if groups else 0


# === wrong: the last answer of the class
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[-1] if groups else 0


# === wrong: returns the text
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return answers[max(groups, key=len)[0]] if groups else 0


# === wrong: the number of the class
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return groups.index(max(groups, key=len)) if groups else 0


# === wrong: nobody answered: None
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else None


# === wrong: nobody answered: an error
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0]


# === wrong: an empty list is 0
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        return 0
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else 0


# === wrong: the vote has its own idea of sameness
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers)
    return max(groups, key=len)[0] if groups else 0


# === wrong: changes the answers
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    answers[:] = [a.strip() if a else None for a in answers]
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else 0


# === wrong: no answer where nobody has a majority
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if text is None:
            continue
        for group in groups:
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    best = max(groups, key=len, default=[])
    return best[0] if 2 * len(best) > len(answers) else 0


# === wrong: an empty text is no answer
def meaning_classes(
    answers: list[str | None], same: Callable[[str, str], bool] = same_answer
) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, text in enumerate(answers):
        if not text:
            continue
        for group in groups:
            if same(text, answers[group[0]]):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def vote(answers: list[str | None], same: Callable[[str, str], bool] = same_answer) -> int:
    if not answers:
        raise ValueError("there is nothing to vote on")
    groups = meaning_classes(answers, same)
    return max(groups, key=len)[0] if groups else 0


# === right: a dictionary of first members
def meaning_classes(answers, same=same_answer):
    classes = {}
    for i in range(len(answers)):
        if answers[i] is not None:
            first = next((f for f in classes if same(answers[i], answers[f])), i)
            classes.setdefault(first, []).append(i)
    return list(classes.values())


def vote(answers, same=same_answer):
    if len(answers) == 0:
        raise ValueError("nothing")
    best, votes = 0, 0
    for members in meaning_classes(answers, same):
        if len(members) > votes:
            best, votes = members[0], len(members)
    return best


# === right: sorted by votes and place
def meaning_classes(answers, same=same_answer):
    firsts, found = [], []
    for index, answer in enumerate(answers):
        if answer is not None:
            fits = [number for number, first in enumerate(firsts) if same(first, answer)]
            if fits:
                found[fits[0]] += [index]
            else:
                firsts.append(answer)
                found.append([index])
    return found


def vote(answers, same=same_answer):
    if answers == []:
        raise ValueError("no answers")
    ranked = sorted(meaning_classes(answers, same), key=lambda members: (-len(members), members[0]))
    return ranked[0][0] if ranked else 0
