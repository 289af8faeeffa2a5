"""What a test's session watches: replacements by the learner, and none that a library makes by itself."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import torch
from shared.grading.scope import Watch

watch = Watch()
watch.module("torch")
before = torch.manual_seed
import torch._dynamo
print(torch.manual_seed is before, watch.changes())
torch.manual_seed = lambda seed: None
print(watch.changes())
"""


def test_torch_may_wrap_its_own_seed_and_nobody_else_may() -> None:
    """Loading the compiler replaces ``torch.manual_seed``: in a lab that generates, that is nobody's trick."""
    found = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True).stdout
    assert found.splitlines() == ["False []", "['torch.manual_seed']"]
