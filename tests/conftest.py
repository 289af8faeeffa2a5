"""Guards for all tests: one thread, no network."""

from __future__ import annotations

import os

import pytest
import torch


def pytest_configure(config: pytest.Config) -> None:
    if "not official" in config.getoption("markexpr"):
        os.environ["HF_HUB_OFFLINE"] = "1"  # before anything imports the hub's library
    torch.set_num_threads(1)  # the models here are so small that more threads only wait for each other
