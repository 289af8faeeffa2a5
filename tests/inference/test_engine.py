"""The engine against a naive loop, against transformers, and against itself in other company."""

from __future__ import annotations

import math
import random
import weakref
from collections import deque
from dataclasses import replace

from shared.inference import generation
from shared.inference import slots as slots_module
from shared.inference.engine import Engine, GenerationInterrupted, cache_budget, generate
from shared.inference.generation import NotANumberError, Response, stream
from shared.inference.requests import Request
from shared.inference.sampling import GREEDY, SamplingParams, next_token_probs
from shared.model.qwen3 import KVCache, Qwen3, left_pad
from shared.model.tokenizer import Tokenizer

import pytest
import torch
from generation_cases import PROMPTS, VOCAB, make_model, make_tokenizer, naive_greedy
from hardened import reference_model
from torch import Tensor

SAMPLED = SamplingParams(temperature=1.0)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return make_tokenizer()


@pytest.fixture(scope="module")
def model() -> Qwen3:
    return make_model()


def assert_greedy(model: Qwen3, prompt_ids: list[int], token_ids: list[int]) -> None:
    """Every token is the most probable one after those before it, or equal to it but for rounding."""
    logits = model(torch.tensor([prompt_ids + token_ids]))[0, len(prompt_ids) - 1 : -1]
    chosen = logits.gather(-1, torch.tensor(token_ids)[:, None])[:, 0]
    torch.testing.assert_close(chosen, logits.amax(dim=-1), rtol=0, atol=1e-4)


def assert_same(ours: list[list[Response]], theirs: list[list[Response]], rounding: float = 1e-4) -> None:
    """The same texts, and the same log-probabilities (nats) but for rounding."""
    assert [[(r.token_ids, r.text, r.finish_reason) for r in samples] for samples in ours] == [
        [(r.token_ids, r.text, r.finish_reason) for r in samples] for samples in theirs
    ]
    for a, b in zip(ours, theirs, strict=True):
        for x, y in zip(a, b, strict=True):
            assert x.logprobs == pytest.approx(y.logprobs, abs=rounding)


