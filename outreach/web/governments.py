"""The world: governments, one government, and the contacts that need a person."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.accountability.progress import progress
from outreach.accountability.reach import ReachMap, reach_map, reach_of
from outreach.accounts import Actor
from outreach.clock import utc_now
from outreach.recipients.contact_state import ContactState
from outreach.recipients.glance import KnownContact, OfficeGlance, glance_contacts, glance_offices
from outreach.recipients.status import Branch, Channel
from outreach.recipients.store import contacts_by_id, current_holders, get_government
from outreach.rounds.scope import rounds_seen
from outreach.rounds.store import RoundInfo, list_started
from outreach.web.csv_export import csv_export
from outreach.web.guard import Here, Visitor
from outreach.web.offices_known import KnownGovernment, known_governments, known_offices, shares_of
from outreach.web.paging import listing
from outreach.web.render import page
from outreach.web.responses import COLOURS
from outreach.web.time_line import time_line

router = APIRouter()
COLUMNS = ("government", "office", "name", "channel", "value", "state", "checked until", "source", "doubt")


@router.get("/governments")
def governments(request: Request, here: Here) -> Response:
    now = utc_now()
    with here.app.database.read() as session:
        known = _seen(session, here.actor, now)
        world = _world(session, here.actor)
    totals = {state: sum(one.states[state] for one in known) for state in reversed(ContactState)}
    return page(request, "governments.html", known=known, totals=totals, world=world, now=now)


@router.get("/governments/contacts")
def contacts(
    request: Request, here: Here, state: str = "", channel: str = "", government: str = "", q: str = ""
) -> Response:
    found = _contacts(here, state=state, channel=channel, government=government, q=q)
    return page(
        request,
        "contacts.html",
        contacts=listing(request, found),
        asked={"state": state, "channel": channel, "government": government, "q": q},
        states=list(ContactState),
        channels=list(Channel),
    )


@router.get("/governments/contacts.csv")
def contacts_csv(here: Here, state: str = "", channel: str = "", government: str = "", q: str = "") -> Response:
    found = _contacts(here, state=state, channel=channel, government=government, q=q)
    with here.app.database.read() as session:
        whole = contacts_by_id(session, contact_ids=[one.contact.id for one in found])
    return csv_export("contacts", COLUMNS, [_row(one, whole[one.contact.id].check_source) for one in found])


@router.get("/governments/{code}")
def government(request: Request, here: Here, code: str, branch: str = "", q: str = "") -> Response:
    now = utc_now()
    with here.app.database.read() as session:
        shown = get_government(session, code)
        every = glance_offices(session, government=code)
        contacts = glance_contacts(session, every, now=now)
        offices = listing(request, [one for one in every.values() if _is_asked(one, branch=branch, q=q)])
        rows = known_offices(session, offices.rows, contacts)
        holders = current_holders(session, now.date(), office_keys=[one.key for one in offices.rows])
        events = time_line(session, government=code, seen_by=here.actor)
    return page(
        request,
        "government.html",
        government=shown,
        shares=shares_of(Counter(one.state for one in contacts)),
        is_empty=not every,
        offices=offices,
        rows=rows,
        holders=holders,
        events=events,
        colours=COLOURS,
        asked={"branch": branch, "q": q},
        branches=list(Branch),
        now=now,
    )


def _is_asked(office: OfficeGlance, *, branch: str, q: str) -> bool:
    haystack = f"{office.key} {office.name} {office.role}".casefold()
    return branch in ("", office.branch) and all(word in haystack for word in q.casefold().split())


@dataclass(frozen=True, slots=True)
class World:
    """The newest round that has started, and how far it has come."""

    round: RoundInfo
    map: ReachMap


def _seen(session: Session, actor: Actor, now: datetime) -> list[KnownGovernment]:
    every = known_governments(session, now=now)
    return [one for one in every if actor.sees(governments=[one.government.code])]


def _world(session: Session, actor: Actor) -> World | None:
    mine = {one.id for one in rounds_seen(session, actor)}
    newest = next((one for one in list_started(session) if one.id in mine), None)
    if newest is None:
        return None
    rows = [one for one in progress(session, round_id=newest.id) if actor.sees(governments=[one.code])]
    reached = {row.code: (row.name, reach_of(row.rungs)) for row in rows}
    title = f"How far each government has come: {newest.name}"
    return World(newest, reach_map(reached, link="/governments/{code}", title=title))


def _contacts(here: Visitor, *, state: str, channel: str, government: str, q: str) -> list[KnownContact]:
    with here.app.database.read() as session:
        every = glance_contacts(session, glance_offices(session), now=utc_now())
        known = [one for one in every if here.actor.sees(governments=[one.office.government])]
    words = q.casefold().split()
    return [
        one
        for one in known
        if state in ("", one.state)
        and channel in ("", one.contact.channel)
        and government.upper() in ("", one.office.government)
        and all(word in _haystack(one) for word in words)
    ]


def _haystack(one: KnownContact) -> str:
    return f"{one.office.key} {one.office.name} {one.contact.value}".casefold()


def _row(one: KnownContact, check_source: str | None) -> tuple[object, ...]:
    contact = one.contact
    return (
        one.office.government,
        one.office.key,
        one.office.name,
        contact.channel,
        contact.value,
        one.state,
        contact.check_expires_at,
        check_source,
        contact.flagged_reason,
    )
