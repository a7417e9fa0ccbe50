"""What becomes of a delivery after it was sent: claimed, lost, settled, proved."""

from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import Session

from outreach import audit
from outreach.audit.store import list_entries
from outreach.delivery.attest import attest
from outreach.delivery.claim import Claimed
from outreach.delivery.doubt import doubt
from outreach.delivery.record import Tried, record_results
from outreach.delivery.recover import recover
from outreach.delivery.settle import settle
from outreach.delivery.status import DeliveryStatus, Outcome, Rung
from outreach.delivery.store import get_delivery, highest_rung, list_attempts, list_evidence
from outreach.delivery.transport import Accepted, SendingFailure, TemporaryFailure
from outreach.errors import NotAllowed, NotFound, Refused, WrongStatus
from tests.delivery.an_open_round import NOW, take_one
from tests.delivery.two_deliveries import LEASE, SCHEDULER, claimed, put
from tests.people import COORDINATOR_CHI, ORGANISER_OLGA, STAFF_SAM

S = DeliveryStatus


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


@pytest.mark.parametrize("decided", [S.QUEUED, S.CANCELLED])
def test_what_was_taken_is_not_sent_again_whatever_a_person_thought(
    any_session: Session, decided: DeliveryStatus
) -> None:
    taken = claimed(any_session)
    recover(any_session, actor=SCHEDULER, now=NOW + LEASE * 2)
    settle_as(any_session, decided)
    assert record(any_session, taken, ACCEPTED) is S.ACCEPTED
    assert take_one(any_session, worker="two", message_id="<2@x>") is None
    assert audit.verify(any_session).broken is None


def test_what_was_refused_late_leaves_a_persons_decision(any_session: Session) -> None:
    taken = claimed(any_session)
    recover(any_session, actor=SCHEDULER, now=NOW + LEASE * 2)
    settle_as(any_session, S.QUEUED)
    assert record(any_session, taken, TemporaryFailure("later")) is S.QUEUED


def test_a_doubt_holds_what_is_to_be_sent_again_once(any_session: Session) -> None:
    raised = partial(doubt, any_session, delivery_id=1, reason="mail 3 is a receipt", actor=SCHEDULER, now=NOW)
    assert not raised(), "never tried: nobody can have had it"
    taken = claimed(any_session)
    record(any_session, taken, TemporaryFailure("later"))
    assert raised()
    assert get_delivery(any_session, 1).status is S.UNCERTAIN
    settle_as(any_session, S.QUEUED)
    assert not raised(), "a person decided since"
    assert claimed(any_session, "<2@x>", "two")


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
