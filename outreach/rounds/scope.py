"""Whether a round, or one addressee of it, lies in the scope of the actor's role."""

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from outreach.accounts import Actor, Grant, Role
from outreach.rounds.store import (
    RoundInfo,
    get_addressee,
    get_round,
    governments_by_round,
    list_addressees,
    list_rounds,
)
from outreach.rounds.tables import Addressee, Round


def require_round(session: Session, actor: Actor, *any_of: Role, round_id: int) -> None:
    """Raise NotAllowed unless the actor has one of the roles for every government of the round.

    Raises:
        NotFound: there is no such round.
    """
    actor.require_role(*any_of)
    if actor.limits:
        current = get_round(session, round_id)
        codes = {one.government for one in list_addressees(session, round_id=round_id)}
        actor.require(*any_of, campaign=current.campaign_id, governments=codes)


def require_addressee(session: Session, actor: Actor, *any_of: Role, addressee_id: int) -> None:
    """Raise NotAllowed unless the actor has one of the roles for the addressee's campaign and government.

    Raises:
        NotFound: there is no such addressee.
    """
    actor.require_role(*any_of)
    if actor.limits:
        one = get_addressee(session, addressee_id)
        campaign = get_round(session, one.round_id).campaign_id
        actor.require(*any_of, campaign=campaign, governments=[one.government])


def rounds_seen(session: Session, actor: Actor) -> list[RoundInfo]:
    """The rounds of which anything lies in the scope of any role of the actor, the oldest first."""
    found = list_rounds(session)
    if not actor.limits:
        return found
    governments = governments_by_round(session)
    return [one for one in found if actor.sees(campaign=one.campaign_id, governments=governments.get(one.id))]


def addressees_seen(actor: Actor) -> SelectOfScalar[int | None]:
    """The ids of addressees in the scope of any role of the actor, to stand in a condition of another query."""
    query = select(col(Addressee.id)).join(Round, col(Round.id) == col(Addressee.round_id))
    return query.where(or_(*(_within(grant) for grant in actor.limits))) if actor.limits else query


def _within(grant: Grant) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [true()]
    if grant.campaign_id is not None:
        conditions.append(col(Round.campaign_id) == grant.campaign_id)
    if grant.governments is not None:
        conditions.append(col(Addressee.government).in_(sorted(grant.governments)))
    return and_(*conditions)
