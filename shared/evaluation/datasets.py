"""Benchmarks by name or path, all as lists of :class:`shared.problems.Problem`.

What is downloaded is pinned to one version and checked against its published SHA-256, then served from a
cache, offline too. MATH-500 (Lightman et al. 2023; problems by Hendrycks et al. 2021) comes from the model
hub. GSM8K (Cobbe et al. 2021) comes from its authors' repository, because the hub has it as Parquet only,
which would need one more library to read.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shared.problems import Problem
from shared.tools.files import read_jsonl, replacing

TINY_TEST = Path(__file__).resolve().parents[1] / "data" / "tiny_test.json"
_GSM8K = "https://raw.githubusercontent.com/openai/grade-school-math/3101c7d5072418e28b9008a6636bde82a006892c"
_CALCULATION = re.compile(r"<<[^<>]*>>")


class DatasetError(ValueError):
    """A data set cannot be loaded as asked; the message is one line and says what to do about it."""


@dataclass(frozen=True)
class _Remote:
    """One downloadable file: how to fetch it, and what it must hash to."""

    fetch: Callable[[], Path]
    sha256: str
    home: str  # where a person would download it


def load_dataset(name_or_path: str | Path, limit: int | None = None) -> list[Problem]:
    """Load a benchmark.

    Args:
        name_or_path: "tiny-test" (500 generated problems, shipped), "math500", "gsm8k", "gsm8k-train", or a
            ``.json`` or ``.jsonl`` file. A file's entries have MATH-500's fields, of which only ``problem``
            and ``answer`` are required, or GSM8K's ``question`` and ``answer`` (the answer after ``####``).
        limit: the first so many problems; None means all.

    Raises:
        DatasetError: no such name or file, a download that fails or is not the expected file, entries
            without the fields, ids that occur twice, or a limit below 1.
    """
    if limit is not None and limit < 1:
        raise DatasetError(f"limit must be 1 or more, not {limit}")
    name = str(name_or_path)
    if name == "tiny-test":
        path = TINY_TEST
    elif name in _REMOTES:
        path = _download(name, _REMOTES[name])
    else:
        path = Path(name_or_path).expanduser()
        if path.suffix not in (".json", ".jsonl"):
            known = ", ".join(["tiny-test", *_REMOTES])
            raise DatasetError(
                f"no data set {name!r}: known names are {known}; a .json or .jsonl file works too"
            )
    entries = _read(path)
    label = name if name in _REMOTES else path.stem
    problems = [_to_problem(entry, f"{label}/{i}", path) for i, entry in enumerate(entries[:limit])]
    seen: set[str] = set()
    for problem in problems:
        if problem.unique_id in seen:
            raise DatasetError(f"{path}: the unique_id {problem.unique_id!r} occurs twice; rename one of them")
        seen.add(problem.unique_id)
    return problems


def _read(path: Path) -> list:
    try:
        entries = read_jsonl(path) if path.suffix == ".jsonl" else json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DatasetError(f"there is no file {path}") from error
    except (ValueError, OSError, RecursionError) as error:
        raise DatasetError(f"{path} cannot be read: {error}") from error
    if not isinstance(entries, list) or not entries:
        raise DatasetError(f"{path} must hold a list of at least one problem")
    return entries


def _to_problem(entry: object, default_id: str, path: Path) -> Problem:
    fields = entry if isinstance(entry, dict) else {}
    question = fields.get("problem", fields.get("question"))
    answer = fields.get("answer")
    if not isinstance(question, str) or isinstance(answer, bool) or not isinstance(answer, (str, int, float)):
        raise DatasetError(f"{path}, entry {default_id}: needs 'problem' (or 'question') and 'answer'")
    solution, answer = str(fields.get("solution", "")), str(answer)
    if "problem" not in fields and "####" in answer:
        solution, _, answer = answer.rpartition("####")
        solution, answer = _CALCULATION.sub("", solution).strip(), answer.replace(",", "")
    level = re.search(r"[0-9]{1,9}", str(fields.get("level", "")))  # MATH itself writes "Level 5"
    return Problem(
        problem=question,
        solution=solution,
        answer=answer.strip(),
        subject=str(fields.get("subject", "")),
        level=int(level.group()) if level else 0,
        unique_id=str(fields.get("unique_id", default_id)),
    )


def _download(name: str, remote: _Remote) -> Path:
    try:
        path = remote.fetch()
    except Exception as error:  # the hub's library and urllib each have a dozen ways to say no
        raise DatasetError(
            f"{name} is not in the cache and cannot be downloaded ({type(error).__name__}): connect to the "
            f"network once, or download {remote.home} yourself and pass the file's path"
        ) from error
    if hashlib.sha256(path.read_bytes()).hexdigest() != remote.sha256:
        raise DatasetError(
            f"{path} is not the published {name} file (its SHA-256 differs): delete it and try again"
        )
    return path


def _from_hub(repo: str, revision: str, filename: str) -> Path:
    from huggingface_hub import hf_hub_download  # here: importing it takes longer than reading a local file

    return Path(hf_hub_download(repo, filename, repo_type="dataset", revision=revision))


def _from_url(url: str, filename: str) -> Path:
    """Download into the cache unless it is there; the hub's offline switch holds here too."""
    from huggingface_hub import constants

    path = cache_folder() / filename
    if not path.exists():
        if constants.HF_HUB_OFFLINE:
            raise ConnectionError("HF_HUB_OFFLINE is set")
        with urllib.request.urlopen(url, timeout=60) as response:
            content = response.read()
        with replacing(path) as temporary:
            temporary.write_bytes(content)
    return path


def cache_folder() -> Path:
    """Where files from outside the hub are kept: beside other programs' caches, as the platform has it."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "reasoning-workbook"


_REMOTES = {
    "math500": _Remote(
        lambda: _from_hub("HuggingFaceH4/MATH-500", "6e4ed1a2a79af7d8630a6b768ec859cb5af4d3be", "test.jsonl"),
        "35dc41080a3680858b27fa7e0533d2d547825316fc5dafe5d316f4ccc5a06132",
        "https://huggingface.co/datasets/HuggingFaceH4/MATH-500 (test.jsonl)",
    ),
    "gsm8k": _Remote(
        lambda: _from_url(f"{_GSM8K}/grade_school_math/data/test.jsonl", "gsm8k_test.jsonl"),
        "3730d312f6e3440559ace48831e51066acaca737f6eabec99bccb9e4b3c39d14",
        f"{_GSM8K}/grade_school_math/data/test.jsonl",
    ),
    "gsm8k-train": _Remote(
        lambda: _from_url(f"{_GSM8K}/grade_school_math/data/train.jsonl", "gsm8k_train.jsonl"),
        "17f347dc51477c50d4efb83959dbb7c56297aba886e5544ee2aaed3024813465",
        f"{_GSM8K}/grade_school_math/data/train.jsonl",
    ),
}
