"""Generated problems against an independent solver, which reads nothing but the English (problem_oracle.py)."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import math
import operator
import os
import random
import re
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import FrozenInstanceError, asdict, replace
from fractions import Fraction
from functools import cache
from itertools import islice
from pathlib import Path
from statistics import mean

from shared.problems import (
    FAMILIES,
    LEVELS,
    SPLITS,
    Problem,
    generate_problem,
    normalize,
    problem_stream,
    sample_problems,
    split_of,
)
from shared.problems.stories import GOODS, NAMES, THINGS

import pytest
import sympy
from places import ROOT
from problem_oracle import parse_answer, solve

SHIPPED = ROOT / "shared" / "data" / "tiny_test.json"
DRAWS = 60  # of each level of each family
NUMERAL = r"\d+(?:\.\d+)?"

# The models that are shipped were trained on this stream, so it must not change by accident.
TRAIN_HASH = "d248c3017bd8404052eb60415d28a80e2b08cb72678dbf9e72953abb35f79cc4"


@cache
def draws(name: str, count: int = DRAWS) -> tuple[Problem, ...]:
    """``count`` problems of every level of a family."""
    return tuple(
        generate_problem(rng, level, name)
        for level in FAMILIES[name][1]
        for rng in [random.Random(f"{name}/{level}")]
        for _ in range(count)
    )


# --- what is checked about a solution -----------------------------------------------------------------------

OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def evaluate(text: str, letters: dict[str, Fraction]) -> Fraction:
    """The exact value of one side of an equation, such as ``-105/-3``, ``\\sqrt{144}`` or ``6k-99``."""
    text = re.sub(r"\\sqrt\{(\d+)\}", r"root(\1)", text).replace("^", "**")
    return _walk(ast.parse(re.sub(r"(\d)(?=[a-z(])", r"\1*", text), mode="eval").body, letters)


def _walk(node: ast.expr, letters: dict[str, Fraction]) -> Fraction:
    match node:
        case ast.Constant():
            return Fraction(str(node.value))
        case ast.Name():
            return letters[node.id]
        case ast.UnaryOp(op=ast.USub()):
            return -_walk(node.operand, letters)
        case ast.BinOp():
            return OPERATIONS[type(node.op)](_walk(node.left, letters), _walk(node.right, letters))
        case ast.Call(func=ast.Name(id="root"), args=[ast.Constant(value=int() as square)]):
            root = math.isqrt(square)
            assert root * root == square
            return Fraction(root)
    raise ValueError(ast.dump(node))


def letters_of(problem: Problem) -> dict[str, Fraction]:
    """What the unknowns of a problem stand for: x and y where the answer is a pair, else every letter."""
    answer = parse_answer(problem.answer)
    if isinstance(answer, sympy.Tuple):
        return {letter: Fraction(int(value)) for letter, value in zip("xy", answer, strict=True)}
    return dict.fromkeys("xyznk", Fraction(answer.p, answer.q))


def faults(problem: Problem) -> list[str]:
    """Everything that is wrong with a solution; empty if nothing is.

    Each line of the steps must be a chain of equal values (perhaps with a label: ``pens: 5*7=35``), a true
    inequality, or a fraction that waits to be boxed; and it must start from something known.
    """
    *steps, box = problem.solution.split("\n")
    found = [] if box == f"\\boxed{{{problem.answer}}}" else [f"the last line is {box}"]
    letters = letters_of(problem)
    known = numerals(problem.problem)
    results = []
    for line in steps:
        body = re.sub(r"^[A-Za-z]+: (?=.*=)", "", line)
        try:
            values = [evaluate(side, letters) for side in re.split("[=>]", body)]
        except (SyntaxError, ValueError, KeyError, AssertionError, ZeroDivisionError) as error:
            found.append(f"cannot be read: {line} ({error!r})")
            continue
        if not is_true(body, values):
            found.append(f"not true: {line}")
        if not known & numerals(body):
            found.append(f"comes from nowhere: {line}")
        known |= numerals(body)
        results.append({values[-1], *map(Fraction, re.findall(NUMERAL, body))})
    parts = re.split(",", problem.answer.strip("()")) if problem.answer.startswith("(") else [problem.answer]
    ends = results[-1:] if len(parts) == 1 else results[-3:]
    if not all(any(parse_answer(part) == value for end in ends for value in end) for part in parts):
        found.append(f"{problem.answer} is not what the last steps find: {steps[-3:]}")
    return found


def is_true(line: str, values: list[Fraction]) -> bool:
    """Whether the values of a line's sides stand as it says; a remainder must be less than its divisor."""
    if ">" in line:
        return all(left > right for left, right in zip(values, values[1:], strict=False))
    if match := re.fullmatch(r"\d+=\d+\*(\d+)\+(\d+)", line):
        return len(set(values)) == 1 and int(match[2]) < int(match[1])
    return len(set(values)) == 1 and (len(values) > 1 or re.fullmatch(r"-?\d+/\d+", line) is not None)


