"""Which problems each batch of rollouts asks: from a list in a random order, or from a stream in its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from shared.problems import Problem, digest
from shared.training.loop import batch_indices

Fits = Callable[[Problem], bool]
"""Whether a problem's prompt leaves room for an answer in the model's context."""


class ProblemSource:
    """Problems one batch after another, from a position that whoever asks keeps.

    Args:
        problems: a list, or an endless stream.
        seed: of the order in which a list is read.
        fits: problems that do not fit are an error in a list, and are left out of a stream: one over-long
            problem would otherwise end a run at the same step each time.
        name: what a stream is called; it tells one from another when a run is resumed.

    Raises:
        ValueError: there are no problems in the list, or some do not fit.
    """

    def __init__(
        self,
        problems: Sequence[Problem] | Iterable[Problem],
        seed: int,
        fits: Fits,
        name: str | None = None,
    ) -> None:
        self.seed, self.fits, self.name = seed, fits, name
        self.sequence = problems if isinstance(problems, Sequence) else None
        self.stream = iter(problems)
        self.read = 0  # problems that the stream gave and that fit
        self.left_out = 0  # problems that it gave and that do not, in the last batch
        if self.sequence is not None:
            if not self.sequence:
                raise ValueError("there are no problems to learn from; give at least one")
            _check_fit(self.sequence, fits)

    def identity(self) -> dict[str, str]:
        """What tells these problems from others.

        Raises:
            ValueError: a stream has no name.
        """
        if self.sequence is not None:
            return {"problems": digest(self.sequence)}
        if self.name is None:
            raise ValueError('a run that is kept must know its stream of problems: stream_name="train, seed 0"')
        return {"stream": self.name}

    def batch(self, position: int, count: int, retired: Collection[str] = ()) -> tuple[list[Problem], int]:
        """The next problems. A stream can only be read on; what lies before the position is skipped.

        Args:
            position: how many problems were read before.
            count: how many there shall be.
            retired: ``unique_id`` of problems to pass over. If that leaves none of a list, all are asked again.

        Returns:
            The problems, and the position after them.

        Raises:
            ValueError: the stream ended, or is beyond this position already.
        """
        if self.sequence is not None:
            return self._from_list(position, count, retired)
        if self.read > position:
            raise ValueError("this stream of problems was read already; to resume a run, start its stream anew")
        self._read_on(position - self.read, ())
        found = self._read_on(count, retired)
        return found, self.read

    def _from_list(self, position: int, count: int, retired: Collection[str]) -> tuple[list[Problem], int]:
        if all(problem.unique_id in retired for problem in self.sequence):
            retired = ()
        found: list[Problem] = []
        while len(found) < count:
            (index,) = batch_indices(position, len(self.sequence), 1, self.seed)
            position += 1
            if self.sequence[index].unique_id not in retired:
                found.append(self.sequence[index])
        return found, position

    def _read_on(self, count: int, retired: Collection[str]) -> list[Problem]:
        found: list[Problem] = []
        self.left_out = 0
        while len(found) < count:
            problem = next(self.stream, None)
            if problem is None:
                raise ValueError(f"the stream of problems ended after {self.read} of them")
            if not self.fits(problem):
                self.left_out += 1
                continue
            self.read += 1
            if problem.unique_id not in retired:
                found.append(problem)
        return found


def _check_fit(problems: Sequence[Problem], fits: Fits) -> None:
    if too_long := [p.unique_id for p in problems if not fits(p)]:
        raise ValueError(
            f"the prompts of {len(too_long)} of {len(problems)} problems leave no room for an answer in the "
            f"model's context (the first: {too_long[0]}); leave these problems out"
        )
