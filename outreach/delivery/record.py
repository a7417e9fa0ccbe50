"""Write what the server said, or what went wrong and when to try again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, select

from outreach import audit
from outreach.accounts import Actor
from outreach.delivery.attest import put_proof
from outreach.delivery.claim import Claimed
from outreach.delivery.compose import NotBuilt
from outreach.delivery.facts import facts_hash
from outreach.delivery.retry import Retry, after_failure, after_no_connection
from outreach.delivery.status import IN_HAND, MOVES, DeliveryStatus, Outcome, Rung
from outreach.delivery.store import AttemptInfo
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


def record_result(session: Session, tried: Tried, *, actor: Actor, now: datetime) -> DeliveryStatus:
    """Close the attempt and move the delivery; its status afterwards.

    A worker that was thought lost may come back with a result: it stands, unless a person decided meanwhile.
    """
    row = session.get(Delivery, tried.claimed.delivery_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotFound(f"Delivery {tried.claimed.delivery_id} was removed while it was sent.")
    attempt = _close_attempt(session, tried, now)
    if row.status in IN_HAND and attempt.number == _newest_number(session, attempt.delivery_id):
        _move(row, tried, now)
    session.add(row)
    facts: dict[str, str | int | None] = {
        "status": row.status,
        "attempt": attempt.number,
        "attempt_sha256": facts_hash(AttemptInfo(**attempt.model_dump())),
        "eml_sha256": tried.eml_sha256,
    }
    if isinstance(tried.result, Accepted):
        facts["proof_sha256"] = _prove(session, tried, tried.result, actor, now)
    subject = f"delivery:{row.id}"
    audit.record(session, actor=actor, action="delivery.tried", subject=subject, now=now, facts=facts)
    return row.status


def _newest_number(session: Session, delivery_id: int) -> int:
    return session.exec(select(func.max(Attempt.number)).where(Attempt.delivery_id == delivery_id)).one()


def _close_attempt(session: Session, tried: Tried, now: datetime) -> Attempt:
    attempt = session.get(Attempt, tried.claimed.attempt_id, populate_existing=True)
    assert attempt is not None
    result = tried.result
    attempt.ended_at = now
    attempt.outcome = _outcome(result)
    attempt.reply_code = result.code
    attempt.enhanced_status = result.enhanced
    attempt.reply_text = result.text
    attempt.host = result.host
    attempt.tls = result.tls
    attempt.eml_sha256 = tried.eml_sha256
    session.add(attempt)
    return attempt


def _outcome(result: Accepted | SendingFailure) -> Outcome:
    if isinstance(result, Accepted):
        return Outcome.ACCEPTED
    if isinstance(result, PermanentFailure):
        return Outcome.PERMANENT
    return Outcome.UNCERTAIN if isinstance(result, UncertainOutcome) else Outcome.TEMPORARY


def _move(row: Delivery, tried: Tried, now: datetime) -> None:
    target, next_attempt_at = _next(row, tried, now)
    if target is not row.status:
        row.status = advance(row.status, target, moves=MOVES, what=f"delivery {row.id}")
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


def _prove(session: Session, tried: Tried, accepted: Accepted, actor: Actor, now: datetime) -> str:
    """Our relay's 250 is the lowest rung, never more: only the relay's log or a report tells what came then."""
    detail = {"code": accepted.code, "text": accepted.text, "host": accepted.host, "tls": accepted.tls}
    proof, _ = put_proof(
        session,
        Evidence(
            delivery_id=tried.claimed.delivery_id,
            rung=Rung.RELAY_ACCEPTED,
            at=now,
            source=f"attempt:{tried.claimed.attempt_id}",
            detail=detail,
            blob_sha256=tried.eml_sha256,
            noted_at=now,
            noted_by=actor.name,
        ),
    )
    return facts_hash(proof)
