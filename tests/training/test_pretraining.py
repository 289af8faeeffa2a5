"""Pre-training: the documents, the packing, the loss (against a naive one), the run."""

from __future__ import annotations

import random
from collections import Counter
from itertools import islice

from shared.model.prompts import COT_SUFFIX, render_prompt
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import train_tokenizer
from shared.problems import Problem, problem_stream, split_of
from shared.training import pretraining
from shared.training.config import TrainingConfig, TrainingError
from shared.training.pretraining import (
    NO_MISTAKE,
    Mix,
    document,
    documents,
    encode_documents,
    next_token_loss,
    pack,
    pretrain,
    review,
    tiny_config,
    tokenizer_texts,
    usable_drafts,
)

import pytest
import torch

PROBLEM = Problem("What is 2+3*4?", "3*4=12\n2+12=14\n\\boxed{14}", "14", "Arithmetic", 1, "id")


@pytest.fixture(scope="module")
def tokenizer():
    return train_tokenizer(tokenizer_texts(500, seed=0), 600)


@pytest.mark.parametrize("shares", [(0.5, 0.2, 0.2), (0.5, 0.6, -0.1), (1.0, 0.1, 0.0)])
def test_mix_must_sum_to_one(shares):
    with pytest.raises(ValueError, match="sum to 1"):
        Mix(*shares)


def test_review_names_the_first_wrong_line():
    solution = PROBLEM.solution
    assert review(solution, solution) == NO_MISTAKE
    assert review(" " + solution + "\n", solution) == NO_MISTAKE
    assert review("3*4=11\n2+11=13\n\\boxed{13}", solution) == "Line 1 is wrong. It should be 3*4=12"
    assert review("3*4=12\n2+12=15\n\\boxed{15}", solution) == "Line 2 is wrong. It should be 2+12=14"
    assert review("3*4=12", solution) == "Line 2 is wrong. It should be 2+12=14"
    assert review("", solution) == "Line 1 is wrong. It should be 3*4=12"


def test_documents_continue_the_prompts_that_evaluation_uses():
    plain, hinted = render_prompt(PROBLEM.problem), render_prompt(PROBLEM.problem, COT_SUFFIX)
    assert document(PROBLEM, "direct") == plain + " \\boxed{14}"
    assert document(PROBLEM, "worked") == f"{plain} {PROBLEM.solution}"
    assert document(PROBLEM, "hinted") == f"{hinted} {PROBLEM.solution}"
    reviewed = document(PROBLEM, "reviewed", "3*4=11\n\\boxed{11}")
    assert reviewed == (
        f"{hinted.removesuffix('Answer:')}Draft: 3*4=11\n\\boxed{{11}}\n"
        "Review: Line 1 is wrong. It should be 3*4=12\n"
        f"Improved answer: {PROBLEM.solution}"
    )
    with pytest.raises(ValueError, match="without a draft"):
        document(PROBLEM, "reviewed")
    with pytest.raises(ValueError, match="unknown|cannot write"):
        document(PROBLEM, "sung")


def test_documents_have_the_mix_and_only_training_questions():
    mix = Mix(direct=0.5, worked=0.1, hinted=0.2, reviewed=0.2)
    drafts = [(p, p.solution) for p in islice(problem_stream("train", 9), 50)]
    texts = list(islice(documents(mix, 4, drafts), 2000))
    assert texts[:20] == list(islice(documents(mix, 4, drafts), 20))

    def kind(text: str) -> str:
        if "\nReview:" in text:
            return "reviewed"
        if COT_SUFFIX in text:
            return "hinted"
        return "direct" if text.split("Answer:")[1].startswith(" \\boxed") else "worked"

    counts = Counter(map(kind, texts))
    for name, share in (("direct", 0.5), ("worked", 0.1), ("hinted", 0.2), ("reviewed", 0.2)):
        assert abs(counts[name] / 2000 - share) < 0.04, name  # four standard deviations or more
    questions = [t.removeprefix("Question: ").split("\n")[0].removesuffix(COT_SUFFIX) for t in texts]
    assert {split_of(q) for q in questions} == {"train"}
    with pytest.raises(ValueError, match="drafts"):
        next(documents(mix, 4))


