r"""Talk to a model, turn by turn.

    python ch02/chat.py --model tiny-reasoning
    python ch02/chat.py --model smollm2-135m --temperature 0.2
    python ch02/chat.py --model Qwen/Qwen3-0.6B --device cuda --system "Answer in one sentence."

Ctrl-C stops an answer; at the prompt it ends the program. /help lists the commands. The tiny models have
only ever seen small arithmetic problems; that is what to ask them about.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

from shared.inference.chat import Conversation, accept_any_text, speed_line
from shared.inference.generation import stream
from shared.inference.options import add_model_options, add_sampling_options, load_model, sampling_params
from shared.inference.sampling import SamplingParams
from shared.model.checkpoints import CheckpointError
from shared.model.prompts import COT_SUFFIX
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import THINK_END, THINK_START
from shared.tools.commands import Parser, fail, whole_number
from shared.tools.files import write_json

import torch
from rich.console import Console

HELP = """\
/clear            forget what was said
/system TEXT      a standing instruction for all answers; without TEXT: none
/think on|off     think before answering
/history          what the model still remembers
/save FILE        write the conversation to a JSON file
/help             this list
/quit             end (Ctrl-D, and Ctrl-C at the prompt, do so too)
Ctrl-C stops an answer. Anything else is for the model."""


def parse_args(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line; leaves with exit code 2 if something in it cannot be."""
    parser = Parser(__doc__)
    add = parser.add_argument
    add_model_options(parser, "tiny-reasoning")
    add("--system", default="", help="a standing instruction for all answers")
    add("--no-thinking", action="store_true", help="as /think off")
    add("--max-new-tokens", type=whole_number(1), default=2048, help="tokens an answer at most (2048)")
    # What Qwen advises for thinking models; greedy ones may go round in circles.
    add_sampling_options(parser, SamplingParams(temperature=0.6, top_k=20, top_p=0.95))
    return parser.parse_args(arguments)


class Chat:
    """A conversation at a terminal.

    Args:
        console: where everything is written; thoughts are dimmed where it can show that.
    """

    def __init__(self, model: Qwen3, conversation: Conversation, args: argparse.Namespace, console: Console):
        self.model, self.conversation, self.args, self.console = model, conversation, args, console
        self.params = sampling_params(args)
        self.answers = 0  # given so far: each has draws of its own

    def greet(self) -> None:
        """What one is talking to, and how."""
        self.say(f"{self.args.model}: type a question, or /help.")
        if not self.conversation.remembers:
            self.say("This model is no chat model: it answers single questions and remembers nothing.")

    def run(self) -> None:
        """Read lines and answer them, until /quit, the end of the input, or Ctrl-C outside of an answer."""
        try:
            while (line := input("> ").strip()) != "/quit":
                if line.startswith("/"):
                    command, _, rest = line.partition(" ")
                    self.command(command, rest.strip())
                elif line:
                    self.answer(line)
        except (EOFError, KeyboardInterrupt):
            self.say("")

    def command(self, name: str, rest: str) -> None:
        """Do what a line that begins with a slash asks for."""
        talk = self.conversation
        if name == "/clear":
            talk.clear()
            self.say("Forgotten.")
        elif name == "/system":
            self._set_system(rest)
        elif name == "/think" and rest in ("on", "off"):
            talk.thinking = rest == "on"
            self.say(f"Thinking is {rest}.")
            if not talk.remembers:
                self.say(f"For this model that is {COT_SUFFIX.strip()!r} behind each question, or not.")
        elif name == "/history":
            for turn in talk.turns:
                self.say(f"> {turn.question}\n{turn.answer}")
            self.say(f"Turns: {len(talk.turns)}" + ("" if talk.remembers else ", none of which the model sees"))
        elif name == "/save" and rest:
            self._save(Path(rest))
        elif name == "/help":
            self.say(HELP)
        else:
            self.say(f"There is no such command: {name} {rest}".rstrip() + "; /help lists them.")

    def answer(self, question: str) -> None:
        """Write an answer while it comes; Ctrl-C ends it here, and the conversation goes on."""
        try:
            prompt, dropped = self.conversation.prompt(question)
        except ValueError as error:
            self.say(str(error))
            return
        if dropped:
            turns = "the oldest turn was" if dropped == 1 else f"the oldest {dropped} turns were"
            self.say(f"The context is full: {turns} dropped.")
        text, response = "", None
        self.answers += 1
        try:
            pieces = stream(
                self.model,
                self.conversation.tokenizer,
                prompt,
                max_new_tokens=self.args.max_new_tokens,
                params=self.params,
                seed=self.args.seed + self.answers,
            )
            for piece in pieces:
                text += piece
                self._show(piece, thinking=THINK_START in text and THINK_END not in text)
            response = pieces.response
        except KeyboardInterrupt:
            self.say("\n(stopped)")
        except torch.OutOfMemoryError:
            self.say("\nOut of memory: /clear makes the prompt short again; fewer --max-new-tokens help too.")
        if response is not None:
            self.say(f"\n({speed_line(response)})")
        complete = response is not None and response.finish_reason == "stop"
        if not self.conversation.remember(question, text, complete) and self.conversation.remembers:
            self.say("(There is no answer to remember, so the question is forgotten too.)")

    def say(self, text: str) -> None:
        """A line that does not come from the model."""
        self.console.out(text, highlight=False)

    def _show(self, piece: str, thinking: bool) -> None:
        self.console.out(piece, style="dim" if thinking else None, end="", highlight=False)
        self.console.file.flush()

    def _set_system(self, text: str) -> None:
        if not self.conversation.remembers:
            self.say("This model is no chat model: it knows no standing instructions.")
            return
        self.conversation.system = text
        self.say("Set." if text else "There is no standing instruction now.")

    def _save(self, path: Path) -> None:
        talk = self.conversation
        turns = [{"question": turn.question, "answer": turn.answer} for turn in talk.turns]
        try:
            write_json(path, {"model": str(self.args.model), "system": talk.system, "turns": turns})
        except OSError as error:
            self.say(f"Cannot write {path}: {error.strerror}.")
        else:
            self.say(f"Saved to {path}.")


def main() -> int:
    """Talk; 0 at the end, 2 when something has to be put right first."""
    args = parse_args()
    with contextlib.suppress(ImportError):  # arrow keys and history at the prompt; Windows has its own
        import readline  # noqa: F401
    try:
        model, tokenizer = load_model(args)
        talk = Conversation(
            tokenizer,
            model.config.max_position_embeddings,
            reserve=args.max_new_tokens,
            thinking=not args.no_thinking,
            system=args.system,
        )
        chat = Chat(model, talk, args, Console())
    except (CheckpointError, ValueError) as error:
        return fail(error)
    except torch.OutOfMemoryError:
        return fail("out of memory: choose a smaller model or --dtype bfloat16")
    except KeyboardInterrupt:
        return 130
    chat.greet()
    chat.run()
    return 0


if __name__ == "__main__":
    accept_any_text()
    sys.exit(main())
