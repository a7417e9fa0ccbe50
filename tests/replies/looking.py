"""A look at what became of the mail."""

from outreach.delivery.status import DeliveryStatus, Rung
from outreach.delivery.store import get_delivery, list_evidence
from outreach.replies.store import MailInfo, list_mails
from tests.replies.conftest import Inbox


def only(inbox: Inbox) -> MailInfo:
    with inbox.database.read() as session:
        (mail,) = list_mails(session)
    return mail


def state(inbox: Inbox, number: int = 0) -> tuple[DeliveryStatus, list[Rung]]:
    with inbox.database.read() as session:
        delivery = get_delivery(session, inbox.sent[number])
        return delivery.status, [proof.rung for proof in list_evidence(session, delivery.id)]
