"""Distillation: a small model learns to write what a better one wrote.

The hard form (Hinton et al. 2015 give the soft one; DeepSeek-R1, arXiv:2501.12948, section 2.4, used this):
sample solutions from a teacher, keep those whose answer is right, and train the student on them with
next-token prediction. Only the response counts in the loss. The prompt is given at inference, so learning
to write questions would be wasted.

Next to reinforcement learning this is the same gradient with other data: :func:`answer_only_loss` is the
policy gradient of a response with advantage 1, sampled from the teacher instead of the student.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from shared import files
from shared.engine import generate
from shared.generation import Response
from shared.logprobs import micro_batches, right_pad, token_logprobs
from shared.problems import Problem
from shared.prompts import render_prompt
from shared.qwen3 import Qwen3
from shared.sampling import GREEDY, SamplingParams
from shared.seeds import mix_seed
from shared.tokenizer import THINK_END, THINK_START, Tokenizer
from shared.training import Metrics, TrainingConfig, autocast, batch_indices, train
from shared.verifier import extract_answer, is_correct

KEEP = ("correct", "finished", "all")


@dataclass(frozen=True)
class Trace:
    """One response of a teacher.

    Attributes:
        problem: what was asked.
        prompt: the text the teacher was given.
        response: the text it wrote, without the end-of-text token.
        token_ids: the same in the teacher's tokens, with the end-of-text token if it came.
        finished: whether the teacher ended by itself, and not at the length limit.
        correct: whether the boxed answer is right.
    """

    problem: Problem
    prompt: str
    response: str
    token_ids: list[int]
    finished: bool
    correct: bool


@dataclass(frozen=True)
class Example:
    """One training row in the student's tokens; the loss is over ``response_ids`` alone."""

    prompt_ids: list[int]
    response_ids: list[int]

    @property
    def num_tokens(self) -> int:
        """Prompt and response together."""
        return len(self.prompt_ids) + len(self.response_ids)


# --- traces -------------------------------------------------------------------------------------------------


def make_traces(
    teacher: Qwen3,
    tokenizer: Tokenizer,
    problems: Sequence[Problem],
    *,
    max_new_tokens: int,
    params: SamplingParams = GREEDY,
    num_samples: int = 1,
    suffix: str = "",
    thinking: bool = True,
    seed: int = 0,
    keep: str = "correct",
    batch_size: int = 64,
    progress: str | None = None,
) -> list[Trace]:
    """Let a teacher answer, and keep what is worth imitating.

    Args:
        problems: what to ask.
        max_new_tokens: longest response, in tokens.
        params: how the teacher samples; greedy if not given.
        num_samples: responses a problem (more than one needs a temperature).
        suffix: added to each question, such as ``COT_SUFFIX``.
        thinking: for chat teachers: whether the prompt asks for a thought.
        seed: of the sampling.
        keep: "correct" (finished and right; rejection sampling), "finished", or "all".
        batch_size: rows generated at once.
        progress: label of a progress bar; None for no bar.

    Returns:
        The kept traces in the order of the problems, the samples of one side by side.

    Raises:
        ValueError: ``keep`` is unknown; or as in :func:`shared.generation.generate`.
    """
    if keep not in KEEP:
        raise ValueError(f"keep is {keep!r}; choose one of {', '.join(KEEP)}")
    prompts = [render_prompt(p.problem, suffix, tokenizer, thinking) for p in problems]
    groups = generate(
        teacher,
        tokenizer,
        prompts,
        max_new_tokens=max_new_tokens,
        params=params,
        num_samples=num_samples,
        seeds=[mix_seed(seed, "trace", place) for place in range(len(prompts))],
        batch_size=batch_size,
        progress=progress,
    )
    traces = [
        _trace(problem, prompt, response)
        for problem, prompt, group in zip(problems, prompts, groups, strict=True)
        for response in group
    ]
    if keep == "correct":
        return [t for t in traces if t.finished and t.correct]
    return [t for t in traces if t.finished or keep == "all"]


def _trace(problem: Problem, prompt: str, response: Response) -> Trace:
    return Trace(
        problem=problem,
        prompt=prompt,
        response=response.text,
        token_ids=list(response.token_ids),
        finished=response.finish_reason == "stop",
        correct=is_correct(response.text, problem.answer),
    )


