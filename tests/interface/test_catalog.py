"""A catalog as translators make it: from what `make messages` collects to a page in another language."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from outreach.interface import speech as speaking
from tests.house.code import ROOT

COLLECT = "extract --mapping-file pyproject.toml --no-location --sort-output"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("messages") / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", *COLLECT.split(), "-o", str(path), "."]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return path


def test_templates_and_python_are_collected(collected: Path) -> None:
    with collected.open("rb") as file:
        ids = {str(message.id) for message in read_po(file)}
    assert "Approve this parcel" in ids
    assert "There is no user {name}: see the list of users." in ids
    assert "What waits for you today" in ids
    assert any(isinstance(message_id, str) and message_id.startswith("('%(num)s page'") for message_id in ids)


def test_a_filled_in_catalog_speaks(collected: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with collected.open("rb") as file:
        catalog = read_po(file, locale="fr")
    for message in catalog:
        if message.id == "Approve this parcel":
            message.string = "Approuver ce colis"
        elif message.id == ("%(num)s page", "%(num)s pages"):
            message.string = ("%(num)s page", "%(num)s pages (fr)")
        elif message.id == "There is no user {name}: see the list of users.":
            message.string = "L’utilisateur {name} n’existe pas."
    with (tmp_path / "fr.po").open("wb") as file:
        write_po(file, catalog)
    monkeypatch.setattr(speaking, "FOLDER", tmp_path)
    french = speaking.speech_of.__wrapped__("fr")
    assert french.gettext("Approve this parcel") == "Approuver ce colis"
    assert french.ngettext("%(num)s page", "%(num)s pages", 2) == "%(num)s pages (fr)"
    said = french.tell("There is no user 'sam': see the list of users.")
    assert said == "L’utilisateur 'sam' n’existe pas."
    assert french.gettext("Rounds") == "Rounds", "what is not translated yet stays English"
    assert french.locale == "fr"
