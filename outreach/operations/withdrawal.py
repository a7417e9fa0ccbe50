"""How far a petition version has gone: what to tell, and whom, when it is withdrawn."""

from dataclasses import dataclass

from sqlmodel import Session

from outreach.delivery.status import UNSENT, DeliveryStatus
from outreach.delivery.store import list_deliveries
from outreach.reviews.store import list_parcels
from outreach.rounds.store import RoundInfo, list_addressees, list_rounds

NEVER_LEFT = UNSENT | {
    DeliveryStatus.REFUSED,
    DeliveryStatus.EXHAUSTED,
    DeliveryStatus.EXPIRED,
    DeliveryStatus.CANCELLED,
}
"""Nobody outside has what is in one of these; all others left, or may have."""


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A delivery that left, or may have left, with a version; `reference` is what its letter prints."""

    delivery_id: int
    round_id: int
    government: str
    office_key: str
    reference: str
    status: DeliveryStatus


@dataclass(frozen=True, slots=True)
class Reach:
    """What was sent with a version, in order, and how many deliveries with it wait still."""

    sent: tuple[SentLetter, ...]
    unsent: int


def reach_of(session: Session, *, version_id: int) -> Reach:
    """Everything that was sent with this version over all rounds; a parcel says which version it carries."""
    sent: list[SentLetter] = []
    unsent = 0
    for of_round in list_rounds(session):
        for letter in _letters(session, of_round, version_id):
            unsent += letter.status in UNSENT
            if letter.status not in NEVER_LEFT:
                sent.append(letter)
    return Reach(tuple(sent), unsent)


def _letters(session: Session, of_round: RoundInfo, version_id: int) -> list[SentLetter]:
    parcels = list_parcels(session, round_id=of_round.id, earlier_too=True)
    carrying = {parcel.id for parcel in parcels if parcel.manifest.version_id == version_id}
    addressees = {addressee.id: addressee for addressee in list_addressees(session, round_id=of_round.id)}
    return [
        SentLetter(
            delivery_id=delivery.id,
            round_id=of_round.id,
            government=addressees[delivery.addressee_id].government,
            office_key=addressees[delivery.addressee_id].office_key,
            reference=addressees[delivery.addressee_id].reference,
            status=delivery.status,
        )
        for delivery in list_deliveries(session, round_id=of_round.id)
        if delivery.parcel_id in carrying
    ]