def save_traces(path: str | Path, traces: Sequence[Trace]) -> None:
    """Write traces as JSON lines, atomically."""
    files.write_text(path, "".join(json.dumps(asdict(trace)) + "\n" for trace in traces))


def load_traces(path: str | Path) -> list[Trace]:
    """Read what :func:`save_traces` wrote.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: a line is not a trace.
    """
    traces = []
    for number, record in enumerate(files.read_jsonl(path), start=1):
        try:
            traces.append(Trace(**{**record, "problem": Problem(**record["problem"])}))
        except (TypeError, KeyError) as error:
            raise ValueError(
                f"{path}: record {number} is not a trace ({error}); make the traces anew"
            ) from error
    return traces


# --- from a teacher's text to a student's -------------------------------------------------------------------

Template = Callable[[Trace], tuple[str, str]]


def direct_template(tokenizer: Tokenizer, suffix: str = "") -> Template:
    """Template: the student's own prompt, then the teacher's response word for word.

    With ``suffix=""`` a student learns to do unasked what its teacher did when the prompt asked for steps.

    Args:
        tokenizer: the student's; it decides between the plain and the chat prompt.
        suffix: added to the question in the student's prompt.
    """

    def template(trace: Trace) -> tuple[str, str]:
        return render_prompt(trace.problem.problem, suffix, tokenizer), trace.response

    return template


def thinking_template(tokenizer: Tokenizer, suffix: str = "", box_in_thought: bool = True) -> Template:
    """Template: the teacher's response becomes a thought, and its boxed answer follows after it.

    ``<think>\\n{response}\\n</think>\\n\\n\\boxed{answer}``, which is Qwen3's layout. A response that holds a
    thought already stays as it is. The template raises ValueError for a response without a boxed answer.

    Args:
        tokenizer: the student's.
        suffix: added to the question in the student's prompt.
        box_in_thought: False leaves out the thought's last line if that is the box: the answer stands after
            the thought and need not be written twice.
    """

    def template(trace: Trace) -> tuple[str, str]:
        prompt = render_prompt(trace.problem.problem, suffix, tokenizer)
        if THINK_END in trace.response:
            return prompt, trace.response
        answer = extract_answer(trace.response)
        if answer is None:
            raise ValueError(
                f"the response to {trace.problem.unique_id} has no boxed answer to put after the thought; "
                'make the traces with keep="correct"'
            )
        thought = trace.response.strip()
        steps, _, last = thought.rpartition("\n")
        if not box_in_thought and last.startswith("\\boxed"):
            thought = steps
        return prompt, f"{THINK_START}\n{thought}\n{THINK_END}\n\n\\boxed{{{answer}}}"

    return template


def build_examples(
    traces: Sequence[Trace],
    tokenizer: Tokenizer,
    template: Template | None = None,
    max_tokens: int | None = None,
) -> list[Example]:
    """Traces in the student's words and tokens, each closed with the end-of-text token.

    Prompt and response are encoded apart, as at inference, where the prompt's tokens are fixed before the
    first response token is chosen.

    Args:
        tokenizer: the student's.
        template: from a trace to the student's prompt and response; default :func:`direct_template`.
        max_tokens: leave out examples longer than this. Those are the hard problems: look at how many go.
    """
    template = template or direct_template(tokenizer)
    texts = [template(trace) for trace in traces]
    prompts = tokenizer.encode_batch([prompt for prompt, _ in texts])
    responses = tokenizer.encode_batch([response for _, response in texts])
    end = tokenizer.eos_token_ids[0]
    examples = [Example(p, [*r, end]) for p, r in zip(prompts, responses, strict=True)]
    return [e for e in examples if max_tokens is None or e.num_tokens <= max_tokens]


# --- training -----------------------------------------------------------------------------------------------


def answer_only_loss(model: Qwen3, input_ids: Tensor, mask: Tensor, num_tokens: int | None = None) -> Tensor:
    """Mean negative log-likelihood (nats) of the response tokens, the end-of-text token included.

    Args:
        input_ids: ``(rows, seq)``, right-padded prompts with their responses.
        mask: ``(rows, seq)``, True on response tokens (both from :func:`shared.logprobs.right_pad`).
        num_tokens: response tokens of the whole batch, if these rows are a part of it: the losses of the
            parts then add up to that of the whole.

    Returns:
        A scalar.
    """
    total = mask.sum().clamp(min=1) if num_tokens is None else num_tokens
    return -token_logprobs(model, input_ids, mask).sum() / total


