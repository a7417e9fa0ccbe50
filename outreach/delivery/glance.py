"""Every delivery of a round at a glance: how far each came, without reading the whole rows."""

from dataclasses import dataclass

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from outreach.delivery.standing import is_standing
from outreach.delivery.status import LADDER, DeliveryStatus, Rung
from outreach.delivery.tables import Delivery, Evidence


@dataclass(frozen=True, slots=True)
class DeliveryGlance:
    """One delivery; `rung` is the highest that is proved."""

    id: int
    addressee_id: int
    status: DeliveryStatus
    rung: Rung | None


def glance_deliveries(session: Session, *, round_id: int) -> list[DeliveryGlance]:
    """The deliveries of a round in the order they were queued, in two queries."""
    query = select(col(Delivery.id), col(Delivery.addressee_id), col(Delivery.status)).where(
        Delivery.round_id == round_id
    )
    rows = session.exec(query.order_by(col(Delivery.id))).all()
    proofs = select(col(Evidence.delivery_id), col(Evidence.rung)).where(
        col(Evidence.delivery_id).in_(deliveries_of(round_id)), is_standing()
    )
    rungs: dict[int, Rung] = {}
    for number, rung in session.exec(proofs):
        rungs[number] = max(rungs.get(number, rung), rung, key=LADDER.index)
    return [
        DeliveryGlance(number, addressee_id, status, rungs.get(number))
        for number, addressee_id, status in rows
        if number is not None
    ]


def deliveries_of(round_id: int) -> SelectOfScalar[int | None]:
    """The ids of the deliveries of a round, as a query that stands in a condition of another one."""
    return select(col(Delivery.id)).where(Delivery.round_id == round_id)
