"""The text interface: against the official tokenizer where it is at hand, against golden ids everywhere."""

from __future__ import annotations

import json
from pathlib import Path

from shared.model.tokenizer import (
    ROLES,
    IncrementalDecoder,
    Tokenizer,
    jinja_chat_template,
    render_chat,
    split_thought,
    train_tokenizer,
)

import jinja2
import pytest
import tokenizers
import transformers
from hypothesis import given, settings
from hypothesis import strategies as st
from places import DATA

OFFICIAL = DATA / "qwen3-tokenizer"

# Ids by Qwen3's published tokenizer (vocabulary 151,669).
GOLDEN = {
    "Hello world": [9707, 1879],
    "Hello, world!": [9707, 11, 1879, 0],
    "<think>\n\n</think>\n\n": [151667, 271, 151668, 271],
    "123456 + 7 = ?": [16, 17, 18, 19, 20, 21, 488, 220, 22, 284, 937],
    r"\boxed{42}": [59, 79075, 90, 19, 17, 92],
    " naïve €": [94880, 586, 12984],
    " nai\u0308ve €": [94880, 586, 12984],  # i and a combining diaeresis: NFC makes one character of them
}
QUESTION = {"role": "user", "content": "1+1?"}
GOLDEN_QUESTION = [151644, 872, 198, 16, 10, 16, 30, 151645, 198, 151644, 77091, 198]
GOLDEN_SYSTEM = [151644, 8948, 198, 2610, 525, 9814, 13, 151645, 198]

# The part of that vocabulary which the golden texts need: "left right id" for each merge, in order of
# their priority. The 256 bytes have the ids 0 to 255.
MERGES = """i n 258|e r 261|Ġ a 264|r e 265|s t 267|o r 269|Ċ Ċ 271|a n 276|o u 283|Ġ = 284|Ġ w 289|e d 291
Ġ b 293|a s 300|e l 301|Ġ n 308|e m 336|t h 339|u s 355|i st 380|l o 385|as s 395|r i 461|Ġ + 488|l d 507
an t 517|< / 522|Ġa re 525|v e 586|y st 597|yst em 612|b o 749|in k 766|e f 823|us er 872|Ġ ? 937|or ld 1385
Ġw orld 1879|bo x 2011|Y ou 2610|Ġ â 2858|Ġn a 4317|ri ef 4364|el lo 4791|Ĥ ¬ 7492|s ystem 8948|H ello 9707
Ġb rief 9814|ist ant 11202|Ġâ Ĥ¬ 12984|th ink 26865|Ã ¯ 37572|ass istant 77091|box ed 79075|Ġna Ã¯ 94880"""
SPECIAL_IDS = {
    "<|endoftext|>": 151643,
    "<|im_start|>": 151644,
    "<|im_end|>": 151645,
    "<think>": 151667,
    "</think>": 151668,
}

TRAINING_TEXTS = [
    "Tom has 17 apples and buys 25 more. The answer is \\boxed{42}.",
    "naïve café <think> so </think> ok",
]


@pytest.fixture(scope="module")
def small() -> Tokenizer:
    return train_tokenizer(TRAINING_TEXTS, 300)


@pytest.fixture(scope="module")
def golden(small: Tokenizer) -> Tokenizer:
    """A tokenizer made by train_tokenizer, its learned vocabulary replaced by the golden part of Qwen3's."""
    merges = [line.split() for line in MERGES.replace("\n", "|").split("|")]
    alphabet = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    vocab = {character: i for i, character in enumerate(alphabet)}
    vocab |= {left + right: int(token_id) for left, right, token_id in merges} | SPECIAL_IDS
    description = json.loads(small.backend.to_str())
    description["model"] |= {"vocab": vocab, "merges": [[left, right] for left, right, _ in merges]}
    for token in description["added_tokens"]:
        token["id"] = SPECIAL_IDS[token["content"]]
    backend = tokenizers.Tokenizer.from_str(json.dumps(description))
    return Tokenizer(backend, eos_token_ids=(151645, 151643), pad_token_id=151643)


