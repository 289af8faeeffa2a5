r"""The verifier on what people write and verifiers are reported to misjudge, and on what only looks alike.

``reported_answers.jsonl`` has the fields of ``labelled_answers.jsonl``; a category is a kind of spelling. For
every kind there are at least as many unequal neighbours as equal pairs. No right answer may be refused here.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from shared.tools import files
from shared.verifier import equivalent, extract_answer, is_correct, same_answer

import pytest

FOLDER = Path(__file__).parent
# "m+n = 5" says what the gold answer 5 says. The gold answer "m+n = 5" may be a line, of which 5 says nothing.
ONE_WAY = "a statement tells a value"


@cache
def pairs() -> list[dict]:
    return files.read_jsonl(FOLDER / "reported_answers.jsonl")


def shown(found: list[dict]) -> str:
    return "\n".join(f"  {p['category']}: answer {p['answer']!r}, gold {p['gold']!r}" for p in found)


def test_schema_and_counts() -> None:
    for number, pair in enumerate(pairs(), start=1):
        assert set(pair) == {"category", "answer", "gold", "equal"}, f"line {number}"
        assert isinstance(pair["equal"], bool) and pair["gold"], f"line {number}"
    counts = Counter((p["category"], p["equal"]) for p in pairs())
    kinds = {kind for kind, _ in counts}
    assert len(kinds) >= 20
    assert [kind for kind in sorted(kinds) if not 0 < counts[kind, True] <= counts[kind, False]] == []


def test_no_pair_twice() -> None:
    labelled = files.read_jsonl(FOLDER / "labelled_answers.jsonl")
    counts = Counter((p["answer"], p["gold"]) for p in [*pairs(), *labelled])
    assert [pair for pair, count in counts.items() if count > 1] == []
    assert [p for p in pairs() if p["answer"] == p["gold"]] == []


def test_no_wrong_answer_is_accepted() -> None:
    accepted = [p for p in pairs() if not p["equal"] and equivalent(p["answer"], p["gold"])]
    assert not accepted, "false positives:\n" + shown(accepted)
    accepted = [p for p in pairs() if not p["equal"] and same_answer(p["gold"], p["answer"])]
    assert not accepted, "false positives:\n" + shown(accepted)


def test_no_right_answer_is_refused() -> None:
    refused = [p for p in pairs() if p["equal"] and not equivalent(p["answer"], p["gold"])]
    assert not refused, "false negatives:\n" + shown(refused)


def test_one_rule_goes_one_way() -> None:
    one_way = [p for p in pairs() if p["category"] == ONE_WAY and p["equal"]]
    assert len(one_way) >= 5
    for pair in one_way:
        answer, gold = pair["answer"], pair["gold"]
        assert not equivalent(gold, answer), pair
        assert not same_answer(answer, gold) and not same_answer(gold, answer), pair


def test_the_others_go_both_ways() -> None:
    both = [p for p in pairs() if p["category"] != ONE_WAY]
    wrong = [
        (p[one], p[two])
        for p in both
        for one, two in (("answer", "gold"), ("gold", "answer"))
        if not equivalent(p[one], p[two]) == same_answer(p[one], p[two]) == p["equal"]
    ]
    assert wrong == []


def test_reflexive_with_spaces_and_dollar_signs() -> None:
    texts = sorted({p[side] for p in pairs() for side in ("answer", "gold")})
    assert [t for t in texts if not (equivalent(t, t) and equivalent(f" {t}\n", t))] == []
    plain = [t for t in texts if "$" not in t and r"\(" not in t]
    assert [t for t in plain if not equivalent(f"${t}$", t)] == []


def test_a_boxed_answer_is_judged_like_the_answer() -> None:
    whole = [p for p in pairs() if p["answer"].count("{") == p["answer"].count("}")]
    asked = [p for p in whole if r"\boxed" not in p["answer"]]
    assert len(asked) >= 0.9 * len(pairs())
    wrong = [p for p in asked if is_correct(rf"So it is $\boxed{{{p['answer']}}}$.", p["gold"]) != p["equal"]]
    assert not wrong, shown(wrong)


# --- the answer in a response -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        (r"So it is \boxed{12}. I put it in \boxed.", "12"),
        ("\\boxed{12}\n\nThis is the \\boxed{} format.", "12"),
        ("**\\boxed{12}**\n(I used `\\boxed{}`)", "12"),
        (r"\boxed{12}, as asked in \boxed{ }, \fbox{} or \boxed{\,}", "12"),
        (r"\boxed{12}. I used the \boxed command.", "12"),
        (r"\boxed{12}. (In \boxed, that is.)", "12"),
        (r"\boxed{12}, in a \boxed way", "12"),
        (r"\boxed{12}. The format is \boxed{...}", "12"),
        (r"\boxed{12}. The format is \boxed{\ldots}", "12"),
        (r"\boxed{12} as \boxed{answer} or \boxed{your answer here}", "12"),
        (r"\boxed{12}" + r" \boxed" * 20 + ".", "12"),
        # what still counts, and what still hides
        (r"\boxed{12}, no, \boxed 7.", "7"),
        (r"\boxed{12}, no, \boxed -7", "-7"),
        (r"\boxed{12}, no, \boxed\frac12", r"\frac12"),
        (r"\boxed{12}, no, \boxed x.", "x"),
        (r"\boxed{12}, no, \boxed{0}", "0"),
        (r"\boxed{12}, no, \boxed{none}", "none"),
        (r"\boxed{12}, no, \boxed{1", None),
        (r"\boxed{12}, no, \boxed", None),
        (r"\boxed{12}, no, \boxed{" + "1" * 2000 + "}", None),
        (r"\boxed{}", None),
        (r"\boxed{...} is the format", None),
        (r"in \boxed{} format. <think>\boxed{12}</think>", None),
        (r"\boxed{12}" + r" \boxed," * 70, None),  # not looked for without end
    ],
)
def test_a_box_that_is_only_mentioned_hides_nothing(response: str, answer: str | None) -> None:
    assert extract_answer(response) == answer


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        ("The chance is 5/8.", "5/8"),
        ("It is -2/7.", "-2/7"),
        ("They ate 2/9!", "2/9"),
        ("It is 3 / 4, I think", "3 / 4"),
        ("In all 3 1/4 hours", "3 1/4"),
        ("-2 1/2.", "-2 1/2"),
        ("it is 2½ cups", "2½"),
        ("it is ½.", "½"),
        (r"It is $\frac{3}{4}$.", r"\frac{3}{4}"),
        (r"It is $-\dfrac{3}{4}$.", r"-\dfrac{3}{4}"),
        (r"It is \frac34.", r"\frac34"),
        (r"It is 2\frac{1}{2}.", r"2\frac{1}{2}"),
        ("It is 10^5.", "10^5"),
        ("It is 2^{10}.", "2^{10}"),
        (r"It is 2.5\times10^{-3}.", r"2.5\times10^{-3}"),
        ("It is 2.5x10^3.", "2.5x10^3"),
        ("It is 1.5e3.", "1.5e3"),
        ("The area is 15 cm^2.", "15"),
        (r"The area is 15\text{ cm}^{2}.", "15"),
        ("with x_1 it is 7, as is x_2", "7"),
        # what is not taken for a number
        (r"It is \frac{\pi}{4}.", None),
        ("It is π/4.", None),
        (r"It is \sqrt{2}.", None),
        ("x^2", None),
        # as before
        ("It is 3/4.5", "4.5"),
        ("5 7/3 of it", "7/3"),
        ("on 1/2/2024", "2024"),
        ("It is 3. 4 of", "4"),
        ("between 3-5.", "5"),
        ("1,000/3.", "1,000/3"),
        ("x^2 " * 20, None),
    ],
)
def test_the_last_number_keeps_all_its_parts(response: str, answer: str | None) -> None:
    assert extract_answer(response, fallback="last_number") == answer


def test_a_part_of_the_last_number_is_not_right() -> None:
    parts = {"-5/6": "6", "3/4": "4", "2 1/2": "1/2", "2½": "2", "10^5": "5", r"\sqrt{2}": "2"}
    parts |= {r"\frac{\pi}{4}": "4", r"\frac{3}{4}": "4"}
    for number, part in parts.items():
        assert not is_correct(f"It is {number}.", part, fallback="last_number"), number
    assert is_correct("It is -5/6.", r"-\frac56", fallback="last_number")
    assert is_correct("It is 2½.", "2.5", fallback="last_number")
