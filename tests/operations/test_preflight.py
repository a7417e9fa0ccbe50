"""The look over a round before it starts: each thing that keeps a letter back is found, with its remedy."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.queue import queue_round
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.switch import stop_sending
from outreach.delivery.tables import Delivery
from outreach.errors import NotFound, Refused
from outreach.operations.finding import Finding
from outreach.operations.preflight import Way, preflight
from outreach.operations.start import Looked, start_round
from outreach.petition.tables import PetitionVersion
from outreach.recipients.close import close
from outreach.recipients.object import object_to
from outreach.recipients.status import ClosureKind
from outreach.recipients.tables import Contact, ContactCheck, ContactFlag
from outreach.reviews.status import ReviewStatus
from outreach.reviews.tables import Parcel, Review
from outreach.rounds.status import RoundStatus
from outreach.rounds.tables import Round
from outreach.signatures.tables import Snapshot
from tests.delivery.an_open_round import NOW, OpenRound
from tests.people import STAFF_SAM

OFFICE = "gb-office-1"
LIVE, TRIAL = Way(True, "petition.org"), Way(False, "petition.org")


@pytest.fixture
def session(database: Database, blobs: FolderBlobs) -> Iterator[Session]:
    """A trial round with one office."""
    with database.begin() as session:
        OpenRound(session, blobs).add("office@gov.example")
        yield session


def look(session: Session, way: Way | None = TRIAL, at: Any = NOW) -> list[Finding]:
    return preflight(session, round_id=1, way=way, now=at)


def told(findings: list[Finding], subject: str) -> list[str]:
    return [finding.told for finding in findings if finding.subject == subject]


def change(session: Session, table: Any, **values: object) -> None:
    row = session.exec(select(table).order_by(col(table.id))).first()
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def test_a_trial_has_advice_and_a_live_round_is_blocked_by_the_same(session: Session) -> None:
    as_trial = look(session)
    assert as_trial
    assert not any(finding.blocks for finding in as_trial)
    assert all(finding.remedy for finding in as_trial)
    change(session, Round, live=True)
    as_live = look(session, LIVE)
    assert {(one.subject, one.told) for one in as_live} == {(one.subject, one.told) for one in as_trial}
    assert {one.subject for one in as_live if one.blocks} == {"version 1", "text en", "snapshot 1"}


def test_the_way_out_fits_the_round(session: Session) -> None:
    assert told(look(session, LIVE), "transport") == ["Mail is live and the round is a trial."]
    assert told(look(session, Way(False, "outreach.example")), "sender") == [
        "Mail would come from outreach.example."
    ]
    change(session, Round, live=True)
    assert look(session, TRIAL)[0] == Finding(
        True,
        "transport",
        "The round is live and mail is not.",
        "set OUTREACH_LIVE=yes and OUTREACH_SMTP__HOST",
    )


@pytest.mark.parametrize(
    ("table", "values", "subject", "words"),
    [
        (
            PetitionVersion,
            {"withdrawn_at": NOW, "withdrawn_reason": "an error"},
            "version 1",
            "Withdrawn: an error.",
        ),
        (Snapshot, {"withdrawn_at": NOW, "withdrawn_reason": "an error"}, "snapshot 1", "Withdrawn: an error."),
        (Snapshot, {"as_of": NOW - timedelta(days=46)}, "snapshot 1", "The counts are old, of 2026-10-09."),
        (Review, {"status": ReviewStatus.AWAITING}, OFFICE, "Not approved: a second person has not looked yet."),
        (Contact, {"value": "new@gov.example"}, OFFICE, "The contact's address was changed."),
        (Contact, {"value": "new@gov.example"}, OFFICE, "Nobody has checked the contact."),
        (ContactCheck, {"expires_at": NOW}, OFFICE, "The contact's check ends on 2026-11-24."),
    ],
)
def test_what_is_wrong_is_found(
    session: Session, table: Any, values: dict[str, Any], subject: str, words: str
) -> None:
    assert words not in told(look(session), subject)
    change(session, table, **values)
    assert words in told(look(session), subject)


def test_an_office_without_a_parcel_is_named(session: Session) -> None:
    session.delete(session.get(Review, 1))
    session.delete(session.get(Parcel, 1))
    session.flush()
    assert told(look(session), OFFICE) == ["Nothing is packed yet."]


def test_an_objection_and_the_kill_switch_block_a_trial_too(session: Session) -> None:
    stop_sending(session, reason="wrong letter", actor=STAFF_SAM, now=NOW)
    object_to(session, office_key=OFFICE, contact_id=None, who="x", source="y", actor=STAFF_SAM, now=NOW)
    blocking = [finding.subject for finding in look(session) if finding.blocks]
    assert blocking == ["kill switch", OFFICE]


def test_a_contact_in_doubt_or_that_bounced_is_named(session: Session) -> None:
    queue_round(session, round_id=1, actor=STAFF_SAM, now=NOW)
    change(session, Delivery, status=DeliveryStatus.BOUNCED)
    assert "The last mail to this contact failed." in told(look(session), OFFICE)
    check = session.get(ContactCheck, 1)
    assert check is not None
    session.add(
        ContactFlag(
            contact_id=1,
            value_sha256=check.value_sha256,
            reason="bounced 5.1.1",
            evidence="mail:1",
            flagged_at=NOW + timedelta(hours=1),
            flagged_by="system:replies",
        )
    )
    session.flush()
    assert "The contact is in doubt: bounced 5.1.1." in told(look(session, at=NOW + timedelta(hours=2)), OFFICE)


def test_a_live_round_does_not_start_while_something_blocks(session: Session) -> None:
    change(session, Round, live=True, status=RoundStatus.SCHEDULED)
    looked = Looked(LIVE, ())
    with pytest.raises(Refused, match="delivery preflight --round 1"):
        start_round(session, round_id=1, looked=looked, actor=STAFF_SAM, now=NOW)
    change(session, Round, live=False)
    assert start_round(session, round_id=1, actor=STAFF_SAM, now=NOW).queued == 1


def test_there_is_nothing_to_look_at_in_no_round(session: Session) -> None:
    with pytest.raises(NotFound):
        preflight(session, round_id=9, way=None, now=NOW)


@pytest.mark.parametrize(
    ("last_day", "is_told"), [(None, True), (NOW.date() + timedelta(days=30), True), (NOW.date(), False)]
)
def test_an_office_closed_for_all_of_its_window_is_named(
    session: Session, last_day: date | None, is_told: bool
) -> None:
    close(
        session,
        place=OFFICE,
        kind=ClosureKind.RECESS,
        first_day=NOW.date(),
        last_day=last_day,
        source="the calendar",
        actor=STAFF_SAM,
        now=NOW,
    )
    assert any("in recess from 2026-11-24" in one for one in told(look(session), OFFICE)) is is_told
