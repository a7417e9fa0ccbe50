"""What the demonstration leaves for people: a second round to review, and something due for each role."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from outreach.delivery.store import list_deliveries
from outreach.operations.build import build_here
from outreach.operations.demo.prepare import People
from outreach.petition.store import latest_version
from outreach.recipients.propose import propose
from outreach.recipients.status import Channel
from outreach.responses.follow_up import plan_follow_up
from outreach.reviews.decide import ask_for_changes
from outreach.reviews.pack import pack_round
from outreach.reviews.store import list_parcels
from outreach.rounds.narrow import Narrow
from outreach.rounds.plan import plan
from outreach.rounds.schedule import schedule
from outreach.rounds.store import get_addressee, list_rounds
from outreach.signatures.store import latest_snapshot
from outreach.wiring import App

SECOND_NAME = "SAMPLE second round"
AGAIN = ("ca-foreign", "gb-foreign", "us-cecc")
"""Offices that wrote back: the second round goes to them, and tells what they said."""
LATER, SOON = timedelta(days=28), timedelta(days=2)
SENT_BACK = "SAMPLE: the second paragraph should name the day of their answer."
SILENT = "gb-justice"
"""An office that never wrote."""


def leave_work(app: App, *, people: People, seen_at: datetime, now: datetime) -> None:
    """Plan, build and pack a second round, of which one parcel is sent back; propose a contact; plan a next step.

    `now` is the demonstration's moment, `seen_at` the one when people look at it.
    """
    with app.database.begin() as session:
        round_id = _second_round(session, people, day=max(seen_at, now).date() + LATER, now=now)
        _propose(session, people, now)
        _next_step(session, people, now=seen_at)
    build_here(app, round_id=round_id, actor=people.staff, now=now)
    with app.database.begin() as session:
        pack_round(session, round_id=round_id, templates=app.settings.campaign_dir, actor=people.staff, now=now)
        last = list_parcels(session, round_id=round_id)[-1]
        sha256 = last.manifest_sha256
        ask_for_changes(
            session,
            parcel_id=last.id,
            manifest_sha256=sha256,
            comment=SENT_BACK,
            actor=people.organiser,
            now=now,
        )


def _second_round(session: Session, people: People, *, day: date, now: datetime) -> int:
    version = latest_version(session)
    planned = plan(
        session,
        campaign_id=version.campaign_id,
        name=SECOND_NAME,
        version_id=version.id,
        snapshot_id=latest_snapshot(session, campaign_id=version.campaign_id).id,
        governments=sorted({key.partition("-")[0].upper() for key in AGAIN}),
        live=False,
        choose_holder_forms=True,
        narrow=Narrow(offices=AGAIN),
        actor=people.staff,
        now=now,
    )
    schedule(session, round_id=planned.id, dispatch_on=day, window_days=5, actor=people.staff, now=now)
    return planned.id


def _propose(session: Session, people: People, now: datetime) -> None:
    propose(
        session,
        office_key=SILENT,
        channel=Channel.EMAIL,
        value=f"private.office@{SILENT.partition('-')[0]}.example",
        evidence="SAMPLE: a call to its switchboard",
        actor=people.coordinator,
        now=now,
    )


def _next_step(session: Session, people: People, *, now: datetime) -> None:
    """The coordinator asks an office again that did not answer."""
    first = list_rounds(session)[0]
    silent = next(
        one
        for one in list_deliveries(session, round_id=first.id)
        if get_addressee(session, one.addressee_id).office_key == SILENT
    )
    plan_follow_up(
        session,
        delivery_id=silent.id,
        what="SAMPLE: ask by telephone whether the letter has reached the minister",
        due_on=now.date() + SOON,
        actor=people.coordinator,
        now=now,
    )
