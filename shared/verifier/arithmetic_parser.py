r"""The lower half of the grammar: sums, products, powers, functions and numbers.

Each method reads one rule, from the loosest to the tightest::

    stacked    sum ((\over | \choose) sum)?
    sum        sign? product (("+" | "-" | "±") sign? product)*
    product    factor (("×" | "/")? factor)*
    factor     primary "!"? ("^" exponent)?
    primary    number | mixed number | letter | π | ∞ | fraction | root | function | binomial
               | |sum| | ⌊sum⌋ | ⌈sum⌉ | whatever stands in brackets

What is in brackets may be a tuple, a set or a matrix; the upper half (:mod:`.parser`) reads those. A rule
returns an expression tree, or one of the other values where no arithmetic is done with it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from . import expressions as ex
from . import polynomials as poly
from .expressions import Expression
from .limits import ARITHMETIC, EVALUATION, MAX_DEPTH, READING, Budget, Unsupported
from .tokens import Token
from .values import Based, Infinity, Matrix, Number, Ordered, Value, number

END = Token("end of answer", "")
_LOOKAHEAD = 16  # tokens; so many ends stand behind the answer
_SIGNS = {"+": 1, "minus": -1, "pm": 1, "mp": -1}
_MAY_BE_SIGNS = {*_SIGNS, "signs"}
_PLUS_MINUS_IN_ASCII = (Token("signs", "+-"), Token("signs", "+−"))
_STARTS_A_FACTOR = {
    *("number", "repeating", "letter", "pi", "frac", "sqrt", "root", "function", "call", "binom"),
    *("(", "[", "{", "begin", "plain_matrix", "abs_open", "floor_open", "ceiling_open"),
}
_ENDS_OF_NUMBERS, _STARTS_OF_NUMBERS = {"number", "}"}, {"number", "{"}
_BEHIND_A_PRIMARY = {"!", "caret", "superscript", "degree"}
_ARGUMENT_WITHOUT_BRACKETS = {"number", "letter", "pi", "frac", "sqrt", "binom"}
_INVERSES = {name: f"arc{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")}
_ROOTS = {"∛": 3, "∜": 4}
_IN_SUBSCRIPTS = {"number", "letter", "+", "minus", "text", "comma"}
_DEGREE = ex.multiply(ex.PI, ex.number(Fraction(1, 180)))

Operand = Expression | Value


class Work:
    """What reading one answer may cost, in one or several attempts."""

    def __init__(self) -> None:
        self.reading = Budget(READING)
        self.evaluation = Budget(EVALUATION)
        self.arithmetic = poly.Arithmetic(Budget(ARITHMETIC))


class ArithmeticParser:
    """One pass over one answer's tokens."""

    def __init__(self, tokens: list[Token], work: Work) -> None:
        self.tokens = [*tokens, *[END] * _LOOKAHEAD]
        self.position = 0
        self.depth = 0
        self.reading, self.evaluation, self.arithmetic = work.reading, work.evaluation, work.arithmetic
        self.plus_minus = 1  # what the sign ± means in this reading
        self.saw_plus_minus = False
        self.open_bars = 0  # how many |…| are being read, so that the next bar closes one
        self.in_function = 0  # there 30° is an angle, elsewhere a number with a unit

    # --- moving along ---------------------------------------------------------------------------------------

    def peek(self, ahead: int = 0) -> Token:
        """The token so many places ahead (fewer than ``_LOOKAHEAD``), without moving."""
        return self.tokens[self.position + ahead]

    def next(self) -> Token:
        """The token here, moving past it."""
        token = self.tokens[self.position]
        if token is END:
            raise Unsupported("the answer ends early")
        self.position += 1
        self.reading.spend(1)
        return token

    def accept(self, kind: str) -> bool:
        """Move past a token of this kind, if it is here."""
        if self.tokens[self.position].kind != kind:
            return False
        self.next()
        return True

    def expect(self, kind: str) -> None:
        """Move past a token of this kind, which must be here."""
        if not self.accept(kind):
            raise Unsupported(f"{kind} expected")

    def nested(self, rule: Callable[[], Operand]) -> Operand:
        """Read a rule one level deeper; the limit keeps Python's own stack out of danger."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unsupported("too deep")
        value = rule()
        self.depth -= 1
        return value

    # --- sums, products, powers -----------------------------------------------------------------------------

    def stacked(self) -> Operand:
        r"""``1 \over 2`` and ``n \choose k``, which in TeX take all that stands in their group."""
        top = self.sum()
        if self.peek().kind not in ("stacked", "choose"):
            return top
        command = self.next()
        top, bottom = tree(top), tree(self.sum())
        if command.kind == "stacked":
            return ex.divide(top, bottom)
        if command.text == "choose" and (top.size > 1 or bottom.size > 1):
            raise Unsupported("words between more than numbers and letters")
        return ex.apply(ex.BINOMIAL, top, bottom)

    def sum(self) -> Operand:
        """Terms with signs between them; a term may have a sign of its own (``2 - -3``)."""
        first = self.signed(self.first_sign() if self.peek().kind in _MAY_BE_SIGNS else 1)
        if self.peek().kind not in _MAY_BE_SIGNS:
            return first
        terms = [tree(first)]
        while sign := self.sign():
            if self.peek().kind in ("+", "minus"):
                sign *= self.sign()
            terms.append(tree(self.signed(sign)))
        return ex.add(*terms)

    def first_sign(self) -> int:
        """The sign that begins a sum. Here ``+-2`` is ±2, since nobody writes the plus sign otherwise."""
        if self.peek() in _PLUS_MINUS_IN_ASCII:
            self.tokens[self.position] = Token("pm", "±")
        return self.sign()

    def sign(self) -> int:
        """1 or -1 after reading a sign, 0 if there is none.

        Raises:
            Unsupported: ``1+-2``, which may mean ±, or ``1--2``, which may be a dash. But ``+-y`` and ``+-4x``
                add a negative term.
        """
        kind = self.peek().kind
        if kind not in _MAY_BE_SIGNS:
            return 0
        token = self.next()
        if kind == "signs":
            name = self.peek(self.peek().kind == "number")
            if token not in _PLUS_MINUS_IN_ASCII or name.kind != "letter" or name.text in ("e", "i"):
                raise Unsupported("signs")
            return -1
        if kind in ("pm", "mp"):
            self.saw_plus_minus = True
            return _SIGNS[kind] * self.plus_minus
        return _SIGNS[kind]

    def signed(self, sign: int) -> Operand:
        """A product, negated if the sign before it was a minus."""
        value = self.product()
        if sign == 1:
            return value
        if isinstance(value, Infinity):
            return Infinity(-value.sign)
        return self.scaled(ex.MINUS_ONE, value) if isinstance(value, Matrix) else ex.negate(tree(value))

    def product(self) -> Operand:
        """Factors with a sign of multiplication or division between them, or none."""
        value = self.factor()
        factors = [value]
        while True:
            kind = self.peek().kind
            if kind == "times":
                self.next()
                factors.append(self.signed_factor())
            elif kind == "over" and self.peek(1).kind != "text":
                self.next()
                factors.append(ex.inverse(tree(self.signed_factor())))
            elif kind in _STARTS_A_FACTOR or (kind == "bar" and not self.open_bars):
                before = self.tokens[self.position - 1].kind
                factors.append(self.factor())
                digits = kind in _STARTS_OF_NUMBERS and before in _ENDS_OF_NUMBERS
                if digits and (kind == before == "number" or all(map(_is_number, factors[-2:]))):
                    raise Unsupported("two numbers side by side")  # {1}7 is 17 on paper
            else:
                break
        if len(factors) == 1:
            return value
        matrices = [f for f in factors if isinstance(f, Matrix)]
        if not matrices:
            return ex.multiply(*map(tree, factors))
        if len(matrices) > 1:
            raise Unsupported("product of matrices")
        return self.scaled(ex.multiply(*(tree(f) for f in factors if f is not matrices[0])), matrices[0])

    def scaled(self, factor: Expression, matrix: Matrix) -> Matrix:
        """A matrix with each entry multiplied."""
        rows = tuple(tuple(self.value(ex.multiply(factor, tree(e))) for e in row) for row in matrix.rows)
        return Matrix(rows)

    def value(self, operand: Operand) -> Value:
        """The operand as a value, which a tree becomes together with its normal form."""
        return number(operand, self.arithmetic) if isinstance(operand, Expression) else operand

    def signed_factor(self) -> Operand:
        """A factor after × or /, where a minus may stand (``2 \\cdot -3``)."""
        if self.accept("minus"):
            return ex.negate(tree(self.factor()))
        return self.factor()

    def factor(self) -> Operand:
        """A primary with what stands behind it: a factorial, an exponent, a degree sign inside a function."""
        value = self.nested(self.primary)
        if self.peek().kind not in _BEHIND_A_PRIMARY:
            return value
        if self.accept("!"):
            value = ex.apply(ex.FACTORIAL, tree(value))
        if self.peek().kind in ("caret", "superscript"):
            value = self.power(tree(value), self.exponent())
            if self.peek().kind in ("caret", "superscript", "!"):
                raise Unsupported("a tower without braces")
        if self.in_function and self.accept("degree"):
            value = ex.multiply(tree(value), _DEGREE)
        return value

    def exponent(self) -> Expression:
        """What stands after ``^``: one number, letter or group, with a sign (``x^-1``)."""
        token = self.next()
        if token.kind == "superscript":
            return ex.number(int(token.text))
        sign = -1 if self.accept("minus") else 1
        if sign == 1 and self.peek(1).kind == "number":
            self.accept("+")
        if self.peek().kind == "number":
            exponent = ex.number(_decimal(self.next().text))
        else:
            exponent = tree(self.nested(self.primary))
        return exponent if sign == 1 else ex.negate(exponent)

    def power(self, base: Expression, exponent: Expression) -> Expression:
        """``base ^ exponent``; an exponent that is a rational number is worked out."""
        if exponent.op != ex.NUMBER and not exponent.letters:
            try:
                value = poly.rational(ex.exact(exponent, self.arithmetic))
            except Unsupported:
                value = None
            if value is not None:
                exponent = ex.number(value)
        return ex.power(base, exponent)

    # --- the smallest parts ---------------------------------------------------------------------------------

    def primary(self) -> Operand:
        """A number, a letter, a command with its arguments, or a bracket."""
        token = self.next()
        match token.kind:
            case "number":
                return self.number(token.text)
            case "scientific":
                mantissa, _, exponent = token.text.lower().partition("e")
                return ex.number(_decimal(mantissa) * Fraction(10) ** int(exponent))
            case "repeating":
                return ex.number(_repeating(token.text))
            case "based":
                digits, _, base = token.text.partition("_")
                return Based(digits, int(base))
            case "letter":
                return self.letter(token.text)
            case "pi":
                return ex.PI
            case "infinity":
                return Infinity(1)
            case "frac":
                return ex.divide(*self.fraction_parts())
            case "sqrt":
                return self.root(token.text)
            case "function":
                return self.function(token.text)
            case "root":
                return self.root_of()
            case "call":
                return self.call(token.text)
            case "binom":
                return ex.apply(ex.BINOMIAL, *self.fraction_parts())
            case "bar" | "abs_open":
                return self.absolute_value("bar" if token.kind == "bar" else "abs_close")
            case "floor_open" | "ceiling_open":
                name = token.kind.removesuffix("_open")
                inside = tree(self.nested(self.sum))
                self.expect(f"{name}_close")
                return ex.apply(name, inside)
        return self.enclosed(token.kind)

    def enclosed(self, opening: str) -> Operand:
        """What stands in brackets; the upper half of the grammar knows."""
        raise NotImplementedError

    def number(self, digits: str) -> Expression:
        """A number, or a mixed number such as ``1\\frac45`` or ``1 4/5``."""
        value = _decimal(digits)
        if self.peek().kind == "frac":
            start = self.position
            self.next()
            top, bottom = (_natural(part) for part in self.fraction_parts())
            if top is not None and bottom is not None:
                if "." in digits or not 0 < top < bottom:
                    raise Unsupported("neither a mixed number nor clearly a product")
                return ex.number(value + Fraction(top, bottom))
            self.position = start  # 2\frac{x}{3} is a product
        elif [self.peek(i).kind for i in range(3)] == ["number", "over", "number"]:
            top, bottom = self.peek(0).text, self.peek(2).text
            if top.isdigit() and bottom.isdigit() and "." not in digits and 0 < int(top) < int(bottom):
                self.position += 3
                return ex.number(value + Fraction(int(top), int(bottom)))
        return ex.number(value)

    def letter(self, name: str) -> Expression:
        """A variable with its subscript, or one of the constants ``e`` and ``i``."""
        if self.accept("_"):
            if self.accept("{"):
                parts = [self.next() for _ in range(3) if self.peek().kind != "}"]
                self.expect("}")
            else:
                parts = [self.next()]
            if not parts or not {part.kind for part in parts} <= _IN_SUBSCRIPTS:
                raise Unsupported("subscript")
            written = (";" if part.kind == "comma" else part.text for part in parts)
            return ex.letter(f"{name}_{''.join(written)}")
        return {"e": ex.EULER, "i": ex.IMAGINARY}.get(name) or ex.letter(name)

    def fraction_parts(self) -> tuple[Expression, Expression]:
        """Numerator and denominator of ``\\frac``, or the two arguments of ``\\binom``."""
        digits = self.peek().text
        if self.peek().kind == "number" and len(digits) == 2 and digits.isdigit():  # \frac12
            self.next()
            return ex.number(int(digits[0])), ex.number(int(digits[1]))
        return self.argument(), self.argument()

    def root(self, sign: str) -> Expression:
        """``\\sqrt{x}``, ``\\sqrt[3]{x}``, ``sqrt(x)``, ``√12``, ``∛8``."""
        index = ex.number(_ROOTS.get(sign, 2))
        if self.accept("["):
            index = tree(self.nested(self.sum))
            self.expect("]")
        if sign != r"\sqrt" and self.peek().kind == "number":
            radicand = ex.number(_decimal(self.next().text))
        else:
            radicand = self.argument()
        return self.power(radicand, ex.inverse(index))

    def root_of(self) -> Expression:
        r"""Plain TeX's ``\root 3 \of 8``."""
        index = self.argument_or_number()
        self.expect("of")
        return self.power(self.argument(), ex.inverse(index))

    def call(self, name: str) -> Expression:
        """``floor(x)`` and its like, in plain text."""
        if self.peek().kind != "(":
            raise Unsupported("a function without brackets")
        return ex.function(name, tree(self.nested(self.primary)), None)

    def argument(self) -> Expression:
        """What a command takes: a group in braces (or parentheses, in plain text), one digit or one letter."""
        token = self.peek()
        if token.kind not in ("number", "letter", "pi", "{", "(", "frac", "sqrt"):
            raise Unsupported("argument")
        if token.kind == "number":
            if len(token.text) > 1:
                raise Unsupported("argument")  # LaTeX would take the first digit only
            self.next()
            return ex.number(_decimal(token.text))
        return tree(self.nested(self.primary))

    def absolute_value(self, closing: str) -> Expression:
        """``|x|``: while one is open, the next bar where a factor might start closes it."""
        self.open_bars += 1
        inside = tree(self.nested(self.sum))
        self.open_bars -= 1
        self.expect(closing)
        return ex.apply(ex.ABSOLUTE, inside)

    # --- functions ------------------------------------------------------------------------------------------

    def function(self, name: str) -> Expression:
        """``\\sin x``, ``\\sin^2 x``, ``\\log_2(8)`` and so on."""
        base = None
        if name == "log" and self.accept("_"):
            base = self.argument_or_number()
        exponent = self.exponent() if self.peek().kind in ("caret", "superscript") else ex.ONE
        self.in_function += 1
        x = self.function_argument()
        self.in_function -= 1
        if exponent == ex.MINUS_ONE:
            if name not in _INVERSES:
                raise Unsupported("inverse function")
            return ex.function(_INVERSES[name], x, None)
        value = ex.function(name, x, base)
        return value if exponent == ex.ONE else self.power(value, exponent)

    def argument_or_number(self) -> Expression:
        """The base of a logarithm, where ``\\log_10`` in plain text means base ten."""
        if self.peek().kind == "number":
            return ex.number(_decimal(self.next().text))
        return self.argument()

    def function_argument(self) -> Expression:
        """A group in brackets, or the factors up to the next sign, function or bracket.

        Raises:
            Unsupported: people disagree on how to read it, as with ``\\sin (x)^2`` and ``\\sin x/2``.
        """
        kind = self.peek().kind
        if kind in ("(", "[", "{", "bar", "abs_open"):
            argument = self.nested(self.primary)
            argument = tree(in_square_brackets(argument) or argument)
            if self.peek().kind in ("caret", "superscript", "!"):
                raise Unsupported("ambiguous argument")
            return argument
        if kind == "function":
            return tree(self.nested(self.primary))
        factors = []
        while self.peek().kind in _ARGUMENT_WITHOUT_BRACKETS:
            if factors and self.peek().kind == self.tokens[self.position - 1].kind == "number":
                raise Unsupported("two numbers side by side")
            factors.append(tree(self.factor()))
        if not factors or self.peek().kind in ("over", "(", "["):
            raise Unsupported("ambiguous argument")
        return ex.multiply(*factors)


