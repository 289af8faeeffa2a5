"""Which submissions are alike beyond what the exercises force: pairs that are worth a look, nothing more.

Each answer becomes a sequence of tokens in which names, numbers and texts no longer tell, and every ten in a
row are a fragment (Schleimer, Wilkerson and Aiken, "Winnowing", 2003, compare documents by such fragments).
What stands in the chapter's source (tests, stubs and solutions) says nothing, nor does what many submissions
have: such fragments do not count, and of the others one counts less the more submissions have it. A pair that
shares much of what is left in an exercise probably has it from one source, which may be a book, a tutor or a
neighbour.

Short answers are all alike and leave no such fragments, so nothing is said about them.
"""

from __future__ import annotations

import builtins
import io
import keyword
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from shared.grading.course import Course, GradingError
from shared.grading.notebooks import exercises, grade_id, is_answer, read_source

from nbformat import NotebookNode

FRAGMENT = 10  # tokens
MAX_TOKENS = 10_000  # of one answer
MANY = 5  # a fragment in more submissions than this, and in more than a fifth of them, is common knowledge
ALIKE = 0.6  # of the fragments that count in the answer with fewer of them
MIN_SHARED = 10  # of them in an exercise
MIN_WEIGHT = 20.0  # over all exercises that are alike: a run of thirty tokens that nobody else has
MAX_PAIRS = 50  # listed
ADDED = "added cells"

_LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
_LAYOUT |= {tokenize.ENDMARKER}
_WORD = re.compile(r"\w+|[^\w\s]")
_KEPT = {*keyword.kwlist, *dir(builtins)}

Fragments = dict[str, set[int]]  # exercise -> the fragments of an answer


@dataclass
class Pair:
    """Two submissions that are alike, and where."""

    students: tuple[str, str]
    common: dict[str, tuple[int, int]] = field(default_factory=dict)  # exercise -> in common, of how many
    weight: float = 0.0

    def line(self) -> str:
        """One line for the terminal."""
        where = "; ".join(f"{title}: {both} of {all_} fragments" for title, (both, all_) in self.common.items())
        return f"{self.students[0]} and {self.students[1]}: worth a look ({where})"


def similar(course: Course, chapter: str) -> list[Pair]:
    """The pairs of a chapter's submissions that are most alike, as they were prepared for their last grading.

    Raises:
        GradingError: there are no two submissions to compare.
    """
    source = read_source(course.solutions(chapter))
    prepared = course.submissions("prepared", chapter)
    files = {name: folder / f"{chapter}_exercises.ipynb" for name, folder in prepared.items()}
    notebooks = {name: read_source(file) for name, file in files.items() if file.is_file()}
    if len(notebooks) < 2:
        raise GradingError(f"there are no two submissions of {chapter} to compare: run autograde first")
    return alike(source, notebooks)


def alike(source: NotebookNode, notebooks: dict[str, NotebookNode]) -> list[Pair]:
    """The pairs that are worth a look, the most alike first."""
    forced = {f for cell in source.cells if cell.cell_type == "code" for f in fragments(cell.source)}
    titles = {exercise.answer: exercise.title for exercise in exercises(source)}
    found = {name: _fragments_of(notebook, titles, forced) for name, notebook in notebooks.items()}
    pairs: dict[tuple[str, str], Pair] = {}
    for title in [*titles.values(), ADDED]:
        own = {name: fragments_[title] for name, fragments_ in found.items() if fragments_.get(title)}
        _compare(title, own, max(MANY, len(notebooks) // 5), pairs)
    listed = [pair for pair in pairs.values() if pair.weight >= MIN_WEIGHT]
    return sorted(listed, key=lambda pair: (-pair.weight, pair.students))[:MAX_PAIRS]


def _fragments_of(notebook: NotebookNode, titles: dict[str, str], forced: set[int]) -> Fragments:
    """The fragments of a submission that are the learner's own."""
    found: Fragments = defaultdict(set)
    for cell in notebook.cells:
        if cell.cell_type == "code" and (is_answer(cell) or not grade_id(cell)):
            title = titles.get(grade_id(cell) or "", ADDED)
            found[title] |= fragments(cell.source) - forced
    return found


def _compare(title: str, own: dict[str, set[int]], many: int, pairs: dict[tuple[str, str], Pair]) -> None:
    """Add to ``pairs`` what the answers to one exercise have in common."""
    having: dict[int, list[str]] = defaultdict(list)
    for name in sorted(own):
        for fragment in own[name]:
            having[fragment].append(name)
    frequent = {fragment for fragment, names in having.items() if len(names) > many}
    sizes = {name: len(mine - frequent) for name, mine in own.items()}
    common: dict[tuple[str, str], int] = defaultdict(int)
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for fragment, names in having.items():
        if fragment not in frequent:
            for two in combinations(names, 2):
                common[two] += 1
                weights[two] += 1 / (len(names) - 1)
    for two, count in common.items():
        fewer = min(sizes[name] for name in two)
        if count >= max(MIN_SHARED, ALIKE * fewer):
            pair = pairs.setdefault(two, Pair(two))
            pair.common[title] = count, fewer
            pair.weight += weights[two]


# --- from code to fragments ---------------------------------------------------------------------------------


def fragments(code: str) -> set[int]:
    """The fragments of some code, as numbers; the same in one run of Python only."""
    tokens = []
    for word in _normal(code):
        if len(tokens) == MAX_TOKENS:
            break
        tokens.append(word)
    return {hash(tuple(tokens[i : i + FRAGMENT])) for i in range(len(tokens) - FRAGMENT + 1)}


def _normal(code: str) -> Iterator[str]:
    """The tokens, with one word for every name, one for every number and one for every text.

    Names that are Python's own stay, and so do those behind a dot, which are a library's more often than not.
    """
    after_dot = False
    for word in _tokens(code):
        if word[0].isdigit():
            yield "0"
        elif word[0] in "\"'" or word[-1] in "\"'":
            yield "text"
        elif word.isidentifier() and word not in _KEPT and not after_dot:
            yield "name"
        else:
            yield word
        after_dot = word == "."


def _tokens(code: str) -> Iterable[str]:
    """The tokens of Python code without layout, comments and docstrings; words and signs from a mistake on."""
    last, starts = 0, True  # the line of the last token; whether a statement starts here
    lines = code.splitlines(keepends=True)
    try:
        for kind, word, start, _, _ in tokenize.generate_tokens(io.StringIO(code).readline):
            last = start[0]
            if kind not in _LAYOUT and word.strip() and not (kind == tokenize.STRING and starts):
                yield word
            starts = kind in _LAYOUT if kind != tokenize.COMMENT else starts
    except (tokenize.TokenError, SyntaxError, ValueError):
        for line in lines[last:]:
            yield from _WORD.findall(line.split("#")[0])
