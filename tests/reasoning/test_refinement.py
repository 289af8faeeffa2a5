"""Self-refinement: what is asked, what is kept, what it costs."""

from __future__ import annotations

import inspect
import math
from dataclasses import replace

from shared.inference.generation import Response
from shared.inference.sampling import SamplingParams
from shared.model.prompts import COT_SUFFIX, critique_prompt, refine_prompt, render_prompt
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer
from shared.reasoning import refinement
from shared.reasoning.refinement import refine
from shared.reasoning.scorers import as_score, make_scorer

import pytest
from reasoning_cases import QUESTIONS, naive_logprobs

SAMPLED = SamplingParams(temperature=1.0)


class Script:
    """Stands in for generation: answers from a list of texts, and remembers what it was asked."""

    def __init__(self, *replies: list[str]) -> None:
        self.replies = list(replies)
        self.prompts: list[list[str]] = []
        self.options: list[dict] = []

    def __call__(
        self, model: Qwen3, tokenizer: Tokenizer, prompts: list[str], **options
    ) -> list[list[Response]]:
        self.prompts.append(prompts)
        self.options.append(options)
        texts = self.replies.pop(0)
        assert len(texts) == len(prompts)
        return [[Response([1] * (len(t) + 1), t, [-0.5] * (len(t) + 1), "stop", 9)] for t in texts]


