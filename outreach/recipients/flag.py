"""A doubt about a contact, such as a bounce. It retires nothing: a person looks and checks again."""

from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.recipients.scope import require_contact
from outreach.recipients.store import get_contact
from outreach.recipients.tables import ContactFlag
from outreach.recipients.values import ContactInfo, value_sha256


def flag(
    session: Session, *, contact_id: int, reason: str, evidence: str, actor: Actor, now: datetime
) -> ContactInfo:
    """Note a doubt about the contact's present value; the next check of it answers the doubt.

    `reason` is one sentence for people; `evidence` says where it is seen, such as `mail:12`.

    Raises:
        NotAllowed: the actor is neither staff nor a coordinator.
        NotFound: there is no such contact.
    """
    require_contact(session, actor, Role.STAFF, Role.COORDINATOR, contact_id=contact_id)
    contact = get_contact(session, contact_id)
    session.add(
        ContactFlag(
            contact_id=contact_id,
            value_sha256=value_sha256(contact.channel, contact.value),
            reason=reason,
            evidence=evidence,
            flagged_at=now,
            flagged_by=actor.name,
        )
    )
    session.flush()
    audit.record(session, actor=actor, action="contact.flagged", subject=f"contact:{contact_id}", now=now)
    return get_contact(session, contact_id)
