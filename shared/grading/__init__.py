"""Exercises from sources to grades, with nbgrader as the engine: ``python -m shared.grading --help``.

nbgrader makes the exercise notebooks, grades them, keeps the gradebook and writes the feedback pages. Around it
stand the small pieces that a course with unknown submissions needs::

    checks      what the test cells of exercises call
    notebooks   reading notebooks that may be broken
    outputs     running cells without keeping all they print
    sandbox     a kernel that sees nothing but its own folder
    course      where things lie, and nbgrader's settings
    preflight   a submission made fit for grading, or the reason why not
    kernels     the kernel that exercises run in
    release     sources to exercises
    outcomes    from a notebook that ran to points and reasons
    check       a learner's own full result
    collect     downloaded files to submissions
    gradebook   who was graded, who was not, and why
    workers     processes that grade, and are replaced when one hangs
    autograde   every submission, on all cores
"""
