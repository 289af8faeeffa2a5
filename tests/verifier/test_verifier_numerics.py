"""The verifier's evaluation: error bounds against 200 digits, identities, and what has no value."""

from __future__ import annotations

from shared.verifier import parse, same_answer
from shared.verifier.balls import HIGH, LOW, Machine, Undefined, is_complex
from shared.verifier.limits import Budget, Unsupported

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mpmath import mp

# A constant is a pair: its LaTeX, and how mpmath computes it, which never reads a text.
_leaves = st.one_of(
    st.integers(1, 12).map(lambda n: (str(n), lambda: mp.mpf(n))),
    st.fractions(min_value=-5, max_value=5, max_denominator=9).map(
        lambda f: (
            rf"\left(\frac{{{f.numerator}}}{{{f.denominator}}}\right)",
            lambda: mp.mpf(f.numerator) / f.denominator,
        )
    ),
    st.sampled_from([(r"\pi", lambda: +mp.pi), ("e", lambda: +mp.e)]),
    st.integers(2, 30).map(lambda n: (rf"\sqrt{{{n}}}", lambda: mp.sqrt(n))),
)
_FUNCTIONS = {
    r"\sin\left({}\right)": mp.sin,
    r"\cos\left({}\right)": mp.cos,
    r"\tan\left({}\right)": mp.tan,
    r"\arctan\left({}\right)": mp.atan,
    r"\sqrt{{{}}}": mp.sqrt,
    r"\ln\left|{}\right|": lambda x: mp.log(abs(x)),
    r"\exp\left({}\right)": mp.exp,
    r"\left({}\right)^2": lambda x: x**2,
    r"\left|{}\right|": abs,
}
_OPERATORS = {
    r"\left({}+{}\right)": lambda a, b: a + b,
    r"\left({}-{}\right)": lambda a, b: a - b,
    r"{}\cdot {}": lambda a, b: a * b,
    r"\frac{{{}}}{{{}}}": lambda a, b: a / b,
}


def _combined(parts):
    unary = st.tuples(st.sampled_from(sorted(_FUNCTIONS)), parts).map(
        lambda t: (t[0].format(t[1][0]), lambda: _FUNCTIONS[t[0]](t[1][1]()))
    )
    binary = st.tuples(st.sampled_from(sorted(_OPERATORS)), parts, parts).map(
        lambda t: (t[0].format(t[1][0], t[2][0]), lambda: _OPERATORS[t[0]](t[1][1](), t[2][1]()))
    )
    return st.one_of(unary, binary)


constants = st.recursive(_leaves, _combined, max_leaves=6)


def _true_value(compute):
    """The value to 200 digits, or None where there is none of moderate size."""
    with mp.workdps(200):
        try:
            value = mp.mpmathify(compute())
        except (ZeroDivisionError, ValueError, OverflowError):
            return None
        return value if mp.isfinite(value) and (value == 0 or 1e-30 < abs(value) < 1e30) else None


@given(constants)
@settings(max_examples=150, deadline=None)
def test_the_error_bound_holds(constant):
    """The exact value lies within the ball. (That balls are small enough is what the identities below show.)"""
    latex, compute = constant
    truth = _true_value(compute)
    assume(truth is not None)
    for bits in (LOW, HIGH):
        try:
            ball = Machine(bits, {}, Budget(10_000)).evaluate(parse(latex).expression)
        except Undefined:
            assume(False)
        with mp.workdps(200):
            value = mp.mpc(mp.make_mpf(ball.value.real._mpf_), mp.make_mpf(ball.value.imag._mpf_))
            assert abs(value - truth) <= mp.mpf(2) ** ball.error


@pytest.mark.parametrize(
    ("latex", "function"),
    [
        (r"\frac{1}{W}", lambda w: 1 / w),
        ("W^{-5}", lambda w: w**-5),
        ("W^7", lambda w: w**7),
        (r"W\cdot W", lambda w: w * w),
        (r"W^{W}", lambda w: w**w),
        (r"\sqrt{W}", mp.sqrt),
        (r"\sqrt[3]{W}", mp.cbrt),
        (r"\ln(W)", mp.log),
        (r"\exp(W)", mp.exp),
        (r"\exp(W \cdot 50)", lambda w: mp.exp(50 * w)),
        (r"e^{i W}", lambda w: mp.exp(1j * w)),
        (r"\sin(W)", mp.sin),
        (r"\cos(i W)", mp.cosh),
        (r"\tan(W)", mp.tan),
        (r"\arcsin(W)", mp.asin),
        (r"\arccos(W)", mp.acos),
        (r"\arctan(W)", mp.atan),
        (r"|W|", abs),
    ],
)
@pytest.mark.parametrize("inner", [r"\sin 1", r"\cos 1", r"\frac{\sin 1}{1000}"])
def test_errors_are_carried_through_every_function(latex, function, inner):
    """W has lost twenty digits by cancellation: what depends on it must say so, and not much more."""
    wide = rf"\left((10^{{20}}+{inner})-10^{{20}}\right)"
    ball = Machine(LOW, {}, Budget(10_000)).evaluate(parse(latex.replace("W", wide)).expression)
    with mp.workdps(200):
        truth = function({r"\sin 1": mp.sin(1), r"\cos 1": mp.cos(1)}.get(inner) or mp.sin(1) / 1000)
        value = mp.mpc(mp.make_mpf(ball.value.real._mpf_), mp.make_mpf(ball.value.imag._mpf_))
        off = mp.mag(abs(value - truth))
    assert off <= ball.error <= max(off, mp.mag(truth) - LOW) + 40


