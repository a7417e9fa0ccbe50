"""What a reviewer must know of a parcel beside its manifest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlmodel import Session

from outreach.accounts import Actor
from outreach.errors import Refused
from outreach.recipients.store import OfficeInfo, get_office
from outreach.reviews.eyes import is_first_letter, require_other_eyes
from outreach.reviews.manifest import likeness
from outreach.reviews.open import list_opened
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import ParcelInfo, count_by_round, list_approved, list_parcels
from outreach.reviews.validity import why_outdated
from outreach.rounds.status import UNFINISHED
from outreach.rounds.store import AddresseeInfo, RoundInfo, get_round, list_addressees, list_rounds

KINDS = {
    ReviewStatus.AWAITING: "warn",
    ReviewStatus.APPROVED: "good",
    ReviewStatus.CHANGES_WANTED: "bad",
    ReviewStatus.WITHDRAWN: "",
}
"""The colour of each status, as a class of the style sheet."""


@dataclass(frozen=True, slots=True)
class KnownParcel:
    """A parcel with its round, addressee and office."""

    parcel: ParcelInfo
    round: RoundInfo
    addressee: AddresseeInfo
    office: OfficeInfo

    @property
    def kind(self) -> str:
        return KINDS[self.parcel.status]

    @property
    def pages(self) -> int:
        return sum(document.pages for document in self.parcel.manifest.documents)


@dataclass(frozen=True, slots=True)
class Choice:
    """A row of a batch: `refusal` says why this visitor may not approve it; a first letter is opened singly."""

    known: KnownParcel
    is_first: bool
    is_seen: bool
    refusal: str | None

    @property
    def may_be_chosen(self) -> bool:
        return self.refusal is None and (self.is_seen or not self.is_first)


def known_parcels(
    session: Session,
    *,
    round_id: int | None,
    status: ReviewStatus | None,
    government: str = "",
    language: str = "",
    actor: Actor,
) -> list[KnownParcel]:
    """The newest parcels of a round, or of all unfinished rounds, that the actor's roles cover; like ones beside
    each other."""
    rounds = list_rounds(session) if round_id is None else [get_round(session, round_id)]
    wanted = [one for one in rounds if round_id is not None or one.status in UNFINISHED]
    if status is not None:
        counts = count_by_round(session, status=status)
        wanted = [one for one in wanted if counts[one.id]]
    found = [
        known
        for one in wanted
        for known in _of_round(session, one, status)
        if government.upper() in ("", known.addressee.government)
        and actor.sees(campaign=one.campaign_id, governments=[known.addressee.government])
        and (not language or language in known.parcel.manifest.languages)
    ]
    return sorted(found, key=lambda one: (str(_group(one)), one.addressee.government, one.parcel.id))


def _of_round(session: Session, of_round: RoundInfo, status: ReviewStatus | None) -> list[KnownParcel]:
    parcels = list_parcels(session, round_id=of_round.id, status=status)
    if not parcels:
        return []
    addressees = {one.id: one for one in list_addressees(session, round_id=of_round.id, included=True)}
    return [
        KnownParcel(one, of_round, addressees[one.addressee_id], get_office(session, one.manifest.office_key))
        for one in parcels
        if one.addressee_id in addressees
    ]


def alike(known: Sequence[KnownParcel]) -> list[list[KnownParcel]]:
    """Neighbours that may be approved together: same round, template, languages, text and counts."""
    return [list(group) for _key, group in groupby(known, key=_group)]


def _group(known: KnownParcel) -> tuple[object, ...]:
    return (known.parcel.round_id, *likeness(known.parcel.manifest))


def choices(session: Session, known: Sequence[KnownParcel], *, actor: Actor, now: datetime) -> list[Choice]:
    """What this visitor may do with each of them."""
    opened = list_opened(session, actor=actor)
    return [
        Choice(
            one,
            is_first=is_first_letter(session, one.parcel),
            is_seen=one.parcel.id in opened,
            refusal=why_not(session, one.parcel, actor=actor, now=now),
        )
        for one in known
    ]


def why_not(session: Session, parcel: ParcelInfo, *, actor: Actor, now: datetime) -> str | None:
    """Why this visitor cannot approve the parcel, in one sentence; None when nothing stands against it."""
    try:
        require_other_eyes(session, parcel, actor=actor)
    except Refused as refused:
        return str(refused)
    return why_outdated(session, parcel, now=now)


def find_earlier(session: Session, parcel: ParcelInfo) -> ParcelInfo | None:
    """The last approved parcel for the same office before this one, in this round or an earlier one."""
    of_office = [one.id for one in list_addressees(session, office_key=parcel.manifest.office_key, included=True)]
    before = [one for one in list_approved(session, addressee_ids=of_office) if one.id < parcel.id]
    return max(before, key=lambda one: one.id, default=None)


def find_next(session: Session, parcel: ParcelInfo, *, actor: Actor, back: bool = False) -> int | None:
    """The next (or previous) parcel of its round in the actor's scope that awaits a decision; after the last comes
    the first."""
    waiting = list_parcels(session, round_id=parcel.round_id, status=ReviewStatus.AWAITING)
    governments = {one.id: one.government for one in list_addressees(session, round_id=parcel.round_id)}
    ids = [
        one.id
        for one in waiting
        if one.id != parcel.id and actor.sees(governments=[governments[one.addressee_id]])
    ]
    if back:
        return max((one for one in ids if one < parcel.id), default=max(ids, default=None))
    return min((one for one in ids if one > parcel.id), default=min(ids, default=None))
