"""Everything that must hold at the moment a mail is claimed, each broken condition as a sentence."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from outreach.delivery.store import find_stop
from outreach.delivery.windows import next_office_time
from outreach.recipients.closures import ClosureInfo, standing_closures
from outreach.recipients.store import ObjectionInfo, standing_objections
from outreach.reviews.store import ParcelInfo
from outreach.reviews.validity import Standing, standings_of, why_unapproved
from outreach.rounds.status import RoundStatus
from outreach.rounds.store import RoundInfo


@dataclass(frozen=True, slots=True)
class Terms:
    """Whether a parcel may leave now: the first reason why not (`held`), and when its office works next.

    `leaves_at` is now for a trial, which keeps to its window only.
    """

    held: str | None
    leaves_at: datetime


def terms_of(
    session: Session, parcels: Collection[ParcelInfo], *, is_live: bool | None, now: datetime
) -> dict[int, Terms]:
    """The terms of these parcels, by their ids. However many there are, the queries are as many as for one.

    `is_live` is the transport's; None for what a person takes there, whatever the round is.
    """
    stop = find_stop(session)
    if stop is not None:
        return {parcel.id: Terms(stop.told, now) for parcel in parcels}
    closures = standing_closures(session)
    objections = standing_objections(session, office_keys={one.manifest.office_key for one in parcels})
    standings = standings_of(session, parcels, now=now)
    found = {}
    for one in parcels:
        standing = standings[one.id]
        held = (
            _round_trouble(standing.round, is_live=is_live)
            or _objection_trouble(one, objections)
            or _check_trouble(standing, now)
            or why_unapproved(one)
            or standing.outdated
        )
        closed = [] if standing.sources is None else [c for c in closures if c.concerns(standing.sources.office)]
        leaves_at = _leaves_at(standing, closed, now)
        if leaves_at is None:
            held = held or closed[-1].told
        found[one.id] = Terms(held, leaves_at or now)
    return found


def _round_trouble(current: RoundInfo, *, is_live: bool | None) -> str | None:
    if current.status is not RoundStatus.OPEN:
        return f"Round {current.id} is {current.status}."
    if current.live and is_live is False:
        return f"Round {current.id} is live: set OUTREACH_LIVE=yes and OUTREACH_SMTP__HOST to send it."
    if is_live and not current.live:
        return f"Round {current.id} is a trial: it never leaves by a live transport."
    return None


def _objection_trouble(parcel: ParcelInfo, standing: Collection[ObjectionInfo]) -> str | None:
    key, contact_id = parcel.manifest.office_key, parcel.manifest.contact_id
    if any(one.concerns(key, contact_id) for one in standing):
        return f"{key} asked not to be written to."
    return None


def _check_trouble(standing: Standing, now: datetime) -> str | None:
    if not standing.round.live or standing.sources is None:
        return None
    contact = standing.sources.contact
    if contact.check_expires_at is None or contact.check_expires_at <= now:
        return f"The check of contact {contact.id} has expired: check it with `outreach recipients verify`."
    return None


def _leaves_at(standing: Standing, closed: Sequence[ClosureInfo], now: datetime) -> datetime | None:
    """When the office works next, None if nobody knows; a trial keeps to its window only."""
    if not standing.round.live or standing.sources is None:
        return now
    sources = standing.sources
    return next_office_time(
        sources.addressee.government,
        time_zone=sources.time_zone,
        now=now,
        closed=[closure.days for closure in closed],
    )
