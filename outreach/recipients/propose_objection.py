"""A mail seems to ask not to be written to again. Nothing is kept back by it until a person says so."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.recipients.scope import require_office
from outreach.recipients.status import ProposalStatus
from outreach.recipients.store import get_office
from outreach.recipients.tables import ObjectionProposal


@dataclass(frozen=True, slots=True)
class ObjectionProposalInfo:
    """An objection that a mail seems to make; `evidence` names the mail."""

    id: int
    office_key: str
    contact_id: int | None
    evidence: str
    status: ProposalStatus
    proposed_at: datetime


def propose_objection(
    session: Session, *, office_key: str, contact_id: int | None, evidence: str, actor: Actor, now: datetime
) -> ObjectionProposalInfo:
    """Offer it once for each piece of evidence (`mail:12`) and office; an open or accepted one stays as it is.

    Raises:
        NotAllowed: the actor is neither staff nor a coordinator.
        NotFound: there is no such office.
    """
    require_office(session, actor, Role.STAFF, Role.COORDINATOR, office_key=office_key)
    get_office(session, office_key)
    same = select(ObjectionProposal).where(
        ObjectionProposal.office_key == office_key,
        ObjectionProposal.evidence == evidence,
        col(ObjectionProposal.status) != ProposalStatus.DECLINED,
    )
    earlier = session.exec(same).first()
    if earlier is not None:
        return info(earlier)
    row = ObjectionProposal(
        office_key=office_key,
        contact_id=contact_id,
        evidence=evidence,
        status=ProposalStatus.OPEN,
        proposed_at=now,
        proposed_by=actor.name,
    )
    session.add(row)
    session.flush()
    subject = f"objection_proposal:{row.id}"
    facts = {"office": office_key, "contact": contact_id, "evidence": evidence}
    audit.record(session, actor=actor, action="objection.proposed", subject=subject, now=now, facts=facts)
    return info(row)


def list_objection_proposals(
    session: Session,
    *,
    office_key: str | None = None,
    evidence: str | None = None,
    status: ProposalStatus | None = None,
) -> list[ObjectionProposalInfo]:
    """Offered objections, in the order they came."""
    pairs = (
        (col(ObjectionProposal.office_key), office_key),
        (col(ObjectionProposal.evidence), evidence),
        (col(ObjectionProposal.status), status),
    )
    query = select(ObjectionProposal).where(*(column == value for column, value in pairs if value is not None))
    return [info(row) for row in session.exec(query.order_by(col(ObjectionProposal.id)))]


def info(row: ObjectionProposal) -> ObjectionProposalInfo:
    """The row as later stages see it."""
    assert row.id is not None
    return ObjectionProposalInfo(row.id, row.office_key, row.contact_id, row.evidence, row.status, row.proposed_at)
