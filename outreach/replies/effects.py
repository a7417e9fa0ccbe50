"""What a mail of each kind means for a delivery: pure, as a table."""

from dataclasses import dataclass

from outreach.delivery.status import DeliveryStatus, Rung
from outreach.replies.finding import Action, Finding
from outreach.replies.status import ReplyKind

SENT = frozenset({DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED, DeliveryStatus.UNCERTAIN})
"""Statuses in which a report about a mail can be true."""
_RUNGS = {
    ReplyKind.DELAY: Rung.RELAY_ACCEPTED,
    ReplyKind.AUTO_REPLY: Rung.SERVER_ACCEPTED,
    ReplyKind.ACKNOWLEDGEMENT: Rung.AUTO_ACKNOWLEDGED,
    ReplyKind.READ_RECEIPT: Rung.DSN_DELIVERED,
}
TELLS_THAT_IT_CAME = frozenset(
    {
        *(ReplyKind.DELIVERY_RECEIPT, ReplyKind.READ_RECEIPT, ReplyKind.DELAY),
        *(ReplyKind.AUTO_REPLY, ReplyKind.ACKNOWLEDGEMENT, ReplyKind.HUMAN),
    }
)
"""Nobody writes these about a mail of which no try was taken."""

_STATUSES = {
    ReplyKind.BOUNCE: DeliveryStatus.BOUNCED,
    ReplyKind.DELIVERY_RECEIPT: DeliveryStatus.DELIVERED,
}


def says(kind: ReplyKind) -> DeliveryStatus | None:
    """What a mail of this kind says that became of a delivery, if it says so at all."""
    return _STATUSES.get(kind)


@dataclass(frozen=True, slots=True)
class Effect:
    """`status` is what to settle the delivery as, `rung` what to attest; `needs_reader`: a person has to look."""

    status: DeliveryStatus | None = None
    rung: Rung | None = None
    flags_contact: bool = False
    needs_reader: bool = False


def effect_of(
    kind: ReplyKind, finding: Finding, *, is_proven: bool, delivery: DeliveryStatus, has_wishes: bool
) -> Effect:
    """Only a proven match moves a status or a rung; everything that asks something of us needs a reader.

    `kind` is what the mail counts as, which a coordinator may have said against the finding.
    """
    if not is_proven:
        return Effect(needs_reader=True)
    if kind is ReplyKind.BOUNCE:
        return _bounce(delivery)
    if kind is ReplyKind.DELIVERY_RECEIPT:
        return _receipt(finding, delivery)
    rung = _RUNGS.get(kind)
    is_late = delivery not in SENT
    return Effect(rung=None if is_late else rung, needs_reader=rung is None or has_wishes or is_late)


def _bounce(delivery: DeliveryStatus) -> Effect:
    if delivery is DeliveryStatus.BOUNCED:
        return Effect()
    if delivery not in SENT:
        return Effect(needs_reader=True)
    return Effect(status=DeliveryStatus.BOUNCED, flags_contact=True)


def _receipt(finding: Finding, delivery: DeliveryStatus) -> Effect:
    """`relayed` says only that a server further on took it (RFC 3464 §2.3.3)."""
    if delivery not in SENT:
        return Effect(needs_reader=True)
    # One that only a person calls a receipt has no recipients that say how far it came.
    actions = {recipient.action for recipient in finding.recipients}
    if not actions or Action.DELIVERED in actions:
        status = None if delivery is DeliveryStatus.DELIVERED else DeliveryStatus.DELIVERED
        return Effect(status=status, rung=Rung.DSN_DELIVERED)
    return Effect(rung=Rung.SERVER_ACCEPTED)
