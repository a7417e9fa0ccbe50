"""Nothing in the tree names a machine, a registry or a secret."""

import re
import subprocess

import pytest

from tests.house.code import ROOT

FORBIDDEN = {
    "a path of somebody's machine": r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/|/tmp/(?!\{)[a-z0-9]+/",
    "a registry's address": r"(?:pypi|pythonhosted|debian|ubuntu)\.(?:org|com)/(?:simple|packages|debian|pool)"
    r"|files\.pythonhosted|registry\.npmjs",
    "an index option": r"--(?:extra-)?index-url[ =]http|--find-links",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
}


def tracked() -> list[str]:
    """Files that git knows, and new ones it does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what].encode())
    here = "tests/house/test_tree.py"
    wrong = [
        f"{name}:{data[: found.start()].count(10) + 1}: {found.group().decode(errors='replace')}"
        for name in tracked()
        if name != here
        for data in [(ROOT / name).read_bytes()]
        for found in pattern.finditer(data)
    ]
    assert wrong == []


def test_the_top_level_stays_small() -> None:
    allowed = {
        "outreach",
        "letter_templates",
        "recipients",
        "tests",
        "docs",
        "pyproject.toml",
        "README.md",
        "Makefile",
        "LICENSE",
        "CHANGELOG.md",
        "requirements.lock",
    }
    top = {name.split("/")[0] for name in tracked()}
    assert {name for name in top if not name.startswith(".")} <= allowed
