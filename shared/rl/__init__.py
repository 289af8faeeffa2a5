"""Reinforcement learning: group relative policy optimization with rewards that a program can check.

GRPO (Shao et al. 2024, DeepSeekMath, arXiv:2402.03300, section 4.1) asks the model each question several
times, compares every response with the others of its group, and makes the tokens of the better ones more
likely. There is no value network: the group's mean is the baseline.

Reading order, which is that of one step::

    rewards       what a response is worth
    advantages    how good it was, compared with the others of its group
    losses        which way to push each token; one number for the batch
    config        everything that can be chosen
    batches       which problems each batch asks
    rollouts      problems in, graded responses out
    trainer       the steps, plugged into the one training loop
"""

from shared.rl.advantages import group_advantages
from shared.rl.config import GRPOConfig
from shared.rl.losses import aggregate, policy_loss
from shared.rl.rewards import correctness_reward
from shared.rl.trainer import train_grpo

__all__ = ["GRPOConfig", "aggregate", "correctness_reward", "group_advantages", "policy_loss", "train_grpo"]
