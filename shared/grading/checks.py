"""Checks for the test cells of exercises: each one says what is wrong in words a learner can act on.

They are functions and not ``assert`` statements, because an import hook can strip every ``assert`` from a
notebook without a trace. Torch and NumPy are not imported here: a value can only be one of theirs if
something else has loaded them already.

A failed check raises :class:`CheckFailed`. Its first line is the author's message, what to do about it; the
second says what was found.
"""

from __future__ import annotations

import math
import sys
import textwrap
import traceback
from collections.abc import Callable, Iterator, Mapping
from typing import Any

SHOWN = 80  # characters of a value in a message


class CheckFailed(AssertionError):
    """What the learner wrote does something else than the exercise asks for."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback, which would be about this file."""
        said = f"{type(self).__name__}: {self}".splitlines()
        lines = ["\n".join(textwrap.fill(line, 90, subsequent_indent="    ") for line in said)]
        outside = [f for f in traceback.extract_tb(self.__traceback__) if f.filename != __file__]
        if outside:
            lines.append(f"in line {outside[-1].lineno} of the test:  {outside[-1].line}")
        return lines


def expect(condition: Any, message: str) -> None:
    """Require that ``condition`` is true.

    Raises:
        CheckFailed: it is false, or it has no single truth value (several values in one array).
    """
    try:
        holds = bool(condition)
    except (TypeError, ValueError, RuntimeError):
        raise CheckFailed(f"{message}\n  one true or false was needed, but it is {_show(condition)}") from None
    if not holds:
        raise CheckFailed(message)


def expect_equal(actual: Any, expected: Any, message: str) -> None:
    """Require the same value, exactly: numbers, texts, tensors, arrays, and lists, tuples, dicts, sets of them.

    Tensors and arrays are compared by shape, kind of number and values; a Python number is also met by an array
    without dimensions. ``True`` is not 1, and a tuple is not a list.

    Raises:
        CheckFailed: they differ; the message says where.
    """
    _fail_on(next(_differences(actual, expected, "", None), None), message)


def expect_close(actual: Any, expected: Any, message: str, atol: float = 1e-5, rtol: float = 1e-5) -> None:
    """Require ``|actual - expected| <= atol + rtol * |expected|`` everywhere, and the same shape.

    Takes numbers, tensors, arrays, and nested lists, tuples and dicts of them. Tensors and arrays must also
    agree in the kind of number (float of any precision, integer, Boolean, complex). Where ``expected`` is
    infinite or not a number, so must be ``actual``, and nowhere else. A list is met by any sequence or array.

    Raises:
        CheckFailed: they differ; the message says where, and how many values do.
    """
    _fail_on(next(_differences(actual, expected, "", (atol, rtol)), None), message)


def expect_raises(
    exception_type: type[BaseException] | tuple[type[BaseException], ...],
    function: Callable[..., Any],
    *args: Any,
    message: str,
) -> None:
    """Require that ``function(*args)`` raises ``exception_type``.

    Raises:
        CheckFailed: it raised nothing, or something else.
        NotImplementedError: the function is still the untouched stub (that is a ``RuntimeError`` too, and would
            otherwise count as one).
    """
    types = exception_type if isinstance(exception_type, tuple) else (exception_type,)
    names = " or ".join(t.__name__ for t in types)
    try:
        result = function(*args)
    except NotImplementedError:
        if not any(issubclass(t, NotImplementedError) for t in types):
            raise
    except types:
        pass
    except Exception as error:
        found = f"{type(error).__name__}: {_shorten(str(error))}"
        raise CheckFailed(f"{message}\n  expected {names}, but it raised {found}") from error
    else:
        raise CheckFailed(f"{message}\n  expected {names}, but it returned {_show(result)}")


def _fail_on(difference: str | None, message: str) -> None:
    if difference is not None:
        raise CheckFailed(f"{message}\n  {difference}")


# --- comparing ----------------------------------------------------------------------------------------------

