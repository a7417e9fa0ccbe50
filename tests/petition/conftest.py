"""A copy of the campaign's files that a test may change."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "letter_templates"

Edit = Callable[[str, str, str], None]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The campaign's folder, as it is in the project."""
    return Path(shutil.copytree(TEMPLATES, tmp_path / "campaign"))


@pytest.fixture
def edit(files: Path) -> Edit:
    """`edit(name, old, new)` replaces text that must be there once or more in a file of the copy."""

    def change(name: str, old: str, new: str) -> None:
        path = files / ("campaign.yaml" if name == "campaign" else f"texts/{name}.yaml")
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change
