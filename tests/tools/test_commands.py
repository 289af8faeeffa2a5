"""Mistakes on a command line get one line and exit code 2."""

from __future__ import annotations

import signal

from shared.tools.commands import Parser, decimal_number, fail, run_script, text_with_line_ends, whole_number

import pytest


def parser() -> Parser:
    made = Parser("What it does.\n\n    python it.py --count 3")
    made.add_argument("--count", type=whole_number(1))
    made.add_argument("--share", type=decimal_number(0, 1, above=True))
    made.add_argument("--heat", type=decimal_number(0))
    made.add_argument("--text", type=text_with_line_ends)
    return made


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--count", "0"], "argument --count: must be a whole number from 1 up, not '0'"),
        (["--count", "-5"], "from 1 up, not '-5'"),
        (["--count", "2.5"], "not '2.5'"),
        (["--count", "many"], "not 'many'"),
        (["--count"], "expected one argument"),
        (["--share", "0"], "must be a number above 0 and at most 1, not '0'"),
        (["--share", "1.01"], "and at most 1, not '1.01'"),
        (["--share", "nan"], "not 'nan'"),
        (["--heat", "-0.1"], "must be a number from 0 up, not '-0.1'"),
        (["--heat", "inf"], "not 'inf'"),
        (["--heat", "hot"], "not 'hot'"),
        (["--cou", "1"], "unrecognized arguments: --cou 1"),
    ],
)
def test_mistakes(arguments, words, capsys):
    with pytest.raises(SystemExit) as left:
        parser().parse_args(arguments)
    error = capsys.readouterr().err
    assert left.value.code == 2
    assert error.count("\n") == 1 and words in error and "--help" in error


def test_values():
    args = parser().parse_args(["--count", "1", "--share", "1", "--heat", "0", "--text", r"a\nb\\boxed{}"])
    assert (args.count, args.share, args.heat) == (1, 1.0, 0.0)
    assert args.text == "a\nb\\\\boxed{}"
    assert decimal_number(2, 3)("2") == 2.0
    for text in ("1", "4"):
        with pytest.raises(Exception, match="from 2 to 3"):
            decimal_number(2, 3)(text)


def test_help_keeps_the_examples_as_they_are_written(capsys):
    with pytest.raises(SystemExit) as left:
        parser().parse_args(["--help"])
    assert left.value.code == 0
    assert "\n    python it.py --count 3\n" in capsys.readouterr().out


def test_a_reason_to_stop_is_one_line_with_the_scripts_name(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["ch02/chat.py", "--model", "x"])
    assert fail(ValueError("no such\n  model")) == 2
    assert capsys.readouterr().err == "chat: no such model\n"


@pytest.mark.parametrize("code", [0, 2, None])
def test_run_leaves_with_the_code_of_main(code):
    with pytest.raises(SystemExit) as left:
        run_script(lambda: code)
    assert left.value.code == code


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_answers_what_main_does_not(number, capsys):
    with pytest.raises(SystemExit) as left:
        run_script(lambda: signal.raise_signal(number))
    assert left.value.code == 130
    assert capsys.readouterr().err.endswith(": stopped\n")


def test_run_lets_main_answer_a_kill_itself():
    def main():
        try:
            signal.raise_signal(signal.SIGTERM)
        except KeyboardInterrupt:
            return 7

    with pytest.raises(SystemExit) as left:
        run_script(main)
    assert left.value.code == 7
