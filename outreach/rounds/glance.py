"""Every addressee of a round at a glance: what counts and filters need, without reading the whole rows."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, func, select
from sqlmodel import Session, col

from outreach.recipients.status import Channel
from outreach.rounds.reference import reference_for
from outreach.rounds.status import Purpose
from outreach.rounds.tables import Addressee


@dataclass(frozen=True, slots=True)
class AddresseeGlance:
    """One office in one round; fields as in `AddresseeInfo`, but `languages` is the JSON of the list."""

    id: int
    government: str
    office_key: str
    channel: Channel | None
    languages: str
    purpose: Purpose
    included: bool
    left_out_because: str | None

    @property
    def reference(self) -> str:
        return reference_for(self.id)

    def has_language(self, tag: str) -> bool:
        """Whether it is written to in this language, a BCP 47 tag."""
        return tag in json.loads(self.languages)


@dataclass(frozen=True, slots=True)
class Window:
    """When letters may leave for a government in a round; the first and the last moment of all its offices."""

    round_id: int
    government: str
    opens_at: datetime
    closes_at: datetime


_COLUMNS = (
    col(Addressee.id),
    col(Addressee.government),
    col(Addressee.office_key),
    col(Addressee.channel),
    cast(col(Addressee.languages), String),
    col(Addressee.purpose),
    col(Addressee.included),
    col(Addressee.left_out_because),
)


def glance_addressees(session: Session, *, round_id: int) -> list[AddresseeGlance]:
    """The addressees of a round in the order they were planned."""
    of_round = select(*_COLUMNS).where(col(Addressee.round_id) == round_id).order_by(col(Addressee.id))
    return [AddresseeGlance(*row) for row in session.execute(of_round)]


def channels_of(session: Session, *, round_id: int) -> dict[str, Channel]:
    """The channel of each office that is written to in a round; of several addressees the last one's."""
    query = select(col(Addressee.office_key), col(Addressee.channel)).where(
        col(Addressee.round_id) == round_id, col(Addressee.included)
    )
    return {key: channel for key, channel in session.execute(query.order_by(col(Addressee.id)))}


def list_windows(session: Session, *, round_ids: Collection[int]) -> list[Window]:
    """The window of each government in each of these rounds, by round and code; unscheduled rounds have none."""
    place = (col(Addressee.round_id), col(Addressee.government))
    query = select(*place, func.min(Addressee.opens_at), func.max(Addressee.closes_at)).where(
        col(Addressee.round_id).in_(round_ids), col(Addressee.included), col(Addressee.opens_at).is_not(None)
    )
    return [Window(*row) for row in session.execute(query.group_by(*place).order_by(*place))]
