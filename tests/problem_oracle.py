"""Solves the generated problems from their English alone, in other ways than the generator does.

Nothing here comes from :mod:`shared.problems`: no number, no phrase, no arithmetic. A question is recognized by
a pattern that covers all of it, and answered by sympy or by brute force: unit squares are counted, draws from a
bag enumerated, tanks filled minute by minute. What no pattern reads, or two patterns read, is an error.

The stories are in :mod:`problem_oracle_stories`; importing this module registers them too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations, count, permutations, product

import sympy
from sympy import Rational

Solver = Callable[..., object]
SOLVERS: list[tuple[re.Pattern[str], Solver]] = []

NUMBER = r"-?\d+(?:\.\d+)?"
EXPRESSION = r"[-+*/^().\d\\{}a-z]+?"  # lazy, so that the question's own full stop stays out of it


def reads(*patterns: str) -> Callable[[Solver], Solver]:
    """Register a solver for the questions that one of the patterns matches from end to end.

    The solver is called with the pattern's named groups; those that are numbers arrive as sympy numbers.
    """

    def register(solver: Solver) -> Solver:
        SOLVERS.extend((re.compile(pattern), solver) for pattern in patterns)
        return solver

    return register


def solve(question: str) -> sympy.Basic:
    """The exact answer to a question: a sympy number, or a ``Tuple`` of two.

    Raises:
        ValueError: no pattern, or more than one, reads the question from end to end.
    """
    found = [(match, solver) for pattern, solver in SOLVERS if (match := pattern.fullmatch(question))]
    if len(found) != 1:
        raise ValueError(f"{len(found)} patterns read the question: {question}")
    match, solver = found[0]
    return sympy.sympify(solver(**{name: _typed(text) for name, text in match.groupdict().items()}))


def _typed(text: str | None) -> object:
    if text is not None and re.fullmatch(r"-?\d+", text):
        return int(text)
    return Rational(text) if text is not None and re.fullmatch(NUMBER, text) else text


def parse(text: str) -> sympy.Expr:
    """LaTeX as it stands in the questions (``2*\\sqrt{9}``, ``\\frac{1}{2}``, ``3(x+1)``, ``x^2``) as sympy."""
    text = re.sub(r"\\frac\{(\d+)\}\{(\d+)\}", r"(\1/\2)", str(text))
    text = re.sub(r"\\sqrt\{(\d+)\}", r"sqrt(\1)", text).replace("^", "**")
    text = re.sub(r"(\d)(?=[a-z(])(?!sqrt)", r"\1*", text)
    return sympy.sympify(text, rational=True)


def parse_answer(latex: str) -> sympy.Basic:
    """One of our answers: integer, fraction, decimal, or a pair of integers.

    Raises:
        ValueError: it is none of them.
    """
    if match := re.fullmatch(r"\((-?\d+),(-?\d+)\)", latex):
        return sympy.Tuple(*map(sympy.Integer, match.groups()))
    if match := re.fullmatch(r"(-?)\\frac\{(\d+)\}\{(\d+)\}", latex):
        return Rational(f"{match[1]}{match[2]}/{match[3]}")
    if re.fullmatch(NUMBER, latex):
        return Rational(latex)
    raise ValueError(f"not an answer: {latex!r}")


def numbers(text: str) -> list[int]:
    """The whole numbers in a text, in order."""
    return [int(n) for n in re.findall(r"-?\d+", text)]


# --- arithmetic ---------------------------------------------------------------------------------------------


@reads(r"(?:What is|Compute|Find the value of|Evaluate|Work out|How much is) (?P<e>[-+*/^().\d\\{}sqrt]+?)[.?]")
def expression(e: object) -> sympy.Expr:
    return parse(e)


@reads(
    rf"What is (?P<e>{EXPRESSION})\? Give a fraction in lowest terms\.",
    rf"Compute (?P<e>{EXPRESSION}) in lowest terms\.",
    rf"Simplify (?P<e>{EXPRESSION})\.",
)
def fraction(e: str) -> sympy.Expr:
    return parse(e)


@reads(
    rf"What is the larger of (?P<a>{EXPRESSION}) and (?P<b>{EXPRESSION})\?",
    rf"Which is greater, (?P<a>{EXPRESSION}) or (?P<b>{EXPRESSION})\? Give its value\.",
    rf"Find the value of the bigger number: (?P<a>{EXPRESSION}) or (?P<b>{EXPRESSION})\.",
)
def larger(a: str, b: str) -> sympy.Expr:
    return sympy.Max(parse(a), parse(b))


@reads(
    rf"What is the difference between (?P<a>{EXPRESSION}) and (?P<b>{EXPRESSION})\?",
    rf"How far apart are (?P<a>{EXPRESSION}) and (?P<b>{EXPRESSION})\?",
    rf"By how much do (?P<a>{EXPRESSION}) and (?P<b>{EXPRESSION}) differ\?",
)
def difference(a: str, b: str) -> sympy.Expr:
    return sympy.Abs(parse(a) - parse(b))


# --- algebra ------------------------------------------------------------------------------------------------


@reads(
    rf"Solve for (?P<v>[a-z]): (?P<left>{EXPRESSION})=(?P<right>{EXPRESSION})\.",
    rf"What is (?P<v>[a-z]) if (?P<left>{EXPRESSION})=(?P<right>{EXPRESSION})\?",
    rf"Find (?P<v>[a-z]) when (?P<left>{EXPRESSION})=(?P<right>{EXPRESSION})\.",
    rf"(?P<left>{EXPRESSION})=(?P<right>{EXPRESSION})\. What is (?P<v>[a-z])\?",
)
def linear_equation(v: str, left: str, right: str) -> sympy.Expr:
    (solution,) = sympy.linsolve([parse(left) - parse(right)], sympy.Symbol(v))
    return solution[0]


PAIR_OF_EQUATIONS = rf"(?P<a>{EXPRESSION})=(?P<b>{NUMBER}) and (?P<c>{EXPRESSION})=(?P<d>{NUMBER})"


@reads(
    rf"Solve {PAIR_OF_EQUATIONS}\. Give \(x,y\)\.",
    rf"Find the pair \(x,y\) with {PAIR_OF_EQUATIONS}\.",
    rf"If {PAIR_OF_EQUATIONS}, what is \(x,y\)\?",
)
def linear_system(a: str, b: int, c: str, d: int) -> sympy.Tuple:
    (solution,) = sympy.linsolve([parse(a) - b, parse(c) - d], sympy.symbols("x y"))
    return solution


@reads(
    rf"If (?P<f>[a-z])\((?P<v>[a-z])\)=(?P<e>{EXPRESSION}), what is (?P=f)\((?P<x>\d+)\)\?",
    rf"Let (?P<f>[a-z])\((?P<v>[a-z])\)=(?P<e>{EXPRESSION})\. Compute (?P=f)\((?P<x>\d+)\)\.",
    rf"Find the value of (?P<e>{EXPRESSION}) at (?P<v>[a-z])=(?P<x>\d+)\.",
    rf"What is (?P<e>{EXPRESSION}) when (?P<v>[a-z])=(?P<x>\d+)\?",
)
def polynomial_value(v: str, e: str, x: int, f: str | None = None) -> sympy.Expr:
    return parse(e).subs(sympy.Symbol(v), x)


ROW = r"(?P<row>\d+(?:, \d+)+), \.\.\."


@reads(
    rf"What number comes next: {ROW}\?",
    rf"Find the next term of {ROW}",
    rf"Continue {ROW} by one term\.",
    rf"What is term (?P<n>\d+) of {ROW}\?",
    rf"Find the number at place (?P<n>\d+) of {ROW}",
)
def arithmetic_term(row: str, n: int = 5) -> int:
    return _through(numbers(row), n)


@reads(
    rf"What is the sum of the first (?P<n>\d+) terms of {ROW}\?",
    rf"Add the first (?P<n>\d+) terms of {ROW}",
)
def arithmetic_sum(row: str, n: int) -> int:
    return sum(_through(numbers(row), place) for place in range(1, n + 1))


def _through(row: list[int], place: int) -> int:
    """The value at some place of the line through the first two terms, which the others must lie on."""
    step = row[1] - row[0]
    assert row == [row[0] + step * i for i in range(len(row))], f"not an arithmetic sequence: {row}"
    return row[0] + step * (place - 1)


@reads(
    rf"Each term of {ROW} is a fixed multiple of the last\. What is term (?P<n>\d+)\?",
    rf"Find term (?P<n>\d+) of the geometric sequence {ROW}",
)
def geometric_term(row: str, n: int) -> sympy.Expr:
    a, b, c = numbers(row)
    assert a * c == b * b, row
    return a * Rational(b, a) ** (n - 1)


# --- number theory ------------------------------------------------------------------------------------------


@reads(
    r"What is the greatest common divisor of (?P<a>\d+) and (?P<b>\d+)\?",
    r"Find gcd\((?P<a>\d+),(?P<b>\d+)\)\.",
    r"What is the largest number that divides both (?P<a>\d+) and (?P<b>\d+)\?",
)
def greatest_common_divisor(a: int, b: int) -> int:
    return max(set(sympy.divisors(a)) & set(sympy.divisors(b)))


@reads(
    r"What is the least common multiple of (?P<a>\d+) and (?P<b>\d+)\?",
    r"Find lcm\((?P<a>\d+),(?P<b>\d+)\)\.",
    r"What is the smallest number that both (?P<a>\d+) and (?P<b>\d+) divide\?",
)
def least_common_multiple(a: int, b: int) -> int:
    return next(n for n in count(a, a) if n % b == 0)


@reads(
    rf"What is the remainder when (?P<e>{EXPRESSION}) is divided by (?P<m>\d+)\?",
    rf"Find (?P<e>{EXPRESSION}) modulo (?P<m>\d+)\.",
    rf"Divide (?P<e>{EXPRESSION}) by (?P<m>\d+)\. What remainder is left\?",
)
def remainder(e: object, m: int) -> sympy.Expr:
    return sympy.Mod(parse(e), m)


@reads(
    rf"What is the sum of the digits of (?P<e>{EXPRESSION})\?",
    rf"Find the digit sum of (?P<e>{EXPRESSION})\.",
    rf"Add up the digits of (?P<e>{EXPRESSION})\.",
)
def digit_sum(e: object) -> int:
    return sum(map(int, str(parse(e))))


@reads(
    r"What is the largest prime factor of (?P<n>\d+)\?",
    r"Find the greatest prime that divides (?P<n>\d+)\.",
    r"Which is the biggest prime factor of (?P<n>\d+)\?",
)
def largest_prime_factor(n: int) -> int:
    return max(sympy.primefactors(n))


@reads(
    r"How many multiples of (?P<k>\d+) are there from (?P<low>\d+) to (?P<high>\d+)\?",
    r"Count the numbers from (?P<low>\d+) to (?P<high>\d+) that (?P<k>\d+) divides\.",
    r"(?P<times>\d+) times the count of multiples of (?P<k>\d+) from (?P<low>\d+) to (?P<high>\d+)"
    r" is what number\?",
)
def count_multiples(k: int, low: int, high: int, times: int = 1) -> int:
    return times * sum(n % k == 0 for n in range(low, high + 1))


@reads(
    r"Which smallest number leaves (?P<a>\d+) when divided by (?P<m>\d+)"
    r" and (?P<b>\d+) when divided by (?P<n>\d+)\?",
    r"Find the least number with remainder (?P<a>\d+) modulo (?P<m>\d+) and (?P<b>\d+) modulo (?P<n>\d+)\.",
)
def both_conditions(a: int, m: int, b: int, n: int) -> int:
    return next(x for x in count() if x % m == a and x % n == b)


# --- counting and probability -------------------------------------------------------------------------------

LIST = r"(?P<kinds>\d+ [a-z]+(?:, \d+ [a-z]+)*)"
LEFT_OUT = r"(?: Leave out (?P<banned>\d+) that are not allowed\.)?"


@reads(
    rf"One of each is chosen from {LIST}\. In how many ways\?{LEFT_OUT}",
    rf"There are {LIST}\. How many ways are there to take one of each\?{LEFT_OUT}",
)
def product_rule(kinds: str, banned: int | None) -> int:
    return sum(1 for _ in product(*map(range, numbers(kinds)))) - (banned or 0)


@reads(
    r"In how many ways can (?P<k>\d+) of (?P<n>\d+) runners win the first (?P=k) places\?",
    r"How many ways are there to put (?P<k>\d+) of (?P<n>\d+) books in a row\?",
    r"How many codes of (?P<k>\d+) different letters can be made from (?P<n>\d+) letters\?",
)
def arrangements(k: int, n: int) -> int:
    return sum(1 for _ in permutations(range(n), k))


@reads(
    r"(?P<n>\d+) people all shake hands once with each other\. How many handshakes is that\?",
    r"How many pairs can be chosen from (?P<n>\d+) pupils\?",
    r"(?P<n>\d+) teams all play each other once\. How many games is that\?",
    r"How many groups of (?P<k>3) are there among (?P<n>\d+) people\?",
    r"Choose (?P<k>3) of (?P<n>\d+) cards: how many ways\?",
)
def groups(n: int, k: int = 2) -> int:
    return sum(1 for _ in combinations(range(n), k))


BAG = rf"(?:A bag holds {LIST} balls\.|There are {LIST.replace('kinds', 'others')} balls in a box\.)"


@reads(
    rf"{BAG} What is the chance of (?P<colour>[a-z]+)\?",
    rf"{BAG} One is drawn\. Find the probability that it is (?P<colour>[a-z]+)\.",
)
def one_ball(kinds: str | None, others: str | None, colour: str) -> Rational:
    return _chance(_balls(kinds or others), lambda ball: ball == colour)


@reads(
    rf"{BAG} What is the chance that one is not (?P<colour>[a-z]+)\?",
    rf"{BAG} One is drawn\. Find the probability that it is not (?P<colour>[a-z]+)\.",
)
def not_one_ball(kinds: str | None, others: str | None, colour: str) -> Rational:
    return _chance(_balls(kinds or others), lambda ball: ball != colour)


@reads(
    rf"{BAG} Two are drawn\. What is the chance that both are (?P<colour>[a-z]+)\?",
    rf"{BAG} Find the probability that two drawn are both (?P<colour>[a-z]+)\.",
)
def two_balls(kinds: str | None, others: str | None, colour: str) -> Rational:
    draws = permutations(_balls(kinds or others), 2)
    return _chance(list(draws), lambda draw: draw == (colour, colour))


def _balls(kinds: str) -> list[str]:
    """One entry a ball."""
    pairs = re.findall(r"(\d+) ([a-z]+)", kinds)
    assert len(dict(map(reversed, pairs))) == len(pairs), f"a colour comes twice: {kinds}"
    return [colour for number, colour in pairs for _ in range(int(number))]


def _chance(outcomes: list, good: Callable[[object], bool]) -> Rational:
    return Rational(sum(map(good, outcomes)), len(outcomes))


DIE = r"(?:A die has (?P<sides>\d+) sides\.|A card is drawn from 1 to (?P<cards>\d+)\.) What is the chance"


@reads(rf"{DIE} of (?:at most|a number up to) (?P<k>\d+)\?")
def at_most(sides: int | None, cards: int | None, k: int) -> Rational:
    return _chance(range(1, (sides or cards) + 1), lambda n: n <= k)


@reads(rf"{DIE} of (?:more than|a number above) (?P<k>\d+)\?")
def more_than(sides: int | None, cards: int | None, k: int) -> Rational:
    return _chance(range(1, (sides or cards) + 1), lambda n: n > k)


@reads(rf"{DIE} (?:of a multiple of (?P<k>\d+)|that (?P<j>\d+) divides the number)\?")
def multiple(sides: int | None, cards: int | None, k: int | None, j: int | None) -> Rational:
    return _chance(range(1, (sides or cards) + 1), lambda n: n % (k or j) == 0)


import problem_oracle_stories  # noqa: E402, F401  (it registers its solvers here, so it has to come last)
