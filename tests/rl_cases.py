"""A toy to reinforce: a random model, small sums, a reward for sevens."""

from __future__ import annotations

from functools import cache
from itertools import islice

from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer, train_tokenizer
from shared.problems import Problem, problem_stream
from shared.rl.algorithm import Algorithm
from shared.rl.config import GRPOConfig
from shared.rl.rollouts import Rollout

import torch
from hardened import small_model


@cache
def toy_tokenizer() -> Tokenizer:
    texts = [p.problem + " " + p.solution for p in islice(problem_stream("train", seed=0), 50)]
    return train_tokenizer(texts, vocab_size=300)


def config(**changes) -> GRPOConfig:
    """A run; what is no setting of it is one of its algorithm."""
    algorithm = {name: changes.pop(name) for name in [*changes] if name in Algorithm.__dataclass_fields__}
    if algorithm:
        changes["algorithm"] = Algorithm(**algorithm)
    return GRPOConfig(**{"steps": 4, "learning_rate": 1e-2, "max_new_tokens": 8, "bfloat16": False, **changes})


def some_rollouts(advantages=(1.0, -0.5, 0.0, 0.7)) -> list[Rollout]:
    torch.manual_seed(3)
    return [
        Rollout(
            torch.randint(1, 40, (2 + i,)).tolist(),
            torch.randint(1, 40, (7 - i,)).tolist() + [0],
            (-torch.rand(8 - i, dtype=torch.float64)).tolist(),
            a,
        )
        for i, a in enumerate(advantages)
    ]


def toy_problems(count: int = 6) -> list[Problem]:
    return [Problem(f"What is {i} + {i}?", "", str(2 * i), "Toy", 1, f"toy-{i}") for i in range(count)]


def likes_sevens(response, problem) -> float:
    """A toy reward: the share of the token "7"."""
    return response.text.count("7") / response.num_tokens


def toy_config(**changes) -> GRPOConfig:
    usual = {"steps": 4, "learning_rate": 1e-2, "prompts_per_step": 3, "group_size": 4, "max_new_tokens": 6}
    return config(**{**usual, "bfloat16": False, **changes})


def toy_model(tokenizer, seed: int = 0) -> Qwen3:
    return small_model(tokenizer.vocab_size, seed, torch.float32)


def some_number(response, problem) -> float:
    """A reward that is hardly ever the same for a whole group."""
    return float(sum(response.token_ids) % 7)
