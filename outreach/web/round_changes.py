"""What differs between a round and the one before it in the same campaign."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from outreach.recipients.store import OfficeInfo, offices_by_key
from outreach.rounds.glance import channels_of
from outreach.rounds.status import RoundStatus
from outreach.rounds.store import RoundInfo, list_rounds


@dataclass(frozen=True, slots=True)
class Changes:
    """Offices by name and government. `moved` are written to by another channel than before."""

    before: RoundInfo
    new: tuple[str, ...]
    dropped: tuple[str, ...]
    moved: tuple[str, ...]
    other_text: bool
    other_counts: bool


def changes_since(session: Session, shown: RoundInfo) -> Changes | None:
    """The difference to the last earlier round that was not cancelled, or None for the first one."""
    earlier = [
        one
        for one in list_rounds(session, campaign_id=shown.campaign_id)
        if one.id < shown.id and one.status is not RoundStatus.CANCELLED
    ]
    if not earlier:
        return None
    before = earlier[-1]
    then, now = (channels_of(session, round_id=one.id) for one in (before, shown))
    new, dropped = now.keys() - then.keys(), then.keys() - now.keys()
    moved = {key for key in now.keys() & then.keys() if now[key] != then[key]}
    offices = offices_by_key(session, keys=new | dropped | moved)
    return Changes(
        before=before,
        new=_sorted(new, offices),
        dropped=_sorted(dropped, offices),
        moved=_sorted(moved, offices),
        other_text=before.version_id != shown.version_id,
        other_counts=before.snapshot_id != shown.snapshot_id,
    )


def _sorted(keys: Collection[str], offices: Mapping[str, OfficeInfo]) -> tuple[str, ...]:
    """By their keys: the offices of one government stand together."""
    return tuple(f"{offices[key].name} ({offices[key].government})" for key in sorted(keys))
