r"""No damaged answer is accepted: right answers, changed in one place so that they are wrong for certain.

The right answers are the equal pairs of ``labelled_answers.jsonl`` and ``reported_answers.jsonl``. A changed
answer is wrong for certain if

* a small reader of its own (:class:`Reader`, which shares nothing with the verifier) evaluates it and the gold
  answer with 40 digits at natural numbers, as numbers, tuples, intervals, lists, sets or matrices, and they
  differ;
* or the change is one after which nothing can be equal: another direction, another choice, another unit beside
  a unit, a word behind a number that says more.

``pytest -m slow tests/verifier/test_verifier_perturbed.py`` tries 20,000 pairs; a plain run tries 3,000.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from shared.tools import files
from shared.verifier import equivalent, same_answer

import pytest
from mpmath import mp

FOLDER = Path(__file__).parent
# Categories in which a form decides and not a value, so that a reader of values knows nothing.
LEFT_OUT = {"rounded decimals", "a statement tells a value"}
Change = Callable[[random.Random, str], str | None]
MAX_TRIES = 60  # pairs for one change, which most pairs do not allow
MAX_FAILURES = 25


@cache
def equal_pairs() -> list[dict]:
    names = ("labelled_answers.jsonl", "reported_answers.jsonl")
    found = [pair for name in names for pair in files.read_jsonl(FOLDER / name)]
    return [p for p in found if p["equal"] and p["category"] not in LEFT_OUT]


# --- a reader of values that shares nothing with the verifier -----------------------------------------------


class Unread(Exception):
    """Not in the reader's small language."""


_TOKEN = re.compile(
    r"(?:\s|\\(?:left|right|displaystyle|quad)(?![A-Za-z])|\\[,;!])+"
    r"|\\(?P<command>[A-Za-z]+)|(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r"|(?P<letter>[A-Za-z](?:_[0-9A-Za-z]|_\{[0-9A-Za-z]+\})?)(?![A-Za-z])|(?P<sign>[-+*/^(){}|!π])"
)
_FUNCTIONS = {"sin": mp.sin, "cos": mp.cos, "tan": mp.tan, "ln": mp.ln, "exp": mp.exp, "arctan": mp.atan}
_FRACTIONS = ("frac", "dfrac", "tfrac")
_CLOSED_BY = {"(": ")", "{": "}", "|": "|"}


class Reader:
    r"""Evaluates sums of products of powers, with ``\frac``, ``\sqrt`` and functions of what is in brackets.

    Args:
        text: what to read.
        seed: which natural numbers the letters stand for.
    """

    def __init__(self, text: str, seed: int) -> None:
        self.tokens: list[tuple[str, str]] = []
        self.seed = seed
        position = 0
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise Unread(text[position:])
            position = match.end()
            if match.lastgroup:
                self.tokens.append((match.lastgroup, match[match.lastgroup]))
        self.tokens.append(("end", ""))

    def value(self) -> mp.mpc:
        found = self.sum()
        if self.tokens[0][0] != "end":
            raise Unread("something is left over")
        return found

    def take(self, *wanted: str) -> str | None:
        return self.tokens.pop(0)[1] if self.tokens[0][1] in wanted else None

    def sum(self) -> mp.mpc:
        total = -self.product() if self.take("-") else self.product()
        while sign := self.take("+", "-"):
            total += self.product() if sign == "+" else -self.product()
        return total

    def product(self) -> mp.mpc:
        result = self.power()
        while True:
            kind, text = self.tokens[0]
            if self.take("*", "cdot", "times"):
                result *= -self.power() if self.take("-") else self.power()
            elif self.take("/", "div"):
                result /= self.power()
            elif text in ("(", "{", "π") or kind in ("letter", "command"):
                result *= self.power()
            elif kind == "number":
                raise Unread("a number behind something")
            else:
                return result

    def power(self) -> mp.mpc:
        base = self.atom()
        if self.take("!"):
            if base != int(base.real) or not 0 <= base.real < 60:
                raise Unread("a factorial of what is no small natural number")
            base = mp.factorial(base)
        if self.take("^"):
            exponent = -self.atom() if self.take("-") else self.atom()
            if abs(exponent) > 300 or abs(base) > 10**30 or self.tokens[0][1] in ("^", "!"):
                raise Unread("large, or a tower")
            return base**exponent
        return base

    def atom(self) -> mp.mpc:
        kind, text = self.tokens.pop(0)
        if kind == "number" and self.tokens[0][1] not in _FRACTIONS:  # a mixed number
            return mp.mpc(text)
        if kind == "letter":
            known = {"e": mp.mpc(mp.e), "i": mp.mpc(0, 1)}
            name = text.replace("{", "").replace("}", "")
            return known.get(name) or mp.mpc(random.Random(f"{name}{self.seed}").randint(2, 40))
        if text in ("π", "pi"):
            return mp.mpc(mp.pi)
        if text in _CLOSED_BY:
            inside = self.sum()
            if not self.take(_CLOSED_BY[text]):
                raise Unread("not closed")
            return mp.mpc(abs(inside)) if text == "|" else inside
        if text in _FRACTIONS:
            return self.argument() / self.argument()
        if text == "sqrt":
            return mp.sqrt(self.argument())
        if text in _FUNCTIONS and self.tokens[0][1] in ("(", "{"):
            argument = self.atom()
            if self.tokens[0][1] not in ("^", "!"):
                return mp.mpc(_FUNCTIONS[text](argument))
        raise Unread(text)

    def argument(self) -> mp.mpc:
        """A group, or the first digit or letter behind a command."""
        kind, text = self.tokens[0]
        if kind == "number" and len(text) > 1 and text.isdigit():
            self.tokens[0] = (kind, text[1:])
            return mp.mpc(text[0])
        return self.atom()


