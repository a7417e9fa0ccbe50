"""What people post, type into a form or take there: the task, and that it was done."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.blobs import Blobs, sha256_of
from outreach.delivery.attest import attest
from outreach.delivery.conditions import terms_of
from outreach.delivery.status import MOVES, DeliveryStatus, Rung
from outreach.delivery.store import DeliveryInfo, get_delivery, list_deliveries
from outreach.delivery.tables import Delivery
from outreach.errors import BadInput, NotFound, WrongStatus
from outreach.recipients.status import Channel
from outreach.reviews.manifest import Manifest
from outreach.reviews.store import get_parcel, parcels_by_id
from outreach.rounds.scope import require_addressee
from outreach.rounds.store import get_round
from outreach.scans import require_scan
from outreach.transitions import advance

NOON = time(12, tzinfo=UTC)
"""The hour that stands for a day."""
BY_SOMEBODY = {Channel.IN_PERSON: "who took it there", Channel.VIA_MEMBER: "which member it was given to"}
"""Channels on which a person's name is part of the proof."""


@dataclass(frozen=True, slots=True)
class HandOverTask:
    """One thing for a person to do: where to (`address`: envelope lines or URL), and the text to paste.

    `held` says why it may not be done now (the conditions of a mail's claim); None when it may.
    """

    delivery: DeliveryInfo
    manifest: Manifest
    held: str | None

    @property
    def channel(self) -> Channel:
        return self.delivery.channel


@dataclass(frozen=True, slots=True)
class Proof:
    """How a hand-over can be shown: in words, by a tracking or confirmation number, by a photo or receipt.

    `who` took it there, or is the member it was given to.
    """

    words: str
    number: str = ""
    file: bytes | None = None
    who: str = ""


def list_tasks(session: Session, *, round_id: int, now: datetime) -> list[HandOverTask]:
    """What waits for a person in a round, in the order it was queued; raises NotFound: no such round."""
    get_round(session, round_id)
    waiting = list_deliveries(session, round_id=round_id, status=DeliveryStatus.TO_HAND_OVER)
    parcels = parcels_by_id(session, parcel_ids=[one.parcel_id for one in waiting])
    terms = terms_of(session, list(parcels.values()), is_live=None, now=now)
    return [HandOverTask(one, parcels[one.parcel_id].manifest, terms[one.parcel_id].held) for one in waiting]


def get_task(session: Session, *, delivery_id: int, now: datetime) -> HandOverTask:
    """One thing that waits for a person.

    Raises:
        NotFound: there is no such delivery.
        WrongStatus: it does not wait for a hand-over.
    """
    delivery = get_delivery(session, delivery_id)
    if delivery.status is not DeliveryStatus.TO_HAND_OVER:
        status = delivery.status.replace("_", " ")
        raise WrongStatus(f"Delivery {delivery_id} is {status}: nothing is to hand over.")
    parcel = get_parcel(session, delivery.parcel_id)
    held = terms_of(session, [parcel], is_live=None, now=now)[parcel.id].held
    return HandOverTask(delivery, parcel.manifest, held)


def hand_over_done(
    session: Session, blobs: Blobs, *, delivery_id: int, on: date, proof: Proof, actor: Actor, now: datetime
) -> DeliveryInfo:
    """Record that a person handed it over, when, and with what proof.

    Raises:
        NotFound: there is no such delivery.
        NotAllowed: the actor is not a person on the staff or a coordinator.
        BadInput: the day lies in the future, nothing proves it, it is not said who took it there or which member
            has it, or the file is no photo or scan.
        WrongStatus: it does not wait for a hand-over.
    """
    actor.require_person()
    actor.require_role(Role.STAFF, Role.COORDINATOR)
    if on > now.date():
        raise BadInput(f"--on {on} lies in the future: record a hand-over when it is done.")
    if not proof.words.strip():
        raise BadInput("Say how it was handed over, such as --proof 'registered letter, receipt in the binder'.")
    if proof.file is not None:
        require_scan(proof.file)
    row = session.get(Delivery, delivery_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound(f"There is no delivery {delivery_id}: see `outreach delivery handover list`.")
    require_addressee(session, actor, Role.STAFF, Role.COORDINATOR, addressee_id=row.addressee_id)
    if row.channel in BY_SOMEBODY and not proof.who.strip():
        raise BadInput(f"Say who: {BY_SOMEBODY[row.channel]}.")
    row.status = advance(row.status, DeliveryStatus.HANDED_OVER, moves=MOVES, what=f"delivery {delivery_id}")
    session.add(row)
    session.flush()
    _prove(session, blobs, row, on, proof, actor, now)
    facts = {"on": on.isoformat(), "proof_sha256": sha256_of(proof.words.encode())}
    subject = f"delivery:{delivery_id}"
    audit.record(session, actor=actor, action="delivery.handed_over", subject=subject, now=now, facts=facts)
    return get_delivery(session, delivery_id)


def _prove(
    session: Session, blobs: Blobs, row: Delivery, on: date, proof: Proof, actor: Actor, now: datetime
) -> None:
    assert row.id is not None
    noon = datetime.combine(on, NOON)
    attest(
        session,
        delivery_id=row.id,
        rung=Rung.HANDED_OVER,
        at=min(now, max(noon, row.queued_at) if row.queued_at.date() == on else noon),
        source="hand-over",
        detail={
            "on": on.isoformat(),
            "channel": row.channel,
            "proof": proof.words,
            "number": proof.number.strip(),
            "who": proof.who.strip(),
            "by": actor.name,
        },
        blob_sha256=blobs.put(proof.file) if proof.file is not None else None,
        actor=actor,
        now=now,
    )
