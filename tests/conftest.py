"""Guards for all tests: one thread, no network. And scripts, called from within."""

from __future__ import annotations

import importlib.util
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
import torch


def pytest_configure(config: pytest.Config) -> None:
    if "not official" in config.getoption("markexpr"):
        os.environ["HF_HUB_OFFLINE"] = "1"  # before anything imports the hub's library
    torch.set_num_threads(1)  # the models here are so small that more threads only wait for each other


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On several cores the tests of a file stay together: they share what its fixtures have made."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.name))


@pytest.fixture(scope="module")
def script(request: pytest.FixtureRequest) -> ModuleType:
    """The script that a test module names in ``SCRIPT``, as a module: in this process it starts sooner."""
    path: Path = request.module.SCRIPT
    spec = importlib.util.spec_from_file_location(f"{path.stem}_script", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def call(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run the script's main in an empty folder; returns exit code, what it printed, and its complaints."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        path = Path(script.__file__)
        monkeypatch.setattr(sys, "argv", [f"{path.parent.name}/{path.name}", *arguments])
        try:
            code = script.main()
        except SystemExit as left:
            code = left.code
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run
