"""The package of the reasoning workbook: a small Qwen3, and what turns it into a reasoning model.

Wings, from the ground up; each imports only from those above it, and its files only from those before them::

    tools                  files, seeds, settings, the machine, commands, plots
    verifier   problems    what counts as right, and what is asked (no torch)
    model                  the network, its text, its files: names -> weights
    inference              from a prompt to a response
    evaluation             graded runs, intervals, comparisons
    reasoning              more work at inference time: votes, scores, self-refinement
    benchmarking           how fast, how much memory
    training               one loop for everything that learns
    rl                     reinforcement learning with verifiable rewards
    distillation           learning from a better model's text
    grading                exercises, on top of nbgrader
    models   data          what is shipped

A wing hands on the names that the notebooks teach, and says in which order to read its files. No wing is
imported here, so that each costs only what it needs itself.
"""

import os

# The threads of one operation wait for each other by running in circles, and while other programs want the
# cores, a thread that has work to do waits behind one that only waits: beside two busy programs on two cores,
# decoding 64 rows was fifteen times slower than alone. Asleep, threads take their share and no more: 1.6 times.
# The price is paid alone on a machine, where waking takes time: a third more for a training step, three
# quarters for decoding. OMP_WAIT_POLICY=ACTIVE in the environment is the other choice. OpenMP reads it when
# torch is loaded, so this package is imported before torch (see the order of imports in pyproject.toml).
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
