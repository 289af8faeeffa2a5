r"""Expressions as small immutable trees: what the parser builds and every later step works on.

An expression is an operation and its arguments. ``2\sin x + \frac12`` is, without the bookkeeping fields::

    ("+", (("*", (("number", 2), ("sin", (("letter", "x"),)))), ("number", Fraction(1, 2))))

Few operations suffice, because the others are written with them: ``a - b`` is ``a + (-1)·b``, ``a / b`` is
``a · b^(-1)``, a root is a power with a fractional exponent, and ``tan x`` is ``sin x · cos(x)^(-1)``.
Sums and products hold any number of arguments, so that a long sum is a wide tree and not a deep one.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

from . import polynomials as poly
from .limits import MAX_BITS, MAX_NODES, Unsupported

NUMBER, LETTER, CONSTANT, SUM, PRODUCT, POWER = "number", "letter", "constant", "+", "*", "^"
ABSOLUTE, FLOOR, CEILING, FACTORIAL, BINOMIAL = "abs", "floor", "ceiling", "!", "binomial"
LN, SIN, COS = "ln", "sin", "cos"
ANALYTIC = {LN, SIN, COS, "arcsin", "arccos", "arctan"}
MAX_FACTORIAL = 170


class Expression(NamedTuple):
    """One node of a tree.

    Attributes:
        op: one of the names above.
        args: smaller expressions; for the leaves the number (int or Fraction) or the name (str).
        letters: the variables in the tree.
        size: how many nodes the tree has.
    """

    op: str
    args: tuple
    letters: frozenset[str]
    size: int


_NO_LETTERS: frozenset[str] = frozenset()


def number(value: int | Fraction) -> Expression:
    """A rational number."""
    return Expression(NUMBER, (value,), _NO_LETTERS, 1)


def letter(name: str) -> Expression:
    """A variable; its name may carry a subscript (``x_1``)."""
    return Expression(LETTER, (name,), frozenset((name,)), 1)


def apply(op: str, *args: Expression) -> Expression:
    """An operation on smaller expressions.

    Raises:
        Unsupported: the tree would have more than ``MAX_NODES`` nodes.
    """
    size, letters = 1, _NO_LETTERS
    for arg in args:
        size += arg.size
        letters |= arg.letters
    if size > MAX_NODES:
        raise Unsupported("too long an expression")
    return Expression(op, args, letters, size)


ONE, MINUS_ONE, _HALF = number(1), number(-1), number(Fraction(1, 2))
_ALIASES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
_ALIASES |= {f"{prefix}{name}": f"arc{name}" for prefix in ("a", "ar") for name in ("sinh", "cosh", "tanh")}
PI, EULER, IMAGINARY = (
    Expression(CONSTANT, (name,), _NO_LETTERS, 1) for name in (poly.PI, poly.EULER, poly.IMAGINARY)
)
# \log without a base is ambiguous (10 or e). It becomes ln(x) / (ln of an unknown base), so that it equals
# other logarithms to that base and nothing else. No letter that can be read has this name.
LN_OF_UNKNOWN_BASE = letter("ln base")


def add(*terms: Expression) -> Expression:
    """The sum of one or more terms."""
    return terms[0] if len(terms) == 1 else apply(SUM, *terms)


def multiply(*factors: Expression) -> Expression:
    """The product of one or more factors."""
    return factors[0] if len(factors) == 1 else apply(PRODUCT, *factors)


def negate(e: Expression) -> Expression:
    """``-e``."""
    return number(-e.args[0]) if e.op == NUMBER else apply(PRODUCT, MINUS_ONE, e)


def subtract(a: Expression, b: Expression) -> Expression:
    """``a - b``."""
    return add(a, negate(b))


def power(base: Expression, exponent: Expression) -> Expression:
    """``base ^ exponent``."""
    return apply(POWER, base, exponent)


def inverse(e: Expression) -> Expression:
    """``1 / e``."""
    return power(e, MINUS_ONE)


def divide(a: Expression, b: Expression) -> Expression:
    """``a / b``."""
    return multiply(a, inverse(b))


def function(name: str, x: Expression, base: Expression | None) -> Expression:
    """A named function of ``x``; the less common ones are written with the others.

    Args:
        name: ``sin``, ``arctan`` and so on.
        x: the argument.
        base: of a logarithm, if stated.
    """
    match _ALIASES.get(name, name):
        case "tan":
            return divide(apply(SIN, x), apply(COS, x))
        case "cot":
            return divide(apply(COS, x), apply(SIN, x))
        case "sec":
            return inverse(apply(COS, x))
        case "csc":
            return inverse(apply(SIN, x))
        case "exp":
            return power(EULER, x)
        case "sinh":
            return multiply(_HALF, subtract(*_exponentials(x)))
        case "cosh":
            return multiply(_HALF, add(*_exponentials(x)))
        case "tanh":
            return divide(subtract(*_exponentials(x)), add(*_exponentials(x)))
        case "coth":
            return divide(add(*_exponentials(x)), subtract(*_exponentials(x)))
        case "sech":
            return inverse(function("cosh", x, None))
        case "csch":
            return inverse(function("sinh", x, None))
        case "arcsinh":
            return apply(LN, add(x, power(add(power(x, number(2)), ONE), _HALF)))
        case "arccosh":
            return apply(LN, add(x, power(subtract(power(x, number(2)), ONE), _HALF)))
        case "arctanh":
            return multiply(_HALF, apply(LN, divide(add(ONE, x), subtract(ONE, x))))
        case "log":
            return divide(apply(LN, x), LN_OF_UNKNOWN_BASE if base is None else apply(LN, base))
        case "lg" | "log10":
            return divide(apply(LN, x), apply(LN, number(10)))
        case "log2":
            return divide(apply(LN, x), apply(LN, number(2)))
        case "ceil":
            return apply(CEILING, x)
        case "cbrt":
            return power(x, number(Fraction(1, 3)))
        case op:
            return apply(op, x)


def _exponentials(x: Expression) -> tuple[Expression, Expression]:
    return power(EULER, x), power(EULER, negate(x))


def at_rationals(op: str, *values: int | Fraction) -> int | Fraction:
    """The absolute value, floor, ceiling, factorial or binomial coefficient of rational numbers.

    Raises:
        Unsupported: another operation, a number that it does not take, or a result beyond the limits.
    """
    if op == ABSOLUTE:
        return abs(values[0])
    if op == FLOOR:
        return math.floor(values[0])
    if op == CEILING:
        return math.ceil(values[0])
    if op in (FACTORIAL, BINOMIAL) and all(v.denominator == 1 and v >= 0 for v in values):
        n, k = int(values[0]), int(values[-1])
        if op == FACTORIAL and n <= MAX_FACTORIAL:
            return math.factorial(n)
        if op == BINOMIAL and min(k, n - k) * n.bit_length() <= MAX_BITS:
            return math.comb(n, k)
    raise Unsupported(op)


def exact(e: Expression, arithmetic: poly.Arithmetic) -> poly.Polynomial:
    """The expression's normal form as a polynomial with rational coefficients.

    Raises:
        Unsupported: it has none (``\\sin x``, ``1/(x+1)``, ``x^y``), or it is beyond the limits.
    """
    arithmetic.budget.spend(1)
    match e.op:
        case "number":
            return poly.constant(e.args[0])
        case "letter" | "constant":
            return poly.atom(e.args[0])
        case "+":
            return arithmetic.add(*(exact(arg, arithmetic) for arg in e.args))
        case "*":
            product = exact(e.args[0], arithmetic)
            for factor in e.args[1:]:
                product = arithmetic.multiply(product, exact(factor, arithmetic))
            return product
        case "^" if e.args[1].op == NUMBER:
            return arithmetic.power(exact(e.args[0], arithmetic), e.args[1].args[0])
    if e.letters or e.op in ANALYTIC:
        raise Unsupported("no polynomial")
    values = [poly.rational(exact(arg, arithmetic)) for arg in e.args]
    if None in values:
        raise Unsupported("no polynomial")
    return poly.constant(at_rationals(e.op, *values))
