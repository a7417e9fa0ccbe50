"""What keeps an approved letter back, and says so; what lets it go again."""

from collections import Counter
from datetime import date, timedelta

import pytest

from outreach.accounts import Actor
from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.queue import queue_round
from outreach.delivery.send import send_due
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import get_delivery, list_deliveries
from outreach.delivery.switch import allow_sending, stop_sending
from outreach.errors import NotAllowed, WrongStatus
from outreach.fake_smtp import Verb
from outreach.fakes import SmtpServer
from outreach.petition.tables import PetitionVersion
from outreach.recipients.close import close, reopen
from outreach.recipients.status import ClosureKind
from outreach.rounds.status import RoundStatus
from tests.delivery.an_open_round import IDENTITY, NOW, OpenRound
from tests.delivery.sending import an_open_round, change_round, send, send_live, transport_to
from tests.people import ORGANISER_OLGA, STAFF_SAM

S = DeliveryStatus


@pytest.mark.parametrize("status", [RoundStatus.PAUSED, RoundStatus.CANCELLED, RoundStatus.CLOSED])
def test_only_an_open_round_sends(
    database: Database, blobs: FolderBlobs, server: SmtpServer, status: RoundStatus
) -> None:
    round_id = an_open_round(database, blobs, "office@gov.example")
    change_round(database, round_id, status=status)
    (held,) = send(database, blobs, server).held
    assert status in held.reason
    assert server.received == []


def test_a_withdrawn_text_holds_everything(database: Database, blobs: FolderBlobs, server: SmtpServer) -> None:
    an_open_round(database, blobs, "office@gov.example")
    with database.begin() as session:
        version = session.get(PetitionVersion, 1)
        assert version is not None
        version.withdrawn_at = NOW
    (held,) = send(database, blobs, server).held
    assert "withdrawn" in held.reason


