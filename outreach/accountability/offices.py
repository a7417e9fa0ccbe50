"""All that happened to each office of a round, put together from the stages before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlmodel import Session

from outreach.accountability.standing import Standing, standing_of
from outreach.delivery.status import LADDER, Rung
from outreach.delivery.store import DeliveryInfo, highest_rungs, list_deliveries
from outreach.recipients.status import Channel
from outreach.replies.status import ReplyStatus
from outreach.replies.store import list_mails
from outreach.responses.store import ResponseInfo, list_responses
from outreach.rounds.status import UNFINISHED
from outreach.rounds.store import AddresseeInfo, get_round, list_addressees


@dataclass(frozen=True, slots=True)
class OfficeInRound:
    """One office. `rung` is the highest that any of `deliveries` reached; `responses` are those that stand."""

    government: str
    key: str
    standing: Standing
    left_out_because: str | None
    rung: Rung | None
    responses: tuple[ResponseInfo, ...]
    deliveries: tuple[int, ...]


def offices_of(session: Session, round_id: int) -> list[OfficeInRound]:
    """Every office of a round exactly once, in the order it was planned; raises NotFound."""
    is_open = get_round(session, round_id).status in UNFINISHED
    deliveries = list_deliveries(session, round_id=round_id)
    ids = [delivery.id for delivery in deliveries]
    reading = _read_by_people(session)
    rungs = highest_rungs(session, delivery_ids=ids)
    responses: dict[int, list[ResponseInfo]] = {}
    for response in list_responses(session, delivery_ids=ids, standing=True):
        responses.setdefault(response.delivery_id, []).append(response)
    by_addressee = {delivery.addressee_id: delivery for delivery in deliveries}
    offices: dict[str, list[AddresseeInfo]] = {}
    for addressee in list_addressees(session, round_id=round_id):
        offices.setdefault(addressee.office_key, []).append(addressee)
    found = []
    for key, addressees in offices.items():
        sent = [by_addressee[a.id] for a in addressees if a.id in by_addressee]
        answers = tuple(r for delivery in sent for r in responses.get(delivery.id, ()))
        standing = standing_of(
            (delivery.status for delivery in sent),
            planned=_planned(addressees, sent, is_open=is_open),
            is_answered=any(response.answer.is_substantive for response in answers),
            needs_reader=any(delivery.id in reading for delivery in sent),
        )
        because = _because(addressees) if standing is Standing.LEFT_OUT else None
        reached = [rungs[delivery.id] for delivery in sent if delivery.id in rungs]
        rung = max(reached, key=LADDER.index, default=None)
        ids_of_office = tuple(delivery.id for delivery in sent)
        found.append(OfficeInRound(addressees[0].government, key, standing, because, rung, answers, ids_of_office))
    return found


def _read_by_people(session: Session) -> set[int]:
    """Deliveries with a mail that waits for a reader."""
    waiting = list_mails(session, status=ReplyStatus.NEEDS_READER)
    return {match.delivery_id for mail in waiting for match in mail.matches}


def _planned(
    addressees: Iterable[AddresseeInfo], sent: Iterable[DeliveryInfo], *, is_open: bool
) -> Iterator[Standing]:
    """Where those stand that are included and not queued: to be sent while the round goes on, else called off."""
    queued = {delivery.addressee_id for delivery in sent}
    for addressee in addressees:
        if addressee.included and addressee.id not in queued:
            by_mail = addressee.channel is Channel.EMAIL
            ahead = Standing.TO_SEND if by_mail else Standing.TO_HAND_OVER
            yield ahead if is_open else Standing.CALLED_OFF


def _because(addressees: Iterable[AddresseeInfo]) -> str:
    return "; ".join(dict.fromkeys(a.left_out_because for a in addressees if a.left_out_because))
