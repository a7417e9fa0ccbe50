"""What is asked: the texts as files, and the versions that were frozen of them."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from outreach.audit.store import list_entries
from outreach.clock import utc_now
from outreach.errors import NotFound
from outreach.operations.freeze import freeze_proofed
from outreach.operations.withdrawal import reach_of
from outreach.petition.languages import REFERENCE
from outreach.petition.store import get_version, list_versions
from outreach.petition.withdraw import withdraw
from outreach.rounds.store import list_rounds
from outreach.web.guard import Here
from outreach.web.notice import see
from outreach.web.petition_files import files_now
from outreach.web.render import page

router = APIRouter()


@router.get("/petition")
def petition(request: Request, here: Here) -> Response:
    with here.app.database.read() as session:
        versions = [one for one in list_versions(session) if here.actor.sees(campaign=one.campaign_id)]
    latest = next((one for one in versions if not one.is_withdrawn), None)
    return page(request, "petition.html", versions=versions, latest=latest)


@router.get("/petition/files")
def petition_files(request: Request, here: Here) -> Response:
    return page(request, "petition_files.html", files=files_now(here.app.settings.campaign_dir))


@router.get("/petition/versions/{version_id}")
def petition_version(request: Request, here: Here, version_id: int, language: str = REFERENCE) -> Response:
    with here.app.database.read() as session:
        version = get_version(session, version_id)
        rounds = [one for one in list_rounds(session) if one.version_id == version_id]
        entries = list_entries(session, subject=f"petition:{version_id}")
        reach = reach_of(session, version_id=version_id) if version.is_withdrawn else None
    if language not in version.texts:
        raise NotFound(f"Version {version.number} has no text in {language}: it has {', '.join(version.texts)}.")
    text = version.texts[language]
    return page(
        request,
        "petition_version.html",
        version=version,
        text=text,
        rounds=rounds,
        entries=entries,
        reach=reach,
    )


@router.post("/petition/freeze")
def petition_freeze(request: Request, here: Here) -> Response:
    with here.app.database.begin() as session:
        version = freeze_proofed(
            session, directory=here.app.settings.campaign_dir, actor=here.actor, now=utc_now()
        )
    notice = f"This is version {version.number} of the petition, frozen by {version.frozen_by}."
    return see(f"/petition/versions/{version.id}", notice, request)


@router.post("/petition/versions/{version_id}/withdraw")
def petition_withdraw(request: Request, here: Here, version_id: int, reason: Annotated[str, Form()]) -> Response:
    with here.app.database.begin() as session:
        withdraw(session, version_id=version_id, reason=reason, actor=here.actor, now=utc_now())
    notice = "Withdrawn: what is unsent with this text stays unsent."
    return see(f"/petition/versions/{version_id}", notice, request)
