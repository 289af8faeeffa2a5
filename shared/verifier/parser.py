r"""From tokens to a typed value, by recursive descent.

Each method reads one rule of the grammar, from the loosest to the tightest::

    answer     item (comma item)*                          a bare list when there is a comma
    item       statement                                   read twice when it holds a plus-minus sign
    statement  side (("=" | "∈") side)?
    side       currency? union unit?
    union      sum ("∪" sum)*
    sum        sign? product (("+" | "-" | "±") product)*
    product    factor (("×" | "/")? factor)*
    factor     primary ("^" exponent)?
    primary    number | mixed number | letter | π | ∞ | fraction | root | (…) | […] | {…} | matrix

Arithmetic happens on the way up, in :mod:`.polynomials`. What is not in the grammar raises
:class:`Unsupported` inside this module, and :func:`parse` makes a :class:`Text` of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from . import polynomials as poly
from .extraction import MAX_ANSWER
from .polynomials import Unsupported
from .tokens import Token, canonical_unit, clean, normal_text, tokenize
from .values import Based, Collection, Equation, Infinity, Matrix, Named, Number, Ordered, Text, Union, Value

MAX_DEPTH = 40
FUEL = 4_000
MAX_ITEMS = 64
_END = Token("end_of_answer", "")
_WORDS = re.compile(r"[A-Za-z][A-Za-z .']*")
_STARTS_A_FACTOR = {"number", "letter", "pi", "frac", "sqrt", "(", "{"}


def parse(text: str) -> Value:
    """Read an answer of at most ``MAX_ANSWER`` characters as a typed value; never raises.

    Text in which the grammar finds no sense comes back as :class:`Text`; so does anything longer.
    """
    return _parse(text) if len(text) <= MAX_ANSWER else Text(text.strip())


@lru_cache(maxsize=4096)
def _parse(text: str) -> Value:
    cleaned = clean(text)
    if _WORDS.fullmatch(cleaned) and sum(map(str.isalpha, cleaned)) > 2:
        return Text(normal_text(cleaned))  # "even" is a word and not e·v·e·n, which is an anagram of "neve"
    try:
        return _Parser(tokenize(cleaned)).answer()
    except Unsupported:
        return Text(normal_text(cleaned))


class _Parser:
    """One pass over one answer's tokens."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0
        self.arithmetic = poly.Arithmetic(FUEL)
        self.plus_minus = 1  # what the sign ± means in this reading
        self.saw_plus_minus = False

    # --- moving along ---------------------------------------------------------------------------------------

    def peek(self, ahead: int = 0) -> Token:
        position = self.position + ahead
        return self.tokens[position] if position < len(self.tokens) else _END

    def next(self) -> Token:
        token = self.peek()
        self.position += 1
        self.arithmetic.spend(1)
        return token

    def accept(self, kind: str) -> bool:
        if self.peek().kind == kind:
            self.next()
            return True
        return False

    def expect(self, kind: str) -> None:
        if not self.accept(kind):
            raise Unsupported(f"{kind} expected")

    def nested(self, rule: Callable[[], Value]) -> Value:
        """Read a rule one level deeper; the limit keeps Python's own stack out of danger."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unsupported("too deep")
        value = rule()
        self.depth -= 1
        return value

    # --- lists and statements -------------------------------------------------------------------------------

    def answer(self) -> Value:
        items = self.items()
        if self.peek() is not _END:
            raise Unsupported("something is left over")
        return items[0] if len(items) == 1 else _gather(items)

    def items(self) -> list[Value]:
        """Items with commas between them; an item with ± counts as its two values."""
        items = self.item()
        while self.accept("comma"):
            items += self.item()
            if len(items) > MAX_ITEMS:
                raise Unsupported("too many items")
        return items

    def item(self) -> list[Value]:
        start, outer = self.position, (self.plus_minus, self.saw_plus_minus)
        values = []
        for sign in (1, -1):
            self.position, self.plus_minus, self.saw_plus_minus = start, sign, False
            values.append(self.statement())
            if not self.saw_plus_minus:
                break
        self.plus_minus, self.saw_plus_minus = outer
        return values

    def statement(self) -> Value:
        function_of = [self.peek(i).kind for i in range(4)] == ["letter", "(", "letter", ")"]
        left = self.side()
        if self.peek().kind not in ("=", "member"):
            return left
        is_member = self.next().kind == "member"
        right = self.side()
        name = "f(x)" if function_of else _name(left)
        if name:
            return Named(name, right)
        if is_member or not (isinstance(left, Number) and isinstance(right, Number)):
            raise Unsupported("statement")
        if name := _name(right):
            return Named(name, left)
        return equation(left.terms, right.terms)

    def side(self) -> Value:
        unit = "$" if self.accept("currency") else None
        value = self.union()
        if isinstance(value, Number):
            unit = self.unit() or unit
            return Number(value.terms, unit) if unit else value
        if unit:
            raise Unsupported("currency")
        return value

    def unit(self) -> str | None:
        """An optional unit; its name, or None where there is none or an unknown one."""
        kind = self.peek().kind
        if kind == "degree":
            self.next()
            return "degree"
        if kind == "percent":
            self.next()
            return "%"
        if kind == "currency":
            self.next()
            return "$"
        if kind != "text":
            return None
        words = self.next().text
        exponent = 1
        if self.accept("^"):
            braced = self.accept("{")
            digit = self.next()
            if digit.text not in ("2", "3"):
                raise Unsupported("unit")
            exponent = int(digit.text)
            if braced:
                self.expect("}")
        return canonical_unit(words, exponent)

    def union(self) -> Value:
        parts = [self.sum()]
        while self.accept("cup"):
            parts.append(self.sum())
        if len(parts) == 1:
            return parts[0]
        if not all(isinstance(p, (Ordered, Collection)) for p in parts):
            raise Unsupported("union")
        return Union(tuple(parts))

    # --- arithmetic -----------------------------------------------------------------------------------------

    def sum(self) -> Value:
        total = self.signed(self.sign() or 1)
        while sign := self.sign():
            total = Number(poly.add(_terms(total), _terms(self.signed(sign))))
        return total

    def sign(self) -> int:
        """1 or -1 after reading a sign, 0 if there is none."""
        kind = self.peek().kind
        if kind not in ("+", "minus", "pm", "mp"):
            return 0
        self.next()
        if kind in ("pm", "mp"):
            self.saw_plus_minus = True
            return self.plus_minus if kind == "pm" else -self.plus_minus
        return 1 if kind == "+" else -1

    def signed(self, sign: int) -> Value:
        value = self.product()
        if sign == 1:
            return value
        if isinstance(value, Infinity):
            return Infinity(-value.sign)
        return Number(poly.scale(_terms(value), -1))

    def product(self) -> Value:
        value = self.factor()
        while True:
            if self.accept("times"):
                value = Number(self.arithmetic.multiply(_terms(value), _terms(self.signed_factor())))
            elif self.accept("over"):
                value = Number(self.arithmetic.divide(_terms(value), _terms(self.signed_factor())))
            elif self.peek().kind in _STARTS_A_FACTOR:
                if self.peek().kind == self.tokens[self.position - 1].kind == "number":
                    raise Unsupported("two numbers side by side")
                value = Number(self.arithmetic.multiply(_terms(value), _terms(self.factor())))
            else:
                return value

    def signed_factor(self) -> Value:
        if self.accept("minus"):
            return Number(poly.scale(_terms(self.factor()), -1))
        return self.factor()

    def factor(self) -> Value:
        value = self.nested(self.primary)
        if self.accept("^"):
            sign = -1 if self.accept("minus") else 1
            raised = self.peek()
            if raised.kind == "number":
                self.next()
                exponent = _number(raised.text)
            else:
                exponent = poly.rational(_terms(self.nested(self.primary)))
            if exponent is None:
                raise Unsupported("exponent")
            value = Number(self.arithmetic.power(_terms(value), sign * exponent))
        return value

    # --- the smallest parts ---------------------------------------------------------------------------------

    def primary(self) -> Value:
        token = self.next()
        match token.kind:
            case "number":
                return self.number(token.text)
            case "letter":
                return Number(poly.atom(token.text + self.subscript()))
            case "pi":
                return Number(poly.atom(poly.PI))
            case "infinity":
                return Infinity(1)
            case "frac":
                return Number(self.fraction())
            case "sqrt":
                return Number(self.root())
            case "(" | "[":
                return self.brackets(token.kind)
            case "{":
                return self.braces("}")
            case "set_open":
                return self.braces("set_close")
            case "empty":
                return Collection(())
            case "begin":
                return self.matrix()
        raise Unsupported(f"{token.kind} here")

    def number(self, digits: str) -> Value:
        if self.peek().kind == "_":
            return self.based(digits)
        value = _number(digits)
        if "." not in digits and (part := self.proper_fraction()):
            value += part
        return Number(poly.constant(value))

    def based(self, digits: str) -> Based:
        self.next()
        braced = self.accept("{")
        base = self.next()
        if braced:
            self.expect("}")
        if base.kind != "number" or base.text not in map(str, range(2, 37)) or "." in digits:
            raise Unsupported("base")
        return Based(digits.lstrip("0"), int(base.text))

    def proper_fraction(self) -> Fraction | None:
        r"""The ``\frac{4}{5}`` or ``4/5`` of a mixed number, if it comes next and is less than one."""
        kinds = [self.peek(i).kind for i in range(7)]
        if kinds[:7] == ["frac", "{", "number", "}", "{", "number", "}"]:
            length, top, bottom = 7, self.peek(2).text, self.peek(5).text
        elif kinds[:3] == ["frac", "number", "number"]:
            length, top, bottom = 3, self.peek(1).text, self.peek(2).text
        elif kinds[:2] == ["frac", "number"] and len(self.peek(1).text) == 2:
            length, (top, bottom) = 2, self.peek(1).text
        elif kinds[:3] == ["number", "over", "number"]:
            length, top, bottom = 3, self.peek().text, self.peek(2).text
        else:
            return None
        if not (top.isdigit() and bottom.isdigit() and 0 < int(top) < int(bottom)):
            return None
        for _ in range(length):
            self.next()
        return Fraction(int(top), int(bottom))

    def subscript(self) -> str:
        """``_1`` or ``_{1}`` after a letter, as part of its name."""
        if not self.accept("_"):
            return ""
        braced = self.accept("{")
        name = self.next()
        if name.kind not in ("number", "letter"):
            raise Unsupported("subscript")
        if braced:
            self.expect("}")
        return f"_{name.text}"

    def fraction(self) -> poly.Polynomial:
        digits = self.peek().text
        if self.peek().kind == "number" and len(digits) == 2 and digits.isdigit():  # \frac12
            self.next()
            top, bottom = ({(): int(d)} if d != "0" else {} for d in digits)
        else:
            top, bottom = self.argument(), self.argument()
        return self.arithmetic.divide(top, bottom)

    def root(self) -> poly.Polynomial:
        index = 2
        if self.accept("["):
            digits = self.next()
            if digits.kind != "number" or not digits.text.isdigit() or len(digits.text) > 2:
                raise Unsupported("root")
            index = int(digits.text)
            self.expect("]")
        return self.arithmetic.root(self.argument(), index)

    def argument(self) -> poly.Polynomial:
        """What a command takes: a group in braces (or parentheses, in plain text), one digit or one letter."""
        token = self.peek()
        if token.kind not in ("number", "letter", "pi", "{", "("):
            raise Unsupported("argument")
        if token.kind == "number":
            if len(token.text) > 1:
                raise Unsupported("argument")  # LaTeX would take the first digit only
            self.next()
            return poly.constant(_number(token.text))
        return _terms(self.nested(self.primary))

    def brackets(self, opening: str) -> Value:
        items = [self.nested(self.statement)]
        while self.accept("comma"):
            items.append(self.nested(self.statement))
            if len(items) > MAX_ITEMS:
                raise Unsupported("too many items")
        closing = self.next().kind
        if closing not in (")", "]"):
            raise Unsupported("bracket")
        if len(items) == 1 and opening == "(" and closing == ")":
            return items[0]
        return Ordered(opening, tuple(items), closing)

    def braces(self, closing: str) -> Value:
        r"""``\{1, 2\}`` is a set; ``{x+1}`` is a group, unless it holds a list."""
        if self.accept(closing):
            return Collection(())
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unsupported("too deep")
        if closing == "}":
            items = [self.statement()]
            while self.accept("comma"):
                items += self.item()
        else:
            items = self.items()
        self.depth -= 1
        self.expect(closing)
        return items[0] if closing == "}" and len(items) == 1 else Collection(tuple(items))

    def matrix(self) -> Matrix:
        rows: list[list[Value]] = [[]]
        while True:
            rows[-1].append(self.nested(self.side))
            kind = self.next().kind
            if kind == "row":
                if self.accept("end"):
                    break
                rows.append([])
            elif kind == "end":
                break
            elif kind != "&":
                raise Unsupported("matrix")
        if len({len(row) for row in rows}) != 1:
            raise Unsupported("rows of different lengths")
        return Matrix(tuple(map(tuple, rows)))


def equation(left: poly.Polynomial, right: poly.Polynomial) -> Equation:
    """``left = right`` with everything on one side and, in several variables, a normal scale."""
    terms = poly.add(left, poly.scale(right, -1))
    if not poly.variables(terms):
        raise Unsupported("an equation without variables")
    if len(poly.variables(terms)) > 1:
        terms = poly.scale(terms, 1 / Fraction(terms[min(terms)]))
    return Equation(terms)


def _gather(items: list[Value]) -> Value:
    """A bare list; ``x=1, x=2`` and ``x=1,2`` name the same list."""
    first = items[0]
    if isinstance(first, Named) and len({i.name for i in items if isinstance(i, Named)}) == 1:
        return Named(first.name, Collection(tuple(i.value if isinstance(i, Named) else i for i in items)))
    return Collection(tuple(items))


def _name(value: Value) -> str:
    """The name that stands alone on one side of an equation (``x``, or ``x,y`` for a tuple), or ``""``."""
    if isinstance(value, Ordered) and value.opening == "(":
        names = [_name(item) for item in value.items]
        return ",".join(names) if all(names) else ""
    if isinstance(value, Number) and len(value.terms) == 1 and value.unit is None:
        ((monomial, coefficient),) = value.terms.items()
        if len(monomial) == 1 and monomial[0][1] == 1 and coefficient == 1 and poly.variables(value.terms):
            return monomial[0][0]
    return ""


def _terms(value: Value) -> poly.Polynomial:
    if not isinstance(value, Number) or value.unit is not None:
        raise Unsupported("not a number")
    return value.terms


def _number(digits: str) -> int | Fraction:
    """Exact value of decimal digits with at most one point."""
    whole, _, decimals = digits.partition(".")
    value = int(whole + decimals)
    return Fraction(value, 10 ** len(decimals)) if decimals else value
