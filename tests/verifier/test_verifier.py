r"""The verifier: extraction, types, laws that hold for everything it reads, hostile input, gold answers."""

from __future__ import annotations

import ast
import json
import random
import re
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import shared.verifier
from shared.verifier import equivalent, extract_answer, is_correct, limits, parse, parser, same_answer
from shared.verifier.values import (
    Based,
    Choice,
    Collection,
    Named,
    Number,
    Ordered,
    Ratio,
    Relation,
    Text,
    Union,
)

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import DATA


@pytest.mark.parametrize(
    ("text", "kind"),
    [("1,234", Number), ("(1,234)", Ordered), ("1, 234", Collection), ("2_3", Based), ("{1,2}", Collection)]
    + [("abc", Text), ("ab", Number), (r"\sin 2x", Number), ("1 2", Text), ("2(3", Text), ("", Text)]
    + [("(C)", Choice), ("x=5", Named), ("x>3", Named), ("2x=6", Relation), ("3:4", Ratio), ("9^{9^9}", Number)]
    + [
        ("[1,2]", Ordered),
        (r"(1,2)\cup\{3\}", Union),
        (r"\sin x/2", Text),
        ("1=2", Text),
        ("1" * 100, Number),
        ("1" * 101, Text),
    ],
)
def test_types(text, kind):
    assert isinstance(parse(text), kind)


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        (r"so \boxed{5}.", "5"),
        (r"\boxed{1} then \boxed{2}", "2"),
        (r"\boxed{\frac{1}{2}}", r"\frac{1}{2}"),
        (r"\boxed{\{1, 2\}}", r"\{1, 2\}"),
        (r"\boxed{ 7 }", "7"),
        (r"\boxed {7}", "7"),
        (r"is \boxed 7.", "7"),
        (r"$\boxed 42$ indeed", "42"),
        (r"\fbox{3}", "3"),
        (r"\boxed{4} and \fbox{3}", "3"),
        (r"\fbox{3} and \boxed{4}", "4"),
        (r"<think>\boxed{1}</think> \boxed{2}", "2"),
        (r"\boxed{1}</think> so it is \boxed{2}", "2"),
        (r"<think>\boxed{1}</think> I do not know", None),
        (r"<think> it is \boxed{1} but", None),
        (r"\boxed{3} <think> wait, \boxed{1}", "3"),
        (r"\boxed{1} \boxed{2", None),
        (r"\boxed{\frac{1}{2}", None),
        (r"\boxed{}", None),
        (r"\boxed", None),
        (r"put it in \boxedly{5}", None),
        ("the answer is 5", None),
        ("", None),
        (r"\boxed{5\}", None),
        (r"\boxed{" + "1" * 2000 + "}", None),
    ],
)
def test_extract(response, answer):
    assert extract_answer(response) == answer


def test_is_correct_needs_a_box():
    assert is_correct(r"because \boxed{\dfrac{1}{2}}", "0.5")
    assert not is_correct(r"because \boxed{3}", "0.5")
    assert not is_correct("0.5", "0.5")


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        ("so it is 7", "7"),
        ("5 apples and 12 pears.", "12"),
        ("x = -5.", "-5"),
        ("between 3-5", "5"),
        ("it costs $1,234.50!", "$1,234.50"),
        (r"it costs \$18", r"\$18"),
        ("that is 50%", "50%"),
        (r"that is 50\% of it", r"50\%"),
        ("that is 3/4 of it", "3/4"),
        ("about .5", ".5"),
        ("1,2,3", "3"),
        ("10{,}000 in all", "10{,}000"),
        ("the year 2024. Done", "2024"),
        ("<think>1</think> 2 <think> 3", "2"),
        ("<think>1</think> none", None),
        (r"\boxed{6} or 7", "6"),
        (r"\boxed{} or 7", "7"),
        (r"5, cut short: \boxed{12", "12"),
        ("none", None),
        ("", None),
        ("7" * 200, None),
        ("٥ 𝟓 ²", None),
    ],
)
def test_fallback_last_number(response, answer):
    assert extract_answer(response, fallback="last_number") == answer


def test_fallback_is_off_by_default_and_never_guessed():
    assert not is_correct("it is 5", "5")
    assert is_correct("it is 5", "5", fallback="last_number")
    assert not is_correct(r"\boxed{4}, not 5", "5", fallback="last_number")
    for call in (lambda: extract_answer("5", "last"), lambda: is_correct("5", "5", "number")):
        with pytest.raises(ValueError, match='fallback must be None or "last_number"'):
            call()


_fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=500)


@given(_fractions, _fractions)
def test_rationals_agree_with_fractions(a, b):
    """Arithmetic in LaTeX against Python's own rationals, for each operator."""
    left, right = (rf"\left(\frac{{{x.numerator}}}{{{x.denominator}}}\right)" for x in (a, b))
    assert equivalent(f"{left}+{right}", str(a + b))
    assert equivalent(f"{left}-{right}", str(a - b))
    assert equivalent(rf"{left}\cdot{right}", str(a * b))
    assert equivalent(str(a), str(b)) == (a == b)
    if b:
        assert equivalent(rf"{left}\div{right}", str(a / b))
        assert equivalent(rf"\frac{{{left}}}{{{right}}}", str(a / b))