@pytest.fixture(scope="module")
def official() -> Tokenizer:
    if not (OFFICIAL / "tokenizer.json").is_file():
        pytest.skip(f"the official Qwen3 tokenizer is not in {OFFICIAL}")
    return Tokenizer.from_folder(OFFICIAL)


@pytest.fixture(scope="module")
def oracle(official: Tokenizer) -> transformers.PreTrainedTokenizerBase:
    return transformers.AutoTokenizer.from_pretrained(OFFICIAL)


# --- ids --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["golden", "official"])
@pytest.mark.parametrize("text", GOLDEN)
def test_golden_ids(which: str, text: str, request: pytest.FixtureRequest) -> None:
    assert request.getfixturevalue(which).encode(text) == GOLDEN[text]


@pytest.mark.parametrize("which", ["golden", "official"])
def test_golden_chat_ids(which: str, request: pytest.FixtureRequest) -> None:
    tokenizer = request.getfixturevalue(which)
    system = {"role": "system", "content": "You are brief."}
    earlier = [QUESTION, {"role": "assistant", "content": "<think>\n1 and 1\n</think>\n\n2"}]

    def ids(messages: list[dict], **options: bool) -> list[int]:
        return tokenizer.encode(tokenizer.apply_chat_template(messages, **options))

    assert ids([QUESTION]) == GOLDEN_QUESTION
    assert ids([QUESTION], thinking=False) == GOLDEN_QUESTION + [151667, 271, 151668, 271]
    assert ids([system, QUESTION]) == GOLDEN_SYSTEM + GOLDEN_QUESTION
    assert ids([*earlier, QUESTION]) == GOLDEN_QUESTION + [17, 151645, 198] + GOLDEN_QUESTION


def test_ids_equal_transformers(official: Tokenizer, oracle: transformers.PreTrainedTokenizerBase) -> None:
    texts = [
        *GOLDEN,
        "it's we'LL I'd  two  spaces\n\n\nthree lines\t\ttabs \r\n",
        "3.14159, 1_000_000, ½, ²",
        "Ünïcödé 中文 日本語 한국어 עברית हिन्दी 👩‍👩‍👧‍👦 \u200b",
        "<|im_start|>user\nhi<|im_end|>\n<tool_call>",
        "\\frac{1}{2} + \\sqrt{x^2}",
        " ",
        "",
    ]
    assert official.encode_batch(texts) == oracle(texts)["input_ids"] == [official.encode(t) for t in texts]
    for text in texts:
        ids = official.encode(text)
        assert official.decode(ids) == oracle.decode(ids)
        assert official.decode(ids, skip_special_tokens=True) == oracle.decode(ids, skip_special_tokens=True)


@given(st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_text_comes_back(small: Tokenizer, text: str) -> None:
    normalized = small.backend.normalizer.normalize_str(text)
    assert small.decode(small.encode(text)) == normalized


# --- chat -------------------------------------------------------------------------------------------------

PIECES = st.lists(st.sampled_from(["\n", "\n\n", "<think>", "</think>", " ", "a", "1+1?", "é"]), max_size=6)
TEXT = PIECES.map("".join)
TOOL_TAGS = [
    ("<tool_response>", "</tool_response>"),
    ("<tool_response>", ""),
    ("", "</tool_response>"),
    ("", ""),
]
CONTENT = st.builds(lambda tags, text: tags[0] + text + tags[1], st.sampled_from(TOOL_TAGS), TEXT)
MESSAGES = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(ROLES), "content": CONTENT},
        optional={"reasoning_content": st.one_of(TEXT, st.none())},
    ),
    min_size=1,
    max_size=6,
)


