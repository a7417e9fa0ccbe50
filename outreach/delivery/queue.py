"""Put the approved parcels of an open round into the queue; the rows are the queue."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.delivery.status import UNSENT, DeliveryStatus
from outreach.delivery.tables import Delivery
from outreach.errors import WrongStatus
from outreach.recipients.status import Channel
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import ParcelInfo, list_parcels
from outreach.reviews.validity import standings_of
from outreach.rounds.scope import require_round
from outreach.rounds.status import RoundStatus
from outreach.rounds.store import AddresseeInfo, get_round, list_addressees

AT_ONCE = 500
"""Parcels whose approvals are checked together."""


def queue_round(session: Session, *, round_id: int, actor: Actor, now: datetime) -> int:
    """Queue what is approved, valid and not queued yet; e-mail to be sent, other channels to be handed over.

    A newer approved parcel takes the place of one that is still unsent. Doing it again adds nothing.
    Returns how many were queued.

    Raises:
        NotAllowed: the actor is not staff.
        NotFound: there is no such round.
        WrongStatus: the round is not open.
    """
    require_round(session, actor, Role.STAFF, round_id=round_id)
    current = get_round(session, round_id)
    if current.status is not RoundStatus.OPEN:
        raise WrongStatus(f"Round {round_id} is {current.status}: only what an open round approved is queued.")
    addressees = {one.id: one for one in list_addressees(session, round_id=round_id, included=True)}
    approved = list_parcels(session, round_id=round_id, status=ReviewStatus.APPROVED)
    of_round = session.exec(select(Delivery).where(Delivery.round_id == round_id))
    rows = {row.addressee_id: row for row in of_round}
    ready = [
        parcel
        for parcel in approved
        if parcel.addressee_id in addressees and not _has_its_place(rows.get(parcel.addressee_id), parcel)
    ]
    queued = 0
    for start in range(0, len(ready), AT_ONCE):
        some = ready[start : start + AT_ONCE]
        standings = standings_of(session, some, now=now)
        queued += sum(
            _queue(session, rows.get(parcel.addressee_id), parcel, addressees[parcel.addressee_id], now)
            for parcel in some
            if standings[parcel.id].outdated is None
        )
    if queued:
        facts = {"deliveries": queued}
        audit.record(
            session, actor=actor, action="delivery.queued", subject=f"round:{round_id}", now=now, facts=facts
        )
    return queued


def _has_its_place(row: Delivery | None, parcel: ParcelInfo) -> bool:
    """Whether the parcel is in the queue already, or another of the same addressee went out."""
    return row is not None and (row.parcel_id == parcel.id or row.status not in UNSENT)


def _queue(
    session: Session, row: Delivery | None, parcel: ParcelInfo, addressee: AddresseeInfo, now: datetime
) -> bool:
    """Whether this adds or replaces a row; `row` is what the addressee has already.

    A worker may have claimed it since it was read: what is being sent keeps the parcel that is sent.
    """
    if addressee.opens_at is None or addressee.closes_at is None:
        return False
    if row is not None:
        session.refresh(row, with_for_update=True)
        if row.status not in UNSENT:
            return False
        row.parcel_id, row.queued_at, row.next_attempt_at = parcel.id, now, None
        row.opens_at, row.closes_at = addressee.opens_at, addressee.closes_at
        session.add(row)
        return True
    channel = Channel(parcel.manifest.channel)
    row = Delivery(
        parcel_id=parcel.id,
        addressee_id=addressee.id,
        round_id=parcel.round_id,
        channel=channel,
        status=DeliveryStatus.QUEUED if channel is Channel.EMAIL else DeliveryStatus.TO_HAND_OVER,
        queued_at=now,
        opens_at=addressee.opens_at,
        closes_at=addressee.closes_at,
    )
    return _insert(session, row)


def _insert(session: Session, row: Delivery) -> bool:
    """Insert unless somebody queued the same addressee at this very moment."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True
