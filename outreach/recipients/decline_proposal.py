"""A person decides against a contact that somebody, or a mail, proposed."""

from datetime import datetime

from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.blobs import sha256_of
from outreach.errors import BadInput, NotFound, WrongStatus
from outreach.recipients.scope import require_office
from outreach.recipients.status import ProposalStatus
from outreach.recipients.tables import Proposal
from outreach.recipients.values import ProposalInfo


def decline_proposal(
    session: Session, *, proposal_id: int, reason: str, actor: Actor, now: datetime
) -> ProposalInfo:
    """Keep the proposal as declined, with the reason; the office's contacts stay as they are.

    Raises:
        BadInput: no reason is given.
        NotAllowed: the actor is neither staff nor a coordinator, or no person.
        NotFound: there is no such proposal.
        WrongStatus: it was decided before.
    """
    actor.require_role(Role.STAFF, Role.COORDINATOR)
    actor.require_person()
    reason = reason.strip()
    if not reason:
        raise BadInput("Say why the proposed contact is not taken: the reason is kept with it.")
    row = session.get(Proposal, proposal_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound(f"There is no proposed contact {proposal_id}: see `outreach recipients show OFFICE`.")
    require_office(session, actor, Role.STAFF, Role.COORDINATOR, office_key=row.office_key)
    if row.status is not ProposalStatus.OPEN:
        raise WrongStatus(f"Proposed contact {proposal_id} was {row.status} by {row.decided_by}: that stands.")
    row.status, row.decided_at, row.decided_by = ProposalStatus.DECLINED, now, actor.name
    row.decided_because = reason
    session.add(row)
    session.flush()
    facts = {"office": row.office_key, "status": row.status, "reason_sha256": sha256_of(reason.encode())}
    subject = f"proposal:{proposal_id}"
    audit.record(session, actor=actor, action="proposal.decided", subject=subject, now=now, facts=facts)
    return ProposalInfo(
        proposal_id,
        row.office_key,
        row.channel,
        row.value,
        row.evidence,
        row.status,
        row.proposed_at,
        row.decided_by,
        row.decided_because,
    )
