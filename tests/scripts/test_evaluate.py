"""ch03/evaluate.py from the outside: kills, Ctrl-C, bad input, and what it prints."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from shared.evaluation import commands
from shared.evaluation.loop import EvaluationInterrupted
from shared.evaluation.records import Evaluation, Record, Sample
from shared.evaluation.runs import load_run, read_config, read_notes
from shared.model import checkpoints
from shared.model.prompts import COT_SUFFIX, INSTRUCTION
from shared.tools.files import read_jsonl

import pytest
import torch
from places import ROOT
from rich.console import Console

SCRIPT = ROOT / "ch03" / "evaluate.py"
COMMAND = [sys.executable, str(SCRIPT), "--threads", "1"]
PROBLEMS = 150
SAMPLING = ["--limit", str(PROBLEMS), "--prompt-suffix", "hint", "--temperature", "0.8", "--num-samples", "2"]
SAMPLING += ["--select", "majority", "--batch-size", "8", "--max-new-tokens", "60"]  # chunks of 8 problems


def environment() -> dict[str, str]:
    return {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONUTF8": "1", "COLUMNS": "120", "PYTHONPATH": str(ROOT)}


def start(*arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment(),
        # A shell starts its background jobs with Ctrl-C ignored, and children inherit that.
        preexec_fn=None if os.name == "nt" else lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def finish(process: subprocess.Popen) -> str:
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err[-2000:]
    return out


def count_lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def kill_at_random(process: subprocess.Popen, log: Path, rng: random.Random) -> None:
    """SIGKILL at some time, while the program loads perhaps, or as soon as it has written some lines."""
    before, lines = count_lines(log), rng.choice([1, 2, 3, 5, 7, 9])
    seconds = rng.choice([rng.uniform(0, 5), 300])
    deadline = time.monotonic() + seconds
    while count_lines(log) < before + lines and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.001)
    time.sleep(rng.choice([0, rng.uniform(0, 0.05)]))
    process.kill()
    process.communicate()


def timeless(line: dict) -> dict:
    return {key: value for key, value in line.items() if key != "seconds"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run that nobody stopped."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    finish(start(*SAMPLING, "--out", str(folder)))
    return folder


def expect_the_same_run(found: Path, expected: Path) -> None:
    """Records in one order, line by line, and what follows from them; only the seconds are others."""
    lines, expected_lines = (read_jsonl(run / "records.jsonl") for run in (found, expected))
    assert len(expected_lines) == PROBLEMS
    assert [timeless(line) for line in lines] == [timeless(line) for line in expected_lines]
    summary, expected_summary = (json.loads((run / "summary.json").read_text()) for run in (found, expected))
    assert summary["complete"] is True and timeless(summary) == timeless(expected_summary)
    assert read_config(found) == read_config(expected)
    left = sorted(path.name for path in found.iterdir() if path.name != ".lock")
    assert left == ["config.json", "records.jsonl", "summary.json"]


def wait_for_lines(process: subprocess.Popen, log: Path, lines: int) -> None:
    deadline = time.monotonic() + 300
    while count_lines(log) < lines and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    assert process.poll() is None and count_lines(log) >= lines


def test_killed_ten_times_and_resumed_it_ends_with_the_result_of_an_uninterrupted_run(tmp_path, whole):
    killed = tmp_path / "killed"
    rng, moments = random.Random(3), []
    for _ in range(10):
        process = start(*SAMPLING, "--out", str(killed), "--resume")
        kill_at_random(process, killed / "records.jsonl", rng)
        assert process.returncode not in (0, 2), "it was over before it was killed: give it more to do"
        moments.append(count_lines(killed / "records.jsonl"))
    assert moments[-1] < PROBLEMS and len(set(moments)) >= 4
    # The last one also left half a line, as a power cut may.
    with open(killed / "records.jsonl", "ab") as log:
        log.write(b'{"unique_id": "torn')
    finish(start(*SAMPLING, "--out", str(killed), "--resume"))
    expect_the_same_run(killed, whole)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for a child process")
def test_asked_to_stop_it_keeps_what_is_done_and_a_second_process_is_kept_out(tmp_path, whole):
    """Stopped by Ctrl-C, taken up, stopped by what a cluster or `timeout` sends, taken up to the end."""
    log = tmp_path / "run" / "records.jsonl"
    for name in ("SIGINT", "SIGTERM"):
        process = start(*SAMPLING, "--out", str(log.parent), "--resume")
        wait_for_lines(process, log, count_lines(log) + 3)
        if name == "SIGTERM":
            process.send_signal(signal.SIGSTOP)  # or it would be over before another one has loaded its model
            expect_to_be_kept_out(start(*SAMPLING, "--out", str(log.parent), "--resume"), log.parent)
            process.send_signal(signal.SIGCONT)
        process.send_signal(signal.Signals[name])
        out, err = process.communicate(timeout=120)
        assert process.returncode == 130 and "Traceback" not in err
        done = count_lines(log)
        assert f"Stopped after {done} of {PROBLEMS} problems" in out and "accuracy" in out
        assert "--resume" in out.splitlines()[-1] and str(log.parent) in out.splitlines()[-1]
        summary = json.loads((log.parent / "summary.json").read_text())
        assert summary["complete"] is False and summary["n"] == done < PROBLEMS
    out = finish(start(*SAMPLING, "--out", str(log.parent), "--resume"))
    assert f"The run: {log.parent}" in out
    expect_the_same_run(log.parent, whole)


def expect_to_be_kept_out(process: subprocess.Popen, folder: Path) -> None:
    """One line, and nothing written."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    out, err = process.communicate(timeout=300)
    message = err.split("\r")[-1].strip()
    assert process.returncode == 2 and out == ""
    assert "another process is writing to" in message and str(folder) in message and "\n" not in message
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


