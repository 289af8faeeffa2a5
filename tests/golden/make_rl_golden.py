"""Make rl_losses.json: losses and gradients of two independent implementations, in float64.

    python -m venv oracles && oracles/bin/pip install torch==2.13.0 trl==1.16.0
    oracles/bin/pip download --no-deps verl==0.9.1 && unzip -q verl-0.9.1-py3-none-any.whl -d verl
    PYTHONPATH=verl oracles/bin/python tests/golden/make_rl_golden.py

Of TRL it calls the private method ``_compute_loss`` of the trainers on a stand-in object, of verl the
functions of ``core_algos.py``, with stand-ins for the libraries that these do not need; hence the pinned
versions. The file is kept in the repository, so that the tests need neither.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import json
import random
import sys
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

import torch

MAX_TOKENS = 9
LENGTHS = [(5, 2, 4, 3), (3, 5, 0, 1), (1, 4, 4, 6)]  # the second has an empty response
SAPO = [(1.0, 1.0625), (0.75, 2.0)]  # both exact in float32, to which TRL rounds them


class Nothing(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Stand-ins for modules that are not installed and whose contents are not used."""

    needed = ("verl.trainer.ppo.core_algos", "verl.utils.torch_functional")
    packages = ("verl", "verl.trainer", "verl.trainer.ppo", "verl.utils")

    def find_spec(self, name, path=None, target=None):
        if name.startswith(("ray", "tensordict", "omegaconf", "hydra", "orjson", "flash_attn")) or (
            name.startswith("verl") and name not in self.needed
        ):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        module = MagicMock(name=spec.name)
        module.__path__, module.__spec__, module.__name__ = [], spec, spec.name
        if spec.name in self.packages:  # empty, but what is needed is found in its folder
            module.__path__ = [f"{folder}/{spec.name.replace('.', '/')}" for folder in sys.path]
        return module

    def exec_module(self, module):
        pass


def draw(seed: int, lengths: tuple[int, ...]) -> dict[str, torch.Tensor]:
    """Random tensors of a batch; ratios up to about ten, on both sides of every clip range."""
    generator = torch.Generator().manual_seed(seed)
    shape = (len(lengths), max(lengths))

    def noise(scale: float) -> torch.Tensor:
        return scale * torch.randn(shape, generator=generator, dtype=torch.float64)

    logprobs = -3 * torch.rand(shape, generator=generator, dtype=torch.float64)
    return {
        "logprobs": logprobs,
        "old_logprobs": logprobs + noise(1.2),
        "sampled_logprobs": logprobs + noise(0.5),
        "ref_logprobs": logprobs + noise(0.7),
        "entropies": noise(1.0).abs().float().double(),  # TRL takes their quantile in float32
        "advantages": torch.randn(len(lengths), generator=generator, dtype=torch.float64)[:, None],
        "mask": torch.arange(shape[1])[None] < torch.tensor(lengths)[:, None],
    }


# --- TRL ----------------------------------------------------------------------------------------------------