@torch.no_grad()
def validation_loss(
    model: Qwen3,
    examples: Sequence[Example],
    pad_token_id: int,
    *,
    micro_batch_tokens: int = 8192,
    bfloat16: bool | None = None,
) -> float:
    """:func:`answer_only_loss` over all examples: every response token counts the same.

    Raises:
        ValueError: there are no examples.
    """
    if not examples:
        raise ValueError("the validation loss needs at least one example")
    return sum(
        loss.item() for loss in _piecewise_losses(model, examples, pad_token_id, micro_batch_tokens, bfloat16)
    )


def distill(
    student: Qwen3,
    tokenizer: Tokenizer,
    examples: Sequence[Example],
    config: TrainingConfig,
    out: str | Path | None = None,
    *,
    batch_size: int = 32,
    micro_batch_tokens: int = 8192,
    validation: Sequence[Example] = (),
    validate_every: int = 0,
    bfloat16: bool | None = None,
    progress: str | None = None,
    on_step: Callable[[int, Metrics], Metrics | None] | None = None,
) -> list[Metrics]:
    """Train a student on examples, in place; resumes from ``out`` (see :func:`shared.training.train`).

    Args:
        student: float32 weights.
        tokenizer: the student's.
        examples: from :func:`build_examples`; an epoch is ``len(examples) / batch_size`` steps.
        config: the updates.
        out: folder for checkpoint and metrics log; None keeps nothing.
        batch_size: examples a step.
        micro_batch_tokens: tokens, padding included, whose activations are in memory at once; lower it if
            that runs out.
        validation: examples of other problems, never trained on.
        validate_every: steps between measurements of their loss; 0 measures after the last step only.
        bfloat16: for the matrix products; None chooses by the hardware.
        progress: label of a progress bar; None for no bar.
        on_step: as in :func:`shared.training.train`.

    Returns:
        The metrics: ``loss``, ``response_tokens`` of the step, ``validation_loss`` where measured, and those
        of the loop.

    Raises:
        ValueError: there are no examples.
        TrainingError: as in :func:`shared.training.train`.
    """
    pad = tokenizer.pad_token_id

    def backward(step: int) -> Metrics:
        batch = [examples[i] for i in batch_indices(step, len(examples), batch_size, config.seed)]
        total = 0.0
        for loss in _piecewise_losses(student, batch, pad, micro_batch_tokens, bfloat16):
            loss.backward()
            total += loss.item()
        return {"loss": total, "response_tokens": float(_response_tokens(batch))}

    def after_step(step: int, metrics: Metrics) -> Metrics:
        extra = {}
        if validation and (step == config.total_steps or (validate_every and step % validate_every == 0)):
            extra["validation_loss"] = validation_loss(
                student, validation, pad, micro_batch_tokens=micro_batch_tokens, bfloat16=bfloat16
            )
        if on_step is not None:
            extra |= on_step(step, {**metrics, **extra}) or {}
        return extra

    identity = {"batch_size": batch_size, "examples": _digest(examples), "bfloat16": bfloat16}
    return train(student, backward, config, out, identity=identity, progress=progress, on_step=after_step)


def _piecewise_losses(
    model: Qwen3, examples: Sequence[Example], pad_token_id: int, micro_batch_tokens: int, bfloat16: bool | None
) -> Iterator[Tensor]:
    """The losses of the micro-batches, one at a time; they add up to the loss of all examples."""
    total = _response_tokens(examples)
    for piece in micro_batches([e.num_tokens for e in examples], micro_batch_tokens):
        prompts, responses = [examples[i].prompt_ids for i in piece], [examples[i].response_ids for i in piece]
        input_ids, mask = right_pad(prompts, responses, pad_token_id, model.device)
        with autocast(model.device, bfloat16):
            loss = answer_only_loss(model, input_ids, mask, total)
        yield loss


def _response_tokens(examples: Sequence[Example]) -> int:
    return sum(len(e.response_ids) for e in examples)


def _digest(examples: Sequence[Example]) -> str:
    """A fingerprint of the data, so that a run is never resumed on other examples."""
    digest = hashlib.sha256()
    for example in examples:
        digest.update(repr((example.prompt_ids, example.response_ids)).encode())
    return digest.hexdigest()[:16]
