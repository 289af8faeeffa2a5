"""Make trl_grpo.json: losses and gradients of TRL's GRPOTrainer, an independent implementation, in float64.

    pip install trl==1.16.0 datasets accelerate
    python tests/golden/make_trl_golden.py

It calls the private method ``GRPOTrainer._compute_loss`` on a stand-in object, hence the pinned version.
The file is kept in the repository, so that the tests need no TRL.
"""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace

import torch
import trl
from trl import GRPOTrainer

MODES = {"token": "dapo", "sequence": "grpo", "constant": "dr_grpo"}
CLIPS = [(0.2, 0.2), (0.2, 0.28), (0.05, 5.0)]
MAX_TOKENS = 9
LENGTHS = [(5, 2, 4), (3, 5, 0)]


def draw(seed: int, lengths: tuple[int, ...]) -> dict[str, torch.Tensor]:
    """Random log-probabilities of the new and the old policy, advantages, and a mask with those lengths."""
    generator = torch.Generator().manual_seed(seed)
    shape = (len(lengths), max(lengths))
    logprobs = -3 * torch.rand(shape, generator=generator, dtype=torch.float64)
    old = logprobs + 0.4 * torch.randn(shape, generator=generator, dtype=torch.float64)
    advantages = torch.randn(len(lengths), generator=generator, dtype=torch.float64)
    mask = torch.arange(shape[1])[None] < torch.tensor(lengths)[:, None]
    return {"logprobs": logprobs, "old_logprobs": old, "advantages": advantages, "mask": mask.long()}


def trl_loss(
    inputs: dict[str, torch.Tensor], loss_type: str, clip: tuple[float, float], with_old: bool
) -> tuple:
    """Loss and its gradient with respect to the log-probabilities, by TRL."""
    logprobs = inputs["logprobs"].clone().requires_grad_()
    mask = inputs["mask"]
    stand_in = SimpleNamespace(
        _get_per_token_logps_and_entropies=lambda *a, **k: (logprobs, torch.zeros_like(logprobs), None),
        aux_loss_enabled=False,
        top_entropy_quantile=1.0,
        off_policy_mask_threshold=None,
        importance_sampling_level="token",
        beta=0.0,
        loss_type=loss_type,
        epsilon_low=clip[0],
        epsilon_high=clip[1],
        max_completion_length=MAX_TOKENS,
        current_gradient_accumulation_steps=1,
        args=SimpleNamespace(delta=None, steps_per_generation=1, use_bias_correction_kl=True),
        use_vllm=False,
        vllm_importance_sampling_correction=False,
        _entropy_bonus_enabled=False,
        model=SimpleNamespace(training=True),
        _metrics={"train": defaultdict(list)},
        accelerator=SimpleNamespace(num_processes=1, gather=lambda x: x, reduce=lambda x, reduction: x),
    )
    trl_inputs = {
        "prompt_ids": torch.zeros(len(mask), 1, dtype=torch.long),
        "prompt_mask": torch.ones(len(mask), 1, dtype=torch.long),
        "completion_ids": torch.zeros_like(mask),
        "completion_mask": mask,
        "advantages": inputs["advantages"],
        "num_items_in_batch": mask.sum(),
        "old_per_token_logps": inputs["old_logprobs"] if with_old else None,
    }
    loss = GRPOTrainer._compute_loss(stand_in, None, trl_inputs)
    loss.backward()
    return loss.item(), logprobs.grad.tolist()


def main() -> None:
    """Write the file beside this script."""
    inputs = [draw(seed, lengths) for seed, lengths in enumerate(LENGTHS)]
    cases = []
    for number, mode, clip, with_old in itertools.product(range(len(inputs)), MODES, CLIPS, (True, False)):
        loss, gradient = trl_loss(inputs[number], MODES[mode], clip, with_old)
        cases.append(
            {"inputs": number, "mode": mode, "clip": clip, "old": with_old, "loss": loss, "grad": gradient}
        )
    record = {
        "made_by": f"trl {trl.__version__}",
        "max_tokens": MAX_TOKENS,
        "inputs": [{k: v.tolist() for k, v in each.items()} for each in inputs],
        "cases": cases,
    }
    lines = json.dumps(record).replace('{"inputs": ', '\n{"inputs": ')
    Path(__file__).with_name("trl_grpo.json").write_text(lines + "\n")


if __name__ == "__main__":
    main()
