"""What people do after the round: record hand-overs, read answers and record what they say."""

from datetime import datetime, timedelta

from sqlmodel import Session

from outreach.delivery.hand_over import Proof, hand_over_done, list_tasks
from outreach.delivery.store import get_delivery
from outreach.operations.demo.cast import Cast, Part
from outreach.operations.demo.mailroom import file_number
from outreach.operations.demo.prepare import People
from outreach.replies.settle import settle
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.replies.store import MailInfo, list_mails
from outreach.responses.record import record
from outreach.responses.status import AnswerChannel, Disclosure, Position
from outreach.rounds.store import get_addressee
from outreach.wiring import App

SAMPLE_PROOF = "SAMPLE: recorded for the demonstration; nothing was posted, filled in or taken anywhere."


def hand_over(app: App, *, round_id: int, cast: Cast, people: People, now: datetime) -> None:
    """A person records the hand-overs that the cast says are done."""
    with app.database.begin() as session:
        for task in list_tasks(session, round_id=round_id, now=now):
            office = task.manifest.office_key
            if office in cast.by_hand_done:
                hand_over_done(
                    session,
                    app.blobs,
                    delivery_id=task.delivery.id,
                    on=(now - timedelta(days=1)).date(),
                    proof=Proof(SAMPLE_PROOF, number=file_number(office), who=people.staff.name),
                    actor=people.staff,
                    now=now,
                )


def read_answers(app: App, *, cast: Cast, people: People, now: datetime) -> int:
    """A coordinator reads what people wrote and records it; return how many answers were recorded."""
    with app.database.begin() as session:
        waiting = list_mails(session, status=ReplyStatus.NEEDS_READER, kind=ReplyKind.HUMAN)
        return sum(_read(session, mail, cast, people, now) for mail in waiting)


def _read(session: Session, mail: MailInfo, cast: Cast, people: People, now: datetime) -> int:
    for match in mail.matches:
        office = _office_of(session, match.delivery_id)
        said = cast.positions.get(office, {})
        if not said and cast.part_of(office) is not Part.WRITES_BACK:
            continue
        record(
            session,
            delivery_id=match.delivery_id,
            mail_id=mail.id,
            received_on=(mail.sent_at or now).date(),
            channel=AnswerChannel.EMAIL,
            reference_number=file_number(office),
            summary="SAMPLE answer of a played office.",
            disclosure=Disclosure.INTERNAL,
            positions={demand: Position(position) for demand, position in said.items()},
            actor=people.coordinator,
            now=now,
        )
        settle(session, mail_id=mail.id, actor=people.coordinator, now=now)
        return 1
    return 0


def _office_of(session: Session, delivery_id: int) -> str:
    return get_addressee(session, get_delivery(session, delivery_id).addressee_id).office_key
