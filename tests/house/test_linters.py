"""The linters hold, so that a green test run means a green `make check`."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.code import ROOT

BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    ["ruff format --check .", "ruff check .", "mypy", "lint-imports"],
)
def test_linter(command: str) -> None:
    program, *options = command.split()
    done = subprocess.run([BIN / program, *options], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