def trl_case(rng: random.Random) -> dict:
    """A random combination of options that TRL has, in our names."""
    policy_loss = rng.choice(["clipped", "clipped", "clipped", "cispo", "sapo", "plain"])
    options: dict = {"policy_loss": policy_loss, "importance": rng.choice(["token", "sequence"])}
    options["aggregation"] = {"cispo": "token", "sapo": "sequence", "plain": "sequence"}.get(
        policy_loss, rng.choice(["token", "sequence", "constant"])
    )
    if policy_loss == "clipped":
        options["clip_low"], options["clip_high"] = rng.choice(
            [(0.2, 0.2), (0.2, 0.28), (0.05, 5.0), (3e-4, 4e-4)]
        )
        options["clip_most"] = rng.choice([None, 7.0])
    if policy_loss == "plain":  # GMPO, which is a trainer of its own
        return {**options, "importance": "geometric", "clip_low": 0.4, "clip_high": rng.choice([0.4, 0.2])}
    if policy_loss == "cispo":
        options["weight_most"] = rng.choice([1.5, 5.0])
    if policy_loss == "sapo":
        options["sapo_temperatures"] = rng.choice(SAPO)
    if rng.random() < 0.4:
        options["kl"], options["kl_factor"] = rng.choice(["k3", "k3-weighted"]), 0.3
    elif rng.random() < 0.4:
        options["top_entropy"] = rng.choice([0.2, 0.5])
    if rng.random() < 0.3:
        options["off_policy_most"] = rng.choice([0.0, 0.1])
    if rng.random() < 0.4:
        options["correction"], options["correction_level"] = (
            rng.choice(["truncate", "mask"]),
            rng.choice(["token", "sequence"]),
        )
        options["correction_least"], options["correction_most"] = rng.choice([(0.0, 1.5), (0.5, 2.0)])
    if options["aggregation"] == "token" and rng.random() < 0.3 and "top_entropy" not in options:
        options["entropy_bonus"] = 0.25
    return options


def trl_loss(given: dict[str, torch.Tensor], options: dict, with_old: bool) -> tuple[float, list]:
    """Loss and its gradient with respect to log-probabilities (and entropies, where they have one)."""
    from trl import GRPOTrainer
    from trl.experimental.gmpo import GMPOTrainer

    logprobs = given["logprobs"].clone().requires_grad_()
    entropies = given["entropies"].clone().requires_grad_()
    mask = given["mask"].long()
    correction, level = options.get("correction", "none"), options.get("correction_level", "token")
    names = {"cispo": "cispo", "sapo": "sapo"}
    loss_type = names.get(
        options["policy_loss"],
        {"token": "dapo", "sequence": "grpo", "constant": "dr_grpo"}[options["aggregation"]],
    )
    stand_in = SimpleNamespace(
        _get_per_token_logps_and_entropies=lambda *a, **k: (logprobs, entropies, None),
        aux_loss_enabled=False,
        top_entropy_quantile=options.get("top_entropy", 1.0),
        off_policy_mask_threshold=options.get("off_policy_most"),
        get_off_policy_mask=GRPOTrainer.get_off_policy_mask,
        importance_sampling_level=options["importance"],
        beta=options.get("kl_factor", 0.0),
        loss_type=loss_type,
        epsilon_low=options.get("clip_low", 0.2),
        epsilon_high=options.get("weight_most", options.get("clip_high", 0.2)),
        max_completion_length=MAX_TOKENS,
        current_gradient_accumulation_steps=1,
        args=SimpleNamespace(
            delta=options.get("clip_most"),
            steps_per_generation=1,
            use_bias_correction_kl=options.get("kl") == "k3-weighted",
            sapo_temperature_pos=options.get("sapo_temperatures", SAPO[0])[0],
            sapo_temperature_neg=options.get("sapo_temperatures", SAPO[0])[1],
        ),
        use_vllm=correction != "none",
        vllm_importance_sampling_correction=correction != "none",
        _entropy_bonus_enabled="entropy_bonus" in options,
        entropy_coef=options.get("entropy_bonus", 0.0),
        use_adaptive_entropy=False,
        model=SimpleNamespace(training=True),
        _metrics={"train": defaultdict(list)},
        accelerator=SimpleNamespace(
            num_processes=1,
            sync_gradients=True,
            gather=lambda x: x,
            gather_for_metrics=lambda x: x,
            reduce=lambda x, reduction: x,
            pad_across_processes=lambda x, **k: x,
        ),
    )
    stand_in.get_high_entropy_mask = lambda *a: GRPOTrainer.get_high_entropy_mask(stand_in, *a)
    inputs = {
        "prompt_ids": torch.zeros(len(mask), 1, dtype=torch.long),
        "prompt_mask": torch.ones(len(mask), 1, dtype=torch.long),
        "completion_ids": torch.zeros_like(mask),
        "completion_mask": mask,
        "advantages": given["advantages"][:, 0],
        "num_items_in_batch": mask.sum(),
        "old_per_token_logps": given["old_logprobs"] if with_old else None,
        "ref_per_token_logps": given["ref_logprobs"],
        "sampling_per_token_logps": given["sampled_logprobs"],
    }
    if correction != "none":  # as in _generate_and_score_completions, which cannot be called alone
        old = given["old_logprobs"] if with_old else given["logprobs"]
        difference = (old - given["sampled_logprobs"]) * mask
        ratio = (difference.sum(-1, keepdim=True) if level == "sequence" else difference).exp()
        least, most = options["correction_least"], options["correction_most"]
        outside = (ratio < least) | (ratio > most)
        inputs["importance_sampling_ratio"] = (
            ratio.clamp(least, most) if correction == "truncate" else ratio.masked_fill(outside, 0.0)
        )
    trainer = GMPOTrainer if options["importance"] == "geometric" else GRPOTrainer
    loss = trainer._compute_loss(stand_in, None, inputs)
    loss.backward()
    return loss.item(), [x.grad.tolist() if x.grad is not None else None for x in (logprobs, entropies)]