def numerals(text: str) -> set[str]:
    """The numbers in a text and their digits."""
    return {*re.findall(NUMERAL, text), *re.findall(r"\d", text)}


def canonical(value: sympy.Basic, is_decimal: bool) -> str:
    """How an answer is to be written: fractions in lowest terms, decimals without trailing zeros."""
    if isinstance(value, sympy.Tuple):
        return f"({value[0]},{value[1]})"
    if value.is_integer:
        return str(value)
    if is_decimal:
        return f"{float(value):.2f}".rstrip("0")
    return f"{'-' if value < 0 else ''}\\frac{{{abs(value.p)}}}{{{value.q}}}"


# --- every family, every level ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FAMILIES)
def test_answers_agree_with_the_oracle(name: str) -> None:
    for problem in draws(name):
        assert solve(problem.problem) == parse_answer(problem.answer), problem


@pytest.mark.parametrize("name", FAMILIES)
def test_every_step_is_true(name: str) -> None:
    for problem in draws(name):
        assert not faults(problem), problem


@pytest.mark.slow
@pytest.mark.parametrize("name", FAMILIES)
def test_many_more_draws(name: str) -> None:
    for problem in draws.__wrapped__(name, 20 * DRAWS):
        assert solve(problem.problem) == parse_answer(problem.answer), problem
        assert not faults(problem), problem


@pytest.mark.parametrize("name", FAMILIES)
def test_form_of_problem_and_answer(name: str) -> None:
    subject, levels, _ = FAMILIES[name]
    for problem in draws(name):
        assert re.fullmatch(r"(?!.*  )[A-Z0-9a-z$][ -~]*[.?]", problem.problem), problem
        assert not re.search(r"None|nan|--|\+-", problem.problem), problem
        assert problem.answer == canonical(parse_answer(problem.answer), "." in problem.answer)
        assert (problem.subject, problem.level in levels) == (subject, True)
        assert re.fullmatch(rf"{name}/{problem.level}/[0-9a-f]{{12}}", problem.unique_id)


# --- the checks themselves can fail -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is 2+3*4-\\sqrt{49}?", 7),
        ("Compute 1.25+0.5-2.", sympy.Rational(-1, 4)),
        ("Simplify (\\frac{1}{2}+\\frac{1}{3})*\\frac{3}{5}.", sympy.Rational(1, 2)),
        ("Solve for k: 3(k+2)=6k-99.", 35),
        ("If 2x+3y=31 and x+y=11, what is (x,y)?", sympy.Tuple(2, 9)),
        ("Add the first 4 terms of 2, 5, 8, 11, ...", 26),
        ("What is the remainder when 25*114+83 is divided by 17?", 9),
        ("Find the least number with remainder 2 modulo 5 and 3 modulo 8.", 27),
        ("A bag holds 2 red, 3 blue balls. Two are drawn. What is the chance that both are red?", "1/10"),
        ("Tom is 5 years old. Mia is 2 times as old as Tom. What is the sum of their ages in 3 years?", 21),
        ("Ana has 9 pens. Ana gives away a third of them. Ana wins 4. How many pens are there now?", 10),
        ("$36 is split between Jon and Nina as 3:1. Nina spends $4 of it. How many dollars has Nina left?", 5),
        ("A room is 5 m by 4 m. A corner of 2 m by 3 m is cut off. What area is left?", 14),
        ("How many cm are 2 times (3 m and 5 cm) less 10 cm?", 600),
        ("A film runs from 9:30 to 12:05, with a break of 21 minutes. How many minutes is that?", 134),
    ],
)
def test_the_oracle_against_answers_found_by_hand(question: str, answer: object) -> None:
    assert solve(question) == sympy.sympify(answer)


