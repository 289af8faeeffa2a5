"""Exercises from sources to grades, with nbgrader as the engine: ``python -m shared.grading --help``.

nbgrader makes the exercise notebooks, grades them, keeps the gradebook and writes the feedback pages. Around it
stand the small pieces that a course with unknown submissions needs::

    checks      what the test cells of exercises call
    scope       the kernel's side: scopes for tests, and a watch over them
    notebooks   reading notebooks that may be broken
    suspicions  what in an answer is worth a look
    sanitize    what a browser may be shown of a notebook
    sandbox     a kernel that sees nothing but its own folder
    processes   a process and all that it starts
    course      where things lie, and nbgrader's settings
    outcomes    from a notebook that ran to points and reasons
    messages    which check said it, and whether it is a hidden one
    preflight   a submission made fit for grading, or the reason why not
    execution   running cells, guarded
    kernels     the kernel that exercises run in
    beside      files beside a notebook
    release     sources to exercises
    check       a learner's own full result
    tables      tables of other programs; text from strangers
    downloads   folders and archives to files, nothing followed
    roster      who takes part, under which names elsewhere
    identify    whose file it is, by the rules of Canvas, Moodle and Blackboard
    collected   what became of every file
    placing     a submission into its folder, whole or not at all
    collect     downloaded files to submissions
    gradebook   who was graded, who was not, and why
    cells       the graded cells, and the gradebook's idea of them
    terms       due dates, extensions, lateness
    progress    how far a long command is
    workers     processes that grade, and are replaced when one hangs
    tampering   without a sandbox: whether grading left alone what it must
    autograde   every submission, on all cores
    deadlines   work that is ended when it takes too long
    rendering   one student's page as HTML
    pages       a page for every student
    similar     submissions that are alike beyond what is asked
    statistics  what a class found hard
    export      tables of scores
    manual      scores that a human entered, and taking them back
    returns     pages back under a platform's names
    sheets      scores in a platform's own table
    bundle      what students get
"""
