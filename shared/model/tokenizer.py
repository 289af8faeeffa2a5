"""Text to token ids and back, and the chat format.

The byte-pair encoding itself is done by the ``tokenizers`` library (Sennrich et al. 2016, on bytes as in
GPT-2, Radford et al. 2019). What stands here is what a reader has to know about a checkpoint's text
interface: which ids end a text, how a conversation becomes one string, and how text is streamed when one
character may be spread over several tokens.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from shared.tools.files import write_json, write_text

import tokenizers
from tokenizers import AddedToken, Regex, decoders, models, normalizers, pre_tokenizers, processors, trainers

END_OF_TEXT, TURN_START, TURN_END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
THINK_START, THINK_END = "<think>", "</think>"
ROLES = ("system", "user", "assistant")

# Qwen's split before the merges: contractions, words with the space before them, single digits,
# punctuation, line ends. Every number is therefore read digit by digit.
PRE_TOKENIZER_PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def split_thought(content: str) -> tuple[str, str]:
    """Split an assistant's message into the thought between its think tags and the answer after them.

    Line ends around both are dropped. Without a closing tag there is no thought: ``("", content)``.
    """
    if THINK_END not in content:
        return "", content
    thought = content.split(THINK_END)[0].split(THINK_START)[-1]
    answer = content.split(THINK_END)[-1]
    return thought.strip("\n"), answer.lstrip("\n")


def render_chat(
    messages: list[dict[str, str]],
    add_generation_prompt: bool = True,
    thinking: bool = True,
    has_think_tokens: bool = True,
) -> str:
    r"""Write a conversation as one string, in Qwen3's chat format.

    Every turn is ``<|im_start|>role\ncontent<|im_end|>\n``. An assistant's thoughts are kept only where they
    answer the last question; those of earlier turns are dropped, since they would fill the context. The last
    answer carries a think block even if it is empty. A thought stands in the content, between think tags, or in
    a key of its own, ``reasoning_content``, as servers return it; the content is then the answer as it is.

    Args:
        messages: ``{"role": …, "content": …}`` in order; roles are system, user and assistant.
        add_generation_prompt: end with the opening of an assistant's turn, for the model to go on.
        thinking: False closes an empty think block in that opening, and the model answers at once.
        has_think_tokens: False leaves out every think block: a vocabulary without the tags has no such habit.

    Raises:
        ValueError: no message, an unknown role, a content or thought that is not a string, or a tool call.
    """
    if not messages:
        raise ValueError("a chat needs at least one message")
    for message in messages:
        _check_message(message)
    last = len(messages) - 1
    last_question = max((i for i, m in enumerate(messages) if _is_question(m)), default=last)
    turns = []
    for i, message in enumerate(messages):
        content = message["content"]
        if message["role"] == "assistant":
            thought = message.get("reasoning_content")
            if thought is None:
                thought, content = split_thought(content)
            if has_think_tokens and i > last_question and (thought or i == last):
                thought = thought.strip("\n")
                content = f"{THINK_START}\n{thought}\n{THINK_END}\n\n" + content.lstrip("\n")
        turns.append(f"{TURN_START}{message['role']}\n{content}{TURN_END}\n")
    if add_generation_prompt:
        no_thought = f"{THINK_START}\n\n{THINK_END}\n\n" if has_think_tokens and not thinking else ""
        turns.append(f"{TURN_START}assistant\n{no_thought}")
    return "".join(turns)


def _check_message(message: dict) -> None:
    """Raise ValueError at what would have to be left out of the text."""
    if message.get("role") not in ROLES:
        raise ValueError(f"unknown role {message.get('role')!r} in a chat; use one of {', '.join(ROLES)}")
    if not isinstance(message.get("content"), str):
        raise ValueError(f"the content of a {message['role']} message must be a string")
    if not isinstance(message.get("reasoning_content", ""), str | None):
        raise ValueError(f"the reasoning_content of a {message['role']} message must be a string")
    if message.get("tool_calls"):
        raise ValueError("tool calls in a chat are not supported; write them into the content")


def _is_question(message: dict) -> bool:
    """Whether a user asks something here: what a tool gave back has a user's role too, but is no question."""
    content = message["content"]
    from_tool = content.startswith("<tool_response>") and content.endswith("</tool_response>")
    return message["role"] == "user" and not from_tool


