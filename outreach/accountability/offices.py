"""All that happened to each office of a round, put together from the stages before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlmodel import Session

from outreach.accountability.standing import Standing, standing_of
from outreach.delivery.glance import DeliveryGlance, glance_deliveries
from outreach.delivery.status import LADDER, Rung
from outreach.recipients.status import Channel
from outreach.replies.status import ReplyStatus
from outreach.replies.store import list_deliveries_with
from outreach.responses.store import ResponseInfo, list_responses_in
from outreach.rounds.glance import AddresseeGlance, glance_addressees
from outreach.rounds.status import UNFINISHED
from outreach.rounds.store import get_round


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
    deliveries = glance_deliveries(session, round_id=round_id)
    reading = list_deliveries_with(session, status=ReplyStatus.NEEDS_READER)
    responses: dict[int, list[ResponseInfo]] = {}
    for response in list_responses_in(session, round_id=round_id):
        responses.setdefault(response.delivery_id, []).append(response)
    by_addressee = {delivery.addressee_id: delivery for delivery in deliveries}
    offices: dict[str, list[AddresseeGlance]] = {}
    for addressee in glance_addressees(session, round_id=round_id):
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
        reached = [delivery.rung for delivery in sent if delivery.rung is not None]
        rung = max(reached, key=LADDER.index, default=None)
        ids_of_office = tuple(delivery.id for delivery in sent)
        found.append(OfficeInRound(addressees[0].government, key, standing, because, rung, answers, ids_of_office))
    return found


def _planned(
    addressees: Iterable[AddresseeGlance], sent: Iterable[DeliveryGlance], *, is_open: bool
) -> Iterator[Standing]:
    """Where those stand that are included and not queued: to be sent while the round goes on, else called off."""
    queued = {delivery.addressee_id for delivery in sent}
    for addressee in addressees:
        if addressee.included and addressee.id not in queued:
            by_mail = addressee.channel is Channel.EMAIL
            ahead = Standing.TO_SEND if by_mail else Standing.TO_HAND_OVER
            yield ahead if is_open else Standing.CALLED_OFF


def _because(addressees: Iterable[AddresseeGlance]) -> str:
    return "; ".join(dict.fromkeys(a.left_out_because for a in addressees if a.left_out_because))