# --- in this process, which is quicker ----------------------------------------------------------------------


def test_what_it_prints(call, tmp_path):
    code, out, err = call("--limit", "10", "--batch-size", "4", "--num-samples", "3", "--temperature", "0.9")
    assert code == 0
    for words in (
        "tiny-base on tiny-test",
        "95 % interval",
        "of 10)",
        "cut off",
        "pass@k",
        "majority@k",
        "level",
    ):
        assert words in out, words
    assert "10/10" in err and "problem/s" in err
    folder = Path("runs") / "evaluate-tiny-base-tiny-test"
    assert out.splitlines()[-1] == f"The run: {folder}"
    result = load_run(folder)
    assert f"{result.accuracy:.1%} ({result.num_correct} of 10)" in out
    notes = read_notes(folder)
    assert (notes["model"], notes["dataset"], notes["batch_size"]) == ("tiny-base", "tiny-test", 4)


def test_options_reach_the_run(call, tmp_path):
    (tmp_path / "mine.jsonl").write_text('{"question": "1+1?", "answer": "#### 2"}\n')
    arguments = ["--dataset", "mine.jsonl", "--template", r"Ask:\n{problem}\nA:", "--prompt-suffix", "hint"]
    arguments += [
        "--temperature",
        "0.5",
        "--top-p",
        "0.9",
        "--seed",
        "7",
        "--max-new-tokens",
        "3",
        "--num-samples",
        "2",
    ]
    arguments += ["--dtype", "bfloat16", "--select", "best", "--fallback", "last_number", "--out", "here"]
    code, out, err = call(*arguments)
    assert code == 0, err
    config = read_config("here")
    assert config["params"] == {"temperature": 0.5, "top_k": 0, "top_p": 0.9, "min_p": 0.0}
    expected = {"seed": 7, "max_new_tokens": 3, "num_samples": 2, "dtype": "bfloat16", "select": "select_best"}
    assert config.items() >= (expected | {"fallback": "last_number", "suffix": COT_SUFFIX}).items()
    (record,) = load_run("here").records
    assert record.prompt == f"Ask:\n1+1?{COT_SUFFIX}\nA:" and record.gold == "2"
    assert "cut off at 3 tokens: raise --max-new-tokens" in out
    assert INSTRUCTION not in record.prompt


