"""That a person opened a parcel: what they have seen, when they approve many alike."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor
from outreach.audit.store import list_entries, subjects_of
from outreach.reviews.store import get_parcel

ACTION = "parcel.opened"


def open_parcel(session: Session, *, parcel_id: int, actor: Actor, now: datetime) -> bool:
    """Record that the actor looked at the parcel as it is; whether that was new. Looking again records nothing.

    Raises:
        NotAllowed: the actor is a part of the system.
        NotFound: there is no such parcel.
    """
    actor.require_person()
    parcel = get_parcel(session, parcel_id)
    if has_opened(session, parcel_id=parcel_id, actor=actor):
        return False
    facts = {"manifest": parcel.manifest_sha256}
    audit.record(session, actor=actor, action=ACTION, subject=f"parcel:{parcel_id}", now=now, facts=facts)
    return True


def has_opened(session: Session, *, parcel_id: int, actor: Actor) -> bool:
    """Whether the actor opened this parcel. A parcel never changes: what is packed anew has another id."""
    found = list_entries(session, subject=f"parcel:{parcel_id}", action=ACTION, actor=actor.name, limit=1)
    return bool(found)


def list_opened(session: Session, *, actor: Actor, among: Collection[int]) -> frozenset[int]:
    """Those of these parcels, by their ids, that the actor opened."""
    subjects = {f"parcel:{number}": number for number in among}
    found = subjects_of(session, action=ACTION, actor=actor.name, among=subjects)
    return frozenset(subjects[subject] for subject in found)