def test_usable_drafts_keep_wrong_ones_and_some_right_ones():
    problems = [PROBLEM] * 10
    wrong, other_way = "3*4=11\n2+11=13\n\\boxed{13}", "2+12=14\n\\boxed{14}"
    responses = [wrong] * 3 + [PROBLEM.solution] * 5 + [other_way, "3*4=12"]
    drafts = [draft for _, draft in usable_drafts(problems, responses, right_share=0.4)]
    # right in another way would be called wrong by a reviewer that compares lines; unfinished is no draft
    assert Counter(drafts) == {wrong: 3, PROBLEM.solution: 2}


def test_pack_keeps_documents_whole():
    rng = random.Random(0)
    texts = [[rng.randrange(1, 50) for _ in range(rng.randint(2, 30))] + [0] for _ in range(300)]
    rows = pack(iter(texts), 64, 40, pad_token_id=0)
    assert rows.shape == (40, 64)
    packed = Counter()
    for row in rows.tolist():
        text: list[int] = []
        for i, token in enumerate(row):
            text.append(token)
            if token == 0:
                packed[tuple(text)] += 1
                text = []
                if not any(row[i + 1 :]):
                    break
        assert not text, "a row ends within a document"
    given = Counter(map(tuple, texts))
    assert all(given[text] >= count for text, count in packed.items())
    assert (rows != 0).float().mean() > 0.85, "first fit should leave little padding"


def test_pack_leaves_out_what_is_too_long_and_says_when_there_is_too_little():
    rows = pack(iter([[1] * 20, [2, 0], [3, 3, 0], [4, 0]] * 20), 4, 2, pad_token_id=0)
    assert 1 not in rows
    with pytest.raises(ValueError, match="fill"):
        pack(iter([[1, 0]]), 8, 2, pad_token_id=0)


def test_loss_equals_a_naive_one_and_ignores_padding():
    torch.manual_seed(0)
    model = Qwen3(tiny_config(40, 64, 2, 96))
    documents_ = [[5, 6, 7, 0], [8, 9, 0], [11, 12, 13, 14, 0]]
    rows = torch.tensor([documents_[0] + documents_[1] + [0, 0], documents_[2] + [0, 0, 0, 0]])
    loss = next_token_loss(model, rows, pad_token_id=0, bfloat16=False)
    total, count = torch.zeros(()), 0
    for row, text_length in zip(rows, (7, 5), strict=True):
        for t in range(1, text_length):  # the end-of-text of each document counts, what follows does not
            logits = model(row[None, :t])[0, -1]
            total = total - logits.log_softmax(-1)[row[t]]
            count += 1
    torch.testing.assert_close(loss, total / count, rtol=1e-5, atol=1e-6)


def test_padding_by_another_token_is_not_learned():
    """A student of a chat model ends its texts with another token than the one that fills rows."""
    torch.manual_seed(0)
    model = Qwen3(tiny_config(40, 64, 2, 96))
    rows = torch.tensor([[5, 6, 7, 2, 8, 9, 2, 3, 3, 3]])
    unpadded = rows[:, :7]
    losses = [
        next_token_loss(model, part, pad_token_id=3, end_token_id=2, bfloat16=False).item()
        for part in (rows, unpadded)
    ]
    assert losses[0] == pytest.approx(losses[1], rel=1e-6)
    with_padding = next_token_loss(model, rows, pad_token_id=99, end_token_id=2, bfloat16=False).item()
    assert losses[0] != pytest.approx(with_padding, rel=1e-3)


