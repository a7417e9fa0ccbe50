"""Record what an office answered: a person read it, and says so."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from outreach import audit
from outreach.accounts import Actor, Role
from outreach.delivery.attest import attest
from outreach.delivery.status import DeliveryStatus, Rung
from outreach.delivery.store import DeliveryInfo, get_delivery
from outreach.errors import BadInput, Conflict, Refused, WrongStatus
from outreach.petition.store import get_version
from outreach.replies.store import get_mail
from outreach.responses.answer import Answer, AnswerFile, Commitment, problems_of
from outreach.responses.status import AnswerChannel, Disclosure, Position
from outreach.responses.store import ResponseInfo, get_response
from outreach.responses.tables import Commitment as CommitmentRow
from outreach.responses.tables import Response, ResponseFile, ResponsePosition
from outreach.rounds.scope import require_addressee
from outreach.rounds.store import get_round

NEVER_LEFT = frozenset(
    {DeliveryStatus.QUEUED, DeliveryStatus.TO_HAND_OVER, DeliveryStatus.EXPIRED, DeliveryStatus.CANCELLED}
)


def record(
    session: Session,
    *,
    delivery_id: int,
    mail_id: int | None = None,
    received_on: date,
    channel: AnswerChannel,
    reference_number: str = "",
    summary: str = "",
    disclosure: Disclosure = Disclosure.INTERNAL,
    positions: Mapping[str, Position],
    commitments: Sequence[Commitment] = (),
    files: Sequence[AnswerFile] = (),
    actor: Actor,
    now: datetime,
) -> ResponseInfo:
    """Record one answer to a delivery, and attest that it was answered (or acknowledged, without any position).

    Raises:
        NotAllowed: the actor is not a coordinator, or not a person.
        NotFound: there is no such delivery, or no such mail.
        WrongStatus: the delivery never left.
        Refused: the mail is not matched to that delivery.
        BadInput: everything that is wrong with the answer.
    """
    answer = Answer(
        received_on,
        channel,
        reference_number.strip(),
        summary.strip(),
        disclosure,
        dict(positions),
        tuple(commitments),
        mail_id,
        tuple(files),
    )
    return keep(session, delivery_id=delivery_id, answer=answer, supersedes=None, actor=actor, now=now)


def keep(
    session: Session,
    *,
    delivery_id: int,
    answer: Answer,
    supersedes: int | None,
    actor: Actor,
    now: datetime,
) -> ResponseInfo:
    """Write an answer or the correction of one; errors as in `record`."""
    actor.require_role(Role.COORDINATOR)
    actor.require_person()
    delivery = get_delivery(session, delivery_id)
    require_addressee(session, actor, Role.COORDINATOR, addressee_id=delivery.addressee_id)
    _check(session, delivery, answer, latest=_latest_day(session, answer, supersedes, now))
    raw_sha256 = _raw_of_mail(session, answer.mail_id, delivery_id)
    row = _written(session, delivery_id, answer, supersedes, actor, now)
    _attest(session, row, answer, raw_sha256, actor, now)
    audit.record(
        session,
        actor=actor,
        action="response.corrected" if supersedes else "response.recorded",
        subject=f"response:{row}",
        now=now,
        facts={
            "delivery": delivery_id,
            "mail": answer.mail_id,
            "supersedes": supersedes,
            "disclosure": answer.disclosure.value,
            "files": ",".join(file.sha256 for file in answer.files),
        },
    )
    return get_response(session, row)


def _check(session: Session, delivery: DeliveryInfo, answer: Answer, *, latest: date) -> None:
    if delivery.status in NEVER_LEFT:
        raise WrongStatus(f"Delivery {delivery.id} never left ({delivery.status}): check its number.")
    version = get_version(session, get_round(session, delivery.round_id).version_id)
    text = next(iter(version.texts.values()))
    demands = [demand.id for demand in text.petition.demands]
    problems = list(problems_of(answer, demands=demands, today=latest))
    if problems:
        raise BadInput("; ".join(map(str, problems)), problems=problems)


def _latest_day(session: Session, answer: Answer, supersedes: int | None, now: datetime) -> date:
    """Today, or a later day that is on record: a clock that was ahead must not keep anybody from a correction."""
    days = [now.date()]
    if answer.mail_id is not None:
        days.append(get_mail(session, answer.mail_id).collected_at.date())
    if supersedes is not None:
        before = get_response(session, supersedes).answer
        days += [before.received_on, *(one.verdict.on for one in before.commitments if one.verdict)]
    return max(days)


def _raw_of_mail(session: Session, mail_id: int | None, delivery_id: int) -> str | None:
    """The sha256 of the raw mail that proves the answer; it has to be matched to that delivery."""
    if mail_id is None:
        return None
    mail = get_mail(session, mail_id)
    if delivery_id not in {match.delivery_id for match in mail.matches}:
        raise Refused(f"Mail {mail_id} is not matched to delivery {delivery_id}: see `outreach replies list`.")
    return mail.raw_sha256


def _written(
    session: Session, delivery_id: int, answer: Answer, supersedes: int | None, actor: Actor, now: datetime
) -> int:
    row = Response(
        delivery_id=delivery_id,
        mail_id=answer.mail_id,
        received_on=answer.received_on,
        channel=answer.channel,
        reference_number=answer.reference_number,
        summary=answer.summary,
        disclosure=answer.disclosure,
        supersedes=supersedes,
        recorded_at=now,
        recorded_by=actor.name,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        if supersedes is None:
            raise
        raise Conflict(f"Response {supersedes} was corrected by somebody else just now: look again.") from error
    assert row.id is not None
    for demand, position in answer.positions.items():
        session.add(ResponsePosition(response_id=row.id, demand=demand, position=position))
    for commitment in answer.commitments:
        session.add(_promise(row.id, commitment))
    for file in answer.files:
        session.add(
            ResponseFile(
                response_id=row.id,
                name=file.name,
                sha256=file.sha256,
                size=file.size,
                media_type=file.media_type,
            )
        )
    session.flush()
    return row.id


def _promise(response_id: int, commitment: Commitment) -> CommitmentRow:
    row = CommitmentRow(response_id=response_id, what=commitment.what, due_on=commitment.due_on)
    if verdict := commitment.verdict:
        row.outcome, row.outcome_on, row.outcome_source = verdict.outcome, verdict.on, verdict.source
    return row


def _attest(
    session: Session, response_id: int, answer: Answer, raw_sha256: str | None, actor: Actor, now: datetime
) -> None:
    attest(
        session,
        delivery_id=get_response(session, response_id).delivery_id,
        rung=Rung.ANSWERED if answer.is_substantive else Rung.ACKNOWLEDGED,
        at=datetime.combine(answer.received_on, time(), UTC),
        source=f"response:{response_id}",
        detail={"reference_number": answer.reference_number, "channel": answer.channel.value},
        blob_sha256=raw_sha256 or next((file.sha256 for file in answer.files), None),
        actor=actor,
        now=now,
    )
