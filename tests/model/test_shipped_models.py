"""The models in the package: genuine checkpoints, small, and about as good as the README says."""

from __future__ import annotations

import json

from shared.evaluation.datasets import load_dataset
from shared.evaluation.loop import evaluate
from shared.evaluation.metrics import wilson_interval
from shared.model import checkpoints
from shared.model.prompts import COT_SUFFIX, render_prompt

import pytest
import torch

NAMES = ("tiny-base", "tiny-teacher", "tiny-reasoning")
LARGEST = {"tiny-base": 3_000_000, "tiny-teacher": 8_000_000, "tiny-reasoning": 3_000_000}


@pytest.fixture(scope="module", params=NAMES)
def name(request):
    return request.param


def test_transformers_loads_the_folder_and_gives_the_same_logits(name):
    transformers = pytest.importorskip("transformers")
    folder = checkpoints.MODELS / name
    model, tokenizer = checkpoints.load(name)
    theirs = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    their_tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    text = render_prompt("What is 12+30-7?", COT_SUFFIX, tokenizer) + " 12+30=42\n"
    ids = tokenizer.encode(text)
    assert their_tokenizer(text)["input_ids"] == ids
    with torch.inference_mode():
        ours, others = model(torch.tensor([ids])), theirs(torch.tensor([ids])).logits
    torch.testing.assert_close(ours, others, rtol=1e-4, atol=1e-4 * others.abs().max().item())


def test_sizes(name):
    model, tokenizer = checkpoints.load(name)
    assert sum(p.numel() for p in model.parameters()) <= LARGEST[name]
    assert tokenizer.vocab_size == model.config.vocab_size
    everything = sum(f.stat().st_size for f in checkpoints.MODELS.rglob("*") if f.is_file())
    assert everything < 25_000_000


def test_each_says_how_it_was_made(name):
    folder = checkpoints.MODELS / name
    recipe = json.loads((folder / "recipe.json").read_text(encoding="utf-8"))
    assert recipe["command"].startswith("python ch")
    assert recipe.get("environment", recipe)["torch"]
    lines = (folder / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
    losses = [json.loads(line)["loss"] for line in lines]
    assert len(losses) > 50


def test_tiny_reasoning_speaks_the_chat_format_and_thinks():
    base, _ = checkpoints.load("tiny-base")
    model, tokenizer = checkpoints.load("tiny-reasoning")
    assert sum(p.numel() for p in model.parameters()) == sum(p.numel() for p in base.parameters())
    assert tokenizer.is_chat and not checkpoints.load_tokenizer("tiny-base").is_chat
    result = evaluate(model, tokenizer, load_dataset("tiny-test", limit=25), max_new_tokens=200)
    texts = [record.samples[0].text for record in result.records]
    thinking = sum(t.startswith("<think>\n") and "\n</think>\n\n\\boxed{" in t for t in texts)
    assert thinking >= 23, texts[:3]


@pytest.mark.parametrize(
    ("name", "suffix", "measured"),
    [
        ("tiny-base", "", "no_hint"),
        ("tiny-base", COT_SUFFIX, "hint"),
        ("tiny-teacher", COT_SUFFIX, "hint"),
        ("tiny-reasoning", "", "no_hint"),
    ],
)
def test_accuracy_agrees_with_what_is_published(name, suffix, measured):
    """100 of the 500 problems: their 99.9 % interval must hold what the recipe says of all 500."""
    published = json.loads((checkpoints.MODELS / name / "evaluation.json").read_text(encoding="utf-8"))
    model, tokenizer = checkpoints.load(name)
    problems = load_dataset("tiny-test", limit=100)
    result = evaluate(model, tokenizer, problems, suffix=suffix, max_new_tokens=200, batch_size=100)
    correct = sum(record.correct for record in result.records)
    low, high = wilson_interval(correct, result.n, z=3.29)
    assert low <= published[measured]["accuracy"] <= high
