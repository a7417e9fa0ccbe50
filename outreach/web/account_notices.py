"""What one is told by mail: where it goes, which kinds, when the digest comes; and what was told."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from outreach.clock import utc_now
from outreach.notices.choose import choose
from outreach.notices.compose import WORDS
from outreach.notices.status import CHOSEN, CONCERNS, NoticeKind
from outreach.notices.store import get_choice, list_notices_of
from outreach.web.guard import Here
from outreach.web.notice import see
from outreach.web.render import page

router = APIRouter()
Kinds = Annotated[list[NoticeKind], Form(default_factory=list)]
SHOWN = 20


@router.get("/account/notices")
def account_notices(request: Request, here: Here) -> Response:
    with here.app.database.read() as session:
        choice = get_choice(session, here.actor.name)
        told = list_notices_of(session, here.actor.name, limit=SHOWN)
    kinds = [kind for kind in CHOSEN if not CONCERNS[kind].isdisjoint(here.actor.roles)]
    return page(
        request,
        "account_notices.html",
        choice=choice,
        told=told,
        kinds=kinds,
        words={kind: words[0] for kind, words in WORDS.items()},
        hours=range(24),
    )


@router.post("/account/notices")
def account_notices_choose(
    request: Request,
    here: Here,
    kind: Kinds,
    address: Annotated[str, Form()] = "",
    digest_hour: Annotated[int, Form()] = 6,
) -> Response:
    with here.app.database.begin() as session:
        # What is not on the form, because it does not concern this role, stays as it was chosen.
        unseen = {one for one in CHOSEN if CONCERNS[one].isdisjoint(here.actor.roles)}
        kept = unseen - get_choice(session, here.actor.name).declined
        chosen = choose(
            session,
            address=address,
            wanted=kept | set(kind),
            digest_hour=digest_hour,
            actor=here.actor,
            now=utc_now(),
        )
    notice = f"Notices go to {chosen.address}." if chosen.address else "You are told nothing by mail."
    return see("/account/notices", notice, request)
