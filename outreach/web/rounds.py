"""The rounds: all of them, and one with every office, its window and its reason."""

from collections import Counter
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.audit.store import list_entries
from outreach.clock import utc_now
from outreach.petition.store import get_version
from outreach.recipients.store import GovernmentInfo, OfficeInfo, list_governments, list_offices
from outreach.reviews.form_text import form_texts
from outreach.rounds.find_ways import find_ways
from outreach.rounds.routes import Way
from outreach.rounds.schedule import LONGEST_WINDOW_DAYS
from outreach.rounds.scope import rounds_seen
from outreach.rounds.status import MOVES, RoundStatus
from outreach.rounds.store import AddresseeInfo, RoundInfo, get_round, list_addressees
from outreach.signatures.store import get_snapshot
from outreach.web.csv_export import csv_export
from outreach.web.filters import on_desk
from outreach.web.guard import Here, Visitor
from outreach.web.paging import listing
from outreach.web.render import page
from outreach.web.round_changes import changes_since

router = APIRouter()
KINDS = {
    RoundStatus.PLANNED: "",
    RoundStatus.SCHEDULED: "good",
    RoundStatus.OPEN: "good",
    RoundStatus.PAUSED: "warn",
    RoundStatus.CLOSED: "",
    RoundStatus.CANCELLED: "bad",
}
"""The colour of each status, as a class of the style sheet."""


@dataclass(frozen=True, slots=True)
class Line:
    """An addressee with its office and government, and the formal ways to the office."""

    addressee: AddresseeInfo
    office: OfficeInfo
    government: GovernmentInfo
    ways: tuple[Way, ...]


@router.get("/rounds")
def rounds(request: Request, here: Here, status: str = "") -> Response:
    with here.app.database.read() as session:
        found = [one for one in reversed(rounds_seen(session, here.actor)) if status in ("", one.status)]
    return page(
        request,
        "rounds.html",
        rounds=listing(request, found),
        asked=status,
        statuses=list(RoundStatus),
        kinds=KINDS,
    )


@router.get("/rounds.csv")
def rounds_csv(here: Here, status: str = "") -> Response:
    with here.app.database.read() as session:
        found = [one for one in reversed(rounds_seen(session, here.actor)) if status in ("", one.status)]
    columns = ("id", "name", "status", "live", "dispatch_on", "window_days", "planned_by", "planned_at")
    return csv_export("rounds", columns, [[getattr(one, column) for column in columns] for one in found])


@router.get("/rounds/{round_id}")
def round_page(
    request: Request, here: Here, round_id: int, part: str = "", government: str = "", q: str = ""
) -> Response:
    with here.app.database.read() as session:
        shown = get_round(session, round_id)
        lines = _lines(session, here, shown)
        forms = form_texts(session, [line.addressee for line in lines])
        version, snapshot = get_version(session, shown.version_id), get_snapshot(session, shown.snapshot_id)
        changes = changes_since(session, shown, [line.addressee for line in lines])
        entries = list_entries(session, subject=f"round:{round_id}")
    included = [line for line in lines if line.addressee.included]
    return page(
        request,
        "round.html",
        round=shown,
        kinds=KINDS,
        moves=MOVES.get(shown.status, frozenset()),
        Status=RoundStatus,
        version=version,
        snapshot=snapshot,
        lines=listing(request, [line for line in lines if _wanted(line, part, government, q)]),
        included=len(included),
        left_out=len(lines) - len(included),
        reasons=Counter(_reason(line) for line in lines if not line.addressee.included),
        channels=Counter(line.addressee.channel for line in included),
        windows={line.government.code: line for line in included if line.addressee.opens_at},
        changes=changes,
        routes=_routes(lines),
        forms=forms,
        asked={"part": part, "government": government, "q": q},
        entries=entries,
        today=utc_now().date(),
        longest=LONGEST_WINDOW_DAYS,
    )


@router.get("/rounds/{round_id}/offices.csv")
def round_csv(here: Here, round_id: int, part: str = "", government: str = "", q: str = "") -> Response:
    with here.app.database.read() as session:
        lines = _lines(session, here, get_round(session, round_id))
    fields = ("channel", "languages", "holder_form", "included", "left_out_because", "opens_at", "closes_at")
    columns = ("government", "office", "name", "reference", *fields, "formal_route")
    rows = [
        (
            line.government.code,
            line.office.key,
            line.office.name,
            line.addressee.reference,
            *(_plain(getattr(line.addressee, field)) for field in fields),
            "; ".join(way.summary for way in line.ways),
        )
        for line in lines
        if _wanted(line, part, government, q)
    ]
    return csv_export(f"round-{round_id}", columns, rows)


def _lines(session: Session, here: Visitor, shown: RoundInfo) -> list[Line]:
    """The offices of the round in the visitor's scope."""
    offices = {one.key: one for one in list_offices(session, include_retired=True)}
    governments = {one.code: one for one in list_governments(session)}
    addressees = list_addressees(session, round_id=shown.id)
    ways = find_ways(
        session,
        directory=here.app.settings.campaign_dir,
        version_id=shown.version_id,
        office_keys=[one.office_key for one in addressees],
    )
    return [
        Line(one, offices[one.office_key], governments[one.government], ways.get(one.office_key, ()))
        for one in addressees
        if here.actor.sees(governments=[one.government])
    ]


def _routes(lines: list[Line]) -> list[tuple[Way, list[Line]]]:
    """Each formal route once, with the offices that it concerns."""
    known: dict[str, tuple[Way, list[Line]]] = {}
    for line in lines:
        for way in line.ways:
            known.setdefault(way.route.id, (way, []))[1].append(line)
    return list(known.values())


def _reason(line: Line) -> str:
    """Why it is left out, in the same words for every office."""
    return on_desk(line.addressee.left_out_because).removeprefix(f"{line.office.key}: ")


def _wanted(line: Line, part: str, government: str, q: str) -> bool:
    of_part = part == "" or (part == "included") is line.addressee.included
    haystack = f"{line.office.key} {line.office.name} {line.addressee.reference}".casefold()
    of_words = all(word in haystack for word in q.casefold().split())
    return of_part and government.upper() in ("", line.government.code) and of_words


def _plain(value: object) -> object:
    return " ".join(value) if isinstance(value, tuple) else value
