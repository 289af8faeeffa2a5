"""Training: one loop for everything that learns.

Reading order::

    config        what decides the updates; the learning rate of a step
    muon          an optimizer for matrices
    optimizers    which optimizer moves which weights
    runs          a run on disk
    loop          gradients in, updates, log and checkpoints out
    pretraining   the tiny models' text, and the run
"""

from shared.training.config import TrainingConfig
from shared.training.loop import train

__all__ = ["TrainingConfig", "train"]
