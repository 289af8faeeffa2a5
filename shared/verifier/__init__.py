r"""The course's ruler: is this answer the right one?

Three functions, used by every benchmark and as the reward of reinforcement learning::

    extract_answer(response) -> str | None     the last \boxed{...} after any thinking
    equivalent(answer, gold) -> bool           do two answers, in LaTeX or plain text, mean the same?
    is_correct(response, gold) -> bool         extract, then compare

What a model writes is hostile input. **Nothing here evaluates text**: a tokenizer and a recursive-descent
parser with a whitelist build typed values, and whatever the grammar does not know is compared as text. Length,
depth, digits, exponents and work are bounded before anything is computed, so every call returns within
milliseconds and none raises. There is no torch in this package.

What counts as equal:

=================  =========================================================================================
numbers            Exact: ``\frac12``, ``\dfrac{1}{2}``, ``1/2``, ``.5`` and ``2^{-1}`` are one number;
                   ``0.33`` is not ``1/3``. Thousands separators (``1,000``, ``1{,}000``, ``10,\!080``) and
                   mixed numbers (``1\frac{4}{5}``, ``1 4/5``) are read.
roots, pi, i       Exact normal form: ``\sqrt{12}`` is ``2\sqrt3``, ``1/\sqrt2`` is ``\frac{\sqrt2}{2}``.
polynomials        Any order, expanded or factored: ``(a+5)(b+2)`` is ``ab+2a+5b+10``.
units, currency    Ignored (``5\text{ cm}``, ``\$5.00``, ``90^\circ``), unless both answers carry a known unit
                   and the units differ: ``5\text{ cm}`` is not ``5\text{ m}``.
percent            ``50\%`` equals ``50`` (percent as a unit) and ``0.5`` (its value).
named values       ``x=5`` and ``5`` are equal, ``x \in [1,2]`` and ``[1,2]`` too; ``x=5`` and ``y=5`` are not.
equations          Up to a factor when they have two or more variables: ``y=2x+3`` is ``4x-2y+6=0``.
tuples, intervals  Order and each bracket matter: ``[2,5)``, ``(2,5)``, ``[2,5]`` and ``(5,2)`` are four things.
sets, bare lists   Order does not matter: ``1,-2`` equals ``-2,1`` and ``\{-2,1\}``; ``1\pm\sqrt2`` is the list
                   of its two values. A list is not a tuple: ``1,2`` is not ``(1,2)``.
matrices           Entry by entry, whatever the bracket.
other bases        Same digits and same base: ``52_8`` is neither ``528`` nor ``42``.
text, choices      Case, spaces and a final full stop do not matter: ``\text{Even}`` is ``even``. The choices
                   ``\text{(C)}``, ``(C)`` and ``C`` are one.
=================  =========================================================================================

A comma between a digit and exactly three digits is a thousands separator, except inside brackets, where it
separates: ``1,234`` is a number and ``(1,234)`` is a pair.
"""

from .comparison import equivalent, is_correct
from .extraction import extract_answer
from .parser import parse

__all__ = ["equivalent", "extract_answer", "is_correct", "parse"]
