"""A scheduled round whose documents are built and packed, by people who may therefore not approve it."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.db import Database
from outreach.dossiers.tables import Document, DocumentKind
from outreach.recipients.store import list_contacts
from outreach.recipients.verify import verify
from outreach.reviews.pack import PackReport, pack_round
from outreach.reviews.store import ParcelInfo, list_parcels
from outreach.rounds.schedule import schedule
from outreach.rounds.store import list_addressees
from outreach.signatures.disclose import disclosure_of
from tests import databases
from tests.people import STAFF_SAM
from tests.world import NOW, TEMPLATES, Ground, lay_ground, plan_round

BOTH = frozenset({Role.STAFF, Role.ORGANISER})
PLANNER_SAM = Actor(STAFF_SAM.name, BOTH)
BUILDER_BO = Actor("builder_bo", BOTH)
PACKER_PIA = Actor("packer_pia", BOTH)
CHECKER_CY = Actor("checker_cy", BOTH)


@dataclass(frozen=True, slots=True)
class Packed:
    """A round with its parcels by office."""

    ground: Ground
    round_id: int
    parcels: dict[str, ParcelInfo]


@pytest.fixture(scope="session")
def packed_once(tmp_path_factory: pytest.TempPathFactory, laid: tuple[Path, Ground]) -> tuple[Path, Packed]:
    """An SQLite file with a packed round, to be copied."""
    template, ground = laid
    with databases.sqlite_copy(template, tmp_path_factory.mktemp("packed")) as database:
        with database.begin() as session:
            packed = pack_a_round(session, ground, now=NOW)
        return Path(str(database.engine.url.database)), packed


@pytest.fixture
def packed(database: Database, tmp_path: Path, packed_once: tuple[Path, Packed]) -> Packed:
    """A packed round in `database`."""
    template, packed = packed_once
    if database.is_sqlite:
        shutil.copyfile(template, str(database.engine.url.database))
        return packed
    with database.begin() as session:
        return pack_a_round(session, lay_ground(session, tmp_path, now=NOW), now=NOW)


def pack_a_round(
    session: Session,
    ground: Ground,
    *,
    now: datetime,
    name: str = "Spring",
    governments: tuple[str, ...] = ("CA", "GB"),
) -> Packed:
    """Plan, check the contacts, schedule for today, put the documents there and pack."""
    number = plan_round(session, ground, now=now, name=name, governments=governments).id
    for contact in list_contacts(session, "gb-pm"):
        if contact.value:
            verify(session, contact_id=contact.id, source="gov.uk", days=90, actor=CHECKER_CY, now=now)
    schedule(session, round_id=number, dispatch_on=now.date(), window_days=5, actor=STAFF_SAM, now=now)
    disclosure_of(session, snapshot_id=ground.snapshot_id, limit=10, now=now)
    put_documents(session, number, now=now)
    assert pack(session, number, now=now).problems == ()
    return Packed(ground, number, {p.manifest.office_key: p for p in list_parcels(session, round_id=number)})


def pack(session: Session, round_id: int, *, now: datetime) -> PackReport:
    return pack_round(session, round_id=round_id, templates=TEMPLATES, actor=PACKER_PIA, now=now)


def put_documents(session: Session, round_id: int, *, now: datetime, content: str = "first") -> None:
    """Rows as a build leaves them; reviews never open the files. The government's dossier stands once."""
    addressees = list_addressees(session, round_id=round_id, included=True)
    for addressee in addressees:
        for language in addressee.languages:
            session.add(_document(addressee.government, language, addressee.id, round_id, content, now))
    for government, language in sorted({(a.government, language) for a in addressees for language in a.languages}):
        session.add(_document(government, language, None, round_id, content, now))
    session.flush()


def _document(
    government: str, language: str, addressee_id: int | None, round_id: int, content: str, now: datetime
) -> Document:
    return Document(
        round_id=round_id,
        kind=DocumentKind.DOSSIER if addressee_id is None else DocumentKind.LETTER,
        government=government,
        language=language,
        addressee_id=addressee_id,
        sha256=f"{content}-{government}-{addressee_id}",
        inputs_sha256=content,
        size=1000,
        pages=2,
        file_name=f"{government}-{language}.pdf",
        built_at=now,
        asked_by=BUILDER_BO.name,
    )
