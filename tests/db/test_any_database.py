"""Each database keeps what the code promises: own and empty per test, UTC times, checked statuses."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import Session, select

from outreach.accounts.tables import User
from outreach.db import Database
from outreach.errors import Unavailable
from outreach.replies.status import ReplyStatus
from outreach.replies.tables import Mail, MailSeen

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def user(*, added_at: datetime = NINE) -> User:
    return User(name="sam", full_name="Sam Lee", languages=["en"], added_at=added_at)


def stored(session: Session) -> User:
    session.expire_all()
    return session.exec(select(User)).one()


@pytest.mark.parametrize("_time", ["first", "second"])
def test_each_test_starts_with_an_empty_database(any_database: Database, _time: str) -> None:
    with any_database.begin() as session:
        assert session.exec(select(User)).all() == []
        session.add(user())


def test_a_time_comes_back_aware_and_in_utc(any_database: Database) -> None:
    tokyo = timezone(timedelta(hours=9))
    with any_database.begin() as session:
        session.add(user(added_at=NINE.astimezone(tokyo)))
        session.flush()
        assert stored(session).added_at == NINE
        assert stored(session).added_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(any_database: Database) -> None:
    with (
        pytest.raises(StatementError, match="a time without a zone is not accepted"),
        any_database.begin() as session,
    ):
        session.add(user(added_at=datetime(2026, 11, 24, 9)))  # noqa: DTZ001


def test_a_failed_transaction_leaves_nothing(any_database: Database) -> None:
    with pytest.raises(IntegrityError), any_database.begin() as session:
        session.add_all([user(), MailSeen(mailbox="INBOX", uid="1", mail_id=404)])
    with any_database.read() as session:
        assert session.exec(select(User)).all() == []


def test_what_was_read_outlives_the_session(any_database: Database) -> None:
    with any_database.begin() as session:
        session.add(user())
    with any_database.read() as session:
        found = session.exec(select(User)).one()
    assert found.name == "sam"


def test_what_a_read_changes_is_not_kept(any_database: Database) -> None:
    with any_database.read() as session:
        session.add(user())
        session.flush()
    with any_database.read() as session:
        assert session.exec(select(User)).all() == []


def test_a_status_outside_its_vocabulary_is_refused_by_the_database(any_database: Database) -> None:
    with any_database.begin() as session:
        session.add(Mail(raw_sha256="0" * 64, size=1, collected_at=NINE, status=ReplyStatus.NEW))
    with pytest.raises(IntegrityError, match="ck_replies_mails_status"), any_database.begin() as session:
        session.connection().execute(text("UPDATE replies_mails SET status = 'lost'"))


def test_a_foreign_key_must_exist(any_database: Database) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), any_database.begin() as session:
        session.add(MailSeen(mailbox="INBOX", uid="1", mail_id=404))


def test_a_database_without_tables_says_what_to_run(blank_database: Database) -> None:
    with pytest.raises(Unavailable, match="run `outreach db upgrade` first"), blank_database.read() as session:
        session.exec(select(User)).all()
