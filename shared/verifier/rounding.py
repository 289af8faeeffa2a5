r"""The one rule that depends on how the gold answer is written: a gold decimal may be a rounded value.

For the gold answer ``0.33`` the exact ``\frac13`` is right, because it rounds to these digits; ``0.333`` is
not, because two decimals are compared exactly, and ``0.3`` as gold is too coarse to tell.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from . import numerics
from . import polynomials as poly
from .limits import Budget
from .values import Number

MIN_PLACES = 2
_LONGEST_DECIMAL = 12  # an irrational-looking value with no more decimals than this is taken for a decimal


def rounds_to(answer: Number, gold: Number, budget: Budget) -> bool:
    """Whether the gold answer is a decimal of at least two places and the exact answer rounds to it.

    An answer that is a decimal itself, or whose value some finite decimal gives (``499/1000``), must be equal.

    Raises:
        Unsupported: the budget is spent.
    """
    if gold.places is None or gold.places < MIN_PLACES:
        return False
    if answer.expression.letters:
        return False
    target = Fraction(poly.rational(gold.terms))
    scales = [Fraction(1)]
    if gold.unit == "%" and answer.unit is None:
        scales.append(Fraction(100))
    if answer.unit == "%" and gold.unit is None:
        scales.append(Fraction(1, 100))
    known = _value(answer, budget)
    if known is None:
        return False
    value, error = known
    return any(_rounded(s * value, s * error, gold.places) == target for s in scales)


def _value(answer: Number, budget: Budget) -> tuple[Fraction, Fraction] | None:
    """A value that no finite decimal gives, and a bound on its error; else None."""
    exact = None if answer.terms is None else poly.rational(answer.terms)
    if exact is not None:
        return None if _terminates(Fraction(exact)) else (Fraction(exact), Fraction(0))
    known = numerics.real_value(answer.expression, budget)
    if known is None:
        return None
    shifted = known[0] * 10**_LONGEST_DECIMAL
    looks_finite = abs(shifted - round(shifted)) <= known[1] * 10**_LONGEST_DECIMAL
    return None if looks_finite else known


def _terminates(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _rounded(value: Fraction, error: Fraction, places: int) -> Fraction | None:
    """The value rounded half away from zero, or None if the error leaves that open."""
    low, high = (floor((abs(value) + d) * 10**places + Fraction(1, 2)) for d in (-error, error))
    if low != high:
        return None
    return Fraction(low if value > 0 else -low, 10**places)
