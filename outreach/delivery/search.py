"""Long lists of deliveries: narrowed, counted and cut by the database."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from outreach.accounts import Actor
from outreach.delivery.standing import is_standing
from outreach.delivery.status import LADDER, DeliveryStatus, Rung
from outreach.delivery.store import DeliveryInfo
from outreach.delivery.tables import Delivery, Evidence
from outreach.recipients.status import Channel
from outreach.rounds.scope import addressees_seen
from outreach.rounds.store import addressees_in

LEFT = (
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.HANDED_OVER,
    DeliveryStatus.RECEIPTED,
)
"""An answer can be expected."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; None narrows nothing.

    `rung` is the highest that is proved; `is_unanswered` are those that left, and got no answer in substance;
    `seen_by` leaves out what lies outside the scope of somebody's roles.
    """

    round_id: int | None = None
    status: DeliveryStatus | None = None
    channel: Channel | None = None
    rung: Rung | None = None
    government: str | None = None
    is_unanswered: bool = False
    seen_by: Actor | None = None


def search_deliveries(
    session: Session, wanted: Wanted, *, limit: int | None = None, offset: int = 0
) -> list[DeliveryInfo]:
    """Deliveries that are like that, the newest first."""
    query = select(Delivery).where(*_conditions(wanted)).order_by(col(Delivery.id).desc())
    return [DeliveryInfo(**row.model_dump()) for row in session.exec(query.limit(limit).offset(offset))]


def count_deliveries(session: Session, wanted: Wanted) -> int:
    """How many deliveries are like that."""
    return session.exec(select(func.count()).select_from(Delivery).where(*_conditions(wanted))).one()


def count_by_round(session: Session, wanted: Wanted) -> Counter[int]:
    """How many deliveries of each round are like that; rounds without any are not in it."""
    query = select(Delivery.round_id, func.count()).where(*_conditions(wanted)).group_by(col(Delivery.round_id))
    return Counter(dict(session.exec(query).all()))


def count_by_status(session: Session, wanted: Wanted = Wanted()) -> Counter[DeliveryStatus]:
    """How many deliveries that are like that are in each status."""
    query = select(Delivery.status, func.count()).where(*_conditions(wanted)).group_by(col(Delivery.status))
    return Counter({DeliveryStatus(one): count for one, count in session.exec(query)})


def deliveries_in(government: str) -> SelectOfScalar[int | None]:
    """The ids of the deliveries to a government, as a query that stands in a condition of another one."""
    return select(col(Delivery.id)).where(col(Delivery.addressee_id).in_(addressees_in(government)))


def newest_ids(session: Session, *, limit: int) -> list[int]:
    """The numbers of the deliveries that were queued last, the newest first."""
    query = select(Delivery.id).order_by(col(Delivery.id).desc()).limit(limit)
    return [number for number in session.exec(query) if number is not None]


def deliveries_seen(actor: Actor) -> SelectOfScalar[int | None]:
    """The ids of deliveries in the scope of the actor's roles, to stand in a condition of another query."""
    return select(col(Delivery.id)).where(col(Delivery.addressee_id).in_(addressees_seen(actor)))


def _conditions(wanted: Wanted) -> list[Any]:
    plain = (
        (col(Delivery.round_id), wanted.round_id),
        (col(Delivery.status), wanted.status),
        (col(Delivery.channel), wanted.channel),
    )
    conditions: list[Any] = [column == value for column, value in plain if value is not None]
    if wanted.government is not None:
        conditions.append(col(Delivery.addressee_id).in_(addressees_in(wanted.government)))
    if wanted.seen_by is not None and wanted.seen_by.limits:
        conditions.append(col(Delivery.addressee_id).in_(addressees_seen(wanted.seen_by)))
    if wanted.rung is not None:
        above = LADDER[LADDER.index(wanted.rung) + 1 :]
        conditions += [_has_proof(wanted.rung), ~_has_proof(*above)]
    if wanted.is_unanswered:
        conditions += [col(Delivery.status).in_(LEFT), ~_has_proof(Rung.ANSWERED)]
    return conditions


def _has_proof(*rungs: Rung) -> Any:
    return exists().where(
        col(Evidence.delivery_id) == col(Delivery.id), col(Evidence.rung).in_(rungs), is_standing()
    )
