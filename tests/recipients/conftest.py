"""A small folder of recipients to change, and the same one in a database."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from outreach.accounts import Actor
from outreach.db import Database
from outreach.recipients.sync import SyncReport, sync

FRANCE = """\
# A comment that stays.
schema: outreach-recipients/1
government: FR
name: France
names: {en: France, fr: France}
languages: [fr, en]
time_zone: Europe/Paris
facts_as_of: '2026-11-24'
notes: []
sources:
- {id: gk, kind: general knowledge, ref: none}
offices:
- id: fr-pm
  classification: executive
  role: head_of_government
  name: The Prime Minister
  names: {fr: Première ministre ou Premier ministre}
  languages: [fr]
  addressee:
    fr:
    - {holder: m, text: Monsieur le Premier ministre}
    - {holder: f, text: Madame la Première ministre}
  salutation:
    fr:
    - {holder: m, text: 'Monsieur le Premier ministre,'}
    - {holder: f, text: 'Madame la Première ministre,'}
  closing:
    fr:
    - {holder: any, text: Veuillez agréer nos salutations distinguées.}
  contact_details:
  - type: email
    value: pm@gouv.example
  - type: post
    value:
    - Hôtel de Matignon
    - 75007 Paris
  links:
  - {url: https://www.info.gouv.example/, note: home page}
  sources: [gk]
  confidence: {institution: high, postal_address: high, salutation: high, closing: medium}
  verified: false
  notes: ''
- id: fr-senat
  classification: legislature
  role: foreign_affairs_committee
  name: Foreign Affairs Committee, Senate
  names: {fr: Commission des affaires étrangères}
  languages: [fr]
  addressee:
    fr:
    - {holder: any, text: À la commission (a/s du secrétariat)}
  salutation:
    fr:
    - {holder: any, text: 'Mesdames, Messieurs,'}
  closing:
    fr:
    - {holder: any, text: Veuillez agréer nos salutations distinguées.}
  contact_details:
  - type: web_form
    value: ''
  links: []
  sources: [gk]
  confidence: {institution: high, postal_address: low, salutation: high, closing: medium}
  verified: false
  notes: ''
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """France with two offices: fr-pm (e-mail, post) and fr-senat (a web form without URL)."""
    folder = tmp_path / "recipients"
    folder.mkdir()
    (folder / "fr.yaml").write_text(FRANCE, encoding="utf-8")
    return folder


@pytest.fixture
def change(folder: Path) -> Callable[[str, str], int]:
    """Replace the first place of a text in France's file; gives the line, from 1, where it stood."""

    def replace(old: str, new: str) -> int:
        path = folder / "fr.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return replace


@pytest.fixture
def synced(folder: Path, staff_sam: Actor, now: datetime) -> Callable[[Database], SyncReport]:
    """Sync the folder into a database, as staff."""

    def run(database: Database) -> SyncReport:
        with database.begin() as session:
            return sync(session, directory=folder, actor=staff_sam, now=now)

    return run
