"""How long a step of reinforcement learning takes while other programs want the cores, too.

    python tests/measure_busy_machine.py --busy 2 --steps 4

Threads of one operation wait for each other. If they wait by running in circles, a thread that has work to do
may stand in a queue behind one that only waits. ``shared/__init__.py`` lets them sleep instead;
this is the measurement behind it. Each line is a fresh process, and the lines are taken in turn.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from contextlib import ExitStack

from shared.tools.commands import Parser, run_script, whole_number

from places import ROOT
from rich.console import Console
from rich.table import Table

STEPS = """
import json, sys
from shared.model import checkpoints
from shared.problems import problem_stream
from shared.rl import GRPOConfig, train_grpo
model, tokenizer = checkpoints.load("tiny-base")
config = GRPOConfig(steps=int(sys.argv[1]), learning_rate=2e-4, max_new_tokens=160)
history = train_grpo(model, tokenizer, problem_stream("train", 0), config)
print(json.dumps([line["seconds"] for line in history]))
"""


def steps(count: int, policy: str | None) -> list[float]:
    """Seconds of each step of a run; None is what torch does when nobody says anything."""
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    environment["PYTHONPATH"] = str(ROOT)
    code = STEPS
    if policy is None:
        code = f"import torch\n{STEPS}"  # before the package: it comes too late with its own
    else:
        environment["OMP_WAIT_POLICY"] = policy
    command = [sys.executable, "-c", code, str(count)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout)


def main() -> None:
    """Measure on a quiet machine (as far as it is one), then beside busy programs."""
    parser = Parser(__doc__)
    parser.add_argument("--busy", type=whole_number(1), default=os.cpu_count() or 1, help="busy programs")
    parser.add_argument("--steps", type=whole_number(1), default=4, help="steps of each run")
    parser.add_argument("--rounds", type=whole_number(1), default=3, help="runs of each kind")
    args = parser.parse_args()
    kinds = {"asleep (as shipped)": "PASSIVE", "as torch does by itself": None}
    table = Table("threads wait", "alone, s", f"beside {args.busy} busy programs, s", "times")
    found: dict[tuple[str, bool], list[float]] = {}
    for busy in (False, True):
        with ExitStack() as stack:
            for _ in range(args.busy if busy else 0):
                program = subprocess.Popen([sys.executable, "-c", "while True: pass"])
                stack.callback(program.kill)
            for _ in range(args.rounds):
                for kind, policy in kinds.items():
                    found.setdefault((kind, busy), []).extend(steps(args.steps, policy))
    for kind in kinds:
        alone, beside = (statistics.median(found[kind, busy]) for busy in (False, True))
        table.add_row(kind, f"{alone:.2f}", f"{beside:.2f}", f"{beside / alone:.1f}")
    Console().print(table)


if __name__ == "__main__":
    run_script(main)
