"""Who approves a letter that is sent live reads its language, or names the native reader who checked it."""

import pytest
from sqlalchemy import update
from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.accounts.add import add_user
from outreach.audit.store import list_entries
from outreach.db import Database
from outreach.errors import BadInput, Refused
from outreach.reviews.decide import approve, approve_batch
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import ParcelInfo
from outreach.rounds.tables import Round
from tests.packed import Packed
from tests.people import ADMIN_ADA, ORGANISER_OLGA
from tests.world import NOW

ENGLISH = Actor("organiser_eve", frozenset({Role.ORGANISER}), reads=frozenset({"en"}))


@pytest.fixture
def live(database: Database, packed: Packed) -> Packed:
    """The packed round, as if it had been planned to be sent live."""
    with database.begin() as session:
        session.exec(update(Round).values(live=True))
        for name, full_name, reads in (("fleur", "Fleur Roy", ["fr"]), ("organiser_eve", "Eve Hall", ["en"])):
            roles = [Role.ORGANISER]
            add_user(
                session, actor=ADMIN_ADA, now=NOW, name=name, full_name=full_name, roles=roles, languages=reads
            )
    return packed


def decide(session: Session, parcel: ParcelInfo, actor: Actor, native_reader: str = "") -> ParcelInfo:
    sha256 = parcel.manifest_sha256
    return approve(
        session, parcel_id=parcel.id, manifest_sha256=sha256, native_reader=native_reader, actor=actor, now=NOW
    )


def test_who_reads_every_language_of_the_letter_approves_it(database: Database, live: Packed) -> None:
    with database.begin() as session:
        decided = decide(session, live.parcels["ca-pm"], ORGANISER_OLGA)
    assert live.parcels["ca-pm"].manifest.languages == ("en", "fr")
    assert (decided.status, decided.native_reader) == (ReviewStatus.APPROVED, None)


def test_who_lacks_one_is_refused_with_what_to_do(database: Database, live: Packed) -> None:
    with database.begin() as session:
        with pytest.raises(Refused, match=r"does not read fr, .*: name the native reader who checked this letter"):
            decide(session, live.parcels["ca-pm"], ENGLISH)
        assert decide(session, live.parcels["gb-pm"], ENGLISH).status is ReviewStatus.APPROVED


@pytest.mark.parametrize("name", ["Fleur Roy", "fleur", "Anne Dubois, Lyon"])
def test_the_review_names_the_native_reader_and_the_ledger_their_hash(
    database: Database, live: Packed, name: str
) -> None:
    parcel = live.parcels["ca-pm"]
    with database.begin() as session:
        decided = decide(session, parcel, ENGLISH, native_reader=f" {name} ")
        entry = list_entries(session, subject=f"parcel:{parcel.id}", limit=1)[0]
    assert (decided.status, decided.native_reader) == (ReviewStatus.APPROVED, name)
    assert "native_reader_sha256" in entry.facts
    assert name not in str(entry.facts)


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("Eve Hall", BadInput, "do not read fr yourself"),
        ("organiser_eve", BadInput, "do not read fr yourself"),
        ("x", BadInput, "whole name"),
    ],
)
def test_a_name_that_is_none_or_ones_own_is_refused(
    database: Database, live: Packed, name: str, error: type[Exception], words: str
) -> None:
    with database.begin() as session, pytest.raises(error, match=words):
        decide(session, live.parcels["ca-pm"], ENGLISH, native_reader=name)


def test_a_user_who_does_not_read_it_either_is_no_native_reader(database: Database, live: Packed) -> None:
    nobody = Actor("organiser_nil", frozenset({Role.ORGANISER}))
    with database.begin() as session, pytest.raises(Refused, match="Fleur Roy does not read en either"):
        decide(session, live.parcels["ca-pm"], nobody, native_reader="Fleur Roy")


def test_many_alike_are_held_to_the_same(database: Database, live: Packed) -> None:
    parcels = {one.id: one.manifest_sha256 for key, one in live.parcels.items() if key in ("ca-pm", "ca-foreign")}
    seen = list(parcels)
    with database.begin() as session:
        with pytest.raises(Refused, match="does not read fr"):
            approve_batch(session, parcels=parcels, seen=seen, actor=ENGLISH, now=NOW)
        done = approve_batch(
            session, parcels=parcels, seen=seen, actor=ENGLISH, native_reader="Fleur Roy", now=NOW
        )
    assert {one.native_reader for one in done} == {"Fleur Roy"}


def test_in_the_sandbox_nobody_has_to_read_it(database: Database, packed: Packed) -> None:
    with database.begin() as session:
        assert decide(session, packed.parcels["ca-pm"], ENGLISH).status is ReviewStatus.APPROVED


def test_reading_it_does_not_replace_other_eyes(database: Database, live: Packed) -> None:
    planner = Actor("staff_sam", frozenset({Role.ORGANISER}), reads=ORGANISER_OLGA.reads)
    with database.begin() as session, pytest.raises(Refused, match="planned the round"):
        decide(session, live.parcels["ca-pm"], planner, native_reader="Fleur Roy")
