"""What a letter or a dossier looks like, from the files as they are and with sample counts; nothing is kept."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.clock import utc_now
from outreach.dossiers.manuscript import Printed
from outreach.dossiers.preview import KnownSeat
from outreach.errors import NotFound, OutreachError
from outreach.recipients.glance import glance_offices
from outreach.recipients.scope import governments_seen
from outreach.recipients.store import (
    OfficeInfo,
    current_holder,
    get_government,
    get_office,
    list_contacts,
)
from outreach.web.guard import Here, Visitor
from outreach.web.places import Place, refuse_unseen
from outreach.web.poppler import picture_of
from outreach.web.previewer import Previewer, Wanted
from outreach.web.render import page
from outreach.web.review_files import PDF_POLICY

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `office` is a key, empty for the dossier."""

    government: str
    language: str
    office: str

    @property
    def query(self) -> str:
        return urlencode({"government": self.government, "language": self.language, "office": self.office})


def asked(government: str = "", language: str = "", office: str = "") -> Asked:
    """The document that the address asks for."""
    return Asked(government.upper(), language, office)


Question = Annotated[Asked, Depends(asked)]


@router.get("/petition/preview")
def preview(request: Request, here: Here, question: Question) -> Response:
    with here.app.database.read() as session:
        governments = governments_seen(session, here.actor)
        chosen = next((one for one in governments if one.code == question.government), None)
        offices = list(glance_offices(session, government=chosen.code).values()) if chosen else []
        office = next((one for one in offices if one.key == question.office), None)
        languages = get_office(session, office.key).languages if office else chosen.languages if chosen else ()
    printed, problems = None, list[str]()
    if question.language in languages:
        try:
            printed = _made(request, here, question)
        except OutreachError as error:
            problems = [str(problem) for problem in getattr(error, "problems", ())] or [str(error)]
    return page(
        request,
        "preview.html",
        status=422 if problems else 200,
        question=question,
        governments=governments,
        chosen=chosen,
        offices=offices,
        office=office,
        languages=languages,
        printed=printed,
        problems=problems,
    )


@router.get("/petition/preview.pdf")
def preview_pdf(request: Request, here: Here, question: Question) -> Response:
    name = f"SAMPLE-{question.office or question.government}-{question.language}.pdf"
    headers = {"Content-Security-Policy": PDF_POLICY, "Content-Disposition": f'inline; filename="{name}"'}
    content = _made(request, here, question).content
    return Response(content, media_type="application/pdf", headers=headers)


@router.get("/petition/preview/{sheet}.png")
def preview_picture(request: Request, here: Here, question: Question, sheet: int) -> Response:
    printed = _made(request, here, question)
    if not 1 <= sheet <= printed.pages:
        raise NotFound(f"This document has {printed.pages} pages.")
    return Response(picture_of(printed.content, page=sheet), media_type="image/png")


def _made(request: Request, here: Visitor, question: Asked) -> Printed:
    previewer: Previewer = request.app.state.previewer
    dated = utc_now().date()
    with here.app.database.read() as session:
        get_government(session, question.government)
        refuse_unseen(here.actor, Place(governments=frozenset({question.government})))
        seat = _seat(session, get_office(session, question.office)) if question.office else None
    return previewer.make(Wanted(question.government, question.language, question.office, dated, seat))


def _seat(session: Session, office: OfficeInfo) -> KnownSeat | None:
    """What the files do not know: the seat of an imported legislator."""
    if office.imported_from is None:
        return None
    holder = current_holder(session, office.key, utc_now().date())
    return KnownSeat(office, tuple(list_contacts(session, office.key)), holder.name if holder else "")
