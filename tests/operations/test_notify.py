"""What happens on the desk reaches people: by real SMTP, once, without a name of an office."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import Session, col

from outreach.accounts import Actor, Role, system_actor
from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.doubt import doubt
from outreach.delivery.queue import queue_round
from outreach.delivery.recover import recover
from outreach.delivery.settle import settle
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.switch import stop_sending
from outreach.delivery.tables import Attempt, Delivery
from outreach.fakes import SmtpServer
from outreach.notices.beat import PATIENCE, Part, beat
from outreach.notices.status import NoticeKind
from outreach.notices.store import list_notices_of
from outreach.operations.certificates import Ending
from outreach.operations.notify import notify_turn
from outreach.operations.road import road_of
from outreach.operations.trouble import note_trouble
from outreach.operations.watch import watch
from outreach.reviews.decide import approve
from outreach.rounds.steer import pause
from outreach.settings import Settings
from tests.delivery.an_open_round import OpenRound
from tests.notices.people import DESK, address_of, post_to, with_addresses
from tests.packed import Packed
from tests.people import ORGANISER_OLGA, STAFF_SAM
from tests.world import NOW

LATER = NOW + timedelta(hours=1)
SYSTEM = system_actor("service", Role.STAFF, Role.COORDINATOR)


def _attempt(session: Session, delivery_id: int) -> None:
    session.add(
        Attempt(
            delivery_id=delivery_id,
            number=1,
            message_id=f"<{delivery_id}@outreach.example>",
            worker="killed",
            started_at=NOW,
        )
    )
    session.flush()


def kinds_for(database: Database, name: str) -> list[NoticeKind]:
    with database.read() as session:
        told = [one.kind for one in list_notices_of(session, name)]
    return sorted(kind for kind in told if kind is not NoticeKind.GREETING)


@pytest.fixture
def sent(any_database: Database, blobs: FolderBlobs) -> int:
    """An open round with three mails under way; its number."""
    with any_database.begin() as session:
        opened = OpenRound(session, blobs)
        for number in range(3):
            opened.add(f"office{number}@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
        session.exec(update(Delivery).values(status=DeliveryStatus.ACCEPTED))
    with_addresses(any_database)
    return opened.round_id


def test_what_happened_is_told_once(any_database: Database, sent: int, coordinator_chi: Actor) -> None:
    with any_database.begin() as session:
        pause(session, round_id=sent, actor=STAFF_SAM, now=LATER)
        stop_sending(session, reason="trial", actor=STAFF_SAM, now=LATER)
        bounced = DeliveryStatus.BOUNCED
        settle(session, delivery_id=1, status=bounced, reason="DSN", actor=coordinator_chi, now=LATER)
    assert watch(any_database, now=LATER) == 3
    assert watch(any_database, now=LATER) == 0
    assert kinds_for(any_database, "staff_sam") == [NoticeKind.BOUNCED]
    assert kinds_for(any_database, "organiser_olga") == [NoticeKind.PAUSED]
    assert kinds_for(any_database, "admin_ada") == [NoticeKind.STOPPED]
    assert kinds_for(any_database, "coordinator_chi") == []


def test_an_uncertain_send_is_told_unless_a_person_settled_it(any_database: Database, sent: int) -> None:
    with any_database.begin() as session:
        lost = {"status": DeliveryStatus.SENDING, "leased_until": NOW}
        session.exec(update(Delivery).values(**lost))
        for number in (1, 2, 3):
            _attempt(session, number)
        assert len(recover(session, actor=STAFF_SAM, now=LATER)) == 3
        queued = DeliveryStatus.QUEUED
        settle(session, delivery_id=1, status=queued, reason="not in the log", actor=STAFF_SAM, now=LATER)
    watch(any_database, now=LATER)
    assert kinds_for(any_database, "coordinator_chi") == [NoticeKind.UNCERTAIN] * 2


def test_a_letter_in_doubt_is_told(any_database: Database, sent: int) -> None:
    with any_database.begin() as session:
        session.exec(update(Delivery).where(col(Delivery.id) == 1).values(status=DeliveryStatus.QUEUED))
        _attempt(session, 1)
        assert doubt(session, delivery_id=1, reason="a receipt", actor=SYSTEM, now=LATER)
    watch(any_database, now=LATER)
    assert kinds_for(any_database, "coordinator_chi") == [NoticeKind.UNCERTAIN]


def test_what_was_yesterday_is_told_to_nobody(any_database: Database, sent: int) -> None:
    with any_database.begin() as session:
        pause(session, round_id=sent, actor=STAFF_SAM, now=LATER)
    assert watch(any_database, now=LATER + timedelta(days=2)) == 0


def test_a_turn_sends_links_and_no_names(any_database: Database, sent: int) -> None:
    with any_database.begin() as session:
        settle(
            session, delivery_id=1, status=DeliveryStatus.BOUNCED, reason="secret words", actor=SYSTEM, now=LATER
        )
    with SmtpServer() as server:
        notify_turn(any_database, post=post_to(server), now=LATER)
        notify_turn(any_database, post=post_to(server), now=LATER)
        mails = {mail.recipient: mail.message.decode() for mail in server.received}
    assert set(mails) == {address_of("staff_sam"), address_of("coordinator_chi")}
    for mail in mails.values():
        assert f"{DESK}/deliveries/1" in mail
        assert "secret" not in mail
        assert "gov.example" not in mail
        assert "gb-office" not in mail


def test_the_digest_comes_at_its_hour_with_what_waits_by_role(database: Database, packed: Packed) -> None:
    with_addresses(database)
    early = NOW.replace(hour=5, minute=59) + timedelta(days=1)
    with SmtpServer() as server:
        notify_turn(database, post=post_to(server), now=early)
        assert server.received == []
        notify_turn(database, post=post_to(server), now=early + timedelta(minutes=1))
        notify_turn(database, post=post_to(server), now=early + timedelta(minutes=2))
        mails = {mail.recipient: mail.message.decode() for mail in server.received}
        assert len(server.received) == len(mails), "once a day"
        count = len(packed.parcels)
        waits = f"{count} =C2=B7 Parcels that await a review: {DESK}/review"
        assert waits in mails[address_of("organiser_olga")].replace("=\r\n", "")
        assert "Parcels that await" not in mails.get(address_of("coordinator_chi"), "")
        notify_turn(database, post=post_to(server), now=early + timedelta(days=1, minutes=1))
        assert len(server.received) == 2 * len(mails)


def test_a_late_digest_is_left_for_the_next_day(database: Database, packed: Packed) -> None:
    with_addresses(database)
    with SmtpServer() as server:
        notify_turn(database, post=post_to(server), now=NOW.replace(hour=9, minute=1))
        assert server.received == []


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def trouble(database: Database, home: Path, *endings: Ending, at: datetime = NOW) -> int:
    return note_trouble(database, home=home, endings=list(endings), road=road_of(Settings(home=home)), now=at)


def test_a_round_that_cannot_start_is_told_to_staff_once_a_day(
    database: Database, packed: Packed, home: Path
) -> None:
    with_addresses(database)
    assert trouble(database, home) == 1
    assert trouble(database, home) == 0
    assert trouble(database, home, at=NOW + timedelta(days=1)) == 1
    assert kinds_for(database, "staff_sam") == [NoticeKind.BLOCKED] * 2
    with database.begin() as session:
        parcel = packed.parcels["gb-pm"]
        approve(
            session, parcel_id=parcel.id, manifest_sha256=parcel.manifest_sha256, actor=ORGANISER_OLGA, now=NOW
        )
    assert trouble(database, home, at=NOW + timedelta(days=2)) == 0


def test_a_collection_that_falls_silent_is_told(database: Database, home: Path) -> None:
    with_addresses(database)
    long_after = NOW + PATIENCE[Part.COLLECTION] + timedelta(minutes=1)
    assert trouble(database, home, at=long_after) == 0, "it never began"
    with database.begin() as session:
        beat(session, Part.COLLECTION, now=NOW)
    assert trouble(database, home, at=long_after - timedelta(minutes=2)) == 0
    assert trouble(database, home, at=long_after) == 2
    assert kinds_for(database, "admin_ada") == [NoticeKind.SILENT]


def test_certificates_that_end_are_told_to_admins(database: Database, home: Path) -> None:
    with_addresses(database)
    fine, soon = Ending("mailbox", NOW + timedelta(days=15)), Ending("relay", NOW + timedelta(days=14))
    assert trouble(database, home, fine, soon, Ending("desk", None)) == 2
    assert kinds_for(database, "admin_ada") == [NoticeKind.CERTIFICATE] * 2


def test_a_full_disk_is_told_to_admins(database: Database, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_addresses(database)
    monkeypatch.setattr("outreach.operations.trouble.LEAST_FREE_BYTES", 10**18)
    assert trouble(database, home) == 1
    assert kinds_for(database, "admin_ada") == [NoticeKind.DISK]
