"""Append a proof of how far a delivery came."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.delivery.facts import facts_hash
from outreach.delivery.status import Rung
from outreach.delivery.store import EvidenceInfo, get_delivery
from outreach.delivery.tables import Evidence, EvidenceWithdrawal


def attest(
    session: Session,
    *,
    delivery_id: int,
    rung: Rung,
    at: datetime,
    source: str,
    detail: Mapping[str, Any],
    blob_sha256: str | None,
    actor: Actor,
    now: datetime,
) -> EvidenceInfo:
    """Append one proof. `source` names it once and for all (`attempt:7`, `mail:12`): the same one counts once.

    Raises:
        NotFound: there is no such delivery.
        NotAllowed: the actor is neither staff nor coordinator.
    """
    actor.require(Role.STAFF, Role.COORDINATOR)
    get_delivery(session, delivery_id)
    proof, counts_anew = put_proof(
        session,
        Evidence(
            delivery_id=delivery_id,
            rung=rung,
            at=at,
            source=source,
            detail=dict(detail),
            blob_sha256=blob_sha256,
            noted_at=now,
            noted_by=actor.name,
        ),
    )
    if counts_anew:
        facts = {"rung": rung, "source": source, "proof_sha256": facts_hash(proof), "blob_sha256": blob_sha256}
        subject = f"delivery:{delivery_id}"
        audit.record(session, actor=actor, action="delivery.attested", subject=subject, now=now, facts=facts)
    return proof


def put_proof(session: Session, row: Evidence) -> tuple[EvidenceInfo, bool]:
    """Append a row unless the same proof stands; whether it counts anew. The caller writes it into the ledger.

    One that was withdrawn counts again, as it was first written.
    """
    same = select(Evidence).where(
        Evidence.delivery_id == row.delivery_id, Evidence.rung == row.rung, Evidence.source == row.source
    )
    earlier = session.exec(same).one_or_none()
    if earlier is None:
        session.add(row)
        session.flush()
        return EvidenceInfo(**row.model_dump()), True
    withdrawal = session.exec(
        select(EvidenceWithdrawal).where(
            EvidenceWithdrawal.evidence_id == earlier.id, col(EvidenceWithdrawal.lifted_at).is_(None)
        )
    ).one_or_none()
    if withdrawal is not None:
        withdrawal.lifted_at = row.noted_at
        session.add(withdrawal)
        session.flush()
    return EvidenceInfo(**earlier.model_dump()), withdrawal is not None
