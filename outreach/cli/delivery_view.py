"""How deliveries look on a terminal and in JSON."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.cli.output import say, table
from outreach.delivery.status import LADDER, UNSENT, DeliveryStatus, Rung
from outreach.delivery.store import (
    AttemptInfo,
    DeliveryInfo,
    EvidenceInfo,
    StopInfo,
    get_delivery,
    highest_rungs,
    list_attempts,
    list_evidence,
)
from outreach.rounds.store import AddresseeInfo, get_addressee


@dataclass(frozen=True, slots=True)
class Counted:
    """A round at a glance: deliveries by status, and by the highest rung that is proved (`none` without any)."""

    statuses: Mapping[str, int]
    evidence: Mapping[str, int]
    stop: StopInfo | None


@dataclass(frozen=True, slots=True)
class Row:
    """One delivery in a list."""

    delivery: DeliveryInfo
    addressee: AddresseeInfo
    highest: Rung | None


@dataclass(frozen=True, slots=True)
class Whole:
    """One delivery with all that is known of it."""

    delivery: DeliveryInfo
    addressee: AddresseeInfo
    attempts: list[AttemptInfo]
    evidence: list[EvidenceInfo]


def counted(found: Sequence[DeliveryInfo], rungs: Mapping[int, Rung], stop: StopInfo | None) -> Counted:
    """Count them."""
    statuses = Counter(one.status.value for one in found)
    evidence = Counter(rungs[one.id].value if one.id in rungs else "none" for one in found)
    return Counted(
        {one.value: statuses[one] for one in DeliveryStatus if statuses[one]},
        {one: evidence[one] for one in ("none", *LADDER) if evidence[one]},
        stop,
    )


def show_status(shown: Counted) -> None:
    """Two small tables, and what needs a person."""
    table(("status", "deliveries"), list(shown.statuses.items()), empty="Nothing is queued yet.")
    table(("highest proof", "deliveries"), list(shown.evidence.items()), empty="")
    if shown.stop:
        say(f"All sending was stopped by {shown.stop.stopped_by}: {shown.stop.reason}")
    if shown.statuses.get(DeliveryStatus.UNCERTAIN):
        say("Uncertain ones wait for a decision: look into the relay's log, then `outreach delivery settle`.")
    if shown.statuses.get(DeliveryStatus.TO_HAND_OVER):
        say("Some wait to be handed over: `outreach delivery handover list`.")


def rows(session: Session, found: Sequence[DeliveryInfo]) -> list[Row]:
    """The list with offices and proofs."""
    rungs = highest_rungs(session, delivery_ids=[one.id for one in found])
    return [Row(one, get_addressee(session, one.addressee_id), rungs.get(one.id)) for one in found]


def show_rows(shown: Sequence[Row]) -> None:
    """One line a delivery."""
    cells = [
        (
            row.delivery.id,
            row.addressee.office_key,
            row.delivery.channel,
            row.delivery.status,
            row.highest,
            _next(row.delivery),
        )
        for row in shown
    ]
    columns = ("no.", "office", "by", "status", "highest proof", "next (UTC)")
    table(columns, cells, empty="No deliveries: approve parcels, start the round, then `outreach delivery send`.")


def whole(session: Session, delivery_id: int) -> Whole:
    """All that is known of one delivery; raises NotFound."""
    delivery = get_delivery(session, delivery_id)
    return Whole(
        delivery,
        get_addressee(session, delivery.addressee_id),
        list_attempts(session, delivery_id),
        list_evidence(session, delivery_id),
    )


def show_whole(shown: Whole) -> None:
    """A heading, every try, every proof."""
    delivery, addressee = shown.delivery, shown.addressee
    say(f"Delivery {delivery.id} to {addressee.office_key} by {delivery.channel}: {delivery.status}")
    say(f"Reference {addressee.reference}")
    if delivery.settled_because:
        say(f"Settled by {delivery.settled_by}: {delivery.settled_because}")
    tries = [
        (a.number, _minute(a.started_at), a.outcome or "in hand", a.reply_code, a.reply_text, a.host, a.tls)
        for a in shown.attempts
    ]
    table(("try", "at (UTC)", "outcome", "code", "the server said", "host", "TLS"), tries, empty="Not tried yet.")
    proofs = [
        (e.rung, _minute(e.at), e.source, ", ".join(f"{k}: {v}" for k, v in e.detail.items() if v), e.noted_by)
        for e in shown.evidence
    ]
    table(("proof", "at (UTC)", "from", "detail", "noted by"), proofs, empty="Nothing is proved yet.")


def _next(delivery: DeliveryInfo) -> str:
    """When it may leave; empty once that is over."""
    return _minute(delivery.next_attempt_at or delivery.opens_at) if delivery.status in UNSENT else ""


def _minute(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")