# --- verl ---------------------------------------------------------------------------------------------------


def verl_case(rng: random.Random) -> dict:
    """A random combination of options that verl has, in our names."""
    policy_loss = rng.choice(["clipped", "clipped", "sequence", "cispo", "sapo", "dppo"])
    options: dict = {
        "policy_loss": policy_loss,
        "importance": "token",
        "aggregation": rng.choice(["token", "constant"]),
    }
    if policy_loss == "clipped":
        options |= dict(
            zip(("clip_low", "clip_high"), rng.choice([(0.2, 0.2), (0.2, 0.28), (0.5, 0.9)]), strict=True)
        )
        options["clip_most"] = rng.choice([3.0, 2.0])
    if policy_loss == "sequence":
        options |= {"policy_loss": "clipped", "importance": "sequence", "clip_low": 3e-4, "clip_high": 4e-4}
    if policy_loss == "cispo":
        options["weight_most"] = rng.choice([1.5, 5.0])
    if policy_loss == "dppo":
        options |= {
            "clip_low": rng.choice([0.1, 0.2]),
            "clip_high": rng.choice([0.1, 0.2]),
            "weight_most": rng.choice([20.0, 2.0]),
        }
    if policy_loss == "sapo":
        options |= {"aggregation": "token", "sapo_temperatures": rng.choice(SAPO)}
    if rng.random() < 0.4:
        # Under a sequence weight a token's own correction is another formula: verl's is token by token.
        levels = ["sequence"] if options["importance"] == "sequence" else ["token", "sequence"]
        options |= {"correction": rng.choice(["truncate", "mask"]), "correction_level": rng.choice(levels)}
        options |= {"correction_least": 0.5, "correction_most": 2.0}
    if rng.random() < 0.4 and policy_loss != "sapo":
        options |= {"kl": rng.choice(["k2", "k3"]), "kl_factor": 0.3}
    return options