Tolerance = tuple[float, float] | None  # absolute and relative; None: exactly equal


def _differences(actual: Any, expected: Any, where: str, tolerance: Tolerance) -> Iterator[str]:
    """What differs, in words, outermost first. ``where`` is the path from the whole value: ``[2]['loss']``."""
    actual, expected = _without_scalars(actual), _without_scalars(expected)
    if _is_array(expected):
        yield from _array_differences(actual, expected, where, tolerance)
    elif isinstance(expected, Mapping):
        yield from _mapping_differences(actual, expected, where, tolerance)
    elif isinstance(expected, (list, tuple)):
        yield from _sequence_differences(actual, expected, where, tolerance)
    elif isinstance(expected, (int, float, complex)):
        yield from _number_differences(actual, expected, where, tolerance)
    elif not _same_object(actual, expected):
        yield f"{_at(where)}got {_show(actual)}, expected {_show(expected)}"


def _array_differences(actual: Any, expected: Any, where: str, tolerance: Tolerance) -> Iterator[str]:
    wanted = _array_type(expected)
    if _array_type(actual) != wanted:
        yield f"{_at(where)}got {_describe(actual)}, expected {wanted} of shape {_shape(expected)}"
        return
    if _shape(actual) != _shape(expected):
        yield f"{_at(where)}got shape {_shape(actual)}, expected shape {_shape(expected)}"
        return
    if _kind(actual) != _kind(expected):
        yield f"{_at(where)}got {_kind(actual)} numbers ({actual.dtype}), expected {_kind(expected)} numbers"
        return
    pairs = list(zip(_flat(actual), _flat(expected), strict=True))
    wrong = [i for i, (a, e) in enumerate(pairs) if not _numbers_agree(a, e, tolerance)]
    if wrong:
        first = wrong[0]
        place = where + (_index(first, _shape(expected)) if _shape(expected) else "")
        count = f"; {len(wrong)} of {len(pairs)} values are wrong" if len(pairs) > 1 else ""
        yield f"{_at(place)}got {_number(pairs[first][0])}, expected {_number(pairs[first][1])}{count}"


def _mapping_differences(actual: Any, expected: Mapping, where: str, tolerance: Tolerance) -> Iterator[str]:
    if not isinstance(actual, Mapping):
        yield f"{_at(where)}got {_describe(actual)}, expected a dict"
        return
    missing = [key for key in expected if key not in actual]
    extra = [key for key in actual if key not in expected]
    if missing:
        yield f"{_at(where)}the key {_show(missing[0])} is missing"
    if extra:
        yield f"{_at(where)}there is a key too many: {_show(extra[0])}"
    for key in expected:
        if key in actual:
            yield from _differences(actual[key], expected[key], f"{where}[{_show(key)}]", tolerance)


def _sequence_differences(
    actual: Any, expected: list | tuple, where: str, tolerance: Tolerance
) -> Iterator[str]:
    if tolerance is not None and _is_array(actual) and _shape(actual):
        actual = actual.tolist()
    same_type = isinstance(actual, (list, tuple)) if tolerance is not None else _same_sequence(actual, expected)
    if not same_type:
        yield f"{_at(where)}got {_describe(actual)}, expected a {_sequence_name(expected)}"
        return
    if len(actual) != len(expected):
        yield f"{_at(where)}got {len(actual)} items, expected {len(expected)}: {_show(actual)}"
        return
    for i, (a, e) in enumerate(zip(actual, expected, strict=True)):
        yield from _differences(a, e, f"{where}[{i}]", tolerance)


def _number_differences(actual: Any, expected: complex, where: str, tolerance: Tolerance) -> Iterator[str]:
    if _is_array(actual) and _shape(actual) == ():
        actual = _flat(actual)[0]
    if not isinstance(actual, (int, float, complex)):
        kind = "True or False" if isinstance(expected, bool) else "a number"
        yield f"{_at(where)}got {_describe(actual)}, expected {kind}"
    elif isinstance(actual, bool) != isinstance(expected, bool):
        yield f"{_at(where)}got {_show(actual)}, expected {_show(expected)}"
    elif not _numbers_agree(actual, expected, tolerance):
        yield f"{_at(where)}got {_number(actual)}, expected {_number(expected)}"


