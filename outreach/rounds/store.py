"""Reads of rounds and their addressees, as frozen values."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from outreach.db import fetch, table_of
from outreach.errors import NotFound
from outreach.recipients.status import Channel, HolderForm
from outreach.rounds.narrow import Narrow, narrow_from
from outreach.rounds.reference import reference_for
from outreach.rounds.status import Purpose, RoundStatus
from outreach.rounds.tables import Addressee, Round

_ROUND, _ADDRESSEE = table_of(Round), table_of(Addressee)
_ROUND_BY_ID = _ROUND.select().where(_ROUND.c.id == bindparam("round_id"))
_ADDRESSEES_BY_ID = _ADDRESSEE.select().where(_ADDRESSEE.c.id.in_(bindparam("addressee_ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class RoundInfo:
    """One wave. `dispatch_on` is empty until it is scheduled; `window_days` are calendar days; `per_minute` is
    empty unless it has a pace of its own."""

    id: int
    campaign_id: int
    name: str
    version_id: int
    snapshot_id: int
    status: RoundStatus
    resumes_to: RoundStatus | None
    live: bool
    planned_by: str
    planned_at: datetime
    dispatch_on: date | None
    window_days: int
    started_at: datetime | None
    ended_at: datetime | None
    narrow: Narrow
    per_minute: int | None


@dataclass(frozen=True, slots=True)
class AddresseeInfo:
    """One office in one round. `reference` is what its letter prints; `left_out_because` is a sentence."""

    id: int
    round_id: int
    government: str
    office_key: str
    contact_id: int | None
    channel: Channel | None
    languages: tuple[str, ...]
    holder_form: HolderForm | None
    included: bool
    left_out_because: str | None
    purpose: Purpose
    replaces: int | None
    in_reply_to: str | None
    opens_at: datetime | None
    closes_at: datetime | None
    reference: str


def find_round(session: Session, *, campaign_id: int, name: str) -> RoundInfo | None:
    """The campaign's round of that name, or None."""
    query = select(Round).where(Round.campaign_id == campaign_id, Round.name == name)
    row = session.exec(query).one_or_none()
    return None if row is None else _round(row)


def get_round(session: Session, round_id: int) -> RoundInfo:
    """The round; raises NotFound."""
    rows = fetch(session, _ROUND_BY_ID, round_id=round_id)
    if not rows:
        raise NotFound(f"There is no round {round_id}: see `outreach rounds list`.")
    return _round(rows[0])


def list_rounds(session: Session, *, campaign_id: int | None = None) -> list[RoundInfo]:
    """All rounds, of one campaign or of all, the oldest first."""
    query = select(Round).order_by(col(Round.id))
    if campaign_id is not None:
        query = query.where(Round.campaign_id == campaign_id)
    return [_round(row) for row in session.exec(query)]


def list_started(session: Session) -> list[RoundInfo]:
    """Rounds that have started and were not called off, the newest first."""
    found = list_rounds(session)
    return [one for one in reversed(found) if one.started_at and one.status is not RoundStatus.CANCELLED]


def get_addressee(session: Session, addressee_id: int) -> AddresseeInfo:
    """The addressee; raises NotFound."""
    row = session.get(Addressee, addressee_id, populate_existing=True)
    if row is None:
        raise NotFound(f"There is no addressee {addressee_id}: see `outreach rounds show ROUND`.")
    return _addressee(row)


def addressees_by_id(session: Session, *, addressee_ids: Collection[int]) -> dict[int, AddresseeInfo]:
    """Those of these addressees that there are, in one query."""
    rows = fetch(session, _ADDRESSEES_BY_ID, addressee_ids=list(addressee_ids))
    return {info.id: info for info in map(_addressee, rows)}


def list_addressees(
    session: Session,
    *,
    round_id: int | None = None,
    office_key: str | None = None,
    included: bool | None = None,
) -> list[AddresseeInfo]:
    """The addressees of a round, of an office over all rounds, or of both, in the order they were planned."""
    query = select(Addressee).order_by(col(Addressee.id))
    if round_id is not None:
        query = query.where(Addressee.round_id == round_id)
    if office_key is not None:
        query = query.where(Addressee.office_key == office_key)
    if included is not None:
        query = query.where(Addressee.included == included)
    return [_addressee(row) for row in session.exec(query)]


def governments_by_round(session: Session) -> dict[int, frozenset[str]]:
    """The governments that each round writes to, or leaves out with a reason; rounds without any are not in it."""
    found: dict[int, set[str]] = {}
    for round_id, code in session.exec(select(Addressee.round_id, Addressee.government).distinct()):
        found.setdefault(round_id, set()).add(code)
    return {round_id: frozenset(codes) for round_id, codes in found.items()}


def list_addressees_of(session: Session, *, office_keys: Collection[str]) -> list[tuple[int, str, int]]:
    """Id, office and round of every addressee that these offices were in any round, where they were included."""
    query = select(Addressee.id, Addressee.office_key, Addressee.round_id).where(
        col(Addressee.office_key).in_(office_keys), col(Addressee.included)
    )
    rows = session.exec(query.order_by(col(Addressee.id)))
    return [(number, key, round_id) for number, key, round_id in rows if number is not None]


def addressees_in(government: str) -> SelectOfScalar[int | None]:
    """The ids of a government's addressees in all rounds, as a query that stands in a condition of another one."""
    return select(col(Addressee.id)).where(Addressee.government == government)


def _round(row: Round) -> RoundInfo:
    assert row.id is not None
    return RoundInfo(
        id=row.id,
        campaign_id=row.campaign_id,
        name=row.name,
        version_id=row.version_id,
        snapshot_id=row.snapshot_id,
        status=row.status,
        resumes_to=row.resumes_to,
        live=row.live,
        planned_by=row.planned_by,
        planned_at=row.planned_at,
        dispatch_on=row.dispatch_on,
        window_days=row.window_days,
        started_at=row.started_at,
        ended_at=row.ended_at,
        narrow=narrow_from(row.narrow),
        per_minute=row.per_minute,
    )


def _addressee(row: Addressee) -> AddresseeInfo:
    assert row.id is not None
    return AddresseeInfo(
        id=row.id,
        round_id=row.round_id,
        government=row.government,
        office_key=row.office_key,
        contact_id=row.contact_id,
        channel=row.channel,
        languages=tuple(row.languages),
        holder_form=row.holder_form,
        included=row.included,
        left_out_because=row.left_out_because,
        purpose=row.purpose,
        replaces=row.replaces,
        in_reply_to=row.in_reply_to,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        reference=reference_for(row.id),
    )