def verl_loss(given: dict[str, torch.Tensor], options: dict) -> tuple[float, list]:
    """Loss and its gradient with respect to the log-probabilities."""
    core_algos = importlib.import_module("verl.trainer.ppo.core_algos")

    class Config(SimpleNamespace):
        def get(self, name, default=None):
            return getattr(self, name, default)

    core_algos.ActorConfig, core_algos.AlgoConfig = Config, type("Other", (), {})
    logprobs = given["logprobs"].clone().requires_grad_()
    mask = given["mask"].double()
    kind = "gspo" if options["importance"] == "sequence" else options["policy_loss"]
    name = {"clipped": "vanilla", "dppo": "dppo_tv"}.get(kind, kind)
    mode = {"token": "token-mean", "constant": "seq-mean-token-sum-norm"}[options["aggregation"]]
    scale = {"loss_scale_factor": MAX_TOKENS} if options["aggregation"] == "constant" else {}
    low, high = options.get("clip_low", 0.2), options.get("clip_high", 0.2)
    if kind == "cispo":
        low, high = 1.0, options["weight_most"] - 1
    config = Config(
        clip_ratio=0.2, clip_ratio_low=low, clip_ratio_high=high, global_batch_info=scale,
        **dict(zip(("tau_pos", "tau_neg"), options.get("sapo_temperatures", SAPO[0]), strict=True)),
        clip_ratio_c=options.get("clip_most", options.get("weight_most", 3.0)),
    )  # fmt: skip
    weights = None
    if "correction" in options:
        difference = (given["old_logprobs"] - given["sampled_logprobs"]) * mask
        if options["correction_level"] == "sequence":
            difference = difference.sum(-1, keepdim=True).expand_as(mask)
        rho = difference.exp()
        least, most = options["correction_least"], options["correction_most"]
        weights = (
            rho.clamp(least, most)
            if options["correction"] == "truncate"
            else rho * ((rho >= least) & (rho <= most))
        )
    if kind == "sapo":  # it aggregates by itself, in a mode that is exact to 1e-8 only
        core_algos.agg_loss, kept = (
            (lambda loss_mat, loss_mask, **k: (loss_mat * loss_mask).sum() / loss_mask.sum()),
            core_algos.agg_loss,
        )
    advantages = given["advantages"].expand_as(mask)
    loss, _ = getattr(core_algos, f"compute_policy_loss_{name}")(
        given["old_logprobs"],
        logprobs,
        advantages,
        mask,
        loss_agg_mode=mode,
        config=config,
        rollout_is_weights=weights,
    )
    if kind == "sapo":
        core_algos.agg_loss = kept
    if "kl" in options:
        kl = core_algos.kl_penalty(logprobs, given["ref_logprobs"], options["kl"])
        loss = loss + options["kl_factor"] * core_algos.agg_loss(kl, mask, mode, **scale)
    loss.backward()
    return loss.item(), [logprobs.grad.tolist(), None]


def main() -> None:
    """Write the file beside this script."""
    from trl import GRPOTrainer  # noqa: F401

    sys.meta_path.insert(0, Nothing())
    rng = random.Random(0)
    inputs = [draw(seed, lengths) for seed, lengths in enumerate(LENGTHS)]
    cases, seen = [], set()
    for oracle, count in (("trl", 240), ("verl", 120)):
        while sum(case["oracle"] == oracle for case in cases) < count:
            options = trl_case(rng) if oracle == "trl" else verl_case(rng)
            # Of an empty response verl and GMPO make something of their own.
            number = rng.choice(
                [0, 2] if oracle == "verl" or options["importance"] == "geometric" else [0, 1, 2]
            )
            with_old = oracle == "verl" or rng.random() < 0.8
            key = json.dumps([oracle, options, number, with_old], sort_keys=True)
            if key in seen:
                continue
            seen.add(key)
            loss, grads = (
                trl_loss(inputs[number], options, with_old)
                if oracle == "trl"
                else verl_loss(inputs[number], options)
            )
            cases.append(
                {
                    "oracle": oracle,
                    "inputs": number,
                    "options": options,
                    "old": with_old,
                    "loss": loss,
                    "grads": grads,
                }
            )
    record = {
        "made_by": ["trl 1.16.0", "verl 0.9.1"],
        "max_tokens": MAX_TOKENS,
        "inputs": [{name: t.tolist() for name, t in each.items()} for each in inputs],
        "cases": cases,
    }
    lines = json.dumps(record).replace('{"oracle": ', '\n{"oracle": ')
    Path(__file__).with_name("rl_losses.json").write_text(lines + "\n")
    print(len(cases), "cases")


if __name__ == "__main__":
    main()