@given(constants, constants)
@settings(max_examples=150, deadline=None)
def test_constants_are_equal_exactly_when_200_digits_agree(a, b):
    left, right = _true_value(a[1]), _true_value(b[1])
    assume(left is not None and right is not None)
    with mp.workdps(200):
        expected = abs(left - right) < mp.mpf(10) ** -150
    assert same_answer(a[0], b[0]) == expected


_x = st.sampled_from(["x", "2x", "x+1", "x^2", r"\frac{x}{3}", r"\sqrt{x}", r"\pi x", "xy", "e^x"])
IDENTITIES = [
    (r"\sin(A+B)", r"\sin(A)\cos(B)+\cos(A)\sin(B)"),
    (r"\cos(A+B)", r"\cos(A)\cos(B)-\sin(A)\sin(B)"),
    (r"\sin(2(A))", r"2\sin(A)\cos(A)"),
    (r"\cos^2(A)", r"\frac{1+\cos(2(A))}{2}"),
    (r"\tan^2(A)+1", r"\sec^2(A)"),
    (r"(A+B)^3", r"(A)^3+3(A)^2(B)+3(A)(B)^2+(B)^3"),
    (r"\frac{(A)^2-(B)^2}{(A)+(B)}", r"A-(B)"),
    (r"e^{A+B}", r"e^{A}\cdot e^{B}"),
    (r"3^{A-(B)}", r"\frac{3^{A}}{3^{B}}"),
    (r"\left(2^{A}\right)^2", r"4^{A}"),
    (r"\ln\left(e^{A}\right)", r"A"),
    (r"|(A)(B)|", r"|A|\cdot |B|"),
    (r"\sqrt{(A)^2}", r"|A|"),
    (r"\frac{1}{\frac{1}{A}+\frac{1}{B}}", r"\frac{(A)(B)}{(A)+(B)}"),
]


@pytest.mark.parametrize(("left", "right"), IDENTITIES)
@given(a=_x, b=_x, extra=st.sampled_from(["1", "x^9", r"\sin 1", "z"]))
@settings(max_examples=12, deadline=None)
def test_identities_hold_and_their_neighbours_do_not(left, right, a, b, extra):
    left, right = (side.replace("A", a).replace("B", b) for side in (left, right))
    assert same_answer(left, right)
    assert not same_answer(left, f"{right}+{extra}")


def test_precision_that_is_not_enough_claims_nothing():
    """Digits lost by cancellation must not make different numbers equal."""
    huge = "9" * 95
    assert not same_answer(rf"({huge}+\sin 1)-{huge}", r"0")
    assert not same_answer(rf"({huge}+\sin 1)-{huge}", rf"({huge}+\cos 1)-{huge}")
    assert same_answer(r"(10^9+\sin 1)-10^9", r"\sin 1")


def test_evaluation_stops_at_its_budget():
    tree = parse("+".join(rf"\sin {i}" for i in range(1, 60))).expression
    with pytest.raises(Unsupported, match="too much work"):
        Machine(LOW, {}, Budget(100)).evaluate(tree)


@pytest.mark.parametrize(
    ("latex", "value"), [(r"\sqrt{-4}\cdot\pi", 2j * 3.141592653589793), (r"\ln(-1)", 3.141592653589793j)]
)
def test_constants_may_be_complex(latex, value):
    ball = Machine(LOW, {}, Budget(1000)).evaluate(parse(latex).expression)
    assert is_complex(ball.value) and abs(complex(ball.value) - value) < 1e-14


@pytest.mark.parametrize(
    "latex", [r"\frac{1}{\sin\pi}", "0^{-1}", r"\ln 0", "0^0", "(10^6)!", r"\tan 90^\circ"]
)
def test_what_has_no_value_is_undefined(latex):
    with pytest.raises(Undefined):
        Machine(LOW, {}, Budget(1000)).evaluate(parse(latex).expression)
