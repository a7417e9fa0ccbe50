"""Signing in: passwords, the second factor, the limit on tries."""

from datetime import datetime, timedelta

import pyotp
import pytest

from outreach.accounts import Actor, Role
from outreach.accounts.add import add_user
from outreach.accounts.second_factor import begin_second_factor, confirm_second_factor
from outreach.accounts.set_password import set_password
from outreach.accounts.sign_in import LASTS, TRIES, TooManyTries, find_signed_in, sign_in, sign_out
from outreach.accounts.store import list_users
from outreach.db import Database
from outreach.errors import BadInput, NotAllowed

PASSWORD = "a long enough sentence"


@pytest.fixture
def sam(database: Database, admin_ada: Actor, now: datetime) -> Actor:
    with database.begin() as session:
        add_user(session, actor=admin_ada, now=now, name="sam", full_name="Sam", roles=[Role.STAFF])
        set_password(session, actor=admin_ada, name="sam", password=PASSWORD, now=now)
    return Actor("sam", frozenset({Role.STAFF}))


def attempt(database: Database, now: datetime, *, password: str = PASSWORD, code: str = "") -> str | None:
    with database.begin() as session:
        return sign_in(session, name="sam", password=password, code=code, address="127.0.0.1", now=now)


def test_a_session_lives_until_it_ends(database: Database, sam: Actor, now: datetime) -> None:
    secret = attempt(database, now)
    assert secret
    with database.begin() as session:
        live = find_signed_in(session, secret, now=now)
        assert live
        assert live.actor == sam
        assert find_signed_in(session, secret, now=now + LASTS) is None
        sign_out(session, secret)
        assert find_signed_in(session, secret, now=now) is None


def test_wrong_passwords_are_refused_and_then_have_to_wait(database: Database, sam: Actor, now: datetime) -> None:
    for _ in range(TRIES):
        assert attempt(database, now, password="not this one at all") is None
    with pytest.raises(TooManyTries):
        attempt(database, now)
    assert attempt(database, now + timedelta(minutes=16))


def test_a_new_password_signs_every_browser_out(
    database: Database, sam: Actor, admin_ada: Actor, now: datetime
) -> None:
    secret = attempt(database, now)
    assert secret
    with database.begin() as session:
        set_password(session, actor=sam, name="sam", password="another long sentence", now=now)
        assert find_signed_in(session, secret, now=now) is None


def test_others_may_not_set_it_and_short_ones_are_refused(
    database: Database, sam: Actor, organiser_olga: Actor, now: datetime
) -> None:
    with database.begin() as session:
        with pytest.raises(NotAllowed):
            set_password(session, actor=organiser_olga, name="sam", password=PASSWORD, now=now)
        with pytest.raises(BadInput, match="at least 12"):
            set_password(session, actor=sam, name="sam", password="short", now=now)


def test_second_factor_and_single_use_recovery_codes(database: Database, sam: Actor, now: datetime) -> None:
    with database.begin() as session:
        address = begin_second_factor(session, actor=sam)
        totp = pyotp.parse_uri(address)
        assert isinstance(totp, pyotp.TOTP)
        codes = confirm_second_factor(session, actor=sam, code=totp.at(now), now=now)
    later = now + timedelta(hours=1)
    assert attempt(database, later) is None
    assert attempt(database, later, code=totp.at(later))
    assert attempt(database, later, code=codes[0])
    assert attempt(database, later, code=codes[0]) is None


def test_listing_users_shows_no_secret(database: Database, sam: Actor) -> None:
    with database.read() as session:
        (user,) = list_users(session)
    assert user.has_password
    assert "argon2" not in repr(user)
