"""What may be told to everybody about a round: institutions, proofs and public answers; no person's name.

An answer that is not public leaves no trace here: neither its words and positions nor the proof that it came.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach.accountability.offices import OfficeInRound, offices_of
from outreach.accountability.scoreboard import DemandHead, GovernmentRow, Scoreboard, board_of, position_on
from outreach.accountability.standing import Standing
from outreach.delivery.status import LADDER, Rung
from outreach.delivery.store import EvidenceInfo, list_evidence
from outreach.errors import Refused
from outreach.petition.store import get_version
from outreach.recipients.store import list_offices
from outreach.responses.answer import Answer, Commitment
from outreach.responses.status import PUBLIC, Disclosure, Position
from outreach.rounds.store import RoundInfo, get_round
from outreach.signatures.disclosure import Disclosure as Counts
from outreach.signatures.store import find_disclosure

OF_ANSWERS = frozenset({Rung.ACKNOWLEDGED, Rung.ANSWERED})
"""Rungs that tell of an answer: told only by the answers that are public, whatever else is known."""

UNPROVED: Mapping[Standing, str] = {
    Standing.TO_SEND: "not written to yet",
    Standing.TO_HAND_OVER: "not handed over yet",
    Standing.BOUNCED: "came back undelivered",
    Standing.REFUSED: "refused by the mail server",
    Standing.CALLED_OFF: "not written to in this round",
    Standing.LEFT_OUT: "not written to in this round",
}
"""What is said of an office without any proof. Why it was left out stays inside."""

PROVED: Mapping[Rung, str] = {
    Rung.RELAY_ACCEPTED: "sent; arrival is not proved",
    Rung.HANDED_OVER: "handed over by a person",
    Rung.SERVER_ACCEPTED: "accepted by the office's own mail server",
    Rung.DSN_DELIVERED: "delivery confirmed",
    Rung.AUTO_ACKNOWLEDGED: "acknowledged by an automatic reply",
    Rung.ACKNOWLEDGED: "acknowledged by the office",
    Rung.ANSWERED: "answered",
}


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """An answer that may be told. `words` are a coordinator's summary and `commitments` what was promised and what
    became of it: both empty unless the answer may be quoted."""

    received_on: date
    positions: Mapping[str, Position]
    words: str
    commitments: tuple[Commitment, ...]


@dataclass(frozen=True, slots=True)
class PublicOffice:
    """One institution; `written_on` is the day of the first proof, `proof` the highest that may be told.

    `positions` are by demand, as on the board: none where the latest answer to it is not public.
    """

    key: str
    name: str
    written_on: date | None
    proof: Rung | None
    told: str
    answers: tuple[PublicAnswer, ...]
    positions: Mapping[str, Position]


@dataclass(frozen=True, slots=True)
class PublicGovernment:
    """A row of the scoreboard with the offices behind it."""

    row: GovernmentRow
    offices: tuple[PublicOffice, ...]


@dataclass(frozen=True, slots=True)
class PublicRound:
    """One round. `sample` says that nothing of it was meant for an office, or that its counts are invented."""

    round_id: int
    name: str
    sample: bool
    dispatch_on: date | None
    petition: str
    organisers: tuple[str, ...]
    board: Scoreboard
    governments: tuple[PublicGovernment, ...]
    counts: Counts | None


def public_round(session: Session, *, round_id: int) -> PublicRound:
    """All that may be told of a round.

    Raises:
        NotFound: there is no such round.
        Refused: it has not started.
    """
    info = get_round(session, round_id)
    if info.started_at is None:
        raise Refused(f"Round {round_id} has not started: nothing of it can be told yet.")
    version = get_version(session, info.version_id)
    petition, known = version.reference_text.petition, offices_of(session, round_id)
    board = board_of(session, round_id=round_id, demands=petition.demands, offices=known, public=True)
    counts = find_disclosure(session, info.snapshot_id)
    names = {office.key: office.name for office in list_offices(session, include_retired=True)}
    offices: dict[str, list[PublicOffice]] = {}
    for office in known:
        offices.setdefault(office.government, []).append(_told(session, office, names, board.demands))
    return PublicRound(
        round_id=round_id,
        name=info.name,
        sample=_is_sample(info, counts),
        dispatch_on=info.dispatch_on,
        petition=petition.name,
        organisers=tuple(organiser.name for organiser in version.campaign.organisers),
        board=board,
        governments=tuple(PublicGovernment(row, tuple(offices[row.code])) for row in board.rows),
        counts=counts,
    )


def _is_sample(info: RoundInfo, counts: Counts | None) -> bool:
    return not info.live or (counts is not None and counts.sample)


def _told(
    session: Session, office: OfficeInRound, names: Mapping[str, str], demands: Iterable[DemandHead]
) -> PublicOffice:
    public = [response.answer for response in office.responses if response.answer.disclosure in PUBLIC]
    proofs = [proof for delivery in office.deliveries for proof in list_evidence(session, delivery)]
    rungs = {proof.rung for proof in proofs} - OF_ANSWERS
    rungs |= {Rung.ANSWERED if answer.is_substantive else Rung.ACKNOWLEDGED for answer in public}
    proof = max(rungs, key=LADDER.index, default=None)
    if office.standing in {Standing.BOUNCED, Standing.REFUSED}:
        proof = None
    positions = {one.id: position_on(one.id, office.responses, public=True) for one in demands}
    return PublicOffice(
        key=office.key,
        name=names.get(office.key, office.key),
        written_on=_first_day(proofs),
        proof=proof,
        told=PROVED[proof] if proof else UNPROVED.get(office.standing, "being checked by a person"),
        answers=tuple(map(_answer, public)),
        positions={demand: position for demand, position in positions.items() if position},
    )


def _answer(answer: Answer) -> PublicAnswer:
    if answer.disclosure is Disclosure.QUOTABLE:
        return PublicAnswer(answer.received_on, answer.positions, answer.summary, answer.commitments)
    return PublicAnswer(answer.received_on, answer.positions, "", ())


def _first_day(proofs: Iterable[EvidenceInfo]) -> date | None:
    return min((proof.at.date() for proof in proofs if proof.rung not in OF_ANSWERS), default=None)
