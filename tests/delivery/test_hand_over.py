"""A letter that a person takes there: with a proof, and with the slip that comes back."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import Session

from outreach.blob_folder import FolderBlobs
from outreach.delivery.hand_over import Proof, hand_over_done, list_tasks
from outreach.delivery.settle import settle
from outreach.delivery.status import DeliveryStatus, Rung
from outreach.delivery.store import highest_rungs, list_evidence
from outreach.delivery.tables import Delivery
from outreach.errors import BadInput, NotFound, OutreachError, Refused, WrongStatus
from outreach.recipients.status import Channel
from tests.delivery.an_open_round import NOW
from tests.people import COORDINATOR_CHI, STAFF_SAM

S = DeliveryStatus
SLIP = b"\x89PNG\r\n\x1a\n a slip"


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
    told: dict[str, Any] = {"delivery_id": 2, "reason": "the slip came back", "actor": COORDINATOR_CHI, "now": NOW}
    with pytest.raises(Refused, match="kept with a receipt"):
        settle(session, status=S.RETURNED, blob_sha256=blobs.put(SLIP), **told)
    settle(session, status=S.RECEIPTED, blob_sha256=blobs.put(SLIP), **told)
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
