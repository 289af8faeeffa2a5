"""Run versions of exercises through the chapter's own set-up and test cells, each in a process of its own.

Reads a job as JSON from its standard input and writes the outcomes to its standard output. Where processes can
be forked, the set-up cells run once, and every version starts from a copy of what they left.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys

from shared.grading.scope import accepts_wrong_answers, scope


def set_up(sources: list[str]) -> dict:
    namespace = {"__name__": "__main__"}
    for source in sources:
        exec(compile(source, "set-up", "exec"), namespace)  # noqa: S102 - the course's own code
    return namespace


def run(version: dict, given: dict) -> list[str | None]:
    """For each test cell None if it passes, else why not; an error of the version itself fails all of them.

    As in grading, the tests of an exercise share a scope of their own; what they accept although it is wrong
    (the canaries of grading) counts as a failure here.
    """
    own = dict(given)
    try:
        exec(compile(version["source"], "answer", "exec"), own)  # noqa: S102
    except BaseException as error:
        return [f"in the answer itself: {described(error)}"] * len(version["tests"])
    outcomes = []
    tests = scope(given, own, version["names"])
    for test in version["tests"]:
        try:
            exec(compile(test, "test", "exec"), tests)  # noqa: S102
            part = accepts_wrong_answers(test, given, own, version["names"])
            outcomes.append(f"the {part} accept wrong answers" if part else None)
        except BaseException as error:
            outcomes.append(described(error))
    return outcomes


def described(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


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
