r"""Exact arithmetic on the numbers and expressions that answers are made of.

A polynomial is a dict from monomials to rational coefficients that are not zero. A monomial is a sorted tuple
of pairs ``(atom, exponent)``: ``{(("x", 2),): 3, (): Fraction(1, 2)}`` is ``3x² + 1/2``. Square roots and the
imaginary unit are atoms with rules of their own: at most one pair ``("√", radicand)`` stands in a monomial,
its radicand squarefree (the "exponent" is then the number under the root), and ``i * i`` becomes -1. So
``2√3``, ``7π``, ``6 - 5i`` and ``x³ + 3x`` are all polynomials, and equal values have equal dicts: square roots
of different squarefree integers are linearly independent over the rationals.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, isqrt

from .limits import MAX_BITS, MAX_EXPONENT, MAX_TERMS, Budget, Unsupported

Monomial = tuple[tuple[str, int], ...]
Polynomial = dict[Monomial, "int | Fraction"]

ROOT, IMAGINARY, PI, EULER = "√", "i", "π", "e"
TRIAL_DIVISORS = 1_000


def constant(value: int | Fraction) -> Polynomial:
    """A rational number as a polynomial."""
    return {(): _bounded(value)} if value else {}


def atom(name: str) -> Polynomial:
    """A letter, pi or the imaginary unit as a polynomial."""
    return {((name, 1),): 1}


def rational(p: Polynomial) -> int | Fraction | None:
    """The value if the polynomial is a rational number, else None."""
    if not p:
        return 0
    return p[()] if len(p) == 1 and () in p else None


class Arithmetic:
    """Sums, products, powers, quotients and roots, with a limit on their total work."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget

    def add(self, *parts: Polynomial) -> Polynomial:
        """The sum of all parts."""
        total: Polynomial = {}
        for part in parts:
            self.budget.spend(_weight(part))
            for monomial, coefficient in part.items():
                _accumulate(total, monomial, coefficient)
            if len(total) > MAX_TERMS:
                raise Unsupported("too many terms")
        return total

    def multiply(self, a: Polynomial, b: Polynomial) -> Polynomial:
        """``a * b``."""
        self.budget.spend(_weight(a) * _weight(b))
        product: Polynomial = {}
        for left, left_coefficient in a.items():
            for right, right_coefficient in b.items():
                monomial, factor = _multiply_monomials(left, right)
                _accumulate(product, monomial, left_coefficient * right_coefficient * factor)
        if len(product) > MAX_TERMS:
            raise Unsupported("too many terms")
        return product

    def power(self, base: Polynomial, exponent: int | Fraction) -> Polynomial:
        """``base ** exponent``; a fractional exponent is a root, and 0**0 is refused."""
        if exponent.denominator != 1:
            return self.power(self.root(base, exponent.denominator), exponent.numerator)
        exponent = int(exponent)
        if abs(exponent) > MAX_EXPONENT or (exponent <= 0 and not base):
            raise Unsupported("exponent")
        if exponent < 0:
            return self.power(self.invert(base), -exponent)
        bits = max((max(map(int.bit_length, c.as_integer_ratio())) for c in base.values()), default=0)
        if bits > 1 and (bits - 1) * exponent > MAX_BITS:
            raise Unsupported("number too large")
        result = constant(1)
        while exponent:
            if exponent & 1:
                result = self.multiply(result, base)
            if exponent := exponent >> 1:
                base = self.multiply(base, base)
        return result

    def invert(self, p: Polynomial) -> Polynomial:
        """``1 / p`` for one term, or for two whose squares differ by one term (as in ``1/(1+√2)``)."""
        if len(p) == 1:
            ((monomial, coefficient),) = p.items()
            value = Fraction(1) / coefficient
            pairs = []
            for name, exponent in monomial:
                if name == ROOT:
                    value /= exponent
                elif name == IMAGINARY:
                    value = -value
                else:
                    exponent = -exponent
                pairs.append((name, exponent))
            return {tuple(pairs): _bounded(value)}
        if len(p) == 2:
            (m, a), (n, b) = p.items()
            conjugate = {m: a, n: -b}
            square = self.multiply(p, conjugate)
            if len(square) == 1:
                return self.multiply(conjugate, self.invert(square))
        raise Unsupported("division")

    def root(self, p: Polynomial, index: int) -> Polynomial:
        """The root of a rational number: any square root, and higher roots that are rational."""
        value = rational(p)
        if value is None or not 2 <= index <= 64:
            raise Unsupported("root")
        if not value:
            return {}
        value = Fraction(value)
        if index == 2:
            self.budget.spend(64)
            outside, inside = _square_part(abs(value.numerator) * value.denominator)
            result = {((ROOT, inside),) if inside != 1 else (): Fraction(outside, value.denominator)}
            return self.multiply(result, atom(IMAGINARY)) if value < 0 else result
        if value < 0 and index % 2 == 0:
            raise Unsupported("root")
        magnitude = Fraction(_exact_root(abs(value.numerator), index), _exact_root(value.denominator, index))
        return constant(magnitude if value > 0 else -magnitude)


