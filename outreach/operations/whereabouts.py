"""Where something happened, so that those are told whose roles hold there."""

from sqlmodel import Session

from outreach.delivery.store import DeliveryInfo
from outreach.notices.record import Place
from outreach.rounds.store import get_addressee, get_round, list_addressees


def place_of_round(session: Session, *, round_id: int) -> Place:
    """The round's campaign, and every government that it writes to or leaves out. Raises NotFound."""
    codes = {one.government for one in list_addressees(session, round_id=round_id)}
    return Place(get_round(session, round_id).campaign_id, frozenset(codes))


def place_of_delivery(session: Session, delivery: DeliveryInfo) -> Place:
    """The one government that the delivery goes to, in its round's campaign."""
    code = get_addressee(session, delivery.addressee_id).government
    return Place(get_round(session, delivery.round_id).campaign_id, frozenset({code}))
