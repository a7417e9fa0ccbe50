"""A report was none, or of another letter: what it proved and settled is taken back. The rows stay, and say so."""

from datetime import datetime

from sqlmodel import Session, select

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.blobs import sha256_of
from outreach.delivery.standing import is_standing
from outreach.delivery.status import BACKWARDS, DeliveryStatus, Outcome, Rung
from outreach.delivery.store import DeliveryInfo, get_delivery, list_attempts, list_evidence
from outreach.delivery.tables import Delivery, Evidence, EvidenceWithdrawal
from outreach.errors import NotFound
from outreach.rounds.scope import require_addressee
from outreach.transitions import advance

SETTLERS = (Role.STAFF, Role.COORDINATOR)


def withdraw_proofs(session: Session, *, source: str, reason: str, actor: Actor, now: datetime) -> int:
    """From now on no proof with this source (`mail:12`) counts; how many did until now.

    Raises:
        NotAllowed: the actor is neither staff nor a coordinator, or no person.
    """
    actor.require_role(*SETTLERS)
    actor.require_person()
    rows = session.exec(select(Evidence).where(Evidence.source == source, is_standing())).all()
    for row in rows:
        assert row.id is not None
        addressee_id = get_delivery(session, row.delivery_id).addressee_id
        require_addressee(session, actor, *SETTLERS, addressee_id=addressee_id)
        session.add(
            EvidenceWithdrawal(evidence_id=row.id, reason=reason, withdrawn_at=now, withdrawn_by=actor.name)
        )
        facts: dict[str, str | int | bool | None] = {"rung": row.rung, "source": source, "evidence": row.id}
        subject = f"delivery:{row.delivery_id}"
        audit.record(
            session, actor=actor, action="delivery.proof_withdrawn", subject=subject, now=now, facts=facts
        )
    session.flush()
    return len(rows)


def take_back(session: Session, *, delivery_id: int, reason: str, actor: Actor, now: datetime) -> DeliveryInfo:
    """A delivery that a report settled returns to what its attempts and the proofs that stand say of it.

    Raises:
        NotAllowed: the actor is neither staff nor a coordinator, or no person.
        NotFound: there is no such delivery.
        WrongStatus: it is neither bounced nor delivered.
    """
    actor.require_role(*SETTLERS)
    actor.require_person()
    row = session.get(Delivery, delivery_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound(f"There is no delivery {delivery_id}: see `outreach delivery list`.")
    require_addressee(session, actor, *SETTLERS, addressee_id=row.addressee_id)
    target = _told_by_proofs(session, delivery_id)
    if row.status is target:
        return get_delivery(session, delivery_id)
    was, row.status = row.status, advance(row.status, target, moves=BACKWARDS, what=f"delivery {delivery_id}")
    row.settled_at, row.settled_by, row.settled_because = now, actor.name, reason
    session.add(row)
    session.flush()
    facts = {"was": was, "status": target, "reason_sha256": sha256_of(reason.encode())}
    subject = f"delivery:{delivery_id}"
    audit.record(session, actor=actor, action="delivery.taken_back", subject=subject, now=now, facts=facts)
    return get_delivery(session, delivery_id)


def _told_by_proofs(session: Session, delivery_id: int) -> DeliveryStatus:
    """Delivered by a receipt, accepted by any other proof or a try that the server took, else uncertain."""
    rungs = {proof.rung for proof in list_evidence(session, delivery_id)}
    if Rung.DSN_DELIVERED in rungs:
        return DeliveryStatus.DELIVERED
    tries = list_attempts(session, delivery_id)
    is_taken = rungs or any(one.outcome is Outcome.ACCEPTED for one in tries)
    # A delivery that stands without any try was entered as sent: nothing says that it was not.
    return DeliveryStatus.ACCEPTED if is_taken or not tries else DeliveryStatus.UNCERTAIN