# The rules of render_chat once more, for programs that read the saved folder.
_JINJA_TEMPLATE = r"""{%- set has_think_tokens = HAS_THINK_TOKENS %}
{%- set ns = namespace(last_question=messages|length - 1) %}
{%- for message in messages %}
    {%- set c = message.content %}
    {%- if message.role == 'user'
        and not (c.startswith('<tool_response>') and c.endswith('</tool_response>')) %}
        {%- set ns.last_question = loop.index0 %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.role not in ['system', 'user', 'assistant'] %}
        {{- raise_exception('unknown role in a chat; use system, user or assistant') }}
    {%- endif %}
    {%- if message.tool_calls %}
        {{- raise_exception('tool calls in a chat are not supported; write them into the content') }}
    {%- endif %}
    {%- set content = message.content %}
    {%- if message.role == 'assistant' %}
        {%- set thought = '' %}
        {%- if message.reasoning_content is string %}
            {%- set thought = message.reasoning_content %}
        {%- elif '</think>' in content %}
            {%- set thought = content.split('</think>')[0].split('<think>')[-1].strip('\n') %}
            {%- set content = content.split('</think>')[-1].lstrip('\n') %}
        {%- endif %}
        {%- if has_think_tokens and loop.index0 > ns.last_question and (thought or loop.last) %}
            {%- set content = '<think>\n' + thought.strip('\n') + '\n</think>\n\n' + content.lstrip('\n') %}
        {%- endif %}
    {%- endif %}
    {{- '<|im_start|>' + message.role + '\n' + content + '<|im_end|>\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
    {%- if has_think_tokens and enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\n\n</think>\n\n' }}
    {%- endif %}
{%- endif %}"""


def jinja_chat_template(has_think_tokens: bool = True) -> str:
    """The rules of :func:`render_chat` as a Jinja template, for programs that read a saved folder."""
    return _JINJA_TEMPLATE.replace("HAS_THINK_TOKENS", "true" if has_think_tokens else "false")


