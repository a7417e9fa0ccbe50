"""Deliveries with the office and the addressee that each goes to, for lists that people read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from outreach.delivery.status import FAILED, DeliveryStatus, Rung
from outreach.delivery.store import DeliveryInfo, highest_rungs
from outreach.recipients.store import OfficeInfo, offices_by_key
from outreach.rounds.store import AddresseeInfo, addressees_by_id

KINDS = {
    **dict.fromkeys(FAILED, "bad"),
    **dict.fromkeys((DeliveryStatus.UNCERTAIN, DeliveryStatus.TO_HAND_OVER, DeliveryStatus.WAITING), "warn"),
    **dict.fromkeys(
        (
            DeliveryStatus.ACCEPTED,
            DeliveryStatus.DELIVERED,
            DeliveryStatus.HANDED_OVER,
            DeliveryStatus.RECEIPTED,
        ),
        "good",
    ),
}
"""How each status looks: good, warn, bad, or nothing of these."""


@dataclass(frozen=True, slots=True)
class KnownDelivery:
    """A delivery with its addressee, its office and how far it provably came."""

    delivery: DeliveryInfo
    addressee: AddresseeInfo
    office: OfficeInfo
    rung: Rung | None

    @property
    def kind(self) -> str:
        return KINDS.get(self.delivery.status, "")


def known_deliveries(session: Session, rows: Sequence[DeliveryInfo]) -> list[KnownDelivery]:
    """Deliveries with what a row shows of them, in the same order; as many queries for many as for one."""
    rungs = highest_rungs(session, delivery_ids=[one.id for one in rows])
    addressees = addressees_by_id(session, addressee_ids={one.addressee_id for one in rows})
    offices = offices_by_key(session, keys={one.office_key for one in addressees.values()})
    found = []
    for one in rows:
        addressee = addressees[one.addressee_id]
        found.append(KnownDelivery(one, addressee, offices[addressee.office_key], rungs.get(one.id)))
    return found
