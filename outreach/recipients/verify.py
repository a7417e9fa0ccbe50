"""A person compared a contact with an official source."""

from datetime import datetime, timedelta

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput, Refused
from outreach.recipients.scope import require_contact
from outreach.recipients.status import Channel
from outreach.recipients.store import get_contact
from outreach.recipients.tables import ContactCheck
from outreach.recipients.values import ContactInfo, value_sha256

NEEDS_VALUE = frozenset({Channel.EMAIL, Channel.POST, Channel.WEB_FORM})


def verify(
    session: Session, *, contact_id: int, source: str, days: int, actor: Actor, now: datetime
) -> ContactInfo:
    """Record that the contact's present value agrees with `source`, which holds for `days`.

    The check holds for this very value: an edit ends it. It answers the doubts raised before it.

    Raises:
        BadInput: no source is named, or `days` is below one.
        NotAllowed: the actor is not staff, or no person.
        NotFound: there is no such contact.
        Refused: the contact is retired, or has no value to check.
    """
    require_contact(session, actor, Role.STAFF, contact_id=contact_id)
    actor.require_person()
    if not source.strip() or days < 1:
        raise BadInput("Name the official page that was compared, and at least one day for the check to hold.")
    contact = get_contact(session, contact_id)
    if contact.retired:
        raise Refused(f"Contact {contact_id} of {contact.office_key} is retired: check the one in use.")
    if contact.channel in NEEDS_VALUE and not contact.value:
        raise Refused(
            f"Contact {contact_id} of {contact.office_key} has no {contact.channel} value to check: "
            "enter what the official page states with `outreach recipients edit`."
        )
    sha256 = value_sha256(contact.channel, contact.value)
    expires = now + timedelta(days=days)
    session.add(
        ContactCheck(
            contact_id=contact_id,
            value_sha256=sha256,
            checked_by=actor.name,
            checked_at=now,
            source=source.strip(),
            expires_at=expires,
        )
    )
    session.flush()
    facts = {"value_sha256": sha256, "expires_at": expires.isoformat()}
    audit.record(
        session, actor=actor, action="contact.checked", subject=f"contact:{contact_id}", now=now, facts=facts
    )
    return get_contact(session, contact_id)
