"""A person enters or corrects a contact's value."""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput, NotFound, Refused
from outreach.recipients.address import fault_of, tidied
from outreach.recipients.scope import require_office
from outreach.recipients.status import Channel, ProposalStatus
from outreach.recipients.store import get_contact, get_office, list_contacts
from outreach.recipients.tables import Contact, Proposal
from outreach.recipients.values import ContactInfo, value_sha256


def edit(session: Session, *, contact_id: int, value: str, actor: Actor, now: datetime) -> ContactInfo:
    """Change what a contact says. Earlier checks and doubts were about the old value and end with it.

    `value` of post is the envelope's lines joined by line feeds.

    Raises:
        BadInput: the value is not well formed for the contact's channel.
        NotAllowed: the actor is not staff, or no person.
        NotFound: there is no such contact.
        Refused: another contact of the office has this value.
    """
    _require_person(actor)
    row = session.get(Contact, contact_id)
    if row is None:
        raise NotFound(f"There is no contact {contact_id}: see `outreach recipients show OFFICE`.")
    require_office(session, actor, Role.STAFF, office_key=row.office_key)
    value = _well_formed(row.channel, value)
    _refuse_double(session, row.office_key, row.channel, value, but=contact_id)
    row.value = value
    return _keep(session, row, actor=actor, now=now, action="contact.edited")


def add(
    session: Session,
    *,
    office_key: str,
    channel: Channel,
    value: str,
    preferred: bool = False,
    actor: Actor,
    now: datetime,
) -> ContactInfo:
    """Add a way to reach an office that its file does not have. Raises as `edit` does.

    It stands last, or first where it is `preferred` over the ways of the file.
    """
    _require_person(actor)
    get_office(session, office_key)
    require_office(session, actor, Role.STAFF, office_key=office_key)
    value = _well_formed(channel, value)
    _refuse_double(session, office_key, channel, value, but=None)
    places = [one.preference for one in list_contacts(session, office_key)] or [0]
    place = min(places) - 1 if preferred else max(places) + 1
    row = Contact(office_key=office_key, channel=channel, value=value, preference=place, seed_sha256="")
    return _keep(session, row, actor=actor, now=now, action="contact.added")


def _require_person(actor: Actor) -> None:
    actor.require_role(Role.STAFF)
    actor.require_person()


def _well_formed(channel: Channel, value: str) -> str:
    value = tidied(channel, value)
    if value and (fault := fault_of(channel, value)):
        raise BadInput(f"The {channel} contact was not changed: {fault}")
    return value


def _refuse_double(session: Session, office_key: str, channel: Channel, value: str, *, but: int | None) -> None:
    for one in list_contacts(session, office_key, include_retired=True):
        if one.channel is channel and one.value == value and one.id != but:
            state = " (retired)" if one.retired else ""
            raise Refused(f"{office_key} has this {channel} contact already: it is contact {one.id}{state}.")


def _keep(session: Session, row: Contact, *, actor: Actor, now: datetime, action: str) -> ContactInfo:
    row.edited_at, row.edited_by, row.retired_at = now, actor.name, None
    session.add(row)
    _accept_proposals(session, row, actor=actor, now=now)
    session.flush()
    assert row.id is not None
    facts = {"office": row.office_key, "value_sha256": value_sha256(row.channel, row.value)}
    audit.record(session, actor=actor, action=action, subject=f"contact:{row.id}", now=now, facts=facts)
    return get_contact(session, row.id)


def _accept_proposals(session: Session, row: Contact, *, actor: Actor, now: datetime) -> None:
    """What was proposed and is now entered is answered."""
    proposals = session.exec(
        select(Proposal).where(
            Proposal.office_key == row.office_key,
            Proposal.channel == row.channel,
            Proposal.value == row.value,
            col(Proposal.status) == ProposalStatus.OPEN,
        )
    )
    for proposal in proposals:
        proposal.status, proposal.decided_at, proposal.decided_by = ProposalStatus.ACCEPTED, now, actor.name
        session.add(proposal)
