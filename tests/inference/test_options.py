"""The options that all scripts share: every one is read, has its default, and refuses what cannot be."""

from __future__ import annotations

from shared.inference import options
from shared.inference.options import add_model_options, add_sampling_options, load_model, sampling_params
from shared.inference.sampling import GREEDY, SamplingParams
from shared.tools.commands import Parser

import pytest
import torch


def read(*arguments: str, defaults: SamplingParams = GREEDY):
    parser = Parser("a script")
    add_model_options(parser, "tiny-reasoning")
    add_sampling_options(parser, defaults)
    return parser.parse_args(arguments)


def test_defaults_are_those_that_the_script_names() -> None:
    assert sampling_params(read()) == GREEDY and read().model == "tiny-reasoning" and read().seed == 0
    chat = SamplingParams(temperature=0.6, top_k=20, top_p=0.95, min_p=0.01)
    assert sampling_params(read(defaults=chat)) == chat


@pytest.mark.parametrize(
    ("arguments", "params"),
    [
        (["--temperature", "0.7"], SamplingParams(temperature=0.7)),
        (["--temperature", "1", "--top-k", "5"], SamplingParams(1.0, 5)),
        (["--temperature", "1", "--top-p", "0.5"], SamplingParams(1.0, 0, 0.5)),
        (["--temperature", "1", "--min-p", "0.2"], SamplingParams(1.0, 0, 1.0, 0.2)),
    ],
)
def test_every_option_is_read(arguments: list[str], params: SamplingParams) -> None:
    assert sampling_params(read(*arguments)) == params


@pytest.mark.parametrize(
    "arguments", [["--temperature", "-1"], ["--top-p", "0"], ["--top-k", "-1"], ["--min-p", "2"]]
)
def test_what_cannot_be_ends_the_script(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        read(*arguments)
    assert end.value.code == 2 and arguments[0] in capsys.readouterr().err


def test_the_model_is_loaded_as_it_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []
    monkeypatch.setattr(options.torch, "set_num_threads", threads.append)
    model, tokenizer = load_model(read("--dtype", "bfloat16", "--threads", "3"))
    assert model.dtype == torch.bfloat16 and not model.training and threads == [3] and tokenizer.is_chat
    load_model(read("--model", "tiny-base"))
    assert threads == [3]
