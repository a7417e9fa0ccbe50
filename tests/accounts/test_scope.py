"""What a role covers: one campaign or all, these governments or all."""

from datetime import datetime

import pytest

from outreach.accounts import Actor, Grant, Role
from outreach.accounts.add import add_user
from outreach.accounts.grants import Scope, grant_role
from outreach.accounts.store import get_actor
from outreach.db import Database
from outreach.errors import BadInput, NotAllowed

JAPAN = Grant(Role.STAFF, None, frozenset({"JP"}))
KOREA_OF_ONE = Grant(Role.STAFF, 1, frozenset({"KR"}))
ALL_OF_TWO = Grant(Role.STAFF, 2, None)


def limited(*grants: Grant) -> Actor:
    return Actor("sam", frozenset(grant.role for grant in grants), frozenset(grants))


@pytest.mark.parametrize(
    ("grants", "campaign", "governments", "may"),
    [
        ([JAPAN], None, ["JP"], True),
        ([JAPAN], 7, ["JP"], True),
        ([JAPAN], 7, ["JP", "KR"], False),
        ([JAPAN, KOREA_OF_ONE], 1, ["JP", "KR"], True),
        ([JAPAN, KOREA_OF_ONE], 2, ["JP", "KR"], False),
        ([JAPAN], 1, None, False),
        ([JAPAN], 1, [], False),
        ([JAPAN], None, None, False),
        ([ALL_OF_TWO], 2, None, True),
        ([ALL_OF_TWO], 1, None, False),
        ([ALL_OF_TWO], None, None, False),
        ([ALL_OF_TWO], 2, ["FR", "GB"], True),
        ([ALL_OF_TWO], None, ["FR"], True),
        ([], None, None, True),
    ],
)
def test_what_a_role_covers(
    grants: list[Grant], campaign: int | None, governments: list[str] | None, may: bool
) -> None:
    actor = limited(*grants) if grants else Actor("sam", frozenset({Role.STAFF}))
    assert actor.may(Role.STAFF, campaign=campaign, governments=governments) is may
    if may:
        actor.require(Role.STAFF, campaign=campaign, governments=governments)
    else:
        with pytest.raises(NotAllowed, match="limited"):
            actor.require(Role.STAFF, campaign=campaign, governments=governments)


def test_without_the_role_no_scope_helps() -> None:
    assert not limited(JAPAN).may(Role.ORGANISER, governments=["JP"])
    with pytest.raises(NotAllowed, match="needs the role organiser"):
        limited(JAPAN).require(Role.ORGANISER, governments=["JP"])
    mixed = limited(JAPAN, Grant(Role.ORGANISER, None, frozenset({"FR"})))
    assert not mixed.may(Role.ORGANISER, governments=["JP"])
    assert mixed.may(Role.ORGANISER, Role.STAFF, governments=["JP", "FR"])


@pytest.mark.parametrize(
    ("campaign", "governments", "sees"),
    [(1, ["KR", "FR"], True), (2, ["KR"], False), (None, ["KR"], True), (1, ["FR"], False), (1, [], True)],
)
def test_part_of_a_thing_is_seen(campaign: int | None, governments: list[str], sees: bool) -> None:
    assert limited(KOREA_OF_ONE).sees(campaign=campaign, governments=governments) is sees


def test_a_role_everywhere_is_no_limit(database: Database, admin_ada: Actor, now: datetime) -> None:
    with database.begin() as session:
        roles = [Role.STAFF, Role.COORDINATOR]
        japan = Scope(governments=frozenset({"JP"}))
        add_user(session, actor=admin_ada, now=now, name="kim", full_name="Kim", roles=roles, scope=japan)
        assert len(get_actor(session, "kim").limits) == 2
        for role in roles:
            grant_role(session, name="kim", grant=Grant(role), actor=admin_ada, now=now)
        assert get_actor(session, "kim").limits == frozenset()


@pytest.mark.parametrize("governments", [frozenset({"JP"}), frozenset[str]()])
def test_an_admin_is_one_everywhere_and_an_empty_set_is_none(
    database: Database, admin_ada: Actor, now: datetime, governments: frozenset[str]
) -> None:
    role = Role.ADMIN if governments else Role.STAFF
    scope = Scope(governments=governments)
    with database.begin() as session, pytest.raises(BadInput):
        add_user(session, actor=admin_ada, now=now, name="kim", full_name="Kim", roles=[role], scope=scope)
