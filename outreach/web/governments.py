"""The world: governments, one government, and the contacts that need a person."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from outreach.clock import utc_now
from outreach.recipients.contact_state import ContactState
from outreach.recipients.status import Channel
from outreach.recipients.store import current_holder, get_government
from outreach.web.csv_export import csv_export
from outreach.web.guard import Here, Visitor
from outreach.web.offices_known import KnownContact, known_contacts, known_governments
from outreach.web.paging import listing
from outreach.web.render import page

router = APIRouter()
COLUMNS = ("government", "office", "name", "channel", "value", "state", "checked until", "source", "doubt")


@router.get("/governments")
def governments(request: Request, here: Here) -> Response:
    now = utc_now()
    with here.app.database.read() as session:
        known = known_governments(session, now=now)
    contacts = known_contacts(known)
    totals = {state: sum(one.state is state for one in contacts) for state in reversed(ContactState)}
    return page(request, "governments.html", known=known, totals=totals, now=now)


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
    return csv_export("contacts", COLUMNS, [_row(one) for one in found])


@router.get("/governments/{code}")
def government(request: Request, here: Here, code: str) -> Response:
    now = utc_now()
    with here.app.database.read() as session:
        get_government(session, code)
        known = next(one for one in known_governments(session, now=now) if one.government.code == code)
        holders = {one.office.key: current_holder(session, one.office.key, now.date()) for one in known.offices}
    return page(request, "government.html", known=known, holders=holders, now=now)


def _contacts(here: Visitor, *, state: str, channel: str, government: str, q: str) -> list[KnownContact]:
    with here.app.database.read() as session:
        known = known_contacts(known_governments(session, now=utc_now()))
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


def _row(one: KnownContact) -> tuple[object, ...]:
    contact = one.contact
    return (
        one.office.government,
        one.office.key,
        one.office.name,
        contact.channel,
        contact.value,
        one.state,
        contact.check_expires_at,
        contact.check_source,
        contact.flagged_reason,
    )
