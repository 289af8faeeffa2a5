"""From a teacher's text to a student's: templates, tokens, training rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.distillation.traces import Trace
from shared.model.prompts import render_prompt
from shared.model.tokenizer import THINK_END, THINK_START, Tokenizer, split_thought
from shared.verifier import extract_answer


@dataclass(frozen=True)
class Example:
    """One training row in the student's tokens; the loss is over ``response_ids`` alone."""

    prompt_ids: list[int]
    response_ids: list[int]

    @property
    def num_tokens(self) -> int:
        """Prompt and response together."""
        return len(self.prompt_ids) + len(self.response_ids)


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
    thought already stays as it is; one that only closes it (some teachers' prompts open it) gets it opened. The
    template raises ValueError for a response without a boxed answer.

    Args:
        tokenizer: the student's.
        suffix: added to the question in the student's prompt.
        box_in_thought: False leaves out the thought's last line if that is the box: the answer stands after
            the thought and need not be written twice.
    """

    def template(trace: Trace) -> tuple[str, str]:
        prompt = render_prompt(trace.problem.problem, suffix, tokenizer)
        if THINK_END in trace.response:
            return prompt, _opened(trace.response)
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


def _opened(response: str) -> str:
    """A response that closes a thought, with the tag that opens it."""
    if THINK_START in response.partition(THINK_END)[0]:
        return response
    thought, said = split_thought(response)
    return f"{THINK_START}\n{thought}\n{THINK_END}\n\n{said}"


def build_examples(
    traces: Sequence[Trace],
    tokenizer: Tokenizer,
    template: Template | None = None,
    max_tokens: int | None = None,
) -> list[Example]:
    """Traces in the student's words and tokens.

    A response that its teacher ended is closed with the end-of-text token. One that was cut off is not: a
    student that saw an end there would learn to stop in the middle of a thought. Prompt and response are
    encoded apart, as at inference, where the prompt's tokens are fixed before the first response token is
    chosen.

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
    examples = [
        Example(prompt, [*response, end] if trace.finished else response)
        for trace, prompt, response in zip(traces, prompts, responses, strict=True)
    ]
    return [e for e in examples if max_tokens is None or e.num_tokens <= max_tokens]
