"""A person decides about the objections that a mail seems to make: "do not write to us again"."""

from datetime import datetime

from sqlmodel import Session

from outreach.accounts import Actor
from outreach.errors import NotFound
from outreach.recipients.decide import accept_objection, decline_objection
from outreach.recipients.propose_objection import ObjectionProposalInfo, list_objection_proposals
from outreach.recipients.status import ProposalStatus


def record_objections(
    session: Session, *, mail_id: int, who: str, actor: Actor, now: datetime
) -> list[ObjectionProposalInfo]:
    """Nothing more is sent to these offices until staff lift it. `who` asks: a function, no person's name.

    Raises:
        BadInput: `who` is empty.
        NotAllowed: the actor is neither staff nor a coordinator, or no person.
        NotFound: no objection of this mail waits.
    """
    offered = _offered(session, mail_id)
    for one in offered:
        accept_objection(session, proposal_id=one.id, who=who, actor=actor, now=now)
    return offered


def decline_objections(
    session: Session, *, mail_id: int, actor: Actor, now: datetime
) -> list[ObjectionProposalInfo]:
    """The mail asks nothing of the kind. Errors as in `record_objections`."""
    offered = _offered(session, mail_id)
    for one in offered:
        decline_objection(session, proposal_id=one.id, actor=actor, now=now)
    return offered


def _offered(session: Session, mail_id: int) -> list[ObjectionProposalInfo]:
    found = list_objection_proposals(session, evidence=f"mail:{mail_id}", status=ProposalStatus.OPEN)
    if not found:
        raise NotFound(f"No objection of mail {mail_id} waits; see `outreach replies show {mail_id}`.")
    return found
