"""Exercises from sources to grades, with nbgrader as the engine: ``python -m shared.grading --help``.

nbgrader makes the exercise notebooks, grades them, keeps the gradebook and writes the feedback pages. Around it
stand the small pieces that a course with unknown submissions needs::

    course       where things lie, and nbgrader's settings
    notebooks    reading what may hardly be a notebook; which cells make up an exercise
    release      chNN_solutions.ipynb -> chNN_exercises.ipynb
    check        a learner's own full result, without gradebook or server
    collect      downloaded files -> one submission for each student
    preflight    a submission -> a notebook that nbgrader can grade, or the reason why not
    outputs      running cells without keeping everything that they print
    autograde    every submission on all cores, in sandboxed kernels
    sandbox      the kernel that sees nothing but its own folder
    gradebook    who was graded, who was not, and why
"""
