"""Which check of a test said it, and whether that is a hidden one.

A failed check says the author's sentence and then what was found, which differs from learner to learner. The
sentences stand in the test cells; so a message leads back to its check, for counting the same mistakes together
and for telling hidden checks from visible ones.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from shared.grading.outcomes import NOT_RUN, UNSOLVED

A_HIDDEN_TEST = "a hidden test of this exercise fails"
HOLE = "…"  # what a test fills in when it runs
MIN_LINE = 12  # characters of a line of code that is worth hiding

# What does not come from a test, but from looking at the answer or the clock.
_NO_TEST = re.compile(
    rf"{re.escape(UNSOLVED)}|{re.escape(NOT_RUN)}|ran longer than|took longer than|the answer itself fails"
    r"|the answer cell |the Python process ended|not run"
)
# A sentence about a rule ("divide without rounding") gives no case of a test away; one with a number, a
# quotation or something in brackets may.
_CASE = re.compile(rf"[\d\"'`()\[\]{{}}=<>{HOLE}]")


def sentences(tests: Iterable[str]) -> Counter[str]:
    """The texts of more than one word in test cells, each with its number; ``…`` for what is filled in."""
    found: Counter[str] = Counter()
    for test in tests:
        try:
            tree = ast.parse(test)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        texts = [_text(node) for node in ast.walk(tree) if id(node) not in parts]
        found.update(" ".join(text.split()) for text in texts if " " in text.strip())
    return found


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else HOLE for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def said_by(message: str, known: Iterable[str]) -> str | None:
    """The author's sentence that a message begins with, the longest of several; None without one."""
    told = [sentence for sentence in known if _beginning(sentence).match(message)]
    return max(told, key=len, default=None)


def _beginning(sentence: str) -> re.Pattern[str]:
    return re.compile(".*?".join(map(re.escape, sentence.split(HOLE))) + r"(?!\w)")


def in_two_parts(message: str, tests: Iterable[str]) -> str:
    """A message with a colon between what a check asks for and what it found."""
    told = [match for sentence in sentences(tests) if (match := _beginning(sentence).match(message))]
    length = max((match.end() for match in told), default=len(message))
    rest = message[length:].strip()
    return f"{message[:length]}: {rest}" if rest else message


@dataclass(frozen=True)
class Hidden:
    """What learners shall not see of the tests of one exercise."""

    visible: Counter[str]  # sentences of the tests as they were released
    whole: Counter[str]  # and of the whole tests
    lines: frozenset[str]  # lines of code that are in the whole tests only

    @classmethod
    def between(cls, released: Iterable[str], whole: Iterable[str]) -> Hidden:
        """What the whole test cells of an exercise have and the released ones have not."""
        released, whole = list(released), list(whole)
        seen = {line.strip() for test in released for line in test.splitlines()}
        lines = {line.strip() for test in whole for line in test.splitlines()} - seen
        return cls(sentences(released), sentences(whole), frozenset(lines))

    def reduced(self, message: str) -> str:
        """A message without anything that only a hidden check says.

        In full is kept what no test says, and what a visible check says whose sentence no hidden one shares. Of
        a hidden check its sentence is kept, if that is about a rule and no case. Of an error that a test ran
        into its kind is kept: its text may hold what a hidden test handed to the answer.
        """
        if not message or not self.lines or _NO_TEST.match(message):
            return message
        sentence = said_by(message, self.whole)
        if sentence is not None and self.visible[sentence] == self.whole[sentence]:
            return message
        if sentence is not None:
            return A_HIDDEN_TEST if _CASE.search(sentence) else f"{A_HIDDEN_TEST}: {sentence}"
        kind = re.match(r"[A-Za-z_]\w*(?:Error|Exception|Warning|Interrupt|Exit|Iteration)\b", message)
        return f"a test of this exercise ends with {kind[0]}" if kind else "a test of this exercise fails"

    def shown_in(self, text: str) -> bool:
        """Whether a text quotes the hidden code, as an answer can that looks at its caller."""
        return any(len(line) >= MIN_LINE and line in text for line in self.lines if not line.startswith("###"))


def grouped(message: str, known: Iterable[str]) -> str:
    """What messages of one mistake have in common: the check's sentence, or all of it but the numbers."""
    return said_by(message, known) or re.sub(r"\d[\d.e+-]*", HOLE, message)
