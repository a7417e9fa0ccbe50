"""An event becomes one row a person, rows become one mail, and the mail leaves once: on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from sqlalchemy import update

from outreach.accounts.disable import disable
from outreach.db import Database
from outreach.errors import BadInput, Refused
from outreach.fake_smtp import HANG_UP, Manners, Reply, Verb
from outreach.fakes import SmtpServer
from outreach.notices.choose import choose
from outreach.notices.record import Event, record
from outreach.notices.send import GIVE_UP, LEASE, WAITS, send_notices
from outreach.notices.status import CHOSEN, MailStatus, NoticeKind
from outreach.notices.store import count_mails, get_choice, list_notices_of
from outreach.notices.tables import NoticeMail
from tests.delivery.an_open_round import OpenRound
from tests.notices.people import DESK, address_of, post_to, with_addresses
from tests.people import ADMIN_ADA, COORDINATOR_CHI, STAFF_SAM
from tests.world import NOW

LATER = NOW + timedelta(hours=1)
"""The greetings are a while ago."""


def bounce(number: int, **more: str) -> Event:
    return Event(NoticeKind.BOUNCED, f"test:{number}", f"/deliveries/{number}", **more)


def note(database: Database, *events: Event, at: datetime = LATER) -> int:
    with database.begin() as session:
        return record(session, events=events, now=at)


def send(database: Database, server: SmtpServer, at: datetime = LATER) -> int:
    return send_notices(database, post=post_to(server), now=at)


def read(server: SmtpServer) -> dict[str, EmailMessage]:
    mails = {mail.recipient: message_from_bytes(mail.message, policy=default) for mail in server.received}
    assert len(mails) == len(server.received), "one mail a person"
    return mails


def test_an_event_is_told_once_to_those_whom_it_concerns(any_database: Database) -> None:
    with_addresses(any_database)
    assert note(any_database, bounce(1)) == 2
    assert note(any_database, bounce(1)) == 0
    with SmtpServer() as server:
        assert send(any_database, server) == 2
        assert send(any_database, server) == 0
        mails = read(server)
    assert set(mails) == {address_of("staff_sam"), address_of("coordinator_chi")}
    mail = mails[address_of("staff_sam")]
    assert mail["Subject"] == "outreach: A letter was refused or came back"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert f"{DESK}/deliveries/1" in mail.get_content()


def test_who_did_it_is_not_told(database: Database) -> None:
    with_addresses(database)
    assert note(database, bounce(1, actor="staff_sam")) == 1
    with database.read() as session:
        assert NoticeKind.BOUNCED not in {one.kind for one in list_notices_of(session, "staff_sam")}


def test_a_storm_is_one_mail_and_the_next_waits(any_database: Database) -> None:
    with_addresses(any_database)
    note(any_database, *map(bounce, range(300)))
    with SmtpServer() as server:
        send(any_database, server)
        body = read(server)[address_of("staff_sam")].get_content()
        assert "Letters were refused or came back (300)" in body
        assert f"and 290 more: {DESK}/deliveries?status=bounced" in body
        note(any_database, *map(bounce, range(300, 400)))
        assert send(any_database, server, LATER + timedelta(minutes=14)) == 0
        assert send(any_database, server, LATER + timedelta(minutes=15)) == 2


def test_nobody_is_told_what_they_declined(database: Database) -> None:
    with_addresses(database, wanted=[NoticeKind.PAUSED])
    assert note(database, bounce(1)) == 0
    assert note(database, Event(NoticeKind.PAUSED, "ledger:9", "/rounds/1")) == 2


def test_without_an_address_nobody_is_told(database: Database) -> None:
    with_addresses(database)
    with database.begin() as session:
        choose(session, address="", wanted=CHOSEN, digest_hour=6, actor=STAFF_SAM, now=LATER)
    assert note(database, bounce(1)) == 1


def test_a_server_that_is_away_is_tried_again_with_the_same_message_id(any_database: Database) -> None:
    with_addresses(any_database)
    note(any_database, bounce(1, actor="staff_sam"))
    taken: list[Verb] = []

    def away_first(verb: Verb, _recipient: str) -> Reply | None:
        taken.append(verb)
        return HANG_UP if verb is Verb.CONTENT_KEPT and taken.count(verb) == 1 else None

    with SmtpServer(Manners(script=away_first)) as server:
        assert send(any_database, server) == 0
        assert send(any_database, server) == 0, "it is not due yet"
        assert send(any_database, server, LATER + WAITS[0]) == 1
        ids = [message_from_bytes(mail.message)["Message-ID"] for mail in server.received]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_notice_that_is_refused_for_good_is_failed(database: Database) -> None:
    with_addresses(database)
    note(database, bounce(1, actor="staff_sam"))
    unknown = Manners(script=lambda verb, _: "550 5.1.1 nobody" if verb is Verb.RCPT else None)
    with SmtpServer(unknown) as server:
        assert send(database, server) == 0
        assert send(database, server, LATER + GIVE_UP) == 0
    with database.read() as session:
        assert count_mails(session)[MailStatus.FAILED] == 1


def test_what_a_killed_worker_had_claimed_leaves_after_its_lease(any_database: Database) -> None:
    with_addresses(any_database)
    note(any_database, bounce(1, actor="staff_sam"))
    with SmtpServer() as server:
        send_notices(any_database, post=post_to(server), now=LATER)
        assert len(server.received) == 1
        with any_database.begin() as session:
            mine = update(NoticeMail).where(NoticeMail.user_name == "coordinator_chi")
            session.exec(mine.values(status=MailStatus.SENDING, leased_until=LATER + LEASE))
        assert send(any_database, server, LATER + LEASE) == 0
        assert send(any_database, server, LATER + LEASE + timedelta(seconds=1)) == 2, "the greeting too"


def test_who_was_shut_out_meanwhile_gets_nothing(database: Database) -> None:
    with_addresses(database)
    note(database, bounce(1, actor="staff_sam"))
    refuse = Manners(script=lambda verb, _: "451 4.3.0 later" if verb is Verb.RCPT else None)
    with SmtpServer(refuse) as server:
        assert send(database, server) == 0
    with database.begin() as session:
        disable(session, actor=ADMIN_ADA, name=COORDINATOR_CHI.name, now=LATER)
    with SmtpServer() as server:
        assert send(database, server, LATER + timedelta(hours=1)) == 0
    with database.read() as session:
        assert count_mails(session)[MailStatus.UNWANTED] == 1


def test_an_office_is_never_sent_notices(database: Database, blobs: object) -> None:
    with_addresses(database)
    with database.begin() as session:
        OpenRound(session, blobs).add("office@gov.example")  # type: ignore[arg-type]
    with pytest.raises(Refused, match="gb-office-1"), database.begin() as session:
        choose(session, address="Office@gov.example", wanted=CHOSEN, digest_hour=6, actor=STAFF_SAM, now=NOW)


@pytest.mark.parametrize(
    ("address", "hour"), [("no address", 6), ("a@b.example\r\nBcc: c@d.example", 6), ("", 24)]
)
def test_a_wrong_choice_is_refused(database: Database, address: str, hour: int) -> None:
    with_addresses(database)
    with pytest.raises(BadInput), database.begin() as session:
        choose(session, address=address, wanted=CHOSEN, digest_hour=hour, actor=STAFF_SAM, now=NOW)
    with database.read() as session:
        assert get_choice(session, "staff_sam").address == address_of("staff_sam")


def test_two_workers_at_once_tell_each_person_once(any_database: Database) -> None:
    with_addresses(any_database)
    events = [bounce(number) for number in range(20)]
    with SmtpServer() as server, ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda _: note(any_database, *events), range(2)))
        list(workers.map(lambda _: send(any_database, server), range(2)))
        assert all("(20)" in str(mail["Subject"]) for mail in read(server).values())
        assert len(server.received) == 2
