"""Whether an office lies in the scope of the actor's role. Offices are shared by all campaigns."""

from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.recipients.store import GovernmentInfo, get_contact, get_office, list_governments


def require_office(session: Session, actor: Actor, *any_of: Role, office_key: str) -> None:
    """Raise NotAllowed unless the actor has one of the roles for the office's government.

    Raises:
        NotFound: there is no such office.
    """
    actor.require_role(*any_of)
    if actor.limits:
        actor.require(*any_of, governments=[get_office(session, office_key).government])


def governments_seen(session: Session, actor: Actor) -> list[GovernmentInfo]:
    """The governments in the scope of any role of the actor, by code."""
    return [one for one in list_governments(session) if actor.sees(governments=[one.code])]


def require_contact(session: Session, actor: Actor, *any_of: Role, contact_id: int) -> None:
    """The same for a contact's office. Raises NotFound when there is no such contact."""
    actor.require_role(*any_of)
    if actor.limits:
        require_office(session, actor, *any_of, office_key=get_contact(session, contact_id).office_key)
