"""Write what the server said, or what went wrong and when to try again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from outreach import audit
from outreach.accounts import Actor
from outreach.delivery.attest import put_proofs
from outreach.delivery.claim import Claimed
from outreach.delivery.compose import NotBuilt
from outreach.delivery.facts import facts_hash
from outreach.delivery.retry import Retry, after_failure, after_no_connection
from outreach.delivery.status import IN_HAND, LATE, MOVES, DeliveryStatus, Outcome, Rung
from outreach.delivery.store import AttemptInfo, EvidenceInfo
from outreach.delivery.tables import Attempt, Delivery, Evidence
from outreach.delivery.transport import (
    Accepted,
    ConnectionFailure,
    PermanentFailure,
    SendingFailure,
    UncertainOutcome,
)
from outreach.errors import NotFound
from outreach.transitions import advance

NOT_BUILT_WAIT = timedelta(hours=1)
"""A person has to mend the stored file first."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt that came to an end. `chance` in [0, 1) spreads the next one."""

    claimed: Claimed
    result: Accepted | SendingFailure
    eml_sha256: str | None
    chance: float


def record_results(
    session: Session, tries: Sequence[Tried], *, actor: Actor, now: datetime
) -> list[DeliveryStatus]:
    """Close the attempts and move their deliveries; the statuses afterwards, in the same order.

    A worker that was thought lost may come back with a result: it stands, unless a person decided meanwhile. What
    was taken stands even then: who decided that it is sent again, or never, did not know.
    """
    rows = _lock_deliveries(session, tries)
    attempts = _attempts(session, tries)
    newest = {one.delivery_id: one.number for one in sorted(attempts.values(), key=lambda one: one.number)}
    for tried in tries:
        row, attempt = rows[tried.claimed.delivery_id], attempts[tried.claimed.attempt_id]
        _close(attempt, tried, now)
        if attempt.number == newest[attempt.delivery_id]:
            _move(row, tried, now)
    session.flush()
    proofs = _prove(session, [tried for tried in tries if isinstance(tried.result, Accepted)], actor, now)
    acts = [
        _act(tried, rows[tried.claimed.delivery_id], attempts[tried.claimed.attempt_id], proofs) for tried in tries
    ]
    audit.record_all(session, acts, actor=actor, now=now)
    return [rows[tried.claimed.delivery_id].status for tried in tries]


def _lock_deliveries(session: Session, tries: Sequence[Tried]) -> dict[int, Delivery]:
    ids = [tried.claimed.delivery_id for tried in tries]
    query = select(Delivery).where(col(Delivery.id).in_(ids)).order_by(col(Delivery.id)).with_for_update()
    found = {row.id or 0: row for row in session.exec(query.execution_options(populate_existing=True))}
    gone = next((number for number in ids if number not in found), None)
    if gone is not None:
        raise NotFound(f"Delivery {gone} was removed while it was sent.")
    return found


def _attempts(session: Session, tries: Sequence[Tried]) -> dict[int, Attempt]:
    """All attempts at these deliveries, by their ids."""
    ids = [tried.claimed.delivery_id for tried in tries]
    query = select(Attempt).where(col(Attempt.delivery_id).in_(ids)).execution_options(populate_existing=True)
    return {row.id or 0: row for row in session.exec(query)}


def _close(attempt: Attempt, tried: Tried, now: datetime) -> None:
    result = tried.result
    attempt.ended_at = now
    attempt.outcome = _outcome(result)
    attempt.reply_code = result.code
    attempt.enhanced_status = result.enhanced
    attempt.reply_text = result.text
    attempt.host = result.host
    attempt.tls = result.tls
    attempt.eml_sha256 = tried.eml_sha256


def _act(tried: Tried, row: Delivery, attempt: Attempt, proofs: Mapping[int, EvidenceInfo]) -> audit.Act:
    facts: dict[str, str | int | None] = {
        "status": row.status,
        "attempt": attempt.number,
        "attempt_sha256": facts_hash(AttemptInfo(**attempt.model_dump())),
        "eml_sha256": tried.eml_sha256,
    }
    if tried.claimed.attempt_id in proofs:
        facts["proof_sha256"] = facts_hash(proofs[tried.claimed.attempt_id])
    return audit.Act("delivery.tried", f"delivery:{row.id}", facts)


def _outcome(result: Accepted | SendingFailure) -> Outcome:
    if isinstance(result, Accepted):
        return Outcome.ACCEPTED
    if isinstance(result, PermanentFailure):
        return Outcome.PERMANENT
    return Outcome.UNCERTAIN if isinstance(result, UncertainOutcome) else Outcome.TEMPORARY


def _move(row: Delivery, tried: Tried, now: datetime) -> None:
    is_late = row.status not in IN_HAND
    if is_late and not (isinstance(tried.result, Accepted) and row.status in LATE):
        return
    target, next_attempt_at = _next(row, tried, now)
    if target is not row.status:
        row.status = advance(row.status, target, moves=LATE if is_late else MOVES, what=f"delivery {row.id}")
    row.next_attempt_at, row.leased_until = next_attempt_at, None


def _next(row: Delivery, tried: Tried, now: datetime) -> tuple[DeliveryStatus, datetime | None]:
    result = tried.result
    if isinstance(result, Accepted):
        return DeliveryStatus.ACCEPTED, None
    if isinstance(result, PermanentFailure):
        return DeliveryStatus.REFUSED, None
    if isinstance(result, UncertainOutcome):
        return DeliveryStatus.UNCERTAIN, None
    if isinstance(result, NotBuilt):
        return DeliveryStatus.WAITING, now + NOT_BUILT_WAIT
    if isinstance(result, ConnectionFailure):
        return DeliveryStatus.WAITING, after_no_connection(now=now, chance=tried.chance).at
    row.tries += 1
    decision = after_failure(
        tries=row.tries, text=result.text, now=now, closes_at=row.closes_at, chance=tried.chance
    )
    if isinstance(decision, Retry):
        return DeliveryStatus.WAITING, decision.at
    return DeliveryStatus.EXHAUSTED, None


def _prove(session: Session, tries: Sequence[Tried], actor: Actor, now: datetime) -> dict[int, EvidenceInfo]:
    """Our relay's 250 is the lowest rung, never more: only the relay's log or a report tells what came then.

    The proofs by the attempts' ids.
    """
    rows = [_proof(tried, tried.result, actor, now) for tried in tries if isinstance(tried.result, Accepted)]
    proofs = put_proofs(session, rows)
    return {tried.claimed.attempt_id: proof for tried, (proof, _) in zip(tries, proofs, strict=True)}


def _proof(tried: Tried, accepted: Accepted, actor: Actor, now: datetime) -> Evidence:
    return Evidence(
        delivery_id=tried.claimed.delivery_id,
        rung=Rung.RELAY_ACCEPTED,
        at=now,
        source=f"attempt:{tried.claimed.attempt_id}",
        detail={"code": accepted.code, "text": accepted.text, "host": accepted.host, "tls": accepted.tls},
        blob_sha256=tried.eml_sha256,
        noted_at=now,
        noted_by=actor.name,
    )