@given(messages=MESSAGES, add_generation_prompt=st.booleans(), thinking=st.booleans())
@settings(max_examples=300, deadline=None)
def test_chat_equals_official_template(
    oracle: transformers.PreTrainedTokenizerBase,
    messages: list[dict],
    add_generation_prompt: bool,
    thinking: bool,
) -> None:
    expected = oracle.apply_chat_template(
        messages, tokenize=False, add_generation_prompt=add_generation_prompt, enable_thinking=thinking
    )
    assert render_chat(messages, add_generation_prompt, thinking) == expected


@pytest.fixture(scope="module", params=["with think tokens", "without"])
def saved(
    request: pytest.FixtureRequest, small: Tokenizer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Tokenizer, transformers.PreTrainedTokenizerBase]:
    """A tokenizer and what transformers makes of the folder it saves."""
    tokenizer = small
    if request.param == "without":
        description = json.loads(small.backend.to_str())
        description["added_tokens"] = [t for t in description["added_tokens"] if "think" not in t["content"]]
        tokenizer = Tokenizer(tokenizers.Tokenizer.from_str(json.dumps(description)), small.eos_token_ids, 0)
    assert tokenizer.has_think_tokens == (request.param != "without")
    folder = tmp_path_factory.mktemp("tokenizer")
    tokenizer.save(folder)
    return tokenizer, transformers.AutoTokenizer.from_pretrained(folder)


@given(messages=MESSAGES, add_generation_prompt=st.booleans(), thinking=st.booleans())
@settings(max_examples=200, deadline=None)
def test_saved_template_equals_ours(
    saved: tuple[Tokenizer, transformers.PreTrainedTokenizerBase],
    messages: list[dict],
    add_generation_prompt: bool,
    thinking: bool,
) -> None:
    ours, theirs = saved
    expected = theirs.apply_chat_template(
        messages, tokenize=False, add_generation_prompt=add_generation_prompt, enable_thinking=thinking
    )
    assert ours.apply_chat_template(messages, add_generation_prompt, thinking) == expected


def test_thoughts_of_earlier_turns_are_dropped() -> None:
    answer = {"role": "assistant", "content": "<think>\nhm\n</think>\n\n2"}
    turns = "<|im_start|>user\n1+1?<|im_end|>\n<|im_start|>assistant\n{}<|im_end|>\n"
    assert render_chat([QUESTION, answer], False) == turns.format("<think>\nhm\n</think>\n\n2")
    text = render_chat([QUESTION, answer, QUESTION, {"role": "assistant", "content": "2!"}], False)
    assert text == turns.format("2") + turns.format("<think>\n\n</think>\n\n2!")


THOUGHT_APART = {"role": "assistant", "content": "a", "reasoning_content": "t"}


@pytest.mark.parametrize(
    ("messages", "end"),
    [
        ([QUESTION, THOUGHT_APART], "<think>\nt\n</think>\n\na"),
        ([QUESTION, THOUGHT_APART | {"reasoning_content": "\n\nt\n"}], "<think>\nt\n</think>\n\na"),
        ([QUESTION, THOUGHT_APART | {"reasoning_content": ""}], "<think>\n\n</think>\n\na"),
        ([QUESTION, THOUGHT_APART | {"reasoning_content": None}], "<think>\n\n</think>\n\na"),
        ([QUESTION, THOUGHT_APART, THOUGHT_APART | {"content": "b"}], "<think>\nt\n</think>\n\nb"),
        # The content is taken as it is then.
        ([QUESTION, THOUGHT_APART | {"content": "x</think>y"}], "<think>\nt\n</think>\n\nx</think>y"),
        # A thought of an earlier turn is dropped, wherever it stands.
        (
            [QUESTION, THOUGHT_APART, QUESTION, {"role": "assistant", "content": "b"}],
            "<think>\n\n</think>\n\nb",
        ),
    ],
)
def test_a_thought_may_stand_apart_from_the_content(messages: list[dict], end: str) -> None:
    """As servers return it, and as it then comes back in the next request."""
    text = render_chat(messages, add_generation_prompt=False)
    assert text.split("<|im_start|>assistant\n")[-1] == end + "<|im_end|>\n"
    earlier = text.count("<think>\nt\n</think>") - (end.count("<think>\nt\n</think>"))
    assert earlier == (len(messages) == 3)  # of the same turn: two answers to one question


