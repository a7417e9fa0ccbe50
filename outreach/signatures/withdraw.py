"""Withdraw a snapshot, so that nothing more is sent with its counts."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.errors import BadInput, WrongStatus
from outreach.signatures.store import SnapshotInfo, get_snapshot
from outreach.signatures.tables import Snapshot


def withdraw(session: Session, *, snapshot_id: int, reason: str, actor: Actor, now: datetime) -> SnapshotInfo:
    """Mark a snapshot withdrawn. What was disclosed of it stays on record: it has been read.

    Raises:
        NotAllowed: the actor is neither staff nor an organiser.
        BadInput: no reason is given.
        NotFound: there is no such snapshot.
        WrongStatus: it is withdrawn already.
    """
    actor.require_role(Role.STAFF, Role.ORGANISER)
    if not reason.strip():
        raise BadInput('Say why the counts are withdrawn: --reason "…".')
    campaign_id = get_snapshot(session, snapshot_id).campaign_id
    actor.require(Role.STAFF, Role.ORGANISER, campaign=campaign_id)
    changed = session.exec(
        update(Snapshot)
        .where(col(Snapshot.id) == snapshot_id, col(Snapshot.withdrawn_at).is_(None))
        .values(withdrawn_at=now, withdrawn_by=actor.name, withdrawn_reason=reason.strip())
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise WrongStatus(f"Snapshot {snapshot_id} is withdrawn already.")
    subject = f"snapshot:{snapshot_id}"
    audit.record(session, actor=actor, action="snapshot.withdrawn", subject=subject, now=now)
    return get_snapshot(session, snapshot_id)
