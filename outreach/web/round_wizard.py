"""Plan a round in steps. Each step's answers stand in the address, so a half-made plan can be sent to a colleague;
nothing is kept before the last step."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.clock import utc_now
from outreach.errors import OutreachError
from outreach.petition.store import get_version, list_versions
from outreach.recipients.glance import OfficeGlance, glance_offices, legislators_in
from outreach.recipients.status import Channel
from outreach.recipients.store import GovernmentInfo, list_governments
from outreach.rounds.candidates import list_candidates, narrowed
from outreach.rounds.choose import Candidate, Choice, Rules, choose
from outreach.rounds.find_ways import find_ways
from outreach.rounds.plan import OLDEST_SNAPSHOT, plan
from outreach.rounds.schedule import LONGEST_WINDOW_DAYS, schedule
from outreach.rounds.windows import windows_of
from outreach.signatures.store import list_snapshots
from outreach.web.guard import Here, Visitor
from outreach.web.notice import see
from outreach.web.render import page
from outreach.web.round_answers import STEPS, Answers, asked, given

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Preview:
    """How each office would be written to, or why not, and when each government's window is open."""

    included: list[tuple[Candidate, Choice]]
    left_out: list[tuple[Candidate, Choice]]
    windows: list[tuple[GovernmentInfo, datetime, datetime]]

    @property
    def channels(self) -> Counter[str]:
        return Counter(choice.contact.channel for _, choice in self.included if choice.contact)


@router.get("/rounds/new")
def round_new(
    request: Request, here: Here, answers: Annotated[Answers, Depends(asked)], step: str = ""
) -> Response:
    return _step(request, here, answers, step)


@router.post("/rounds/new")
def round_plan(request: Request, here: Here, answers: Annotated[Answers, Depends(given)]) -> Response:
    now = utc_now()
    try:
        with here.app.database.begin() as session:
            planned = plan(
                session,
                campaign_id=get_version(session, answers.version).campaign_id,
                name=answers.name,
                version_id=answers.version,
                snapshot_id=answers.snapshot,
                governments=answers.government,
                live=answers.live,
                choose_holder_forms=answers.choose_forms,
                all_languages=answers.all_languages,
                offices=answers.kind,
                narrow=answers.narrow,
                per_minute=answers.per_minute,
                actor=here.actor,
                now=now,
            )
            if answers.day is not None:
                day, days = answers.day, answers.days
                schedule(
                    session, round_id=planned.id, dispatch_on=day, window_days=days, actor=here.actor, now=now
                )
    except OutreachError as error:
        return _step(request, here, answers, "check", problem=str(error), status=409)
    then = "now build its documents." if answers.day else "now give it its day."
    return see(f"/rounds/{planned.id}", f"Planned. Nothing is sent: {then}", request)


def _step(
    request: Request, here: Visitor, answers: Answers, step: str, *, problem: str = "", status: int = 200
) -> Response:
    with here.app.database.read() as session:
        values, answers = _read(session, here.actor, answers)
        step = step if step in STEPS and STEPS.index(step) <= STEPS.index(answers.next_step) else answers.next_step
        if step == "check":
            try:
                values["preview"] = preview = _preview(session, answers)
                values["ways"] = find_ways(
                    session,
                    directory=here.app.settings.campaign_dir,
                    version_id=answers.version,
                    office_keys=[candidate.office.key for candidate, _ in preview.included],
                )
            except OutreachError as error:
                step, problem, status = "offices", str(error), 422
    return page(
        request,
        "round_new.html",
        status=status,
        step=step,
        steps=STEPS,
        answers=answers,
        may_be_live=here.app.settings.live,
        pace=here.app.settings.mail,
        problem=problem,
        now=utc_now(),
        oldest=OLDEST_SNAPSHOT,
        longest=LONGEST_WINDOW_DAYS,
        **values,
    )


def _read(session: Session, actor: Actor, answers: Answers) -> tuple[dict[str, Any], Answers]:
    """What can be chosen; an answer that cannot be (any more) counts as not given."""
    versions = [
        one
        for one in list_versions(session)
        if not one.is_withdrawn and actor.sees(Role.STAFF, campaign=one.campaign_id)
    ]
    version = next((one for one in versions if one.id == answers.version), None)
    snapshots = [
        one
        for one in list_snapshots(session)
        if not one.is_withdrawn
        and (version is None or one.campaign_id == version.campaign_id)
        and actor.sees(Role.STAFF, campaign=one.campaign_id)
    ]
    governments = [one for one in list_governments(session) if actor.sees(Role.STAFF, governments=[one.code])]
    offices, legislators = glance_offices(session), legislators_in(session)
    known = {one.code for one in governments}
    answers = replace(
        answers,
        version=version.id if version else 0,
        snapshot=answers.snapshot if answers.snapshot in {one.id for one in snapshots} else 0,
        government=tuple(code for code in answers.government if code in known),
    )
    chosen = [one for one in governments if one.code in answers.government]
    return {
        "versions": versions,
        "snapshots": snapshots,
        "governments": governments,
        "counts": Counter(one.government for one in offices.values() if one.key not in legislators),
        "legislators": Counter(offices[key].government for key in legislators if key in offices),
        "institutions": _by_government(chosen, offices, legislators),
        "languages": sorted({tag for one in chosen for tag in one.languages}),
        "channels": list(Channel),
    }, answers


def _by_government(
    chosen: list[GovernmentInfo], offices: dict[str, OfficeGlance], legislators: frozenset[str]
) -> list[tuple[GovernmentInfo, list[OfficeGlance]]]:
    """The institutions of the chosen governments, to choose single ones from."""
    return [
        (
            one,
            [
                office
                for key, office in offices.items()
                if office.government == one.code and key not in legislators
            ],
        )
        for one in chosen
    ]


def _preview(session: Session, answers: Answers) -> Preview:
    """By the very rules of planning; raises BadInput for an office that is none of the governments'."""
    now = utc_now()
    texts = get_version(session, answers.version).texts
    rules = Rules(answers.live, answers.choose_forms, answers.all_languages, texts, now, answers.narrow)
    candidates = narrowed(
        list_candidates(session, governments=answers.government, on=now.date(), offices=answers.kind),
        answers.narrow,
    )
    found = [(candidate, choose(candidate, rules)) for candidate in candidates]
    included = [(candidate, choice) for candidate, choice in found if choice.contact]
    offices, day = [candidate.office for candidate, _ in included], answers.day
    windows = [] if day is None else windows_of(session, offices, dispatch_on=day, window_days=answers.days)
    return Preview(included, [(candidate, choice) for candidate, choice in found if not choice.contact], windows)