def test_an_answer_may_go_on_after_a_tool() -> None:
    """What a tool gave back is no new question: the thought before it stays."""
    tool = {"role": "user", "content": "<tool_response>\n4\n</tool_response>"}
    last = {"role": "assistant", "content": "4"}
    assert "<think>\nt\n</think>" in render_chat([QUESTION, THOUGHT_APART, tool, last])
    for question in ("1+1?", "<tool_response> is a tag", "a tag is </tool_response>"):
        question = {"role": "user", "content": question}
        assert "<think>\nt\n</think>" not in render_chat([QUESTION, THOUGHT_APART, question, last])


def test_the_template_takes_null_for_no_thought_in_programs_that_hand_it_on() -> None:
    """transformers leaves such keys out before it renders; others do not."""
    template = jinja2.Environment().from_string(jinja_chat_template())
    messages = [QUESTION, THOUGHT_APART | {"reasoning_content": None}]
    assert template.render(messages=messages) == render_chat(messages, add_generation_prompt=False)


@pytest.mark.parametrize("key", ["role", "tool_calls"])
def test_the_saved_template_refuses_what_ours_refuses(
    saved: tuple[Tokenizer, transformers.PreTrainedTokenizerBase], key: str
) -> None:
    ours, theirs = saved
    messages = [QUESTION, {"role": "assistant", "content": "a", key: [{"name": "f", "arguments": "{}"}]}]
    with pytest.raises(ValueError, match="in a chat"):
        ours.apply_chat_template(messages)
    with pytest.raises(jinja2.TemplateError, match="in a chat"):
        theirs.apply_chat_template(messages, tokenize=False)


def test_vocabulary_without_think_tokens_gets_no_think_block(saved: tuple[Tokenizer, object]) -> None:
    tokenizer, _ = saved
    text = tokenizer.apply_chat_template([QUESTION], thinking=False)
    assert text.endswith("<think>\n\n</think>\n\n") == tokenizer.has_think_tokens


def test_split_thought() -> None:
    assert split_thought("<think>\nso\n</think>\n\n42") == ("so", "42")
    assert split_thought("so</think>42") == ("so", "42")  # the opening tag may stand in the prompt
    assert split_thought("<think>cut off") == ("", "<think>cut off")