_SEPARATOR_OR_FORM = re.compile(
    r"[0-9](?:\{,\}|\\[,!]|,\\!|,)\s*[0-9]{3}|\.[0-9]{2,}|^[A-Ja-j]$|[0-9A-F][A-Fa-f]?_"
)


def parts_of(text: str) -> list[str]:
    """What commas outside of brackets separate."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def meaning(text: str, seed: int) -> tuple[str, list[mp.mpc]]:
    """A kind and values: number, a tuple or interval by its brackets, list, set or matrix by its shape.

    Raises:
        Unread: something else, or a form of which values say nothing (rounded decimals, choices, separators).
    """
    text = re.sub(r"\\left(?![a-z])|\\right(?![a-z])|^\$|\$$", "", text).strip().removesuffix(".")
    if _SEPARATOR_OR_FORM.search(text):
        raise Unread(text)
    text = re.sub(r"^[xyn] *= *", "", text)
    if match := re.fullmatch(r"\\begin\{[pb]matrix\}(.*)\\end\{[pb]matrix\}", text):
        rows = [row.split("&") for row in match[1].strip().removesuffix(r"\\").split(r"\\")]
        return f"matrix {[len(row) for row in rows]}", [Reader(e, seed).value() for row in rows for e in row]
    if match := re.fullmatch(r"\\\{(.*)\\\}", text):
        return "set", [Reader(part, seed).value() for part in parts_of(match[1])]
    if text[:1] + text[-1:] in ("()", "(]", "[)", "[]") and len(parts_of(text)) == 1:
        parts = parts_of(text[1:-1])
        if len(parts) > 1:
            return text[0] + text[-1], [Reader(part, seed).value() for part in parts]
    parts = parts_of(text)
    return "list" if len(parts) > 1 else "number", [Reader(part, seed).value() for part in parts]


def differ(answer: str, gold: str) -> bool:
    """Whether two texts mean different things for certain, by their values at some natural numbers."""
    for seed in (1, 2):
        try:
            with mp.workdps(40):
                (kind_a, a), (kind_b, b) = meaning(answer, seed), meaning(gold, seed)
                a, b = [[mp.nstr(v, 25) for v in map(rounded, values)] for values in (a, b)]
        except (Unread, ArithmeticError, ValueError):
            continue
        if {kind_a, kind_b} == {"list", "set"} or kind_a == kind_b == "set":
            a, b = sorted(set(a)), sorted(set(b))
        elif kind_a == kind_b == "list":
            a, b = sorted(a), sorted(b)
        elif kind_a != kind_b:
            return len(set(a)) + len(set(b)) > 2  # {5} is 5
        if a != b:
            return True
    return False


def rounded(value: mp.mpc) -> mp.mpc:
    """To 25 digits, without the dust of 40-digit arithmetic."""
    dust = mp.mpf(10) ** -25 * (1 + abs(value))
    real, imaginary = (mp.mpf(0) if abs(part) < dust else part for part in (value.real, value.imag))
    return mp.mpc(mp.nstr(real, 25), mp.nstr(imaginary, 25))


# --- changes whose result is checked by the reader ----------------------------------------------------------


def replaced(rng: random.Random, text: str, pattern: str, by: Callable[[re.Match[str]], str]) -> str | None:
    """One match of the pattern replaced."""
    found = list(re.finditer(pattern, text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + by(match) + text[match.end() :]


def other(rng: random.Random, choices: str | list[str], than: str) -> str:
    return rng.choice([c for c in choices if c != than])


ITEM = r"[^,()[\]{}]+"
CHECKED: dict[str, Change] = {
    "digit": lambda rng, t: replaced(rng, t, "[0-9]", lambda m: other(rng, "0123456789", m[0])),
    "one digit more": lambda rng, t: replaced(rng, t, "[0-9]", lambda m: m[0] + rng.choice("0123456789")),
    "one digit less": lambda rng, t: replaced(rng, t, "(?<=[0-9])[0-9]", lambda m: ""),
    "sign": lambda rng, t: replaced(rng, t, r"[-+]", lambda m: other(rng, "-+", m[0])),
    "minus in front": lambda rng, t: f"-{t}",
    "minus within": lambda rng, t: replaced(rng, t, r"(?<=[(,+{])(?=[0-9a-z\\])", lambda m: "-"),
    "operator": lambda rng, t: replaced(
        rng, t, r"[-+*/^]|\\cdot", lambda m: other(rng, ["-", "+", "/", "^", "*", r"\cdot "], m[0])
    ),
    "variable": lambda rng, t: replaced(
        rng, t, r"(?<![A-Za-z\\{])[a-z](?![A-Za-z])", lambda m: other(rng, "abkmnuxyz", m[0])
    ),
    "function": lambda rng, t: replaced(
        rng, t, r"(?<=\\)(?:sin|cos|tan|ln|sqrt|exp)", lambda m: other(rng, ["sin", "cos", "ln", "sqrt"], m[0])
    ),
    "exponent": lambda rng, t: replaced(
        rng, t, r"(?<=[0-9a-z)}])(?![0-9a-z{])", lambda m: rng.choice(["^2", "^3", "^{-1}"])
    ),
    "upside down": lambda rng, t: replaced(rng, t, r"\{(\w+)\}\{(\w+)\}", lambda m: f"{{{m[2]}}}{{{m[1]}}}"),
    "slash turned": lambda rng, t: replaced(rng, t, r"(\w+)/(\w+)", lambda m: f"{m[2]}/{m[1]}"),
    "term dropped": lambda rng, t: replaced(rng, t, r"[-+][0-9a-z]+|[0-9a-z]+[-+]", lambda m: ""),
    "something dropped": lambda rng, t: replaced(rng, t, r"[^\\{}A-Za-z]|\\[a-z]+", lambda m: ""),
    "bracket": lambda rng, t: replaced(rng, t, r"[([](?=[^()[\]]*,)", lambda m: other(rng, "([", m[0])),
    "closing bracket": lambda rng, t: replaced(
        rng, t, r"(?<=[0-9a-z}])[)\]]$", lambda m: other(rng, ")]", m[0])
    ),
    "order": lambda rng, t: replaced(rng, t, f"({ITEM}),({ITEM})", lambda m: f"{m[2]},{m[1]}"),
    "part dropped": lambda rng, t: replaced(rng, t, f",{ITEM}|{ITEM},", lambda m: ""),
    "part added": lambda rng, t: replaced(
        rng, t, r"(?<=[0-9a-z}])(?=[)\]]?$|\\\}$)", lambda m: f",{rng.randint(2, 99)}"
    ),
    "appended": lambda rng, t: t + rng.choice(["+1", "-1", "-x", "/2", "^2", r"\pi", "y", "!", "0", "+0.5"]),
    "wrapped": lambda rng, t: rng.choice(
        [rf"\sqrt{{{t}}}", rf"\frac{{1}}{{{t}}}", f"2({t})", f"({t})^2", f"[{t}+1]", f"|{t}|+1"]
    ),
    "brackets to braces": lambda rng, t: rf"\{{{t[1:-1]}\}}" if t[:1] in "([" and t[-1:] in ")]" else None,
    "brackets off": lambda rng, t: t[1:-1] if t[:1] in "([" and t[-1:] in ")]" else None,
    "sides of a matrix": lambda rng, t: t.replace(r"\\", "&") if "matrix" in t else None,
    "entries": lambda rng, t: replaced(
        rng, t, r"([-0-9/]+)\s*(\\\\|&)\s*([-0-9/]+)", lambda m: m[3] + m[2] + m[1]
    ),
}


# --- changes after which nothing is equal -------------------------------------------------------------------

_OPPOSITES = [
    *(("north", "south"), ("left", "right"), ("increase", "decrease"), ("clockwise", "counterclockwise")),
    *(("east", "west"), ("upward", "downward"), ("even", "odd"), ("loss", "profit"), ("ellipse", "circle")),
]
_SAYS_MORE = [
    *("fifths", "sixths", "tenths", "halves", "thirds", "quarters", "millionths", "hundredths", "two-fifths"),
    *("squared", "cubed", "factorial", "choose two", "root three", "mod three", "times ten", "minus one"),
    *("plus two", "north", "south", "east", "west", "left", "right", "up", "down", "clockwise", "backwards"),
    *("degrees north", "undefined", "wrong", "impossible", "is wrong", "is not it", "no solution", "or more"),
    *("or less", "if true", "then five", "five", "hundred five", "percent increase", "percent decrease"),
    *("dollars loss", "dozen", "million", "tens", "score", "googol", "point five", "over two", "by two"),
    *("to one", "out of ten", "and a half"),
]
_UNITS = [
    *("cm", "m", "km", "inches", "feet", "miles", "cm^2", "cubic feet", "kg", "grams", "pounds", "liters"),
    *("hours", "minutes", "seconds", "days", "dollars", "cents", "euros", "degrees", "kPa", "Hz", "apples"),
    "red balls",
]
_NUMBER = re.compile(r"-?[0-9]{1,6}")
_WITH_UNIT = re.compile(r"(-?[0-9]+(?:\.[0-9])?)\s*(?:\\(?:text|mbox)\{\s*)?([a-zA-Z]+)\}?(\^[23])?")
_SPELLED_ALIKE = [{"m", "meter", "metre"}, {"cm", "centimeters"}, {"hours", "hr"}, {"minutes", "min"}]


def says_more(rng: random.Random, answer: str, gold: str) -> str | None:
    """A word behind a number other than 0, 1 and -1."""
    if not (_NUMBER.fullmatch(answer) and _NUMBER.fullmatch(gold)) or abs(int(gold)) < 2:
        return None
    word = rng.choice(_SAYS_MORE)
    return rng.choice([f"{answer} {word}", rf"{answer}\text{{ {word}}}", f"{answer} {word}."])


def opposite(rng: random.Random, answer: str, gold: str) -> str | None:
    for pair in _OPPOSITES:
        for one, two in (pair, pair[::-1]):
            word = rf"(?<![\\A-Za-z]){one}\b"
            if re.search(word, answer) and re.search(word, gold):
                return re.sub(word, two, answer)
    return None


def another_unit(rng: random.Random, answer: str, gold: str) -> str | None:
    """A unit that is not the gold's, behind the gold's own number."""
    match = _WITH_UNIT.fullmatch(gold)
    if match is None or not any(match[2] in (unit, f"{unit}s", unit[:-1]) for unit in _UNITS):
        return None
    unit = rng.choice(_UNITS)
    alike = [match[2] in (unit, f"{unit}s", unit[:-1]), *({unit, match[2]} <= same for same in _SPELLED_ALIKE)]
    if (any(alike) and not match[3]) or unit == match[2] + (match[3] or ""):
        return None
    return f"{match[1]} {unit}"


def another_choice(rng: random.Random, answer: str, gold: str) -> str | None:
    match = re.fullmatch(r"(?:\\text(?:bf)?\{)?\(?([A-E])\)?\}?", gold)
    if match is None:
        return None
    letter = other(rng, "ABCDE", match[1])
    forms = ["{}", "({})", r"\text{{({})}}", r"\textbf{{({})}}\ 45", "{}) 7", "{}: a word", "Choice ({})"]
    both = ["{} or {}", "({}) ({})", "{}{}", "{}, {}", "({}) 5, ({}) 6", "{}: no, {}", "{} and {}"]
    return rng.choice([rng.choice(forms).format(letter), rng.choice(both).format(match[1], letter)])


def another_word(rng: random.Random, answer: str, gold: str) -> str | None:
    word = re.fullmatch(r"(?:\\text\{)?([A-Za-z]{4,})\}?", gold)
    if word is None or word[1] in ("theta", "infinity"):
        return None
    i = rng.randrange(len(word[1]))
    misspelled = word[1][:i] + other(rng, "aeioubcdlmnrst", word[1][i].lower()) + word[1][i + 1 :]
    return rng.choice([misspelled, f"not {word[1]}", f"{word[1]} or 5"])


def turned_around(rng: random.Random, answer: str, gold: str) -> str | None:
    """Another relation in a statement with one relation, which the gold answer is, too."""
    signs = {"<": [">", r"\ge ", r"\le "], ">": ["<", r"\le ", r"\ge "]}
    signs |= {r"\le": [r"\ge", ">", "<"], r"\ge": [r"\le", "<", ">"]}
    found = re.findall(r"<=|>=|[<>]|\\[lg]eq?(?![a-z])", answer)
    if len(found) != 1 or found[0] not in signs or not re.search(r"[<>]|\\[lg]e|infty", gold):
        return None
    return answer.replace(found[0], rng.choice(signs[found[0]]))


def another_base(rng: random.Random, answer: str, gold: str) -> str | None:
    match = re.fullmatch(r"([0-9A-F]+)_\{?([0-9]+)\}?", gold)
    if match is None:
        return None
    digits, base = match.groups()
    return rng.choice([digits, f"{digits}_{int(base) + 1}", f"{digits}0_{base}", f"1{digits}_{{{base}}}"])


def hedged(rng: random.Random, answer: str, gold: str) -> str | None:
    """A second answer beside the first, where the gold answer is one number."""
    if not _NUMBER.fullmatch(gold):
        return None
    second = int(gold) + rng.choice([-7, -1, 1, 2, 30])
    joint = rng.choice([", ", " or ", " and ", r"\text{ or }", "; ", ", not ", " to ", r"\le x\le ", r"\ne "])
    return f"{answer}{joint}{second}"


_CERTAIN = [says_more, opposite, another_unit, another_choice, another_word]
_CERTAIN += [turned_around, another_base, hedged]
CERTAIN: dict[str, Callable[[random.Random, str, str], str | None]] = {f.__name__: f for f in _CERTAIN}


def perturbed(seed: int) -> Iterator[tuple[str, str, str]]:
    """Which change, a wrong answer, its gold answer; no pair twice. What finds nothing new is dropped."""
    rng = random.Random(seed)
    seen = {(p["answer"], p["gold"]) for p in equal_pairs()}
    failures: Counter[str] = Counter()
    while changes := [name for name in (*CHECKED, *CERTAIN) if failures[name] < MAX_FAILURES]:
        name = rng.choice(changes)
        for _ in range(MAX_TRIES):
            pair = rng.choice(equal_pairs())
            text, gold = pair[rng.choice(["answer", "gold"])], pair["gold"]
            answer = CERTAIN[name](rng, text, gold) if name in CERTAIN else CHECKED[name](rng, text)
            if answer is None or (answer, gold) in seen or (name in CHECKED and not differ(answer, gold)):
                continue
            seen.add((answer, gold))
            yield name, answer, gold
            break
        else:
            failures[name] += 1


# --- the tests ----------------------------------------------------------------------------------------------


def accepted(count: int, seed: int) -> list[str]:
    """The wrong answers that the verifier takes for right, of so many; each change must occur."""
    found, changes = [], Counter()
    for name, answer, gold in perturbed(seed):
        changes[name] += 1
        if equivalent(answer, gold) or same_answer(answer, gold) or same_answer(gold, answer):
            found.append(f"{name}: {answer!r} for {gold!r}")
        if changes.total() == count:
            break
    assert set(changes) == {*CHECKED, *CERTAIN}, {*CHECKED, *CERTAIN} - set(changes)
    return found


def test_no_perturbed_answer_is_accepted() -> None:
    found = accepted(3_000, seed=1)
    assert not found, "\n".join(found)


@pytest.mark.slow
def test_no_perturbed_answer_is_accepted_at_length() -> None:
    found = accepted(20_000, seed=2)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("one", "two", "verdict"),
    [
        ("1+1", "2", False),
        (r"\frac{1}{2}", "1/2", False),
        (r"\frac12", "1/3", True),
        ("(x+1)^2", "x^2+2x+1", False),
        ("(x+1)^2", "x^2+2x+2", True),
        (r"\sqrt{12}", r"2\sqrt{3}", False),
        ("(1,2)", "(2,1)", True),
        ("(1,2)", "[1,2]", True),
        ("1,2", "2,1", False),
        ("1,2", r"\{2,1\}", False),
        ("1,2", "(1,2)", True),
        (r"\{5\}", "5", False),
        ("x=5", "5", False),
        (r"\sin(\pi n)", "0", False),
        ("e^{i\\pi}", "-1", False),
        ("0.33", "1/3", False),  # a form decides
        ("C", "c", False),
        ("1,000", "1000", False),
        (r"2\frac12", "5/2", False),
        ("even", "odd", False),
    ],
)
def test_the_reader_of_this_file(one: str, two: str, verdict: bool) -> None:
    """It calls different only what is different; of what it does not read, it says nothing."""
    assert differ(one, two) is differ(two, one) is verdict
    if verdict:
        assert not equivalent(one, two)


def test_the_reader_finds_no_difference_in_equal_pairs() -> None:
    found = [(p["answer"], p["gold"]) for p in equal_pairs() if differ(p["answer"], p["gold"])]
    assert found == []
