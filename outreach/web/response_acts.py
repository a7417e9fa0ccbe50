"""A coordinator records what an office answered, or corrects it."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import Response

from outreach.blobs import Blobs
from outreach.clock import utc_now
from outreach.errors import BadInput, Problem
from outreach.replies.settle import settle
from outreach.replies.status import ReplyStatus
from outreach.replies.store import get_mail
from outreach.responses.answer import AnswerFile, Commitment, Verdict
from outreach.responses.correct import correct
from outreach.responses.files import keep_file
from outreach.responses.judge import judge
from outreach.responses.record import record
from outreach.responses.status import AnswerChannel, CommitmentOutcome, Disclosure, Position
from outreach.responses.store import get_response
from outreach.web.fields import day_of, lines, whole, word
from outreach.web.guard import Here
from outreach.web.notice import see
from outreach.web.uploads import scan_of

router = APIRouter()
MOST_COMMITMENTS = 30


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
    with here.app.database.begin() as session:
        recorded = record(
            session,
            delivery_id=delivery_id,
            mail_id=mail_id,
            files=_kept(here.app.blobs, scans),
            actor=here.actor,
            now=utc_now(),
            **_answer(fields),
        )
        if mail_id is not None and get_mail(session, mail_id).status is ReplyStatus.NEEDS_READER:
            settle(session, mail_id=mail_id, actor=here.actor, now=utc_now())
    return see(f"/responses/{recorded.id}", "The answer is recorded.", request)


@router.post("/responses/{response_id}/correct")
def response_correct(
    request: Request, here: Here, response_id: int, fields: Fields, scans: Scans = None
) -> Response:
    with here.app.database.begin() as session:
        before = get_response(session, response_id).answer.files
        staying = [file for file in before if fields.get(f"file-{file.sha256}")]
        corrected = correct(
            session,
            response_id=response_id,
            files=[*staying, *_kept(here.app.blobs, scans, but=staying)],
            actor=here.actor,
            now=utc_now(),
            **_answer(fields),
        )
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


def _answer(fields: dict[str, str]) -> dict[str, Any]:
    channel, disclosure = (
        word(fields.get("channel", ""), AnswerChannel),
        word(fields.get("disclosure", ""), Disclosure),
    )
    if channel is None or disclosure is None:
        raise BadInput("Say how the answer came, and who may see it.")
    return {
        "received_on": day_of(fields.get("received_on", ""), "Received on"),
        "channel": channel,
        "reference_number": fields.get("reference_number", "").strip(),
        "summary": fields.get("summary", "").strip(),
        "disclosure": disclosure,
        "positions": _positions(fields),
        "commitments": _commitments(fields),
    }


def _positions(fields: dict[str, str]) -> dict[str, Position]:
    given = {
        key.removeprefix("position-"): value
        for key, value in fields.items()
        if key.startswith("position-") and value
    }
    wrong = [Problem(f"{value!r} is no position.") for value in given.values() if value not in set(Position)]
    if wrong:
        raise BadInput("; ".join(map(str, wrong)), problems=wrong)
    return {demand: Position(value) for demand, value in given.items()}


def _commitments(fields: dict[str, str]) -> list[Commitment]:
    found = []
    for number in range(1, MOST_COMMITMENTS + 1):
        what, due = fields.get(f"what-{number}", "").strip(), fields.get(f"due-{number}", "").strip()
        if what:
            found.append(Commitment(what, day_of(due, f"Promise {number}, until") if due else None))
        elif due:
            raise BadInput(f"Promise {number} has a day but no words: say what was promised.")
    return found
