"""An answer that came by telephone, on paper or in a meeting: first find the letter that it answers."""

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.delivery.known import KnownDelivery, known_deliveries
from outreach.delivery.search import Wanted, search_deliveries
from outreach.delivery.store import deliveries_of_addressees
from outreach.recipients.scope import governments_seen
from outreach.responses.record import NEVER_LEFT
from outreach.rounds.reference import find_references
from outreach.web.guard import Visitor
from outreach.web.paging import listing
from outreach.web.places import place_of_delivery
from outreach.web.render import page


def begin(request: Request, here: Visitor, *, government: str, reference: str) -> Response:
    """The page that finds it: by the reference that the office names, or among the letters to its government."""
    with here.app.database.read() as session:
        found = _letters(session, here, government, reference.strip())
        governments = governments_seen(session, here.actor)
    return page(
        request,
        "response_begin.html",
        shown=listing(request, found),
        governments=governments,
        asked={"government": government, "reference": reference},
    )


def _letters(session: Session, here: Visitor, government: str, reference: str) -> list[KnownDelivery]:
    """Letters that left, the newest first; none before something is asked for."""
    if not government and not reference:
        return []
    if reference:
        ids = find_references(reference)
        queued = deliveries_of_addressees(session, addressee_ids=ids)
        named = [queued[number] for number in ids if number in queued]
        found = known_deliveries(session, [one for one in named if _is_seen(session, here, one.id)])
    else:
        wanted = Wanted(government=government, seen_by=here.actor)
        found = known_deliveries(session, search_deliveries(session, wanted))
    return [one for one in found if one.delivery.status not in NEVER_LEFT]


def _is_seen(session: Session, here: Visitor, delivery_id: int) -> bool:
    place = place_of_delivery(session, delivery_id)
    return here.actor.sees(campaign=place.campaign, governments=place.governments)
