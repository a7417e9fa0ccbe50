"""Parcels that await a decision: the list, and approving many alike."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.accounts import Role
from outreach.clock import utc_now
from outreach.errors import BadInput
from outreach.recipients.scope import governments_seen
from outreach.recipients.status import LANGUAGES
from outreach.reviews.decide import approve_batch
from outreach.reviews.open import list_opened
from outreach.reviews.reading import unread_languages
from outreach.reviews.status import ReviewStatus
from outreach.rounds.scope import rounds_seen
from outreach.web.csv_export import all_rows, csv_export
from outreach.web.fields import whole, word
from outreach.web.guard import Here, Visitor
from outreach.web.notice import see
from outreach.web.paging import listing
from outreach.web.parcels_known import KnownParcel, alike, choices, find_parcels, known_parcels
from outreach.web.render import page

router = APIRouter()
COLUMNS = (
    "parcel",
    "round",
    "government",
    "office",
    "name",
    "reference",
    "channel",
    "pages",
    "decision",
    "decided by",
    "decided at",
    "comment",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; the page and the file read it alike."""

    round: str = ""
    government: str = ""
    language: str = ""
    status: str = ReviewStatus.AWAITING

    @property
    def chosen(self) -> ReviewStatus | None:
        return word(self.status, ReviewStatus)


Filters = Annotated[Asked, Depends()]


@router.get("/review.csv")
def reviews_csv(here: Here, asked: Filters) -> Response:
    with here.app.database.read() as session:
        found = _found(session, here, asked)
        known = all_rows(lambda limit, offset: known_parcels(session, found[offset : offset + limit]))
        rows = [_row(one) for one in known]
    return csv_export("parcels", COLUMNS, rows)


def _found(session: Session, here: Visitor, asked: Asked) -> list[int]:
    return find_parcels(
        session,
        round_id=whole(asked.round),
        status=asked.chosen,
        government=asked.government,
        language=asked.language,
        actor=here.actor,
    )


def _row(one: KnownParcel) -> tuple[object, ...]:
    manifest, parcel = one.parcel.manifest, one.parcel
    office = (one.addressee.government, manifest.office_key, one.office.name)
    decision = (parcel.status, parcel.decided_by, parcel.decided_at, parcel.comment)
    return parcel.id, one.round.name, *office, manifest.reference, manifest.channel, one.pages, *decision


@router.get("/review")
def reviews(request: Request, here: Here, asked: Filters) -> Response:
    now = utc_now()
    with here.app.database.read() as session:
        shown = listing(request, _found(session, here, asked))
        known = known_parcels(session, shown.rows)
        decides = asked.chosen is ReviewStatus.AWAITING and Role.ORGANISER in here.actor.roles
        offered = choices(session, known, actor=here.actor, now=now) if decides else {}
        groups = [
            (
                group,
                [offered[one.parcel.id] for one in group] if decides else [],
                unread_languages(session, group[0].parcel, actor=here.actor) if decides else (),
            )
            for group in alike(known)
        ]
        rounds, governments = rounds_seen(session, here.actor), governments_seen(session, here.actor)
    return page(
        request,
        "reviews.html",
        shown=shown,
        groups=groups,
        rounds=rounds,
        governments=governments,
        languages=LANGUAGES,
        statuses=list(ReviewStatus),
        asked=asked,
    )


@router.post("/review/approve-together")
def review_batch(
    request: Request,
    here: Here,
    parcel: Annotated[list[str] | None, Form()] = None,
    comment: Annotated[str, Form()] = "",
    native_reader: Annotated[str, Form()] = "",
) -> Response:
    """`parcel` is `id:manifest hash` as the list showed it; what was seen is what this visitor opened."""
    chosen = dict(_pair(one) for one in parcel or ())
    if not chosen:
        raise BadInput("Choose at least one parcel, then approve.")
    with here.app.database.begin() as session:
        seen = list_opened(session, actor=here.actor, among=chosen)
        approved = approve_batch(
            session,
            parcels=chosen,
            seen=seen,
            comment=comment,
            native_reader=native_reader,
            actor=here.actor,
            now=utc_now(),
        )
    return see("/review", f"Approved {len(approved)} parcels; {len(seen)} of them you had opened.", request)


def _pair(text: str) -> tuple[int, str]:
    number, _, sha256 = text.partition(":")
    found = whole(number)
    if found is None:
        raise BadInput("Choose parcels from the list.")
    return found, sha256
