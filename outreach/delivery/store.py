"""Reads of deliveries, their attempts and their evidence, as frozen values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from outreach.db import UtcDateTime, fetch, table_of
from outreach.delivery.standing import is_standing
from outreach.delivery.status import LADDER, OF_LEAVING, DeliveryStatus, Outcome, Rung
from outreach.delivery.tables import Attempt, Delivery, Evidence, SendingStop
from outreach.errors import NotFound
from outreach.recipients.status import Channel

_STOP = table_of(SendingStop)
_STOPS = _STOP.select().where(_STOP.c.lifted_at.is_(None)).order_by(_STOP.c.id)
_EVERY_STOP = _STOP.select().order_by(_STOP.c.id.desc())


@dataclass(frozen=True, slots=True)
class DeliveryInfo:
    """One parcel on its way out. `tries` counts temporary failures; `settled_because` is a person's reason."""

    id: int
    parcel_id: int
    addressee_id: int
    round_id: int
    channel: Channel
    status: DeliveryStatus
    queued_at: datetime
    opens_at: datetime
    closes_at: datetime
    next_attempt_at: datetime | None
    leased_until: datetime | None
    claimed_by: str | None
    claims: int
    tries: int
    settled_at: datetime | None
    settled_by: str | None
    settled_because: str | None


@dataclass(frozen=True, slots=True)
class AttemptInfo:
    """One try. `reply_text` is the server's words, or ours when it said nothing; `eml_sha256` is what was sent."""

    id: int
    delivery_id: int
    number: int
    message_id: str
    worker: str
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    reply_code: int | None
    enhanced_status: str | None
    reply_text: str | None
    host: str | None
    tls: str | None
    eml_sha256: str | None


@dataclass(frozen=True, slots=True)
class EvidenceInfo:
    """One proof: the rung it reaches, when that was, and where the proof comes from."""

    id: int
    delivery_id: int
    rung: Rung
    at: datetime
    source: str
    detail: Mapping[str, Any]
    blob_sha256: str | None
    noted_at: datetime
    noted_by: str


@dataclass(frozen=True, slots=True)
class StopInfo:
    """Who stopped all sending, when and why."""

    stopped_at: datetime
    stopped_by: str
    reason: str
    lifted_at: datetime | None = None
    lifted_by: str | None = None

    @property
    def told(self) -> str:
        """Why nothing leaves, and what lifts it, as a sentence."""
        return (
            f"{self.stopped_by} stopped all sending ({self.reason}): "
            "nothing leaves until that is lifted, at the desk under Deliveries or with `outreach delivery allow`."
        )


def get_delivery(session: Session, delivery_id: int) -> DeliveryInfo:
    """The delivery; raises NotFound."""
    row = session.get(Delivery, delivery_id, populate_existing=True)
    if row is None:
        raise NotFound(f"There is no delivery {delivery_id}: see `outreach delivery list`.")
    return _delivery(row)


def list_deliveries(
    session: Session, *, round_id: int | None = None, status: DeliveryStatus | None = None
) -> list[DeliveryInfo]:
    """Deliveries of a round, in a status, or all, in the order they were queued."""
    query = select(Delivery).order_by(col(Delivery.id))
    if round_id is not None:
        query = query.where(Delivery.round_id == round_id)
    if status is not None:
        query = query.where(Delivery.status == status)
    return [_delivery(row) for row in session.exec(query)]


def deliveries_by_id(session: Session, *, delivery_ids: Collection[int]) -> dict[int, DeliveryInfo]:
    """Those of these deliveries that there are, in one query."""
    rows = session.exec(select(Delivery).where(col(Delivery.id).in_(delivery_ids)))
    return {info.id: info for info in map(_delivery, rows)}


def find_delivery_of_addressee(session: Session, addressee_id: int) -> DeliveryInfo | None:
    """The delivery to an addressee, None while nothing is queued for it."""
    row = session.exec(select(Delivery).where(Delivery.addressee_id == addressee_id)).one_or_none()
    return None if row is None else _delivery(row)


def deliveries_of_addressees(session: Session, *, addressee_ids: Collection[int]) -> dict[int, DeliveryInfo]:
    """What is queued for these addressees, by addressee, in one query."""
    rows = session.exec(select(Delivery).where(col(Delivery.addressee_id).in_(addressee_ids)))
    return {info.addressee_id: info for info in map(_delivery, rows)}


def find_delivery_by_message_id(session: Session, message_id: str) -> DeliveryInfo | None:
    """The delivery that one of our Message-IDs belongs to, angle brackets included, or None."""
    query = select(Delivery).join(Attempt, col(Attempt.delivery_id) == col(Delivery.id))
    row = session.exec(query.where(Attempt.message_id == message_id)).one_or_none()
    return None if row is None else _delivery(row)


def list_attempts(session: Session, delivery_id: int) -> list[AttemptInfo]:
    """Every try of a delivery, the first one first."""
    query = select(Attempt).where(Attempt.delivery_id == delivery_id).order_by(col(Attempt.number))
    return [AttemptInfo(**row.model_dump()) for row in session.exec(query)]


def list_evidence(session: Session, delivery_id: int) -> list[EvidenceInfo]:
    """Every proof of a delivery that was not withdrawn, lowest rung first, then by time."""
    rows = session.exec(select(Evidence).where(Evidence.delivery_id == delivery_id, is_standing())).all()
    found = [EvidenceInfo(**row.model_dump()) for row in rows]
    return sorted(found, key=lambda proof: (LADDER.index(proof.rung), proof.at))


def highest_rung(session: Session, delivery_id: int) -> Rung | None:
    """How far a delivery provably came, None without any proof."""
    return highest_rungs(session, delivery_ids=[delivery_id]).get(delivery_id)


def highest_rungs(session: Session, *, delivery_ids: Collection[int]) -> dict[int, Rung]:
    """The highest rung of each delivery that has any proof, in one query."""
    query = select(Evidence).where(col(Evidence.delivery_id).in_(delivery_ids), is_standing())
    highest: dict[int, Rung] = {}
    for proof in session.exec(query):
        earlier = highest.get(proof.delivery_id, proof.rung)
        highest[proof.delivery_id] = max(earlier, proof.rung, key=LADDER.index)
    return highest


def first_left(session: Session, *, delivery_ids: Collection[int]) -> dict[int, datetime]:
    """When each delivery that provably left did so: the time of the earliest proof of that, in one query."""
    at = func.min(Evidence.at, type_=UtcDateTime())
    proofs = (col(Evidence.delivery_id).in_(delivery_ids), col(Evidence.rung).in_(OF_LEAVING), is_standing())
    query = select(Evidence.delivery_id, at).where(*proofs).group_by(col(Evidence.delivery_id))
    return dict(session.exec(query).all())


def find_stop(session: Session) -> StopInfo | None:
    """The kill switch, None while sending is allowed."""
    rows = fetch(session, _STOPS)
    return _stop(rows[0]) if rows else None


def list_stops(session: Session) -> list[StopInfo]:
    """Every stop that ever was, the newest first."""
    return [_stop(row) for row in fetch(session, _EVERY_STOP)]


def _stop(row: Any) -> StopInfo:
    return StopInfo(row.stopped_at, row.stopped_by, row.reason, row.lifted_at, row.lifted_by)


def _delivery(row: Delivery) -> DeliveryInfo:
    return DeliveryInfo(**row.model_dump())
