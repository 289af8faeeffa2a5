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


# === wrong: nothing for the values
def ruler_cases():
    return [
        ("0.331", "0.334", False),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("−7", "−8", False),
        ("52_8", "528", False),
        ("12", "1", False),
    ]


# === wrong: nothing for the rounding
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("−7", "-7.0", True),
        ("52_8", "528", False),
        ("12", "1", False),
    ]


# === wrong: nothing for the order
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("0.331", "0.334", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("−7", "-7.0", True),
        ("52_8", "528", False),
        ("12", "1", False),
    ]


# === wrong: nothing for the spaces
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("0.331", "0.334", False),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("−7", "-7.0", True),
        ("52_8", "528", False),
        ("12", "1", False),
    ]


# === wrong: nothing for the minus
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("0.331", "0.334", False),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("52_8", "528", False),
        ("12", "1", False),
    ]


# === wrong: nothing for the base
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("0.331", "0.334", False),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("−7", "-7.0", True),
        ("12", "1", False),
    ]


# === wrong: nothing for the beginning
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("0.331", "0.334", False),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("−7", "-7.0", True),
        ("52_8", "528", False),
    ]


# === wrong: the rounded gold rule the wrong way round
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("0.33", "1/3", True),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("−7", "-7.0", True),
        ("52_8", "528", False),
        ("12", "1", False),
    ]


# === wrong: the rounded gold rule not followed
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("1/3", "0.33", False),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("−7", "-7.0", True),
        ("52_8", "528", False),
        ("12", "1", False),
    ]


# === wrong: the third decimal is said not to matter
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", True),
        ("0.333", "0.33", True),
        ("(1,2)", "(2,1)", False),
        ("[2,5)", "(2,5)", False),
        ("1 1/2", "11/2", False),
        ("−7", "-7.0", True),
        ("52_8", "528", False),
        ("12", "1", False),
    ]


# === wrong: labels as numbers
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}", 1),
        ("0.331", "0.334", 0),
        ("(1,2)", "(2,1)", 0),
        ("[2,5)", "(2,5)", 0),
        ("1 1/2", "11/2", 0),
        ("−7", "-7.0", 1),
        ("52_8", "528", 0),
        ("12", "1", 0),
    ]


# === wrong: lists instead of tuples
def ruler_cases():
    return [
        ["0.5", r"\frac{1}{2}", True],
        ["0.331", "0.334", False],
        ["(1,2)", "(2,1)", False],
        ["[2,5)", "(2,5)", False],
        ["1 1/2", "11/2", False],
        ["−7", "-7.0", True],
        ["52_8", "528", False],
        ["12", "1", False],
    ]


# === wrong: pairs without labels
def ruler_cases():
    return [
        ("0.5", r"\frac{1}{2}"),
        ("0.331", "0.334"),
        ("(1,2)", "(2,1)"),
        ("[2,5)", "(2,5)"),
        ("1 1/2", "11/2"),
        ("−7", "-7.0"),
        ("52_8", "528"),
        ("12", "1"),
    ]


# === right: cases for the rounded gold rule, and more text around
def ruler_cases():
    return [
        ("12", "12.0", True),
        ("0.33", "1/3", False),
        ("1/3", "0.33", True),
        (r"\frac{2}{3}", "0.67", True),
        (r"\left(1, 2\right)", "(2, 1)", False),
        ("(2,5)", r"\{2,5\}", False),
        ("3 1/4", "31/4", False),
        ("−1/2", "-0.5", True),
        ("101_{2}", "1012", False),
        ("50 or 60", "50", False),
    ]


# === right: rounding against a fraction in LaTeX, brackets against a bare list
def ruler_cases():
    catching = {
        1: (r"\frac{2}{4}", "0.5", True),
        2: ("0.333", r"\frac{1}{3}", False),
        3: ("[3, 1]", "[1, 3]", False),
        4: ("(1,2)", "1,2", False),
        5: ("1 2", "12", False),
        6: ("−5", "-5", True),
        7: ("x_1", "x1", False),
        8: ("1.55", "1.5", False),
    }
    return list(catching.values())