def _numbers_agree(actual: complex, expected: complex, tolerance: Tolerance) -> bool:
    # Through the plain types, so that a subclass with an __eq__ of its own decides nothing.
    actual, expected = _plain(actual), _plain(expected)
    if expected != expected or actual != actual:  # nan; math.isnan refuses large integers
        return expected != expected and actual != actual
    if tolerance is None or math.inf in (abs(expected), abs(actual)):
        return actual == expected
    atol, rtol = tolerance
    return abs(actual - expected) <= atol + rtol * abs(expected)


def _plain(number: complex) -> complex:
    for plain in (int, float):
        if isinstance(number, plain):
            return plain(number)
    return complex(number)


def _same_object(actual: Any, expected: Any) -> bool:
    """Equal, decided by the expected value's own type."""
    if not isinstance(actual, type(expected)):
        return False
    verdict = type(expected).__eq__(expected, actual)
    return verdict is True


def _same_sequence(actual: Any, expected: list | tuple) -> bool:
    return isinstance(actual, tuple if isinstance(expected, tuple) else list)


# --- tensors and arrays -------------------------------------------------------------------------------------


def _array_type(value: Any) -> str | None:
    """What to call a tensor or an array of numbers; None for anything else."""
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    if torch is not None and isinstance(value, torch.Tensor):
        return "a torch tensor"
    if numpy is not None and isinstance(value, numpy.ndarray) and value.dtype.kind in "biufc":
        return "a NumPy array"
    return None


def _without_scalars(value: Any) -> Any:
    """NumPy's scalars, which its functions return where one expects a number, as Python's."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)) and value.shape == ():
        return value.item()
    return value


def _is_array(value: Any) -> bool:
    return _array_type(value) is not None


def _shape(array: Any) -> tuple[int, ...]:
    return tuple(array.shape)


def _kind(array: Any) -> str:
    """``Boolean``, ``integer``, ``floating-point`` or ``complex``."""
    if _array_type(array) == "a NumPy array":
        return {"b": "Boolean", "f": "floating-point", "c": "complex"}.get(array.dtype.kind, "integer")
    if array.dtype.is_complex:
        return "complex"
    if array.dtype.is_floating_point:
        return "floating-point"
    return "Boolean" if array.dtype is sys.modules["torch"].bool else "integer"


def _flat(array: Any) -> list:
    """All values as Python numbers, in row-major order."""
    if _array_type(array) == "a torch tensor":
        array = array.detach().cpu()
    return array.reshape(-1).tolist()


def _index(position: int, shape: tuple[int, ...]) -> str:
    """The place of a flat position, as one would write it: ``[1, 2]``."""
    index = []
    for size in reversed(shape):
        position, i = divmod(position, size)
        index.append(i)
    return str(index[::-1])


# --- words --------------------------------------------------------------------------------------------------


def _at(where: str) -> str:
    return f"at {where}: " if where else ""


def _number(value: complex) -> str:
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.6g}"
    return str(value)


def _describe(value: Any) -> str:
    """A value by type first: what a learner needs who returned the wrong sort of thing."""
    if value is None:
        return "None (is a return missing?)"
    if _is_array(value):
        return f"{_array_type(value)} of shape {_shape(value)}"
    return f"{_show(value)} (type {type(value).__name__})"


def _sequence_name(value: list | tuple) -> str:
    return "tuple" if isinstance(value, tuple) else "list"


def _show(value: Any) -> str:
    if _is_array(value) and _shape(value):
        return _describe(value)
    try:
        return _shorten(repr(value))
    except Exception:
        return f"an object of type {type(value).__name__}"


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
