"""A round's documents: all or nothing, kept while their inputs are the same."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from outreach.accounts import Actor
from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.dossiers.build import BuildReport, build_round
from outreach.dossiers.cover import cover_for
from outreach.dossiers.hanko import HankoSealer, read_seals
from outreach.dossiers.pkcs12 import open_pkcs12
from outreach.dossiers.sealer import Sealer
from outreach.dossiers.store import DocumentKind, documents_for, list_documents
from outreach.dossiers.verify import verify
from outreach.errors import BadInput, NotAllowed, Refused
from outreach.petition.withdraw import withdraw
from outreach.recipients.status import Channel
from outreach.rounds.schedule import schedule
from outreach.rounds.store import AddresseeInfo, list_addressees
from tests.certificates import Maker, rsa_key
from tests.dossiers.samples import SOURCES
from tests.people import STAFF_SAM
from tests.world import Ground, plan_round


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOURCES.templates, tmp_path / "letter_templates"))


@pytest.fixture
def round_id(database: Database, ground: Ground, now: datetime) -> int:
    """A scheduled round to Canada (in English and French) and Israel."""
    return scheduled(database, ground, now, "CA", "IL")


@pytest.fixture
def small_round(database: Database, ground: Ground, now: datetime) -> int:
    """A scheduled round to Israel."""
    return scheduled(database, ground, now, "IL")


def scheduled(database: Database, ground: Ground, now: datetime, *governments: str) -> int:
    with database.begin() as session:
        planned = plan_round(session, ground, now=now, governments=governments)
        dispatch_on = date(2026, 12, 1)
        schedule(session, round_id=planned.id, dispatch_on=dispatch_on, window_days=10, actor=STAFF_SAM, now=now)
    return planned.id


def built(
    database: Database,
    blobs: FolderBlobs,
    round_id: int,
    templates: Path,
    actor: Actor,
    now: datetime,
    workers: int = 1,
    sealer: Sealer | None = None,
) -> BuildReport:
    return build_round(
        database,
        blobs,
        round_id=round_id,
        templates=templates,
        workers=workers,
        small_count=10,
        histories={},
        actor=actor,
        now=now,
        sealer=sealer,
    )


def included(database: Database, round_id: int) -> list[AddresseeInfo]:
    with database.read() as session:
        return list_addressees(session, round_id=round_id, included=True)


def test_everybody_gets_a_letter_and_a_dossier_in_each_language(
    database: Database, blobs: FolderBlobs, round_id: int, templates: Path, staff_sam: Actor, now: datetime
) -> None:
    report = built(database, blobs, round_id, templates, staff_sam, now, workers=2)
    addressees = included(database, round_id)
    assert report.letters == sum(len(a.languages) for a in addressees)
    assert report.dossiers == len({(a.government, tag) for a in addressees for tag in a.languages})
    assert report.built == report.letters + report.dossiers
    with database.read() as session:
        for addressee in addressees:
            documents = documents_for(session, addressee.id)
            wanted = [(tag, kind) for tag in addressee.languages for kind in DocumentKind]
            assert [(d.language, d.kind) for d in documents] == wanted
            assert all(d.size == len(blobs.get(d.sha256)) for d in documents)
        names = [d.file_name for d in list_documents(session, round_id=round_id)]
        assert len(set(names)) == len(names)
        first = list_documents(session, round_id=round_id)[0]
        assert verify(blobs.get(first.sha256)).conforms


def test_only_what_changed_is_built_again_and_what_changed_back_is_found(
    database: Database, blobs: FolderBlobs, small_round: int, templates: Path, staff_sam: Actor, now: datetime
) -> None:
    first = built(database, blobs, small_round, templates, staff_sam, now)
    original = newest(database, small_round)
    again = built(database, blobs, small_round, templates, staff_sam, now + timedelta(hours=1))
    assert (again.built, again.kept) == (0, first.built)

    style = templates / "style.css"
    before = style.read_text()
    page = templates / "dossier.html.j2"
    page_before = page.read_text()
    page.write_text(
        page_before.replace('<h2>{{ t("dossier.glance_title") }}</h2>', '<h2>{{ t("dossier.kind") }}</h2>')
    )
    changed = built(database, blobs, small_round, templates, staff_sam, now + timedelta(hours=2))
    assert (changed.built, changed.kept) == (first.dossiers, first.letters)
    assert newest(database, small_round) != original

    page.write_text(page_before)
    style.write_text(before)
    back = built(database, blobs, small_round, templates, staff_sam, now + timedelta(hours=3))
    assert back.built == 0
    assert newest(database, small_round) == original


def sealer_of(number: int, folder: Path, now: datetime) -> HankoSealer:
    made = Maker(now, name=f"Office {number}", key=rsa_key(number))
    return HankoSealer(open_pkcs12(made.pkcs12(folder / f"{number}.p12", password="x"), "x", now=now))


def test_with_a_certificate_what_is_stored_is_sealed_and_conforms(
    database: Database,
    blobs: FolderBlobs,
    small_round: int,
    templates: Path,
    tmp_path: Path,
    staff_sam: Actor,
    now: datetime,
) -> None:
    one, two = (sealer_of(number, tmp_path, now) for number in (1, 2))
    first = built(database, blobs, small_round, templates, staff_sam, now, workers=2, sealer=one)
    with database.read() as session:
        documents = list_documents(session, round_id=small_round)
    for document in documents:
        content = blobs.get(document.sha256)
        assert verify(content).conforms
        (seal,) = read_seals(content).found
        assert (seal.signatory.subject, seal.sealed_at) == ("CN=Office 1,O=Organisers", now)
        assert (seal.intact, seal.covered_sha256) == (True, document.sha256)

    again = built(database, blobs, small_round, templates, staff_sam, now + timedelta(hours=1), sealer=one)
    assert (again.built, again.kept) == (0, first.built)
    other = built(database, blobs, small_round, templates, staff_sam, now + timedelta(hours=2), sealer=two)
    assert (other.built, other.kept) == (first.built, 0)


def test_one_document_that_fails_keeps_all_others_out(
    database: Database, blobs: FolderBlobs, small_round: int, templates: Path, staff_sam: Actor, now: datetime
) -> None:
    style = templates / "style.css"
    style.write_text(style.read_text() + "\np { colour: red }\n")
    with pytest.raises(BadInput, match="colour: red"):
        built(database, blobs, small_round, templates, staff_sam, now, workers=2)
    assert newest(database, small_round) == []


def test_who_may_and_when(
    database: Database,
    blobs: FolderBlobs,
    small_round: int,
    templates: Path,
    staff_sam: Actor,
    organiser_olga: Actor,
    now: datetime,
) -> None:
    with pytest.raises(NotAllowed):
        built(database, blobs, small_round, templates, organiser_olga, now)
    with database.begin() as session:
        withdraw(session, version_id=1, reason="wrong date", actor=organiser_olga, now=now)
    with pytest.raises(Refused, match="withdrawn"):
        built(database, blobs, small_round, templates, staff_sam, now)


def test_the_cover_says_who_writes_why_and_how_to_stop(
    database: Database, blobs: FolderBlobs, ground: Ground, templates: Path, staff_sam: Actor, now: datetime
) -> None:
    british = scheduled(database, ground, now, "GB")
    addressee = included(database, british)[0]
    with database.read() as session, pytest.raises(Refused, match="were not built"):
        cover_for(session, addressee_id=addressee.id, templates=templates)
    built(database, blobs, british, templates, staff_sam, now)
    with database.read() as session:
        cover = cover_for(session, addressee_id=addressee.id, templates=templates)
    assert cover.languages == addressee.languages
    assert addressee.reference in cover.subject
    for said in ("1 Sample Street", "a plain reply that says so is enough", addressee.reference):
        assert said in cover.text
    assert "http" not in cover.text
    assert bool(cover.html) == (addressee.channel is Channel.EMAIL)


def newest(database: Database, round_id: int) -> list[str]:
    with database.read() as session:
        return [document.sha256 for document in list_documents(session, round_id=round_id)]
