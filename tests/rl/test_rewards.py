"""Rewards, on responses written by hand."""

from __future__ import annotations

from shared.problems import Problem
from shared.rl.rewards import correctness_reward


def test_the_default_reward_is_the_verifier():
    from shared.inference.generation import Response

    def answer(text):
        return correctness_reward(
            Response([1], text, [-0.1], "stop", 3), Problem("", "", r"\frac{1}{2}", "", 1, "")
        )

    assert answer(r"so it is \boxed{0.5}") == 1
    assert answer(r"so it is \boxed{2}") == 0
    assert answer("so it is 0.5") == 0
