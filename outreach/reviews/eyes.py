"""Four eyes: who may not approve a parcel because they helped to make it, and what must be seen singly."""

from collections.abc import Collection

from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.dossiers.store import documents_for
from outreach.errors import Refused
from outreach.recipients.store import get_contact
from outreach.reviews.store import ParcelInfo, list_approved
from outreach.rounds.scope import require_addressee
from outreach.rounds.store import get_round, list_addressees


def require_other_eyes(session: Session, parcel: ParcelInfo, *, actor: Actor) -> None:
    """Raise unless a person with the role organiser, who had no part in this parcel, decides.

    Raises:
        NotAllowed: the actor is a part of the system, or not an organiser.
        Refused: the actor planned the round, asked for the build, packed the parcel or checked its contact.
    """
    actor.require_person()
    require_addressee(session, actor, Role.ORGANISER, addressee_id=parcel.addressee_id)
    contact = get_contact(session, parcel.manifest.contact_id)
    parts = [
        (get_round(session, parcel.round_id).planned_by, "planned the round"),
        (parcel.asked_by, "packed the parcel"),
        (contact.checked_by, "checked the contact"),
        *((document.asked_by, "asked for the build") for document in documents_for(session, parcel.addressee_id)),
    ]
    for name, part in parts:
        if name == actor.name:
            raise Refused(f"{actor.name} {part} and may not approve parcel {parcel.id}: another person must.")


def require_seen(session: Session, parcels: Collection[ParcelInfo], *, seen: Collection[int]) -> None:
    """Raise Refused when a first letter to an office or holder is not among the `seen` parcel ids."""
    unseen = [parcel.id for parcel in parcels if parcel.id not in seen and is_first_letter(session, parcel)]
    if unseen:
        named = ", ".join(str(parcel_id) for parcel_id in unseen)
        raise Refused(
            f"First letters to an office or its holder are seen one by one; not seen: {named} "
            "(`outreach reviews show`, then `--seen`)."
        )


def is_first_letter(session: Session, parcel: ParcelInfo) -> bool:
    """Whether no started round had an approved letter to this office and holder."""
    others = [
        addressee.id
        for addressee in list_addressees(session, office_key=parcel.manifest.office_key, included=True)
        if addressee.id != parcel.addressee_id
    ]
    return not any(
        earlier.manifest.holder_id == parcel.manifest.holder_id
        and get_round(session, earlier.round_id).started_at is not None
        for earlier in list_approved(session, addressee_ids=others)
    )
