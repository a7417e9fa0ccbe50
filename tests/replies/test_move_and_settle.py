"""People tie mail to deliveries and say that they have read it."""

import pytest
from sqlmodel import col, select

from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import get_delivery
from outreach.errors import NotAllowed, NotFound, WrongStatus
from outreach.replies.move import move
from outreach.replies.settle import settle
from outreach.replies.status import MatchedBy, ReplyStatus
from outreach.replies.store import get_mail, list_mails
from outreach.replies.tables import MailMatch
from tests.people import COORDINATOR_CHI, ORGANISER_OLGA
from tests.replies.conftest import COLLECTOR, NOW, Inbox
from tests.replies.mails import address, answer, report


def test_a_moved_bounce_settles_the_delivery_that_it_is_about(inbox: Inbox) -> None:
    inbox.receive(report("petition@outreach.example"))
    with inbox.database.begin() as session:
        mail = move(session, mail_id=1, delivery_id=inbox.sent[1], actor=COORDINATOR_CHI, now=NOW)
        assert mail.status is ReplyStatus.SETTLED
        assert get_delivery(session, inbox.sent[1]).status is DeliveryStatus.BOUNCED
        assert get_delivery(session, inbox.sent[0]).status is DeliveryStatus.ACCEPTED


def test_a_move_is_recorded_and_the_earlier_tie_stays_on_record(inbox: Inbox) -> None:
    inbox.receive(answer(address(inbox.sent[0])))
    with inbox.database.begin() as session:
        mail = move(session, mail_id=1, delivery_id=inbox.sent[1], actor=COORDINATOR_CHI, now=NOW)
        assert [(m.delivery_id, m.matched_by) for m in mail.matches] == [(inbox.sent[1], MatchedBy.PERSON)]
        rows = session.exec(select(MailMatch).order_by(col(MailMatch.id))).all()
        assert [(row.delivery_id, row.ended_by) for row in rows] == [
            (inbox.sent[0], "coordinator_chi"),
            (inbox.sent[1], None),
        ]
        assert [m.id for m in list_mails(session, delivery_id=inbox.sent[1])] == [1]
        assert list_mails(session, delivery_id=inbox.sent[0]) == []


def test_a_mail_is_settled_once_by_a_person(inbox: Inbox) -> None:
    inbox.receive(answer(address(inbox.sent[0])))
    with inbox.database.begin() as session:
        assert settle(session, mail_id=1, actor=COORDINATOR_CHI, now=NOW).status is ReplyStatus.SETTLED
        with pytest.raises(WrongStatus, match="mail 1 is settled"):
            settle(session, mail_id=1, actor=COORDINATOR_CHI, now=NOW)


@pytest.mark.parametrize("actor", [ORGANISER_OLGA, COLLECTOR], ids=["no coordinator", "no person"])
def test_others_may_not(inbox: Inbox, actor: object) -> None:
    inbox.receive(answer(address(inbox.sent[0])))
    with inbox.database.begin() as session:
        with pytest.raises(NotAllowed):
            move(session, mail_id=1, delivery_id=inbox.sent[1], actor=actor, now=NOW)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            settle(session, mail_id=1, actor=actor, now=NOW)  # type: ignore[arg-type]
        assert get_mail(session, 1).status is ReplyStatus.NEEDS_READER


def test_to_a_delivery_that_is_not_there(inbox: Inbox) -> None:
    inbox.receive(answer(address(inbox.sent[0])))
    with inbox.database.begin() as session, pytest.raises(NotFound, match="no delivery 999"):
        move(session, mail_id=1, delivery_id=999, actor=COORDINATOR_CHI, now=NOW)
