"""The rounds: all of them, and one with every office, its window and its reason."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.audit.store import list_entries
from outreach.clock import utc_now
from outreach.delivery.store import find_stop
from outreach.petition.store import get_version
from outreach.reviews.form_text import form_texts
from outreach.rounds.find_ways import find_ways
from outreach.rounds.glance import AddresseeGlance, glance_addressees
from outreach.rounds.schedule import LONGEST_WINDOW_DAYS
from outreach.rounds.scope import rounds_seen
from outreach.rounds.status import MOVES, RoundStatus
from outreach.rounds.store import RoundInfo, get_round
from outreach.signatures.store import get_snapshot
from outreach.web.csv_export import csv_export
from outreach.web.guard import Here, Visitor
from outreach.web.office_names import held_back
from outreach.web.paging import listing
from outreach.web.render import page
from outreach.web.round_changes import changes_since
from outreach.web.round_lines import Asked, Line, Ways, known_lines, reason_of, routes_of, windows_of
from outreach.web.round_progress import work_of

router = APIRouter()
COLUMNS = (
    "government",
    "office",
    "name",
    "reference",
    "channel",
    "languages",
    "holder_form",
    "included",
    "left_out_because",
    "opens_at",
    "closes_at",
    "formal_route",
)
MOST = 30
"""Offices that a formal route names one by one."""
KINDS = {
    RoundStatus.PLANNED: "",
    RoundStatus.SCHEDULED: "good",
    RoundStatus.OPEN: "good",
    RoundStatus.PAUSED: "warn",
    RoundStatus.CLOSED: "",
    RoundStatus.CANCELLED: "bad",
}
"""The colour of each status, as a class of the style sheet."""


@router.get("/rounds")
def rounds(request: Request, here: Here, status: str = "") -> Response:
    with here.app.database.read() as session:
        found = [one for one in reversed(rounds_seen(session, here.actor)) if status in ("", one.status)]
        stop = find_stop(session)
    return page(
        request,
        "rounds.html",
        rounds=listing(request, found),
        stop=stop,
        asked=status,
        statuses=list(RoundStatus),
        kinds=KINDS,
    )


@router.get("/rounds.csv")
def rounds_csv(here: Here, status: str = "") -> Response:
    with here.app.database.read() as session:
        found = [one for one in reversed(rounds_seen(session, here.actor)) if status in ("", one.status)]
    columns = (
        "id",
        "name",
        "status",
        "live",
        "dispatch_on",
        "window_days",
        "per_minute",
        "planned_by",
        "planned_at",
    )
    return csv_export("rounds", columns, [[getattr(one, column) for column in columns] for one in found])


@router.get("/rounds/{round_id}")
def round_page(
    request: Request, here: Here, round_id: int, part: str = "", government: str = "", q: str = ""
) -> Response:
    asked = Asked(part, government.upper(), q)
    with here.app.database.read() as session:
        shown = get_round(session, round_id)
        every = _seen(session, here, round_id)
        lines = listing(request, asked.of(session, every))
        ways = _ways(session, here, shown, every)
        rows = known_lines(session, lines.rows, ways=ways)
        values: dict[str, Any] = {
            "rows": rows,
            "forms": form_texts(session, [line.addressee for line in rows]),
            "routes": routes_of(session, ways),
            "windows": windows_of(session, round_id, actor=here.actor),
            "work": (work := work_of(session, round_id, actor=here.actor, now=utc_now())),
            "names": held_back(session, work),
            "version": get_version(session, shown.version_id),
            "snapshot": get_snapshot(session, shown.snapshot_id),
            "changes": changes_since(session, shown),
            "entries": list_entries(session, subject=f"round:{round_id}"),
            "stop": find_stop(session),
        }
    included = [one for one in every if one.included]
    return page(
        request,
        "round.html",
        round=shown,
        kinds=KINDS,
        moves=MOVES.get(shown.status, frozenset()),
        Status=RoundStatus,
        lines=lines,
        included=len(included),
        left_out=len(every) - len(included),
        reason_of=reason_of,
        reasons=Counter(reason_of(one) for one in every if not one.included),
        channels=Counter(one.channel for one in included),
        asked={"part": part, "government": government, "q": q},
        today=utc_now().date(),
        longest=LONGEST_WINDOW_DAYS,
        most=MOST,
        **values,
    )


@router.get("/rounds/{round_id}/offices.csv")
def round_csv(here: Here, round_id: int, part: str = "", government: str = "", q: str = "") -> Response:
    with here.app.database.read() as session:
        every = _seen(session, here, round_id)
        wanted = Asked(part, government.upper(), q).of(session, every)
        ways = _ways(session, here, get_round(session, round_id), wanted)
        rows = [_row(line) for line in known_lines(session, wanted, ways=ways)]
    return csv_export(f"round-{round_id}", COLUMNS, rows)


def _seen(session: Session, here: Visitor, round_id: int) -> list[AddresseeGlance]:
    """The addressees of the round in the visitor's scope."""
    every = glance_addressees(session, round_id=round_id)
    return [one for one in every if here.actor.sees(governments=[one.government])]


def _ways(session: Session, here: Visitor, shown: RoundInfo, found: Sequence[AddresseeGlance]) -> Ways:
    """The formal ways to each of these offices."""
    return find_ways(
        session,
        directory=here.app.settings.campaign_dir,
        version_id=shown.version_id,
        office_keys=[one.office_key for one in found],
    )


def _row(line: Line) -> tuple[object, ...]:
    one = line.addressee
    return (
        one.government,
        one.office_key,
        line.office.name,
        one.reference,
        one.channel,
        " ".join(one.languages),
        one.holder_form,
        one.included,
        one.left_out_because,
        one.opens_at,
        one.closes_at,
        "; ".join(way.summary for way in line.ways),
    )
