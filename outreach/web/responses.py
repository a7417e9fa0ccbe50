"""What governments answered: the list, the board of demands and governments, and both as files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from outreach.accountability.scoreboard import Scoreboard, scoreboard
from outreach.accounts import Actor
from outreach.delivery.known import KnownDelivery, known_deliveries
from outreach.delivery.store import deliveries_by_id
from outreach.recipients.scope import governments_seen
from outreach.responses.search import Sought, count_responses, search_responses
from outreach.responses.status import Disclosure, Position
from outreach.responses.store import ResponseInfo
from outreach.rounds.scope import rounds_seen
from outreach.rounds.status import RoundStatus
from outreach.rounds.store import RoundInfo
from outreach.web.csv_export import csv_export
from outreach.web.fields import whole, word
from outreach.web.guard import Here
from outreach.web.paging import PER_PAGE, listing_of, offset_of
from outreach.web.render import page

router = APIRouter()
COLUMNS = (
    "response",
    "delivery",
    "government",
    "office",
    "received on",
    "channel",
    "reference number",
    "demand",
    "position",
    "summary",
    "disclosure",
    "commitments",
)
COLOURS = {
    Position.ACTED: "good",
    Position.SUPPORTS: "good",
    Position.PARTLY: "warn",
    Position.DECLINES: "bad",
}
"""The colour of a position, as a class of the style sheet."""


@dataclass(frozen=True, slots=True)
class KnownResponse:
    """A response with the delivery that it answers."""

    response: ResponseInfo
    known: KnownDelivery


@router.get("/responses")
def responses(
    request: Request, here: Here, government: str = "", disclosure: str = "", position: str = ""
) -> Response:
    sought = _sought(here.actor, government, disclosure, position)
    with here.app.database.read() as session:
        found = search_responses(session, sought, limit=PER_PAGE, offset=offset_of(request))
        shown = listing_of(request, _known(session, found), total=count_responses(session, sought))
        governments = governments_seen(session, here.actor)
    return page(
        request,
        "responses.html",
        shown=shown,
        governments=governments,
        disclosures=list(Disclosure),
        positions=list(Position),
        colours=COLOURS,
        asked={"government": government, "disclosure": disclosure, "position": position},
    )


@router.get("/responses.csv")
def responses_csv(here: Here, government: str = "", disclosure: str = "", position: str = "") -> Response:
    """One line for each position that a standing response takes; a response without any has one line too."""
    with here.app.database.read() as session:
        sought = _sought(here.actor, government, disclosure, position)
        found = _known(session, search_responses(session, sought))
    rows = [row for one in found for row in _rows(one)]
    return csv_export("responses", COLUMNS, rows)


@router.get("/responses/scoreboard")
def responses_board(
    request: Request, here: Here, round_number: Annotated[str, Query(alias="round")] = ""
) -> Response:
    with here.app.database.read() as session:
        rounds = _begun(session, here.actor)
        chosen = _chosen(rounds, whole(round_number))
        board = _board(session, chosen, here.actor) if chosen else None
    return page(request, "scoreboard.html", rounds=rounds, chosen=chosen, board=board, colours=COLOURS)


@router.get("/responses/scoreboard.csv")
def responses_board_csv(here: Here, round_number: Annotated[str, Query(alias="round")] = "") -> Response:
    """Government, demand, position, number of offices: what the campaign's own users may see."""
    with here.app.database.read() as session:
        chosen = _chosen(_begun(session, here.actor), whole(round_number))
        board = _board(session, chosen, here.actor) if chosen else None
    rows = _board_rows(board) if board else []
    return csv_export("scoreboard", ("government", "demand", "position", "offices"), rows)


def _sought(actor: Actor, government: str, disclosure: str, position: str) -> Sought:
    return Sought(word(disclosure, Disclosure), word(position, Position), government.upper() or None, actor)


def _known(session: Session, found: Sequence[ResponseInfo]) -> list[KnownResponse]:
    """Each with the delivery that it answers, in the same order."""
    deliveries = deliveries_by_id(session, delivery_ids={one.delivery_id for one in found})
    known = known_deliveries(session, [deliveries[one.delivery_id] for one in found])
    return [KnownResponse(one, delivery) for one, delivery in zip(found, known, strict=True)]


def _board(session: Session, chosen: RoundInfo, actor: Actor) -> Scoreboard:
    """The board of a round, with the governments in the actor's scope."""
    board = scoreboard(session, round_id=chosen.id, public=False)
    seen = [row for row in board.rows if actor.sees(campaign=chosen.campaign_id, governments=[row.code])]
    return replace(board, rows=tuple(seen))


def _rows(one: KnownResponse) -> list[tuple[object, ...]]:
    answer, known = one.response.answer, one.known
    promised = "; ".join(f"{item.due_on or ''} {item.what}".strip() for item in answer.commitments)
    pairs: list[tuple[str, str]] = [(demand, str(said)) for demand, said in answer.positions.items()]
    return [
        (
            one.response.id,
            known.delivery.id,
            known.addressee.government,
            known.addressee.office_key,
            answer.received_on,
            answer.channel,
            answer.reference_number,
            demand,
            said,
            answer.summary,
            answer.disclosure,
            promised,
        )
        for demand, said in pairs or [("", "")]
    ]


def _begun(session: Session, actor: Actor) -> list[RoundInfo]:
    """Rounds that started, the newest first."""
    return [
        one
        for one in reversed(rounds_seen(session, actor))
        if one.status is not RoundStatus.PLANNED and one.started_at
    ]


def _chosen(rounds: list[RoundInfo], number: int | None) -> RoundInfo | None:
    return next((one for one in rounds if one.id == number), rounds[0] if rounds else None)


def _board_rows(board: Scoreboard) -> list[tuple[object, ...]]:
    return [
        (row.code, cell.demand, said, count)
        for row in board.rows
        for cell in row.cells
        for said, count in [*((str(one), number) for one, number in cell.positions.items()), ("", cell.no_answer)]
        if count
    ]
