"""A person, or a report that came back, says what became of a delivery."""

from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.blobs import sha256_of
from outreach.delivery.attest import attest
from outreach.delivery.status import MOVES, DeliveryStatus, Rung
from outreach.delivery.store import DeliveryInfo, get_delivery
from outreach.delivery.tables import Delivery
from outreach.errors import NotFound, Refused, WrongStatus
from outreach.rounds.scope import require_addressee
from outreach.transitions import advance

BY_A_PERSON = frozenset({DeliveryStatus.ACCEPTED, DeliveryStatus.QUEUED, DeliveryStatus.CANCELLED})
"""What only a person may decide about an uncertain delivery: it was sent, send it again, or leave it."""
_RUNGS = {DeliveryStatus.ACCEPTED: Rung.RELAY_ACCEPTED, DeliveryStatus.RECEIPTED: Rung.DSN_DELIVERED}
"""What such a decision proves: a return slip or receipt is one on the ladder of all channels."""
BY_REPORT = frozenset(
    {DeliveryStatus.DELIVERED, DeliveryStatus.BOUNCED, DeliveryStatus.RECEIPTED, DeliveryStatus.RETURNED}
)
"""What a mail or letter that came back may tell."""


def settle(
    session: Session,
    *,
    delivery_id: int,
    status: DeliveryStatus,
    reason: str,
    actor: Actor,
    now: datetime,
    blob_sha256: str | None = None,
) -> DeliveryInfo:
    """Move a delivery to what became of it. Settling the same again changes nothing.

    `blob_sha256` is of a photo or scan that shows it, such as a return slip.

    Raises:
        NotFound: there is no such delivery.
        NotAllowed: the actor is neither staff nor coordinator, or not a person where a person must decide.
        Refused: the status is not one that is settled, a decision has no reason, or a file shows no receipt.
        WrongStatus: the delivery cannot become that; a mail that is just being sent cannot be settled.
    """
    actor.require_role(Role.STAFF, Role.COORDINATOR)
    row = session.get(Delivery, delivery_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound(f"There is no delivery {delivery_id}: see `outreach delivery list`.")
    require_addressee(session, actor, Role.STAFF, Role.COORDINATOR, addressee_id=row.addressee_id)
    _refuse(row, status, reason, actor)
    if blob_sha256 is not None and status not in _RUNGS:
        raise Refused(f"A file is kept with a receipt, not with what is {status}: say it in the reason.")
    if row.status is status:
        return get_delivery(session, delivery_id)
    was, row.status = row.status, advance(row.status, status, moves=MOVES, what=f"delivery {delivery_id}")
    row.settled_at, row.settled_by, row.settled_because = now, actor.name, reason
    row.next_attempt_at = None
    session.add(row)
    session.flush()
    facts = {"was": was, "status": status, "reason_sha256": sha256_of(reason.encode())}
    subject = f"delivery:{delivery_id}"
    audit.record(session, actor=actor, action="delivery.settled", subject=subject, now=now, facts=facts)
    if status in _RUNGS:
        _prove(session, delivery_id, status, reason, blob_sha256, actor, now)
    return get_delivery(session, delivery_id)


def _refuse(row: Delivery, status: DeliveryStatus, reason: str, actor: Actor) -> None:
    if status not in BY_A_PERSON | BY_REPORT:
        possible = ", ".join(sorted(BY_A_PERSON | BY_REPORT))
        raise Refused(f"A delivery is not settled as {status}; possible: {possible}.")
    if status in BY_A_PERSON and row.status is not status:
        actor.require_person()
        if row.status is not DeliveryStatus.UNCERTAIN:
            raise WrongStatus(f"Delivery {row.id} is {row.status}; only an uncertain one is settled as {status}.")
        if not reason.strip():
            raise Refused("Say why: a decision about an uncertain delivery needs its reason.")


def _prove(
    session: Session,
    delivery_id: int,
    status: DeliveryStatus,
    reason: str,
    blob_sha256: str | None,
    actor: Actor,
    now: datetime,
) -> None:
    attest(
        session,
        delivery_id=delivery_id,
        rung=_RUNGS[status],
        at=now,
        source=f"person:{actor.name}",
        detail={"reason": reason},
        blob_sha256=blob_sha256,
        actor=actor,
        now=now,
    )
