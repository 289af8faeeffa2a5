"""Conversations: what the model is shown, what is forgotten, and ch02/chat.py at a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from shared.inference.chat import Conversation, Turn, chat_problem, speed_line
from shared.inference.generation import Response
from shared.model import checkpoints
from shared.model.prompts import COT_SUFFIX, render_prompt
from shared.model.tokenizer import Tokenizer

import pytest
import tokenizers
from places import ROOT

SCRIPT = ROOT / "ch02" / "chat.py"
THOUGHT = "<think>\n12+30=42\n</think>\n\n\\boxed{42}"


@pytest.fixture(scope="module")
def chat_tokenizer() -> Tokenizer:
    return checkpoints.load_tokenizer("tiny-reasoning")


@pytest.fixture(scope="module")
def plain_tokenizer() -> Tokenizer:
    return checkpoints.load_tokenizer("tiny-base")


def user(text: str) -> str:
    return f"<|im_start|>user\n{text}<|im_end|>\n"


def assistant(text: str) -> str:
    return f"<|im_start|>assistant\n{text}<|im_end|>\n"


# --- what the model is shown ----------------------------------------------------------------------------------


def test_the_model_sees_earlier_turns_without_their_thoughts(chat_tokenizer):
    talk = Conversation(chat_tokenizer, context=512, reserve=100, system="Be brief.")
    assert talk.remember("What is 12+30?", THOUGHT)
    text, dropped = talk.prompt("And 1 more?")
    system = "<|im_start|>system\nBe brief.<|im_end|>\n"
    history = user("What is 12+30?") + assistant("\\boxed{42}")
    assert text == system + history + user("And 1 more?") + "<|im_start|>assistant\n"
    assert dropped == 0
    talk.thinking = False
    talk.clear()
    expected = system + user("Why?") + "<|im_start|>assistant\n<think>\n\n</think>\n\n"
    assert talk.prompt("Why?") == (expected, 0)


def test_the_oldest_turns_make_room(chat_tokenizer):
    talk = Conversation(chat_tokenizer, context=200, reserve=60)
    for i in range(8):
        talk.remember(f"Question {i}?", f"Answer {i}.")
    text, dropped = talk.prompt("Last?")
    assert 0 < dropped < 8 and talk.turns[0].question == f"Question {dropped}?"
    assert f"Question {dropped - 1}?" not in text and f"Question {dropped}?" in text
    size = len(chat_tokenizer.encode(text))
    turn = user(f"Question {dropped - 1}?") + assistant(f"Answer {dropped - 1}.")
    assert size + 60 <= 200 < size + 60 + len(chat_tokenizer.encode(turn))
    assert talk.prompt("Last?") == (text, 0)


def test_the_system_text_is_never_dropped(chat_tokenizer):
    talk = Conversation(chat_tokenizer, context=120, reserve=40, system="Be brief.")
    for i in range(8):
        talk.remember(f"Question {i}?", f"Answer {i}.")
    assert talk.prompt("Last?")[0].startswith("<|im_start|>system\nBe brief.<|im_end|>\n")


def test_a_question_that_never_fits_costs_no_memory(chat_tokenizer):
    talk = Conversation(chat_tokenizer, context=100, reserve=1000)  # half of the context is kept free at most
    talk.remember("Short?", "Yes.")
    with pytest.raises(ValueError, match="context of 100 must hold the answer too"):
        talk.prompt("long " * 60)
    assert talk.turns == [Turn("Short?", "Yes.")]
    assert "Short?" in talk.prompt("Again?")[0]


@pytest.mark.parametrize(
    ("answer", "complete", "kept"),
    [
        ("\\boxed{4}", True, "\\boxed{4}"),
        ("\\boxed{4", False, "\\boxed{4"),
        (THOUGHT, True, THOUGHT),
        ("12+30=42\n</think>\n\n42", True, "12+30=42\n</think>\n\n42"),  # opened in the prompt
        ("<think>\n\\boxed{4}", True, "\\boxed{4}"),  # never closed: all it had to say
        ("<think>\n12+", False, None),  # stopped while thinking
        ("<think>\n12+30=42\n</think>\n\n", True, None),
        ("", True, None),
        ("<think>\n", True, None),
    ],
)
def test_only_answers_are_remembered(chat_tokenizer, answer, complete, kept):
    talk = Conversation(chat_tokenizer, context=512, reserve=100)
    assert talk.remember("Question?", answer, complete) is (kept is not None)
    assert [turn.answer for turn in talk.turns] == [kept] * (kept is not None)


def test_a_plain_model_gets_single_questions(plain_tokenizer):
    talk = Conversation(plain_tokenizer, context=512, reserve=100, thinking=False, system="Be brief.")
    talk.remember("What is 1+1?", "2")
    assert talk.prompt("What is 2+2?") == (render_prompt("What is 2+2?"), 0)
    talk.thinking = True
    assert talk.prompt("What is 2+2?") == (render_prompt("What is 2+2?", COT_SUFFIX), 0)
    assert not talk.remembers and len(talk.turns) == 1


def test_who_can_chat(chat_tokenizer, plain_tokenizer):
    assert chat_problem(chat_tokenizer) is None and chat_problem(plain_tokenizer) is None
    backend = tokenizers.Tokenizer(tokenizers.models.BPE(vocab={"a": 0}, merges=[]))
    assert "no chat format" in chat_problem(Tokenizer(backend, (0,), 0))


def test_speed_counts_the_tokens_after_the_first():
    response = Response([1, 2, 3], "abc", [0.0] * 3, "stop", 5, 0.25, 1.25)
    assert speed_line(response) == "3 tokens in 1.25 s, the first after 250 ms, then 2 tokens/s"
    response = Response([1], "a", [0.0], "length", 5, 0.25, 0.25)
    assert speed_line(response) == "1 token in 0.25 s, the first after 250 ms; cut off at the limit"


# --- the script, in this process ------------------------------------------------------------------------------


@pytest.fixture
def talk(script, monkeypatch, tmp_path, capsys):
    """Type lines (an exception is raised instead); returns exit code, what it printed, and its complaints."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def run(lines: list, *arguments: str) -> tuple[int, str, str]:
        left = iter([*lines, EOFError()])

        def type_line(prompt: str) -> str:
            line = next(left)
            if isinstance(line, BaseException):
                raise line
            print(f"{prompt}{line}")
            return line

        monkeypatch.setattr("builtins.input", type_line)
        monkeypatch.setattr(sys, "argv", ["ch02/chat.py", "--temperature", "0", *arguments])
        try:
            code = script.main()
        except SystemExit as error:
            code = error.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_turns_and_commands(talk):
    lines = ["What is 12+30-7?", "", "/history", "/system Be brief.", "/save talk.json", "/clear", "/history"]
    code, out, err = talk([*lines, "/nonsense now", "/think maybe", "/help", "/quit", "never read"])
    assert (code, err) == (0, "")
    answer = "<think>\n12+30=42\n42-7=35\n</think>\n\n\\boxed{35}"
    assert out.startswith("tiny-reasoning: type a question, or /help.\n> What is 12+30-7?\n" + answer)
    assert out.count(answer) == 2 and "tokens/s)" in out  # once more in the history
    assert "Turns: 1" in out and "Turns: 0" in out
    assert json.loads(Path("talk.json").read_text()) == {
        "model": "tiny-reasoning",
        "system": "Be brief.",
        "turns": [{"question": "What is 12+30-7?", "answer": answer}],
    }
    assert "no such command: /nonsense now;" in out and "no such command: /think maybe;" in out
    assert "/system TEXT" in out and "never read" not in out