@pytest.mark.parametrize(
    ("messages", "error"),
    [
        ([], "at least one message"),
        ([{"role": "tool", "content": "x"}], "unknown role 'tool'"),
        ([{"content": "x"}], "unknown role None"),
        ([{"role": "user", "content": None}], "must be a string"),
        ([{"role": "user"}], "must be a string"),
        (
            [{"role": "assistant", "content": "a", "reasoning_content": ["t"]}],
            "reasoning_content .* be a string",
        ),
        ([{"role": "assistant", "content": "a", "tool_calls": [{"name": "f"}]}], "tool calls .* not supported"),
    ],
)
def test_bad_chats(messages: list[dict], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        render_chat(messages)


# --- streaming --------------------------------------------------------------------------------------------


def streamed(tokenizer: Tokenizer, ids: list[int]) -> list[str]:
    decoder = IncrementalDecoder(tokenizer)
    return [decoder.push(token_id) for token_id in ids] + [decoder.flush()]


def test_streaming_holds_back_half_characters(small: Tokenizer) -> None:
    assert len(small.encode("€")) == 3  # one token a byte
    assert streamed(small, small.encode("€a")) == ["", "", "€", "a", ""]
    assert streamed(small, small.encode("😀")) == ["", "", "", "😀", ""]
    assert streamed(small, small.encode("😀")[:2]) == ["", "", "\ufffd"]  # cut off: shown at the end only


@given(st.text(max_size=30))
@settings(max_examples=200, deadline=None)
def test_streamed_text_is_the_text(small: Tokenizer, text: str) -> None:
    ids = small.encode(text)
    pieces = streamed(small, ids)
    assert "".join(pieces) == small.decode(ids)
    if "\ufffd" not in text:
        assert not any("\ufffd" in piece for piece in pieces)


@given(st.lists(st.integers(0, 286), max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_ids_stream_to_their_text(small: Tokenizer, ids: list[int]) -> None:
    """Whatever a model writes, invalid UTF-8 and special tokens included."""
    assert "".join(streamed(small, ids)) == small.decode(ids)


def test_bytes_that_are_no_text_are_held_back_for_three_tokens_at_most(small: Tokenizer) -> None:
    """No character is longer than four bytes, so that a fourth one decides."""
    (lonely,) = set(small.encode("€")[1:2])
    pieces = streamed(small, [lonely] * 20)
    assert "".join(pieces) == "\ufffd" * 20
    assert len("".join(pieces[:-1])) >= 17


def test_nothing_is_added_at_either_end(small: Tokenizer) -> None:
    """Not even where the file asks for a token at the beginning, as Llama's do."""
    backend = tokenizers.Tokenizer.from_str(small.backend.to_str())
    start = small.token_id("<|im_start|>")
    backend.post_processor = tokenizers.processors.TemplateProcessing(
        single="<|im_start|> $A", special_tokens=[("<|im_start|>", start)]
    )
    assert backend.encode("Tom").ids[0] == start
    tokenizer = Tokenizer(backend, small.eos_token_ids, small.pad_token_id)
    assert tokenizer.encode("Tom") == small.encode("Tom")
    assert tokenizer.encode_batch(["Tom", "17"]) == small.encode_batch(["Tom", "17"])


def test_streaming_through_the_official_vocabulary(official: Tokenizer) -> None:
    text = "日本語 👩‍👩‍👧‍👦 naïve café <think>\n\n</think>\n\n \\boxed{½}" * 3
    pieces = streamed(official, official.encode(text))
    assert "".join(pieces) == text
    assert not any("\ufffd" in piece for piece in pieces)


# --- training ---------------------------------------------------------------------------------------------


def test_trained_tokenizer_has_the_official_settings(small: Tokenizer) -> None:
    if not OFFICIAL.is_dir():
        pytest.skip(f"the official Qwen3 tokenizer is not in {OFFICIAL}")
    theirs = json.loads((OFFICIAL / "tokenizer.json").read_text(encoding="utf-8"))
    ours = json.loads(small.backend.to_str())
    for part in ("normalizer", "pre_tokenizer", "post_processor"):
        assert ours[part] == theirs[part], part
    assert ours["decoder"]["type"] == theirs["decoder"]["type"]  # its other settings have no effect
    flags = {token.pop("content"): token for token in theirs["added_tokens"]}
    for token in ours["added_tokens"]:
        official_flags = flags[token.pop("content")]
        assert token | {"id": official_flags["id"]} == official_flags


def test_training(small: Tokenizer) -> None:
    texts = [
        f"{a} plus {b} is {a + b}, said the teacher, and everybody wrote it down quickly"
        for a in range(30)
        for b in range(30)
    ]
    tokenizer = train_tokenizer(texts, 300)
    assert tokenizer.vocab_size == 300
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>"]
    assert [tokenizer.token_id(token) for token in special] == [295, 296, 297, 298, 299]
    assert tokenizer.eos_token_ids == (295,) and tokenizer.pad_token_id == 295 and not tokenizer.is_chat
    assert len(tokenizer.encode("1234567890")) == 10
    assert len(tokenizer.encode(" teacher")) < len(" teacher")
    everything = [295, 296, 297, 298, 299]
    assert tokenizer.decode(everything, skip_special_tokens=True) == "<think></think>"
    assert train_tokenizer(iter(texts), 300).backend.to_str() == tokenizer.backend.to_str()


def test_special_tokens_are_not_learned_as_text() -> None:
    with_tokens = train_tokenizer(["<think>abc abc</think><|im_end|>"] * 9, 300).backend.to_str()
    assert with_tokens == train_tokenizer(["abc abc"] * 9, 300).backend.to_str()


def test_training_needs_room_for_the_bytes() -> None:
    with pytest.raises(ValueError, match="at least 261"):
        train_tokenizer(["a"], 260)
    assert train_tokenizer([], 261).decode(train_tokenizer([], 261).encode("any text €")) == "any text €"


# --- folders ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("config", [None, {"model_type": "qwen3"}, {"model_type": "llama"}])
def test_saved_folder_loads_in_transformers_and_here(
    small: Tokenizer, config: dict | None, tmp_path: Path
) -> None:
    small.save(tmp_path)
    if config is not None:
        (tmp_path / "config.json").write_text(json.dumps(config))
    theirs = transformers.AutoTokenizer.from_pretrained(tmp_path)
    ours = Tokenizer.from_folder(tmp_path)
    for text in ["Tom's 1234 apples <think>\n\n</think>\n\ncafé<|im_end|>", "  a\n\n\tb ", "nai\u0308ve €"]:
        assert theirs(text)["input_ids"] == ours.encode(text) == small.encode(text)
        assert theirs.decode(small.encode(text)) == small.decode(small.encode(text))
    assert (theirs.eos_token, theirs.pad_token) == ("<|endoftext|>", "<|endoftext|>")
    assert (ours.eos_token_ids, ours.pad_token_id) == (small.eos_token_ids, small.pad_token_id)
    assert ours.vocab_size == small.vocab_size == len(theirs)


def test_end_of_text_comes_from_the_config_files(small: Tokenizer, tmp_path: Path) -> None:
    turn_end, end_of_text = small.token_id("<|im_end|>"), small.token_id("<|endoftext|>")
    small.save(tmp_path)
    assert Tokenizer.from_folder(tmp_path).eos_token_ids == (end_of_text,)
    (tmp_path / "config.json").write_text(json.dumps({"eos_token_id": turn_end, "pad_token_id": None}))
    read = Tokenizer.from_folder(tmp_path)
    assert read.eos_token_ids == (turn_end,) and read.pad_token_id == end_of_text and read.is_chat
    generation = {"eos_token_id": [turn_end, end_of_text], "pad_token_id": 7}
    (tmp_path / "generation_config.json").write_text(json.dumps(generation))
    read = Tokenizer.from_folder(tmp_path)
    assert read.eos_token_ids == (turn_end, end_of_text) and read.pad_token_id == 7 and read.is_chat
    assert Tokenizer(small.backend, (end_of_text, turn_end), 0).is_chat  # in any place among them


def test_official_folder(official: Tokenizer) -> None:
    """It has no config.json: the tokens are those of its tokenizer_config.json."""
    assert (official.eos_token_ids, official.pad_token_id) == ((151645,), 151643)
    assert official.is_chat and official.has_think_tokens and official.vocab_size == 151_669


def test_unusable_folders(small: Tokenizer, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no tokenizer.json"):
        Tokenizer.from_folder(tmp_path)
    small.save(tmp_path)
    (tmp_path / "tokenizer_config.json").write_text("{}")
    with pytest.raises(ValueError, match="no end-of-text token"):
        Tokenizer.from_folder(tmp_path)
    (tmp_path / "config.json").write_text("{")
    with pytest.raises(ValueError, match="not valid JSON"):
        Tokenizer.from_folder(tmp_path)
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ValueError, match="cannot read"):
        Tokenizer.from_folder(tmp_path)


def test_unknown_tokens(small: Tokenizer) -> None:
    assert small.token_id("<think>") == small.vocab_size - 2
    with pytest.raises(ValueError, match="no token '<thought>'"):
        small.token_id("<thought>")
    with pytest.raises(ValueError, match="id 5000 is not in"):
        Tokenizer(small.backend, (5000,), 0)
    with pytest.raises(ValueError, match="at least one end-of-text"):
        Tokenizer(small.backend, (), 0)
