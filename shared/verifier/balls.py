r"""Evaluation of expressions with many digits, and with a bound on the error of each value.

Every value is a :class:`Ball`: a number and the error it may have, carried through each operation. mpmath does
the arithmetic. Its global context is shared by all threads, so each thread has one of its own here; and it is
imported when first needed, because most comparisons never come this far.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from . import expressions as ex
from .expressions import Expression
from .limits import MAX_EXPONENT, Budget, Unsupported

LOW, HIGH = 180, 280  # bits of working precision: about 50 and 80 digits, and some to spare
MAX_MAGNITUDE = 20_000  # bits before or behind the binary point, up to the first digit
NOTHING = -(10**9)  # the error bound of an exact value, and the magnitude of zero
_BITS_PER_NAT = 1.4427  # 1 / ln 2
_INTEGER_BITS = 50  # behind the binary point, that must be known of what is taken for an integer


class Undefined(Exception):
    """The expression has no value at this point, or too few digits of it are known."""


class Ball(NamedTuple):
    """A real or complex number (of mpmath) that is within ``2 ** error`` of ``value``."""

    value: Any
    error: int

    def negative(self) -> Ball:
        """``-self``."""
        return Ball(-self.value, self.error)


_local = threading.local()
_loading = threading.Lock()


def _context() -> Any:
    """This thread's own mpmath context."""
    if not hasattr(_local, "context"):
        with _loading:
            from mpmath.ctx_mp import MPContext

            context = MPContext()
            # mpmath keeps its constants for all threads and lengthens them on demand, which is a race; after
            # this they are long enough for every precision used here.
            context.prec = 4 * HIGH
            _ = +context.pi, +context.ln2, +context.e
            _local.context = context
    return _local.context


def is_complex(value: Any) -> bool:
    """Whether a number of mpmath is a complex one."""
    return hasattr(value, "_mpc_")


def magnitude(value: Any) -> int:
    """An ``m`` with ``|value| < 2 ** m``, at most 2 more than needed; ``NOTHING`` for zero."""
    if is_complex(value):
        return max(magnitude(value.real), magnitude(value.imag)) + 1
    _, mantissa, exponent, bits = value._mpf_
    return exponent + bits if mantissa else NOTHING


def _ball(value: Any, error: int, bits: int) -> Ball:
    """A value that was computed with ``bits`` bits from arguments that alone would leave the given error."""
    first_bit = magnitude(value)
    if first_bit > MAX_MAGNITUDE or NOTHING < first_bit < -MAX_MAGNITUDE:
        raise Undefined("too large or too small")
    error = max(error, first_bit - bits) + 1
    if is_complex(value) and magnitude(value.imag) <= error:
        value = value.real  # real as far as can be seen; keeps roots and logarithms on one side of their cuts
    return Ball(value, error)


def size(ball: Ball) -> int:
    """An upper bound on the magnitude of what the ball may stand for."""
    return max(magnitude(ball.value), ball.error) + 1


def product(a: Ball, b: Ball, bits: int) -> Ball:
    """``(A + d)(B + e)``, which is off by ``Ae + Bd + de``."""
    for ball in (a, b):
        if not ball.value and ball.error == NOTHING:
            return ball
    in_a, in_b = magnitude(b.value) + a.error, magnitude(a.value) + b.error
    return _ball(a.value * b.value, max(in_a, in_b, a.error + b.error) + 2, bits)


