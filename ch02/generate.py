r"""Write one response: a prompt in, text out while it is being written, then how fast that went.

    python ch02/generate.py "What is 12+30-7?"
    python ch02/generate.py --hint "Tom has 17 apples and buys 25 more. How many has he now?"
    python ch02/generate.py --model tiny-reasoning "What is 12+30-7?"
    echo "What is 3*(4+5)?" | python ch02/generate.py
    python ch02/generate.py --raw --temperature 0.8 --seed 3 "Question: What is"
    python ch02/generate.py --model Qwen/Qwen3-0.6B --device cuda --max-new-tokens 2048 --file question.txt

A chat model gets the text as a user's message; any other one gets the course's question format. The text goes
to the standard output, all else to the standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from shared.inference.chat import accept_any_text, chat_problem, speed_line
from shared.inference.generation import GenerationStream, stream
from shared.inference.options import add_model_options, add_sampling_options, load_model, sampling_params
from shared.model.checkpoints import CheckpointError
from shared.model.prompts import COT_SUFFIX, render_prompt
from shared.model.tokenizer import Tokenizer
from shared.tools.commands import Parser, fail, run_script, whole_number

import torch


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    add = parser.add_argument
    add("prompt", nargs="?", help="the text (default: what comes in through the standard input)")
    add("--file", type=Path, help="read the text from a file instead")
    add_model_options(parser, "tiny-base")
    add("--max-new-tokens", type=whole_number(1), default=256, help="tokens at most (256)")
    add_sampling_options(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--raw", action="store_true", help="go on from the text as it is")
    form.add_argument("--chat", action="store_true", help="the chat format, whatever the checkpoint says")
    add("--no-thinking", action="store_true", help="chat format: close the thinking before it begins")
    add("--hint", action="store_true", help=f"add {COT_SUFFIX!r}")
    args = parser.parse_args(arguments)
    if args.prompt is not None and args.file is not None:
        parser.error("give the text as an argument or as a --file, not both")
    return args


def read_text(args: argparse.Namespace) -> str:
    """The text that was asked for, from where it comes.

    Raises:
        ValueError: it is empty, or the file cannot be read.
    """
    if args.file is not None:
        try:
            text = args.file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"cannot read {args.file} as text: {error}") from error
    elif args.prompt is not None:
        text = args.prompt
    else:
        if sys.stdin.isatty():
            print("Type the text; end it with Ctrl-D (on Windows Ctrl-Z and Enter).", file=sys.stderr)
        text = sys.stdin.read()
    if not args.raw:
        text = text.strip()
    if not text:
        raise ValueError("the text is empty: give it as an argument, as a --file, or through a pipe")
    return text


def make_prompt(text: str, tokenizer: Tokenizer, args: argparse.Namespace) -> str:
    """What the model goes on from.

    Raises:
        ValueError: ``--chat`` with a vocabulary that has no chat format.
    """
    suffix = COT_SUFFIX if args.hint else ""
    if args.raw:
        return text + suffix
    if args.chat or tokenizer.is_chat:
        if problem := chat_problem(tokenizer):
            raise ValueError(problem)
        message = {"role": "user", "content": text + suffix}
        return tokenizer.apply_chat_template([message], thinking=not args.no_thinking)
    return render_prompt(text, suffix)


def start(args: argparse.Namespace) -> GenerationStream:
    """Find and check everything; the first token is written when it is asked for.

    Raises:
        CheckpointError, ValueError: see their modules.
    """
    text = read_text(args)
    params = sampling_params(args)
    model, tokenizer = load_model(args)
    prompt = make_prompt(text, tokenizer, args)
    return stream(model, tokenizer, prompt, max_new_tokens=args.max_new_tokens, params=params, seed=args.seed)


def main() -> int:
    """Write; 0 when done, 130 after Ctrl-C, 2 when something has to be put right first."""
    args = parse_args()
    try:
        pieces = start(args)
        for piece in pieces:
            print(piece, end="", flush=True)
    except (CheckpointError, ValueError) as error:
        return fail(error)
    except torch.OutOfMemoryError:
        return fail("out of memory: choose a smaller model, --dtype bfloat16, or fewer --max-new-tokens")
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    print(flush=True)
    print(speed_line(pieces.response), file=sys.stderr)
    return 0


if __name__ == "__main__":
    accept_any_text()
    run_script(main)
