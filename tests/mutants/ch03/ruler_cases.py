# === wrong: only equal pairs
def ruler_cases():
    return [("0.5", r"\frac{1}{2}", True), ("(1,2)", "(1, 2)", True), ("−7", "-7.0", True), ("12", "12.0", True)]


# === wrong: a label that is not right
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("1/3", "0.3", True),
        ("0.331", "0.334", False),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("−7", "-7.0", True),
        ("52_8", "528", False),
        ("12", "1", False),
    ]


# === wrong: nothing for spaces and bases
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("0.331", "0.334", False),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("−7", "-7.0", True),
        ("12", "1", False),
    ]


# === wrong: the minus sign stands in two equal texts
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("0.331", "0.334", False),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("−7", "−7", True),
        ("52_8", "528", False),
        ("12", "1", False),
    ]


# === wrong: the numbers differ by too much for rounding to matter
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("0.31", "0.34", False),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("−7", "-7.0", True),
        ("52_8", "528", False),
        ("12", "1", False),
    ]


# === wrong: no answer begins with another gold answer
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("0.331", "0.334", False),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("−7", "-7.0", True),
        ("52_8", "528", False),
        ("2", "21", False),
    ]


# === wrong: more cases than allowed
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("0.331", "0.334", False),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("−7", "-7.0", True),
        ("52_8", "528", False),
        ("12", "1", False),
    ] * 3


# === right: other pairs, equal and unequal
def ruler_cases():
    pairs = [
        ("1,000", "1000"),
        ("3.14159", "3.14160"),
        ("(3,4)", "(4,3)"),
        ("(0,1)", "[0,1]"),
        ("2 3/4", "23/4"),
        ("−1", "−1.0"),
        ("10_2", "102"),
        ("7 or 8", "7"),
    ]
    return [(a, b, equivalent(a, b)) for a, b in pairs]


# === right: tuples with spaces
def ruler_cases():
    pairs = [
        ("0.25", "1/4"),
        ("0.123", "0.124"),
        ("(1, 2)", "(2, 1)"),
        ("(0, 1)", "[0, 1]"),
        ("2 3/4", "23/4"),
        ("−1", "−1.0"),
        ("10_2", "102"),
        ("7 or 8", "7"),
    ]
    return [(a, b, equivalent(a, b)) for a, b in pairs]
