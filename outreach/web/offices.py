"""One office: who holds it, how it is reached, what was checked, and what it asked for."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.accounts import Actor
from outreach.audit.store import list_entries
from outreach.clock import utc_now
from outreach.delivery.known import known_deliveries
from outreach.delivery.store import deliveries_of_addressees
from outreach.errors import NotFound, Refused
from outreach.recipients.contact_state import KINDS, state_of
from outreach.recipients.forms import PARTS, choices, form, needs_choice
from outreach.recipients.status import Channel, HolderForm, ProposalStatus
from outreach.recipients.store import (
    OfficeInfo,
    current_holder,
    get_government,
    get_office,
    list_contacts,
    list_holders,
    list_objections,
    list_proposals,
)
from outreach.responses.record import NEVER_LEFT
from outreach.rounds.scope import rounds_seen
from outreach.rounds.store import list_addressees
from outreach.web.guard import Here
from outreach.web.render import page

router = APIRouter()
HISTORY = 15


@router.get("/governments/{code}/{key}")
def office(request: Request, here: Here, code: str, key: str) -> Response:
    with here.app.database.read() as session:
        shown = get_office(session, key)
        if shown.government != code:
            raise NotFound(f"{key} is not an office of {code}: see the page of {shown.government}.")
        values = _read(session, shown, here.actor)
    return page(
        request,
        "office.html",
        office=shown,
        channels=list(Channel),
        days=here.app.settings.contact_check_days,
        **values,
    )


def _read(session: Session, office: OfficeInfo, actor: Actor) -> dict[str, Any]:
    now = utc_now()
    objections = list_objections(session, office_key=office.key)
    standing = [one.contact_id for one in objections if one.lifted_at is None]
    contacts = [
        (one, state := state_of(one, objected=standing, now=now), KINDS[state])
        for one in list_contacts(session, office.key)
    ]
    mine = {one.id: one for one in rounds_seen(session, actor)}
    addressees = [one for one in list_addressees(session, office_key=office.key) if one.round_id in mine]
    queued = deliveries_of_addressees(session, addressee_ids=[one.id for one in addressees])
    known = {one.addressee.id: one for one in known_deliveries(session, list(queued.values()))}
    subjects = [f"contact:{one.id}" for one, _state, _kind in contacts]
    entries = [entry for subject in subjects for entry in list_entries(session, subject=subject, limit=HISTORY)]
    return {
        "government": get_government(session, office.government),
        "contacts": contacts,
        "objections": objections,
        "holders": list_holders(session, office.key),
        "holder": current_holder(session, office.key, now.date()),
        "choices": choices(office, office.languages),
        "must_choose": needs_choice(office, office.languages),
        "forms": _forms(office),
        "proposals": list_proposals(session, office_key=office.key, status=ProposalStatus.OPEN),
        "letters": [(one, mine[one.round_id], known.get(one.id)) for one in addressees],
        "never_left": NEVER_LEFT,
        "entries": sorted(entries, key=lambda entry: -entry.number)[:HISTORY],
    }


def _forms(office: OfficeInfo) -> list[tuple[str, str, list[tuple[HolderForm, str]]]]:
    """Per language and part, the text for each form that there is."""
    return [
        (language, part, [(one, text) for one in HolderForm if (text := _text(office, part, language, one))])
        for language in office.languages
        for part in PARTS
    ]


def _text(office: OfficeInfo, part: str, language: str, holder: HolderForm) -> str:
    offered = {text.holder for text in office.forms.get(part, {}).get(language, ())}
    if holder not in offered:
        return ""
    try:
        return form(office, part, language, holder)
    except Refused:
        return ""
