"""A plan accounts for every office of the chosen governments, once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from outreach.accounts import Actor
from outreach.audit.store import list_entries
from outreach.db import Database
from outreach.errors import BadInput, Conflict, NotAllowed, NotFound, OutreachError, Refused, WrongStatus
from outreach.petition.withdraw import withdraw as withdraw_version
from outreach.recipients.edit import edit
from outreach.recipients.hold import hold
from outreach.recipients.object import object_to
from outreach.recipients.status import Channel, HolderForm
from outreach.recipients.store import list_contacts, list_offices
from outreach.rounds.add import add_addressee
from outreach.rounds.plan import plan
from outreach.rounds.refresh import refresh
from outreach.rounds.schedule import schedule
from outreach.rounds.status import Purpose
from outreach.rounds.steer import cancel, close, start
from outreach.rounds.store import AddresseeInfo, RoundInfo, list_addressees
from outreach.signatures.withdraw import withdraw as withdraw_snapshot
from tests.people import ORGANISER_OLGA, STAFF_SAM
from tests.world import GOVERNMENTS, Ground, lay_ground, plan_round


def by_office(addressees: list[AddresseeInfo]) -> dict[str, AddresseeInfo]:
    return {addressee.office_key: addressee for addressee in addressees}


def test_every_office_once(database: Database, ground: Ground, now: datetime) -> None:
    with database.begin() as session:
        planned = plan_round(session, ground, now=now)
    with database.read() as session:
        offices = {office.key for code in GOVERNMENTS for office in list_offices(session, government=code)}
        addressees = list_addressees(session, round_id=planned.id)
        entry = list_entries(session, subject=f"round:{planned.id}")[0]
    assert Counter(a.office_key for a in addressees) == Counter(offices)
    assert all(a.included != bool(a.left_out_because) for a in addressees)
    assert all(a.included == (a.contact_id is not None) for a in addressees)
    assert entry.facts["included"] == sum(a.included for a in addressees)
    assert entry.facts["included"] + entry.facts["left_out"] == len(offices)
    # No web form of these offices has a confirmed URL, so the post is next.
    assert by_office(addressees)["gb-pm"].channel is Channel.POST
    assert by_office(addressees)["il-pm"].languages == ("he",)


def test_a_live_plan_leaves_out_what_nobody_checked(database: Database, tmp_path: Path, now: datetime) -> None:
    with database.begin() as session:
        ground = lay_ground(session, tmp_path, now=now, sample=False)
        planned = plan_round(session, ground, now=now, live=True)
    with database.read() as session:
        addressees = list_addressees(session, round_id=planned.id)
        assert not list_addressees(session, round_id=planned.id, included=True)
    # The texts are drafts: that is the first thing to put right.
    assert by_office(addressees)["gb-pm"].left_out_because == "No native reader has checked the text in en."


@pytest.mark.parametrize(
    ("change", "error", "told"),
    [
        ({"actor": ORGANISER_OLGA}, NotAllowed, "needs the role staff"),
        ({"governments": ()}, BadInput, "at least one government"),
        ({"governments": ("GB", "XX", "YY")}, BadInput, "Some governments are not known"),
        ({"name": " "}, BadInput, "needs a name"),
        ({"name": "x" * 81}, BadInput, "1 to 80 characters"),
        ({"campaign_id": 99}, Refused, "belongs to campaign 1, not 99"),
        ({"version_id": 99}, NotFound, "no petition version 99"),
        ({"snapshot_id": 99}, NotFound, "no snapshot 99"),
        ({"live": True}, Refused, "holds SAMPLE counts"),
        ({"live": True, "choose_holder_forms": True}, Refused, "does not choose forms of address"),
    ],
)
def test_refuses(
    database: Database,
    ground: Ground,
    now: datetime,
    change: dict[str, Any],
    error: type[OutreachError],
    told: str,
) -> None:
    values: dict[str, Any] = {
        **asdict(ground),
        "name": "Spring",
        "governments": GOVERNMENTS,
        "live": False,
        "choose_holder_forms": False,
        "actor": STAFF_SAM,
        "now": now,
    }
    with pytest.raises(error, match=told), database.begin() as session:
        plan(session, **{**values, **change})
    with database.read() as session:
        assert list_addressees(session) == []


def test_names_are_unique(database: Database, ground: Ground, now: datetime) -> None:
    with database.begin() as session:
        plan_round(session, ground, now=now)
    with pytest.raises(Conflict, match="round 'Spring' already"), database.begin() as session:
        plan_round(session, ground, now=now)


def test_two_people_plan_the_same_name_at_once(any_database: Database, tmp_path: Path, now: datetime) -> None:
    with any_database.begin() as session:
        ground = lay_ground(session, tmp_path, now=now, governments=("GB",))
    together = Barrier(2)

    def attempt(_: int) -> str:
        together.wait()
        try:
            with any_database.begin() as session:
                return plan_round(session, ground, now=now, governments=("GB",)).name
        except Conflict:
            return "Conflict"

    with ThreadPoolExecutor(2) as people:
        assert sorted(people.map(attempt, range(2))) == ["Conflict", "Spring"]


def test_old_counts_are_not_for_a_live_round(database: Database, tmp_path: Path, now: datetime) -> None:
    with database.begin() as session:
        ground = lay_ground(session, tmp_path, now=now, sample=False)
        with pytest.raises(Refused, match="more than 45 days old"):
            plan_round(session, ground, now=now + timedelta(days=45), live=True)


def test_withdrawn_sources(database: Database, ground: Ground, now: datetime) -> None:
    with database.begin() as session:
        withdraw_snapshot(session, snapshot_id=ground.snapshot_id, reason="wrong", actor=STAFF_SAM, now=now)
        with pytest.raises(Refused, match="Snapshot 1 is withdrawn"):
            plan_round(session, ground, now=now)
        withdraw_version(session, version_id=ground.version_id, reason="wrong", actor=ORGANISER_OLGA, now=now)
        with pytest.raises(Refused, match="Petition version 1 is withdrawn"):
            plan_round(session, ground, now=now)


def test_refresh_takes_up_what_people_recorded(
    database: Database, ground: Ground, staff_sam: Actor, now: datetime
) -> None:
    with database.begin() as session:
        planned = plan_round(session, ground, now=now)
        before = by_office(list_addressees(session, round_id=planned.id))
        form = next(c for c in list_contacts(session, "gb-pm") if c.channel is Channel.WEB_FORM)
        edit(session, contact_id=form.id, value="https://www.gov.uk/contact", actor=staff_sam, now=now)
        object_to(session, office_key="il-pm", who="the office", source="a letter", actor=staff_sam, now=now)
        changed = refresh(session, round_id=planned.id, choose_holder_forms=True, actor=staff_sam, now=now)
        after = by_office(list_addressees(session, round_id=planned.id))
    assert changed == 2
    assert (after["gb-pm"].contact_id, after["gb-pm"].channel) == (form.id, Channel.WEB_FORM)
    assert after["gb-pm"].reference == before["gb-pm"].reference
    assert after["il-pm"].left_out_because == "The office asked on 2026-11-24 not to be written to."
    unchanged = set(before) - {"gb-pm", "il-pm"}
    assert {key: after[key] for key in unchanged} == {key: before[key] for key in unchanged}


def test_refresh_ends_with_the_start(database: Database, ground: Ground, staff_sam: Actor, now: datetime) -> None:
    with database.begin() as session:
        number = plan_round(session, ground, now=now).id
        schedule(session, round_id=number, dispatch_on=now.date(), window_days=5, actor=staff_sam, now=now)
        start(session, round_id=number, actor=staff_sam, now=now)
        with pytest.raises(Refused, match="its addressees stay"):
            refresh(session, round_id=number, choose_holder_forms=True, actor=staff_sam, now=now)


def test_a_resend_goes_elsewhere(database: Database, ground: Ground, staff_sam: Actor, now: datetime) -> None:
    later = now + timedelta(days=30)
    with database.begin() as session:
        number = plan_round(session, ground, now=now).id
        schedule(session, round_id=number, dispatch_on=now.date(), window_days=5, actor=staff_sam, now=now)
        start(session, round_id=number, actor=staff_sam, now=now)
        first = by_office(list_addressees(session, round_id=number))["gb-pm"]
        form = next(c for c in list_contacts(session, "gb-pm") if c.channel is Channel.WEB_FORM)
        values = {"replaces": first.id, "contact_id": form.id, "purpose": Purpose.RESEND, "actor": staff_sam}
        with pytest.raises(Refused, match="has no URL: choose another"):
            add_addressee(session, **values, now=later)
        edit(session, contact_id=form.id, value="https://www.gov.uk/contact", actor=staff_sam, now=later)
        hold(session, office_key="gb-pm", form=HolderForm.F, source="gov.uk", actor=staff_sam, now=later)
        again = add_addressee(session, **values, now=later)
        with pytest.raises(Conflict, match="already"):
            add_addressee(session, **values, now=later)
    assert first.opens_at is not None
    assert again == replace(
        again,
        round_id=number,
        included=True,
        replaces=first.id,
        purpose=Purpose.RESEND,
        channel=Channel.WEB_FORM,
        languages=first.languages,
        opens_at=first.opens_at + timedelta(days=30),
    )
    assert again.reference != first.reference


@pytest.mark.parametrize("ending", [cancel, close])
def test_nothing_is_added_to_a_round_that_is_over(
    database: Database, ground: Ground, staff_sam: Actor, now: datetime, ending: Callable[..., RoundInfo]
) -> None:
    with database.begin() as session:
        number = plan_round(session, ground, now=now).id
        schedule(session, round_id=number, dispatch_on=now.date(), window_days=5, actor=staff_sam, now=now)
        start(session, round_id=number, actor=staff_sam, now=now)
        ending(session, round_id=number, actor=staff_sam, now=now)
        first = by_office(list_addressees(session))["gb-pm"]
        assert first.contact_id is not None
        values = {"replaces": first.id, "contact_id": first.contact_id, "purpose": Purpose.FOLLOW_UP}
        with pytest.raises(WrongStatus, match="plan a new round"):
            add_addressee(session, **values, actor=staff_sam, now=now)