def test_a_live_round_needs_a_live_transport_and_a_trial_one_that_is_not(
    database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    round_id = an_open_round(database, blobs, "office@gov.example")
    report = send_live(database, blobs, server, NOW)
    assert "trial" in report.held[0].reason
    change_round(database, round_id, live=True)
    assert "OUTREACH_LIVE" in send(database, blobs, server).held[0].reason
    assert server.received == []


def test_an_expired_check_holds_a_live_delivery(
    database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    with database.begin() as session:
        opened = OpenRound(session, blobs, live=True, closes_at=NOW + timedelta(days=200))
        opened.add("office@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
    late = NOW + timedelta(days=90)
    assert "expired" in send_live(database, blobs, server, late).held[0].reason


def test_a_live_delivery_waits_for_its_office_to_open(
    database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    with database.begin() as session:
        opened = OpenRound(session, blobs, live=True)
        opened.add("office@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
    at_night = NOW + timedelta(hours=12)
    assert send_live(database, blobs, server, at_night).tried == 0
    with database.read() as session:
        delivery = get_delivery(session, 1)
    assert (delivery.status, delivery.next_attempt_at) == (S.QUEUED, NOW + timedelta(days=1))
    assert send_live(database, blobs, server, NOW + timedelta(days=1)).statuses == {S.ACCEPTED: 1}


def test_the_kill_switch_holds_until_it_is_lifted(
    database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    an_open_round(database, blobs, "office@gov.example")
    with database.begin() as session:
        stop_sending(session, reason="wrong letter", actor=ORGANISER_OLGA, now=NOW)
    assert "wrong letter" in send(database, blobs, server).held[0].reason
    with database.begin() as session, pytest.raises(NotAllowed):
        allow_sending(session, actor=ORGANISER_OLGA, now=NOW)
    with database.begin() as session:
        allow_sending(session, actor=STAFF_SAM, now=NOW)
        with pytest.raises(WrongStatus):
            allow_sending(session, actor=STAFF_SAM, now=NOW)
    assert send(database, blobs, server).statuses == {S.ACCEPTED: 1}


def test_the_kill_switch_with_several_mails_in_hand_stops_within_one_on_each_connection(
    any_database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    an_open_round(any_database, blobs, *(f"office{number}@gov.example" for number in range(16)))
    begun: list[str] = []

    def stop_at_the_sixth(verb: Verb, to: str) -> None:
        if verb is Verb.RCPT:
            begun.append(to)
            if len(begun) == 6:
                with any_database.begin() as session:
                    stop_sending(session, reason="wrong letter", actor=STAFF_SAM, now=NOW)

    server.manners.script = stop_at_the_sixth
    report = send(any_database, blobs, server)
    arrived = [one.recipient for one in server.received]
    assert 6 <= len(arrived) <= 6 + transport_to(server).connections
    assert report.statuses == {S.ACCEPTED: len(arrived)}
    with any_database.read() as session:
        statuses = Counter(one.status for one in list_deliveries(session))
    assert statuses == {S.ACCEPTED: len(arrived), S.QUEUED: 16 - len(arrived)}
    with any_database.begin() as session:
        allow_sending(session, actor=STAFF_SAM, now=NOW)
    send(any_database, blobs, server)
    assert Counter(one.recipient for one in server.received) == {f"office{n}@gov.example": 1 for n in range(16)}


def test_nothing_leaves_outside_its_window(database: Database, blobs: FolderBlobs, server: SmtpServer) -> None:
    an_open_round(database, blobs, "office@gov.example")
    assert send(database, blobs, server, NOW - timedelta(hours=1, seconds=1)).tried == 0
    assert send(database, blobs, server, NOW + timedelta(days=5)).tried == 0
    assert send(database, blobs, server).tried == 1


def test_a_limit_and_a_stop_are_kept(database: Database, blobs: FolderBlobs, server: SmtpServer) -> None:
    an_open_round(database, blobs, *(f"{name}@x.example" for name in "abcd"))
    assert send(database, blobs, server, limit=1).tried == 1
    assert send(database, blobs, server, should_stop=lambda: len(server.received) >= 2).tried in {1, 2}
    assert len(server.received) < 4


def test_a_person_without_the_role_sends_nothing(
    database: Database, blobs: FolderBlobs, server: SmtpServer, organiser_olga: Actor
) -> None:
    with pytest.raises(NotAllowed):
        send_due(
            database,
            blobs,
            transport=transport_to(server),
            identity=IDENTITY,
            clock=lambda: NOW,
            worker="test",
            actor=organiser_olga,
        )


def close_office(database: Database, first_day: date, last_day: date | None) -> None:
    with database.begin() as session:
        close(
            session,
            place="gb-office-1",
            kind=ClosureKind.RECESS if last_day else ClosureKind.DISSOLUTION,
            first_day=first_day,
            last_day=last_day,
            source="the calendar",
            actor=STAFF_SAM,
            now=NOW,
        )


def test_a_live_letter_waits_out_a_recess(any_database: Database, blobs: FolderBlobs, server: SmtpServer) -> None:
    round_id = an_open_round(any_database, blobs, "office@gov.example")
    change_round(any_database, round_id, live=True)
    close_office(any_database, NOW.date(), NOW.date() + timedelta(days=1))
    assert send_live(any_database, blobs, server, NOW).tried == 0
    with any_database.read() as session:
        assert get_delivery(session, 1).next_attempt_at == NOW + timedelta(days=2)
    assert send_live(any_database, blobs, server, NOW + timedelta(days=1, hours=23)).tried == 0
    assert send_live(any_database, blobs, server, NOW + timedelta(days=2)).tried == 1


def test_nothing_live_leaves_after_a_dissolution_until_a_person_says_so(
    any_database: Database, blobs: FolderBlobs, server: SmtpServer
) -> None:
    round_id = an_open_round(any_database, blobs, "office@gov.example")
    change_round(any_database, round_id, live=True)
    close_office(any_database, NOW.date() - timedelta(days=30), None)
    (held,) = send_live(any_database, blobs, server, NOW).held
    assert held.reason == "gb-office-1 is dissolved from 2026-10-25, and no end is recorded."
    with any_database.begin() as session:
        reopen(session, closure_id=1, reason="it has met", actor=STAFF_SAM, now=NOW)
    assert send_live(any_database, blobs, server, NOW).tried == 1


def test_a_trial_does_not_wait_for_a_recess(database: Database, blobs: FolderBlobs, server: SmtpServer) -> None:
    an_open_round(database, blobs, "office@gov.example")
    close_office(database, NOW.date(), None)
    assert send(database, blobs, server).tried == 1
