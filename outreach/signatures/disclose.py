"""Fix what is printed of a snapshot, once: later disclosures are measured against it."""

from datetime import datetime

from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import system_actor
from outreach.errors import Refused
from outreach.signatures.disclosure import Disclosure
from outreach.signatures.store import find_disclosure, get_snapshot, list_disclosures
from outreach.signatures.suppress import disclose
from outreach.signatures.tables import Disclosed, Snapshot

PART = system_actor("disclosure")


def disclosure_of(session: Session, *, snapshot_id: int, limit: int, now: datetime) -> Disclosure:
    """What may be printed of a snapshot. The first call decides and stores it; later calls read it.

    `limit` is the smallest number of people that is printed (it has no effect on a stored one). Needs a
    transaction that is committed (`Database.begin`), or the next disclosure would not know of this one.

    Raises:
        NotFound: there is no such snapshot.
        Refused: it was withdrawn before anything of it was disclosed.
    """
    snapshot = get_snapshot(session, snapshot_id)
    stored = find_disclosure(session, snapshot_id)
    if stored is not None:
        return stored
    if snapshot.is_withdrawn:
        raise Refused(f"Snapshot {snapshot_id} is withdrawn ({snapshot.withdrawn_reason}): plan with another.")
    _one_at_a_time(session, snapshot.campaign_id)
    stored = find_disclosure(session, snapshot_id)
    if stored is not None:
        return stored
    earlier = list_disclosures(session, campaign_id=snapshot.campaign_id, sample=snapshot.sample)
    disclosure = disclose(
        snapshot.counts,
        earlier,
        limit,
        snapshot_id=snapshot_id,
        as_of=snapshot.as_of,
        sample=snapshot.sample,
    )
    _keep(session, disclosure, now)
    return disclosure


def _one_at_a_time(session: Session, campaign_id: int) -> None:
    """Lock the campaign's snapshots (PostgreSQL; SQLite has one writer anyway): each must see the one before."""
    query = select(Snapshot.id).where(Snapshot.campaign_id == campaign_id).order_by(col(Snapshot.id))
    session.exec(query.with_for_update()).all()


def _keep(session: Session, disclosure: Disclosure, now: datetime) -> None:
    row = Disclosed(
        snapshot_id=disclosure.snapshot_id,
        sha256=disclosure.sha256,
        body=disclosure.body(),
        disclosed_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(
        session,
        actor=PART,
        action="snapshot.disclosed",
        subject=f"snapshot:{disclosure.snapshot_id}",
        now=now,
        facts={"sha256": disclosure.sha256, "limit": disclosure.limit},
    )
