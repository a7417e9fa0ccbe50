"""`outreach users`: roles with their scope, languages and invitations at a terminal."""

from datetime import timedelta

from outreach.accounts.invite import get_invited
from outreach.clock import utc_now
from outreach.db import Database
from tests.command_line import Run


def test_a_user_is_added_within_a_scope_and_it_holds_at_the_command_line(run: Run, delivery: int) -> None:
    added = run("users", "add", "kim", "--full-name", "Kim", "--role", "coordinator", "-g", "ca", "--reads", "fr")
    assert added.status == 0, added.err
    listed = run("users", "list")
    assert "coordinator (CA)" in listed.out
    refused = run(
        "responses",
        "record",
        delivery,
        "--received-on",
        "2026-11-24",
        "--channel",
        "post",
        "--summary",
        "x",
        by="kim",
    )
    assert refused.status == 1
    assert "limited to other governments" in refused.err


def test_scopes_are_given_and_taken_away(run: Run) -> None:
    assert run("users", "grant", "chi", "--role", "coordinator", "-g", "GB").status == 0
    assert run("users", "revoke", "chi", "--role", "coordinator").out == "chi: coordinator (GB).\n"
    assert run("users", "grant", "chi", "--role", "staff", "-g", "XX").err == (
        "error: No such government: XX; see `outreach recipients list`.\n"
    )
    assert "no campaign 'nowhere'" in run("users", "grant", "chi", "--role", "staff", "--campaign", "nowhere").err
    assert run("users", "reads", "chi", "ja", "en").out == "chi reads en, ja.\n"
    assert "No letter is written in tlh" in run("users", "reads", "chi", "tlh").err


def test_an_invitation_is_a_link_to_the_desk(run: Run, installed: Database) -> None:
    link = run("users", "invite", "chi", "--json").json["link"]
    address, _, secret = link.rpartition("/")
    assert address == "http://127.0.0.1:8000/invitation"
    with installed.read() as session:
        assert get_invited(session, secret, now=utc_now() + timedelta(days=6)).name == "chi"
