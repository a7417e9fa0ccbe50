"""Four eyes: who may not approve a parcel because they helped to make it, and what must be seen singly."""

from collections import defaultdict
from collections.abc import Collection

from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.dossiers.store import documents_of_each
from outreach.errors import Refused
from outreach.recipients.store import contacts_by_id
from outreach.reviews.store import ParcelInfo, approved_holders
from outreach.rounds.scope import require_addressee
from outreach.rounds.store import addressees_by_id, get_round, list_addressees_of, list_rounds


def require_other_eyes(session: Session, parcel: ParcelInfo, *, actor: Actor) -> None:
    """Raise unless a person with the role organiser, who had no part in this parcel, decides.

    Raises:
        NotAllowed: the actor is a part of the system, or not an organiser.
        Refused: the actor planned the round, asked for the build, packed the parcel or checked its contact.
    """
    actor.require_person()
    require_addressee(session, actor, Role.ORGANISER, addressee_id=parcel.addressee_id)
    part = parts_of(session, [parcel], name=actor.name).get(parcel.id)
    if part is not None:
        raise Refused(own_part(actor.name, part, parcel.id))


def own_part(name: str, part: str, parcel_id: int) -> str:
    """The sentence that refuses who had a part in it."""
    return f"{name} {part} and may not approve parcel {parcel_id}: another person must."


def parts_of(session: Session, parcels: Collection[ParcelInfo], *, name: str) -> dict[int, str]:
    """What a person did to help make each of these parcels, such as "planned the round"; in as many queries for
    many as for one. Parcels that they had no part in are not in it."""
    rounds = {number: get_round(session, number) for number in {one.round_id for one in parcels}}
    contacts = contacts_by_id(session, contact_ids={one.manifest.contact_id for one in parcels})
    addressees = addressees_by_id(session, addressee_ids={one.addressee_id for one in parcels})
    documents = documents_of_each(session, list(addressees.values()))
    found = {}
    for one in parcels:
        did = [
            (rounds[one.round_id].planned_by, "planned the round"),
            (one.asked_by, "packed the parcel"),
            (contacts[one.manifest.contact_id].checked_by, "checked the contact"),
            *((document.asked_by, "asked for the build") for document in documents[one.addressee_id]),
        ]
        part = next((part for who, part in did if who == name), None)
        if part is not None:
            found[one.id] = part
    return found


def require_seen(session: Session, parcels: Collection[ParcelInfo], *, seen: Collection[int]) -> None:
    """Raise Refused when a first letter to an office or holder is not among the `seen` parcel ids."""
    first = first_letters(session, [parcel for parcel in parcels if parcel.id not in seen])
    unseen = sorted(first)
    if unseen:
        named = ", ".join(str(parcel_id) for parcel_id in unseen)
        raise Refused(
            f"First letters to an office or its holder are seen one by one; not seen: {named}; "
            "see `outreach reviews approve --help`."
        )


def is_first_letter(session: Session, parcel: ParcelInfo) -> bool:
    """Whether no started round had an approved letter to this office and holder."""
    return parcel.id in first_letters(session, [parcel])


def first_letters(session: Session, parcels: Collection[ParcelInfo]) -> frozenset[int]:
    """Those of these parcels, by their ids, that are first letters; in as many queries for many as for one."""
    addressees = list_addressees_of(session, office_keys={one.manifest.office_key for one in parcels})
    started = {one.id for one in list_rounds(session) if one.started_at is not None}
    holders = approved_holders(session, addressee_ids=[number for number, _, at in addressees if at in started])
    known: dict[str, set[tuple[int, int | None]]] = defaultdict(set)
    for number, key, _round_id in addressees:
        known[key] |= {(number, holder) for holder in holders.get(number, ())}
    return frozenset(
        one.id
        for one in parcels
        if not any(
            number != one.addressee_id and holder == one.manifest.holder_id
            for number, holder in known[one.manifest.office_key]
        )
    )
