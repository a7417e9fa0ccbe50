"""The second factor: who must have one, and that each code opens once."""

from datetime import datetime, timedelta

import pyotp
import pytest

from outreach.accounts import Actor, Role
from outreach.accounts.add import add_user
from outreach.accounts.second_factor import (
    begin_second_factor,
    code_matches,
    confirm_second_factor,
    drop_second_factor,
    find_second_factor_begun,
    needs_second_factor,
)
from outreach.accounts.store import get_user, user_row
from outreach.db import Database
from outreach.errors import BadInput, NotAllowed, WrongStatus

OLGA = Actor("olga", frozenset({Role.ORGANISER}))


@pytest.fixture
def olga(database: Database, admin_ada: Actor, now: datetime) -> Actor:
    with database.begin() as session:
        add_user(session, actor=admin_ada, now=now, name="olga", full_name="Olga", roles=[Role.ORGANISER])
    return OLGA


def set_up(database: Database, now: datetime, *, earlier: str = "") -> tuple[pyotp.TOTP, list[str]]:
    with database.begin() as session:
        totp = pyotp.parse_uri(begin_second_factor(session, actor=OLGA))
        assert isinstance(totp, pyotp.TOTP)
        codes = confirm_second_factor(session, actor=OLGA, code=totp.at(now), earlier=earlier, now=now)
    return totp, codes


def matches(database: Database, code: str, now: datetime) -> bool:
    with database.begin() as session:
        return code_matches(session, user_row(session, "olga"), code=code, now=now)


@pytest.mark.parametrize(
    ("roles", "live", "needs"),
    [
        ([Role.ORGANISER], True, True),
        ([Role.ADMIN], True, True),
        ([Role.STAFF, Role.ADMIN], True, True),
        ([Role.STAFF, Role.COORDINATOR], True, False),
        ([Role.ORGANISER, Role.ADMIN], False, False),
    ],
)
def test_in_live_mode_organisers_and_admins_must_have_one(roles: list[Role], live: bool, needs: bool) -> None:
    assert needs_second_factor(roles, live=live) is needs


def test_a_code_opens_once_and_so_does_none_before_it(database: Database, olga: Actor, now: datetime) -> None:
    totp, _codes = set_up(database, now)
    assert not matches(database, totp.at(now), now), "it was used to set up"
    later = now + timedelta(minutes=5)
    code = totp.at(later)
    assert matches(database, f" {code[:3]} {code[3:]}", later)
    assert not matches(database, code, later)
    assert not matches(database, totp.at(later - timedelta(seconds=30)), later)
    assert matches(database, totp.at(later + timedelta(seconds=30)), later), "a clock that is ahead"


def test_nonsense_is_no_code(database: Database, olga: Actor, now: datetime) -> None:
    set_up(database, now)
    for nonsense in ("", "１２３４５６", "123456789", "\x00", "é"):
        assert not matches(database, nonsense, now + timedelta(hours=1))


def test_the_one_that_is_on_holds_until_the_new_one_is_confirmed(
    database: Database, olga: Actor, now: datetime
) -> None:
    totp, codes = set_up(database, now)
    with database.begin() as session:
        address = begin_second_factor(session, actor=olga)
        assert find_second_factor_begun(session, actor=olga) == address
    later = now + timedelta(minutes=5)
    assert matches(database, totp.at(later), later)
    with pytest.raises(BadInput, match="earlier telephone"):
        set_up(database, later + timedelta(minutes=5))
    new, _codes = set_up(database, later + timedelta(minutes=5), earlier=codes[0])
    much_later = later + timedelta(hours=1)
    assert not matches(database, totp.at(much_later), much_later)
    assert not matches(database, codes[1], much_later), "the recovery codes of the old one went with it"
    assert matches(database, new.at(much_later), much_later)


def test_only_what_was_begun_is_confirmed(database: Database, olga: Actor, now: datetime) -> None:
    with database.begin() as session, pytest.raises(WrongStatus):
        confirm_second_factor(session, actor=olga, code="123456", now=now)


def test_a_lost_one_is_dropped_by_an_admin_only(
    database: Database, olga: Actor, staff_sam: Actor, admin_ada: Actor, now: datetime
) -> None:
    set_up(database, now)
    with database.begin() as session:
        with pytest.raises(NotAllowed):
            drop_second_factor(session, actor=staff_sam, name="olga", now=now)
        drop_second_factor(session, actor=admin_ada, name="olga", now=now)
        assert not get_user(session, "olga").has_second_factor
        with pytest.raises(WrongStatus):
            drop_second_factor(session, actor=admin_ada, name="olga", now=now)