class Steps:
    """Watches what the model is asked to do."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows: list[int] = []
        self.kv_lengths: list[int] = []
        self.capacities: list[int] = []
        self.positions: list[list[int]] = []
        self.prefills: list[tuple[int, int]] = []
        real_step, real_prefill = slots_module.decode_step, slots_module.prefill

        def step(model: Qwen3, ids: Tensor, positions: Tensor, cache: KVCache, kv_length: int) -> Tensor:
            self.rows.append(len(ids))
            self.kv_lengths.append(kv_length)
            self.capacities.append(cache.capacity)
            self.positions.append(positions.tolist())
            return real_step(model, ids, positions, cache, kv_length)

        def read(model: Qwen3, input_ids: Tensor, positions: Tensor | None, cache: KVCache) -> Tensor:
            self.prefills.append(tuple(input_ids.shape))
            return real_prefill(model, input_ids, positions, cache)

        monkeypatch.setattr(slots_module, "decode_step", step)
        monkeypatch.setattr(slots_module, "prefill", read)


# --- the same as without any of the machinery -------------------------------------------------------------


@pytest.mark.parametrize("changes", [{}, {"qk_norm": False}, {"tie_word_embeddings": False}], ids=str)
def test_greedy_equals_a_naive_loop(tokenizer: Tokenizer, changes: dict) -> None:
    model = make_model(**changes)
    responses = generate(model, tokenizer, PROMPTS, max_new_tokens=20)
    reasons = set()
    for prompt, (response,) in zip(PROMPTS, responses, strict=True):
        ids, logprobs = naive_greedy(model, tokenizer, prompt, 20)
        assert response.token_ids == ids
        assert response.logprobs == pytest.approx(logprobs, abs=1e-3)
        assert response.prompt_tokens == len(tokenizer.encode(prompt))
        stopped = ids[-1] in tokenizer.eos_token_ids
        assert response.finish_reason == ("stop" if stopped else "length")
        assert response.text == tokenizer.decode(ids[:-1] if stopped else ids)
        reasons.add(response.finish_reason)
    assert reasons == {"stop", "length"}  # or this test would say little


def test_greedy_equals_transformers(model: Qwen3, tokenizer: Tokenizer) -> None:
    reference = reference_model(model)
    input_ids, positions = left_pad([tokenizer.encode(p) for p in PROMPTS], tokenizer.pad_token_id)
    output = reference.generate(
        input_ids,
        attention_mask=(positions >= 0).long(),
        max_new_tokens=20,
        do_sample=False,
        eos_token_id=list(tokenizer.eos_token_ids),
        pad_token_id=tokenizer.pad_token_id,
    )
    for (ours,), theirs in zip(
        generate(model, tokenizer, PROMPTS, max_new_tokens=20),
        output[:, input_ids.shape[1] :].tolist(),
        strict=True,
    ):
        assert ours.token_ids == theirs[: ours.num_tokens]
        assert set(theirs[ours.num_tokens :]) <= {tokenizer.pad_token_id}


@torch.no_grad()
def test_logprobs_are_the_models_own(model: Qwen3, tokenizer: Tokenizer) -> None:
    """Whatever the tokens were drawn from; and the end-of-text token has one too."""
    params = SamplingParams(temperature=2.0, top_k=50, top_p=0.9)
    responses = generate(model, tokenizer, PROMPTS, max_new_tokens=15, params=params, num_samples=3)
    for prompt, samples in zip(PROMPTS, responses, strict=True):
        prompt_ids = tokenizer.encode(prompt)
        for r in samples:
            logits = model(torch.tensor([prompt_ids + r.token_ids]))[0, len(prompt_ids) - 1 : -1]
            expected = logits.log_softmax(-1)[torch.arange(r.num_tokens), r.token_ids].tolist()
            assert r.logprobs == pytest.approx(expected, abs=1e-3)
            assert r.mean_logprob == pytest.approx(sum(expected) / len(expected), abs=1e-3)


@torch.no_grad()
def test_samples_follow_the_distribution(model: Qwen3, tokenizer: Tokenizer) -> None:
    params, draws = SamplingParams(temperature=1.0, top_k=8), 3000
    ((*responses,),) = generate(
        model, tokenizer, PROMPTS[:1], max_new_tokens=1, params=params, num_samples=draws, batch_size=draws
    )
    logits = model(torch.tensor([tokenizer.encode(PROMPTS[0])]))[:, -1]
    expected = draws * next_token_probs(logits, params)[0].double()
    counts = torch.tensor([r.token_ids[0] for r in responses]).bincount(minlength=VOCAB).double()
    possible = expected > 0
    assert counts[~possible].sum() == 0
    chi_square = ((counts - expected)[possible] ** 2 / expected[possible]).sum()
    assert chi_square < 29.9  # 99.99 % of such sums of 8 terms lie below


# --- a request gets the same in any company ---------------------------------------------------------------


@pytest.mark.parametrize("params", [GREEDY, SAMPLED, SamplingParams(0.7, top_k=20, top_p=0.9)], ids=str)
def test_batches_do_not_change_texts(model: Qwen3, tokenizer: Tokenizer, params: SamplingParams) -> None:
    def run(prompts: list[str], batch_size: int) -> list[list[Response]]:
        return generate(
            model, tokenizer, prompts, max_new_tokens=16, params=params, num_samples=2, batch_size=batch_size
        )

    together = run(PROMPTS, 64)
    assert len({r.num_tokens for samples in together for r in samples}) >= 3  # ragged ends, or it says little
    for batch_size in (1, 2, 5):
        assert_same(run(PROMPTS, batch_size), together)
    order = random.Random(0).sample(range(len(PROMPTS)), len(PROMPTS))
    assert_same(run([PROMPTS[i] for i in order], 4), [together[i] for i in order])
    assert_same(run(PROMPTS[3:4], 64), together[3:4])


def test_seeds(model: Qwen3, tokenizer: Tokenizer) -> None:
    def texts(prompts: list[str], **options: object) -> list[list[str]]:
        responses = generate(model, tokenizer, prompts, max_new_tokens=12, params=SAMPLED, **options)
        return [[r.text for r in samples] for samples in responses]

    assert texts(PROMPTS) == texts(PROMPTS)
    assert texts(PROMPTS, seed=1) != texts(PROMPTS)
    ((first, second, third),) = texts(PROMPTS[:1], num_samples=3)
    assert len({first, second, third}) == 3
    assert texts(PROMPTS[:1]) == [[first]]  # more samples do not change the first
    repeated = texts(PROMPTS[:1] * 3)
    assert repeated[0] == [first] and len({text for (text,) in repeated}) == 3
    same = texts(PROMPTS[:1] * 2, seeds=[7, 7])
    assert same[0] == same[1]
    assert texts(PROMPTS[:2], seeds=[7, 8])[::-1] == texts(PROMPTS[:2][::-1], seeds=[8, 7])


def test_a_longer_limit_goes_on_with_the_same_text(model: Qwen3, tokenizer: Tokenizer) -> None:
    short = generate(model, tokenizer, PROMPTS, max_new_tokens=4, params=SAMPLED)
    long = generate(model, tokenizer, PROMPTS, max_new_tokens=30, params=SAMPLED)
    for (a,), (b,) in zip(short, long, strict=True):
        assert b.token_ids[: a.num_tokens] == a.token_ids
        assert a.num_tokens == min(4, b.num_tokens)


# --- what it costs ----------------------------------------------------------------------------------------


def test_finished_rows_leave_the_batch(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(monkeypatch)
    responses = generate(model, tokenizer, PROMPTS, max_new_tokens=60, params=SAMPLED, num_samples=4)
    counts = [r.num_tokens for samples in responses for r in samples]
    assert len(steps.rows) == max(counts) - 1  # the last token is not read
    for step, rows in enumerate(steps.rows):
        running = sum(count > step + 1 for count in counts)
        assert running <= rows < running / 0.75 + 1e-9
    assert sum(steps.rows) < 0.6 * len(counts) * len(steps.rows)


def test_a_prompt_is_read_once_for_all_its_samples(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(monkeypatch)
    generate(model, tokenizer, PROMPTS[:3], max_new_tokens=2, params=SAMPLED, num_samples=5)
    assert [rows for rows, _ in steps.prefills] == [1, 1, 1]  # of unlike lengths: together, most were padding
    assert [length for _, length in steps.prefills] == sorted(
        (len(tokenizer.encode(p)) for p in PROMPTS[:3]), reverse=True
    )
    assert steps.rows[0] >= 12


def test_attention_covers_no_more_than_it_must(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(monkeypatch)
    generate(model, tokenizer, PROMPTS, max_new_tokens=6, params=SAMPLED, batch_size=1)
    for positions, kv_length in zip(steps.positions, steps.kv_lengths, strict=True):
        assert kv_length == max(positions) + 1
    need = max(len(tokenizer.encode(p)) for p in PROMPTS) + 5
    assert max(steps.capacities) <= need


def test_the_cache_grows_as_texts_do(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {"max_new_tokens": 40, "params": SAMPLED, "num_samples": 2}
    short = [PROMPTS[1], PROMPTS[3], PROMPTS[5], PROMPTS[7]]
    expected = generate(model, tokenizer, short, **options)
    monkeypatch.setattr(generation, "GROWTH", 3)
    steps = Steps(monkeypatch)
    assert_same(generate(model, tokenizer, short, **options), expected)
    assert len(set(steps.capacities)) > 2
    assert all(length <= capacity for length, capacity in zip(steps.kv_lengths, steps.capacities, strict=True))


def test_growing_keeps_what_a_cache_holds(model: Qwen3) -> None:
    cache = KVCache(model.config, 2, 4)
    for tensor in (*cache.keys, *cache.values):
        tensor.normal_()
    before = cache.read(1, 4)[0].clone()
    cache.grow(9)
    assert cache.capacity == 9
    assert torch.equal(cache.read(1, 4)[0], before)
    assert all(tensor.shape[2] == 10 for tensor in (*cache.keys, *cache.values))


# --- the end of the context -------------------------------------------------------------------------------


@pytest.mark.parametrize("growth", [3, 256])
def test_the_context_ends_texts(tokenizer: Tokenizer, growth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """One row at the edge of the context ends early, while shorter ones beside it go on."""
    monkeypatch.setattr(generation, "GROWTH", growth)
    model = make_model(max_position_embeddings=48)
    endless = Tokenizer(tokenizer.backend, eos_token_ids=(VOCAB - 5,), pad_token_id=0)
    full = endless.decode([40] * 47)
    prompts = [full, "a", "b", "c", "d", "e", "f", "g", "What is 3 plus 4?"]
    assert len(endless.encode(full)) == 47
    responses = generate(model, endless, prompts, max_new_tokens=100)
    for prompt, (response,) in zip(prompts, responses, strict=True):
        assert_greedy(model, endless.encode(prompt), response.token_ids)
        if response.finish_reason == "length":
            assert response.prompt_tokens + response.num_tokens == 48
    assert responses[0][0].num_tokens == 1
    with pytest.raises(ValueError, match=r"prompt 1 has 48 tokens, but the model's context holds 48"):
        generate(model, endless, ["a", full + full[:1]], max_new_tokens=1)


# --- the rest ---------------------------------------------------------------------------------------------


def test_bfloat16_runs(tokenizer: Tokenizer) -> None:
    model = make_model(num_hidden_layers=1).to(torch.bfloat16)
    ((response,),) = generate(
        model, tokenizer, ["12"], max_new_tokens=2, params=SamplingParams(1.0, 10, 0.9, 0.1)
    )
    assert all(math.isfinite(value) for value in response.logprobs)


def test_training_goes_on_after_generating(model: Qwen3, tokenizer: Tokenizer) -> None:
    (samples,) = generate(model, tokenizer, ["12"], max_new_tokens=2)
    model(torch.tensor([samples[0].token_ids])).sum().backward()
    assert model.lm_head.weight.grad is not None
    model.zero_grad()


def test_progress_bar(model: Qwen3, tokenizer: Tokenizer, capsys: pytest.CaptureFixture[str]) -> None:
    generate(model, tokenizer, PROMPTS[:2], max_new_tokens=2)
    assert capsys.readouterr().err == ""
    generate(model, tokenizer, PROMPTS[:2], max_new_tokens=2, num_samples=2, progress="evaluating")
    assert "evaluating" in (shown := capsys.readouterr().err) and "4/4" in shown


def test_nothing_to_do(model: Qwen3, tokenizer: Tokenizer) -> None:
    assert generate(model, tokenizer, [], max_new_tokens=5) == []


@pytest.mark.parametrize(
    ("prompts", "options", "error"),
    [
        (["a", ""], {}, "prompt 1 is empty"),
        ("a", {}, "must be a list of texts"),
        (["a"], {"max_new_tokens": 0}, "max_new_tokens must be"),
        (["a"], {"max_new_tokens": 1.5}, "max_new_tokens must be"),
        (["a"], {"num_samples": 0}, "num_samples must be"),
        (["a"], {"batch_size": 0}, "batch_size must be"),
        (["a"], {"seeds": [1, 2]}, "got 2 seeds for 1 prompts"),
    ],
)
def test_refusals(model: Qwen3, tokenizer: Tokenizer, prompts: list[str], options: dict, error: str) -> None:
    with pytest.raises(ValueError, match=error):
        generate(model, tokenizer, prompts, **{"max_new_tokens": 3, **options})


# --- requests of their own kinds ---------------------------------------------------------------------------


def mixed_requests() -> list[Request]:
    """Different limits, parameters, numbers of samples and seeds, and one prompt twice."""
    rng = random.Random(1)
    ways = [GREEDY, SAMPLED, SamplingParams(0.7, top_k=20, top_p=0.9), SamplingParams(1.3, min_p=0.05)]
    return [
        Request(prompt, rng.randint(1, 25), rng.choice(ways), rng.randint(1, 5), seed=number)
        for number, prompt in enumerate(PROMPTS + PROMPTS[:3])
    ]


def alone(model: Qwen3, tokenizer: Tokenizer, request: Request) -> list[Response]:
    """The request's samples from an engine with one slot that does nothing else."""
    (responses,) = Engine(model, tokenizer, max_batch_size=1).generate([request])
    return responses


