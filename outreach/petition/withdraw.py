"""Withdraw a frozen version, so that nothing more is sent with it."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput, WrongStatus
from outreach.petition.store import VersionInfo, get_version
from outreach.petition.tables import PetitionVersion


def withdraw(session: Session, *, version_id: int, reason: str, actor: Actor, now: datetime) -> VersionInfo:
    """Mark a version withdrawn: its parcels are no longer valid, so what is unsent stays unsent.

    Raises:
        NotAllowed: the actor is not an organiser.
        BadInput: no reason is given.
        NotFound: there is no such version.
        WrongStatus: it is withdrawn already.
    """
    actor.require_role(Role.ORGANISER)
    if not reason.strip():
        raise BadInput('Say why the petition\'s text is withdrawn: --reason "…".')
    version = get_version(session, version_id)
    actor.require(Role.ORGANISER, campaign=version.campaign_id)
    row = col(PetitionVersion.id)
    changed = session.exec(
        update(PetitionVersion)
        .where(row == version_id, col(PetitionVersion.withdrawn_at).is_(None))
        .values(withdrawn_at=now, withdrawn_by=actor.name, withdrawn_reason=reason.strip())
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise WrongStatus(f"Petition version {version.number} is withdrawn already.")
    session.expire_all()
    audit.record(
        session,
        actor=actor,
        action="petition.withdrawn",
        subject=f"petition:{version_id}",
        now=now,
        facts={"version": version_id, "sha256": version.sha256},
    )
    return get_version(session, version_id)