def test_answers_only_counts_the_answers_and_nothing_else(tokenizer):
    """Against the mean over the answers' tokens, each document alone in the model."""
    draft = "3*4=11\n2+11=13\n\\boxed{13}"
    texts = [document(PROBLEM, "hinted"), document(PROBLEM, "direct"), document(PROBLEM, "reviewed", draft)]
    answers = [" " + PROBLEM.solution, " \\boxed{14}", " " + PROBLEM.solution]
    torch.manual_seed(0)
    model = Qwen3(tiny_config(tokenizer.vocab_size, 64, 2, 96))
    end = tokenizer.eos_token_ids[0]
    for text, answer in zip(texts, answers, strict=True):
        encoded = tokenizer.encode(text) + [end]
        (marked,) = encode_documents(iter([text]), tokenizer, answers_only=True)
        assert [token if token >= 0 else -1 - token for token in marked] == encoded
        assert tokenizer.decode([token for token in marked if token >= 0][:-1]) == answer
        learned = len(tokenizer.encode(answer)) + 1
        logprobs = model(torch.tensor([encoded]))[0, :-1].log_softmax(-1)
        chosen = logprobs.gather(1, torch.tensor(encoded[1:])[:, None])[:, 0]
        row = torch.tensor([marked + [tokenizer.pad_token_id] * 3])
        loss = next_token_loss(model, row, tokenizer.pad_token_id, bfloat16=False)
        torch.testing.assert_close(loss, -chosen[-learned:].mean(), rtol=1e-5, atol=1e-6)


def test_pretraining_learns_and_resumes_bit_for_bit(tokenizer, tmp_path):
    texts = documents(Mix(direct=1.0, worked=0.0, hinted=0.0), seed=5)
    rows = pack(encode_documents(texts, tokenizer), 97, 24, tokenizer.pad_token_id)

    def run(out, stop_at: int | None = None):
        torch.manual_seed(1)
        model = Qwen3(tiny_config(tokenizer.vocab_size, 64, 1, 96))
        config = TrainingConfig(learning_rate=3e-3, total_steps=12, seed=3, checkpoint_every=4)
        compute = None
        if stop_at is not None:

            def compute(inputs):
                compute.calls += 1
                if compute.calls > stop_at:
                    raise RuntimeError("power cut")
                return model(inputs)

            compute.calls = 0
        arguments = {"batch_size": 2, "pad_token_id": tokenizer.pad_token_id, "out": out, "forward": compute}
        return model, lambda: pretrain(model, rows, config, **arguments)

    model, go = run(tmp_path / "whole")
    history = go()
    assert history[-1]["loss"] < 0.9 * history[0]["loss"]
    _, go = run(tmp_path / "cut", stop_at=6)
    with pytest.raises(RuntimeError, match="power cut"):
        go()
    resumed, go = run(tmp_path / "cut")
    go()
    for a, b in zip(model.parameters(), resumed.parameters(), strict=True):
        assert torch.equal(a, b)


OTHERS = {
    "rows": lambda r: {"rows": r.flip(0)},
    "batch_size": lambda r: {"batch_size": 3},
    "seed": lambda r: {"config": TrainingConfig(learning_rate=3e-3, total_steps=2, seed=4)},
    "mix": lambda r: {"identity": {"mix": 2}},
    "bfloat16": lambda r: {"bfloat16": True},
}


@pytest.mark.parametrize("what", OTHERS)
def test_a_run_is_not_resumed_with_anything_else(tmp_path, what):
    rows = torch.randint(1, 40, (12, 9), generator=torch.Generator().manual_seed(0), dtype=torch.int32)
    settings = {
        "rows": rows, "config": TrainingConfig(learning_rate=3e-3, total_steps=2, seed=3), "batch_size": 2,
        "pad_token_id": 0, "out": tmp_path, "identity": {"mix": 1}, "bfloat16": False,
    }  # fmt: skip

    def model():
        torch.manual_seed(1)
        return Qwen3(tiny_config(40, 64, 1, 96))

    first = pretrain(model(), **settings)
    assert pretrain(model(), **settings) == first
    with pytest.raises(TrainingError, match=what):
        pretrain(model(), **settings | OTHERS[what](rows))


def test_every_option_of_the_loss_arrives(monkeypatch):
    calls = []
    loss = pretraining.next_token_loss
    monkeypatch.setattr(pretraining, "next_token_loss", lambda *given: calls.append(given) or loss(*given))
    model = Qwen3(tiny_config(40, 64, 1, 96))
    rows = torch.randint(1, 40, (4, 9))
    config = TrainingConfig(learning_rate=3e-3, total_steps=1)
    pretrain(model, rows, config, batch_size=2, pad_token_id=7, end_token_id=5, bfloat16=True)
    ((used, batch, *options),) = calls
    assert used is model and len(batch) == 2 and options == [7, 5, True]
