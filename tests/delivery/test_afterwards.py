"""What becomes of a delivery after it was sent, or instead of being sent."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import Session

from outreach import audit
from outreach.accounts import system_actor
from outreach.accounts.actor import Role
from outreach.audit.store import list_entries
from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.attest import attest
from outreach.delivery.cancel import cancel
from outreach.delivery.claim import Claimed
from outreach.delivery.hand_over import Proof, hand_over_done, list_tasks
from outreach.delivery.queue import queue_round
from outreach.delivery.record import Tried, record_results
from outreach.delivery.recover import recover
from outreach.delivery.resend import resend
from outreach.delivery.settle import settle
from outreach.delivery.status import DeliveryStatus, Outcome, Rung
from outreach.delivery.store import get_delivery, highest_rung, highest_rungs, list_attempts, list_evidence
from outreach.delivery.sweep import sweep
from outreach.delivery.tables import Delivery
from outreach.delivery.transport import Accepted, SendingFailure, TemporaryFailure
from outreach.errors import BadInput, NotAllowed, NotFound, OutreachError, Refused, WrongStatus
from outreach.recipients.status import Channel
from outreach.rounds.status import RoundStatus
from outreach.rounds.tables import Round
from tests.delivery.an_open_round import NOW, OpenRound, take_one
from tests.people import COORDINATOR_CHI, ORGANISER_OLGA, STAFF_SAM

S = DeliveryStatus
SLIP = b"\x89PNG\r\n\x1a\n a slip"
LEASE = timedelta(minutes=20)
SCHEDULER = system_actor("scheduler", Role.STAFF)


@pytest.fixture
def session(database: Database, blobs: FolderBlobs) -> Iterator[Session]:
    """A round with delivery 1 by mail and delivery 2 by post."""
    with database.begin() as session:
        two_deliveries(session, blobs)
        yield session


@pytest.fixture
def any_session(any_database: Database, blobs: FolderBlobs) -> Iterator[Session]:
    """The same, once on each database."""
    with any_database.begin() as session:
        two_deliveries(session, blobs)
        yield session


def two_deliveries(session: Session, blobs: FolderBlobs) -> None:
    opened = OpenRound(session, blobs)
    opened.add("office@gov.example")
    opened.add("1 Street\nTown", channel=Channel.POST)
    assert queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW) == 2


def put(session: Session, status: DeliveryStatus, delivery_id: int = 1) -> None:
    row = session.get(Delivery, delivery_id)
    assert row is not None
    row.status = status
    session.flush()


def claimed(session: Session, message_id: str = "<1@x>", worker: str = "one") -> Claimed:
    taken = take_one(session, worker=worker, message_id=message_id, lease=LEASE)
    assert taken is not None
    return taken


def record(session: Session, taken: Claimed, result: Accepted | SendingFailure) -> DeliveryStatus:
    (status,) = record_results(session, [Tried(taken, result, None, 0.0)], actor=STAFF_SAM, now=NOW)
    return status


ACCEPTED = Accepted(250, "2.0.0", "taken", "mx")


def settle_as(session: Session, status: DeliveryStatus, **more: object) -> DeliveryStatus:
    values = {"delivery_id": 1, "reason": "the relay's log says so", "actor": STAFF_SAM, "now": NOW, **more}
    return settle(session, status=status, **values).status  # type: ignore[arg-type]


def test_a_claim_is_exclusive_and_written_before_anything_is_sent(any_session: Session) -> None:
    taken = claimed(any_session)
    assert take_one(any_session, worker="two", message_id="<2@x>") is None
    (attempt,) = list_attempts(any_session, 1)
    assert (attempt.message_id, attempt.outcome, attempt.worker) == (taken.message_id, None, "one")
    assert get_delivery(any_session, 1).leased_until == NOW + LEASE


def test_a_lost_worker_leaves_it_uncertain_only_after_its_lease(any_session: Session) -> None:
    claimed(any_session)
    assert recover(any_session, actor=SCHEDULER, now=NOW + LEASE) == []
    assert recover(any_session, actor=SCHEDULER, now=NOW + LEASE + timedelta(seconds=1)) == [1]
    (attempt,) = list_attempts(any_session, 1)
    assert (get_delivery(any_session, 1).status, attempt.outcome) == (S.UNCERTAIN, Outcome.UNCERTAIN)


@pytest.mark.parametrize(
    ("result", "status"), [(ACCEPTED, S.ACCEPTED), (TemporaryFailure("later", code=451), S.WAITING)]
)
def test_a_worker_that_comes_back_is_believed(
    session: Session, result: Accepted | SendingFailure, status: DeliveryStatus
) -> None:
    taken = claimed(session)
    recover(session, actor=SCHEDULER, now=NOW + LEASE * 2)
    assert record(session, taken, result) is status


def test_a_persons_decision_is_not_undone_by_a_worker_that_comes_back(any_session: Session) -> None:
    taken = claimed(any_session)
    recover(any_session, actor=SCHEDULER, now=NOW + LEASE * 2)
    settle_as(any_session, S.QUEUED)
    second = claimed(any_session, "<2@x>", "two")
    assert record(any_session, taken, TemporaryFailure("later")) is S.SENDING
    assert record(any_session, second, ACCEPTED) is S.ACCEPTED


def test_an_uncertain_delivery_waits_for_a_person_with_a_reason(session: Session) -> None:
    put(session, S.UNCERTAIN)
    with pytest.raises(NotAllowed):
        settle_as(session, S.QUEUED, actor=SCHEDULER)
    with pytest.raises(Refused, match="why"):
        settle_as(session, S.QUEUED, reason=" ")
    assert settle_as(session, S.ACCEPTED) is S.ACCEPTED
    assert highest_rung(session, 1) is Rung.RELAY_ACCEPTED
    assert list_evidence(session, 1)[0].source == "person:staff_sam"
    assert get_delivery(session, 1).settled_because == "the relay's log says so"
    assert audit.verify(session).broken is None
    assert "log says" not in repr([entry.facts for entry in list_entries(session)])


@pytest.mark.parametrize("status", [S.SENDING, S.WAITING, S.REFUSED, S.EXPIRED, S.HANDED_OVER])
def test_only_what_can_become_of_a_sent_letter_is_settled(session: Session, status: DeliveryStatus) -> None:
    put(session, S.UNCERTAIN)
    with pytest.raises(Refused, match="possible"):
        settle_as(session, status)


@pytest.mark.parametrize(
    ("was", "status"),
    [
        (S.QUEUED, S.ACCEPTED),
        (S.SENDING, S.ACCEPTED),
        (S.SENDING, S.BOUNCED),
        (S.ACCEPTED, S.QUEUED),
        (S.BOUNCED, S.QUEUED),
        (S.BOUNCED, S.DELIVERED),
        (S.REFUSED, S.BOUNCED),
    ],
)
def test_facts_are_never_edited_backwards(session: Session, was: DeliveryStatus, status: DeliveryStatus) -> None:
    put(session, was)
    with pytest.raises(WrongStatus):
        settle_as(session, status)


def test_a_report_settles_once_however_often_it_comes(session: Session) -> None:
    put(session, S.ACCEPTED)
    assert settle_as(session, S.DELIVERED, actor=SCHEDULER) is S.DELIVERED
    entries = len(list_entries(session))
    assert settle_as(session, S.DELIVERED, actor=SCHEDULER) is S.DELIVERED
    assert len(list_entries(session)) == entries
    assert settle_as(session, S.BOUNCED, actor=SCHEDULER) is S.BOUNCED
    with pytest.raises(NotAllowed):
        settle_as(session, S.DELIVERED, actor=ORGANISER_OLGA)
    with pytest.raises(NotFound):
        settle_as(session, S.DELIVERED, delivery_id=99)


def test_the_same_proof_counts_once(any_session: Session) -> None:
    def prove(rung: Rung, source: str) -> int:
        return attest(
            any_session,
            delivery_id=1,
            rung=rung,
            at=NOW,
            source=source,
            detail={"number": "A/7"},
            blob_sha256=None,
            actor=COORDINATOR_CHI,
            now=NOW,
        ).id

    assert highest_rung(any_session, 1) is None
    first = prove(Rung.ACKNOWLEDGED, "mail:1")
    assert prove(Rung.ACKNOWLEDGED, "mail:1") == first
    assert prove(Rung.DSN_DELIVERED, "mail:2") != first
    assert highest_rung(any_session, 1) is Rung.ACKNOWLEDGED
    assert [proof.rung for proof in list_evidence(any_session, 1)] == [Rung.DSN_DELIVERED, Rung.ACKNOWLEDGED]


@pytest.mark.parametrize("status", [S.QUEUED, S.WAITING, S.TO_HAND_OVER])
def test_what_is_unsent_can_be_called_off(session: Session, status: DeliveryStatus) -> None:
    put(session, status)
    assert cancel(session, delivery_id=1, reason="no", actor=STAFF_SAM, now=NOW).status is S.CANCELLED
    with pytest.raises(WrongStatus):
        cancel(session, delivery_id=1, reason="no", actor=STAFF_SAM, now=NOW)


def test_sweep_expires_mail_with_its_window_and_hand_overs_with_their_round(any_session: Session) -> None:
    assert sweep(any_session, actor=SCHEDULER, now=NOW) == 0
    assert sweep(any_session, actor=SCHEDULER, now=NOW + timedelta(days=5)) == 1
    assert [get_delivery(any_session, one).status for one in (1, 2)] == [S.EXPIRED, S.TO_HAND_OVER]
    end_round(any_session, RoundStatus.CLOSED)
    assert sweep(any_session, actor=SCHEDULER, now=NOW) == 1
    assert get_delivery(any_session, 2).status is S.EXPIRED


def test_sweep_cancels_what_a_cancelled_round_left_and_never_what_is_in_hand(session: Session) -> None:
    claimed(session)
    end_round(session, RoundStatus.CANCELLED)
    assert sweep(session, actor=SCHEDULER, now=NOW + timedelta(days=9)) == 1
    assert [get_delivery(session, one).status for one in (1, 2)] == [S.SENDING, S.CANCELLED]


def end_round(session: Session, status: RoundStatus) -> None:
    current = session.get(Round, 1)
    assert current is not None
    current.status = status
    session.flush()


def test_a_hand_over_is_recorded_with_its_proof(session: Session, blobs: FolderBlobs) -> None:
    (task,) = list_tasks(session, round_id=1, now=NOW)
    assert (task.channel, task.manifest.address) == (Channel.POST, "1 Street\nTown")
    proof = Proof("registered letter", number="RR 12", file=SLIP)
    done = hand_over_done(
        session, blobs, delivery_id=2, on=date(2026, 11, 23), proof=proof, actor=COORDINATOR_CHI, now=NOW
    )
    assert done.status is S.HANDED_OVER
    (evidence,) = list_evidence(session, 2)
    assert (evidence.rung, evidence.detail["number"], evidence.detail["on"]) == (
        Rung.HANDED_OVER,
        "RR 12",
        "2026-11-23",
    )
    assert blobs.get(evidence.blob_sha256 or "") == SLIP
    assert list_tasks(session, round_id=1, now=NOW) == []


def test_a_file_that_is_no_scan_proves_nothing(session: Session, blobs: FolderBlobs) -> None:
    with pytest.raises(BadInput, match="not a PDF, PNG or JPEG"):
        hand_over_done(
            session, blobs, delivery_id=2, on=NOW.date(), proof=Proof("x", file=b"text"), actor=STAFF_SAM, now=NOW
        )


@pytest.mark.parametrize(
    ("channel", "asked"),
    [(Channel.IN_PERSON, "who took it there"), (Channel.VIA_MEMBER, "which member it was given to")],
)
def test_what_goes_by_hand_says_by_whose(
    session: Session, blobs: FolderBlobs, channel: Channel, asked: str
) -> None:
    session.exec(update(Delivery).where(Delivery.id == 2).values(channel=channel))
    given: dict[str, Any] = {"delivery_id": 2, "on": NOW.date(), "actor": STAFF_SAM, "now": NOW}
    with pytest.raises(BadInput, match=asked):
        hand_over_done(session, blobs, proof=Proof("stamped receipt"), **given)
    hand_over_done(session, blobs, proof=Proof("stamped receipt", who="Sam"), **given)
    (evidence,) = list_evidence(session, 2)
    assert evidence.detail["who"] == "Sam"


def test_a_return_slip_is_a_rung_with_its_scan(session: Session, blobs: FolderBlobs) -> None:
    hand_over_done(
        session, blobs, delivery_id=2, on=NOW.date(), proof=Proof("registered"), actor=STAFF_SAM, now=NOW
    )
    told = {"delivery_id": 2, "reason": "the slip came back", "actor": COORDINATOR_CHI, "now": NOW}
    with pytest.raises(Refused, match="kept with a receipt"):
        settle(session, status=S.RETURNED, blob_sha256=blobs.put(SLIP), **told)  # type: ignore[arg-type]
    settle(session, status=S.RECEIPTED, blob_sha256=blobs.put(SLIP), **told)  # type: ignore[arg-type]
    proofs = {one.rung: one for one in list_evidence(session, 2)}
    assert set(proofs) == {Rung.HANDED_OVER, Rung.DSN_DELIVERED}
    assert proofs[Rung.DSN_DELIVERED].blob_sha256 == blobs.put(SLIP)
    assert highest_rungs(session, delivery_ids=[2])[2] is Rung.DSN_DELIVERED


@pytest.mark.parametrize(
    ("delivery_id", "on", "words", "error"),
    [
        (2, date(2026, 11, 25), "posted", BadInput),
        (2, date(2026, 11, 24), " ", BadInput),
        (1, date(2026, 11, 24), "posted", WrongStatus),
        (9, date(2026, 11, 24), "posted", NotFound),
    ],
)
def test_a_hand_over_without_proof_is_none(
    session: Session, blobs: FolderBlobs, delivery_id: int, on: date, words: str, error: type[OutreachError]
) -> None:
    with pytest.raises(error):
        hand_over_done(
            session, blobs, delivery_id=delivery_id, on=on, proof=Proof(words), actor=STAFF_SAM, now=NOW
        )


@pytest.mark.parametrize("status", [S.QUEUED, S.SENDING, S.ACCEPTED, S.DELIVERED, S.UNCERTAIN])
def test_only_what_failed_is_sent_again(session: Session, status: DeliveryStatus) -> None:
    put(session, status)
    with pytest.raises(WrongStatus):
        resend(session, delivery_id=1, contact_id=2, actor=STAFF_SAM, now=NOW)
