"""Pre-training the tiny models: what text they read, how it is packed, and the run.

A base model is what its text makes it. Here most documents answer at once, some work the problem out
although nobody asked, more do so when the question asks for steps, and some show a draft, a review of it and
a better answer. A model trained on that mix answers at once when left alone and reasons when told to: the
behaviour of a base model that the rest of the course works on.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from shared.model.precision import autocast
from shared.model.prompts import COT_SUFFIX, refine_prompt, render_prompt
from shared.model.qwen3 import Qwen3Config
from shared.model.tokenizer import Tokenizer
from shared.problems import Problem, problem_stream
from shared.training.config import TrainingConfig
from shared.training.loop import batch_indices, train
from shared.verifier import equivalent, extract_answer

import torch
import torch.nn.functional as F
from torch import Tensor, nn

NO_MISTAKE = "Every line is right."
_LAST_HEADING = re.compile(r".*(?:\nAnswer|\nImproved answer):", re.DOTALL)  # what follows it is the answer


@dataclass(frozen=True)
class Mix:
    """Shares of the kinds of documents; they must sum to 1.

    Attributes:
        direct: the answer and nothing else.
        worked: a worked solution that nobody asked for.
        hinted: a worked solution after "Explain step by step."
        reviewed: a draft, its review, and an improved answer (needs drafts).
    """

    direct: float
    worked: float
    hinted: float
    reviewed: float = 0.0

    def __post_init__(self) -> None:
        shares = asdict(self).values()
        if min(shares) < 0 or abs(sum(shares) - 1) > 1e-6:
            raise ValueError(f"the shares of a mix must be positive and sum to 1, not {tuple(shares)}")


def tiny_config(
    vocab_size: int, hidden_size: int, num_hidden_layers: int, intermediate_size: int
) -> Qwen3Config:
    """Qwen3 at laptop size: heads of 32, two of them for keys and values, a tied head, 512 positions."""
    return Qwen3Config(
        vocab_size=vocab_size,
        hidden_size=hidden_size,
        intermediate_size=intermediate_size,
        num_hidden_layers=num_hidden_layers,
        num_attention_heads=hidden_size // 32,
        num_key_value_heads=2,
        head_dim=32,
        max_position_embeddings=512,
        rope_theta=10_000.0,
    )


# --- documents ----------------------------------------------------------------------------------------------


def review(draft: str, solution: str) -> str:
    """What a careful reader says of a draft: the first line that differs from the worked solution.

    Args:
        draft: the lines a model wrote.
        solution: the lines of :attr:`Problem.solution`.

    Returns:
        ``NO_MISTAKE``, or the number of the first wrong line and what should stand there.
    """
    wrong = draft.strip().split("\n")
    for number, line in enumerate(solution.split("\n"), start=1):
        if number > len(wrong) or wrong[number - 1] != line:
            return f"Line {number} is wrong. It should be {line}"
    return NO_MISTAKE


def document(problem: Problem, kind: str, draft: str | None = None) -> str:
    """One document without its end-of-text token; ``kind`` is a field of :class:`Mix`.

    Raises:
        ValueError: an unknown kind, or a review without a draft.
    """
    if kind == "direct":
        return f"{render_prompt(problem.problem)} \\boxed{{{problem.answer}}}"
    if kind == "worked":
        return f"{render_prompt(problem.problem)} {problem.solution}"
    if kind == "hinted":
        return f"{render_prompt(problem.problem, COT_SUFFIX)} {problem.solution}"
    if kind != "reviewed" or draft is None:
        raise ValueError(
            f"cannot write a document of kind {kind!r}" + (" without a draft" if draft is None else "")
        )
    verdict = review(draft, problem.solution)
    return f"{refine_prompt(problem.problem, draft, verdict)} {problem.solution}"


def documents(mix: Mix, seed: int, drafts: list[tuple[Problem, str]] | None = None) -> Iterator[str]:
    """Endless training documents from the train split, a pure function of the arguments.

    Args:
        drafts: problems with responses that a model gave; reviews are written of these.

    Raises:
        ValueError: the mix asks for reviews and there are no drafts.
    """
    if mix.reviewed and not drafts:
        raise ValueError("a mix with reviews needs drafts: sample some from an earlier model")
    rng = random.Random(f"documents-{seed}")
    problems = problem_stream("train", seed)
    kinds, shares = zip(*asdict(mix).items(), strict=True)
    while True:
        (kind,) = rng.choices(kinds, shares)
        if kind == "reviewed":
            problem, draft = rng.choice(drafts)
            yield document(problem, kind, draft)
        else:
            yield document(next(problems), kind)


def tokenizer_texts(count: int, seed: int) -> Iterator[str]:
    """Text to learn the byte-pair merges from: every kind of document, with the wording of reviews.

    There is no model yet to write drafts; another problem's solution stands in for one.
    """
    problems = list(islice(problem_stream("train", seed), 1000))
    drafts = [(problem, problems[i - 1].solution) for i, problem in enumerate(problems)]
    texts = islice(documents(Mix(direct=0.4, worked=0.1, hinted=0.3, reviewed=0.2), seed, drafts), count)
    # The shipped models' token ids come from this wording, in which a draft was introduced as an answer.
    return (text.replace("\nDraft: ", "\nAnswer: ") for text in texts)


def usable_drafts(
    problems: list[Problem], responses: list[str], right_share: float = 0.4
) -> list[tuple[Problem, str]]:
    """Drafts to review: all finished wrong ones, and right ones up to a share of the whole.

    Only drafts that follow the solution to the letter count as right, so that a review never calls a
    different but correct way wrong.
    """
    right, wrong = [], []
    for problem, response in zip(problems, responses, strict=True):
        answer = extract_answer(response)
        if answer is None:
            continue
        if response.strip() == problem.solution:
            right.append((problem, response.strip()))
        elif not equivalent(answer, problem.answer):
            wrong.append((problem, response.strip()))
    keep = int(len(wrong) * right_share / (1 - right_share))
    return wrong + right[:keep]


# --- rows of tokens -----------------------------------------------------------------------------------------


def pack(token_lists: Iterable[list[int]], row_length: int, num_rows: int, pad_token_id: int) -> Tensor:
    """Fill rows with whole documents: each row begins with one, and none is cut.

    First fit over a few open rows; what remains of a row is padding, which the loss ignores. Documents
    longer than a row are left out.

    Returns:
        ``(num_rows, row_length)`` int16 or int32 token ids, padding included.

    Raises:
        ValueError: the documents run out before the rows are full.
    """
    rows: list[list[int]] = []
    open_rows: list[list[int]] = [[] for _ in range(16)]
    for tokens in token_lists:
        if len(tokens) > row_length:
            continue
        fitting = [row for row in open_rows if len(row) + len(tokens) <= row_length]
        if not fitting:
            fullest = max(open_rows, key=len)
            open_rows.remove(fullest)
            rows.append(fullest + [pad_token_id] * (row_length - len(fullest)))
            if len(rows) == num_rows:
                return torch.tensor(rows, dtype=torch.int32)
            open_rows.append(list(tokens))
        else:
            max(fitting, key=len).extend(tokens)
    raise ValueError(f"the documents fill {len(rows)} of {num_rows} rows")


def encode_documents(
    texts: Iterator[str], tokenizer: Tokenizer, *, answers_only: bool = False, chunk: int = 4096
) -> Iterator[list[int]]:
    """Token ids of each document, its end-of-text token included.

    Args:
        answers_only: the question is there to be read and not to be learned; its ids come as ``-1 - id``,
            which :func:`next_token_loss` reads but does not count. Which numbers a question holds is chance,
            and the gradient of that chance would drown the rare mistakes in the solutions.
    """
    end = tokenizer.eos_token_ids[0]
    while batch := list(islice(texts, chunk)):
        encoded = tokenizer.encode_batch(batch)
        if not answers_only:
            yield from (ids + [end] for ids in encoded)
            continue
        questions = tokenizer.encode_batch([_LAST_HEADING.match(text).group() for text in batch])
        for ids, question in zip(encoded, questions, strict=True):
            yield [-1 - token for token in ids[: len(question)]] + ids[len(question) :] + [end]


def next_token_loss(
    model: nn.Module,
    rows: Tensor,
    pad_token_id: int,
    end_token_id: int | None = None,
    bfloat16: bool | None = None,
) -> Tensor:
    """Mean cross-entropy of each token given those before it, over a batch of packed rows.

    The end-of-text token after a document counts, and the padding after it does not: a model that learned it
    would learn to write padding. Nor do tokens count that are only to be read (negative, see
    :func:`encode_documents`).

    Args:
        rows: ``(batch, row_length)`` token ids.
        pad_token_id: what fills a row behind its last document.
        end_token_id: what ends a document; None means that the same token does both.
        bfloat16: for the matrix products; None chooses by the hardware.
    """
    tokens = torch.where(rows < 0, -1 - rows, rows)
    inputs, targets = tokens[:, :-1], tokens[:, 1:]
    padding = targets == pad_token_id
    if end_token_id in (None, pad_token_id):
        padding &= inputs == pad_token_id  # the first one is the end of the document
    targets = targets.masked_fill(padding | (rows[:, 1:] < 0), -100)
    with autocast(rows.device, bfloat16):
        logits = model(inputs)
    return F.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=-100)


def pretrain(
    model: nn.Module,
    rows: Tensor,
    config: TrainingConfig,
    *,
    batch_size: int,
    pad_token_id: int,
    end_token_id: int | None = None,
    out: str | Path | None = None,
    identity: dict | None = None,
    progress: str | None = None,
    forward: nn.Module | None = None,
    bfloat16: bool | None = None,
) -> list[dict[str, float]]:
    """Next-token training on packed rows; resumes from ``out`` (see :func:`shared.training.loop.train`).

    Args:
        rows: ``(num_rows, row_length)`` from :func:`pack`.
        batch_size: rows a step.
        forward: a compiled form of ``model`` to compute with, sharing its weights; None means the model.
        pad_token_id, end_token_id, bfloat16: see :func:`next_token_loss`.
    """
    compute = model if forward is None else forward
    device = next(model.parameters()).device

    def backward(step: int) -> dict[str, float]:
        index = batch_indices(step, len(rows), batch_size, config.seed)
        loss = next_token_loss(compute, rows[index].long().to(device), pad_token_id, end_token_id, bfloat16)
        loss.backward()
        return {"loss": loss.item()}

    identity = {"batch_size": batch_size, "rows": _rows_digest(rows), "bfloat16": bfloat16, **(identity or {})}
    return train(model, backward, config, out, identity=identity, progress=progress)


def _rows_digest(rows: Tensor) -> str:
    """Tells one set of rows from another, so that a run is never resumed on other text."""
    return hashlib.blake2b(repr(rows.shape).encode() + rows.numpy().tobytes(), digest_size=8).hexdigest()
