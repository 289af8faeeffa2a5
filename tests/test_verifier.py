r"""The verifier: hand-checked pairs, laws that hold for everything it reads, and hostile input."""

from __future__ import annotations

import ast
import json
import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import shared.verifier
from shared.verifier import equivalent, extract_answer, is_correct, parse
from shared.verifier.values import Based, Collection, Number, Ordered, Text

MATH500 = Path(__file__).parents[2] / "shared" / "data" / "math500_test.json"

EQUAL = [
    # integers, decimals, fractions
    ("007", "7"),
    ("+5", "5"),
    ("-0", "0"),
    ("5.0", "5"),
    (".5", "0.5"),
    ("0.5", r"\frac{1}{2}"),
    ("1/2", r"\frac12"),
    (r"\dfrac{14}{3}", r"\frac{14}{3}"),
    (r"\tfrac 59", r"\frac{5}{9}"),
    (r"\frac9{19}", "9/19"),
    (r"\frac{270}7", "270/7"),
    (r"\frac{-1}{2}", r"-\frac{1}{2}"),
    ("2/4", r"\frac{1}{2}"),
    (r"\frac{\frac{1}{2}}{3}", r"\frac{1}{6}"),
    ("−5", "-5"),
    (r"1\frac{4}{5}", r"\frac{9}{5}"),
    (r"-1\frac45", "-1.8"),
    ("137 1/2", r"137 \frac{1}{2}"),
    (r"6.72 \times 10^{-5}", ".0000672"),
    ("2^{10}", "1024"),
    ("4^{1/2}", "2"),
    ("2+3*4", "14"),
    ("$7$", "7"),
    (r"\(7\)", "7"),
    ("7.", "7"),
    # separators, currency, units, percent
    ("1,000", "1000"),
    (r"1{,}000", "1000"),
    (r"11,\! 111,\! 111,\! 100", "11111111100"),
    ("$32,348", r"\$32,\!348"),
    (r"\$5.00", "5"),
    ("5 dollars", r"\$5"),
    (r"5\text{ cm}", "5"),
    ("5 cm", r"5\text{ centimeters}"),
    (r"15\mbox{ cm}^2", "15"),
    ("15 square cm", r"15\text{ cm}^2"),
    ("90degrees", r"90^\circ"),
    (r"90^{\circ}", "90"),
    ("12 apples", "12"),
    (r"50\%", "50"),
    (r"50\%", "0.5"),
    ("50%", "50 percent"),
    # roots, pi, complex numbers
    (r"\sqrt{12}", r"2\sqrt3"),
    (r"\frac{1}{\sqrt{2}}", r"\frac{\sqrt{2}}{2}"),
    (r"\frac{1}{1+\sqrt2}", r"\sqrt{2}-1"),
    (r"\sqrt{\frac{3}{4}}", r"\frac{\sqrt3}{2}"),
    (r"\sqrt[3]{-27}", "-3"),
    (r"\sqrt2\sqrt6", r"2\sqrt3"),
    (r"2 \pi", r"2\pi"),
    ("2π", r"\pi\cdot 2"),
    ("-5i+6", "6-5i"),
    ("(1+i)^2", "2i"),
    (r"\frac{1}{i}", "-i"),
    (r"\sqrt{-4}", "2i"),
    # polynomials
    ("(a+5)(b+2)", "ab+2a+5b+10"),
    ("3 + 2x", "2x+3"),
    ("x*x", "x^2"),
    (r"\frac{11+9a}{20}", r"\frac{9}{20}a + 0.55"),
    # named values and equations
    ("x=5", "5"),
    ("5=x", "x = 5.0"),
    ("f(x)=2x", "2x"),
    ("y=2x+3", "2x+3"),
    ("y=2x+3", "4x-2y+6=0"),
    (r"x \in [-2,7]", "[-2, 7]"),
    ("(x,y)=(3,5)", "(3,5)"),
    # tuples, intervals, sets, lists
    (r"\left( 3, \frac{\pi}{2} \right)", r"(3,\pi/2)"),
    ("(1/2, 0.25)", r"\left(0.5,\frac14\right)"),
    (r"(-\infty,0]", r"\left(-\infty, 0\right]"),
    (r"(3,\infty)\cup(-\infty,2)", r"(-\infty, 2) \cup (3, \infty)"),
    ("1,-2", "-2, 1"),
    ("1 and -2", r"\{-2,1\}"),
    ("x=1 or x=-2", "x=-2,1"),
    (r"1\pm\sqrt{19}", r"1-\sqrt{19}, 1+\sqrt{19}"),
    (r"\{1\pm\sqrt5,-2\}", r"\{-2, 1+\sqrt5, 1-\sqrt5\}"),
    (r"\emptyset", r"\{\}"),
    # matrices, bases
    (r"\begin{pmatrix} -1/3 \\ 2/3 \end{pmatrix}", r"\begin{bmatrix}-\frac13\\ \frac23\\ \end{bmatrix}"),
    ("52_8", "52_{8}"),
    # words and choices
    (r"\text{Evelyn}", "evelyn"),
    ("Even.", r"\text{even}"),
    (r"\text{(C)}", "C"),
    ("(B)", r"\textbf{B}"),
    # mathematics outside the grammar is compared as text
    (r"\cot x", r"\cot  x"),
    (r"x \le 5", r"x\leq5"),
]

