"""Append a proof of how far a delivery came."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert
from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.db import fetch, table_of
from outreach.delivery.facts import facts_hash
from outreach.delivery.status import Rung
from outreach.delivery.store import EvidenceInfo, get_delivery
from outreach.delivery.tables import Evidence, EvidenceWithdrawal
from outreach.rounds.scope import require_addressee

_EVIDENCE = table_of(Evidence)
_KNOWN = _EVIDENCE.select().where(_EVIDENCE.c.delivery_id.in_(bindparam("delivery_ids", expanding=True)))
_APPEND = insert(_EVIDENCE).returning(
    _EVIDENCE.c.delivery_id, _EVIDENCE.c.rung, _EVIDENCE.c.source, _EVIDENCE.c.id
)


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
    addressee_id = get_delivery(session, delivery_id).addressee_id
    require_addressee(session, actor, Role.STAFF, Role.COORDINATOR, addressee_id=addressee_id)
    row = Evidence(
        delivery_id=delivery_id,
        rung=rung,
        at=at,
        source=source,
        detail=dict(detail),
        blob_sha256=blob_sha256,
        noted_at=now,
        noted_by=actor.name,
    )
    ((proof, counts_anew),) = put_proofs(session, [row])
    if counts_anew:
        facts = {"rung": rung, "source": source, "proof_sha256": facts_hash(proof), "blob_sha256": blob_sha256}
        subject = f"delivery:{delivery_id}"
        audit.record(session, actor=actor, action="delivery.attested", subject=subject, now=now, facts=facts)
    return proof


def put_proofs(session: Session, rows: Sequence[Evidence]) -> list[tuple[EvidenceInfo, bool]]:
    """Append each row unless the same proof stands; the proof, and whether it counts anew.

    One that was withdrawn counts again, as it was first written. The caller writes it into the ledger.
    """
    known = fetch(session, _KNOWN, delivery_ids=[row.delivery_id for row in rows])
    standing = {_name(one): one for one in known}
    new = [row for row in rows if _name(row) not in standing]
    values = [row.model_dump(exclude={"id"}) for row in new]
    ids = {_name(one): one.id for one in session.connection().execute(_APPEND, values)} if new else {}
    for row in new:
        row.id = ids[_name(row)]
    again = _lift_withdrawals(session, [standing[_name(row)] for row in rows if _name(row) in standing], rows)
    found = [standing.get(_name(row), row) for row in rows]
    return [(_info(proof), proof is row or proof.id in again) for proof, row in zip(found, rows, strict=True)]


def _lift_withdrawals(session: Session, proofs: Sequence[Any], rows: Sequence[Evidence]) -> set[int]:
    """The proofs, by id, whose withdrawal ends now because they were given again."""
    if not proofs:
        return set()
    query = select(EvidenceWithdrawal).where(
        col(EvidenceWithdrawal.evidence_id).in_([proof.id for proof in proofs]),
        col(EvidenceWithdrawal.lifted_at).is_(None),
    )
    withdrawals = session.exec(query).all()
    for withdrawal in withdrawals:
        withdrawal.lifted_at = rows[0].noted_at
        session.add(withdrawal)
    session.flush()
    return {withdrawal.evidence_id for withdrawal in withdrawals}


def _info(proof: Any) -> EvidenceInfo:
    return EvidenceInfo(**{field.name: getattr(proof, field.name) for field in fields(EvidenceInfo)})


def _name(row: Any) -> tuple[int, Rung, str]:
    """What makes a proof the same one."""
    return row.delivery_id, row.rung, row.source