def test_a_round_asks_for_a_review_and_then_for_a_revision(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Script(["R0", "R1"], ["new 0", "new 1"])
    monkeypatch.setattr(refinement, "generate", script)
    results = refine(model, tokenizer, QUESTIONS[:2], ["d0", "d1"], max_new_tokens=33, progress="refining")
    assert script.prompts[0] == [critique_prompt(QUESTIONS[i], f"d{i}") for i in range(2)]
    assert script.prompts[1] == [refine_prompt(QUESTIONS[i], f"d{i}", f"R{i}") for i in range(2)]
    assert [o["max_new_tokens"] for o in script.options] == [33, 33]
    assert [o["progress"] for o in script.options] == ["refining, review 1", "refining, revision 1"]
    (past,) = results[1].rounds
    assert (past.draft, past.critique.text, past.revision.text, past.accepted) == ("d1", "R1", "new 1", True)
    assert results[1].final.text == "new 1"
    assert results[1].tokens == 3 + 6
    attempt = results[1].attempt(draft_tokens=10)
    assert (attempt.prompt, attempt.responses) == (script.prompts[0][1], [results[1].final])
    assert attempt.extra_tokens == 10 + 3, "the draft and the review; the revision is counted as the sample"


def test_the_next_round_starts_from_what_was_accepted(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies = ["R", "R"], ["good", "bad"], ["R", "R"], ["bad", "good"]
    script = Script(*replies)
    monkeypatch.setattr(refinement, "generate", script)
    score = {"good": 2.0, "draft": 1.0, "bad": 0.0}
    results = refine(
        model,
        tokenizer,
        QUESTIONS[:2],
        ["draft", "draft"],
        rounds=2,
        accept=lambda q, text: score[text],
        params=SAMPLED,
    )
    assert [[r.accepted for r in result.rounds] for result in results] == [[True, False], [False, True]]
    assert [result.final.text for result in results] == ["good", "good"]
    assert [result.rounds[1].draft for result in results] == ["good", "draft"]
    assert script.prompts[2] == [critique_prompt(QUESTIONS[0], "good"), critique_prompt(QUESTIONS[1], "draft")]
    later = [refine_prompt(QUESTIONS[0], "good", "R"), refine_prompt(QUESTIONS[1], "draft", "R")]
    assert script.prompts[3] == later
    assert [result.prompt for result in results] == script.prompts[0], "the first request for a review"


@pytest.mark.parametrize(
    ("revision", "accepted"), [(1.0, True), (1.5, True), (0.5, False), (math.nan, False), (-math.inf, False)]
)
def test_a_revision_is_accepted_unless_it_scores_lower(
    revision: float, accepted: bool, model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refinement, "generate", Script(["R"], ["new"]))
    score = {"old": 1.0, "new": revision}
    (result,) = refine(model, tokenizer, QUESTIONS[:1], ["old"], accept=lambda q, text: score[text])
    assert result.rounds[0].accepted == accepted
    assert result.final.text == ("new" if accepted else "old")


def test_a_kept_draft_is_a_full_response(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(question: str, text: str) -> float:
        return {"new": 0.0}.get(text, 1.0)

    replies = ["R", "R", "R"], ["new", "new", "new"]
    monkeypatch.setattr(refinement, "generate", Script(*replies))
    given = Response([5, 6], "given", [-1.0, -2.0], "length", 7)
    results = refine(model, tokenizer, QUESTIONS, [given, " 7", ""], accept=refuse)
    assert results[0].final is given
    prompt_ids = tokenizer.encode(render_prompt(QUESTIONS[1], COT_SUFFIX))
    assert results[1].final.text == " 7"
    assert results[1].final.logprobs == pytest.approx(
        naive_logprobs(model, prompt_ids, tokenizer.encode(" 7")), abs=1e-4
    )
    assert results[1].final.prompt_tokens == len(prompt_ids)
    assert (results[2].final.text, results[2].final.mean_logprob) == ("", -math.inf)
    reasons = [result.final.finish_reason for result in results]
    assert reasons == ["length", "unknown", "unknown"], "what is known stays, and nothing is made up"


def test_drafts_too_long_for_the_context_stay_as_they_are(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Script(["R", "R" * 600], ["new"], ["R"], ["newer"])
    monkeypatch.setattr(refinement, "generate", script)
    results = refine(model, tokenizer, QUESTIONS, ["7" * 600, "d1", "d2"], rounds=2)
    assert [r.final.text for r in results] == ["7" * 600, "newer", "d2"]
    assert [len(r.rounds) for r in results] == [0, 2, 1]
    assert results[2].rounds[0].revision is None and not results[2].rounds[0].accepted
    assert results[2].tokens == 1 + 600, "a review that led to nothing was paid for too"
    assert results[0].prompt == render_prompt(QUESTIONS[0], COT_SUFFIX)


def test_a_review_needs_room_for_one_token(model: Qwen3, tokenizer: Tokenizer) -> None:
    empty = tokenizer.encode(critique_prompt(QUESTIONS[0], ""))
    room = model.config.max_position_embeddings - len(empty)
    assert len(tokenizer.encode(critique_prompt(QUESTIONS[0], "7" * room))) == room + len(empty)
    results = refine(model, tokenizer, [QUESTIONS[0]] * 2, ["7" * (room - 1), "7" * room])
    assert [[r.critique.num_tokens for r in result.rounds] for result in results] == [[1], []]


def test_a_seed_stays_with_its_question(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a question before it has dropped out."""
    used = []
    for drafts, seeds in ((["7" * 600, "d"], [7, 8]), (["d"], [8])):
        script = Script(["R"], ["new"])
        monkeypatch.setattr(refinement, "generate", script)
        refine(model, tokenizer, QUESTIONS[: len(drafts)], drafts, seeds=seeds)
        used.append([options["seeds"] for options in script.options])
    assert used[0] == used[1]


def test_the_recorded_prompt_has_the_suffix(model: Qwen3, tokenizer: Tokenizer) -> None:
    results = refine(model, tokenizer, QUESTIONS[:2], [" 7", "7" * 600], suffix=" Think.", max_new_tokens=4)
    reviewed, left = critique_prompt(QUESTIONS[0], " 7", " Think."), render_prompt(QUESTIONS[1], " Think.")
    assert [result.prompt for result in results] == [reviewed, left]


def test_refinement_is_reproducible_and_does_not_depend_on_the_batch(
    model: Qwen3, tokenizer: Tokenizer
) -> None:
    def run(questions: list[str], seed: int = 0, seeds: list[int] | None = None, **options) -> list[list[str]]:
        results = refine(
            model,
            tokenizer,
            questions,
            [" 7"] * len(questions),
            params=SamplingParams(temperature=1.0),
            max_new_tokens=12,
            seed=seed,
            seeds=seeds,
            **options,
        )
        return [[t for r in result.rounds for t in (r.critique.text, r.revision.text)] for result in results]

    first = run(QUESTIONS, rounds=2)
    assert run(QUESTIONS, rounds=2, batch_size=1) == first
    assert run(QUESTIONS[::-1], rounds=2)[::-1] == first
    assert run(QUESTIONS, seed=1, rounds=2) != first
    own = run(QUESTIONS, seeds=[7, 8, 9])
    assert run(QUESTIONS[1:], seeds=[8, 9]) == own[1:]
    assert run(QUESTIONS[1:], seeds=[7, 8]) != own[1:]


def test_refine_errors(model: Qwen3, tokenizer: Tokenizer) -> None:
    with pytest.raises(ValueError, match="1 drafts for 2 questions"):
        refine(model, tokenizer, QUESTIONS[:2], ["d"])
    with pytest.raises(ValueError, match="1 seeds for 2 questions"):
        refine(model, tokenizer, QUESTIONS[:2], ["d", "d"], seeds=[1])
    with pytest.raises(ValueError, match="rounds must be 1 or more"):
        refine(model, tokenizer, QUESTIONS[:1], ["d"], rounds=0)
    assert refine(model, tokenizer, [], []) == []


def test_refine_works_through_a_chat_template(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = Tokenizer(
        tokenizer.backend,
        eos_token_ids=(tokenizer.token_id("<|im_end|>"),),
        pad_token_id=tokenizer.pad_token_id,
    )
    assert chat.is_chat
    larger = Qwen3(replace(model.config, max_position_embeddings=2048))
    (result,) = refine(larger, chat, QUESTIONS[:1], [" 7"], max_new_tokens=4)
    assert result.prompt.startswith("<|im_start|>user")
    assert result.final.num_tokens <= 4
    script = Script(["R"], ["new"])
    monkeypatch.setattr(refinement, "generate", script)
    refine(larger, chat, QUESTIONS[:1], [" 7"])
    assert [p.startswith("<|im_start|>user") for (p,) in script.prompts] == [True, True]


def test_a_greedy_draft_that_stays_has_had_its_last_round(
    model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same draft gets the same review and the same revision: rejected, or the draft once more."""
    score = {"good": 2.0, "draft": 1.0, "bad": 0.0}
    script = Script(["R"] * 3, ["bad", "good", "draft"], ["R"], ["bad"])
    monkeypatch.setattr(refinement, "generate", script)
    results = refine(model, tokenizer, QUESTIONS, ["draft"] * 3, rounds=9, accept=lambda q, text: score[text])
    assert [[r.accepted for r in result.rounds] for result in results] == [[False], [True, False], [True]]
    assert [result.final.text for result in results] == ["draft", "good", "draft"]
    assert [result.tokens for result in results] == [2 + 4, 2 + 5 + 2 + 4, 2 + 6]
    assert script.replies == []


def test_a_greedy_model_would_have_repeated_itself(model: Qwen3, tokenizer: Tokenizer) -> None:
    """The real model, asked once more: what is no longer asked would have changed nothing."""

    def refuse(question: str, text: str) -> float:
        return float(text == " 7")

    options = {"accept": refuse, "max_new_tokens": 8}
    results = refine(model, tokenizer, QUESTIONS, [" 7"] * 3, rounds=3, **options)
    again = refine(model, tokenizer, QUESTIONS, [r.final for r in results], rounds=1, **options)
    assert [len(r.rounds) for r in results] == [1, 1, 1]
    assert [r.rounds for r in again] == [r.rounds for r in results]


@pytest.mark.parametrize("seeds", [None, [7, 8]])
def test_every_text_that_is_drawn_has_a_seed_of_its_own(
    seeds: list[int] | None, model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reviews, revisions, rounds, questions: none shares its random numbers with another, rejected or not."""
    script = Script(*([["R", "R"], ["bad", "bad"]] * 3))
    monkeypatch.setattr(refinement, "generate", script)
    results = refine(
        model,
        tokenizer,
        QUESTIONS[:2],
        ["draft", "draft"],
        rounds=3,
        accept=lambda q, text: float(text == "draft"),
        params=SAMPLED,
        seeds=seeds,
    )
    assert [len(r.rounds) for r in results] == [3, 3], "where chance is involved, the next round may do better"
    drawn = (
        [o["seed"] for o in script.options] if seeds is None else sum((o["seeds"] for o in script.options), [])
    )
    assert len(set(drawn)) == len(drawn) == (6 if seeds is None else 12)


@pytest.mark.parametrize(("draft_tokens", "cost"), [(None, 2), (10, 10), (0, 0)])
@pytest.mark.parametrize("accepted", [True, False])
@pytest.mark.parametrize("as_text", [True, False])
def test_what_everything_cost(
    draft_tokens: int | None,
    cost: int,
    accepted: bool,
    as_text: bool,
    model: Qwen3,
    tokenizer: Tokenizer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The sample with its extra tokens is the draft, the review and the revision, whichever of them it is."""
    monkeypatch.setattr(refinement, "generate", Script(["R" * 6], ["new"]))
    given = " 7" if as_text else Response([5, 6], " 7", [-1.0, -2.0], "stop", 7)
    assert len(tokenizer.encode(" 7")) == 2
    (result,) = refine(model, tokenizer, QUESTIONS[:1], [given], accept=lambda q, t: (t == " 7") != accepted)
    assert result.final.text == ("new" if accepted else " 7") and result.draft_tokens == 2
    attempt = result.attempt(draft_tokens)
    assert attempt.extra_tokens + attempt.responses[0].num_tokens == cost + 7 + 4


def test_a_draft_without_a_round_costs_itself(model: Qwen3, tokenizer: Tokenizer) -> None:
    (result,) = refine(model, tokenizer, QUESTIONS[:1], ["7" * 600])
    assert (result.rounds, result.final.num_tokens, result.attempt().extra_tokens) == ([], 600, 0)
    assert result.attempt(6000).extra_tokens == 5400
    assert result.attempt(599).extra_tokens == 0, "the sample cannot cost less than nothing"


def test_a_draft_that_cannot_be_read_is_reviewed_as_far_as_it_can(model: Qwen3, tokenizer: Tokenizer) -> None:
    """Half a character, as JSON can hold one, is U+FFFD to the model; the text itself stays as it is."""
    drafts = ["7\ud800", "\udc00", "7\x00\x1b[2J"]
    results = refine(
        model, tokenizer, QUESTIONS, drafts, max_new_tokens=4, accept=lambda q, text: float(text in drafts)
    )
    assert [r.final.text for r in results] == drafts
    assert results[0].final.token_ids == tokenizer.encode("7\ufffd") and results[0].draft_tokens > 1
    assert all(math.isfinite(r.final.mean_logprob) and len(r.rounds) == 1 for r in results)
    (asked,) = refine(model, tokenizer, ["What is 3\ud800?"], [" 7"], max_new_tokens=4)
    assert len(asked.rounds) == 1
    by_confidence = as_score(make_scorer("logprob", model, tokenizer), tokenizer)
    assert math.isfinite(by_confidence("\ud800?", "7\udfff"))


OTHER_WAYS = {
    "rounds": 2,
    "accept": lambda question, text: float(text == "d0"),
    "suffix": " Think.",
    "max_new_tokens": 7,
    "params": SAMPLED,
    "seed": 3,
    "seeds": [4, 5],
    "batch_size": 9,
    "progress": "label",
}


@pytest.mark.parametrize("name", OTHER_WAYS)
def test_every_parameter_reaches_what_it_is_about(
    name: str, model: Qwen3, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    keywords = {p.name for p in inspect.signature(refine).parameters.values() if p.kind is p.KEYWORD_ONLY}
    assert keywords == OTHER_WAYS.keys(), "a new one: add it"
    found = []
    for options in ({}, {name: OTHER_WAYS[name]}):
        script = Script(["R0", "R1"], ["new 0", "new 1"], ["R0", "R1"], ["new 2", "new 3"])
        monkeypatch.setattr(refinement, "generate", script)
        results = refine(model, tokenizer, QUESTIONS[:2], ["d0", "d1"], **options)
        found.append((script.prompts, script.options, [r.final.text for r in results]))
    assert found[0] != found[1]
    if name == "suffix":
        assert all(" Think." in prompt and COT_SUFFIX not in prompt for call in found[1][0] for prompt in call)
    calls = {"max_new_tokens", "params", "batch_size"} & {name}
    assert all(call[key] == OTHER_WAYS[key] for key in calls for call in found[1][1])
