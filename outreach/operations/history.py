"""What a round's documents may tell of the rounds before it, put together from deliveries, replies and answers.

An earlier letter is one that left: accepted by a mail server or handed over by a person, and neither bounced nor
returned since. Whatever was rehearsed, called off, refused or is uncertain was no letter. A live round knows of
live ones only, a trial of trials.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from outreach.accountability.scoreboard import position_on
from outreach.delivery.status import DeliveryStatus, Rung
from outreach.delivery.store import list_deliveries, list_evidence
from outreach.dossiers.history import Heard, History, Printed, Told, Written
from outreach.recipients.store import get_office
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.replies.store import list_mails
from outreach.responses.status import PUBLIC
from outreach.responses.store import ResponseInfo, list_responses
from outreach.reviews.manifest import Manifest
from outreach.reviews.store import parcels_by_id
from outreach.rounds.store import RoundInfo, get_round, list_addressees, list_rounds
from outreach.signatures.store import find_disclosure, get_snapshot

LEFT = frozenset(
    {DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED, DeliveryStatus.HANDED_OVER, DeliveryStatus.RECEIPTED}
)
"""Deliveries that are letters of ours."""


@dataclass(frozen=True, slots=True)
class _Letter:
    delivery_id: int
    manifest: Manifest

    @property
    def dated(self) -> date:
        return date.fromisoformat(self.manifest.dated)


def histories_of(session: Session, *, round_id: int, today: date) -> dict[str, History]:
    """The history of each government of a round, without offices where none was written to; none in a first round.

    Raises:
        NotFound: there is no such round.
    """
    current = get_round(session, round_id)
    governments = {one.government for one in list_addressees(session, round_id=round_id, included=True)}
    letters: dict[str, dict[str, list[_Letter]]] = {code: defaultdict(list) for code in governments}
    rounds = _earlier(session, current)
    for earlier in rounds:
        codes = {one.id: one.government for one in list_addressees(session, round_id=earlier.id)}
        for letter, government in _letters(session, earlier, codes):
            if government in governments and (current.dispatch_on is None or letter.dated < current.dispatch_on):
                letters[government][letter.manifest.office_key].append(letter)
    told = sorted(letters) if rounds else []
    return {code: _history(session, code, letters[code], current, today) for code in told}


def _earlier(session: Session, current: RoundInfo) -> list[RoundInfo]:
    rounds = list_rounds(session, campaign_id=current.campaign_id)
    return [one for one in rounds if one.id != current.id and one.live == current.live and one.started_at]


def _letters(session: Session, earlier: RoundInfo, codes: dict[int, str]) -> list[tuple[_Letter, str]]:
    left = [delivery for delivery in list_deliveries(session, round_id=earlier.id) if delivery.status in LEFT]
    parcels = parcels_by_id(session, parcel_ids={delivery.parcel_id for delivery in left})
    return [(_Letter(one.id, parcels[one.parcel_id].manifest), codes[one.addressee_id]) for one in left]


def _history(
    session: Session, government: str, letters: dict[str, list[_Letter]], current: RoundInfo, today: date
) -> History:
    offices = tuple(_written(session, key, letters[key]) for key in sorted(letters))
    snapshots = sorted({one.snapshot_id for one in offices})
    found = (_printed(session, snapshot_id, current) for snapshot_id in snapshots)
    return History(government, today, offices, tuple(one for one in found if one is not None))


def _printed(session: Session, snapshot_id: int, current: RoundInfo) -> Printed | None:
    """What was printed of a snapshot, unless it was withdrawn or is invented and the other is not."""
    disclosure, snapshot = find_disclosure(session, snapshot_id), get_snapshot(session, snapshot_id)
    alike = snapshot.sample == get_snapshot(session, current.snapshot_id).sample
    return Printed.of(disclosure) if disclosure and alike and not snapshot.is_withdrawn else None


def _written(session: Session, office_key: str, letters: Sequence[_Letter]) -> Written:
    last = max(letters, key=lambda letter: (letter.dated, letter.delivery_id))
    responses = list_responses(session, delivery_ids=[one.delivery_id for one in letters], standing=True)
    heard, heard_on = _heard(session, last, letters, responses)
    office = get_office(session, office_key)
    return Written(
        office_key=office_key,
        name=office.name,
        names=dict(office.names),
        reference=last.manifest.reference,
        dated=last.dated,
        snapshot_id=last.manifest.snapshot_id,
        heard=heard,
        heard_on=heard_on,
        told=_told(responses),
    )


def _heard(
    session: Session, last: _Letter, letters: Sequence[_Letter], responses: Sequence[ResponseInfo]
) -> tuple[Heard, date | None]:
    """What came back since the last letter; a mail that nobody made an answer of leaves it open."""
    answers = [one.answer.received_on for one in responses if one.answer.received_on >= last.dated]
    if answers:
        return Heard.ANSWERED, max(answers)
    mails = [mail for letter in letters for mail in list_mails(session, delivery_id=letter.delivery_id)]
    by_people = (ReplyKind.HUMAN, ReplyKind.UNREADABLE, None)
    if any(mail.kind in by_people or mail.status is ReplyStatus.NEEDS_READER for mail in mails):
        return Heard.UNREAD, None
    proofs = {proof.rung: proof.at.date() for proof in list_evidence(session, last.delivery_id)}
    if Rung.ANSWERED in proofs:
        return Heard.UNREAD, None
    if Rung.ACKNOWLEDGED in proofs:
        return Heard.ACKNOWLEDGED, proofs[Rung.ACKNOWLEDGED]
    return Heard.NOTHING, None


def _told(responses: Sequence[ResponseInfo]) -> Told | None:
    """The latest answer that may be made known; a position only where no later answer keeps another back."""
    public = [one for one in responses if one.answer.disclosure in PUBLIC]
    if not public:
        return None
    demands = dict.fromkeys(demand for one in public for demand in sorted(one.answer.positions))
    known = [(demand, position_on(demand, responses, public=True)) for demand in demands]
    positions = tuple(sorted((demand, position.value) for demand, position in known if position))
    return Told(max(one.answer.received_on for one in public), positions)
