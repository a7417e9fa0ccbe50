"""One delivery: its story, and what a person can still do about it."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.clock import utc_now
from outreach.delivery.known import KINDS
from outreach.delivery.settle import BY_A_PERSON, BY_REPORT
from outreach.delivery.status import FAILED, LADDER, MOVES, UNSENT, DeliveryStatus, Rung
from outreach.delivery.store import DeliveryInfo, get_delivery, list_attempts, list_evidence
from outreach.errors import NotFound
from outreach.recipients.status import Channel
from outreach.recipients.store import get_contact, get_government, get_office, list_contacts
from outreach.replies.attachments import content_type_of
from outreach.responses.record import NEVER_LEFT
from outreach.responses.store import list_follow_ups
from outreach.reviews.form_text import told_cut
from outreach.reviews.store import get_parcel
from outreach.rounds.store import get_addressee, get_round
from outreach.web.guard import Here
from outreach.web.render import page
from outreach.web.security import download
from outreach.web.story import story_of

router = APIRouter()
ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "text/plain": "eml"}


@router.get("/deliveries/{delivery_id}")
def delivery(request: Request, here: Here, delivery_id: int) -> Response:
    with here.app.database.read() as session:
        shown = get_delivery(session, delivery_id)
        values = _read(session, shown)
    return page(
        request, "delivery.html", delivery=shown, kind=KINDS.get(shown.status, ""), told_cut=told_cut, **values
    )


@router.get("/deliveries/{delivery_id}/attempts/{number}.eml")
def delivery_attempt(here: Here, delivery_id: int, number: int) -> Response:
    """The bytes that were sent, as a file."""
    with here.app.database.read() as session:
        attempts = list_attempts(session, delivery_id)
    sha256 = next((one.eml_sha256 for one in attempts if one.number == number), None)
    if sha256 is None:
        raise NotFound(f"Delivery {delivery_id} has no mail that was sent in attempt {number}.")
    return download(here.app.blobs.get(sha256), f"delivery-{delivery_id}-{number}.eml")


@router.get("/deliveries/{delivery_id}/evidence/{evidence_id}")
def delivery_proof(here: Here, delivery_id: int, evidence_id: int) -> Response:
    """The file behind a proof: what was sent, a mail that came back, a photo."""
    with here.app.database.read() as session:
        found = list_evidence(session, delivery_id)
    sha256 = next((one.blob_sha256 for one in found if one.id == evidence_id), None)
    if sha256 is None:
        raise NotFound(f"Proof {evidence_id} of delivery {delivery_id} has no file.")
    content = here.app.blobs.get(sha256)
    ending = ENDINGS.get(content_type_of(content[:512]), "bin")
    return download(content, f"proof-{evidence_id}.{ending}")


def _read(session: Session, shown: DeliveryInfo) -> dict[str, Any]:
    addressee = get_addressee(session, shown.addressee_id)
    office = get_office(session, addressee.office_key)
    others = [one for one in list_contacts(session, office.key) if one.id != addressee.contact_id and one.value]
    steps = story_of(session, shown)
    reached = {step.thing.rung for step in steps if step.what == "evidence"}  # type: ignore[attr-defined]
    return {
        "addressee": addressee,
        "office": office,
        "government": get_government(session, addressee.government),
        "contact": get_contact(session, addressee.contact_id) if addressee.contact_id else None,
        "round": get_round(session, shown.round_id),
        "parcel": get_parcel(session, shown.parcel_id),
        "steps": steps,
        "reached": reached,
        "ladder": [rung for rung in LADDER if rung in reached or rung not in _elsewhere(shown.channel)],
        "settlements": settlements(shown.status),
        "may_cancel": shown.status in UNSENT,
        "resend_to": others if shown.status in FAILED else [],
        "failed": shown.status in FAILED,
        "follow_ups": list_follow_ups(session, delivery_id=shown.id),
        "may_answer": shown.status not in NEVER_LEFT,
        "now": utc_now(),
    }


def _elsewhere(channel: Channel) -> frozenset[Rung]:
    """Rungs that a letter on this channel does not pass."""
    by_mail = frozenset({Rung.RELAY_ACCEPTED, Rung.SERVER_ACCEPTED})
    return frozenset({Rung.HANDED_OVER}) if channel is Channel.EMAIL else by_mail


def settlements(status: DeliveryStatus) -> list[DeliveryStatus]:
    """What a person may settle a delivery in this status as."""
    possible = BY_A_PERSON | BY_REPORT if status is DeliveryStatus.UNCERTAIN else BY_REPORT
    return [one for one in DeliveryStatus if one in possible and one in MOVES.get(status, frozenset())]