@pytest.mark.parametrize("name", ["first", "majority", "best"])
def test_a_selection_is_the_one_of_its_name(call, name):
    options = ("--num-samples", "2", "--temperature", "0.9", "--max-new-tokens", "2", "--out", "run")
    assert call("--limit", "1", "--select", name, *options)[0] == 0
    chosen = {"first": "first_response", "majority": "select_majority", "best": "select_best"}[name]
    assert read_config("run")["select"] == chosen


def made_of(ends: list[str]) -> Evaluation:
    """A problem for each response, which ended as told."""
    samples = [Sample("", None, False, 3, -0.1, end) for end in ends]
    return Evaluation([Record(f"p/{i}", 1, "", "1", "", [s], 0, 0, 0.1) for i, s in enumerate(samples)])


@pytest.mark.parametrize(("cut_off", "warned"), [(0, False), (1, False), (2, True)])
def test_more_than_one_of_twenty_cut_off_is_worth_a_warning(script, capsys, cut_off, warned):
    evaluation = made_of(["length"] * cut_off + ["stop"] * (20 - cut_off))
    script.report(evaluation, script.parse_args([]), Console())
    assert ("cut off at 256 tokens: raise --max-new-tokens" in capsys.readouterr().out) is warned


def test_a_second_run_in_the_same_folder(call):
    first = ("--limit", "3", "--out", "run", "--max-new-tokens", "4")
    assert call(*first)[0] == 0
    before = (Path("run") / "records.jsonl").read_bytes()
    code, _, err = call(*first)
    assert code == 2 and "add --resume" in err and "another --out" in err
    code, _, err = call(*first, "--resume", "--seed", "1")
    assert code == 2 and "seed was 0, now 1" in err
    assert call(*first, "--resume", "--batch-size", "2")[0] == 0
    assert (Path("run") / "records.jsonl").read_bytes() == before


OTHER_WAYS = {  # an option, and where its value must arrive
    "--model": (["tiny-reasoning"], {"model"}),
    "--dataset": (["mine.json"], {"problems"}),
    "--limit": (["1"], {"problems"}),
    "--max-new-tokens": (["9"], {"max_new_tokens"}),
    "--batch-size": (["3"], {"batch_size"}),
    "--num-samples": (["4"], {"num_samples"}),
    "--temperature": (["0.5"], {"params"}),
    "--top-k": (["5"], {"params"}),
    "--top-p": (["0.5"], {"params"}),
    "--min-p": (["0.1"], {"params"}),
    "--select": (["best"], {"select"}),
    "--prompt-suffix": (["hint"], {"suffix"}),
    "--template": (["chat"], {"template"}),
    "--fallback": (["last_number"], {"fallback"}),
    "--device": (["cpu:0"], {"device"}),
    "--dtype": (["bfloat16"], {"dtype"}),
    "--compile": ([], {"compile"}),
    "--threads": (["2"], {"threads"}),
    "--seed": (["5"], {"seed"}),
    "--out": (["elsewhere"], {"out"}),
    "--resume": ([], set()),  # only whether a run that is there is refused
}


