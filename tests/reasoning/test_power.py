"""Power sampling: where the chain comes to rest, and the enumerated target, which low temperature misses."""

from __future__ import annotations

import math
from collections import Counter
from itertools import product

from shared.inference.engine import generate
from shared.inference.sampling import SamplingParams
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning.power import PowerSample, Text, acceptance, power_sample

import pytest
import torch
from hardened import hardened_model
from reasoning_cases import PROMPT

VOCAB, LENGTH, END = 4, 3, 0
START = (1, 2)  # the prompt of the toy


class Letters:
    """As much of a tokenizer as an engine needs, for a vocabulary of four."""

    eos_token_ids = frozenset({END})
    pad_token_id = 0

    def encode(self, text: str) -> list[int]:
        return list(map(int, text))

    def decode(self, ids: list[int]) -> str:
        return "".join(map(str, ids))


@pytest.fixture(scope="module")
def toy() -> Qwen3:
    """Not so sure of itself that a chain would stay for ages where it is."""
    model = hardened_model(vocab_size=VOCAB, max_position_embeddings=16)
    with torch.no_grad():
        model.lm_head.weight.mul_(0.35)
    return model


@pytest.fixture(scope="module")
def texts(toy: Qwen3) -> dict[tuple[int, ...], float]:
    """Every text of up to three tokens with its probability under the model, and nothing else."""
    found = {}
    for tokens in product(range(VOCAB), repeat=LENGTH):
        end = tokens.index(END) + 1 if END in tokens else LENGTH
        text = tokens[:end]
        with torch.no_grad():
            logprobs = toy(torch.tensor([[*START, *text]]))[0].log_softmax(-1)
        found[text] = math.exp(sum(float(logprobs[len(START) - 1 + i, t]) for i, t in enumerate(text)))
    assert sum(found.values()) == pytest.approx(1, abs=1e-5)
    return found


def ids_of(samples: list[PowerSample]) -> list[tuple[int, list[int]]]:
    """What a chain wrote and where it ended, without the rounding of log-probabilities."""
    return [(sample.tokens, sample.response.token_ids) for sample in samples]


def normalized(weights: dict[tuple[int, ...], float]) -> dict[tuple[int, ...], float]:
    total = sum(weights.values())
    return {text: weight / total for text, weight in weights.items()}


def distance(a: dict, b: dict) -> float:
    """Total variation."""
    return sum(abs(a.get(key, 0.0) - b.get(key, 0.0)) for key in a.keys() | b.keys()) / 2


def drawn(toy: Qwen3, count: int, **options) -> dict[tuple[int, ...], float]:
    samples = power_sample(toy, Letters(), [START] * count, max_new_tokens=LENGTH, batch_size=1000, **options)
    return normalized(Counter(tuple(s.response.token_ids) for s in samples))


@pytest.mark.parametrize(("alpha", "steps", "block"), [(2.0, 50, None), (4.0, 70, None), (4.0, 40, 1)])
def test_the_chain_comes_to_rest_at_the_power(
    toy: Qwen3, texts: dict, alpha: float, steps: int, block: int | None
) -> None:
    target = normalized({text: p**alpha for text, p in texts.items()})
    assert distance(drawn(toy, 1200, alpha=alpha, steps=steps, block=block), target) < 0.05


def test_a_low_temperature_is_another_distribution(toy: Qwen3, texts: dict) -> None:
    target = normalized({text: p**4 for text, p in texts.items()})
    cold = drawn(toy, 4000, alpha=4.0, steps=0)
    assert distance(cold, target) > 0.5, "the toy must be one where it matters"
    params = SamplingParams(temperature=0.25)
    (plain,) = generate(toy, Letters(), ["12"], max_new_tokens=LENGTH, params=params, num_samples=4000)
    assert distance(cold, normalized(Counter(tuple(r.token_ids) for r in plain))) < 0.05


def test_at_power_one_every_proposal_of_one_length_is_accepted(toy: Qwen3, texts: dict) -> None:
    assert distance(drawn(toy, 4000, alpha=1.0, steps=4), texts) < 0.05
    new = Text([1, 2], [-1.0, -3.0], [-1.0, -3.0], False)
    assert acceptance(Text([1, 3], [-1.0, -0.5], [-1.0, -0.5], False), new, 1, 1.0) == 0.0


def test_the_ratio_by_hand() -> None:
    old = Text([5, 6, 7], [-1.0, -2.0, -0.5], [-0.8, -1.5, -0.1], True)
    new = Text([5, 8], [-1.0, -1.0], [-0.8, -0.4], True)
    expected = 4 * (-1.0 + 2.5) + (-1.6 + 0.4) + math.log(3 / 2)
    assert acceptance(old, new, 1, 4.0) == pytest.approx(expected)
    assert acceptance(new, old, 1, 4.0) == pytest.approx(-expected), "the way back is the reverse"


def test_what_is_returned_is_a_response_of_the_model(model: Qwen3, tokenizer: Tokenizer) -> None:
    prompts = [PROMPT, "What is 12 minus 5?"]
    options = {"alpha": 2.0, "steps": 4, "block": 6, "max_new_tokens": 20}
    samples = power_sample(model, tokenizer, prompts, **options, seed=3)
    alone = power_sample(model, tokenizer, prompts, **options, seed=3, batch_size=1)
    assert ids_of(samples) == ids_of(alone)
    assert ids_of(samples) != ids_of(power_sample(model, tokenizer, prompts, **options, seed=4))
    for sample, prompt in zip(samples, prompts, strict=True):
        response, ids = sample.response, tokenizer.encode(prompt)
        assert sample.proposed == 16 and 0 <= sample.accepted <= 16
        assert sample.tokens >= response.num_tokens == len(response.logprobs) <= 20
        assert (response.finish_reason == "stop") == (response.token_ids[-1] in tokenizer.eos_token_ids)
        with torch.no_grad():
            logprobs = model(torch.tensor([ids + response.token_ids]))[0].log_softmax(-1)
        own = [float(logprobs[len(ids) - 1 + i, t]) for i, t in enumerate(response.token_ids)]
        assert response.logprobs == pytest.approx(own, abs=1e-4)


def test_seeds_name_the_chains(model: Qwen3, tokenizer: Tokenizer) -> None:
    options = {"alpha": 2.0, "steps": 2, "max_new_tokens": 8}
    both = power_sample(model, tokenizer, [PROMPT, PROMPT], **options, seeds=[5, 9])
    (second,) = power_sample(model, tokenizer, [PROMPT], **options, seeds=[9])
    assert ids_of(both[1:]) == ids_of([second])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"alpha": 0.5}, "alpha of 1 or more"),
        ({"alpha": math.nan}, "alpha of 1 or more"),
        ({"steps": -1}, "no negative steps"),
        ({"block": 0}, "block must be"),
        ({"max_new_tokens": 0}, "max_new_tokens must be"),
        ({"seeds": [1, 2]}, "got 2 seeds"),
    ],
)
def test_what_cannot_be(model: Qwen3, tokenizer: Tokenizer, options: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        power_sample(model, tokenizer, [PROMPT], **options)
