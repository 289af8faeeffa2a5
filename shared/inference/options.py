"""What every script lets its user choose: the model and where it runs, and how the next token is chosen.

One list for all scripts, so that an option has one name, one range and one explanation everywhere.
"""

from __future__ import annotations

import argparse

from shared.inference.sampling import GREEDY, SamplingParams
from shared.model import checkpoints
from shared.tools.commands import decimal_number, whole_number

import torch


def add_model_options(parser: argparse.ArgumentParser, model: str) -> None:
    """``--model``, ``--device``, ``--dtype`` and ``--threads``.

    Args:
        model: the default.
    """
    add = parser.add_argument
    add("--model", default=model, help=f"a name, a folder, or owner/model on the hub ({model})")
    add("--device", default="cpu", help="cpu, cuda, mps, ... (cpu)")
    add("--dtype", choices=checkpoints.DTYPES, help="default: float32 on a CPU, else as stored")
    add("--threads", type=whole_number(1), help="CPU threads (default: torch's choice)")


def add_sampling_options(parser: argparse.ArgumentParser, defaults: SamplingParams = GREEDY) -> None:
    """``--temperature``, ``--top-k``, ``--top-p``, ``--min-p`` and ``--seed``.

    Args:
        defaults: what holds where nothing is said.
    """
    add = parser.add_argument
    add(
        "--temperature",
        type=decimal_number(0),
        default=defaults.temperature,
        help=f"0 is greedy, 1 the model's own distribution ({defaults.temperature:g})",
    )
    add(
        "--top-k",
        type=whole_number(0),
        default=defaults.top_k,
        help=f"keep the k most probable tokens; 0 is off ({defaults.top_k})",
    )
    add(
        "--top-p",
        type=decimal_number(0, 1, above=True),
        default=defaults.top_p,
        help=f"keep the fewest tokens that have this probability together; 1 is off ({defaults.top_p:g})",
    )
    add(
        "--min-p",
        type=decimal_number(0, 1),
        default=defaults.min_p,
        help=f"keep tokens this fraction as probable as the most probable one; 0 is off ({defaults.min_p:g})",
    )
    add("--seed", type=whole_number(0), default=0, help="of the draws: the same seed, the same texts (0)")


def sampling_params(args: argparse.Namespace) -> SamplingParams:
    """What :func:`add_sampling_options` read.

    Raises:
        ValueError: a value is out of range.
    """
    return SamplingParams(args.temperature, args.top_k, args.top_p, args.min_p)


def load_model(args: argparse.Namespace):
    """Model, in evaluation mode, and tokenizer, as :func:`add_model_options` read them.

    Raises:
        CheckpointError: see :func:`shared.model.checkpoints.load`.
    """
    if args.threads:
        torch.set_num_threads(args.threads)
    model, tokenizer = checkpoints.load(args.model, args.device, checkpoints.DTYPES.get(args.dtype))
    return model.eval(), tokenizer
