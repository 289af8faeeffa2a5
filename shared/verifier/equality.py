"""Are two values that were read the same?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import expressions as ex
from . import numerics
from .limits import ARITHMETIC, EVALUATION, Budget, Unsupported
from .polynomials import Arithmetic
from .rounding import rounds_to
from .units import compatible
from .values import (
    Based,
    Choice,
    Collection,
    Infinity,
    Matrix,
    Named,
    Number,
    Ordered,
    Qualified,
    Ratio,
    Relation,
    System,
    Text,
    Union,
    Value,
    Without,
    number,
)


class Comparison:
    """One comparison of an answer with a gold answer, with a limit on the work it may take.

    Args:
        has_gold: whether the second value is a gold answer. Only then do the two sides differ: the exact value
            meets a gold answer that is a rounded decimal, and ``m+n = 5`` meets the gold answer 5.
        budget: for evaluations; its own if none is given.
    """

    def __init__(self, has_gold: bool, budget: Budget | None = None) -> None:
        self.has_gold = has_gold
        self.budget = budget or Budget(EVALUATION)
        self.arithmetic = Arithmetic(Budget(ARITHMETIC))

    def verdict(self, answer: Value, gold: Value) -> bool:
        """Whether the answer means what the gold answer means; no, if finding out would take too much work."""
        try:
            return answer == gold or self.same_qualified(answer, gold)
        except Unsupported:
            return False

    def same_qualified(self, answer: Value, gold: Value) -> bool:
        """What is only read of a whole answer: "for all n" behind it, and what an equation tells."""
        if isinstance(answer, Qualified) or isinstance(gold, Qualified):
            conditions = {v.condition for v in (answer, gold) if isinstance(v, Qualified)}
            answer, gold = (v.value if isinstance(v, Qualified) else v for v in (answer, gold))
            return len(conditions) == 1 and self.same(answer, gold)
        if self.has_gold and isinstance(answer, Relation) and answer.told and isinstance(gold, Number):
            return self.same(answer.told, gold)
        return self.same(answer, gold)

    def same(self, answer: Value, gold: Value) -> bool:
        """Whether two values are the same.

        Raises:
            Unsupported: the work is more than this comparison may take. (All methods below.)
        """
        self.budget.spend(1)
        if isinstance(answer, Named) or isinstance(gold, Named):
            return self.same_named(answer, gold)
        if type(answer) is not type(gold):
            return self.same_across_types(answer, gold)
        match answer:
            case Number():
                return self.same_number(answer, gold)
            case Infinity() | Based() | Text():
                return answer == gold
            case Choice():
                return answer.letter == gold.letter and not (answer.option and gold.option)
            case Without():
                return self.same_collection(Collection(answer.points), Collection(gold.points))
            case Ratio():
                return self.same_ratio(answer, gold)
            case Ordered():
                brackets = (answer.opening, answer.closing) == (gold.opening, gold.closing)
                return brackets and self.in_order(answer.items, gold.items)
            case Collection():
                return self.same_collection(answer, gold)
            case Union():
                return self.in_any_order(answer.parts, gold.parts, self.same)
            case Matrix():
                return len(answer.rows) == len(gold.rows) and all(map(self.in_order, answer.rows, gold.rows))
            case Relation():
                return self.same_relation(answer, gold)
            case System():
                return self.in_any_order(answer.relations, gold.relations, self.same_relation)

    def same_across_types(self, answer: Value, gold: Value) -> bool:
        """``{5}`` and ``5``, ``x > 3`` and ``(3, \\infty)``; the choice ``(C)`` and the letter ``c``."""
        for one, other in ((answer, gold), (gold, answer)):
            inside = _only_part(one)
            if inside is not None:
                return self.same(inside, other) if one is answer else self.same(other, inside)
        for one, other in ((answer, gold), (gold, answer)):
            if isinstance(one, Without) and isinstance(other, Union):
                return self.same_gaps(one.points, other.parts)
        choice, other = (answer, gold) if isinstance(answer, Choice) else (gold, answer)
        if not isinstance(choice, Choice) or not isinstance(other, Number) or other.unit:
            return False
        op, args = other.expression[:2]
        return op in (ex.LETTER, ex.CONSTANT) and args[0].upper() == choice.letter

    # --- numbers and expressions ----------------------------------------------------------------------------

    def same_number(self, answer: Number, gold: Number) -> bool:
        """Numbers with their units."""
        if answer.unit != gold.unit and None in (answer.unit, gold.unit) and "%" in (answer.unit, gold.unit):
            percent, plain = (answer, gold) if answer.unit == "%" else (gold, answer)
            hundredfold = Number(
                ex.multiply(ex.number(100), plain.expression),
                plain.terms and {monomial: c * 100 for monomial, c in plain.terms.items()},
            )
            if self.same_expression(percent, hundredfold):
                return True
        if answer.unit != gold.unit and not compatible(answer.unit, gold.unit):
            return False
        if self.same_expression(answer, gold):
            return True
        return self.has_gold and rounds_to(answer, gold, self.budget)

    def same_expression(self, a: Number, b: Number) -> bool:
        """By the exact normal forms if both have one, else by evaluation."""
        if a.terms is not None and b.terms is not None:
            return a.terms == b.terms
        if a.expression == b.expression:
            return True
        return numerics.agree(a.expression, b.expression, self.budget)

    def same_ratio(self, a: Ratio, b: Ratio) -> bool:
        """``6:8`` is ``3:4``; but what may be a time of day must be written alike."""
        if a.clock != b.clock or len(a.parts) != len(b.parts):
            return False
        return all(
            self.same_expression(self.product(a.parts[0], y), self.product(x, b.parts[0]))
            for x, y in zip(a.parts, b.parts, strict=True)
        )

    def product(self, a: Number, b: Number) -> Number:
        """``a * b``."""
        return number(ex.multiply(a.expression, b.expression), self.arithmetic)

    # --- statements -----------------------------------------------------------------------------------------

    def same_named(self, answer: Value, gold: Value) -> bool:
        """``x = 5`` against ``5``, ``x = 5.0``, ``y = 5``, or an equation that is not solved."""
        if isinstance(answer, Named) and isinstance(gold, Named):
            if answer.name == gold.name:
                return self.same(answer.value, gold.value)
            answer, gold = _as_roots(answer, gold.value), _as_roots(gold, answer.value)
            if answer.name == gold.name:
                return self.same(answer.value, gold.value)
            return self.same_equation(answer, gold)
        if isinstance(answer, Relation) or isinstance(gold, Relation):
            return self.same_equation(answer, gold)
        if isinstance(answer, Named):
            return self.same(_as_roots(answer, gold).value, gold)
        return self.same(answer, _as_roots(gold, answer).value)

    def same_equation(self, a: Named | Relation, b: Named | Relation) -> bool:
        """``y = 2x + 3`` against ``y - 2x = 3``.

        With one variable this would take an equation for its solution, so there must be more. But ``2x ≠ 6``
        says no less than ``x ≠ 3``.
        """
        a, b = _as_relation(a), _as_relation(b)
        if a is None or b is None or (a.kind != "≠" and len(a.difference.letters) < 2):
            return False
        return self.same_relation(a, b)

    def same_relation(self, a: Relation, b: Relation) -> bool:
        """Up to a factor, which must be positive for inequalities."""
        if a.kind != b.kind:
            return False
        if a.difference == b.difference:
            return True
        return numerics.proportional(a.difference, b.difference, a.kind in (">", "≥"), self.budget)

    # --- several values -------------------------------------------------------------------------------------

    def in_order(self, a: Sequence[Value], b: Sequence[Value]) -> bool:
        """Whether each item equals the one at its place."""
        return len(a) == len(b) and all(map(self.same, a, b))

    def same_collection(self, a: Collection, b: Collection) -> bool:
        """Order does not matter; how often an item stands there only counts between two bare lists."""
        if not a.braced and not b.braced:
            return self.in_any_order(a.items, b.items, self.same)
        return all(any(self.same(x, y) for y in b.items) for x in a.items) and all(
            any(self.same(x, y) for x in a.items) for y in b.items
        )

    def same_gaps(self, points: Sequence[Value], intervals: Sequence[Value]) -> bool:
        """Whether open intervals are all of the line but some points.

        Each point must be the end of one interval and the start of one, and no interval may be empty.
        """
        ends = [i.items for i in intervals if isinstance(i, Ordered) and i.opening + i.closing == "()"]
        if len(ends) < len(intervals) or any(len(pair) != 2 for pair in ends):
            return False
        lows, highs = zip(*ends, strict=True)
        return (
            self.in_any_order(lows, [Infinity(-1), *points], self.same)
            and self.in_any_order(highs, [Infinity(1), *points], self.same)
            and all(self.less(*pair) for pair in ends if not any(isinstance(end, Infinity) for end in pair))
        )

    def less(self, a: Value, b: Value) -> bool:
        """Whether two constants are known to be in this order."""
        if not (isinstance(a, Number) and isinstance(b, Number)):
            return False
        difference = numerics.real_value(ex.subtract(b.expression, a.expression), self.budget)
        return difference is not None and difference[0] > difference[1]

    def in_any_order(self, a: Sequence, b: Sequence, same: Callable[..., bool]) -> bool:
        """Whether the items can be paired so that each pair is the same."""
        if len(a) != len(b):
            return False
        partner_of: dict[int, int] = {}  # indices of b to indices of a

        def find_partner(i: int, tried: set[int]) -> bool:
            for j in (*range(i, len(b)), *range(i)):  # the items often stand in the same order
                if j not in tried and same(a[i], b[j]):
                    tried.add(j)
                    if j not in partner_of or find_partner(partner_of[j], tried):
                        partner_of[j] = i
                        return True
            return False

        return all(find_partner(i, set()) for i in range(len(a)))


def _only_part(value: Value) -> Value | None:
    """What a set of one element, or a union of one interval, consists of."""
    if isinstance(value, Collection) and value.braced and len(value.items) == 1:
        return value.items[0]
    return value.parts[0] if isinstance(value, Union) and len(value.parts) == 1 else None


def _as_relation(statement: Named | Relation) -> Relation | None:
    if isinstance(statement, Relation):
        return statement
    kind, value = "=", statement.value
    if isinstance(value, Without) and len(value.points) == 1:
        kind, value = "≠", value.points[0]
    if not statement.is_letter or not isinstance(value, Number):
        return None
    return Relation(kind, ex.subtract(ex.letter(statement.name), value.expression))


def _as_roots(statement: Named, other: Value) -> Named:
    """``x_1 = 2, x_2 = -3`` as a list for ``x``, if the other value is a list: roots are numbered at will."""
    names = statement.name.split(",")
    letter = names[0].removesuffix("_1")
    numbered = names == [f"{letter}_{k}" for k in range(1, len(names) + 1)]
    if len(names) == 1 or not numbered or not isinstance(other, Collection):
        return statement
    return Named(letter, Collection(statement.value.items, braced=False))