@pytest.mark.parametrize("slots", [2, 3, 7, 64])
def test_a_request_gets_the_same_in_any_company(model: Qwen3, tokenizer: Tokenizer, slots: int) -> None:
    requests = mixed_requests()
    expected = [alone(model, tokenizer, request) for request in requests]
    engine = Engine(model, tokenizer, max_batch_size=slots)
    assert_same(engine.generate(requests), expected)
    order = random.Random(slots).sample(range(len(requests)), len(requests))
    assert_same(engine.generate([requests[i] for i in order]), [expected[i] for i in order])


def test_a_stream_is_the_engines_text(model: Qwen3, tokenizer: Tokenizer) -> None:
    for request in mixed_requests():
        pieces = stream(
            model, tokenizer, request.prompt, max_new_tokens=request.max_new_tokens,
            params=request.params, seed=request.seed,
        )  # fmt: skip
        list(pieces)
        assert_same([[pieces.response]], [alone(model, tokenizer, request)[:1]])


@pytest.mark.parametrize("looks", [1, 4])
def test_fixed_rows_and_rare_looks_change_nothing(
    model: Qwen3, tokenizer: Tokenizer, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What compiled decoding does, without compiling: all slots always run, and ends are noticed late."""
    requests = mixed_requests()
    expected = [alone(model, tokenizer, request) for request in requests]
    engine = Engine(model, tokenizer, max_batch_size=5)
    rows = []

    def decode(model: Qwen3, tokens: Tensor, positions: Tensor, cache: KVCache, kv_length: int) -> Tensor:
        assert positions.max() < kv_length <= cache.capacity
        rows.append(len(tokens))
        return slots_module.decode_step(model, tokens, positions, cache, kv_length)

    decode.fixed_rows, decode.release = True, lambda: None
    engine._decode, engine.steps_between_looks = decode, looks
    assert_same(engine.generate(requests), expected)
    assert set(rows) == {5}


@pytest.mark.slow
def test_compiled_decoding_gives_the_same_and_compiles_once(model: Qwen3, tokenizer: Tokenizer) -> None:
    from torch._dynamo.utils import counters

    torch.compiler.reset()
    counters.clear()
    requests = mixed_requests()
    engine = Engine(model, tokenizer, max_batch_size=3, compile=True)
    assert_same(engine.generate(requests), [alone(model, tokenizer, request) for request in requests])
    assert engine._decode._step is not slots_module.decode_step, "this machine cannot compile"
    longer = [Request(PROMPTS[2], 300, SAMPLED), Request(PROMPTS[0] * 9, 150, SAMPLED), *requests]
    assert_same(engine.generate(longer), [alone(model, tokenizer, request) for request in longer])
    assert counters["stats"]["unique_graphs"] == 1, "compiled once, for every length and cache"


def test_without_a_compiler_it_decodes_eagerly(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_compiler(function: object) -> object:
        def fail(*arguments: object) -> None:
            raise RuntimeError("cl is not found\nand a long story")

        return fail

    monkeypatch.setattr(torch, "compile", no_compiler)
    requests = mixed_requests()[:4]
    responses = Engine(model, tokenizer, max_batch_size=3, compile=True).generate(requests)
    assert_same(responses, [alone(model, tokenizer, request) for request in requests])
    (line,) = capsys.readouterr().out.splitlines()
    assert line == "not compiled (RuntimeError: cl is not found); decoding eagerly"


def test_token_ids_are_a_prompt_too(model: Qwen3, tokenizer: Tokenizer) -> None:
    """The same as the text, but for rounding: even rows side by side may be multiplied in another order."""
    text, ids = Request(PROMPTS[0], 9), Request(tokenizer.encode(PROMPTS[0]), 9)
    first, second = Engine(model, tokenizer).generate([text, ids])
    assert_same([first], [second], rounding=1e-5)
    # And they are read as they are: as text, this one would be other tokens.
    letters = [tokenizer.encode(letter)[0] for letter in "What is"]
    assert tokenizer.encode("What is") != letters
    ((response,),) = Engine(model, tokenizer).generate([Request(letters, 9)])
    assert response.prompt_tokens == len(letters)
    assert_greedy(model, letters, response.token_ids)


# --- slots ---------------------------------------------------------------------------------------------------


def test_waiting_requests_keep_the_batch_full(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(monkeypatch)
    responses = generate(model, tokenizer, PROMPTS * 8, max_new_tokens=40, params=SAMPLED, batch_size=8)
    lengths = [r.num_tokens for (r,) in responses]
    assert len(set(lengths)) > 8
    # Had each batch waited for its longest, that many steps; and no row ever runs for nothing.
    in_batches = sum(max(lengths[i : i + 8]) for i in range(0, len(lengths), 8))
    assert len(steps.rows) < 0.7 * in_batches
    assert sum(steps.rows) == sum(lengths) - len(lengths)
    full = steps.rows[: len(steps.rows) // 2]
    assert sum(full) > 0.9 * 8 * len(full)


def test_a_prompt_of_more_samples_than_slots_is_read_once(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = generate(model, tokenizer, PROMPTS[:3], max_new_tokens=8, params=SAMPLED, num_samples=7)
    steps = Steps(monkeypatch)
    real, kept = slots_module.Slots.admit, []

    def admit(slots: slots_module.Slots, waiting: deque) -> None:
        real(slots, waiting)
        kept.append(slots.kept is not None)
        assert not kept[-1] or waiting[0].prompt_ids == slots.kept[0]  # no longer than somebody waits for it

    monkeypatch.setattr(slots_module.Slots, "admit", admit)
    few = generate(model, tokenizer, PROMPTS[:3], max_new_tokens=8, params=SAMPLED, num_samples=7, batch_size=2)
    assert_same(few, expected)
    assert sum(rows for rows, _ in steps.prefills) == 3
    assert any(kept) and not kept[-1]


def test_prompts_of_like_length_are_read_together(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots_module, "_PREFILL_TOKENS", 60)
    steps = Steps(monkeypatch)
    requests = [Request([7] * length, 2, seed=length) for length in (3, 16, 17, 18, 19, 20, 100)]
    expected = [alone(model, tokenizer, request) for request in requests]
    steps.prefills.clear()
    assert_same(Engine(model, tokenizer).generate(requests), expected)
    assert steps.prefills == [(1, 100), (3, 20), (2, 17), (1, 3)]


def test_memory_limits_the_rows(model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    request = Request(PROMPTS[0], 10, SAMPLED, num_samples=9)
    expected = Engine(model, tokenizer).generate([request])
    slots = len(tokenizer.encode(PROMPTS[0])) + 10 - 1
    row = (
        slots
        * 2
        * model.config.num_hidden_layers
        * model.config.num_key_value_heads
        * model.config.head_dim
        * 4
    )
    steps = Steps(monkeypatch)
    assert_same(Engine(model, tokenizer, cache_bytes=3 * row + 1).generate([request]), expected)
    assert max(steps.rows) == 3
    steps.rows.clear()
    assert_same(Engine(model, tokenizer, cache_bytes=row).generate([request]), expected)
    assert max(steps.rows) == 1
    with pytest.raises(ValueError, match=r"one row of \d+ tokens .* lower max_new_tokens"):
        Engine(model, tokenizer, cache_bytes=row - 1).generate([request])


# torch's allocator keeps nearly the whole card after a step of training, with little of it in use.
GB = 10**9
FULL_LOOKING = {"mem_get_info": (2 * GB, 80 * GB), "memory_reserved": 75 * GB, "memory_allocated": 15 * GB}
FRESH = {"mem_get_info": (62 * GB, 80 * GB), "memory_reserved": 15 * GB, "memory_allocated": 15 * GB}
FULL = {"mem_get_info": (2 * GB, 80 * GB), "memory_reserved": 75 * GB, "memory_allocated": 75 * GB}


def pretend_cuda(monkeypatch: pytest.MonkeyPatch, says: dict) -> None:
    """A CUDA device of which the driver and torch's allocator say so much."""
    for name, value in says.items():
        monkeypatch.setattr(torch.cuda, name, lambda device, value=value: value)
    monkeypatch.setattr(Qwen3, "device", torch.device("cuda:0"))


@pytest.mark.parametrize(("says", "free"), [(FULL_LOOKING, 62), (FRESH, 62), (FULL, 2)])
def test_what_torch_keeps_in_reserve_counts_as_free(
    says: dict, free: int, model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(model, tokenizer)
    pretend_cuda(monkeypatch, says)
    assert cache_budget(torch.device("cuda:0")) == int(0.8 * free * GB)
    row = 1000 * KVCache.bytes_per_token(model.config, torch.float32)
    assert engine.rows_that_fit(1000) == int(0.8 * free * GB) // row
    with pytest.raises(ValueError, match="keys and values of one row"):
        engine.rows_that_fit(1000 * (int(0.8 * free * GB) // row + 1))
    engine.cache_bytes = 3 * row
    assert engine.rows_that_fit(1000) == 3  # a number that somebody names is taken


def test_without_cuda_the_budget_is_a_number() -> None:
    assert cache_budget(torch.device("cpu")) == 4 * 2**30


@pytest.mark.parametrize("params", [GREEDY, SAMPLED], ids=str)
def test_nan_ends_a_call_with_an_error(tokenizer: Tokenizer, params: SamplingParams) -> None:
    model = make_model()
    with torch.no_grad():
        model.model.norm.weight[7] = math.nan
    with pytest.raises(NotANumberError, match="not numbers .* weights are damaged"):
        generate(model, tokenizer, PROMPTS, max_new_tokens=20, params=params)


@pytest.mark.parametrize("looks", [1, 4])
def test_nan_in_one_row_is_noticed_at_the_next_look(
    model: Qwen3, tokenizer: Tokenizer, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not sooner on CUDA, where looking at every token would make the host wait for the device."""
    endless = Tokenizer(tokenizer.backend, eos_token_ids=(VOCAB - 5,), pad_token_id=0)
    real, steps = slots_module.decode_step, []

    def step(*arguments: object) -> Tensor:
        logits = real(*arguments)
        steps.append(1)
        logits[1, 77] = math.nan if len(steps) == 5 else 0.0
        return logits

    monkeypatch.setattr(slots_module, "decode_step", step)
    engine = Engine(model, endless)
    engine.steps_between_looks = looks
    with pytest.raises(NotANumberError, match="after 5 written tokens"):
        engine.generate([Request(prompt, 20) for prompt in PROMPTS[:3]])
    assert len(steps) == {1: 5, 4: 7}[looks]


def test_an_interrupt_does_not_keep_the_memory(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A notebook keeps the last error, and its frames would keep the cache."""
    caches = []

    def step(model: Qwen3, ids: Tensor, positions: Tensor, cache: KVCache, kv_length: int) -> Tensor:
        caches.extend(weakref.ref(tensor) for tensor in cache.keys)
        raise KeyboardInterrupt

    monkeypatch.setattr(slots_module, "decode_step", step)
    with pytest.raises(GenerationInterrupted) as kept:
        generate(model, tokenizer, PROMPTS, max_new_tokens=5)
    assert caches and not any(reference() is not None for reference in caches)
    assert isinstance(kept.value.__cause__, KeyboardInterrupt)


def test_interrupting_returns_what_is_finished(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = mixed_requests()
    expected = Engine(model, tokenizer, max_batch_size=4).generate(requests)
    real, calls = slots_module.decode_step, []

    def step(*arguments: object) -> Tensor:
        calls.append(1)
        if len(calls) == 25:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(slots_module, "decode_step", step)
    with pytest.raises(GenerationInterrupted) as caught:
        Engine(model, tokenizer, max_batch_size=4).generate(requests)
    finished = caught.value.responses
    assert 0 < sum(map(len, finished)) < sum(map(len, expected))
    for some, every in zip(finished, expected, strict=True):
        assert all(response in every for response in some)


def test_one_bad_request_stops_the_call_before_any_work(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Steps(monkeypatch)
    with pytest.raises(ValueError, match="prompt 1 is empty"):
        Engine(model, tokenizer).generate([Request("a", 3), Request("", 3)])
    with pytest.raises(ValueError, match="max_new_tokens must be"):
        Engine(model, tokenizer).generate([Request("a", 3), Request("b", 0)])
    with pytest.raises(ValueError, match="temperature"):
        SamplingParams(temperature=math.nan)
    with pytest.raises(ValueError, match="max_batch_size must be"):
        Engine(model, tokenizer, max_batch_size=0)
    assert steps.prefills == []


def test_timings(model: Qwen3, tokenizer: Tokenizer) -> None:
    for samples in Engine(model, tokenizer, max_batch_size=4).generate(mixed_requests()):
        for response in samples:
            assert 0 < response.seconds_to_first_token <= response.seconds < 60
            assert (response.seconds_to_first_token < response.seconds) == (response.num_tokens > 1)


def test_a_named_token_ends_a_response_and_stays_in_it(model: Qwen3, tokenizer: Tokenizer) -> None:
    """Each response is the beginning of the one that is not stopped, up to the first of the named tokens."""
    engine, reasons = Engine(model, tokenizer, max_batch_size=3), set()
    for params in (GREEDY, SAMPLED):
        plain = [Request(p, 20, params, 3, seed=i) for i, p in enumerate(PROMPTS[:3])]
        whole = engine.generate(plain)
        written = [t for samples in whole for r in samples for t in r.token_ids[3:12]]
        stop_ids = frozenset(written[::29]) - frozenset(tokenizer.eos_token_ids)
        stopped = engine.generate([replace(request, stop_ids=stop_ids) for request in plain])
        for full, cut in zip(sum(whole, []), sum(stopped, []), strict=True):
            end = next((i + 1 for i, t in enumerate(full.token_ids) if t in stop_ids), len(full.token_ids))
            assert cut.token_ids == full.token_ids[:end]
            assert cut.logprobs == pytest.approx(full.logprobs[:end], abs=1e-4)
            stays = full.finish_reason != "stop" or end < len(full.token_ids)
            assert cut.text == tokenizer.decode(cut.token_ids if stays else cut.token_ids[:-1])
            expected = "stop_id" if cut.token_ids[-1] in stop_ids else full.finish_reason
            assert cut.finish_reason == expected
            reasons.add(cut.finish_reason)
    assert "stop_id" in reasons and len(reasons) > 1, "the test needs both kinds of end"
