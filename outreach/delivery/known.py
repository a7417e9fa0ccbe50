"""Deliveries with the office and the addressee that each goes to, for lists that people read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from outreach.delivery.status import FAILED, DeliveryStatus, Rung
from outreach.delivery.store import DeliveryInfo, highest_rungs
from outreach.recipients.store import OfficeInfo, get_office
from outreach.rounds.store import AddresseeInfo, get_addressee

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
    """Deliveries with what a row shows of them, in the same order."""
    rungs = highest_rungs(session, delivery_ids=[one.id for one in rows])
    found = []
    for one in rows:
        addressee = get_addressee(session, one.addressee_id)
        office = get_office(session, addressee.office_key)
        found.append(KnownDelivery(one, addressee, office, rungs.get(one.id)))
    return found
