"""One parcel: what would be sent, what it is made of, what changed since the last approval, and the decision."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.accounts import Role
from outreach.audit.store import list_entries
from outreach.clock import utc_now
from outreach.errors import NotFound
from outreach.petition.store import get_version
from outreach.recipients.contact_state import KINDS as CONTACT_KINDS
from outreach.recipients.contact_state import state_of
from outreach.recipients.store import get_contact, get_government, get_office
from outreach.reviews.eyes import is_first_letter
from outreach.reviews.form_text import told_cut
from outreach.reviews.open import has_opened, open_parcel
from outreach.reviews.reading import unread_languages
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import ParcelInfo, get_parcel
from outreach.reviews.validity import why_outdated
from outreach.rounds.store import get_addressee, get_round
from outreach.signatures.store import find_disclosure, get_snapshot
from outreach.web.changes import text_changes
from outreach.web.document_changes import earlier_document, page_changes
from outreach.web.fields import whole
from outreach.web.guard import Here, Visitor
from outreach.web.parcels_known import KINDS, find_earlier, find_next, why_not
from outreach.web.render import page

router = APIRouter()
VIEWS = ("pages", "pdf", "changes")


@router.get("/review/{parcel_id}")
def review(
    request: Request,
    here: Here,
    parcel_id: int,
    document: str = "",
    view: str = "",
    at: str = "",
) -> Response:
    _note(request, here, parcel_id)
    with here.app.database.read() as session:
        parcel = get_parcel(session, parcel_id)
        values = _read(session, here, parcel)
    number = whole(document) or 0
    if number >= len(parcel.manifest.documents):
        raise NotFound(f"Parcel {parcel_id} has {len(parcel.manifest.documents)} documents.")
    shown = view if view in VIEWS else VIEWS[0]
    earlier = values["earlier"]
    return page(
        request,
        "review.html",
        parcel=parcel,
        number=number,
        view=shown,
        views=VIEWS,
        at=whole(at),
        shown_changes=page_changes(here.app.blobs, parcel, earlier, number) if shown == "changes" else [],
        earlier_documents=[earlier_document(one, earlier) for one in parcel.manifest.documents],
        told_cut=told_cut,
        **values,
    )


def _note(request: Request, here: Visitor, parcel_id: int) -> None:
    """Who decides has seen it now. A browser that only loads ahead has not."""
    if Role.ORGANISER not in here.actor.roles or "prefetch" in request.headers.get("sec-purpose", ""):
        return
    with here.app.database.read() as session:
        known = has_opened(session, parcel_id=parcel_id, actor=here.actor)
    if not known:
        with here.app.database.begin() as session:
            open_parcel(session, parcel_id=parcel_id, actor=here.actor, now=utc_now())


def _read(session: Session, here: Visitor, parcel: ParcelInfo) -> dict[str, Any]:
    now = utc_now()
    manifest = parcel.manifest
    addressee, contact = get_addressee(session, parcel.addressee_id), get_contact(session, manifest.contact_id)
    state = state_of(contact, objected=(), now=now)
    earlier = find_earlier(session, parcel)
    version = get_version(session, manifest.version_id)
    disclosure = find_disclosure(session, manifest.snapshot_id)
    may_approve = parcel.status is ReviewStatus.AWAITING and Role.ORGANISER in here.actor.roles
    return {
        "kind": KINDS[parcel.status],
        "round": get_round(session, parcel.round_id),
        "addressee": addressee,
        "office": get_office(session, manifest.office_key),
        "government": get_government(session, addressee.government),
        "contact": contact,
        "contact_state": (state, CONTACT_KINDS[state]),
        "version": version,
        "texts": [version.texts[tag] for tag in manifest.languages],
        "snapshot": get_snapshot(session, manifest.snapshot_id),
        "disclosure": disclosure,
        "is_first": is_first_letter(session, parcel),
        "refusal": why_not(session, [parcel], actor=here.actor, now=now)[parcel.id] if may_approve else None,
        "unread": unread_languages(session, parcel, actor=here.actor) if may_approve else (),
        "outdated": why_outdated(session, parcel, now=now),
        "earlier": earlier,
        "subject_changes": text_changes(earlier.manifest.subject, manifest.subject) if earlier else [],
        "body_changes": text_changes(earlier.manifest.text, manifest.text) if earlier else [],
        "next_id": find_next(session, parcel, actor=here.actor),
        "previous_id": find_next(session, parcel, actor=here.actor, back=True),
        "entries": list_entries(session, subject=f"parcel:{parcel.id}", limit=30),
    }
