"""The record of the machine."""

from __future__ import annotations

import json
import platform

from shared.tools.environment import describe_environment, processor_name

import torch


def test_environment_is_plain_json_and_tells_what_matters():
    record = describe_environment()
    assert json.loads(json.dumps(record)) == record
    assert record["torch"] == torch.__version__
    assert record["python"] == platform.python_version()
    assert record["threads"] == torch.get_num_threads()
    assert record["processor"] == processor_name() != ""
    assert record["device"] == "cpu"
