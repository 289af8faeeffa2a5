"""The checks of the exercises: what they let through, what they stop, and with which words."""

from __future__ import annotations

import subprocess
import sys
from math import inf, nan

from shared.grading.checks import CheckFailed, expect, expect_close, expect_equal, expect_raises

import numpy as np
import pytest
import torch


class AlwaysEqual:
    """What a learner might return to pass any comparison."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


def message_of(check, *args, **kwargs) -> str:
    with pytest.raises(CheckFailed) as failed:
        check(*args, **kwargs)
    return str(failed.value)


def test_expect():
    for true in (True, 1, "x", torch.tensor(True), np.bool_(True)):
        expect(true, "wrong")
    for false in (False, 0, None, "", torch.tensor(0.0), np.bool_(False)):
        assert message_of(expect, false, "wrong") == "wrong"
    assert "a torch tensor of shape (2,)" in message_of(expect, torch.tensor([1, 1]) == 1, "wrong")
    assert issubclass(CheckFailed, AssertionError)


EQUAL = [
    (1, 1),
    (1, 1.0),
    (10**400, 10**400),
    ("text", "text"),
    (None, None),
    (True, np.bool_(True)),
    (np.float64(0.5), 0.5),
    (np.int64(3), np.array(3)),
    (torch.tensor(3), 3),
    (nan, nan),
    (-inf, -inf),
    ([1, (2, "a")], [1, (2, "a")]),
    ({"b": [1], "a": None}, {"a": None, "b": [1]}),
    ({1, 2}, {2, 1}),
    (torch.tensor([1, 2], dtype=torch.int32), torch.tensor([1, 2])),
    (torch.tensor([True]), torch.tensor([True])),
    (torch.tensor([1.5], dtype=torch.bfloat16, requires_grad=True), torch.tensor([1.5])),
    (torch.empty(0, 3), torch.empty(0, 3)),
    (np.array([[1.0]]), np.array([[1.0]], dtype=np.float32)),
    (torch.float32, torch.float32),
    ([torch.tensor([1])], [torch.tensor([1])]),
]


@pytest.mark.parametrize(("actual", "expected"), EQUAL)
def test_equal(actual, expected):
    expect_equal(actual, expected, "wrong")
    expect_close(actual, expected, "wrong", atol=0, rtol=0)


UNEQUAL = [
    (2, 1, "got 2, expected 1"),
    (1, True, "got 1, expected True"),
    (True, 1, "got True, expected 1"),
    ("a", 1, "got 'a' (type str), expected a number"),
    (None, 1, "got None (is a return missing?), expected a number"),
    (None, [1], "got None (is a return missing?), expected a list"),
    (None, torch.tensor([1]), "is a return missing?), expected a torch tensor of shape (1,)"),
    ("ab", "a", "got 'ab', expected 'a'"),
    (b"a", "a", "got b'a', expected 'a'"),
    ((1, 2), [1, 2], "got (1, 2) (type tuple), expected a list"),
    ([1, 2], (1, 2), "expected a tuple"),
    ([1], [1, 2], "got 1 items, expected 2: [1]"),
    ([1, [2, 4]], [1, [2, 3]], "at [1][1]: got 4, expected 3"),
    ({"a": 1}, {"a": 1, "b": 2}, "the key 'b' is missing"),
    ({"a": 1, "c": 2}, {"a": 1}, "a key too many: 'c'"),
    ({"a": [0]}, {"a": [1]}, "at ['a'][0]: got 0, expected 1"),
    ([("a", 1)], {"a": 1}, "expected a dict"),
    ({1}, {2}, "got {1}, expected {2}"),
    (torch.zeros(2, 3), torch.zeros(3, 2), "got shape (2, 3), expected shape (3, 2)"),
    (torch.tensor([1.0]), torch.tensor([1]), "got floating-point numbers (torch.float32), expected integer"),
    (torch.tensor([1]), torch.tensor([True]), "got integer numbers (torch.int64), expected Boolean"),
    (
        np.array([1]),
        torch.tensor([1]),
        "got a NumPy array of shape (1,), expected a torch tensor",
    ),
    (0.5, torch.tensor(0.5), "got 0.5 (type float), expected a torch tensor of shape ()"),
    (torch.tensor([0.5]), 0.5, "got a torch tensor of shape (1,), expected a number"),
    (torch.tensor([[1, 2], [3, 9]]), torch.tensor([[1, 2], [3, 4]]), "at [1, 1]: got 9, expected 4; 1 of 4"),
    (nan, 1.0, "got nan, expected 1"),
    (inf, -inf, "got inf, expected -inf"),
    (AlwaysEqual(), 1, "expected a number"),
    (AlwaysEqual(), "a", "expected 'a'"),
    (AlwaysEqual(), None, "expected None"),
]


@pytest.mark.parametrize(("actual", "expected", "words"), UNEQUAL)
def test_unequal(actual, expected, words):
    message = message_of(expect_equal, actual, expected, "what to do")
    assert message.startswith("what to do\n  ") and words in message


def test_close_is_a_tolerance_around_the_expected_value():
    expect_close(1.000009, 1.0, "wrong", atol=1e-5, rtol=0)
    message_of(expect_close, 1.000011, 1.0, "wrong", atol=1e-5, rtol=0)
    expect_close(1009.0, 1000.0, "wrong", atol=0, rtol=0.01)
    message_of(expect_close, 1011.0, 1000.0, "wrong", atol=0, rtol=0.01)
    expect_close(10.0, 11.0, "wrong", atol=0, rtol=0.0910)  # relative to 11, not to 10
    message_of(expect_close, 11.0, 10.0, "wrong", atol=0, rtol=0.0910)


def test_close_takes_structures():
    expect_close([[0.1 + 0.2], (1, 2.0)], [[0.3], [1.0, 2]], "wrong")
    expect_close(torch.tensor([[1.0, 2.0]]), [[1, 2]], "a list may be met by a tensor")
    expect_close(np.array([1.0]), [1], "or by an array")
    expect_close({"loss": torch.tensor(0.3), "kl": np.float32(0.1)}, {"loss": 0.3, "kl": 0.1}, "wrong")
    expect_close(torch.tensor([1.0], dtype=torch.float64), torch.tensor([1.0]), "any precision")
    expect_close(torch.tensor([1j]), torch.tensor([1j]), "complex")
    assert "at ['kl']: got 0.2, expected 0.1" in message_of(expect_close, {"kl": 0.2}, {"kl": 0.1}, "wrong")
    assert "expected a list" in message_of(expect_close, 1.0, [1.0], "wrong")


@pytest.mark.parametrize("bad", [nan, inf, -inf])
def test_close_wants_finite_values_where_finite_ones_are_expected(bad):
    expected = torch.tensor([[-inf, 1.0]])
    expect_close(torch.tensor([[-inf, 1.0]]), expected, "wrong")
    assert f"at [0, 1]: got {bad}" in message_of(expect_close, torch.tensor([[-inf, bad]]), expected, "wrong")
    assert "at [0, 0]: got 0, expected -inf" in message_of(
        expect_close, torch.tensor([[0.0, 1.0]]), expected, "wrong", atol=1e9
    )


def test_close_names_shape_and_kind_before_values():
    assert "shape (1, 2)" in message_of(
        expect_close, torch.ones(1, 2), torch.ones(2), "wrong"
    )  # would broadcast
    assert "integer numbers" in message_of(expect_close, torch.tensor([1]), torch.tensor([1.0]), "wrong")
    assert "3 of 3 values" in message_of(expect_close, torch.zeros(3), torch.ones(3), "wrong")


def test_raises():
    def fail(error: BaseException) -> None:
        raise error

    expect_raises(ValueError, int, "x", message="wrong")
    expect_raises((KeyError, TypeError), fail, TypeError("t"), message="wrong")
    expect_raises(RuntimeError, fail, RuntimeError("r"), message="wrong")
    expect_raises(NotImplementedError, fail, NotImplementedError(), message="wrong")
    assert "expected ValueError, but it returned 5" in message_of(
        expect_raises, ValueError, int, "5", message="w"
    )
    assert "but it raised KeyError" in message_of(expect_raises, ValueError, fail, KeyError("k"), message="w")


def test_an_untouched_stub_raises_nothing_that_counts():
    def stub() -> None:
        raise NotImplementedError("Replace this line with your solution")

    for expected in (RuntimeError, Exception, (ValueError, RuntimeError)):
        with pytest.raises(NotImplementedError, match="Replace this line"):
            expect_raises(expected, stub, message="wrong")


def test_ipython_shows_the_reason_and_the_line_of_the_test():
    with pytest.raises(CheckFailed) as failed:
        expect_equal([1, 2], [1, 3], "count again")  # the line that is shown
    reason, line = failed.value._render_traceback_()
    assert reason == "CheckFailed: count again\n  at [1]: got 2, expected 3"
    assert line.startswith("in line ") and line.endswith('"count again")  # the line that is shown')


def test_ipython_shows_long_reasons_in_lines_that_fit():
    with pytest.raises(CheckFailed) as failed:
        expect(False, "word " * 40)
    shown = failed.value._render_traceback_()[0].splitlines()
    assert len(shown) > 1 and max(map(len, shown)) <= 90
    assert " ".join(line.strip() for line in shown) == "CheckFailed: " + " ".join(["word"] * 40)


def test_long_values_are_shortened():
    message = message_of(expect_equal, "x" * 1000, "y", "wrong")
    assert len(message) < 200 and "…" in message


def test_neither_torch_nor_numpy_is_loaded():
    code = "import sys, shared.grading.checks; sys.exit(bool({'torch', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