def test_think_off_and_on(talk, script, monkeypatch):
    prompts = []
    stream = script.stream
    monkeypatch.setattr(script, "stream", lambda m, t, p, **o: (prompts.append(p), stream(m, t, p, **o))[1])
    talk(["/think off", "1+1?", "/clear", "/think on", "1+1?", "/system Add.", "1+1?"])
    assert [p.endswith("</think>\n\n") for p in prompts] == [True, False, False]
    assert prompts[2].startswith("<|im_start|>system\nAdd.<|im_end|>\n")


def test_a_plain_model_says_what_it_is(talk):
    code, out, _ = talk(["What is 12+30-7?", "/think off", "/system x", "/history"], "--model", "tiny-base")
    assert code == 0 and "it answers single questions" in out
    assert "42-7=35\n\\boxed{35}" in out and "Explain step by step." in out
    assert "knows no standing instructions" in out and "none of which the model sees" in out


def test_a_full_context_drops_the_oldest_turns_and_says_so(talk):
    questions = [f"What is {i}+1? " + "Please. " * 20 for i in range(8)]
    code, out, _ = talk(questions, "--max-new-tokens", "60", "--no-thinking")
    assert code == 0 and "The context is full: the oldest turn was dropped." in out
    code, out, _ = talk(["long " * 600, "What is 1+1?"])
    assert code == 0 and "make it shorter" in out and "\\boxed{" in out


