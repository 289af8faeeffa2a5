r"""From tokens to a typed value, by recursive descent: the upper half of the grammar.

Each method reads one rule, from the loosest to the tightest::

    answer     item ((comma | "and" | "or") item)*         a bare list when there is a separator
    item       statement                                   read twice when it holds a plus-minus sign
    statement  side (("=" | "<" | "≤" | "∈" | …) side)*
    side       currency? union unit?
    union      ratio ("∪" ratio)*
    ratio      stacked (":" stacked)*
    brackets   (…) | […] | ⟨…⟩ | {…} | \{…\} | matrix

Below that stands arithmetic (:mod:`.arithmetic_parser`). What is not in the grammar raises
:class:`~.limits.Unsupported` inside these modules. Then :func:`parse` looks for a name or a condition around
what is in the grammar (``P(A\cap B)=\frac12``, ``3n`` "for all n"). The rest is :class:`~.values.Text`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from . import expressions as ex
from . import polynomials as poly
from .arithmetic_parser import END, ArithmeticParser, Operand, Work
from .cleaning import clean, normal_text, trim
from .expressions import Expression
from .limits import MAX_ANSWER, MAX_ITEMS, Budget, Unsupported
from .relations import RELATIONS, intersection, named_tuple, statement
from .tokens import FUNCTIONS, GREEK, tokenize
from .units import CURRENCIES, compatible, is_currency, read_unit, says_more
from .values import (
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

_LINE = Ordered("(", (Infinity(-1), Infinity(1)), ")")
_SEPARATORS = {"comma", "and", "or"}
_CLOSING = {"(": (")", "]"), "[": (")", "]"), "angle_open": ("angle_close",)}
_SHOWN = {"angle_open": "⟨", "angle_close": "⟩"}
_WORDS = re.compile(r"[A-Za-z][A-Za-z .'-]*")
_MATHEMATICAL_WORDS = re.compile(
    rf"\b(?:{'|'.join(FUNCTIONS)}|sqrt|pi|inf|Inf|infty|[iI]nfinity)\b|[A-Za-z](?: (?:and|or) [A-Za-z])+$"
)
_IN_TEXT = r"\\(?:text|mbox|textbf|textit|textrm|mathrm|mathbf)\s*\{"
_GAP = r"(?:\s|~|\\[ ,;:]|\\q?quad)"
_CHOICE = re.compile(r"(?:(?:[Cc]hoice|[Oo]ption) )?(?:\(\s*([A-HJa-hj])\s*\)|([A-HJ])[).:]?)")
_OPERATORS = r"[+=<>*/^_!,;&|]|\\(?:cdot|times|div|cup|cap|in|le|leq|ge|geq|ne|neq|pm|over|choose)(?![a-z])"
_CHOICE_WITH_OPTION = re.compile(  # (E) 45, E) 45, E: a word, E. 45, \textbf{(E)}\ 45
    rf"(?:(?:[Cc]hoice|[Oo]ption) )?(?:{_IN_TEXT}\s*(?:\(([A-HJ])\)|([A-HJ])[).:])\s*\}}{_GAP}*+"
    rf"|\(([A-HJ])\){_GAP}++(?!-)|([A-HJ])[):]{_GAP}++|([A-HJ])\.{_GAP}++(?=[0-9$\\-]))"
    rf"(?!{_OPERATORS})([^\s)\]}}].*)",
    re.DOTALL,
)
# What shows that a choice is one of several, or taken back: "(A) 5, (B) 6", "A: no, B"
_UNDECIDED = re.compile(
    r"(?<![A-Za-z\\])[A-HJ](?![A-Za-z])|\([a-hj]\)|\b(?:or|not|no|nor|neither|none|wrong|false|incorrect|isn't)\b"
)
_LABEL = re.compile(r"[A-Za-z](?:\^\{?-1\}?)?\([A-Za-z](?:,[A-Za-z])*\)|[fghpqFGHPQ]\(-?[0-9]+\)|[A-Z]{2,3}")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])")
_NUMBERED_NAME = re.compile(r"(.+)_1;2")  # x_{1,2} = ±2
_DERIVATIVE = re.compile(
    r"\\[dt]?frac\s*\{\s*(?:d|\\partial|\\mathrm\s*\{\s*d\s*\})(?![a-z]{2})[^{}]*(?:\{[^{}]*\}[^{}]*)*\}"
    r"\s*\{\s*(?:d|\\partial|\\mathrm\s*\{\s*d\s*\})\s*[A-Za-z]|(?<![A-Za-z])d[a-z]?/d[a-z](?![A-Za-z])"
)


def parse(text: str) -> Value:
    """Read an answer of at most ``MAX_ANSWER`` characters as a typed value; never raises.

    Text in which the grammar finds no sense comes back as :class:`Text`; so does anything longer.
    """
    return _parse(text) if len(text) <= MAX_ANSWER else Text(text.strip())


@lru_cache(maxsize=1024)
def _parse(text: str) -> Value:
    cleaned = clean(text)
    if choice := _choice(cleaned):
        return choice
    if cleaned in GREEK:
        cleaned = f"\\{cleaned}"
    is_words = _WORDS.fullmatch(cleaned) and sum(map(str.isalpha, cleaned)) > 2
    if is_words and not _MATHEMATICAL_WORDS.search(cleaned):
        return Text(normal_text(cleaned))  # "even" is a word and not e·v·e·n, which is an anagram of "neve"
    work = Work()
    for read in (_read, _named, _qualified):
        try:
            return read(cleaned, work)
        except Unsupported:
            continue
    return Text(normal_text(cleaned))


def _choice(text: str) -> Choice | None:
    """``(C)``, "C", "Choice C"; or a choice with the text of the option."""
    if match := _CHOICE.fullmatch(text):
        return Choice(next(filter(None, match.groups())).upper())
    match = _CHOICE_WITH_OPTION.fullmatch(text)
    if match is None or _UNDECIDED.search(match[6]):
        return None
    return Choice(next(filter(None, match.groups())), normal_text(match[6]))


# --- what may stand around a value --------------------------------------------------------------------------

_WORDS_AS_NAME = re.compile(
    r"(?:([A-Za-z][a-z]+(?:[ -][A-Za-z]?[a-z]+){0,5}) ?[:=≈]|\\text\s*\{([A-Za-z][A-Za-z -]*[:=]?) *\} ?[:=]?)"
    r" ?(.+)"
)
_SHORT_NAMES = {"sum", "avg", "max", "min"}
_BRACKETS = re.compile(r"\\.|[()\[\]{}=]", re.DOTALL)
_BRACED = r"\s*\{[^{}=]*\}"
_SYMBOL_AS_NAME = re.compile(
    r"[A-Za-z](?:'{1,3}|\^\s*\{?\s*(?:\\prime\s*){1,3}\}?)(?:\([^()=]*\))?"  # f'(x)
    rf"|[A-Za-z]_{_BRACED}"  # S_{\triangle ABC}
    rf"|\\(?:bar|overline|[wide]*hat|[wide]*tilde|vec|overrightarrow|d{{1,3}}ot)(?:{_BRACED}|\s+[A-Za-z])"
    r"|(?:\\left)?\s*(?:\\?\||\\l[vV]ert)\s*\\(?:vec|overrightarrow|overline|mathbf)\b[^|=]*\|"
    r"|\\\|[^|=]*\\\||\[[A-Z]{3,6}\]"
    rf"|(?:P|Pr|E|Var|Cov|SD|\\Pr|\\(?:mathbb|operatorname|mathrm|text){_BRACED})"
    r"\s*(?:\\left)?\s*[(\[].*[)\]]"
    r"|m?\s*\\(?:i*nt|oint|sum|prod|lim|max|min|sup|inf|det|gcd|deg|dim|angle|triangle)(?![A-Za-z]).*"
    rf"|\\[dt]?frac{_BRACED}{_BRACED}(?:[A-Za-z](?:\([A-Za-z]\))?)?|d[a-z]?/d[a-z]",
    re.DOTALL,
)

_SLASHED_DERIVATIVE = re.compile(r"(d[a-z]?)/(d[a-z])")


def _named(text: str, work: Work) -> Named:
    r"""A value behind a name that is no expression: "Area = 12", ``P(A\cap B) = \frac12``, ``\bar{x} = 7``."""
    if match := _WORDS_AS_NAME.fullmatch(text):
        name, rest = match[1] or match[2].rstrip(":="), match[3]
        words = name.lower().replace("-", " ").split()
        if any(map(says_more, words)) or not any(len(w) > 3 or w in _SHORT_NAMES for w in words):
            raise Unsupported("words that are no name")
    else:
        name, rest = _around_the_first_equality(text)
        if not _SYMBOL_AS_NAME.fullmatch(name):
            raise Unsupported("no name")
    value = _read(rest, work)
    parts = (value, *value.items) if isinstance(value, Collection) else (value,)
    if any(isinstance(part, (Named, Relation, System, Qualified)) for part in parts):
        raise Unsupported("a chain of names")
    return Named(normal_text(_SLASHED_DERIVATIVE.sub(r"\\frac{\1}{\2}", name)), value, is_letter=False)


def _around_the_first_equality(text: str) -> tuple[str, str]:
    """What stands before and behind the first equals sign outside of brackets."""
    depth = 0
    for match in _BRACKETS.finditer(text):
        if match.group() == "=" and not depth:
            return text[: match.start()].strip(), text[match.end() :].strip()
        depth += (match.group() in ("(", "[", "{")) - (match.group() in (")", "]", "}"))
    raise Unsupported("no equality")


_NUMBERS = r"\\mathbb\s*(?:\{\s*[NZQRC]\s*\}|[NZQRC])(?:\s*\^\s*\{?[+*]\}?|\s*_\{?(?:\+|>0)\}?)?|[ℕℤℚℝℂ]"
_WITHIN = rf"(?:\\in|∈)\s*(?:{_NUMBERS})|(?:\\geq?|≥|>=)\s*[01](?![0-9.])"
_FOR_ALL = re.compile(rf"(?:{_IN_TEXT}[\s,]*|\b)for (?:all|any|every|each)\b")
_WHICH = re.compile(
    rf"(?:[{{}},$]|{_GAP}|{_IN_TEXT}|{_WITHIN}|(?:real|integers?|positive|natural|whole|rational|complex|constants?"
    r"|numbers?|values?|of)\b|([A-Za-z]|\\[a-z]+)(?![A-Za-z]))*"
)
_DOMAIN = re.compile(rf"\(?\s*([A-Za-z]|\\[a-z]+)\s*({_WITHIN})\s*\)?$")
_NATURAL_NUMBERS = "ijkmn"
_BRACES_OF_TEXT = re.compile(rf"{_IN_TEXT}|[}}$]")


def _qualified(text: str, work: Work) -> Qualified:
    r"""A value with the numbers that its letter stands for: ``3n`` "for all n", ``k\pi, k\in\mathbb{Z}``.

    Only conditions that do not restrict the answer are read: not ``x^2`` "for x > 0".
    """
    if match := _FOR_ALL.search(text):
        which = _WHICH.fullmatch(text, match.end())
        letter = which and which[1]
        condition = normal_text(_BRACES_OF_TEXT.sub("", text[match.end() :]))
    elif match := _DOMAIN.search(text):
        letter, condition = match[1], normal_text(match[1] + match[2])
    else:
        raise Unsupported("no condition")
    before = text[: match.start()]
    if match.re is _DOMAIN and trim(before) == before:
        raise Unsupported("no space before a condition")
    value = _read(trim(before), work)
    if letter and "geq" in condition and letter not in _NATURAL_NUMBERS:
        raise Unsupported("a condition that restricts")
    if not letter or not _depends(value, letter.lstrip("\\")):
        raise Unsupported("a condition on something else")
    return Qualified(value, condition)


def _read(text: str, work: Work) -> Value:
    """By the grammar, all of the text."""
    if ("{d" in text or "/d" in text or r"\partial" in text) and _DERIVATIVE.search(text):
        raise Unsupported("a derivative is no quotient of products")
    return _AnswerParser(tokenize(text), work).answer()


class _AnswerParser(ArithmeticParser):
    """Lists, statements, units and brackets."""

    # --- lists and statements -------------------------------------------------------------------------------

    def answer(self) -> Value:
        """All of the answer."""
        items, separators = self.items()
        if self.peek() is not END:
            raise Unsupported("something is left over")
        if len(items) == 1:
            return items[0]
        if len(items) == 2 and separators == {"comma"} and (condition := _domain(*items)):
            return Qualified(items[0], condition)
        return _gather(items, separators, self.evaluation)

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
        currency = CURRENCIES[self.next().text] if self.peek().kind == "currency" else None
        operand = self.union()
        last = self.position
        if not isinstance(operand, Expression):
            if currency or sign:
                raise Unsupported("currency")
            return operand
        if sign:
            operand = ex.negate(operand)
        factor, unit = self.unit(operand)
        if factor != 1:
            operand = ex.multiply(ex.number(factor), operand)
        if currency and unit and unit.startswith("/"):  # $5 per hour
            unit = currency + unit
        if currency and unit and is_currency(unit) and not compatible(unit.partition("/")[0], currency):
            raise Unsupported("two currencies")
        unit = unit or currency
        written = [t for t in self.tokens[start:last] if t.kind not in ("+", "minus", "currency")]
        places = None
        if len(written) == 1 and written[0].kind == "number" and "." in written[0].text and factor == 1:
            places = len(written[0].text.partition(".")[2])
        if unit is None and places is None:
            return operand
        return number(operand, self.arithmetic, unit, places)

    def unit(self, operand: Expression) -> tuple[int, str | None]:
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
        if kind not in ("text", "over"):
            return 1, None
        words = self.next().text if kind == "text" else ""
        if self.peek().kind == "over" and self.peek(1).kind == "text":
            self.next()
            words += "/" + self.next().text
        return read_unit(words, self.unit_exponent(), self.is_at_most_one(operand))

    def is_at_most_one(self, operand: Expression) -> bool:
        """Whether this is a number from -1 to 1, of which one says "1 apple" and "1/2 pizza"."""
        terms = number(operand, self.arithmetic).terms
        value = None if terms is None else poly.rational(terms)
        return value is not None and abs(value) <= 1

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
        if self.accept("without"):
            return self.line_without(first, self.ratio())
        if self.peek().kind != "cup":
            return first
        parts = [first]
        while self.accept("cup"):
            parts.append(self.ratio())
        if not all(isinstance(p, (Ordered, Collection)) for p in parts):
            raise Unsupported("union")
        return Union(tuple(parts))

    def line_without(self, line: Operand, points: Operand) -> Without:
        r"""``\mathbb{R} \setminus \{2\}``."""
        if line != _LINE or not isinstance(points, (Collection, Expression)):
            raise Unsupported("a difference of other sets")
        return Without(points.items if isinstance(points, Collection) else (self.value(points),))

    def ratio(self) -> Operand:
        """``3:4``, which may also be a time of day."""
        start = self.position
        first = self.stacked()
        if self.peek().kind != "colon":
            return first
        parts = [self.value(first)]
        while self.accept("colon"):
            parts.append(self.value(self.stacked()))
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
                return _LINE
            case "begin":
                return self.matrix("end")
            case "plain_matrix":
                self.expect("{")
                return self.matrix("}")
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
            if self.peek(1).kind == "}" and self.peek(2).kind == "_" and self.peek().kind == "letter":  # {a}_1
                name = self.next().text
                self.expect(closing)
                return self.letter(name)
            first = self.statement()
            if self.accept(closing):
                return first
            self.expect("comma")
            items = [self.value(first), *self.items()[0]]
        elif self.set_builder():
            conditions, separators = self.items()
            condition = _gather(conditions, separators - {"comma"} or {"and"}, self.evaluation)
            if not isinstance(condition, Named):
                raise Unsupported("a condition that is not solved")
            items = [condition]
        else:
            items, _ = self.items()
        self.expect(closing)
        if len(items) == 1 and isinstance(items[0], Named) and isinstance(items[0].value, (Union, Without)):
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

    def matrix(self, closing: str) -> Matrix:
        """Rows of entries up to the end of the environment."""
        rows: list[list[Value]] = [[]]
        while True:
            rows[-1].append(self.value(self.side()))
            kind = self.next().kind
            if kind == "row":
                if self.accept(closing):
                    break
                rows.append([])
            elif kind == closing:
                break
            elif kind != "&":
                raise Unsupported("matrix")
        if len({len(row) for row in rows}) != 1 or len(rows) * len(rows[0]) > MAX_ITEMS:
            raise Unsupported("rows of different lengths, or too many")
        return Matrix(tuple(map(tuple, rows)))


def _gather(items: list[Value], separators: set[str], budget: Budget) -> Value:
    """Several items as one answer: ``x=1, x=2`` is a list for one name, ``x=1, y=2`` a pair of names."""
    if len(items) == 1:
        return items[0]
    names = [item.name if isinstance(item, Named) else "" for item in items]
    if not names[0] or len(set(filter(None, names))) > 1:
        if all(names) and len(set(names)) == len(names):
            return named_tuple(names, tuple(item.value for item in items))
        return Collection(tuple(items), braced=False)
    values = [item.value if isinstance(item, Named) else item for item in items]
    if "or" not in separators and any(isinstance(v, Without) for v in values):
        return Named(names[0], _all_gaps(values))
    if all(names) and any(isinstance(v, Union) for v in values):
        if separators == {"or"}:
            parts = [v.parts if isinstance(v, Union) else (Collection((v,)),) for v in values]
            return Named(names[0], Union(sum(parts, ())))
        if separators == {"and"}:
            return Named(names[0], intersection(values, budget))
    if match := _NUMBERED_NAME.fullmatch(names[0]):
        return Named(match[1], Collection(tuple(values), braced=False))
    return Named(names[0], Collection(tuple(values), braced=False))


def _domain(value: Value, domain: Value) -> str:
    r"""``n \ge 1`` behind ``2^n``, ``t \in \mathbb{R}`` behind ``(t, t)``; spelled as in :func:`_qualified`."""
    if not isinstance(domain, Named) or not isinstance(domain.value, Union) or not _depends(value, domain.name):
        return ""
    if domain.value == Union((_LINE,)):
        return rf"{domain.name}\in\mathbb{{R}}"
    (interval,) = domain.value.parts if len(domain.value.parts) == 1 else (None,)
    for start in (0, 1):
        if interval == Ordered("[", (Number(ex.number(start), poly.constant(start)), Infinity(1)), ")"):
            return rf"{domain.name}\geq{start}" if domain.name in _NATURAL_NUMBERS else ""
    return ""


def _depends(value: Value, letter: str) -> bool:
    """Whether an expression, a tuple or what is equal to a name holds this letter."""
    if isinstance(value, Named):
        return value.name != letter and _depends(value.value, letter)
    if isinstance(value, (Ordered, Collection)):
        return any(_depends(item, letter) for item in value.items)
    return isinstance(value, Number) and letter in value.expression.letters


def _all_gaps(values: list[Value]) -> Value:
    """``x ≠ 0, x ≠ 1`` and ``x ≠ 0, 1`` leave out both points; with other statements this is a list."""
    points: list[Value] = []
    for value in values:
        if isinstance(value, (Without, Number)):
            points += value.points if isinstance(value, Without) else (value,)
        elif value != Union((_LINE,)):
            return Collection(tuple(values), braced=False)
    return Without(tuple(points))