@given(st.integers(1, 10**6), st.integers(1, 60))
def test_square_factors_leave_the_root(n, k):
    assert equivalent(rf"\sqrt{{{k * k * n}}}", rf"{k}\sqrt{{{n}}}")
    assert not equivalent(rf"\sqrt{{{k * k * n + 1}}}", rf"{k}\sqrt{{{n}}}")


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_decimals_are_exact(units, places):
    value = Fraction(units, 10**places)
    text = f"{units / 10**places:.{places}f}"
    assert equivalent(text, f"{value.numerator}/{value.denominator}")
    assert not equivalent(text, str(value + Fraction(1, 10**6)))


_terms = st.sampled_from(["1", "x", r"\pi", r"\sqrt2", "i", "3/4", "y^2"])


@given(st.lists(_terms, min_size=1, max_size=6), st.randoms())
def test_sums_and_products_commute(parts, rng):
    shuffled = parts[:]
    rng.shuffle(shuffled)
    assert equivalent("+".join(parts), "+".join(shuffled))
    assert equivalent(r"\cdot ".join(parts), r"\cdot ".join(shuffled))
    assert equivalent(",".join(parts), ",".join(shuffled))
    assert not equivalent("+".join(parts), "+".join([*shuffled, "z"]))


_VOCABULARY = (
    r"0 1 23 4.5 , . + - * / ^ _ = ( ) [ ] { } \{ \} \frac \sqrt \pi \pm \infty \in \cup x y i or and"
    r" é ٣ 𝟚 \text{cm} \text{or} % $ \$ \begin{pmatrix} \end{pmatrix} & \\ ^\circ \left \right ! | < >"
    r" \boxed{ </think>"
)
_pieces = st.sampled_from([*_VOCABULARY.split(), " ", "\0", "\n"])
_soup = st.lists(_pieces, max_size=30).map("".join)


@given(_soup, _soup)
@settings(max_examples=500)
def test_any_text_is_reflexive_symmetric_and_never_raises(a, b):
    assert equivalent(a, a)
    assert equivalent(a, " " + a + " ")
    assert same_answer(a, b) == same_answer(b, a)
    equivalent(a, b)
    extract_answer(a, fallback="last_number")
    is_correct(a, b)