class Tokenizer:
    """A checkpoint's text interface.

    Args:
        backend: the byte-pair encoding, as read from a ``tokenizer.json``.
        eos_token_ids: any of these ends a text; the first one is written after training texts.
        pad_token_id: fills the short rows of a batch; no model ever looks at it.

    Raises:
        ValueError: there is no end-of-text id, or one of the ids is not in the vocabulary.
    """

    def __init__(
        self, backend: tokenizers.Tokenizer, eos_token_ids: tuple[int, ...], pad_token_id: int
    ) -> None:
        if not eos_token_ids:
            raise ValueError("a tokenizer needs at least one end-of-text id, or generation would never stop")
        for token_id in (*eos_token_ids, pad_token_id):
            if backend.id_to_token(token_id) is None:
                raise ValueError(f"special token id {token_id} is not in the tokenizer's vocabulary")
        self.backend = backend
        self.eos_token_ids = tuple(eos_token_ids)
        self.pad_token_id = pad_token_id

    @classmethod
    def from_folder(cls, folder: str | Path) -> Tokenizer:
        """Read ``tokenizer.json``; the special ids come from the first config file that names them.

        The files are asked in the order ``generation_config.json``, ``config.json``,
        ``tokenizer_config.json``: a chat checkpoint's generation config lists every id that ends a turn, the
        others only one. Where no padding is named, the first end-of-text id pads.

        Raises:
            FileNotFoundError: there is no ``tokenizer.json``.
            ValueError: it cannot be read, or no file names an end-of-text token.
        """
        folder = Path(folder)
        path = folder / "tokenizer.json"
        if not path.is_file():
            raise FileNotFoundError(f"no tokenizer.json in {folder}; is this the folder of a checkpoint?")
        try:
            backend = tokenizers.Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises a bare Exception
            raise ValueError(f"cannot read {path}: {error}; delete it and fetch it again") from error
        backend.no_truncation()
        backend.no_padding()
        eos = _find_ids(folder, backend, "eos_token")
        if not eos:
            raise ValueError(
                f"no end-of-text token for {folder}: none of generation_config.json, config.json and "
                "tokenizer_config.json names one"
            )
        pad = _find_ids(folder, backend, "pad_token")
        return cls(backend, eos, (pad or eos)[0])

    def save(self, folder: str | Path) -> None:
        """Write ``tokenizer.json`` and ``tokenizer_config.json``, which ``transformers.AutoTokenizer`` loads.

        A vocabulary that knows the turn tokens gets the chat template with them. The end-of-text ids beyond
        the first belong in ``generation_config.json``, which is the checkpoint's to write.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        config = {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "eos_token": self.backend.id_to_token(self.eos_token_ids[0]),
            "pad_token": self.backend.id_to_token(self.pad_token_id),
            "bos_token": None,
            "unk_token": None,
            "clean_up_tokenization_spaces": False,
        }
        if self._has(TURN_START) and self._has(TURN_END):
            config["chat_template"] = jinja_chat_template(self.has_think_tokens)
        write_text(folder / "tokenizer.json", self.backend.to_str(pretty=True))
        write_json(folder / "tokenizer_config.json", config)

    @property
    def vocab_size(self) -> int:
        """Tokens known, special ones included (a model's embedding may have more rows than that)."""
        return self.backend.get_vocab_size(with_added_tokens=True)

    @property
    def is_chat(self) -> bool:
        """Whether the checkpoint speaks the chat format: it ends its texts the way a turn ends."""
        return self._has(TURN_END) and self.backend.token_to_id(TURN_END) in self.eos_token_ids

    @property
    def has_think_tokens(self) -> bool:
        """Whether both think tags are single tokens of this vocabulary."""
        return self._has(THINK_START) and self._has(THINK_END)

    def token_id(self, token: str) -> int:
        """The id of one token, such as ``"<think>"``.

        Raises:
            ValueError: the vocabulary has no such token.
        """
        token_id = self.backend.token_to_id(token)
        if token_id is None:
            raise ValueError(f"the tokenizer has no token {token!r}; encode() splits ordinary text into tokens")
        return token_id

    def encode(self, text: str) -> list[int]:
        """Token ids of a text. Nothing is added at either end, so parts can be encoded and joined."""
        return self.backend.encode(text, add_special_tokens=False).ids

    def encode_batch(self, texts: Iterable[str]) -> list[list[int]]:
        """Token ids of several texts, faster than one after the other."""
        encodings = self.backend.encode_batch_fast(list(texts), add_special_tokens=False)
        return [encoding.ids for encoding in encodings]

    def decode(self, ids: Iterable[int], skip_special_tokens: bool = False) -> str:
        """Text of token ids; bytes that are no UTF-8 become U+FFFD, ids without a token become nothing."""
        return self.backend.decode(list(ids), skip_special_tokens=skip_special_tokens)

    def apply_chat_template(
        self, messages: list[dict[str, str]], add_generation_prompt: bool = True, thinking: bool = True
    ) -> str:
        """:func:`render_chat` for this vocabulary; encode the result to get the prompt's ids."""
        return render_chat(messages, add_generation_prompt, thinking, self.has_think_tokens)

    def _has(self, token: str) -> bool:
        return self.backend.token_to_id(token) is not None


def _find_ids(folder: Path, backend: tokenizers.Tokenizer, name: str) -> tuple[int, ...]:
    """Ids of ``eos_token`` or ``pad_token`` from the first config file that names it; empty if none does."""
    for file in ("generation_config.json", "config.json", "tokenizer_config.json"):
        path = folder / file
        if not path.is_file():
            continue
        try:
            config = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"{path} is not valid JSON: {error}") from error
        ids = config.get(f"{name}_id")
        if ids is not None:
            return tuple(ids) if isinstance(ids, list) else (ids,)
        token = config.get(name)
        token = token.get("content") if isinstance(token, dict) else token
        if token is not None and (token_id := backend.token_to_id(token)) is not None:
            return (token_id,)
    return ()


