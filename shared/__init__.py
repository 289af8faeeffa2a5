"""The package of the reasoning workbook: a small Qwen3, and what turns it into a reasoning model.

Each module has one job, and imports go downward only::

    problems   verifier                     what is asked, and what counts as right (no torch)
    qwen3   tokenizer   checkpoints         the model, its text, its files
    sampling   generation                   next-token choice; prompts in, responses out
    datasets   evaluation                   graded runs
    scaling   scoring                       more work at inference time: votes, scores, self-refinement
    training                                one loop for everything that learns
    pretraining   grpo   distillation       three things to learn from
    plots                                   pictures of all that

Nothing is imported here, so that a module costs only what it needs itself.
"""
