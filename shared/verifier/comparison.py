"""Are two answers the same?"""

from __future__ import annotations

import re

from . import polynomials as poly
from .extraction import MAX_ANSWER, extract_answer
from .parser import equation, parse
from .polynomials import Unsupported
from .values import Based, Collection, Equation, Infinity, Matrix, Named, Number, Ordered, Text, Union, Value

_INTEGER = re.compile(r"-?[0-9]{1,18}")


def is_correct(response: str, gold: str) -> bool:
    """Whether the answer boxed in a model's response equals the gold answer; without a box it does not.

    Args:
        response: everything the model wrote, thinking included.
        gold: the answer alone, without a box.
    """
    answer = extract_answer(response)
    return answer is not None and equivalent(answer, gold)


def equivalent(answer: str, gold: str) -> bool:
    """Whether two answers, in LaTeX or plain text, mean the same; the package's own text gives the rules.

    Reflexive and symmetric, and never raises. Integers, the common case in training, take a microsecond or so.
    """
    if answer == gold:
        return True
    if _INTEGER.fullmatch(answer) and _INTEGER.fullmatch(gold):
        return int(answer) == int(gold)
    if len(answer) > MAX_ANSWER or len(gold) > MAX_ANSWER:
        return answer.strip() == gold.strip()
    return same(parse(answer), parse(gold))


def same(a: Value, b: Value) -> bool:
    """Whether two values that were read are equal."""
    if isinstance(a, (Named, Equation)) and isinstance(b, (Named, Equation)):
        return _same_statement(a, b)
    if isinstance(a, Named) or isinstance(b, Named):
        return same(a.value, b) if isinstance(a, Named) else same(a, b.value)
    if type(a) is not type(b):
        return False
    match a:
        case Number():
            return _same_number(a, b)
        case Infinity() | Based() | Text():
            return a == b
        case Ordered():
            return (a.opening, a.closing) == (b.opening, b.closing) and _in_order(a.items, b.items)
        case Matrix():
            return len(a.rows) == len(b.rows) and all(map(_in_order, a.rows, b.rows))
        case Collection():
            return _in_any_order(a.items, b.items)
        case Union():
            return _in_any_order(a.parts, b.parts)


def _same_number(a: Number, b: Number) -> bool:
    if a.terms == b.terms:
        return a.unit is None or b.unit is None or a.unit == b.unit
    if "%" in (a.unit, b.unit) and None in (a.unit, b.unit):
        percent, plain = (a, b) if a.unit == "%" else (b, a)
        return percent.terms == {m: c * 100 for m, c in plain.terms.items()}
    return False


def _same_statement(a: Named | Equation, b: Named | Equation) -> bool:
    """``x = 5`` against ``x = 5.0``, or ``y = 2x + 3`` against another form of the same equation."""
    if isinstance(a, Named) and isinstance(b, Named) and a.name == b.name:
        return same(a.value, b.value)
    try:
        left, right = _as_equation(a), _as_equation(b)
    except Unsupported:
        return False
    solved_on_one_side = isinstance(a, Named) or isinstance(b, Named)
    return left == right and (len(poly.variables(left.terms)) > 1 or not solved_on_one_side)


def _as_equation(statement: Named | Equation) -> Equation:
    if isinstance(statement, Equation):
        return statement
    if not isinstance(statement.value, Number):
        raise Unsupported("not an equation")
    return equation(poly.atom(statement.name), statement.value.terms)


def _in_order(a: tuple[Value, ...], b: tuple[Value, ...]) -> bool:
    return len(a) == len(b) and all(map(same, a, b))


def _in_any_order(a: tuple[Value, ...], b: tuple[Value, ...]) -> bool:
    """Whether each item of one finds its own partner in the other."""
    if len(a) != len(b):
        return False
    left = list(b)
    for item in a:
        partner = next((i for i, other in enumerate(left) if same(item, other)), None)
        if partner is None:
            return False
        left.pop(partner)
    return True
