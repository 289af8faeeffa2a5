"""Run versions of exercises through the chapter's own set-up and test cells, each in a process of its own.

Reads a job as JSON from its standard input and writes the outcomes to its standard output. Where processes can
be forked, the set-up cells run once, and every version starts from a copy of what they left.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import sys
import tempfile


def set_up(sources: list[str]) -> dict:
    namespace = {"__name__": "__main__"}
    for source in sources:
        exec(compile(source, "set-up", "exec"), namespace)  # noqa: S102 - the course's own code
    return namespace


def run(version: dict, namespace: dict) -> list[str | None]:
    """For each test cell None if it passes, else why not; an error of the version itself fails all of them."""
    try:
        exec(compile(version["source"], "answer", "exec"), namespace)  # noqa: S102
    except BaseException as error:
        return [f"in the answer itself: {described(error)}"] * len(version["tests"])
    outcomes = []
    for test in version["tests"]:
        with stderr_caught() as written:
            try:
                exec(compile(test, "test", "exec"), namespace)  # noqa: S102
                problem = None
            except BaseException as error:
                problem = described(error)
        outcomes.append(problem or (f"wrote to stderr: {written[0]}" if written[0] else None))
    return outcomes


def described(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


@contextlib.contextmanager
def stderr_caught():
    """What is written to stderr, by Python or beneath it; nbgrader gives such a test no points."""
    written = [""]
    with tempfile.TemporaryFile() as file:
        before = os.dup(2)
        os.dup2(file.fileno(), 2)
        try:
            yield written
        finally:
            sys.stderr.flush()
            os.dup2(before, 2)
            os.close(before)
            file.seek(0)
            written[0] = file.read().decode(errors="replace").strip()


def child(connection, version: dict, sources: list[str], namespace: dict | None) -> None:
    connection.send(run(version, set_up(sources) if namespace is None else namespace))


def main() -> None:
    job = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the cells print is no outcome
    if "torch" in "".join(job["setup"]):
        import torch

        torch.set_num_threads(1)  # a fork does not take threads with it
    forked = "fork" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if forked else "spawn")
    namespace = set_up(job["setup"]) if forked else None
    outcomes = []
    for version in job["versions"]:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=child, args=(there, version, job["setup"], namespace))
        process.start()
        there.close()
        try:
            in_time = here.poll(job["timeout"])
            outcomes.append(here.recv() if in_time else ["took too long"] * len(version["tests"]))
        except EOFError:
            outcomes.append(["the process died"] * len(version["tests"]))
        process.kill()
        process.join()
    json.dump(outcomes, answers)


if __name__ == "__main__":
    main()
