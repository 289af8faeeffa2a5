# === wrong: reinforcement learning although nothing is ever rewarded
def choose_roads():
    return {
        "A": "inference-time scaling",
        "B": "distillation",
        "C": "reinforcement learning",
        "D": "plain model",
        "E": "program",
        "F": "reinforcement learning",
        "G": "inference-time scaling",
    }


# === wrong: trains a model whose weights nobody has
def choose_roads():
    return {
        "A": "distillation",
        "B": "distillation",
        "C": "reinforcement learning",
        "D": "plain model",
        "E": "program",
        "F": "distillation",
        "G": "inference-time scaling",
    }


# === wrong: lets a model add up long numbers
def choose_roads():
    return {
        "A": "inference-time scaling",
        "B": "distillation",
        "C": "reinforcement learning",
        "D": "plain model",
        "E": "inference-time scaling",
        "F": "distillation",
        "G": "inference-time scaling",
    }


# === wrong: steps for two million reviews
def choose_roads():
    return {
        "A": "inference-time scaling",
        "B": "distillation",
        "C": "reinforcement learning",
        "D": "inference-time scaling",
        "E": "program",
        "F": "distillation",
        "G": "inference-time scaling",
    }


# === wrong: a situation without a choice
def choose_roads():
    return {
        "A": "inference-time scaling",
        "B": "distillation",
        "C": "reinforcement learning",
        "D": "plain model",
        "E": "program",
        "F": "distillation",
    }


# === wrong: one answer for everything
def choose_roads():
    return dict.fromkeys("ABCDEFG", "inference-time scaling")


# === right: sorted by road
def choose_roads():
    by_road = {
        "distillation": "BF",
        "inference-time scaling": "AG",
        "plain model": "D",
        "program": "E",
        "reinforcement learning": "C",
    }
    return {letter: road for road, letters in by_road.items() for letter in letters}


# === right: one entry after the other
def choose_roads():
    choice = {}
    choice["A"] = choice["G"] = "inference-time scaling"
    choice["B"] = choice["F"] = "distillation"
    choice.update(C="reinforcement learning", D="plain model", E="program")
    return choice
