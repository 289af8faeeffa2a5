# === wrong: a box is a box, wherever it stands
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float("\\boxed{" in text and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: correct if the answer stands in some box
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float("\\boxed{" + answer + "}" in text),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: correct only letter by letter
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(extract_answer(text) == answer),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: only spaces may stand before the thought
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip(" ").startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: nothing may stand before the thought
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: anything may stand before the thought
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = "<think>" in text
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: several thoughts
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = True
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: the closing tags are not counted
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: the opening tags are not counted
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: a thought of white space
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: an empty thought
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: nothing after the thought
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: white space after the thought
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after)
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: small or large letters
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    original, text = text, text.lower()
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(original, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(original) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: cut at the limit: nothing at all
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer) and finished),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: cut at the limit: the box counts
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: cut at the limit: the thought counts
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: Booleans
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": is_correct(text, answer),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: unknown names are passed over
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        weights = {name: weight for name, weight in weights.items() if name not in unknown}
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: a part without a weight counts once
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weights.get(name, 1.0) * marks[name] for name in counted))


# === wrong: only if correct: everything, always
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: only if correct: nothing but correct
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    counted = {"correct"} if only_if_correct else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === wrong: takes parts out of the dictionary
def marks(text: str, answer: str, finished: bool = True) -> dict[str, float]:
    """The parts of a response's reward: ``"correct"``, ``"thought"``, ``"box"``, each 0.0 or 1.0."""
    _, _, rest = text.partition("<think>")
    inside, closed, after = rest.partition("</think>")
    once = text.count("<think>") == 1 and text.count("</think>") == 1
    begins = text.lstrip().startswith("<think>")
    thought = begins and once and bool(closed and inside.strip() and after.strip())
    return {
        "correct": float(is_correct(text, answer)),
        "thought": float(thought and finished),
        "box": float(extract_answer(text) is not None and finished),
    }


def worth(marks: dict[str, float], weights: dict[str, float], only_if_correct: bool = False) -> float:
    """The weighted sum of the parts.

    Raises:
        ValueError: a weight belongs to no part.
    """
    if unknown := sorted(set(weights) - set(marks)):
        raise ValueError(f"no such part: {', '.join(unknown)}")
    if only_if_correct and marks["correct"] == 0:
        marks["thought"] = marks["box"] = 0.0
    counted = {"correct"} if only_if_correct and marks["correct"] == 0 else set(marks)
    return float(sum(weight * marks[name] for name, weight in weights.items() if name in counted))


# === right: a regular expression
import re


def marks(text, answer, finished=True):
    whole = re.fullmatch(r"\s*<think>(.*?)</think>(.*)", text, re.DOTALL)
    thought = False
    if whole:
        inside, after = whole.groups()
        tags = re.findall(r"</?think>", inside + after)
        thought = not tags and not inside.isspace() and inside != "" and after != "" and not after.isspace()
    boxed = extract_answer(text) is not None
    if not finished:
        thought = boxed = False
    return {
        "box": 1.0 if boxed else 0.0,
        "thought": 1.0 if thought else 0.0,
        "correct": 1.0 if is_correct(text, answer) else 0.0,
    }


def worth(marks, weights, only_if_correct=False):
    total = 0.0
    for name, weight in weights.items():
        if name not in marks:
            raise ValueError(name)
        if name == "correct" or not only_if_correct or marks["correct"]:
            total += weight * marks[name]
    return total


# === right: splits, early returns
def has_thought(text):
    text = text.strip()
    if not text.startswith("<think>"):
        return False
    pieces = text[len("<think>") :].split("</think>")
    if len(pieces) != 2 or "<think>" in "".join(pieces):
        return False
    return all(piece.strip() for piece in pieces)


def marks(text, answer, finished=True):
    found = dict.fromkeys(("correct", "thought", "box"), 0.0)
    if is_correct(text, answer):
        found["correct"] = 1.0
    if not finished:
        return found
    if has_thought(text):
        found["thought"] = 1.0
    if extract_answer(text) is not None:
        found["box"] = 1.0
    return found


def worth(marks, weights, only_if_correct=False):
    if not set(weights) <= set(marks):
        raise ValueError("a weight without a part")
    counts = {name: marks[name] for name in weights}
    if only_if_correct and not marks["correct"]:
        counts = {name: 0.0 for name in weights}
    return math.fsum(weights[name] * counts[name] for name in weights)
