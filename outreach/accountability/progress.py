"""How far a round has come, one row a government: every office is counted exactly once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from outreach.accountability.offices import OfficeInRound, offices_of
from outreach.accountability.standing import Standing
from outreach.delivery.status import LADDER, Rung
from outreach.recipients.store import list_governments


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An office that is not written to, and why."""

    office_key: str
    because: str


@dataclass(frozen=True, slots=True)
class GovernmentProgress:
    """The offices of one government. The counts from `answered` to `left_out` add up to `offices`.

    `rungs` counts the offices of which the highest proof is that rung, lowest rung first; offices without any
    proof are in none.
    """

    code: str
    name: str
    offices: int
    answered: int
    waiting_for_person: int
    handed_over: int
    sent: int
    to_hand_over: int
    to_send: int
    bounced: int
    refused: int
    called_off: int
    left_out: int
    rungs: Mapping[Rung, int]
    left_out_because: tuple[LeftOut, ...]


def progress(session: Session, *, round_id: int) -> list[GovernmentProgress]:
    """One row for each government of the round, by code; raises NotFound."""
    names = {government.code: government.name for government in list_governments(session)}
    by_government: dict[str, list[OfficeInRound]] = {}
    for office in offices_of(session, round_id):
        by_government.setdefault(office.government, []).append(office)
    return [progress_of(code, names.get(code, code), by_government[code]) for code in sorted(by_government)]


def progress_of(code: str, name: str, offices: Iterable[OfficeInRound]) -> GovernmentProgress:
    """Add up the offices of one government."""
    offices = tuple(offices)
    standings = Counter(office.standing for office in offices)
    rungs = Counter(office.rung for office in offices)
    return GovernmentProgress(
        code=code,
        name=name,
        offices=len(offices),
        **{standing.value: standings[standing] for standing in Standing},
        rungs={rung: rungs[rung] for rung in LADDER if rungs[rung]},
        left_out_because=tuple(
            LeftOut(office.key, office.left_out_because or "")
            for office in offices
            if office.standing is Standing.LEFT_OUT
        ),
    )
