"""Who is told depends on where their role holds: a coordinator for Canada hears nothing of a letter to Britain."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import select

from outreach.accounts import Grant, Role, system_actor
from outreach.accounts.add import add_user
from outreach.accounts.grants import Scope, grant_role
from outreach.accounts.store import get_actor
from outreach.db import Database
from outreach.delivery.recover import recover
from outreach.delivery.settle import settle
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import list_deliveries
from outreach.delivery.tables import Attempt, Delivery
from outreach.notices.beat import PATIENCE, Part, beat
from outreach.notices.choose import choose
from outreach.notices.status import CHOSEN, NoticeKind
from outreach.notices.tables import Notice
from outreach.operations.digest import note_digests
from outreach.operations.road import road_of
from outreach.operations.start import start_round
from outreach.operations.trouble import note_trouble
from outreach.operations.watch import watch
from outreach.petition.tables import Campaign
from outreach.reviews.decide import approve
from outreach.rounds.steer import pause
from outreach.rounds.store import get_addressee
from outreach.settings import Settings
from tests.packed import Packed
from tests.people import ADMIN_ADA, ORGANISER_OLGA, STAFF_SAM
from tests.world import NOW

LATER = NOW + timedelta(hours=1)
SERVICE = system_actor("service", Role.STAFF, Role.COORDINATOR)
CANADA, BRITAIN, JAPAN = (Scope(governments=frozenset({code})) for code in ("CA", "GB", "JP"))
PEOPLE: dict[str, tuple[Grant, ...]] = {
    "everywhere": (Scope().of(Role.STAFF), Scope().of(Role.COORDINATOR), Scope().of(Role.ADMIN)),
    "canada": (CANADA.of(Role.COORDINATOR), CANADA.of(Role.STAFF)),
    "britain": (BRITAIN.of(Role.COORDINATOR), BRITAIN.of(Role.STAFF)),
    "japan": (JAPAN.of(Role.COORDINATOR), JAPAN.of(Role.STAFF)),
    # Has to do with Canada, but not in a role that decides about deliveries there.
    "reviews_canada": (CANADA.of(Role.ORGANISER), BRITAIN.of(Role.STAFF)),
}


@pytest.fixture
def people(packed: Packed, database: Database) -> None:
    """Everybody has an address; `elsewhere` has the same roles for another campaign."""
    with database.begin() as session:
        other = Campaign(slug="other", name="Other")
        session.add(other)
        session.flush()
        elsewhere = Scope(campaign_id=other.id)
        for name, grants in {**PEOPLE, "elsewhere": (elsewhere.of(Role.STAFF),)}.items():
            first, *more = grants
            scope = Scope(first.campaign_id, first.governments)
            words = {"actor": ADMIN_ADA, "now": NOW, "name": name}
            add_user(session, full_name=name, roles=[first.role], scope=scope, **words)
            for grant in more:
                grant_role(session, grant=grant, **words)
            address = f"{name}@people.example"
            actor = get_actor(session, name)
            choose(session, address=address, wanted=CHOSEN, digest_hour=6, actor=actor, now=NOW)


@pytest.fixture
def sent(packed: Packed, people: None, database: Database) -> dict[str, int]:
    """The round's deliveries by office, all accepted by the next server."""
    with database.begin() as session:
        for one in packed.parcels.values():
            sha256 = one.manifest_sha256
            approve(session, parcel_id=one.id, manifest_sha256=sha256, actor=ORGANISER_OLGA, now=NOW)
        start_round(session, round_id=packed.round_id, actor=STAFF_SAM, now=NOW)
        session.exec(update(Delivery).values(status=DeliveryStatus.ACCEPTED))
        deliveries = list_deliveries(session, round_id=packed.round_id)
        return {get_addressee(session, one.addressee_id).office_key: one.id for one in deliveries}


def told(database: Database, kind: NoticeKind) -> set[str]:
    with database.read() as session:
        return set(session.exec(select(Notice.user_name).where(Notice.kind == kind)))


def test_a_bounce_is_told_where_the_role_holds(database: Database, sent: dict[str, int]) -> None:
    with database.begin() as session:
        bounced = DeliveryStatus.BOUNCED
        settle(session, delivery_id=sent["ca-pm"], status=bounced, reason="DSN", actor=SERVICE, now=LATER)
    watch(database, now=LATER)
    assert told(database, NoticeKind.BOUNCED) == {"everywhere", "canada"}


def test_an_uncertain_send_is_told_where_the_role_holds(database: Database, sent: dict[str, int]) -> None:
    number = sent["gb-pm"]
    lost = {"status": DeliveryStatus.SENDING, "leased_until": NOW}
    with database.begin() as session:
        session.exec(update(Delivery).where(Delivery.id == number).values(**lost))
        session.add(Attempt(delivery_id=number, number=1, message_id="<1@x>", worker="killed", started_at=NOW))
        session.flush()
        recover(session, actor=SERVICE, now=LATER)
    watch(database, now=LATER)
    assert told(database, NoticeKind.UNCERTAIN) == {"everywhere", "britain", "reviews_canada"}


def test_a_paused_round_is_told_to_whoever_has_a_part_of_it(
    database: Database, sent: dict[str, int], packed: Packed
) -> None:
    with database.begin() as session:
        pause(session, round_id=packed.round_id, actor=STAFF_SAM, now=LATER)
    watch(database, now=LATER)
    assert told(database, NoticeKind.PAUSED) == {"everywhere", "canada", "britain", "reviews_canada"}


def test_a_blocked_start_is_told_to_whoever_has_a_part_of_it(
    database: Database, people: None, tmp_path: Path
) -> None:
    road = road_of(Settings(home=tmp_path))
    note_trouble(database, home=tmp_path, endings=[], road=road, now=NOW)
    assert told(database, NoticeKind.BLOCKED) == {"everywhere", "canada", "britain", "reviews_canada"}


def test_what_concerns_the_installation_is_told_to_all_of_the_role(
    database: Database, people: None, tmp_path: Path
) -> None:
    with database.begin() as session:
        beat(session, Part.COLLECTION, now=NOW)
    after = NOW + PATIENCE[Part.COLLECTION] + timedelta(minutes=1)
    note_trouble(database, home=tmp_path, endings=[], road=road_of(Settings(home=tmp_path)), now=after)
    assert told(database, NoticeKind.SILENT) == {*PEOPLE, "elsewhere"}


def test_a_digest_counts_what_waits_in_the_scope_of_the_role_that_decides_it(
    database: Database, people: None, packed: Packed
) -> None:
    note_digests(database, now=NOW.replace(hour=6) + timedelta(days=1))
    with database.read() as session:
        rows = session.exec(select(Notice).where(Notice.kind == NoticeKind.DIGEST)).all()
        lines = {row.user_name: {words: count for count, words, _path in row.lines} for row in rows}
    review = "Parcels that await a review"
    in_canada = sum(key.startswith("ca-") for key in packed.parcels)
    assert 0 < in_canada < len(packed.parcels)
    assert {name: found[review] for name, found in lines.items() if review in found} == {
        "reviews_canada": in_canada
    }
