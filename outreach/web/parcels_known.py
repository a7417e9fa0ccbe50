"""What a reviewer must know of a parcel beside its manifest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlmodel import Session

from outreach.accounts import Actor
from outreach.recipients.status import Channel
from outreach.recipients.store import OfficeInfo, offices_by_key
from outreach.reviews.eyes import first_letters, own_part, parts_of
from outreach.reviews.manifest import likeness
from outreach.reviews.open import list_opened
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import (
    ParcelInfo,
    glance_parcels,
    list_approved,
    parcels_by_id,
)
from outreach.reviews.validity import standings_of
from outreach.rounds.glance import AddresseeGlance, glance_addressees
from outreach.rounds.status import UNFINISHED
from outreach.rounds.store import (
    AddresseeInfo,
    RoundInfo,
    addressees_by_id,
    get_round,
    list_addressees,
    list_rounds,
)

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


def find_parcels(
    session: Session,
    *,
    round_id: int | None,
    status: ReviewStatus | None,
    government: str = "",
    language: str = "",
    actor: Actor,
) -> list[int]:
    """The newest parcels of a round, or of all unfinished rounds, that the actor's roles cover, by their ids; like
    ones beside each other."""
    rounds = list_rounds(session) if round_id is None else [get_round(session, round_id)]
    wanted = [one.id for one in rounds if round_id is not None or one.status in UNFINISHED]
    parcels = glance_parcels(session, round_ids=wanted, status=status, seen_by=actor)
    places = {
        addressee.id: _place(number, addressee)
        for number in {round_id for _, _, round_id in parcels}
        for addressee in glance_addressees(session, round_id=number)
        if addressee.included
        and government.upper() in ("", addressee.government)
        and (not language or addressee.has_language(language))
    }
    known = [(places[addressee_id], number) for number, addressee_id, _ in parcels if addressee_id in places]
    return [number for _place, number in sorted(known)]


def _place(round_id: int, one: AddresseeGlance) -> tuple[object, ...]:
    """Where a parcel stands in the list: all that `likeness` compares within a round, then the government."""
    return (round_id, one.purpose, one.channel is Channel.EMAIL, one.languages, one.government)


def known_parcels(session: Session, parcel_ids: Sequence[int]) -> list[KnownParcel]:
    """These parcels with what a row shows of them, in the same order; as many queries for many as for one."""
    parcels = parcels_by_id(session, parcel_ids=parcel_ids)
    rounds = {number: get_round(session, number) for number in {one.round_id for one in parcels.values()}}
    addressees = addressees_by_id(session, addressee_ids={one.addressee_id for one in parcels.values()})
    offices = offices_by_key(session, keys={one.manifest.office_key for one in parcels.values()})
    return [
        KnownParcel(one, rounds[one.round_id], addressees[one.addressee_id], offices[one.manifest.office_key])
        for one in (parcels[number] for number in parcel_ids)
    ]


def alike(known: Sequence[KnownParcel]) -> list[list[KnownParcel]]:
    """Neighbours that may be approved together: same round, template, languages, text and counts."""
    return [list(group) for _key, group in groupby(known, key=_group)]


def _group(known: KnownParcel) -> tuple[object, ...]:
    return (known.parcel.round_id, *likeness(known.parcel.manifest))


def choices(session: Session, known: Sequence[KnownParcel], *, actor: Actor, now: datetime) -> dict[int, Choice]:
    """What this visitor may do with each of them, by the parcels' ids; as many queries for many as for one."""
    parcels = [one.parcel for one in known]
    opened = list_opened(session, actor=actor, among=[one.id for one in parcels])
    first = first_letters(session, parcels)
    refusals = why_not(session, parcels, actor=actor, now=now)
    return {
        one.parcel.id: Choice(
            one,
            is_first=one.parcel.id in first,
            is_seen=one.parcel.id in opened,
            refusal=refusals[one.parcel.id],
        )
        for one in known
    }


def why_not(
    session: Session, parcels: Sequence[ParcelInfo], *, actor: Actor, now: datetime
) -> dict[int, str | None]:
    """Why this visitor cannot approve each of these parcels, in one sentence; None when they can."""
    parts = parts_of(session, parcels, name=actor.name)
    standings = standings_of(session, parcels, now=now)
    return {
        one.id: own_part(actor.name, parts[one.id], one.id) if one.id in parts else standings[one.id].outdated
        for one in parcels
    }


def find_earlier(session: Session, parcel: ParcelInfo) -> ParcelInfo | None:
    """The last approved parcel for the same office before this one, in this round or an earlier one."""
    of_office = [one.id for one in list_addressees(session, office_key=parcel.manifest.office_key, included=True)]
    before = [one for one in list_approved(session, addressee_ids=of_office) if one.id < parcel.id]
    return max(before, key=lambda one: one.id, default=None)


def find_next(session: Session, parcel: ParcelInfo, *, actor: Actor, back: bool = False) -> int | None:
    """The next (or previous) parcel of its round in the actor's scope that awaits a decision; after the last comes
    the first."""
    waiting = glance_parcels(session, round_ids=[parcel.round_id], status=ReviewStatus.AWAITING, seen_by=actor)
    ids = [number for number, _, _ in waiting if number != parcel.id]
    if back:
        return max((one for one in ids if one < parcel.id), default=max(ids, default=None))
    return min((one for one in ids if one > parcel.id), default=min(ids, default=None))