@pytest.mark.parametrize("question", ["", "What is the meaning of life?", "Compute 2+2. Then rest."])
def test_the_oracle_reads_whole_questions_or_nothing(question: str) -> None:
    with pytest.raises(ValueError, match="0 patterns"):
        solve(question)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_changed_number_is_noticed(name: str) -> None:
    """In the answer, and in every equation of every step."""
    for problem in draws(name)[:: DRAWS // 3]:
        wrong = re.sub(r"\d+", lambda m: str(int(m[0]) + 1), problem.answer, count=1)
        assert solve(problem.problem) != parse_answer(wrong)
        assert faults(replace(problem, answer=wrong))
        lines = problem.solution.split("\n")
        for i, line in enumerate(lines[:-1]):
            if "=" in line:
                changed = re.sub(r"(\d+)$", lambda m: str(int(m[0]) + 1), line)
                assert faults(replace(problem, solution="\n".join([*lines[:i], changed, *lines[i + 1 :]])))


def test_a_family_that_errs_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    subject, levels, function = FAMILIES["shopping"]

    def careless(rng: random.Random, level: int):
        """Shopping, with every third amount off by one."""
        worked = function(rng, level)
        return replace(worked, answer=str(int(worked.answer) + (rng.random() < 1 / 3)))

    monkeypatch.setitem(FAMILIES, "shopping", (subject, levels, careless))
    problems = draws.__wrapped__("shopping", 20)
    wrong = sum(solve(p.problem) != parse_answer(p.answer) for p in problems)
    assert len(problems) / 6 < wrong < len(problems) / 2


# --- variety ------------------------------------------------------------------------------------------------


def test_families_subjects_and_levels() -> None:
    assert len(FAMILIES) >= 20
    assert len({subject for subject, _, _ in FAMILIES.values()}) == 8
    for level in LEVELS:
        assert sum(level in levels for _, levels, _ in FAMILIES.values()) >= 20


def phrasing(question: str) -> str:
    """A question with all that varies in it made equal: numbers, formulas, names and things."""
    question = re.sub(r"\S*\d[^\s?]*?(?=[.?,;]?(?:\s|$))", "#", question)
    for words, stand_in in ((NAMES, "N"), ([*THINGS, *GOODS], "things")):
        question = re.sub(rf"\b(?:{'|'.join(words)})\b", stand_in, question)
    return question


def test_phrasings() -> None:
    counts = {name: len({phrasing(p.problem) for p in draws(name)}) for name in FAMILIES}
    assert min(counts.values()) >= 2, counts
    assert sum(count >= 3 for count in counts.values()) >= 38, counts


def test_higher_levels_take_more_steps() -> None:
    rng = random.Random(0)
    steps = [mean(generate_problem(rng, level).solution.count("\n") for _ in range(1000)) for level in LEVELS]
    assert all(low < high for low, high in zip(steps, steps[1:], strict=False)), steps


# --- determinism --------------------------------------------------------------------------------------------

PRINT_HASH = (
    "import hashlib, itertools, shared.problems as p;"
    "print(hashlib.sha256(repr(list(itertools.islice(p.problem_stream('train', 0), 50))).encode()).hexdigest())"
)


def test_the_training_stream_is_the_one_the_models_were_trained_on() -> None:
    problems = list(islice(problem_stream("train", 0), 50))
    assert hashlib.sha256(repr(problems).encode()).hexdigest() == TRAIN_HASH


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_draws_the_same(hash_seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PRINT_HASH]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == TRAIN_HASH


def test_the_seed_decides() -> None:
    for split in SPLITS:
        first, again, other = (list(islice(problem_stream(split, seed), 20)) for seed in (1, 1, 2))
        assert first == again
        assert not set(first) & set(other)


def test_the_global_generator_plays_no_part() -> None:
    random.seed(0)
    before = random.getstate()
    first = [generate_problem(random.Random(5)) for _ in range(3)]
    assert random.getstate() == before
    assert first[0] == first[1] == first[2]


# --- splits -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def streams() -> dict[str, list[Problem]]:
    return {split: list(islice(problem_stream(split, 3), 3000)) for split in SPLITS}


@pytest.fixture(scope="module")
def many() -> list[Problem]:
    rng = random.Random("many")
    return [generate_problem(rng) for _ in range(50_000)]


def test_splits_never_share_a_question(streams: dict[str, list[Problem]]) -> None:
    questions = {split: {normalize(p.problem) for p in problems} for split, problems in streams.items()}
    assert all(len(q) > 2000 for q in questions.values())
    assert not questions["train"] & questions["validation"]
    assert not questions["train"] & questions["test"]
    assert not questions["validation"] & questions["test"]


def test_spaces_and_case_do_not_move_a_question(streams: dict[str, list[Problem]]) -> None:
    for split, problems in streams.items():
        for problem in problems[:300]:
            question = problem.problem
            for variant in (question.upper(), question.lower(), f"\n {question.replace(' ', '  ')}\t"):
                assert normalize(variant) == normalize(question)
                assert split_of(variant) == split_of(question) == split


def test_sizes_of_the_splits(many: list[Problem]) -> None:
    sizes = Counter(map(split_of, {normalize(p.problem) for p in many}))
    for split, share in (("test", 0.08), ("validation", 0.04), ("train", 0.88)):
        assert sizes[split] / sizes.total() == pytest.approx(share, abs=0.006)  # about five standard errors


def test_equal_questions_have_equal_answers(many: list[Problem]) -> None:
    answers = defaultdict(set)
    for problem in many:
        answers[normalize(problem.problem)].add(problem.answer)
    assert len(answers) < len(many)  # or nothing was compared
    assert [(question, found) for question, found in answers.items() if len(found) > 1] == []


@pytest.mark.parametrize("split", ["validation", "test"])
def test_held_out_streams_never_repeat_a_question(streams: dict[str, list[Problem]], split: str) -> None:
    """Nor at another level: the same question can be easy for one level and hard for another."""
    assert repeated(streams[split]) == []


@pytest.mark.parametrize("split", SPLITS)
def test_samples(split: str) -> None:
    problems = sample_problems(split, 500, seed=4)
    assert [p.level for p in problems] == list(LEVELS) * 100
    assert {split_of(p.problem) for p in problems} == {split}
    assert repeated(problems) == []
    assert sample_problems(split, 33, seed=4) == problems[:33]
    assert sample_problems(split, 33, seed=5) != problems[:33]


def repeated(problems: list[Problem]) -> list[str]:
    """The questions that come more than once, ids that do included."""
    counts = Counter(normalize(p.problem) for p in problems) + Counter(p.unique_id for p in problems)
    return [text for text, count in counts.items() if count > 1]


# --- the shipped test set -----------------------------------------------------------------------------------


def test_the_shipped_test_set_is_what_its_script_makes(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_test_set", ROOT / "ch03" / "make_test_set.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.make_test_set(tmp_path / "test.json")
    assert (tmp_path / "test.json").read_bytes() == SHIPPED.read_bytes()


def test_the_shipped_test_set() -> None:
    entries = json.loads(SHIPPED.read_text(encoding="utf-8"))
    problems = [Problem(**entry) for entry in entries]
    assert [asdict(p) for p in problems] == entries
    assert Counter(p.level for p in problems) == dict.fromkeys(LEVELS, 100)
    assert {split_of(p.problem) for p in problems} == {"test"}
    assert {p.subject for p in problems} == {subject for subject, _, _ in FAMILIES.values()}
    assert repeated(problems) == []
    for problem in problems:
        assert solve(problem.problem) == parse_answer(problem.answer), problem
        assert not faults(problem), problem


# --- errors -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [0, 6, -1, "3"])
def test_unknown_level(level: object) -> None:
    with pytest.raises(ValueError, match=r"level must be one of \(1, 2, 3, 4, 5\)"):
        generate_problem(random.Random(0), level)
    with pytest.raises(ValueError, match="level must be one of"):
        next(problem_stream("train", 0, level))


def test_unknown_family() -> None:
    with pytest.raises(ValueError, match="no family 'astrology'; there are linear_equation, "):
        generate_problem(random.Random(0), 1, "astrology")


def test_a_level_that_the_family_lacks() -> None:
    with pytest.raises(ValueError, match="family 'dice' has levels"):
        generate_problem(random.Random(0), 5, "dice")


@pytest.mark.parametrize("split", ["dev", "", "Test"])
def test_unknown_split(split: str) -> None:
    with pytest.raises(ValueError, match="split must be one of"):
        problem_stream(split, 0)  # at once, not when the first problem is taken
    with pytest.raises(ValueError, match="split must be one of"):
        sample_problems(split, 5, 0)


def test_problems_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        generate_problem(random.Random(0)).answer = "0"
