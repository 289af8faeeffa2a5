"""Which problems each batch asks."""

from __future__ import annotations

from shared.rl.batches import ProblemSource
from shared.training.loop import batch_indices

import pytest
from rl_cases import toy_problems


def always(problem):
    return True


def test_a_list_is_read_in_the_loop_s_order_from_any_position():
    problems = toy_problems(5)
    source = ProblemSource(problems, seed=4, fits=always)
    for number in (0, 7, 2):
        expected = [problems[i] for i in batch_indices(number, 5, 3, 4)]
        assert source.batch(3 * number, 3) == (expected, 3 * number + 3)
    assert ProblemSource(problems, seed=5, fits=always).batch(0, 3) != source.batch(0, 3)


def test_a_stream_is_read_in_its_own_order_and_can_be_skipped():
    problems = toy_problems(20)
    source = ProblemSource(iter(problems), seed=4, fits=always, name="s")
    assert source.batch(0, 3) == (problems[:3], 3)
    assert source.batch(3, 3) == (problems[3:6], 6)
    assert source.batch(12, 3) == (problems[12:15], 15)
    with pytest.raises(ValueError, match="start its stream anew"):
        source.batch(12, 3)
    with pytest.raises(ValueError, match="ended after 20"):
        source.batch(18, 3)


def test_what_does_not_fit_is_left_out_and_counted_once():
    problems = toy_problems(20)
    unfit = {problems[i].unique_id for i in (1, 4, 5)}
    source = ProblemSource(iter(problems), seed=0, fits=lambda p: p.unique_id not in unfit, name="s")
    fitting = [p for p in problems if p.unique_id not in unfit]
    counts = []
    for number in range(4):
        assert source.batch(3 * number, 3)[0] == fitting[3 * number : 3 * number + 3]
        counts.append(source.left_out)
    assert counts == [1, 2, 0, 0]
    again = ProblemSource(iter(problems), seed=0, fits=lambda p: p.unique_id not in unfit, name="s")
    assert again.batch(6, 3)[0] == fitting[6:9]  # as after a resume


@pytest.mark.parametrize("stream", [False, True])
def test_retired_problems_are_passed_over(stream):
    problems = toy_problems(10)
    source = ProblemSource(iter(problems) if stream else problems, seed=1, fits=always, name="s")
    first, position = source.batch(0, 3)
    retired = {p.unique_id for p in problems if p.unique_id not in {"toy-8", "toy-9"}}
    found, after = source.batch(position, 2 if stream else 4, retired)
    assert {p.unique_id for p in found} == {"toy-8", "toy-9"}
    assert after - position > len(found)
    if not stream:  # nothing would be left: all are asked again
        assert source.batch(position, 3, {p.unique_id for p in problems}) == source.batch(position, 3)


def test_identities():
    problems = toy_problems(5)

    def identity(given, name=None):
        return ProblemSource(given, seed=0, fits=always, name=name).identity()

    assert identity(problems) == identity(list(problems)) != identity(problems[::-1])
    assert identity(iter(problems), "a") == {"stream": "a"}
    with pytest.raises(ValueError, match="stream_name"):
        identity(iter(problems))


def test_a_list_is_checked_before_the_start():
    problems = toy_problems(5)
    with pytest.raises(ValueError, match=r"2 of 5 problems leave no room.*toy-3"):
        ProblemSource(problems, seed=0, fits=lambda p: p.unique_id < "toy-3")
    with pytest.raises(ValueError, match="no problems"):
        ProblemSource([], seed=0, fits=always)