HOSTILE = [
    "9^{9^9}",
    "9^{9^{9^9}}",
    "((((2^64)^64)^64)^64)^64",
    "10^{10000}",
    "1/" * 400 + "7",
    "2^{-9999999999}",
    "x^{99999999}",
    "(x+y+z+w+1)^{99}",
    "(x+y+z+w+1)^{9}" * 20,
    "(" * 900,
    "(" * 400 + "1" + ")" * 400,
    "{" * 400 + "1" + "}" * 400,
    r"\frac{1}{" * 90 + "1" + "}" * 90,
    r"\sqrt{" * 100 + "2" + "}" * 100,
    r"\{1\pm " * 100 + "1" + r"\}" * 100,
    r"1\pm" * 200 + "1",
    "-" * 999,
    "9" * 999,
    "0." + "3" * 900,
    r"\sqrt{" + "9" * 99 + "}",
    "10^{10^{10}}!",
    "(10^6)!",
    r"\binom{10^9}{5}",
    r"\binom{10^9}{10^6}",
    "(9^{-9^5})^{9^5}",
    r"\sin(9^{9^5})",
    r"\sqrt[99999]{2}",
    "e^{" * 22 + "x" + "}" * 22,
    "(1+x)^{9999}",
    "(1+i+x)^{500}",
    r"(\sqrt2+\sqrt3+\sqrt5+\sqrt7)^{99}",
    "+".join(rf"\frac{{1}}{{x+{i}}}" for i in range(60)),
    ",".join(rf"\sin x+y={i}x" for i in range(40)),
    r"x=\sin 1" + r"=\sin 1+0" * 80,
    ":".join(["(a+b+c)^4"] * 40),
    " or ".join(f"{i}<x<{i + 1}" for i in range(40)),
    "|x" * 200,
    "n!" * 200,
    "1<" * 300 + "x",
    "1e-999",
    "1A" * 490 + "_",
    "(1" * 490 + "_8",
    "0." + "1" * 90 + r"\overline{" + "3" * 90 + "}",
    "1," * 499 + "1",
    ",".join(map(str, range(200))),
    "1 " * 400,
    "a" * 900,
    "__import__('os').system('echo hacked > hacked')",
    "().__class__.__bases__[0].__subclasses__()",
    "exec('raise SystemExit')",
    "lambda: 1",
    "Integer(10)**10**10",
    "9!!!!!!!!!",
    "factorial(10**9)",
    "\0\x01\x7f",
    "\ud800",
    "‮5",
    "𝟓",
    r"\text{" * 100,
    r"\text{\text{\text{5}}}",
    r"\begin{pmatrix}" * 60,
    r"\begin{pmatrix}" + "&" * 500 + r"\end{pmatrix}",
    "%" * 900,
    "$" * 900,
    "5" + " " * 900 + "a",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_answers_are_bounded(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for other in ["5", text[::-1], text + " ", "1+" + text]:
        assert same_answer(text, other) == same_answer(other, text)
    assert not is_correct(rf"\boxed{{{text}}}", "17")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "piece", [r"\boxed{", r"\boxed", r"\boxedx", "{", "}", "<think>", "</think>", "5", "\\", " "]
)
def test_megabyte_responses(piece):
    response = piece * (1_000_000 // len(piece))
    extract_answer(response)
    assert not is_correct(response, "17")
    assert equivalent(response, response) and not equivalent(response, "17")
    assert extract_answer(response + r"</think>\boxed{17}") == "17"


def test_work_is_counted_and_bounded(monkeypatch):
    """Whatever the text: not a clock but the count of steps ends the work."""
    spent = 0
    spend = limits.Budget.spend

    def counting(self, steps):
        nonlocal spent
        spend(self, steps)
        spent += steps

    monkeypatch.setattr(limits.Budget, "spend", counting)
    bound = 2 * (limits.READING + limits.ARITHMETIC + limits.EVALUATION) + limits.ARITHMETIC + limits.EVALUATION
    rng = random.Random(0)
    pieces = ["(x+1)", "^9", r"\pm", r"\{", ",", "7", r"\sin ", "=", "x", "!", "<", ":"]
    most = 0
    for text in HOSTILE + ["".join(rng.choices(pieces, k=200)) for _ in range(100)]:
        spent = 0
        parser._parse.cache_clear()
        equivalent(text, "1+" + text)
        assert spent <= bound
        most = max(most, spent)
    assert most > bound / 10  # the count is at work
    parser._parse.cache_clear()


def test_threads_get_the_same_verdicts_and_nobody_elses_precision_changes():
    import mpmath

    pairs = [
        (rf"\sin\left({i}x\right)+\ln {i + 2}", rf"\ln {i + 2 + i % 2}+\sin(x\cdot {i})") for i in range(60)
    ]
    expected = [i % 2 == 0 for i in range(60)]
    before = mpmath.mp.prec
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            parser._parse.cache_clear()
            assert list(pool.map(lambda pair: equivalent(*pair), pairs)) == expected
    assert mpmath.mp.prec == before


def _read_data(name: str) -> str:
    if not (DATA / name).exists():
        pytest.skip(f"{DATA / name} is not there")
    return (DATA / name).read_text(encoding="utf-8")


def test_math500_gold_answers():
    """Each parses to a typed value unless it is one word, equals itself, and no two that differ are equal."""
    golds = sorted({p["answer"] for p in json.loads(_read_data("math500_test.json"))})
    texts = [gold for gold in golds if isinstance(parse(gold), Text)]
    assert len(texts) == 5 and all(re.fullmatch(r"\\text\{[A-Za-z]+\}", text) for text in texts)
    same = []
    for i, a in enumerate(golds):
        assert equivalent(f" {a}.", a) and equivalent(a, f"${a}$")
        for b in golds[i + 1 :]:
            assert equivalent(a, b) == equivalent(b, a)
            if equivalent(a, b):
                same.append((a, b))
    by_hand = [
        ("-2,1", "1,-2"),
        (r"10,\!080", "10080"),
        ("120", r"120^\circ"),
        ("15", r"15\mbox{ cm}^2"),
        (r"2 \sqrt{5}", r"2\sqrt{5}"),
        ("30", r"30^\circ"),
        ("36", r"36^\circ"),
        ("36", r"\$36"),
        ("5", "x=5"),
        ("90", r"90^\circ"),
        (r"\frac14", r"\frac{1}{4}"),
    ]
    assert same == by_hand


def test_gsm8k_gold_answers():
    """Each is a number, and the last number of its own solution."""
    for line in _read_data("gsm8k_test.jsonl").splitlines():
        solution = json.loads(line)["answer"]
        gold = solution.rpartition("####")[2].strip()
        assert isinstance(parse(gold), Number)
        assert extract_answer(solution, fallback="last_number") == gold
        assert equivalent(gold.replace(",", ""), gold)


def test_nothing_evaluates_text():
    """No evaluator and no import beyond a few harmless ones, in any file of the package."""
    allowed = {"__future__", "re", "fractions", "math", "dataclasses", "functools", "typing", "collections.abc"}
    allowed |= {"random", "threading", "mpmath.ctx_mp"}
    forbidden = {"eval", "exec", "compile", "sympify", "parse_expr", "parse_latex", "literal_eval", "lambdify"}
    forbidden |= {"__import__", "import_module", "getattr", "mpmathify", "convert"}
    files = list(Path(shared.verifier.__file__).parent.glob("*.py"))
    assert len(files) >= 6
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert all(alias.name in allowed for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 1 or node.module in allowed
            elif isinstance(node, ast.Name):
                assert node.id not in forbidden
            elif isinstance(node, ast.Attribute) and node.attr in forbidden:
                assert isinstance(node.value, ast.Name) and (node.value.id, node.attr) == ("re", "compile")
