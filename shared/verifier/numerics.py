r"""Equality of expressions by evaluation, for those that have no exact normal form.

Two expressions in letters are the same if they agree at several pseudo-random points where both are defined;
two constants, if they agree to about 50 and then to about 80 digits. Every value comes with a bound on its
error (:mod:`.balls`). So two values either differ for certain, or agree to within a known tiny error, or too
many digits were lost, and then nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from random import Random

from . import expressions as ex
from .balls import HIGH, LOW, MAX_MAGNITUDE, Ball, Machine, Undefined, is_complex, magnitude, product
from .expressions import Expression
from .limits import Budget

AGREEING_BITS = 100  # relative accuracy without which agreement means nothing
POINTS_NEEDED = 3
_SCALES = (0.7, -1.3, 2.9, -5.3, 17.0, -41.0, 230.0, -310.0, 4100.0, -7300.0)


def agree(a: Expression, b: Expression, budget: Budget) -> bool:
    """Whether two expressions have the same value wherever both are defined.

    Raises:
        Unsupported: the budget is spent.
    """
    if a.letters or b.letters:
        return _everywhere(a, b, _close, budget)
    try:
        return all(
            _close(m.evaluate(a), m.evaluate(b)) for m in (Machine(bits, {}, budget) for bits in (LOW, HIGH))
        )
    except Undefined:
        return False


def proportional(a: Expression, b: Expression, positive: bool, budget: Budget) -> bool:
    """Whether ``a`` is ``b`` times a constant that is not zero, and positive if so asked.

    Raises:
        Unsupported: the budget is spent.
    """
    first: list[Ball] = []

    def same_ratio(x: Ball, y: Ball) -> bool:
        if magnitude(x.value) <= x.error or magnitude(y.value) <= y.error:
            raise Undefined("both may be zero here")
        if not first:
            first.extend((x, y))
        real = not is_complex(x.value) and not is_complex(y.value)
        if positive and real and (x.value > 0) != (y.value > 0):
            return False
        return _close(product(x, first[1], LOW), product(first[0], y, LOW))

    return _everywhere(a, b, same_ratio, budget)


def real_value(e: Expression, budget: Budget) -> tuple[Fraction, Fraction] | None:
    """The value of a constant to about 80 digits and a bound on its error.

    Returns:
        None if it is not a real number, or not known well enough.

    Raises:
        Unsupported: the budget is spent.
    """
    try:
        ball = Machine(HIGH, {}, budget).evaluate(e)
    except Undefined:
        return None
    if is_complex(ball.value) or ball.error > -AGREEING_BITS:
        return None
    sign, mantissa, exponent, _ = ball.value._mpf_
    value = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return -value if sign else value, Fraction(2) ** max(ball.error, -MAX_MAGNITUDE)


def _close(a: Ball, b: Ball) -> bool:
    """Whether two balls agree; False is certain.

    Raises:
        Undefined: they overlap, but are too wide for that to mean anything.
    """
    error = max(a.error, b.error)
    if magnitude(a.value - b.value) > error + 4:
        return False
    if error > max(magnitude(a.value), magnitude(b.value), 0) - AGREEING_BITS:
        raise Undefined("too few digits")
    return True


def _everywhere(a: Expression, b: Expression, test: Callable[[Ball, Ball], bool], budget: Budget) -> bool:
    """Whether the test holds at enough points where both expressions are defined, and fails at none.

    Three kinds of points are tried in turn, the next where the one before gave too few: real numbers, natural
    numbers (for ``n!`` and ``(-1)^n``), and real numbers at which complex values of roots and logarithms count.
    """
    letters = sorted(a.letters | b.letters)
    wanted = len(_SCALES) if _has_kinks(a) or _has_kinks(b) else POINTS_NEEDED
    for natural, strict in ((False, True), (True, True), (False, False)):
        agreed = 0
        for point in _points(letters, natural):
            budget.spend(4)
            machine = Machine(LOW, point, budget, strict)
            try:
                if not test(machine.evaluate(a), machine.evaluate(b)):
                    return False
            except Undefined:
                continue
            agreed += 1
            if agreed == wanted:
                break
        if agreed >= POINTS_NEEDED:
            return True
    return False


def _has_kinks(e: Expression) -> bool:
    """Whether pieces of the expression may follow different formulas, as ``|x|`` and ``√(x²)`` do."""
    if not e.letters:
        return False
    if e.op in (ex.ABSOLUTE, ex.FLOOR, ex.CEILING):
        return True
    if e.op == ex.POWER and e.args[1].op == ex.NUMBER and e.args[1].args[0].denominator > 1:
        return True
    return e.op != ex.LETTER and any(map(_has_kinks, e.args))


def _points(letters: list[str], natural: bool) -> Iterator[dict[str, float]]:
    """Always the same pseudo-random points; each letter takes small and large values of both signs."""
    values = [_coordinates(name, natural) for name in letters]
    for i in range(len(_SCALES)):
        yield {name: coordinates[i] for name, coordinates in zip(letters, values, strict=True)}


@lru_cache(maxsize=256)
def _coordinates(name: str, natural: bool) -> tuple[float, ...]:
    random = Random(f"{name} {natural}")
    if natural:
        return tuple(map(float, random.sample(range(1, 41), len(_SCALES))))
    return tuple(scale * random.uniform(0.6, 1.4) for scale in random.sample(_SCALES, len(_SCALES)))
