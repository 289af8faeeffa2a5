r"""From tokens to a typed value, by recursive descent: the upper half of the grammar.

Each method reads one rule, from the loosest to the tightest::

    answer     item ((comma | "and" | "or") item)*         a bare list when there is a separator
    item       statement                                   read twice when it holds a plus-minus sign
    statement  side (("=" | "<" | "≤" | "∈" | …) side)*
    side       currency? union unit?
    union      ratio ("∪" ratio)*
    ratio      sum (":" sum)*
    brackets   (…) | […] | ⟨…⟩ | {…} | \{…\} | matrix

Below that stands arithmetic (:mod:`.arithmetic_parser`). What is not in the grammar raises
:class:`~.limits.Unsupported` inside these modules, and :func:`parse` makes a :class:`~.values.Text` of it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from . import expressions as ex
from .arithmetic_parser import END, ArithmeticParser, Operand
from .cleaning import clean, normal_text
from .expressions import Expression
from .limits import MAX_ANSWER, MAX_ITEMS, Budget, Unsupported
from .relations import RELATIONS, intersection, named_tuple, statement
from .tokens import FUNCTIONS, tokenize
from .units import CURRENCIES, read_unit
from .values import (
    Choice,
    Collection,
    Infinity,
    Matrix,
    Named,
    Number,
    Ordered,
    Ratio,
    Relation,
    Text,
    Union,
    Value,
    number,
)

_SEPARATORS = {"comma", "and", "or"}
_CLOSING = {"(": (")", "]"), "[": (")", "]"), "angle_open": ("angle_close",)}
_SHOWN = {"angle_open": "⟨", "angle_close": "⟩"}
_WORDS = re.compile(r"[A-Za-z][A-Za-z .'-]*")
_MATHEMATICAL_WORDS = re.compile(
    rf"\b(?:{'|'.join(FUNCTIONS)}|sqrt|pi|infinity)\b|[A-Za-z](?: (?:and|or) [A-Za-z])+$"
)
_CHOICE = re.compile(r"\(\s*([A-HJa-hj])\s*\)|([A-HJ])[).:]?")
_LABEL = re.compile(r"[A-Za-z](?:\^\{?-1\}?)?\([A-Za-z](?:,[A-Za-z])*\)|[fghpqFGHPQ]\(-?[0-9]+\)|[A-Z]{2,3}")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])")


def parse(text: str) -> Value:
    """Read an answer of at most ``MAX_ANSWER`` characters as a typed value; never raises.

    Text in which the grammar finds no sense comes back as :class:`Text`; so does anything longer.
    """
    return _parse(text) if len(text) <= MAX_ANSWER else Text(text.strip())


@lru_cache(maxsize=1024)
def _parse(text: str) -> Value:
    cleaned = clean(text)
    if match := _CHOICE.fullmatch(cleaned):
        return Choice(next(filter(None, match.groups())).upper())
    is_words = _WORDS.fullmatch(cleaned) and sum(map(str.isalpha, cleaned)) > 2
    if is_words and not _MATHEMATICAL_WORDS.search(cleaned):
        return Text(normal_text(cleaned))  # "even" is a word and not e·v·e·n, which is an anagram of "neve"
    try:
        return _AnswerParser(tokenize(cleaned)).answer()
    except Unsupported:
        return Text(normal_text(cleaned))


class _AnswerParser(ArithmeticParser):
    """Lists, statements, units and brackets."""

    # --- lists and statements -------------------------------------------------------------------------------

    def answer(self) -> Value:
        """All of the answer."""
        items, separators = self.items()
        if self.peek() is not END:
            raise Unsupported("something is left over")
        return items[0] if len(items) == 1 else _gather(items, separators, self.evaluation)

    def items(self) -> tuple[list[Value], set[str]]:
        """Items and the separators between them; an item with ± counts as its two values."""
        items, separators = self.item(), set()
        while self.peek().kind in _SEPARATORS:
            separator = self.next().kind
            if separator == "comma" and self.peek().kind in _SEPARATORS:
                separator = self.next().kind  # "1, 2, and 3"
            separators.add(separator)
            items += self.item()
            if len(items) > MAX_ITEMS:
                raise Unsupported("too many items")
        return items, separators

    def item(self) -> list[Value]:
        """One statement, or the two that ± stands for."""
        start, outer = self.position, (self.plus_minus, self.saw_plus_minus)
        values = []
        for sign in (1, -1):
            self.position, self.plus_minus, self.saw_plus_minus = start, sign, False
            values.append(self.value(self.statement()))
            if not self.saw_plus_minus:
                break
        self.plus_minus, self.saw_plus_minus = outer
        return values

    def statement(self) -> Operand:
        """Sides with relation signs between them; mostly there is only one side."""
        self.accept("about")  # ≈ 3.14
        if label := self.label():
            value = self.value(self.nested(self.statement))
            if isinstance(value, (Named, Relation)):
                raise Unsupported("a chain of names")
            return Named(label, value, is_letter=False)
        first = self.side()
        if self.peek().kind not in RELATIONS:
            return first
        sides, signs = [self.value(first)], []
        while self.peek().kind in RELATIONS:
            signs.append(RELATIONS[self.next().kind])
            sides.append(self.value(self.side()))
        return statement(sides, signs, self.evaluation)

    def label(self) -> str:
        """Move past ``f(x) =``, ``AB =`` or ``\\text{Area} =``, where the name is no product; else ""."""
        if self.peek().kind not in ("letter", "text"):
            return ""
        length = next((i for i in range(12) if self.peek(i).kind in ("equal", "about")), 0)
        name = "".join(self.peek(i).text for i in range(length))
        if not _LABEL.fullmatch(name) and not (length == 1 and self.peek().kind == "text"):
            return ""
        self.position += length + 1
        return name.casefold() if length == 1 else name

    def side(self) -> Operand:
        """A value with its currency or unit."""
        start = self.position
        sign = self.peek(1).kind == "currency" and self.accept("minus")
        unit = CURRENCIES[self.next().text] if self.peek().kind == "currency" else None
        operand = self.union()
        last = self.position
        if not isinstance(operand, Expression):
            if unit or sign:
                raise Unsupported("currency")
            return operand
        if sign:
            operand = ex.negate(operand)
        factor, unit_behind = self.unit()
        if factor != 1:
            operand = ex.multiply(ex.number(factor), operand)
        unit = unit_behind or unit
        written = [t for t in self.tokens[start:last] if t.kind not in ("+", "minus", "currency")]
        places = None
        if len(written) == 1 and written[0].kind == "number" and "." in written[0].text and factor == 1:
            places = len(written[0].text.partition(".")[2])
        if unit is None and places is None:
            return operand
        return number(operand, self.arithmetic, unit, places)

    def unit(self) -> tuple[int, str | None]:
        """An optional unit: the factor in its words ("million") and its name, or None if there is none."""
        kind = self.peek().kind
        if kind == "degree":
            self.next()
            scale = self.peek().text.strip()
            if scale in ("C", "F"):
                self.next()
                return 1, f"°{scale}"
            return 1, "degree"
        if kind == "percent":
            self.next()
            return 1, "%"
        if kind == "currency":
            return 1, CURRENCIES[self.next().text]
        if kind != "text":
            return 1, None
        words = self.next().text
        if self.peek().kind == "over" and self.peek(1).kind == "text":
            self.next()
            words += "/" + self.next().text
        return read_unit(words, self.unit_exponent())

    def unit_exponent(self) -> int:
        """The 2 of ``\\text{cm}^2``."""
        if self.peek().kind == "superscript":
            digit = self.next().text
        elif self.accept("caret"):
            braced = self.accept("{")
            digit = self.next().text
            if braced:
                self.expect("}")
        else:
            return 1
        if digit not in ("2", "3"):
            raise Unsupported("unit")
        return int(digit)

    def union(self) -> Operand:
        """Intervals and sets with a cup between them; mostly there is only one operand and no cup."""
        first = self.ratio()
        if self.peek().kind != "cup":
            return first
        parts = [first]
        while self.accept("cup"):
            parts.append(self.ratio())
        if not all(isinstance(p, (Ordered, Collection)) for p in parts):
            raise Unsupported("union")
        return Union(tuple(parts))

    def ratio(self) -> Operand:
        """``3:4``, which may also be a time of day."""
        start = self.position
        first = self.sum()
        if self.peek().kind != "colon":
            return first
        parts = [self.value(first)]
        while self.accept("colon"):
            parts.append(self.value(self.sum()))
        if match := _CLOCK.fullmatch("".join(t.text for t in self.tokens[start : self.position])):
            return Ratio((), f"{int(match[1])}:{match[2]}")
        if not all(isinstance(p, Number) and p.terms for p in parts):
            raise Unsupported("a ratio of other things than exact numbers, or with a zero")
        return Ratio(tuple(parts))

    # --- brackets -------------------------------------------------------------------------------------------

    def enclosed(self, opening: str) -> Operand:
        """What begins with this token and is neither a number nor a letter nor a command of arithmetic."""
        match opening:
            case "(" | "[" | "angle_open" | "{" | "set_open":
                outer, self.open_bars = self.open_bars, 0
                value = self.braces(opening) if opening in ("{", "set_open") else self.brackets(opening)
                self.open_bars = outer
                return value
            case "empty":
                return Collection(())
            case "reals":
                return Ordered("(", (Infinity(-1), Infinity(1)), ")")
            case "begin":
                return self.matrix()
        raise Unsupported(f"{opening} here")

    def brackets(self, opening: str) -> Operand:
        """A tuple, an interval or a vector; or one thing in parentheses."""
        items = [self.statement()]
        while self.accept("comma"):
            items.append(self.statement())
            if len(items) > MAX_ITEMS:
                raise Unsupported("too many items")
        closing = self.next().kind
        if closing not in _CLOSING[opening]:
            raise Unsupported("bracket")
        if len(items) == 1 and (opening + closing == "()" or isinstance(items[0], Matrix)):
            return items[0]
        shown = (_SHOWN.get(bracket, bracket) for bracket in (opening, closing))
        return Ordered(next(shown), tuple(map(self.value, items)), next(shown))

    def braces(self, opening: str) -> Operand:
        r"""``\{1, 2\}`` is a set, ``\{x : x > 3\}`` too; ``{x+1}`` is a group, unless it holds a list."""
        closing = "}" if opening == "{" else "set_close"
        if self.accept(closing):
            return Collection(())
        if opening == "{":
            first = self.statement()
            if self.accept(closing):
                return first
            self.expect("comma")
            items = [self.value(first), *self.items()[0]]
        elif self.set_builder():
            condition = self.statement()
            if not isinstance(condition, Named):
                raise Unsupported("a condition that is not solved")
            items = [condition]
        else:
            items, _ = self.items()
        self.expect(closing)
        if len(items) == 1 and isinstance(items[0], Named) and isinstance(items[0].value, Union):
            return items[0].value
        return Collection(tuple(items))

    def set_builder(self) -> bool:
        """Move past ``x :`` or ``x \\in \\mathbb{R} \\mid`` at the beginning of a set, if it is here."""
        kinds = [self.peek(i).kind for i in range(4)]
        for head in (["letter"], ["letter", "member", "reals"]):
            if kinds[: len(head)] == head and kinds[len(head)] in ("bar", "colon"):
                self.position += len(head) + 1
                return True
        return False

    def matrix(self) -> Matrix:
        """Rows of entries up to the end of the environment."""
        rows: list[list[Value]] = [[]]
        while True:
            rows[-1].append(self.value(self.side()))
            kind = self.next().kind
            if kind == "row":
                if self.accept("end"):
                    break
                rows.append([])
            elif kind == "end":
                break
            elif kind != "&":
                raise Unsupported("matrix")
        if len({len(row) for row in rows}) != 1 or len(rows) * len(rows[0]) > MAX_ITEMS:
            raise Unsupported("rows of different lengths, or too many")
        return Matrix(tuple(map(tuple, rows)))


def _gather(items: list[Value], separators: set[str], budget: Budget) -> Value:
    """Several items as one answer: ``x=1, x=2`` is a list for one name, ``x=1, y=2`` a pair of names."""
    names = [item.name if isinstance(item, Named) else "" for item in items]
    if not names[0] or len(set(filter(None, names))) > 1:
        if all(names) and len(set(names)) == len(names):
            return named_tuple(names, tuple(item.value for item in items))
        return Collection(tuple(items), braced=False)
    values = [item.value if isinstance(item, Named) else item for item in items]
    if all(names) and any(isinstance(v, Union) for v in values):
        if separators == {"or"}:
            parts = [v.parts if isinstance(v, Union) else (Collection((v,)),) for v in values]
            return Named(names[0], Union(sum(parts, ())))
        if separators == {"and"}:
            return Named(names[0], intersection(values, budget))
    return Named(names[0], Collection(tuple(values), braced=False))
