"""The command line as the tests run it, and a workbench of their own; the run of the example is in tests/conftest."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EDITION = "2024-02-08"


def sv_report(*arguments, cwd=ROOT, **environment):
    """Run the command and return what it did."""
    return subprocess.run(
        [sys.executable, "-m", "sv_report", *map(str, arguments)],
        cwd=cwd, env=os.environ | environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture
def bench(tmp_path):
    """A workbench of its own, to spoil and to run in: params, templates and notebooks copied."""
    root = tmp_path / "a bench"
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    return root
