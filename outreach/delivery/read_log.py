"""Turn the relay's log into evidence: once each, however often the same lines are read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.delivery.address import carried_address
from outreach.delivery.attest import attest
from outreach.delivery.doubt import doubt
from outreach.delivery.postfix_log import Fate, LogEntry
from outreach.delivery.settle import settle
from outreach.delivery.status import DeliveryStatus, Rung
from outreach.delivery.store import (
    DeliveryInfo,
    find_delivery_by_message_id,
    get_delivery,
    list_attempts,
    list_evidence,
)
from outreach.reviews.store import get_parcel

MAY_BOUNCE = frozenset({DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED, DeliveryStatus.UNCERTAIN})


@dataclass(slots=True)
class LogReport:
    """What a log told, by delivery: taken by the recipient's server and bounced (both only what is new), not
    taken yet (the server's last words), and uncertain ones that the relay had: they were sent."""

    entries: int = 0
    accepted: list[int] = field(default_factory=list)
    bounced: list[int] = field(default_factory=list)
    deferred: dict[int, str] = field(default_factory=dict)
    uncertain_but_sent: list[int] = field(default_factory=list)


def read_log(
    session: Session,
    *,
    entries: Sequence[LogEntry],
    own_relays: Collection[str],
    office_servers: Collection[str] = (),
    actor: Actor,
    now: datetime,
) -> LogReport:
    """Attest `server_accepted` for what a recipient's server took, settle what bounced.

    An entry counts when Message-ID and recipient are those of one of our tries. Whether an uncertain delivery was
    sent is still a person's decision, and so it is for one that waits for another try. For `own_relays` and
    `office_servers` see `LogEntry.reached_recipient`.

    Raises:
        NotAllowed: the actor is not staff.
    """
    actor.require(Role.STAFF)
    report = LogReport()
    for entry in entries:
        delivery = _delivery_of(session, entry)
        if delivery is None:
            continue
        report.entries += 1
        report.deferred.pop(delivery.id, None)
        if entry.fate is not Fate.BOUNCED:
            reason = f"relay log, {entry.queue_id}: an earlier try was taken."
            doubt(session, delivery_id=delivery.id, reason=reason, actor=actor, now=now)
        if entry.reached_recipient(own_relays, office_servers):
            _accept(session, delivery, entry, report, actor, now)
        elif entry.fate is Fate.BOUNCED:
            _bounce(session, delivery, entry, report, actor, now)
        elif entry.fate is Fate.DEFERRED:
            report.deferred[delivery.id] = entry.text
        if get_delivery(session, delivery.id).status is DeliveryStatus.UNCERTAIN:
            report.uncertain_but_sent = sorted({*report.uncertain_but_sent, delivery.id})
    return report


def _delivery_of(session: Session, entry: LogEntry) -> DeliveryInfo | None:
    """Anyone may send a mail with our Message-ID to us: it must also have gone to the office."""
    delivery = find_delivery_by_message_id(session, entry.message_id)
    if delivery is None:
        return None
    address = carried_address(get_parcel(session, delivery.parcel_id).manifest.address)
    return delivery if address.lower() == entry.recipient.lower() else None


def _accept(
    session: Session, delivery: DeliveryInfo, entry: LogEntry, report: LogReport, actor: Actor, now: datetime
) -> None:
    source = f"relay-log:{entry.queue_id}"
    if any(proof.source == source for proof in list_evidence(session, delivery.id)):
        return
    attest(
        session,
        delivery_id=delivery.id,
        rung=Rung.SERVER_ACCEPTED,
        at=entry.at,
        source=source,
        detail={"relay": entry.relay, "dsn": entry.dsn, "text": entry.text, "message_id": entry.message_id},
        blob_sha256=None,
        actor=actor,
        now=now,
    )
    report.accepted.append(delivery.id)


def _bounce(
    session: Session, delivery: DeliveryInfo, entry: LogEntry, report: LogReport, actor: Actor, now: datetime
) -> None:
    """A bounce of an earlier try says nothing about the newest one."""
    newest = list_attempts(session, delivery.id)[-1].message_id
    if delivery.status not in MAY_BOUNCE or newest != entry.message_id:
        return
    reason = f"relay log, {entry.queue_id} at {entry.relay}: {entry.dsn} {entry.text}"
    settle(session, delivery_id=delivery.id, status=DeliveryStatus.BOUNCED, reason=reason, actor=actor, now=now)
    report.bounced.append(delivery.id)