@pytest.mark.parametrize("option", OTHER_WAYS)
def test_every_option_reaches_the_evaluation(call, script, monkeypatch, option):
    names = {f"--{name.replace('_', '-')}" for name in vars(script.parse_args([]))}
    assert names == OTHER_WAYS.keys(), "a new one: add it"
    Path("mine.json").write_text('[{"problem": "1+1?", "answer": "2"}]')
    load, seen, threads = checkpoints.load, [], []

    def loading(name, device, dtype):
        model, tokenizer = load(name, "cpu", dtype)
        seen[-1] |= {"model": name, "device": device, "dtype": model.dtype}
        return model, tokenizer

    def evaluating(model, tokenizer, problems, notes, progress, **options):
        seen[-1] |= options | {"problems": [p.unique_id for p in problems]}
        raise EvaluationInterrupted(Evaluation([]))

    monkeypatch.setattr(checkpoints, "load", loading)
    monkeypatch.setattr(commands, "evaluate", evaluating)
    monkeypatch.setattr(torch, "set_num_threads", threads.append)
    value, changed = OTHER_WAYS[option]
    for arguments in ([], [option, *value]):
        seen.append({})
        threads.clear()
        common = ["--limit", "2", "--temperature", "0.9", "--num-samples", "2"]
        assert call(*common, *arguments)[0] == 130
        seen[-1] |= {"threads": list(threads)}
    before, after = seen
    assert before.keys() == after.keys()
    different = {name for name in before if before[name] != after[name]}
    # The folder is named after model and data set.
    assert different - changed <= ({"out"} if option in ("--model", "--dataset") else set()), different
    assert changed <= different


