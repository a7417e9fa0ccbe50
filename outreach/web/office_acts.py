"""What people do to contacts, holders and objections of an office."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from outreach.clock import utc_now
from outreach.errors import BadInput
from outreach.recipients import edit as editing
from outreach.recipients.decline_proposal import decline_proposal
from outreach.recipients.hold import hold
from outreach.recipients.lift import lift
from outreach.recipients.limit_form import limit_form
from outreach.recipients.object import object_to
from outreach.recipients.status import Channel, HolderForm
from outreach.recipients.store import get_office
from outreach.recipients.verify import verify
from outreach.web.fields import whole
from outreach.web.guard import Here, Visitor
from outreach.web.notice import see

router = APIRouter()
Text = Annotated[str, Form()]


@router.post("/contacts/{contact_id}/verify")
def contact_verify(
    request: Request, here: Here, contact_id: int, source: Text, days: Annotated[int, Form()]
) -> Response:
    with here.app.database.begin() as session:
        checked = verify(session, contact_id=contact_id, source=source, days=days, actor=here.actor, now=utc_now())
    return _back(request, here, checked.office_key, f"Checked until {checked.check_expires_at:%Y-%m-%d}.")


@router.post("/contacts/{contact_id}/edit")
def contact_edit(request: Request, here: Here, contact_id: int, value: Text) -> Response:
    value = _lines(value)
    with here.app.database.begin() as session:
        edited = editing.edit(session, contact_id=contact_id, value=value, actor=here.actor, now=utc_now())
    return _back(request, here, edited.office_key, "Changed. Compare it with an official page and check it now.")


@router.post("/contacts/{contact_id}/limits")
def contact_limit(
    request: Request,
    here: Here,
    contact_id: int,
    source: Text,
    characters: Text = "",
    words: Text = "",
    files: Text = "",
) -> Response:
    with here.app.database.begin() as session:
        limited = limit_form(
            session,
            contact_id=contact_id,
            characters=_count(characters),
            words=_count(words),
            files={"yes": True, "no": False}.get(files),
            source=source,
            actor=here.actor,
            now=utc_now(),
        )
    notice = "Recorded. Texts that are packed from now on are cut to it."
    return _back(request, here, limited.office_key, notice)


@router.post("/offices/{key}/contacts")
def contact_add(
    request: Request,
    here: Here,
    key: str,
    channel: Annotated[Channel, Form()],
    value: Text = "",
    preferred: Text = "",
) -> Response:
    with here.app.database.begin() as session:
        editing.add(
            session,
            office_key=key,
            channel=channel,
            value=_lines(value),
            preferred=bool(preferred),
            actor=here.actor,
            now=utc_now(),
        )
    return _back(request, here, key, "Added. Compare it with an official page and check it now.")


@router.post("/proposals/{proposal_id}/decline")
def proposal_decline(request: Request, here: Here, proposal_id: int, reason: Text, mail: Text = "") -> Response:
    """Back to the `mail` that proposed it, or to the office."""
    with here.app.database.begin() as session:
        declined = decline_proposal(
            session, proposal_id=proposal_id, reason=reason, actor=here.actor, now=utc_now()
        )
    notice = "Declined: the contacts of the office stay as they are."
    if (number := whole(mail)) is not None:
        return see(f"/inbox/{number}", notice, request)
    return _back(request, here, declined.office_key, notice)


@router.post("/offices/{key}/holders")
def holder_record(
    request: Request,
    here: Here,
    key: str,
    form: Annotated[HolderForm, Form()],
    source: Text,
    name: Text = "",
    since: Text = "",
    until: Text = "",
) -> Response:
    with here.app.database.begin() as session:
        hold(
            session,
            office_key=key,
            form=form,
            source=source,
            name=name,
            since=_day(since),
            until=_day(until),
            actor=here.actor,
            now=utc_now(),
        )
    return _back(request, here, key, "The holder's form of address is recorded.")


@router.post("/offices/{key}/objections")
def objection_record(
    request: Request, here: Here, key: str, who: Text, source: Text, contact: Text = ""
) -> Response:
    if contact and not contact.isdigit():
        raise BadInput("Choose one of the contacts of this office, or the whole office.")
    with here.app.database.begin() as session:
        object_to(
            session,
            office_key=key,
            contact_id=int(contact) if contact else None,
            who=who,
            source=source,
            actor=here.actor,
            now=utc_now(),
        )
    return _back(request, here, key, "The objection stands: nothing is sent there until it is lifted.")


@router.post("/objections/{objection_id}/lift")
def objection_lift(request: Request, here: Here, objection_id: int, reason: Text) -> Response:
    with here.app.database.begin() as session:
        lifted = lift(session, objection_id=objection_id, reason=reason, actor=here.actor, now=utc_now())
    return _back(request, here, lifted.office_key, "The objection is lifted.")


def _back(request: Request, here: Visitor, office_key: str, notice: str) -> Response:
    with here.app.database.read() as session:
        office = get_office(session, office_key)
    return see(f"/governments/{office.government}/{office.key}", notice, request)


def _lines(value: str) -> str:
    """Browsers end lines with CR LF."""
    return value.replace("\r\n", "\n")


def _count(text: str) -> int | None:
    text = text.strip()
    if text and whole(text) is None:
        raise BadInput(f"{text!r} is no whole number: write 2000, or nothing where it is not known.")
    return whole(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput(f"{text!r} is not a day: write 2026-11-24.") from error
