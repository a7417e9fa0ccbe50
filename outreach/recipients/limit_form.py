"""A person records what a web form takes, as the form itself or an official page says."""

from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput, NotFound, Refused
from outreach.recipients.form_limits import FormLimits
from outreach.recipients.scope import require_contact
from outreach.recipients.status import Channel
from outreach.recipients.store import get_contact
from outreach.recipients.tables import Contact
from outreach.recipients.values import ContactInfo


def limit_form(
    session: Session,
    *,
    contact_id: int,
    characters: int | None,
    words: int | None,
    files: bool | None,
    source: str,
    actor: Actor,
    now: datetime,
) -> ContactInfo:
    """Keep what the form takes; None is not known. A parcel that was packed for other limits needs a new review.

    Raises:
        BadInput: no source is named, or a limit is below one.
        NotAllowed: the actor is not staff, or no person.
        NotFound: there is no such contact.
        Refused: the contact is no web form.
    """
    require_contact(session, actor, Role.STAFF, contact_id=contact_id)
    actor.require_person()
    if not source.strip():
        raise BadInput("Say where the limit is stated: on the form itself, with the day, or on which page.")
    if any(count is not None and count < 1 for count in (characters, words)):
        raise BadInput("A limit is a whole number of at least 1.")
    row = session.get(Contact, contact_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound(f"There is no contact {contact_id}: see `outreach recipients show OFFICE`.")
    if row.channel is not Channel.WEB_FORM:
        raise Refused(f"Contact {contact_id} of {row.office_key} is no web form: only forms have such limits.")
    limits = FormLimits(characters, words, files, source.strip(), actor.name)
    row.limits = limits.as_data()
    session.add(row)
    session.flush()
    facts = {"office": row.office_key, "characters": characters, "words": words, "files": files}
    subject = f"contact:{contact_id}"
    audit.record(session, actor=actor, action="contact.limited", subject=subject, now=now, facts=facts)
    return get_contact(session, contact_id)
