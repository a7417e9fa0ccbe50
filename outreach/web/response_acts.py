"""A coordinator records what an office answered, or corrects it."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import Response

from outreach.blobs import Blobs
from outreach.clock import utc_now
from outreach.errors import BadInput
from outreach.replies.settle import settle
from outreach.replies.status import ReplyStatus
from outreach.replies.store import get_mail
from outreach.responses.answer import AnswerFile, Verdict
from outreach.responses.correct import correct
from outreach.responses.files import keep_file
from outreach.responses.judge import judge
from outreach.responses.record import record
from outreach.responses.status import CommitmentOutcome
from outreach.responses.store import get_response
from outreach.web.fields import day_of, lines, whole
from outreach.web.guard import Here
from outreach.web.notice import see
from outreach.web.response_form import again, answer_of
from outreach.web.uploads import scan_of

router = APIRouter()


async def _fields(request: Request) -> dict[str, str]:
    """The form as plain texts: its fields depend on the petition's demands."""
    return {key: lines(value) for key, value in (await request.form()).items() if isinstance(value, str)}


Fields = Annotated[dict[str, str], Depends(_fields)]
Scans = Annotated[list[UploadFile] | None, File()]


@router.post("/responses")
def response_record(request: Request, here: Here, fields: Fields, scans: Scans = None) -> Response:
    delivery_id, mail_id = whole(fields.get("delivery", "")), whole(fields.get("mail", ""))
    if delivery_id is None:
        raise BadInput("Choose the delivery first: open it under Deliveries, then “Record an answer”.")
    try:
        with here.app.database.begin() as session:
            recorded = record(
                session,
                delivery_id=delivery_id,
                mail_id=mail_id,
                files=_kept(here.app.blobs, scans),
                actor=here.actor,
                now=utc_now(),
                **answer_of(fields),
            )
            if mail_id is not None and get_mail(session, mail_id).status is ReplyStatus.NEEDS_READER:
                settle(session, mail_id=mail_id, actor=here.actor, now=utc_now())
    except BadInput as error:
        return again(request, here, fields, error, delivery_id=delivery_id, mail_id=mail_id)
    return see(f"/responses/{recorded.id}", "The answer is recorded.", request)


@router.post("/responses/{response_id}/correct")
def response_correct(
    request: Request, here: Here, response_id: int, fields: Fields, scans: Scans = None
) -> Response:
    with here.app.database.read() as session:
        before = get_response(session, response_id)
    staying = [file for file in before.answer.files if fields.get(f"file-{file.sha256}")]
    try:
        with here.app.database.begin() as session:
            corrected = correct(
                session,
                response_id=response_id,
                files=[*staying, *_kept(here.app.blobs, scans, but=staying)],
                actor=here.actor,
                now=utc_now(),
                **answer_of(fields),
            )
    except BadInput as error:
        return again(request, here, fields, error, delivery_id=before.delivery_id, response=before)
    return see(f"/responses/{corrected.id}", "Corrected; the earlier one is kept.", request)


@router.post("/responses/{response_id}/promises/{number}")
def response_judge(
    request: Request,
    here: Here,
    response_id: int,
    number: int,
    outcome: Annotated[CommitmentOutcome, Form()],
    on: Annotated[str, Form()],
    source: Annotated[str, Form()],
) -> Response:
    verdict = Verdict(outcome, day_of(on, "Since"), lines(source).strip())
    with here.app.database.begin() as session:
        judged = judge(
            session,
            response_id=response_id,
            number=number,
            verdict=verdict,
            actor=here.actor,
            now=utc_now(),
        )
    return see(f"/responses/{judged.id}", "Noted; the earlier reading is kept.", request)


def _kept(blobs: Blobs, scans: Sequence[UploadFile] | None, *, but: Sequence[AnswerFile] = ()) -> list[AnswerFile]:
    """The scans of a form, each once, and none of those that are there already."""
    found = {file.sha256: file for file in but}
    for scan in scans or ():
        if (content := scan_of(scan)) is not None:
            file = keep_file(blobs, name=scan.filename or "", content=content)
            found.setdefault(file.sha256, file)
    return list(found.values())[len(but) :]
