# === wrong: the colleague's function
def weakest_step(tokens, values):
    if len(tokens) != len(values):
        raise ValueError("lengths")
    lowest = 1.0
    for token, value in zip(tokens, values):
        if token == "\n":
            lowest = min(lowest, value)
    return lowest


def caught():
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: the colleague's function with the last token
def weakest_step(tokens, values):
    if len(tokens) != len(values):
        raise ValueError("lengths")
    lowest = 1.0
    for token, value in zip(tokens, values):
        if token == "\n":
            lowest = min(lowest, value)
    return min(lowest, values[-1]) if values else -math.inf


def caught():
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: a line end must be the whole token
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if token == "\n" or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: a line end must be the token's last character
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if token.endswith("\n") or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: a line end must be the token's first character
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if token.startswith("\n") or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: two line ends are none
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if token.count("\n") == 1 or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: the last token is forgotten
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token:
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: the last token is forgotten where there are steps
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or (place == len(tokens) and not kept):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: the last token counts, whatever it is
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    kept += values[-1:] if kept else []
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: white space is a step
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: white space and nothing are steps
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value]
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: only the line end is no step
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip("\n") else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: only spaces and line ends are no step
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip(" \n") else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: a token of white space ends nothing
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if token.strip() == '' and token != '\n':
            continue
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: only the token that ends it is looked at
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if token.strip() or token == '\n' and text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: the text is not begun anew
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: all tokens count
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if True:
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: the token before the line end counts
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [values[max(place - 2, 0)] if "\n" in token else value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: the smallest within the step
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    begin = 0
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [min(values[begin:place])] if text.strip() else []
            begin = place
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: no step: 1
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=1.0)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: no step: 0
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=0.0)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: no step: an error
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: the last step
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return kept[-1] if kept else -math.inf


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: the mean of the steps
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return fmean(kept) if kept else -math.inf


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: a value of 0 is none
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if value and text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: different lengths are cut
def weakest_step(tokens: list[str], values: list[float]) -> float:
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: changes the lists
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    while tokens and not tokens[-1].strip() and '\n' not in tokens[-1] and tokens[-1]:
        tokens.pop()
        values.pop()
    values[:] = [v / 1.0 for v in values]
    tokens[:] = [t + ' ' for t in tokens]
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: caught: D is passed as it is
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACFG", "with the last token": "DEFG"}


# === wrong: caught: the same tests in both
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "ACDFG"}


# === wrong: caught: E is forgotten
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DFG"}


# === wrong: caught: an error is no failure
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEG"}


# === wrong: caught: the tests that pass
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "BEH", "with the last token": "ABCH"}


# === wrong: caught: lists
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": list("ACDFG"), "with the last token": list("DEFG")}


# === wrong: caught: the two keys exchanged
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "DEFG", "with the last token": "ACDFG"}


# === wrong: caught: small letters
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "acdfg", "with the last token": "defg"}


# === wrong: a line end in the middle of a token is overlooked
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if token.startswith("\n") or token.endswith("\n") or place == len(tokens):
            kept += [value] if text.strip() else []
            text = ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === wrong: what stands after the line end begins the next step
def weakest_step(tokens: list[str], values: list[float]) -> float:
    if len(tokens) != len(values):
        raise ValueError(f"{len(tokens)} tokens, but {len(values)} values")
    kept, text = [], ""
    for place, (token, value) in enumerate(zip(tokens, values, strict=True), start=1):
        text += token
        if "\n" in token or place == len(tokens):
            kept += [value] if text.strip() else []
            text = token.rpartition("\n")[2] if "\n" in token else ""
    return min(kept, default=-math.inf)


def caught() -> dict[str, str]:
    return {"as it is": "ACDFG", "with the last token": "DEFG"}


# === right: joined text, split by steps, and the tests run
def weakest_step(tokens, values):
    if len(values) != len(tokens):
        raise ValueError("one value for each token")
    ends = [i for i in range(len(tokens)) if "\n" in tokens[i] or i == len(tokens) - 1]
    lowest, start = float("inf"), 0
    for end in ends:
        if not "".join(tokens[start : end + 1]).isspace() and any(tokens[start : end + 1]):
            lowest = min(lowest, values[end])
        start = end + 1
    return lowest if lowest < float("inf") else float("-inf")


def caught():
    tests = {
        "A": (["7"], [0.4], 0.4),
        "B": (["5", "\n", "6"], [0.9, 0.3, 0.8], 0.3),
        "C": (["5", "\n", "6"], [0.9, 0.8, 0.3], 0.3),
        "D": (["5\n", "6"], [0.3, 0.8], 0.3),
        "E": (["5", "\n", " "], [0.9, 0.8, 0.3], 0.8),
        "F": ([], [], -math.inf),
        "G": (["5", "\n", "\n", "6"], [0.9, 0.7, 0.2, 0.8], 0.7),
        "H": (["5", "\n"], [0.2, 0.6], 0.6),
    }

    def colleague(tokens, values, last):
        lowest = 1.0
        for token, value in zip(tokens, values):
            if token == "\n":
                lowest = min(lowest, value)
        return min(lowest, values[-1]) if last else lowest

    def failing(last):
        letters = ""
        for letter, (tokens, values, wanted) in tests.items():
            try:
                letters += letter * (colleague(tokens, values, last) != wanted)
            except IndexError:
                letters += letter
        return letters

    return {"as it is": failing(False), "with the last token": failing(True)}


# === right: recursion over steps
def weakest_step(tokens, values):
    if len(tokens) != len(values):
        raise ValueError((len(tokens), len(values)))
    if not tokens:
        return -math.inf
    end = next((i for i, token in enumerate(tokens) if token.count("\n")), len(tokens) - 1)
    rest = weakest_step(tokens[end + 1 :], values[end + 1 :])
    if all(not token.strip() for token in tokens[: end + 1]):
        return rest
    return values[end] if rest == -math.inf else min(values[end], rest)


def caught():
    answer = dict([("with the last token", "".join(sorted("GFED")))])
    answer["as it is"] = "".join("ACDFG")
    return answer
