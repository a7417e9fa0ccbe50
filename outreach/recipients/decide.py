"""A person accepts or declines what a mail proposed; or its ground is gone, and with it what is still open."""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import NotFound, WrongStatus
from outreach.recipients.object import object_to
from outreach.recipients.propose_objection import ObjectionProposalInfo, info
from outreach.recipients.scope import require_office
from outreach.recipients.status import ProposalStatus
from outreach.recipients.tables import ContactFlag, ObjectionProposal, Proposal
from outreach.recipients.values import ObjectionInfo


def accept_objection(
    session: Session, *, proposal_id: int, who: str, actor: Actor, now: datetime
) -> ObjectionInfo:
    """Record the objection that was offered; it stands until somebody lifts it. `who` asked: a function, no name.

    Raises:
        BadInput: `who` is empty.
        NotAllowed: the actor is neither staff nor a coordinator, or no person.
        NotFound: there is no such proposal.
        WrongStatus: it was decided before.
    """
    row = _open(session, proposal_id, actor)
    objection = object_to(
        session,
        office_key=row.office_key,
        contact_id=row.contact_id,
        who=who,
        source=row.evidence,
        actor=actor,
        now=now,
    )
    _close(session, row, ProposalStatus.ACCEPTED, actor, now)
    return objection


def decline_objection(session: Session, *, proposal_id: int, actor: Actor, now: datetime) -> ObjectionProposalInfo:
    """The mail asks nothing of the kind. Errors as in `accept_objection`."""
    row = _open(session, proposal_id, actor)
    _close(session, row, ProposalStatus.DECLINED, actor, now)
    return info(row)


def withdraw_evidence(session: Session, *, evidence: str, actor: Actor, now: datetime) -> None:
    """What rests on this evidence (`mail:12`) and nobody decided rests on nothing: doubts end, proposals close.

    Raises:
        NotAllowed: the actor is neither staff nor a coordinator, or no person.
    """
    actor.require_role(Role.STAFF, Role.COORDINATOR)
    actor.require_person()
    contacts = select(Proposal).where(Proposal.evidence == evidence, col(Proposal.status) == ProposalStatus.OPEN)
    objections = select(ObjectionProposal).where(
        ObjectionProposal.evidence == evidence, col(ObjectionProposal.status) == ProposalStatus.OPEN
    )
    rows: list[Proposal | ObjectionProposal] = [*session.exec(contacts).all(), *session.exec(objections).all()]
    for row in rows:
        _close(session, row, ProposalStatus.DECLINED, actor, now)
    doubts = select(ContactFlag).where(ContactFlag.evidence == evidence, col(ContactFlag.lifted_at).is_(None))
    for doubt in session.exec(doubts).all():
        doubt.lifted_at, doubt.lifted_by = now, actor.name
        session.add(doubt)
        subject = f"contact:{doubt.contact_id}"
        facts = {"evidence": evidence}
        audit.record(session, actor=actor, action="contact.doubt_lifted", subject=subject, now=now, facts=facts)
    session.flush()


def _open(session: Session, proposal_id: int, actor: Actor) -> ObjectionProposal:
    actor.require_role(Role.STAFF, Role.COORDINATOR)
    actor.require_person()
    row = session.get(ObjectionProposal, proposal_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound(f"There is no proposal {proposal_id}: see `outreach replies show MAIL`.")
    require_office(session, actor, Role.STAFF, Role.COORDINATOR, office_key=row.office_key)
    if row.status is not ProposalStatus.OPEN:
        raise WrongStatus(f"Proposal {proposal_id} was {row.status} by {row.decided_by}; a decision stands.")
    return row


def _close(
    session: Session, row: Proposal | ObjectionProposal, status: ProposalStatus, actor: Actor, now: datetime
) -> None:
    row.status, row.decided_at, row.decided_by = status, now, actor.name
    session.add(row)
    session.flush()
    noun = "proposal" if isinstance(row, Proposal) else "objection_proposal"
    facts = {"office": row.office_key, "status": status}
    audit.record(session, actor=actor, action=f"{noun}.decided", subject=f"{noun}:{row.id}", now=now, facts=facts)
