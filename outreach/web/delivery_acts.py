"""What a person does about one delivery: settle, call off, send again, hand over."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response

from outreach.clock import utc_now
from outreach.delivery.cancel import cancel
from outreach.delivery.hand_over import Proof, hand_over_done
from outreach.delivery.resend import resend
from outreach.delivery.settle import settle
from outreach.delivery.status import DeliveryStatus
from outreach.web.fields import day_of, lines
from outreach.web.guard import Here
from outreach.web.notice import see
from outreach.web.uploads import scan_of

router = APIRouter()
Text = Annotated[str, Form()]


@router.post("/deliveries/{delivery_id}/settle")
def delivery_settle(
    request: Request,
    here: Here,
    delivery_id: int,
    status: Annotated[DeliveryStatus, Form()],
    reason: Text,
    slip: Annotated[UploadFile | None, File()] = None,
) -> Response:
    scan = scan_of(slip)
    with here.app.database.begin() as session:
        settled = settle(
            session,
            delivery_id=delivery_id,
            status=status,
            reason=lines(reason),
            actor=here.actor,
            now=utc_now(),
            blob_sha256=here.app.blobs.put(scan) if scan is not None else None,
        )
    return _back(request, delivery_id, f"Settled: it is {settled.status.replace('_', ' ')}.")


@router.post("/deliveries/{delivery_id}/cancel")
def delivery_cancel(request: Request, here: Here, delivery_id: int, reason: Text) -> Response:
    with here.app.database.begin() as session:
        cancel(session, delivery_id=delivery_id, reason=lines(reason), actor=here.actor, now=utc_now())
    return _back(request, delivery_id, "Called off: it is not sent.")


@router.post("/deliveries/{delivery_id}/resend")
def delivery_resend(
    request: Request, here: Here, delivery_id: int, contact_id: Annotated[int, Form()]
) -> Response:
    with here.app.database.begin() as session:
        added = resend(session, delivery_id=delivery_id, contact_id=contact_id, actor=here.actor, now=utc_now())
    notice = f"Planned again as {added.reference}: build, pack and review the round, then it leaves."
    return _back(request, delivery_id, notice)


@router.post("/deliveries/{delivery_id}/handed-over")
def delivery_handed_over(
    request: Request,
    here: Here,
    delivery_id: int,
    on: Text,
    words: Text,
    number: Text = "",
    who: Text = "",
    photo: Annotated[UploadFile | None, File()] = None,
) -> Response:
    proof = Proof(lines(words), number.strip(), scan_of(photo), who)
    with here.app.database.begin() as session:
        hand_over_done(
            session,
            here.app.blobs,
            delivery_id=delivery_id,
            on=day_of(on, "The day"),
            proof=proof,
            actor=here.actor,
            now=utc_now(),
        )
    return see("/hand-overs", f"Delivery {delivery_id} is handed over, with its proof.", request)


def _back(request: Request, delivery_id: int, notice: str) -> Response:
    return see(f"/deliveries/{delivery_id}", notice, request)
