"""Somebody, or a mail, suggests a contact. It changes nothing until a person enters it."""

from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput
from outreach.recipients.address import fault_of, tidied
from outreach.recipients.scope import require_office
from outreach.recipients.status import Channel, ProposalStatus
from outreach.recipients.store import get_office
from outreach.recipients.tables import Proposal
from outreach.recipients.values import ProposalInfo


def propose(
    session: Session,
    *,
    office_key: str,
    channel: Channel,
    value: str,
    evidence: str,
    actor: Actor,
    now: datetime,
) -> ProposalInfo:
    """Keep a suggested contact for staff; entering that value with `edit` or `add` accepts it.

    Raises:
        BadInput: the value is not well formed for the channel.
        NotAllowed: the actor is neither staff nor a coordinator.
        NotFound: there is no such office.
    """
    require_office(session, actor, Role.STAFF, Role.COORDINATOR, office_key=office_key)
    get_office(session, office_key)
    value = tidied(channel, value)
    fault = fault_of(channel, value) if value else f"an empty {channel} value proposes nothing."
    if fault:
        raise BadInput(f"The proposal for {office_key} was not kept: {fault}")
    row = Proposal(
        office_key=office_key,
        channel=channel,
        value=value,
        evidence=evidence,
        status=ProposalStatus.OPEN,
        proposed_at=now,
        proposed_by=actor.name,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    facts = {"office": office_key}
    audit.record(
        session, actor=actor, action="contact.proposed", subject=f"proposal:{row.id}", now=now, facts=facts
    )
    return ProposalInfo(row.id, office_key, channel, value, evidence, row.status, now)
