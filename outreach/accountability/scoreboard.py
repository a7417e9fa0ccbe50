"""What governments say to each demand, as far as their offices have answered."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach.accountability.offices import OfficeInRound, offices_of
from outreach.accountability.standing import REACHED
from outreach.petition.store import get_version
from outreach.petition.values import Demand
from outreach.recipients.store import list_governments
from outreach.responses.status import PUBLIC, SUBSTANTIVE, CommitmentOutcome, Position
from outreach.responses.store import ResponseInfo
from outreach.rounds.store import get_round

OPEN = "open"
"""What is said of a promise that nobody has judged."""


@dataclass(frozen=True, slots=True)
class DemandHead:
    """A column."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What the offices of one government say to one demand.

    `positions` counts offices. `no_answer` are those that were reached and of which no position is known, or, on
    a public board, may be shown: an answer that is not public looks like none.
    """

    demand: str
    positions: Mapping[Position, int]
    no_answer: int


@dataclass(frozen=True, slots=True)
class GovernmentRow:
    """One government: how many offices were reached or answered, and a cell for each demand in order.

    `promises` counts commitments by what became of them, as `open` those that nobody has judged.
    """

    code: str
    name: str
    offices: int
    cells: tuple[Cell, ...]
    promises: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """Demand × government of one round. `public`: only what the answers' disclosure allows."""

    round_id: int
    public: bool
    demands: tuple[DemandHead, ...]
    rows: tuple[GovernmentRow, ...]


def scoreboard(session: Session, *, round_id: int, public: bool = True) -> Scoreboard:
    """The board of a round; governments by code, demands in the petition's order. Raises NotFound."""
    version = get_version(session, get_round(session, round_id).version_id)
    demands = version.reference_text.petition.demands
    return board_of(
        session, round_id=round_id, demands=demands, offices=offices_of(session, round_id), public=public
    )


def board_of(
    session: Session, *, round_id: int, demands: Iterable[Demand], offices: Iterable[OfficeInRound], public: bool
) -> Scoreboard:
    """The same from offices that were read already."""
    heads = tuple(DemandHead(demand.id, demand.title) for demand in demands)
    names = {government.code: government.name for government in list_governments(session)}
    by_government: dict[str, list[OfficeInRound]] = {}
    for office in offices:
        by_government.setdefault(office.government, []).append(office)
    rows = tuple(
        row_of(code, names.get(code, code), by_government[code], heads, public=public)
        for code in sorted(by_government)
    )
    return Scoreboard(round_id, public, heads, rows)


def row_of(
    code: str, name: str, offices: Iterable[OfficeInRound], demands: Iterable[DemandHead], *, public: bool
) -> GovernmentRow:
    """Add up the offices of one government that were reached."""
    asked = [office for office in offices if office.standing in REACHED or office.responses]
    cells = []
    for demand in demands:
        known = [position_on(demand.id, office.responses, public=public) for office in asked]
        positions = Counter(position for position in known if position is not None)
        counts = {position: positions[position] for position in Position if positions[position]}
        cells.append(Cell(demand.id, counts, known.count(None)))
    return GovernmentRow(code, name, len(asked), tuple(cells), _promises(asked, public=public))


def _promises(offices: Iterable[OfficeInRound], *, public: bool) -> dict[str, int]:
    answers = [response.answer for office in offices for response in office.responses]
    told = [answer for answer in answers if answer.disclosure in PUBLIC or not public]
    made = [one for answer in told for one in answer.commitments]
    outcomes = Counter(one.verdict.outcome.value if one.verdict else OPEN for one in made)
    return {outcome: outcomes[outcome] for outcome in (OPEN, *CommitmentOutcome) if outcomes[outcome]}


def position_on(demand: str, responses: Iterable[ResponseInfo], *, public: bool) -> Position | None:
    """An office's position: its latest answer in substance, or its latest acknowledgement; None without any.

    When that answer is not public, a public board shows none: an older one would be out of date.
    """
    saying = [response for response in responses if demand in response.answer.positions]
    if not saying:
        return None
    latest = max(saying, key=lambda response: _weight(response, demand))
    if public and latest.answer.disclosure not in PUBLIC:
        return None
    return latest.answer.positions[demand]


def _weight(response: ResponseInfo, demand: str) -> tuple[bool, date, int]:
    answer = response.answer
    return (answer.positions[demand] in SUBSTANTIVE, answer.received_on, response.id)
