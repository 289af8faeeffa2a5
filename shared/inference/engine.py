"""Many requests at once, near the limit of the machine: continuous batching over a fixed number of slots.

Each step of decoding reads all weights once, however many rows the batch has, so a full batch is what makes
a token cheap. Rows end at different times. Here a row that is finished leaves at once and the next request
takes its slot (Yu et al. 2022, Orca, section 4.1), so that the batch stays full until nobody waits.

The rules that keep it simple:

- the rows in use are the first ``width`` ones: when one in the middle ends, the last one moves there;
- newcomers are read (prefill) in groups of like length, into a cache of their own, and copied into slots; so a
  prompt of many samples is read once;
- what a request gets depends on the request alone: its random numbers come from its own seed, and rows never
  see each other. (In bfloat16 a batch of another size may round a logit differently.)
"""

from __future__ import annotations

from collections import Counter, abc, deque
from collections.abc import Iterator

from shared.inference.decoders import CompiledDecoder, GraphDecoder
from shared.inference.generation import Response, check_count, check_prompt, sample_seed
from shared.inference.requests import Request, Sequence
from shared.inference.sampling import GREEDY, SamplingParams
from shared.inference.slots import Slots, slots_needed
from shared.model.qwen3 import KVCache, Qwen3
from shared.model.tokenizer import Tokenizer
from shared.tools.seeds import mix_seed

import torch
from tqdm import tqdm

__all__ = ["Engine", "GenerationInterrupted", "Request", "Response", "generate"]

_CPU_CACHE_BYTES = 4 * 2**30


class GenerationInterrupted(KeyboardInterrupt):
    """Ctrl-C while generating. ``responses`` holds, for each request, the samples that were finished."""

    def __init__(self, responses: list[list[Response]]) -> None:
        super().__init__(f"interrupted; {sum(map(len, responses))} responses are finished")
        self.responses = responses


class Engine:
    """Answers requests with one model.

    Args:
        model: on any device, in any floating type.
        max_batch_size: slots, that is rows decoded together at most.
        compile: compile the decoding step (and on CUDA replay it as a graph). The first call pays for it,
            tens of seconds; where it does not work, one line says why and the engine runs without.
        cache_bytes: memory for keys and values; see :func:`cache_budget` for None. With less, fewer rows are
            decoded together.

    Raises:
        ValueError: ``max_batch_size`` is below 1.
    """

    def __init__(
        self,
        model: Qwen3,
        tokenizer: Tokenizer,
        *,
        max_batch_size: int = 64,
        compile: bool = False,
        cache_bytes: int | None = None,
    ) -> None:
        check_count("max_batch_size", max_batch_size)
        self.model = model
        self.tokenizer = tokenizer
        self.max_batch_size = max_batch_size
        self.cache_bytes = cache_bytes
        on_cuda = model.device.type == "cuda"
        self._decode: CompiledDecoder | None = None
        if compile:
            self._decode = GraphDecoder(max_batch_size) if on_cuda else CompiledDecoder(max_batch_size)
        # Looking at a token makes the host wait for the device, which then waits for the host. On CUDA that
        # happens once in so many steps; a row that ended in between has written a few tokens for nothing.
        self.steps_between_looks = 8 if on_cuda else 1

    @torch.inference_mode()
    def generate(self, requests: abc.Sequence[Request], progress: str | None = None) -> list[list[Response]]:
        """Answer all requests.

        Args:
            requests: in any number; those that do not fit side by side wait for their turn.
            progress: label of a progress bar; None shows none.

        Returns:
            ``[request][sample]``.

        Raises:
            ValueError: before any work: a prompt is empty or as long as the model's context, a count is
                below 1, or the cache of a single row would not fit into ``cache_bytes``.
            NotANumberError: the model's logits are NaN.
            GenerationInterrupted: Ctrl-C; carries what was finished.
        """
        samples = [list(self._sequences(request, number)) for number, request in enumerate(requests)]
        # The longest first, so that what does not fit into memory fails at once; equal prompts side by side.
        waiting = deque(sorted((s for group in samples for s in group), key=_longest_first))
        if not waiting:
            return [[] for _ in requests]
        looks = self.steps_between_looks
        rows = min(self.max_batch_size, self.rows_that_fit(slots_needed(list(waiting), looks)))
        slots = Slots(self.model, self.tokenizer, list(waiting), rows, decode=self._decode, looks=looks)
        try:
            with tqdm(total=len(waiting), desc=progress, unit="response", disable=progress is None) as bar:
                while waiting or slots.sequences:
                    slots.admit(waiting)
                    bar.update(slots.step())
        except KeyboardInterrupt as interrupt:
            finished = [[s for s in group if s.finish_reason is not None] for group in samples]
            # Without the frames it came through: they hold the cache, and a notebook keeps the last error.
            raise GenerationInterrupted(self._respond(finished)) from interrupt.with_traceback(None)
        finally:
            del slots
            if self._decode is not None:
                self._decode.release()
        return self._respond(samples)

    def _sequences(self, request: Request, number: int) -> Iterator[Sequence]:
        check_count("num_samples", request.num_samples)
        check_count("max_new_tokens", request.max_new_tokens)
        prompt, context = request.prompt, self.model.config.max_position_embeddings
        prompt_ids = tuple(self.tokenizer.encode(prompt) if isinstance(prompt, str) else prompt)
        check_prompt(prompt_ids, context, f"prompt {number}")
        limit = min(request.max_new_tokens, context - len(prompt_ids))
        for sample in range(request.first_sample, request.first_sample + request.num_samples):
            yield Sequence(
                prompt_ids, limit, request.params, sample_seed(request.seed, sample), request.stop_ids
            )

    def _respond(self, samples: list[list[Sequence]]) -> list[list[Response]]:
        return [[s.respond(self.tokenizer) for s in group] for group in samples]

    def rows_that_fit(self, length: int) -> int:
        """Rows whose keys and values for ``length`` tokens fit into ``cache_bytes``.

        Raises:
            ValueError: not even one.
        """
        budget = cache_budget(self.model.device) if self.cache_bytes is None else self.cache_bytes
        row = KVCache.bytes_per_token(self.model.config, self.model.dtype) * length
        if row > budget:
            raise ValueError(
                f"keys and values of one row of {length} tokens take {row / 2**30:.2f} GiB and the budget is "
                f"{budget / 2**30:.2f} GiB; lower max_new_tokens, or raise cache_bytes"
            )
        return budget // row


