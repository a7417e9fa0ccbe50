"""The decision about one parcel."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.clock import utc_now
from outreach.recipients.store import get_office
from outreach.reviews.decide import approve, ask_for_changes, withdraw_approval
from outreach.reviews.store import ParcelInfo
from outreach.web.fields import lines, whole
from outreach.web.guard import Here, Visitor
from outreach.web.notice import see
from outreach.web.parcels_known import find_next

router = APIRouter()
Text = Annotated[str, Form()]


@router.post("/review/{parcel_id}/approve")
def review_approve(
    request: Request,
    here: Here,
    parcel_id: int,
    manifest_sha256: Text,
    comment: Text = "",
    native_reader: Text = "",
) -> Response:
    with here.app.database.begin() as session:
        parcel = approve(
            session,
            parcel_id=parcel_id,
            manifest_sha256=manifest_sha256,
            comment=lines(comment),
            native_reader=native_reader,
            actor=here.actor,
            now=utc_now(),
        )
        path, name = _onward(session, here, parcel)
    return see(path, f"Approved: {name}.", request)


@router.post("/review/{parcel_id}/changes")
def review_change(
    request: Request,
    here: Here,
    parcel_id: int,
    manifest_sha256: Text,
    comment: Text,
    document: Text = "",
    sheet: Text = "",
) -> Response:
    """The page number and the document's name go in front of the words."""
    number = whole(sheet)
    place = ", ".join(part for part in (document, f"page {number}" if number else "") if part)
    words = lines(comment).strip()
    with here.app.database.begin() as session:
        parcel = ask_for_changes(
            session,
            parcel_id=parcel_id,
            manifest_sha256=manifest_sha256,
            comment=f"{place}: {words}" if place and words else words,
            actor=here.actor,
            now=utc_now(),
        )
        path, name = _onward(session, here, parcel)
    return see(path, f"Changes asked for: {name}. Staff build it anew and it comes back here.", request)


@router.post("/review/{parcel_id}/withdraw")
def review_withdraw(request: Request, here: Here, parcel_id: int, reason: Text) -> Response:
    with here.app.database.begin() as session:
        withdraw_approval(session, parcel_id=parcel_id, reason=lines(reason), actor=here.actor, now=utc_now())
    return see(f"/review/{parcel_id}", "The approval is taken back: what is not sent yet stays here.", request)


def _onward(session: Session, here: Visitor, parcel: ParcelInfo) -> tuple[str, str]:
    """Where the reviewer goes next, and the name of what was decided."""
    following = find_next(session, parcel, actor=here.actor)
    name = get_office(session, parcel.manifest.office_key).name
    return (f"/review/{following}" if following else "/review"), f"{name} ({parcel.manifest.reference})"
