"""Plan a round in steps. Each step's answers stand in the address, so a half-made plan can be sent to a colleague;
nothing is kept before the last step."""

from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.accounts import Actor, Role
from outreach.clock import utc_now
from outreach.errors import OutreachError
from outreach.petition.store import VersionInfo, get_version, list_versions
from outreach.recipients.store import list_governments, list_offices
from outreach.rounds.candidates import list_candidates
from outreach.rounds.choose import Candidate, Choice, Rules, choose
from outreach.rounds.find_ways import find_ways
from outreach.rounds.plan import OLDEST_SNAPSHOT, plan
from outreach.signatures.store import list_snapshots
from outreach.web.guard import Here, Visitor
from outreach.web.notice import see
from outreach.web.render import page

router = APIRouter()
STEPS = ("text", "counts", "governments", "name", "check")


@dataclass(frozen=True, slots=True)
class Answers:
    """What was chosen so far; 0, empty or False is not chosen yet."""

    version: int = 0
    snapshot: int = 0
    government: tuple[str, ...] = ()
    name: str = ""
    live: bool = False
    choose_forms: bool = False
    all_languages: bool = False

    def link(self, step: str) -> str:
        """The address of a step with these answers."""
        return f"/rounds/new?{urlencode([('step', step), *self.pairs()])}"

    def pairs(self, *, without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """Names and values of the fields, as a form sends them."""
        single = [
            ("version", str(self.version or "")),
            ("snapshot", str(self.snapshot or "")),
            ("name", self.name),
            *((field, "yes") for field in ("live", "choose_forms", "all_languages") if getattr(self, field)),
        ]
        pairs = [*single, *(("government", code) for code in self.government)]
        return [(key, value) for key, value in pairs if value and key not in without]

    @property
    def next_step(self) -> str:
        """The first step without an answer."""
        answered = (self.version, self.snapshot, self.government, self.name)
        return next((step for step, given in zip(STEPS, answered, strict=False) if not given), "check")


def asked(
    version: Annotated[str, Query()] = "",
    snapshot: Annotated[str, Query()] = "",
    government: Annotated[tuple[str, ...], Query()] = (),
    name: Annotated[str, Query()] = "",
    live: Annotated[str, Query()] = "",
    choose_forms: Annotated[str, Query()] = "",
    all_languages: Annotated[str, Query()] = "",
) -> Answers:
    """The answers in an address."""
    return Answers(
        _id(version),
        _id(snapshot),
        tuple(dict.fromkeys(government)),
        name.strip(),
        bool(live),
        bool(choose_forms and not live),
        bool(all_languages),
    )


@router.get("/rounds/new")
def round_new(
    request: Request, here: Here, answers: Annotated[Answers, Depends(asked)], step: str = ""
) -> Response:
    return _step(request, here, answers, step)


@router.post("/rounds/new")
def round_plan(
    request: Request,
    here: Here,
    version: Annotated[int, Form()],
    snapshot: Annotated[int, Form()],
    government: Annotated[list[str], Form()],
    name: Annotated[str, Form()],
    live: Annotated[str, Form()] = "",
    choose_forms: Annotated[str, Form()] = "",
    all_languages: Annotated[str, Form()] = "",
) -> Response:
    answers = Answers(
        version, snapshot, tuple(government), name, bool(live), bool(choose_forms), bool(all_languages)
    )
    try:
        with here.app.database.begin() as session:
            planned = plan(
                session,
                campaign_id=get_version(session, version).campaign_id,
                name=name,
                version_id=version,
                snapshot_id=snapshot,
                governments=government,
                live=answers.live,
                choose_holder_forms=answers.choose_forms,
                all_languages=answers.all_languages,
                actor=here.actor,
                now=utc_now(),
            )
    except OutreachError as error:
        return _step(request, here, answers, "check", problem=str(error), status=409)
    return see(f"/rounds/{planned.id}", "Planned. Nothing is sent: now give it its day.", request)


def _step(
    request: Request, here: Visitor, answers: Answers, step: str, *, problem: str = "", status: int = 200
) -> Response:
    with here.app.database.read() as session:
        values, answers = _read(session, here.actor, answers)
    step = step if step in STEPS and STEPS.index(step) <= STEPS.index(answers.next_step) else answers.next_step
    if step == "check":
        with here.app.database.read() as session:
            values["preview"] = _preview(session, answers)
            values["ways"] = find_ways(
                session,
                directory=here.app.settings.campaign_dir,
                version_id=answers.version,
                office_keys=[candidate.office.key for candidate, _ in values["preview"]],
            )
    return page(
        request,
        "round_new.html",
        status=status,
        step=step,
        steps=STEPS,
        answers=answers,
        may_be_live=here.app.settings.live,
        problem=problem,
        now=utc_now(),
        oldest=OLDEST_SNAPSHOT,
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
        and _same(one.campaign_id, version)
        and actor.sees(Role.STAFF, campaign=one.campaign_id)
    ]
    governments = [one for one in list_governments(session) if actor.sees(Role.STAFF, governments=[one.code])]
    offices = [one.government for one in list_offices(session)]
    known = {one.code for one in governments}
    answers = replace(
        answers,
        version=version.id if version else 0,
        snapshot=answers.snapshot if answers.snapshot in {one.id for one in snapshots} else 0,
        government=tuple(code for code in answers.government if code in known),
    )
    counts = {code: offices.count(code) for code in known}
    return {"versions": versions, "snapshots": snapshots, "governments": governments, "offices": counts}, answers


def _same(campaign_id: int, version: VersionInfo | None) -> bool:
    return version is None or campaign_id == version.campaign_id


def _preview(session: Session, answers: Answers) -> list[tuple[Candidate, Choice]]:
    """How each office would be written to, or why not: by the very rules of planning."""
    now = utc_now()
    texts = get_version(session, answers.version).texts
    rules = Rules(answers.live, answers.choose_forms, answers.all_languages, texts, now)
    candidates = list_candidates(session, governments=answers.government, on=now.date())
    return [(candidate, choose(candidate, rules)) for candidate in candidates]


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