def cache_budget(device: torch.device) -> int:
    """Bytes for keys and values where nobody names a number: 4 GiB, or 80 % of what is free on a CUDA device.

    Free is what the driver has left and what torch's allocator keeps in reserve with no tensor in it: new
    tensors get that first. After a step of training it can be nearly the whole device.
    """
    if device.type != "cuda":
        return _CPU_CACHE_BYTES
    left, _ = torch.cuda.mem_get_info(device)
    in_reserve = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    return int(0.8 * (left + in_reserve))


def _longest_first(sequence: Sequence) -> tuple:
    return -len(sequence.prompt_ids), sequence.prompt_ids


def generate(
    model: Qwen3,
    tokenizer: Tokenizer,
    prompts: list[str],
    *,
    max_new_tokens: int,
    params: SamplingParams = GREEDY,
    num_samples: int = 1,
    seed: int = 0,
    seeds: list[int] | None = None,
    batch_size: int = 64,
    progress: str | None = None,
) -> list[list[Response]]:
    """Write ``num_samples`` responses to each prompt, all in the same way, with an engine of its own.

    Args:
        prompts: texts to go on from (chat checkpoints: texts made with the chat template).
        max_new_tokens, params, num_samples: see :class:`Request`.
        seed: gives the same responses every time, and in any order of the prompts and any batch size. A
            prompt that stands in the list twice gets different samples.
        seeds: one seed a prompt instead, where the caller wants to say which.
        batch_size: rows decoded together; memory for keys and values grows with it.
        progress: label of a progress bar; None shows none.

    Returns:
        ``[prompt][sample]``, in the order of ``prompts``.

    Raises:
        ValueError, NotANumberError: as :meth:`Engine.generate`, or there are not as many seeds as prompts.
        GenerationInterrupted: Ctrl-C.
    """
    if isinstance(prompts, str):
        raise ValueError("prompts must be a list of texts, not one text; put it into [ ]")
    check_count("batch_size", batch_size)
    prompts = list(prompts)
    if seeds is None:
        seeds = _prompt_seeds(prompts, seed)
    elif len(seeds) != len(prompts):
        raise ValueError(f"got {len(seeds)} seeds for {len(prompts)} prompts; give one for each")
    requests = [
        Request(prompt, max_new_tokens, params, num_samples, own)
        for prompt, own in zip(prompts, seeds, strict=True)
    ]
    check_count("num_samples", num_samples)
    check_count("max_new_tokens", max_new_tokens)
    return Engine(model, tokenizer, max_batch_size=batch_size).generate(requests, progress)


def _prompt_seeds(prompts: list[str], seed: int) -> list[int]:
    """A seed a prompt: of its text and not its place, so that order does not matter; repeats differ."""
    seen: Counter[str] = Counter()
    seeds = []
    for prompt in prompts:
        seeds.append(mix_seed(int(seed), prompt, seen[prompt]))
        seen[prompt] += 1
    return seeds
