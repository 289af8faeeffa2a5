"""Reinforcement learning: policy optimization with rewards that a program can check.

The plain case is GRPO (Shao et al. 2024, DeepSeekMath, arXiv:2402.03300, section 4.1): it asks the model each
question several times, compares every response with the others of its group, and makes the tokens of the better
ones more likely. There is no value network: the group's mean is the baseline. Everything that was found to
improve on it is an option, and a few lines of its own.

Reading order, which is that of one step::

    rewards       what a response is worth
    advantages    how good it was, compared with the others of its group
    tokens        what a loss may look at: one frozen set of tensors
    weights       how much likelier is a token now than when it was sampled
    losses        which way to push each token
    mismatch      when the sampler is not the trainer
    kl            how far from a reference
    entropy       a bonus for not being too sure
    selection     which tokens count
    aggregation   one number for the batch
    algorithm     everything of this that can be chosen
    presets       published choices
    objective     the loss of a token, put together
    config        the rest that can be chosen: steps, sizes, learning rate
    batches       which problems each batch asks
    rollouts      problems in, graded responses out
    cuts          what top-p and top-k had cut
    learning      rollouts in, a gradient out
    trainer       the steps, plugged into the one training loop
"""

from shared.rl.advantages import advantages
from shared.rl.aggregation import aggregate
from shared.rl.algorithm import Algorithm
from shared.rl.config import GRPOConfig
from shared.rl.presets import PRESETS
from shared.rl.rewards import correctness_reward
from shared.rl.trainer import train_grpo

__all__ = ["PRESETS", "Algorithm", "GRPOConfig", "advantages", "aggregate", "correctness_reward", "train_grpo"]
