"""What the text of a notebook says about its results, as code: a sentence that stops the run if it is false."""

from __future__ import annotations

from collections.abc import Collection


class NotSupported(AssertionError):
    """The results of this run do not support a sentence of the text."""


def claim(sentence: str, holds: bool, *, of: str = "", only: str | Collection[str] = ()) -> None:
    """Print a sentence that the values above support, or stop.

    Args:
        sentence: what the text says, with the test that it passed ("more often right; paired test, p < 0.001").
        holds: whether it is so, computed from the results of this run.
        of: the model that was run.
        only: the models of which it is said, if not of all; of another one it is neither said nor checked.

    Raises:
        NotSupported: it is not so.
    """
    models = [only] if isinstance(only, str) else list(only)
    if models and of not in models:
        print(f"– said of {', '.join(models)}, and not of {of}: {sentence}")
    elif holds:
        print(f"✓ {sentence}")
    else:
        raise NotSupported(f"the results above do not support this: {sentence}")