def prepare_files() -> None:
    Path("notes").mkdir()
    Path("notes/mine.txt").write_text("mine")
    Path("empty.json").write_text("[]")
    Path("long.json").write_text(json.dumps([{"problem": "1+" * 2000, "answer": "1"}]))
    half = {"problem": "1+1\ud800?", "answer": "2", "unique_id": "\x1b[2Jx"}
    Path("half.json").write_text(json.dumps([{"problem": "1+1?", "answer": "2"}, half]))
    Path("file").write_text("mine")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--model", "tiny-bass"], "did you mean 'tiny-base'"),
        (["--dataset", "math5000"], "no data set 'math5000'"),
        (["--dataset", "none.jsonl"], "no file none.jsonl"),
        (["--dataset", "empty.json"], "at least one problem"),
        (["--dataset", "long.json"], "the model's context holds 512"),
        (["--dataset", "half.json"], r"problem \x1b[2Jx holds '\ud800', half of a character"),
        (["--prompt-suffix", "\udcff"], r"holds '\udcff', half of a character"),
        (["--template", "Question"], "does not contain {problem}"),
        (["--limit", "0"], "--limit: must be a whole number from 1 up"),
        (["--limit", "-3"], "not '-3'"),
        (["--max-new-tokens", "-1"], "--max-new-tokens"),
        (["--batch-size", "0"], "--batch-size"),
        (["--num-samples", "0"], "--num-samples"),
        (["--num-samples", "3"], "needs a --temperature above 0"),
        (["--temperature", "-1"], "--temperature"),
        (["--temperature", "1e-9"], "temperature must be 0 (greedy) or a number from 1e-6 up"),
        (["--top-p", "0"], "--top-p"),
        (["--top-p", "1.5"], "--top-p"),
        (["--select", "worst"], "invalid choice: 'worst'"),
        (["--fallback", "guess"], "invalid choice: 'guess'"),
        (["--device", "abacus"], "device 'abacus' cannot be used"),
        (["--dtype", "float8"], "invalid choice: 'float8'"),
        (["--seed", "-1"], "--seed"),
        (["--threads", "0"], "--threads"),
        (["--out", "notes"], "notes is not the folder of an evaluation run"),
        (["--out", "notes", "--resume"], "notes is not the folder of an evaluation run"),
        (["--out", "file"], "file is not the folder of an evaluation run"),
        (["--out", "file/run"], "file"),
        (["--frobnicate"], "unrecognized arguments"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(call, arguments, words):
    prepare_files()
    before = sorted(str(path) for path in Path().rglob("*"))
    code, out, err = call("--limit", "2", *arguments)
    message = err.split("\r")[-1].strip()
    assert code == 2 and out == ""
    assert words in message and message.isprintable() and "Traceback" not in message
    assert sorted(str(path) for path in Path().rglob("*")) == before


@pytest.mark.parametrize(
    "arguments", [["--template", "Question"], ["--limit", "x"], ["--dataset", "none.json"]]
)
def test_what_is_cheap_to_check_is_checked_before_the_model_is_loaded(call, monkeypatch, arguments):
    monkeypatch.setattr(checkpoints, "load", None)
    assert call("--limit", "2", *arguments)[0] == 2


def test_odd_questions_are_asked_and_shown_without_harm(call):
    texts = ["1+1?\x00", "\x1b[2J1+1?", "\u202e1+1?", "", "1+1 \U0001f600?"]
    entries = [
        {
            "problem": t,
            "answer": f"2{t}\ud800",
            "unique_id": f"{i}\x1b[2J\ud800",
            "subject": f"\x1b[2J\ud800{i}",
            "level": i,
        }
        for i, t in enumerate(texts)
    ]
    Path("odd.json").write_text(json.dumps(entries))
    code, out, err = call("--dataset", "odd.json", "--max-new-tokens", "3", "--out", "run")
    assert code == 0 and all(c.isprintable() or c == "\n" for c in out)
    assert [r.unique_id for r in load_run("run").records] == [e["unique_id"] for e in entries]
    assert call("--dataset", "odd.json", "--max-new-tokens", "3", "--out", "run", "--resume")[0] == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a file's name is a text")
def test_names_that_are_no_text_can_be_shown(tmp_path):
    folder = os.fsdecode(bytes(tmp_path) + b"/r\xff")
    command = [*COMMAND, "--limit", "1", "--max-new-tokens", "2", "--out", folder]
    strict = environment() | {"PYTHONIOENCODING": "utf-8:strict"}
    done = subprocess.run(command, env=strict, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert b"The run: " in done.stdout and load_run(folder).n == 1


def test_help_shows_examples(call):
    code, out, _ = call("--help")
    assert code == 0 and out.count("    python ch03/evaluate.py") >= 4
    for option in ("--model", "--prompt-suffix", "--template", "--compile", "--resume", "--fallback"):
        assert option in out


def test_interrupted_before_anything_was_done(call, script, monkeypatch):
    def interrupted(*arguments, **options):
        raise EvaluationInterrupted(Evaluation([]))

    monkeypatch.setattr(commands, "evaluate", interrupted)
    code, out, _ = call("--limit", "2", "--out", "a b")
    assert code == 130 and "Stopped after 0 of 2" in out
    assert out.splitlines()[-1].strip() == "python ch03/evaluate.py --limit 2 --out 'a b' --resume"
    again = call("--limit", "2", "--resume", "--out", "a b")[1]
    assert again == out, "asked to resume once is enough"


def test_interrupted_later_it_reports_what_was_done(call, script, monkeypatch):
    def interrupted(*arguments, **options):
        raise EvaluationInterrupted(made_of(["stop"]))

    monkeypatch.setattr(commands, "evaluate", interrupted)
    code, out, _ = call("--limit", "2")
    assert code == 130 and "0.0% (0 of 1)" in out and "Stopped after 1 of 2" in out


def test_interrupted_while_the_model_was_loaded(call, script, monkeypatch):
    def interrupted(args):
        raise KeyboardInterrupt

    monkeypatch.setattr(script, "prepare", interrupted)
    code, out, err = call("--limit", "2")
    assert (code, out) == (130, "") and "Stopped before the first problem." in err


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (torch.OutOfMemoryError("CUDA out of memory.\nTried"), "smaller --batch-size"),
        (OSError(28, "No space left on device"), "No space left"),
    ],
)
def test_a_machine_that_is_full(call, script, monkeypatch, error, words):
    def fail(*arguments, **options):
        raise error

    monkeypatch.setattr(commands, "evaluate", fail)
    code, _, err = call("--limit", "2")
    assert code == 2 and words in err and err.strip().count("\n") == 0


@pytest.mark.slow
def test_compiled_it_writes_the_same(call):
    options = ("--limit", "4", "--max-new-tokens", "8", "--batch-size", "2")
    assert call(*options, "--out", "eager")[0] == 0
    assert call(*options, "--out", "compiled", "--compile")[0] == 0
    assert read_notes("compiled")["compile"] is True
    texts = [[s.text for s in load_run(folder).samples] for folder in ("eager", "compiled")]
    assert texts[0] == texts[1]