DIFFERENT = [
    ("5", "-5"),
    ("12", "21"),
    ("0.33", r"\frac{1}{3}"),
    ("3.14", r"\pi"),
    ("1.4142", r"\sqrt{2}"),
    (r"\frac{1}{2}", r"\frac{2}{1}"),
    (r"1\frac{1}{2}", r"\frac12"),
    (r"3\frac{1}{2}", "1.5"),
    (r"\sqrt{13}", "13"),
    (r"\sqrt{2}+\sqrt{3}", r"\sqrt{5}"),
    ("1,234", "(1,234)"),
    ("1,000", "1"),
    ("58,500", "585"),
    ("2^{10}", "210"),
    ("52_8", "528"),
    ("52_8", "42"),
    ("52_8", "52_9"),
    ("[2,5)", "(2,5)"),
    ("[2,5]", "(2,5)"),
    ("(2,5)", "(5,2)"),
    ("(1,2)", "(1,2,3)"),
    ("1,2", "(1,2)"),
    ("1,2", "1,3"),
    ("1,1,2", "1,2,2"),
    (r"\{1,2\}", r"\{1,3\}"),
    ("(3,\\infty)", "(3,-\\infty)"),
    (r"(0,9)\cup(9,36)", "(0,36)"),
    ("x=5", "x=-5"),
    ("x=5", "y=5"),
    ("2x=10", "5"),
    ("y=2x+3", "y=2x-3"),
    ("x+1", "x-1"),
    ("2x", "2y"),
    ("x", "X"),
    ("x^2", "2x"),
    (r"1\pm\sqrt2", r"1+\sqrt2"),
    (r"5\text{ cm}", r"5\text{ m}"),
    (r"5\text{ cm}", r"5\text{ cm}^2"),
    (r"\$5", "5 cents"),
    (r"50\%", "5"),
    (r"50\%", "5000"),
    ("5 million", "5"),
    (r"5\text{ thousand}", "5"),
    ("6+9i", "9+6i"),
    ("even", "neve"),
    ("east", "west"),
    ("(A)", "(B)"),
    ("even", "5"),
    ("", "0"),
    ("5", ""),
    (r"\begin{pmatrix}1\\2\end{pmatrix}", r"\begin{pmatrix}2\\1\end{pmatrix}"),
    (r"\begin{pmatrix}1&2\end{pmatrix}", r"\begin{pmatrix}1\\2\end{pmatrix}"),
    (r"\frac{1}{0}", "0"),
    ("0^0", "1"),
    (r"\cot x", r"\tan x"),
    ("x<5", "x>5"),
    ("3:05", "3:5"),
    ("²", "2"),
    ("٥", "5"),  # Arabic digits are text, not numbers
]


@pytest.mark.parametrize(("a", "b"), EQUAL)
def test_equal(a, b):
    assert equivalent(a, b) and equivalent(b, a)


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different(a, b):
    assert not equivalent(a, b) and not equivalent(b, a)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("1,234", Number), ("(1,234)", Ordered), ("1, 234", Collection), ("2_3", Based), ("{1,2}", Collection)]
    + [("abc", Text), ("ab", Number), (r"\sin 2x", Text), ("1 2", Text), ("2(3", Text), ("", Text)],
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
    assert equivalent(a, b) == equivalent(b, a)
    extract_answer(a)
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
    r"\sqrt{" + "9" * 99 + "}" * 1,
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
    for other in ["5", text[::-1], text + " "]:
        assert equivalent(text, other) == equivalent(other, text)
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


def test_work_is_bounded_not_only_length():
    """The parser gives up by counting its own steps; a slow machine only makes each step slower."""
    from shared.verifier import parser

    class Counting(parser.poly.Arithmetic):
        spent = 0

        def spend(self, steps):
            Counting.spent += steps
            super().spend(steps)

    rng = random.Random(0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parser.poly, "Arithmetic", Counting)
        pieces = ["(x+1)", "^9", r"\pm", r"\{", ",", "7"]
        for text in HOSTILE + ["".join(rng.choices(pieces, k=200)) for _ in range(50)]:
            Counting.spent = 0
            parser._parse.cache_clear()
            parse(text)
            assert Counting.spent <= 2 * parser.FUEL + 4096  # the step that found the tank empty included
    parser._parse.cache_clear()


def test_math500_gold_answers():
    """Each parses to a typed value unless it is words, equals itself, and no two that differ are equal."""
    if not MATH500.exists():
        pytest.skip(f"{MATH500} is not there")
    golds = sorted({p["answer"] for p in json.loads(MATH500.read_text(encoding="utf-8"))})
    words = {g for g in golds if isinstance(parse(g), Text)}
    assert words == {f"\\text{{{w}}}" for w in ("Evelyn", "Navin", "east", "ellipse", "even")} | {r"\cot x"}
    same = [(a, b) for i, a in enumerate(golds) for b in golds[i + 1 :] if equivalent(a, b)]
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


def test_nothing_evaluates_text():
    """No evaluator and no import beyond a few harmless ones, in any file of the package."""
    allowed = {"__future__", "re", "fractions", "math", "dataclasses", "functools", "typing", "collections.abc"}
    forbidden = {"eval", "exec", "compile", "sympify", "parse_expr", "literal_eval", "__import__", "getattr"}
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
