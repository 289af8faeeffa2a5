r"""The course's ruler: is this answer the right one?

Used by every benchmark, by voting, and as the reward of reinforcement learning::

    extract_answer(response) -> str | None     the last \boxed{...} after any thinking
    equivalent(answer, gold) -> bool           do two answers, in LaTeX or plain text, mean the same?
    is_correct(response, gold) -> bool         extract, then compare
    same_answer(a, b) -> bool                  like equivalent, where neither is the gold answer (voting)

What a model writes is hostile input. **Nothing here evaluates text**: a tokenizer and a recursive-descent
parser with a whitelist build typed values, and whatever the grammar does not know is compared as text. Length,
depth, digits, exponents and work are counted and bounded before anything is computed, so every call returns
within milliseconds (the first that needs many digits loads mpmath first) and none raises, whatever the text;
there are no timeouts and no signals. There is no torch in this package.

How an answer is judged, step by step, with the module to read:

1. find it in the response (:mod:`.extraction`);
2. take off what only dresses it: dollar signs, ``\text{}``, colours, "The answer is", a full stop
   (:mod:`.cleaning`, :mod:`.units`);
3. split it into tokens (:mod:`.tokens`) and read these by the grammar (:mod:`.arithmetic_parser` up to sums,
   :mod:`.parser` and :mod:`.relations` above) as a typed value (:mod:`.values`) that holds expression trees
   (:mod:`.expressions`);
4. compare two values (:mod:`.equality`): expressions by an exact normal form where there is one
   (:mod:`.polynomials`), else by their values with error bounds (:mod:`.numerics`, :mod:`.balls`).

The files, each importing only from those before it::

    limits              how much text and work one answer may ask for
    extraction          the final answer in a response
    polynomials         exact arithmetic and normal forms
    tokens              characters to tokens
    units               units of measure, number words
    cleaning            take off what only dresses an answer
    expressions         expressions as trees
    balls               evaluation with error bounds
    values              the types an answer can have
    arithmetic_parser   the lower half of the grammar
    numerics            equality by evaluation
    rounding            a gold decimal may be a rounded value
    equality            are two values the same?
    relations           what =, <, ∈ say
    parser              the upper half of the grammar
    comparison          are two texts the same answer?

What counts as equal:

=================  =========================================================================================
extraction         A box that is only mentioned hides nothing: ``\boxed`` in a sentence, ``\boxed{}``,
                   ``\boxed{...}``. One that is cut short leaves no answer.
numbers            Exact: ``\frac12``, ``\dfrac{1}{2}``, ``{1\over2}``, ``1/2``, ``½``, ``.5``, ``0.50`` and
                   ``2^{-1}`` are one number; ``0.33`` is not ``1/3``. Thousands separators (``1,000``,
                   ``1{,}000``, ``1\,000``, ``10,\!080``), mixed numbers (``1\frac{4}{5}``, ``1 4/5``, ``2½``),
                   ``1.5\times10^3``, ``1.5x10^3``, ``1.5e3`` and repeating decimals (``0.1\overline{6}``) are
                   read. ``2\frac73`` is refused: no mixed number, and not clearly a product; so is ``{1}7``.
signs              A term may have its own: ``2 - -3`` is ``5``, ``-x+-y`` is ``-x-y``, ``+-2`` is ``\pm2``.
                   ``1+-2`` (is it ±?) and ``2--3`` (a dash?) are refused.
rounded gold       Where the gold answer is a decimal with two places or more, an exact answer (fraction, root,
                   π, logarithm ...) that rounds to it is right: ``1/3`` for the gold answer ``0.33``. Not the
                   reverse, not ``0.333``, which is a decimal too, and not ``499/1000`` for ``0.50``, because
                   it has a finite decimal of its own.
percent            ``50\%`` ("per cent", "pct") equals ``50`` (percent as a unit) and ``0.5`` (its value),
                   which are not equal.
units, currency    Ignored (``5\text{ cm}``, ``\$5.00``, "5 EUR", ``90^\circ``), unless both answers carry one
                   and the units differ: ``5\text{ cm}`` is neither ``5\text{ m}`` nor ``5\text{ cm}^2``.
                   Nothing is converted. A plural noun is a unit ("9 red balls" is "9 balls" and not "9 blue
                   balls"), so is "7th". Pounds may be a mass or money. "million", "dozen" and the like are
                   factors. All other words behind a number say more ("fifths", "squared", "north",
                   "undefined", "or more") and make the answer text.
roots, π, e, i     Exact: ``\sqrt{12}`` is ``2\sqrt3``, ``1/\sqrt2`` is ``\frac{\sqrt2}{2}``, ``3^{1/2}`` is
                   ``\sqrt3``, ``\sqrt{3+2\sqrt2}`` is ``1+\sqrt2``, ``\sqrt{-4}`` is ``2i``, ``e^{i\pi}`` is
                   ``-1``. Odd roots of negative numbers are real. No decimal equals an irrational number.
expressions        In any form that is the same wherever both are defined over the real numbers: expanded or
                   factored, ``\frac{x^2-1}{x-1}`` is ``x+1``, ``2^{x+1}`` is ``2\cdot2^x``, ``\sqrt{x^2}`` is
                   ``|x|`` and not ``x``. What only exists for natural numbers is compared there: ``n!``,
                   ``\binom n2``, ``(-1)^n``. Letters are case-sensitive, ``x_1`` is not ``x_2``.
functions          sin, cos, tan, cot, sec, csc, their arc and hyperbolic forms (``\sin^{-1}`` is arcsin), exp,
                   ln, ``\log_b``, lg (base 10), ``|x|``, floor, ceiling, factorial, binomial; in plain text
                   too (``sqrt(2)``, ``asin(x)``, ``log10(x)``, ``abs(x)``). ``\sin 30^\circ`` is ``1/2``.
                   ``\log`` without a base is a logarithm to an unknown base: ``\log2+\log3`` is ``\log6``, but
                   ``\log100`` is not ``2``. What people read in two ways is refused: ``\sin x/2``,
                   ``\sin(x)^2``, ``a^b^c``, ``acot(x)``.
square brackets    Group a sum: ``[x+1]^2``, ``\ln[x+1]``. ``2[x]`` and ``[n/2]+1``, which may be floors, and
                   ``a[n]`` are text.
named values       ``x=5`` and ``5`` are equal, ``f(x)=2x`` and ``2x``, ``AB=5`` and ``5`` too; ``x=5`` and
                   ``y=5`` are not. A name may be no letter: "Area = 5", ``f'(x)=2x``, ``\frac{dy}{dx}=2x``,
                   ``P(A\cap B)=\frac12``, ``\bar{x}=7``.
                   ``x=1, y=2``, also in cases or aligned, is ``(x,y)=(1,2)`` and ``(1,2)``, in alphabetical
                   order; numbered roots (``x_1=2, x_2=-3``) are also the list ``-3, 2``.
                   ``x=\frac{10}{2}=5`` counts if all its sides agree, ``x=\frac13\approx0.33`` if the
                   rounding is right.
told values        The answer ``m+n=5`` meets the gold answer ``5``, and so does ``\cos\theta=5/13`` the gold
                   answer ``5/13``. Not the reverse: the gold answer may be a line. Not with one unknown
                   (``2x=10``), of curves (``3x+2y=7``), or with 0.
equations          Up to a factor: ``y=2x+3`` is ``4x-2y+6=0``. With one variable an equation is no solution:
                   ``2x=10`` is not ``x=5``.
conditions         ``3n`` "for all n", ``k\pi, k\in\mathbb{Z}`` and ``2^n\quad(n\ge1)`` equal the same without
                   the condition, but not with another one. What restricts ("for even n") makes the answer
                   text.
inequalities       Solved ones are intervals: ``x>3``, ``3<x``, ``x\in(3,\infty)``, ``\{x : x>3\}`` and
                   ``(3,\infty)`` are equal, ``1\le x<2`` is ``[1,2)``, "x<1 or x>3" a union, "x>1 and x<3"
                   an interval. Others are compared up to a positive factor. ``x\ne3`` is
                   ``\mathbb{R}\setminus\{3\}`` and ``(-\infty,3)\cup(3,\infty)``.
tuples, intervals  Order and each bracket matter: ``[2,5)``, ``(2,5)``, ``[2,5]``, ``(5,2)``, ``\{2,5\}`` and
                   ``\langle2,5\rangle`` are six things. The parts of a union may change places.
sets, bare lists   Order does not matter: ``1,-2``, "-2 and 1", "x=1 or x=-2" and ``\{-2,1\}`` are equal;
                   ``\pm2`` and ``1\pm\sqrt2`` are lists of two. In a set repeats do not matter, between two
                   bare lists they do. ``\{5\}`` is ``5``. A list is not a tuple: ``1,2`` is not ``(1,2)``.
matrices           Entry by entry, whether pmatrix, bmatrix, Bmatrix, matrix, smallmatrix, array or plain TeX;
                   a factor before them is multiplied in. Determinants (vmatrix) are text.
other bases        Same digits and same base: ``52_8`` is ``(52)_8``, and neither ``528`` nor ``42``.
ratios, times      ``6:8`` is ``3:4``, and not ``3/4``. What looks like a time (``3:15``) equals only itself.
infinity           ``\infty`` is ``+\infty``, and not ``-\infty``.
text, choices      Case, spaces, a final full stop and the kind of dots do not matter: ``\text{Even}`` is
                   ``even``. The choices ``\text{(C)}``, ``(C)``, ``(c)`` and ``C`` are one (A to H, and J),
                   also with the text of the option ("(C) 45"), unless both have one and they differ.
dress              Colours, sizes and fonts, a box, "Answer:" in front and a comma behind do not count;
                   characters of Unicode are what they look like (``−5``, ``（1，2）``, ``x₁``, ``2ⁿ``). But a
                   bold letter is one of its own.
=================  =========================================================================================

A comma between a digit and exactly three digits is a thousands separator, except inside brackets, where it
separates: ``1,234`` is a number and ``(1,234)`` is a pair.
"""

from .comparison import equivalent, is_correct, same_answer
from .extraction import extract_answer
from .parser import parse

__all__ = ["equivalent", "extract_answer", "is_correct", "parse", "same_answer"]
