"""How much text, structure and work one answer may ask for; everything is refused before it is computed."""

from __future__ import annotations

MAX_ANSWER = 1_000  # characters; a longer box is not an answer
MAX_TOKENS = 400
MAX_DIGITS = 100  # of one number
MAX_DEPTH = 24  # brackets within brackets; keeps Python's own stack out of danger
MAX_ITEMS = 40  # of a list, tuple, set or matrix
MAX_NODES = 300  # of one expression tree
MAX_BITS = 1_024  # of a numerator or a denominator, so that 170! is the largest factorial
MAX_EXPONENT = 10_000
MAX_TERMS = 64  # of a polynomial
READING = 2_000  # steps for reading one answer's tokens (± reads some of them twice)
ARITHMETIC = 2_000  # steps for the exact arithmetic of one answer
EVALUATION = 2_500  # steps for the numerical evaluations of one comparison, or while reading one answer


class Unsupported(ValueError):
    """The text is not in the grammar, or what it asks for is beyond a limit."""


class Budget:
    """Work that may still be done, in steps of some microseconds: a token, a product, a node of a tree.

    Counting steps instead of watching a clock makes verdicts the same on every machine and in every thread.
    """

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Count work about to be done.

        Raises:
            Unsupported: nothing is left.
        """
        self.left -= steps
        if self.left < 0:
            raise Unsupported("too much work")