def test_ctrl_c_stops_the_answer_and_at_the_prompt_the_program(talk, script, monkeypatch):
    stream = script.stream

    def interrupted(*arguments, **options):
        for number, piece in enumerate(stream(*arguments, **options)):
            if number == 2:
                raise KeyboardInterrupt
            yield piece

    monkeypatch.setattr(script, "stream", interrupted)
    code, out, err = talk(["What is 12+30-7?", "/history", KeyboardInterrupt(), "never read"])
    assert (code, err) == (0, "")
    assert "(stopped)" in out and "Turns: 0" in out  # it was still thinking
    assert "question is forgotten too" in out and "never read" not in out
    monkeypatch.setattr(script.Chat, "answer", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    assert talk(["between two pieces of work"])[0] == 0


def test_the_same_words_get_the_same_answers(talk):
    hot = ("--temperature", "1.5", "--max-new-tokens", "20", "--model", "tiny-base")
    first, again, other = (talk(["What?", "What?"], *hot, "--seed", s)[1] for s in ("1", "1", "2"))
    texts = [[line for line in out.splitlines() if " tokens in " not in line] for out in (first, again, other)]
    assert texts[0] == texts[1] != texts[2]


def test_a_file_that_cannot_be_written(talk):
    Path("folder").mkdir()
    Path("folder/file").write_text("mine")
    code, out, _ = talk(["/save folder/file/talk.json", "/save"])
    assert code == 0 and "Cannot write" in out and "no such command: /save;" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--model", "tiny-reasonin"], "did you mean 'tiny-reasoning'"),
        (["--temperature", "1e-9"], "temperature must be 0"),
        (["--device", "abacus"], "'abacus' cannot be used"),
        (["--max-new-tokens", "0"], "from 1 up"),
        (["--min-p", "2"], "--min-p"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(talk, arguments, words):
    code, out, err = talk([], *arguments)
    assert code == 2 and out == ""
    assert words in err and err.count("\n") == 1


# --- from the outside -----------------------------------------------------------------------------------------


def start(*arguments: str) -> subprocess.Popen:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-u", str(SCRIPT), "--threads", "1", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )


def test_through_pipes_with_text_that_is_no_utf_8():
    process = start("--temperature", "0")
    out, err = process.communicate(b"na\xefve \xff?\n/history\n", timeout=300)
    assert process.returncode == 0 and err == b""
    assert "> na\ufffdve \ufffd?" in out.decode("utf-8") and "Turns: 1" in out.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for a child process")
def test_a_real_ctrl_c():
    process = start("--model", "tiny-base", "--temperature", "9", "--top-k", "0", "--top-p", "1", "--seed", "5")

    def read_until(words: bytes) -> bytes:
        seen = b""
        while words not in seen:
            byte = process.stdout.read(1)
            assert byte, process.stderr.read()
            seen += byte
        return seen

    try:
        read_until(b"> ")
        process.stdin.write(b"Babble!\n")
        process.stdin.flush()
        read_until(b" ")  # it has begun, and goes on to the end of the context
        process.send_signal(signal.SIGINT)
        assert b"(stopped)" in read_until(b"> ")[-20:]
        process.stdin.write(b"/history\n")
        process.stdin.flush()
        assert b"Babble!" in read_until(b"Turns: 1")
        read_until(b"> ")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0 and err == b""
    finally:
        process.kill()
