"""Where the thing of an address lies: its campaign and governments, by the name of the parameter in the path."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.delivery.store import get_delivery
from outreach.errors import NotFound
from outreach.petition.store import get_version
from outreach.recipients.store import get_contact, get_objection, get_office, list_proposals
from outreach.replies.store import get_mail
from outreach.responses.store import get_follow_up, get_response
from outreach.reviews.store import get_parcel
from outreach.rounds.store import get_addressee, get_round, governments_by_round
from outreach.signatures.store import get_snapshot


@dataclass(frozen=True, slots=True)
class Place:
    """`campaign` is None for what belongs to none (an office); `governments` is empty for what concerns all."""

    campaign: int | None = None
    governments: frozenset[str] = frozenset()


def places_of(session: Session, parameters: Mapping[str, str]) -> list[Place]:
    """The places of all that an address names, but for what is everybody's; NotFound for what there is not."""
    found = [
        PLACES[name](session, value) for name, value in parameters.items() if name in PLACES and _fits(name, value)
    ]
    return [place for place in found if place is not None]


def place_of_delivery(session: Session, delivery_id: int) -> Place:
    """Its round's campaign and its office's government; raises NotFound."""
    return _addressee(session, get_delivery(session, delivery_id).addressee_id)


def refuse_unseen(actor: Actor, place: Place, *any_of: Role) -> None:
    """Raise NotFound for what lies outside the scope of the actor's roles: for them it is not there."""
    if not actor.sees(*any_of, campaign=place.campaign, governments=place.governments):
        raise NotFound("That is not in your part of the work: ask an administrator if it should be.")


def _addressee(session: Session, addressee_id: int) -> Place:
    one = get_addressee(session, addressee_id)
    return Place(get_round(session, one.round_id).campaign_id, frozenset({one.government}))


def _round(session: Session, text: str) -> Place:
    current = get_round(session, int(text))
    return Place(current.campaign_id, governments_by_round(session).get(current.id, frozenset()))


def _mail(session: Session, text: str) -> Place | None:
    """A mail about several deliveries lies where each of them does; one about none is everybody's."""
    places = [place_of_delivery(session, one.delivery_id) for one in get_mail(session, int(text)).matches]
    if not places:
        return None
    campaigns = {place.campaign for place in places}
    governments = frozenset(code for place in places for code in place.governments)
    return Place(campaigns.pop() if len(campaigns) == 1 else None, governments)


def _office(session: Session, key: str) -> Place:
    return Place(governments=frozenset({get_office(session, key).government}))


def _proposal(session: Session, text: str) -> Place:
    found = next((one for one in list_proposals(session) if one.id == int(text)), None)
    if found is None:
        raise NotFound(f"There is no proposed contact {text}.")
    return _office(session, found.office_key)


PLACES: dict[str, Callable[[Session, str], Place | None]] = {
    "code": lambda _session, code: Place(governments=frozenset({code.upper()})),
    "key": _office,
    "contact_id": lambda session, text: _office(session, get_contact(session, int(text)).office_key),
    "objection_id": lambda session, text: _office(session, get_objection(session, int(text)).office_key),
    "proposal_id": _proposal,
    "round_id": _round,
    "parcel_id": lambda session, text: _addressee(session, get_parcel(session, int(text)).addressee_id),
    "delivery_id": lambda session, text: place_of_delivery(session, int(text)),
    "mail_id": _mail,
    "response_id": lambda session, text: place_of_delivery(session, get_response(session, int(text)).delivery_id),
    "follow_up_id": lambda session, text: place_of_delivery(
        session, get_follow_up(session, int(text)).delivery_id
    ),
    "version_id": lambda session, text: Place(get_version(session, int(text)).campaign_id),
    "snapshot_id": lambda session, text: Place(get_snapshot(session, int(text)).campaign_id),
}
PARTS = frozenset({"number", "sheet", "job_id", "evidence_id", "name", "secret"})
"""Parameters that name a part of a thing named before them, a user, or a link that is its own proof."""
WORDS = frozenset({"code", "key"})
"""Parameters that are words; the others are numbers."""


def _fits(name: str, value: str) -> bool:
    """A number that is none is refused by the page itself."""
    return name in WORDS or (value.isascii() and value.isdigit() and len(value) < 10)
