"""A note that no words prove is a program's when it came too soon for a person; a person's answer stays one."""

from datetime import timedelta

import pytest

from outreach.delivery.status import Outcome, Rung
from outreach.delivery.store import list_evidence
from outreach.delivery.tables import Attempt
from outreach.replies.status import ReplyKind
from outreach.replies.store import list_mails
from tests.replies.conftest import NOW, Inbox
from tests.replies.mails import address, answer

NOTE = "The Palace sorts its letters every morning, and answers those that need an answer."
WORDS = "I have read your letter with my colleagues. Could your doctors come to our hearing on Thursday?"


def kind_of(inbox: Inbox, body: str, *, after: timedelta, outcome: Outcome = Outcome.ACCEPTED) -> ReplyKind | None:
    """What a mail is that we had so long after the relay's answer."""
    with inbox.database.begin() as session:
        tried = Attempt(
            delivery_id=inbox.sent[0], number=1, message_id="<1@o.example>", worker="w", started_at=NOW - after
        )
        tried.ended_at, tried.outcome = NOW - after, outcome
        session.add(tried)
    inbox.receive(answer(address(inbox.sent[0]), body=body))
    with inbox.database.read() as session:
        (mail,) = list_mails(session)
    return mail.kind


@pytest.mark.parametrize("seconds", [1, 20, 60])
def test_what_came_within_a_minute_is_a_programs(inbox: Inbox, seconds: int) -> None:
    assert kind_of(inbox, NOTE, after=timedelta(seconds=seconds)) is ReplyKind.AUTO_REPLY
    with inbox.database.read() as session:
        (mail,) = list_mails(session)
        assert mail.reading is not None
        assert mail.reading.finding.notes == ("It came within a minute of the letter: a program answered.",)
        assert [proof.rung for proof in list_evidence(session, inbox.sent[0])] == [Rung.SERVER_ACCEPTED]


@pytest.mark.parametrize("seconds", [61, 3_600, 0, -20])
def test_later_or_by_a_clock_that_differs_it_is_shown_to_a_person(inbox: Inbox, seconds: int) -> None:
    assert kind_of(inbox, NOTE, after=timedelta(seconds=seconds)) is ReplyKind.HUMAN


@pytest.mark.parametrize("outcome", [Outcome.TEMPORARY, Outcome.UNCERTAIN])
def test_a_try_that_was_not_accepted_tells_nothing(inbox: Inbox, outcome: Outcome) -> None:
    assert kind_of(inbox, NOTE, after=timedelta(seconds=20), outcome=outcome) is ReplyKind.HUMAN


def test_clear_words_of_a_person_weigh_more_than_the_time(inbox: Inbox) -> None:
    assert kind_of(inbox, WORDS, after=timedelta(seconds=20)) is ReplyKind.HUMAN
