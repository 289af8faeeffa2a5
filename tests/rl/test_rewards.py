"""Rewards, on responses written by hand."""

from __future__ import annotations

import math

from shared.inference.generation import Response
from shared.problems import Problem
from shared.rl.rewards import (
    REWARDS,
    Answers,
    correctness_reward,
    cosine_reward,
    each,
    format_reward,
    linear_length_reward,
    overlong_reward,
    repetition_reward,
)

import pytest
import torch

HALF = Problem("", "", r"\frac{1}{2}", "", 1, "")


def response(text: str, ids: list[int] | None = None, reason: str = "stop") -> Response:
    ids = ids or [1]
    return Response(ids, text, [-0.1] * len(ids), reason, 3)


def test_the_default_reward_is_the_verifier():
    assert correctness_reward(response(r"so it is \boxed{0.5}"), HALF) == 1
    assert correctness_reward(response(r"so it is \boxed{2}"), HALF) == 0
    assert correctness_reward(response("so it is 0.5"), HALF) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<think>\n1+1=2\n</think>\n\n\\boxed{2}", 1.0),
        (" \n<think>a</think>\\boxed{2}", 1.0),
        ("<think>a</think> two", 0.5),
        ("\\boxed{2}", 0.5),
        ("<think>\\boxed{2}</think>", 0.0),
        ("<think>a</think>", 0.0),
        ("<think></think>\\boxed{2}", 0.5),
        ("<think> \n </think>\\boxed{2}", 0.5),
        ("so <think>a</think>\\boxed{2}", 0.5),
        ("<think>a<think>b</think>\\boxed{2}", 0.5),
        ("<think>a</think>b</think>\\boxed{2}", 0.5),
        ("</think>a<think>\\boxed{2}", 0.0),
        ("<think>a \\boxed{2}", 0.0),
        ("<think>a</think>\\boxed{2", 0.5),
        ("<THINK>a</THINK>\\boxed{2}", 0.5),
        ("", 0.0),
    ],
)
def test_the_format_on_malformed_texts(text, expected):
    assert format_reward(response(text)) == expected


def test_repeated_n_grams():
    assert repetition_reward(response("", [1, 2, 3, 4, 5])) == 0
    assert repetition_reward(response("", [7] * 6)) == pytest.approx(-3 / 4)  # one of four is new
    assert repetition_reward(response("", [1, 2])) == 0


def test_overlong_responses():
    lengths = torch.tensor([10.0, 75.0, 80.0, 100.0, 300.0])
    assert overlong_reward(lengths, 100, 25).tolist() == pytest.approx([0, 0, -0.2, -1, -1])


def test_a_right_response_should_be_short_and_a_wrong_one_long():
    lengths = torch.tensor([0.0, 50.0, 100.0, 200.0])
    right = cosine_reward(lengths, torch.ones(4), 100, (1.0, 0.5), (-1.0, -0.5)).tolist()
    wrong = cosine_reward(lengths, torch.zeros(4), 100, (1.0, 0.5), (-1.0, -0.5)).tolist()
    assert right == pytest.approx([1.0, 0.75, 0.5, 0.5])
    assert wrong == pytest.approx([-1.0, -0.75, -0.5, -0.5])
    # As in the paper: eta_min + (eta_max - eta_min) / 2 * (1 + cos(pi t / T)), falling from 1 to 0.5.
    quarter = cosine_reward(torch.tensor([25.0]), torch.ones(1), 100, (1.0, 0.5)).item()
    assert quarter == pytest.approx(0.5 + 0.25 * (1 + math.cos(math.pi / 4)))


def test_only_a_group_that_solves_is_asked_to_be_brief():
    lengths = torch.tensor([[10.0, 20.0], [10.0, 20.0]])
    correct = torch.tensor([[1.0, 1.0], [0.0, 0.0]])
    assert linear_length_reward(lengths, correct).tolist() == [[-0.5, -1.0], [0.0, 0.0]]


def test_answers_and_the_named_rewards():
    groups = [
        [response(r"\boxed{1/2}", [1, 2, 3]), response("?", [1], "length")],
        [response(r"<think>a</think>\boxed{3}", [1] * 8), response(r"\boxed{.5}", [4, 5])],
    ]
    answers = Answers([HALF, HALF], groups, 8)
    assert answers.correct.tolist() == [[1, 0], [0, 1]]
    assert answers.lengths.tolist() == [[3, 1], [8, 2]]
    assert answers.truncated.tolist() == [[False, True], [False, False]]
    found = {name: reward(answers) for name, reward in REWARDS.items()}
    assert all(reward.shape == (2, 2) and reward.isfinite().all() for reward in found.values())
    assert found["correct"].tolist() == [[1, 0], [0, 1]]
    assert found["format"].tolist() == [[0.5, 0], [1, 0.5]]
    assert found["overlong"][1].tolist() == [-1, 0]
    assert found["repetition"][1, 0] < 0
    ends = cosine_reward(torch.tensor([0.0, 8.0, 0.0, 8.0]), torch.tensor([1.0, 1.0, 0.0, 0.0]), 8)
    assert ends.tolist() == pytest.approx([1.0, 0.5, -1.0, -0.5])
    assert found["cosine"][0, 0] > 0 > found["cosine"][0, 1]
    assert found["linear-length"][0].tolist() == pytest.approx([-0.5, -0.5 / 3])
    longest = each(lambda r, problem: len(r.text))
    assert longest(answers)[1, 0] == len(groups[1][0].text)