class IncrementalDecoder:
    """Turns a stream of token ids into a stream of text.

    A character may be spread over several tokens, and decoded alone its first bytes would show as U+FFFD.
    So the end of the text is held back while it may still be the beginning of a character. What was pushed
    out, joined, is always what decoding all ids at once gives.
    """

    def __init__(self, tokenizer: Tokenizer, skip_special_tokens: bool = False) -> None:
        self._tokenizer = tokenizer
        self._skip_special_tokens = skip_special_tokens
        self._ids: list[int] = []  # the last token whose text is out, then those still (partly) held back
        self._printed = 0  # characters of the text of _ids that are out

    def push(self, token_id: int) -> str:
        """Add one token; returns the text that is now safe to print, often one word, sometimes nothing."""
        self._ids.append(token_id)
        text = self._text()
        unfinished = len(text) - len(text.rstrip("\ufffd"))
        piece = self._advance(text, len(text) - min(unfinished, 3))  # 3 bytes can wait for a fourth
        if not unfinished:
            # Start afresh from the newest token: it stays as context, since some tokenizers write
            # the space before a word only when something precedes it.
            self._ids = [token_id]
            self._printed = len(self._text())
        return piece

    def flush(self) -> str:
        """What is still held back; call it once, after the last token."""
        text = self._text()
        return self._advance(text, len(text))

    def _text(self) -> str:
        return self._tokenizer.decode(self._ids, self._skip_special_tokens)

    def _advance(self, text: str, end: int) -> str:
        piece = text[self._printed : end]
        self._printed = max(self._printed, end)
        return piece


def train_tokenizer(texts: Iterable[str], vocab_size: int) -> Tokenizer:
    """Learn a byte-level byte-pair encoding with Qwen3's split, normalization and special tokens.

    The special tokens come last, as in Qwen3; they are never learned as ordinary text, even if the texts
    contain them. The result ends its texts with ``<|endoftext|>``, like a base model.

    Args:
        texts: what to learn the merges from.
        vocab_size: tokens wanted, with the 256 bytes and the five special tokens. Fewer come out if the
            texts are too short to merge that often.

    Raises:
        ValueError: ``vocab_size`` leaves no room for the bytes and the special tokens.
    """
    special = (END_OF_TEXT, TURN_START, TURN_END, THINK_START, THINK_END)
    if vocab_size < 256 + len(special):
        raise ValueError(f"vocab_size must be at least {256 + len(special)} (bytes and special tokens)")
    backend = tokenizers.Tokenizer(models.BPE())
    backend.normalizer = normalizers.NFC()
    backend.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PRE_TOKENIZER_PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False),
        ]
    )
    backend.post_processor = processors.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False)
    backend.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size - len(special),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    backend.train_from_iterator(_without(special, texts), trainer)
    # The think tags are ordinary text that happens to be one token: decoding keeps them.
    for token in special:
        is_special = token not in (THINK_START, THINK_END)
        backend.add_tokens([AddedToken(token, special=is_special, normalized=False)])
    end_of_text = backend.token_to_id(END_OF_TEXT)
    return Tokenizer(backend, eos_token_ids=(end_of_text,), pad_token_id=end_of_text)


def _without(tokens: tuple[str, ...], texts: Iterable[str]) -> Iterator[str]:
    """The texts, cut at every one of the tokens and without them."""
    pattern = re.compile("|".join(map(re.escape, tokens)))
    for text in texts:
        yield from filter(None, pattern.split(text))