def _weight(p: Polynomial) -> int:
    """How much work one pass over the coefficients is: one step a term, and more for long numbers."""
    return sum(1 + (c.numerator.bit_length() + c.denominator.bit_length()) // 64 for c in p.values())


def _bounded(value: int | Fraction) -> int | Fraction:
    if value.numerator.bit_length() > MAX_BITS or value.denominator.bit_length() > MAX_BITS:
        raise Unsupported("number too large")
    return value


def _accumulate(total: Polynomial, monomial: Monomial, coefficient: int | Fraction) -> None:
    coefficient = _bounded(total.get(monomial, 0) + coefficient)
    if coefficient:
        total[monomial] = coefficient
    else:
        total.pop(monomial, None)


def _multiply_monomials(a: Monomial, b: Monomial) -> tuple[Monomial, int]:
    """The product of two monomials in normal form, and the integer that came out of roots and ``i * i``."""
    if not a or not b:
        return a or b, 1
    powers, factor = dict(a), 1
    for name, exponent in b:
        if name not in powers:
            powers[name] = exponent
        elif name == ROOT:
            common = gcd(powers[name], exponent)
            factor *= common
            powers[name] = powers[name] * exponent // common**2
            if powers[name] == 1:
                del powers[name]
            elif powers[name].bit_length() > MAX_BITS:
                raise Unsupported("number too large")
        elif name == IMAGINARY:
            factor = -factor
            del powers[name]
        else:
            powers[name] += exponent
            if abs(powers[name]) > MAX_EXPONENT:
                raise Unsupported("exponent")
            if not powers[name]:
                del powers[name]
    return tuple(sorted(powers.items())), factor


def _square_part(n: int) -> tuple[int, int]:
    """``(s, r)`` with ``n = s² r`` and ``r`` squarefree.

    After the small primes are out, a rest below ``TRIAL_DIVISORS ** 3`` has at most two prime factors: it is a
    square or squarefree. A larger rest is refused, since a square hidden in it would break the normal form.
    """
    outside, inside = 1, 1
    for p in range(2, TRIAL_DIVISORS + 1):
        if p * p > n:
            break
        while n % (p * p) == 0:
            n //= p * p
            outside *= p
        if n % p == 0:
            n //= p
            inside *= p
    s = isqrt(n)
    if s * s == n:
        return outside * s, inside
    if n > TRIAL_DIVISORS**3:
        raise Unsupported("root of a large number")
    return outside, inside * n


def _exact_root(n: int, index: int) -> int:
    """The integer whose ``index``-th power is ``n``."""
    low, high = 0, 1 << (n.bit_length() // index + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**index < n:
            low = middle + 1
        else:
            high = middle
    if low**index != n:
        raise Unsupported("root")
    return low