def tree(value: Operand) -> Expression:
    """The operand of an operation.

    Square brackets may group a sum, ``[x+1]^2``. They may also be the floor, ``[n/2]`` and ``[x+0.5]``, or an
    index, ``a[n]``: so only a sum without roots and broken numbers is taken.
    """
    if isinstance(value, Expression):
        return value
    if isinstance(value, Number) and value.unit is None:
        return value.expression
    if (inside := in_square_brackets(value)) is not None:
        inside = tree(inside)
        if inside.op == ex.SUM and not any(map(_is_broken, inside.args)):
            return inside
    raise Unsupported("no arithmetic with this")


def in_square_brackets(value: Operand) -> Value | None:
    """The one thing in ``[…]``."""
    if isinstance(value, Ordered) and value.opening + value.closing == "[]" and len(value.items) == 1:
        return value.items[0]
    return None


def _is_number(value: Operand) -> bool:
    e = value.expression if isinstance(value, Number) else value
    return isinstance(e, Expression) and e.op == ex.NUMBER


def _is_broken(term: Expression) -> bool:
    """Whether a term holds a root, or a quotient by a number."""
    if term.op == ex.NUMBER:
        return term.args[0].denominator != 1
    if term.op == ex.POWER and term.args[1].op == ex.NUMBER:
        exponent = term.args[1].args[0]
        return exponent.denominator != 1 or (exponent < 0 and not term.args[0].letters)
    return term.op == ex.PRODUCT and any(map(_is_broken, term.args))


def _natural(e: Expression) -> int | None:
    """The value of a number that is written in digits."""
    return e.args[0] if e.op == ex.NUMBER and isinstance(e.args[0], int) and e.args[0] >= 0 else None


def _decimal(digits: str) -> int | Fraction:
    """Exact value of decimal digits with at most one point."""
    whole, _, decimals = digits.partition(".")
    value = int(whole + decimals)
    return Fraction(value, 10 ** len(decimals)) if decimals else value


def _repeating(text: str) -> Fraction:
    r"""Exact value of ``0.1\overline{6}``: the digits once, and the overlined ones as a geometric series."""
    head, _, tail = text.partition("\\")
    whole, _, decimals = head.partition(".")
    cycle = "".join(c for c in tail if c in "0123456789")
    if len(whole + decimals + cycle) > 50:
        raise Unsupported("digits")
    return Fraction(int("0" + whole + decimals)) / 10 ** len(decimals) + Fraction(
        int(cycle), (10 ** len(cycle) - 1) * 10 ** len(decimals)
    )