class Machine:
    """Evaluates expressions at one point with a fixed number of bits.

    Args:
        bits: the working precision.
        point: the value of each letter.
        budget: one step an operation, more for functions.
        strict: whether roots, logarithms and arc functions of letters must stay real, as in school; those of
            constants may be complex (``√(-4) = 2i``).
    """

    def __init__(self, bits: int, point: dict[str, float], budget: Budget, strict: bool = True) -> None:
        self.bits, self.point, self.budget, self.strict = bits, point, budget, strict
        self.mp = _context()
        self.mp.prec = bits

    def evaluate(self, e: Expression) -> Ball:
        """The value of an expression.

        Raises:
            Undefined: it has none here, or too few digits of it are known.
            Unsupported: the budget is spent.
        """
        self.budget.spend(1)
        return _OPERATIONS.get(e.op, Machine.discrete)(self, e)

    def call(self, function: Callable[..., Any], ball: Ball, error: int, steps: int = 5) -> Ball:
        """A function of mpmath, whose value would change by ``2 ** error`` within the ball."""
        self.budget.spend(4 * steps if is_complex(ball.value) else steps)
        return _ball(function(ball.value), error, self.bits)

    def number(self, e: Expression) -> Ball:
        """A rational number; an integer that fits is exact."""
        value = e.args[0]
        result = self.mp.mpf(value.numerator)
        if value.denominator == 1 and value.numerator.bit_length() <= self.bits:
            return Ball(result, NOTHING)
        return _ball(result / value.denominator, NOTHING, self.bits - 1)

    def letter(self, e: Expression) -> Ball:
        """The point's coordinate, exactly."""
        return Ball(self.mp.mpf(self.point[e.args[0]]), NOTHING)

    def constant(self, e: Expression) -> Ball:
        """π, e or i."""
        match e:
            case ex.IMAGINARY:
                return Ball(self.mp.mpc(0, 1), NOTHING)
            case ex.PI:
                return _ball(+self.mp.pi, NOTHING, self.bits)
            case _:
                return _ball(+self.mp.e, NOTHING, self.bits)

    def sum(self, e: Expression) -> Ball:
        """A sum: errors add up, and each partial sum is rounded (this is where digits get lost)."""
        terms = map(self.evaluate, e.args)
        total, largest = next(terms)
        for term in terms:
            total += term.value
            largest = max(largest, term.error, magnitude(total) - self.bits)
        return _ball(total, largest + len(e.args).bit_length() + 1, self.bits)

    def product(self, e: Expression) -> Ball:
        """A product of any number of factors."""
        result = self.evaluate(e.args[0])
        for factor in e.args[1:]:
            result = product(result, self.evaluate(factor), self.bits)
        return result

    # --- powers ---------------------------------------------------------------------------------------------

    def power(self, e: Expression) -> Ball:
        """An integer power, a root, or ``exp(exponent · ln(base))``."""
        base, exponent = e.args
        if exponent.op == ex.NUMBER:
            value = exponent.args[0]
            ball = self.evaluate(base)
            if value.denominator > 1:
                ball = self.root(ball, value.denominator, bool(base.letters))
            return self.integer_power(ball, value.numerator)
        power = self.evaluate(exponent)
        if base == ex.EULER:
            return self.exp(power)
        ball = self.evaluate(base)
        if (n := self.integer(power)) is not None:
            return self.integer_power(ball, n)
        return self.exp(product(power, self.logarithm(ball, bool(e.letters)), self.bits))

    def integer_power(self, ball: Ball, n: int) -> Ball:
        """``v^n``, whose derivative is ``n v^(n-1)``."""
        if abs(n) > MAX_EXPONENT or n * size(ball) > MAX_MAGNITUDE:
            raise Undefined("too large")
        if n <= 0:
            self.surely_not_zero(ball)
        if n < 0:
            error = ball.error - 2 * magnitude(ball.value) + 4  # the derivative of 1/v is -1/v²
            return self.integer_power(self.call(lambda v: 1 / v, ball, error, 1), -n)
        if n == 1:
            return ball
        self.budget.spend(2)
        result, slack = ball.value**n, n.bit_length() + 2
        if ball.error + slack < magnitude(ball.value):  # the derivative does not change much within the ball
            return _ball(result, magnitude(result) - magnitude(ball.value) + ball.error + slack, self.bits)
        return _ball(result, (n - 1) * size(ball) + ball.error + slack, self.bits)

    def root(self, ball: Ball, index: int, of_letters: bool) -> Ball:
        """The real root where there is one (``∛-8 = -2``); the derivative is ``root / (index · v)``."""
        value, error = ball
        if magnitude(value) <= error or not value:
            return Ball(self.mp.zero, NOTHING if error == NOTHING else error // index + 2)
        if not is_complex(value) and value < 0:
            if index % 2:
                return self.root(Ball(-value, error), index, of_letters).negative()
            self.stays_real(of_letters)
        first_bit = magnitude(value)
        if index == 2:
            return self.call(self.mp.sqrt, ball, error - first_bit // 2 + 2, 3)
        return self.call(lambda v: self.mp.root(v, index), ball, error - first_bit + first_bit // index + 4)

    def exp(self, ball: Ball) -> Ball:
        """``e^v``, which is its own derivative."""
        if size(ball) > 14:
            raise Undefined("too large")
        return self.call(self.mp.exp, ball, ball.error + int(_BITS_PER_NAT * float(ball.value.real)) + 3)

    def ln(self, e: Expression) -> Ball:
        """The natural logarithm."""
        return self.logarithm(self.evaluate(e.args[0]), bool(e.letters))

    def logarithm(self, ball: Ball, of_letters: bool) -> Ball:
        """The principal natural logarithm, whose derivative is ``1/v``."""
        self.surely_not_zero(ball)
        if not is_complex(ball.value) and ball.value < 0:
            self.stays_real(of_letters)
        return self.call(self.mp.ln, ball, ball.error - magnitude(ball.value) + 4)

    # --- functions ------------------------------------------------------------------------------------------

    def wave(self, e: Expression) -> Ball:
        """Sine or cosine; their derivatives are at most 1 on the real line, and ``e^|im v|`` off it."""
        ball = self.evaluate(e.args[0])
        if size(ball) > 64:
            raise Undefined("too large")
        growth = int(_BITS_PER_NAT * abs(float(ball.value.imag))) + 1 if is_complex(ball.value) else 0
        return self.call(self.mp.sin if e.op == ex.SIN else self.mp.cos, ball, ball.error + growth)

    def arc(self, e: Expression) -> Ball:
        """Arc sine, arc cosine or arc tangent."""
        ball = self.evaluate(e.args[0])
        if is_complex(ball.value):
            raise Undefined("arc function of a complex number")
        if e.op == "arctan":
            return self.call(self.mp.atan, ball, ball.error)
        if abs(ball.value) > 1:
            self.stays_real(bool(e.letters))
        # The derivative is 1/√(1-v²); at the ends the error is the root of the argument's.
        distance = self.mp.one - ball.value**2
        near_the_end = ball.error != NOTHING and magnitude(distance) <= ball.error + 2
        error = ball.error // 2 + 2 if near_the_end else ball.error - magnitude(distance) // 2 + 2
        return self.call(self.mp.asin if e.op == "arcsin" else self.mp.acos, ball, error)

    def absolute(self, e: Expression) -> Ball:
        """The absolute value."""
        ball = self.evaluate(e.args[0])
        return self.call(abs, ball, ball.error, 1)

    def discrete(self, e: Expression) -> Ball:
        """Floor, ceiling, factorial and binomial coefficient."""
        balls = [self.evaluate(arg) for arg in e.args]
        integers = [self.integer(ball) for ball in balls]
        if None in integers:
            if e.op not in (ex.FLOOR, ex.CEILING) or not self.is_narrow(balls[0]):
                raise Undefined("not an integer")
            integers = [int(self.mp.floor(balls[0].value)) + (e.op == ex.CEILING)]
        try:
            return self.number(ex.number(ex.at_rationals(e.op, *integers)))
        except Unsupported:
            raise Undefined(e.op) from None

    def integer(self, ball: Ball) -> int | None:
        """The integer that the ball stands for, if it is narrow and holds one."""
        if not self.is_narrow(ball):
            return None
        nearest = self.mp.nint(ball.value)
        return int(nearest) if magnitude(ball.value - nearest) <= ball.error + 2 else None

    def is_narrow(self, ball: Ball) -> bool:
        """Whether this is a real number whose digits around the point are known."""
        return not is_complex(ball.value) and size(ball) <= self.bits // 2 and ball.error < -_INTEGER_BITS

    # --- domains --------------------------------------------------------------------------------------------

    def surely_not_zero(self, ball: Ball) -> None:
        """Refuse to divide by, or take the logarithm of, what may be zero."""
        if not ball.value or magnitude(ball.value) <= ball.error + 4:
            raise Undefined("zero")

    def stays_real(self, of_letters: bool) -> None:
        """Refuse to leave the real numbers for an expression in letters, in strict evaluation."""
        if of_letters and self.strict:
            raise Undefined("not real")


_OPERATIONS = {
    ex.NUMBER: Machine.number,
    ex.LETTER: Machine.letter,
    ex.CONSTANT: Machine.constant,
    ex.SUM: Machine.sum,
    ex.PRODUCT: Machine.product,
    ex.POWER: Machine.power,
    ex.LN: Machine.ln,
    ex.SIN: Machine.wave,
    ex.COS: Machine.wave,
    ex.ABSOLUTE: Machine.absolute,
} | dict.fromkeys(("arcsin", "arccos", "arctan"), Machine.arc)
