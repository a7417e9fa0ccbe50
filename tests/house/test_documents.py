"""What the documents say exists, exists."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from outreach.dossiers.fonts import PACKAGES
from outreach.operations.doctor import LIBRARIES
from outreach.settings import Settings
from tests.house.code import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
SETUP = (ROOT / ".ci" / "setup").read_text(encoding="utf-8")


def settings_of(model: type[BaseModel], prefix: str) -> list[str]:
    names = []
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names += settings_of(kind, f"{prefix}{name.upper()}__")
        else:
            names.append(f"{prefix}{name.upper()}")
    return names


@pytest.mark.parametrize("name", settings_of(Settings, "OUTREACH_"))
def test_each_setting_is_explained(name: str) -> None:
    group, _, last = name.rpartition("__")
    rows = [row for row in SETTINGS.splitlines() if row.startswith("| `OUTREACH_")]
    assert any(f"`{name}`" in row or (group and f"`{group}__" in row and f"`…__{last}`" in row) for row in rows)


@pytest.mark.parametrize("text", [README, SETTINGS], ids=["README", "settings"])
def test_only_settings_that_exist_are_named(text: str) -> None:
    known = settings_of(Settings, "OUTREACH_")
    named = re.findall(r"OUTREACH_[A-Z0-9_]+[A-Z0-9]", text)
    assert [name for name in named if name not in known] == []


def test_targets_of_make_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
    named = set(re.findall(r"`make ([a-z-]+)", README)) | set(re.findall(r"^    make ([a-z-]+)", README, re.M))
    assert {"demo", "test"} <= named <= targets
    assert targets - {"help"} == named, "the README names every target"


def test_the_set_up_installs_what_the_doctor_asks_for() -> None:
    wanted = {package for _, package in LIBRARIES.values()} | set(PACKAGES.values())
    assert [package for package in sorted(wanted) if package not in SETUP] == []


DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
OUR_PATH = re.compile(r"`((?:tests|outreach|recipients|letter_templates|docs)/[\w./-]*)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_paths_lead_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [document.parent / link for link in LINK.findall(text)]
    paths = [ROOT / path for path in OUR_PATH.findall(text)]
    assert [str(path) for path in (*links, *paths) if not path.exists()] == []


def test_decisions_are_numbered_without_gaps() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
