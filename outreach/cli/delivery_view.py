"""How deliveries look on a terminal and in JSON."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.cli.output import say, table
from outreach.delivery.status import CLAIMABLE, FAILED, LADDER, UNSENT, DeliveryStatus, Rung
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

S = DeliveryStatus
MEANINGS = {
    S.QUEUED: "approved, waits for its office's hours",
    S.SENDING: "in hand just now",
    S.WAITING: "put off by a server; tried again",
    S.ACCEPTED: "the next server took it: not yet a delivery",
    S.DELIVERED: "a receipt says that it arrived",
    S.REFUSED: "refused for good while sending",
    S.BOUNCED: "taken first, then reported undeliverable",
    S.EXHAUSTED: "put off too many times",
    S.EXPIRED: "its window passed before it could be sent",
    S.UNCERTAIN: "may have been sent: a person decides",
    S.CANCELLED: "called off",
    S.TO_HAND_OVER: "to be posted, typed into a form or taken there",
    S.HANDED_OVER: "a person did, with proof",
    S.RECEIPTED: "the office confirmed the hand-over",
    S.RETURNED: "came back",
}
"""Each status in few words, for those who read the table."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A round at a glance: deliveries by status, and by the highest rung that is proved (`none` without any),
    and when the next mail may leave."""

    statuses: Mapping[str, int]
    evidence: Mapping[str, int]
    next_at: datetime | None
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
        min((one.next_attempt_at or one.opens_at for one in found if one.status in CLAIMABLE), default=None),
        stop,
    )


def show_status(shown: Counted) -> None:
    """Two small tables, and what needs a person."""
    if shown.stop:
        say(f"All sending was stopped by {shown.stop.stopped_by}: {shown.stop.reason}")
    if not shown.statuses:
        say("Nothing is queued yet: approve parcels, start the round, then `outreach delivery send`.")
        return
    statuses = [(_words(one), number, MEANINGS[DeliveryStatus(one)]) for one, number in shown.statuses.items()]
    table(("status", "deliveries", "meaning"), statuses, empty="")
    proofs = [(_words(one), number) for one, number in shown.evidence.items()]
    table(("highest proof", "deliveries"), proofs, empty="")
    if shown.next_at:
        say(f"The next mail may leave at {_minute(shown.next_at)} UTC.")
    if shown.statuses.get(DeliveryStatus.UNCERTAIN):
        say("Uncertain ones wait for a decision: look into the relay's log, then `outreach delivery settle`.")
    if shown.statuses.get(DeliveryStatus.TO_HAND_OVER):
        say("Some wait to be handed over: `outreach delivery handover list`.")
    if failed := [one for one in DeliveryStatus if one in FAILED and one in shown.statuses]:
        say(
            f"Some did not arrive: `outreach delivery list --status {failed[0]}`, then `outreach delivery resend`."
        )


def _words(name: str) -> str:
    return name.replace("_", " ")


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
