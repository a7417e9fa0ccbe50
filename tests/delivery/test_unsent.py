"""What is not sent any more, or once more: called off, over with its window or its round, sent again."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from outreach.delivery.cancel import cancel
from outreach.delivery.resend import resend
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import get_delivery
from outreach.delivery.sweep import sweep
from outreach.errors import WrongStatus
from outreach.rounds.status import RoundStatus
from outreach.rounds.tables import Round
from tests.delivery.an_open_round import NOW
from tests.delivery.two_deliveries import SCHEDULER, claimed, put
from tests.people import STAFF_SAM

S = DeliveryStatus


@pytest.mark.parametrize("status", [S.QUEUED, S.WAITING, S.TO_HAND_OVER])
def test_what_is_unsent_can_be_called_off(session: Session, status: DeliveryStatus) -> None:
    put(session, status)
    assert cancel(session, delivery_id=1, reason="no", actor=STAFF_SAM, now=NOW).status is S.CANCELLED
    with pytest.raises(WrongStatus):
        cancel(session, delivery_id=1, reason="no", actor=STAFF_SAM, now=NOW)


def test_sweep_expires_mail_with_its_window_and_hand_overs_with_their_round(any_session: Session) -> None:
    assert sweep(any_session, actor=SCHEDULER, now=NOW) == 0
    assert sweep(any_session, actor=SCHEDULER, now=NOW + timedelta(days=5)) == 1
    assert [get_delivery(any_session, one).status for one in (1, 2)] == [S.EXPIRED, S.TO_HAND_OVER]
    end_round(any_session, RoundStatus.CLOSED)
    assert sweep(any_session, actor=SCHEDULER, now=NOW) == 1
    assert get_delivery(any_session, 2).status is S.EXPIRED


def test_sweep_cancels_what_a_cancelled_round_left_and_never_what_is_in_hand(session: Session) -> None:
    claimed(session)
    end_round(session, RoundStatus.CANCELLED)
    assert sweep(session, actor=SCHEDULER, now=NOW + timedelta(days=9)) == 1
    assert [get_delivery(session, one).status for one in (1, 2)] == [S.SENDING, S.CANCELLED]


def end_round(session: Session, status: RoundStatus) -> None:
    current = session.get(Round, 1)
    assert current is not None
    current.status = status
    session.flush()


@pytest.mark.parametrize("status", [S.QUEUED, S.SENDING, S.ACCEPTED, S.DELIVERED, S.UNCERTAIN])
def test_only_what_failed_is_sent_again(session: Session, status: DeliveryStatus) -> None:
    put(session, status)
    with pytest.raises(WrongStatus):
        resend(session, delivery_id=1, contact_id=2, actor=STAFF_SAM, now=NOW)
