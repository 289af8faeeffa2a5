"""The verifier against answers labelled by hand: no wrong answer accepted, almost no right one refused.

``labelled_answers.jsonl`` holds one pair a line: category, answer, gold, whether they are equal, and a word on
why where that is not plain. The labels follow the rules in the documentation of ``shared.verifier``.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from shared.tools import files
from shared.verifier import equivalent, extract_answer, is_correct, same_answer

LABELLED = Path(__file__).parent / "labelled_answers.jsonl"
MAX_FALSE_NEGATIVES = 0.01  # of the equal pairs; of the unequal ones, none may be accepted
ONLY_UNEQUAL = {"hostile text"}  # equals nothing but itself
_TWO_DECIMALS = re.compile(r"\D*[0-9,]*\.[0-9]{2,}\D*")


@cache
def pairs() -> list[dict]:
    return files.read_jsonl(LABELLED)


def shown(failures: list[dict]) -> str:
    """All failing pairs, one a line, for the message of an assertion."""
    lines = (f"  {p['category']}: answer {p['answer']!r}, gold {p['gold']!r}" for p in failures)
    return f"{len(failures)} of {len(pairs())} pairs:\n" + "\n".join(lines)


def gold_may_be_rounded(pair: dict) -> bool:
    """Whether one side alone has two or more decimals: there ``equivalent`` goes by the form of the gold."""
    written = [_TWO_DECIMALS.fullmatch(pair[side]) is not None for side in ("answer", "gold")]
    return written.count(True) == 1


def test_schema() -> None:
    for number, pair in enumerate(pairs(), start=1):
        assert {"category", "answer", "gold", "equal"} <= set(pair) <= {
            "category", "answer", "gold", "equal", "why",
        }, f"line {number}"  # fmt: skip
        assert isinstance(pair["equal"], bool), f"line {number}"
        for field in set(pair) - {"equal"}:
            assert isinstance(pair[field], str), f"line {number}: {field}"
        assert pair["category"] and pair["gold"] and pair.get("why") != "", f"line {number}"


def test_counts_and_balance() -> None:
    equal = [pair["equal"] for pair in pairs()]
    assert len(pairs()) >= 500
    assert 0.4 <= sum(equal) / len(equal) <= 0.6
    kinds = Counter((pair["category"], pair["equal"]) for pair in pairs())
    categories = {category for category, _ in kinds}
    assert len(categories) >= 25
    for category in categories:
        assert kinds[category, False], f"{category} has no unequal pair"
        assert bool(kinds[category, True]) == (category not in ONLY_UNEQUAL), category


def test_no_pair_twice() -> None:
    counts = Counter((pair["answer"], pair["gold"]) for pair in pairs())
    assert [pair for pair, count in counts.items() if count > 1] == []
    assert [pair for pair in counts if pair[0] == pair[1]] == []
    label = {(pair["answer"], pair["gold"]): pair["equal"] for pair in pairs() if not gold_may_be_rounded(pair)}
    assert [(a, b) for (a, b), equal in label.items() if label.get((b, a), equal) != equal] == []


def test_no_wrong_answer_is_accepted() -> None:
    accepted = [p for p in pairs() if not p["equal"] and equivalent(p["answer"], p["gold"])]
    assert not accepted, "false positives, " + shown(accepted)


def test_right_answers_are_accepted() -> None:
    equal = [p for p in pairs() if p["equal"]]
    refused = [p for p in equal if not equivalent(p["answer"], p["gold"])]
    assert len(refused) <= MAX_FALSE_NEGATIVES * len(equal), "false negatives, " + shown(refused)


def test_reflexive() -> None:
    texts = sorted({p[side] for p in pairs() for side in ("answer", "gold")})
    assert [text for text in texts if not equivalent(text, text)] == []


def test_spaces_around_change_nothing() -> None:
    texts = sorted({p[side] for p in pairs() for side in ("answer", "gold")})
    assert [text for text in texts if not equivalent(f"  {text}\n", text)] == []


def test_symmetric_where_the_form_of_the_gold_does_not_matter() -> None:
    asked = [p for p in pairs() if not gold_may_be_rounded(p)]
    assert len(asked) >= 0.8 * len(pairs())
    lopsided = [p for p in asked if equivalent(p["answer"], p["gold"]) != equivalent(p["gold"], p["answer"])]
    assert not lopsided, "not symmetric, " + shown(lopsided)


def test_without_a_gold_answer_always_symmetric() -> None:
    lopsided = [
        p for p in pairs() if same_answer(p["answer"], p["gold"]) != same_answer(p["gold"], p["answer"])
    ]
    assert not lopsided, "not symmetric, " + shown(lopsided)
    asked = [p for p in pairs() if not gold_may_be_rounded(p)]
    differing = [p for p in asked if same_answer(p["answer"], p["gold"]) != equivalent(p["answer"], p["gold"])]
    assert not differing, "judged otherwise by same_answer, " + shown(differing)


def test_the_exception_to_symmetry() -> None:
    assert equivalent(r"\frac13", "0.33") and not equivalent("0.33", r"\frac13")
    assert not same_answer(r"\frac13", "0.33") and not same_answer("0.33", r"\frac13")


def test_a_boxed_answer_is_judged_like_the_answer() -> None:
    """Through a whole response: the box is found, whatever stands in it, and judged as the bare answer is."""
    asked = [p for p in pairs() if _fits_in_a_box(p["answer"])]
    assert len(asked) >= 0.9 * len(pairs())
    differing = []
    for pair in asked:
        response = f"<think>Is it \\boxed{{1}}?</think> So the answer is $\\boxed{{{pair['answer']}}}$."
        right = is_correct(response, pair["gold"]) == equivalent(pair["answer"], pair["gold"])
        if not right or extract_answer(response) != pair["answer"].strip():
            differing.append(pair)
    assert not differing, shown(differing)


def _fits_in_a_box(answer: str) -> bool:
    """Not empty, as many braces closed as opened, and no box of its own."""
    return bool(answer) and answer.count("{") == answer.count("}") and r"\boxed" not in answer
